//! A response policy zone: the names that a resolver shall deny.
//!
//! Each host is denied with everything below it (`CNAME .` answers "no such
//! name"). What cannot or should not stand in a zone is left out and said so.

use std::{fmt::Write, net::Ipv4Addr};

use thiserror::Error;
use watchbell_model::{Step, TargetKind, Time};

use super::{Entry, punycode};

/// Longest host name (RFC 1035, as text without the last dot).
const MAX_NAME: usize = 253;
/// Longest label (RFC 1035).
const MAX_LABEL: usize = 63;
/// Seconds a resolver may keep the zone's records.
const TTL: u32 = 300;

/// A zone and what did not get into it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Zone {
    /// The zone file.
    pub text: String,
    /// Blocked hosts that are not in it.
    pub skipped: Vec<Skipped>,
}

/// A blocked host that is not in the zone.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Skipped {
    /// The host.
    pub value: String,
    /// Why.
    pub why: Fault,
}

/// What keeps a name out of a zone.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// A character that host names do not have.
    #[error("it holds a character that host names do not have")]
    Character,
    /// An empty label or one of more than 63 characters, or too many of them.
    #[error("a label or the whole name is empty or too long")]
    Length,
    /// A label that starts or ends with a hyphen.
    #[error("a label starts or ends with a hyphen")]
    Hyphen,
    /// One label only, which would deny a whole top-level domain.
    #[error("it would deny a whole top-level domain")]
    TopLevel,
    /// An IPv6 address or a malformed IPv4 address.
    #[error("it is an address that this zone cannot carry")]
    Address,
}

/// Writes the zone `name` (for example `rpz.example.net`) with every host of
/// `list` that is blocked; `made_at` becomes its serial number.
///
/// # Errors
/// [`Fault`] where `name` is no name for a zone.
pub fn write(list: &[Entry], name: &str, made_at: Time) -> Result<Zone, Fault> {
    let zone = host(name.trim_end_matches('.'), MAX_NAME - 2)?;
    let serial = made_at.seconds().rem_euclid(1 << 32);
    let mut text = format!(
        "$ORIGIN {zone}.\n$TTL {TTL}\n\
         @ IN SOA localhost. hostmaster.localhost. {serial} 300 60 604800 {TTL}\n\
         @ IN NS localhost.\n"
    );
    let mut skipped = Vec::new();
    let room = MAX_NAME - zone.len() - ".*.".len();
    for entry in list {
        if (entry.kind, entry.step) != (TargetKind::Host, Step::Block) {
            continue;
        }
        match triggers(&entry.value, room) {
            Ok(names) => {
                for name in names {
                    // Writing to memory cannot fail. Nothing of a comment
                    // comes from outside.
                    let (incident, until) = (entry.incident, entry.until);
                    let _ = writeln!(text, "{name} IN CNAME . ; {incident} until {until}");
                }
            }
            Err(why) => skipped.push(Skipped {
                value: entry.value.clone(),
                why,
            }),
        }
    }
    Ok(Zone { text, skipped })
}

/// Returns the owner names that deny `value`.
fn triggers(value: &str, room: usize) -> Result<Vec<String>, Fault> {
    let value = value.trim_end_matches('.');
    let last = value.rsplit('.').next().unwrap_or_default();
    if value.contains(':') || last.bytes().all(|byte| byte.is_ascii_digit()) && !last.is_empty() {
        let address: Ipv4Addr = value.parse().map_err(|_| Fault::Address)?;
        let [a, b, c, d] = address.octets();
        return Ok(vec![format!("32.{d}.{c}.{b}.{a}.rpz-ip")]);
    }
    let name = host(value, room)?;
    if !name.contains('.') {
        return Err(Fault::TopLevel);
    }
    let below = format!("*.{name}");
    Ok(vec![name, below])
}

/// Returns `name` in lower case and ASCII, of letters, digits, hyphens and
/// underscores only, so that nothing in it needs escaping.
fn host(name: &str, room: usize) -> Result<String, Fault> {
    if name.len() > 4 * MAX_NAME {
        return Err(Fault::Length);
    }
    let mut out = String::with_capacity(name.len());
    for label in name.to_lowercase().split('.') {
        let label = punycode::to_ascii(label, MAX_LABEL).ok_or(Fault::Length)?;
        if label.is_empty() || label.len() > MAX_LABEL {
            return Err(Fault::Length);
        }
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
        if !label.bytes().all(plain) {
            return Err(Fault::Character);
        }
        if label.starts_with('-') || label.ends_with('-') {
            return Err(Fault::Hyphen);
        }
        if !out.is_empty() {
            out.push('.');
        }
        out.push_str(&label);
    }
    if out.len() > room {
        return Err(Fault::Length);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::super::tests::entry;
    use super::*;

    fn zone(hosts: &[&str]) -> Zone {
        let list: Vec<Entry> = hosts
            .iter()
            .map(|value| entry(TargetKind::Host, value))
            .collect();
        write(&list, "rpz.example.net.", Time::from_micros(Time::DAY)).unwrap()
    }

    #[test]
    fn a_host_is_denied_with_everything_below_it() {
        let zone = zone(&["Parcel.Example.Test.", "bücher.test", "192.0.2.7"]);
        assert_eq!(
            zone.text,
            "$ORIGIN rpz.example.net.\n$TTL 300\n\
             @ IN SOA localhost. hostmaster.localhost. 86400 300 60 604800 300\n\
             @ IN NS localhost.\n\
             parcel.example.test IN CNAME . ; inc-42 until 1970-01-08T00:00:00Z\n\
             *.parcel.example.test IN CNAME . ; inc-42 until 1970-01-08T00:00:00Z\n\
             xn--bcher-kva.test IN CNAME . ; inc-42 until 1970-01-08T00:00:00Z\n\
             *.xn--bcher-kva.test IN CNAME . ; inc-42 until 1970-01-08T00:00:00Z\n\
             32.7.2.0.192.rpz-ip IN CNAME . ; inc-42 until 1970-01-08T00:00:00Z\n"
        );
        assert_eq!(zone.skipped, []);
    }

    #[test]
    fn what_cannot_stand_in_a_zone_is_left_out_and_said_so() {
        let long_label = format!("{}.test", "a".repeat(64));
        let long_name = format!("{}test", "a.".repeat(120));
        let hosts = [
            ("test", Fault::TopLevel),
            ("", Fault::Length),
            ("a..test", Fault::Length),
            (&long_label, Fault::Length),
            (&long_name, Fault::Length),
            ("a.test\n@ IN NS evil.test", Fault::Character),
            ("a;b.test", Fault::Character),
            ("*.test", Fault::Character),
            ("-a.test", Fault::Hyphen),
            ("2001:db8::1", Fault::Address),
            ("300.0.2.1", Fault::Address),
        ];
        let zone = zone(&hosts.map(|(host, _)| host));
        let why: Vec<Fault> = zone.skipped.iter().map(|skipped| skipped.why).collect();
        assert_eq!(why, hosts.map(|(_, why)| why));
        assert_eq!(zone.text.lines().count(), 4);
    }

    #[test]
    fn only_blocked_hosts_are_in_it() {
        let mut warned = entry(TargetKind::Host, "a.test");
        warned.step = Step::Warn;
        let list = [warned, entry(TargetKind::Originator, "b.test")];
        let zone = write(&list, "rpz.test", Time::default()).unwrap();
        assert_eq!(zone.text.lines().count(), 4);
        assert_eq!(
            write(&[], "no zone", Time::default()),
            Err(Fault::Character)
        );
    }
}
