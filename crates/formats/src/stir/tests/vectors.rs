//! Vectors of the RFCs, and those of the shared test data.

use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

use super::*;
use crate::{
    stir::{Attest, Authority, json::Json, token::Token},
    tests::data,
};

/// RFC 8225, appendix A: the form in which header and claims are signed.
#[test]
fn the_canonical_form_is_that_of_the_rfc() {
    let Some(text) = data("voice/stir/rfc_vectors.json") else {
        return;
    };
    let all = Json::read(text.as_bytes()).unwrap();
    let vector = all.get("rfc8225_a").unwrap();
    let told = |name: &str| vector.get(name).and_then(Json::text).unwrap();
    let shuffled = |text: &str| match Json::read(text.as_bytes()).unwrap() {
        Json::Object(mut members) => {
            members.reverse();
            Json::Object(members)
        }
        other => other,
    };
    let (header, claims) = (shuffled(told("header")), shuffled(told("payload")));
    assert_eq!(header.canonical(), told("header"));
    assert_eq!(claims.canonical(), told("payload"));
    let token = Token::compact(told("signature"), header, claims).unwrap();
    assert_eq!(token.input, told("signing_input").as_bytes());
    let whole = format!("{}.{}", told("signing_input"), told("signature"));
    let token = Token::full(&whole).unwrap();
    assert!(token.canonical);
    assert_eq!(token.input, told("signing_input").as_bytes());
}

/// RFC 7515, appendix A.3: a signature by ES256.
#[test]
fn a_signature_of_the_rfc_is_verified() {
    let Some(text) = data("voice/stir/rfc_vectors.json") else {
        return;
    };
    let all = Json::read(text.as_bytes()).unwrap();
    let vector = all.get("rfc7515_a3").unwrap();
    let told = |name: &str| vector.get(name).and_then(Json::text).unwrap();
    let token = Token::full(&format!("{}.{}", told("signing_input"), told("signature"))).unwrap();
    let mut point = vec![4];
    point.extend(URL_SAFE_NO_PAD.decode(told("x")).unwrap());
    point.extend(URL_SAFE_NO_PAD.decode(told("y")).unwrap());
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
    assert!(key.verify(&token.input, &token.signature).is_ok());
    assert!(key.verify(&token.input[1..], &token.signature).is_err());
}

#[test]
fn shaken_vectors_are_judged_as_they_should_be() {
    let Some(text) = data("voice/stir/derived_shaken_vectors.json") else {
        return;
    };
    let (Some(root), Some(signer)) = (data("voice/stir/ca.pem"), data("voice/stir/sp.pem")) else {
        return;
    };
    let trust = Trust::default().with_roots(root.as_bytes()).unwrap();
    let all = Json::read(text.as_bytes()).unwrap();
    let Some(Json::Array(vectors)) = all.get("vectors") else {
        panic!("no vectors")
    };
    assert_eq!(vectors.len(), 4);
    for vector in vectors {
        let told = |name: &str| vector.get(name).and_then(Json::text).unwrap();
        for form in ["passport", "identity_header"] {
            let judged = verify(
                told(form),
                &call(),
                Some(signer.as_bytes()),
                &trust,
                &Policy::default(),
            );
            let outcome = outcome(judged);
            match told("name") {
                "attest_a" | "attest_b" => {
                    let verified = outcome.unwrap();
                    let attest = if told("name") == "attest_a" {
                        Attest::Full
                    } else {
                        Attest::Partial
                    };
                    assert_eq!(verified.attest, Some(attest));
                    assert!(
                        matches!(verified.authority, Authority::Elsewhere(_)),
                        "{verified:?}"
                    );
                    assert_eq!(told("want"), "accept");
                }
                "stale_iat_2h" => assert_eq!(outcome, Err(Why::Stale)),
                // The number in it is not the caller's; where it is, the signature shows it.
                "tampered_orig" => {
                    assert_eq!(outcome, Err(Why::Orig));
                    let caller = Call {
                        orig: "+12025550199",
                        ..call()
                    };
                    let judged = verify(
                        told(form),
                        &caller,
                        Some(signer.as_bytes()),
                        &trust,
                        &Policy::default(),
                    );
                    assert_eq!(super::outcome(judged), Err(Why::Signature));
                }
                other => panic!("{other}"),
            }
        }
    }
}

#[test]
fn certificates_of_others_are_not_trusted() {
    let Some(text) = data("voice/stir/derived_shaken_vectors.json") else {
        return;
    };
    let all = Json::read(text.as_bytes()).unwrap();
    let Some(Json::Array(vectors)) = all.get("vectors") else {
        panic!("no vectors")
    };
    let token = vectors[0].get("passport").and_then(Json::text).unwrap();
    let read = |name: &str| data(&format!("voice/stir/{name}"));
    for (root, signer, why) in [
        ("ca.pem", "wrongsp.pem", Why::Untrusted),
        ("pa.pem", "sp.pem", Why::Untrusted),
        ("ca.pem", "ca.pem", Why::CertificateUsage),
        ("ca.pem", "csr.pem", Why::CertificateMissing),
    ] {
        let (Some(root), Some(signer)) = (read(root), read(signer)) else {
            return;
        };
        let trust = Trust::default().with_roots(root.as_bytes()).unwrap();
        let judged = verify(
            token,
            &call(),
            Some(signer.as_bytes()),
            &trust,
            &Policy::default(),
        );
        assert_eq!(outcome(judged).map(|_| ()), Err(why));
    }
}

/// Claims that hold JSON as text are none of RFC 8225.
#[test]
fn a_token_of_an_early_shape_is_refused() {
    let Some(text) = data("voice/stir/passport.txt") else {
        return;
    };
    let tokens: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("eyJ"))
        .collect();
    assert_eq!(tokens.len(), 2);
    let world = World::new();
    for token in tokens {
        assert_eq!(
            world.judge(token).map(|_| ()),
            Err(Why::Info),
            "its certificate is on http"
        );
    }
    let claims = claims().replace(
        &format!(r#"{{"tn":["{DEST}"]}}"#),
        r#""{\"tn\":\"12025550102\"}""#,
    );
    let token = world.provider.token(&header(), &claims);
    assert_eq!(world.judge(&token).map(|_| ()), Err(Why::Claim));
}
