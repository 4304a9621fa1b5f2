//! What a network is advised to do with a call or message that is on its way: by the steps in force
//! against its originator, and for messages by what they say, where that may be looked at.

use watchbell_detect::{facts::Subject, judge::Scratch};
use watchbell_model::{
    Action, CallPolicy, Judgement, MessagePolicy, Report, Step, Target, TargetKind, Verdict,
};

use crate::{Node, Result};

/// Advice, and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice<P> {
    /// What to do.
    pub policy: P,
    /// The step in force against the originator.
    pub action: Option<Action>,
    /// What the message says, where it was looked at.
    pub verdict: Option<Verdict>,
}

impl Node {
    /// Advises on a call from an originator.
    ///
    /// # Errors
    /// [`crate::Error::Store`] when the database does not answer; then the network decides by itself.
    pub async fn call_policy(&self, originator: Option<&str>) -> Result<Advice<CallPolicy>> {
        let action = self.in_force(originator).await?;
        Ok(Advice {
            policy: action
                .as_ref()
                .map_or(CallPolicy::Allow, |one| of_call(one.step)),
            action,
            verdict: None,
        })
    }

    /// Advises on a message. Without consent its text is not looked at (X.1247).
    ///
    /// # Errors
    /// As [`Node::call_policy`].
    pub async fn message_policy(&self, message: &Report) -> Result<Advice<MessagePolicy>> {
        let originator = message.originator.as_deref();
        let action = self.in_force(originator).await?;
        let verdict = message.content_allowed().then(|| {
            let subject = Subject {
                channel: message.channel,
                text: Some(message.text.as_str()),
                originator,
                behaviour: None,
            };
            self.judge().verdict(&subject, &mut Scratch::default())
        });
        let settings = &self.config.policy;
        let by_words = match verdict.as_ref().map(|verdict| verdict.verdict) {
            Some(Judgement::Unwanted) => settings.unwanted,
            Some(Judgement::Suspicious) => settings.suspicious,
            _ => MessagePolicy::Deliver,
        };
        let by_step = action
            .as_ref()
            .map_or(MessagePolicy::Deliver, |one| of_message(one.step));
        Ok(Advice {
            policy: by_words.max(by_step),
            action,
            verdict,
        })
    }

    /// Returns the hardest step that is in force against an originator.
    async fn in_force(&self, originator: Option<&str>) -> Result<Option<Action>> {
        let Some(originator) = originator else {
            return Ok(None);
        };
        let target = Target {
            kind: TargetKind::Originator,
            value: originator.to_owned(),
        };
        let actions = self.db.actions_in_force(&target, self.now()).await?;
        let actions = actions
            .into_iter()
            .filter(|one| one.step != Step::TraceBack);
        Ok(actions.max_by_key(|one| one.step))
    }
}

const fn of_call(step: Step) -> CallPolicy {
    match step {
        Step::Observe | Step::TraceBack => CallPolicy::Allow,
        Step::Warn => CallPolicy::Warn,
        Step::Restrict => CallPolicy::Restrict,
        Step::Block => CallPolicy::Reject,
    }
}

const fn of_message(step: Step) -> MessagePolicy {
    match step {
        Step::Observe | Step::TraceBack => MessagePolicy::Deliver,
        Step::Warn => MessagePolicy::Flag,
        Step::Restrict => MessagePolicy::Delay,
        Step::Block => MessagePolicy::Reject,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_the_harder_the_further_up_the_ladder() {
        let ladder = [Step::Observe, Step::Warn, Step::Restrict, Step::Block];
        assert_eq!(ladder.map(of_call), CallPolicy::ALL[..]);
        assert_eq!(ladder.map(of_message), MessagePolicy::ALL[..]);
        assert_eq!(of_call(Step::TraceBack), CallPolicy::Allow);
    }
}
