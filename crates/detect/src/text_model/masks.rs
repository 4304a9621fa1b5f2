//! Writes out what a corpus masked, each time in another manner.
//!
//! A hidden text was written by its sender, not by us: whatever one writer always does
//! would become a sign of the collection. So one text's numbers, names, places and links
//! follow a manner that is drawn for it: from a list, put together, shortened, left out.

use super::{
    random::Random,
    slots::{digits, fill},
};

/// Masks in angle brackets and the blank that each stands for.
const MARKS: &[(&str, &str)] = &[
    ("<NAME>", "{name}"),
    ("<#>", "{{n}|{n}|{n3}|{n4}|{code}}"),
    ("<DECIMAL>", "{n}.{n}"),
    ("<TIME>", "{time}"),
    ("<DATE>", "{date}"),
    ("<URL>", "{link}"),
    ("<EMAIL>", "{name}@example.test"),
    ("<IP>", "192.0.2.{n}"),
    ("<PHONE>", "{phone}"),
];

/// Writes out masks in angle brackets.
pub fn unmask(text: &str, random: &mut Random) -> String {
    replace(text, MARKS, random, |form, random, out| {
        out.push_str(&fill(form, random));
    })
}

/// Masks in capitals among Chinese, longest first where one begins with another.
const WORDS: &[(&str, Mask)] = &[
    ("CELLPHONE", Mask::Mobile),
    ("CELLPHON", Mask::Mobile),
    ("HOTLINE", Mask::Phone),
    ("PHONE", Mask::Phone),
    ("WECHAT", Mask::Account),
    ("PLACE", Mask::Place),
    ("DIGIT", Mask::Number),
    ("NAME", Mask::Name),
    ("BANK", Mask::Bank),
    ("URL", Mask::Link),
    ("QQ", Mask::Account),
];

/// What a mask stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mask {
    Mobile,
    Phone,
    Account,
    Place,
    Number,
    Name,
    Bank,
    Link,
}

/// How the masks of one text are written.
struct Manner {
    /// Names from a list, put together, or both.
    composed: f32,
    /// Share of names, places and numbers that are left out.
    left_out: f32,
    /// Numbers in Chinese numerals.
    numerals: bool,
    /// Separators in telephone numbers.
    separated: bool,
    /// Links without scheme and path.
    bare: bool,
}

impl Manner {
    fn draw(random: &mut Random) -> Self {
        let unit = random.unit();
        Self {
            composed: if random.chance(0.3) {
                0.0
            } else {
                random.unit()
            },
            left_out: if random.chance(0.75) { 0.0 } else { unit },
            numerals: random.chance(0.08),
            separated: random.chance(0.25),
            bare: random.chance(0.25),
        }
    }

    fn write(&self, mask: Mask, random: &mut Random, out: &mut String) {
        let missing = matches!(mask, Mask::Place | Mask::Number | Mask::Name | Mask::Bank)
            && random.chance(self.left_out);
        if missing {
            return;
        }
        let composed = random.chance(self.composed);
        let form = match mask {
            Mask::Mobile if self.separated => "1{3|4|5|6|7|8|9}{n}{ |-}{n4}{ |-}{n4}",
            Mask::Mobile => "{hmobile}",
            Mask::Phone if self.separated => "{400-{n3}-{n4}|0{n3}-{n4}{n3}|(0{n})6{n3}{n4}}",
            Mask::Phone => "{{hphone}|{hphone}|955{n}|100{n}|{n4}{n4}}",
            Mask::Account => "{{id}|{code}|{code}{n4}}",
            Mask::Place if composed => return place(random, out),
            Mask::Place => "{hplace}",
            Mask::Number if self.numerals => {
                "{一|二|两|三|四|五|六|七|八|九|十|百|千|几|十五|三百}"
            }
            Mask::Number => "{hdigit}",
            Mask::Name if composed => return name(random, out),
            Mask::Name => "{{hname}|{hbrand}}",
            Mask::Bank if composed => "{hplace}银行",
            Mask::Bank => "{hbank}",
            Mask::Link if self.bare => "{{host}|www.{host}|m.{host}|{host}}",
            Mask::Link => "{link}",
        };
        out.push_str(&fill(form, random));
    }
}

