use watchbell_model::Time;

use super::*;

const START: Time = Time::from_micros(1_800_000_000_000_000);

fn at(seconds: i64) -> Time {
    START.plus_seconds(seconds)
}

fn piece(reference: u16, total: u8, index: u8, octets: &[u8], coding: Coding) -> Content {
    Content {
        octets: octets.to_vec(),
        coding,
        national: National::default(),
        part: Part::new(PartKind::Udh8, reference, total, index),
        ports: None,
    }
}

fn insert(concat: &mut Concat, seconds: i64, content: Content) -> Step {
    concat.insert("+15550100", "7726", content, at(seconds))
}

fn text(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Whole(joined) => joined.text().text,
        other => panic!("{other:?}"),
    }
}

/// The bytes of a text in UTF-16.
fn ucs2(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

#[test]
fn parts_are_joined_in_every_order_before_they_are_read() {
    // Parts of odd lengths cut pairs of bytes and of surrogates.
    let octets = ucs2("Hi 😀😀 you");
    let parts = [&octets[..3], &octets[3..9], &octets[9..]];
    for order in [[1, 2, 3], [3, 2, 1], [2, 3, 1], [1, 3, 2]] {
        let mut concat = Concat::default();
        for (seconds, index) in (0..).zip(order) {
            let content = piece(9, 3, index, parts[usize::from(index) - 1], Coding::Ucs2);
            let step = insert(&mut concat, seconds, content);
            if seconds < 2 {
                assert_eq!(step.outcome, Outcome::Waiting);
            } else {
                assert_eq!(text(&step.outcome), "Hi 😀😀 you");
            }
        }
    }
}

#[test]
fn a_message_that_has_no_parts_is_whole() {
    let mut concat = Concat::default();
    for content in [
        piece(1, 1, 1, b"Hi", Coding::Gsm7),
        // There is no part 0 and none beyond the last, so these are none (3GPP TS 23.040, 9.2.3.24.1).
        piece(1, 3, 0, b"Hi", Coding::Gsm7),
        piece(1, 3, 4, b"Hi", Coding::Gsm7),
        piece(1, 0, 0, b"Hi", Coding::Gsm7),
    ] {
        let step = insert(&mut concat, 0, content);
        assert_eq!(text(&step.outcome), "Hi");
        assert!(step.changes.is_empty() && concat.is_empty());
    }
}

#[test]
fn a_part_that_comes_again_is_known() {
    let mut concat = Concat::default();
    insert(&mut concat, 0, piece(1, 2, 1, b"one", Coding::Gsm7));
    let again = insert(&mut concat, 1, piece(1, 2, 1, b"one", Coding::Gsm7));
    assert_eq!((again.outcome, again.changes), (Outcome::Duplicate, vec![]));
    let whole = insert(&mut concat, 2, piece(1, 2, 2, b"two", Coding::Gsm7));
    assert_eq!(text(&whole.outcome), "onetwo");
    // After the message was whole, too, as when the acknowledgement was lost.
    let late = insert(&mut concat, 3, piece(1, 2, 2, b"two", Coding::Gsm7));
    assert_eq!(late.outcome, Outcome::Duplicate);
    assert_eq!(concat.len(), 1);
    let over = concat.expire(at(301));
    assert!(over.released.is_empty() && concat.is_empty());
}

#[test]
fn what_contradicts_begins_another_message_and_loses_none() {
    for other in [
        piece(1, 2, 1, b"else", Coding::Gsm7),
        piece(1, 3, 1, b"one", Coding::Gsm7),
        piece(1, 2, 1, b"one", Coding::Ascii),
    ] {
        let mut concat = Concat::default();
        insert(&mut concat, 0, piece(1, 2, 1, b"one", Coding::Gsm7));
        let step = insert(&mut concat, 1, other);
        assert_eq!(step.outcome, Outcome::Waiting);
        assert_eq!(step.released.len(), 1);
        assert_eq!(step.released[0].text().text, "one…");
        assert_eq!((step.released[0].missing, concat.len()), (1, 1));
    }
}

#[test]
fn messages_are_told_apart() {
    let mut concat = Concat::default();
    let first = |kind, reference| Content {
        part: Part::new(kind, reference, 2, 1),
        ..piece(0, 2, 1, b"one", Coding::Gsm7)
    };
    insert(&mut concat, 0, first(PartKind::Udh8, 1));
    insert(&mut concat, 0, first(PartKind::Udh8, 2));
    insert(&mut concat, 0, first(PartKind::Udh16, 1));
    insert(&mut concat, 0, first(PartKind::Sar, 1));
    concat.insert("+15550101", "7726", first(PartKind::Udh8, 1), at(0));
    concat.insert("+15550100", "7727", first(PartKind::Udh8, 1), at(0));
    assert_eq!(concat.len(), 6);
}

#[test]
fn what_waits_too_long_is_released_with_its_gaps() {
    let mut concat = Concat::default();
    insert(&mut concat, 0, piece(1, 5, 2, b"two", Coding::Gsm7));
    insert(&mut concat, 10, piece(1, 5, 4, b"four", Coding::Gsm7));
    assert!(concat.expire(at(299)).released.is_empty());
    let step = concat.expire(at(300));
    let text = step.released[0].text();
    assert_eq!((text.text.as_str(), text.is_exact), ("…two…four…", false));
    assert_eq!(
        (step.released[0].missing, step.released[0].first_at),
        (3, at(0))
    );
    assert!(concat.is_empty());
}

#[test]
fn the_oldest_make_room() {
    let limits = Limits {
        messages: 3,
        ..Limits::default()
    };
    let mut concat = Concat::new(limits);
    let mut released = Vec::new();
    for number in 0..10 {
        let step = insert(
            &mut concat,
            number.into(),
            piece(number, 2, 1, b"x", Coding::Gsm7),
        );
        assert!(concat.len() <= 3);
        released.extend(step.released.into_iter().map(|joined| joined.first_at));
    }
    assert_eq!(released, (0..7).map(at).collect::<Vec<_>>());

    let limits = Limits {
        bytes: 100_000,
        ..Limits::default()
    };
    let mut concat = Concat::new(limits);
    let mut count = 0;
    for number in 0..200 {
        let content = piece(number, 2, 1, &[b'x'; 4_000], Coding::Gsm7);
        count += insert(&mut concat, number.into(), content).released.len();
        assert!(concat.len() <= 25);
    }
    assert_eq!(count + concat.len(), 200);
}

#[test]
fn a_message_does_not_grow_without_end() {
    let mut concat = Concat::default();
    let mut released = 0;
    for index in 1..=255 {
        let content = piece(1, 255, index, &vec![b'x'; 60_000], Coding::Gsm7);
        let step = insert(&mut concat, 0, content);
        let long = |joined: &Joined| joined.runs.iter().any(|run| run.octets.len() > 64 << 10);
        assert!(!step.released.iter().any(long));
        released += step.released.len();
    }
    assert_eq!((released, concat.len()), (254, 1));
}

#[test]
fn parts_in_several_codings_are_read_each_in_its_own() {
    let mut concat = Concat::default();
    insert(&mut concat, 0, piece(1, 3, 1, b"at \x00", Coding::Gsm7));
    insert(&mut concat, 0, piece(1, 3, 2, &ucs2("会"), Coding::Ucs2));
    let step = insert(&mut concat, 0, piece(1, 3, 3, b"\x1be", Coding::Gsm7));
    assert_eq!(text(&step.outcome), "at @会€");
}

#[test]
fn what_is_kept_survives_and_what_failed_is_undone() {
    let mut concat = Concat::default();
    let first = insert(&mut concat, 0, piece(1, 2, 1, b"one", Coding::Gsm7));
    let second = insert(&mut concat, 1, piece(1, 2, 2, b"two", Coding::Gsm7));
    assert_eq!(text(&second.outcome), "onetwo");
    concat.undo(&second);
    let again = insert(&mut concat, 2, piece(1, 2, 2, b"two", Coding::Gsm7));
    assert_eq!(text(&again.outcome), "onetwo");

    let mut other = Concat::default();
    for change in &first.changes {
        let kept = serde_json::to_string(&(&change.key, &change.after)).unwrap();
        let (key, pending): (Key, Option<Pending>) = serde_json::from_str(&kept).unwrap();
        other.restore(key, pending.unwrap());
    }
    let step = insert(&mut other, 3, piece(1, 2, 2, b"two", Coding::Gsm7));
    assert_eq!(text(&step.outcome), "onetwo");
    concat.undo(&again);
    concat.undo(&first);
    assert!(concat.is_empty());
}
