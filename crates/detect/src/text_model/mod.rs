//! A linear model over hashed character and word n-grams.
