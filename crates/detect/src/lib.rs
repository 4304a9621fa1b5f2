//! Judges reports: facts in, findings and a verdict out, nothing else.
//!
//! A text goes through [`normalise`], is read once into [`facts`], looked at by
//! [`rules`] and by the trained [`text_model`], and scored with [`scores`]:
//! [`judge::Judge`] does all of it. A rule is one file in [`rules`]; its page, its examples and
//! its tests are the Markdown file of the same name.
//!
//! What is in an image is told by [`image`]: its perceptual hash, which samples it looks like, and what its
//! QR codes say.

pub mod facts;
pub mod image;
pub mod judge;
pub mod links;
pub mod normalise;
pub mod rules;
pub mod scores;
pub mod settings;
pub mod template;
pub mod text_model;
