//! Whatever reporters say, each message that comes in is in one report, and states stay within bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::smpp::dialogue::{Dialogues, Event, Incoming, Settings, State, Talk, text};
use watchbell_model::Time;

fuzz_target!(|data: &[u8]| {
    let settings = Settings { reporters: 3, bytes: 4_000, ..Settings::default() };
    let mut dialogues = Dialogues::new(settings);
    let mut seconds = 0;
    let (mut opened, mut reported) = (0_usize, 0_usize);
    for record in data.split(|byte| *byte == 0) {
        let [choice, said @ ..] = record else { continue };
        let said = String::from_utf8_lossy(said);
        seconds += i64::from(choice >> 3) * 20;
        let incoming = Incoming {
            reporter: ["a", "b", "c", "d"][usize::from(choice & 3)],
            text: &said,
            language: None,
            quiet: choice & 4 != 0,
            at: Time::default().plus_seconds(seconds),
        };
        let before = dialogues.len();
        let step = dialogues.take(&incoming);
        assert!(dialogues.len() <= 3);
        dialogues.undo(&step);
        assert_eq!(dialogues.len(), before);
        assert_eq!(dialogues.take(&incoming), step);
        let waits = |talk: &Option<Talk>| {
            talk.as_ref().is_some_and(|talk| matches!(talk.state, State::Content { .. }))
        };
        for change in &step.changes {
            let kept = serde_json::to_string(&change.after).expect("it can be kept");
            let read: Option<Talk> = serde_json::from_str(&kept).expect("it can be read");
            assert_eq!(read, change.after);
        }
        // What waits after a step waited before it or came with it; what waits no longer is reported.
        let reports = step.events.iter().filter(|event| matches!(event, Event::Report { .. })).count();
        let began = step.changes.iter().filter(|change| waits(&change.after)).count();
        let ended = step.changes.iter().filter(|change| waits(&change.before)).count();
        assert!(reports + began >= ended, "{step:?}");
        assert!(reports <= ended + 1, "{step:?}");
        opened += began;
        reported += reports;
        for event in &step.events {
            if let Event::Answer { kind, language, .. } = event {
                assert!(!text(*kind, language).is_empty());
            }
        }
    }
    let step = dialogues.expire(Time::default().plus_seconds(seconds + 1_000));
    assert!(dialogues.is_empty());
    reported += step.events.iter().filter(|event| matches!(event, Event::Report { .. })).count();
    assert!(opened == 0 || reported > 0);
});
