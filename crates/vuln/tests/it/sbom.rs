//! Lists of components: one small document of each format, real ones, and damage.

use std::fs;

use watchbell_vuln::{
    component::Component,
    sbom::{self, Bom, Error},
};

use crate::shared::folder;

/// What a component is called, and its version.
fn shown(bom: &Bom) -> Vec<(String, Option<String>)> {
    let shown = |component: &Component| (component.label(), component.version());
    bom.components.iter().map(shown).collect()
}

#[test]
fn every_format_lists_the_same_components() {
    let cyclonedx = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","metadata":{"component":{"name":"app","version":"2"}},
        "components":[{"type":"library","group":"acme","name":"widget","version":"1.5.0","purl":"pkg:npm/widget@1.5.0",
            "components":[{"name":"inner","version":7,"cpe":"cpe:2.3:a:acme:inner:1:*:*:*:*:*:*:*"}]},{"name":"plain"}]}"#;
    let xml = r#"<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.4"><metadata><component><name>app</name><version>2</version></component></metadata>
        <components><component type="library"><group>acme</group><name>widget</name><version>1.5.0</version><purl>pkg:npm/widget@1.5.0</purl>
        <licenses><license><name>not this</name></license></licenses></component>
        <component><name>in<![CDATA[n]]>er &amp; more</name></component></components></bom>"#;
    let spdx = r#"{"spdxVersion":"SPDX-2.3","packages":[{"name":"widget","versionInfo":"1.5.0","supplier":"Organization: Acme (mail@example.org)",
        "externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:npm/widget@1.5.0"}]},{"name":"plain"}]}"#;
    let tags = "SPDXVersion: SPDX-2.2\nPackageName: widget\nPackageComment: <text>PackageName: no\n</text>\nPackageVersion: 1.5.0\nExternalRef: PACKAGE-MANAGER purl pkg:npm/widget@1.5.0\n\nPackageName: plain\n";
    let graph = r#"{"@context":"x","@graph":[{"type":"software_File","name":"f"},{"type":"software_Package","name":"widget","software_packageVersion":"1.5.0",
        "externalIdentifier":[{"externalIdentifierType":"packageUrl","identifier":"pkg:npm/widget@1.5.0"}]}]}"#;
    let csv = "product,version,vendor,purl\r\nwidget,1.5.0,Acme,pkg:npm/widget@1.5.0\r\n\"plain, old\",2,,\r\n";
    let widget = ("pkg:npm/widget@1.5.0", Some("1.5.0"));
    for (text, format, expected) in [
        (
            cyclonedx,
            "CycloneDX 1.5",
            vec![
                ("app 2", Some("2")),
                widget,
                ("inner", Some("1")),
                ("plain", None),
            ],
        ),
        (
            xml,
            "CycloneDX 1.4",
            vec![("app 2", Some("2")), widget, ("inner & more", None)],
        ),
        (spdx, "SPDX-2.3", vec![widget, ("plain", None)]),
        (tags, "SPDX-2.2", vec![widget, ("plain", None)]),
        (graph, "SPDX-3.0", vec![widget]),
        (csv, "inventory", vec![widget, ("plain, old 2", Some("2"))]),
    ] {
        let bom = sbom::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(bom.format, format);
        let expected: Vec<_> = expected
            .into_iter()
            .map(|(label, version)| (label.to_owned(), version.map(str::to_owned)))
            .collect();
        assert_eq!(shown(&bom), expected, "{text}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    let syntax = |line, what: &str| Error::Syntax {
        line,
        what: what.to_owned(),
    };
    let version = |format, version: &str| Error::Version {
        format,
        version: version.to_owned(),
    };
    for (text, error) in [
        ("hello", Error::Format),
        ("", Error::Format),
        ("<html/>", Error::Format),
        (
            "<bom xmlns=\"http://cyclonedx.org/schema/bom/9.9\">",
            version("CycloneDX", "9.9"),
        ),
        (
            r#"{"bomFormat":"CycloneDX","specVersion":"0.9"}"#,
            version("CycloneDX", "0.9"),
        ),
        (r#"{"spdxVersion":"SPDX-1.0"}"#, version("SPDX", "SPDX-1.0")),
        (
            "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\">\n<a>",
            syntax(2, "it ends within an element"),
        ),
        (
            "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\">\n&outside;</bom>",
            syntax(2, "entity \"outside\" is not known"),
        ),
    ] {
        assert_eq!(sbom::read(text.as_bytes()), Err(error), "{text}");
    }
    let deep = format!(
        "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.4\">{}",
        "<a>".repeat(1_000)
    );
    assert_eq!(
        sbom::read(deep.as_bytes()),
        Err(syntax(1, "more than 256 elements within each other"))
    );
    let deep = format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"components\":{}",
        "[{\"components\":".repeat(5_000)
    );
    assert!(matches!(
        sbom::read(deep.as_bytes()),
        Err(Error::Syntax { line: 1, .. })
    ));

    let bom = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"name":"x","purl":"npm/x","cpe":"cpe:/q:x"}]}"#;
    let bom = sbom::read(bom.as_bytes()).unwrap();
    assert_eq!(shown(&bom), [("x".to_owned(), None)]);
    assert_eq!(bom.notes.len(), 2, "{:?}", bom.notes);
    assert!(
        bom.notes[0].starts_with("component 1: \"npm/x\": "),
        "{:?}",
        bom.notes
    );
}

#[test]
fn real_documents_are_read_and_damage_does_no_harm() {
    let Some(data) = folder() else { return };
    let (mut documents, mut components) = (0, 0);
    for kind in ["cyclonedx", "spdx"] {
        for entry in fs::read_dir(data.join("sbom").join(kind)).unwrap() {
            let path = entry.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            let bom =
                sbom::read(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            for component in &bom.components {
                assert!(!component.label().is_empty(), "{}", path.display());
            }
            documents += 1;
            components += bom.components.len();
            for cut in (0..bytes.len()).step_by(bytes.len() / 50 + 1) {
                let _ = sbom::read(&bytes[..cut]);
                let mut damaged = bytes.clone();
                damaged[cut] ^= 0x15;
                let _ = sbom::read(&damaged);
            }
        }
    }
    assert!(
        documents > 70 && components > 2_000,
        "{documents} documents, {components} components"
    );
}
