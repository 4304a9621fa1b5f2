//! Identifiers that follow from what they name.

use serde_json::Value;
use uuid::Uuid;

/// The namespace of cyber observables (section 2.9 of STIX 2.1).
const OBSERVABLES: Uuid = Uuid::from_u128(0x00ab_edb4_aa42_466c_9c01_fed2_3315_a9b7);
/// The namespace of all else that is made here; any but that of the observables.
const OWN: Uuid = Uuid::from_u128(0x6c1d_3e52_8f2b_4a0c_9d57_2b1e_7f0a_c4d3);

/// Returns the identifier of an object of STIX of a type that these words name.
pub(crate) fn of(kind: &str, words: &[&str]) -> String {
    format!("{kind}--{}", uuid(kind, words))
}

/// Returns the UUID of what these words name.
pub(crate) fn uuid(kind: &str, words: &[&str]) -> Uuid {
    // As JSON, words cannot run into each other.
    let name = Value::from(words.to_vec()).to_string();
    Uuid::new_v5(&OWN, format!("{kind}:{name}").as_bytes())
}

/// Returns the identifier of an observable of STIX with these contributing properties, which are written as
/// RFC 8785 has it: of texts, whole numbers and maps of them that is how they are written anyway.
pub(crate) fn of_observable(kind: &str, contributing: &Value) -> String {
    let id = Uuid::new_v5(&OBSERVABLES, contributing.to_string().as_bytes());
    format!("{kind}--{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn observables_have_the_identifiers_that_others_give_them() {
        // As the reference implementation gives them.
        let value = serde_json::json!({"value": "198.51.100.3"});
        assert_eq!(
            of_observable("ipv4-addr", &value),
            "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4"
        );
        assert_eq!(of("indicator", &["a", "b"]), of("indicator", &["a", "b"]));
        assert_ne!(of("indicator", &["a", "b"]), of("indicator", &["ab"]));
    }
}
