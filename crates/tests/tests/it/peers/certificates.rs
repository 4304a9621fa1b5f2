//! Only a peer's own certificate opens the door, and only to a peer's own certificate is anything said.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use serde_json::Value;

use super::{
    desk::{Desk, until},
    identity::{Authority, Identity},
    wire::{Host, Wire, get},
};
use crate::support::{port::port, skip};

/// A peer whose certificates an authority signs.
const SIGNED: &str = "signed.example";
/// A peer whose one certificate is known.
const PINNED: &str = "pinned.example";
/// A peer that is switched off.
const OFF: &str = "off.example";

/// Certificates that are right, by whom they are of.
struct Right {
    authority: Authority,
    signed: Identity,
    revoked: Identity,
    pinned: Identity,
    off: Identity,
}

/// A running node with three peers.
fn desk() -> (Desk, Right) {
    let authority = Authority::new("Authority of signed.example");
    let right = Right {
        signed: authority.issue(2, &[SIGNED]),
        revoked: authority.issue(3, &[SIGNED]),
        pinned: Identity::of_itself(PINNED),
        off: Identity::of_itself(OFF),
        authority,
    };
    let mut desk = Desk::new("desk.example");
    desk.write("revoked.pem", &right.authority.revoke(&[3]));
    let signer = right.authority.certificate();
    desk.enter(SIGNED, &signer, &["--revocations", "revoked.pem"]);
    desk.enter(PINNED, &right.pinned.certificate, &[]);
    desk.enter(OFF, &right.off.certificate, &[]);
    desk.done(&["peer", "disable", OFF]);
    desk.start();
    (desk, right)
}

#[test]
fn nobody_comes_in_without_a_certificate_of_a_peer() {
    let (desk, right) = desk();
    let stranger = Authority::new("Authority of signed.example");
    let issue = |names: &[&str]| Some(right.authority.issue(9, names));
    let cases = [
        ("none", None, "no certificates"),
        (
            "one that signs itself and bears the name of a peer",
            Some(Identity::of_itself(PINNED)),
            "not one of those that pinned.example has",
        ),
        (
            "one that signs itself, of a peer that has an authority",
            Some(Identity::of_itself(SIGNED)),
            "not one of those that signed.example has",
        ),
        (
            "one of another authority that calls itself the same",
            Some(stranger.issue(2, &[SIGNED])),
            "signed.example",
        ),
        (
            "another name by the right authority",
            issue(&["other.example"]),
            "names no peer",
        ),
        (
            "the name of another peer by the right authority",
            issue(&[PINNED]),
            "not one of those that pinned.example has",
        ),
        ("no name at all", issue(&[]), "names no peer"),
        (
            "one whose time is over",
            Some(right.authority.issue_expired(4, SIGNED)),
            "signed.example is expired",
        ),
        (
            "one that was revoked",
            Some(right.revoked),
            "signed.example was revoked",
        ),
        (
            "a wildcard",
            issue(&["*.example"]),
            "wildcard \"*.example\"",
        ),
        (
            "a wildcard beside the name, for which it is too short",
            issue(&[SIGNED, "*.example"]),
            "wildcard \"*.example\"",
        ),
        (
            "a wildcard beside the name",
            issue(&[SIGNED, "*.signed.example"]),
            "wildcard \"*.signed.example\"",
        ),
        (
            "one of a peer that is off",
            Some(right.off),
            "off.example is switched off",
        ),
    ];
    for (what, identity, reason) in cases {
        let before = desk.log().len();
        let answer =
            Wire::open(desk.port, identity.as_ref()).and_then(|mut wire| wire.ask(&get("/")));
        assert!(answer.is_err(), "{what}: {answer:?}");
        let told = |word: &str| desk.log()[before..].contains(word);
        until(&format!("{what}: the log says {reason:?}"), || told(reason));
        assert!(told("a peer was not let in"), "{what}");
        assert!(!told("request of a peer"), "{what}");
    }
    for identity in [&right.signed, &right.pinned] {
        let mut wire = Wire::open(desk.port, Some(identity)).unwrap();
        // RFC 6546, section 3: a GET for / means nothing, and is answered so.
        assert_eq!(wire.ask(&get("/")).unwrap().status, 204);
        assert_eq!(wire.ask(&get("/")).unwrap().status, 204, "and once more");
    }
}

