//! Elements by their local names: dialects differ in namespaces, and some have none.

use watchbell_iodef::xml::Tree;

/// Returns the first element of a name.
pub(super) fn one<'t, 'd>(tree: &'t Tree<'d>, name: &str) -> Option<&'t Tree<'d>> {
    let mut children = tree.children().iter();
    children.find(|child| child.local().eq_ignore_ascii_case(name))
}

/// Returns the text of the first element of a name, where it has one.
pub(super) fn text(tree: &Tree<'_>, name: &str) -> Option<String> {
    let text = one(tree, name)?.text().trim().to_owned();
    Some(text).filter(|text| !text.is_empty())
}

/// Returns the value of an attribute, whatever its namespace.
pub(super) fn attribute<'t>(tree: &'t Tree<'_>, name: &str) -> Option<&'t str> {
    let local = |full: &'t str| full.rsplit(['}', ':']).next().unwrap_or(full);
    let mut all = tree.attributes();
    let found = all.find(|(own, _)| local(own).eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.trim())
}

pub(super) fn line(tree: &Tree<'_>) -> u64 {
    tree.place().0
}
