//! Transparency log: RFC 6962 trees, C2SP tiles, checkpoints, notes and proofs.
