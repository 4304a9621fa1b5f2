//! Reports for tests, with reserved names and fictitious numbers.

use watchbell_model::{CleanText, Report, Time};

/// When a story begins that has its own clock.
pub(crate) const AT: &str = "2026-11-21T08:30:00Z";

/// [`AT`] as a time.
pub(crate) fn at() -> Time {
    AT.parse().expect("a time")
}

/// A report of a smishing message by reporter `number`.
pub(crate) fn smishing(number: u32) -> Report {
    let text = format!(
        "URGENT: Your bank account is suspended. Verify your password now at http://secure-login.example/v{number} or lose access today"
    );
    report(number, "+15550100001", &text)
}

/// A report of a harmless message by reporter `number`.
pub(crate) fn harmless(number: u32) -> Report {
    report(
        number,
        &format!("+155501020{:02}", number % 100),
        &format!("See you at lunch tomorrow at {number}, bring the blue folder"),
    )
}

/// A report of `text` from `originator` by reporter `number`, which comes in when it does.
pub(crate) fn report(number: u32, originator: &str, text: &str) -> Report {
    let clean = |text: &str| Some(CleanText::lossy(text));
    Report {
        id: clean(&format!("ref-{number}")),
        reporter: clean(&reporter(number)),
        recipient: clean(&reporter(number)),
        originator: clean(originator),
        text: CleanText::lossy(text),
        ..Report::default()
    }
}

/// The telephone number of reporter `number`.
pub(crate) fn reporter(number: u32) -> String {
    format!("+1555014{number:04}")
}

/// The JSON Lines form of reports.
pub(crate) fn lines(reports: &[Report]) -> String {
    reports
        .iter()
        .map(|report| serde_json::to_string(report).expect("a report is JSON") + "\n")
        .collect()
}
