//! FIRST's JSON form: what is written follows the schemas, what is read must agree with itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use watchbell_cvss::{
    Vector, Version,
    json::{Cvss, Document, Problem},
};

use crate::shared::{Dice, data};

/// The enumerated texts of each member that the schema has.
fn allowed(version: Version) -> Option<BTreeMap<String, Vec<String>>> {
    let path = data()?.join(format!("schema/cvss-v{version}.json"));
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut members = BTreeMap::new();
    for (name, member) in schema["properties"].as_object().unwrap() {
        let texts = match member["$ref"].as_str() {
            Some(reference) => {
                &schema["definitions"][reference.rsplit('/').next().unwrap()]["enum"]
            }
            None => &member["enum"],
        };
        let texts = texts.as_array().map(|texts| {
            texts
                .iter()
                .map(|text| text.as_str().unwrap().to_owned())
                .collect()
        });
        members.insert(name.clone(), texts.unwrap_or_default());
    }
    if version == Version::V4 {
        // scores and severities stand in the schema's conditions only
        for group in ["base", "threat", "environmental"] {
            members.insert(format!("{group}Score"), Vec::new());
            let words = ["NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"].map(str::to_owned);
            members.insert(format!("{group}Severity"), words.into());
        }
    }
    Some(members)
}

/// The tables have the members and texts of the schemas, no more and no less.
#[test]
fn tables_follow_the_schemas() {
    for version in Version::ALL {
        let Some(members) = allowed(version) else {
            return;
        };
        for metric in version.metrics() {
            let mut texts: Vec<_> = metric
                .values
                .iter()
                .map(|value| value.json.to_owned())
                .collect();
            let mut expected = members[metric.json].clone();
            texts.sort();
            expected.sort();
            assert_eq!(texts, expected, "{version} {}", metric.json);
        }
        let others = members
            .keys()
            .filter(|name| !version.metrics().iter().any(|metric| metric.json == *name));
        for name in others {
            let known = name.ends_with("Score") || name.ends_with("Severity");
            assert!(
                known || ["version", "vectorString"].contains(&name.as_str()),
                "{name}"
            );
        }
    }
}

#[test]
fn written_and_read_back() {
    let mut dice = Dice(37);
    for version in Version::ALL {
        let members = allowed(version);
        for at in 0..3_000 {
            let vector = dice.vector(version, [0, 30, 100][at % 3]);
            let text = serde_json::to_string(&Cvss(vector)).unwrap();
            assert_eq!(
                serde_json::from_str::<Cvss>(&text).unwrap(),
                Cvss(vector),
                "{text}"
            );
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(
                serde_json::from_value::<Cvss>(value.clone()).unwrap(),
                Cvss(vector)
            );
            let Some(members) = &members else { continue };
            for (name, member) in value.as_object().unwrap() {
                let texts = members
                    .get(name)
                    .unwrap_or_else(|| panic!("{name} is not in the schema"));
                if let (Some(text), false) = (member.as_str(), texts.is_empty()) {
                    assert!(texts.iter().any(|known| known == text), "{name}: {text}");
                }
                assert_eq!(member.is_number(), name.ends_with("Score"), "{name}");
            }
            assert_eq!(value["baseScore"].to_string(), vector.base().to_string());
        }
    }
}

#[test]
fn names_of_each_version() {
    let write = |text: &str| serde_json::to_value(Cvss(Vector::parse(text).unwrap())).unwrap();
    let four = write("CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P/MSI:S");
    assert_eq!(four["version"], "4.0");
    assert_eq!(four["attackVector"], "ADJACENT");
    assert_eq!(four["exploitMaturity"], "PROOF_OF_CONCEPT");
    assert_eq!(four["modifiedSubIntegrityImpact"], "SAFETY");
    assert!(four["threatScore"].is_number() && four["environmentalSeverity"].is_string());
    let three = write("CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P");
    assert_eq!(three["attackVector"], "ADJACENT_NETWORK");
    assert_eq!(three["exploitCodeMaturity"], "PROOF_OF_CONCEPT");
    assert_eq!(
        (&three["baseScore"], &three["temporalScore"]),
        (&json!(8.8), &json!(8.3))
    );
    assert_eq!(three["baseSeverity"], "HIGH");
    assert!(three.get("environmentalScore").is_none());
    let two = write("AV:A/AC:L/Au:N/C:P/I:P/A:P/E:POC/RL:ND/RC:ND");
    assert_eq!(two["exploitability"], "PROOF_OF_CONCEPT");
    assert_eq!(two["accessVector"], "ADJACENT_NETWORK");
    assert!(two.get("baseSeverity").is_none());
}

