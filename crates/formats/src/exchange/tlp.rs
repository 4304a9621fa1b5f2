//! How far something may be disclosed: labels of TLP 2.0, and restrictions of IODEF.

use watchbell_iodef::Restriction;

/// The labels, the widest first.
const LABELS: [&str; 5] = ["clear", "green", "amber", "amber+strict", "red"];

/// Returns the TLP label that a restriction is; nothing for one that is no label.
///
/// Words that mean the same (section 3.3.1 of RFC 7970) are the same label.
pub(crate) fn label(restriction: &Restriction) -> Option<&'static str> {
    Some(match restriction {
        Restriction::Public | Restriction::White => "clear",
        Restriction::Partner | Restriction::Green => "green",
        Restriction::NeedToKnow | Restriction::Amber => "amber",
        Restriction::Private | Restriction::Red => "red",
        Restriction::Extended(word) => {
            let word = word.to_ascii_lowercase();
            let word = word.strip_prefix("tlp:").unwrap_or(&word);
            LABELS.into_iter().find(|label| *label == word)?
        }
        Restriction::Standard => return None,
    })
}

/// Returns the restriction that a label is; what is on no list is kept as it is.
pub(crate) fn of_label(label: &str) -> Restriction {
    match label {
        "clear" | "white" => Restriction::White,
        "green" => Restriction::Green,
        "amber" => Restriction::Amber,
        "red" => Restriction::Red,
        other => Restriction::Extended(other.to_owned()),
    }
}
