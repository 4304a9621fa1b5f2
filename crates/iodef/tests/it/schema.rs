//! What is written validates with the schema of RFC 7970.

use std::process::Command;

use watchbell_iodef::{json, validate, xml};

use crate::{absent, data, sample};

/// Texts that try to break out of where they stand.
pub(crate) const HOSTILE: [&str; 10] = [
    "plain",
    "<script>alert(\"1\")</script>",
    "a & b &amp; &lt; &#0; &undefined;",
    "]]> --> <!-- <![CDATA[ <?xml ?>",
    "' onload='x\" onload=\"x",
    "\0\u{1}\u{B}\u{1F}\u{7F}\u{85}\u{FFFE}\u{FFFF}",
    "\t\r\n line\r ends \r\n",
    "  \u{A0} blanks  ",
    "\u{202E}right to left\u{2066} 😀 中文 é",
    "%zz http://[x \\ \" { } ^ ` |",
];

/// Runs `xmllint` on a document; nothing where it is not installed.
pub(crate) fn xmllint(text: &str, name: &str) -> Option<Result<(), String>> {
    let folder = data("iodef/schema/local")?;
    let path = std::env::temp_dir().join(format!("watchbell-{}-{name}.xml", std::process::id()));
    std::fs::write(&path, text).expect("the temporary folder can be written");
    let run = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(folder.join("iodef-2.0.xsd"))
        .arg(&path)
        .output();
    std::fs::remove_file(&path).expect("it was just written");
    let Ok(output) = run else {
        absent("xmllint");
        return None;
    };
    if output.status.success() {
        return Some(Ok(()));
    }
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    Some(Err(errors))
}

#[test]
fn a_document_with_every_class_validates_whatever_its_texts_hold() {
    for (number, text) in HOSTILE.into_iter().enumerate() {
        let document = sample::full(text);
        assert_eq!(validate(&document), [], "{text:?}");
        let written = xml::write(&document);
        match xmllint(&written, &format!("full-{number}")) {
            None => return,
            Some(checked) => assert_eq!(checked, Ok(()), "{text:?}\n{written}"),
        }
    }
}

#[test]
fn documents_are_read_as_they_are_written() {
    for text in HOSTILE {
        let document = sample::full(text);
        assert_eq!(
            json::read(&json::write(&document)).as_ref(),
            Ok(&document),
            "{text:?}"
        );
        // XML has no place for some characters.
        let kept = text.replace(
            |c: char| matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}'),
            "\u{FFFD}",
        );
        let read = xml::read(&xml::write(&document));
        assert_eq!(read, Ok(sample::full(&kept)), "{text:?}");
    }
}
