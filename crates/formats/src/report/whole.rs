//! Complaints that are read as a whole: mails of ARF and X-ARF, and X-ARF in JSON.

use std::collections::VecDeque;

use watchbell_model::Report;

use super::{
    Record,
    bad::{Bad, Error, Reason},
};
use crate::{
    arf,
    mime::{is_mailbox, messages},
    xarf,
};

/// Fields that a mail's header begins with.
const FIELDS: [&str; 16] = [
    "arc-seal",
    "authentication-results",
    "content-type",
    "date",
    "delivered-to",
    "dkim-signature",
    "from",
    "message-id",
    "mime-version",
    "received",
    "reply-to",
    "return-path",
    "subject",
    "to",
    "x-arf",
    "x-xarf",
];

/// One complaint, or what is wrong with it.
#[derive(Debug)]
pub(super) struct Item {
    line: usize,
    report: Result<Report, Reason>,
}

impl Item {
    pub(super) fn record(self, number: u64) -> Result<Record<'static>, Error> {
        let line = self.line as u64;
        match self.report {
            Ok(report) => Ok(Record::of(report, number, line)),
            Err(reason) => Err(Error::Bad(Bad {
                line,
                column: 1,
                field: None,
                value: None,
                reason,
            })),
        }
    }
}

/// Tells whether the first line is one of a mail or of a mailbox file; there it has the time of day, unlike
/// the header of a table.
pub(super) fn is_mail(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_start();
    let line = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    if is_mailbox(line) {
        let is_clock = |three: &[u8]| matches!(three, [hour, b':', minute] if hour.is_ascii_digit() && minute.is_ascii_digit());
        return line.windows(3).any(is_clock);
    }
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    let is_field = name.len() < line.len();
    is_field
        && FIELDS
            .iter()
            .any(|field| name.eq_ignore_ascii_case(field.as_bytes()))
}

/// Tells whether this is one line of JSON with a whole object in it, as far as its ends show.
pub(super) fn is_object(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"{") && line.ends_with(b"}") && !line.contains(&b'\n')
}

/// Reads a mail, or the mails of a mailbox file.
pub(super) fn mails(bytes: &[u8]) -> VecDeque<Item> {
    let blank = bytes.len() - bytes.trim_ascii_start().len();
    let above = memchr::memchr_iter(b'\n', bytes.get(..blank).unwrap_or_default()).count();
    let mails = messages(bytes.get(blank..).unwrap_or_default()).into_iter();
    let mails = mails.filter(|(_, mail)| !mail.trim_ascii().is_empty());
    mails
        .map(|(line, mail)| match read(&mail) {
            Ok(report) => Item {
                line: above + line,
                report: Ok(report),
            },
            Err((within, reason)) => Item {
                line: above + line + within - 1,
                report: Err(reason),
            },
        })
        .collect()
}

fn read(bytes: &[u8]) -> Result<Report, (usize, Reason)> {
    let xarf = xarf::read_mail(bytes).map_err(|error| (error.line(), Reason::Xarf(error)))?;
    if let Some(xarf) = xarf {
        return Ok(xarf.to_report());
    }
    let feedback = arf::read(bytes).map_err(|error| (error.line(), Reason::Arf(error)))?;
    Ok(feedback.to_report())
}

/// Reads X-ARF in JSON, or in mails.
pub(super) fn xarf(bytes: &[u8]) -> VecDeque<Item> {
    if is_mail(bytes) {
        return mails(bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        let byte = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let line = memchr::memchr_iter(b'\n', bytes.get(..byte).unwrap_or_default()).count() + 1;
        let report = Err(Reason::Utf8 { byte });
        return VecDeque::from([Item { line, report }]);
    };
    let all = xarf::read_all(text).into_iter();
    all.map(|(line, xarf)| Item {
        line,
        report: xarf.map(|xarf| xarf.to_report()).map_err(Reason::Xarf),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use crate::report::{ColumnMap, Format, Reader};

    const ARF: &str = "From: a@example.com\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: a\nVersion: 1\nReported-URI: http://example.com/\n--b--\n";
    const XARF: &str = "{\n \"report_id\": \"1\", \"timestamp\": \"2026-11-21T08:30:00Z\",\n \"reporter\": {\"contact\": \"a@example.com\"},\n \"source_identifier\": \"192.0.2.1\", \"category\": \"content\",\n \"type\": \"phishing\", \"url\": \"http://example.com/\",\n \"xarf_version\": \"4.2.0\"\n}\n";

    fn all(input: &str, format: Option<Format>) -> Vec<String> {
        let mut reader = Reader::new(input.as_bytes(), format, ColumnMap::default());
        let mut seen = Vec::new();
        while let Some(next) = reader.next_record() {
            seen.push(match next {
                Ok(record) => format!("{}@{} {}", record.number, record.line, record.text),
                Err(error) => format!("!{error}"),
            });
        }
        seen
    }

    #[test]
    fn complaints_are_told_apart_from_other_reports() {
        for (name, format) in [
            ("a.eml", Format::Arf),
            ("b.MBOX", Format::Arf),
            ("c.xarf", Format::Xarf),
            ("d.json", Format::Json),
        ] {
            assert_eq!(Format::of_name(name), Some(format));
        }
        let one = ["1@1 http://example.com/"];
        assert_eq!(all(ARF, None), one);
        assert_eq!(all(ARF, Some(Format::Arf)), one);
        assert_eq!(all(ARF, Some(Format::Xarf)), one);
        assert_eq!(all(XARF, None), one);
        assert_eq!(all(XARF, Some(Format::Json)), one);
        assert_eq!(all(XARF, Some(Format::Xarf)), one);
        let line = XARF.replace('\n', "");
        assert_eq!(all(&line, None), one);
        assert_eq!(all(&format!("[{XARF}]"), None), one);
        assert_eq!(
            all("{\"text\":\"xarf_version\"}", None),
            ["1@1 xarf_version"]
        );
        assert_eq!(all("from,text\na,b", None), ["1@2 b"]);
        assert_eq!(all("From whom,text\na,b", None), ["1@2 b"]);
    }

    #[test]
    fn one_bad_complaint_does_not_keep_out_the_others() {
        let mailbox = format!(
            "From x Thu Jan  1 00:00:00 1970\n{ARF}\nFrom y\nSubject: no\n\nmail\n\nFrom z\n{ARF}"
        );
        let start = |number: usize| format!("{number}@");
        let seen = all(&mailbox, None);
        assert_eq!(seen.len(), 3, "{seen:?}");
        assert!(
            seen[0].starts_with("1@2 ") && seen[2].starts_with(&start(3)),
            "{seen:?}"
        );
        assert_eq!(
            seen[1],
            "!15:1: Content-Type: \"text/plain\" is not multipart/report"
        );
        let lines = format!("{}\n{{\"xarf_version\":4}}\n", XARF.replace('\n', ""));
        let seen = all(&lines, None);
        assert_eq!(
            seen[1],
            "!2:1: /xarf_version: \"4\" is not a version of X-ARF"
        );
    }

    #[test]
    fn an_input_past_the_bound_is_refused() {
        let long = "\n".repeat(crate::report::MAX_WHOLE + 1);
        let seen = all(&long, Some(Format::Arf));
        assert_eq!(seen, ["!1:1: the input is longer than 33554432 bytes"]);
        assert_eq!(all("\n\n", Some(Format::Arf)), [""; 0]);
    }
}
