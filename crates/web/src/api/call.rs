//! One call: its route, who may make it, and what the document says of it.

use axum::{http::Method, routing::MethodRouter};
use serde_json::{Value, json};
use watchbell_node::accounts::Scope;

use crate::{
    app::App,
    router::{Access, Route},
};

/// One call of the API.
pub(crate) struct Call {
    pub(super) method: Method,
    pub(super) path: &'static str,
    /// `operationId`.
    pub(super) name: &'static str,
    pub(super) summary: &'static str,
    pub(super) access: Access,
    pub(super) parameters: Vec<Value>,
    pub(super) body: Option<Value>,
    /// Status, media type, schema.
    pub(super) answers: Vec<(u16, Value)>,
    answer: MethodRouter<App>,
}

impl Call {
    /// A call that needs a token with `scope`.
    pub(super) fn new(
        method: Method,
        path: &'static str,
        name: &'static str,
        scope: Scope,
        summary: &'static str,
        answer: MethodRouter<App>,
    ) -> Self {
        Self {
            method,
            path,
            name,
            summary,
            access: Access::Scope(scope),
            parameters: Vec::new(),
            body: None,
            answers: Vec::new(),
            answer,
        }
    }

    /// Any token that works may make the call.
    pub(super) fn any_token(mut self) -> Self {
        self.access = Access::Token;
        self
    }

    /// A part of the path; with it comes 404.
    pub(super) fn path(mut self, name: &str, schema: &Value) -> Self {
        self.parameters
            .push(json!({"name": name, "in": "path", "required": true, "schema": schema}));
        self.fails(400).fails(404)
    }

    /// A parameter that may be left out.
    pub(super) fn query(mut self, name: &str, description: &str, schema: &Value) -> Self {
        self.parameters.push(
            json!({"name": name, "in": "query", "description": description, "schema": schema}),
        );
        self.fails(400)
    }

    /// A parameter that has to be there.
    pub(super) fn needs(mut self, name: &str, description: &str, schema: &Value) -> Self {
        self.parameters
            .push(json!({"name": name, "in": "query", "required": true, "description": description, "schema": schema}));
        self.fails(400)
    }

    /// A header that may be left out.
    pub(super) fn header(mut self, name: &str, description: &str, schema: &Value) -> Self {
        self.parameters.push(
            json!({"name": name, "in": "header", "description": description, "schema": schema}),
        );
        self.fails(400)
    }

    /// A body of JSON.
    pub(super) fn body(self, schema: &Value) -> Self {
        self.bodies(&json!({"application/json": {"schema": schema}}))
    }

    /// A body of one of several types.
    pub(super) fn bodies(mut self, content: &Value) -> Self {
        self.body = Some(json!({"required": true, "content": content}));
        self.fails(400).fails(413).fails(415).fails(422)
    }

    /// What it answers when it was done.
    pub(super) fn gives(self, status: u16, description: &str, schema: &Value) -> Self {
        self.sends(status, description, &[("application/json", schema)])
    }

    /// The same, of other types than JSON.
    pub(super) fn sends(
        mut self,
        status: u16,
        description: &str,
        kinds: &[(&str, &Value)],
    ) -> Self {
        let content: serde_json::Map<String, Value> = kinds
            .iter()
            .map(|(kind, schema)| ((*kind).to_owned(), json!({"schema": schema})))
            .collect();
        let mut answer = json!({"description": description});
        if !content.is_empty() {
            answer["content"] = Value::Object(content);
        }
        self.answers.push((status, answer));
        self
    }

    /// A problem that it may answer, beside those of every call.
    pub(super) fn fails(mut self, status: u16) -> Self {
        if !self.answers.iter().any(|(known, _)| *known == status) {
            self.answers.push((
                status,
                json!({"$ref": format!("#/components/responses/Problem{status}")}),
            ));
        }
        self
    }
}

impl From<Call> for Route {
    fn from(call: Call) -> Self {
        Self {
            method: call.method,
            path: call.path,
            access: call.access,
            answer: call.answer,
        }
    }
}
