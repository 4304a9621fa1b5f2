//! Names of kinds of weakness (CWE 4.14, 29 February 2024): weaknesses, categories and views.

/// `N<TAB>name`, in the order of the numbers; behind it names of former releases.
const NAMES: &str = include_str!("weakness.txt");
/// Numbers that later releases may have given.
const LATER: std::ops::RangeInclusive<u32> = 1_427..=1_999;

/// What is known of the names of a number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Names {
    /// Its name, and those that it had before.
    Known(Vec<&'static str>),
    /// The list is older than the number, if there is one.
    Later,
    /// It is no number of a weakness.
    None,
}

/// Returns the names of a weakness, `CWE-79`.
pub fn names(id: &str) -> Names {
    let number = id.strip_prefix("CWE-").and_then(|id| id.parse().ok());
    let Some(wanted): Option<u32> = number else {
        return Names::None;
    };
    let rows = NAMES.lines().filter_map(|line| line.split_once('\t'));
    let mut found = rows.filter(|(number, _)| number.parse() == Ok(wanted));
    match found.next() {
        Some((_, names)) => Names::Known(names.split('\t').collect()),
        None if LATER.contains(&wanted) => Names::Later,
        None => Names::None,
    }
}

/// Returns the name of a weakness, `CWE-79`; nothing where it is not known.
pub fn name(id: &str) -> Option<&'static str> {
    match names(id) {
        Names::Known(names) => names.first().copied(),
        Names::Later | Names::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_number() {
        assert_eq!(name("CWE-20"), Some("Improper Input Validation"));
        assert_eq!(name("CWE-416"), Some("Use After Free"));
        let both = ["Execution After Redirect (EAR)", "Execution After Redirect"];
        assert_eq!(names("CWE-698"), Names::Known(both.to_vec()));
        assert_eq!(names("CWE-1427"), Names::Later);
        for none in [
            "CWE-0",
            "CWE-999999999999",
            "CWE-9999",
            "CWE-",
            "416",
            "cwe-20",
        ] {
            assert_eq!(names(none), Names::None, "{none}");
        }
    }

    #[test]
    fn every_line_is_a_number_and_a_name_in_order() {
        let numbers: Vec<u32> = NAMES
            .lines()
            .map(|line| line.split_once('\t').unwrap().0.parse().unwrap())
            .collect();
        assert!(numbers.len() > 1_400 && numbers.is_sorted());
        assert!(
            *LATER.start()
                > *numbers
                    .iter()
                    .filter(|number| **number < 2_000)
                    .max()
                    .unwrap()
        );
    }
}
