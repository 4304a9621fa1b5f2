use std::{fs, path::PathBuf};

use tempfile::TempDir;

use super::*;

const HOUR: i64 = 3_600;
const LIMITS: Limits = Limits {
    seconds: 24 * HOUR,
    bytes: 1 << 30,
    segment: 20_000,
};

fn subscriber(number: u64) -> Subscriber {
    let mut subscriber = [7; 16];
    subscriber[..8].copy_from_slice(&number.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    subscriber
}

fn at(seconds: i64) -> Time {
    Time::from_micros(1_795_000_000_000_000).plus_seconds(seconds)
}

fn event(who: u64, seconds: i64) -> Event {
    Event {
        subscriber: subscriber(who),
        at: at(seconds),
        id: format!("call-{who}-{seconds}"),
        originator: "+15550100".to_owned(),
        withheld: seconds % 2 == 0,
        trunk: "north".to_owned(),
        seconds: Some(4),
        ..Event::default()
    }
}

fn files(folder: &TempDir, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|own| own == extension))
        .collect();
    files.sort();
    files
}

#[test]
fn the_last_events_of_a_subscriber_are_found_wherever_they_are() {
    let folder = TempDir::new().unwrap();
    let events = Events::open(folder.path(), LIMITS).unwrap();
    for round in 0..40 {
        let batch: Vec<Event> = (0..50)
            .map(|who| event(who, round * 10 + who as i64 % 7))
            .collect();
        events.append(&batch).unwrap();
    }
    assert!(
        files(&folder, "index").len() > 3,
        "several segments are full"
    );
    let expect = |events: &Events| {
        for who in 0..50 {
            let found = events.last(subscriber(who), at(360), 3).unwrap();
            let expected: Vec<Event> = (36..40)
                .rev()
                .map(|round| event(who, round * 10 + who as i64 % 7))
                .take(3)
                .collect();
            assert_eq!(found, expected, "{who}");
        }
        assert_eq!(events.last(subscriber(50), at(0), 3).unwrap(), []);
        assert_eq!(events.last(subscriber(1), at(1_000), 3).unwrap(), []);
    };
    expect(&events);
    // Another process reads beside it, and so does the next one.
    expect(&Events::open(folder.path(), LIMITS).unwrap());
    drop(events);
    expect(&Events::open(folder.path(), LIMITS).unwrap());
}

#[test]
fn what_comes_late_or_twice_is_in_its_place_once() {
    let folder = TempDir::new().unwrap();
    let events = Events::open(folder.path(), LIMITS).unwrap();
    events.append(&[event(1, 30), event(1, 10)]).unwrap();
    events.append(&[event(1, 20), event(1, 30)]).unwrap();
    let found = events.last(subscriber(1), at(0), 9).unwrap();
    assert_eq!(found, [event(1, 30), event(1, 20), event(1, 10)]);
}

#[test]
fn two_processes_append_and_each_sees_both() {
    let folder = TempDir::new().unwrap();
    let one = Events::open(folder.path(), LIMITS).unwrap();
    one.append(&[event(1, 1)]).unwrap();
    let other = Events::open(folder.path(), LIMITS).unwrap();
    other.append(&[event(1, 2)]).unwrap();
    one.append(&[event(1, 3)]).unwrap();
    for events in [&one, &other] {
        let found = events.last(subscriber(1), at(0), 9).unwrap();
        assert_eq!(found, [event(1, 3), event(1, 2), event(1, 1)]);
    }
    // One fills its segment and closes it; the other one goes on with the index that it wrote.
    let many: Vec<Event> = (0..400).map(|who| event(who, 5)).collect();
    one.append(&many).unwrap();
    assert_eq!(files(&folder, "index").len(), 1);
    assert_eq!(
        other.last(subscriber(399), at(0), 9).unwrap(),
        [event(399, 5)]
    );
    assert_eq!(other.size().0, 2);
}

#[test]
fn a_file_that_was_cut_anywhere_is_read_as_far_as_it_is_whole() {
    let folder = TempDir::new().unwrap();
    let events = Events::open(folder.path(), LIMITS).unwrap();
    let all: Vec<Event> = (0..4).map(|number| event(1, number)).collect();
    events.append(&all).unwrap();
    drop(events);
    let path = files(&folder, "events").remove(0);
    let whole = fs::read(&path).unwrap();
    let mut ends = Vec::new();
    let mut end = 8;
    while let Some((_, length)) = Event::read(&whole[end..]) {
        end += length;
        ends.push(end);
    }
    assert_eq!((ends.len(), end), (4, whole.len()));
    for cut in 0..whole.len() {
        let index = path.with_extension("index");
        let _ = fs::remove_file(index);
        fs::write(&path, &whole[..cut]).unwrap();
        let events = Events::open(folder.path(), LIMITS).unwrap();
        let found = events.last(subscriber(1), at(0), 9).unwrap();
        let there = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(found.len(), there, "cut at {cut}");
        // What comes afterwards is not lost behind what is broken.
        events.append(&[event(1, 9)]).unwrap();
        let events = Events::open(folder.path(), LIMITS).unwrap();
        assert_eq!(events.last(subscriber(1), at(9), 9).unwrap(), [event(1, 9)]);
        for path in files(&folder, "events")
            .into_iter()
            .filter(|one| *one != path)
        {
            fs::remove_file(path).unwrap();
        }
    }
    // One changed bit is the end of what is whole.
    let mut broken = whole;
    broken[ends[0] + 40] ^= 1;
    fs::write(&path, &broken).unwrap();
    let _ = fs::remove_file(path.with_extension("index"));
    let events = Events::open(folder.path(), LIMITS).unwrap();
    assert_eq!(events.last(subscriber(1), at(0), 9).unwrap(), [event(1, 0)]);
}

