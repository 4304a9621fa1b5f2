use watchbell_model::{Channel, Report};

use super::Feedback;
use crate::abuse;

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
        let own = (!is_said).then(|| self.text.clone());
        let mut texts: Vec<String> = subject.into_iter().chain(body).chain(own).collect();
        let about = self.reported_uri.iter().chain(&self.reported_domain);
        for value in about {
            if !texts.iter().any(|text| text.contains(value.as_str())) {
                texts.push(value.clone());
            }
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
            text: abuse::text(&texts, self.feedback_type.as_str()),
            ..Report::default()
        }
    }
}
