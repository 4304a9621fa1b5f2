//! What the scores of a CVSS vector look like as JSON, for the API and for the
//! command line alike.

use serde::Serialize;
use watchbell_cvss::{Error, Score, Vector};

/// A vector and its scores, or what is wrong with it. Members that do not
/// apply are absent.
///
/// ```
/// use watchbell_cvss::Vector;
/// use watchbell_web::Scored;
///
/// let text = "AV:N/AC:L/Au:N/C:P/I:N/A:N";
/// let scored = Scored::new(text, &Vector::parse(text));
/// assert_eq!(
///     serde_json::to_string(&scored)?,
///     r#"{"vector":"AV:N/AC:L/Au:N/C:P/I:N/A:N","valid":true,"version":"2.0","base":5.0,"score":5.0,"severity":"Medium"}"#
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scored<'a> {
    vector: &'a str,
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    environmental: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nomenclature: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    macrovector: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<usize>,
}

impl<'a> Scored<'a> {
    /// Scores `vector`, which was read from `text`.
    pub fn new(text: &'a str, vector: &Result<Vector, Error>) -> Self {
        match vector {
            Ok(vector) => Self::valid(text, vector),
            Err(error) => Self::invalid(text, error.to_string(), error.at()),
        }
    }

    /// Says what is wrong with `text`, and at which byte.
    pub fn invalid(text: &'a str, error: String, at: usize) -> Self {
        Self {
            vector: text,
            error: Some(error),
            at: Some(at),
            ..Self::default()
        }
    }

    fn valid(text: &'a str, vector: &Vector) -> Self {
        let four = match vector {
            Vector::V4(vector) => Some(vector),
            _ => None,
        };
        Self {
            vector: text,
            valid: true,
            version: Some(vector.version().name()),
            base: Some(number(vector.base())),
            temporal: vector.temporal().map(number),
            threat: vector.threat().map(number),
            environmental: vector.environmental().map(number),
            score: Some(number(vector.score())),
            severity: Some(vector.severity().name()),
            nomenclature: four.map(|vector| vector.nomenclature().name()),
            macrovector: four.map(|vector| vector.macrovector().to_string()),
            ..Self::default()
        }
    }
}

/// The number with one decimal: a tenth divided exactly is printed as itself.
fn number(score: Score) -> f64 {
    f64::from(score.tenths()) / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        serde_json::to_string(&Scored::new(text, &Vector::parse(text))).unwrap()
    }

    #[test]
    fn what_does_not_apply_is_absent() {
        assert_eq!(
            json("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/E:U"),
            r#"{"vector":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/E:U","valid":true,"version":"3.1","base":10.0,"temporal":9.1,"score":9.1,"severity":"Critical"}"#
        );
        let four = json("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A");
        assert!(
            four.ends_with(
                r#""version":"4.0","base":8.7,"threat":8.7,"score":8.7,"severity":"High","nomenclature":"CVSS-BT","macrovector":"001200"}"#
            ),
            "{four}"
        );
        assert_eq!(
            json("CVSS:3.1/AV:n"),
            r#"{"vector":"CVSS:3.1/AV:n","valid":false,"error":"unknown value \"n\" of metric AV at byte 12","at":12}"#
        );
    }

    #[test]
    fn every_score_has_one_decimal() {
        for tenths in 0..=100 {
            let score = Score::from_tenths(tenths).unwrap();
            let written = serde_json::to_string(&number(score)).unwrap();
            assert_eq!(written, score.to_string());
        }
    }
}
