//! What somebody has: a component, and by which names records may speak of it.

use crate::{
    cpe::{Attribute, Cpe, Value},
    names::{self, Name},
    purl::Purl,
    version::Scheme,
};

/// Something that may be affected.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Component {
    /// Who makes it.
    pub vendor: Option<String>,
    /// Its name.
    pub product: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its package URL.
    pub purl: Option<Purl>,
    /// Its CPE name.
    pub cpe: Option<Cpe>,
}

/// A name to look for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wanted {
    /// The product.
    pub product: String,
    /// The maker; any where absent.
    pub vendor: Option<String>,
    /// Whether it only may be the same thing: found by the name alone.
    pub heuristic: bool,
}

/// How near a maker whose product has the same bare name stands to a component.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kin {
    /// It may be its maker.
    Near,
    /// The component names its owner, and nothing in that name is in the maker's.
    Stranger,
    /// It is a package of another registry.
    Other,
}

/// Words of owners and makers that say nothing of who they are.
const EVERYBODY: &[&str] = &[
    "com",
    "org",
    "net",
    "dev",
    "the",
    "inc",
    "ltd",
    "llc",
    "gmbh",
    "corp",
    "github",
    "gitlab",
    "software",
    "foundation",
    "project",
    "projects",
    "team",
    "group",
    "systems",
    "technologies",
];
/// Kinds of packages that name their owner; the others name the distribution, or nobody.
const OWNED: &[&str] = &[
    "bitbucket",
    "composer",
    "github",
    "gitlab",
    "golang",
    "huggingface",
    "maven",
    "npm",
    "swift",
];

impl Component {
    /// The component that a CPE name stands for.
    pub fn of_cpe(cpe: Cpe) -> Self {
        Self {
            cpe: Some(cpe),
            ..Self::default()
        }
    }

    /// The component that a package URL stands for.
    pub fn of_purl(purl: Purl) -> Self {
        Self {
            purl: Some(purl),
            ..Self::default()
        }
    }

    /// How near a maker stands to it, who is spelled as names are looked for, `red_hat` or `pkg:npm`.
    pub fn kin(&self, maker: &str) -> Kin {
        let Some(purl) = &self.purl else {
            return Kin::Near;
        };
        if let Some(kind) = maker.strip_prefix("pkg:") {
            return if kind == purl.kind() {
                Kin::Near
            } else {
                Kin::Other
            };
        }
        let owner = purl.namespace().filter(|_| OWNED.contains(&purl.kind()));
        let Some(owner) = owner else {
            return Kin::Near;
        };
        let owner = owner.to_lowercase();
        let is_alike =
            |word: &str| words(&owner).any(|own| own.contains(word) || word.contains(own));
        if words(maker).any(is_alike) {
            Kin::Near
        } else {
            Kin::Stranger
        }
    }

    /// What to call it.
    pub fn label(&self) -> String {
        if let Some(purl) = &self.purl {
            return purl.to_string();
        }
        if let Some(product) = &self.product {
            // Many products are named after their maker.
            let vendor = self.vendor.as_deref();
            let vendor = vendor.filter(|vendor| {
                let start = product.get(..vendor.len());
                !start.is_some_and(|start| start.eq_ignore_ascii_case(vendor))
            });
            let parts = [vendor, Some(product), self.version.as_deref()];
            return parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        }
        self.cpe
            .as_ref()
            .map(|cpe| cpe.as_str().to_owned())
            .unwrap_or_default()
    }

    /// Its version, from wherever one is said.
    pub fn version(&self) -> Option<String> {
        let of_purl = || self.purl.as_ref()?.version().map(str::to_owned);
        let of_cpe = || match self.cpe.as_ref()?.get(Attribute::Version) {
            Value::Text(text) => Some(text.unquoted().into_owned()),
            Value::Any | Value::Na => None,
        };
        self.version.clone().or_else(of_purl).or_else(of_cpe)
    }

    /// The order of its versions, where its kind has one.
    pub fn scheme(&self) -> Option<Scheme> {
        Scheme::from_purl_type(self.purl.as_ref()?.kind())
    }

    /// The names by which records may speak of it, the surest first; without `heuristics` only those
    /// that name its maker or registry.
    pub fn wanted(&self, heuristics: bool) -> Vec<Wanted> {
        let mut wanted: Vec<Wanted> = Vec::new();
        let mut add = |name: Name, any_vendor: bool, heuristic: bool| {
            let vendor = (!any_vendor).then_some(name.vendor);
            let new = Wanted {
                product: name.product,
                vendor,
                heuristic,
            };
            let is_known = |known: &Wanted| {
                known.product == new.product
                    && (known.vendor == new.vendor || known.vendor.is_none())
            };
            if (heuristics || !heuristic) && !wanted.iter().any(is_known) {
                wanted.push(new);
            }
        };
        if let Some(name) = self.cpe.as_ref().and_then(names::of_cpe) {
            let any = name.vendor.is_empty();
            add(name, any, any);
        }
        if let Some(purl) = &self.purl {
            add(names::of_purl(purl), false, false);
        }
        if let Some(product) = &self.product {
            let vendor = self.vendor.as_deref().unwrap_or_default();
            if let Some(name) = names::of_product(vendor, product) {
                let any = name.vendor.is_empty();
                add(name, any, any);
            }
        }
        // Records of before 5.2 name few registries: a package is found by its bare name.
        if let Some(purl) = &self.purl {
            if let Some(name) = purl
                .namespace()
                .and_then(|namespace| names::of_product(namespace, purl.name()))
            {
                add(name, false, true);
            }
            if let Some(name) = names::of_product("", purl.name()) {
                add(name, true, true);
            }
        }
        wanted
    }
}

/// Words that say who somebody is.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.len() >= 3 && !EVERYBODY.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makers_are_near_or_strangers() {
        for (purl, maker, kin) in [
            (
                "pkg:npm/%40jest/core@24.9.0",
                "home_assistant",
                Kin::Stranger,
            ),
            ("pkg:npm/express@4.17.1", "expressjs", Kin::Near),
            ("pkg:npm/express@4.17.1", "pkg:pypi", Kin::Other),
            ("pkg:npm/express@4.17.1", "pkg:npm", Kin::Near),
            (
                "pkg:maven/com.fasterxml.jackson.core/jackson-databind@2.9",
                "fasterxml",
                Kin::Near,
            ),
            (
                "pkg:maven/org.apache.tomcat/tomcat@9",
                "apache_software_foundation",
                Kin::Near,
            ),
            (
                "pkg:maven/org.springframework.boot/spring-boot@2",
                "spring",
                Kin::Near,
            ),
            (
                "pkg:golang/github.com/json-iterator/go@1.1.9",
                "golang",
                Kin::Stranger,
            ),
            (
                "pkg:golang/github.com/gin-gonic/gin@1.6",
                "gin_gonic",
                Kin::Near,
            ),
            ("pkg:composer/laravel/framework@7", "symfony", Kin::Stranger),
            ("pkg:deb/debian/openssl@3", "openssl", Kin::Near),
            ("pkg:rpm/fedora/curl@7", "haxx", Kin::Near),
        ] {
            let component = Component::of_purl(Purl::parse(purl).unwrap());
            assert_eq!(component.kin(maker), kin, "{purl} {maker}");
        }
    }
}
