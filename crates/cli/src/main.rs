//! The one executable, `watchbell`.

mod commands;
mod csv;
mod demo;
mod exit;
mod file;
mod format;
mod input;
mod logs;
mod open;
mod talk;
mod verdict;

use std::{io::ErrorKind, process::ExitCode};

use clap::Parser as _;

/// Also of what C libraries here ask for: importing and the pipeline are a tenth faster with it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = commands::Arguments::parse();
    match commands::run(arguments) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => exit::CLEAN.into(),
        Err(error) => {
            talk::say(&format!("watchbell: {error:#}"));
            exit::FAILED.into()
        }
    }
}

/// Whoever read our output has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == ErrorKind::BrokenPipe)
}
