//! What is kept, for how much, and how it is taken back.

use std::collections::BTreeMap;

use super::*;

#[test]
fn machines_that_answer_each_other_come_to_an_end() {
    let mut dialogues = Dialogues::default();
    let (mut answers, mut reports) = (0, 0);
    for number in 0..1_000 {
        let text = format!("Thank you for your message number {number}, we will answer soon.");
        for event in dialogues.take(&incoming(ME, number, &text)).events {
            answers += usize::from(matches!(event, Event::Answer { .. }));
            reports += usize::from(matches!(event, Event::Report { .. }));
        }
    }
    assert_eq!((answers, reports), (12, 999));
    // An hour later there are answers again.
    let text = "Yet another message that is long enough";
    assert_eq!(
        told(&dialogues.take(&incoming(ME, 3_601, text)).events)
            .last()
            .unwrap(),
        "ask-sender"
    );
}

#[test]
fn the_oldest_make_room_and_are_not_lost() {
    let settings = Settings {
        reporters: 50,
        ..Settings::default()
    };
    let mut dialogues = Dialogues::new(settings);
    let mut reports: BTreeMap<String, How> = BTreeMap::new();
    let mut note = |events: Vec<Event>| {
        for event in events {
            if let Event::Report { reporter, how, .. } = event {
                assert_eq!(reports.insert(reporter, how), None);
            }
        }
    };
    for number in 0..5_000 {
        let reporter = format!("{number:04}");
        let text = format!("Message {number} that somebody got from somewhere");
        note(
            dialogues
                .take(&incoming(&reporter, number / 100, &text))
                .events,
        );
        assert!(dialogues.len() <= 50);
    }
    note(dialogues.expire(at(86_400)).events);
    assert_eq!(reports.len(), 5_000);
    let evicted = |how: &&How| **how == How::Evicted;
    assert_eq!(reports.values().filter(evicted).count(), 4_950);
    assert_eq!(reports["4949"], How::Evicted);
    assert_eq!(reports["4950"], How::Expired);
}

#[test]
fn large_messages_make_room_and_are_not_lost() {
    let settings = Settings {
        bytes: 100_000,
        ..Settings::default()
    };
    let mut dialogues = Dialogues::new(settings);
    let text = "x ".repeat(20_000);
    let mut reports = 0;
    for number in 0..100 {
        let reporter = number.to_string();
        reports += dialogues
            .take(&incoming(&reporter, number, &text))
            .events
            .len()
            - 1;
        assert!(dialogues.len() <= 2);
    }
    assert_eq!(reports, 98);
    let huge = "x ".repeat(200_000);
    let events = told(&dialogues.take(&incoming("huge", 200, &huge)).events);
    assert_eq!(events.last().unwrap(), "report \"x x x x \" - Evicted");
}

#[test]
fn what_is_kept_survives_and_what_failed_is_undone() {
    let mut dialogues = Dialogues::default();
    let first = dialogues.take(&incoming(ME, 0, SPAM));
    let second = dialogues.take(&incoming(ME, 1, "12345"));
    let expected = ["report \"Your par\" 12345 Answered", "thanks"];
    assert_eq!(told(&second.events), expected);
    dialogues.undo(&second);
    let again = dialogues.take(&incoming(ME, 2, "12345"));
    assert_eq!(told(&again.events), expected);

    let mut other = Dialogues::default();
    for change in &first.changes {
        let kept = serde_json::to_string(&change.after).unwrap();
        let talk: Option<Talk> = serde_json::from_str(&kept).unwrap();
        other.restore(change.reporter.clone(), talk.unwrap());
    }
    assert_eq!(
        told(&other.take(&incoming(ME, 3, "12345")).events),
        expected
    );

    dialogues.undo(&again);
    dialogues.undo(&first);
    assert!(dialogues.is_empty());
}

#[test]
fn a_step_that_ends_one_dialogue_and_begins_another_is_undone_whole() {
    let mut dialogues = Dialogues::default();
    let first = dialogues.take(&incoming(ME, 0, SPAM));
    let step = dialogues.take(&incoming(ME, 1_000, OTHER));
    assert_eq!(step.changes.len(), 2);
    dialogues.undo(&step);
    let again = dialogues.take(&incoming(ME, 1_000, OTHER));
    assert_eq!(again, step);
    assert_eq!(first.changes[0].before, None);
}
