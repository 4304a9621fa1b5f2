//! Packets, coding, digits, tones, recordings.

use super::{
    super::rtp::{
        CHOOSE, CONFIRMED, Detector, Error, Event, FRAME, Law, MAX_TONES, MAX_WAV, NOTHING, Packet,
        Stream, Tone, WavError, frames, tones, wav,
    },
    archive,
};

fn packet(payload: &[u8]) -> Packet<'_> {
    Packet {
        marker: false,
        payload_type: 101,
        sequence: 0xFFFF,
        timestamp: 160,
        ssrc: 0xDEAD_BEEF,
        payload,
    }
}

#[test]
fn packets_are_written_and_read() {
    let one = packet(b"\x01\x02");
    let bytes = one.write();
    assert_eq!(bytes, b"\x80\x65\xFF\xFF\0\0\0\xA0\xDE\xAD\xBE\xEF\x01\x02");
    assert_eq!(Packet::read(&bytes), Ok(one));
    // Two sources, an extension of one word, three bytes of padding.
    let long =
        b"\xB2\xE5\xFF\xFF\0\0\0\xA0\xDE\xAD\xBE\xEF_one_two\xBE\xDE\0\x01_ext\x01\x02\0\0\x03";
    assert_eq!(
        Packet::read(long),
        Ok(Packet {
            marker: true,
            ..one
        })
    );
}

#[test]
fn what_is_no_packet_is_told() {
    let head = |first: u8, second: u8, rest: &[u8]| [&[first, second], &[0; 10][..], rest].concat();
    for (bytes, expected) in [
        (vec![], Error::Short(0)),
        (vec![0x80; 11], Error::Short(11)),
        // STUN and the version before.
        (head(0x00, 1, b""), Error::Version(0)),
        (head(0x40, 1, b""), Error::Version(1)),
        (head(0x80, 200, b""), Error::Control(200)),
        (head(0x81, 0, b"abc"), Error::Short(15)),
        (head(0x90, 0, b"abc"), Error::Short(15)),
        (head(0x90, 0, b"\0\0\0\x01abc"), Error::Short(19)),
        (head(0xA0, 0, b""), Error::Padding(0)),
        (head(0xA0, 0, b"\0"), Error::Padding(0)),
        (head(0xA0, 0, b"\x02"), Error::Padding(2)),
    ] {
        assert_eq!(Packet::read(&bytes), Err(expected), "{bytes:?}");
    }
}

#[test]
fn a_stream_counts_packets_and_samples() {
    let mut stream = Stream::new(8, 7, 0xFFFF, u32::MAX - 100);
    let frame = [0xD5; FRAME];
    let first = stream.packet(&frame);
    let second = stream.packet(&frame);
    stream.pause(800);
    let third = stream.packet(&frame);
    let read = |bytes| {
        let packet = Packet::read(bytes).unwrap();
        (
            packet.marker,
            packet.sequence,
            packet.timestamp,
            packet.payload.len(),
        )
    };
    assert_eq!(read(&first), (true, 0xFFFF, u32::MAX - 100, 160));
    assert_eq!(read(&second), (false, 0, 59, 160));
    assert_eq!(read(&third), (true, 1, 1019, 160));
}

/// Codes and the values that they stand for, by tables 1 and 2 of the Recommendation, with 16 bits.
#[test]
fn codes_stand_for_the_values_of_the_tables() {
    for (law, code, value) in [
        (Law::A, 0xD5, 8),
        (Law::A, 0x55, -8),
        (Law::A, 0xD4, 24),
        (Law::A, 0xC5, 264),
        (Law::A, 0xAA, 32_256),
        (Law::A, 0x2A, -32_256),
        (Law::A, 0x80, 5_504),
        (Law::Mu, 0xFF, 0),
        (Law::Mu, 0x7F, 0),
        (Law::Mu, 0xFE, 8),
        (Law::Mu, 0xEF, 132),
        (Law::Mu, 0x80, 32_124),
        (Law::Mu, 0x00, -32_124),
        (Law::Mu, 0x8F, 16_764),
    ] {
        assert_eq!(law.decode(code), value, "{law:?} {code:#x}");
    }
}

