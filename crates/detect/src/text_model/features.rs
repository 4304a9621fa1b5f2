//! What the model sees of a text: hashed pieces and a few counts.
//!
//! Two readings of the same text, so that no single trick hides both:
//! a stream of letters and digits without anything between them (spaces, dots and
//! dashes put into words change nothing), cut into short runs; and the words as they
//! stand, alone, in pairs, and with their inner letters in any order (swapped
//! letters change nothing). Digits are all alike. Of a link only the host is read.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use crate::normalise::Normalised;

/// Numbers of bits in an index: how many weights there are.
pub(super) const BITS: u32 = 19;

/// Number of hashed weights.
pub(super) const HASHED: usize = 1 << BITS;

/// Pieces share a row of class weights with some others.
const ROW_BITS: u32 = 5;

/// Number of rows of class weights.
pub(super) const CLASS_ROWS: usize = HASHED >> ROW_BITS;

/// Returns the row of class weights of the piece with this index.
pub(super) const fn class_row(index: usize) -> usize {
    index >> ROW_BITS
}

/// Texts are read up to this many symbols; what follows repeats or is padding.
pub(super) const MAX_SYMBOLS: usize = 2048;

/// Longest run of letters that is looked at.
const ORDERS: usize = 5;

/// Memory that a thread reuses from one text to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    symbols: Vec<Symbol>,
    words: Vec<Word>,
    /// The pieces of the text that was read last.
    pub(super) pieces: Vec<Piece>,
    /// What each byte of the text weighs, while a text is explained.
    pub(super) share: Vec<f32>,
}

#[derive(Clone, Copy, Debug)]
struct Symbol {
    code: u32,
    at: u32,
    script: Script,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    hash: u64,
    /// The same for any order of the inner letters.
    bag: u64,
    start: u32,
    end: u32,
    length: u32,
    script: Script,
}

/// How a script divides into pieces that carry meaning.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Script {
    #[default]
    Digit,
    Latin,
    Cyrillic,
    /// One sign is a word or half of one.
    Wide,
    /// Written without spaces.
    Thai,
    Other,
}

/// Counts of a text that have a weight of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Counts {
    pub(super) links: u32,
    pub(super) paths: u32,
    pub(super) short_numbers: u32,
    pub(super) long_numbers: u32,
    pub(super) money: u32,
    pub(super) shouts: u32,
    pub(super) asks: u32,
    pub(super) handles: u32,
    pub(super) percents: u32,
    pub(super) brackets: u32,
    pub(super) scripts: [u32; 6],
}

/// Number of weights that are not hashed.
pub(super) const DENSE: usize = 40;

/// A hashed piece of a text and its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) index: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Piece {
    fn new(hash: u64, start: u32, end: u32) -> Self {
        Self {
            index: index(hash),
            start,
            end,
        }
    }
}

/// Calls `each` with the index and place of every piece of `text`; returns how many and the counts.
pub(super) fn visit(
    text: &Normalised,
    scratch: &mut Scratch,
    mut each: impl FnMut(usize, u32, u32),
) -> (u32, Counts) {
    let counts = read(text, scratch);
    for piece in &scratch.pieces {
        each(piece.index as usize, piece.start, piece.end);
    }
    (scratch.pieces.len() as u32, counts)
}

/// Leaves the pieces of `text` in `scratch` and returns its counts.
pub(super) fn read(text: &Normalised, scratch: &mut Scratch) -> Counts {
    let counts = read_symbols(&text.folded, scratch);
    let Scratch {
        symbols,
        words,
        pieces,
        ..
    } = scratch;
    pieces.clear();
    cut_symbols(symbols, pieces);
    cut_words(words, pieces);
    counts
}

