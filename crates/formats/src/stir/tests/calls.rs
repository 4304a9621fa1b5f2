//! Tokens beside the calls that they came with, and the forms and extensions of tokens.

use super::*;
use crate::stir::{Attest, Authority, Identity, Type};

#[test]
fn a_token_is_held_against_its_call() {
    let world = World::new();
    let token = world.provider.token(&header(), &claims());
    let base = call();
    let date = |seconds| Some(Time::default().plus_seconds(seconds));
    for (name, call, outcome) in [
        (
            "as tel",
            Call {
                orig: "tel:+1-202-555-0101",
                ..base
            },
            Ok(()),
        ),
        (
            "with a name",
            Call {
                orig: "\"A\" <sip:+12025550101@example.com>;tag=1",
                ..base
            },
            Ok(()),
        ),
        (
            "bare",
            Call {
                orig: "+12025550101",
                dest: &["+12025550102"],
                ..base
            },
            Ok(()),
        ),
        (
            "one of several",
            Call {
                dest: &["+12025550198", "+12025550102"],
                ..base
            },
            Ok(()),
        ),
        (
            "another caller",
            Call {
                orig: "+12025550199",
                ..base
            },
            Err(Why::Orig),
        ),
        (
            "national",
            Call {
                orig: "2025550101",
                ..base
            },
            Err(Why::Orig),
        ),
        (
            "nobody",
            Call {
                orig: "sip:anonymous@anonymous.invalid",
                ..base
            },
            Err(Why::Orig),
        ),
        ("no caller", Call { orig: "", ..base }, Err(Why::Orig)),
        (
            "another called",
            Call {
                dest: &["+12025550198"],
                ..base
            },
            Err(Why::Dest),
        ),
        ("no called", Call { dest: &[], ..base }, Err(Why::Dest)),
        (
            "fresh date",
            Call {
                date: date(NOW - 20),
                ..base
            },
            Ok(()),
        ),
        (
            "old date",
            Call {
                date: date(NOW - 100),
                ..base
            },
            Err(Why::Stale),
        ),
        (
            "later",
            Call {
                received_at: base.received_at.plus_seconds(31),
                ..base
            },
            Err(Why::Stale),
        ),
    ] {
        let judged = world.judge_for(&token, &call, &world.provider.der);
        assert_eq!(judged.map(|_| ()), outcome, "{name}");
    }
}

#[test]
fn a_compact_form_stands_for_what_the_call_says() {
    let world = World::new();
    let full_header = format!(r#"{{"alg":"ES256","typ":"passport","x5u":"{X5U}"}}"#);
    let full_claims = format!(
        r#"{{"dest":{{"tn":["{DEST}"]}},"iat":{},"orig":{{"tn":"{ORIG}"}}}}"#,
        NOW - 5
    );
    let token = world.provider.token(&full_header, &full_claims);
    let signature = token.rsplit('.').next().unwrap();
    let compact = format!("..{signature};info=<{X5U}>;alg=ES256");
    let date = Some(Time::default().plus_seconds(NOW - 5));
    let at = Call { date, ..call() };
    let verified = world.judge_for(&compact, &at, &world.provider.der).unwrap();
    assert_eq!((verified.ppt, verified.attest), (Type::Plain, None));
    assert_eq!(verified.orig, Identity::Number(ORIG.to_owned()));
    for (name, header, call, why) in [
        ("no date", compact.clone(), call(), Why::Claim),
        (
            "no dest",
            compact.clone(),
            Call { dest: &[], ..at },
            Why::Dest,
        ),
        (
            "another dest",
            compact.clone(),
            Call {
                dest: &["+12025550198"],
                ..at
            },
            Why::Signature,
        ),
        (
            "no orig",
            compact.clone(),
            Call { orig: "", ..at },
            Why::Orig,
        ),
        (
            "another date",
            compact.clone(),
            Call {
                date: Some(Time::default().plus_seconds(NOW)),
                ..at
            },
            Why::Signature,
        ),
        ("no info", format!("..{signature}"), at, Why::Info),
        (
            "another info",
            compact.replace("sp.pem", "sq.pem"),
            at,
            Why::Signature,
        ),
        ("shaken", format!("{compact};ppt=shaken"), at, Why::Claim),
        (
            "unknown ppt",
            format!("{compact};ppt=x"),
            at,
            Why::Extension,
        ),
        (
            "no signature",
            format!("..;info=<{X5U}>"),
            at,
            Why::TokenSyntax,
        ),
    ] {
        let judged = world.judge_for(&header, &call, &world.provider.der);
        assert_eq!(judged.map(|_| ()), Err(why), "{name}");
    }
}

#[test]
fn a_diverted_call_names_whom_it_was_for() {
    let world = World::new();
    let header = header().replace("shaken", "div");
    let claims = format!(
        r#"{{"dest":{{"tn":["{DEST}"]}},"div":{{"tn":"12025550150"}},"iat":{},"orig":{{"tn":"{ORIG}"}}}}"#,
        NOW - 5
    );
    let verified = world
        .judge(&world.provider.token(&header, &claims))
        .unwrap();
    assert_eq!(verified.ppt, Type::Diverted);
    assert_eq!(
        verified.diverted,
        Some(Identity::Number("12025550150".to_owned()))
    );
    let without = claims.replace(r#""div":{"tn":"12025550150"},"#, "");
    let judged = world.judge(&world.provider.token(&header, &without));
    assert_eq!(judged.map(|_| ()), Err(Why::Claim));
    // Who diverted signs for its own number, not for the caller's.
    for (number, outcome) in [("12025550150", Ok(())), (ORIG, Err(Why::NotCovered))] {
        let signer = Wish {
            extensions: vec![tn_list(&one(number))],
            ..Wish::default()
        };
        let signer = signer.granted(Some(&world.root));
        let judged = world.judge_for(&signer.token(&header, &claims), &call(), &signer.der);
        assert_eq!(judged.map(|_| ()), outcome, "{number}");
    }
}

#[test]
fn a_name_comes_with_rich_call_data() {
    let world = World::new();
    let header = header().replace("shaken", "rcd");
    let claims = claims().replace(r#""iat""#, r#""rcd":{"nam":"Example Bank"},"iat""#);
    let verified = world
        .judge(&world.provider.token(&header, &claims))
        .unwrap();
    assert_eq!(verified.name.as_deref(), Some("Example Bank"));
    assert_eq!(verified.attest, Some(Attest::Full));
    let judged = world.judge(&world.provider.token(&header, &claims.replace("nam", "mna")));
    assert_eq!(judged.map(|_| ()), Err(Why::Claim));
}

#[test]
fn an_address_needs_a_certificate_of_its_host() {
    let world = World::new();
    let claims = claims().replace(
        &format!(r#"{{"tn":"{ORIG}"}}"#),
        r#"{"uri":"sip:alice@example.com"}"#,
    );
    let call = Call {
        orig: "sip:alice@example.com",
        ..call()
    };
    for (hosts, outcome) in [
        (&["example.com"][..], Ok(())),
        (&["example.org"], Err(Why::NotCovered)),
        (&[], Err(Why::NotCovered)),
    ] {
        let signer = Wish {
            hosts,
            ..Wish::default()
        }
        .granted(Some(&world.root));
        let judged = world.judge_for(&signer.token(&header(), &claims), &call, &signer.der);
        assert_eq!(
            judged.map(|verified| assert_eq!(verified.authority, Authority::Host)),
            outcome,
            "{hosts:?}"
        );
    }
}
