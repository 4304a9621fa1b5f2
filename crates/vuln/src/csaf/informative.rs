//! Informative tests (6.3) that are not told elsewhere.

use super::{
    Check,
    document::{At, Document},
    shape::short,
};

pub(super) fn check(document: &Document<'_>, check: &mut Check) {
    for vulnerability in &document.vulnerabilities {
        for (rule, member) in [("6.3.3", "cve"), ("6.3.4", "cwe")] {
            if vulnerability.get(member).is_none() {
                check.add(
                    rule,
                    format!("{}/{member}", vulnerability.path),
                    "is missing",
                );
            }
        }
    }
    for product in &document.products {
        let helper = product.get("product_identification_helper");
        let files = helper
            .map(|helper| helper.each("hashes"))
            .unwrap_or_default();
        for hash in files.iter().flat_map(|file| file.each("file_hashes")) {
            if hash.text("value").len() < 64 {
                check.add(
                    "6.3.5",
                    format!("{}/value", hash.path),
                    "is shorter than 64 digits",
                );
            }
        }
    }
    for branch in document.tree().each("branches") {
        levels(&branch, check);
    }
    for branch in &document.branches {
        let (category, name) = (branch.text("category"), branch.text("name"));
        if category == "product_version_range" {
            check.add(
                "6.3.10",
                format!("{}/category", branch.path),
                "a list of versions says more",
            );
        }
        let mut letters = name.chars();
        let v = matches!(letters.next(), Some('v' | 'V'));
        if category == "product_version" && v && letters.next().is_some_and(|c| c.is_ascii_digit())
        {
            let message = format!("{} needs no {:?}", short(name), &name[..1]);
            check.add("6.3.11", format!("{}/name", branch.path), message);
        }
    }
}

/// Paths through the branches should go by vendor, product name and product version (6.3.9).
fn levels(top: &At<'_>, check: &mut Check) {
    const LEVELS: [&str; 3] = ["vendor", "product_name", "product_version"];
    let mut waiting = vec![(top.clone(), 0)];
    while let Some((branch, reached)) = waiting.pop() {
        let category = branch.text("category");
        let reached = reached + usize::from(LEVELS.get(reached) == Some(&category));
        let inner = branch.each("branches");
        if branch.get("product").is_some() && reached < LEVELS.len() {
            let message =
                "vendor, product_name and product_version do not stand above in this order";
            check.add("6.3.9", &*branch.path, message);
        }
        waiting.extend(inner.into_iter().map(|inner| (inner, reached)));
    }
}
