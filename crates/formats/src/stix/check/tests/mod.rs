//! Each rule on a text that keeps it and on one that breaks it.

use serde_json::json;

use super::*;

mod cases;
mod judged;
mod objects;
mod parts;

const UUID: &str = "8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";

fn domain(kind: &str, more: &Value) -> Value {
    let mut object = json!({
        "type": kind,
        "spec_version": "2.1",
        "id": format!("{kind}--{UUID}"),
        "created": "2026-11-21T08:30:00.000Z",
        "modified": "2026-11-21T08:30:00.000Z",
    });
    merge(&mut object, more);
    object
}

fn observable(kind: &str, more: &Value) -> Value {
    let version = if kind == "process" { '4' } else { '5' };
    let id = format!("{kind}--8e2e2d2b-17d4-{version}cbf-938f-98ee46b3cd3f");
    let mut object = json!({"type": kind, "id": id});
    merge(&mut object, more);
    object
}

/// Puts members in; null takes one out.
fn merge(object: &mut Value, more: &Value) {
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => object.as_object_mut().unwrap().remove(name),
            value => object
                .as_object_mut()
                .unwrap()
                .insert(name.clone(), value.clone()),
        };
    }
}

fn errors(object: &Value) -> Vec<(&'static str, String)> {
    let found = check(&object.to_string()).errors.into_iter();
    found.map(|fault| (fault.code, fault.path)).collect()
}

fn warnings(object: &Value) -> Vec<&'static str> {
    let found = check(&object.to_string());
    assert_eq!(found.errors, [], "{object}");
    found.warnings.into_iter().map(|fault| fault.code).collect()
}

/// Asserts that an object is right, and that one member more makes it wrong there.
fn breaks(object: &Value, more: &Value, code: &'static str, path: &str) {
    assert_eq!(errors(object), [], "{object}");
    let mut broken = object.clone();
    merge(&mut broken, more);
    assert_eq!(errors(&broken), [(code, path.to_owned())], "{broken}");
}
