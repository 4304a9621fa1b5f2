//! Real records: read without loss, summed up without panic.

use std::path::PathBuf;

use watchbell_vuln::{
    feed::{self, Fault, Item, Place, Sink},
    record::{
        Record, State, Summary, minified,
        pack::{Packer, Unpacker},
    },
};

use crate::shared::folder;

struct Kept {
    packer: Packer,
    unpacker: Unpacker,
    records: usize,
    rejected: usize,
    misfits: usize,
    raw: usize,
    packed: usize,
}

impl Sink for Kept {
    type Error = String;

    fn item(&mut self, place: &Place, item: Item) -> Result<(), String> {
        let Item::Record(json) = item else {
            return Err(format!("{place} is no record"));
        };
        let record = Record::read(&json).map_err(|error| format!("{place}: {error}"))?;
        let packed = self.packer.pack(&minified(&json)).expect("it fits");
        let again = self.unpacker.unpack(&packed).expect("it was packed");
        let value = |json: &[u8]| serde_json::from_slice::<serde_json::Value>(json).expect("JSON");
        assert_eq!(value(&json), value(&again), "{place}");
        let summary = Summary::of(&record);
        assert!(
            !summary.title.is_empty() && !summary.words.is_empty(),
            "{place}"
        );
        assert_eq!(
            summary.entries.is_empty(),
            summary.products.is_empty(),
            "{place}"
        );
        self.records += 1;
        self.rejected += usize::from(record.state == State::Rejected);
        self.misfits += usize::from(summary.scores.iter().any(|scored| scored.is_misfit()));
        self.raw += json.len();
        self.packed += packed.len();
        Ok(())
    }

    fn fault(&mut self, place: &Place, fault: Fault) -> Result<(), String> {
        Err(format!("{place}: {fault}"))
    }
}

#[test]
fn every_real_record_is_kept_whole() {
    let Some(data) = folder() else { return };
    let path: PathBuf = data.join("cve5_vulnrichment_open.tar.xz");
    let mut kept = Kept {
        packer: Packer::new().unwrap(),
        unpacker: Unpacker::new().unwrap(),
        records: 0,
        rejected: 0,
        misfits: 0,
        raw: 0,
        packed: 0,
    };
    feed::read(&path, &mut kept).unwrap();
    assert_eq!(kept.records, 9_813);
    assert_eq!(kept.rejected, 67);
    assert_eq!(kept.misfits, 83);
    assert!(
        kept.packed * 7 < kept.raw,
        "{} of {} bytes",
        kept.packed,
        kept.raw
    );
}

#[test]
fn the_lists_of_the_catalogue_agree() {
    let Some(data) = folder() else { return };
    #[derive(Default)]
    struct Lists(Vec<Vec<feed::Kev>>);
    impl Sink for Lists {
        type Error = String;
        fn item(&mut self, place: &Place, item: Item) -> Result<(), String> {
            match item {
                Item::Kev(list) => self.0.push(list.entries),
                other => return Err(format!("{place}: {other:?}")),
            }
            Ok(())
        }
        fn fault(&mut self, place: &Place, fault: Fault) -> Result<(), String> {
            Err(format!("{place}: {fault}"))
        }
    }
    let mut lists = Lists::default();
    for name in ["csv", "json"] {
        let path = data.join(format!("kev/known_exploited_vulnerabilities.{name}"));
        feed::read(&path, &mut lists).unwrap();
    }
    let ids = |list: &[feed::Kev]| {
        list.iter()
            .map(|kev| (kev.id, kev.date_added.clone(), kev.ransomware))
            .collect::<Vec<_>>()
    };
    assert_eq!(lists.0[0].len(), 1_404);
    assert_eq!(ids(&lists.0[0]), ids(&lists.0[1]));
}
