//! CPE applicability statements: a name with a range, and what has to be there besides.

use super::{
    Answer, Decision, Options, Rule,
    range::{Order, unordered},
};
use crate::{
    component::Component,
    cpe::{Attribute, Cpe, Match, Value, matches_on},
    names,
    record::{Applicability, CpeMatch, Node},
    version::Scheme,
};

pub(super) fn decide(
    named: &CpeMatch,
    version: Option<&str>,
    native: Option<Scheme>,
    options: Options,
) -> Decision {
    let Ok(criteria) = Cpe::parse(&named.criteria) else {
        return Decision::unknown(
            Rule::OrderUnknown,
            format!("{:?} is no CPE name", named.criteria),
        );
    };
    let order = Order::new(native, options);
    let exact = match criteria.get(Attribute::Version) {
        Value::Text(text) => Some(text.unquoted().into_owned()),
        _ => None,
    };
    let bounds = [
        (&named.version_start_including, '≥'),
        (&named.version_start_excluding, '>'),
        (&named.version_end_including, '≤'),
        (&named.version_end_excluding, '<'),
    ];
    let written: Vec<String> = bounds
        .iter()
        .filter_map(|(bound, sign)| bound.as_ref().map(|bound| format!("v {sign} {bound}")))
        .chain(exact.iter().map(|exact| format!("v = {exact}")))
        .collect();
    let because = if written.is_empty() {
        "every version".to_owned()
    } else {
        written.join(", ")
    };
    let inside = match version {
        _ if written.is_empty() => Some(true),
        None => return Decision::unknown(Rule::NoVersion, "the component has no version"),
        Some(version) => {
            let is_exact = exact
                .as_deref()
                .is_none_or(|exact| exact.eq_ignore_ascii_case(version));
            let mut inside = Some(is_exact);
            for (bound, sign) in bounds {
                let Some(bound) = bound else { continue };
                let holds = match sign {
                    '≥' | '>' => order.is_above(version, bound, sign == '≥'),
                    _ => order.is_below(version, bound, sign == '≤'),
                };
                inside = match (inside, holds) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                };
            }
            inside
        }
    };
    let heuristic = order.is_heuristic() && !written.is_empty();
    match inside {
        None => unordered(version.unwrap_or_default(), &because),
        Some(true) => Decision {
            answer: Answer::Affected,
            rule: Rule::CpeRange,
            heuristic,
            because,
        },
        Some(false) => Decision {
            answer: Answer::NotAffected,
            rule: Rule::CpeRange,
            heuristic,
            because,
        },
    }
}

/// What a statement says that speaks of all but what `decision` affects. Which versions are left is for its other
/// names to say too, so that only what it leaves out is sure; not even that where it asks for `others` besides.
pub(super) fn turned_round(decision: &Decision, with_others: bool) -> Decision {
    let answer = match decision.answer {
        Answer::Affected if !with_others => Answer::NotAffected,
        _ => Answer::Unknown,
    };
    Decision {
        answer,
        because: format!("the record speaks of all but {}", decision.because),
        ..*decision
    }
}

/// Names that are kept of what else a statement asks for.
const MAX_NEEDS: usize = 32;

/// What a statement asks for beside one name of one of its nodes; nothing where that is more than [`MAX_NEEDS`].
pub(crate) fn needs(
    statement: &Applicability,
    several: bool,
    place: usize,
    at: usize,
) -> Vec<Node> {
    let mut needs = Vec::new();
    for (other, node) in statement.nodes.iter().enumerate() {
        let mut node = node.clone();
        if other == place {
            // The other names of its own node, where that asks for all of them.
            match node.operator.as_deref() {
                Some("AND") if node.cpe_match.len() > 1 => node.cpe_match.remove(at),
                _ => continue,
            };
        } else if !several {
            continue;
        }
        needs.push(node);
    }
    let names: usize = needs.iter().map(|node| node.cpe_match.len()).sum();
    if names > MAX_NEEDS { Vec::new() } else { needs }
}

/// What `decision`, which affects, comes to where everything that is needed besides is among `others`, or is not.
pub(super) fn among(
    decision: &Decision,
    needs: &[Node],
    others: &[Component],
    options: Options,
) -> Decision {
    let because = &decision.because;
    let (mut there, mut missing) = (Vec::new(), Vec::new());
    let mut heuristic = decision.heuristic;
    for node in needs {
        let mut is_there = |named: &CpeMatch| {
            let found = others.iter().find_map(|other| found(named, other, options));
            heuristic |= found.as_ref().is_some_and(|found| found.heuristic);
            found.is_some()
        };
        let all = match node.operator.as_deref() {
            Some("AND") => node.cpe_match.iter().all(&mut is_there),
            _ => node.cpe_match.iter().any(&mut is_there),
        };
        match (all, node.negate) {
            (true, true) => {
                let because = format!("{because}, but not together with {}", words(node));
                return Decision {
                    answer: Answer::NotAffected,
                    heuristic,
                    because,
                    ..*decision
                };
            }
            (true, false) => there.push(words(node)),
            (false, true) => missing.push(format!("anything but {}", words(node))),
            (false, false) => missing.push(words(node)),
        }
    }
    if needs.is_empty() {
        missing.push("something else".to_owned());
    }
    if missing.is_empty() {
        let because = format!("{because}, together with {}", there.join(" and "));
        return Decision {
            heuristic,
            because,
            ..*decision
        };
    }
    let because = format!(
        "{because}, but only together with {}",
        missing.join(" and ")
    );
    Decision::unknown(Rule::CpeWithOthers, because)
}

/// Why a component is what a name with a range means, where it is for sure.
fn found(named: &CpeMatch, other: &Component, options: Options) -> Option<Decision> {
    let criteria = Cpe::parse(&named.criteria).ok()?;
    let identity = [Attribute::Part, Attribute::Vendor, Attribute::Product];
    let is_same = match &other.cpe {
        Some(cpe) => matches_on(&criteria, cpe, &identity) == Match::Yes,
        None => {
            let name = names::of_cpe(&criteria)?;
            other.wanted(false).iter().any(|wanted| {
                wanted.product == name.product && wanted.vendor.as_ref() == Some(&name.vendor)
            })
        }
    };
    let decision = || decide(named, other.version().as_deref(), other.scheme(), options);
    let decision = is_same.then(decision)?;
    (decision.answer == Answer::Affected).then_some(decision)
}

/// Names of a node that are shown.
const MAX_NAMES: usize = 3;

/// The products that a node names, as people call them.
fn words(node: &Node) -> String {
    let mut words: Vec<String> = Vec::new();
    for named in &node.cpe_match {
        let name = Cpe::parse(&named.criteria)
            .ok()
            .and_then(|cpe| names::of_cpe(&cpe));
        let word = name.map_or_else(
            || named.criteria.chars().take(60).collect(),
            |name| format!("{} {}", name.vendor, name.product),
        );
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.len() > MAX_NAMES {
        words.truncate(MAX_NAMES);
        words.push("…".to_owned());
    }
    let joined = if node.operator.as_deref() == Some("AND") {
        " and "
    } else {
        " or "
    };
    words.join(joined)
}
