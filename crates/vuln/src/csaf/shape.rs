//! The shape of the JSON schema of CSAF 2.0 (clause 3), told as `schema`, and members that it does
//! not know, told as 6.2.20.

use std::collections::HashSet;

use serde_json::Value;

use super::{Check, document::date, revision::Number};
use crate::{cpe::Cpe, record::CveId};

/// What a value has to be.
enum Shape {
    /// Text that is not empty.
    Text,
    /// Text of a form, with the name of the form.
    Form(fn(&str) -> bool, &'static str),
    /// One of these words.
    Word(&'static [&'static str]),
    /// An object: its members, and how many of any it has at least and at most.
    Object(&'static [Member], usize, usize),
    /// An array of one thing or more.
    Array(&'static Self, Items),
    /// A CVSS object, which test 6.1.8 looks at.
    Cvss,
}

/// Whether elements may be the same.
#[derive(Clone, Copy, PartialEq)]
enum Items {
    Any,
    Unique,
    /// Unique, and two or more.
    Two,
}

/// A member: its name, whether it has to be there, its shape.
type Member = (&'static str, bool, &'static Shape);

const MANY: usize = usize::MAX;

pub(super) fn check(value: &Value, check: &mut Check) {
    DOCUMENT.check(value, &mut String::new(), check);
}

impl Shape {
    fn check(&self, value: &Value, path: &mut String, check: &mut Check) {
        match self {
            Self::Object(members, least, most) => match value {
                Value::Object(object) => {
                    if object.len() < *least || object.len() > *most {
                        let message = format!("has {} members", object.len());
                        check.add("schema", &**path, message);
                    }
                    for (name, required, shape) in *members {
                        match object.get(*name) {
                            Some(value) => {
                                within(path, name, |path| shape.check(value, path, check));
                            }
                            None if *required => {
                                check.add("schema", &**path, format!("member {name} is missing"));
                            }
                            None => {}
                        }
                    }
                    for name in object.keys() {
                        let known = |(known, ..): &Member| known == name;
                        let is_schema = path.is_empty() && name == "$schema";
                        if !members.iter().any(known) && !is_schema {
                            let message = format!("member {name:?} is not defined");
                            within(path, name, |path| check.add("6.2.20", &**path, &*message));
                        }
                    }
                }
                _ => wrong(path, check, "an object"),
            },
            Self::Array(shape, items) => match value {
                Value::Array(elements) => {
                    let least = if *items == Items::Two { 2 } else { 1 };
                    if elements.len() < least {
                        let message =
                            format!("has {} elements; expected {least} or more", elements.len());
                        check.add("schema", &**path, message);
                    }
                    let mut seen = HashSet::new();
                    for (index, element) in elements.iter().enumerate() {
                        within(path, &index.to_string(), |path| {
                            if *items != Items::Any && !seen.insert(element.to_string()) {
                                check.add("schema", &**path, "is there twice");
                            }
                            shape.check(element, path, check);
                        });
                    }
                }
                _ => wrong(path, check, "an array"),
            },
            Self::Text => match value.as_str() {
                Some("") => check.add("schema", &**path, "is empty"),
                Some(_) => {}
                None => wrong(path, check, "text"),
            },
            Self::Form(is_so, what) => match value.as_str() {
                Some(text) if is_so(text) => {}
                Some(text) => check.add("schema", &**path, format!("{} is no {what}", short(text))),
                None => wrong(path, check, what),
            },
            Self::Word(words) => match value.as_str() {
                Some(text) if words.contains(&text) => {}
                Some(text) => {
                    let message = format!("{} is none of {}", short(text), words.join(", "));
                    check.add("schema", &**path, message);
                }
                None => wrong(path, check, "text"),
            },
            Self::Cvss => {
                if !value.is_object() {
                    wrong(path, check, "an object");
                }
            }
        }
    }
}

fn within(path: &mut String, step: &str, work: impl FnOnce(&mut String)) {
    let length = path.len();
    path.push('/');
    path.push_str(&step.replace('~', "~0").replace('/', "~1"));
    work(path);
    path.truncate(length);
}

fn wrong(path: &str, check: &mut Check, expected: &str) {
    check.add("schema", path, format!("is not {expected}"));
}

/// Text from outside, as long as a line can bear.
pub(super) fn short(text: &str) -> String {
    format!("{:?}", text.chars().take(80).collect::<String>())
}

const DATE: Shape = Shape::Form(is_date, "date and time of RFC 3339");
const URI: Shape = Shape::Form(is_uri, "URI");
const LANG: Shape = Shape::Form(super::language::is_tag, "language tag");
const NUMBER: Shape = Shape::Form(|text| Number::parse(text).is_some(), "version");
const IDS: Shape = Shape::Array(&Shape::Text, Items::Unique);
const TEXTS: Shape = Shape::Array(&Shape::Text, Items::Any);
const URIS: Shape = Shape::Array(&URI, Items::Any);

static DOCUMENT: Shape = Shape::Object(
    &[
        ("document", true, &HEAD),
        ("product_tree", false, &TREE),
        (
            "vulnerabilities",
            false,
            &Shape::Array(&VULNERABILITY, Items::Any),
        ),
    ],
    0,
    MANY,
);

static HEAD: Shape = Shape::Object(
    &[
        ("acknowledgments", false, &ACKNOWLEDGMENTS),
        (
            "aggregate_severity",
            false,
            &Shape::Object(
                &[("namespace", false, &URI), ("text", true, &Shape::Text)],
                0,
                MANY,
            ),
        ),
        ("category", true, &Shape::Form(is_category, "category")),
        ("csaf_version", true, &Shape::Word(&["2.0"])),
        (
            "distribution",
            false,
            &Shape::Object(
                &[
                    ("text", false, &Shape::Text),
                    (
                        "tlp",
                        false,
                        &Shape::Object(
                            &[
                                (
                                    "label",
                                    true,
                                    &Shape::Word(&["AMBER", "GREEN", "RED", "WHITE"]),
                                ),
                                ("url", false, &URI),
                            ],
                            0,
                            MANY,
                        ),
                    ),
                ],
                1,
                MANY,
            ),
        ),
        ("lang", false, &LANG),
        ("notes", false, &NOTES),
        (
            "publisher",
            true,
            &Shape::Object(
                &[
                    (
                        "category",
                        true,
                        &Shape::Word(&[
                            "coordinator",
                            "discoverer",
                            "other",
                            "translator",
                            "user",
                            "vendor",
                        ]),
                    ),
                    ("contact_details", false, &Shape::Text),
                    ("issuing_authority", false, &Shape::Text),
                    ("name", true, &Shape::Text),
                    ("namespace", true, &URI),
                ],
                0,
                MANY,
            ),
        ),
        ("references", false, &REFERENCES),
        ("source_lang", false, &LANG),
        ("title", true, &Shape::Text),
        ("tracking", true, &TRACKING),
    ],
    0,
    MANY,
);

static TRACKING: Shape = Shape::Object(
    &[
        ("aliases", false, &IDS),
        ("current_release_date", true, &DATE),
        (
            "generator",
            false,
            &Shape::Object(
                &[
                    ("date", false, &DATE),
                    (
                        "engine",
                        true,
                        &Shape::Object(
                            &[
                                ("name", true, &Shape::Text),
                                ("version", false, &Shape::Text),
                            ],
                            0,
                            MANY,
                        ),
                    ),
                ],
                0,
                MANY,
            ),
        ),
        (
            "id",
            true,
            &Shape::Form(is_bare, "text without space around"),
        ),
        ("initial_release_date", true, &DATE),
        (
            "revision_history",
            true,
            &Shape::Array(
                &Shape::Object(
                    &[
                        ("date", true, &DATE),
                        ("legacy_version", false, &Shape::Text),
                        ("number", true, &NUMBER),
                        ("summary", true, &Shape::Text),
                    ],
                    0,
                    MANY,
                ),
                Items::Any,
            ),
        ),
        ("status", true, &Shape::Word(&["draft", "final", "interim"])),
        ("version", true, &NUMBER),
    ],
    0,
    MANY,
);

static ACKNOWLEDGMENTS: Shape = Shape::Array(
    &Shape::Object(
        &[
            ("names", false, &TEXTS),
            ("organization", false, &Shape::Text),
            ("summary", false, &Shape::Text),
            ("urls", false, &URIS),
        ],
        1,
        MANY,
    ),
    Items::Any,
);

static NOTES: Shape = Shape::Array(
    &Shape::Object(
        &[
            ("audience", false, &Shape::Text),
            (
                "category",
                true,
                &Shape::Word(&[
                    "description",
                    "details",
                    "faq",
                    "general",
                    "legal_disclaimer",
                    "other",
                    "summary",
                ]),
            ),
            ("text", true, &Shape::Text),
            ("title", false, &Shape::Text),
        ],
        0,
        MANY,
    ),
    Items::Any,
);

static REFERENCES: Shape = Shape::Array(
    &Shape::Object(
        &[
            ("category", false, &Shape::Word(&["external", "self"])),
            ("summary", true, &Shape::Text),
            ("url", true, &URI),
        ],
        0,
        MANY,
    ),
    Items::Any,
);

static TREE: Shape = Shape::Object(
    &[
        ("branches", false, &BRANCHES),
        (
            "full_product_names",
            false,
            &Shape::Array(&PRODUCT, Items::Any),
        ),
        (
            "product_groups",
            false,
            &Shape::Array(
                &Shape::Object(
                    &[
                        ("group_id", true, &Shape::Text),
                        ("product_ids", true, &Shape::Array(&Shape::Text, Items::Two)),
                        ("summary", false, &Shape::Text),
                    ],
                    0,
                    MANY,
                ),
                Items::Any,
            ),
        ),
        (
            "relationships",
            false,
            &Shape::Array(
                &Shape::Object(
                    &[
                        (
                            "category",
                            true,
                            &Shape::Word(&[
                                "default_component_of",
                                "external_component_of",
                                "installed_on",
                                "installed_with",
                                "optional_component_of",
                            ]),
                        ),
                        ("full_product_name", true, &PRODUCT),
                        ("product_reference", true, &Shape::Text),
                        ("relates_to_product_reference", true, &Shape::Text),
                    ],
                    0,
                    MANY,
                ),
                Items::Any,
            ),
        ),
    ],
    1,
    MANY,
);

static BRANCHES: Shape = Shape::Array(
    &Shape::Object(
        &[
            ("branches", false, &BRANCHES),
            (
                "category",
                true,
                &Shape::Word(&[
                    "architecture",
                    "host_name",
                    "language",
                    "legacy",
                    "patch_level",
                    "product_family",
                    "product_name",
                    "product_version",
                    "product_version_range",
                    "service_pack",
                    "specification",
                    "vendor",
                ]),
            ),
            ("name", true, &Shape::Text),
            ("product", false, &PRODUCT),
        ],
        3,
        3,
    ),
    Items::Any,
);

static PRODUCT: Shape = Shape::Object(
    &[
        ("name", true, &Shape::Text),
        ("product_id", true, &Shape::Text),
        ("product_identification_helper", false, &HELPER),
    ],
    0,
    MANY,
);

static HELPER: Shape = Shape::Object(
    &[
        (
            "cpe",
            false,
            &Shape::Form(|text| Cpe::parse(text).is_ok(), "CPE name"),
        ),
        (
            "hashes",
            false,
            &Shape::Array(
                &Shape::Object(
                    &[
                        (
                            "file_hashes",
                            true,
                            &Shape::Array(
                                &Shape::Object(
                                    &[
                                        ("algorithm", true, &Shape::Text),
                                        (
                                            "value",
                                            true,
                                            &Shape::Form(
                                                is_hash,
                                                "hash of 32 hexadecimal digits or more",
                                            ),
                                        ),
                                    ],
                                    0,
                                    MANY,
                                ),
                                Items::Any,
                            ),
                        ),
                        ("filename", true, &Shape::Text),
                    ],
                    0,
                    MANY,
                ),
                Items::Any,
            ),
        ),
        ("model_numbers", false, &IDS),
        ("purl", false, &Shape::Form(is_purl, "package URL")),
        ("sbom_urls", false, &URIS),
        ("serial_numbers", false, &IDS),
        ("skus", false, &TEXTS),
        (
            "x_generic_uris",
            false,
            &Shape::Array(
                &Shape::Object(&[("namespace", true, &URI), ("uri", true, &URI)], 0, MANY),
                Items::Any,
            ),
        ),
    ],
    1,
    MANY,
);

static VULNERABILITY: Shape = Shape::Object(
    &[
        ("acknowledgments", false, &ACKNOWLEDGMENTS),
        ("cve", false, &Shape::Form(is_cve, "CVE identifier")),
        (
            "cwe",
            false,
            &Shape::Object(
                &[
                    ("id", true, &Shape::Form(is_cwe, "CWE identifier")),
                    ("name", true, &Shape::Text),
                ],
                0,
                MANY,
            ),
        ),
        ("discovery_date", false, &DATE),
        (
            "flags",
            false,
            &Shape::Array(
                &Shape::Object(
                    &[
                        ("date", false, &DATE),
                        ("group_ids", false, &IDS),
                        (
                            "label",
                            true,
                            &Shape::Word(&[
                                "component_not_present",
                                "inline_mitigations_already_exist",
                                "vulnerable_code_cannot_be_controlled_by_adversary",
                                "vulnerable_code_not_in_execute_path",
                                "vulnerable_code_not_present",
                            ]),
                        ),
                        ("product_ids", false, &IDS),
                    ],
                    0,
                    MANY,
                ),
                Items::Unique,
            ),
        ),
        (
            "ids",
            false,
            &Shape::Array(
                &Shape::Object(
                    &[
                        ("system_name", true, &Shape::Text),
                        ("text", true, &Shape::Text),
                    ],
                    0,
                    MANY,
                ),
                Items::Unique,
            ),
        ),
        (
            "involvements",
            false,
            &Shape::Array(
                &Shape::Object(
                    &[
                        ("date", false, &DATE),
                        (
                            "party",
                            true,
                            &Shape::Word(&["coordinator", "discoverer", "other", "user", "vendor"]),
                        ),
                        (
                            "status",
                            true,
                            &Shape::Word(&[
                                "completed",
                                "contact_attempted",
                                "disputed",
                                "in_progress",
                                "not_contacted",
                                "open",
                            ]),
                        ),
                        ("summary", false, &Shape::Text),
                    ],
                    0,
                    MANY,
                ),
                Items::Unique,
            ),
        ),
        ("notes", false, &NOTES),
        (
            "product_status",
            false,
            &Shape::Object(
                &[
                    ("first_affected", false, &IDS),
                    ("first_fixed", false, &IDS),
                    ("fixed", false, &IDS),
                    ("known_affected", false, &IDS),
                    ("known_not_affected", false, &IDS),
                    ("last_affected", false, &IDS),
                    ("recommended", false, &IDS),
                    ("under_investigation", false, &IDS),
                ],
                1,
                MANY,
            ),
        ),
        ("references", false, &REFERENCES),
        ("release_date", false, &DATE),
        ("remediations", false, &REMEDIATIONS),
        (
            "scores",
            false,
            &Shape::Array(
                &Shape::Object(
                    &[
                        ("cvss_v2", false, &Shape::Cvss),
                        ("cvss_v3", false, &Shape::Cvss),
                        ("products", true, &IDS),
                    ],
                    2,
                    MANY,
                ),
                Items::Any,
            ),
        ),
        (
            "threats",
            false,
            &Shape::Array(
                &Shape::Object(
                    &[
                        (
                            "category",
                            true,
                            &Shape::Word(&["exploit_status", "impact", "target_set"]),
                        ),
                        ("date", false, &DATE),
                        ("details", true, &Shape::Text),
                        ("group_ids", false, &IDS),
                        ("product_ids", false, &IDS),
                    ],
                    0,
                    MANY,
                ),
                Items::Any,
            ),
        ),
        ("title", false, &Shape::Text),
    ],
    1,
    MANY,
);

static REMEDIATIONS: Shape = Shape::Array(
    &Shape::Object(
        &[
            (
                "category",
                true,
                &Shape::Word(&[
                    "mitigation",
                    "no_fix_planned",
                    "none_available",
                    "vendor_fix",
                    "workaround",
                ]),
            ),
            ("date", false, &DATE),
            ("details", true, &Shape::Text),
            ("entitlements", false, &TEXTS),
            ("group_ids", false, &IDS),
            ("product_ids", false, &IDS),
            (
                "restart_required",
                false,
                &Shape::Object(
                    &[
                        (
                            "category",
                            true,
                            &Shape::Word(&[
                                "connected",
                                "dependencies",
                                "machine",
                                "none",
                                "parent",
                                "service",
                                "system",
                                "vulnerable_component",
                                "zone",
                            ]),
                        ),
                        ("details", false, &Shape::Text),
                    ],
                    0,
                    MANY,
                ),
            ),
            ("url", false, &URI),
        ],
        0,
        MANY,
    ),
    Items::Any,
);

/// RFC 3339: a date, `T`, a time and an offset.
fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has_time = matches!(bytes.get(10), Some(b'T' | b't' | b' '));
    let (_, time) = text.split_at_checked(10).unwrap_or_default();
    let has_offset = text.ends_with(['Z', 'z']) || time.contains(['+', '-']);
    has_time && has_offset && date(text).is_some()
}

/// A scheme, a colon, and nothing that a URI cannot hold (RFC 3986).
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let mut letters = scheme.chars();
    let starts = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
    let goes_on = letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let holds = |c: char| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c);
    let escapes = rest.match_indices('%').all(|(at, _)| {
        let digits = rest.get(at + 1..at + 3);
        digits.is_some_and(|two| two.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    starts && goes_on && !rest.is_empty() && rest.chars().all(holds) && escapes
}

/// Neither begins nor ends with space, `-`, `_` or `.`.
fn is_category(text: &str) -> bool {
    let edge = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !"-_.".contains(c));
    edge(text.chars().next()) && edge(text.chars().next_back())
}

fn is_bare(text: &str) -> bool {
    !text.is_empty() && text.trim() == text
}

fn is_hash(text: &str) -> bool {
    text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The schema's form; whether it is a package URL indeed is test 6.1.13.
fn is_purl(text: &str) -> bool {
    let kind = text
        .strip_prefix("pkg:")
        .and_then(|rest| rest.split_once('/'));
    kind.is_some_and(|(kind, name)| {
        let is_kind = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
        let digit = kind.starts_with(|c: char| c.is_ascii_digit());
        !kind.is_empty() && !digit && kind.chars().all(is_kind) && !name.is_empty()
    })
}

pub(super) fn is_cve(text: &str) -> bool {
    text.starts_with("CVE-") && text.parse::<CveId>().is_ok()
}

fn is_cwe(text: &str) -> bool {
    let digits = text.strip_prefix("CWE-").unwrap_or_default();
    (1..=6).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}
