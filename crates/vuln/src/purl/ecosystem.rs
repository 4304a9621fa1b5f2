//! Which registry a package URL type, an OSV ecosystem and the `collectionURL` of a CVE record mean in common.

use super::{Error, Purl, Reason, error::Fault};
use crate::version::Scheme;

/// One kind of package under the names that others give it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ecosystem {
    /// The type of its package URLs.
    pub purl_type: &'static str,
    /// Its name in OSV records, without a release.
    pub osv: Option<&'static str>,
    /// Beginnings of `collectionURL` in CVE records, without protocol and `www.`.
    pub collections: &'static [&'static str],
    /// What stands between namespace and name where the registry writes both as one.
    pub separator: Option<char>,
    /// The order of its versions, where there is one.
    pub scheme: Option<Scheme>,
}

/// Every ecosystem that is known by more than its package URL type.
pub const ECOSYSTEMS: &[Ecosystem] = &[
    of(
        "cargo",
        Some("crates.io"),
        &["crates.io", "index.crates.io", "static.crates.io", "lib.rs"],
        None,
        Some(Scheme::Semver),
    ),
    of(
        "npm",
        Some("npm"),
        &[
            "registry.npmjs.org",
            "npmjs.com",
            "npmjs.org",
            "registry.yarnpkg.com",
        ],
        Some('/'),
        Some(Scheme::Npm),
    ),
    of(
        "pypi",
        Some("PyPI"),
        &["pypi.org", "pypi.python.org", "files.pythonhosted.org"],
        None,
        Some(Scheme::Python),
    ),
    of(
        "maven",
        Some("Maven"),
        &[
            "repo.maven.apache.org",
            "repo1.maven.org",
            "central.sonatype.com",
            "search.maven.org",
            "mvnrepository.com",
            "maven.google.com",
        ],
        Some(':'),
        Some(Scheme::Maven),
    ),
    of(
        "gem",
        Some("RubyGems"),
        &["rubygems.org"],
        None,
        Some(Scheme::Gem),
    ),
    of(
        "golang",
        Some("Go"),
        &["pkg.go.dev", "proxy.golang.org", "go.dev", "godoc.org"],
        Some('/'),
        Some(Scheme::Go),
    ),
    of(
        "nuget",
        Some("NuGet"),
        &["nuget.org", "api.nuget.org"],
        None,
        Some(Scheme::Nuget),
    ),
    of(
        "composer",
        Some("Packagist"),
        &["packagist.org", "repo.packagist.org"],
        Some('/'),
        Some(Scheme::Composer),
    ),
    of(
        "hex",
        Some("Hex"),
        &["hex.pm", "repo.hex.pm"],
        Some('/'),
        Some(Scheme::Semver),
    ),
    of("pub", Some("Pub"), &["pub.dev"], None, Some(Scheme::Semver)),
    of(
        "hackage",
        Some("Hackage"),
        &["hackage.haskell.org"],
        None,
        None,
    ),
    of(
        "cran",
        Some("CRAN"),
        &["cran.r-project.org", "cran.rstudio.com"],
        None,
        None,
    ),
    of(
        "conan",
        Some("ConanCenter"),
        &["conan.io/center", "center.conan.io"],
        None,
        None,
    ),
    of(
        "swift",
        Some("SwiftURL"),
        &["swiftpackageindex.com"],
        Some('/'),
        Some(Scheme::Semver),
    ),
    of(
        "cocoapods",
        None,
        &["cocoapods.org", "cdn.cocoapods.org"],
        None,
        None,
    ),
    of("cpan", None, &["metacpan.org", "cpan.org"], None, None),
    of("luarocks", None, &["luarocks.org"], Some('/'), None),
    of(
        "julia",
        Some("Julia"),
        &["juliahub.com", "github.com/JuliaRegistries/General"],
        None,
        Some(Scheme::Semver),
    ),
    of("opam", Some("opam"), &["opam.ocaml.org"], None, None),
    of(
        "conda",
        None,
        &["anaconda.org", "conda.anaconda.org", "repo.anaconda.com"],
        None,
        None,
    ),
    of(
        "bitnami",
        Some("Bitnami"),
        &["bitnami.com"],
        None,
        Some(Scheme::Semver),
    ),
    of(
        "deb",
        Some("Debian"),
        &[
            "packages.debian.org",
            "deb.debian.org",
            "packages.ubuntu.com",
            "archive.ubuntu.com",
        ],
        Some('/'),
        Some(Scheme::Deb),
    ),
    of(
        "rpm",
        Some("Red Hat"),
        &[
            "access.redhat.com/downloads/content/package-browser",
            "packages.fedoraproject.org",
            "src.fedoraproject.org",
        ],
        Some('/'),
        Some(Scheme::Rpm),
    ),
    of(
        "apk",
        Some("Alpine"),
        &["pkgs.alpinelinux.org", "dl-cdn.alpinelinux.org"],
        Some('/'),
        Some(Scheme::Apk),
    ),
    of("alpm", None, &["archlinux.org/packages"], Some('/'), None),
    of(
        "oci",
        None,
        &[
            "catalog.redhat.com/software/containers",
            "quay.io",
            "ghcr.io",
        ],
        None,
        None,
    ),
    of(
        "docker",
        None,
        &["hub.docker.com", "docker.io"],
        Some('/'),
        None,
    ),
    of(
        "github",
        Some("GitHub Actions"),
        &["github.com"],
        Some('/'),
        None,
    ),
    of("bitbucket", None, &["bitbucket.org"], Some('/'), None),
    of("huggingface", None, &["huggingface.co"], Some('/'), None),
    of(
        "vscode-extension",
        Some("VSCode"),
        &["marketplace.visualstudio.com"],
        Some('.'),
        None,
    ),
];

