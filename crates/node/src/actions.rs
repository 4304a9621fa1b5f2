//! The ladder: observe, warn, restrict, block, trace back. What to do is a
//! pure decision; people approve, refuse, reverse and hear appeals.

use watchbell_model::{
    Action, ActionId, ActionState, Incident, IncidentId, IncidentState, Judgement, Step, Target,
    TargetKind, Time,
};
use watchbell_store::{ActionChange, NewAction, Party};

use crate::{
    Error, Node, Result,
    config::{Act, BlockMode},
    seal,
};

/// Targets of one kind that an incident's policy looks at.
pub(crate) const MAX_TARGETS: i64 = 50;

/// Returns the steps that policy asks for now, hardest first for each target.
///
/// `done` are the actions that the incident has already, in whatever state: a
/// step that a person reversed or refused is not taken again.
pub(crate) fn due(
    incident: &Incident,
    originators: &[Party],
    hosts: &[String],
    done: &[Action],
    policy: &Act,
    is_known_bulk: impl Fn(&str) -> bool,
    now: Time,
) -> Vec<NewAction> {
    let acts = incident.state == IncidentState::Open
        && incident.verdict == Judgement::Unwanted
        && incident.score >= policy.score;
    if !acts {
        return Vec::new();
    }
    let mut due = Vec::new();
    let mut propose = |kind, value: &str, reports: i64, most: Option<Step>| {
        let Some(step) = step(reports.min(incident.reporters), policy)
            .map(|step| most.map_or(step, |most| step.min(most)))
        else {
            return;
        };
        let target = Target {
            kind,
            value: value.to_owned(),
        };
        if done
            .iter()
            .any(|action| action.target == target && action.step >= step)
        {
            return;
        }
        let state = match (step, policy.block_mode) {
            (Step::TraceBack, _) | (Step::Block, BlockMode::Propose) => ActionState::Proposed,
            (Step::Block, BlockMode::DryRun) => ActionState::DryRun,
            _ => ActionState::Active,
        };
        due.push(NewAction {
            incident: incident.id,
            target,
            step,
            state,
            reason: format!(
                "{} reports by {} different reporters, {} at {:.2}",
                incident.reports, incident.reporters, incident.class, incident.score
            ),
            approved_by: (state == ActionState::Active).then(|| "policy".to_owned()),
            expires_at: now.plus_seconds(policy.expire_hours * 3600),
        });
    };
    for party in originators
        .iter()
        .filter(|party| !is_known_bulk(&party.value))
    {
        propose(TargetKind::Originator, &party.value, party.reports, None);
    }
    // A host can only be resolved or not; there is nobody to warn or trace.
    let reaches_block = incident.reporters >= policy.block_reporters;
    for host in hosts.iter().filter(|_| reaches_block) {
        propose(TargetKind::Host, host, incident.reports, Some(Step::Block));
    }
    due
}

/// The hardest step for which this many reporters are enough.
fn step(reporters: i64, policy: &Act) -> Option<Step> {
    let ladder = [
        (policy.trace_back_reporters, Step::TraceBack),
        (policy.block_reporters, Step::Block),
        (policy.restrict_reporters, Step::Restrict),
        (policy.warn_reporters, Step::Warn),
        (policy.observe_reporters, Step::Observe),
    ];
    ladder
        .into_iter()
        .find(|(needed, _)| reporters >= *needed)
        .map(|(_, step)| step)
}

