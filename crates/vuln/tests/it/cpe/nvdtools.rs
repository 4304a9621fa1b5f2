//! The tables of nvdtools: naming, matching, and the names of its dictionary sample.

use watchbell_vuln::cpe::{Attribute, Cpe, Error, Relation, Value, compare, relation};

use crate::shared::{Differences, go_function, go_strings, read};

/// Says a name as a well-formed one, or that it is refused.
fn said(name: &Result<Cpe, Error>) -> String {
    name.as_ref()
        .map_or_else(|_| "refused".to_owned(), Cpe::to_wfn)
}

/// Reads rows of `{ <field>: name, Expect: "wfn…" | Fail: true }`.
fn unbinding(file: &str, function: &str, field: &str) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in go_function(file, function) {
        let value = || go_strings(line).into_iter().next().unwrap_or_default();
        let line = line.trim();
        if line.starts_with(field) {
            rows.push((value(), "refused".to_owned()));
        } else if line.starts_with("Expect:") {
            let expected = said(&Cpe::parse_wfn(&value()));
            rows.last_mut().expect("a row has begun").1 = expected;
        }
    }
    rows
}

/// Reads rows of one string.
fn single(file: &str, function: &str) -> Vec<String> {
    go_function(file, function)
        .filter(|line| line.starts_with("\t\t") && line.ends_with(','))
        .filter_map(|line| go_strings(line).into_iter().next())
        .collect()
}

#[test]
fn formatted_strings_unbind_and_bind() {
    let Some(file) = read("cpe/nvdtools/wfn__fsb_test.go.txt") else {
        return;
    };
    let mut differences = Differences::of("nvdtools_formatted");
    for (name, expected) in unbinding(&file, "TestUnbindFmtString", "FSB:") {
        differences.case(&name, &said(&Cpe::parse_formatted(&name)), &expected);
    }
    for name in single(&file, "TestBindToFmtString") {
        let ours = Cpe::parse_formatted(&name)
            .map_or_else(|_| "refused".to_owned(), |name| name.to_string());
        differences.case(&name, &ours, &name);
    }
    differences.check(12);
}

#[test]
fn uris_unbind_and_bind() {
    let Some(file) = read("cpe/nvdtools/wfn__uri_test.go.txt") else {
        return;
    };
    let mut differences = Differences::of("nvdtools_uri");
    for (name, expected) in unbinding(&file, "TestUnbindURI", "URI:") {
        differences.case(&name, &said(&Cpe::parse_uri(&name)), &expected);
    }
    for name in single(&file, "TestBindToURI") {
        let ours =
            Cpe::parse_uri(&name).map_or_else(|_| "refused".to_owned(), |name| name.to_uri());
        differences.case(&name, &ours, &name);
    }
    differences.check(14);
}

#[test]
fn texts_become_values() {
    let Some(file) = read("cpe/nvdtools/wfn__wfn_test.go.txt") else {
        return;
    };
    let mut differences = Differences::of("nvdtools_texts");
    for line in go_function(&file, "TestWFNize") {
        let strings = go_strings(line);
        let [text, expected] = strings.as_slice() else {
            continue;
        };
        let (name, expected) = match line.contains("true}") {
            true => (text, "refused".to_owned()),
            false => (
                text,
                format!(r#"wfn:[version="{}"]"#, expected.to_ascii_lowercase()),
            ),
        };
        let ours = Cpe::of_texts(&[(Attribute::Version, text)]);
        differences.case(name, &said(&ours), &expected);
    }
    differences.check(6);
}

/// Reads a value as the product of a name.
fn with_product(value: &str) -> Option<Cpe> {
    Cpe::parse(&format!("cpe:2.3:*:*:{value}:*:*:*:*:*:*:*:*")).ok()
}

#[test]
fn wildcards_are_found() {
    let Some(file) = read("cpe/nvdtools/wfn__matching_test.go.txt") else {
        return;
    };
    let mut differences = Differences::of("nvdtools_wildcards");
    for line in go_function(&file, "TestHasWildcard").filter(|line| line.ends_with("},")) {
        let strings = go_strings(line);
        let [value] = strings.as_slice() else {
            continue;
        };
        let ours = with_product(value).map(|name| match name.get(Attribute::Product) {
            Value::Text(text) => text.has_wildcards().to_string(),
            other => format!("{other:?}"),
        });
        let theirs = line.contains("true}").to_string();
        differences.case(value, ours.as_deref().unwrap_or("refused"), &theirs);
    }
    differences.check(8);
}

fn relation_name(relation: Relation) -> String {
    format!("{relation:?}")
}

#[test]
fn values_relate() {
    let Some(file) = read("cpe/nvdtools/wfn__matching_test.go.txt") else {
        return;
    };
    let mut differences = Differences::of("nvdtools_values");
    for line in go_function(&file, "TestMatchStr").filter(|line| line.ends_with("},")) {
        let strings = go_strings(line);
        let [source, target] = strings.as_slice() else {
            continue;
        };
        let (_, theirs) = line.rsplit_once(' ').expect("a row has a relation");
        let ours = match (with_product(source), with_product(target)) {
            (Some(source), Some(target)) => relation_name(compare(
                source.get(Attribute::Product),
                target.get(Attribute::Product),
            )),
            _ => "refused".to_owned(),
        };
        differences.case(
            &format!("{source} to {target}"),
            &ours,
            theirs.trim_end_matches("},"),
        );
    }
    differences.check(13);
}

#[test]
fn names_relate() {
    let Some(file) = read("cpe/nvdtools/wfn__matching_test.go.txt") else {
        return;
    };
    let mut differences = Differences::of("nvdtools_names");
    let mut names = Vec::new();
    for line in go_function(&file, "TestCompare").map(str::trim) {
        if line.starts_with("Src:") || line.starts_with("Tgt:") {
            names.extend(
                go_strings(line)
                    .into_iter()
                    .map(|text| Cpe::parse(&text).expect("a name")),
            );
        } else if let (Some(theirs), [source, target]) =
            (line.strip_prefix("Expect:"), names.as_slice())
        {
            let ours = relation_name(relation(source, target));
            differences.case(&source.to_string(), &ours, theirs.trim_matches([' ', ',']));
            names.clear();
        }
    }
    differences.check(1);
}

#[test]
fn the_dictionary_pairs_its_names() {
    let Some(file) = read("cpe/nvdtools/cpedict__cpedict_test.go.txt") else {
        return;
    };
    let named = |element: &str| -> Vec<&str> {
        file.split(&format!("<{element} name=\""))
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect()
    };
    let mut differences = Differences::of("nvdtools_dictionary");
    for (uri, formatted) in named("cpe-item").iter().zip(named("cpe-23:cpe23-item")) {
        let name = Cpe::parse_uri(uri).expect("a name");
        differences.case(uri, name.as_str(), formatted);
        let name = Cpe::parse_formatted(formatted).expect("a name");
        differences.case(formatted, &name.to_uri(), uri);
    }
    differences.check(6);
}
