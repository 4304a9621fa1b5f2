//! CISA's decision tree, row by row.

use watchbell_vuln::ssvc::{Decision, Impact, Ssvc, decide, points};

/// Exploitation, automatable, technical impact, and the decisions for low, medium and high impact: the table of
/// CISA's SSVC Guide, page 9.
const TABLE: &str = "
    none    no   partial  Track   Track   Track
    none    no   total    Track   Track   Track*
    none    yes  partial  Track   Track   Attend
    none    yes  total    Track   Track   Attend
    poc     no   partial  Track   Track   Track*
    poc     no   total    Track   Track*  Attend
    poc     yes  partial  Track   Track   Attend
    poc     yes  total    Track   Track*  Attend
    active  no   partial  Track   Track   Attend
    active  no   total    Track   Attend  Act
    active  yes  partial  Attend  Attend  Act
    active  yes  total    Attend  Act     Act";

#[test]
fn decisions_are_those_of_the_table() {
    let mut rows = 0;
    for exploitation in 0..3 {
        for automatable in [false, true] {
            for total in [false, true] {
                let ssvc = Ssvc {
                    exploitation,
                    automatable,
                    total,
                };
                let values = points(ssvc).map(|point| point.value);
                let is_row = |row: &&str| row.split_whitespace().take(3).eq(values);
                let row = TABLE.lines().find(is_row).expect("a row of the table");
                let ours =
                    [Impact::Low, Impact::Medium, Impact::High].map(|impact| decide(ssvc, impact));
                assert!(ours.is_sorted(), "{row}");
                let theirs: Vec<&str> = row.split_whitespace().skip(3).collect();
                assert_eq!(ours.map(Decision::as_str), *theirs, "{row}");
                rows += 1;
            }
        }
    }
    assert_eq!(rows, 12);
}

#[test]
fn impacts_are_read_as_people_write_them() {
    assert_eq!(" High".parse(), Ok(Impact::High));
    let error = "very high".parse::<Impact>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"very high\" is no impact; expected low, medium or high"
    );
}
