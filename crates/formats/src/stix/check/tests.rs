//! Each rule on a text that keeps it and on one that breaks it.

use serde_json::json;

use super::*;

const UUID: &str = "8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";

fn domain(kind: &str, more: &Value) -> Value {
    let mut object = json!({
        "type": kind,
        "spec_version": "2.1",
        "id": format!("{kind}--{UUID}"),
        "created": "2026-11-21T08:30:00.000Z",
        "modified": "2026-11-21T08:30:00.000Z",
    });
    merge(&mut object, more);
    object
}

fn observable(kind: &str, more: &Value) -> Value {
    let version = if kind == "process" { '4' } else { '5' };
    let id = format!("{kind}--8e2e2d2b-17d4-{version}cbf-938f-98ee46b3cd3f");
    let mut object = json!({"type": kind, "id": id});
    merge(&mut object, more);
    object
}

/// Puts members in; null takes one out.
fn merge(object: &mut Value, more: &Value) {
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => object.as_object_mut().unwrap().remove(name),
            value => object
                .as_object_mut()
                .unwrap()
                .insert(name.clone(), value.clone()),
        };
    }
}

fn errors(object: &Value) -> Vec<(&'static str, String)> {
    let found = check(&object.to_string()).errors.into_iter();
    found.map(|fault| (fault.code, fault.path)).collect()
}

fn warnings(object: &Value) -> Vec<&'static str> {
    let found = check(&object.to_string());
    assert_eq!(found.errors, [], "{object}");
    found.warnings.into_iter().map(|fault| fault.code).collect()
}

/// Asserts that an object is right, and that one member more makes it wrong there.
fn breaks(object: &Value, more: &Value, code: &'static str, path: &str) {
    assert_eq!(errors(object), [], "{object}");
    let mut broken = object.clone();
    merge(&mut broken, more);
    assert_eq!(errors(&broken), [(code, path.to_owned())], "{broken}");
}

