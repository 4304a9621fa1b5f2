//! Charts drawn as SVG here, without inline style; the numbers stand beside
//! them as text.

use watchbell_model::{Judgement, Time};
use watchbell_store::Tally;

use crate::{markup::Markup, words};

/// Hours that the desk shows.
pub(crate) const HOURS: usize = 48;
/// One hour, in microseconds.
const HOUR: i64 = 3_600 * Time::SECOND;
/// Height of the drawing, in its own unit.
const TALL: i64 = 100;
/// Width of one hour, in its own unit.
const WIDE: i64 = 10;

/// One hour and its reports, in the order of [`Judgement::ALL`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Hour {
    /// When it began.
    pub(crate) start: Time,
    /// How many unwanted, suspicious, clean.
    pub(crate) reports: [i64; 3],
}

impl Hour {
    /// All of its reports.
    pub(crate) fn total(&self) -> i64 {
        self.reports.iter().sum()
    }
}

/// Returns the last [`HOURS`] hours up to `now`, those without reports too.
pub(crate) fn hours(tallies: &[Tally], now: Time) -> Vec<Hour> {
    let last = now.micros().div_euclid(HOUR);
    let first = last - HOURS as i64 + 1;
    let start = |index: i64| Time::from_micros((first + index) * HOUR);
    let mut hours: Vec<Hour> = (0..HOURS as i64)
        .map(|index| Hour {
            start: start(index),
            reports: [0; 3],
        })
        .collect();
    for tally in tallies {
        let index = tally.hour.micros().div_euclid(HOUR) - first;
        let hour = usize::try_from(index)
            .ok()
            .and_then(|index| hours.get_mut(index));
        if let Some(count) = hour.and_then(|hour| hour.reports.get_mut(tally.verdict as usize)) {
            *count += tally.reports;
        }
    }
    hours
}

/// Returns a round number at or above the tallest hour, for the axis.
pub(crate) fn ceiling(hours: &[Hour]) -> i64 {
    let tallest = hours.iter().map(Hour::total).max().unwrap_or(0).max(4);
    let mut unit = 1;
    loop {
        for step in [4, 6, 8, 10, 16, 20] {
            if unit * step >= tallest {
                return unit * step;
            }
        }
        unit *= 10;
    }
}

/// Draws one column an hour, unwanted at the foot.
pub(crate) fn columns(hours: &[Hour], top: i64) -> Markup {
    let width = hours.len() as i64 * WIDE;
    let mut svg = Markup::new();
    svg.raw("<svg class=\"columns\" viewBox=\"0 0 ")
        .number(width)
        .raw(" ")
        .number(TALL);
    svg.raw("\" preserveAspectRatio=\"none\" role=\"img\" aria-labelledby=\"columns-title\"><title id=\"columns-title\">");
    let total: i64 = hours.iter().map(Hour::total).sum();
    svg.text(&format!(
        "Reports per hour over the last {} hours, {} in all; the numbers are in the table below",
        hours.len(),
        words::count(total)
    ));
    svg.raw("</title>");
    for quarter in 1..=3 {
        let y = TALL * quarter / 4;
        svg.raw(&format!(
            "<line class=\"grid\" x1=\"0\" y1=\"{y}\" x2=\"{width}\" y2=\"{y}\"/>"
        ));
    }
    for (index, hour) in hours.iter().enumerate() {
        let x = index as i64 * WIDE;
        let mut foot = TALL as f64;
        let said = Judgement::ALL
            .iter()
            .zip(hour.reports)
            .map(|(verdict, count)| format!("{} {verdict}", words::count(count)));
        let said = format!(
            "{}: {}",
            words::moment(hour.start),
            said.collect::<Vec<_>>().join(", ")
        );
        svg.raw("<g><title>").text(&said).raw("</title>");
        svg.raw(&format!(
            "<rect class=\"hover\" x=\"{x}\" y=\"0\" width=\"{WIDE}\" height=\"{TALL}\"/>"
        ));
        for (verdict, count) in Judgement::ALL
            .iter()
            .zip(hour.reports)
            .filter(|(_, count)| *count > 0)
        {
            let height = count as f64 * TALL as f64 / top.max(1) as f64;
            foot -= height;
            svg.raw(&format!(
                "<rect class=\"fill-{verdict}\" x=\"{}\" y=\"{foot:.2}\" width=\"{}\" height=\"{height:.2}\"/>",
                x + 1,
                WIDE - 2
            ));
        }
        svg.raw("</g>");
    }
    svg.raw("</svg>");
    svg
}