/// Cuts the stream of symbols into short runs.
fn cut_symbols(symbols: &[Symbol], pieces: &mut Vec<Piece>) {
    let mut runs = [0_u64; ORDERS];
    // where the run of each length begins
    let mut starts = [0_u32; ORDERS];
    for (i, symbol) in symbols.iter().enumerate() {
        let code = u64::from(symbol.code);
        for order in (1..ORDERS).rev() {
            runs[order] = runs[order - 1].wrapping_mul(MULTIPLIER).wrapping_add(code);
            starts[order] = starts[order - 1];
        }
        runs[0] = code;
        starts[0] = symbol.at;
        let end = symbols.get(i + 1).map_or(symbol.at + 1, |next| next.at);
        let run = |order: usize| {
            let hash = runs[order - 1] ^ (order as u64) << 58;
            Piece::new(hash, starts[order - 1], end)
        };
        match symbol.script {
            Script::Wide => add(pieces, [run(1), run(2), run(3), run(4)], i + 1),
            Script::Thai => add(pieces, [run(3), run(4), run(5)], i.saturating_sub(1)),
            _ => add(pieces, [run(3), run(4)], i.saturating_sub(1)),
        }
    }
}

/// Appends the first `count` of `runs`: the first symbols of a text have few before them.
fn add<const N: usize>(pieces: &mut Vec<Piece>, runs: [Piece; N], count: usize) {
    if count >= N {
        pieces.extend_from_slice(&runs);
    } else {
        pieces.extend(runs.iter().take(count));
    }
}

