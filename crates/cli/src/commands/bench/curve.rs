//! The cost of a report over how many there are already, as a drawing.

use std::fmt::Write as _;

use super::pipeline::Mark;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
const MARGIN: f64 = 56.0;
/// Points of the curve.
const POINTS: u64 = 50;

/// Draws microseconds a report (smoothed over a fiftieth of the run) over reports.
pub(super) fn draw(marks: &[Mark]) -> String {
    let points = points(marks);
    let most_reports = points.last().map_or(1.0, |point| point.0).max(1.0);
    let most_cost = points.iter().map(|point| point.1).fold(1.0, f64::max) * 1.15;
    let x = |reports: f64| MARGIN + reports / most_reports * (WIDTH - 2.0 * MARGIN);
    let y = |cost: f64| HEIGHT - MARGIN - cost / most_cost * (HEIGHT - 2.0 * MARGIN);
    let line: Vec<String> = points
        .iter()
        .map(|&(reports, cost)| format!("{:.1},{:.1}", x(reports), y(cost)))
        .collect();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>Cost of a report over how many there are</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    for tick in 0..=4 {
        let (reports, cost) = (
            most_reports * f64::from(tick) / 4.0,
            most_cost * f64::from(tick) / 4.0,
        );
        let _ = writeln!(
            svg,
            "<line x1=\"{MARGIN}\" x2=\"{}\" y1=\"{1:.1}\" y2=\"{1:.1}\" stroke=\"#ddd\"/>\
             <text x=\"{2}\" y=\"{3:.1}\" text-anchor=\"end\">{cost:.0} µs</text>\
             <text x=\"{4:.1}\" y=\"{5}\" text-anchor=\"middle\">{6:.2} M</text>",
            WIDTH - MARGIN,
            y(cost),
            MARGIN - 6.0,
            y(cost) + 4.0,
            x(reports),
            HEIGHT - MARGIN + 18.0,
            reports / 1e6,
        );
    }
    let _ = writeln!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#1f6f8b\" stroke-width=\"2\"/>\n\
         <text x=\"{MARGIN}\" y=\"24\" font-size=\"14\">Cost of a report: durable, judged, in an incident, sealed</text>\n\
         <text x=\"{}\" y=\"{}\" text-anchor=\"middle\">reports already there</text>\n</svg>",
        line.join(" "),
        WIDTH / 2.0,
        HEIGHT - 12.0,
    );
    svg
}

/// Reports, and microseconds a report since the point before.
fn points(marks: &[Mark]) -> Vec<(f64, f64)> {
    let total = marks.last().map_or(0, |mark| mark.reports);
    let step = (total / POINTS).max(1);
    let Some(mut last) = marks.first().copied() else {
        return Vec::new();
    };
    let mut points = Vec::new();
    for &mark in marks {
        let reports = mark.reports - last.reports;
        if reports >= step {
            points.push((
                mark.reports as f64,
                (mark.seconds - last.seconds) * 1e6 / reports as f64,
            ));
            last = mark;
        }
    }
    points
}
