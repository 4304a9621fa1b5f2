//! The first line of a message (RFC 3261, sections 7.1 and 7.2).

use super::{Fault, Method, Place, Problem, Start, Uri, fault::Faults, scan::shown};

/// Reads the first line, which has this number; nothing where it is none of SIP at all.
pub(super) fn start(text: &str, number: usize, faults: &mut Faults) -> Option<Start> {
    let mut line = Line {
        text,
        number,
        faults,
    };
    if is_sip(text) {
        line.status()
    } else {
        line.request()
    }
}

fn is_sip(text: &str) -> bool {
    let word = text.get(..4);
    word.is_some_and(|word| word.eq_ignore_ascii_case("SIP/"))
}

struct Line<'a> {
    text: &'a str,
    number: usize,
    faults: &'a mut Faults,
}

impl<'a> Line<'a> {
    fn request(&mut self) -> Option<Start> {
        let trimmed = self.text.trim_end_matches([' ', '\t']);
        let parts = trimmed
            .split_once(' ')
            .and_then(|(method, rest)| Some((method, rest.rsplit_once(' ')?)));
        let Some((method, (uri, version))) = parts else {
            self.note(Problem::StartLine, 0);
            return None;
        };
        if !self.version(version, trimmed.len() - version.len()) {
            return None;
        }
        let clean = uri.trim_matches([' ', '\t']);
        if clean != uri {
            self.note(Problem::StartLineBlanks, method.len() + 1);
        } else if trimmed != self.text {
            self.note(Problem::StartLineBlanks, trimmed.len());
        }
        let Some(method) = Method::read(method) else {
            self.note(Problem::Method, 0);
            return None;
        };
        let blanks = uri.len() - uri.trim_start_matches([' ', '\t']).len();
        self.uri(clean, method.as_str().len() + 1 + blanks);
        let uri = clean.to_owned();
        Some(Start::Request { method, uri })
    }

    /// Checks the URI of a request, which begins at this byte.
    fn uri(&mut self, text: &str, start: usize) {
        let wrong = match Uri::scan(text) {
            Err(_) if text.starts_with('<') => Some(Problem::UriBrackets.at(0)),
            Err(wrong) => Some(wrong),
            // Only a URI in a header may say what other headers to send (section 19.1.1).
            Ok((Uri::Sip(uri), odd)) => match uri.headers {
                Some(headers) => Some(Problem::UriHeaders.at(text.len() - headers.len() - 1)),
                None => odd,
            },
            Ok(_) => None,
        };
        if let Some(wrong) = wrong {
            self.note(wrong.problem, start + wrong.at);
        }
    }

    fn status(&mut self) -> Option<Start> {
        let (version, rest) = self.text.split_once(' ').unwrap_or((self.text, ""));
        if !self.version(version, 0) {
            return None;
        }
        let (code, reason) = rest.split_once(' ').unwrap_or((rest, ""));
        let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
        let status = code.parse().ok().filter(|code| (100..700).contains(code));
        let Some(status) = status.filter(|_| is_code) else {
            self.note(Problem::StatusCode, version.len() + 1);
            return None;
        };
        let is_control = |byte: u8| byte.is_ascii_control() && byte != b'\t';
        if let Some(at) = reason.bytes().position(is_control) {
            self.note(Problem::Control, version.len() + at + 5);
        }
        let reason = reason.trim_end().to_owned();
        Some(Start::Response { status, reason })
    }

    /// Tells whether this is a version of SIP at all, and notes one that is not read.
    fn version(&mut self, version: &str, start: usize) -> bool {
        // Case does not matter (section 7.1).
        if version.eq_ignore_ascii_case("SIP/2.0") {
            return true;
        }
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let parts = version.split_once('/').map(|(_, number)| number);
        let parts = parts.and_then(|number| number.split_once('.'));
        let is_version =
            is_sip(version) && parts.is_some_and(|(one, two)| is_number(one) && is_number(two));
        let problem = if is_version {
            Problem::Version
        } else {
            Problem::StartLine
        };
        self.note(problem, start);
        is_version
    }

    fn note(&mut self, problem: Problem, at: usize) {
        let place = Place {
            line: self.number,
            column: at + 1,
            header: None,
        };
        let value = shown(self.text, at);
        self.faults.note(Fault::new(problem, place, value));
    }
}