#[test]
fn what_changes_holds_for_connections_that_are_open() {
    let (desk, right) = desk();
    let mut wires = [&right.signed, &right.pinned].map(|identity| {
        let mut wire = Wire::open(desk.port, Some(identity)).unwrap();
        assert_eq!(wire.ask(&get("/")).unwrap().status, 204);
        wire
    });
    desk.write("revoked.pem", &right.authority.revoke(&[2, 3]));
    desk.done(&["peer", "add", SIGNED, "--revocations", "revoked.pem"]);
    desk.done(&["peer", "disable", PINNED]);
    // The node looks at its peers every second.
    thread::sleep(Duration::from_secs(3));
    for wire in &mut wires {
        let answer = wire.ask(&get("/rolie/feed"));
        assert!(
            answer.as_ref().is_ok_and(|answer| answer.status == 403) || answer.is_err(),
            "{answer:?}"
        );
        assert!(wire.ask(&get("/")).is_err(), "the connection is over");
    }
    desk.done(&["peer", "enable", PINNED]);
    until("it is a peer again", || {
        let mut wire = Wire::open(desk.port, Some(&right.pinned)).unwrap();
        wire.ask(&get("/")).is_ok_and(|answer| answer.status == 204)
    });
}

#[test]
fn old_versions_of_tls_are_not_spoken() {
    let (desk, right) = desk();
    let there = Command::new("openssl").arg("version").output();
    if !there.is_ok_and(|output| output.status.success()) {
        skip("no openssl to speak old versions of TLS with");
        return;
    }
    desk.write("shown.crt", &right.pinned.certificate);
    desk.write("shown.key", &right.pinned.key);
    for (version, spoken) in [("-tls1", false), ("-tls1_1", false), ("-tls1_2", true)] {
        let said = ask_by_openssl(&desk, version);
        assert_eq!(said.contains("HTTP/1.1 204"), spoken, "{version}: {said}");
    }
}

/// What `openssl s_client` prints when it asks for `/` in one version of TLS.
fn ask_by_openssl(desk: &Desk, version: &str) -> String {
    let address = format!("127.0.0.1:{}", desk.port);
    let mut client = Command::new("openssl")
        .current_dir(desk.path())
        .args(["s_client", "-connect", &address, version, "-ign_eof"])
        // Otherwise it would refuse old versions by itself.
        .args(["-cipher", "DEFAULT@SECLEVEL=0"])
        .args(["-cert", "shown.crt", "-key", "shown.key"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("openssl starts");
    let mut stdin = client.stdin.take().expect("it is piped");
    // Where there is no connection, nobody reads this.
    let _ = stdin.write_all(b"GET / HTTP/1.1\r\nHost: desk.example\r\nConnection: close\r\n\r\n");
    let output = client.wait_with_output().expect("openssl ends");
    drop(stdin);
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn nothing_is_said_to_a_server_that_is_not_the_peer() {
    let mut desk = Desk::new("desk.example");
    let authority = Authority::new("Authority of peers");
    desk.write("revoked.pem", &authority.revoke(&[3]));
    // What a server shows in place of each peer.
    let cases = [
        (
            "one.example",
            Identity::of_itself("one.example"),
            "not one of those that one.example has",
        ),
        (
            "two.example",
            authority.issue(5, &["other.example"]),
            "names no peer",
        ),
        (
            "three.example",
            authority.issue_expired(4, "three.example"),
            "three.example is expired",
        ),
        (
            "four.example",
            authority.issue(3, &["four.example"]),
            "four.example was revoked",
        ),
        (
            "five.example",
            authority.issue(6, &["*.example"]),
            "wildcard",
        ),
    ];
    let mut hosts = Vec::new();
    for (name, identity, _) in &cases {
        let port = port();
        let url = format!("https://127.0.0.1:{port}");
        let more = ["--revocations", "revoked.pem", "--url", &url];
        desk.enter(name, &authority.certificate(), &more);
        desk.agree(name, "--out rid --tlp amber");
        hosts.push((port, Host::start(port, identity, 200)));
    }
    desk.import(1, 0x5EED_0040);
    desk.start();
    desk.done(&["share", "--all"]);
    let tried = |share: &Value| share["attempts"].as_i64() > Some(0);
    until("everyone was tried", || desk.outbox().iter().all(tried));
    for (name, _, reason) in &cases {
        let error = desk.peer(name)["error"].to_string();
        assert!(error.contains(reason), "{name}: {reason:?} in {error}");
        let waiting = ["exchange", "outbox", "--state", "waiting", "--peer", name];
        let waiting = desk.list(&waiting);
        assert_eq!(waiting.len(), 1, "{name}: {waiting:?}");
        let error = waiting[0]["error"].to_string();
        assert!(error.contains(reason), "{name}: {reason:?} in {error}");
    }
    for (_, host) in &hosts {
        assert!(host.connections() > 0, "it was tried");
        assert_eq!(host.bytes(), 0, "nothing was said");
    }
    let ports: Vec<u16> = hosts.into_iter().map(|(port, _)| port).collect();
    let hosts = cases.iter().zip(ports).map(|((name, ..), port)| {
        let right = authority.issue(7, &[name]);
        Host::start(port, &right, 200)
    });
    let hosts: Vec<Host> = hosts.collect();
    until("everything is delivered", || {
        desk.outbox()
            .iter()
            .all(|share| share["state"] == "delivered")
    });
    assert!(hosts.iter().all(|host| host.bodies(200).len() == 1));
}
