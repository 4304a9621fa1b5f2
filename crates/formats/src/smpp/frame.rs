//! PDUs out of a stream: what is there, what is missing, and what is wrong.

use super::{CommandId, Error, HEADER, MAX_PDU, Pdu, Status, read};

/// What stands at the beginning of a buffer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Frame {
    /// Less than a PDU: so many bytes more are needed at least.
    Need(usize),
    /// A PDU and how many bytes of the buffer it is.
    Pdu(Pdu, usize),
    /// Something that is no PDU as it has to be.
    Broken(Broken),
}

/// What is wrong in a stream, and what to do about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Broken {
    /// What is wrong.
    pub error: Error,
    /// What answers it; nothing where it is an answer itself, or is never answered.
    pub answer: Option<Pdu>,
    /// How many bytes to pass over before the next PDU; nothing where the stream cannot be followed further
    /// and the connection has to end.
    pub skip: Option<usize>,
}

/// Returns what stands at the beginning of `buffer`, and takes nothing out of it.
///
/// A wrong length shows in the first four bytes, so that nothing is ever waited for or kept beyond
/// [`MAX_PDU`]. A PDU that is not known is a PDU ([`super::Body::Opaque`]).
pub fn next(buffer: &[u8]) -> Frame {
    let Some(told) = word(buffer, 0) else {
        return Frame::Need(HEADER.saturating_sub(buffer.len()));
    };
    let length = usize::try_from(told).unwrap_or(usize::MAX);
    if !(HEADER..=MAX_PDU).contains(&length) {
        return Frame::Broken(Broken {
            error: Error::Length { told },
            // Without a header there is no number; then it is zero (section 4.3.1).
            answer: Some(Pdu::nack(word(buffer, 12).unwrap_or(0), Status::RINVCMDLEN)),
            skip: None,
        });
    }
    let Some(bytes) = buffer.get(..length) else {
        return Frame::Need(length.saturating_sub(buffer.len()));
    };
    match read(bytes) {
        Ok(pdu) => Frame::Pdu(pdu, length),
        Err(error) => {
            let id = CommandId(word(bytes, 4).unwrap_or(0));
            let sequence = word(bytes, 12).unwrap_or(0);
            Frame::Broken(Broken {
                answer: Pdu::reply_to(id, sequence, error.status()),
                error,
                skip: Some(length),
            })
        }
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let word = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_be_bytes(*word))
}
