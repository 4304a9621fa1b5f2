//! Headers and tokens, whole and changed in each way.

use super::*;
use crate::stir::{Attest, Authority, Identity, MAX_HEADER, Type};

/// What is done to the header, the claims or the token, and what comes of it.
pub(super) type Change<'a> = (&'a str, &'a dyn Fn(String) -> String, Result<(), Why>);

#[test]
fn a_whole_token_is_verified() {
    let world = World::new();
    let token = world.provider.token(&header(), &claims());
    let verified = world.judge(&format!("{token}{}", parameters())).unwrap();
    assert_eq!(verified.ppt, Type::Shaken);
    assert_eq!(verified.attest, Some(Attest::Full));
    assert_eq!(
        verified.origid.as_deref(),
        Some("123e4567-e89b-12d3-a456-426655440000")
    );
    assert_eq!(verified.orig, Identity::Number(ORIG.to_owned()));
    assert_eq!(verified.dest, [Identity::Number(DEST.to_owned())]);
    assert_eq!(verified.issued_at.seconds(), NOW - 30);
    assert_eq!(verified.x5u, X5U);
    assert_eq!(verified.providers, ["1234"]);
    assert_eq!(verified.authority, Authority::Provider);
    assert!(verified.canonical && !verified.revocation_known);
    // The token alone is enough; the parameters only repeat it.
    assert!(world.judge(&token).is_ok());
}

