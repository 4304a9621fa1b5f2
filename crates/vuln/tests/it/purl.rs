//! Package URLs: the forms and the type rules of their specification.

use watchbell_vuln::purl::{ECOSYSTEMS, Ecosystem, MAX_BYTES, MAX_QUALIFIERS, Purl, Reason};

fn purl(text: &str) -> Purl {
    Purl::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

/// What is read, and its canonical form.
const CANONICAL: &[(&str, &str)] = &[
    (
        "pkg:maven/org.apache.commons/io@1.3.4",
        "pkg:maven/org.apache.commons/io@1.3.4",
    ),
    (
        "pkg:GOLANG/google.golang.org/genproto#/googleapis/api/annotations/",
        "pkg:golang/google.golang.org/genproto#googleapis/api/annotations",
    ),
    (
        "pkg:golang/GitHub.com/Gorilla/context@234fd47",
        "pkg:golang/github.com/gorilla/context@234fd47",
    ),
    (
        "pkg:bitbucket/birKenfeld/pyGments-main@244fd47",
        "pkg:bitbucket/birkenfeld/pygments-main@244fd47",
    ),
    (
        "pkg:github/Package-url/purl-Spec@244fd47#everybody/loves/dogs",
        "pkg:github/package-url/purl-spec@244fd47#everybody/loves/dogs",
    ),
    (
        "pkg:deb/Debian/Curl@7.50.3-1?distro=jessie&arch=i386",
        "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie",
    ),
    (
        "pkg:docker/customer/dockerimage@sha256:244fd47e07d1004f0aed9c?repository_url=gcr.io",
        "pkg:docker/customer/dockerimage@sha256:244fd47e07d1004f0aed9c?repository_url=gcr.io",
    ),
    (
        "pkg:gem/jruby-launcher@1.1.2?Platform=java",
        "pkg:gem/jruby-launcher@1.1.2?platform=java",
    ),
    (
        "pkg:Maven/org.apache.xmlgraphics/batik-anim@1.9.1?repositorY_url=repo.spring.io/release&classifier=sources",
        "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?classifier=sources&repository_url=repo.spring.io/release",
    ),
    (
        "pkg:maven/HTTPClient/HTTPClient@0.3-3",
        "pkg:maven/HTTPClient/HTTPClient@0.3-3",
    ),
    (
        "pkg:npm/%40angular/animation@12.3.1",
        "pkg:npm/%40angular/animation@12.3.1",
    ),
    (
        "pkg:npm/@angular/animation@12.3.1",
        "pkg:npm/%40angular/animation@12.3.1",
    ),
    ("pkg:npm/@babel/core#/src/", "pkg:npm/%40babel/core#src"),
    ("pkg:npm/LoDash@4.17.21", "pkg:npm/lodash@4.17.21"),
    (
        "pkg:npm/mypackage@12.4.5?vcs_url=git://host.com/path/to/repo.git%404345abcd34343",
        "pkg:npm/mypackage@12.4.5?vcs_url=git://host.com/path/to/repo.git%404345abcd34343",
    ),
    (
        "pkg:Nuget/EnterpriseLibrary.Common@6.0.1304",
        "pkg:nuget/EnterpriseLibrary.Common@6.0.1304",
    ),
    (
        "pkg:PYPI/Django_package@1.11.1.dev1",
        "pkg:pypi/django-package@1.11.1.dev1",
    ),
    (
        "pkg:Rpm/Fedora/Curl@7.50.3-1.fc25?Arch=i386",
        "pkg:rpm/fedora/Curl@7.50.3-1.fc25?arch=i386",
    ),
    (
        "pkg:composer/Guzzlehttp/Promises@2.0.2",
        "pkg:composer/guzzlehttp/promises@2.0.2",
    ),
    (
        "pkg:huggingface/microsoft/deberta-v3-base@559062AD13D311B87B2C455E67DCD5F1C8F65111",
        "pkg:huggingface/microsoft/deberta-v3-base@559062ad13d311b87b2c455e67dcd5f1c8f65111",
    ),
    (
        "pkg:mlflow/CreditFraud@3?repository_url=https://adb-5245952564735461.0.azuredatabricks.net/api/2.0/mlflow",
        "pkg:mlflow/creditfraud@3?repository_url=https://adb-5245952564735461.0.azuredatabricks.net/api/2.0/mlflow",
    ),
    (
        "pkg:mlflow/CreditFraud@3?repository_url=https://westus2.api.azureml.ms/mlflow",
        "pkg:mlflow/CreditFraud@3?repository_url=https://westus2.api.azureml.ms/mlflow",
    ),
    (
        "pkg:conan/bincrafters/cctz@2.3?channel=stable",
        "pkg:conan/bincrafters/cctz@2.3?channel=stable",
    ),
    (
        "pkg:generic/openssl@1.1.10g?checksum=sha1:ad9503c3e994a4f,sha256:41bf9088b3a1e6c1ef1d",
        "pkg:generic/openssl@1.1.10g?checksum=sha1:ad9503c3e994a4f%2Csha256:41bf9088b3a1e6c1ef1d",
    ),
    // Slashes that say nothing.
    (
        "pkg:///maven//org.apache.commons//io//",
        "pkg:maven/org.apache.commons/io",
    ),
    // What is encoded, and what is not.
    (
        "pkg:maven/mygroup/myartifact@1.0.0%20Final?mykey=my%20value",
        "pkg:maven/mygroup/myartifact@1.0.0%20Final?mykey=my%20value",
    ),
    (
        "pkg:cargo/a@1.0.0+build%2d1~x",
        "pkg:cargo/a@1.0.0%2Bbuild-1~x",
    ),
    ("pkg:generic/a%2fb/c", "refused"),
    ("pkg:generic/a/b%2fc", "pkg:generic/a/b%2Fc"),
    ("pkg:generic/name@1%3A2", "pkg:generic/name@1:2"),
    (
        "pkg:generic/caf%c3%A9@1?a=%C3%A9#%F0%9F%98%83",
        "pkg:generic/caf%C3%A9@1?a=%C3%A9#%F0%9F%98%83",
    ),
    // Nothing given is nothing kept.
    ("pkg:generic/name@?a=&b=1#", "pkg:generic/name?b=1"),
    (
        "pkg:generic/name?&a=1&#./x/../y//z",
        "pkg:generic/name?a=1#x/y/z",
    ),
    ("PKG:generic/name", "pkg:generic/name"),
];

#[test]
fn purls_have_one_form() {
    for (text, canonical) in CANONICAL {
        match Purl::parse(text) {
            Ok(purl) => {
                assert_eq!(purl.to_string(), *canonical, "{text}");
                assert_eq!(Purl::parse(canonical), Ok(purl));
            }
            Err(error) => assert_eq!(*canonical, "refused", "{error}"),
        }
    }
}

#[test]
fn parts_are_decoded() {
    let purl = purl("pkg:NPM/%40a%20b/c%2Fd@1%2B2?B=x%26y&a=1#/s%20t/u/");
    assert_eq!(purl.kind(), "npm");
    assert_eq!(purl.namespace(), Some("@a b"));
    assert_eq!(purl.name(), "c/d");
    assert_eq!(purl.version(), Some("1+2"));
    assert_eq!(purl.qualifier("b"), Some("x&y"));
    let all: Vec<_> = purl.qualifiers().collect();
    assert_eq!(all, [("a", "1"), ("b", "x&y")]);
    assert_eq!(purl.subpath(), Some("s t/u"));
    assert_eq!(purl.ecosystem().and_then(|known| known.osv), Some("npm"));
}

#[test]
fn errors_name_the_place() {
    let many = format!(
        "pkg:generic/a?{}",
        (0..=MAX_QUALIFIERS)
            .map(|at| format!("k{at}=1&"))
            .collect::<String>()
    );
    let long = format!("pkg:generic/{}", "a".repeat(MAX_BYTES - 12));
    assert!(Purl::parse(&long).is_ok());
    let longer = format!("{long}a");
    let cases: &[(&str, usize, Reason)] = &[
        ("", 0, Reason::Scheme),
        ("EnterpriseLibrary.Common@6.0.1304", 0, Reason::Scheme),
        ("pkg%3Amaven/org.apache.commons/io", 0, Reason::Scheme),
        ("pkg:", 4, Reason::Type),
        ("pkg:EnterpriseLibrary.Common@6.0.1304", 4, Reason::Type),
        ("pkg:n&g?inx/nginx@0.8.9", 4, Reason::Type),
        ("pkg:3nginx/nginx@0.8.9", 4, Reason::Type),
        ("pkg://nginx:a/nginx@0.8.9", 6, Reason::Type),
        ("pkg:hackage", 11, Reason::NameMissing),
        ("pkg:npm/", 7, Reason::NameMissing),
        ("pkg:maven/@1.3.4", 10, Reason::NameMissing),
        ("pkg:cran/@0.9.1", 9, Reason::NameMissing),
        (
            "pkg:swift/github.com/Alamofire/@5.4.3",
            31,
            Reason::NameMissing,
        ),
        ("pkg:generic/a%2", 13, Reason::PercentCode),
        ("pkg:generic/a@%+1", 14, Reason::PercentCode),
        ("pkg:generic/a/%ff", 14, Reason::NotUtf8),
        ("pkg:generic/a?b=%00", 16, Reason::ControlCharacter),
        ("pkg:generic/a%2Fb/c", 12, Reason::PathPart),
        ("pkg:generic/a#b/%2e%2e/c", 16, Reason::PathPart),
        (
            "pkg:npm/myartifact@1.0.0?in%20production=true",
            25,
            Reason::QualifierKey,
        ),
        ("pkg:generic/a?b", 14, Reason::QualifierKey),
        ("pkg:generic/a?b=1&1c=2", 18, Reason::QualifierKey),
        ("pkg:generic/a?b=1&B=2", 18, Reason::QualifierTwice),
        (&many, 374 + 14, Reason::TooManyQualifiers),
        (&longer, MAX_BYTES, Reason::TooLong),
        ("pkg:cran/A3", 9, Reason::VersionMissing),
        ("pkg:swift/Alamofire@5.4.3", 9, Reason::NamespaceMissing),
        (
            "pkg:swift/github.com/Alamofire/Alamofire",
            31,
            Reason::VersionMissing,
        ),
        (
            "pkg:oci/acme/static@sha256%3A244fd47",
            7,
            Reason::NamespaceGiven,
        ),
        (
            "pkg:conan/cctz@2.3?channel=stable",
            9,
            Reason::QualifierMissing("channel"),
        ),
        (
            "pkg:conan/bincrafters/cctz@2.3",
            9,
            Reason::QualifierMissing("channel"),
        ),
    ];
    for (text, at, reason) in cases {
        let error = Purl::parse(text).expect_err(text);
        assert_eq!((error.at, error.reason), (*at, *reason), "{error}");
    }
}

#[test]
fn packages_are_the_same_as_their_registries_say() {
    for (a, b, same) in [
        (
            "pkg:npm/%40angular/core@1?a=1#x",
            "pkg:npm/@Angular/Core@2",
            true,
        ),
        ("pkg:npm/core", "pkg:npm/%40angular/core", false),
        ("pkg:pypi/Foo.Bar__baz@1", "pkg:pypi/foo-bar-baz", true),
        ("pkg:cargo/serde_json", "pkg:cargo/Serde-JSON@1", true),
        (
            "pkg:nuget/Newtonsoft.Json",
            "pkg:nuget/newtonsoft.json",
            true,
        ),
        (
            "pkg:golang/github.com/BurntSushi/toml",
            "pkg:golang/github.com/burntsushi/toml",
            true,
        ),
        ("pkg:maven/a/b", "pkg:maven/A/b", false),
        ("pkg:gem/rails", "pkg:npm/rails", false),
        ("pkg:deb/debian/curl", "pkg:deb/ubuntu/curl", false),
    ] {
        assert_eq!(purl(a).same_package(&purl(b)), same, "{a} and {b}");
    }
}

#[test]
fn collections_of_real_records_are_known() {
    for (url, kind) in [
        ("https://registry.npmjs.org", Some("npm")),
        ("https://www.npmjs.com/package/micromatch", Some("npm")),
        ("https://pypi.org/project/pip", Some("pypi")),
        ("https://pypi.python.org/", Some("pypi")),
        ("https://repo.maven.apache.org/maven2/", Some("maven")),
        (
            "https://mvnrepository.com/artifact/io.quarkus",
            Some("maven"),
        ),
        ("https://crates.io", Some("cargo")),
        ("https://rubygems.org", Some("gem")),
        ("https://pkg.go.dev", Some("golang")),
        ("https://packagist.org", Some("composer")),
        ("HTTPS://WWW.NuGet.org/packages", Some("nuget")),
        (
            "https://access.redhat.com/downloads/content/package-browser/",
            Some("rpm"),
        ),
        (
            "https://catalog.redhat.com/software/containers/",
            Some("oci"),
        ),
        (
            "https://access.redhat.com/jbossnetwork/restricted/listSoftware.html",
            None,
        ),
        ("https://github.com/grafana/grafana/", Some("github")),
        ("https://wordpress.org/plugins", None),
        ("https://crates.io.example.org", None),
        ("", None),
    ] {
        let found = Ecosystem::of_collection(url).map(|known| known.purl_type);
        assert_eq!(found, kind, "{url}");
    }
}

#[test]
fn names_of_registries_become_purls() {
    for (ecosystem, name, expected) in [
        ("npm", "@angular/core", "pkg:npm/%40angular/core"),
        ("npm", "lodash", "pkg:npm/lodash"),
        (
            "Maven",
            "org.apache.commons:io",
            "pkg:maven/org.apache.commons/io",
        ),
        ("PyPI", "Django_x", "pkg:pypi/django-x"),
        (
            "Go",
            "github.com/gorilla/context",
            "pkg:golang/github.com/gorilla/context",
        ),
        ("Go", "stdlib", "pkg:golang/stdlib"),
        ("crates.io", "serde", "pkg:cargo/serde"),
        (
            "Packagist",
            "guzzlehttp/promises",
            "pkg:composer/guzzlehttp/promises",
        ),
        ("Debian:12", "curl", "pkg:deb/debian/curl"),
        ("Ubuntu:22.04:LTS", "curl", "pkg:deb/ubuntu/curl"),
        (
            "Red Hat:rhel_eus:9.2::nfv",
            "kernel",
            "pkg:rpm/redhat/kernel",
        ),
        ("Alpine:v3.16", "busybox", "pkg:apk/alpine/busybox"),
    ] {
        let purl = Purl::of_osv(ecosystem, name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(purl.to_string(), expected);
    }
    assert!(Purl::of_osv("Linux", "Kernel").is_err());
    assert!(Purl::of_osv("npm", "").is_err());
    assert!(Purl::new("np m", None, "x").is_err());
    assert!(Purl::new("npm", Some("a\nb"), "x").is_err());
    let purl = purl("pkg:cran/A3@1")
        .with_version("2.0 x")
        .expect("a version");
    assert_eq!(purl.to_string(), "pkg:cran/A3@2.0%20x");
    assert!(purl.with_version("\0").is_err());
}

#[test]
fn the_table_names_nothing_twice() {
    let mut seen = Vec::new();
    for known in ECOSYSTEMS {
        seen.push(known.purl_type);
        seen.extend(known.collections);
        assert_eq!(Ecosystem::of_type(known.purl_type), Some(known));
        assert!(
            known
                .osv
                .is_none_or(|osv| Ecosystem::of_osv(osv) == Some(known))
        );
        for collection in known.collections {
            assert_eq!(
                Ecosystem::of_collection(&format!("https://{collection}/")),
                Some(known)
            );
        }
    }
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), all);
}