/// Cuts the words: alone, in pairs, and with their inner letters in any order.
fn cut_words(words: &[Word], pieces: &mut Vec<Piece>) {
    let mut before: Option<&Word> = None;
    for word in words {
        if word.script != Script::Wide {
            pieces.push(Piece::new(word.hash ^ WORD, word.start, word.end));
            if let Some(before) = before {
                let pair = before.hash.wrapping_mul(MULTIPLIER) ^ word.hash ^ PAIR;
                pieces.push(Piece::new(pair, before.start, word.end));
            }
            if word.length >= 4 && matches!(word.script, Script::Latin | Script::Cyrillic) {
                pieces.push(Piece::new(word.bag ^ BAG, word.start, word.end));
            }
        }
        before = Some(word);
    }
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const WORD: u64 = 0x51ED_270B_9F2C_3A11;
const PAIR: u64 = 0xC2B2_AE3D_27D4_EB4F;
const BAG: u64 = 0x1656_67B1_9E37_79F9;

fn index(hash: u64) -> u32 {
    let mixed = (hash ^ hash >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((mixed ^ mixed >> 32).wrapping_mul(0x94D0_49BB_1331_11EB) >> (64 - BITS)) as u32
}

/// What a character is to the model.
#[derive(Clone, Copy, Debug)]
struct Class {
    code: u32,
    script: Script,
}

/// Latin letters with accents lose them here: `U+00C0..U+0250` and `U+1E00..U+1F00`.
static BARE: LazyLock<Vec<u32>> = LazyLock::new(|| {
    (0xC0..0x250_u32)
        .chain(0x1E00..0x1F00)
        .map(|code| {
            let c = char::from_u32(code).unwrap_or('\0');
            let bare = match c {
                'đ' => 'd',
                'ø' => 'o',
                'ł' => 'l',
                'ı' => 'i',
                'ħ' => 'h',
                _ => std::iter::once(c).nfd().next().unwrap_or(c),
            };
            bare as u32
        })
        .collect()
});

fn class(c: char) -> Option<Class> {
    let code = c as u32;
    let (code, script) = match c {
        'a'..='z' => (code, Script::Latin),
        '0'..='9' => ('0' as u32, Script::Digit),
        '\0'..='\u{BF}' => return None,
        // most text that is not ASCII, early
        '\u{3400}'..='\u{9FFF}' => (code, Script::Wide),
        '\u{E00}'..='\u{E4F}' => (code, Script::Thai),
        'ё' => ('е' as u32, Script::Cyrillic),
        '\u{400}'..='\u{52F}' => (code, Script::Cyrillic),
        '×' | '÷' => return None,
        '\u{C0}'..='\u{24F}' => (bare(code - 0xC0, code), Script::Latin),
        '\u{1E00}'..='\u{1EFF}' => (bare(code - 0x1E00 + 0x190, code), Script::Latin),
        '\u{3041}'..='\u{30FF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}' => {
            (code, Script::Wide)
        }
        'أ' | 'إ' | 'آ' | 'ٱ' => ('ا' as u32, Script::Other),
        'ى' | 'ی' => ('ي' as u32, Script::Other),
        'ک' => ('ك' as u32, Script::Other),
        'ة' => ('ه' as u32, Script::Other),
        '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{6D4}' | '\u{964}' | '\u{965}' => return None,
        '\u{370}'..='\u{1FFF}' => (code, Script::Other),
        _ => return None,
    };
    Some(Class { code, script })
}

fn bare(at: u32, code: u32) -> u32 {
    BARE.get(at as usize).copied().unwrap_or(code)
}

/// Reads the symbols and words of `folded` into `scratch`.
fn read_symbols(folded: &str, scratch: &mut Scratch) -> Counts {
    scratch.symbols.clear();
    scratch.words.clear();
    let mut reader = Reader {
        scratch,
        counts: Counts::default(),
        word: Word::EMPTY,
        first: 0,
        last: 0,
        digits: 0,
        sign: '\0',
    };
    let mut chunk = 0;
    let mut dots = memchr::memchr2_iter(b'.', b':', folded.as_bytes()).peekable();
    // A chunk is what stands between spaces.
    while chunk < folded.len() && reader.scratch.symbols.len() < MAX_SYMBOLS {
        let rest = folded.get(chunk..).unwrap_or_default();
        while dots.next_if(|&dot| dot < chunk).is_some() {}
        if dots.peek().is_none() && reader.scratch.symbols.len() + rest.len() <= MAX_SYMBOLS {
            // no links, and short enough: where the spaces are does not matter
            reader.chunk(rest, chunk);
            break;
        }
        let length = rest
            .bytes()
            .position(|byte| byte <= b' ')
            .unwrap_or(rest.len());
        let piece = rest.get(..length).unwrap_or_default();
        let link = dots.peek().filter(|&&dot| dot < chunk + length);
        match link.and_then(|&dot| host(piece, dot - chunk)) {
            Some((start, end, path)) => {
                reader.chunk(piece.get(..start).unwrap_or_default(), chunk);
                reader.counts.links += 1;
                reader.counts.paths += u32::from(path.is_some());
                reader.chunk(piece.get(start..end).unwrap_or_default(), chunk + start);
                // what is not ASCII is not part of the path: "bit.ly/3abc" may touch the next word
                let path = path.unwrap_or(end);
                let rest = piece.get(path..).unwrap_or_default();
                let tail = rest
                    .bytes()
                    .position(|byte| !byte.is_ascii())
                    .unwrap_or(rest.len());
                reader.chunk(rest.get(tail..).unwrap_or_default(), chunk + path + tail);
            }
            None => reader.chunk(piece, chunk),
        }
        chunk += length + 1;
    }
    reader.counts
}

/// Ends of names in links that are not also ends of sentences.
const ENDINGS: &[&str] = &[
    "com", "net", "org", "info", "biz", "xyz", "top", "vip", "club", "online", "site", "shop",
    "app", "link", "live", "icu", "store", "website", "page", "click", "work", "loan", "bet",
    "win", "fun", "pro", "mobi", "edu", "gov", "test", "example", "asia", "buzz", "cfd", "sbs",
];

/// Finds a link in `piece`, whose first dot or colon is at `dot`: where its host begins and ends,
/// and where its path begins.
fn host(piece: &str, dot: usize) -> Option<(usize, usize, Option<usize>)> {
    let bytes = piece.as_bytes();
    let find = |name: &[u8], from: usize| {
        let mut places = bytes.get(from..)?.windows(name.len());
        places.position(|place| place == name).map(|at| from + at)
    };
    let scheme = find(b"://", dot);
    let start = match scheme {
        Some(at) => at + 3,
        None => match find(b"www.", dot.saturating_sub(3)) {
            Some(at) => at,
            None => {
                // the host may touch a word of another script
                bytes
                    .get(..dot)
                    .unwrap_or_default()
                    .iter()
                    .rposition(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'-'))
                    .map_or(0, |at| at + 1)
            }
        },
    };
    let rest = bytes.get(start..)?;
    let length = rest
        .iter()
        .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')))
        .unwrap_or(rest.len());
    let mut host = piece.get(start..start + length)?;
    host = host.trim_end_matches('.');
    let end = start + host.len();
    let path = (bytes.get(end) == Some(&b'/')).then_some(end);
    let sure = scheme.is_some() || host.starts_with("www.");
    let (name, ending) = host.rsplit_once('.')?;
    let known = ENDINGS.contains(&ending);
    let country = ending.len() == 2
        && ending.bytes().all(|byte| byte.is_ascii_lowercase())
        && (path.is_some() || name.ends_with(".co") || name.ends_with(".com"));
    if name.is_empty()
        || !(sure || known || country)
        || bytes.get(start.wrapping_sub(1)) == Some(&b'@')
    {
        return None;
    }
    let start = if host.starts_with("www.") {
        start + 4
    } else {
        start
    };
    Some((start.min(end), end, path))
}

impl Word {
    const EMPTY: Self = Self {
        hash: 0,
        bag: 0,
        start: 0,
        end: 0,
        length: 0,
        script: Script::Digit,
    };
}

struct Reader<'a> {
    scratch: &'a mut Scratch,
    counts: Counts,
    word: Word,
    /// First and last letter of the word.
    first: u32,
    last: u32,
    /// Digits in a row.
    digits: u32,
    /// The sign before this character.
    sign: char,
}

