//! What in a document refers to what, drawn in two columns: what refers, and what it refers to. The
//! same stands in the title as text.

use watchbell_iodef as iodef;

use crate::markup::Markup;

/// Lines that are drawn.
const MOST: usize = 60;
const TALL: usize = 30;
/// Room for the lines between the columns.
const BETWEEN: usize = 140;
/// Width of one sign of a label, in pixels.
const SIGN: usize = 8;
/// Signs of a label that are shown.
const SIGNS: usize = 34;

/// References: what refers, and to what.
pub(super) fn of(incident: &iodef::Incident) -> Vec<(String, String)> {
    let own = incident.id.id.trim().to_owned();
    let mut all = Vec::new();
    for related in &incident.related {
        for id in &related.incident_ids {
            all.push((own.clone(), format!("incident {}", id.id.trim())));
        }
        let first = |ids: &[String], texts: &[iodef::Text]| {
            let name = ids.first().map(String::as_str);
            let name = name.or_else(|| texts.first().map(|text| text.value.as_str()));
            name.unwrap_or_default().trim().to_owned()
        };
        let actors = related.threat_actors.iter();
        let actors: Vec<String> = actors
            .map(|one| first(&one.ids, &one.descriptions))
            .collect();
        for campaign in &related.campaigns {
            let name = format!("campaign {}", first(&campaign.ids, &campaign.descriptions));
            all.push((own.clone(), name.clone()));
            all.extend(
                actors
                    .iter()
                    .map(|actor| (name.clone(), format!("actor {actor}"))),
            );
        }
        if related.campaigns.is_empty() {
            all.extend(
                actors
                    .into_iter()
                    .map(|actor| (own.clone(), format!("actor {actor}"))),
            );
        }
        for id in &related.indicator_ids {
            all.push((own.clone(), format!("indicator {}", id.id)));
        }
    }
    for method in &incident.methods {
        for name in method
            .references
            .iter()
            .filter_map(|reference| reference.name.as_ref())
        {
            all.push((own.clone(), name.id.to_string()));
        }
    }
    for indicator in incident
        .indicator_data
        .iter()
        .flat_map(|data| &data.indicators)
    {
        let id = indicator.id.id.to_string();
        let mut to = Vec::new();
        to.extend(
            indicator
                .observable_reference
                .iter()
                .map(|one| one.uid_ref.to_string()),
        );
        to.extend(indicator.reference.iter().filter_map(target));
        if let Some(expression) = &indicator.expression {
            within(expression, &mut to);
        }
        all.extend(to.into_iter().map(|to| (id.clone(), to)));
    }
    all.truncate(MOST);
    all
}

fn target(reference: &iodef::IndicatorReference) -> Option<String> {
    let here = reference.uid_ref.as_ref().map(ToString::to_string);
    here.or_else(|| reference.euid_ref.clone())
}

fn within(expression: &iodef::IndicatorExpression, to: &mut Vec<String>) {
    to.extend(
        expression
            .observable_references
            .iter()
            .map(|one| one.uid_ref.to_string()),
    );
    to.extend(expression.references.iter().filter_map(target));
    for inner in &expression.expressions {
        within(inner, to);
    }
}

/// Draws references; nothing where there are none.
pub(super) fn draw(references: &[(String, String)]) -> Option<Markup> {
    if references.is_empty() {
        return None;
    }
    let (mut left, mut right): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (from, to) in references {
        if !left.contains(&from.as_str()) {
            left.push(from);
        }
        if !right.contains(&to.as_str()) {
            right.push(to);
        }
    }
    let tall = TALL * left.len().max(right.len()) + TALL / 2;
    let place = |column: &[&str], name: &str| {
        let number = column
            .iter()
            .position(|known| *known == name)
            .unwrap_or_default();
        TALL * number + TALL / 2 + (tall - TALL / 2 - TALL * column.len()) / 2
    };
    let room = |column: &[&str]| {
        let signs = column
            .iter()
            .map(|name| name.chars().count().min(SIGNS) + 2);
        SIGN * signs.max().unwrap_or_default()
    };
    let edge_of_left = room(&left);
    let edge_of_right = edge_of_left + BETWEEN;
    let wide = edge_of_right + room(&right);
    let mut svg = Markup::new();
    svg.raw(&format!(
        "<div class=\"strip graph\"><svg width=\"{wide}\" height=\"{tall}\" viewBox=\"0 0 {wide} {tall}\" role=\"img\"><title>"
    ));
    let said: Vec<String> = references
        .iter()
        .map(|(from, to)| format!("{from} refers to {to}"))
        .collect();
    svg.text(&said.join("; ")).raw("</title>");
    for (from, to) in references {
        let (from, to) = (place(&left, from) + 5, place(&right, to) + 5);
        let (near, far) = (edge_of_left + 60, edge_of_right - 60);
        svg.raw(&format!(
            "<path d=\"M{edge_of_left} {from}C{near} {from} {far} {to} {edge_of_right} {to}\"/>"
        ));
    }
    for (column, edge, anchor, shift) in [
        (&left, edge_of_left, "end", -8),
        (&right, edge_of_right, "start", 8),
    ] {
        for name in column {
            let middle = place(column, name) + 5;
            let at = edge.checked_add_signed(shift).unwrap_or_default();
            svg.raw(&format!(
                "<circle cx=\"{edge}\" cy=\"{middle}\" r=\"4\"/><text class=\"{anchor}\" x=\"{at}\" y=\"{}\">",
                middle + 4
            ));
            let short: String = name.chars().take(SIGNS).collect();
            svg.text(&short).raw(if short.len() < name.len() {
                "…</text>"
            } else {
                "</text>"
            });
        }
    }
    svg.raw("</svg></div>");
    Some(svg)
}