#[test]
fn every_sample_becomes_the_nearest_value() {
    for law in [Law::A, Law::Mu] {
        let mut values: Vec<i32> = (0..=255).map(|code| law.decode(code).into()).collect();
        values.sort_unstable();
        values.dedup();
        for sample in i16::MIN..=i16::MAX {
            let found = i32::from(law.decode(law.encode(sample)));
            let sample = i32::from(sample);
            let at = values.partition_point(|value| *value < sample);
            let around = [at.checked_sub(1), Some(at)];
            let near = around.into_iter().flatten().filter_map(|at| values.get(at));
            let best = near.map(|value| value.abs_diff(sample)).min().unwrap();
            // Where steps change their size, the border is not in the middle but at the end of one.
            let step = sample.unsigned_abs().max(256).next_power_of_two() / 32;
            assert!(
                found.abs_diff(sample) <= best + step / 2,
                "{law:?} {sample}"
            );
        }
        for code in 0..=255 {
            let again = law.encode(law.decode(code));
            // Nothing is nothing, with either sign.
            assert!(
                again == code || (law, code) == (Law::Mu, 0x7F),
                "{law:?} {code}"
            );
        }
    }
}

/// Bytes that both laws make of known sounds: the milliwatt sequences of table 5 and table 6 of the
/// Recommendation, a tone of 1 kHz.
#[test]
fn the_digital_milliwatt_is_a_tone() {
    for (law, codes) in [
        (Law::A, [0x34, 0x21, 0x21, 0x34, 0xB4, 0xA1, 0xA1, 0xB4]),
        (Law::Mu, [0x1E, 0x0B, 0x0B, 0x1E, 0x9E, 0x8B, 0x8B, 0x9E]),
    ] {
        let values = codes.map(|code| f64::from(law.decode(code)));
        for (at, value) in values.iter().enumerate() {
            let turn = std::f64::consts::TAU * (f64::from(u8::try_from(at).unwrap()) + 0.5) / 8.0;
            let expected =
                -turn.sin() * values[1].abs() / (std::f64::consts::TAU * 1.5 / 8.0).sin();
            assert!((value - expected).abs() < 1_000.0, "{law:?} {at}");
        }
        let power = values.iter().map(|value| value * value).sum::<f64>() / 8.0;
        // 0 dBm0 lies 3.14 dB and 3.17 dB below the largest tone.
        let below = 10.0 * (32_768.0_f64.powi(2) / 2.0 / power).log10();
        assert!((3.1..3.3).contains(&below), "{law:?} {below}");
    }
}

fn event(code: u8, is_end: bool, duration: u16) -> [u8; 4] {
    let event = Event {
        code,
        is_end,
        volume: 10,
        duration,
    };
    event.write()
}

/// Takes reports, each as time, code, end and duration; returns the digits.
fn dialled(reports: &[(u32, u8, bool, u16)]) -> String {
    let mut detector = Detector::default();
    let digits = reports
        .iter()
        .filter_map(|(timestamp, code, is_end, duration)| {
            let payload = event(*code, *is_end, *duration);
            let timestamp = *timestamp;
            detector.take(&Packet {
                timestamp,
                ..packet(&payload)
            })
        });
    digits.collect()
}

