use serde_json::Value;
use watchbell_model::{Channel, Report};

use super::Xarf;
use crate::{
    abuse::{self, Words},
    mime,
};

impl Xarf {
    /// Returns the complaint as a report of ours.
    ///
    /// The text is the subject and the text of the message that is evidence, what the report says in
    /// words, and the URLs that are not in it yet. The originator is the source; of mail, its sender.
    pub fn to_report(&self) -> Report {
        let mut words = Words::default();
        self.text("subject")
            .into_iter()
            .for_each(|text| words.push(text));
        for evidence in &self.evidence {
            let kind = evidence.content_type.to_ascii_lowercase();
            match kind.split(';').next().unwrap_or_default().trim() {
                "message/rfc822" | "text/email" => {
                    let (subject, body) = mime::text_of_message(&evidence.payload);
                    subject.iter().for_each(|text| words.mention(text));
                    body.iter().for_each(|text| words.push(text));
                }
                "text/plain" if self.category == "messaging" => {
                    words.push(&String::from_utf8_lossy(&evidence.payload));
                }
                _ => {}
            }
        }
        self.description.iter().for_each(|text| words.mention(text));
        let links = self.fields.get("spam_indicators");
        let links = links.and_then(|links| links.get("suspicious_links")?.as_array());
        let links = links.into_iter().flatten().filter_map(Value::as_str);
        for link in self.text("url").into_iter().chain(links) {
            words.mention(link);
        }
        let is_messaging = self.category == "messaging";
        let sender = self.text("smtp_from").filter(|_| is_messaging);
        Report {
            id: abuse::field(Some(self.report_id.clone())),
            channel: self.channel(),
            event_at: Some(self.timestamp),
            reporter: abuse::field(Some(self.reporter.contact.clone())),
            originator: abuse::field(Some(sender.unwrap_or(&self.source_identifier).to_owned())),
            recipient: abuse::field(self.text("smtp_to").map(str::to_owned)),
            text: words.text(&format!("{} {}", self.category, self.kind)),
            lang: abuse::field(self.text("language").map(str::to_owned)),
            ..Report::default()
        }
    }

    fn channel(&self) -> Channel {
        if self.category != "messaging" {
            return Channel::Web;
        }
        match self.text("protocol") {
            Some("sms") => Channel::Sms,
            Some(
                "whatsapp" | "telegram" | "signal" | "chat" | "social_media" | "push_notification",
            ) => Channel::Im,
            _ => Channel::Mms,
        }
    }
}
