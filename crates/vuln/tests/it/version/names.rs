//! Which scheme a name means.

use watchbell_vuln::version::Scheme;

use crate::shared::read;

#[test]
fn version_types_of_real_records_are_known() {
    for (name, scheme) in [
        ("semver", Scheme::Semver),
        ("SemVer", Scheme::Semver),
        ("custom", Scheme::Custom),
        ("Custom", Scheme::Custom),
        ("rpm", Scheme::Rpm),
        ("dpkg", Scheme::Deb),
        ("maven", Scheme::Maven),
        ("python", Scheme::Python),
        ("PEP440", Scheme::Python),
        ("npm", Scheme::Npm),
        ("rubygems", Scheme::Gem),
        ("go", Scheme::Go),
        ("git", Scheme::Git),
        (" original_commit_for_fix", Scheme::Git),
    ] {
        assert_eq!(Scheme::from_version_type(name), Some(scheme), "{name}");
    }
    for junk in [
        "", "patch", "release", "PI", "SPL", "rpm, exe", "7.4.x", "date", "purl",
    ] {
        assert_eq!(Scheme::from_version_type(junk), None, "{junk}");
    }
}

#[test]
fn ecosystems_and_purl_types_agree() {
    assert_eq!(Scheme::from_osv_ecosystem("Debian:12"), Some(Scheme::Deb));
    assert_eq!(
        Scheme::from_osv_ecosystem("Red Hat:enterprise_linux:8::appstream"),
        Some(Scheme::Rpm)
    );
    assert_eq!(
        Scheme::from_osv_ecosystem("Alpine:v3.16"),
        Some(Scheme::Apk)
    );
    assert_eq!(Scheme::from_osv_ecosystem("Hackage"), None);
    assert_eq!(Scheme::from_purl_type("golang"), Some(Scheme::Go));
    assert_eq!(Scheme::from_purl_type("generic"), None);
    for known in watchbell_vuln::purl::ECOSYSTEMS {
        assert_eq!(
            known.scheme,
            Scheme::from_purl_type(known.purl_type),
            "{known:?}"
        );
        let Some(osv) = known.osv else { continue };
        assert_eq!(known.scheme, Scheme::from_osv_ecosystem(osv), "{known:?}");
    }
}

#[test]
fn every_osv_ecosystem_with_our_order_is_in_the_osv_list() {
    let Some(list) = read("osv-schema/ecosystems.json") else {
        return;
    };
    let known = |name: &str| list.contains(&format!("\n  \"{name}\":"));
    for ecosystem in watchbell_vuln::purl::ECOSYSTEMS {
        let Some(osv) = ecosystem.osv else { continue };
        assert!(known(osv), "{osv}");
    }
    let names = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix('"')?.split('"').next());
    let with_order = names.filter(|name| Scheme::from_osv_ecosystem(name).is_some());
    assert_eq!(with_order.count(), 32);
}
