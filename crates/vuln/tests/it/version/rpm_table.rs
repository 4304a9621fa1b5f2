//! The table of nvdtools for the order of RPM versions.

use std::cmp::Ordering;

use watchbell_vuln::version::Scheme;

use crate::shared::{Differences, go_function, go_strings, read};

#[test]
fn rpm_versions_compare_as_in_nvdtools() {
    let Some(file) = read("cpe/nvdtools/rpm__compare_test.go.txt") else {
        return;
    };
    let mut differences = Differences::of("rpm_compare");
    let rows = go_function(&file, "TestVersionCompare").filter(|line| line.ends_with("},"));
    for line in rows {
        let strings = go_strings(line);
        let [a, b] = strings.as_slice() else { continue };
        let (_, result) = line.rsplit_once(' ').expect("a row has a result");
        let ours = match Scheme::Rpm.compare(a, b) {
            Ok(Ordering::Less) => "-1",
            Ok(Ordering::Equal) => "0",
            Ok(Ordering::Greater) => "1",
            Err(_) => "refused",
        };
        differences.case(&format!("{a} to {b}"), ours, result.trim_end_matches("},"));
    }
    differences.check(11);
}
