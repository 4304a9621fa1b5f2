//! Who calls: what a trusted network says, and what the caller says (RFC 3325, RFC 3323).

use super::{Address, Message, Name};

/// Who calls, by a request.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Caller {
    /// The telephone number in P-Asserted-Identity. Only a peer that is trusted may be believed
    /// (RFC 3325, section 5).
    pub asserted: Option<String>,
    /// The telephone number in From, which the caller wrote.
    pub claimed: Option<String>,
    /// Whether the caller wants not to be shown to the called: by Privacy, or by an anonymous From.
    pub is_withheld: bool,
}

impl Message {
    /// Returns who calls by this request.
    pub fn caller(&self) -> Caller {
        let mut asserted = self.addresses(&Name::PAssertedIdentity);
        let from = self.from();
        // RFC 3323, section 4.2; RFC 3325, section 9.3.
        let is_private = |word: &str| {
            let words = ["id", "header", "user"];
            words.iter().any(|one| one.eq_ignore_ascii_case(word))
        };
        Caller {
            asserted: asserted.find_map(|address| address.uri.telephone()),
            claimed: from.as_ref().and_then(|from| from.uri.telephone()),
            is_withheld: self.privacy().any(is_private) || from.as_ref().is_some_and(is_anonymous),
        }
    }
}

/// Tells whether an address is that of nobody (RFC 3323, section 4.1.1.3; RFC 3261, section 8.1.1.3).
fn is_anonymous(address: &Address<'_>) -> bool {
    let Some(uri) = address.uri.sip() else {
        return false;
    };
    let host = uri.host.to_string();
    let is =
        |text: Option<&str>, word: &str| text.is_some_and(|text| text.eq_ignore_ascii_case(word));
    is(uri.user, "anonymous") || is(Some(&host), "anonymous.invalid")
}