impl Reader<'_> {
    fn chunk(&mut self, piece: &str, offset: usize) {
        for (at, c) in piece.char_indices() {
            let at = (offset + at) as u32;
            match class(c) {
                Some(class) => self.symbol(class, at, c),
                None => {
                    if c == '\'' && self.word.length > 0 {
                        continue;
                    }
                    self.end_number();
                    self.end_word(at);
                    self.other(c);
                }
            }
        }
        self.end_number();
        self.end_word((offset + piece.len()) as u32);
        self.sign = '\0';
    }

    fn symbol(&mut self, class: Class, at: u32, c: char) {
        if class.script == Script::Digit {
            if self.digits == 0 && is_currency(self.sign) {
                self.counts.money += 1;
            }
            self.digits += 1;
        } else {
            self.end_number();
        }
        let change = self.word.length > 0
            && self.word.script != class.script
            && self.word.script != Script::Digit
            && class.script != Script::Digit;
        if change || class.script == Script::Wide {
            self.end_word(at);
        }
        self.sign = c;
        // a letter three times in a row is as good as twice
        if let [.., a, b] = self.scratch.symbols.as_slice()
            && a.code == class.code
            && b.code == class.code
            && class.script != Script::Digit
        {
            return;
        }
        self.counts.scripts[class.script as usize] += 1;
        if self.scratch.symbols.len() < MAX_SYMBOLS {
            self.scratch.symbols.push(Symbol {
                code: class.code,
                at,
                script: class.script,
            });
        }
        let word = &mut self.word;
        if word.length == 0 {
            *word = Word::EMPTY;
            word.start = at;
            self.first = class.code;
        } else if word.length > 1 {
            word.bag = word.bag.wrapping_add(scatter(self.last));
        }
        if word.length == 0 || word.script == Script::Digit {
            word.script = class.script;
        }
        self.last = class.code;
        word.hash = (word.hash ^ u64::from(class.code))
            .wrapping_mul(MULTIPLIER)
            .rotate_left(17);
        word.length += 1;
    }

    fn other(&mut self, c: char) {
        let counts = &mut self.counts;
        match c {
            '!' | '！' | '‼' => counts.shouts += 1,
            '?' => counts.asks += 1,
            '@' => counts.handles += 1,
            '%' => counts.percents += u32::from(self.sign.is_ascii_digit()),
            '[' | '【' | '(' | '<' | '《' => counts.brackets += 1,
            c if is_currency(c) => counts.money += u32::from(self.sign.is_ascii_digit()),
            _ => {}
        }
        self.sign = c;
    }

    fn end_number(&mut self) {
        match self.digits {
            0..=2 => {}
            3..=6 => self.counts.short_numbers += 1,
            _ => self.counts.long_numbers += 1,
        }
        self.digits = 0;
    }

    fn end_word(&mut self, at: u32) {
        let mut word = self.word;
        if word.length == 0 {
            return;
        }
        word.end = at;
        word.bag = word
            .bag
            .wrapping_add(u64::from(self.first).wrapping_mul(MULTIPLIER))
            .wrapping_add(u64::from(self.last).wrapping_mul(PAIR));
        self.scratch.words.push(word);
        self.word.length = 0;
    }
}

