//! Reads labelled texts and takes away what only tells their collection.

use watchbell_model::Class;

use super::{Error, Result, masks, random::Random, slots};

/// A labelled text.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The text; blanks and masks are written out anew each time it is met.
    pub text: String,
    /// Whether its reader did not want it.
    pub unwanted: bool,
    /// What it is after, where its label says so.
    pub class: Class,
    /// Its language, a BCP 47 tag.
    pub lang: String,
    /// The collection it comes from.
    pub set: String,
    /// How its blanks are written.
    pub form: Form,
}

/// How a text's blanks are written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Form {
    /// It has none, or words in angle brackets.
    #[default]
    Plain,
    /// Chinese in separate words, with masks in capitals.
    Segmented,
    /// A template of this project, with blanks and alternatives in braces.
    Template,
}

/// A line of a collection may be this long.
pub const MAX_LINE: usize = 64 * 1024;

/// Reads a table with a heading line and the columns `label`, `lang`, `date`, `sender`, `text`.
///
/// # Errors
/// [`Error::Column`] when a line has fewer columns, [`Error::Label`] for a label that is not known,
/// [`Error::Line`] when a line is too long.
pub fn read_table(set: &str, table: &str) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for (number, line) in table.lines().enumerate().skip(1) {
        let line_number = number + 1;
        if line.len() > MAX_LINE {
            return Err(Error::Line {
                line: line_number,
                length: line.len(),
            });
        }
        let mut columns = line.split('\t');
        let mut column = |name| {
            columns.next().ok_or(Error::Column {
                line: line_number,
                name,
            })
        };
        let (label, lang) = (column("label")?, column("lang")?);
        column("date")?;
        column("sender")?;
        let text = column("text")?;
        let (unwanted, class) = label_of(label).ok_or_else(|| Error::Label {
            line: line_number,
            label: label.to_owned(),
        })?;
        let form = if set.starts_with("fbs") {
            Form::Segmented
        } else {
            Form::Plain
        };
        samples.push(Sample {
            text: clean(text),
            unwanted,
            class,
            lang: lang.to_owned(),
            set: set.to_owned(),
            form,
        });
    }
    Ok(samples)
}

/// A report with its label, as an operator exports it.
#[derive(Debug, serde::Deserialize)]
struct Labelled {
    text: String,
    /// `unwanted` or `clean`.
    verdict: String,
    #[serde(default)]
    class: Class,
    #[serde(default)]
    lang: Option<String>,
}

/// Reads labelled reports, one JSON object a line: `text`, `verdict` (`unwanted` or `clean`)
/// and, where known, `class` and `lang`. Other fields are passed over; empty lines too.
///
/// # Errors
/// [`Error::Report`] when a line is not such an object, [`Error::Label`] when its verdict is
/// neither, [`Error::Line`] when it is too long.
pub fn read_reports(set: &str, lines: &str) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for (number, line) in lines.lines().enumerate() {
        let line_number = number + 1;
        if line.trim().is_empty() {
            continue;
        }
        if line.len() > MAX_LINE {
            return Err(Error::Line {
                line: line_number,
                length: line.len(),
            });
        }
        let report: Labelled = serde_json::from_str(line).map_err(|error| Error::Report {
            line: line_number,
            reason: error.to_string(),
        })?;
        let unwanted = match report.verdict.as_str() {
            "unwanted" => true,
            "clean" => false,
            _ => {
                return Err(Error::Label {
                    line: line_number,
                    label: report.verdict,
                });
            }
        };
        samples.push(Sample {
            text: clean(&report.text),
            unwanted,
            class: report.class,
            lang: report.lang.unwrap_or_else(|| "und".to_owned()),
            set: set.to_owned(),
            form: Form::Plain,
        });
    }
    Ok(samples)
}

/// Reads this project's own templates: label, class, lang, text; `#` begins a comment.
///
/// # Errors
/// As [`read_table`].
pub fn read_seed(table: &str) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for (number, line) in table.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line_number = number + 1;
        let mut columns = line.split('\t');
        let mut column = |name| {
            columns.next().ok_or(Error::Column {
                line: line_number,
                name,
            })
        };
        let (label, class, lang, text) = (
            column("label")?,
            column("class")?,
            column("lang")?,
            column("text")?,
        );
        let unknown = |label: &str| Error::Label {
            line: line_number,
            label: label.to_owned(),
        };
        let unwanted = match label {
            "unwanted" => true,
            "wanted" => false,
            _ => return Err(unknown(label)),
        };
        let class = class.parse().map_err(|_| unknown(class))?;
        samples.push(Sample {
            text: text.to_owned(),
            unwanted,
            class,
            lang: lang.to_owned(),
            set: "seed".to_owned(),
            form: Form::Template,
        });
    }
    Ok(samples)
}

