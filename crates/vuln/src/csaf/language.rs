//! Languages (BCP 47; 6.1.12, 6.1.15, 6.1.28, 6.2.12, 6.2.14, 6.2.15).

use super::{Check, document::Document, shape::short};

/// ISO 639-1, and the three-letter codes of ISO 639-2 that stand for more than one language or none.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy \
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik \
    in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml \
    mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh \
    si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo \
    za zh zu";

/// ISO 3166-1 with what the registry keeps of former and reserved codes.
const REGIONS: &str = "AA AC AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ \
    BR BS BT BU BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CS CU CV CW CX CY CZ DD DE DG DJ DK DM DO DZ EA EC EE \
    EG EH ER ES ET EU EZ FI FJ FK FM FO FR FX GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU \
    IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC \
    MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NT NU NZ OM PA PE PF PG \
    PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SU SV SX SY SZ TA \
    TC TD TF TG TH TJ TK TL TM TN TO TP TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS YD YE YT YU ZA ZM \
    ZR ZW ZZ";

/// Tags that are registered as a whole and fit no rule.
const WHOLE: &[&str] = &["i-default", "i-mingo"];

pub(super) fn check(document: &Document<'_>, check: &mut Check) {
    let head = document.head();
    let (lang, source) = (head.text("lang"), head.text("source_lang"));
    for (member, tag) in [("lang", lang), ("source_lang", source)] {
        let path = format!("/document/{member}");
        if tag.is_empty() || !is_tag(tag) {
            continue;
        }
        if tag.eq_ignore_ascii_case("i-default") {
            check.add("6.2.15", path, "i-default is no language");
        } else if let Some(subtag) = unknown(tag) {
            check.add(
                "6.1.12",
                path,
                format!("{} is not registered", short(subtag)),
            );
        } else if let Some(subtag) = private(tag) {
            check.add(
                "6.2.14",
                path,
                format!("{} is for private use", short(subtag)),
            );
        }
    }
    let category = head.get("publisher");
    let category = category.map_or("", |publisher| publisher.text("category"));
    if category == "translator" && source.is_empty() {
        check.add(
            "6.1.15",
            "/document/source_lang",
            "a translation has to name it",
        );
    }
    if !lang.is_empty() && lang.eq_ignore_ascii_case(source) {
        check.add(
            "6.1.28",
            "/document/source_lang",
            format!("is {} too", short(lang)),
        );
    }
    if lang.is_empty() {
        check.add("6.2.12", "/document/lang", "is missing");
    }
}

/// Whether it has the form of a language tag (2.1 of RFC 5646).
pub(super) fn is_tag(tag: &str) -> bool {
    if WHOLE.iter().any(|whole| tag.eq_ignore_ascii_case(whole)) {
        return true;
    }
    let mut parts = tag.split('-').peekable();
    let alphabetic = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let plain = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let digits = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let Some(language) = parts.next() else {
        return false;
    };
    if !language.eq_ignore_ascii_case("x") {
        if !alphabetic(language, 2..=8) {
            return false;
        }
        for _ in 0..3 {
            if language.len() <= 3 {
                parts.next_if(|part| alphabetic(part, 3..=3));
            }
        }
        parts.next_if(|part| alphabetic(part, 4..=4));
        parts.next_if(|part| alphabetic(part, 2..=2) || digits(part));
        let is_variant = |part: &&str| {
            plain(part, 5..=8)
                || (plain(part, 4..=4) && part.starts_with(|c: char| c.is_ascii_digit()))
        };
        while parts.next_if(is_variant).is_some() {}
        let is_singleton = |part: &&str| plain(part, 1..=1) && !part.eq_ignore_ascii_case("x");
        while parts.next_if(is_singleton).is_some() {
            if parts.next_if(|part| plain(part, 2..=8)).is_none() {
                return false;
            }
            while parts.next_if(|part| plain(part, 2..=8)).is_some() {}
        }
        match parts.next() {
            None => return true,
            Some(x) if x.eq_ignore_ascii_case("x") => {}
            Some(_) => return false,
        }
    }
    parts.peek().is_some() && parts.all(|part| plain(part, 1..=8))
}

/// A part of a tag that no registry has. Three letters are taken on trust: there are thousands.
fn unknown(tag: &str) -> Option<&str> {
    let language = tag.split('-').next().unwrap_or_default();
    let known = match language.len() {
        1 | 3 => true,
        2 => TWO_LETTERS
            .split_whitespace()
            .any(|known| known.eq_ignore_ascii_case(language)),
        _ => false,
    };
    if !known {
        return Some(language);
    }
    let known = |region: &str| {
        let mut regions = REGIONS.split_whitespace();
        is_private_region(region) || regions.any(|known| known.eq_ignore_ascii_case(region))
    };
    region(tag).filter(|region| region.len() == 2 && !known(region))
}

/// The region of a tag: two letters or three digits behind language and script.
fn region(tag: &str) -> Option<&str> {
    let before = |part: &&str| part.len() > 1;
    let mut parts = tag.split('-').take_while(before).skip(1);
    parts.find(|part| part.len() == 2)
}

fn is_private_region(region: &str) -> bool {
    let region = region.to_ascii_uppercase();
    matches!(&*region, "AA" | "ZZ") || ("QM".."QZ\0").contains(&&*region) || region.starts_with('X')
}

/// A part of a tag that means what its users agreed on.
fn private(tag: &str) -> Option<&str> {
    let mut parts = tag.split('-');
    let language = parts.next()?;
    let lower = language.to_ascii_lowercase();
    if lower == "x" || (lower.len() == 3 && ("qaa".."qtz\0").contains(&&*lower)) {
        return Some(language);
    }
    parts.find(|part| {
        let lower = part.to_ascii_lowercase();
        let script = lower.len() == 4 && ("qaaa".."qabx\0").contains(&&*lower);
        let is_region = Some(*part) == region(tag) && is_private_region(part);
        script || is_region || lower == "x"
    })
}
