//! Members of a JSON object by their types; one of another type is a finding.

use serde_json::Value;

use super::{Finding, MAX_FINDINGS, form::short};

/// Gathers what is wrong while it looks at members.
#[derive(Default)]
pub(super) struct Check {
    pub(super) found: Vec<Finding>,
}

impl Check {
    /// Notes a finding, as far as there is room.
    pub(super) fn say(&mut self, rule: &'static str, at: &str, message: impl Into<String>) {
        if self.found.len() < MAX_FINDINGS {
            let (at, message) = (at.to_owned(), message.into());
            self.found.push(Finding { rule, at, message });
        }
    }

    /// The text of a member; what is missing or none is said.
    pub(super) fn text<'a>(
        &mut self,
        parent: &'a Value,
        name: &str,
        at: &str,
        required: bool,
    ) -> Option<&'a str> {
        match parent.get(name) {
            Some(Value::String(text)) => Some(text),
            Some(_) => {
                self.say("member-type", &format!("{at}/{name}"), "it is no text");
                None
            }
            None if required => {
                self.say("member-missing", at, format!("{name} is missing"));
                None
            }
            None => None,
        }
    }

    /// The elements of a member, each with its place.
    pub(super) fn list<'a>(
        &mut self,
        parent: &'a Value,
        name: &str,
        at: &str,
        nullable: bool,
    ) -> Vec<(String, &'a Value)> {
        let at = format!("{at}/{name}");
        match parent.get(name) {
            Some(Value::Array(elements)) => {
                let places = elements.iter().enumerate();
                places
                    .map(|(place, element)| (format!("{at}/{place}"), element))
                    .collect()
            }
            Some(Value::Null) if nullable => Vec::new(),
            Some(_) => {
                self.say("member-type", &at, "it is no array");
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// The texts of a member; what is none is said.
    pub(super) fn texts<'a>(
        &mut self,
        parent: &'a Value,
        name: &str,
        at: &str,
        nullable: bool,
    ) -> Vec<&'a str> {
        let mut texts = Vec::new();
        for (at, element) in self.list(parent, name, at, nullable) {
            match element.as_str() {
                Some(text) => texts.push(text),
                None => self.say("member-type", &at, "it is no text"),
            }
        }
        texts
    }

    /// Says where a member is no object.
    pub(super) fn object(&mut self, parent: &Value, name: &str, at: &str) {
        if parent.get(name).is_some_and(|member| !member.is_object()) {
            self.say("member-type", &format!("{at}/{name}"), "it is no object");
        }
    }

    /// Says where a value is none of those that the schema lists.
    pub(super) fn listed(
        &mut self,
        value: Option<&str>,
        known: &[&str],
        rule: &'static str,
        at: &str,
    ) {
        if let Some(value) = value.filter(|value| !known.contains(value)) {
            self.say(
                rule,
                at,
                format!("{:?} is none of {}", short(value), known.join(", ")),
            );
        }
    }
}
