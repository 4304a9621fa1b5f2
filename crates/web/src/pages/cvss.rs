//! The CVSS calculator: every metric explained, and why the score is what it
//! is. The state is in the address; nothing is kept.

mod draw;
mod why;
mod words;

use askama::Template;
use axum::{
    Extension,
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Redirect, Response},
};
use watchbell_cvss::{Error, Group, Metric, Score, Severity, Value, Vector, Version};

use super::{Section, Shell, Theme, render, render_as};
use crate::{
    app::{App, Viewer},
    marks,
    markup::Markup,
    problem::Problem,
    query::Query,
};
use why::Why;

/// The version that a visitor meets first.
const FIRST: Version = Version::V4;
/// Bytes shown of what is not a vector.
const SHOWN: usize = 400;

#[derive(Template)]
#[template(path = "cvss.html")]
struct Page {
    shell: Shell,
    versions: Vec<Tab>,
    /// What stands in the field.
    text: String,
    /// What is wrong with it.
    fault: Option<Fault>,
    scored: Option<Scored>,
}

/// A version to change to.
#[derive(Debug)]
struct Tab {
    name: &'static str,
    address: String,
    here: bool,
}

/// What is wrong with a vector.
#[derive(Debug)]
struct Fault {
    error: String,
    /// The text with the place marked.
    place: Markup,
}

/// Everything that a valid vector says.
#[derive(Debug)]
struct Scored {
    version: &'static str,
    address: String,
    /// The vector is our own, to begin with.
    example: Option<&'static str>,
    score: Score,
    severity: Severity,
    scale: Markup,
    parts: Vec<(&'static str, String, &'static str)>,
    classes: Vec<words::Class>,
    groups: Vec<Part>,
    why: Why,
}

/// The metrics of one group.
#[derive(Debug)]
struct Part {
    name: &'static str,
    about: &'static str,
    /// How many of them say something.
    said: usize,
    mandatory: bool,
    rows: Vec<Row>,
}

impl Part {
    /// What the closed group says of itself.
    fn summary(&self) -> String {
        let all = self.rows.len();
        match self.said {
            0 => format!("{all} optional, none is defined"),
            said => format!("{said} of {all} defined"),
        }
    }
}

/// One metric and what was chosen.
#[derive(Debug)]
struct Row {
    metric: &'static Metric,
    chosen: Option<&'static Value>,
}

impl Row {
    fn is(&self, value: &Value) -> bool {
        self.chosen == Some(value)
    }
}

/// Shows the vector that the address names, or an example to begin with.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    query: Query,
) -> Result<Response, Problem> {
    if query.text("version").is_some() {
        let vector = chosen(&query)?;
        return Ok(Redirect::to(&permalink(&vector)).into_response());
    }
    // Empty is absent, so that an emptied field leads back to the beginning.
    query.only(&["vector"])?;
    let shell = Shell::new(&app, Some(&viewer), theme, "CVSS", Section::Cvss).at(&uri);
    let page = page(shell, query.text("vector"));
    if page.fault.is_some() {
        return render_as(StatusCode::BAD_REQUEST, &page);
    }
    render(&page)
}

/// The vector that the fields of the form say.
fn chosen(query: &Query) -> Result<Vector, Problem> {
    let name = query.text("version").unwrap_or_default();
    let Some(version) = Version::ALL
        .into_iter()
        .find(|version| version.name() == name)
    else {
        return Err(Problem::parameter(
            "version is 2.0, 3.0, 3.1 or 4.0.".to_owned(),
        ));
    };
    let metrics = version.metrics();
    let mut known = vec!["version"];
    known.extend(metrics.iter().map(|metric| metric.abbreviation));
    query.only(&known)?;
    let mut vector = Vector::new(version);
    for metric in metrics {
        let Some(value) = query.text(metric.abbreviation) else {
            continue;
        };
        let Some(changed) = vector.with_value(metric.abbreviation, value) else {
            let values: Vec<&str> = metric
                .values
                .iter()
                .map(|value| value.abbreviation)
                .collect();
            let (name, values) = (metric.abbreviation, values.join(", "));
            return Err(Problem::parameter(format!("{name} is one of {values}.")));
        };
        vector = changed;
    }
    Ok(vector)
}

/// Where a vector stands. What it is written with needs no escape in a query.
fn permalink(vector: &Vector) -> String {
    format!("/cvss?vector={vector}")
}

fn page(shell: Shell, given: Option<&str>) -> Page {
    let example = words::example(FIRST);
    let text = given.map_or(example.vector, str::trim);
    let read = Vector::parse(text);
    let version = read.as_ref().map(Vector::version).ok();
    let named = words::EXAMPLES
        .iter()
        .find(|example| example.vector == text);
    Page {
        shell,
        versions: tabs(read.as_ref().ok(), version),
        text: text.to_owned(),
        fault: read.as_ref().err().map(|error| fault(text, error)),
        scored: read
            .ok()
            .map(|vector| scored(&vector, named.map(|example| example.name))),
    }
}

/// Versions 3.0 and 3.1 have the same metrics, so one leads to the same vector
/// of the other; between the others nothing converts.
fn tabs(vector: Option<&Vector>, here: Option<Version>) -> Vec<Tab> {
    let address = |version| {
        let third = [Version::V30, Version::V31];
        let kept =
            vector.filter(|vector| third.contains(&vector.version()) && third.contains(&version));
        let same = kept.and_then(|vector| {
            vector
                .metrics()
                .iter()
                .try_fold(Vector::new(version), |same, metric| {
                    same.with_value(
                        metric.abbreviation,
                        vector.value(metric.abbreviation)?.abbreviation,
                    )
                })
        });
        match same {
            Some(same) => permalink(&same),
            None => format!("/cvss?vector={}", words::example(version).vector),
        }
    };
    let tab = |version: Version| Tab {
        name: version.name(),
        address: address(version),
        here: here == Some(version),
    };
    Version::ALL.into_iter().map(tab).collect()
}

