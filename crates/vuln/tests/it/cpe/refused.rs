//! What is no name says why and where.

use watchbell_vuln::cpe::{Attribute, Cpe, MAX_BYTES, Reason};

#[test]
fn errors_name_the_place() {
    let cases: &[(&str, usize, Reason)] = &[
        ("", 0, Reason::NoPrefix),
        ("cpe:2.2:a:x:y", 0, Reason::NoPrefix),
        ("cpe:2.3:", 8, Reason::EmptyPart(Attribute::Part)),
        ("cpe:2.3:a:x:y", 13, Reason::TooFewParts(3)),
        (
            "cpe:2.3:a:x::*:*:*:*:*:*:*:*",
            12,
            Reason::EmptyPart(Attribute::Product),
        ),
        ("cpe:2.3:a:x:y:*:*:*:*:*:*:*:*:*", 29, Reason::TooManyParts),
        ("cpe:2.3:x:x:y:*:*:*:*:*:*:*:*", 8, Reason::UnknownPart),
        ("cpe:2.3:a?:x:y:*:*:*:*:*:*:*:*", 8, Reason::UnknownPart),
        (
            "cpe:2.3:a:x*y:y:*:*:*:*:*:*:*:*",
            11,
            Reason::InnerWildcard(Attribute::Vendor),
        ),
        (
            "cpe:2.3:a:x:y??z:*:*:*:*:*:*:*:*",
            14,
            Reason::InnerWildcard(Attribute::Product),
        ),
        (
            "cpe:2.3:a:x:y*?:*:*:*:*:*:*:*:*",
            13,
            Reason::InnerWildcard(Attribute::Product),
        ),
        (
            r"cpe:2.3:a:x:\-:*:*:*:*:*:*:*:*",
            12,
            Reason::LoneHyphen(Attribute::Product),
        ),
        (r"cpe:2.3:a:x:y\", 13, Reason::OpenQuote),
        (
            "cpe:2.3:a:x y:z:*:*:*:*:*:*:*:*",
            11,
            Reason::Character(' '),
        ),
        ("cpe:2.3:a:né:z:*:*:*:*:*:*:*:*", 11, Reason::Character('é')),
        (
            r"cpe:2.3:a:n\é:z:*:*:*:*:*:*:*:*",
            12,
            Reason::Character('é'),
        ),
        ("cpe:/x:y", 5, Reason::UnknownPart),
        ("cpe:/a:x:y:1:2:3:4:5", 18, Reason::TooManyParts),
        ("cpe:/a:x:y:1::~1~2~3~4", 14, Reason::PackedEdition),
        ("cpe:/a:x:y:1::~1~2~3~4~5~6", 14, Reason::PackedEdition),
        ("cpe:/a:x%:y", 8, Reason::PercentCode),
        ("cpe:/a:x%4:y", 8, Reason::PercentCode),
        ("cpe:/a:x%41:y", 8, Reason::PercentCode),
        ("cpe:/a:x%+1:y", 8, Reason::PercentCode),
        ("cpe:/a:x%20y", 8, Reason::PercentCode),
        ("cpe:/a:*", 7, Reason::Character('*')),
        ("cpe:/a:%02", 7, Reason::LoneAsterisk(Attribute::Vendor)),
        ("cpe:/a:%2d", 7, Reason::LoneHyphen(Attribute::Vendor)),
        ("cpe:/a:1%02.1", 8, Reason::InnerWildcard(Attribute::Vendor)),
        ("wfn:[", 5, Reason::Syntax),
        ("wfn:[part]", 5, Reason::Syntax),
        (r#"wfn:[part="a""#, 13, Reason::Syntax),
        (r#"wfn:[part="a"] "#, 14, Reason::Syntax),
        (r#"wfn:[part="a" vendor=ANY]"#, 14, Reason::Syntax),
        (r#"wfn:[part="a"#, 12, Reason::Syntax),
        (r#"wfn:[colour="a"]"#, 5, Reason::UnknownAttribute),
        (
            r#"wfn:[part="a",part=ANY]"#,
            14,
            Reason::Twice(Attribute::Part),
        ),
        (
            r#"wfn:[vendor=""]"#,
            13,
            Reason::EmptyPart(Attribute::Vendor),
        ),
        (
            r#"wfn:[vendor="*"]"#,
            13,
            Reason::LoneAsterisk(Attribute::Vendor),
        ),
        (r#"wfn:[vendor=NAME]"#, 14, Reason::Syntax),
    ];
    for (text, at, reason) in cases {
        let error = Cpe::parse(text).expect_err(text);
        assert_eq!((error.at, error.reason), (*at, *reason), "{error}");
    }
}

#[test]
fn length_is_bounded() {
    let name = |length: usize| {
        let text = format!("cpe:/a:x:{}", "%21".repeat(length));
        (text.len(), Cpe::parse(&text))
    };
    let (length, longest) = name((MAX_BYTES - 9) / 3);
    assert!(longest.is_ok(), "{length}");
    let (_, longer) = name((MAX_BYTES - 9) / 3 + 1);
    let error = longer.expect_err("too long");
    assert_eq!((error.at, error.reason), (MAX_BYTES, Reason::TooLong));
    assert!(error.name.len() < 130);
}