#[test]
fn a_damaged_index_is_made_anew() {
    let folder = TempDir::new().unwrap();
    let events = Events::open(folder.path(), LIMITS).unwrap();
    events.append(&[event(1, 1), event(2, 2)]).unwrap();
    drop(events);
    drop(Events::open(folder.path(), LIMITS).unwrap());
    let index = files(&folder, "index").remove(0);
    let whole = fs::read(&index).unwrap();
    for place in [0, 11, whole.len() - 1] {
        let mut broken = whole.clone();
        broken[place] ^= 0x10;
        fs::write(&index, &broken).unwrap();
        let events = Events::open(folder.path(), LIMITS).unwrap();
        assert_eq!(events.last(subscriber(2), at(0), 9).unwrap(), [event(2, 2)]);
        assert_eq!(fs::read(&index).unwrap(), whole);
    }
}

#[test]
fn many_events_of_one_subscriber_are_bounded_and_the_latest_are_found() {
    let folder = TempDir::new().unwrap();
    let limits = Limits {
        segment: 1 << 20,
        ..LIMITS
    };
    let events = Events::open(folder.path(), limits).unwrap();
    let many: Vec<Event> = (0..segment::FENCE as i64 * 3 + 7)
        .map(|number| event(1, number))
        .collect();
    events.append(&[event(2, 0)]).unwrap();
    events.append(&many).unwrap();
    events.append(&[event(3, 0)]).unwrap();
    let last = many.last().unwrap().clone();
    for events in [&events, &{
        drop(Events::open(folder.path(), limits));
        Events::open(folder.path(), limits).unwrap()
    }] {
        let found = events.last(subscriber(1), at(0), usize::MAX).unwrap();
        assert_eq!(found.len(), MAX_LOOKED_AT);
        assert_eq!(found[0], last);
        for who in [2, 3] {
            assert_eq!(
                events.last(subscriber(who), at(0), 9).unwrap(),
                [event(who, 0)]
            );
        }
    }
}

#[test]
fn what_is_over_goes_as_a_whole_and_so_does_what_is_too_much() {
    let folder = TempDir::new().unwrap();
    let batch = |hour: i64| -> Vec<Event> { (0..200).map(|who| event(who, hour * HOUR)).collect() };
    let events = Events::open(folder.path(), LIMITS).unwrap();
    for hour in 0..10 {
        events.append(&batch(hour)).unwrap();
    }
    assert_eq!(events.size().0, 10);
    assert_eq!(events.forget(at(24 * HOUR)).unwrap(), 0);
    assert_eq!(events.forget(at(27 * HOUR + 1)).unwrap(), 4);
    assert_eq!(events.last(subscriber(1), at(0), 9).unwrap().len(), 6);
    let (count, bytes, memory) = events.size();
    assert_eq!(
        (
            count,
            files(&folder, "events").len(),
            files(&folder, "index").len()
        ),
        (6, 6, 6)
    );
    assert!(memory < 1_000, "{memory}");
    drop(events);
    let less = Limits {
        bytes: bytes / 2,
        ..LIMITS
    };
    let events = Events::open(folder.path(), less).unwrap();
    assert_eq!(events.forget(at(11 * HOUR)).unwrap(), 3);
    assert_eq!(
        events.last(subscriber(1), at(0), 9).unwrap()[2],
        event(1, 7 * HOUR)
    );
}

#[test]
fn an_event_has_a_bound_and_those_with_it_are_refused() {
    let folder = TempDir::new().unwrap();
    let events = Events::open(folder.path(), LIMITS).unwrap();
    let long = Event {
        trunk: "x".repeat(5_000),
        ..event(1, 1)
    };
    assert!(events.append(&[event(1, 0), long]).is_err());
    assert_eq!(events.last(subscriber(1), at(0), 9).unwrap(), []);
    events.append(&[event(1, 2)]).unwrap();
    assert_eq!(events.last(subscriber(1), at(0), 9).unwrap(), [event(1, 2)]);
}
