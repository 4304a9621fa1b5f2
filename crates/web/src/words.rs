//! Numbers and times as people read them.

use watchbell_model::Time;

use crate::markup::Markup;

/// Returns `number` with its thousands apart: `12 480`, by a no-break space.
pub(crate) fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    if number < 0 {
        text.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202F}');
        }
        text.push(digit);
    }
    text
}

/// Returns `number` and the noun in the right form.
pub(crate) fn counted(number: i64, one: &str, many: &str) -> String {
    format!(
        "{}\u{A0}{}",
        count(number),
        if number == 1 { one } else { many }
    )
}

/// Returns how long before `now` something was, roughly.
pub(crate) fn ago(then: Time, now: Time) -> String {
    let seconds = now.seconds() - then.seconds();
    let ahead = seconds < 0;
    let (number, unit) = match seconds.abs() {
        0..=44 if !ahead => return "just now".to_owned(),
        s @ ..=89 => (s, "s"),
        s @ ..=5_399 => ((s + 30) / 60, "min"),
        s @ ..=129_599 => ((s + 1_800) / 3_600, "h"),
        s => ((s + 43_200) / 86_400, "d"),
    };
    if ahead {
        format!("in {number}\u{A0}{unit}")
    } else {
        format!("{number}\u{A0}{unit} ago")
    }
}

/// Returns a time relative to `now`, with the exact one behind it.
pub(crate) fn when(then: Time, now: Time) -> Markup {
    let mut markup = Markup::new();
    markup
        .raw("<time datetime=\"")
        .number(then)
        .raw("\" title=\"")
        .text(&moment(then))
        .raw("\">");
    markup.text(&ago(then, now)).raw("</time>");
    markup
}

/// Returns a time to the minute, in UTC.
pub(crate) fn exactly(then: Time) -> Markup {
    let mut markup = Markup::new();
    markup
        .raw("<time datetime=\"")
        .number(then)
        .raw("\">")
        .text(&moment(then))
        .raw("</time>");
    markup
}

/// `2026-11-21 08:30 UTC`.
pub(crate) fn moment(time: Time) -> String {
    let text = time.to_string();
    match (text.get(..10), text.get(11..16)) {
        (Some(date), Some(minute)) => format!("{date} {minute} UTC"),
        _ => text,
    }
}

/// Returns a share as whole percent, but never 0 or 100 for what is not.
pub(crate) fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "–".to_owned();
    }
    let exact = part as f64 * 100.0 / whole as f64;
    match part {
        0 => "0\u{A0}%".to_owned(),
        _ if exact < 1.0 => "<\u{2009}1\u{A0}%".to_owned(),
        _ if part < whole && exact > 99.0 => ">\u{2009}99\u{A0}%".to_owned(),
        _ => format!("{exact:.0}\u{A0}%"),
    }
}

/// Returns the first `most` characters of one line of `text`.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let mut cut: String = line.chars().take(most.saturating_sub(1)).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [0, 999, 1_000, 1_234_567, -12_345].map(count),
            [
                "0",
                "999",
                "1\u{202F}000",
                "1\u{202F}234\u{202F}567",
                "−12\u{202F}345"
            ]
        );
    }

    #[test]
    fn times_are_rough_and_turn_over_in_the_right_place() {
        let now = Time::from_micros(0).plus_seconds(10_000_000);
        let said = |seconds: i64| ago(now.plus_seconds(-seconds), now);
        assert_eq!(said(10), "just now");
        assert_eq!(said(60), "60\u{A0}s ago");
        assert_eq!(said(120), "2\u{A0}min ago");
        assert_eq!(said(7_200), "2\u{A0}h ago");
        assert_eq!(said(3 * 86_400), "3\u{A0}d ago");
        assert_eq!(said(-7_200), "in 2\u{A0}h");
    }

    #[test]
    fn a_little_is_not_nothing() {
        assert_eq!(
            [(0, 10), (1, 1000), (999, 1000), (10, 10), (1, 0)].map(|(p, w)| percent(p, w)),
            [
                "0\u{A0}%",
                "<\u{2009}1\u{A0}%",
                ">\u{2009}99\u{A0}%",
                "100\u{A0}%",
                "–"
            ]
        );
    }
}
