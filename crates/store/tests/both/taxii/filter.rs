//! Filters, held against the text said once more.

use std::collections::{BTreeMap, BTreeSet};

use watchbell_model::Time;
use watchbell_store::{Db, NewTaxiiObject, TaxiiFilter, TaxiiObject, TaxiiVersion};

use super::{EVERYTHING, all, every_version, made, object};
use crate::{NOW, database::each};

/// Seeded numbers (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % bound) as usize
    }

    /// Some of `words`, or none of them.
    fn some<T: Clone>(&mut self, words: &[T]) -> Vec<T> {
        if self.below(2) == 0 {
            return Vec::new();
        }
        let chosen = words.iter().filter(|_| self.below(3) == 0);
        chosen.cloned().collect()
    }
}

const KINDS: [&str; 4] = ["indicator", "malware", "relationship", "url"];

fn id(n: usize) -> String {
    format!("{}--{n:02}", KINDS[n % KINDS.len()])
}

/// Objects by chance: few identifiers, versions and moments of addition, so that many are alike.
fn by_chance(random: &mut Random) -> Vec<NewTaxiiObject> {
    let mut objects = Vec::new();
    for n in 0..16 {
        // Locators have no version, and only one row.
        let count = if n % 4 == 3 { 1 } else { 1 + random.below(6) };
        let mut versions: BTreeSet<usize> = (0..count).map(|_| 1 + random.below(9)).collect();
        if n % 4 == 3 {
            versions = [0].into();
        }
        for version in versions {
            let mut one = object(&id(n), version as i64);
            if version != 0 && random.below(3) == 0 {
                one.spec = "2.0".to_owned();
            }
            one.added_at = Some(moment(random));
            objects.push(one);
        }
    }
    // Not in the order of their versions.
    for place in (1..objects.len()).rev() {
        objects.swap(place, random.below(place as u64 + 1));
    }
    objects
}

/// One of few moments, some of them versions too.
fn moment(random: &mut Random) -> Time {
    NOW.plus_seconds(random.below(12) as i64)
}

fn filter_by_chance(random: &mut Random) -> TaxiiFilter {
    let ids: Vec<String> = (0..17).map(id).collect();
    let versions = [
        TaxiiVersion::First,
        TaxiiVersion::Last,
        TaxiiVersion::All,
        TaxiiVersion::At(moment(random)),
        TaxiiVersion::At(moment(random)),
    ];
    TaxiiFilter {
        added_after: (random.below(3) == 0).then(|| moment(random)),
        ids: random.some(&ids),
        kinds: random.some(&KINDS.map(str::to_owned)),
        versions: random.some(&versions),
        specs: random.some(&["2.0", "2.1", "2.2"].map(str::to_owned)),
    }
}

/// What `filter` asks for of the rows, said once more: object by object (section 3.4).
fn reference<'a>(
    rows: &'a [(NewTaxiiObject, TaxiiObject)],
    filter: &TaxiiFilter,
) -> Vec<&'a TaxiiObject> {
    let mut objects: BTreeMap<&str, Vec<&(NewTaxiiObject, TaxiiObject)>> = BTreeMap::new();
    for row in rows {
        objects.entry(&row.0.id).or_default().push(row);
    }
    let mut found = Vec::new();
    for (id, mut rows) in objects {
        let kind = &rows[0].0.kind;
        if !(filter.ids.is_empty() || filter.ids.iter().any(|one| one == id))
            || !(filter.kinds.is_empty() || filter.kinds.contains(kind))
        {
            continue;
        }
        rows.retain(|row| {
            filter
                .added_after
                .is_none_or(|after| row.1.added_at > after)
        });
        let latest = rows.iter().map(|row| row.0.spec.clone()).max();
        rows.retain(|row| match filter.specs[..] {
            [] => Some(&row.0.spec) == latest.as_ref(),
            _ => filter.specs.contains(&row.0.spec),
        });
        let version = |row: &(NewTaxiiObject, TaxiiObject)| row.0.version.clone().map(|one| one.1);
        rows.sort_by_key(|row| version(row));
        let last = rows.len();
        for (place, row) in rows.into_iter().enumerate() {
            let is = |asked: &TaxiiVersion| match asked {
                TaxiiVersion::First => place == 0,
                TaxiiVersion::Last => place + 1 == last,
                TaxiiVersion::All => true,
                TaxiiVersion::At(time) => version(row).unwrap_or(row.1.added_at) == *time,
            };
            let usual = filter.versions.is_empty() && is(&TaxiiVersion::Last);
            if usual || filter.versions.iter().any(is) {
                found.push(&row.1);
            }
        }
    }
    found.sort_by_key(|row| (row.added_at, row.seq));
    found
}

