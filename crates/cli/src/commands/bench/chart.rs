//! What was measured, as a drawing.

use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 320.0;
const MARGIN: f64 = 56.0;
/// Room for the names of lines.
const NAMES: f64 = 150.0;
/// Between two names, one above the other.
const LINE: f64 = 14.0;
const COLOURS: [&str; 7] = [
    "#1f6f8b", "#b3541e", "#5b7f2b", "#7a4b94", "#555555", "#a8862a", "#b0306a",
];

/// Lines over one another.
#[derive(Debug)]
pub(super) struct Chart {
    pub(super) title: String,
    /// Across.
    pub(super) x: Axis,
    /// Upwards.
    pub(super) y: Axis,
    /// Each with its name, which may be empty.
    pub(super) lines: Vec<(String, Vec<(f64, f64)>)>,
}

/// What an axis shows.
#[derive(Debug)]
pub(super) struct Axis {
    pub(super) label: &'static str,
    pub(super) scale: Scale,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Scale {
    /// From nothing to this.
    Linear(f64),
    /// From one to the other; tens are marked.
    Log(f64, f64),
}

impl Scale {
    /// Where a value stands, 0 to 1.
    fn place(self, value: f64) -> f64 {
        match self {
            Self::Linear(most) => value / most,
            Self::Log(least, most) => (value.max(least) / least).log10() / (most / least).log10(),
        }
    }

    fn ticks(self) -> Vec<f64> {
        match self {
            Self::Linear(most) => (0..=4).map(|tick| most * f64::from(tick) / 4.0).collect(),
            Self::Log(least, most) => {
                let tens = std::iter::successors(Some(least), |tick| Some(tick * 10.0));
                tens.take_while(|tick| *tick <= most * 1.01).collect()
            }
        }
    }
}

impl Chart {
    /// Returns the drawing, an SVG document.
    pub(super) fn svg(&self) -> String {
        let named = self.lines.iter().any(|(name, _)| !name.is_empty());
        let right = WIDTH - if named { NAMES } else { MARGIN };
        let x = |value| MARGIN + self.x.scale.place(value) * (right - MARGIN);
        let y = |value| HEIGHT - MARGIN - self.y.scale.place(value) * (HEIGHT - 2.0 * MARGIN);
        let (foot, middle) = (HEIGHT - MARGIN, f64::midpoint(MARGIN, right));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
             <title>{0}</title>\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n\
             <text x=\"{MARGIN}\" y=\"20\" font-size=\"14\">{0}</text>\n\
             <text x=\"{MARGIN}\" y=\"44\" fill=\"#555\" text-anchor=\"end\">{1}</text>\n\
             <text x=\"{middle}\" y=\"{2}\" fill=\"#555\" text-anchor=\"middle\">{3}</text>\n",
            self.title,
            self.y.label,
            HEIGHT - 12.0,
            self.x.label,
        );
        for tick in self.y.scale.ticks() {
            let at = y(tick);
            let _ = writeln!(
                svg,
                "<line x1=\"{MARGIN}\" x2=\"{right}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#ddd\"/>\
                 <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                MARGIN - 6.0,
                at + 4.0,
                short(tick),
            );
        }
        for tick in self.x.scale.ticks() {
            let (at, below) = (x(tick), foot + 18.0);
            let tick = short(tick);
            let _ = writeln!(
                svg,
                "<text x=\"{at:.1}\" y=\"{below}\" text-anchor=\"middle\">{tick}</text>"
            );
        }
        let mut names: Vec<(f64, &String, &&str)> = Vec::new();
        for ((name, points), colour) in self.lines.iter().zip(COLOURS.iter().cycle()) {
            let places: Vec<String> = points
                .iter()
                .map(|point| format!("{:.1},{:.1}", x(point.0), y(point.1)))
                .collect();
            let _ = writeln!(
                svg,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
                places.join(" ")
            );
            names.extend(points.last().map(|last| (y(last.1), name, colour)));
        }
        // Names stand beside the ends of their lines, each below the one before.
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = 0.0_f64;
        for (at, name, colour) in names {
            let at = at.max(free);
            free = at + LINE;
            let (left, at) = (right + 8.0, at + 4.0);
            let _ = writeln!(
                svg,
                "<text x=\"{left}\" y=\"{at:.1}\" fill=\"{colour}\">{name}</text>"
            );
        }
        svg + "</svg>\n"
    }
}

/// A number with at most three digits that count: `0.05`, `25`, `300k`, `5M`.
fn short(value: f64) -> String {
    let (value, unit) = match value {
        value if value >= 1e6 => (value / 1e6, "M"),
        value if value >= 1e3 => (value / 1e3, "k"),
        value => (value, ""),
    };
    let digits = match value {
        value if value >= 100.0 => 0,
        value if value >= 10.0 => 1,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    format!("{text}{unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let numbers = [0.0, 0.01, 0.25, 1.0, 62.5, 500.0, 1_250.0, 300_000.0, 5e6];
        let short: Vec<String> = numbers.into_iter().map(short).collect();
        let expected = [
            "0", "0.01", "0.25", "1", "62.5", "500", "1.25k", "300k", "5M",
        ];
        assert_eq!(short, expected);
    }

    #[test]
    fn ends_of_a_scale_stand_at_its_ends() {
        let log = Scale::Log(0.01, 100.0);
        assert!((log.place(0.01)).abs() < 1e-9 && (log.place(100.0) - 1.0).abs() < 1e-9);
        assert!((log.place(1.0) - 0.5).abs() < 1e-9, "and tens are as far");
        assert_eq!(log.ticks().len(), 5);
    }
}