#[test]
fn what_is_no_object_of_stix_is_said() {
    for (text, code) in [
        ("", "json"),
        ("{", "json"),
        ("[]", "not-an-object"),
        ("1", "not-an-object"),
        ("{}", "missing-property"),
        (r#"{"type":1}"#, "missing-property"),
    ] {
        assert_eq!(check(text).errors[0].code, code, "{text}");
    }
    let deep = format!("{}1", "[".repeat(200));
    assert_eq!(check(&deep).errors[0].code, "json");
    let long = " ".repeat(exchange::MAX_BYTES + 1);
    assert_eq!(check(&long).errors[0].code, "too-long");
}

#[test]
fn faults_have_lines_and_columns_and_a_bound() {
    let text = "{\n  \"type\": \"tool\",\n  \"spec_version\": \"2.1\", \"id\": \"tool--x\",\n  \"labels\": [\"é\", 2]\n}";
    let found = check(text);
    let place = |path: &str| {
        let mut errors = found.errors.iter();
        let fault = errors.find(|fault| fault.path == path).unwrap();
        (fault.line, fault.column)
    };
    assert_eq!(place("/id"), (3, 32));
    assert_eq!(place("/labels/1"), (4, 19));
    assert_eq!(place(""), (1, 1));
    let many = domain("tool", &json!({"name": "a", "labels": vec![1; MOST + 7]}));
    let found = check(&many.to_string());
    assert_eq!((found.errors.len(), found.left_out), (MOST, 7));
}

#[test]
fn objects_have_what_all_have() {
    let tool = domain("tool", &json!({"name": "a"}));
    breaks(&tool, &json!({"name": null}), "missing-property", "");
    breaks(
        &tool,
        &json!({"spec_version": null}),
        "missing-property",
        "",
    );
    breaks(
        &tool,
        &json!({"spec_version": "3.0"}),
        "closed-word",
        "/spec_version",
    );
    breaks(&tool, &json!({"name": 1}), "value-type", "/name");
    breaks(&tool, &json!({"id": "tool--1"}), "identifier", "/id");
    breaks(
        &tool,
        &json!({"id": format!("file--{UUID}")}),
        "identifier-type",
        "/id",
    );
    breaks(
        &tool,
        &json!({"confidence": 101}),
        "out-of-range",
        "/confidence",
    );
    breaks(&tool, &json!({"labels": []}), "empty-list", "/labels");
    breaks(&tool, &json!({"lang": "english"}), "language", "/lang");
    breaks(
        &tool,
        &json!({"created": "2026-11-21T08:30:00Z"}),
        "timestamp",
        "/created",
    );
    breaks(
        &tool,
        &json!({"modified": "2026-11-21T08:29:59.999Z"}),
        "timestamp-order",
        "",
    );
    let ids = json!({"created_by_ref": format!("tool--{UUID}")});
    breaks(&tool, &ids, "reference-type", "/created_by_ref");
    breaks(&tool, &json!({"x-own": 1}), "property-name", "/x-own");
    breaks(
        &tool,
        &json!({"severity": 1}),
        "reserved-property",
        "/severity",
    );
    breaks(&tool, &json!({"x_own_bin": "Y"}), "base64", "/x_own_bin");
    breaks(&tool, &json!({"x_own_hex": "0"}), "hex", "/x_own_hex");
    let action = domain("action", &json!({}));
    assert_eq!(errors(&action), [("type-name", "/type".to_owned())]);
}

#[test]
fn what_holds_between_properties_is_checked() {
    let indicator = json!({"pattern": "[file:name = 'a']", "pattern_type": "stix",
        "valid_from": "2026-11-21T08:30:00Z", "valid_until": "2026-11-21T08:30:00.1Z"});
    let indicator = domain("indicator", &indicator);
    breaks(
        &indicator,
        &json!({"valid_until": "2026-11-21T08:30:00.0Z"}),
        "timestamp-order",
        "",
    );
    breaks(
        &indicator,
        &json!({"pattern": "[file:name = a]"}),
        "pattern",
        "/pattern",
    );
    breaks(
        &indicator,
        &json!({"pattern": "[file:aa = 1]"}),
        "pattern",
        "/pattern",
    );
    breaks(
        &indicator,
        &json!({"pattern": "[aa:name = 1]"}),
        "pattern",
        "/pattern",
    );
    let location = domain(
        "location",
        &json!({"latitude": 1, "longitude": 2.5, "precision": 3}),
    );
    breaks(
        &location,
        &json!({"latitude": 91}),
        "out-of-range",
        "/latitude",
    );
    breaks(
        &domain("location", &json!({"region": "africa"})),
        &json!({"region": null}),
        "property-group",
        "",
    );
    breaks(
        &domain("location", &json!({"region": "africa"})),
        &json!({"latitude": 1}),
        "property-group",
        "",
    );
    let malware = domain("malware", &json!({"is_family": false}));
    breaks(
        &malware,
        &json!({"is_family": true}),
        "missing-property",
        "",
    );
    let traffic = json!({"protocols": ["tcp"], "is_active": true,
        "src_ref": "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4"});
    let traffic = observable("network-traffic", &traffic);
    breaks(
        &traffic,
        &json!({"end": "2026-11-21T08:30:00Z"}),
        "property-group",
        "/end",
    );
    breaks(&traffic, &json!({"src_ref": null}), "property-group", "");
    breaks(&traffic, &json!({"src_ref": "0"}), "identifier", "/src_ref");
    breaks(
        &traffic,
        &json!({"src_port": 65_536}),
        "out-of-range",
        "/src_port",
    );
    let mail = observable(
        "email-message",
        &json!({"is_multipart": false, "body": "a"}),
    );
    breaks(
        &mail,
        &json!({"is_multipart": true}),
        "property-group",
        "/body",
    );
    let mail = observable(
        "email-message",
        &json!({"is_multipart": false, "subject": "a"}),
    );
    breaks(&mail, &json!({"subject": null}), "uuid-version", "");
    let artifact = observable("artifact", &json!({"payload_bin": "YQ=="}));
    breaks(
        &artifact,
        &json!({"decryption_key": "a"}),
        "property-group",
        "",
    );
    breaks(
        &artifact,
        &json!({"mime_type": "a/b"}),
        "media-type",
        "/mime_type",
    );
}

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
