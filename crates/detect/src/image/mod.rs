//! What is in an image: how it looks, which samples it looks like, and what its QR codes say.
//!
//! [`read`] decodes an image within bounds to its [luminance](Picture); [`pdq`] and [`qr`] look at that.
//! A [`Library`] finds samples that look like it.

mod bitmap;
mod decode;
mod error;
mod filter;
mod gif;
mod jpeg;
mod library;
mod pdq;
mod picture;
mod png;
pub mod qr;
mod webp;

#[cfg(test)]
mod tests;

pub use decode::{Format, read};
pub use error::Error;
pub use library::{Library, MATCH, Near};
pub use pdq::{Hash, HashError, Pdq, TRUSTED, pdq};
pub use picture::Picture;

/// Longest image, in bytes.
pub const MAX_BYTES: usize = 8 << 20;
/// Most columns or rows of an image.
pub const MAX_SIDE: usize = 16_384;
/// Most pixels of an image. While it is decoded, a pixel takes no more than sixteen bytes of memory.
pub const MAX_PIXELS: usize = 16 << 20;
