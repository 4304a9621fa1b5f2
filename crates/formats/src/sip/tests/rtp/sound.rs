//! Coding and tones.

use super::{
    super::{
        super::rtp::{
            CHOOSE, CONFIRMED, FRAME, Law, MAX_TONES, NOTHING, Packet, Tone, frames, tones,
        },
        archive,
    },
    datagrams,
};

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
