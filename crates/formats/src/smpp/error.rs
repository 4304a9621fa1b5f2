use super::{MAX_FIELD, MAX_PDU, MAX_TLVS, Status};

/// What came of reading or making a PDU.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is wrong with a PDU or a message, and where.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A length that no PDU has: the stream cannot be followed further.
    #[error("command_length {told} is not from 16 to {MAX_PDU}")]
    Length {
        /// What the header says.
        told: u32,
    },
    /// The body ends within a field.
    #[error("{field}: the body ends at byte {at}, {wanted} bytes too early")]
    Short {
        /// The field.
        field: &'static str,
        /// Where the body ends, from the first byte of the header.
        at: usize,
        /// How many bytes are missing at least.
        wanted: usize,
    },
    /// A C-Octet String without an end within [`MAX_FIELD`].
    #[error("{field}: from byte {at} on there is no zero within {MAX_FIELD} bytes")]
    Unended {
        /// The field.
        field: &'static str,
        /// Where it begins, from the first byte of the header.
        at: usize,
    },
    /// An optional parameter that is longer than what is left of the body, or less than its own header.
    #[error("the optional parameter {tag:#06x} at byte {at} is said to have {told} bytes")]
    Tlv {
        /// Its tag; 0 where there is not even that.
        tag: u16,
        /// Where it begins, from the first byte of the header.
        at: usize,
        /// How many bytes it is said to have.
        told: usize,
    },
    /// More optional parameters than are read.
    #[error("there are more than {MAX_TLVS} optional parameters")]
    TooManyTlvs,
    /// A destination that is neither an address nor a list (section 4.5.1.1).
    #[error("dest_flag {flag} at byte {at} is neither 1 nor 2")]
    DestFlag {
        /// What is there.
        flag: u8,
        /// Where, from the first byte of the header.
        at: usize,
    },
    /// Something that is to be written and is longer than it may be.
    #[error("{field}: has {length}, more than {most}")]
    TooLong {
        /// The field.
        field: &'static str,
        /// How long it is.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// A character that a field that is to be written cannot hold.
    #[error("{field}: cannot hold {character:?}")]
    Character {
        /// The field.
        field: &'static str,
        /// The character.
        character: char,
    },
    /// A user data header that is longer than the message (3GPP TS 23.040, 9.2.3.24).
    #[error("the user data header at byte {at} is said to have {told} bytes")]
    UserHeader {
        /// Where the element or the header begins, from the first byte of the message.
        at: usize,
        /// How many bytes it is said to have.
        told: usize,
    },
}

impl Error {
    /// Returns what a peer is told that sent this (section 5.1.3).
    pub fn status(&self) -> Status {
        match self {
            Self::Length { .. } => Status::RINVCMDLEN,
            Self::Short { field, .. } if *field == "short_message" => Status::RINVMSGLEN,
            Self::Short { .. } => Status::RINVCMDLEN,
            Self::Unended { field, .. } => of_field(field),
            Self::Tlv { .. } | Self::TooManyTlvs => Status::RINVOPTPARSTREAM,
            Self::DestFlag { .. } => Status::RINVDESTFLAG,
            Self::TooLong { .. } | Self::Character { .. } => Status::RSYSERR,
            Self::UserHeader { .. } => Status::RINVESMCLASS,
        }
    }
}

/// The status that speaks of a field.
fn of_field(field: &str) -> Status {
    match field {
        "system_id" => Status::RINVSYSID,
        "password" => Status::RINVPASWD,
        "system_type" => Status::RINVSYSTYP,
        "service_type" => Status::RINVSERTYP,
        "source_addr" => Status::RINVSRCADR,
        "destination_addr" | "esme_addr" => Status::RINVDSTADR,
        "dl_name" => Status::RINVDLNAME,
        "message_id" => Status::RINVMSGID,
        "schedule_delivery_time" => Status::RINVSCHED,
        "validity_period" => Status::RINVEXPIRY,
        _ => Status::RINVPARLEN,
    }
}
