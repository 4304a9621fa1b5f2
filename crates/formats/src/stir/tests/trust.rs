//! Paths to roots, and lists of revoked certificates.

use rcgen::{CertificateRevocationListParams, RevokedCertParams};

use super::{
    certificates::{judged, token_of},
    *,
};
use crate::stir::{MAX_CERTIFICATES, MAX_PATH, TrustError};

#[test]
fn a_path_leads_to_a_root_of_the_telephone_world() {
    let world = World::new();
    let between = Wish::authority("Between").granted(Some(&world.root));
    let signer = Wish::default().granted(Some(&between));
    let chain = |of: &[&Holder]| of.iter().map(|holder| holder.pem()).collect::<String>();
    let stranger = Wish::authority("STI Root").granted(None);
    let strange = Wish::default().granted(Some(&stranger));
    let itself = Wish::default().granted(None);
    let no_authority = Wish {
        name: "Between",
        ..Wish::default()
    }
    .granted(Some(&world.root));
    let under_none = Wish::default().granted(Some(&no_authority));
    let no_sign = Wish {
        usages: &[KeyUsagePurpose::CrlSign],
        ..Wish::authority("Between")
    }
    .granted(Some(&world.root));
    let under_no_sign = Wish::default().granted(Some(&no_sign));
    let old = Wish {
        days: -30..-1,
        ..Wish::authority("Between")
    }
    .granted(Some(&world.root));
    let under_old = Wish::default().granted(Some(&old));
    let narrow = Wish {
        extensions: vec![tn_list(&one("12025550199"))],
        ..Wish::authority("Between")
    }
    .granted(Some(&world.root));
    let wide = Wish {
        extensions: vec![tn_list(&one(ORIG))],
        ..Wish::default()
    }
    .granted(Some(&narrow));
    for (name, signer, fetched, outcome) in [
        (
            "through another",
            &signer,
            chain(&[&signer, &between]),
            Ok(()),
        ),
        (
            "with its root",
            &signer,
            chain(&[&signer, &between, &world.root]),
            Ok(()),
        ),
        (
            "with others beside",
            &signer,
            chain(&[&signer, &stranger, &strange, &between]),
            Ok(()),
        ),
        (
            "with a gap",
            &signer,
            chain(&[&signer]),
            Err(Why::Untrusted),
        ),
        (
            "to a root of the same name",
            &strange,
            chain(&[&strange, &stranger]),
            Err(Why::Untrusted),
        ),
        ("to itself", &itself, chain(&[&itself]), Err(Why::Untrusted)),
        (
            "through one that is no authority",
            &under_none,
            chain(&[&under_none, &no_authority]),
            Err(Why::CertificateUsage),
        ),
        (
            "through one that must not sign",
            &under_no_sign,
            chain(&[&under_no_sign, &no_sign]),
            Err(Why::CertificateUsage),
        ),
        (
            "through one that is over",
            &under_old,
            chain(&[&under_old, &old]),
            Err(Why::Expired),
        ),
        (
            "of one that passed on more than it has",
            &wide,
            chain(&[&wide, &narrow]),
            Err(Why::NotCovered),
        ),
    ] {
        let judged = judged(&world, signer, fetched.as_bytes()).map(|_| ());
        assert_eq!(judged, outcome, "{name}");
    }
}

#[test]
fn a_path_is_no_longer_than_allowed() {
    let world = World::new();
    let short = Wish {
        path_length: Some(0),
        ..Wish::authority("Short")
    }
    .granted(Some(&world.root));
    let below = Wish::authority("Below").granted(Some(&short));
    let direct = Wish::default().granted(Some(&short));
    let deep = Wish::default().granted(Some(&below));
    assert!(judged(&world, &direct, (direct.pem() + &short.pem()).as_bytes()).is_ok());
    let fetched = deep.pem() + &below.pem() + &short.pem();
    assert_eq!(
        judged(&world, &deep, fetched.as_bytes()).map(|_| ()),
        Err(Why::CertificateUsage)
    );
    // The signer's, those between and the root make the bound.
    for between in [MAX_PATH - 2, MAX_PATH - 1] {
        let mut chain: Vec<Holder> = Vec::new();
        for at in 0..between {
            let name = format!("Between {at}");
            let next = Wish::authority(&name).granted(Some(chain.last().unwrap_or(&world.root)));
            chain.push(next);
        }
        let signer = Wish::default().granted(chain.last());
        let above: String = chain.iter().map(Holder::pem).collect();
        let judged = judged(&world, &signer, (signer.pem() + &above).as_bytes()).map(|_| ());
        let whole = between + 2 <= MAX_PATH;
        assert_eq!(
            judged,
            if whole { Ok(()) } else { Err(Why::Untrusted) },
            "{between}"
        );
    }
}

#[test]
fn a_crowd_of_issuers_of_one_name_ends() {
    let world = World::new();
    let crowd: Vec<Holder> = (0..MAX_CERTIFICATES - 1)
        .map(|_| Wish::authority("Crowd").granted(None))
        .collect();
    let signer = Wish::default().granted(crowd.first());
    let others: String = crowd.iter().map(Holder::pem).collect();
    let fetched = signer.pem() + &others;
    assert_eq!(
        judged(&world, &signer, fetched.as_bytes()).map(|_| ()),
        Err(Why::Untrusted)
    );
}

