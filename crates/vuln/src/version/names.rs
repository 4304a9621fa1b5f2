//! Which scheme a record, a package URL or an OSV record means by its name.

use super::Scheme;

/// Values of `versionType` in CVE records, as published; compared without case.
const VERSION_TYPES: &[(&str, Scheme)] = &[
    ("semver", Scheme::Semver),
    ("semantic", Scheme::Semver),
    ("semantic versioning", Scheme::Semver),
    ("cargo", Scheme::Semver),
    ("crates.io", Scheme::Semver),
    ("rpm", Scheme::Rpm),
    ("deb", Scheme::Deb),
    ("dpkg", Scheme::Deb),
    ("debian", Scheme::Deb),
    ("maven", Scheme::Maven),
    ("python", Scheme::Python),
    ("pypi", Scheme::Python),
    ("pep440", Scheme::Python),
    ("pep-440", Scheme::Python),
    ("pep 440", Scheme::Python),
    ("npm", Scheme::Npm),
    ("node", Scheme::Npm),
    ("gem", Scheme::Gem),
    ("rubygems", Scheme::Gem),
    ("go", Scheme::Go),
    ("golang", Scheme::Go),
    ("nuget", Scheme::Nuget),
    ("apk", Scheme::Apk),
    ("alpine", Scheme::Apk),
    ("composer", Scheme::Composer),
    ("packagist", Scheme::Composer),
    ("git", Scheme::Git),
    ("commit", Scheme::Git),
    ("original_commit_for_fix", Scheme::Git),
    ("custom", Scheme::Custom),
];

/// Package URL types whose versions have one of our orders.
const PURL_TYPES: &[(&str, Scheme)] = &[
    ("apk", Scheme::Apk),
    ("bitnami", Scheme::Semver),
    ("cargo", Scheme::Semver),
    ("composer", Scheme::Composer),
    ("deb", Scheme::Deb),
    ("gem", Scheme::Gem),
    ("golang", Scheme::Go),
    ("hex", Scheme::Semver),
    ("julia", Scheme::Semver),
    ("maven", Scheme::Maven),
    ("npm", Scheme::Npm),
    ("nuget", Scheme::Nuget),
    ("pub", Scheme::Semver),
    ("pypi", Scheme::Python),
    ("rpm", Scheme::Rpm),
    ("swift", Scheme::Semver),
];

/// OSV ecosystems, without the release behind their colon, whose versions have one of our orders.
const OSV_ECOSYSTEMS: &[(&str, Scheme)] = &[
    ("AlmaLinux", Scheme::Rpm),
    ("Alpaquita", Scheme::Apk),
    ("Alpine", Scheme::Apk),
    ("Azure Linux", Scheme::Rpm),
    ("BellSoft Hardened Containers", Scheme::Apk),
    ("Bitnami", Scheme::Semver),
    ("Chainguard", Scheme::Apk),
    ("Debian", Scheme::Deb),
    ("Echo", Scheme::Deb),
    ("Go", Scheme::Go),
    ("Hex", Scheme::Semver),
    ("Julia", Scheme::Semver),
    ("Kubernetes", Scheme::Semver),
    ("Mageia", Scheme::Rpm),
    ("Maven", Scheme::Maven),
    ("MinimOS", Scheme::Apk),
    ("NuGet", Scheme::Nuget),
    ("Packagist", Scheme::Composer),
    ("Photon OS", Scheme::Rpm),
    ("Pub", Scheme::Semver),
    ("PyPI", Scheme::Python),
    ("Red Hat", Scheme::Rpm),
    ("Rocky Linux", Scheme::Rpm),
    ("RubyGems", Scheme::Gem),
    ("SUSE", Scheme::Rpm),
    ("SwiftURL", Scheme::Semver),
    ("Ubuntu", Scheme::Deb),
    ("Wolfi", Scheme::Apk),
    ("crates.io", Scheme::Semver),
    ("npm", Scheme::Npm),
    ("openEuler", Scheme::Rpm),
    ("openSUSE", Scheme::Rpm),
];

impl Scheme {
    /// Returns what a `versionType` of a CVE record means; `None` for the many that mean nothing.
    pub fn from_version_type(version_type: &str) -> Option<Self> {
        // The most usual ones, without a search.
        match version_type {
            "semver" => Some(Self::Semver),
            "custom" => Some(Self::Custom),
            "git" => Some(Self::Git),
            _ => find(VERSION_TYPES, version_type.trim_ascii()),
        }
    }

    /// Returns the order of the versions of a package URL type.
    pub fn from_purl_type(kind: &str) -> Option<Self> {
        find(PURL_TYPES, kind)
    }

    /// Returns the order of the versions of an OSV ecosystem; the release behind a colon does not matter.
    pub fn from_osv_ecosystem(ecosystem: &str) -> Option<Self> {
        let name = ecosystem.split(':').next().unwrap_or(ecosystem);
        find(OSV_ECOSYSTEMS, name)
    }
}

fn find(table: &[(&str, Scheme)], name: &str) -> Option<Scheme> {
    table
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, scheme)| *scheme)
}
