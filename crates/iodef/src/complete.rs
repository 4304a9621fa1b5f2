//! What the schema asks for and the text of the RFC, or those who write documents, leave out.

use crate::{
    Change, Contact, ContactKind, Document, Incident, IndicatorExpression, Observable, Role, Uri,
};

/// Adds what the schema of RFC 7970 cannot do without, and says what was added.
///
/// An incident without a contact gets its maker, whom its number names. A threat actor and a phase
/// of an attack get the address `about:blank` where they have none: the text allows that, the
/// schema does not.
pub fn complete(document: &mut Document) -> Vec<Change> {
    let mut changes = Vec::new();
    for (number, one) in document.incidents.iter_mut().enumerate() {
        let path = format!("IODEF-Document/Incident[{}]", number + 1);
        incident(one, &path, &mut changes);
    }
    changes
}

fn note(path: &str, message: &str, changes: &mut Vec<Change>) {
    changes.push(Change {
        code: "added",
        path: path.to_owned(),
        message: message.to_owned(),
    });
}

fn incident(incident: &mut Incident, path: &str, changes: &mut Vec<Change>) {
    if incident.contacts.is_empty() {
        note(path, "Contact is who gave the incident its number", changes);
        incident.contacts.push(Contact {
            role: Role::Creator,
            kind: ContactKind::Organization,
            names: vec![incident.id.name.clone().into()],
            ..Contact::default()
        });
    }
    let actors = incident.related.iter_mut();
    for actor in actors.flat_map(|related| &mut related.threat_actors) {
        address(
            &mut actor.urls,
            &format!("{path}/RelatedActivity/ThreatActor"),
            changes,
        );
    }
    let indicators = incident.indicator_data.iter_mut();
    for indicator in indicators.flat_map(|data| &mut data.indicators) {
        for phase in &mut indicator.attack_phases {
            let path = format!("{path}/IndicatorData/Indicator/AttackPhase");
            address(&mut phase.urls, &path, changes);
        }
        if let Some(observable) = &mut indicator.observable {
            self::observable(observable, path, changes);
        }
        if let Some(expression) = &mut indicator.expression {
            self::expression(expression, path, changes);
        }
    }
}

fn expression(expression: &mut IndicatorExpression, path: &str, changes: &mut Vec<Change>) {
    for observable in &mut expression.observables {
        self::observable(observable, path, changes);
    }
    for within in &mut expression.expressions {
        self::expression(within, path, changes);
    }
}

fn observable(observable: &mut Observable, path: &str, changes: &mut Vec<Change>) {
    if let Some(within) = &mut observable.incident {
        incident(
            within,
            &format!("{path}/IndicatorData/Indicator/Observable/Incident"),
            changes,
        );
    }
}

fn address(urls: &mut Vec<Uri>, path: &str, changes: &mut Vec<Change>) {
    if urls.is_empty() {
        note(path, "URL is about:blank", changes);
        urls.push(Uri::default());
    }
}
