//! The file that weights are kept in.
//!
//! `WBTM`, version, sizes, then the numbers, little-endian:
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | `WBTM` |
//! | 2 | version, 2 |
//! | 2 | bits in the index of a hashed piece |
//! | 2 | number of counts |
//! | 2 | number of classes |
//! | 4 | unit of the hashed weights, `f32` |
//! | 4 | unit of the class weights, `f32` |
//! | 4 × counts | weights of the counts, `f32` |
//! | 2^bits | hashed weights, `i8` |
//! | 2^(bits-5) × classes | class weights, `i8` |

use sha2::{Digest, Sha256};

use super::{
    CLASSES, Error, Model, Result,
    features::{BITS, CLASS_ROWS, DENSE, HASHED},
};

const MAGIC: &[u8; 4] = b"WBTM";

/// The version that is written; a change of what the model sees of a text is a new one.
pub(super) const VERSION: u16 = 2;

const HEAD: usize = 20;

/// The length of a file of weights, in bytes.
pub(super) const LENGTH: usize = HEAD + 4 * DENSE + HASHED + CLASS_ROWS * CLASSES;

impl Model {
    /// Reads weights from the bytes of their file.
    ///
    /// # Errors
    /// [`Error::Weights`] when the bytes are not such a file, [`Error::Version`] when they
    /// are one for another version of Watchbell.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        let wrong = |what| Error::Weights {
            what,
            length: bytes.len(),
        };
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or_else(|| wrong("beginning"))?;
        let short = |at: usize| {
            rest.get(at..at + 2)
                .map(|b| u16::from_le_bytes([b[0], b[1]]))
        };
        let found = [short(0), short(2), short(4), short(6)].map(Option::unwrap_or_default);
        let [version, bits, counts, classes] = found;
        if version != VERSION {
            return Err(Error::Version {
                found: version,
                expected: VERSION,
            });
        }
        let sizes = (u32::from(bits), usize::from(counts), usize::from(classes));
        if sizes != (BITS, DENSE, CLASSES) {
            return Err(wrong("sizes"));
        }
        if bytes.len() != LENGTH {
            return Err(wrong("length"));
        }
        let mut floats = rest
            .get(8..8 + 8 + 4 * DENSE)
            .unwrap_or_default()
            .as_chunks::<4>()
            .0
            .iter()
            .map(|bytes| f32::from_le_bytes(*bytes));
        let mut float = || {
            floats
                .next()
                .filter(|value| value.is_finite())
                .ok_or_else(|| wrong("numbers"))
        };
        let (scale, class_scale) = (float()?, float()?);
        let mut dense = [0.0; DENSE];
        for slot in &mut dense {
            *slot = float()?;
        }
        let start = HEAD + 4 * DENSE;
        let signed = |bytes: &[u8]| {
            bytes
                .iter()
                .map(|byte| i8::from_le_bytes([*byte]))
                .collect::<Vec<_>>()
        };
        let hashed = signed(bytes.get(start..start + HASHED).unwrap_or_default());
        let classes = bytes
            .get(start + HASHED..)
            .unwrap_or_default()
            .as_chunks::<CLASSES>()
            .0
            .iter()
            .map(|row| row.map(|byte| i8::from_le_bytes([byte])))
            .collect();
        Ok(Self {
            hashed,
            scale,
            dense,
            classes,
            class_scale,
            digest: digest(bytes),
        })
    }

    /// Writes the weights as the bytes of their file.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(LENGTH);
        out.extend_from_slice(MAGIC);
        for short in [VERSION, BITS as u16, DENSE as u16, CLASSES as u16] {
            out.extend_from_slice(&short.to_le_bytes());
        }
        for float in [self.scale, self.class_scale].iter().chain(&self.dense) {
            out.extend_from_slice(&float.to_le_bytes());
        }
        out.extend(self.hashed.iter().flat_map(|weight| weight.to_le_bytes()));
        out.extend(
            self.classes
                .iter()
                .flatten()
                .flat_map(|weight| weight.to_le_bytes()),
        );
        out
    }

    /// Makes weights small enough to keep: one byte each.
    pub(super) fn quantised(
        hashed: &[f32],
        dense: [f32; DENSE],
        classes: &[[f32; CLASSES]],
    ) -> Self {
        let scale = unit(hashed.iter().copied());
        let class_scale = unit(classes.iter().flatten().copied());
        let small = |value: f32, unit: f32| (value / unit).round().clamp(-127.0, 127.0) as i8;
        let mut model = Self {
            hashed: hashed.iter().map(|&value| small(value, scale)).collect(),
            scale,
            dense,
            classes: classes
                .iter()
                .map(|row| row.map(|value| small(value, class_scale)))
                .collect(),
            class_scale,
            digest: String::new(),
        };
        model.digest = digest(&model.write());
        model
    }
}

/// Finds the unit in which nearly all values fit one byte; the few beyond it are cut.
fn unit(values: impl Iterator<Item = f32>) -> f32 {
    let mut sizes: Vec<f32> = values.map(f32::abs).filter(|&value| value > 0.0).collect();
    sizes.sort_by(f32::total_cmp);
    let kept = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000));
    (kept.copied().unwrap_or(1.0) / 127.0).max(1e-6)
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
