//! What is refused, and with which words.

use watchbell_iodef::{Error, MAX_BYTES, MAX_DEPTH, MAX_PARTS, json, validate, xml};

use crate::{OPEN, minimal};

fn refused(text: &str) -> String {
    xml::read(text).expect_err("it is refused").to_string()
}

#[test]
fn xml_that_is_not_well_formed_is_refused_with_its_place() {
    for (text, error) in [
        ("", "line 1, column 1: expected the root element"),
        ("<a>", "line 1, column 4: expected a closing tag"),
        ("<a>\n</b>", "line 2, column 4: </b> closes <a>"),
        (
            "<a/><b/>",
            "line 1, column 5: expected the end of the document",
        ),
        (
            "<a b='1' b='2'/>",
            "line 1, column 11: attribute \"b\" is given twice",
        ),
        ("<a b=1/>", "line 1, column 6: expected a value in quotes"),
        ("<a b='<'/>", "line 1, column 7: expected no < in a value"),
        (
            "<a>&b;</a>",
            "line 1, column 4: entity \"b\" is not accepted",
        ),
        (
            "<a>&#0;</a>",
            "line 1, column 4: character U+0000 is not allowed in XML",
        ),
        (
            "<a>&#xD800;</a>",
            "line 1, column 4: character U+D800 is not allowed in XML",
        ),
        (
            "<a>\u{1}</a>",
            "line 1, column 4: character U+0001 is not allowed in XML",
        ),
        ("<p:a/>", "line 1, column 7: prefix \"p\" has no namespace"),
        (
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "line 1, column 1: a document type that declares something is not accepted",
        ),
        (
            "<a><!DOCTYPE a></a>",
            "line 1, column 4: a document type that declares something is not accepted",
        ),
        (
            "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>&b;</a>",
            "line 1, column 44: entity \"b\" is not accepted",
        ),
        (
            "<a><!-- a -- b --></a>",
            "line 1, column 13: expected the end of the comment",
        ),
        ("<a>]]></a>", "line 1, column 4: expected no ]]> in text"),
    ] {
        assert_eq!(refused(text), error, "{text}");
    }
    assert_eq!(
        refused("<a/>"),
        "\"{}a\" is not an IODEF version 2 document"
    );
}

#[test]
fn what_is_not_known_or_not_right_is_named_with_its_path() {
    for (more, error) in [
        (
            "<Fax>1</Fax>",
            "IODEF-Document/Incident[1]: \"Fax\" is not known here",
        ),
        (
            "<Assessment id=\"1\"/>",
            "IODEF-Document/Incident[1]/Assessment[1]: \"@id\" is not known here",
        ),
        (
            "<DetectTime>today</DetectTime>",
            "IODEF-Document/Incident[1]/DetectTime: \"today\" is not a time such as 2026-11-21T08:30:00Z",
        ),
        (
            "<GenerationTime>2026-11-21T08:30:00Z</GenerationTime>",
            "IODEF-Document/Incident[1]: GenerationTime is there more than once",
        ),
        (
            "<History><HistoryItem action=\"nap\"/></History>",
            "IODEF-Document/Incident[1]/History/HistoryItem[1]/action: \"nap\" is not one of nothing",
        ),
        (
            "<Method restriction=\"red\" ext-restriction=\"x\"/>",
            "IODEF-Document/Incident[1]/Method[1]/restriction: \"x\" is not allowed without ext-value",
        ),
        (
            "loose",
            "IODEF-Document/Incident[1]: \"loose\" is not allowed here, only elements are",
        ),
    ] {
        let found = refused(&minimal(more));
        assert!(found.starts_with(error), "{more}: {found}");
    }
    let json = json::read("{\"version\":\"2.0\",\"Incident\":[{}]}").expect_err("it is refused");
    assert_eq!(
        json.to_string(),
        "IODEF-Document/Incident[1]: purpose is missing"
    );
}

