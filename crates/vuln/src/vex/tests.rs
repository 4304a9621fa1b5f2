use super::*;
use crate::purl::Purl;

fn component(purl: &str) -> Component {
    Component::of_purl(Purl::parse(purl).unwrap())
}

const CSAF: &str = r#"{"document": {"csaf_version": "2.0", "publisher": {"name": "Example"},
    "tracking": {"current_release_date": "2026-01-02T00:00:00Z"}},
  "product_tree": {"branches": [{"category": "vendor", "name": "Example", "branches": [
    {"category": "product_name", "name": "Widget", "branches": [
      {"category": "product_version", "name": "1.0", "product": {"name": "Widget 1.0", "product_id": "W1"}}]}]}],
    "full_product_names": [{"name": "Gadget", "product_id": "G",
      "product_identification_helper": {"purl": "pkg:npm/gadget@2.0.0"}}]},
  "vulnerabilities": [{"cve": "CVE-2026-1000", "ids": [{"system_name": "x", "text": "EX-7"}],
    "flags": [{"label": "component_not_present", "product_ids": ["G"]}],
    "remediations": [{"category": "vendor_fix", "details": "Update to 1.1", "product_ids": ["W1"]}],
    "product_status": {"known_not_affected": ["G"], "known_affected": ["W1"]}}]}"#;

const OPENVEX: &str = r#"{"@context": "https://openvex.dev/ns/v0.2.0", "author": "Example",
  "timestamp": "2026-02-01T00:00:00Z", "statements": [
    {"vulnerability": {"name": "CVE-2026-1000", "aliases": ["EX-7"]}, "status": "under_investigation",
     "products": [{"@id": "pkg:npm/gadget"}]},
    {"vulnerability": "CVE-2026-1001", "status": "fixed", "timestamp": "2026-03-01T00:00:00Z",
     "products": [{"@id": "pkg:oci/image", "subcomponents": [{"@id": "pkg:npm/gadget@2.0.0"}]}]}]}"#;

#[test]
fn statements_of_three_formats_answer() {
    let mut statements = read(CSAF).unwrap();
    let gadget = component("pkg:npm/gadget@2.0.0");
    let widget = Component {
        vendor: Some("example".into()),
        product: Some("widget".into()),
        version: Some("1.0".into()),
        ..Component::default()
    };
    let said = |statements: &[Statement], id: &str, component: &Component| {
        decide(statements, &[id], component).map(|decision| (decision.answer, decision.because))
    };
    let not = "Example says not affected: component not present".to_owned();
    assert_eq!(
        said(&statements, "cve-2026-1000", &gadget),
        Some((Answer::NotAffected, not.clone()))
    );
    assert_eq!(
        said(&statements, "EX-7", &gadget),
        Some((Answer::NotAffected, not))
    );
    let update = "Example says affected: Update to 1.1".to_owned();
    assert_eq!(
        said(&statements, "CVE-2026-1000", &widget),
        Some((Answer::Affected, update))
    );
    let other = component("pkg:npm/gadget@2.0.1");
    assert_eq!(
        said(&statements, "CVE-2026-1000", &other),
        None,
        "another version"
    );
    assert_eq!(
        said(&statements, "CVE-2026-1001", &gadget),
        None,
        "another vulnerability"
    );

    // What is said later counts.
    statements.extend(read(OPENVEX).unwrap());
    let later = "Example says under investigation".to_owned();
    assert_eq!(
        said(&statements, "CVE-2026-1000", &other),
        Some((Answer::Unknown, later.clone()))
    );
    assert_eq!(
        said(&statements, "CVE-2026-1000", &gadget),
        Some((Answer::Unknown, later))
    );
    assert_eq!(
        said(&statements, "CVE-2026-1001", &gadget),
        Some((Answer::NotAffected, "Example says fixed".to_owned()))
    );
}

#[test]
fn what_is_written_as_cyclonedx_reads_the_same() {
    let mut statements = read(CSAF).unwrap();
    statements.extend(read(OPENVEX).unwrap());
    let at = statements[0].at.unwrap();
    for statement in &mut statements {
        (statement.by, statement.at) = (String::new(), Some(at));
        if statement.product.version.is_none() {
            statement.product.version = statement.product.version();
        }
    }
    let written = cyclonedx(&statements, at).to_string();
    let read: Vec<Statement> = read(&written).unwrap();
    assert_eq!(read.len(), statements.len());
    for (read, statement) in read.iter().zip(&statements) {
        assert_eq!(
            (&read.ids, read.status, &read.why),
            (&statement.ids, statement.status, &statement.why)
        );
        assert!(read.speaks_of(&statement.product), "{read:?}");
    }
}

