//! Names of kinds of weakness (CWE), as far as they are known here.

/// `N<TAB>name`, in the order of the numbers.
const NAMES: &str = include_str!("weakness.txt");

/// Returns the name of a weakness, `CWE-79`; nothing where it is not known.
pub fn name(id: &str) -> Option<&'static str> {
    let wanted: u32 = id.strip_prefix("CWE-")?.parse().ok()?;
    let rows = NAMES.lines().filter_map(|line| line.split_once('\t'));
    let mut found = rows.filter(|(number, _)| number.parse() == Ok(wanted));
    found.next().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_number() {
        assert_eq!(name("CWE-20"), Some("Improper Input Validation"));
        assert_eq!(name("CWE-416"), Some("Use After Free"));
        for none in ["CWE-0", "CWE-999999999999", "CWE-", "416", "cwe-20"] {
            assert_eq!(name(none), None, "{none}");
        }
    }

    #[test]
    fn every_line_is_a_number_and_a_name_in_order() {
        let numbers: Vec<u32> = NAMES
            .lines()
            .map(|line| line.split_once('\t').unwrap().0.parse().unwrap())
            .collect();
        assert!(numbers.len() > 300 && numbers.is_sorted());
    }
}
