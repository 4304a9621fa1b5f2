use watchbell_model::{Channel, Report};

use super::Feedback;
use crate::abuse::{self, Words};

impl Feedback {
    /// Returns the complaint as a report of ours.
    ///
    /// The text is the subject and the text of the original message, or what the report says to people
    /// where there is none, and the URIs that are not in it yet. The originator is the sender of the
    /// envelope, or whom the message names, or the address it came from.
    pub fn to_report(&self) -> Report {
        let original = self.original.as_ref();
        let subject = original.and_then(|original| original.field("Subject"));
        let body = original.and_then(super::Original::text);
        let is_said = subject.is_some() || body.is_some();
        let mut words = Words::default();
        subject
            .iter()
            .chain(&body)
            .for_each(|text| words.push(text));
        if !is_said {
            words.push(&self.text);
        }
        for about in self.reported_uri.iter().chain(&self.reported_domain) {
            words.mention(about);
        }
        let envelope =
            |address: &Option<String>| address.clone().filter(|address| !address.is_empty());
        let originator = envelope(&self.original_mail_from)
            .or_else(|| original?.address("From"))
            .or_else(|| Some(self.source_ip?.to_string()))
            .or_else(|| self.reported_domain.first().cloned());
        let recipient = envelope(&self.original_rcpt_to.first().cloned());
        let sent_at = || crate::mime::date(&original?.field("Date")?);
        let is_web = !is_said && !self.reported_uri.is_empty();
        Report {
            id: abuse::field(self.letter.message_id.clone()),
            channel: if is_web { Channel::Web } else { Channel::Mms },
            event_at: self.arrival_date.or_else(sent_at),
            reporter: abuse::field(recipient.clone().or_else(|| self.letter.from.clone())),
            originator: abuse::field(originator),
            recipient: abuse::field(recipient),
            text: words.text(self.feedback_type.as_str()),
            ..Report::default()
        }
    }
}
