//! What every page shares: who looks at it, and words and drawings in the
//! house style.

use axum::http::Uri;
use watchbell_detect::rules;
use watchbell_model::{Action, ActionState, Finding, Time};
use watchbell_store::{Role, StoredReport};

use super::handed::{Moment, Number, Score};
use crate::{
    app::{App, Viewer},
    assets::{LINKS, Links},
    chart,
    markup::Markup,
    words,
};

/// Characters of a message in a list.
const SNIPPET: usize = 220;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Theme {
    /// As the visitor's system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word in the page and in the cookie.
    pub(crate) const fn word(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// A part of the house, for the list of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Section {
    Desk,
    Incidents,
    Reports,
    Actions,
    Rules,
    Cves,
    Cvss,
    Documents,
    Peers,
    Inbox,
    Log,
    Tokens,
    Users,
    None,
}

const LOOK: [(Section, &str, &str); 11] = [
    (Section::Desk, "/", "Desk"),
    (Section::Incidents, "/incidents", "Incidents"),
    (Section::Reports, "/reports", "Reports"),
    (Section::Actions, "/actions", "Actions"),
    (Section::Rules, "/rules", "Rules"),
    (Section::Cves, "/cves", "Vulnerabilities"),
    (Section::Cvss, "/cvss", "CVSS"),
    (Section::Documents, "/documents", "Documents"),
    (Section::Peers, "/peers", "Peers"),
    (Section::Inbox, "/inbox", "Inbox"),
    (Section::Log, "/log", "Log"),
];
const KEYS: [(Section, &str, &str); 2] = [
    (Section::Tokens, "/tokens", "Tokens"),
    (Section::Users, "/users", "Users"),
];

/// Words for what was just done, by the word in the address.
const DONE: [(&str, &str); 29] = [
    ("approved", "Approved: the step is in force."),
    ("refused", "Refused."),
    ("reversed", "Taken back."),
    ("appealed", "The appeal is recorded."),
    ("proposed", "Proposed: somebody has to approve it."),
    ("noted", "The note is in the history."),
    ("open", "Open again."),
    ("closed", "Closed. What comes later opens a new incident."),
    (
        "dismissed",
        "Dismissed as harmless. What comes later opens a new incident.",
    ),
    ("tlp", "Set how far it may travel."),
    (
        "watched",
        "Watched. What comes or changes from now on opens an incident.",
    ),
    ("unwatched", "Watched no more. Its incidents stay."),
    ("changed", "Changed. Their sessions have ended."),
    ("revoked", "The token works no more."),
    ("signed-out", "You are signed out."),
    (
        "password",
        "Your password is changed. Sign in with the new one.",
    ),
    (
        "stands",
        "Somebody else changed it meanwhile; this is how it stands now.",
    ),
    (
        "same",
        "The same step against the same target stands already.",
    ),
    ("sealed", "The export is sealed."),
    ("shared", "Shared: what may go is in the outbox."),
    ("again", "It is tried again."),
    ("withdrawn", "Called back before it went."),
    (
        "peer",
        "The peer is there. Compare the fingerprint of its certificate with a person there, then agree on what goes and comes.",
    ),
    ("agreed", "Agreed."),
    (
        "ended",
        "The agreement is over; what waited under it is called back.",
    ),
    ("answered", "Answered: it is brought to who asked."),
    (
        "passed",
        "Passed on: it is brought to that peer as it came.",
    ),
    ("switched", "Switched."),
    ("removed", "The peer is taken away."),
];

/// Who looks at a page.
#[derive(Clone, Debug)]
pub(crate) struct Who {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) csrf: String,
}

/// What every page shares.
#[derive(Clone, Debug)]
pub(crate) struct Shell {
    pub(crate) title: String,
    pub(crate) section: Section,
    pub(crate) theme: Theme,
    pub(crate) who: Option<Who>,
    /// The address of this page, to come back to.
    pub(crate) path: String,
    pub(crate) now: Time,
    pub(crate) organisation: String,
    pub(crate) links: &'static Links,
}

