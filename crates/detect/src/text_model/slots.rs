//! Fills the blanks in templates with things that look real.
//!
//! A blank says what stood there: `{link}`, `{amount}`, `{phone}`. Names and numbers
//! are invented or reserved; link hosts are the kinds that both sides use.

use super::random::Random;

/// Fills every `{…}` of `text`: `{a|b|c}` is one of these, `{word}` is a blank.
///
/// Alternatives may hold blanks and alternatives in turn.
pub fn fill(text: &str, random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    fill_into(text, random, &mut out, 0);
    out
}

/// Alternatives nest this deep.
const MAX_DEPTH: u32 = 8;

fn fill_into(text: &str, random: &mut Random, out: &mut String, depth: u32) {
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(rest.get(..open).unwrap_or_default());
        let inner = rest.get(open + 1..).unwrap_or_default();
        let Some(close) = closing(inner) else {
            out.push_str(rest.get(open..).unwrap_or_default());
            return;
        };
        let body = inner.get(..close).unwrap_or_default();
        let choices = alternatives(body);
        if depth >= MAX_DEPTH {
        } else if choices.len() == 1 {
            blank(body, random, out);
        } else {
            fill_into(
                random.pick(&choices).copied().unwrap_or_default(),
                random,
                out,
                depth + 1,
            );
        }
        rest = inner.get(close + 1..).unwrap_or_default();
    }
    out.push_str(rest);
}

fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn alternatives(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'|' if depth == 0 => {
                found.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(text.get(start..).unwrap_or_default());
    found
}

const NAMES: &[&str] = &[
    "Alex", "Sam", "Maria", "Ana", "Tom", "Lena", "Omar", "Amina", "Ivan", "Nina", "Kofi", "Zuri",
    "Mei", "Lin", "Noi", "Somchai", "Juma", "Asha", "Paul", "Lucie", "Hugo", "Carlos", "Lucia",
    "Fatima", "Yusuf", "Olga", "Peter", "Emma",
];
const HAN_NAMES: &[&str] = &[
    "小王",
    "小李",
    "张经理",
    "李女士",
    "王先生",
    "陈经理",
    "刘总",
    "小张",
    "小陈",
    "赵姐",
    "阿明",
    "丽丽",
    "小美",
    "周老师",
    "林小姐",
    "吴经理",
    "晓红",
    "志强",
    "建国",
    "小雨",
];
const HAN_BRANDS: &[&str] = &[
    "新天地",
    "金太阳",
    "天猫",
    "京东",
    "淘宝",
    "华为",
    "小米",
    "万达",
    "国美",
    "苏宁",
    "锦绣",
    "联想",
    "海尔",
    "美的",
    "欧派",
    "星光",
    "宝来",
    "恒丰",
    "百丽",
    "安踏",
    "一",
    "大",
    "金",
    "新",
    "超值",
];
const HAN_PLACES: &[&str] = &[
    "北京",
    "上海",
    "广州",
    "深圳",
    "杭州",
    "南京",
    "成都",
    "重庆",
    "武汉",
    "西安",
    "天津",
    "苏州",
    "长沙",
    "青岛",
    "郑州",
    "福建",
    "山东",
    "江苏",
    "浙江",
    "河北",
    "朝阳区",
    "东城",
    "海淀",
    "浦东",
    "人民路",
    "中山路",
    "解放路",
    "城西",
    "济南",
    "大连",
    "昆明",
    "合肥",
    "沈阳",
    "宁波",
    "厦门",
    "东莞",
    "佛山",
    "石家庄",
    "中国",
    "华强北",
    "南山",
    "无锡",
];
const HAN_BANKS: &[&str] = &[
    "工商银行",
    "建设银行",
    "农业银行",
    "中国银行",
    "招商银行",
    "邮储银行",
    "交通银行",
    "工行",
    "建行",
    "农行",
    "招行",
];
const HOSTS: &[&str] = &[
    "bit.ly",
    "tinyurl.com",
    "cutt.ly",
    "is.gd",
    "t.me",
    "wa.me",
    "lin.ee",
    "t.cn",
    "dwz.cn",
    "url.cn",
    "goo.gl",
    "ow.ly",
    "rebrand.ly",
    "shorturl.at",
];
const ENDINGS: &[&str] = &[
    "com", "net", "cn", "com.cn", "cc", "top", "xyz", "info", "vip", "co", "org", "me", "site",
    "online", "ru", "shop", "club", "in",
];
const BRANDS: &[&str] = &[
    "Netflix",
    "Amazon",
    "PayPal",
    "Apple",
    "DHL",
    "UPS",
    "FedEx",
    "USPS",
    "Royal Mail",
    "Evri",
    "HSBC",
    "Chase",
    "Wells Fargo",
    "Bank of America",
    "Barclays",
    "Santander",
    "HMRC",
    "IRS",
    "E-ZPass",
    "Coinbase",
    "Binance",
    "WhatsApp",
    "Facebook",
    "Google",
    "Microsoft",
    "Vodafone",
    "O2",
    "EE",
    "T-Mobile",
    "Verizon",
    "AT&T",
    "Walmart",
    "Costco",
    "Shopee",
    "Lazada",
    "TikTok",
    "eBay",
    "Lloyds",
    "NatWest",
    "Revolut",
    "Citi",
    "Capital One",
    "DBS",
    "POSB",
    "SingPost",
    "AusPost",
    "myGov",
    "Medicare",
    "Spotify",
    "Venmo",
    "Zelle",
    "Cash App",
    "Paytm",
    "SBI",
    "HDFC",
    "ICICI",
];

pub(super) fn digits(count: usize, random: &mut Random, out: &mut String) {
    for at in 0..count {
        let digit = if at == 0 {
            1 + random.below(9)
        } else {
            random.below(10)
        };
        out.push(char::from(b'0' + digit as u8));
    }
}

fn letters(count: usize, random: &mut Random, out: &mut String) {
    const SIGNS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    for _ in 0..count {
        out.push(char::from(random.pick(SIGNS).copied().unwrap_or(b'a')));
    }
}

fn host(random: &mut Random, out: &mut String) {
    const PARTS: &[&str] = &[
        "secure", "my", "online", "info", "update", "claim", "pay", "shop", "win", "go", "get",
        "app", "web", "mail", "portal", "help", "id", "track", "m", "wap", "wx", "hd",
    ];
    if random.chance(0.4) {
        out.push_str(random.pick(PARTS).unwrap_or(&""));
        out.push(if random.chance(0.5) { '-' } else { '.' });
    }
    let length = 3 + random.below(8);
    for _ in 0..length {
        out.push(char::from(b'a' + random.below(26) as u8));
    }
    if random.chance(0.3) {
        let length = 1 + random.below(4);
        digits(length, random, out);
    }
    out.push('.');
    out.push_str(random.pick(ENDINGS).unwrap_or(&"com"));
}

fn link(random: &mut Random, out: &mut String) {
    let scheme = ["http://", "https://", "", "", "www."];
    let scheme = random.pick(&scheme).copied().unwrap_or_default();
    let short = random.chance(0.4);
    if !(short && scheme == "www.") {
        out.push_str(scheme);
    }
    if short {
        out.push_str(random.pick(HOSTS).unwrap_or(&"bit.ly"));
    } else {
        host(random, out);
    }
    if short || random.chance(0.5) {
        out.push('/');
        let length = 2 + random.below(7);
        letters(length, random, out);
    }
}

fn phone(random: &mut Random, out: &mut String) {
    match random.below(7) {
        0 => {
            out.push_str("+1 555 01");
            digits(2, random, out);
        }
        1 => {
            out.push('0');
            digits(10, random, out);
        }
        2 => {
            out.push_str("+44 7700 900");
            digits(3, random, out);
        }
        3 => {
            out.push_str("0800 ");
            digits(6, random, out);
        }
        4 => {
            out.push_str("(555) 555-01");
            digits(2, random, out);
        }
        5 => digits(10, random, out),
        _ => {
            out.push('+');
            digits(11, random, out);
        }
    }
}

fn amount(random: &mut Random, out: &mut String) {
    let mut number = String::new();
    let length = 1 + random.below(4);
    digits(length, random, &mut number);
    if random.chance(0.3) {
        number.push_str(if random.chance(0.5) { ",000" } else { "00" });
    }
    if random.chance(0.3) {
        number.push('.');
        let (a, b) = (random.below(10), random.below(10));
        number.push_str(&format!("{a}{b}"));
    }
    match random.below(8) {
        0 | 1 => out.push('$'),
        2 => out.push('£'),
        3 => out.push('€'),
        4 => out.push_str("USD "),
        5 => out.push_str("Rs."),
        _ => {}
    }
    out.push_str(&number);
}

fn blank(name: &str, random: &mut Random, out: &mut String) {
    let choose =
        |list: &[&'static str], random: &mut Random| random.pick(list).copied().unwrap_or_default();
    match name {
        "link" => link(random, out),
        "host" => host(random, out),
        "phone" => phone(random, out),
        "amount" => amount(random, out),
        "money" => {
            let length = 2 + random.below(5);
            digits(length, random, out);
        }
        "n" => {
            let length = 1 + random.below(2);
            digits(length, random, out);
        }
        "n3" => digits(3, random, out),
        "n4" => digits(4, random, out),
        "n5" => digits(5, random, out),
        "code" => {
            let length = 4 + random.below(4);
            digits(length, random, out);
        }
        "ref" => {
            let length = 5 + random.below(7);
            letters(length, random, out);
        }
        "parcel" => {
            letters(2, random, out);
            digits(9, random, out);
        }
        "name" => out.push_str(choose(NAMES, random)),
        "brand" => out.push_str(choose(BRANDS, random)),
        "hname" => out.push_str(choose(HAN_NAMES, random)),
        "hbrand" => out.push_str(choose(HAN_BRANDS, random)),
        "hplace" => out.push_str(choose(HAN_PLACES, random)),
        "hbank" => out.push_str(choose(HAN_BANKS, random)),
        "hdigit" => han_digits(random, out),
        "hphone" => match random.below(4) {
            0 => {
                out.push_str("400");
                digits(7, random, out);
            }
            1 => {
                out.push_str(if random.chance(0.5) { "010" } else { "0571-" });
                digits(8, random, out);
            }
            _ => {
                out.push('1');
                digits(10, random, out);
            }
        },
        "hmobile" => {
            out.push_str(random.pick(&["13", "15", "18", "17"]).unwrap_or(&"13"));
            digits(9, random, out);
        }
        "id" => {
            let length = 5 + random.below(6);
            if random.chance(0.5) {
                digits(length, random, out);
            } else {
                letters(length, random, out);
            }
        }
        "time" => {
            let (hour, minute) = (random.below(24), random.below(60));
            out.push_str(&format!("{hour}:{minute:02}"));
        }
        "date" => {
            let (day, month) = (1 + random.below(28), 1 + random.below(12));
            match random.below(3) {
                0 => out.push_str(&format!("{day}/{month}")),
                1 => out.push_str(&format!(
                    "{day:02}/{month:02}/20{:02}",
                    20 + random.below(8)
                )),
                _ => out.push_str(&format!("{day}.{month}.")),
            }
        }
        _ => {}
    }
}

fn han_digits(random: &mut Random, out: &mut String) {
    match random.below(8) {
        0 => {
            let (a, b) = (random.below(10), 1 + random.below(9));
            out.push_str(&format!("{a}.{b}"));
        }
        1 => {
            let length = 5 + random.below(5);
            digits(length, random, out);
        }
        _ => {
            let length = 1 + random.below(4);
            digits(length, random, out);
        }
    }
}