/// Puts objects by chance into a collection, and returns them with their rows.
async fn fill(db: &Db, key: i64, random: &mut Random) -> Vec<(NewTaxiiObject, TaxiiObject)> {
    let objects = by_chance(random);
    let (one, two) = objects.split_at(random.below(objects.len() as u64));
    for part in [one, two] {
        let new = db.add_taxii_objects(key, part, NOW).await;
        assert_eq!(new.expect("the database answers"), vec![true; part.len()]);
    }
    let everything = TaxiiFilter {
        specs: vec!["2.0".to_owned(), "2.1".to_owned()],
        ..every_version()
    };
    let mut rows = all(db, key, &everything).await;
    // Rows are numbered in the order in which objects were given.
    rows.sort_by_key(|row| row.seq);
    assert_eq!(rows.len(), objects.len());
    for (object, row) in objects.iter().zip(&rows) {
        let version = object.version.as_ref().map_or("", |(text, _)| text);
        assert_eq!(
            (
                &row.id,
                &row.spec,
                row.version.as_str(),
                Some(row.added_at),
                &row.body
            ),
            (
                &object.id,
                &object.spec,
                version,
                object.added_at,
                &object.body
            )
        );
    }
    objects.into_iter().zip(rows).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_find_what_the_text_says_in_pages_of_any_size() {
    each(async |db: &Db| {
        let mut random = Random(21);
        let mut full = 0;
        for round in 0..4 {
            let key = made(db, &format!("c{round}")).await;
            let rows = fill(db, key, &mut random).await;
            for _ in 0..100 {
                let filter = filter_by_chance(&mut random);
                let expected = reference(&rows, &filter);
                full += usize::from(!expected.is_empty());
                let limit = 1 + random.below(7);
                let mut after = None;
                let mut found = Vec::new();
                loop {
                    let page = db
                        .taxii_objects(key, &filter, after, limit as i64, true)
                        .await
                        .unwrap();
                    assert!(page.len() <= limit);
                    let Some(last) = page.last() else { break };
                    after = Some((last.added_at, last.seq));
                    found.extend(page);
                }
                assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter:?}");
                let bare = db
                    .taxii_objects(key, &filter, None, EVERYTHING, false)
                    .await
                    .unwrap();
                let bodies = bare.iter().all(|one| one.body.is_empty());
                assert_eq!((bare.len(), bodies), (expected.len(), true));
            }
        }
        assert!(full > 100, "{full} filters of 400 find something");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_filter_finds_of_an_object_is_taken_away_and_nothing_else() {
    each(async |db: &Db| {
        let mut random = Random(22);
        let key = made(db, "c").await;
        let mut rows = fill(db, key, &mut random).await;
        let mut gone = 0;
        for _ in 0..60 {
            let id = id(random.below(16));
            let mut filter = filter_by_chance(&mut random);
            filter.kinds.clear();
            // Whatever identifiers it names, it is about this object.
            let only = TaxiiFilter {
                ids: vec![id.clone()],
                ..filter.clone()
            };
            let seqs: Vec<i64> = reference(&rows, &only).iter().map(|row| row.seq).collect();
            let taken = db.delete_taxii_objects(key, &id, &filter).await.unwrap();
            assert_eq!(taken, seqs.len() as u64, "{only:?}");
            gone += seqs.len();
            rows.retain(|row| !seqs.contains(&row.1.seq));
            for filter in [TaxiiFilter::default(), filter_by_chance(&mut random)] {
                let found = all(db, key, &filter).await;
                assert_eq!(
                    found.iter().collect::<Vec<_>>(),
                    reference(&rows, &filter),
                    "{filter:?}"
                );
            }
        }
        assert!(gone > 10, "{gone}");
    })
    .await;
}
