//! What waits for more to come: by its key, and in the order in which it stops waiting.

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
};

use watchbell_model::Time;

/// Values by their keys, each with its end and the bytes that it takes.
#[derive(Debug)]
pub(super) struct Waiting<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// Keys in the order of their ends; those that end at once in their own.
    ends: BTreeSet<(Time, K)>,
    bytes: usize,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    end: Time,
    bytes: usize,
}

impl<K, V> Default for Waiting<K, V> {
    fn default() -> Self {
        Self {
            entries: HashMap::new(),
            ends: BTreeSet::new(),
            bytes: 0,
        }
    }
}

impl<K: Clone + Hash + Ord, V> Waiting<K, V> {
    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.entries.get(key).map(|entry| &entry.value)
    }

    pub(super) fn put(&mut self, key: K, value: V, end: Time, bytes: usize) {
        self.take(&key);
        self.bytes = self.bytes.saturating_add(bytes);
        self.ends.insert((end, key.clone()));
        let entry = Entry { value, end, bytes };
        self.entries.insert(key, entry);
    }

    pub(super) fn take(&mut self, key: &K) -> Option<V> {
        let (key, entry) = self.entries.remove_entry(key)?;
        self.ends.remove(&(entry.end, key));
        self.bytes = self.bytes.saturating_sub(entry.bytes);
        Some(entry.value)
    }

    /// Returns the key that ends first, and when.
    pub(super) fn first(&self) -> Option<(&K, Time)> {
        let (end, key) = self.ends.first()?;
        Some((key, *end))
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }
}

/// Returns a short digest that is the same in every release (FNV-1a); who makes two texts alike deceives only
/// himself.
pub(super) fn digest(bytes: &[u8]) -> u64 {
    let start = 0xCBF2_9CE4_8422_2325_u64;
    let step = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
    bytes.iter().fold(start, step)
}
