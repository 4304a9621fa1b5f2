//! Patterns as text.

use std::iter::Peekable;

use thiserror::Error as ThisError;

use super::{Comparison, Literal, Observation, Operator, Qualifier};

/// Longest pattern, in bytes.
pub const MAX_BYTES: usize = 1 << 20;
/// Deepest nesting of brackets.
pub const MAX_DEPTH: usize = 64;

/// What is no pattern.
#[derive(Clone, Debug, Eq, PartialEq, ThisError)]
#[error("character {at}: expected {expected}")]
pub struct Error {
    /// The character, from 1.
    pub at: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// Reads a pattern.
///
/// # Errors
/// [`Error`] with the place of what is wrong.
pub fn parse(text: &str) -> Result<Observation, Error> {
    if text.len() > MAX_BYTES {
        return Err(Error {
            at: 1,
            expected: "a pattern of no more than 1 MiB",
        });
    }
    let tokens = tokens(text)?;
    let end = text.chars().count() + 1;
    let mut reader = Reader {
        tokens: tokens.into_iter().peekable(),
        end,
        depth: 0,
    };
    let pattern = reader.followed()?;
    match reader.tokens.next() {
        None => Ok(pattern),
        Some((at, _)) => Err(Error {
            at,
            expected: "the end of the pattern",
        }),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Word(String),
    Literal(Literal),
    Sign(&'static str),
}

/// Words that name no property.
const KEYWORDS: [&str; 17] = [
    "AND",
    "OR",
    "NOT",
    "FOLLOWEDBY",
    "LIKE",
    "MATCHES",
    "ISSUPERSET",
    "ISSUBSET",
    "EXISTS",
    "LAST",
    "IN",
    "START",
    "STOP",
    "SECONDS",
    "WITHIN",
    "REPEATS",
    "TIMES",
];

/// Longer signs before those that they begin with.
const SIGNS: [&str; 17] = [
    "!=", "<>", "<=", ">=", "==", "=", "<", ">", "[", "]", "(", ")", ":", ".", ",", "*", "-",
];

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Error> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut at = 1;
    while let Some(first) = rest.chars().next() {
        let (token, length) = if first.is_whitespace() {
            (None, first.len_utf8())
        } else if let Some(length) = comment(rest) {
            (None, length)
        } else {
            let (token, length) = token(rest, tokens.last().map(|(_, token)| token))
                .map_err(|expected| Error { at, expected })?;
            (Some(token), length)
        };
        tokens.extend(token.map(|token| (at, token)));
        at += rest[..length].chars().count();
        rest = &rest[length..];
    }
    Ok(tokens)
}

/// The length of a comment.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    let inner = rest.strip_prefix("/*")?;
    inner.find("*/").map(|end| end + 4)
}

fn token(rest: &str, before: Option<&Token>) -> Result<(Token, usize), &'static str> {
    for (prefix, make) in [
        ("'", Literal::Text as fn(String) -> Literal),
        ("t'", Literal::Time),
        ("h'", Literal::Hex),
        ("b'", Literal::Binary),
    ] {
        if let Some(inner) = rest.strip_prefix(prefix) {
            let (value, length) = quoted(inner).ok_or("the closing quote")?;
            let literal = make(value);
            check(&literal)?;
            return Ok((Token::Literal(literal), prefix.len() + length));
        }
    }
    let first = rest.chars().next().unwrap_or_default();
    if first.is_ascii_alphabetic() || first == '_' {
        // Types of objects may have hyphens, properties may not.
        let is_property = matches!(before, Some(Token::Sign(":" | ".")));
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-' && !is_property;
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let word = &rest[..length];
        let token = match word {
            "true" => Token::Literal(Literal::Bool(true)),
            "false" => Token::Literal(Literal::Bool(false)),
            word => Token::Word(word.to_owned()),
        };
        return Ok((token, length));
    }
    let is_step = matches!(
        before,
        Some(Token::Word(_) | Token::Sign("]") | Token::Literal(Literal::Text(_)))
    );
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-') || c == '.' && !is_step;
    if is_number(first) {
        let length = rest[1..].find(|c: char| !c.is_ascii_digit() && c != '.');
        let length = length.map_or(rest.len(), |length| length + 1);
        let digits = &rest[..length];
        return number(digits).map(|literal| (Token::Literal(literal), length));
    }
    let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
    sign.map(|sign| (Token::Sign(sign), sign.len()))
        .ok_or("a sign of patterns")
}

