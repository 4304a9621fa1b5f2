//! Products of a document as components that can be looked for.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::document::{At, Document};
use crate::{component::Component, cpe::Cpe, purl::Purl};

/// A product, and its versions where they are a range.
#[derive(Clone, Debug, Default)]
pub(crate) struct Product {
    pub(crate) component: Component,
    /// As it is written; what cannot be read holds no version.
    pub(crate) range: Option<String>,
}

/// Returns the products of a document by their ids.
///
/// A product of a relationship is the component that it is about; the name says in what it is.
pub(crate) fn products(document: &Document<'_>) -> HashMap<String, Product> {
    let mut products = HashMap::new();
    let tree = document.tree();
    for product in tree.each("full_product_names") {
        add(&mut products, &product, &Product::default());
    }
    let mut waiting: Vec<(At<'_>, Product)> = Vec::new();
    waiting.extend(
        tree.each("branches")
            .into_iter()
            .map(|top| (top, Product::default())),
    );
    while let Some((branch, mut of)) = waiting.pop() {
        let name = branch.text("name").to_owned();
        match branch.text("category") {
            "vendor" => of.component.vendor = Some(name),
            "product_name" => of.component.product = Some(name),
            "product_version" => of.component.version = Some(name),
            "product_version_range" => of.range = Some(name),
            _ => {}
        }
        if let Some(product) = branch.get("product") {
            add(&mut products, &product, &of);
        }
        let inner = branch.each("branches").into_iter();
        waiting.extend(inner.map(|inner| (inner, of.clone())));
    }
    related(&mut products, tree.each("relationships"));
    products
}

/// Adds products of relationships, which may be about products of other ones, in any order.
fn related(products: &mut HashMap<String, Product>, relationships: Vec<At<'_>>) {
    let made = relationships.iter().filter_map(|relationship| {
        let product = relationship.get("full_product_name")?;
        Some(product.text("product_id"))
    });
    let made: HashSet<&str> = made.collect();
    let mut about: BTreeMap<&str, Vec<At<'_>>> = BTreeMap::new();
    for relationship in relationships {
        let reference = relationship.text("product_reference");
        about.entry(reference).or_default().push(relationship);
    }
    let first = about.keys().copied();
    let mut next: Vec<&str> = first.filter(|id| !made.contains(id)).collect();
    // Those that are left are about each other; one of them has to be the first.
    while let Some(id) = next.pop().or_else(|| about.keys().next().copied()) {
        let of = products.get(id).cloned().unwrap_or_default();
        for relationship in about.remove(id).unwrap_or_default() {
            if let Some(product) = relationship.get("full_product_name") {
                add(products, &product, &of);
                next.push(product.text("product_id"));
            }
        }
    }
}

fn add(products: &mut HashMap<String, Product>, product: &At<'_>, of: &Product) {
    let mut made = of.clone();
    let component = &mut made.component;
    if let Some(helper) = product.get("product_identification_helper") {
        if let Ok(purl) = Purl::parse(helper.text("purl")) {
            component.purl = Some(purl);
        }
        if let Ok(cpe) = Cpe::parse(helper.text("cpe")) {
            component.cpe = Some(cpe);
        }
    }
    let has_name = component.purl.is_some() || component.cpe.is_some();
    if !has_name && component.product.is_none() {
        component.product = Some(product.text("name").to_owned());
    }
    products.insert(product.text("product_id").to_owned(), made);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_of_relationships_are_what_they_are_about_in_any_order() {
        let of = |made: &str, about: &str| {
            serde_json::json!({"category": "installed_on", "product_reference": about,
                "relates_to_product_reference": "OS", "full_product_name": {"name": made, "product_id": made}})
        };
        let value = serde_json::json!({"product_tree": {
            "full_product_names": [{"name": "Gadget", "product_id": "G",
                "product_identification_helper": {"purl": "pkg:npm/gadget@2.0.0"}}],
            "relationships": [of("second", "first"), of("first", "G"), of("circle", "round"), of("round", "circle")]
        }});
        let products = products(&Document::of(&value));
        for id in ["G", "first", "second"] {
            let purl = products[id].component.purl.as_ref();
            assert_eq!(
                purl.map(ToString::to_string).as_deref(),
                Some("pkg:npm/gadget@2.0.0"),
                "{id}"
            );
        }
        assert_eq!(products["circle"].component.purl, None);
    }
}
