//! Writes the JSON form.

use alloc::string::ToString as _;

use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::{Cvss, SCORES};
use crate::vector::{Vector, Version};

impl Serialize for Cvss {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let vector = self.0;
        let mut map = output.serialize_map(None)?;
        map.serialize_entry("version", vector.version().name())?;
        map.serialize_entry("vectorString", &vector.to_string())?;
        for metric in vector.metrics() {
            let value = vector
                .value(metric.abbreviation)
                .unwrap_or(&metric.values[0]);
            if metric.is_mandatory() || *value != metric.values[0] {
                map.serialize_entry(metric.json, value.json)?;
            }
        }
        let scores = [
            Some(vector.base()),
            vector.temporal(),
            vector.threat(),
            vector.environmental(),
        ];
        for ((score_name, severity_name), score) in SCORES.into_iter().zip(scores) {
            let Some(score) = score else { continue };
            // JSON has no other numbers; a tenth comes out as it went in
            map.serialize_entry(score_name, &(f64::from(score.tenths()) / 10.0))?;
            if vector.version() != Version::V2 {
                map.serialize_entry(severity_name, vector.severity_of(score).json())?;
            }
        }
        map.end()
    }
}

impl Serialize for Vector {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}