/// Reads up to the closing quote; returns the text and the length with the quote.
fn quoted(inner: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut signs = inner.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\'' => return Some((value, at + 1)),
            '\\' => match signs.next() {
                Some((_, sign @ ('\'' | '\\'))) => value.push(sign),
                _ => return None,
            },
            sign => value.push(sign),
        }
    }
    None
}

fn number(digits: &str) -> Result<Literal, &'static str> {
    let plain = digits.trim_start_matches(['+', '-']);
    if digits.len() - plain.len() > 1 || !plain.contains(|c: char| c.is_ascii_digit()) {
        return Err("a number");
    }
    if let Some((whole, fraction)) = plain.split_once('.') {
        let is_right = !fraction.is_empty() && !fraction.contains('.') && whole.len() < 400;
        let real = digits
            .parse()
            .ok()
            .filter(|real: &f64| is_right && real.is_finite());
        return real.map(Literal::Real).ok_or("a number");
    }
    if plain.len() > 1 && plain.starts_with('0') {
        return Err("a number without zeros before it");
    }
    digits
        .parse()
        .map(Literal::Integer)
        .map_err(|_| "a number of 64 bits")
}

/// Bytes and times have a form.
fn check(literal: &Literal) -> Result<(), &'static str> {
    match literal {
        Literal::Hex(digits) => {
            let is_right = digits.len() % 2 == 0 && digits.bytes().all(|b| b.is_ascii_hexdigit());
            is_right.then_some(()).ok_or("pairs of hexadecimal digits")
        }
        Literal::Binary(text) => {
            let body = text.trim_end_matches('=');
            let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
            let is_right = !text.is_empty()
                && text.len() % 4 == 0
                && text.len() - body.len() <= 2
                && body.bytes().all(is_sign);
            is_right.then_some(()).ok_or("base64")
        }
        Literal::Time(text) => {
            let is_utc = text.ends_with('Z');
            let moment = text.replace(":60", ":59");
            // Seconds are always there.
            let is_whole = text.len() >= "2026-11-21T08:30:00Z".len();
            let is_right = is_utc && is_whole && moment.parse::<watchbell_model::Time>().is_ok();
            is_right
                .then_some(())
                .ok_or("a time such as 2026-11-21T08:30:00Z")
        }
        _ => Ok(()),
    }
}

fn is_name(token: &Token) -> bool {
    matches!(token, Token::Word(word) if !KEYWORDS.contains(&word.as_str()))
}

struct Reader<I: Iterator<Item = (usize, Token)>> {
    tokens: Peekable<I>,
    /// Behind the last character.
    end: usize,
    depth: usize,
}

impl<I: Iterator<Item = (usize, Token)>> Reader<I> {
    fn wrong<T>(&mut self, expected: &'static str) -> Result<T, Error> {
        let at = self.tokens.peek().map_or(self.end, |(at, _)| *at);
        Err(Error { at, expected })
    }

    fn is_word(&mut self, word: &str) -> bool {
        matches!(self.tokens.peek(), Some((_, Token::Word(own))) if own == word)
    }

