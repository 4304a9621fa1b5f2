//! Judges reports: facts in, findings and a verdict out, nothing else.

pub mod facts;
pub mod judge;
pub mod normalise;
pub mod rules;
pub mod template;
pub mod text_model;
