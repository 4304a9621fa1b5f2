//! `/product_tree` (clause 3.2.2).

use super::{
    Items, MANY, Shape,
    forms::{IDS, TEXTS, URI, URIS, is_hash, is_purl},
};
use crate::cpe::Cpe;

pub(super) static TREE: Shape = Shape::Object(
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