#[test]
fn a_digit_counts_once() {
    let (on, off) = (false, true);
    for (reports, expected) in [
        // As it should be, its end three times.
        (
            vec![
                (0, 1, on, 160),
                (0, 1, on, 320),
                (0, 1, off, 480),
                (0, 1, off, 480),
                (0, 1, off, 480),
            ],
            "1",
        ),
        // Of which the end alone arrives.
        (vec![(0, 11, off, 480)], "#"),
        // Of which no end arrives.
        (
            vec![(0, 1, on, 160), (800, 2, on, 160), (800, 2, on, 320)],
            "12",
        ),
        // The same digit twice.
        (
            vec![
                (0, 5, on, 160),
                (0, 5, off, 320),
                (1_000, 5, on, 160),
                (1_000, 5, off, 320),
            ],
            "55",
        ),
        (vec![(0, 5, on, 160), (1_000, 5, on, 160)], "55"),
        // Out of order, within one and across two.
        (
            vec![(0, 7, off, 480), (0, 7, on, 160), (0, 7, on, 320)],
            "7",
        ),
        (
            vec![
                (0, 7, on, 160),
                (900, 8, on, 160),
                (0, 7, off, 480),
                (900, 8, off, 480),
            ],
            "78",
        ),
        // Two at the same time are two.
        (
            vec![
                (0, 1, on, 160),
                (0, 2, on, 160),
                (0, 1, off, 160),
                (0, 2, off, 160),
            ],
            "12",
        ),
        // Longer than one report can say.
        (
            vec![
                (0, 9, on, 0xFFFF),
                (0xFFFF, 9, on, 160),
                (0x1_FFFE, 9, on, 160),
                (0x1_FFFE, 9, off, 900),
                (0x3_0000, 9, on, 1),
            ],
            "99",
        ),
        // Another one of that digit, after the first has ended.
        (vec![(0, 9, off, 400), (0xFFFF, 9, on, 160)], "99"),
        // The clock goes round.
        (
            vec![
                (u32::MAX - 10, 3, on, 160),
                (u32::MAX - 10, 3, off, 400),
                (600, 4, on, 160),
            ],
            "34",
        ),
        // All there are, and others that are none.
        (
            (0..20)
                .map(|code| (u32::from(code) * 1_000, code, off, 400))
                .collect(),
            "0123456789*#ABCD",
        ),
    ] {
        assert_eq!(dialled(&reports), expected, "{reports:?}");
    }
}

#[test]
fn another_source_begins_anew() {
    let mut detector = Detector::default();
    let payload = event(1, true, 400);
    assert_eq!(detector.take(&packet(&payload)), Some('1'));
    assert_eq!(detector.take(&packet(&payload)), None);
    assert_eq!(
        detector.take(&Packet {
            ssrc: 1,
            ..packet(&payload)
        }),
        Some('1')
    );
    assert_eq!(detector.take(&packet(b"\x01\x0A\x00")), None);
    // What is remembered is bounded: one so old counts as another one.
    for number in 1..=16 {
        detector.take(&Packet {
            ssrc: 1,
            timestamp: number * 1_000,
            ..packet(&payload)
        });
    }
    assert_eq!(
        detector.take(&Packet {
            ssrc: 1,
            ..packet(&payload)
        }),
        Some('1')
    );
}

/// Returns the datagrams of a capture over Ethernet and IPv4.
fn datagrams(capture: &[u8]) -> Vec<&[u8]> {
    assert_eq!(capture[..4], [0xD4, 0xC3, 0xB2, 0xA1]);
    let mut rest = &capture[24..];
    let mut found = Vec::new();
    while rest.len() >= 16 {
        let length = u32::from_le_bytes(rest[8..12].try_into().unwrap());
        let end = 16 + usize::try_from(length).unwrap();
        found.push(&rest[16 + 14 + 20 + 8..end]);
        rest = &rest[end..];
    }
    found
}

#[test]
fn captured_digits_are_found() {
    for (name, capture) in archive("voice/sipp_dtmf_pcaps.tar.gz") {
        let Some((_, digit)) = name.split_once("dtmf_2833_") else {
            continue;
        };
        let expected = match digit.trim_end_matches(".pcap") {
            "pound" => "#",
            "star" => "*",
            digit => digit,
        };
        let mut detector = Detector::default();
        let packets = datagrams(&capture);
        assert_eq!(packets.len(), 10);
        let digits: String = packets
            .iter()
            .filter_map(|bytes| detector.take(&Packet::read(bytes).unwrap()))
            .collect();
        assert_eq!(digits, expected, "{name}");
    }
}

