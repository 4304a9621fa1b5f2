use super::*;

/// A document that no test finds anything in but what is missing on purpose.
fn advisory() -> Value {
    serde_json::json!({
        "document": {
            "category": "csaf_vex", "csaf_version": "2.0", "lang": "en", "title": "Widget",
            "distribution": {"tlp": {"label": "WHITE"}},
            "notes": [{"category": "summary", "text": "A summary."}],
            "publisher": {"category": "vendor", "name": "Example", "namespace": "https://example.com"},
            "references": [{"category": "self", "summary": "This.", "url": "https://example.com/ex-1.json"}],
            "tracking": {
                "current_release_date": "2026-01-02T00:00:00Z", "id": "EX-1",
                "initial_release_date": "2026-01-02T00:00:00Z", "status": "final", "version": "1",
                "revision_history": [{"date": "2026-01-02T00:00:00Z", "number": "1", "summary": "First."}]
            }
        },
        "product_tree": {
            "branches": [{"category": "vendor", "name": "Example", "branches": [
                {"category": "product_name", "name": "Widget", "branches": [
                    {"category": "product_version", "name": "1.0", "product": {
                        "name": "Widget 1.0", "product_id": "W1",
                        "product_identification_helper": {"purl": "pkg:generic/widget@1.0"}}}
                ]}
            ]}]
        },
        "vulnerabilities": [{
            "cve": "CVE-2026-1000", "cwe": {"id": "CWE-416", "name": "Use After Free"},
            "flags": [{"label": "component_not_present", "product_ids": ["W1"]}],
            "notes": [{"category": "description", "text": "Freed and used."}],
            "product_status": {"known_not_affected": ["W1"]}
        }]
    })
}

fn rules(value: &Value) -> Vec<&'static str> {
    let check = check(&value.to_string());
    check.findings.iter().map(|finding| finding.rule).collect()
}

#[test]
fn nothing_is_found_in_a_good_document() {
    assert_eq!(rules(&advisory()), [""; 0]);
}

/// Each change of one place is found by one rule.
#[test]
fn each_rule_finds_its_fault() {
    for (place, value, rule) in [
        ("/document/csaf_version", "\"2.1\"", "schema"),
        ("/document/publisher/namespace", "\"example\"", "schema"),
        ("/document/tracking/status", "7", "schema"),
        (
            "/document/tracking/current_release_date",
            "\"2026-01-02\"",
            "schema",
        ),
        ("/document/tracking/version", "\"01\"", "schema"),
        ("/document/distribution", "{}", "schema"),
        ("/document/category", "\"Security_Advisory\"", "6.1.26"),
        ("/document/category", "\"csaf_more\"", "6.1.26"),
        ("/document/lang", "\"zz\"", "6.1.12"),
        ("/document/lang", "\"zzj-Latn\"", ""),
        ("/document/lang", "\"zzz\"", "6.1.12"),
        ("/document/lang", "\"en-Xxyz\"", "6.1.12"),
        ("/document/lang", "\"de-1234\"", "6.1.12"),
        ("/document/lang", "\"qab\"", "6.2.14"),
        ("/document/lang", "\"en-QX\"", "6.2.14"),
        ("/document/lang", "\"x-own\"", "6.2.14"),
        ("/document/lang", "\"i-default\"", "6.2.15"),
        ("/document/source_lang", "\"EN\"", "6.1.28"),
        ("/document/publisher/category", "\"translator\"", "6.1.15"),
        ("/document/tracking/version", "\"2\"", "6.1.16"),
        ("/document/tracking/version", "\"1.0.0\"", "6.1.30"),
        ("/document/more", "1", "6.2.20"),
        ("/vulnerabilities/0/cwe/name", "\"Use\"", "6.1.11"),
        ("/vulnerabilities/0/cwe/id", "\"CWE-9999\"", "6.1.11"),
        (
            "/vulnerabilities/0/flags/0/product_ids",
            "[\"W2\"]",
            "6.1.1",
        ),
        ("/vulnerabilities/0/flags/0/group_ids", "[\"G\"]", "6.1.4"),
        (
            "/vulnerabilities/0/flags",
            "[{\"label\": \"component_not_present\"}]",
            "6.1.32",
        ),
        (
            "/vulnerabilities/0/product_status/fixed",
            "[\"W1\"]",
            "6.1.6",
        ),
        (
            "/vulnerabilities/0/product_status",
            "{\"known_affected\": [\"W1\"]}",
            "6.1.27.10",
        ),
        (
            "/vulnerabilities/0/product_status",
            "{\"recommended\": [\"W1\"]}",
            "6.1.27.7",
        ),
        (
            "/vulnerabilities/0/remediations",
            "[{\"category\": \"mitigation\", \"details\": \"x\"}]",
            "6.1.29",
        ),
        (
            "/product_tree/branches/0/branches/0/branches/0/name",
            "\"all versions\"",
            "6.1.31",
        ),
        (
            "/product_tree/branches/0/branches/0/branches/0/name",
            "\"v1.0\"",
            "6.3.11",
        ),
        (
            "/product_tree/branches/0/category",
            "\"product_family\"",
            "6.3.9",
        ),
    ] {
        let mut document = advisory();
        let (parent, member) = place.rsplit_once('/').unwrap();
        document.pointer_mut(parent).unwrap()[member] = serde_json::from_str(value).unwrap();
        let found = rules(&document);
        let right = found.contains(&rule) || (found.is_empty() && rule.is_empty());
        assert!(right, "{place} {value}: {found:?}, not {rule:?}");
    }
}

