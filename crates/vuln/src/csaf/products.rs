//! Products of a document as components that can be looked for.

use std::collections::HashMap;

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
    for relationship in tree.each("relationships") {
        let of = products.get(relationship.text("product_reference"));
        let of: Product = of.cloned().unwrap_or_default();
        if let Some(product) = relationship.get("full_product_name") {
            add(&mut products, &product, &of);
        }
    }
    products
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