impl Shell {
    pub(crate) fn new(
        app: &App,
        viewer: Option<&Viewer>,
        theme: Theme,
        title: &str,
        section: Section,
    ) -> Self {
        let who = viewer.map(|viewer| Who {
            name: viewer.name().to_owned(),
            role: viewer.session.account.role,
            csrf: viewer.session.csrf.clone(),
        });
        Self {
            title: title.to_owned(),
            section,
            theme,
            who,
            path: "/".to_owned(),
            now: app.now(),
            organisation: app.node.config().node.organisation.clone(),
            links: &LINKS,
        }
    }

    /// Says where the page is, so that forms lead back to it.
    pub(crate) fn at(mut self, uri: &Uri) -> Self {
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        self.path = super::local(path).to_owned();
        self
    }

    pub(crate) fn nav(&self) -> Vec<&'static [(Section, &'static str, &'static str)]> {
        match self.who.as_ref().map(|who| who.role) {
            Some(Role::Administrator) => vec![&LOOK, &KEYS],
            Some(Role::Analyst) => vec![&LOOK, &KEYS[..1]],
            _ => vec![&LOOK],
        }
    }

    pub(crate) const fn themes(&self) -> [(Theme, &'static str, &'static str); 3] {
        [
            (Theme::Light, "light", "☀"),
            (Theme::Dark, "dark", "☾"),
            (Theme::Auto, "auto", "◐"),
        ]
    }

    pub(crate) fn csrf(&self) -> &str {
        self.who.as_ref().map_or("", |who| who.csrf.as_str())
    }

    /// Whether whoever looks may decide things.
    pub(crate) fn may_act(&self) -> bool {
        self.who
            .as_ref()
            .is_some_and(|who| who.role >= Role::Analyst)
    }

    /// Whether an action can still be changed by a person.
    pub(crate) const fn stands(&self, action: &Action) -> bool {
        matches!(
            action.state,
            ActionState::Proposed | ActionState::DryRun | ActionState::Active
        )
    }

    /// Whether an action waits for a person.
    pub(crate) const fn waits(&self, action: &Action) -> bool {
        matches!(action.state, ActionState::Proposed | ActionState::DryRun)
    }

    pub(crate) fn count(&self, number: impl Into<Number>) -> String {
        words::count(number.into().0)
    }

    pub(crate) fn counted(&self, number: impl Into<Number>, one: &str, many: &str) -> String {
        words::counted(number.into().0, one, many)
    }

    pub(crate) fn when(&self, then: impl Into<Moment>) -> Markup {
        words::when(then.into().0, self.now)
    }

    pub(crate) fn exactly(&self, then: impl Into<Moment>) -> Markup {
        words::exactly(then.into().0)
    }

    pub(crate) fn score(&self, score: impl Into<Score>) -> String {
        format!("{:.2}", score.into().0)
    }

    /// A score that is kept in tenths.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates hand references"
    )]
    pub(crate) fn tenths(&self, score: &i64) -> String {
        format!("{:.1}", *score as f64 / 10.0)
    }

    pub(crate) fn signed(&self, weight: &f32) -> String {
        format!("{weight:+.1}").replace('-', "−")
    }

    pub(crate) fn badge(&self, word: &str) -> Markup {
        let mut markup = Markup::new();
        markup
            .raw("<span class=\"badge is-")
            .text(word)
            .raw("\">")
            .text(word)
            .raw("</span>");
        markup
    }

    pub(crate) fn length(&self, part: impl Into<Number>, most: &i64) -> Markup {
        chart::length(part.into().0, *most)
    }

    /// A finding's bar beside the others'.
    pub(crate) fn weight(&self, weight: &f32, among: &[Finding]) -> Markup {
        let most = among
            .iter()
            .map(|finding| finding.weight.abs())
            .fold(1.0, f32::max);
        chart::weight(*weight, most)
    }

    /// A rule by its title, linked to its page.
    pub(crate) fn rule(&self, id: &str) -> Markup {
        let mut markup = Markup::new();
        match rules::rule(id) {
            Some(rule) => {
                markup
                    .raw("<a href=\"/rules/")
                    .text(rule.id)
                    .raw("\">")
                    .text(rule.title)
                    .raw("</a>");
            }
            None if id == watchbell_detect::judge::MODEL_RULE => {
                markup.text("The text model");
            }
            None => {
                markup.raw("<code>").text(id).raw("</code>");
            }
        }
        markup
    }

    /// The beginning of a report's message, or why there is none.
    pub(crate) fn snippet(&self, report: &StoredReport) -> String {
        match &report.document.text {
            Some(text) if !text.trim().is_empty() => words::shortened(text, SNIPPET),
            _ => "(content not kept)".to_owned(),
        }
    }

    /// A list to choose one from or none.
    pub(crate) fn choice(&self, name: &str, label: &str, words: &[&str], chosen: &str) -> Markup {
        let mut all = vec![("", "any")];
        all.extend(words.iter().map(|word| (*word, *word)));
        select(name, label, &all, chosen)
    }

    /// A list to choose one from.
    pub(crate) fn choice_of(
        &self,
        name: &str,
        label: &str,
        options: &[(String, String)],
    ) -> Markup {
        let all: Vec<(&str, &str)> = options
            .iter()
            .map(|(value, word)| (value.as_str(), word.as_str()))
            .collect();
        select(name, label, &all, "")
    }

    /// What was just done, where the address says so.
    pub(crate) fn notice(&self, done: &Option<String>) -> Markup {
        let mut markup = Markup::new();
        let said = done
            .as_deref()
            .and_then(|done| DONE.iter().find(|(word, _)| *word == done));
        if let Some((_, said)) = said {
            markup
                .raw("<p class=\"notice\" role=\"status\">")
                .text(said)
                .raw("</p>");
        }
        markup
    }

    /// The way to the first and to the next page.
    pub(crate) fn pages(&self, first: &Option<String>, next: &Option<String>) -> Markup {
        let mut markup = Markup::new();
        if first.is_none() && next.is_none() {
            return markup;
        }
        markup.raw("<nav class=\"pages\" aria-label=\"Pages\">");
        for (address, word) in [(first, "Newest"), (next, "Older")] {
            match address {
                Some(address) => markup
                    .raw("<a class=\"button\" href=\"")
                    .text(address)
                    .raw("\">")
                    .text(word)
                    .raw("</a>"),
                None => markup.raw("<span></span>"),
            };
        }
        markup.raw("</nav>");
        markup
    }
}

