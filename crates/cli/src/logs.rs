//! The log on standard error: for people, or a JSON object a line.

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

/// Starts the log; `WATCHBELL_LOG` sets its level, `info` by default.
pub(crate) fn start(format: Format) {
    let filter = EnvFilter::try_from_env("WATCHBELL_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match format {
        Format::Text => log.init(),
        Format::Json => log.json().init(),
    }
}
