//! Ranges of CPE applicability statements.

use super::{
    Answer, Decision, Options, Rule,
    range::{Order, unordered},
};
use crate::{
    cpe::{Attribute, Cpe, Value},
    record::CpeMatch,
    version::Scheme,
};

pub(super) fn decide(
    named: &CpeMatch,
    with_others: bool,
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
                let holds = order.compare(version, bound).map(|order| match sign {
                    '≥' => order.is_ge(),
                    '>' => order.is_gt(),
                    '≤' => order.is_le(),
                    _ => order.is_lt(),
                });
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
        Some(true) if with_others => Decision::unknown(
            Rule::CpeWithOthers,
            format!("{because}, but only together with something else"),
        ),
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
