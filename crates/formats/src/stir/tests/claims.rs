//! Claims, changed in each way.

use super::{tokens::Change, *};
use crate::stir::MAX_DEST;

#[test]
fn every_change_of_the_claims_is_seen() {
    let world = World::new();
    let iat = (NOW - 30).to_string();
    let cases: [Change<'_>; 42] = [
        ("attest B", &|c| c.replace(r#""A""#, r#""B""#), Ok(())),
        (
            "attest D",
            &|c| c.replace(r#""A""#, r#""D""#),
            Err(Why::Claim),
        ),
        (
            "attest a",
            &|c| c.replace(r#""A""#, r#""a""#),
            Err(Why::Claim),
        ),
        (
            "attest no text",
            &|c| c.replace(r#""A""#, "1"),
            Err(Why::Claim),
        ),
        (
            "no attest",
            &|c| c.replace(r#""attest":"A","#, ""),
            Err(Why::Claim),
        ),
        (
            "origid no UUID",
            &|c| c.replace("123e4567-", ""),
            Err(Why::Claim),
        ),
        (
            "origid in braces",
            &|c| c.replace("123e", "{123e").replace("0000\"", "0000}\""),
            Err(Why::Claim),
        ),
        (
            "origid a word",
            &|c| c.replace("123e4567-e89b-12d3-a456-426655440000", "ref"),
            Err(Why::Claim),
        ),
        (
            "no origid",
            &|c| c.replace(r#","origid":"123e4567-e89b-12d3-a456-426655440000""#, ""),
            Err(Why::Claim),
        ),
        (
            "iat old",
            &|c| c.replace(&iat, &(NOW - 61).to_string()),
            Err(Why::Stale),
        ),
        (
            "iat just fresh",
            &|c| c.replace(&iat, &(NOW - 60).to_string()),
            Ok(()),
        ),
        (
            "iat just ahead",
            &|c| c.replace(&iat, &(NOW + 60).to_string()),
            Ok(()),
        ),
        (
            "iat ahead",
            &|c| c.replace(&iat, &(NOW + 61).to_string()),
            Err(Why::Stale),
        ),
        (
            "iat far",
            &|c| c.replace(&iat, "-9223372036854775808"),
            Err(Why::Stale),
        ),
        (
            "iat past 64 bits",
            &|c| c.replace(&iat, "99999999999999999999"),
            Err(Why::Claim),
        ),
        (
            "iat text",
            &|c| c.replace(&iat, &format!("\"{iat}\"")),
            Err(Why::Claim),
        ),
        (
            "iat a fraction",
            &|c| c.replace(&iat, &format!("{iat}.5")),
            Err(Why::Claim),
        ),
        (
            "no iat",
            &|c| c.replace(&format!("\"iat\":{iat},"), ""),
            Err(Why::Claim),
        ),
        (
            "another orig",
            &|c| c.replace(ORIG, "12025550199"),
            Err(Why::Orig),
        ),
        (
            "orig with a plus",
            &|c| c.replace(ORIG, "+12025550101"),
            Err(Why::Claim),
        ),
        (
            "orig with letters",
            &|c| c.replace(ORIG, "1202555010a"),
            Err(Why::Claim),
        ),
        ("orig empty", &|c| c.replace(ORIG, ""), Err(Why::Claim)),
        (
            "orig long",
            &|c| c.replace(ORIG, &"1".repeat(33)),
            Err(Why::Claim),
        ),
        (
            "orig text",
            &|c| {
                c.replace(
                    &format!(r#"{{"tn":"{ORIG}"}}"#),
                    r#""{\"tn\":\"12025550101\"}""#,
                )
            },
            Err(Why::Claim),
        ),
        (
            "orig a list",
            &|c| c.replace(&format!(r#""{ORIG}""#), &format!(r#"["{ORIG}"]"#)),
            Err(Why::Claim),
        ),
        (
            "orig both",
            &|c| {
                c.replace(
                    &format!(r#""tn":"{ORIG}""#),
                    &format!(r#""tn":"{ORIG}","uri":"sip:a@b""#),
                )
            },
            Err(Why::Claim),
        ),
        (
            "orig a number",
            &|c| c.replace(&format!(r#""{ORIG}""#), ORIG),
            Err(Why::Claim),
        ),
        (
            "no orig",
            &|c| c.replace(r#""orig":"#, r#""or":"#),
            Err(Why::Claim),
        ),
        (
            "another dest",
            &|c| c.replace(DEST, "12025550198"),
            Err(Why::Dest),
        ),
        (
            "more dests",
            &|c| c.replace(r#"["1"#, r#"["12025550198","1"#),
            Ok(()),
        ),
        (
            "dest also by address",
            &|c| c.replace(r#"2"]}"#, r#"2"],"uri":["sip:a@example.net"]}"#),
            Ok(()),
        ),
        (
            "dest a text",
            &|c| c.replace(&format!(r#"["{DEST}"]"#), &format!(r#""{DEST}""#)),
            Err(Why::Claim),
        ),
        (
            "dest text of JSON",
            &|c| {
                c.replace(
                    &format!(r#"{{"tn":["{DEST}"]}}"#),
                    r#""{\"tn\":\"12025550102\"}""#,
                )
            },
            Err(Why::Claim),
        ),
        (
            "dest empty list",
            &|c| c.replace(&format!(r#"["{DEST}"]"#), "[]"),
            Err(Why::Claim),
        ),
        (
            "dest empty",
            &|c| c.replace(&format!(r#"{{"tn":["{DEST}"]}}"#), "{}"),
            Err(Why::Claim),
        ),
        (
            "dest of numbers",
            &|c| c.replace(&format!(r#"["{DEST}"]"#), &format!("[{DEST}]")),
            Err(Why::Claim),
        ),
        (
            "no dest",
            &|c| c.replace(r#""dest":"#, r#""de":"#),
            Err(Why::Claim),
        ),
        (
            "twice",
            &|c| c.replace(r#"{"attest":"A""#, r#"{"attest":"A","attest":"A""#),
            Err(Why::Json),
        ),
        (
            "twice within",
            &|c| c.replace(r#""tn":["#, r#""tn":[],"tn":["#),
            Err(Why::Json),
        ),
        ("blanks", &|c| c.replace(',', ", "), Ok(())),
        (
            "more claims",
            &|c| c.replace(r#""origid""#, r#""mky":[],"origid""#),
            Ok(()),
        ),
        ("no object", &|c| format!("[{c}]"), Err(Why::Json)),
    ];
    for (name, change, outcome) in cases {
        let token = world.provider.token(&header(), &change(claims()));
        let judged = world.judge(&format!("{token}{}", parameters()));
        assert_eq!(
            judged.as_ref().map(|_| ()),
            outcome.as_ref().map(|_| ()),
            "{name}: {judged:?}"
        );
    }
}

#[test]
fn destinations_are_bounded() {
    let world = World::new();
    let many = |count: usize| {
        let all = vec![format!("\"{DEST}\""); count].join(",");
        claims().replace(&format!("\"{DEST}\""), &all)
    };
    let judged = |count| {
        world
            .judge(&world.provider.token(&header(), &many(count)))
            .map(|_| ())
    };
    assert_eq!(judged(MAX_DEST), Ok(()));
    assert_eq!(judged(MAX_DEST + 1), Err(Why::Claim));
}
