//! The one executable, `watchbell`.

fn main() {}
