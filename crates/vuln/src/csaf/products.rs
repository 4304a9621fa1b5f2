//! Products of a document as components that can be looked for.

use std::collections::HashMap;

use super::document::{At, Document};
use crate::{component::Component, cpe::Cpe, purl::Purl};

/// Returns the products of a document by their ids.
///
/// A product of a relationship is the component that it is about; the name says in what it is.
pub(crate) fn products(document: &Document<'_>) -> HashMap<String, Component> {
    let mut products = HashMap::new();
    let tree = document.tree();
    for product in tree.each("full_product_names") {
        add(&mut products, &product, &Component::default());
    }
    let mut waiting: Vec<(At<'_>, Component)> = Vec::new();
    waiting.extend(
        tree.each("branches")
            .into_iter()
            .map(|top| (top, Component::default())),
    );
    while let Some((branch, mut component)) = waiting.pop() {
        let name = branch.text("name").to_owned();
        match branch.text("category") {
            "vendor" => component.vendor = Some(name),
            "product_name" => component.product = Some(name),
            "product_version" => component.version = Some(name),
            _ => {}
        }
        if let Some(product) = branch.get("product") {
            add(&mut products, &product, &component);
        }
        let inner = branch.each("branches").into_iter();
        waiting.extend(inner.map(|inner| (inner, component.clone())));
    }
    for relationship in tree.each("relationships") {
        let of = products.get(relationship.text("product_reference"));
        let of: Component = of.cloned().unwrap_or_default();
        if let Some(product) = relationship.get("full_product_name") {
            add(&mut products, &product, &of);
        }
    }
    products
}

fn add(products: &mut HashMap<String, Component>, product: &At<'_>, of: &Component) {
    let mut component = of.clone();
    if let Some(helper) = product.get("product_identification_helper") {
        component.purl = Purl::parse(helper.text("purl")).ok().or(component.purl);
        component.cpe = Cpe::parse(helper.text("cpe")).ok().or(component.cpe);
    }
    let has_name = component.purl.is_some() || component.cpe.is_some();
    if !has_name && component.product.is_none() {
        component.product = Some(product.text("name").to_owned());
    }
    products.insert(product.text("product_id").to_owned(), component);
}
