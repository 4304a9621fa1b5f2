//! The messages of RFC 4475 and RFC 5118, as the shared data has them.

use super::{
    super::{
        agent::{Agent, Event, Settings, Transport},
        read,
    },
    archive, crlf, events, flow, ms, statuses,
};

/// Messages that were typed anew with another length than their Content-Length says, and what it
/// should say: the bytes of the RFC keep it.
const RETYPED: [(&str, &str, &str); 4] = [
    // A placeholder stands for 330 bytes of a signature.
    ("mpart01", "Content-Length: 553", "Content-Length: 255"),
    // The RFC says 154.
    ("unreason", "Content-Length: 162", "Content-Length: 154"),
    // A sign was left out of the body.
    ("multi01", "l: 154", "l: 152"),
    // Attributes were left out of the body.
    ("ipv6-in-sdp", "Content-Length: 268", "Content-Length: 250"),
];

/// Returns each message with its name and whether it is to be rejected.
fn messages() -> Vec<(String, Vec<u8>, bool)> {
    let files = archive("voice/sip_torture_rvoip.tar.gz");
    let Some((_, index)) = files.iter().find(|(name, _)| name == "index.tsv") else {
        return Vec::new();
    };
    let index = String::from_utf8(index.clone()).expect("it is text");
    let rows = index.lines().skip(1).map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let (path, name, verdict) = (cells[0], cells[3], cells[4]);
        let file = files.iter().find(|(file, _)| file == path);
        let mut bytes = crlf(&file.expect("it is listed").1);
        if let Some((_, from, to)) = RETYPED.iter().find(|(one, _, _)| *one == name) {
            let text = String::from_utf8(bytes).expect("it is text");
            assert!(text.contains(from), "{name}");
            bytes = text.replace(from, to).into_bytes();
        }
        (name.to_owned(), bytes, verdict == "reject")
    });
    rows.collect()
}

#[test]
fn every_message_gets_the_verdict_of_the_index() {
    let mut wrong = Vec::new();
    for (name, bytes, is_rejected) in messages() {
        let reading = read(&bytes);
        if reading.is_well_formed() == is_rejected {
            let faults: Vec<String> = reading.faults.iter().map(ToString::to_string).collect();
            wrong.push(format!("{name}: {faults:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What an agent that answers calls does with each message, as the text of the RFC has it where it says
/// so: the status it answers, 0 for a call, and nothing for what is dropped.
const ANSWERS: [(&str, Option<u16>); 61] = [
    // To has a tag: it is within a dialog that nobody knows.
    ("wsinv", Some(481)),
    ("intmeth", Some(405)),
    ("esc01", Some(0)),
    ("escnull", Some(405)),
    ("esc02", Some(405)),
    ("lwsdisp", Some(200)),
    // The data has the first two lines only: there is no Via to answer along.
    ("longreq", None),
    ("dblreq", Some(405)),
    ("semiuri", Some(200)),
    ("transports", Some(200)),
    ("mpart01", Some(405)),
    ("unreason", None),
    ("noreason", None),
    ("badinv01", Some(400)),
    ("clerr", Some(400)),
    ("ncl", Some(400)),
    ("scalar02", Some(400)),
    ("scalarlg", None),
    ("quotbal", Some(400)),
    ("ltgtruri", Some(400)),
    ("lwsruri", Some(400)),
    ("lwsstart", Some(400)),
    // The data has one blank.
    ("trws", None),
    ("escruri", Some(400)),
    ("baddate", Some(400)),
    ("regbadct", Some(400)),
    ("badaspec", Some(400)),
    ("baddn", Some(400)),
    ("badvers", Some(505)),
    ("mismatch01", Some(400)),
    ("mismatch02", Some(400)),
    ("bigcode", None),
    ("badbranch", Some(200)),
    ("insuf", Some(400)),
    ("unkscm", Some(416)),
    ("novelsc", Some(416)),
    ("unksm2", Some(405)),
    ("bext01", Some(420)),
    ("invut", Some(415)),
    ("regaut01", Some(405)),
    ("multi01", Some(400)),
    ("mcl01", Some(400)),
    ("bcast", None),
    ("zeromf", Some(200)),
    ("cparam01", Some(405)),
    ("cparam02", Some(405)),
    ("regescrt", Some(405)),
    ("sdp01", Some(406)),
    ("inv2543", Some(0)),
    ("ipv6-good", Some(405)),
    ("ipv6-bad", Some(400)),
    ("port-ambiguous", Some(405)),
    ("port-unambiguous", Some(405)),
    ("via-received-param-no-delim", Some(200)),
    ("via-received-param-with-delim", Some(481)),
    ("ipv6-in-sdp", Some(0)),
    ("mult-ip-in-header", Some(481)),
    ("mult-ip-in-sdp", Some(0)),
    ("ipv4-mapped-ipv6", Some(0)),
    ("ipv6-bug-abnf-3-colons", Some(200)),
    ("ipv6-correct-abnf-2-colons", Some(200)),
];

#[test]
fn every_message_is_answered_as_the_rfc_says() {
    for (name, bytes, _) in messages() {
        let row = ANSWERS.iter().find(|(one, _)| *one == name);
        let expected = row.unwrap_or_else(|| panic!("{name} is not listed")).1;
        let mut agent = Agent::new(Settings::default(), [1; 16]);
        let outputs = agent.receive(&bytes, flow(Transport::Udp), ms(0));
        let status = statuses(&outputs).first().copied();
        let events = events(outputs);
        let is_call = matches!(events.as_slice(), [Event::Invited { .. }]);
        let found = if is_call { Some(0) } else { status };
        assert_eq!(found, expected, "{name}: {events:?}");
    }
}
