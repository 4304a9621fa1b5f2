//! Numbers beside the tables of the shared test data.

use std::{fs, path::PathBuf};

use super::at;
use crate::number::{Class, Fit, Numbers, Party, pattern::Pattern, plan::WORLD};

/// Returns a file of the shared test data; `None`, with a word about it, where there is none.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn table(name: &str) -> Option<String> {
    let data = std::env::var_os("WATCHBELL_TESTDATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let path = data.join("voice/numbering").join(name);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        let required = std::env::var_os("CI").is_some_and(|value| value == "true");
        assert!(!required, "{} is absent", path.display());
        eprintln!("skipped: no {}; set WATCHBELL_TESTDATA", path.display());
    }
    text
}

fn cells(line: &str, separator: char) -> Vec<&str> {
    line.split(separator)
        .map(|cell| cell.trim_matches('"'))
        .collect()
}

/// A number of `length` digits that begins with `prefix`.
fn number_of(prefix: &str, length: usize) -> String {
    let rest = length.saturating_sub(prefix.len());
    format!(
        "{prefix}{}",
        "2345678923456789".get(..rest).unwrap_or_default()
    )
}

#[test]
fn examples_of_every_region_are_read() {
    let Some(text) = table("e164_examples.tsv") else {
        return;
    };
    for line in text.lines().skip(1) {
        let [region, _, kind, e164, national, international] = cells(line, '\t')[..] else {
            panic!("{line}");
        };
        let numbers = at(region);
        for written in [e164, international] {
            assert_eq!(numbers.read(written).to_string(), e164, "{line}");
        }
        // Dialled so all over Canada, and nowhere else.
        if e164 == "+13101234" {
            continue;
        }
        assert_eq!(numbers.read(national).to_string(), e164, "{line}");
        let Party::Number(number) = numbers.read(e164) else {
            panic!("{line}")
        };
        let want: &[Class] = match kind {
            "FIXED_LINE" => &[Class::Fixed, Class::FixedOrMobile],
            "MOBILE" => &[Class::Mobile, Class::FixedOrMobile],
            "TOLL_FREE" => &[Class::TollFree],
            "PREMIUM_RATE" => &[Class::Premium],
            "SHARED_COST" => &[Class::SharedCost],
            "VOIP" => &[Class::Voip],
            "PERSONAL_NUMBER" => &[Class::Personal],
            _ => &[Class::Corporate, Class::FixedOrMobile],
        };
        assert!(want.contains(&number.class()), "{line}: {number:?}");
    }
}

#[test]
fn trunk_and_international_prefixes_agree_with_the_table() {
    let Some(text) = table("trunk-prefixes.csv") else {
        return;
    };
    let codes = table("e164_country_codes.tsv").unwrap_or_default();
    let examples = table("e164_examples.tsv").unwrap_or_default();
    let mut seen = 0;
    for line in text.lines().skip(1) {
        let [code, trunks, international, _] = cells(line, ';')[..] else {
            panic!("{line}");
        };
        let Ok(numbers) = Numbers::at(code) else {
            // Satellites, and codes of two countries in one row.
            assert!(
                code.contains('/') || code.len() > 3 || code == "870",
                "{line}"
            );
            continue;
        };
        let plan = WORLD.of_code(code.parse().unwrap()).unwrap();
        // The islands' row has a misprint.
        let international = international
            .split('/')
            .filter(|before| *before != "0" || code != "1");
        for before in international {
            let abroad = if code == "33" {
                "+4930123456"
            } else {
                "+33199001234"
            };
            let dialled = format!("{before}{}", &abroad[1..]);
            assert_eq!(
                numbers.read(&dialled).to_string(),
                abroad,
                "{line}: {dialled}"
            );
        }
        for trunk in trunks.split('/').filter(|trunk| !trunk.is_empty()) {
            let example = examples.lines().map(|row| cells(row, '\t'));
            let mut example = example.filter(|row| row[1] == code && row[2] == "FIXED_LINE");
            let listed = plan.trunks.contains(&Pattern::parse(trunk).unwrap());
            let national = example.next().map(|row| row[3].to_owned());
            let is_read = national.is_some_and(|whole| {
                let dialled = format!("{trunk}{}", &whole[1 + code.len()..]);
                let region = plan.region.unwrap().to_string();
                at(&region).read(&dialled).to_string() == whole
            });
            assert!(listed || is_read, "{line}");
        }
        assert!(
            codes.is_empty()
                || codes
                    .lines()
                    .any(|row| row.starts_with(&format!("{code}\t"))),
            "{line}"
        );
        seen += 1;
    }
    assert!(seen > 200, "{seen} rows");
}

#[test]
fn every_country_code_of_the_table_has_a_plan() {
    let Some(text) = table("e164_country_codes.tsv") else {
        return;
    };
    for line in text.lines().skip(1) {
        let [code, regions] = cells(line, '\t')[..] else {
            panic!("{line}")
        };
        assert!(WORLD.of_code(code.parse().unwrap()).is_some(), "{line}");
        for region in regions.split(',').filter(|region| *region != "001") {
            assert!(Numbers::at(region).is_ok(), "{region}");
        }
    }
}

