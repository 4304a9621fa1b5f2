//! Near-duplicate signatures: texts of one template share a band.