impl Node {
    /// Writes down what policy asks for, held by the safety stop.
    pub(crate) async fn act(&self, mut new: NewAction) -> Result<Option<Action>> {
        const HELD: [Step; 2] = [Step::Restrict, Step::Block];
        if new.state == ActionState::Active && HELD.contains(&new.step) {
            let under = self.db.targets_under(&HELD).await?;
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a share of an estimate far below 2^63"
            )]
            let allowed = ((self.originators() as f64 * self.config.act.max_share) as i64).max(1);
            if under >= allowed {
                self.metrics.stopped.add(1);
                tracing::warn!(under, allowed, incident.id = %new.incident, "the safety stop refused an action");
                new.state = ActionState::Refused;
                new.approved_by = None;
                new.reason = format!(
                    "safety stop: {under} originators are restricted or blocked already, {allowed} may be ({})",
                    new.reason
                );
            }
        }
        self.write_action(&new).await
    }

    /// Writes down an action that a person wants; it stands as proposed until
    /// somebody approves it.
    ///
    /// # Errors
    /// [`Error::Store`], with `Conflict` when the same step against the same
    /// target stands already.
    pub async fn propose(
        &self,
        incident: IncidentId,
        target: Target,
        step: Step,
        reason: String,
    ) -> Result<Action> {
        self.db.incident(incident).await?;
        let expires_at = self.now().plus_seconds(self.config.act.expire_hours * 3600);
        let id = target.value.clone();
        let new = NewAction {
            incident,
            target,
            step,
            state: ActionState::Proposed,
            reason,
            approved_by: None,
            expires_at,
        };
        let action = self.write_action(&new).await?;
        // A person waits for its proof; what policy does can wait for the next publication.
        self.unsealed.notify_one();
        action.ok_or(Error::Store(watchbell_store::Error::Conflict {
            what: "action against",
            id,
        }))
    }

    /// Puts a proposed or dry-run action in force.
    ///
    /// # Errors
    /// [`Error::Store`], with `NotFound` or, when it stands elsewhere, `Conflict`.
    pub async fn approve(&self, id: ActionId, by: &str) -> Result<Action> {
        let from = &[ActionState::Proposed, ActionState::DryRun];
        self.change(id, ActionState::Active, from, by, "approved", None, None)
            .await
    }

    /// Refuses a proposed or dry-run action.
    ///
    /// # Errors
    /// See [`Node::approve`].
    pub async fn refuse(&self, id: ActionId, by: &str, why: &str) -> Result<Action> {
        let from = &[ActionState::Proposed, ActionState::DryRun];
        self.change(
            id,
            ActionState::Refused,
            from,
            by,
            "refused",
            Some(why),
            None,
        )
        .await
    }

    /// Takes an action in force back.
    ///
    /// # Errors
    /// See [`Node::approve`].
    pub async fn reverse(&self, id: ActionId, by: &str, why: &str) -> Result<Action> {
        let from = &[ActionState::Active];
        self.change(
            id,
            ActionState::Reversed,
            from,
            by,
            "reversed",
            Some(why),
            None,
        )
        .await
    }

    /// Records an appeal against an action; it stands until somebody decides.
    ///
    /// # Errors
    /// See [`Node::approve`].
    pub async fn appeal(&self, id: ActionId, by: &str, words: &str) -> Result<Action> {
        let state = self.db.action(id).await?.state;
        let from: &'static [ActionState] = match state {
            ActionState::Active => &[ActionState::Active],
            ActionState::Proposed => &[ActionState::Proposed],
            ActionState::DryRun => &[ActionState::DryRun],
            _ => &[],
        };
        self.change(id, state, from, by, "appealed", Some(words), Some(words))
            .await
    }

    /// Ends an action whose time has run out.
    pub(crate) async fn expire(&self, id: ActionId) -> Result<Action> {
        let from = &[
            ActionState::Proposed,
            ActionState::DryRun,
            ActionState::Active,
        ];
        self.change(
            id,
            ActionState::Expired,
            from,
            "watchbell",
            "expired",
            None,
            None,
        )
        .await
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one line each for its five callers above"
    )]
    async fn change(
        &self,
        id: ActionId,
        to: ActionState,
        from: &'static [ActionState],
        by: &str,
        verb: &str,
        why: Option<&str>,
        appeal: Option<&str>,
    ) -> Result<Action> {
        let change = ActionChange {
            to,
            from,
            approved_by: (verb == "approved").then(|| by.to_owned()),
            appeal: appeal.map(str::to_owned),
            by: by.to_owned(),
            note: why.map_or_else(
                || format!("{id} {verb}"),
                |why| format!("{id} {verb}: {why}"),
            ),
        };
        let now = self.now();
        let action = self
            .db
            .change_action(id, &change, now, |action| self.action_leaf(action, now))
            .await?;
        self.unsealed.notify_one();
        Ok(action)
    }

    async fn write_action(&self, new: &NewAction) -> Result<Option<Action>> {
        let now = self.now();
        let action = self
            .db
            .add_action(new, now, |action| self.action_leaf(action, now))
            .await?;
        self.metrics.acted.add(usize::from(action.is_some()));
        Ok(action)
    }

    fn action_leaf(&self, action: &Action, now: Time) -> String {
        let salt = self.keys.digest("action", action.id.to_string().as_bytes());
        seal::action(action, &salt, &now.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use watchbell_model::{Class, Tlp};
    use watchbell_store::PartyKind;

    fn incident(reporters: i64) -> Incident {
        Incident {
            id: IncidentId(1),
            state: IncidentState::Open,
            title: String::new(),
            class: Class::Phishing,
            verdict: Judgement::Unwanted,
            score: 0.99,
            tlp: Tlp::Amber,
            reports: 100,
            reporters,
            originators: 1,
            opened_at: Time::default(),
            updated_at: Time::default(),
        }
    }

    fn due_for(reporters: i64, done: &[Action], value: &str) -> Vec<(Step, ActionState)> {
        let party = Party {
            kind: PartyKind::Originator,
            value: value.to_owned(),
            reports: 100,
        };
        let act = Act::default();
        let bulk = |name: &str| name == "PARCEL";
        let due = due(
            &incident(reporters),
            &[party],
            &[],
            done,
            &act,
            bulk,
            Time::default(),
        );
        due.into_iter().map(|new| (new.step, new.state)).collect()
    }

    #[test]
    fn each_step_needs_more_reporters() {
        assert_eq!(due_for(1, &[], "+1"), []);
        assert_eq!(
            due_for(2, &[], "+1"),
            [(Step::Observe, ActionState::Active)]
        );
        assert_eq!(due_for(5, &[], "+1"), [(Step::Warn, ActionState::Active)]);
        assert_eq!(
            due_for(10, &[], "+1"),
            [(Step::Restrict, ActionState::Active)]
        );
        assert_eq!(due_for(20, &[], "+1"), [(Step::Block, ActionState::DryRun)]);
        assert_eq!(
            due_for(40, &[], "+1"),
            [(Step::TraceBack, ActionState::Proposed)]
        );
    }

    #[test]
    fn one_reporter_alone_moves_nothing_and_known_senders_are_left_alone() {
        assert_eq!(due_for(1, &[], "+1"), []);
        assert_eq!(due_for(50, &[], "PARCEL"), []);
    }

    #[test]
    fn what_a_person_reversed_is_not_done_again() {
        let reversed = Action {
            id: ActionId(1),
            incident: IncidentId(1),
            target: Target {
                kind: TargetKind::Originator,
                value: "+1".to_owned(),
            },
            step: Step::Restrict,
            state: ActionState::Reversed,
            reason: String::new(),
            approved_by: None,
            appeal: None,
            created_at: Time::default(),
            expires_at: Time::default(),
        };
        assert_eq!(due_for(10, std::slice::from_ref(&reversed), "+1"), []);
        assert_eq!(
            due_for(20, &[reversed], "+1").len(),
            1,
            "a harder step is another matter"
        );
    }

    #[test]
    fn hosts_are_blocked_or_left_alone() {
        let hosts = ["pay.example".to_owned()];
        let at = |reporters| {
            due(
                &incident(reporters),
                &[],
                &hosts,
                &[],
                &Act::default(),
                |_| false,
                Time::default(),
            )
        };
        assert!(at(19).is_empty());
        assert_eq!(
            (at(90)[0].step, at(90)[0].target.kind),
            (Step::Block, TargetKind::Host)
        );
    }
}
