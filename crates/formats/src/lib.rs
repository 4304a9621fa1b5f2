//! Bytes to model and back, no I/O: one file a format.
