//! What single types ask of a package URL: the type definitions of the purl specification.

use super::{Purl, Reason, error::Fault};

/// The rules of one type.
struct Rules {
    kind: &'static str,
    /// Parts that are written in small letters.
    lower: &'static [Part],
    /// Parts that must be given.
    required: &'static [Part],
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Namespace,
    Name,
    Version,
}

use Part::{Name, Namespace, Version};

/// Types that ask for something. What only a registry can judge (which names exist) is not asked here.
const RULES: &[Rules] = &[
    rules("alpm", &[Namespace, Name], &[]),
    rules("apk", &[Namespace, Name], &[]),
    rules("bitbucket", &[Namespace, Name], &[]),
    rules("bitnami", &[Name], &[]),
    rules("composer", &[Namespace, Name], &[]),
    rules("cran", &[], &[Version]),
    rules("deb", &[Namespace, Name], &[]),
    rules("github", &[Namespace, Name], &[]),
    rules("gitlab", &[Namespace, Name], &[]),
    rules("golang", &[Namespace, Name], &[]),
    rules("hex", &[Namespace, Name], &[]),
    rules("huggingface", &[Version], &[]),
    rules("luarocks", &[Namespace, Name, Version], &[]),
    rules("npm", &[Namespace, Name], &[]),
    rules("oci", &[Name], &[]),
    rules("pub", &[Name], &[]),
    rules("pypi", &[Name], &[]),
    rules("qpkg", &[Namespace], &[]),
    rules("rpm", &[Namespace], &[]),
    rules("swift", &[], &[Namespace, Version]),
    rules("vscode-extension", &[Namespace, Name], &[]),
];

const fn rules(kind: &'static str, lower: &'static [Part], required: &'static [Part]) -> Rules {
    Rules {
        kind,
        lower,
        required,
    }
}

/// Writes the parts as the type wants them.
pub(super) fn normalise(purl: &mut Purl) {
    if let Some(rules) = RULES.iter().find(|rules| rules.kind == purl.kind) {
        for part in rules.lower {
            match part {
                Namespace => purl.namespace = purl.namespace.take().map(|text| text.to_lowercase()),
                Name => purl.name = purl.name.to_lowercase(),
                Version => purl.version = purl.version.take().map(|text| text.to_lowercase()),
            }
        }
    }
    if purl.kind == "pypi" {
        purl.name = purl.name.replace('_', "-");
    }
    // Databricks ignores case in the names of models, other MLflow servers do not.
    let databricks = |url: &str| url.contains("azuredatabricks") || url.contains("databricks.com");
    if purl.kind == "mlflow" && purl.qualifier("repository_url").is_some_and(databricks) {
        purl.name = purl.name.to_lowercase();
    }
}

/// Refuses what lacks a part that the type must have, or has one that it must not.
pub(super) fn check(purl: &Purl, namespace_at: usize, name_at: usize) -> Result<(), Fault> {
    let required = RULES
        .iter()
        .find(|rules| rules.kind == purl.kind)
        .map_or(&[][..], |rules| rules.required);
    if required.contains(&Namespace) && purl.namespace.is_none() {
        return Err(Fault::at(namespace_at, Reason::NamespaceMissing));
    }
    if required.contains(&Version) && purl.version.is_none() {
        return Err(Fault::at(name_at, Reason::VersionMissing));
    }
    if purl.kind == "oci" && purl.namespace.is_some() {
        return Err(Fault::at(namespace_at, Reason::NamespaceGiven));
    }
    if purl.kind == "conan" && purl.namespace.is_some() != purl.qualifier("channel").is_some() {
        return Err(Fault::at(namespace_at, Reason::QualifierMissing("channel")));
    }
    Ok(())
}

/// Spells type, namespace and name as the registry of the type compares them.
pub(super) fn identity(purl: &Purl) -> String {
    let name = match purl.kind.as_str() {
        // PEP 503: runs of hyphens, underscores and dots are one hyphen.
        "pypi" => {
            let words = purl.name.split(['-', '_', '.']);
            words
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join("-")
        }
        // crates.io takes hyphens and underscores for the same, and ignores case.
        "cargo" => purl.name.to_lowercase().replace('_', "-"),
        // NuGet ignores case, though the purl specification keeps it.
        "nuget" => purl.name.to_lowercase(),
        _ => purl.name.clone(),
    };
    match &purl.namespace {
        Some(namespace) => format!("{}/{namespace}/{name}", purl.kind),
        None => format!("{}/{name}", purl.kind),
    }
}