/// What a score says is told by the rule for it, and by no other.
#[test]
fn scores_are_told_by_the_rule_for_what_is_wrong() {
    const V3: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";
    let good = serde_json::json!({"version": "3.1", "vectorString": V3, "baseScore": 9.8, "baseSeverity": "CRITICAL"});
    for (members, rules_found) in [
        (serde_json::json!({}), &[][..]),
        (serde_json::json!({"baseScore": 9.7}), &["6.1.9"]),
        (serde_json::json!({"baseSeverity": "HIGH"}), &["6.1.9"]),
        (serde_json::json!({"attackVector": "LOCAL"}), &["6.1.10"]),
        // What the schema does not know is no score at all.
        (serde_json::json!({"baseScore": 11}), &["6.1.8"]),
        (serde_json::json!({"baseSeverity": "Critical"}), &["6.1.8"]),
        (serde_json::json!({"attackVector": "SEA"}), &["6.1.8"]),
        (
            serde_json::json!({"exploitCodeMaturity": "SOME"}),
            &["6.1.8"],
        ),
        (serde_json::json!({"version": "3.0"}), &["6.1.8", "6.3.2"]),
        // What the vector leaves open is said beside it, and scores may be made of it.
        (
            serde_json::json!({"exploitCodeMaturity": "UNPROVEN", "temporalScore": 9.0}),
            &[],
        ),
        (
            serde_json::json!({"exploitCodeMaturity": "UNPROVEN", "temporalScore": 9.1}),
            &["6.1.9"],
        ),
    ] {
        let mut score = good.clone();
        for (member, value) in members.as_object().unwrap() {
            score[member] = value.clone();
        }
        let mut document = advisory();
        document["vulnerabilities"][0]["scores"] =
            serde_json::json!([{"products": ["W1"], "cvss_v3": score}]);
        assert_eq!(rules(&document), rules_found, "{members}");
    }
    // A fixed product is scored for an environment in which nothing is left.
    let none = serde_json::json!({
        "modifiedConfidentialityImpact": "NONE", "modifiedIntegrityImpact": "NONE",
        "modifiedAvailabilityImpact": "NONE", "environmentalScore": 0, "environmentalSeverity": "NONE"
    });
    for (members, rules_found) in [(none, &[][..]), (serde_json::json!({}), &["6.2.19"])] {
        let mut score = good.clone();
        for (member, value) in members.as_object().unwrap() {
            score[member] = value.clone();
        }
        let mut document = advisory();
        document["vulnerabilities"][0]["product_status"] = serde_json::json!({"fixed": ["W1"]});
        document["vulnerabilities"][0]["flags"] = Value::Null;
        document["vulnerabilities"][0]
            .as_object_mut()
            .unwrap()
            .remove("flags");
        document["vulnerabilities"][0]["scores"] =
            serde_json::json!([{"products": ["W1"], "cvss_v3": score}]);
        assert_eq!(rules(&document), rules_found, "{members}");
    }
}

