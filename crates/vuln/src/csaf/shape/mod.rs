//! The shape of the JSON schema of CSAF 2.0 (clause 3), told as `schema`, and members that it does
//! not know, told as 6.2.20.

mod document;
mod forms;
mod product;
mod vulnerability;

use std::collections::HashSet;

use serde_json::Value;

use super::Check;

pub(super) use forms::is_cve;

/// What a value has to be.
enum Shape {
    /// Text that is not empty.
    Text,
    /// Text of a form, with the name of the form.
    Form(fn(&str) -> bool, &'static str),
    /// One of these words.
    Word(&'static [&'static str]),
    /// An object: its members, and how many of any it has at least and at most.
    Object(&'static [Member], usize, usize),
    /// An array of one thing or more.
    Array(&'static Self, Items),
    /// A CVSS object, which test 6.1.8 looks at.
    Cvss,
}

/// Whether elements may be the same.
#[derive(Clone, Copy, PartialEq)]
enum Items {
    Any,
    Unique,
    /// Unique, and two or more.
    Two,
}

/// A member: its name, whether it has to be there, its shape.
type Member = (&'static str, bool, &'static Shape);

const MANY: usize = usize::MAX;

pub(super) fn check(value: &Value, check: &mut Check) {
    document::DOCUMENT.check(value, &mut String::new(), check);
}

impl Shape {
    fn check(&self, value: &Value, path: &mut String, check: &mut Check) {
        match self {
            Self::Object(members, least, most) => match value {
                Value::Object(object) => {
                    if object.len() < *least || object.len() > *most {
                        let message = format!("has {} members", object.len());
                        check.add("schema", &**path, message);
                    }
                    for (name, required, shape) in *members {
                        match object.get(*name) {
                            Some(value) => {
                                within(path, name, |path| shape.check(value, path, check));
                            }
                            None if *required => {
                                check.add("schema", &**path, format!("member {name} is missing"));
                            }
                            None => {}
                        }
                    }
                    for name in object.keys() {
                        let known = |(known, ..): &Member| known == name;
                        let is_schema = path.is_empty() && name == "$schema";
                        if !members.iter().any(known) && !is_schema {
                            let message = format!("member {name:?} is not defined");
                            within(path, name, |path| check.add("6.2.20", &**path, &*message));
                        }
                    }
                }
                _ => wrong(path, check, "an object"),
            },
            Self::Array(shape, items) => match value {
                Value::Array(elements) => {
                    let least = if *items == Items::Two { 2 } else { 1 };
                    if elements.len() < least {
                        let message =
                            format!("has {} elements; expected {least} or more", elements.len());
                        check.add("schema", &**path, message);
                    }
                    let mut seen = HashSet::new();
                    for (index, element) in elements.iter().enumerate() {
                        within(path, &index.to_string(), |path| {
                            if *items != Items::Any && !seen.insert(element.to_string()) {
                                check.add("schema", &**path, "is there twice");
                            }
                            shape.check(element, path, check);
                        });
                    }
                }
                _ => wrong(path, check, "an array"),
            },
            Self::Text => match value.as_str() {
                Some("") => check.add("schema", &**path, "is empty"),
                Some(_) => {}
                None => wrong(path, check, "text"),
            },
            Self::Form(is_so, what) => match value.as_str() {
                Some(text) if is_so(text) => {}
                Some(text) => check.add("schema", &**path, format!("{} is no {what}", short(text))),
                None => wrong(path, check, what),
            },
            Self::Word(words) => match value.as_str() {
                Some(text) if words.contains(&text) => {}
                Some(text) => {
                    let message = format!("{} is none of {}", short(text), words.join(", "));
                    check.add("schema", &**path, message);
                }
                None => wrong(path, check, "text"),
            },
            Self::Cvss => {
                if !value.is_object() {
                    wrong(path, check, "an object");
                }
            }
        }
    }
}

fn within(path: &mut String, step: &str, work: impl FnOnce(&mut String)) {
    let length = path.len();
    path.push('/');
    path.push_str(&step.replace('~', "~0").replace('/', "~1"));
    work(path);
    path.truncate(length);
}

fn wrong(path: &str, check: &mut Check, expected: &str) {
    check.add("schema", path, format!("is not {expected}"));
}

/// Text from outside, as long as a line can bear.
pub(super) fn short(text: &str) -> String {
    format!("{:?}", text.chars().take(80).collect::<String>())
}