#[test]
fn captured_sound_is_read() {
    for (name, capture) in archive("voice/sipp_dtmf_pcaps.tar.gz") {
        if !name.contains("g711a") {
            continue;
        }
        let packets = datagrams(&capture);
        let packets: Vec<_> = packets
            .iter()
            .map(|bytes| Packet::read(bytes).unwrap())
            .collect();
        assert_eq!(packets.len(), 236);
        assert!(packets[0].marker && packets.iter().all(|packet| packet.payload_type == 8));
        let samples: Vec<i16> = packets
            .iter()
            .flat_map(|packet| packet.payload.iter().map(|code| Law::A.decode(*code)))
            .collect();
        assert_eq!(samples.len(), 236 * 240);
        assert!(samples.iter().any(|sample| sample.abs() > 4_000));
        let again: Vec<u8> = samples
            .iter()
            .map(|sample| Law::A.encode(*sample))
            .collect();
        let codes: Vec<u8> = packets
            .iter()
            .flat_map(|packet| packet.payload.to_vec())
            .collect();
        assert_eq!(again, codes);
    }
}

/// Returns how much of a tone is in samples, from 0 to 1.
fn share(samples: &[i16], hertz: u32) -> f64 {
    let (mut real, mut imaginary, mut power) = (0.0, 0.0, 0.0);
    for (at, sample) in (0_u32..).zip(samples) {
        let turn = std::f64::consts::TAU * f64::from(hertz * at) / 8000.0;
        let sample = f64::from(*sample);
        real += sample * turn.cos();
        imaginary += sample * turn.sin();
        power += sample * sample;
    }
    let length = f64::from(u32::try_from(samples.len()).unwrap());
    2.0 * (real * real + imaginary * imaginary) / (length * power)
}

#[test]
fn tones_sound_as_they_say() {
    let one = tones(&[Tone::of(660, 200)]);
    assert_eq!(one.len(), 1_600);
    assert!(share(&one, 660) > 0.95 && share(&one, 880) < 0.01);
    let two = tones(&[Tone {
        hertz: [350, 440],
        milliseconds: 1_000,
    }]);
    assert!((0.4..0.55).contains(&share(&two, 350)) && (0.4..0.55).contains(&share(&two, 440)));
    assert!(tones(&[Tone::of(0, 50)]).iter().all(|sample| *sample == 0));
    assert!(
        tones(&[Tone::of(4_000, 50)])
            .iter()
            .all(|sample| *sample == 0)
    );
    for sound in [CONFIRMED, CHOOSE, NOTHING] {
        let samples = tones(sound);
        assert!(samples.len() >= 4_000 && samples.iter().all(|sample| sample.abs() <= 10_000));
        // It begins and ends softly.
        assert!(samples[0].abs() < 500 && samples[samples.len() - 1].abs() < 500);
    }
    let many = vec![Tone::of(440, 10); MAX_TONES + 5];
    assert_eq!(tones(&many).len(), MAX_TONES * 80);
}

#[test]
fn sound_is_cut_into_frames() {
    let frames = frames(&[1_000; FRAME + 1], Law::Mu);
    assert_eq!(frames.len(), 2);
    let (loud, none) = (Law::Mu.encode(1_000), Law::Mu.encode(0));
    assert_eq!(frames[0], [loud; FRAME]);
    assert_eq!(
        (frames[1][0], frames[1][1], frames[1][FRAME - 1]),
        (loud, none, none)
    );
    assert_eq!(frames.iter().flatten().count(), 2 * FRAME);
}

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
    let mut open = plain.clone();
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
