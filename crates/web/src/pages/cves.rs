//! The list of CVE records: filters, search, keyset paging.

use std::{fmt, str::FromStr};

use askama::Template;
use axum::{Extension, extract::State, http::Uri, response::Response};
use watchbell_model::Time;
use watchbell_store::{CveCounts, CveFilter, CveHead};
use watchbell_vuln::{names, record};

use super::{Section, Shell, Theme, render};
use crate::{
    app::{App, Viewer},
    problem::Problem,
    query::Query,
};

/// Records on one page.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "cves.html")]
struct Page {
    shell: Shell,
    counts: CveCounts,
    /// Days of the lists of what is exploited and what probably will be.
    lists: Vec<(&'static str, String)>,
    filter: Filter,
    records: Vec<CveHead>,
    first: Option<String>,
    next: Option<String>,
}

/// What was asked for, as it stands in the form.
#[derive(Debug, Default)]
struct Filter {
    q: String,
    vendor: String,
    product: String,
    cwe: String,
    cvss: String,
    epss: String,
    since: String,
    exploited: bool,
}

impl Filter {
    fn is_set(&self) -> bool {
        let texts = [
            &self.q,
            &self.vendor,
            &self.product,
            &self.cwe,
            &self.cvss,
            &self.epss,
            &self.since,
        ];
        self.exploited || texts.iter().any(|text| !text.is_empty())
    }
}

/// Shows records, the most urgent first.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    query: Query,
) -> Result<Response, Problem> {
    let filter = filter(&query)?;
    let mut records = app.db().cves(&filter, PAGE + 1).await?;
    let more = records.len() > PAGE as usize;
    records.truncate(PAGE as usize);
    let rest = query.without(&["after"]);
    let next = records
        .last()
        .filter(|_| more)
        .map(|last| format!("/cves?{rest}after={}", Place::of(last)));
    let text = |name| query.text(name).unwrap_or_default().to_owned();
    render(&Page {
        shell: Shell::new(&app, Some(&viewer), theme, "Vulnerabilities", Section::Cves).at(&uri),
        counts: app.db().cve_counts().await?,
        lists: lists(&app).await?,
        filter: Filter {
            q: text("q"),
            vendor: text("vendor"),
            product: text("product"),
            cwe: text("cwe"),
            cvss: text("cvss"),
            epss: text("epss"),
            since: text("since"),
            exploited: filter.exploited,
        },
        records,
        first: filter.after.map(|_| format!("/cves?{rest}")),
        next,
    })
}

/// Which lists were imported, and of when they are.
async fn lists(app: &App) -> Result<Vec<(&'static str, String)>, Problem> {
    let mut lists = Vec::new();
    for (name, setting) in [("KEV", "cve.kev"), ("EPSS", "cve.epss")] {
        if let Some(at) = app.db().setting(setting).await? {
            lists.push((name, at.chars().take(10).collect()));
        }
    }
    Ok(lists)
}

/// A record's place in the list: what follows it comes next. Written `1030000098.17`.
#[derive(Clone, Copy)]
pub(crate) struct Place(i64, i64);

impl Place {
    pub(crate) const fn of(head: &CveHead) -> Self {
        Self(head.urgency, head.number)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('.');
        let place = parts
            .and_then(|(urgency, number)| Some(Self(urgency.parse().ok()?, number.parse().ok()?)));
        place.ok_or_else(|| format!("{text:?} is no place in this list"))
    }
}

/// A CVSS score to begin with, in tenths.
#[derive(Clone, Copy)]
pub(crate) struct Tenths(i64);

impl FromStr for Tenths {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let score: Option<f64> = text.parse().ok();
        let score = score.filter(|score| (0.0..=10.0).contains(score));
        let score = score.ok_or_else(|| format!("{text:?} is no score from 0 to 10"))?;
        #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
        Ok(Self((score * 10.0).round() as i64))
    }
}

/// A probability of exploitation to begin with.
#[derive(Clone, Copy)]
pub(crate) struct Share(f64);

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let share: Option<f64> = text.parse().ok();
        let share = share.filter(|share| (0.0..=1.0).contains(share));
        share
            .map(Self)
            .ok_or_else(|| format!("{text:?} is no probability from 0 to 1"))
    }
}

/// A day, or a moment.
#[derive(Clone, Copy)]
pub(crate) struct Since(Time);

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let at = record::moment(text);
        at.map(Self)
            .ok_or_else(|| format!("{text:?} is no time; expected for example 2024-08-20"))
    }
}

/// The word `yes`.
#[derive(Clone, Copy)]
pub(crate) struct Yes;

impl FromStr for Yes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_yes = (text == "yes").then_some(Self);
        is_yes.ok_or_else(|| format!("{text:?} is not yes"))
    }
}

/// Reads a filter from an address.
pub(crate) fn filter(query: &Query) -> Result<CveFilter, Problem> {
    let named = |name| Ok::<_, Problem>(query.search(name)?.map(|text| names::spelled(&text)));
    let after: Option<Place> = query.parsed("after")?;
    let score: Option<Tenths> = query.parsed("cvss")?;
    let words = query.search("q")?.unwrap_or_default();
    Ok(CveFilter {
        words: record::query(&words),
        vendor: named("vendor")?,
        product: named("product")?,
        weakness: query.search("cwe")?.map(|cwe| cwe.to_ascii_uppercase()),
        score: score.map(|Tenths(score)| score),
        epss: query.parsed("epss")?.map(|Share(share)| share),
        updated_since: query.parsed("since")?.map(|Since(at)| at),
        exploited: query.parsed::<Yes>("exploited")?.is_some(),
        after: after.map(|Place(urgency, number)| (urgency, number)),
        ..CveFilter::default()
    })
}

#[cfg(test)]
pub(super) fn sample() -> CveHead {
    let now = Shell::sample(Section::None).now;
    CveHead {
        number: 7,
        id: "CVE-2024-1001".to_owned(),
        state: "PUBLISHED".to_owned(),
        title: "Buffer overflow in <script>widget</script>".to_owned(),
        assigner: "example".to_owned(),
        published_at: Some(now.plus_seconds(-900_000)),
        updated_at: now.plus_seconds(-90_000),
        score: Some(98),
        severity: Some("critical".to_owned()),
        vector: Some("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".to_owned()),
        misfit: true,
        ssvc: 11,
        exploited: true,
        epss: Some(0.9734),
        urgency: 1_110_973_098,
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = |records: Vec<CveHead>, filter| Page {
        shell: Shell::sample(Section::Cves),
        counts: CveCounts {
            records: 38_775,
            rejected: 67,
            exploited: 209,
            updated_at: Some(Shell::sample(Section::None).now),
            ..CveCounts::default()
        },
        lists: vec![("KEV", "<b>".to_owned())],
        filter,
        records,
        first: Some("/cves?".to_owned()),
        next: Some("/cves?after=9.1".to_owned()),
    };
    let plain = CveHead {
        score: None,
        severity: None,
        vector: None,
        epss: None,
        exploited: false,
        ..sample()
    };
    let asked = Filter {
        q: "\"><script>".to_owned(),
        ..Filter::default()
    };
    vec![
        (
            "cves",
            page(vec![sample(), plain], Filter::default())
                .render()
                .unwrap(),
        ),
        ("cves-none", page(vec![], asked).render().unwrap()),
        (
            "cves-empty",
            page(vec![], Filter::default()).render().unwrap(),
        ),
    ]
}
