//! Ranges of versions drawn as one line, cut where their status changes; the same stands beside it as
//! text.

use watchbell_vuln::{affected::Strip, record::Status};

use crate::markup::Markup;

/// Width of one sign of a label, in pixels.
const SIGN: usize = 7;
/// Least room around a mark.
const ROOM: usize = 64;
const TALL: usize = 42;
/// Where the line lies.
const LINE: usize = 30;

/// Draws what a record says of a product's versions.
pub(crate) fn draw(strip: &Strip) -> Markup {
    let room = |label: &String| (label.chars().count() * SIGN + 16).max(ROOM);
    let mut places = Vec::new();
    let (mut edge, mut before) = (ROOM / 2, 0);
    for label in &strip.marks {
        let room = room(label);
        edge += before / 2 + room / 2;
        places.push(edge);
        before = room;
    }
    let width = edge + before / 2 + ROOM / 2;
    let mut svg = Markup::new();
    svg.raw(&format!(
        "<div class=\"strip\"><svg width=\"{width}\" height=\"{TALL}\" viewBox=\"0 0 {width} {TALL}\" role=\"img\"><title>"
    ));
    svg.text(&said(strip)).raw("</title>");
    let ends = places.iter().copied().chain([width]);
    let mut from = 0;
    for (to, status) in ends.zip(strip.parts.iter().step_by(2)) {
        svg.raw(&format!(
            "<rect class=\"{}\" x=\"{from}\" y=\"{}\" width=\"{}\" height=\"8\"/>",
            fill(*status),
            LINE - 4,
            to - from
        ));
        from = to;
    }
    let at = strip.parts.iter().skip(1).step_by(2);
    for ((label, place), status) in strip.marks.iter().zip(&places).zip(at) {
        svg.raw(&format!(
            "<circle class=\"{}\" cx=\"{place}\" cy=\"{LINE}\" r=\"6\"/><text x=\"{place}\" y=\"16\">",
            fill(*status)
        ));
        svg.text(label).raw("</text>");
    }
    svg.raw("</svg></div>");
    svg
}

/// The picture in words.
fn said(strip: &Strip) -> String {
    let mut said = word(strip.parts[0]).to_owned();
    let mut last = strip.parts[0];
    for (mark, after) in strip.marks.iter().zip(strip.parts[1..].chunks_exact(2)) {
        if after[0] != last {
            said += &format!(", {} at {mark}", word(after[0]));
        }
        if after[1] != after[0] {
            said += &format!(", {} above {mark}", word(after[1]));
        }
        last = after[1];
    }
    said
}

/// What a status is called.
pub(crate) const fn word(status: Status) -> &'static str {
    match status {
        Status::Affected => "affected",
        Status::Unaffected => "not affected",
        Status::Unknown => "unknown",
    }
}

const fn fill(status: Status) -> &'static str {
    match status {
        Status::Affected => "fill-unwanted",
        Status::Unaffected => "fill-for",
        Status::Unknown => "fill-suspicious",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_is_drawn_and_said() {
        use Status::{Affected, Unaffected};
        let strip = Strip {
            marks: vec!["<1.0".to_owned(), "1.8".to_owned()],
            parts: vec![Unaffected, Affected, Affected, Unaffected, Unaffected],
            heuristic: false,
        };
        assert_eq!(
            said(&strip),
            "not affected, affected at <1.0, not affected at 1.8"
        );
        let svg = draw(&strip).to_string();
        assert_eq!(
            (svg.matches("<rect").count(), svg.matches("<circle").count()),
            (3, 2)
        );
        assert!(svg.contains("&#60;1.0") || svg.contains("&lt;1.0"), "{svg}");
    }
}
