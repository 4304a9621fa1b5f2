//! The readers as a whole: what is accepted, what is refused, and with which words.
//!
//! One file, because every case goes through the same few helpers.

use std::io::{self, BufRead, BufReader, Read};

use watchbell_model::Channel;

use super::{ColumnMap, Error, Format, MAX_COLUMNS, MAX_DEPTH, MAX_RECORD, Reader, Record};

/// Everything a reader gives, as `id text` or `!error`; at most `most` of it.
fn all(input: impl BufRead, format: Option<Format>, most: usize) -> Vec<String> {
    let mut reader = Reader::new(input, format, ColumnMap::default());
    let mut seen = Vec::new();
    while let Some(next) = reader.next_record() {
        seen.push(match next {
            Ok(record) => match &record.id {
                Some(id) => format!("{id} {}", record.text),
                None => format!("#{} {}", record.number, record.text),
            },
            Err(Error::Bad(bad)) => format!("!{bad}"),
            Err(error) => format!("!!{error}"),
        });
        assert!(seen.len() <= most, "more than {most} records");
    }
    seen
}

fn text(input: &str) -> Vec<String> {
    all(input.as_bytes(), None, 100)
}

fn with<T>(input: &str, then: impl FnOnce(Record<'_>) -> T) -> T {
    let mut reader = Reader::new(input.as_bytes(), None, ColumnMap::default());
    let next = reader.next_record().expect("a record");
    then(next.expect("a good record"))
}

/// The error that one line of JSON meets.
fn refusal(input: &str) -> String {
    let seen = text(input);
    assert_eq!(seen.len(), 1, "{seen:?}");
    seen[0].strip_prefix('!').expect("it is refused").to_owned()
}

/// `part` over and over, without holding it all.
fn repeated(part: &'static str, times: u64) -> impl Read {
    let length = part.len() as u64 * times;
    struct Cycle(&'static [u8], usize);
    impl Read for Cycle {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            for byte in into.iter_mut() {
                *byte = self.0[self.1];
                self.1 = (self.1 + 1) % self.0.len();
            }
            Ok(into.len())
        }
    }
    Cycle(part.as_bytes(), 0).take(length)
}

fn chained(
    before: &'static str,
    part: &'static str,
    times: u64,
    after: &'static str,
) -> impl BufRead {
    BufReader::new(
        before
            .as_bytes()
            .chain(repeated(part, times))
            .chain(after.as_bytes()),
    )
}

#[test]
fn every_field_of_a_json_line_is_read() {
    let line = r#"{"id":"a1","channel":"IM","received_at":"2026-11-21T08:30:00Z","event_at":"2026-11-21T10:29:00+02:00","reporter":"+15550100","originator":15550101,"recipient":"bob@example.org","text":"na\u00efve \ud83d\ude00 \"x\"","lang":"en","consent":"no","other":[1,{"a":null}]}"#;
    with(line, |record| {
        let report = record.into_report();
        assert_eq!(report.id.as_deref(), Some("a1"));
        assert_eq!(report.channel, Channel::Im);
        let times = [report.received_at, report.event_at].map(|time| time.unwrap().to_string());
        assert_eq!(times, ["2026-11-21T08:30:00Z", "2026-11-21T08:29:00Z"]);
        assert_eq!(report.reporter.as_deref(), Some("+15550100"));
        assert_eq!(report.originator.as_deref(), Some("15550101"));
        assert_eq!(report.recipient.as_deref(), Some("bob@example.org"));
        assert_eq!(report.text.as_str(), "naïve 😀 \"x\"");
        assert_eq!(report.lang.as_deref(), Some("en"));
        assert_eq!(report.consent, Some(false));
    });
}

#[test]
fn csv_cells_may_hold_quotes_commas_and_line_ends() {
    let csv = "\u{FEFF}Note,TEXT,id,consent\r\n\
               x,\"one, \"\"two\"\"\r\nthree\",a,YES\r\n\
               \r\n\
               x,5\" pipe,b,\r\n\
               x,short\r\n\
               x,last,c";
    assert_eq!(
        text(csv),
        [
            "a one, \"two\"\r\nthree",
            "b 5\" pipe",
            "#3 short",
            "c last"
        ]
    );
}

#[test]
fn tsv_has_no_quoting() {
    let tsv = "id\ttext\n1\t\"hello\n2\ta,b\n";
    assert_eq!(text(tsv), ["1 \"hello", "2 a,b"]);
}

#[test]
fn a_json_array_is_read_element_by_element() {
    let array = "\n[ {\"id\":1,\"text\":\"a ] } , \\\" b\"},\n  {\"id\":\"2\",\n \"text\":7}\n, 9,[1], {\"text\":\"c\"} ]\n";
    assert_eq!(
        text(array),
        [
            "1 a ] } , \" b",
            "!4:9: text: \"7\" is a number, expected a string",
            "!5:3: is a number, expected an object",
            "!5:5: is an array, expected an object",
            "#5 c"
        ]
    );
    assert_eq!(text("[]"), [""; 0]);
    for broken in [
        "[",
        "[{\"text\":\"a\"}",
        "[{\"text\":\"a\"},]",
        "[1 2]x",
        "[] x",
        "[,1]",
    ] {
        let seen = text(broken);
        let last = seen.last().expect("an error");
        assert!(last.starts_with("!!1:"), "{broken}: {seen:?}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_value() {
    for (line, error) in [
        (r#"{"id":"x"}"#, "1:1: text: is missing or empty"),
        (r#"{"text":null}"#, "1:1: text: is missing or empty"),
        (
            r#"{"text":["a"]}"#,
            "1:9: text: is an array, expected a string",
        ),
        (
            r#"{"text":"é","received_at":"yesterday"}"#,
            "1:27: received_at: \"yesterday\" is not an RFC 3339 time, for example 2026-11-21T08:30:00Z",
        ),
        (
            r#"{"text":"a","event_at":5}"#,
            "1:24: event_at: \"5\" is a number, expected a string",
        ),
        (
            r#"{"text":"a","channel":"fax"}"#,
            "1:23: channel: \"fax\" is not a channel, expected sms, mms, im, call or web",
        ),
        (
            r#"{"text":"a","consent":"maybe"}"#,
            "1:23: consent: \"maybe\" is not a consent, expected true, false, yes, no, 1 or 0",
        ),
        (
            r#"{"text":"a","consent":2}"#,
            "1:23: consent: \"2\" is a number, expected a boolean",
        ),
        (
            r#"{"text":"a","originator":1.5}"#,
            "1:26: originator: \"1.5\" is a number, expected a string or an integer",
        ),
        (r#"{"text":"a","text":"b"}"#, "1:13: text: is given twice"),
        (
            r#"{"text":"a\u0000b"}"#,
            "1:9: text: \"a\\0b\" holds a NUL character",
        ),
        ("{\"text\":\"a\0b\"}", "1:11: holds a NUL character"),
        (r#""text""#, "1:1: is a string, expected an object"),
        (
            "{\"text\":\"a\"",
            "1:12: the record ends early, expected a comma or the object's end",
        ),
        (
            "{\"text\":\"a",
            "1:11: the record ends early, expected the string's closing quote",
        ),
        (
            "{text:1}",
            "1:2: \"t\" is not JSON here, expected a key in quotes",
        ),
        (
            r#"{"text":"a"} {"text":"b"}"#,
            "1:14: \"{\" is not JSON here, expected the end of the line after the object",
        ),
    ] {
        let seen = all(line.as_bytes(), Some(Format::Json), 1);
        assert_eq!(seen, [format!("!{error}")], "{line}");
    }
}

#[test]
fn reading_goes_on_after_a_bad_line() {
    let lines = "{\"text\":1}\n\n{\"text\":\"b\"}\n{\n{\"text\":\"c\"}";
    let seen = text(lines);
    assert_eq!(seen.len(), 4);
    assert_eq!((seen[1].as_str(), seen[3].as_str()), ("#2 b", "#4 c"));
}

#[test]
fn invalid_utf8_is_refused_with_its_byte() {
    let mut lines = b"{\"text\":\"\xC3\xA9\xFF\"}\n{\"text\":\"b\"}\n".to_vec();
    assert_eq!(
        all(&lines[..], None, 9),
        ["!1:11: is not UTF-8 at byte 11 of the record", "#2 b"]
    );
    lines.clear();
    lines.extend_from_slice(b"text\n\xFF\nb\n");
    assert_eq!(
        all(&lines[..], None, 9),
        ["!2:1: is not UTF-8 at byte 0 of the record", "#2 b"]
    );
    assert_eq!(
        all(&b"\xFF\xFE{\0"[..], None, 9),
        ["!!1:1: the input is UTF-16, expected UTF-8"]
    );
}

#[test]
fn a_table_needs_a_header_with_the_text() {
    assert_eq!(
        text("id,body\n1,x\n"),
        ["!!1:1: the header has no column \"text\"; name it with --map text=COLUMN"]
    );
    assert_eq!(text("text,id,Text\n"), ["!!1:9: text: is given twice"]);
    assert_eq!(text(""), [""; 0]);
    let map = ColumnMap::parse("text=body").unwrap();
    let mut reader = Reader::new(&b"id,body\n1,x\n"[..], None, map);
    assert_eq!(reader.next_record().unwrap().unwrap().text, "x");
}

#[test]
fn bad_cells_are_named() {
    assert_eq!(
        text("text,event_at\na,b\n,\nx,,,,\nx,,,y\n\"a\"b,\nc,\n"),
        [
            "!2:3: event_at: \"b\" is not an RFC 3339 time, for example 2026-11-21T08:30:00Z",
            "!3:1: text: is missing or empty",
            "#3 x",
            "!5:5: \"y\" is a cell too many, the header has 2 columns",
            "!6:4: \"b\" follows a closing quote, expected a separator or the end of the line",
            "#6 c",
        ]
    );
    assert_eq!(
        text("text,id\na\0b,1\nc,2\n"),
        ["!2:1: text: \"a\\0b\" holds a NUL character", "2 c"]
    );
}

#[test]
fn an_open_quote_is_refused_where_it_opens_and_reading_goes_on_below() {
    assert_eq!(
        text("text,id\na,1\nb,\"2\nc,3\nd,4\n"),
        ["1 a", "!3:3: the quote is never closed", "3 c", "4 d"]
    );
    // A quote that closes in the wrong place costs its first line only.
    assert_eq!(
        text("text,id\n\"b,2\nc,3\nd\"x,4\n"),
        [
            "!4:3: \"x\" follows a closing quote, expected a separator or the end of the line",
            "3 c",
            "4 d\"x"
        ]
    );
}

#[test]
fn open_quotes_do_not_make_reading_slow() {
    // Every line opens a quote that the next one closes in the wrong place.
    let input = chained("text\n", "\"a\n", 300_000, "");
    assert_eq!(all(input, None, 300_000).len(), 300_000);
}

#[test]
fn a_line_past_the_bound_is_refused_and_the_next_one_read() {
    let json = chained("{\"text\":\"", "x", 10 << 20, "\"}\n{\"text\":\"b\"}\n");
    let csv = chained("text\n", "x", 10 << 20, "\nb\n");
    let quoted = chained("text\n\"", "x", 10 << 20, "\"\nb\n");
    let array = chained("[{\"text\":\"", "x", 10 << 20, "\"},{\"text\":\"b\"}]");
    for (input, line) in [
        (Box::new(json) as Box<dyn BufRead>, 1),
        (Box::new(csv), 2),
        (Box::new(quoted), 2),
        (Box::new(array), 1),
    ] {
        let seen = all(input, None, 3);
        assert_eq!(seen.len(), 2, "{seen:?}");
        assert!(seen[0].starts_with(&format!("!{line}:")), "{}", seen[0]);
        assert!(
            seen[0].ends_with("longer than 1048576 bytes"),
            "{}",
            seen[0]
        );
        assert_eq!(seen[1], "#2 b");
    }
}

#[test]
fn the_bound_of_a_line_is_exact() {
    let frame = "{\"text\":\"\"}".len();
    for end in ["", "\n", "\r\n"] {
        for (length, good) in [(MAX_RECORD, true), (MAX_RECORD + 1, false)] {
            let line = format!("{{\"text\":\"{}\"}}{end}", "x".repeat(length - frame));
            let seen = all(line.as_bytes(), None, 1);
            assert_eq!(!seen[0].starts_with('!'), good, "{length} {end:?}");
        }
    }
}

#[test]
fn a_cell_over_many_lines_is_bounded() {
    let input = chained("text,id\na,1\n\"b", ",2\n", 1 << 20, "");
    let mut reader = Reader::new(input, None, ColumnMap::default());
    assert_eq!(reader.next_record().unwrap().unwrap().text, "a");
    let error = reader.next_record().unwrap().unwrap_err().to_string();
    assert_eq!(error, "3:1: the quote is never closed");
    assert_eq!(
        reader.next_record().unwrap().unwrap_err().to_string(),
        "4:1: text: is missing or empty"
    );
    assert!(reader.record.capacity() <= 4 * MAX_RECORD);
}

#[test]
fn a_million_columns_are_refused() {
    let row = chained("text\na\n", ",", 1_000_000, "\nb\n");
    assert_eq!(
        all(row, None, 3),
        [
            "#1 a",
            "!3:1001: the line has more than 1000 columns",
            "#3 b"
        ]
    );
    let header = chained("text", ",x", 500_000, "\nb\n");
    assert_eq!(
        all(header, None, 3),
        ["!!1:2004: the line has more than 1000 columns"]
    );
    let long = chained("text", ",column", 1_000_000, "\nb\n");
    assert_eq!(
        all(long, None, 3),
        ["!!1:1: the record is longer than 1048576 bytes"]
    );
    let most = format!("text{}\nb\n", ",x".repeat(MAX_COLUMNS - 1));
    assert_eq!(text(&most), ["#1 b"]);
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: u32| {
        let depth = depth as usize - 1;
        format!(
            "{{\"x\":{}{},\"text\":\"a\"}}",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    assert_eq!(text(&nested(MAX_DEPTH)), ["#1 a"]);
    assert_eq!(
        refusal(&nested(MAX_DEPTH + 1)),
        "1:133: JSON is nested deeper than 128 levels"
    );
    let bomb = format!("{{\"x\":{}", "{\"a\":[".repeat(170_000));
    assert!(refusal(&bomb).ends_with("nested deeper than 128 levels"));
}

#[test]
fn a_failing_input_says_where() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the disk is gone"))
        }
    }
    let input = BufReader::new("{\"text\":\"a\"}\n".as_bytes().chain(Broken));
    assert_eq!(all(input, None, 3), ["#1 a", "!!2: the disk is gone"]);
}

#[test]
fn nothing_depends_on_how_the_input_is_cut_up() {
    for input in [
        "\u{FEFF}{\"text\":\"a\"}\r\n{\"text\":1}\n\n{\"text\":\"é\"}",
        "\u{FEFF}text,id\r\n\"a\r\n\"\"b\",1\n\"c,2\nd,3",
        "[{\"text\":\"a\\\"]\"} , {\"text\":\"b\"}\n]",
        "text\tid\nx\t1",
        "\n\n\n{\"text\":1}",
        "\n\n[3]",
    ] {
        let whole = text(input);
        for size in 1..7 {
            let parts = BufReader::with_capacity(size, input.as_bytes());
            assert_eq!(all(parts, None, 100), whole, "{input:?} by {size}");
        }
    }
}

#[test]
fn json_is_accepted_where_serde_json_accepts_it() {
    // Every way to damage one byte of lines that use the whole grammar.
    let lines = [
        r#"{"text":"a\u00e9\n","x":[1,-0.5e+3,true,false,null,{"y":{},"z":[]}],"w":"\/"}"#,
        r#" {"x" : [ [ ] , { "a" : 1E2 } ] , "text" : "b" } "#,
    ];
    let mut accepted = 0;
    for line in lines {
        for at in 0..line.len() {
            for byte in [&b"{}[]\",:\\ eE.-+019tnu\x01a"[..], b"\0\x7f"].concat() {
                let mut bytes = line.as_bytes().to_vec();
                bytes[at] = byte;
                let ours = super::json::read(&bytes, &ColumnMap::default(), 1, 1);
                let theirs: Result<serde_json::Value, _> = serde_json::from_slice(&bytes);
                let shown = String::from_utf8_lossy(&bytes).into_owned();
                match (&ours, theirs) {
                    (Ok(record), Ok(value)) => {
                        assert_eq!(value["text"].as_str(), Some(&*record.text), "{shown}");
                        accepted += 1;
                    }
                    (Err(fault), Ok(value)) => {
                        // Valid JSON that is no report.
                        let about_field = fault.field.is_some();
                        assert!(about_field || !value.is_object(), "{shown}: {fault:?}");
                    }
                    (Ok(_), Err(_)) => panic!("{shown}"),
                    (Err(_), Err(_)) => {}
                }
            }
        }
    }
    assert!(accepted > 300, "{accepted}");
}

#[test]
fn half_a_surrogate_pair_is_replaced() {
    with(r#"{"text":"a\ud83d"}"#, |record| {
        assert_eq!(record.text, "a\u{FFFD}");
    });
    with(r#"{"text":"\ud83d\u0041\udc00"}"#, |record| {
        assert_eq!(record.text, "\u{FFFD}A\u{FFFD}");
    });
}
