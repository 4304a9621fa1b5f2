//! Turns a template into a message.

use watchbell_model::Time;

use super::{
    DAY,
    campaign::{Campaign, Disguise},
    dice::Dice,
    disguise::Trick,
    fiction,
    page::Words,
};

/// What a message is written for.
pub(super) struct Scene<'a> {
    pub(super) campaign: &'a Campaign,
    pub(super) words: &'a Words,
    pub(super) lang: &'static str,
    /// When it is sent, in seconds from the day's midnight.
    pub(super) event: i64,
}

impl Scene<'_> {
    /// Returns the hour of the clock in which the message is sent.
    fn hour(&self) -> u64 {
        self.minute() / 60
    }

    /// Returns the minute of the clock at which the message is sent.
    fn minute(&self) -> u64 {
        self.event.rem_euclid(DAY).unsigned_abs() / 60
    }

    /// Writes the message that `template` makes, by `dice`.
    pub(super) fn write(&self, template: &str, dice: &mut Dice) -> String {
        let chosen = match self.campaign.disguise {
            // One wording an hour: what differs between waves is not what
            // differs between messages.
            Disguise::Hourly => choose(template, &mut Dice::of(template, &[self.hour()])),
            _ => choose(template, dice),
        };
        let trick = match self.campaign.disguise {
            Disguise::Never => Trick::None,
            Disguise::Hourly => Disguise::hourly(self.hour()),
            Disguise::Sometimes(percent) if dice.chance(percent) => dice.pick(Trick::ALL),
            Disguise::Sometimes(_) => Trick::None,
        };
        // Brand names are disguised with the text, all else stays legible.
        let named = fill(&chosen, |slot| match slot {
            "bank" | "post" => Some(dice.pick(self.words.of(slot, self.lang)).to_owned()),
            _ => None,
        });
        let hidden = trick.apply(&named, dice);
        fill(&hidden, |slot| self.slot(slot, dice))
    }

    fn slot(&self, slot: &str, dice: &mut Dice) -> Option<String> {
        if let Some(count) = slot.strip_prefix('#') {
            return Some(dice.digits(count.parse().ok()?));
        }
        if let Some((low, high)) = slot.split_once('-') {
            return Some(
                dice.between(low.parse().ok()?, high.parse().ok()?)
                    .to_string(),
            );
        }
        let mut means = self.means(dice);
        Some(match slot {
            "url" => {
                let path: String = (0..dice.between(4, 7)).map(|_| dice.pick(PATH)).collect();
                format!("{}/{path}", fiction::host(self.campaign.words, &mut means))
            }
            "phone" => fiction::written(self.lang, &mut means),
            "premium" => fiction::premium(self.lang, &mut means),
            "handle" => fiction::handle(self.lang, &mut means),
            "ref" => format!(
                "{}{}",
                dice.pick(&["PX", "LM", "RB", "EX", "TK"]),
                dice.digits(8)
            ),
            "mail" => fiction::mail(dice),
            "now" => self.clock(self.minute()),
            "soon" => {
                self.clock(((self.minute() + dice.between(45, 240)) / 5 * 5).min(23 * 60 + 30))
            }
            "time" => self.clock(dice.between(8 * 12, 18 * 12) * 5),
            "evening" => self.clock(dice.between(18 * 4, 21 * 4) * 15),
            "today" => self.date(0),
            "date" => self.date(dice.between(1, 6) as i64),
            "past" => self.date(-(dice.between(1, 9) as i64)),
            "fee" => {
                let cents = dice.pick(&[29, 45, 49, 79, 95, 99]);
                money(self.lang, dice.between(1, 4) * 100 + cents)
            }
            "amount" => money(self.lang, dice.between(40, 900) * 100),
            "big" => money(self.lang, dice.between(2, 90) * 50_000),
            _ => dice.pick(self.words.of(slot, self.lang)).to_owned(),
        })
    }

    /// Returns the chance by which the campaign takes its means (hosts,
    /// telephone numbers, handles): the same few for as long as a turn lasts.
    pub(super) fn means(&self, dice: &mut Dice) -> Dice {
        let (name, turn) = (self.campaign.name, self.hour() / self.campaign.turn.max(1));
        let place = self
            .lang
            .bytes()
            .fold(0, |sum, byte| sum * 256 + u64::from(byte));
        Dice::of(name, &[turn, place, dice.below(self.campaign.pool)])
    }

    /// Writes a minute of the day.
    fn clock(&self, minute: u64) -> String {
        let (hour, minute) = (minute / 60, minute % 60);
        match self.lang {
            "fr" => format!("{hour}h{minute:02}"),
            _ => format!("{hour}:{minute:02}"),
        }
    }

    /// Returns a slot for the date `days` after the message, which [`dated`]
    /// fills in: only then is it known which day it is.
    fn date(&self, days: i64) -> String {
        format!("{{{}{}}}", self.lang, days + self.event.div_euclid(DAY))
    }
}

