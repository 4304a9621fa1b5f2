//! How often one address may do something.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use watchbell_model::Time;

/// Networks remembered at once; when full, the longest silent half is forgotten.
pub(crate) const MAX_REMEMBERED: usize = 20_000;
/// The length of the window, in seconds.
const HOUR: i64 = 3_600;

/// Counts what each network did within an hour: a bucket that fills evenly.
#[derive(Debug)]
pub(crate) struct PerAddress {
    most: u32,
    /// How much is left, as of when.
    left: Mutex<HashMap<[u8; 8], (f64, Time)>>,
}

impl PerAddress {
    /// Allows each network `most` an hour.
    pub(crate) fn an_hour(most: u32) -> Self {
        Self {
            most,
            left: Mutex::default(),
        }
    }

    /// Takes one, or returns after how many seconds there is one again.
    pub(crate) fn take(&self, address: IpAddr, now: Time) -> Result<(), u32> {
        if self.most == 0 {
            return Err(HOUR as u32);
        }
        let most = f64::from(self.most);
        let rate = most / HOUR as f64;
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if left.len() >= MAX_REMEMBERED {
            forget(&mut left);
        }
        let (tokens, at) = left.entry(network(address)).or_insert((most, now));
        let passed = (now.micros() - at.micros()).max(0) as f64 / Time::SECOND as f64;
        *tokens = (*tokens + passed * rate).min(most);
        *at = now;
        if *tokens < 1.0 {
            return Err(((1.0 - *tokens) / rate).ceil() as u32);
        }
        *tokens -= 1.0;
        Ok(())
    }
}

fn forget(left: &mut HashMap<[u8; 8], (f64, Time)>) {
    let mut times: Vec<Time> = left.values().map(|(_, at)| *at).collect();
    let middle = times.len() / 2;
    let (_, median, _) = times.select_nth_unstable(middle);
    let median = *median;
    left.retain(|_, (_, at)| *at > median);
}

/// An IPv4 address, or the /64 that an IPv6 address is in.
fn network(address: IpAddr) -> [u8; 8] {
    let mut bytes = [0; 8];
    match address.to_canonical() {
        IpAddr::V4(v4) => bytes[4..].copy_from_slice(&v4.octets()),
        IpAddr::V6(v6) => bytes.copy_from_slice(&v6.octets()[..8]),
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_up_comes_back_evenly() {
        let limit = PerAddress::an_hour(3);
        let here = "192.0.2.1".parse().unwrap();
        let start = Time::from_micros(0);
        for _ in 0..3 {
            assert_eq!(limit.take(here, start), Ok(()));
        }
        assert_eq!(limit.take(here, start), Err(1_200));
        assert_eq!(limit.take("192.0.2.2".parse().unwrap(), start), Ok(()));
        assert_eq!(limit.take(here, start.plus_seconds(1_200)), Ok(()));
        assert_eq!(limit.take(here, start.plus_seconds(1_201)), Err(1_199));
    }

    #[test]
    fn memory_is_bounded() {
        let limit = PerAddress::an_hour(1);
        for n in 0..(MAX_REMEMBERED as u32 + 10) {
            let at = Time::from_micros(i64::from(n));
            assert_eq!(limit.take(IpAddr::V4(n.into()), at), Ok(()));
        }
        assert!(limit.left.lock().unwrap().len() <= MAX_REMEMBERED);
    }
}