/// A list by `keeper` with the serial numbers of those that were revoked.
fn list(keeper: &Holder, revoked: &[&Holder], days: std::ops::Range<i64>) -> Vec<u8> {
    let day = |days: i64| time::OffsetDateTime::from_unix_timestamp(NOW + days * 86_400).unwrap();
    let revoked = revoked.iter().map(|holder| RevokedCertParams {
        serial_number: holder.params.serial_number.clone().unwrap(),
        revocation_time: day(-1),
        reason_code: None,
        invalidity_date: None,
    });
    let params = CertificateRevocationListParams {
        this_update: day(days.start),
        next_update: day(days.end),
        crl_number: SerialNumber::from(1),
        issuing_distribution_point: None,
        revoked_certs: revoked.collect(),
        key_identifier_method: rcgen::KeyIdMethod::Sha256,
    };
    params.signed_by(&keeper.issuer()).unwrap().der().to_vec()
}

#[test]
fn what_was_revoked_is_refused() {
    let world = World::new();
    let stranger = Wish::authority("STI Root").granted(None);
    let token = token_of(&world.provider);
    let judge = |trust: &Trust, policy: &Policy| {
        let signal = verify(&token, &call(), Some(&world.provider.der), trust, policy);
        outcome(signal).map(|verified| verified.revocation_known)
    };
    let strict = Policy {
        requires_revocation: true,
        ..Policy::default()
    };
    for (name, list, told, required) in [
        (
            "revoked",
            list(&world.root, &[&world.provider], -1..1),
            Err(Why::Revoked),
            Err(Why::Revoked),
        ),
        (
            "another",
            list(&world.root, &[&world.root], -1..1),
            Ok(true),
            Ok(true),
        ),
        (
            "by nobody",
            list(&stranger, &[&world.provider], -1..1),
            Ok(false),
            Err(Why::Revoked),
        ),
        (
            "old",
            list(&world.root, &[&world.root], -9..-1),
            Ok(false),
            Err(Why::Revoked),
        ),
        (
            "old, and revoked",
            list(&world.root, &[&world.provider], -9..-1),
            Err(Why::Revoked),
            Err(Why::Revoked),
        ),
    ] {
        let trust = world.trust().with_revocations(&list).unwrap();
        assert_eq!(judge(&trust, &Policy::default()), told, "{name}");
        assert_eq!(judge(&trust, &strict), required, "{name}");
    }
    assert_eq!(judge(&world.trust(), &strict), Err(Why::Revoked));
}

#[test]
fn one_may_keep_a_list_for_all() {
    let world = World::new();
    let keeper = Wish {
        usages: &[KeyUsagePurpose::CrlSign],
        ..Wish::authority("Administrator")
    }
    .granted(None);
    // Serial number, time, and whose certificate it is (RFC 5280, section 5.3.3).
    let subject =
        |holder: &Holder| crate::stir::certificate::Certificate::read(&holder.der).unwrap();
    let of = element(0x30, &element(0xA4, &subject(&world.root).subject));
    let issuer = [
        element(6, &[0x55, 0x1D, 0x1D]),
        element(1, &[0xFF]),
        element(4, &of),
    ]
    .concat();
    let serial = element(2, &subject(&world.provider).serial);
    let at = element(0x17, b"250101000000Z");
    let entry = element(
        0x30,
        &[serial, at.clone(), element(0x30, &element(0x30, &issuer))].concat(),
    );
    let algorithm = element(0x30, &element(6, &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2]));
    let next = element(0x17, b"300101000000Z");
    let signed = [
        element(2, &[1]),
        algorithm.clone(),
        subject(&keeper).subject,
        at,
        next,
        element(0x30, &entry),
    ];
    let signed = element(0x30, &signed.concat());
    let raw = keeper.signature(&signed);
    let number = |bytes: &[u8]| {
        let bytes: Vec<u8> = bytes
            .iter()
            .copied()
            .skip_while(|byte| *byte == 0)
            .collect();
        let sign = if bytes.first().is_some_and(|byte| *byte >= 0x80) {
            &[0][..]
        } else {
            &[]
        };
        element(2, &[sign, &bytes].concat())
    };
    let signature = element(0x30, &[number(&raw[..32]), number(&raw[32..])].concat());
    let signature = element(3, &[&[0][..], &signature].concat());
    let list = element(0x30, &[signed, algorithm, signature].concat());
    let judge = |trust: Trust| {
        let token = token_of(&world.provider);
        let signal = verify(
            &token,
            &call(),
            Some(&world.provider.der),
            &trust,
            &Policy::default(),
        );
        outcome(signal).map(|verified| verified.revocation_known)
    };
    let trust = world.trust().with_revocations(&list).unwrap();
    assert_eq!(
        judge(trust.clone()),
        Ok(false),
        "nobody let this one keep lists"
    );
    assert_eq!(
        judge(trust.with_keepers(&keeper.der).unwrap()),
        Err(Why::Revoked)
    );
}

#[test]
fn what_cannot_be_trusted_is_named() {
    let world = World::new();
    let trust = Trust::default;
    let both = world.root.pem() + "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
    assert_eq!(
        trust().with_roots(both.as_bytes()),
        Err(TrustError::Certificate { at: 2 })
    );
    assert_eq!(
        trust().with_revocations(&[0x30, 0]),
        Err(TrustError::List { at: 1 })
    );
    let many = world.root.pem().repeat(300);
    assert!(matches!(
        trust().with_roots(many.as_bytes()),
        Err(TrustError::TooMany { .. })
    ));
    let some = world.root.pem().repeat(40);
    assert!(trust().with_roots(some.as_bytes()).is_ok());
}
