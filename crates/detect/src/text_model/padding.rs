//! Harmless talk, put around a text to make it look like one between friends.

use super::random::Random;

// What people write before they come to the point, and after.
const LATIN: &[&str] = &[
    "hey how are you",
    "hope you had a good weekend",
    "sorry for the late reply",
    "it was nice to see you",
    "are you home yet",
    "mum says hi",
    "see you at dinner",
    "talk later, take care",
    "ok good night",
    "the match was great",
    "don't forget the milk",
    "i will be late, traffic is bad",
];
const CYRILLIC: &[&str] = &[
    "привет, как дела",
    "извини, что долго не отвечал",
    "увидимся вечером",
    "мама передаёт привет",
    "ладно, до завтра",
    "сегодня был дождь",
];
const HAN: &[&str] = &[
    "你好最近怎么样",
    "吃饭了吗",
    "今天天气不错",
    "晚上早点休息",
    "周末一起吃饭吧",
    "妈妈让我问你好",
];
const THAI: &[&str] = &[
    "สวัสดี สบายดีไหม",
    "กินข้าวหรือยัง",
    "เดี๋ยวเจอกันนะ",
    "วันนี้ฝนตกหนักมาก",
    "ฝันดีนะ",
];

/// Writes `text` with talk before it, after it, or both.
pub(super) fn pad(text: &str, random: &mut Random) -> String {
    let talk = text.chars().find_map(|c| match c {
        'a'..='z' | 'A'..='Z' => Some(LATIN),
        '\u{400}'..='\u{4FF}' => Some(CYRILLIC),
        '\u{E00}'..='\u{E7F}' => Some(THAI),
        '\u{4E00}'..='\u{9FFF}' => Some(HAN),
        _ => None,
    });
    let talk = talk.unwrap_or(LATIN);
    let mut some = || random.pick(talk).copied().unwrap_or_default();
    let (before, after) = (some(), some());
    match random.below(3) {
        0 => format!("{before} {text}"),
        1 => format!("{text} {after}"),
        _ => format!("{before}. {text} {after}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_stays_in_the_middle() {
        for (seed, text) in ["win a prize", "ваш приз", "中奖", "รับเงิน", "123"]
            .iter()
            .enumerate()
        {
            let padded = pad(text, &mut Random::new(seed as u64));
            assert!(
                padded.contains(text) && padded.len() > text.len(),
                "{padded}"
            );
        }
    }
}
