//! Packets of RTP (RFC 3550, section 5.1).

/// A packet. Contributing sources and extensions are passed over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Packet<'a> {
    /// Whether something begins here: speech after silence, or an event.
    pub marker: bool,
    /// The number of the payload, less than 128.
    pub payload_type: u8,
    /// The number of the packet.
    pub sequence: u16,
    /// The time of the first sample.
    pub timestamp: u32,
    /// The source.
    pub ssrc: u32,
    /// The payload, without padding.
    pub payload: &'a [u8],
}

/// A datagram that is no packet of RTP.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It ends within its header.
    #[error("the packet ends after {0} bytes, within its header")]
    Short(usize),
    /// It is of another version, or of another protocol on the same port.
    #[error("the version is {0}, not 2")]
    Version(u8),
    /// It is one of RTCP on the same port (RFC 5761, section 4).
    #[error("the type {0} is one of RTCP")]
    Control(u8),
    /// It says that it has more padding than it has bytes, or none.
    #[error("there are {0} bytes of padding")]
    Padding(u8),
}

impl<'a> Packet<'a> {
    /// Reads a datagram.
    ///
    /// # Errors
    /// [`Error`] where it is none of RTP.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let short = Error::Short(bytes.len());
        let (head, mut rest) = bytes.split_first_chunk::<12>().ok_or(short)?;
        let [first, second, s0, s1, t0, t1, t2, t3, r0, r1, r2, r3] = *head;
        if first >> 6 != 2 {
            return Err(Error::Version(first >> 6));
        }
        if (192..=223).contains(&second) {
            return Err(Error::Control(second));
        }
        let sources = usize::from(first & 0x0F) * 4;
        rest = rest.get(sources..).ok_or(short)?;
        if first & 0x10 != 0 {
            let (head, after) = rest.split_first_chunk::<4>().ok_or(short)?;
            let words = u16::from_be_bytes([head[2], head[3]]);
            rest = after.get(usize::from(words) * 4..).ok_or(short)?;
        }
        if first & 0x20 != 0 {
            let padding = rest.last().copied().unwrap_or_default();
            let kept = rest.len().checked_sub(padding.into());
            let kept = kept
                .filter(|_| padding > 0)
                .ok_or(Error::Padding(padding))?;
            rest = rest.get(..kept).unwrap_or_default();
        }
        Ok(Self {
            marker: second & 0x80 != 0,
            payload_type: second & 0x7F,
            sequence: u16::from_be_bytes([s0, s1]),
            timestamp: u32::from_be_bytes([t0, t1, t2, t3]),
            ssrc: u32::from_be_bytes([r0, r1, r2, r3]),
            payload: rest,
        })
    }

    /// Writes the packet.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(12 + self.payload.len());
        out.push(0x80);
        out.push((u8::from(self.marker) << 7) | (self.payload_type & 0x7F));
        out.extend_from_slice(&self.sequence.to_be_bytes());
        out.extend_from_slice(&self.timestamp.to_be_bytes());
        out.extend_from_slice(&self.ssrc.to_be_bytes());
        out.extend_from_slice(self.payload);
        out
    }
}

/// Packets that one source sends, one after the other.
#[derive(Clone, Debug)]
pub struct Stream {
    payload_type: u8,
    ssrc: u32,
    sequence: u16,
    timestamp: u32,
    is_first: bool,
}

impl Stream {
    /// Begins a stream. Source, number and time should be such as nobody can guess (section 5.1).
    pub const fn new(payload_type: u8, ssrc: u32, sequence: u16, timestamp: u32) -> Self {
        Self {
            payload_type,
            ssrc,
            sequence,
            timestamp,
            is_first: true,
        }
    }

    /// Makes the next packet of one byte a sample; the first one, and one after a pause, is marked.
    pub fn packet(&mut self, frame: &[u8]) -> Vec<u8> {
        let packet = Packet {
            marker: std::mem::take(&mut self.is_first),
            payload_type: self.payload_type,
            sequence: self.sequence,
            timestamp: self.timestamp,
            ssrc: self.ssrc,
            payload: frame,
        };
        let bytes = packet.write();
        self.sequence = self.sequence.wrapping_add(1);
        self.skip(frame.len());
        bytes
    }

    /// Lets time pass in which nothing is sent.
    pub fn pause(&mut self, samples: usize) {
        self.skip(samples);
        self.is_first = true;
    }

    fn skip(&mut self, samples: usize) {
        let samples = u32::try_from(samples).unwrap_or_default();
        self.timestamp = self.timestamp.wrapping_add(samples);
    }
}