fn fault(text: &str, error: &Error) -> Fault {
    let mut place = Markup::new();
    let (before, wrong, after) = cut(text, error.at());
    marks::isolated(&mut place, before);
    place.raw("<mark>");
    marks::isolated(&mut place, if wrong.is_empty() { "\u{A0}" } else { wrong });
    place.raw("</mark>");
    marks::isolated(&mut place, after);
    Fault {
        error: error.to_string(),
        place,
    }
}

/// A text up to the byte `at`, the rest of the component there, and what
/// follows, as much as is shown.
fn cut(text: &str, at: usize) -> (&str, &str, &str) {
    let text = &text[..text.floor_char_boundary(SHOWN)];
    let (before, rest) = text.split_at(text.floor_char_boundary(at));
    // A slash that is wrong itself does not end what it begins.
    let slash = rest.bytes().skip(1).position(|byte| byte == b'/');
    let (wrong, after) = rest.split_at(slash.map_or(rest.len(), |slash| slash + 1));
    (before, wrong, after)
}

fn scored(vector: &Vector, example: Option<&'static str>) -> Scored {
    let mut parts = Vec::new();
    let mut part = |name, score: Option<Score>| {
        if let Some(score) = score {
            parts.push((name, score.to_string(), vector.severity_of(score).name()));
        }
    };
    part("Base", Some(vector.base()));
    part("Temporal", vector.temporal());
    part("Threat", vector.threat());
    part("Environmental", vector.environmental());
    let mut classes = Vec::new();
    if let Vector::V4(four) = vector {
        let names = four.nomenclature();
        parts.push((
            "Nomenclature",
            names.to_string(),
            words::nomenclature(names),
        ));
        parts.push((
            "MacroVector",
            four.macrovector().to_string(),
            "EQ1 to EQ6, 0 is worst",
        ));
        classes = words::classes(four.macrovector());
    }
    Scored {
        version: vector.version().name(),
        address: permalink(vector),
        example,
        score: vector.score(),
        severity: vector.severity(),
        scale: draw::scale(vector),
        parts,
        classes,
        groups: groups(vector),
        why: Why::new(vector),
    }
}

fn groups(vector: &Vector) -> Vec<Part> {
    let mut parts: Vec<(Group, Part)> = Vec::new();
    for metric in vector.metrics() {
        let row = Row {
            metric,
            chosen: vector.value(metric.abbreviation),
        };
        let said = usize::from(is_said(vector, metric));
        match parts.iter_mut().find(|(group, _)| *group == metric.group) {
            Some((_, part)) => {
                part.said += said;
                part.rows.push(row);
            }
            None => {
                let (name, about) = words::group(metric.group);
                let mandatory = metric.is_mandatory();
                let rows = vec![row];
                parts.push((
                    metric.group,
                    Part {
                        name,
                        about,
                        said,
                        mandatory,
                        rows,
                    },
                ));
            }
        }
    }
    parts.into_iter().map(|(_, part)| part).collect()
}

/// Whether a vector says something about a metric.
fn is_said(vector: &Vector, metric: &Metric) -> bool {
    metric.is_mandatory() || vector.value(metric.abbreviation) != metric.values.first()
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = |given| page(Shell::sample(Section::Cvss), given).render().unwrap();
    vec![
        ("cvss", page(None)),
        (
            "cvss-2.0",
            page(Some("AV:N/AC:L/Au:N/C:P/I:N/A:N/E:U/RL:OF/RC:C")),
        ),
        (
            "cvss-3.1",
            page(Some("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/MAV:P")),
        ),
        (
            "cvss-4.0",
            page(Some(
                "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:P/MAV:A/U:Red",
            )),
        ),
        (
            "cvss-none",
            page(Some(&Vector::new(Version::V31).to_string())),
        ),
        ("cvss-wrong", page(Some("\"><script><b>AV:N/AC:L"))),
        ("cvss-cut", page(Some("CVSS:3.1/AV:N"))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_mistake_is_marked() {
        let marked = |text| cut(text, Vector::parse(text).unwrap_err().at());
        assert_eq!(
            marked("CVSS:3.1/AV:N/AC:L/PR:N/UI:n/S:U/C:H/I:H/A:H"),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:", "n", "/S:U/C:H/I:H/A:H")
        );
        assert_eq!(marked("CVSS:3.1/AV:N"), ("CVSS:3.1/AV:N", "", ""));
        assert_eq!(marked("é").1, "é");
        let long = format!("CVSS:3.1/{}", "é".repeat(5_000));
        let (before, wrong, after) = marked(&long);
        assert!(before.len() + wrong.len() + after.len() <= SHOWN);
        let unseen = "\u{202E}<b>";
        let place = fault(unseen, &Vector::parse(unseen).unwrap_err()).place;
        assert!(
            !place.to_string().contains(['\u{202E}', '\u{2066}']),
            "{place}"
        );
    }

    #[test]
    fn the_same_vector_waits_under_the_other_third_version() {
        let vector = Vector::parse("CVSS:3.1/AV:P/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H/RC:U").unwrap();
        let tabs = tabs(Some(&vector), Some(Version::V31));
        assert_eq!(
            tabs[1].address,
            "/cvss?vector=CVSS:3.0/AV:P/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H/RC:U"
        );
        assert!(tabs[2].here && !tabs[1].here);
        assert!(tabs[3].address.starts_with("/cvss?vector=CVSS:4.0/"));
    }
}
