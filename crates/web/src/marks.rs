//! A message with the places that findings point at.

use watchbell_model::{Finding, Span};

use crate::markup::Markup;

/// Places marked in one message; the heaviest findings come first.
const MAX_MARKS: usize = 64;

/// Returns `text` with the places of `findings` marked.
///
/// Each mark names the findings that point at it by their place in the list,
/// from 1, for the eye and for a screen reader. Offsets that are not on
/// character boundaries are ignored: the text may have been forgotten and
/// handed in again.
pub(crate) fn marked(text: &str, findings: &[Finding]) -> Markup {
    let mut spans: Vec<(Span, usize)> = findings
        .iter()
        .enumerate()
        .filter_map(|(index, finding)| Some((finding.at?, index + 1)))
        .filter(|(span, _)| {
            text.get(span.range())
                .is_some_and(|piece| !piece.is_empty())
        })
        .take(MAX_MARKS)
        .collect();
    spans.sort_by_key(|(span, index)| (*span, *index));
    let mut cuts: Vec<usize> = spans
        .iter()
        .flat_map(|(span, _)| [span.range().start, span.range().end])
        .collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.dedup();

    let mut markup = Markup::new();
    let mut open: Vec<usize> = Vec::new();
    for pair in cuts.windows(2) {
        let [start, end] = *pair else { continue };
        let piece = text.get(start..end).unwrap_or_default();
        let over = spans
            .iter()
            .filter(|(span, _)| span.range().start <= start && end <= span.range().end);
        let numbers: Vec<usize> = over.map(|(_, number)| *number).collect();
        if numbers != open {
            if !open.is_empty() {
                close(&mut markup, &open);
            }
            if !numbers.is_empty() {
                // Places that only speak for the message look different.
                let against = |number: &usize| {
                    findings
                        .get(number - 1)
                        .is_some_and(|finding| finding.weight > 0.0)
                };
                markup.raw(if numbers.iter().any(against) {
                    "<mark>"
                } else {
                    "<mark class=\"for\">"
                });
            }
            open = numbers;
        }
        isolated(&mut markup, piece);
    }
    if !open.is_empty() {
        close(&mut markup, &open);
    }
    markup
}

fn close(markup: &mut Markup, numbers: &[usize]) {
    let list: Vec<String> = numbers.iter().map(usize::to_string).collect();
    markup
        .raw("<sup>")
        .text(&list.join(" "))
        .raw("</sup></mark>");
}

/// Shows characters that hide text or turn its direction by their number, so
/// that a message cannot rearrange the page around it.
pub(crate) fn isolated(markup: &mut Markup, text: &str) {
    let mut plain = 0;
    for (at, character) in text.char_indices() {
        let hidden = matches!(character,
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}' | '\u{00AD}' | '\u{0000}'..='\u{0008}' | '\u{000B}'..='\u{001F}' | '\u{007F}');
        // Joiners are part of how many scripts and emoji are written.
        if !hidden || matches!(character, '\u{200C}' | '\u{200D}') {
            continue;
        }
        markup.text(&text[plain..at]);
        markup
            .raw("<span class=\"hidden-char\">")
            .text(&format!("U+{:04X}", u32::from(character)))
            .raw("</span>");
        plain = at + character.len_utf8();
    }
    markup.text(&text[plain..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(range: std::ops::Range<usize>) -> Finding {
        Finding {
            rule: "text/x".into(),
            weight: 1.0,
            evidence: String::new(),
            at: Some(range.into()),
        }
    }

    #[test]
    fn places_are_marked_by_bytes_not_characters() {
        let text = "héllo wörld";
        assert_eq!(
            marked(text, &[finding(0..6)]).to_string(),
            "<mark>héllo<sup>1</sup></mark> wörld"
        );
    }

    #[test]
    fn overlapping_places_are_cut_apart() {
        assert_eq!(
            marked("abcdef", &[finding(0..4), finding(2..6)]).to_string(),
            "<mark>ab<sup>1</sup></mark><mark>cd<sup>1 2</sup></mark><mark>ef<sup>2</sup></mark>"
        );
    }

    #[test]
    fn what_speaks_for_a_message_is_marked_as_such() {
        let good = Finding {
            weight: -1.0,
            ..finding(0..2)
        };
        assert_eq!(
            marked("abcd", &[good, finding(1..3)]).to_string(),
            "<mark class=\"for\">a<sup>1</sup></mark><mark>b<sup>1 2</sup></mark><mark>c<sup>2</sup></mark>d"
        );
    }

    #[test]
    fn offsets_that_fit_nothing_are_ignored() {
        for range in [1..2, 0..99, 5..5] {
            assert_eq!(marked("é!", &[finding(range)]).to_string(), "é!");
        }
    }

    #[test]
    fn markup_in_a_message_stays_text_and_hidden_characters_show() {
        let shown = marked("<script>\u{202E}x", &[finding(0..3)]).to_string();
        assert_eq!(
            shown,
            "<mark>&lt;sc<sup>1</sup></mark>ript&gt;<span class=\"hidden-char\">U+202E</span>x"
        );
    }
}