/// Writes out masks in capitals, as Chinese texts have them.
pub fn unmask_han(text: &str, random: &mut Random) -> String {
    let manner = Manner::draw(random);
    replace(text, WORDS, random, |mask, random, out| {
        manner.write(*mask, random, out);
    })
}

fn replace<T>(
    text: &str,
    masks: &[(&str, T)],
    random: &mut Random,
    write: impl Fn(&T, &mut Random, &mut String),
) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let found = masks
            .iter()
            .find_map(|(mask, form)| Some((form, rest.strip_prefix(mask)?)));
        match found {
            Some((form, after)) => {
                write(form, random, &mut out);
                rest = after;
            }
            None => {
                out.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or_default();
            }
        }
    }
    out
}

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文志海燕春晓东辉波宁佳欣怡子涵浩宇轩梓雨晨思雅琪博雪倩婷慧颖健斌飞鹏凯俊峰云龙庆生荣德福根祥立新永成";
const HOUSES: &str =
    "金鑫宝隆华泰恒盛天福瑞祥和兴达丰源美佳乐家康安信诚嘉利通万顺德正大东方环球世纪新星光亚太联合";
const PLACES: &str = "平安宁阳江州山海河湖东西南北中长新吉青黄白龙云石清永兴福嘉景昌德武文金银桂柳桃梅林泉溪湾港泰康乐和义仁信";

fn one(list: &str, random: &mut Random, out: &mut String) {
    let count = list.chars().count();
    out.extend(list.chars().nth(random.below(count)));
}

/// A person or a house whose name is on no list.
fn name(random: &mut Random, out: &mut String) {
    let titles = [
        "", "先生", "女士", "小姐", "经理", "总", "老师", "姐", "哥", "师傅",
    ];
    let houses = [
        "", "", "公司", "集团", "超市", "商城", "科技", "家居", "花园", "广场", "国际",
    ];
    if random.chance(0.6) {
        one(SURNAMES, random, out);
        let given = random.below(3);
        for _ in 0..given {
            one(GIVEN, random, out);
        }
        if given == 0 || random.chance(0.2) {
            out.push_str(random.pick(&titles).unwrap_or(&""));
        }
    } else {
        for _ in 0..2 + random.below(2) {
            one(HOUSES, random, out);
        }
        out.push_str(random.pick(&houses).unwrap_or(&""));
    }
}

/// A place that is on no list.
fn place(random: &mut Random, out: &mut String) {
    let kinds = [
        "", "", "市", "县", "区", "镇", "省", "路", "街", "村", "新区", "大道", "广场",
    ];
    one(PLACES, random, out);
    one(PLACES, random, out);
    out.push_str(random.pick(&kinds).unwrap_or(&""));
    if random.chance(0.05) {
        digits(2, random, out);
        out.push('号');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mask_is_written_out() {
        let mut random = Random::new(3);
        for _ in 0..100 {
            let text = unmask_han(
                "电话CELLPHONEPHONE加WECHATQQ到PLACE找NAME送DIGIT元BANK查URL",
                &mut random,
            );
            for (mask, _) in WORDS {
                assert!(!text.contains(mask), "{text}");
            }
        }
        for (mask, _) in MARKS {
            let text = unmask(&format!("at {mask}, {mask}"), &mut random);
            assert!(!text.contains('<'), "{text}");
        }
    }

    #[test]
    fn one_text_is_written_in_many_ways() {
        let written: std::collections::BTreeSet<String> = (0..50)
            .map(|seed| unmask_han("NAME在PLACE", &mut Random::new(seed)))
            .collect();
        assert!(written.len() > 30, "{written:?}");
    }
}