#[test]
fn every_change_of_the_header_is_seen() {
    let world = World::new();
    let cases: [Change<'_>; 18] = [
        (
            "alg none",
            &|h| h.replace("ES256", "none"),
            Err(Why::Algorithm),
        ),
        (
            "alg HS256",
            &|h| h.replace("ES256", "HS256"),
            Err(Why::Algorithm),
        ),
        (
            "alg in another case",
            &|h| h.replace("ES256", "es256"),
            Err(Why::Algorithm),
        ),
        (
            "no alg",
            &|h| h.replace(r#""alg":"ES256","#, ""),
            Err(Why::Algorithm),
        ),
        (
            "alg no text",
            &|h| h.replace(r#""ES256""#, "256"),
            Err(Why::Algorithm),
        ),
        (
            "typ JWT",
            &|h| h.replace(r#""passport""#, r#""JWT""#),
            Err(Why::TokenType),
        ),
        (
            "no typ",
            &|h| h.replace(r#""typ":"passport","#, ""),
            Err(Why::TokenType),
        ),
        (
            "ppt unknown",
            &|h| h.replace("shaken", "stirred"),
            Err(Why::Extension),
        ),
        (
            "ppt no text",
            &|h| h.replace(r#""shaken""#, "1"),
            Err(Why::Claim),
        ),
        ("no ppt", &|h| h.replace(r#""ppt":"shaken","#, ""), Ok(())),
        (
            "x5u over http",
            &|h| h.replace("https:", "http:"),
            Err(Why::Info),
        ),
        (
            "x5u of another kind",
            &|h| h.replace("https://", "file:///"),
            Err(Why::Info),
        ),
        (
            "no x5u",
            &|h| h.replace(r#","x5u""#, r#","y5u""#),
            Err(Why::Info),
        ),
        (
            "x5u without host",
            &|h| h.replace("cert.example.org", ""),
            Err(Why::Info),
        ),
        (
            "crit",
            &|h| h.replace(r#""ppt""#, r#""crit":["b64"],"ppt""#),
            Err(Why::Extension),
        ),
        (
            "twice",
            &|h| h.replace(r#""ppt""#, r#""alg":"ES256","ppt""#),
            Err(Why::Json),
        ),
        (
            "another order",
            &|_| format!(r#"{{"x5u":"{X5U}","typ":"passport","ppt":"shaken","alg":"ES256"}}"#),
            Ok(()),
        ),
        (
            "more members",
            &|h| h.replace(r#""x5u""#, r#""kid":"1","x5u""#),
            Ok(()),
        ),
    ];
    for (name, change, outcome) in cases {
        let token = world.provider.token(&change(header()), &claims());
        assert_eq!(world.judge(&token).map(|_| ()), outcome, "{name}");
    }
}

#[test]
fn what_is_not_canonical_is_told() {
    let world = World::new();
    let token = world
        .provider
        .token(&header(), &claims().replace(',', ", "));
    assert!(!world.judge(&token).unwrap().canonical);
    let policy = Policy {
        requires_canonical: true,
        ..Policy::default()
    };
    let strict = |token: &str| {
        outcome(verify(
            token,
            &call(),
            Some(&world.provider.der),
            &world.trust(),
            &policy,
        ))
    };
    assert_eq!(strict(&token), Err(Why::Json));
    assert!(strict(&world.provider.token(&header(), &claims())).is_ok());
}

#[test]
fn every_change_of_the_token_is_seen() {
    let world = World::new();
    let whole = world.provider.token(&header(), &claims());
    let parts: Vec<&str> = whole.split('.').collect();
    let (head, body, signature) = (parts[0], parts[1], parts[2]);
    let flipped = |text: &str| {
        let last = text.len() - 10;
        let other = if text.as_bytes()[last] == b'A' {
            "B"
        } else {
            "A"
        };
        format!("{}{other}{}", &text[..last], &text[last + 1..])
    };
    let raw = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let other = World::new().provider.token(&header(), &claims());
    for (name, token, why) in [
        (
            "signature changed",
            format!("{head}.{body}.{}", flipped(signature)),
            Why::Signature,
        ),
        ("signature of another key", other, Why::Signature),
        (
            "signature of other claims",
            format!(
                "{head}.{}.{signature}",
                encoded(&claims().replace("\"A\"", "\"B\""))
            ),
            Why::Signature,
        ),
        (
            "signature zero",
            format!("{head}.{body}.{}", encode(&[0; 64])),
            Why::Signature,
        ),
        (
            "signature short",
            format!("{head}.{body}.{}", encode(&raw[..63])),
            Why::TokenSyntax,
        ),
        (
            "signature in ASN.1",
            format!(
                "{head}.{body}.{}",
                encode(&element(
                    0x30,
                    &[element(2, &raw[..32]), element(2, &raw[32..])].concat()
                ))
            ),
            Why::TokenSyntax,
        ),
        ("no signature", format!("{head}.{body}."), Why::TokenSyntax),
        ("two parts", format!("{head}.{body}"), Why::TokenSyntax),
        (
            "four parts",
            format!("{whole}.{signature}"),
            Why::TokenSyntax,
        ),
        (
            "padded",
            format!("{head}=.{body}.{signature}"),
            Why::TokenSyntax,
        ),
        ("padded signature", format!("{whole}=="), Why::TokenSyntax),
        (
            "another alphabet",
            format!("{head}.{body}.{}", signature.replace(['-', '_'], "+") + "+"),
            Why::TokenSyntax,
        ),
        (
            "claims no base64",
            format!("{head}.{body}!.{signature}"),
            Why::TokenSyntax,
        ),
        (
            "claims no JSON",
            format!("{head}.{}.{signature}", encoded("{")),
            Why::Json,
        ),
        (
            "claims not UTF-8",
            format!("{head}.{}.{signature}", encode(b"{\"a\":\"\xFF\"}")),
            Why::Json,
        ),
        (
            "claims and more",
            format!(
                "{head}.{}.{signature}",
                encoded(&format!("{}{{}}", claims()))
            ),
            Why::Json,
        ),
        (
            "claims deep",
            format!("{head}.{}.{signature}", encoded(&"[".repeat(1_000))),
            Why::Json,
        ),
        (
            "header no JSON",
            format!("{}.{body}.{signature}", encoded("alg=ES256")),
            Why::Json,
        ),
        ("nothing", String::new(), Why::Missing),
        ("huge", "a".repeat(MAX_HEADER + 1), Why::TooLong),
    ] {
        assert_eq!(world.judge(&token).map(|_| ()), Err(why), "{name}");
    }
}

#[test]
fn parameters_have_to_agree_with_the_token() {
    let world = World::new();
    let token = world.provider.token(&header(), &claims());
    for (parameters, outcome) in [
        (format!(";info=<{X5U}>"), Ok(())),
        (format!(";info=<{X5U}>;alg=ES256;ppt=\"shaken\""), Ok(())),
        (
            ";info=<https://cert.example.com/sp.pem>".to_owned(),
            Err(Why::Info),
        ),
        (format!(";info=<{X5U}>;alg=RS256"), Err(Why::HeaderMismatch)),
        (format!(";info=<{X5U}>;ppt=div"), Err(Why::HeaderMismatch)),
        (
            format!(";info=<{X5U}>;ppt=shaken;ppt=shaken"),
            Err(Why::HeaderSyntax),
        ),
        (format!(";info=<{X5U}"), Err(Why::HeaderSyntax)),
    ] {
        let judged = world.judge(&format!("{token}{parameters}"));
        assert_eq!(judged.map(|_| ()), outcome, "{parameters}");
    }
    // A token without ppt does not have the one that the header tells of.
    let plain = world
        .provider
        .token(&header().replace(r#""ppt":"shaken","#, ""), &claims());
    let judged = world.judge(&format!("{plain};ppt=shaken"));
    assert_eq!(judged.map(|_| ()), Err(Why::HeaderMismatch));
}

#[test]
fn words_and_statuses_stay() {
    let mut words: Vec<_> = Why::ALL.iter().map(|why| why.as_str()).collect();
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Why::ALL.len());
    for (why, status) in [
        (Why::Missing, 428),
        (Why::Stale, 403),
        (Why::Info, 436),
        (Why::CertificateMissing, 436),
        (Why::Untrusted, 437),
        (Why::NotCovered, 437),
        (Why::Signature, 438),
        (Why::Dest, 438),
    ] {
        assert_eq!(why.status(), status, "{why}");
    }
}
