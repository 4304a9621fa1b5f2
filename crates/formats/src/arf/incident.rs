use watchbell_iodef::{Change, Document};
use watchbell_model::Class;

use super::{Feedback, FeedbackType, Letter, Original};
use crate::{
    abuse::{self, About, Kind, Source},
    exchange::id,
    mime::Lines,
};

/// Returns a report for each source of a document's incidents, to be sent to the abuse desk of its
/// network; says what cannot be told.
///
/// What a telephone number or a sender's name did is of no concern to a mail system and left out. Whom
/// to send it to is for the sender to find out: reports have no recipient yet.
pub fn of_incident(document: &Document) -> (Vec<Feedback>, Vec<Change>) {
    let (incidents, mut changes) = abuse::sources(document);
    let mut all = Vec::new();
    for (about, sources) in &incidents {
        for source in sources {
            if matches!(source.kind, Kind::Number | Kind::Name) {
                changes.push(Change {
                    code: "lost",
                    path: "IODEF-Document/Incident/EventData/System".to_owned(),
                    message: format!("ARF has no place for {:?}", source.value),
                });
            } else {
                all.push(feedback(about, source));
            }
        }
    }
    (all, changes)
}

fn feedback(about: &About, source: &Source) -> Feedback {
    let value = &source.value;
    let names = |kind| (source.kind == kind).then(|| value.clone());
    let unique = id::uuid("arf", &[&about.domain, &about.id, value]);
    let host = value.split_once("://").map(|(_, rest)| rest);
    let host = host.and_then(|rest| rest.split(['/', '?', '#', ':']).next());
    let host =
        host.filter(|host| source.kind == Kind::Uri && !host.is_empty() && !host.contains('@'));
    Feedback {
        letter: Letter {
            from: Some(about.contact.clone()),
            to: None,
            subject: Some(format!("Abuse report: {value}, incident {}", about.id)),
            date: Some(about.made_at),
            message_id: Some(format!("{unique}@{}", about.domain)),
        },
        text: format!(
            "This is a report of abuse by {value}, seen at {}.\n{}\nReported by {} ({}), incident {}.\n",
            source.at, about.words, about.org, about.contact, about.id
        ),
        feedback_type: match about.class {
            Class::Phishing | Class::Fraud => FeedbackType::Fraud,
            Class::Malware => FeedbackType::Virus,
            Class::Advertising | Class::Adult | Class::Gambling | Class::Loan => {
                FeedbackType::Abuse
            }
            Class::Other | Class::Vulnerability => FeedbackType::Other,
        },
        user_agent: concat!("Watchbell/", env!("CARGO_PKG_VERSION")).to_owned(),
        version: "1".to_owned(),
        original_mail_from: names(Kind::Mailbox),
        arrival_date: Some(source.at),
        source_ip: value.parse().ok().filter(|_| source.kind == Kind::Address),
        source_port: source.port.filter(|_| source.kind == Kind::Address),
        reported_domain: names(Kind::Domain)
            .or_else(|| host.map(str::to_owned))
            .into_iter()
            .collect(),
        reported_uri: names(Kind::Uri).into_iter().collect(),
        original: Some(no_original(about)),
        ..Feedback::default()
    }
}

/// The third part must be there (section 2, e), and no message is at hand.
fn no_original(about: &About) -> Original {
    let mut lines = Lines::default();
    lines.text_field("Subject", &about.title);
    lines.field(
        "Comments",
        "No message is at hand; this names the incident.",
    );
    Original {
        message: lines.0,
        is_header: true,
    }
}
