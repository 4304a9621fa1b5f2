//! Objects as a whole.

use serde_json::json;

use super::*;

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