fn scatter(code: u32) -> u64 {
    let mixed = u64::from(code).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    mixed ^ mixed >> 32
}

fn is_currency(c: char) -> bool {
    matches!(
        c,
        '$' | '£' | '€' | '¥' | '฿' | '₽' | '₹' | '₦' | '₩' | '₫' | '₴' | '¢'
    )
}

/// Turns counts into the values of the dense features.
pub(super) fn dense(text: &Normalised, counts: &Counts) -> [f32; DENSE] {
    let mut values = [0.0; DENSE];
    let mut at = 0;
    let mut put = |value: f32| {
        if let Some(slot) = values.get_mut(at) {
            *slot = value;
        }
        at += 1;
    };
    let flag = |yes: bool| f32::from(u8::from(yes));
    put(1.0);
    put(flag(counts.links > 0));
    put(flag(counts.links > 1));
    put(flag(counts.paths > 0));
    put(flag(counts.short_numbers > 0));
    put(flag(counts.long_numbers > 0));
    put(flag(counts.money > 0));
    put(flag(counts.money > 1));
    put(flag(counts.shouts > 0));
    put(flag(counts.shouts > 2));
    put(flag(counts.asks > 0));
    put(flag(counts.handles > 0));
    put(flag(counts.percents > 0));
    put(flag(counts.brackets > 0));
    let shape = &text.shape;
    put(flag(shape.pictures > 0));
    put(flag(shape.pictures > 2));
    put(flag(shape.characters < 20));
    put(flag(shape.characters < 50));
    put(flag(shape.characters > 100));
    put(flag(shape.characters > 160));
    put(flag(shape.characters > 320));
    let capitals = shape.letters > 8;
    put(flag(capitals && shape.capitals * 10 > shape.letters * 2));
    put(flag(capitals && shape.capitals * 10 > shape.letters * 6));
    put(flag(shape.digits * 10 > shape.characters));
    put(flag(shape.digits * 5 > shape.characters));
    let signs = &text.signs;
    put(flag(signs.invisible > 0));
    put(flag(signs.combining > 0));
    put(flag(signs.bidi > 0));
    put(flag(signs.styled > 1));
    put(flag(signs.confusable > 0));
    put(flag(signs.confusable > 3));
    put(flag(signs.spaced > 0));
    put(flag(signs.leet > 0));
    put(flag(signs.leet > 1));
    for script in [
        Script::Latin,
        Script::Cyrillic,
        Script::Wide,
        Script::Thai,
        Script::Other,
    ] {
        let count = counts.scripts[script as usize];
        let all: u32 = counts.scripts.iter().skip(1).sum();
        put(flag(count * 2 > all));
    }
    values
}
