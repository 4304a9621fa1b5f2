//! Talk goes to standard error, data to standard output.

use std::io::{IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Says one line to whoever sits in front of it.
pub(crate) fn say(line: &str) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Returns a progress bar over `length` things, drawn only on a terminal.
pub(crate) fn progress(length: u64, what: &str) -> ProgressBar {
    let template = "{msg} {bar:40} {human_pos}/{human_len} {per_sec} {eta}";
    drawn(Some(length), what, template)
}

/// Returns a count of things of which nobody knows how many there are, drawn only on a terminal.
pub(crate) fn counter(what: &str) -> ProgressBar {
    drawn(None, what, "{msg} {human_pos} {per_sec}")
}

fn drawn(length: Option<u64>, what: &str, template: &str) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(10)
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(length, target);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("█▌ "));
    }
    bar.set_message(what.to_owned());
    bar
}