/// Draws shares of a whole as one bar; `parts` are a class for the fill and a number.
pub(crate) fn bar(parts: &[(&str, i64)], title: &str) -> Markup {
    let whole: i64 = parts.iter().map(|(_, count)| count).sum();
    let mut svg = Markup::new();
    svg.raw("<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"").text(title).raw("\">");
    svg.raw("<rect class=\"fill-none\" x=\"0\" y=\"0\" width=\"1000\" height=\"10\"/>");
    let mut x = 0.0;
    for (class, count) in parts.iter().filter(|(_, count)| *count > 0) {
        let width = *count as f64 * 1_000.0 / whole.max(1) as f64;
        // A hair of background between two parts.
        let shown = (width - 2.0).max(1.0);
        svg.raw("<rect class=\"").text(class).raw(&format!(
            "\" x=\"{x:.2}\" y=\"0\" width=\"{shown:.2}\" height=\"10\"/>"
        ));
        x += width;
    }
    svg.raw("</svg>");
    svg
}

/// Draws the weight of a finding: to the right what speaks against a message,
/// to the left what speaks for it; `most` is the length of either side.
pub(crate) fn weight(weight: f32, most: f32) -> Markup {
    let length = (f64::from(weight.abs()) / f64::from(most.max(0.1)) * 50.0).min(50.0);
    let (class, x) = if weight < 0.0 {
        ("fill-for", 50.0 - length)
    } else {
        ("fill-against", 50.0)
    };
    let mut svg = Markup::new();
    svg.raw("<svg class=\"weight\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    svg.raw(&format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"1\" width=\"{length:.1}\" height=\"8\"/>"
    ));
    svg.raw("<line class=\"axis\" x1=\"50\" y1=\"0\" x2=\"50\" y2=\"10\"/></svg>");
    svg
}

/// Draws one share of `most`, for the eye to compare rows.
pub(crate) fn length(part: i64, most: i64) -> Markup {
    let width = part.max(0) as f64 * 100.0 / most.max(1) as f64;
    let mut svg = Markup::new();
    svg.raw("<svg class=\"length\" viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    svg.raw("<rect class=\"fill-none\" x=\"0\" y=\"0\" width=\"100\" height=\"6\"/>");
    svg.raw(&format!(
        "<rect class=\"fill-accent\" x=\"0\" y=\"0\" width=\"{width:.1}\" height=\"6\"/></svg>"
    ));
    svg
}

#[cfg(test)]
mod tests {
    use watchbell_model::{Channel, Class};

    use super::*;

    #[test]
    fn each_report_is_in_its_hour_and_old_ones_in_none() {
        let now = Time::from_micros(1_000 * HOUR + 5);
        let tally = |hour: i64, verdict| Tally {
            hour: Time::from_micros(hour * HOUR),
            channel: Channel::Sms,
            verdict,
            class: Class::Other,
            reports: 2,
        };
        let tallies = [
            tally(1_000, Judgement::Unwanted),
            tally(999, Judgement::Clean),
            tally(1, Judgement::Clean),
            tally(2_000, Judgement::Clean),
        ];
        let hours = hours(&tallies, now);
        assert_eq!(hours.len(), HOURS);
        assert_eq!(hours[HOURS - 1].reports, [2, 0, 0]);
        assert_eq!(hours[HOURS - 2].reports, [0, 0, 2]);
        assert_eq!(hours.iter().map(Hour::total).sum::<i64>(), 4);
    }

    #[test]
    fn the_axis_ends_in_a_round_number() {
        for (tallest, top) in [
            (0, 4),
            (5, 6),
            (21, 40),
            (100, 100),
            (101, 160),
            (1_234, 1_600),
        ] {
            let hour = Hour {
                start: Time::default(),
                reports: [tallest, 0, 0],
            };
            assert_eq!(ceiling(&[hour]), top, "{tallest}");
        }
    }

    #[test]
    fn drawings_have_no_inline_style() {
        let hour = Hour {
            start: Time::default(),
            reports: [3, 2, 1],
        };
        let drawn = [
            columns(&[hour], 10),
            bar(&[("fill-clean", 0)], "x\"<"),
            weight(-2.0, 1.0),
            length(5, 0),
        ];
        for svg in drawn {
            let svg = svg.to_string();
            assert!(
                !svg.contains("style=") && svg.starts_with("<svg") && svg.ends_with("</svg>"),
                "{svg}"
            );
        }
    }
}
