//! What people change about an incident, by page or by call.

use watchbell_model::{Event, EventKind, IncidentId, IncidentState};

use crate::{app::App, problem::Problem};

/// Characters of a reason.
pub(crate) const MAX_WHY: usize = 500;
/// Characters of a note.
pub(crate) const MAX_NOTE: usize = 4_000;
/// Characters of an appeal.
pub(crate) const MAX_APPEAL: usize = 2_000;
/// Characters of a target.
pub(crate) const MAX_TARGET: usize = 512;

/// Changes where an incident stands, with a line in its history.
pub(crate) async fn set_state(
    app: &App,
    id: IncidentId,
    state: IncidentState,
    why: &str,
    by: &str,
) -> Result<(), Problem> {
    let text = if why.is_empty() {
        state.to_string()
    } else {
        format!("{state}: {why}")
    };
    let event = event(app, EventKind::State, by, text);
    Ok(app.db().set_incident_state(id, state, &event).await?)
}

/// Adds a note to an incident's history.
pub(crate) async fn add_note(
    app: &App,
    id: IncidentId,
    text: String,
    by: &str,
) -> Result<Event, Problem> {
    let event = event(app, EventKind::Note, by, text);
    app.db().add_event(id, &event).await?;
    Ok(event)
}

fn event(app: &App, kind: EventKind, by: &str, text: String) -> Event {
    Event {
        at: app.now(),
        kind,
        by: by.to_owned(),
        text,
    }
}