/// Reads the shortest and the longest number of a row, and one digit more.
fn agrees(
    place: &str,
    trunk: &str,
    prefix: &str,
    least: usize,
    most: usize,
    class: Class,
    line: &str,
) {
    let numbers = at(place);
    let code = numbers
        .read("0")
        .number()
        .and_then(|number| number.country_code())
        .unwrap_or_default();
    for length in [least.max(prefix.len()), most] {
        let national = number_of(prefix, length);
        for written in [format!("{trunk}{national}"), format!("+{code} {national}")] {
            let party = numbers.read(&written);
            let number = party
                .number()
                .unwrap_or_else(|| panic!("{line}: {party:?}"));
            assert_eq!(
                number.to_string(),
                format!("+{code}{national}"),
                "{line}: {written}"
            );
            assert_eq!(
                (number.fit(), number.class()),
                (Fit::Whole, class),
                "{line}: {written}"
            );
        }
    }
    let long = numbers.read(&format!("+{code}{}", number_of(prefix, most + 1)));
    let long = long.number().map(|number| (number.fit(), number.class()));
    assert_ne!(long, Some((Fit::Whole, class)), "{line}");
}

#[test]
fn german_numbers_agree_with_the_plan() {
    let Some(text) = table("numbering-plan-49-germany.csv") else {
        return;
    };
    for line in text.lines().skip(1) {
        let [prefix, most, least, usage, ..] = cells(line, ';')[..] else {
            panic!("{line}")
        };
        let class = match usage {
            usage if usage.starts_with("Geographic") => Class::Fixed,
            "Mobile services" => Class::Mobile,
            "Mobile paging services" => Class::Pager,
            "Mass-traffic services" | "Medium rate service" => Class::SharedCost,
            usage if usage.contains("Freephone services") => Class::TollFree,
            usage if usage.contains("National subscriber") => Class::Voip,
            usage if usage.contains("Personal") => Class::Personal,
            usage if usage.contains("Premium") => Class::Premium,
            usage if usage.contains("irtual") => Class::Corporate,
            usage if usage.starts_with("Public Service") || usage.starts_with("Harmonised") => {
                let number = number_of(prefix, if prefix == "115" { 3 } else { 6 });
                assert_eq!(
                    at("DE").read(&number).number().unwrap().class(),
                    Class::Service
                );
                continue;
            }
            _ => Class::Network,
        };
        // The row of internal routing has no lengths.
        if let (Ok(most), Ok(least)) = (most.parse(), least.parse()) {
            agrees("DE", "0", prefix, least, most, class, line);
        }
    }
}

#[test]
fn austrian_numbers_agree_with_the_plan() {
    let Some(text) = table("numbering-plan-43-austria.csv") else {
        return;
    };
    for line in text.lines().skip(1) {
        let [prefix, most, least, usage, info] = cells(line, ';')[..] else {
            panic!("{line}")
        };
        let class = match (usage, info) {
            ("local network code", info) if !info.contains("independent") => Class::Fixed,
            ("mobile services", _) => Class::Mobile,
            ("location independent corporate numbers", _) => Class::Corporate,
            (_, info) if info.contains("remium") => Class::Premium,
            (_, "Freephone Services") => Class::TollFree,
            (_, info) if info.contains("Maximum") => Class::SharedCost,
            (_, "numbers for convergent services" | "location independent numbers") => Class::Voip,
            _ => Class::Network,
        };
        let (most, least) = (most.parse().unwrap(), least.parse().unwrap());
        agrees("AT", "0", prefix, least, most, class, line);
    }
}

#[test]
fn italian_numbers_agree_with_the_plan() {
    let Some(text) = table("numbering-plan-39-italy.csv") else {
        return;
    };
    let numbers = at("IT");
    for line in text.lines().skip(1) {
        let [prefix, most, least, ..] = cells(line, ';')[..] else {
            panic!("{line}")
        };
        let (Ok(most), Ok(least)) = (most.parse::<usize>(), least.parse::<usize>()) else {
            assert!(!numbers.read(prefix).may_be_blocked(), "{line}");
            continue;
        };
        for length in [least, most] {
            // The table leaves out the zero, which is part of every number of a place.
            let national = format!("0{}", number_of(prefix, length));
            for written in [
                national.clone(),
                format!("+39 {national}"),
                format!("0039{national}"),
            ] {
                let party = numbers.read(&written);
                assert_eq!(party.to_string(), format!("+39{national}"), "{line}");
                let number = party.number().unwrap();
                assert_eq!(
                    (number.fit(), number.class()),
                    (Fit::Whole, Class::Fixed),
                    "{line}"
                );
            }
        }
    }
}
