//! Messages of the scenarios of `SIPp` and of a recorder of calls.

use super::{
    super::{Grade, Message, read},
    archive, crlf,
};

/// What `SIPp` puts in place of its keywords.
const KEYWORDS: [(&str, &str); 22] = [
    ("[service]", "7726"),
    ("[field0]", "+15550100"),
    ("[field1]", "+15550101"),
    ("[remote_ip]", "198.51.100.10"),
    ("[remote_port]", "5060"),
    ("[remote_host]", "example.net"),
    ("[transport]", "UDP"),
    ("[local_ip]", "192.0.2.7"),
    ("[local_port]", "5060"),
    ("[local_ip_type]", "4"),
    ("[media_ip]", "192.0.2.7"),
    ("[media_ip_type]", "4"),
    ("[media_port]", "6000"),
    ("[auto_media_port]", "6000"),
    ("[call_id]", "1-77@192.0.2.7"),
    ("[call_number]", "1"),
    ("[cseq]", "2"),
    ("[branch]", "z9hG4bK-77-1-0"),
    ("[pid]", "77"),
    ("[peer_tag_param]", ";tag=9"),
    ("[len]", "{length}"),
    ("[rtpstream_audio_port]", "6000"),
];

/// Returns the messages in a scenario that can be made without a call.
fn messages(scenario: &str) -> Vec<String> {
    let parts = scenario.split("<![CDATA[").skip(1);
    let texts = parts.filter_map(|part| Some(part.split_once("]]>")?.0));
    let made = texts.map(|text| {
        let lines = text.trim().lines().map(str::trim);
        let mut text = lines.collect::<Vec<_>>().join("\n");
        for (keyword, value) in KEYWORDS {
            text = text.replace(keyword, value);
        }
        if text.contains("\n\n") {
            text + "\n"
        } else {
            text + "\n\n"
        }
    });
    made.filter(|text| text.contains("SIP/2.0") && !text.contains('['))
        .collect()
}

#[test]
fn messages_of_sipp_are_well_formed() {
    let mut count = 0;
    for (name, bytes) in archive("voice/sipp_scenarios.tar.gz") {
        let scenario = String::from_utf8_lossy(&bytes);
        for text in messages(&scenario) {
            let reading = read(&super::bytes(&text));
            let malformed = reading
                .faults
                .iter()
                .find(|fault| fault.grade() == Grade::Malformed);
            assert!(malformed.is_none(), "{name}: {malformed:?}\n{text}");
            count += 1;
        }
    }
    assert!(count == 0 || count > 30, "{count}");
}

#[test]
fn what_is_read_of_recorded_messages_is_read_again_as_it_is_written() {
    for (name, bytes) in archive("voice/sip_samples_sip2json.tar.gz") {
        let reading = read(&crlf(&bytes));
        let Some(message) = reading.message else {
            continue;
        };
        let again: Option<Message> = read(&message.write()).message;
        assert_eq!(again.as_ref(), Some(&message), "{name}");
        assert!(
            message.via().is_some() && message.from().is_some(),
            "{name}"
        );
    }
}
