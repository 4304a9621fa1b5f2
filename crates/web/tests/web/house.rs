//! A node in a folder of its own, people with each role, and a way to ask.

use std::{net::IpAddr, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use serde_json::Value;
use tower::ServiceExt as _;
use watchbell_model::{Clock, SystemClock};
use watchbell_node::{
    Config, Node,
    accounts::{Accounts, Scope},
};
use watchbell_store::{Role, Session};

pub(crate) const PASSWORD: &str = "correct horse battery";
const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

/// A node and everything around it.
pub(crate) struct House {
    pub(crate) node: Arc<Node>,
    pub(crate) router: Router,
    pub(crate) accounts: Accounts,
    _folder: tempfile::TempDir,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The value of a cookie that the answer sets.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let set = self
            .headers
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok());
        let mut named = set.filter_map(|line| {
            line.split(';')
                .next()?
                .strip_prefix(&format!("{name}="))
                .map(str::to_owned)
        });
        named.next()
    }

    /// The token of the first form in the page.
    pub(crate) fn csrf(&self) -> String {
        let at = self
            .text
            .split("name=\"csrf\" value=\"")
            .nth(1)
            .unwrap_or_else(|| panic!("no form: {}", self.text));
        at.split('"').next().unwrap_or_default().to_owned()
    }
}

/// Somebody who is signed in.
pub(crate) struct Person {
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

impl House {
    pub(crate) async fn open() -> Self {
        Self::configured(|_| {}).await
    }

    pub(crate) async fn configured(change: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config {
            data: folder.path().to_owned(),
            ..Config::default()
        };
        config.log.interval_milliseconds = 20;
        change(&mut config);
        let web = config.web.clone();
        let node = Node::open(config, Arc::new(SystemClock))
            .await
            .expect("a node");
        node.start();
        let accounts = Accounts::new(node.db().clone(), node.hmac("accounts", b""), &web);
        let house = Self {
            router: watchbell_web::router(Arc::clone(&node)),
            node,
            accounts,
            _folder: folder,
        };
        for role in Role::ALL {
            house
                .accounts
                .add(role.as_str(), role, PASSWORD, SystemClock.now())
                .await
                .expect("an account");
        }
        house
    }

    /// Signs somebody in who has `role`.
    pub(crate) async fn person(&self, role: Role) -> Person {
        let cookie = self
            .accounts
            .sign_in(role.as_str(), PASSWORD, HERE, SystemClock.now())
            .await
            .expect("a session");
        let session: Option<Session> = self
            .accounts
            .session(&cookie, true, SystemClock.now())
            .await
            .expect("the database");
        Person {
            cookie,
            csrf: session.expect("the session").csrf,
        }
    }

    /// Makes a token of somebody who has `role`.
    pub(crate) async fn token(&self, role: Role, scopes: &[Scope]) -> String {
        let owner = self
            .node
            .db()
            .account_named(role.as_str())
            .await
            .expect("the database")
            .expect("the account");
        self.accounts
            .add_token(&owner, "test", scopes, 1, SystemClock.now())
            .await
            .expect("a token")
            .1
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("infallible");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Looks at a page.
    pub(crate) async fn get(&self, path: &str, person: Option<&Person>) -> Answer {
        self.ask(
            request(Method::GET, path, person)
                .body(Body::empty())
                .expect("a request"),
        )
        .await
    }

    /// Sends a form with its token.
    pub(crate) async fn post(
        &self,
        path: &str,
        person: &Person,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut all = vec![("csrf", person.csrf.as_str())];
        all.extend(fields);
        self.post_raw(path, Some(person), &form(&all)).await
    }

    /// Sends a form as it is.
    pub(crate) async fn post_raw(&self, path: &str, person: Option<&Person>, body: &str) -> Answer {
        let request = request(Method::POST, path, person)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()));
        self.ask(request.expect("a request")).await
    }

    /// Calls the API.
    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: Option<Value>,
    ) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = match body {
            Some(body) => request
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.ask(request.expect("a request")).await
    }

    /// Hands a campaign in and waits until it is an incident that is sealed.
    pub(crate) async fn campaign(&self, text: &str, originator: &str) -> Vec<String> {
        let token = self.token(Role::Administrator, &Scope::ALL).await;
        let reports: Vec<Value> = (0..6)
            .map(|n| serde_json::json!({
                "id": format!("r{n}"), "text": text, "originator": originator,
                "reporter": format!("+99900000{n}"), "recipient": format!("+99900100{n}"), "lang": "en",
            }))
            .collect();
        let answer = self
            .call(
                Method::POST,
                "/api/v1/reports",
                &token,
                Some(Value::Array(reports)),
            )
            .await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text);
        self.node.drain().await.expect("everything judged");
        let ids = answer.json()["ids"].as_array().expect("ids").clone();
        ids.iter()
            .map(|id| id.as_str().expect("an id").to_owned())
            .collect()
    }
}

pub(crate) fn request(
    method: Method,
    path: &str,
    person: Option<&Person>,
) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path);
    match person {
        Some(person) => request.header(header::COOKIE, format!("watchbell={}", person.cookie)),
        None => request,
    }
}

/// Fields as a browser writes them.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let encoded =
        |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    pairs.join("&")
}

/// Where the answer says that fields are wrong.
pub(crate) fn pointers(answer: &Answer) -> Vec<String> {
    let body = answer.json();
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|error| error["pointer"].as_str().unwrap_or_default().to_owned())
        .collect()
}