/// What the labels of the known collections mean.
fn label_of(label: &str) -> Option<(bool, Class)> {
    Some(match label {
        "ham" | "ok" | "otp" | "wanted" | "clean" => (false, Class::Other),
        "spam" | "smishing" | "scam" | "unwanted" => (true, Class::Other),
        "AD:Loan" => (true, Class::Loan),
        "FR:Financial" | "FR:Other" => (true, Class::Fraud),
        "FR:Phishing(Bank)" | "FR:Phishing(Other)" => (true, Class::Phishing),
        "IL:Escort_service" => (true, Class::Adult),
        "IL:Gambling" => (true, Class::Gambling),
        "IL:Fake_ID_and_invoice" => (true, Class::Fraud),
        "IL:Political_propaganda" | "Other" => (true, Class::Other),
        label if label.starts_with("AD:") => (true, Class::Advertising),
        _ => return None,
    })
}

/// Takes away damage of copying that marks a collection.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let replaced = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&amp;", "&"),
            ("\u{FFFD}", ""),
            ("\\n", " "),
            ("\\t", " "),
        ]
        .iter()
        .find_map(|(from, to)| rest.strip_prefix(from).map(|after| (*to, after)));
        match replaced {
            Some((to, after)) => {
                out.push_str(to);
                rest = after;
            }
            None => {
                out.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }
    // masked numbers have spaces around them in one collection and none in another
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Sample {
    /// Writes the text with its blanks filled and its masks written out.
    pub fn written(&self, random: &mut Random) -> String {
        match self.form {
            Form::Plain => {
                if self.text.contains('<') {
                    masks::unmask(&self.text, random)
                } else {
                    self.text.clone()
                }
            }
            Form::Template => slots::fill(&self.text, random),
            Form::Segmented => {
                let text = masks::unmask_han(&join_han(&self.text, random), random);
                if random.chance(0.15) {
                    let brand = slots::fill("【{hbrand}】", random);
                    if random.chance(0.5) {
                        brand + &text
                    } else {
                        text + &brand
                    }
                } else {
                    text
                }
            }
        }
    }
}

/// Joins segmented Chinese, as it was before it was segmented, some of it with punctuation.
fn join_han(text: &str, random: &mut Random) -> String {
    let separated = random.chance(0.1);
    let words_apart = random.chance(0.5);
    let marks = if random.chance(0.5) {
        0.0
    } else {
        0.02 + 0.2 * random.unit()
    };
    let mut out = String::with_capacity(text.len());
    for word in text.split(' ') {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase());
        let touching = latin(out.chars().next_back()) && latin(word.chars().next());
        if separated || words_apart && touching {
            out.push(' ');
        }
        out.push_str(word);
        if random.chance(marks) {
            out.push(
                *random
                    .pick(&['，', '，', '。', '！', ',', '!', '、', ' '])
                    .unwrap_or(&'，'),
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_and_cleaned() {
        let table = "label\tlang\tdate\tsender\ttext\nscam\tth\t2022\t\t a &lt;#&gt;  b\u{FFFD}\nham\ten\t\t\tok\n";
        let samples = read_table("x", table).unwrap();
        assert_eq!(samples[0].text, "a <#> b");
        assert!(samples[0].unwanted && !samples[1].unwanted);
        let short = "label\tlang\tdate\tsender\ttext\nham\ten\n";
        assert_eq!(
            read_table("x", short),
            Err(Error::Column {
                line: 2,
                name: "date"
            })
        );
        let label = "label\tlang\tdate\tsender\ttext\nhum\ten\t\t\tx\n";
        assert_eq!(
            read_table("x", label),
            Err(Error::Label {
                line: 2,
                label: "hum".to_owned()
            })
        );
        let long = format!("h\nham\ten\t\t\t{}\n", "x".repeat(MAX_LINE));
        assert!(matches!(
            read_table("x", &long),
            Err(Error::Line { line: 2, .. })
        ));
    }

    #[test]
    fn masks_are_written_out() {
        let table = "label\tlang\tdate\tsender\ttext\nFR:Phishing(Bank)\tzh\t\t\t尊敬 的 用户 请 登陆 URL 咨询 CELLPHONE\n";
        let sample = &read_table("fbs_zh", table).unwrap()[0];
        assert_eq!(sample.class, Class::Phishing);
        let mut random = Random::new(3);
        for _ in 0..50 {
            let text = sample.written(&mut random);
            assert!(!text.contains("URL") && !text.contains("PHONE"), "{text}");
        }
    }

    #[test]
    fn labelled_reports_are_read() {
        let lines = "{\"text\":\"win now\",\"verdict\":\"unwanted\",\"class\":\"fraud\",\"id\":\"7\"}\n\n{\"text\":\"hi\",\"verdict\":\"clean\"}";
        let samples = read_reports("own", lines).unwrap();
        assert_eq!((samples.len(), samples[0].class), (2, Class::Fraud));
        assert!(matches!(
            read_reports("own", "{"),
            Err(Error::Report { line: 1, .. })
        ));
        let unsure = "{\"text\":\"hi\",\"verdict\":\"maybe\"}";
        assert!(matches!(
            read_reports("own", unsure),
            Err(Error::Label { line: 1, .. })
        ));
    }
}
