//! OSV records in memory, asked beside the base.

use std::{collections::HashMap, convert::Infallible, sync::Arc};

use watchbell_vuln::{
    affected::{self, Entry, Options},
    component::Component,
    feed::{Fault, Item, Place, Sink},
    names::Name,
    osv,
};

use super::output::Row;
use crate::talk;

/// OSV records by the packages that they name.
#[derive(Debug, Default)]
pub(super) struct Advisories {
    records: Vec<osv::Record>,
    /// By package: a record, and what it says.
    entries: HashMap<Name, Vec<(usize, Arc<Entry>)>>,
}

impl Sink for Advisories {
    type Error = Infallible;

    fn item(&mut self, place: &Place, item: Item) -> Result<(), Infallible> {
        let Item::Record(json) = item else {
            return Ok(());
        };
        let record = match osv::Record::read(&json) {
            Ok(record) => record,
            Err(error) => {
                talk::say(&format!("{place}: {error}"));
                return Ok(());
            }
        };
        for (names, entry) in record.entries() {
            let entry = Arc::new(entry);
            for name in names {
                let of_name = self.entries.entry(name).or_default();
                of_name.push((self.records.len(), Arc::clone(&entry)));
            }
        }
        self.records.push(record);
        Ok(())
    }

    fn fault(&mut self, place: &Place, fault: Fault) -> Result<(), Infallible> {
        talk::say(&format!("{place}: {fault}"));
        Ok(())
    }
}

impl Advisories {
    pub(super) const fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// An answer of every record that names the component.
    pub(super) fn answers(&self, component: &Component, options: Options) -> Vec<Row> {
        let version = component.version();
        let mut decisions: HashMap<usize, Vec<affected::Decision>> = HashMap::new();
        for wanted in component.wanted(false) {
            let name = Name {
                vendor: wanted.vendor.unwrap_or_default(),
                product: wanted.product,
            };
            for (record, entry) in self.entries.get(&name).into_iter().flatten() {
                let decided = affected::decide(entry, version.as_deref(), None, options);
                decisions.entry(*record).or_default().extend(decided);
            }
        }
        let mut found: Vec<_> = decisions.into_iter().collect();
        found.sort_unstable_by_key(|(record, _)| *record);
        let rows = found.into_iter().filter_map(|(record, decisions)| {
            let decision = affected::combine(decisions)?;
            Some(Row::of_advisory(&self.records[record], decision))
        });
        rows.collect()
    }
}