/// Each member that is changed is named.
#[test]
fn what_does_not_agree() {
    let mut dice = Dice(41);
    for version in Version::ALL {
        for _ in 0..200 {
            let vector = dice.vector(version, 100);
            let good = serde_json::to_value(Cvss(vector)).unwrap();
            for name in good.as_object().unwrap().keys() {
                let mut bad = good.clone();
                bad[name] = if name.ends_with("Score") {
                    json!(11.5)
                } else {
                    json!("SOMETHING")
                };
                let error = serde_json::from_value::<Cvss>(bad).expect_err(name);
                assert!(error.to_string().contains(name.as_str()), "{name}: {error}");
                bad = good.clone();
                bad[name] = Value::Null;
                serde_json::from_value::<Cvss>(bad).expect_err(name);
            }
        }
    }
}

#[test]
fn what_others_write() {
    let read = |value: Value| serde_json::from_value::<Document>(value).unwrap();
    let vector = "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:H/I:H/A:H";
    let published = read(json!({
        "version": "3.1", "vectorString": vector, "baseScore": 9.1, "baseSeverity": "CRITICAL",
        "source": { "name": "somebody" }, "tags": [1, 2],
    }));
    let differs = Problem::Differs {
        member: "baseScore",
        found: "9.1".into(),
        expected: "9.0".into(),
    };
    assert_eq!(published.problems(), [differs]);
    assert_eq!(published.vector().unwrap().base().tenths(), 90);
    assert_eq!(published.published("baseScore").unwrap().tenths(), 91);

    let all = read(json!({
        "version": "3.1", "vectorString": vector, "baseScore": 9, "baseSeverity": "CRITICAL",
        "temporalScore": 9.0, "environmentalScore": 9.1, "environmentalSeverity": "CRITICAL", "exploitCodeMaturity": "NOT_DEFINED",
    }));
    assert_eq!(
        all.problems(),
        [],
        "scores of undefined groups may be there"
    );

    let whole = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N/E:P";
    let four = json!({ "version": "4.0", "vectorString": whole, "baseScore": 5.5, "baseSeverity": "MEDIUM" });
    assert_eq!(
        read(four).problems(),
        [],
        "the base score of 4.0 may be the whole vector's"
    );

    assert_eq!(
        read(json!({})).problems(),
        [Problem::Missing {
            member: "vectorString"
        }]
    );
    let bare = read(json!({ "vectorString": vector }));
    let missing =
        ["version", "baseScore", "baseSeverity"].map(|member| Problem::Missing { member });
    assert_eq!(bare.problems(), missing);
    let broken = read(json!({ "vectorString": "AV:N" }));
    assert_eq!(
        broken.problems()[0].to_string(),
        "vectorString: mandatory metric AC missing at byte 4"
    );
    let twice = r#"{"version":"2.0","version":"2.0"}"#;
    assert!(
        serde_json::from_str::<Document>(twice)
            .unwrap_err()
            .to_string()
            .contains("second time")
    );
    serde_json::from_str::<Document>("[1]").unwrap_err();
}

#[test]
fn a_vector_alone_is_a_text() {
    let vector = Vector::parse("AV:N/AC:L/Au:N/C:P/I:P/A:P").unwrap();
    let text = serde_json::to_string(&vector).unwrap();
    assert_eq!(text, "\"AV:N/AC:L/Au:N/C:P/I:P/A:P\"");
    assert_eq!(serde_json::from_str::<Vector>(&text).unwrap(), vector);
    serde_json::from_str::<Vector>("\"AV:N\"").unwrap_err();
}