#[test]
fn children_may_stand_in_any_order_and_elsewhere_declared_namespaces_are_followed() {
    let text = minimal(
        "<x:Description xmlns:x='urn:ietf:params:xml:ns:iodef-2.0'>a<![CDATA[<b>]]>&#x63;</x:Description>",
    );
    let document = xml::read(&text).expect("it is read");
    assert_eq!(document.incidents[0].descriptions[0].value, "a<b>c");
    assert_eq!(validate(&document), []);
}

#[test]
fn bounds_hold() {
    let nested = |depth: usize| {
        let events = depth - 3;
        minimal(&format!(
            "{}<Description>a</Description>{}",
            "<EventData>".repeat(events),
            "</EventData>".repeat(events)
        ))
    };
    assert!(xml::read(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(xml::read(&nested(MAX_DEPTH + 1)), Err(Error::TooDeep));
    assert_eq!(xml::read(&"<a>".repeat(1_000_000)), Err(Error::TooDeep));
    assert_eq!(
        json::read(&format!("{}1{}", "[".repeat(65), "]".repeat(65))),
        Err(Error::TooDeep)
    );
    assert_eq!(json::read(&"[".repeat(1_000_000)), Err(Error::TooDeep));

    let many = format!("{OPEN}{}", "<a/>".repeat(MAX_PARTS));
    assert_eq!(xml::read(&many), Err(Error::TooMany));
    assert_eq!(
        json::read(&format!("[{}1]", "1,".repeat(MAX_PARTS))),
        Err(Error::TooMany)
    );

    let long = " ".repeat(MAX_BYTES + 1);
    let bytes = MAX_BYTES + 1;
    assert_eq!(xml::read(&long), Err(Error::TooLong { bytes }));
    assert_eq!(json::read(&long), Err(Error::TooLong { bytes }));

    let attributes: String = (0..65).map(|n| format!(" a{n}='1'")).collect();
    assert!(refused(&format!("<a{attributes}/>")).ends_with("more than 64 attributes"));
    let scope: String = (0..40).map(|n| format!(" xmlns:a{n}='b'")).collect();
    let scopes = format!("<a{scope}><a{scope}/></a>");
    assert!(refused(&scopes).ends_with("more than 64 namespaces are in force"));
    // Each of many elements would have it in its name.
    let space = format!("<a xmlns='{}'/>", "b".repeat(257));
    assert!(refused(&space).ends_with("a prefix or a name of more than 256 bytes"));
}

#[test]
fn rules_that_types_cannot_say_are_checked() {
    let faults = |more: &str| -> Vec<String> {
        let document = xml::read(&minimal(more)).expect("it is read");
        validate(&document)
            .iter()
            .map(ToString::to_string)
            .collect()
    };
    let at = "IODEF-Document/Incident[1]";
    assert_eq!(
        faults("<Assessment/>"),
        [format!("{at}/Assessment[1]: it has no impact")]
    );
    assert_eq!(
        faults("<EventData/>"),
        [format!("{at}/EventData[1]: it says nothing")]
    );
    assert_eq!(
        faults(
            "<EventData observable-id='a'><Description>a</Description></EventData><EventData observable-id='a'><Description>a</Description></EventData>"
        ),
        [format!(
            "{at}/EventData[2]/observable-id: \"a\" is given to something else, too"
        )]
    );
    let indicator = "<IndicatorData><Indicator><IndicatorID name='a' version='1'>b</IndicatorID>";
    let rest = "</Indicator></IndicatorData>";
    let path = format!("{at}/IndicatorData/Indicator[1]");
    assert_eq!(
        faults(&format!("{indicator}{rest}")),
        [format!("{path}: it has not exactly one thing to look for")]
    );
    assert_eq!(
        faults(&format!(
            "{indicator}<ObservableReference uid-ref='c'/>{rest}"
        )),
        [format!(
            "{path}/ObservableReference: nothing has the identifier \"c\""
        )]
    );
}
