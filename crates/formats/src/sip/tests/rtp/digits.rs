//! Digits that were dialled.

use super::{
    super::{
        super::rtp::{Detector, Event, Packet},
        archive,
    },
    datagrams, packet,
};

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