#[test]
fn a_range_of_csaf_is_not_every_version() {
    let of = |range: &str| {
        let branch = r#""category": "product_version", "name": "1.0""#;
        let range = format!(r#""category": "product_version_range", "name": "{range}""#);
        read(&CSAF.replace(branch, &range)).unwrap()
    };
    let widget = |version: &str| Component {
        vendor: Some("example".into()),
        product: Some("widget".into()),
        version: Some(version.into()),
        ..Component::default()
    };
    let speaks = |statements: &[Statement], version: &str| {
        decide(statements, &["CVE-2026-1000"], &widget(version)).is_some()
    };
    let vers = of("vers:semver/<4.2.0");
    assert!(speaks(&vers, "4.1.9") && !speaks(&vers, "4.2.0"));
    // What cannot be read says nothing of any version.
    let text = of("<4.2");
    assert!(!speaks(&text, "4.1.9") && !speaks(&text, "4.2.0"));
}

#[test]
fn what_is_said_of_a_product_does_not_grow_without_end() {
    let fix = r#"{"category": "vendor_fix", "details": "Update to 1.1", "product_ids": ["W1"]}"#;
    let long = fix.replace("Update to 1.1", &"x".repeat(100_000));
    let many = vec![long; 100].join(",");
    let statements = read(&CSAF.replace(fix, &many)).unwrap();
    assert!(
        statements
            .iter()
            .any(|statement| statement.why.len() == MAX_WHY)
    );
    assert!(
        statements
            .iter()
            .all(|statement| statement.why.len() <= MAX_WHY)
    );
    let ids: Vec<String> = (0..10_000).map(|n| format!("\"P{n}\"")).collect();
    let group = format!(
        r#""product_groups": [{{"group_id": "G", "product_ids": [{}]}}], "full_product_names""#,
        ids.join(",")
    );
    let named = fix.replace(r#""product_ids": ["W1"]"#, r#""group_ids": ["G"]"#);
    let many = vec![named; 1 + crate::csaf::MAX_NAMED / 10_000].join(",");
    let hostile = CSAF
        .replace(r#""full_product_names""#, &group)
        .replace(fix, &many);
    assert_eq!(read(&hostile), Err(Error::Groups));
}

#[test]
fn a_statement_of_a_range_speaks_of_the_versions_in_it() {
    let bom = r#"{"bomFormat": "CycloneDX", "vulnerabilities": [{"id": "CVE-2026-1000",
        "analysis": {"state": "not_affected"}, "affects": [{"ref": "pkg:npm/gadget", "versions": [
            {"range": "vers:npm/>=2.0.0|<3.0.0", "status": "unaffected"}, {"version": "1.0.0", "status": "affected"}]}]}]}"#;
    let statements = read(bom).unwrap();
    let answer = |version: &str| {
        let component = component(&format!("pkg:npm/gadget@{version}"));
        decide(&statements, &["CVE-2026-1000"], &component).map(|decision| decision.answer)
    };
    assert_eq!(answer("2.5.0"), Some(Answer::NotAffected));
    assert_eq!(answer("1.0.0"), Some(Answer::Affected));
    assert_eq!(answer("3.0.0"), None);
}

#[test]
fn what_is_none_of_them_is_refused() {
    assert_eq!(read("{}"), Err(Error::Kind));
    assert!(matches!(read("{"), Err(Error::Json(_))));
    assert_eq!(read(&" ".repeat(MAX_DOCUMENT + 1)), Err(Error::Long));
    let products = format!("[{}]", vec!["\"pkg:npm/w\""; MAX_STATEMENTS + 1].join(","));
    let many = format!(
        r#"{{"@context": "openvex", "statements": [{{"vulnerability": "CVE-2026-1", "status": "fixed", "products": {products}}}]}}"#
    );
    assert_eq!(read(&many), Err(Error::Many));
    let pointing = r#"{"bomFormat": "CycloneDX", "vulnerabilities": [{"id": "CVE-2026-1000",
        "analysis": {"state": "exploitable"}, "affects": [{"ref": "urn:cdx:0/1#a"}]}]}"#;
    let statements = read(pointing).unwrap();
    assert_eq!(statements[0].product, Component::default());
    assert!(!statements[0].speaks_of(&Component::default()));
}
