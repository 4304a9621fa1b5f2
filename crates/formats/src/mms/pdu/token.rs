//! Words that stand for one octet (OMA-TS-MMS-ENC 1.3, section 7.3).

use super::Field;

const YES_NO: &[&str] = &["Yes", "No"];
const CLASS: &[&str] = &["Personal", "Advertisement", "Informational", "Auto"];
const PRIORITY: &[&str] = &["Low", "Normal", "High"];
const VISIBILITY: &[&str] = &["Hide", "Show"];
const STATUS: &[&str] = &[
    "Expired",
    "Retrieved",
    "Rejected",
    "Deferred",
    "Unrecognised",
    "Indeterminate",
    "Forwarded",
    "Unreachable",
];
const READ: &[&str] = &["Read", "Deleted without being read"];
const REPLY_CHARGING: &[&str] = &[
    "Requested",
    "Requested text only",
    "Accepted",
    "Accepted text only",
];
const STATE: &[&str] = &["Draft", "Sent", "New", "Retrieved", "Forwarded"];
const CONTENT_CLASS: &[&str] = &[
    "text",
    "image-basic",
    "image-rich",
    "video-basic",
    "video-rich",
    "megapixel",
    "content-basic",
    "content-rich",
];
const MANUAL: &[&str] = &["Manual"];
const CANCEL: &[&str] = &[
    "Request successfully received and processed",
    "Request corrupted",
];

/// `X-Mms-Response-Status`: version 1.0, then transient and permanent errors.
const RESPONSE: &[(u8, &[&str])] = &[
    (
        0x80,
        &[
            "Ok",
            "Error-unspecified",
            "Error-service-denied",
            "Error-message-format-corrupt",
            "Error-sending-address-unresolved",
            "Error-message-not-found",
            "Error-network-problem",
            "Error-content-not-accepted",
            "Error-unsupported-message",
        ],
    ),
    (
        0xC0,
        &[
            "Error-transient-failure",
            "Error-transient-sending-address-unresolved",
            "Error-transient-message-not-found",
            "Error-transient-network-problem",
            "Error-transient-partial-success",
        ],
    ),
    (
        0xE0,
        &[
            "Error-permanent-failure",
            "Error-permanent-service-denied",
            "Error-permanent-message-format-corrupt",
            "Error-permanent-sending-address-unresolved",
            "Error-permanent-message-not-found",
            "Error-permanent-content-not-accepted",
            "Error-permanent-reply-charging-limitations-not-met",
            "Error-permanent-reply-charging-request-not-accepted",
            "Error-permanent-reply-charging-forwarding-denied",
            "Error-permanent-reply-charging-not-supported",
            "Error-permanent-address-hiding-not-supported",
            "Error-permanent-lack-of-prepaid",
        ],
    ),
];
const RETRIEVE: &[(u8, &[&str])] = &[
    (0x80, &["Ok"]),
    (
        0xC0,
        &[
            "Error-transient-failure",
            "Error-transient-message-not-found",
            "Error-transient-network-problem",
        ],
    ),
    (
        0xE0,
        &[
            "Error-permanent-failure",
            "Error-permanent-service-denied",
            "Error-permanent-message-not-found",
            "Error-permanent-content-unsupported",
        ],
    ),
];
const STORE: &[(u8, &[&str])] = &[
    (0x80, &["Success"]),
    (
        0xC0,
        &["Error-transient-failure", "Error-transient-network-problem"],
    ),
    (
        0xE0,
        &[
            "Error-permanent-failure",
            "Error-permanent-service-denied",
            "Error-permanent-message-format-corrupt",
            "Error-permanent-message-not-found",
            "Error-permanent-mmbox-full",
        ],
    ),
];

impl Field {
    /// Returns the word that a token of this field stands for.
    pub fn word(self, token: u8) -> Option<&'static str> {
        let runs: &[(u8, &'static [&'static str])] = match self {
            // The name of another field.
            Self::Attributes => return Self::of(token & 0x7F).map(Self::name),
            Self::ResponseStatus => RESPONSE,
            Self::RetrieveStatus => RETRIEVE,
            Self::StoreStatus => STORE,
            _ => &[(0x80, self.words())],
        };
        let mut found = None;
        for (first, words) in runs {
            let at = token.checked_sub(*first).map(usize::from);
            found = at.and_then(|at| words.get(at)).copied().or(found);
        }
        found
    }

    /// Returns the token that a word stands for, whatever its case.
    pub fn token(self, word: &str) -> Option<u8> {
        let is_it = |token: &u8| {
            let own = self.word(*token);
            own.is_some_and(|own| own.eq_ignore_ascii_case(word))
        };
        (0x80..=0xFF).find(is_it)
    }

    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::DeliveryReport
            | Self::ReadReport
            | Self::ReportAllowed
            | Self::Store
            | Self::Stored
            | Self::Totals
            | Self::Quotas
            | Self::DistributionIndicator
            | Self::DrmContent
            | Self::AdaptationAllowed => YES_NO,
            Self::MessageClass => CLASS,
            Self::Priority => PRIORITY,
            Self::SenderVisibility => VISIBILITY,
            Self::Status => STATUS,
            Self::ReadStatus => READ,
            Self::ReplyCharging => REPLY_CHARGING,
            Self::MmState => STATE,
            Self::ContentClass => CONTENT_CLASS,
            Self::RecommendedRetrievalMode => MANUAL,
            Self::CancelStatus => CANCEL,
            _ => &[],
        }
    }
}
