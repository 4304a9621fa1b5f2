//! Header fields of the encapsulation (OMA-TS-MMS-ENC 1.3, section 7.4, table 25) and what their values are.

/// A header field.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
#[non_exhaustive]
pub enum Field {
    /// Recipients whom the others do not see.
    Bcc = 0x01,
    /// Further recipients.
    Cc = 0x02,
    /// Where the message can be fetched.
    ContentLocation = 0x03,
    /// What the body is; it ends the header.
    ContentType = 0x04,
    /// When it was sent, in seconds since 1970.
    Date = 0x05,
    /// Whether the sender wants to hear of delivery.
    DeliveryReport = 0x06,
    /// When it is to be delivered.
    DeliveryTime = 0x07,
    /// When it is no longer worth delivering.
    Expiry = 0x08,
    /// Who sent it.
    From = 0x09,
    /// What kind of message it is: personal, advertisement, …
    MessageClass = 0x0A,
    /// The identity that the relay gave it.
    MessageId = 0x0B,
    /// What kind of PDU it is.
    MessageType = 0x0C,
    /// The version of the encapsulation.
    MmsVersion = 0x0D,
    /// How long the message is, in octets.
    MessageSize = 0x0E,
    /// How urgent it is.
    Priority = 0x0F,
    /// Whether the sender wants to hear that it was read.
    ReadReport = 0x10,
    /// Whether the recipient allows reports of delivery.
    ReportAllowed = 0x11,
    /// What became of a request.
    ResponseStatus = 0x12,
    /// The same in words.
    ResponseText = 0x13,
    /// Whether the recipient may see the sender.
    SenderVisibility = 0x14,
    /// What became of the message.
    Status = 0x15,
    /// What it is about.
    Subject = 0x16,
    /// Recipients.
    To = 0x17,
    /// What joins a request and its answer.
    TransactionId = 0x18,
    /// What became of fetching it.
    RetrieveStatus = 0x19,
    /// The same in words.
    RetrieveText = 0x1A,
    /// Whether it was read.
    ReadStatus = 0x1B,
    /// Whether the sender pays for the reply.
    ReplyCharging = 0x1C,
    /// Until when.
    ReplyChargingDeadline = 0x1D,
    /// For which message.
    ReplyChargingId = 0x1E,
    /// Up to how many octets.
    ReplyChargingSize = 0x1F,
    /// Who forwarded it before.
    PreviouslySentBy = 0x20,
    /// When it was forwarded before.
    PreviouslySentDate = 0x21,
    /// Whether it is to be kept in the mailbox.
    Store = 0x22,
    /// Where it stands in the mailbox.
    MmState = 0x23,
    /// Words about it in the mailbox.
    MmFlags = 0x24,
    /// What became of keeping it.
    StoreStatus = 0x25,
    /// The same in words.
    StoreStatusText = 0x26,
    /// Whether it is in the mailbox.
    Stored = 0x27,
    /// Which header fields are asked for.
    Attributes = 0x28,
    /// Whether totals are asked for.
    Totals = 0x29,
    /// How much is in the mailbox.
    MboxTotals = 0x2A,
    /// Whether quotas are asked for.
    Quotas = 0x2B,
    /// How much the mailbox may hold.
    MboxQuotas = 0x2C,
    /// How many messages there are.
    MessageCount = 0x2D,
    /// A message within a mailbox.
    Content = 0x2E,
    /// The first message that is asked for.
    Start = 0x2F,
    /// Header fields of a message within a mailbox.
    AdditionalHeaders = 0x30,
    /// Whether it may be passed on.
    DistributionIndicator = 0x31,
    /// What a message within a mailbox has in it.
    ElementDescriptor = 0x32,
    /// How many messages are asked for.
    Limit = 0x33,
    /// How it should be fetched.
    RecommendedRetrievalMode = 0x34,
    /// Why.
    RecommendedRetrievalModeText = 0x35,
    /// What became of the message, in words.
    StatusText = 0x36,
    /// The application it is for.
    ApplicId = 0x37,
    /// The application that replies are for.
    ReplyApplicId = 0x38,
    /// What the application needs to know.
    AuxApplicInfo = 0x39,
    /// What a phone has to be able to show.
    ContentClass = 0x3A,
    /// Whether something in it is protected.
    DrmContent = 0x3B,
    /// Whether it may be adapted.
    AdaptationAllowed = 0x3C,
    /// The message it stands in place of.
    ReplaceId = 0x3D,
    /// The message to be taken back.
    CancelId = 0x3E,
    /// What became of taking it back.
    CancelStatus = 0x3F,
}

/// How a value is encoded (section 7.3).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    Encoded,
    Text,
    /// A URI; in answers about several messages with a number in front of it.
    Location,
    ContentType,
    Long,
    Integer,
    Time,
    From,
    /// A token or a text.
    Class,
    Version,
    Token,
    /// A token; in answers about several messages with a number in front of it.
    Status,
    SentBy,
    SentDate,
    Flags,
    Total,
    /// What is kept as it is.
    Other,
}