const fn of(
    purl_type: &'static str,
    osv: Option<&'static str>,
    collections: &'static [&'static str],
    separator: Option<char>,
    scheme: Option<Scheme>,
) -> Ecosystem {
    Ecosystem {
        purl_type,
        osv,
        collections,
        separator,
        scheme,
    }
}

/// OSV ecosystems that share a package URL type with the one in the table, and the namespace that tells them apart.
const DISTRIBUTIONS: &[(&str, &str, &str)] = &[
    ("AlmaLinux", "rpm", "almalinux"),
    ("Azure Linux", "rpm", "azurelinux"),
    ("Mageia", "rpm", "mageia"),
    ("Photon OS", "rpm", "photon"),
    ("Red Hat", "rpm", "redhat"),
    ("Rocky Linux", "rpm", "rocky-linux"),
    ("SUSE", "rpm", "suse"),
    ("openEuler", "rpm", "openeuler"),
    ("openSUSE", "rpm", "opensuse"),
    ("Debian", "deb", "debian"),
    ("Echo", "deb", "echo"),
    ("Ubuntu", "deb", "ubuntu"),
    ("Alpaquita", "apk", "alpaquita"),
    ("Alpine", "apk", "alpine"),
    ("Chainguard", "apk", "chainguard"),
    ("MinimOS", "apk", "minimos"),
    ("Wolfi", "apk", "wolfi"),
];

impl Ecosystem {
    /// Finds one by its package URL type.
    pub fn of_type(kind: &str) -> Option<&'static Self> {
        ECOSYSTEMS
            .iter()
            .find(|known| known.purl_type.eq_ignore_ascii_case(kind))
    }

    /// Finds one by its OSV name, with or without a release; distributions share one by the kind of their packages.
    pub fn of_osv(ecosystem: &str) -> Option<&'static Self> {
        let name = osv_name(ecosystem);
        let distribution = DISTRIBUTIONS.iter().find(|(known, ..)| *known == name);
        match distribution {
            Some((_, kind, _)) => Self::of_type(kind),
            None => ECOSYSTEMS.iter().find(|known| known.osv == Some(name)),
        }
    }

    /// Finds one by the `collectionURL` of a CVE record; the longest beginning decides.
    pub fn of_collection(url: &str) -> Option<&'static Self> {
        let url = url.trim_ascii();
        let place = url.split_once("://").map_or(url, |(_, place)| place);
        let www = place
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case("www."));
        let place = if www { &place[4..] } else { place };
        let begins = |beginning: &str| {
            let start = place.get(..beginning.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(beginning))
                && matches!(
                    place.as_bytes().get(beginning.len()),
                    None | Some(b'/' | b':' | b'?')
                )
        };
        ECOSYSTEMS
            .iter()
            .flat_map(|known| known.collections.iter().map(move |place| (known, *place)))
            .filter(|(_, beginning)| begins(beginning))
            .max_by_key(|(_, beginning)| beginning.len())
            .map(|(known, _)| known)
    }

    /// Makes the package URL of a name as the registry writes it (`org.apache:io`, `@angular/core`).
    pub fn package(&self, name: &str) -> Result<Purl, Error> {
        let name = name.trim_ascii();
        match self
            .separator
            .and_then(|separator| name.rsplit_once(separator))
        {
            Some((namespace, name)) => Purl::new(self.purl_type, Some(namespace), name),
            None => Purl::new(self.purl_type, None, name),
        }
    }
}

impl Purl {
    /// Makes the package URL of a package of an OSV record; those of distributions get their namespace.
    pub fn of_osv(ecosystem: &str, name: &str) -> Result<Self, Error> {
        let distribution = osv_name(ecosystem);
        let distribution = DISTRIBUTIONS
            .iter()
            .find(|(known, ..)| *known == distribution);
        if let Some((_, kind, namespace)) = distribution {
            return Self::new(kind, Some(namespace), name);
        }
        Ecosystem::of_osv(ecosystem)
            .ok_or_else(|| Fault::at(0, Reason::Type).of(ecosystem))?
            .package(name)
    }
}

fn osv_name(ecosystem: &str) -> &str {
    ecosystem.split(':').next().unwrap_or(ecosystem)
}
