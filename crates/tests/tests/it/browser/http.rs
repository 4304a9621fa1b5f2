//! A visitor without a browser, who decides about each header.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

/// How long an answer may take on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) text: String,
}

impl Answer {
    /// A header's value; empty where it is absent.
    pub(super) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// Whether the visitor is sent to sign in.
    pub(super) fn leads_to_sign_in(&self) -> bool {
        self.status == 303 && self.header("location").starts_with("/sign-in")
            || self.status == 401 && self.header("set-cookie").is_empty()
    }

    /// The token of the first form on the page.
    #[track_caller]
    pub(super) fn csrf(&self) -> String {
        let found = between(&self.text, "name=\"csrf\" value=\"", "\"");
        found.unwrap_or_else(|| panic!("a form: {self:?}"))
    }
}

/// What stands in `text` after `before` and ahead of `after`.
pub(super) fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    let (found, _) = rest.split_once(after)?;
    Some(found.to_owned())
}

/// Somebody at `address` with cookies of their own.
#[derive(Clone, Debug)]
pub(super) struct Visitor {
    address: String,
    pub(super) cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub(super) headers: Vec<(String, String)>,
}

impl Visitor {
    /// A visitor to the server at `address` who comes from `network`.
    pub(super) fn from(address: &str, network: &str) -> Self {
        Self {
            address: address.to_owned(),
            cookies: BTreeMap::new(),
            headers: vec![("X-Forwarded-For".to_owned(), network.to_owned())],
        }
    }

    /// Looks at a page.
    pub(super) fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "", "")
    }

    /// Sends a form as it is.
    pub(super) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", path, kind, &pairs.join("&"))
    }

    /// Sends a form with the token of the first form on `page`.
    #[track_caller]
    pub(super) fn fill(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.get(page).csrf();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.post(path, &all)
    }

    /// Tries to sign in.
    #[track_caller]
    pub(super) fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        let fields = [("name", name), ("password", password), ("next", "/")];
        self.fill("/sign-in", "/sign-in", &fields)
    }

    /// Sends a request and keeps the cookies that come back.
    pub(super) fn send(&mut self, method: &str, path: &str, kind: &str, body: &str) -> Answer {
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n",
            self.address
        );
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            head += &format!("Cookie: {}\r\n", pairs.join("; "));
        }
        if method != "GET" {
            head += &format!("Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
        }
        let answer = exchange(&self.address, &format!("{head}\r\n{body}"));
        for (name, value) in &answer.headers {
            if name == "set-cookie"
                && let Some((name, value)) = value.split(';').next().and_then(|c| c.split_once('='))
            {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        self.cookies.retain(|_, value| !value.is_empty());
        answer
    }
}

/// Sends a request as it is and reads the answer, whose length it names.
fn exchange(address: &str, request: &str) -> Answer {
    let mut stream = TcpStream::connect(address).expect("somebody listens");
    let patience = stream.set_read_timeout(Some(PATIENCE));
    patience.expect("patience can be set");
    stream.write_all(request.as_bytes()).expect("is heard");
    let mut answer = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        answer.read_line(&mut line).expect("an answer");
        line.trim_end().to_owned()
    };
    let first = line();
    let status = first
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let mut headers = Vec::new();
    loop {
        let header = line();
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, length)| length.parse().ok());
    let mut bytes = vec![0; length.unwrap_or(0)];
    answer.read_exact(&mut bytes).expect("all of the answer");
    Answer {
        status: status.unwrap_or_else(|| panic!("a status: {first:?}")),
        headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

/// Text as it stands in a form or a query.
pub(super) fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
