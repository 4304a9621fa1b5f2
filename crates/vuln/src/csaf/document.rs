//! A document's parts, with the places where they stand.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

/// Statuses of a product that is affected (3.2.3.9).
pub(crate) const AFFECTED: &[&str] = &["first_affected", "known_affected", "last_affected"];
/// Statuses of one that is not.
pub(crate) const NOT_AFFECTED: &[&str] = &["known_not_affected"];
/// Statuses of one that is fixed.
pub(crate) const FIXED: &[&str] = &["first_fixed", "fixed"];
/// Statuses of one of which it is not known yet.
pub(crate) const OPEN: &[&str] = &["under_investigation"];

/// The four, which contradict each other.
pub(super) const STATUSES: &[(&str, &[&str])] = &[
    ("affected", AFFECTED),
    ("not affected", NOT_AFFECTED),
    ("fixed", FIXED),
    ("under investigation", OPEN),
];

/// Something and its JSON pointer.
#[derive(Clone, Debug)]
pub(crate) struct At<'a> {
    pub(crate) path: String,
    pub(crate) value: &'a Value,
}

impl<'a> At<'a> {
    /// A member that is there.
    pub(crate) fn get(&self, member: &str) -> Option<Self> {
        Some(Self {
            value: self.value.get(member)?,
            path: format!(
                "{}/{}",
                self.path,
                member.replace('~', "~0").replace('/', "~1")
            ),
        })
    }

    /// A text member; empty where there is none.
    pub(crate) fn text(&self, member: &str) -> &'a str {
        self.value
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The elements of a member that is an array.
    pub(crate) fn each(&self, member: &str) -> Vec<Self> {
        self.get(member)
            .map(|array| array.items())
            .unwrap_or_default()
    }

    /// The elements of this array.
    pub(crate) fn items(&self) -> Vec<Self> {
        let elements = self.value.as_array().into_iter().flatten().enumerate();
        elements
            .map(|(index, value)| Self {
                path: format!("{}/{index}", self.path),
                value,
            })
            .collect()
    }

    /// Its own text; empty where it is none.
    pub(crate) fn as_text(&self) -> &'a str {
        self.value.as_str().unwrap_or_default()
    }
}

/// A document with its products looked up.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) root: At<'a>,
    pub(crate) category: &'a str,
    /// Every `full_product_name_t`.
    pub(crate) products: Vec<At<'a>>,
    /// Every branch, parents first.
    pub(crate) branches: Vec<At<'a>>,
    pub(crate) vulnerabilities: Vec<At<'a>>,
    /// Products of groups, by the group.
    groups: HashMap<&'a str, Vec<&'a str>>,
}

impl<'a> Document<'a> {
    pub(crate) fn of(value: &'a Value) -> Self {
        let root = At {
            path: String::new(),
            value,
        };
        let (mut products, mut branches) = (Vec::new(), Vec::new());
        let mut groups: HashMap<&str, Vec<&str>> = HashMap::new();
        if let Some(tree) = root.get("product_tree") {
            products.extend(tree.each("full_product_names"));
            let mut waiting = tree.each("branches");
            waiting.reverse();
            while let Some(branch) = waiting.pop() {
                products.extend(branch.get("product"));
                let mut inner = branch.each("branches");
                inner.reverse();
                waiting.extend(inner);
                branches.push(branch);
            }
            for relationship in tree.each("relationships") {
                products.extend(relationship.get("full_product_name"));
            }
            for group in tree.each("product_groups") {
                let ids = group.each("product_ids");
                let ids = ids.iter().map(At::as_text);
                groups
                    .entry(group.text("group_id"))
                    .or_default()
                    .extend(ids);
            }
        }
        let vulnerabilities = root.each("vulnerabilities");
        let category = root
            .get("document")
            .map_or("", |document| document.text("category"));
        Self {
            root,
            category,
            products,
            branches,
            vulnerabilities,
            groups,
        }
    }

    /// `/document`.
    pub(crate) fn head(&self) -> At<'a> {
        self.part("document")
    }

    /// `/document/tracking`.
    pub(crate) fn tracking(&self) -> At<'a> {
        self.head().get("tracking").unwrap_or(NONE)
    }

    /// `/product_tree`.
    pub(crate) fn tree(&self) -> At<'a> {
        self.part("product_tree")
    }

    fn part(&self, member: &str) -> At<'a> {
        self.root.get(member).unwrap_or(NONE)
    }

    /// How many products groups name, each as often as its group is named.
    pub(crate) fn named_count(&self) -> usize {
        let mut count = 0_usize;
        for vulnerability in &self.vulnerabilities {
            for member in ["flags", "threats", "remediations"] {
                for item in vulnerability.each(member) {
                    for group in item.each("group_ids") {
                        let products = self.groups.get(group.as_text()).map_or(0, Vec::len);
                        count = count.saturating_add(products);
                    }
                }
            }
        }
        count
    }

    /// Products that `product_ids` and `group_ids` of something name.
    pub(crate) fn named(&self, by: &At<'a>) -> HashSet<&'a str> {
        let mut named: HashSet<&str> = HashSet::new();
        for id in by.each("product_ids") {
            named.insert(id.as_text());
        }
        for group in by.each("group_ids") {
            let of_group = self.groups.get(group.as_text());
            named.extend(of_group.into_iter().flatten());
        }
        named
    }
}

static NULL: Value = Value::Null;
/// Something that is not there.
const NONE: At<'static> = At {
    path: String::new(),
    value: &NULL,
};

/// Products with one of these statuses in a vulnerability.
pub(crate) fn with_status<'a>(vulnerability: &At<'a>, statuses: &[&str]) -> Vec<At<'a>> {
    let Some(status) = vulnerability.get("product_status") else {
        return Vec::new();
    };
    let each = statuses.iter().flat_map(|name| status.each(name));
    each.collect()
}