#[test]
fn a_score_of_version_2_is_not_the_only_one_of_a_product() {
    let v2 = serde_json::json!({"version": "2.0", "vectorString": "AV:N/AC:L/Au:N/C:C/I:C/A:C", "baseScore": 10});
    let v3 = serde_json::json!({"version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "baseScore": 9.8, "baseSeverity": "CRITICAL"});
    let mut document = advisory();
    for (scores, found) in [
        (
            serde_json::json!([{"products": ["W1"], "cvss_v2": v2, "cvss_v3": v3}]),
            &[][..],
        ),
        (
            serde_json::json!([{"products": ["W1"], "cvss_v2": v2}, {"products": ["W1"], "cvss_v3": v3}]),
            &[],
        ),
        (
            serde_json::json!([{"products": ["W1"], "cvss_v2": v2}]),
            &["6.3.1"],
        ),
    ] {
        document["vulnerabilities"][0]["scores"] = scores;
        assert_eq!(rules(&document), found);
    }
}

#[test]
fn what_is_no_document_is_refused_and_nothing_grows_without_bound() {
    for text in [
        "",
        "{",
        "[]",
        "7",
        "{\"document\":[]}",
        "{\"vulnerabilities\":{}}",
    ] {
        assert!(!check(text).is_valid(), "{text}");
    }
    let ids: Vec<String> = (0..5_000).map(|n| format!("P{n}")).collect();
    let mut document = advisory();
    document["vulnerabilities"][0]["product_status"]["fixed"] = ids.into();
    assert_eq!(check(&document.to_string()).findings.len(), MAX_FINDINGS);
    // What is not wrong takes no room from what is.
    let mut document = advisory();
    for n in 0..2 * MAX_FINDINGS {
        document["document"][format!("x{n}")] = n.into();
    }
    assert!(check(&document.to_string()).is_valid());
    document["vulnerabilities"][0]["flags"][0]["product_ids"] = serde_json::json!(["W2"]);
    let told = check(&document.to_string());
    assert!(!told.is_valid());
    assert_eq!(
        (told.findings[0].rule, told.findings.len()),
        ("6.1.1", MAX_FINDINGS)
    );
    // Groups that are named again and again come to more than anybody says.
    let ids: Vec<String> = (0..10_000).map(|n| format!("P{n}")).collect();
    let threat = serde_json::json!({"category": "impact", "details": "None.", "group_ids": ["G"]});
    let mut document = advisory();
    document["product_tree"]["product_groups"] =
        serde_json::json!([{"group_id": "G", "product_ids": ids}]);
    document["vulnerabilities"][0]["threats"] = vec![threat; 1 + MAX_NAMED / 10_000].into();
    assert_eq!(check(&document.to_string()).findings[0].rule, "groups");
    let deep = "[".repeat(100_000);
    assert_eq!(check(&deep).findings[0].rule, "json");
    let long = " ".repeat(MAX_DOCUMENT + 1);
    assert_eq!(check(&long).findings[0].rule, "json");
}

#[test]
fn members_out_of_order_are_told_by_the_text_alone() {
    let text = advisory().to_string();
    let swapped = text.replace(
        "{\"category\":\"vendor\",\"name\":\"Example\",\"namespace\"",
        "{\"name\":\"Example\",\"category\":\"vendor\",\"namespace\"",
    );
    assert_ne!(text, swapped);
    let found = check(&swapped).findings;
    assert_eq!(
        (found[0].rule, &*found[0].path),
        ("6.2.13", "/document/publisher/category")
    );
}

#[test]
fn members_that_are_there_twice_are_told() {
    let text = advisory().to_string();
    let twice = text.replace("\"id\":\"EX-1\"", "\"id\":\"EX-1\",\"id\":\"EX-1\"");
    let found = check(&twice).findings;
    assert_eq!(
        (found[0].rule, &*found[0].path),
        ("json", "/document/tracking/id")
    );
}

#[test]
fn file_names_follow_the_identifier() {
    for (id, name) in [
        (
            "cisco-sa-20190513-secureboot",
            "cisco-sa-20190513-secureboot.json",
        ),
        ("RHSA-2019:1862", "rhsa-2019_1862.json"),
        ("A  .b/+C", "a_b_+c.json"),
    ] {
        assert_eq!(file_name(id), name);
    }
}
