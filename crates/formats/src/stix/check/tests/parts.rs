//! Parts of objects, and objects together.

use serde_json::json;

use super::*;

#[test]
fn hashes_references_and_markings_are_checked() {
    let file = observable("file", &json!({"name": "a", "hashes": {"x_own": "1"}}));
    breaks(
        &file,
        &json!({"hashes": {"MD5": "1"}}),
        "hash-value",
        "/hashes/MD5",
    );
    breaks(
        &file,
        &json!({"hashes": {"a b": "1"}}),
        "dictionary-key",
        "/hashes/a b",
    );
    breaks(&file, &json!({"hashes": {}}), "empty-object", "/hashes");
    let tool = domain("tool", &json!({"name": "a"}));
    let cve =
        |id: &str| json!({"external_references": [{"source_name": "cve", "external_id": id}]});
    let path = "/external_references/0/external_id";
    assert_eq!(
        errors(&domain("tool", &cve("CVE-2026-0001")))[0].0,
        "missing-property"
    );
    breaks(&tool, &cve("CVE-2026-1"), "external-reference", path);
    let other = json!({"external_references": [{"source_name": "a", "external_id": "CAPEC-1"}]});
    breaks(&tool, &other, "external-reference", path);
    let bare = json!({"external_references": [{"source_name": "a"}]});
    breaks(&tool, &bare, "external-reference", "/external_references/0");
    let marking = "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9";
    let granular = |selector: &str| json!({"granular_markings": [{"selectors": [selector], "marking_ref": marking}]});
    let path = "/granular_markings/0/selectors/0";
    breaks(&tool, &granular("description"), "selector", path);
    breaks(&tool, &granular("Name"), "selector", path);
    let mut right = tool;
    merge(&mut right, &granular("name"));
    assert_eq!(errors(&right), []);
}

#[test]
fn markings_of_tlp_are_fixed() {
    let white = json!({
        "type": "marking-definition", "spec_version": "2.1",
        "id": "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
        "created": "2017-01-20T00:00:00.000Z", "name": "TLP:WHITE",
        "definition_type": "tlp", "definition": {"tlp": "white"},
    });
    breaks(&white, &json!({"name": "TLP:RED"}), "tlp", "/name");
    breaks(
        &white,
        &json!({"definition": {"tlp": "pink"}}),
        "tlp",
        "/definition",
    );
    breaks(
        &white,
        &json!({"created": "2017-01-20T00:00:00Z"}),
        "tlp",
        "/created",
    );
    breaks(
        &white,
        &json!({"definition_type": null}),
        "missing-property",
        "",
    );
    let own = json!({"definition_type": "statement", "definition": {"statement": "a"}});
    let mut own = domain("marking-definition", &own);
    merge(&mut own, &json!({"modified": null}));
    let itself = json!({"object_marking_refs": [format!("marking-definition--{UUID}")]});
    breaks(&own, &itself, "circular-marking", "/object_marking_refs/0");
    breaks(
        &own,
        &json!({"definition": {}}),
        "missing-property",
        "/definition",
    );
}

#[test]
fn extensions_are_known_or_defined() {
    let file = observable("file", &json!({"name": "a"}));
    let ext = |name: &str, value: Value| json!({"extensions": {name: value}});
    breaks(
        &file,
        &ext("ntfs-ext", json!({"own": 1})),
        "property-group",
        "/extensions/ntfs-ext",
    );
    breaks(
        &file,
        &ext("x", json!({"own": 1})),
        "extension-name",
        "/extensions/x",
    );
    breaks(
        &file,
        &ext("x-own-ext", json!({})),
        "empty-object",
        "/extensions/x-own-ext",
    );
    let name = format!("extension-definition--{UUID}");
    let path = format!("/extensions/{name}");
    breaks(
        &file,
        &ext(&name, json!({"own": 1})),
        "missing-property",
        &path,
    );
    let kind = json!({"extension_type": "other"});
    breaks(
        &file,
        &ext(&name, kind),
        "closed-word",
        &format!("{path}/extension_type"),
    );
    let stream = json!({"alternate_data_streams": [{"size": -1, "name": "a"}]});
    let path = "/extensions/ntfs-ext/alternate_data_streams/0/size";
    breaks(&file, &ext("ntfs-ext", stream), "out-of-range", path);
}

#[test]
fn the_old_container_of_observed_data_has_keys_for_references() {
    let objects = |key: &str| {
        json!({"0": observable("file", &json!({"name": "a", "parent_directory_ref": key})),
            "1": observable("directory", &json!({"path": "a"}))})
    };
    let observed = json!({"first_observed": "2026-11-21T08:30:00Z", "number_observed": 1,
        "last_observed": "2026-11-21T08:30:00Z", "objects": objects("1")});
    let observed = domain("observed-data", &observed);
    let path = "/objects/0/parent_directory_ref";
    breaks(
        &observed,
        &json!({"objects": objects("0")}),
        "reference-type",
        path,
    );
    breaks(
        &observed,
        &json!({"objects": objects("2")}),
        "reference-unknown",
        path,
    );
    breaks(
        &observed,
        &json!({"objects": {}}),
        "empty-object",
        "/objects",
    );
    let tool = domain("tool", &json!({"name": "a"}));
    breaks(
        &observed,
        &json!({"objects": {"0": tool}}),
        "object-type",
        "/objects/0",
    );
    breaks(&observed, &json!({"objects": null}), "property-group", "");
}

#[test]
fn bundles_are_checked_object_by_object() {
    let bundle = |objects: Value| json!({"type": "bundle", "id": format!("bundle--{UUID}"), "objects": objects});
    let tool = domain("tool", &json!({"name": "a"}));
    let right = bundle(json!([tool]));
    let found = check(&right.to_string());
    assert_eq!(
        (found.is_valid(), found.objects, found.version),
        (true, 1, Some("2.1"))
    );
    breaks(
        &right,
        &json!({"objects": [right]}),
        "object-type",
        "/objects/0",
    );
    breaks(&right, &json!({"objects": []}), "empty-list", "/objects");
    breaks(
        &right,
        &json!({"objects": [domain("tool", &json!({}))]}),
        "missing-property",
        "/objects/0",
    );
    let older = domain("campaign", &json!({"name": "a", "spec_version": null}));
    assert_eq!(warnings(&bundle(json!([older]))), ["older-object"]);
    assert_eq!(warnings(&bundle(json!([tool, tool]))), ["duplicate"]);
}

#[test]
fn what_should_be_is_only_warned_of() {
    for (object, code) in [
        (domain("x-own", &json!({})), "custom-object"),
        (
            domain("tool", &json!({"name": "a", "x_own": 1})),
            "custom-property",
        ),
        (
            domain("tool", &json!({"name": "a", "tool_types": ["other"]})),
            "open-word",
        ),
        (
            domain("location", &json!({"country": "England"})),
            "country",
        ),
        (
            observable(
                "mutex",
                &json!({"name": "a", "id": format!("mutex--{UUID}")}),
            ),
            "uuid-version",
        ),
        (
            observable("file", &json!({"name": "a", "mime_type": "a"})),
            "media-type",
        ),
        (
            observable("file", &json!({"name": "a", "hashes": {"own": "a"}})),
            "hash-name",
        ),
    ] {
        assert_eq!(warnings(&object), [code], "{object}");
    }
}
