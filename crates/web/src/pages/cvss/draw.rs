//! Drawings of the calculator. Numbers stand beside them as text and links, so
//! they are hidden from who cannot see them.

use watchbell_cvss::{Score, Severity, Vector};

use super::why::Try;
use crate::markup::Markup;

/// Width of a drawing in its own unit; its letters are not stretched.
const WIDE: f64 = 340.0;
/// Room left and right of the axis, for a letter.
const MARGIN: f64 = 10.0;
/// Where the axis of a reach is.
const AXIS: f64 = 23.0;
/// How wide a letter is, and the room between two labels.
const LETTER: f64 = 7.5;
const GAP: f64 = 3.0;

/// Draws the scale from 0 to 10 with its severities, and where the score is.
pub(super) fn scale(vector: &Vector) -> Markup {
    let mut svg = Markup::new();
    svg.raw("<svg class=\"scale\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
    let tenths = 0..=100_u8;
    let words: Vec<(f64, Severity)> = tenths
        .filter_map(Score::from_tenths)
        .map(|score| (f64::from(score.tenths()) * 10.0, vector.severity_of(score)))
        .collect();
    for run in words.chunk_by(|(_, one), (_, next)| one == next) {
        let (Some((from, severity)), Some((to, _))) = (run.first(), run.last()) else {
            continue;
        };
        // A single tenth is seen at the end only.
        let width = (to - from + 10.0).min(1_000.0 - from) - 3.0;
        svg.raw(&format!(
            "<rect class=\"fill-{}\" x=\"{from}\" y=\"6\" width=\"{width}\" height=\"8\"/>",
            class(*severity)
        ));
    }
    let x = f64::from(vector.score().tenths()).mul_add(9.94, 3.0);
    svg.raw(&format!(
        "<line class=\"now\" x1=\"{x:.1}\" y1=\"0\" x2=\"{x:.1}\" y2=\"20\"/></svg>"
    ));
    svg
}

/// The word of a severity in a class name.
pub(super) const fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "nothing",
        Severity::Low => "low",
        Severity::Medium => "medium",
        Severity::High => "high",
        Severity::Critical => "critical",
    }
}

/// Draws the numbers of the axis that all reaches share.
pub(super) fn ruler() -> Markup {
    let mut svg = Markup::new();
    svg.raw(&format!(
        "<svg class=\"reach ruler\" viewBox=\"0 0 {WIDE} 14\" aria-hidden=\"true\">"
    ));
    for tenths in (0..=100).step_by(20) {
        if let Some(score) = Score::from_tenths(tenths) {
            let x = place(score);
            svg.raw(&format!(
                "<text x=\"{x:.1}\" y=\"11\">{}</text>",
                tenths / 10
            ));
        }
    }
    svg.raw("</svg>");
    svg
}

/// Draws where each value of one metric would put the score: a line at what it
/// is, a bar over what can be reached, a dot for each value.
pub(super) fn reach(score: Score, tries: &[Try]) -> Markup {
    let mut svg = Markup::new();
    svg.raw(&format!(
        "<svg class=\"reach\" viewBox=\"0 0 {WIDE} 46\" aria-hidden=\"true\">"
    ));
    line(
        &mut svg,
        "axis",
        place(Score::ZERO),
        AXIS,
        place(Score::TEN),
        AXIS,
    );
    for tenths in (0..=100).step_by(20) {
        if let Some(score) = Score::from_tenths(tenths) {
            line(
                &mut svg,
                "axis",
                place(score),
                AXIS - 2.0,
                place(score),
                AXIS + 2.0,
            );
        }
    }
    let now = place(score);
    let scores = || tries.iter().map(|other| place(other.score));
    let (least, most) = scores().fold((now, now), |(a, b), x| (a.min(x), b.max(x)));
    svg.raw(&format!(
        "<rect class=\"span\" x=\"{least:.1}\" y=\"{}\" width=\"{:.1}\" height=\"6\" rx=\"3\"/>",
        AXIS - 3.0,
        most - least
    ));
    line(&mut svg, "now", now, AXIS - 11.0, now, AXIS + 11.0);
    let mut ends = [f64::MIN; 2];
    for dot in dots(tries) {
        dot.draw(&mut svg, &mut ends);
    }
    svg.raw("</svg>");
    svg
}

fn place(score: Score) -> f64 {
    (WIDE - 2.0 * MARGIN).mul_add(f64::from(score.tenths()) / 100.0, MARGIN)
}

fn line(svg: &mut Markup, class: &str, x1: f64, y1: f64, x2: f64, y2: f64) {
    svg.raw(&format!(
        "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1}\" x2=\"{x2:.1}\" y2=\"{y2}\"/>"
    ));
}

/// The values that lead to one score.
struct Dot<'a> {
    score: Score,
    tries: Vec<&'a Try>,
}

/// Values by their score, from the left.
fn dots(tries: &[Try]) -> Vec<Dot<'_>> {
    let mut dots: Vec<Dot<'_>> = Vec::new();
    for other in tries {
        match dots.iter_mut().find(|dot| dot.score == other.score) {
            Some(dot) => dot.tries.push(other),
            None => dots.push(Dot {
                score: other.score,
                tries: vec![other],
            }),
        }
    }
    dots.sort_by_key(|dot| dot.score);
    dots
}

impl Dot<'_> {
    /// Draws the dot, and its label above the axis or below, where there is
    /// room right of `ends`.
    fn draw(&self, svg: &mut Markup, ends: &mut [f64; 2]) {
        let x = place(self.score);
        let here = self.tries.iter().any(|other| other.here);
        // A dot of one's own place leads nowhere new, if nothing else is there.
        let other = self.tries.iter().find(|other| !other.here);
        if let Some(other) = other {
            svg.raw("<a tabindex=\"-1\" href=\"")
                .text(&other.address)
                .raw("\">");
        }
        let told: Vec<String> = self
            .tries
            .iter()
            .map(|other| format!("{}: {}", other.value.name, other.score))
            .collect();
        svg.raw("<g><title>").text(&told.join(", ")).raw("</title>");
        svg.raw(&format!(
            "<circle class=\"{}\" cx=\"{x:.1}\" cy=\"{AXIS}\" r=\"{}\"/>",
            if here { "dot here" } else { "dot" },
            if here { 5 } else { 4 },
        ));
        let names: Vec<&str> = self
            .tries
            .iter()
            .map(|other| other.value.abbreviation)
            .collect();
        let label = names.join("\u{A0}");
        let half = label.chars().count() as f64 * LETTER / 2.0;
        let middle = x.clamp(half, WIDE - half);
        for (end, y) in ends.iter_mut().zip([9.0, 44.0]) {
            if middle - half >= *end + GAP {
                *end = middle + half;
                svg.raw(&format!(
                    "<text class=\"{}\" x=\"{middle:.1}\" y=\"{y}\">",
                    if here { "here" } else { "" }
                ));
                svg.text(&label).raw("</text>");
                break;
            }
        }
        svg.raw("</g>");
        if other.is_some() {
            svg.raw("</a>");
        }
    }
}
