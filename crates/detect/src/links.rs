//! What joins reports of one campaign.

use watchbell_model::{Link, LinkKind, Verdict};

use crate::{
    facts::{Facts, HostKind, LinkSeen},
    judge::MODEL_RULE,
    rules,
    template::Signature,
};

/// Hosts that join reports.
pub const MAX_HOSTS: usize = 4;
/// Telephone numbers that join reports.
pub const MAX_NUMBERS: usize = 4;
/// Longest value, in bytes.
pub const MAX_VALUE: usize = 128;
/// Values of one report altogether.
pub const MAX_VALUES: usize = Signature::BANDS + 1 + MAX_HOSTS + MAX_NUMBERS;

/// Returns the values that `facts` shares with other reports of its campaign.
pub(crate) fn values(facts: &Facts<'_>) -> Vec<Link> {
    let mut values = Vec::with_capacity(MAX_VALUES);
    if facts.subject.text.is_some() {
        let signature = Signature::of(facts.text, facts.links);
        values.extend(
            signature
                .bands()
                .iter()
                .map(|band| link(LinkKind::Template, &format!("{band:016x}"))),
        );
        distinct(
            &mut values,
            MAX_HOSTS,
            LinkKind::Host,
            facts.links.iter().filter_map(|link| host(facts, link)),
        );
        let numbers = facts
            .numbers
            .iter()
            .map(|number| facts.digits(number).to_owned());
        distinct(&mut values, MAX_NUMBERS, LinkKind::Number, numbers);
    }
    let originator = facts
        .subject
        .originator
        .map(normal)
        .filter(|from| !from.is_empty());
    values.extend(originator.map(|from| link(LinkKind::Originator, &from)));
    values
}

/// Returns one line that names the incident which this report would open.
pub(crate) fn title(verdict: &Verdict, links: &[Link]) -> String {
    let heaviest = verdict
        .findings
        .iter()
        .filter(|finding| finding.weight > 0.0 && finding.rule != MODEL_RULE);
    let what = heaviest
        .filter_map(|finding| rules::rule(&finding.rule))
        .map(|rule| rule.title)
        .next();
    let place = links
        .iter()
        .find(|link| matches!(link.kind, LinkKind::Host | LinkKind::Number));
    let what = what.unwrap_or(match verdict.class.as_str() {
        "other" => "Unwanted message",
        class => class,
    });
    let mut title = match place {
        Some(link) => format!("{what}: {}", link.value),
        None => what.to_owned(),
    };
    if let Some(first) = title.get(..1).map(str::to_uppercase) {
        title.replace_range(..1, &first);
    }
    title
}

/// Adds up to `most` values of `kind`, each once.
fn distinct(
    values: &mut Vec<Link>,
    most: usize,
    kind: LinkKind,
    found: impl Iterator<Item = String>,
) {
    let first = values.len();
    for value in found {
        let new = link(kind, &value);
        if values.len() - first < most && !values.iter().skip(first).any(|known| *known == new) {
            values.push(new);
        }
    }
}

/// Returns what of a link is its owner's: the registered name, or the page on a host that many share.
fn host(facts: &Facts<'_>, link: &LinkSeen) -> Option<String> {
    match link.kind {
        HostKind::Known => None,
        HostKind::Unknown | HostKind::Numeric | HostKind::Free => {
            Some(facts.registrable(link).to_owned())
        }
        HostKind::Shortener | HostKind::Messenger => {
            let page = facts
                .text
                .folded
                .get(link.host_at.end as usize..link.at.end as usize)?;
            (page.len() > 1).then(|| format!("{}{page}", facts.host(link)))
        }
    }
}

/// Writes an originator the same way however its punctuation varies.
fn normal(from: &str) -> String {
    let from = from.trim();
    if from
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '.'))
    {
        return from
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
    }
    from.to_lowercase()
}

fn link(kind: LinkKind, value: &str) -> Link {
    let value = value
        .get(..value.floor_char_boundary(MAX_VALUE))
        .unwrap_or_default();
    Link {
        kind,
        value: value.to_owned(),
    }
}
