//! Dialogs.

use super::{
    super::{Dialog, DialogId, Method, Name},
    invite, message,
};

const CONTACT: &str = "<sip:+15550100@192.0.2.7:5060>";

fn dialog(edits: &[(&str, &str)]) -> Dialog {
    Dialog::of_invite(&message(&invite(edits)), "me").expect("it begins")
}

#[test]
fn requests_go_the_way_that_the_invite_came() {
    let mut dialog = dialog(&[(
        "Supported:",
        "Record-Route: <sip:192.0.2.1:5070;lr>, <sip:b.example.com;lr>\nSupported:",
    )]);
    assert_eq!(dialog.next_hop(), "192.0.2.1:5070".parse().ok());
    let bye = dialog.request(Method::Bye);
    assert_eq!(
        bye.request(),
        Some((&Method::Bye, "sip:+15550100@192.0.2.7:5060"))
    );
    let header = |name| bye.headers.get(name);
    assert_eq!(
        header(&Name::Route),
        Some("<sip:192.0.2.1:5070;lr>, <sip:b.example.com;lr>")
    );
    assert_eq!(
        header(&Name::From),
        Some("\"Desk\" <sip:7726@example.net>;tag=me")
    );
    assert_eq!(
        header(&Name::To),
        Some("\"Caller\" <sip:+15550100@example.com;user=phone>;tag=1928301774")
    );
    assert_eq!(header(&Name::CallId), Some("a84b4c76e66710@192.0.2.7"));
    assert_eq!(header(&Name::CSeq), Some("1 BYE"));
    assert_eq!(dialog.request(Method::Bye).cseq().unwrap().number, 2);
}

#[test]
fn a_strict_router_is_where_a_request_is_sent() {
    let mut dialog = dialog(&[(
        "Supported:",
        "Record-Route: <sip:192.0.2.1>\nRecord-Route: <sip:b.example.com;lr>\nSupported:",
    )]);
    let bye = dialog.request(Method::Bye);
    assert_eq!(bye.request().unwrap().1, "sip:192.0.2.1");
    assert_eq!(
        bye.headers.get(&Name::Route),
        Some("<sip:b.example.com;lr>, <sip:+15550100@192.0.2.7:5060>")
    );
    assert_eq!(dialog.next_hop(), "192.0.2.1:5060".parse().ok());
}

#[test]
fn where_a_request_goes_follows_contact() {
    assert_eq!(dialog(&[]).next_hop(), "192.0.2.7:5060".parse().ok());
    let hop = |contact: &str| dialog(&[(CONTACT, contact)]).next_hop();
    assert_eq!(hop("<sips:a@192.0.2.9>"), "192.0.2.9:5061".parse().ok());
    assert_eq!(
        hop("\"A, B\" <sip:[2001:db8::9]:5070;ob>, <sip:c@192.0.2.1>"),
        "[2001:db8::9]:5070".parse().ok()
    );
    assert_eq!(hop("<sip:a@b.example.com>"), None);
    assert_eq!(hop("<tel:+15550100>"), None);
    // One of RFC 2543 may have none.
    let mut old = dialog(&[("Contact: <sip:+15550100@192.0.2.7:5060>\n", "")]);
    assert_eq!(
        old.request(Method::Bye).request().unwrap().1,
        "sip:+15550100@example.com;user=phone"
    );
    let mut changed = dialog(&[]);
    changed.refresh(&message(&invite(&[(
        CONTACT,
        "<sip:a@192.0.2.9?Subject=x>",
    )])));
    assert_eq!(
        changed.request(Method::Bye).request().unwrap().1,
        "sip:a@192.0.2.9"
    );
}

#[test]
fn requests_come_in_order() {
    let mut dialog = dialog(&[]);
    let with = |number: &str| message(&invite(&[("CSeq: 314159", &format!("CSeq: {number}"))]));
    for (number, is_later) in [
        ("314159", false),
        ("314160", true),
        ("314160", false),
        ("400000", true),
        ("1", false),
    ] {
        assert_eq!(dialog.advance(&with(number)), is_later, "{number}");
    }
}

#[test]
fn a_request_names_its_dialog_by_both_tags() {
    let dialog = dialog(&[]);
    let within = |tag: &str| {
        let to = format!("<sip:7726@example.net>;tag={tag}");
        DialogId::of_request(&message(&invite(&[(
            "\"Desk\" <sip:7726@example.net>",
            &to,
        )])))
    };
    assert_eq!(within("me"), Some(dialog.id()));
    assert_ne!(within("you"), Some(dialog.id()));
    assert_eq!(DialogId::of_request(&message(&invite(&[]))), None);
}
