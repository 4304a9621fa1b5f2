//! The names by which products are looked for: spelled alike wherever they come from.

use crate::{
    cpe::{Attribute, Cpe, Value},
    osv,
    purl::{Ecosystem, Purl},
    record::Affected,
};

/// A product's name, and its maker's or its registry's.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Name {
    /// The maker, or `pkg:` and the type of a package.
    pub vendor: String,
    /// The product or package.
    pub product: String,
}

/// Characters of a name that are kept.
const MAX_NAME: usize = 200;

/// Spells a maker or product as it is looked for: lower case, with `_` for spaces, `_`, and `-`.
pub fn spelled(name: &str) -> String {
    let mut out = String::with_capacity(name.len().min(MAX_NAME));
    for c in name.trim().chars().take(MAX_NAME) {
        if c.is_whitespace() || matches!(c, '_' | '-') {
            if !out.ends_with('_') {
                out.push('_');
            }
        } else if c != '\0' {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// Names that say that there is none.
const NOTHING: &[&str] = &["", "n/a", "na", "unspecified", "unknown", "_", "*"];

/// Returns the name of a maker's product, unless it says nothing.
pub fn of_product(vendor: &str, product: &str) -> Option<Name> {
    let name = Name {
        vendor: spelled(vendor),
        product: spelled(product),
    };
    (!NOTHING.contains(&&*name.product)).then_some(name)
}

/// Returns the name of a package as its registry compares it, whatever its version.
pub fn of_purl(purl: &Purl) -> Name {
    let key = purl.package_key();
    let product = key.split_once('/').map_or(&*key, |(_, product)| product);
    Name {
        vendor: format!("pkg:{}", purl.kind()),
        product: product.chars().take(MAX_NAME).collect(),
    }
}

/// Returns the names of a package of an OSV record, each once: those of its package URL, or else its ecosystem's;
/// and of its repository, where that is on GitHub.
pub fn of_osv(affected: &osv::Affected) -> Vec<Name> {
    let mut names = Vec::new();
    let mut add = |name: Name| {
        if !names.contains(&name) {
            names.push(name);
        }
    };
    if let Some(package) = affected
        .package
        .as_ref()
        .filter(|package| !package.name.is_empty())
    {
        let ecosystem = package.ecosystem.split(':').next().unwrap_or_default();
        match Purl::of_osv(&package.ecosystem, &package.name) {
            Ok(purl) => add(of_purl(&purl)),
            Err(_) => of_product(ecosystem, &package.name)
                .into_iter()
                .for_each(&mut add),
        }
        let purl = package.purl.as_deref().map(Purl::parse);
        purl.and_then(Result::ok)
            .iter()
            .map(of_purl)
            .for_each(&mut add);
    }
    let repositories = affected
        .ranges
        .iter()
        .filter_map(|range| range.repo.as_deref());
    for path in repositories.filter_map(|repo| repo.strip_prefix("https://github.com/")) {
        let path = path.trim_end_matches('/');
        let named = path.strip_suffix(".git").unwrap_or(path).split_once('/');
        let purl = named.map(|(owner, name)| Purl::new("github", Some(owner), name));
        purl.and_then(Result::ok)
            .iter()
            .map(of_purl)
            .for_each(&mut add);
    }
    names
}

/// Returns the name in a CPE name, unless its product is ANY or NA.
pub fn of_cpe(cpe: &Cpe) -> Option<Name> {
    let text = |attribute| match cpe.get(attribute) {
        Value::Text(text) => Some(text.unquoted().into_owned()),
        Value::Any | Value::Na => None,
    };
    of_product(
        &text(Attribute::Vendor).unwrap_or_default(),
        &text(Attribute::Product)?,
    )
}

/// Returns every name that an element of `affected[]` gives its product, each once.
pub fn of_affected(affected: &Affected) -> Vec<Name> {
    let mut names = Vec::new();
    let mut add = |name: Option<Name>| {
        if let Some(name) = name
            && !names.contains(&name)
        {
            names.push(name);
        }
    };
    if let Some(product) = &affected.product {
        add(of_product(
            affected.vendor.as_deref().unwrap_or_default(),
            product,
        ));
    }
    if let (Some(collection), Some(package)) = (&affected.collection_url, &affected.package_name) {
        let known =
            Ecosystem::of_collection(collection).and_then(|known| known.package(package).ok());
        add(match known {
            Some(purl) => Some(of_purl(&purl)),
            None => of_product(collection, package),
        });
    }
    if let Some(purl) = affected
        .package_url
        .as_deref()
        .and_then(|url| Purl::parse(url).ok())
    {
        add(Some(of_purl(&purl)));
    }
    for cpe in &affected.cpes {
        add(Cpe::parse(cpe).ok().and_then(|cpe| of_cpe(&cpe)));
    }
    names
}
