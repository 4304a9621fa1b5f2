//! A problem as a page.

use askama::Template;

use super::Shell;
use crate::problem::Problem;

#[derive(Template)]
#[template(path = "problem.html")]
struct Page<'a> {
    shell: Shell,
    problem: &'a Problem,
    status: u16,
    request: &'a str,
}

/// Returns the page for a problem; plain words should even that fail.
pub(crate) fn page(shell: Shell, problem: &Problem, request: &str) -> String {
    let page = Page {
        shell,
        problem,
        status: problem.status.as_u16(),
        request,
    };
    page.render().unwrap_or_else(|_| problem.title.to_owned())
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let shell = || Shell::sample(super::Section::None);
    let field = |pointer: &str| crate::problem::FieldError {
        pointer: pointer.to_owned(),
        detail: "<b>".to_owned(),
    };
    vec![
        ("problem-404", page(shell(), &Problem::NOT_FOUND, "1-1")),
        ("problem-403", page(shell(), &Problem::ROLE, "1-2")),
        (
            "problem-500",
            page(
                Shell::bare_sample(),
                &Problem::internal(&"secret cause"),
                "1-3",
            ),
        ),
        (
            "problem-422",
            page(
                shell(),
                &Problem::fields(vec![field("/a"), field("/<b>")]),
                "1-4",
            ),
        ),
    ]
}
