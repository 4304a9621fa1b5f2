//! Recordings.

use super::super::super::rtp::{Law, MAX_WAV, WavError, wav};

/// Makes a file of chunks.
fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut out = b"RIFF\0\0\0\0WAVE".to_vec();
    for (name, body) in chunks {
        out.extend_from_slice(*name);
        out.extend_from_slice(&u32::try_from(body.len()).unwrap().to_le_bytes());
        out.extend_from_slice(body);
        out.resize(out.len() + body.len() % 2, 0);
    }
    out
}

fn format(format: u16, channels: u16, rate: u32, bits: u16) -> Vec<u8> {
    let bytes = u32::from(bits / 8);
    let mut out = Vec::new();
    out.extend_from_slice(&format.to_le_bytes());
    out.extend_from_slice(&channels.to_le_bytes());
    out.extend_from_slice(&rate.to_le_bytes());
    out.extend_from_slice(&(rate * bytes).to_le_bytes());
    out.extend_from_slice(&(bits / 8).to_le_bytes());
    out.extend_from_slice(&bits.to_le_bytes());
    out
}

#[test]
fn recordings_are_read() {
    let pcm = format(1, 1, 8000, 16);
    let data = b"\x01\x00\xFF\xFF\x00\x80";
    let expected = vec![1, -1, i16::MIN];
    let plain = riff(&[(b"fmt ", &pcm), (b"data", data)]);
    assert_eq!(wav(&plain), Ok(expected.clone()));
    let more = riff(&[
        (b"LIST", b"odd"),
        (b"fmt ", &pcm),
        (b"fact", b"\0\0\0\0"),
        (b"data", data),
    ]);
    assert_eq!(wav(&more), Ok(expected.clone()));
    // One who recorded without knowing how long.
    let mut open = plain;
    let length = open.len() - data.len();
    open[length - 4..length].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(wav(&open), Ok(expected.clone()));
    let mut extensible = format(0xFFFE, 1, 8000, 16);
    extensible
        .extend_from_slice(b"\x16\0\x10\0\0\0\0\0\x01\0\0\0\0\0\x10\0\x80\0\0\xAA\0\x38\x9B\x71");
    assert_eq!(
        wav(&riff(&[(b"fmt ", &extensible), (b"data", data)])),
        Ok(expected)
    );
    for (law, number) in [(Law::A, 6), (Law::Mu, 7)] {
        let file = riff(&[
            (b"fmt ", &format(number, 1, 8000, 8)),
            (b"data", b"\xD5\x00\xFF"),
        ]);
        assert_eq!(
            wav(&file),
            Ok([0xD5, 0x00, 0xFF].map(|code| law.decode(code)).to_vec())
        );
    }
}

#[test]
fn other_recordings_are_refused() {
    let with = |body: &[u8]| wav(&riff(&[(b"fmt ", body), (b"data", b"")]));
    assert_eq!(with(&format(1, 2, 8000, 16)), Err(WavError::Channels(2)));
    assert_eq!(with(&format(1, 1, 44_100, 16)), Err(WavError::Rate(44_100)));
    assert_eq!(
        with(&format(3, 1, 8000, 32)),
        Err(WavError::Format {
            format: 3,
            bits: 32
        })
    );
    assert_eq!(
        with(&format(1, 1, 8000, 8)),
        Err(WavError::Format { format: 1, bits: 8 })
    );
    assert_eq!(with(b"short"), Err(WavError::Missing("fmt ")));
    assert_eq!(wav(b"RIFX"), Err(WavError::NotWave));
    assert_eq!(wav(b""), Err(WavError::NotWave));
    assert_eq!(wav(&riff(&[])), Err(WavError::Missing("fmt ")));
    assert_eq!(
        wav(&riff(&[(b"data", b"ab")])),
        Err(WavError::Missing("fmt "))
    );
    assert_eq!(
        wav(&riff(&[(b"fmt ", &format(1, 1, 8000, 16))])),
        Err(WavError::Missing("data"))
    );
    assert_eq!(
        wav(&vec![0; MAX_WAV + 1]),
        Err(WavError::Bytes(MAX_WAV + 1))
    );
    let long = vec![0; MAX_WAV - 44];
    assert!(
        wav(&riff(&[
            (b"fmt ", &format(1, 1, 8000, 16)),
            (b"data", &long)
        ]))
        .is_ok()
    );
}
