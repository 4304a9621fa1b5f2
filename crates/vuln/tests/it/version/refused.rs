//! What is no version says why and where.

use watchbell_vuln::version::{MAX_BYTES, PLACEHOLDERS, Reason, Scheme, Version};

#[test]
fn errors_name_the_place() {
    let cases: &[(Scheme, &str, usize, Reason)] = &[
        (Scheme::Semver, "", 0, Reason::Empty),
        (Scheme::Semver, "  ", 2, Reason::Empty),
        (Scheme::Semver, "vv1", 1, Reason::DigitMissing),
        (Scheme::Semver, "1.x", 2, Reason::DigitMissing),
        (Scheme::Semver, " 1.0.0-", 7, Reason::PartEmpty),
        (Scheme::Semver, "1.0.0-a..b", 8, Reason::Unexpected('.')),
        (Scheme::Semver, "1.0.0-ä", 6, Reason::Unexpected('ä')),
        (Scheme::Semver, "1.0.0beta", 5, Reason::Unexpected('b')),
        (Scheme::Semver, "1.0.0+", 6, Reason::PartEmpty),
        (Scheme::Semver, "520.2 TCU4", 5, Reason::Unexpected(' ')),
        (Scheme::Npm, "latest", 0, Reason::DigitMissing),
        (Scheme::Nuget, "1.0-*", 4, Reason::Unexpected('*')),
        (Scheme::Go, "go", 2, Reason::DigitMissing),
        (Scheme::Go, "go1.21.0rc1", 8, Reason::Unexpected('r')),
        (Scheme::Go, "go1.21rc", 8, Reason::DigitMissing),
        (Scheme::Rpm, "1.0-", 4, Reason::PartEmpty),
        (Scheme::Rpm, "3:-1", 2, Reason::PartEmpty),
        (Scheme::Rpm, "1 0", 1, Reason::Unexpected(' ')),
        (Scheme::Deb, "a:1", 0, Reason::Unexpected('a')),
        (Scheme::Deb, ":1", 0, Reason::Unexpected(':')),
        (Scheme::Deb, "1:", 2, Reason::PartEmpty),
        (Scheme::Deb, "1.0-", 4, Reason::PartEmpty),
        (Scheme::Deb, "1:1_0", 3, Reason::Unexpected('_')),
        (Scheme::Maven, "...", 0, Reason::DigitMissing),
        (Scheme::Maven, "1\t2", 1, Reason::Unexpected('\t')),
        (Scheme::Python, "1.0.post!", 8, Reason::Unexpected('!')),
        (Scheme::Python, "1!", 2, Reason::DigitMissing),
        (Scheme::Python, "1.0+", 4, Reason::PartEmpty),
        (Scheme::Python, "1.0+a_.b", 6, Reason::Unexpected('.')),
        (Scheme::Gem, "a.1", 0, Reason::DigitMissing),
        (Scheme::Gem, "1..2", 2, Reason::Unexpected('.')),
        (Scheme::Gem, "1.2_3", 3, Reason::Unexpected('_')),
        (Scheme::Git, "v1.0.0-rc1", 0, Reason::Unexpected('v')),
        (Scheme::Git, "abc123", 6, Reason::CommitLength),
        (Scheme::Apk, "v1.0", 0, Reason::DigitMissing),
        (Scheme::Apk, "1.0.", 4, Reason::DigitMissing),
        (Scheme::Apk, "1.0_final", 4, Reason::Unexpected('f')),
        (Scheme::Apk, "1.0-r", 5, Reason::DigitMissing),
        (Scheme::Apk, "1.0-5", 3, Reason::Unexpected('-')),
        (Scheme::Apk, "1.0~", 4, Reason::PartEmpty),
        (Scheme::Composer, "dev-main", 0, Reason::DigitMissing),
        (Scheme::Composer, "2.x-dev", 2, Reason::Unexpected('x')),
        (Scheme::Composer, "1.0-", 4, Reason::PartEmpty),
        (Scheme::Custom, "Modbus TCP", 0, Reason::DigitMissing),
    ];
    for (scheme, text, at, reason) in cases {
        let error = Version::parse(*scheme, text).expect_err(text);
        assert_eq!((error.at, error.reason), (*at, *reason), "{error}");
        assert_eq!(error.value, *text);
        assert_eq!(error.scheme, *scheme);
    }
}

#[test]
fn length_is_bounded() {
    for scheme in Scheme::ALL.iter().filter(|scheme| scheme.is_ordered()) {
        let long = format!("1{}", "0".repeat(MAX_BYTES - 1));
        assert!(Version::parse(*scheme, &long).is_ok(), "{scheme}");
        let error = Version::parse(*scheme, &format!("{long}0")).expect_err("too long");
        assert_eq!((error.at, error.reason), (MAX_BYTES, Reason::TooLong));
        assert!(error.value.len() < 100);
    }
}

#[test]
fn placeholders_are_no_versions() {
    for scheme in Scheme::ALL {
        for word in PLACEHOLDERS {
            let shouted = word.to_ascii_uppercase();
            let error = Version::parse(*scheme, &shouted).expect_err(word);
            assert_eq!(error.reason, Reason::Placeholder);
        }
    }
}

#[test]
fn other_schemes_do_not_compare() {
    let python = Version::parse(Scheme::Python, "1.0").expect("a version");
    let semver = Version::parse(Scheme::Semver, "1.0").expect("a version");
    assert_eq!(python.compare(&semver), None);
    assert_eq!((python.as_str(), python.scheme()), ("1.0", Scheme::Python));
}
