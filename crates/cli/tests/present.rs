//! With a test of its own, cargo builds the program whenever it builds the
//! tests of the house, which run it (`crates/tests`).

use std::process::Command;

#[test]
fn the_program_runs() {
    let program = Command::new(env!("CARGO_BIN_EXE_watchbell"))
        .arg("--version")
        .output()
        .unwrap();
    assert!(program.stdout.starts_with(b"watchbell "), "{program:?}");
}