/// Name and shape of each field, in the order of their numbers.
const FIELDS: &[(Field, &str, Shape)] = &[
    (Field::Bcc, "Bcc", Shape::Encoded),
    (Field::Cc, "Cc", Shape::Encoded),
    (
        Field::ContentLocation,
        "X-Mms-Content-Location",
        Shape::Location,
    ),
    (Field::ContentType, "Content-Type", Shape::ContentType),
    (Field::Date, "Date", Shape::Long),
    (Field::DeliveryReport, "X-Mms-Delivery-Report", Shape::Token),
    (Field::DeliveryTime, "X-Mms-Delivery-Time", Shape::Time),
    (Field::Expiry, "X-Mms-Expiry", Shape::Time),
    (Field::From, "From", Shape::From),
    (Field::MessageClass, "X-Mms-Message-Class", Shape::Class),
    (Field::MessageId, "Message-ID", Shape::Text),
    (Field::MessageType, "X-Mms-Message-Type", Shape::Token),
    (Field::MmsVersion, "X-Mms-MMS-Version", Shape::Version),
    (Field::MessageSize, "X-Mms-Message-Size", Shape::Long),
    (Field::Priority, "X-Mms-Priority", Shape::Token),
    (Field::ReadReport, "X-Mms-Read-Report", Shape::Token),
    (Field::ReportAllowed, "X-Mms-Report-Allowed", Shape::Token),
    (
        Field::ResponseStatus,
        "X-Mms-Response-Status",
        Shape::Status,
    ),
    (Field::ResponseText, "X-Mms-Response-Text", Shape::Encoded),
    (
        Field::SenderVisibility,
        "X-Mms-Sender-Visibility",
        Shape::Token,
    ),
    (Field::Status, "X-Mms-Status", Shape::Token),
    (Field::Subject, "Subject", Shape::Encoded),
    (Field::To, "To", Shape::Encoded),
    (Field::TransactionId, "X-Mms-Transaction-Id", Shape::Text),
    (Field::RetrieveStatus, "X-Mms-Retrieve-Status", Shape::Token),
    (Field::RetrieveText, "X-Mms-Retrieve-Text", Shape::Encoded),
    (Field::ReadStatus, "X-Mms-Read-Status", Shape::Token),
    (Field::ReplyCharging, "X-Mms-Reply-Charging", Shape::Token),
    (
        Field::ReplyChargingDeadline,
        "X-Mms-Reply-Charging-Deadline",
        Shape::Time,
    ),
    (
        Field::ReplyChargingId,
        "X-Mms-Reply-Charging-ID",
        Shape::Text,
    ),
    (
        Field::ReplyChargingSize,
        "X-Mms-Reply-Charging-Size",
        Shape::Long,
    ),
    (
        Field::PreviouslySentBy,
        "X-Mms-Previously-Sent-By",
        Shape::SentBy,
    ),
    (
        Field::PreviouslySentDate,
        "X-Mms-Previously-Sent-Date",
        Shape::SentDate,
    ),
    (Field::Store, "X-Mms-Store", Shape::Token),
    (Field::MmState, "X-Mms-MM-State", Shape::Token),
    (Field::MmFlags, "X-Mms-MM-Flags", Shape::Flags),
    (Field::StoreStatus, "X-Mms-Store-Status", Shape::Token),
    (
        Field::StoreStatusText,
        "X-Mms-Store-Status-Text",
        Shape::Encoded,
    ),
    (Field::Stored, "X-Mms-Stored", Shape::Token),
    (Field::Attributes, "X-Mms-Attributes", Shape::Token),
    (Field::Totals, "X-Mms-Totals", Shape::Token),
    (Field::MboxTotals, "X-Mms-Mbox-Totals", Shape::Total),
    (Field::Quotas, "X-Mms-Quotas", Shape::Token),
    (Field::MboxQuotas, "X-Mms-Mbox-Quotas", Shape::Total),
    (Field::MessageCount, "X-Mms-Message-Count", Shape::Integer),
    (Field::Content, "Content", Shape::Other),
    (Field::Start, "X-Mms-Start", Shape::Integer),
    (Field::AdditionalHeaders, "Additional-headers", Shape::Other),
    (
        Field::DistributionIndicator,
        "X-Mms-Distribution-Indicator",
        Shape::Token,
    ),
    (
        Field::ElementDescriptor,
        "X-Mms-Element-Descriptor",
        Shape::Other,
    ),
    (Field::Limit, "X-Mms-Limit", Shape::Integer),
    (
        Field::RecommendedRetrievalMode,
        "X-Mms-Recommended-Retrieval-Mode",
        Shape::Token,
    ),
    (
        Field::RecommendedRetrievalModeText,
        "X-Mms-Recommended-Retrieval-Mode-Text",
        Shape::Encoded,
    ),
    (Field::StatusText, "X-Mms-Status-Text", Shape::Encoded),
    (Field::ApplicId, "X-Mms-Applic-ID", Shape::Text),
    (Field::ReplyApplicId, "X-Mms-Reply-Applic-ID", Shape::Text),
    (Field::AuxApplicInfo, "X-Mms-Aux-Applic-Info", Shape::Text),
    (Field::ContentClass, "X-Mms-Content-Class", Shape::Token),
    (Field::DrmContent, "X-Mms-DRM-Content", Shape::Token),
    (
        Field::AdaptationAllowed,
        "X-Mms-Adaptation-Allowed",
        Shape::Token,
    ),
    (Field::ReplaceId, "X-Mms-Replace-ID", Shape::Text),
    (Field::CancelId, "X-Mms-Cancel-ID", Shape::Text),
    (Field::CancelStatus, "X-Mms-Cancel-Status", Shape::Token),
];

impl Field {
    /// Returns the field of a number, without its highest bit.
    pub(super) fn of(number: u8) -> Option<Self> {
        let found = FIELDS.iter().find(|(field, ..)| field.number() == number);
        found.map(|(field, ..)| *field)
    }

    /// Returns its number, without the highest bit that it is written with.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Returns its name, as it is written in text.
    pub fn name(self) -> &'static str {
        self.row().map_or("", |(_, name, _)| *name)
    }

    pub(super) fn shape(self) -> Shape {
        self.row().map_or(Shape::Other, |(.., shape)| *shape)
    }

    fn row(self) -> Option<&'static (Self, &'static str, Shape)> {
        FIELDS.iter().find(|(field, ..)| *field == self)
    }
}
