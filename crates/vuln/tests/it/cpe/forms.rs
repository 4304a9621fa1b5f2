//! The three forms of a name, with the examples of NISTIR 7695, 6.1 and 6.2.

use watchbell_vuln::cpe::{Attribute, Cpe, Value};

/// Formatted string, URI, well-formed name: each is read as the same name and written as it stands here.
const FORMS: &[(&str, &str, &str)] = &[
    (
        "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*",
        "cpe:/a:microsoft:internet_explorer:8.0.6001:beta",
        r#"wfn:[part="a",vendor="microsoft",product="internet_explorer",version="8\.0\.6001",update="beta"]"#,
    ),
    (
        "cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*",
        "cpe:/a:microsoft:internet_explorer:8.%02:sp%01",
        r#"wfn:[part="a",vendor="microsoft",product="internet_explorer",version="8\.*",update="sp?"]"#,
    ),
    (
        r"cpe:2.3:a:microsoft:internet_explorer:8.\*:sp\?:*:*:*:*:*:*",
        "cpe:/a:microsoft:internet_explorer:8.%2a:sp%3f",
        r#"wfn:[part="a",vendor="microsoft",product="internet_explorer",version="8\.\*",update="sp\?"]"#,
    ),
    (
        "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*",
        "cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~",
        r#"wfn:[part="a",vendor="hp",product="insight_diagnostics",version="7\.4\.0\.1570",update=NA,sw_edition="online",target_sw="win2003",target_hw="x64"]"#,
    ),
    (
        r"cpe:2.3:a:hp:openview_network_manager:7.51:*:*:*:*:linux:*:*",
        "cpe:/a:hp:openview_network_manager:7.51::~~~linux~~",
        r#"wfn:[part="a",vendor="hp",product="openview_network_manager",version="7\.51",target_sw="linux"]"#,
    ),
    (
        r"cpe:2.3:a:foo\\bar:big\$money_manager_2010:*:*:*:*:special:ipod_touch:80gb:*",
        "cpe:/a:foo%5cbar:big%24money_manager_2010:::~~special~ipod_touch~80gb~",
        r#"wfn:[part="a",vendor="foo\\bar",product="big\$money_manager_2010",sw_edition="special",target_sw="ipod_touch",target_hw="80gb"]"#,
    ),
    (
        r"cpe:2.3:o:acme:d\:\~x:-:*:old-ed:en-us:*:*:*:*",
        "cpe:/o:acme:d%3a%7ex:-::old-ed:en-us",
        r#"wfn:[part="o",vendor="acme",product="d\:\~x",version=NA,edition="old\-ed",language="en\-us"]"#,
    ),
    (
        "cpe:2.3:-:??x*:*:*:*:*:*:*:*:*:-",
        "cpe:/-:%01%01x%02::::~~~~~-",
        r#"wfn:[part=NA,vendor="??x*",other=NA]"#,
    ),
    ("cpe:2.3:*:*:*:*:*:*:*:*:*:*:*", "cpe:/", "wfn:[]"),
];

#[test]
fn each_form_is_read_and_written() {
    for (formatted, uri, wfn) in FORMS {
        for form in [formatted, uri, wfn] {
            let name = Cpe::parse(form).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(name.as_str(), *formatted, "{form}");
            assert_eq!(name.to_uri(), *uri, "{form}");
            assert_eq!(name.to_wfn(), *wfn, "{form}");
        }
    }
}

#[test]
fn loose_spelling_is_read_canonically() {
    for (loose, canonical) in [
        (
            "CPE:/A:RedHat:Build_Keycloak:",
            "cpe:2.3:a:redhat:build_keycloak:*:*:*:*:*:*:*:*",
        ),
        ("cpe:/a:x:y:1.0%7E2", r"cpe:2.3:a:x:y:1.0\~2:*:*:*:*:*:*:*"),
        ("cpe:/a:x:y!", r"cpe:2.3:a:x:y\!:*:*:*:*:*:*:*:*"),
        (
            "cpe:2.3:a:x:c++:*:*:*:*:*:*:*:*",
            r"cpe:2.3:a:x:c\+\+:*:*:*:*:*:*:*:*",
        ),
        (
            r"cpe:2.3:a:x:y:1\.0\-1:*:*:*:*:*:*:*",
            "cpe:2.3:a:x:y:1.0-1:*:*:*:*:*:*:*",
        ),
        (
            r"cpe:2.3:a:x:\y\_z:*:*:*:*:*:*:*:*",
            "cpe:2.3:a:x:y_z:*:*:*:*:*:*:*:*",
        ),
        (
            "cpe:2.3:A:X:Y:1.0_RC1:*:*:*:*:*:*:*",
            "cpe:2.3:a:x:y:1.0_rc1:*:*:*:*:*:*:*",
        ),
        (
            "wfn:[ version = NA , vendor=\"acme\",\n part=\"h\", update=ANY ]",
            "cpe:2.3:h:acme:*:-:*:*:*:*:*:*:*",
        ),
    ] {
        let name = Cpe::parse(loose).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(name.as_str(), canonical);
    }
}

#[test]
fn values_are_told_apart() {
    let name: Cpe = r"cpe:2.3:a:s\@m:b*:-:*:*:*:*:*:*:*"
        .parse()
        .expect("a name");
    let text = name.get(Attribute::Vendor).text().expect("a string");
    assert_eq!((text.as_str(), &*text.unquoted()), (r"s\@m", "s@m"));
    assert!(!text.has_wildcards());
    assert!(
        name.get(Attribute::Product)
            .text()
            .expect("a string")
            .has_wildcards()
    );
    assert_eq!(name.get(Attribute::Version), Value::Na);
    assert_eq!(name.get(Attribute::Other), Value::Any);
}

#[test]
fn plain_texts_make_a_name() {
    let name = Cpe::of_texts(&[
        (Attribute::Version, "1.0*"),
        (Attribute::Part, "a"),
        (Attribute::Product, " Foo Bar "),
    ]);
    assert_eq!(
        name.expect("a name").as_str(),
        r"cpe:2.3:a:*:foo_bar:1.0\*:*:*:*:*:*:*:*"
    );
    assert!(Cpe::of_texts(&[(Attribute::Vendor, "né")]).is_err());
    assert!(Cpe::of_texts(&[(Attribute::Vendor, "-")]).is_err());
    assert!(Cpe::of_texts(&[(Attribute::Part, "x")]).is_err());
    let long = "!".repeat(watchbell_vuln::cpe::MAX_BYTES);
    let all = Attribute::ALL.map(|attribute| (attribute, long.as_str()));
    let name = Cpe::of_texts(&all[1..]).expect("a long name");
    assert_eq!(
        name.get(Attribute::Other)
            .text()
            .expect("a string")
            .unquoted(),
        long
    );
}