/// Fills in the dates of a message sent on the day that begins at `start`.
pub(super) fn dated(text: &str, start: Time) -> String {
    fill(text, |slot| {
        let (lang, days) = slot.split_at_checked(2)?;
        let at = start
            .plus_seconds(days.parse::<i64>().ok()? * DAY)
            .to_string();
        let month: usize = at.get(5..7)?.parse().ok()?;
        let day: usize = at.get(8..10)?.parse().ok()?;
        Some(match lang {
            "en" => format!("{day} {}", MONTHS.get(month - 1)?),
            "zh" => format!("{month}月{day}日"),
            "de" => format!("{day}.{month}."),
            "ru" => format!("{day:02}.{month:02}"),
            _ => format!("{day:02}/{month:02}"),
        })
    })
}

const MONTHS: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

const PATH: &[char] = &[
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'j', 'k', 'm', 'n', 'p', 'q', 'r', 's', 't', 'u', 'v',
    'w', 'x', 'y', 'z', '2', '3', '4', '5', '6', '7', '8', '9',
];

/// Takes one of each `(a|b)`; parentheses without a bar stay.
fn choose(template: &str, dice: &mut Dice) -> String {
    let (mut out, mut rest) = (String::with_capacity(template.len()), template);
    while let Some((before, after)) = rest.split_once('(') {
        out.push_str(before);
        let Some((inner, behind)) = after.split_once(')') else {
            out.push('(');
            rest = after;
            continue;
        };
        match inner.contains('|') {
            true => out.push_str(dice.pick(&inner.split('|').collect::<Vec<_>>())),
            false => out.push_str(&format!("({inner})")),
        }
        rest = behind;
    }
    out + rest
}

/// Replaces each `{slot}` that `with` knows.
fn fill(template: &str, mut with: impl FnMut(&str) -> Option<String>) -> String {
    let (mut out, mut rest) = (String::with_capacity(template.len() * 2), template);
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (slot, behind) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(&with(slot).unwrap_or_else(|| format!("{{{slot}}}")));
        rest = behind;
    }
    out + rest
}

/// Writes a sum as `lang` does where it is spoken, `cents` of a dollar worth.
fn money(lang: &str, cents: u64) -> String {
    let local = |rate: u64| {
        let units = cents * rate / 100;
        let step = match units {
            0..100 => 1,
            100..10_000 => 10,
            10_000..100_000 => 500,
            100_000..1_000_000 => 10_000,
            _ => 100_000,
        };
        (units / step).max(1) * step
    };
    let exact = |point: char, gap: &str| match cents % 100 {
        0 => grouped(cents / 100, gap, 3),
        rest => format!("{}{point}{rest:02}", cents / 100),
    };
    match lang {
        "fr" => format!("{} €", exact(',', " ")),
        "es" | "de" => format!("{} €", exact(',', ".")),
        "pt" => format!("R$ {},90", grouped(local(5), ".", 3)),
        "zh" => format!("{}元", local(7)),
        "th" => format!("{} บาท", grouped(local(35), ",", 3)),
        "ar" => format!("{} ريال", grouped(local(4), ",", 3)),
        "sw" => format!("KSh {}", grouped(local(130), ",", 3)),
        "ru" => format!("{} ₽", grouped(local(90), " ", 3)),
        "id" => format!("Rp{}", grouped(local(15_000), ".", 3)),
        "hi" => format!("₹{}", grouped(local(80), ",", 2)),
        _ => format!(
            "{}{}",
            if cents.is_multiple_of(3) { '£' } else { '$' },
            exact('.', ",")
        ),
    }
}

/// Writes `number` with `gap` before its last three digits and then before
/// every `size`.
fn grouped(number: u64, gap: &str, size: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        let left = digits.len() - at;
        if at > 0 && left >= 3 && (left - 3).is_multiple_of(size) {
            out.push_str(gap);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_grouped_as_their_readers_write_them() {
        assert_eq!(grouped(1_234_567, ",", 3), "1,234,567");
        assert_eq!(grouped(1_234_567, ",", 2), "12,34,567");
        assert_eq!(money("de", 299), "2,99 €");
    }

    #[test]
    fn dates_count_from_the_day_that_is_shown() {
        let start: Time = "2026-02-28T00:00:00Z".parse().unwrap();
        assert_eq!(dated("{en1} {de0} {zh-1}", start), "1 Mar 28.2. 2月27日");
    }

    #[test]
    fn choices_are_taken_and_plain_parentheses_stay() {
        let mut dice = Dice::of("choices", &[]);
        assert_eq!(choose("trip(s) (x|x)", &mut dice), "trip(s) x");
    }
}
