//! `/document`, and what stands in other places too (clauses 3.1 and 3.2.1).

use super::{
    Items, MANY, Shape,
    forms::{DATE, IDS, LANG, NUMBER, TEXTS, URI, URIS, is_bare, is_category},
    product::TREE,
    vulnerability::VULNERABILITY,
};

pub(super) static DOCUMENT: Shape = Shape::Object(
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

pub(super) static ACKNOWLEDGMENTS: Shape = Shape::Array(
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

pub(super) static NOTES: Shape = Shape::Array(
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

pub(super) static REFERENCES: Shape = Shape::Array(
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
