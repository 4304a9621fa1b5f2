//! What may go to whom: the one place that decides it, on the way out and on the way in.

use watchbell_model::{Purpose, Time, Tlp};
use watchbell_store::Agreement;

/// Why something may not go.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Reason {
    /// Nothing was agreed for this way.
    #[error("nothing is agreed for this way")]
    NoAgreement,
    /// What was agreed is over.
    #[error("the agreement is over")]
    Over,
    /// The label is above what was agreed.
    #[error("TLP:{tlp} is above the ceiling TLP:{ceiling}", tlp = .0.as_str().to_uppercase(), ceiling = .1.as_str().to_uppercase())]
    Above(Tlp, Tlp),
    /// It is for named recipients only, and the peer was not named.
    #[error("TLP:RED goes only to who is named")]
    NotNamed,
    /// All that is known of it, peers told.
    #[error("it is what a peer told, and not ours to pass on")]
    Foreign,
    /// It is for what was not agreed.
    #[error("the agreement is not for {0}")]
    Purpose(Purpose),
}

/// Decides whether a document may go under an agreement.
///
/// TLP:RED is for named recipients (TLP 2.0): it goes only to a peer that a person named, and where
/// the agreement reaches that far.
pub fn decide(
    tlp: Tlp,
    purpose: Purpose,
    named: bool,
    agreement: Option<&Agreement>,
    now: Time,
) -> Result<&Agreement, Reason> {
    let agreement = agreement.ok_or(Reason::NoAgreement)?;
    if now >= agreement.until {
        return Err(Reason::Over);
    }
    if tlp > agreement.tlp {
        return Err(Reason::Above(tlp, agreement.tlp));
    }
    if tlp == Tlp::Red && !named {
        return Err(Reason::NotNamed);
    }
    if !agreement.purposes.is_empty() && !agreement.purposes.contains(&purpose) {
        return Err(Reason::Purpose(purpose));
    }
    Ok(agreement)
}

/// Writes what was agreed, as the log and both sides quote it: canonical JSON (RFC 8785).
pub fn written(peer: &str, agreement: &Agreement) -> String {
    let value = serde_json::json!({
        "peer": peer,
        "direction": agreement.direction,
        "via": agreement.via,
        "form": agreement.form,
        "tlp": agreement.tlp,
        "purposes": agreement.purposes,
        "redact": agreement.redact,
        "until": agreement.until,
    });
    watchbell_tlog::canonical::to_vec(&value)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use watchbell_model::{Direction, Via};

    use super::*;

    fn agreement(tlp: Tlp) -> Agreement {
        Agreement {
            peer: 1,
            direction: Direction::Out,
            via: Via::Rid,
            form: "iodef-xml".to_owned(),
            tlp,
            purposes: vec![Purpose::Reporting, Purpose::Mitigation],
            redact: vec![],
            until: Time::from_micros(100),
            made_by: "ana".to_owned(),
            made_at: Time::default(),
        }
    }

    fn may(tlp: Tlp, ceiling: Tlp, named: bool) -> Result<(), Reason> {
        let agreement = agreement(ceiling);
        decide(
            tlp,
            Purpose::Reporting,
            named,
            Some(&agreement),
            Time::default(),
        )
        .map(drop)
    }

    #[test]
    fn every_label_against_every_ceiling() {
        // Rows are labels, columns are ceilings, both from clear to red.
        let table = [
            [true, true, true, true, true],
            [false, true, true, true, true],
            [false, false, true, true, true],
            [false, false, false, true, true],
            [false, false, false, false, true],
        ];
        for (row, tlp) in table.iter().zip(Tlp::ALL) {
            for (goes, ceiling) in row.iter().zip(Tlp::ALL) {
                assert_eq!(
                    may(*tlp, *ceiling, true).is_ok(),
                    *goes,
                    "{tlp} under {ceiling}"
                );
                let unnamed = *goes && *tlp != Tlp::Red;
                assert_eq!(
                    may(*tlp, *ceiling, false).is_ok(),
                    unnamed,
                    "{tlp} under {ceiling}"
                );
            }
        }
        assert_eq!(may(Tlp::Red, Tlp::Red, false), Err(Reason::NotNamed));
    }

    #[test]
    fn nothing_goes_without_an_agreement_that_is_in_force() {
        let until = Time::from_micros(100);
        let one = agreement(Tlp::Red);
        let ask =
            |purpose, agreement, now| decide(Tlp::Clear, purpose, true, agreement, now).map(drop);
        assert_eq!(
            ask(Purpose::Reporting, None, Time::default()),
            Err(Reason::NoAgreement)
        );
        assert_eq!(
            ask(Purpose::Reporting, Some(&one), until),
            Err(Reason::Over)
        );
        assert_eq!(
            ask(Purpose::Watch, Some(&one), Time::default()),
            Err(Reason::Purpose(Purpose::Watch))
        );
        assert_eq!(
            ask(Purpose::Mitigation, Some(&one), Time::default()),
            Ok(())
        );
    }
}
