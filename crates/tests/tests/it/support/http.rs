//! A visitor without a browser, who decides about each header.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

/// How long an answer may take on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Answer {
    /// A header's value; empty where it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// Whether the visitor is sent to sign in.
    pub(crate) fn leads_to_sign_in(&self) -> bool {
        self.status == 303 && self.header("location").starts_with("/sign-in")
            || self.status == 401 && self.header("set-cookie").is_empty()
    }

    /// The token of the first form on the page.
    #[track_caller]
    pub(crate) fn csrf(&self) -> String {
        let found = between(&self.text, "name=\"csrf\" value=\"", "\"");
        found.unwrap_or_else(|| panic!("a form: {self:?}"))
    }
}

/// What stands in `text` after `before` and ahead of `after`.
pub(crate) fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    let (found, _) = rest.split_once(after)?;
    Some(found.to_owned())
}

/// Somebody at `address` with cookies of their own.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    address: String,
    pub(crate) cookies: BTreeMap<String, String>,
    /// Sent with every request.
    pub(crate) headers: Vec<(String, String)>,
}

impl Visitor {
    /// A visitor to the server at `address` who comes from `network`.
    pub(crate) fn from(address: &str, network: &str) -> Self {
        Self {
            address: address.to_owned(),
            cookies: BTreeMap::new(),
            headers: vec![("X-Forwarded-For".to_owned(), network.to_owned())],
        }
    }

    /// Looks at a page.
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "", "")
    }

    /// Sends a form as it is.
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let kind = "application/x-www-form-urlencoded";
        self.send("POST", path, kind, &pairs.join("&"))
    }

    /// Sends a form with the token of the first form on `page`.
    #[track_caller]
    pub(crate) fn fill(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.get(page).csrf();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend(fields);
        self.post(path, &all)
    }

    /// Tries to sign in.
    #[track_caller]
    pub(crate) fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        let fields = [("name", name), ("password", password), ("next", "/")];
        self.fill("/sign-in", "/sign-in", &fields)
    }

    /// Makes an API token; the visitor is signed in.
    #[track_caller]
    pub(crate) fn token(&mut self, scopes: &[&str]) -> String {
        let mut fields = vec![("name", "feed"), ("days", "1")];
        fields.extend(scopes.iter().map(|scope| ("scope", *scope)));
        let page = self.fill("/tokens", "/tokens", &fields);
        let token = between(&page.text, "<code>wb_", "</code>");
        format!(
            "wb_{}",
            token.unwrap_or_else(|| panic!("a token: {page:?}"))
        )
    }

    /// Sends a request and keeps the cookies that come back.
    #[track_caller]
    pub(crate) fn send(&mut self, method: &str, path: &str, kind: &str, body: &str) -> Answer {
        let answer = self.try_send(method, path, kind, body);
        answer.expect("a whole answer")
    }

    /// As [`Visitor::send`], where the server may be gone before the answer
    /// was read whole.
    pub(crate) fn try_send(
        &mut self,
        method: &str,
        path: &str,
        kind: &str,
        body: &str,
    ) -> io::Result<Answer> {
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
        let answer = exchange(&self.address, &format!("{head}\r\n{body}"))?;
        for (name, value) in &answer.headers {
            if name == "set-cookie"
                && let Some((name, value)) = value.split(';').next().and_then(|c| c.split_once('='))
            {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        self.cookies.retain(|_, value| !value.is_empty());
        Ok(answer)
    }
}

/// Sends a request as it is and reads the answer, whose length it names.
fn exchange(address: &str, request: &str) -> io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        answer.read_line(&mut line)?;
        if !line.ends_with('\n') {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        Ok(line.trim_end().to_owned())
    };
    let first = line()?;
    let status = first
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let mut headers = Vec::new();
    loop {
        let header = line()?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.and_then(|(_, length)| length.parse().ok());
    let mut bytes = vec![0; length.unwrap_or(0)];
    answer.read_exact(&mut bytes)?;
    Ok(Answer {
        status: status.unwrap_or_else(|| panic!("a status: {first:?}")),
        headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    })
}

/// Text as it stands in a form or a query.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
