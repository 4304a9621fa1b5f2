//! Certificates.

use rcgen::PKCS_ECDSA_P384_SHA384;

use super::*;
use crate::stir::{Authority, MAX_CERTIFICATES};

pub(super) fn token_of(signer: &Holder) -> String {
    signer.token(&header(), &claims())
}

pub(super) fn judged(world: &World, signer: &Holder, fetched: &[u8]) -> Result<Authority, Why> {
    let judged = world.judge_for(&token_of(signer), &call(), fetched);
    judged.map(|verified| verified.authority)
}

#[test]
fn a_certificate_stands_for_the_numbers_of_its_list() {
    let world = World::new();
    let elsewhere = b"https://authority.example.org/numbers";
    let url = |tag| {
        CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 26], element(tag, elsewhere))
    };
    let raw = |content: &[u8]| {
        CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 26], content.to_vec())
    };
    let place = element(0x86, elsewhere);
    let access = element(
        0x30,
        &[element(6, &[0x2B, 6, 1, 5, 5, 7, 48, 14]), place].concat(),
    );
    let access =
        CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], element(0x30, &access));
    let mut critical = tn_list(&one(ORIG));
    critical.set_criticality(true);
    let listed = Authority::Elsewhere("https://authority.example.org/numbers".to_owned());
    for (name, extensions, outcome) in [
        ("one", vec![tn_list(&one(ORIG))], Ok(Authority::Number)),
        ("critical", vec![critical], Ok(Authority::Number)),
        (
            "range",
            vec![tn_list(&range("12025550100", 5))],
            Ok(Authority::Number),
        ),
        (
            "range beside",
            vec![tn_list(&range("12025550102", 5))],
            Err(Why::NotCovered),
        ),
        (
            "another",
            vec![tn_list(&one("12025550199"))],
            Err(Why::NotCovered),
        ),
        (
            "provider",
            vec![tn_list(&provider("1234"))],
            Ok(Authority::Provider),
        ),
        (
            "provider and another number",
            vec![tn_list(&[provider("1234"), one("1")].concat())],
            Ok(Authority::Provider),
        ),
        ("none", vec![], Err(Why::NoAuthority)),
        ("empty", vec![tn_list(&[])], Err(Why::NoAuthority)),
        (
            "no list",
            vec![raw(&element(0x16, b"n/a"))],
            Err(Why::NoAuthority),
        ),
        ("no DER", vec![raw(b"x")], Err(Why::NoAuthority)),
        ("elsewhere", vec![url(0x16)], Ok(listed.clone())),
        ("elsewhere by access", vec![access], Ok(listed)),
    ] {
        let signer = Wish {
            extensions,
            ..Wish::default()
        }
        .granted(Some(&world.root));
        assert_eq!(judged(&world, &signer, &signer.der), outcome, "{name}");
    }
    let signer = Wish {
        extensions: vec![url(0x16)],
        ..Wish::default()
    }
    .granted(Some(&world.root));
    let policy = Policy {
        requires_list: true,
        ..Policy::default()
    };
    let signal = verify(
        &token_of(&signer),
        &call(),
        Some(&signer.der),
        &world.trust(),
        &policy,
    );
    assert_eq!(outcome(signal).map(|_| ()), Err(Why::NoAuthority));
}

#[test]
fn a_certificate_has_to_be_for_signing_now() {
    let world = World::new();
    let unknown = |critical| {
        let mut extension =
            CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99_999, 1], vec![5, 0]);
        extension.set_criticality(critical);
        vec![tn_list(&provider("1")), extension]
    };
    for (name, wish, outcome) in [
        (
            "no usage said",
            Wish {
                usages: &[],
                ..Wish::default()
            },
            Ok(()),
        ),
        (
            "another usage",
            Wish {
                usages: &[KeyUsagePurpose::KeyEncipherment],
                ..Wish::default()
            },
            Err(Why::CertificateUsage),
        ),
        (
            "an authority",
            Wish {
                is_authority: true,
                ..Wish::default()
            },
            Err(Why::CertificateUsage),
        ),
        (
            "over",
            Wish {
                days: -30..-1,
                ..Wish::default()
            },
            Err(Why::Expired),
        ),
        (
            "not yet",
            Wish {
                days: 1..30,
                ..Wish::default()
            },
            Err(Why::Expired),
        ),
        (
            "something unknown",
            Wish {
                extensions: unknown(false),
                ..Wish::default()
            },
            Ok(()),
        ),
        (
            "something unknown and critical",
            Wish {
                extensions: unknown(true),
                ..Wish::default()
            },
            Err(Why::CertificateUsage),
        ),
    ] {
        let signer = wish.granted(Some(&world.root));
        let judged = judged(&world, &signer, &signer.der).map(|_| ());
        assert_eq!(judged, outcome, "{name}");
    }
    // Its key is on another curve: nobody can sign ES256 with it.
    let signer = Wish {
        algorithm: &PKCS_ECDSA_P384_SHA384,
        ..Wish::default()
    }
    .granted(Some(&world.root));
    let judged = judged(&world, &world.provider, &signer.der).map(|_| ());
    assert_eq!(judged, Err(Why::CertificateKey));
}

#[test]
fn what_is_fetched_has_to_be_a_certificate() {
    let world = World::new();
    let token = token_of(&world.provider);
    let policy = Policy::default();
    let with = |fetched: Option<&[u8]>| {
        outcome(verify(&token, &call(), fetched, &world.trust(), &policy)).map(|_| ())
    };
    let pem = world.provider.pem();
    assert_eq!(with(Some(pem.as_bytes())), Ok(()));
    assert_eq!(with(None), Err(Why::CertificateMissing));
    assert_eq!(with(Some(b"")), Err(Why::CertificateMissing));
    assert_eq!(with(Some(b"<html>")), Err(Why::CertificateMissing));
    assert_eq!(
        with(Some(&world.provider.der[..200])),
        Err(Why::CertificateSyntax)
    );
    assert_eq!(
        with(Some(&[&world.provider.der[..], b"x"].concat())),
        Err(Why::CertificateSyntax)
    );
    assert_eq!(
        with(Some(pem.repeat(MAX_CERTIFICATES + 1).as_bytes())),
        Err(Why::CertificateSyntax)
    );
}

#[test]
fn constraints_of_a_certificate_hold() {
    let world = World::new();
    let constrained = |content: Vec<u8>| {
        let constraints = CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 27], content);
        let extensions = vec![tn_list(&provider("1")), constraints];
        Wish {
            extensions,
            ..Wish::default()
        }
        .granted(Some(&world.root))
    };
    let permitted = |value: &[u8]| {
        let values = element(0x30, &element(0x0C, value));
        let of = element(0x30, &[element(0x16, b"attest"), values].concat());
        element(0x30, &element(0xA1, &element(0x30, &of)))
    };
    for (name, content, outcome) in [
        ("permitted", permitted(b"A"), Ok(())),
        ("not permitted", permitted(b"C"), Err(Why::Constraint)),
        ("unreadable", vec![0x30, 1, 0], Err(Why::CertificateSyntax)),
    ] {
        let signer = constrained(content);
        assert_eq!(
            judged(&world, &signer, &signer.der).map(|_| ()),
            outcome,
            "{name}"
        );
    }
}
