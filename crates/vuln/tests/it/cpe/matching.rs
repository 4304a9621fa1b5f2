//! Relations of NISTIR 7696, and the answers a scanner needs.

use watchbell_vuln::cpe::{
    Attribute, Cpe, Match, Relation, compare, matches, matches_on, relation, relations,
};

fn name(text: &str) -> Cpe {
    Cpe::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

/// A name with this product and nothing else.
fn product(value: &str) -> Cpe {
    name(&format!("cpe:2.3:*:*:{value}:*:*:*:*:*:*:*:*"))
}

#[test]
fn values_relate_as_table_6_2_says() {
    use Relation::{Disjoint, Equal, Subset, Superset, Undefined};
    // Rows 1 to 17 in their order; row 14 once each way.
    let rows = [
        ("*", "*", Equal),
        ("*", "-", Superset),
        ("*", "i", Superset),
        ("*", "m*", Undefined),
        ("-", "*", Subset),
        ("-", "-", Equal),
        ("-", "i", Disjoint),
        ("-", "m*", Undefined),
        ("i", "i", Equal),
        ("i", "k", Disjoint),
        ("i", "m?", Undefined),
        ("i", "-", Disjoint),
        ("i", "*", Subset),
        ("m1*", "m1x", Superset),
        ("m1*", "m2x", Disjoint),
        ("m*", "*", Subset),
        ("m*", "-", Disjoint),
        ("m*", "m*", Undefined),
    ];
    for (source, target, expected) in rows {
        let (a, b) = (product(source), product(target));
        let found = compare(a.get(Attribute::Product), b.get(Attribute::Product));
        assert_eq!(found, expected, "{source} to {target}");
    }
}

#[test]
fn wildcards_cover_whole_characters() {
    for (pattern, text, covered) in [
        ("foo*", "foo", true),
        ("*foo", "foo", true),
        ("*foo*", "xfoox", true),
        ("*foo*", "fo", false),
        ("?foo", "xfoo", true),
        ("?foo", "foo", true),
        ("?foo", "xxfoo", false),
        ("??foo", "xxfoo", true),
        ("foo??", "fooxx", true),
        ("foo??", "foox", true),
        ("foo??", "foo", true),
        ("foo??", "fooxxx", false),
        ("??", "x", true),
        ("*ab?", "ababx", true),
        ("?ab*", "xabab", true),
        ("?ab*", "xxab", false),
        ("??", "xy", true),
        ("??", "xyz", false),
        ("?*", "xyz", true),
        // A quoted character is one character.
        ("foo?", r"foo\!", true),
        ("?foo", r"\!foo", true),
        ("?foo", r"\!\!foo", false),
        (r"*\!", r"a\!", true),
        (r"*\\", r"a\\\\", true),
        (r"\**", r"\*x", true),
        (r"\**", "x", false),
        (r"*\?", r"a\?", true),
        (r"*\?", "ab", false),
    ] {
        let (a, b) = (product(pattern), product(text));
        let expected = if covered {
            Relation::Superset
        } else {
            Relation::Disjoint
        };
        let found = compare(a.get(Attribute::Product), b.get(Attribute::Product));
        assert_eq!(found, expected, "{pattern} to {text}");
    }
}

#[test]
fn names_relate_as_table_6_4_says() {
    // The last two are the worked examples of NISTIR 7696, 6.3.
    for (source, target, expected) in [
        ("cpe:/a:x:y:1", "cpe:/a:X:Y:1", Relation::Equal),
        ("cpe:/a:x:y", "cpe:/a:x:y:1", Relation::Superset),
        ("cpe:/a:x:y:1", "cpe:/a:x:y", Relation::Subset),
        ("cpe:/a:x:y:1", "cpe:/a:x:z", Relation::Disjoint),
        ("cpe:/a:x::1", "cpe:/a:x:y", Relation::Undefined),
        ("cpe:/a:x:y", "cpe:/a:x:y:1%02", Relation::Undefined),
        ("cpe:/a:x:y:1%02", "cpe:/a:x:z:1%02", Relation::Disjoint),
        (
            "cpe:2.3:a:adobe:*:9.*:*:PalmOS:*:*:*:*:*",
            "cpe:/a::Reader:9.3.2:-:-",
            Relation::Disjoint,
        ),
        (
            "cpe:2.3:a:adobe:reader:*:*:*:*:*:*:*:*",
            "cpe:2.3:a:adobe:reader:9.3.2:-:-:*:*:*:*:*",
            Relation::Superset,
        ),
    ] {
        assert_eq!(
            relation(&name(source), &name(target)),
            expected,
            "{source} to {target}"
        );
    }
    let found = relations(&name("cpe:/a:x"), &name("cpe:/a:x:y"));
    assert_eq!(found[2], Relation::Superset);
    assert!(
        found
            .iter()
            .enumerate()
            .all(|(at, found)| at == 2 || *found == Relation::Equal)
    );
}

#[test]
fn an_open_description_is_never_a_match() {
    use Attribute::{Part, Product, TargetSw, Vendor, Version};
    let pattern = "cpe:2.3:a:acme:tool:1.0:*:*:*:*:wordpress:*:*";
    for (component, expected) in [
        ("cpe:2.3:a:acme:tool:1.0:*:*:*:*:wordpress:*:*", Match::Yes),
        (
            "cpe:2.3:a:acme:tool:1.0:u1:-:en:pro:wordpress:x64:x",
            Match::Yes,
        ),
        (
            "cpe:2.3:*:acme:tool:1.0:*:*:*:*:wordpress:*:*",
            Match::Unknown(Part),
        ),
        (
            "cpe:2.3:a:*:tool:1.0:*:*:*:*:wordpress:*:*",
            Match::Unknown(Vendor),
        ),
        (
            "cpe:2.3:a:acme:*:1.0:*:*:*:*:wordpress:*:*",
            Match::Unknown(Product),
        ),
        (
            "cpe:2.3:a:acme:tool:*:*:*:*:*:wordpress:*:*",
            Match::Unknown(Version),
        ),
        (
            "cpe:2.3:a:acme:tool:1.0:*:*:*:*:*:*:*",
            Match::Unknown(TargetSw),
        ),
        (
            "cpe:2.3:a:acme:tool*:1.0:*:*:*:*:wordpress:*:*",
            Match::Unknown(Product),
        ),
        ("cpe:2.3:*:*:*:*:*:*:*:*:*:*:*", Match::Unknown(Part)),
        // What differs decides, whatever is open.
        ("cpe:2.3:*:*:other:*:*:*:*:*:*:*:*", Match::No(Product)),
        (
            "cpe:2.3:a:*:tool:2.0:*:*:*:*:wordpress:*:*",
            Match::No(Version),
        ),
        (
            "cpe:2.3:o:acme:tool:1.0:*:*:*:*:wordpress:*:*",
            Match::No(Part),
        ),
        (
            "cpe:2.3:a:acme:tool:1.0:*:*:*:*:drupal:*:*",
            Match::No(TargetSw),
        ),
        (
            "cpe:2.3:a:acme:tool:-:*:*:*:*:wordpress:*:*",
            Match::No(Version),
        ),
    ] {
        assert_eq!(
            matches(&name(pattern), &name(component)),
            expected,
            "{component}"
        );
    }
}

#[test]
fn a_pattern_that_names_nothing_matches_nothing() {
    let component = name("cpe:/a:acme:tool:1.0");
    for (pattern, expected) in [
        ("cpe:/a:acme:tool", Match::Yes),
        ("cpe:/:acme:tool", Match::Yes),
        ("cpe:/a:acme", Match::Unknown(Attribute::Product)),
        ("cpe:/a::tool", Match::Unknown(Attribute::Vendor)),
        ("cpe:/a", Match::Unknown(Attribute::Vendor)),
        ("cpe:/a:acme:to%02", Match::Yes),
        ("cpe:/a:other", Match::No(Attribute::Vendor)),
    ] {
        assert_eq!(matches(&name(pattern), &component), expected, "{pattern}");
    }
}

#[test]
fn a_range_can_decide_the_version_instead() {
    use Attribute::{Part, Product, Vendor};
    let pattern = name("cpe:/a:acme:tool:-");
    let component = name("cpe:/a:acme:tool:1.0");
    assert_eq!(matches(&pattern, &component), Match::No(Attribute::Version));
    assert_eq!(
        matches_on(&pattern, &component, &[Part, Vendor, Product]),
        Match::Yes
    );
}