fn select(name: &str, label: &str, options: &[(&str, &str)], chosen: &str) -> Markup {
    let mut markup = Markup::new();
    markup
        .raw("<div class=\"field\"><label for=\"")
        .text(name)
        .raw("\">")
        .text(label)
        .raw("</label><select id=\"");
    markup.text(name).raw("\" name=\"").text(name).raw("\">");
    for (value, word) in options {
        markup.raw("<option value=\"").text(value).raw("\"");
        if *value == chosen {
            markup.raw(" selected");
        }
        markup.raw(">").text(word).raw("</option>");
    }
    markup.raw("</select></div>");
    markup
}

#[cfg(test)]
impl Shell {
    /// A page as an administrator sees it.
    pub(crate) fn sample(section: Section) -> Self {
        Self {
            title: "Sample".to_owned(),
            section,
            theme: Theme::Auto,
            who: Some(Who {
                name: "ana <b>".to_owned(),
                role: Role::Administrator,
                csrf: "c5rf".to_owned(),
            }),
            path: "/".to_owned(),
            now: Time::from_micros(1_700_000_000_000_000),
            organisation: "Example Telecom".to_owned(),
            links: &LINKS,
        }
    }

    /// A page as a visitor sees it.
    pub(crate) fn bare_sample() -> Self {
        Self {
            who: None,
            ..Self::sample(Section::None)
        }
    }
}
