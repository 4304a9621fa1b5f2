//! Accounts and tokens, for administrators.

use axum::{
    extract::State,
    http::{Method, StatusCode},
    response::{IntoResponse, Response},
    routing::{delete, get, post},
};
use serde_json::{Value, json};
use watchbell_node::accounts::{self, NAME_MAX, PASSWORD_MAX, PASSWORD_MIN, Scope, TOKEN_DAYS_MAX};
use watchbell_store::{Account, Role, Token};

use super::{
    Call,
    body::{Fields, Json},
    json,
    openapi::{NAME, NUMBER, reference},
};
use crate::{
    app::{App, Caller, In},
    problem::Problem,
    query::Query,
};

pub(super) fn calls() -> Vec<Call> {
    // A password's bytes are bounded; 64 characters of any kind always fit.
    let password = json!({"type": "string", "minLength": PASSWORD_MIN, "maxLength": PASSWORD_MAX / 4, "pattern": "^[^\\u0000]*$", "writeOnly": true});
    let user = json!({
        "type": "object", "required": ["name", "role"], "additionalProperties": false,
        "properties": {"name": *NAME, "role": reference("Role"), "password": password},
    });
    let change = json!({
        "type": "object", "additionalProperties": false,
        "properties": {"role": reference("Role"), "password": password, "disabled": {"type": "boolean"}},
    });
    let token = json!({
        "type": "object", "required": ["name", "scopes", "days"], "additionalProperties": false,
        "properties": {
            "name": *NAME,
            "scopes": {"type": "array", "minItems": 1, "items": reference("Scope")},
            "days": {"type": "integer", "minimum": 1, "maximum": TOKEN_DAYS_MAX},
        },
    });
    vec![
        Call::new(
            Method::GET,
            "/api/v1/users",
            "listUsers",
            Scope::Admin,
            "Lists accounts by name",
            get(users),
        )
        .gives(200, "Accounts", &reference("UserList"))
        .fails(400),
        Call::new(
            Method::POST,
            "/api/v1/users",
            "addUser",
            Scope::Admin,
            "Makes an account; without a password it gets a one-time one",
            post(add_user),
        )
        .body(&user)
        .gives(
            201,
            "The account, and the password where it was made here",
            &reference("NewUser"),
        )
        .fails(409),
        Call::new(
            Method::PATCH,
            "/api/v1/users/{id}",
            "changeUser",
            Scope::Admin,
            "Changes an account and ends its sessions",
            axum::routing::patch(change_user),
        )
        .path("id", &NUMBER)
        .body(&change)
        .gives(200, "The account", &reference("User"))
        .fails(409),
        Call::new(
            Method::GET,
            "/api/v1/tokens",
            "listTokens",
            Scope::Admin,
            "Lists tokens, newest first",
            get(tokens),
        )
        .gives(200, "Tokens", &reference("TokenList"))
        .fails(400),
        Call::new(
            Method::POST,
            "/api/v1/tokens",
            "addToken",
            Scope::Admin,
            "Makes a token for oneself; its secret is shown this once",
            post(add_token),
        )
        .body(&token)
        .gives(201, "The token and its secret", &reference("NewToken")),
        Call::new(
            Method::DELETE,
            "/api/v1/tokens/{id}",
            "revokeToken",
            Scope::Admin,
            "Takes a token back",
            delete(revoke),
        )
        .path("id", &NUMBER)
        .sends(204, "It works no more", &[]),
    ]
}

async fn users(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&[])?;
    let items: Vec<Value> = app.db().accounts().await?.iter().map(user).collect();
    json(StatusCode::OK, &json!({"items": items}))
}

async fn add_user(
    State(app): State<App>,
    query: Query,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let mut fields = Fields::new(&value, "");
    let name = fields.text("name", NAME_MAX);
    let name = fields.required("name", name);
    let role = fields.word::<Role>("role");
    let role = fields.required("role", role);
    let password = fields.text("password", PASSWORD_MAX / 4);
    fields.end()?;
    let (name, role) = (name.unwrap_or_default(), role.unwrap_or(Role::Reader));
    let made = if password.is_none() {
        Some(accounts::one_time_password()?)
    } else {
        None
    };
    let secret = password.as_deref().or(made.as_deref()).unwrap_or_default();
    let id = app.accounts.add(&name, role, secret, app.now()).await?;
    let mut body = user(&account(&app, id).await?);
    body["password"] = json!(made);
    json(StatusCode::CREATED, &body)
}

async fn change_user(
    State(app): State<App>,
    query: Query,
    In(id): In<i64>,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let mut fields = Fields::new(&value, "");
    let role = fields.word::<Role>("role");
    let password = fields.text("password", PASSWORD_MAX / 4);
    let disabled = fields.flag("disabled");
    fields.end()?;
    app.accounts
        .change(id, role, password.as_deref(), disabled)
        .await?;
    json(StatusCode::OK, &user(&account(&app, id).await?))
}

async fn tokens(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&[])?;
    let items: Vec<Value> = app.db().tokens(None).await?.iter().map(token).collect();
    json(StatusCode::OK, &json!({"items": items}))
}

async fn add_token(
    State(app): State<App>,
    caller: Caller,
    query: Query,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let mut fields = Fields::new(&value, "");
    let name = fields.text("name", NAME_MAX);
    let name = fields.required("name", name);
    let scopes = fields.list::<Scope>("scopes");
    let scopes = fields.required("scopes", scopes);
    let days = fields.whole("days");
    let days = fields.required("days", days);
    if scopes.as_ref().is_some_and(Vec::is_empty) {
        let _: Option<()> = fields.bad("scopes", "has to name at least one");
    }
    fields.end()?;
    let (name, scopes, days) = (
        name.unwrap_or_default(),
        scopes.unwrap_or_default(),
        days.unwrap_or_default(),
    );
    let (id, secret) = app
        .accounts
        .add_token(caller.account(), &name, &scopes, days, app.now())
        .await?;
    let made = app
        .db()
        .tokens(Some(caller.account().id))
        .await?
        .into_iter()
        .find(|token| token.id == id);
    let mut body = token(&made.ok_or_else(|| Problem::internal(&"the new token is gone"))?);
    body["secret"] = json!(secret);
    json(StatusCode::CREATED, &body)
}

async fn revoke(
    State(app): State<App>,
    query: Query,
    In(id): In<i64>,
) -> Result<Response, Problem> {
    query.only(&[])?;
    app.db().revoke_token(id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn account(app: &App, id: i64) -> Result<Account, Problem> {
    let found = app
        .db()
        .accounts()
        .await?
        .into_iter()
        .find(|account| account.id == id);
    found.ok_or(Problem::NOT_FOUND)
}

fn user(account: &Account) -> Value {
    json!({
        "id": account.id,
        "name": account.name,
        "role": account.role,
        "created_at": account.created_at,
        "disabled": account.disabled,
    })
}

fn token(token: &Token) -> Value {
    json!({
        "id": token.id,
        "name": token.name,
        "owner": token.account.name,
        "scopes": token.scopes.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>(),
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked": token.revoked,
    })
}