    fn word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        if found {
            self.tokens.next();
        }
        found
    }

    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.tokens.peek(), Some((_, Token::Sign(own))) if *own == sign);
        if found {
            self.tokens.next();
        }
        found
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), Error> {
        if self.sign(sign) {
            Ok(())
        } else {
            self.wrong(sign)
        }
    }

    /// Reads what stands in brackets, no deeper than the bound.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.wrong("fewer brackets within each other");
        }
        let read = read(self)?;
        self.depth -= 1;
        Ok(read)
    }

    /// Reads several of one kind with a word between them; one is itself.
    fn several<T>(
        &mut self,
        word: &str,
        read: fn(&mut Self) -> Result<T, Error>,
        join: fn(Vec<T>) -> T,
    ) -> Result<T, Error> {
        let first = read(self)?;
        if !self.is_word(word) {
            return Ok(first);
        }
        let mut all = vec![first];
        while self.word(word) {
            all.push(read(self)?);
        }
        Ok(join(all))
    }

    fn followed(&mut self) -> Result<Observation, Error> {
        self.several("FOLLOWEDBY", Self::either, Observation::FollowedBy)
    }

    fn either(&mut self) -> Result<Observation, Error> {
        self.several("OR", Self::both, Observation::Or)
    }

    fn both(&mut self) -> Result<Observation, Error> {
        self.several("AND", Self::observation, Observation::And)
    }

    fn observation(&mut self) -> Result<Observation, Error> {
        let mut read = if self.sign("[") {
            let comparison = self.deeper(Self::comparison)?;
            self.expect("]")?;
            Observation::One(comparison)
        } else if self.sign("(") {
            let inner = self.deeper(Self::followed)?;
            self.expect(")")?;
            inner
        } else {
            return self.wrong("an observation in brackets");
        };
        while let Some(qualifier) = self.qualifier()? {
            read = Observation::Within(Box::new(read), qualifier);
        }
        Ok(read)
    }

    fn qualifier(&mut self) -> Result<Option<Qualifier>, Error> {
        if self.word("WITHIN") {
            let seconds = match self.literal()? {
                #[expect(clippy::cast_precision_loss, reason = "seconds need no more")]
                Literal::Integer(seconds) if seconds > 0 => seconds as f64,
                Literal::Real(seconds) if seconds > 0.0 => seconds,
                _ => return self.wrong("a number of seconds above 0"),
            };
            if !self.word("SECONDS") {
                return self.wrong("SECONDS");
            }
            return Ok(Some(Qualifier::Within(seconds)));
        }
        if self.word("REPEATS") {
            let Literal::Integer(times @ 1..) = self.literal()? else {
                return self.wrong("a number of times above 0");
            };
            if !self.word("TIMES") {
                return self.wrong("TIMES");
            }
            return Ok(Some(Qualifier::Repeats(times.unsigned_abs())));
        }
        if self.word("START") {
            let Literal::Time(start) = self.literal()? else {
                return self.wrong("a time");
            };
            if !self.word("STOP") {
                return self.wrong("STOP");
            }
            let Literal::Time(stop) = self.literal()? else {
                return self.wrong("a time");
            };
            return Ok(Some(Qualifier::Between(start, stop)));
        }
        Ok(None)
    }

    fn comparison(&mut self) -> Result<Comparison, Error> {
        self.several("OR", Self::comparisons, Comparison::Or)
    }

    fn comparisons(&mut self) -> Result<Comparison, Error> {
        self.several("AND", Self::test, Comparison::And)
    }

    fn test(&mut self) -> Result<Comparison, Error> {
        if self.sign("(") {
            let inner = self.deeper(Self::comparison)?;
            self.expect(")")?;
            return Ok(inner);
        }
        let before = self.word("NOT");
        if self.word("EXISTS") {
            let path = self.path()?;
            return Ok(Comparison::Exists {
                path,
                is_not: before,
            });
        }
        if before {
            return self.wrong("EXISTS");
        }
        let path = self.path()?;
        let is_not = self.word("NOT");
        let operator = self.operator()?;
        let values = if operator == Operator::In {
            self.set()?
        } else {
            vec![self.literal()?]
        };
        let is_text = matches!(values[..], [Literal::Text(_)]);
        let is_bool = matches!(values[..], [Literal::Bool(_)]);
        match operator {
            Operator::Like | Operator::Matches | Operator::IsSubset | Operator::IsSuperset
                if !is_text =>
            {
                self.wrong("a text")
            }
            Operator::Above | Operator::Below | Operator::From | Operator::To if is_bool => {
                self.wrong("a value that has an order")
            }
            _ => Ok(Comparison::Test {
                path,
                is_not,
                operator,
                values,
            }),
        }
    }

    fn operator(&mut self) -> Result<Operator, Error> {
        let operator = match self.tokens.peek() {
            Some((_, Token::Sign("=" | "=="))) => Operator::Equal,
            Some((_, Token::Sign("!=" | "<>"))) => Operator::NotEqual,
            Some((_, Token::Sign(">"))) => Operator::Above,
            Some((_, Token::Sign("<"))) => Operator::Below,
            Some((_, Token::Sign(">="))) => Operator::From,
            Some((_, Token::Sign("<="))) => Operator::To,
            Some((_, Token::Word(word))) => match word.as_str() {
                "IN" => Operator::In,
                "LIKE" => Operator::Like,
                "MATCHES" => Operator::Matches,
                "ISSUBSET" => Operator::IsSubset,
                "ISSUPERSET" => Operator::IsSuperset,
                _ => return self.wrong("an operator"),
            },
            _ => return self.wrong("an operator"),
        };
        self.tokens.next();
        Ok(operator)
    }

    fn set(&mut self) -> Result<Vec<Literal>, Error> {
        self.expect("(")?;
        let mut values = Vec::new();
        if self.sign(")") {
            return Ok(values);
        }
        loop {
            values.push(self.literal()?);
            if self.sign(")") {
                return Ok(values);
            }
            self.expect(",")?;
        }
    }

    fn literal(&mut self) -> Result<Literal, Error> {
        match self
            .tokens
            .next_if(|(_, token)| matches!(token, Token::Literal(_)))
        {
            Some((_, Token::Literal(literal))) => Ok(literal),
            _ => self.wrong("a value"),
        }
    }

    /// Reads the path of a property.
    fn path(&mut self) -> Result<String, Error> {
        let Some((_, Token::Word(mut path))) = self.tokens.next_if(|(_, token)| is_name(token))
        else {
            return self.wrong("a type of objects");
        };
        self.expect(":")?;
        path.push(':');
        self.step(&mut path)?;
        loop {
            if self.sign(".") {
                path.push('.');
                self.step(&mut path)?;
            } else if self.sign("[") {
                let index = if self.sign("*") {
                    "*".to_owned()
                } else {
                    let Literal::Integer(index) = self.literal()? else {
                        return self.wrong("the number of an item");
                    };
                    index.to_string()
                };
                self.expect("]")?;
                path.push_str(&format!("[{index}]"));
            } else {
                return Ok(path);
            }
        }
    }

    fn step(&mut self, path: &mut String) -> Result<(), Error> {
        match self.tokens.next_if(|(_, token)| {
            is_name(token) || matches!(token, Token::Literal(Literal::Text(_)))
        }) {
            Some((_, Token::Word(word))) => path.push_str(&word),
            Some((_, Token::Literal(Literal::Text(text)))) => {
                path.push_str(&super::step(&text));
            }
            _ => return self.wrong("a property"),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_the_standard_are_read() {
        for text in [
            "[ipv4-addr:value = '198.51.100.1/32']",
            "[file:hashes.'SHA-256' = 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f']",
            "[email-message:from_ref.value MATCHES '.+\\\\@example\\\\.com$' AND email-message:body_multipart[*].body_raw_ref.name MATCHES '^Final Report.+\\\\.exe$']",
            "[file:hashes.MD5 = '79054025255fb1a26e4bc422aef54eb4'] FOLLOWEDBY [windows-registry-key:key = 'HKEY_LOCAL_MACHINE\\\\foo\\\\bar'] WITHIN 300 SECONDS",
            "([a:b = 'c'] AND [a:b = 'd']) START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00.5Z' REPEATS 5 TIMES",
            "[NOT EXISTS file:name OR (file:size > 1 AND file:size <= -1.5)]",
            "[network-traffic:dst_port IN (22, 80) AND network-traffic:src_ref.value NOT ISSUBSET '192.0.2.0/24']",
            "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'a']",
            "[a:b[0].c[*] = h'0aFF' OR a:'x-y' = b'AAAA' OR a:d = true] // the end",
        ] {
            assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
        }
    }

    #[test]
    fn what_is_no_pattern_is_named_with_its_place() {
        for (text, at, expected) in [
            ("", 1, "an observation in brackets"),
            ("[", 2, "a type of objects"),
            ("[a:b = 'c'", 11, "]"),
            ("[a:b = 'c]", 8, "the closing quote"),
            ("[a:b ~ 'c']", 6, "a sign of patterns"),
            ("[a:b = c]", 8, "a value"),
            ("[a:b = 'é' AND]", 15, "a type of objects"),
            ("[a:b > true]", 12, "a value that has an order"),
            ("[a:b LIKE 1]", 12, "a text"),
            ("[a:b = h'0']", 8, "pairs of hexadecimal digits"),
            (
                "[a:b = t'2026-13-01T00:00:00Z']",
                8,
                "a time such as 2026-11-21T08:30:00Z",
            ),
            ("[a:NOT = 1]", 4, "a property"),
            ("[a:b = 01]", 8, "a number without zeros before it"),
            (
                "[a:b = 'c'] WITHIN 0 SECONDS",
                22,
                "a number of seconds above 0",
            ),
            ("[a:b = 'c'] [a:b = 'c']", 13, "the end of the pattern"),
        ] {
            assert_eq!(parse(text), Err(Error { at, expected }), "{text}");
        }
        let deep = format!("{}[a:b = 'c']", "(".repeat(MAX_DEPTH));
        assert_eq!(
            parse(&deep).map_err(|error| error.expected),
            Err("fewer brackets within each other")
        );
        assert!(parse(&"[".repeat(MAX_BYTES + 1)).is_err());
    }
}
