//! Reads characters: drops what nobody sees, undoes styles and entities, counts.

use unicode_normalization::{UnicodeNormalization, char::compose};

use super::{Shape, Signs, tables};

/// One character on its way from the original to the folded text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// The character as it stands now.
    pub(super) c: char,
    /// Where it was in the original.
    pub(super) at: u32,
    /// What it is.
    pub(super) kind: Kind,
    /// It was a capital, or looked like one.
    pub(super) capital: bool,
    /// Combining marks that were put on it.
    marks: u8,
}

/// What a character is, as far as evasion goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// A Latin letter.
    Latin,
    /// A Cyrillic letter.
    Cyrillic,
    /// A Greek, Armenian or Cherokee letter.
    Foreign,
    /// A letter that is only ever a style of another.
    Styled,
    /// A Thai letter or mark.
    Thai,
    /// A letter of a script that is not confused with these.
    Letter,
    /// A decimal digit.
    Digit,
    /// White space.
    Space,
    /// An emoji or other picture.
    Picture,
    /// Punctuation and everything else.
    Sign,
    /// Not part of the folded text.
    Dropped,
}

impl Kind {
    /// Returns whether it is a letter of any script.
    pub(super) fn is_letter(self) -> bool {
        matches!(
            self,
            Self::Latin | Self::Cyrillic | Self::Foreign | Self::Styled | Self::Thai | Self::Letter
        )
    }
}

impl Item {
    /// Returns whether the folded text does without it.
    pub(super) fn is_dropped(&self) -> bool {
        self.kind == Kind::Dropped
    }
}

/// Compatibility forms longer than this stay as they are: U+FDFA alone has eighteen letters.
const MAX_EXPANSION: usize = 4;

/// The longest HTML character reference that is read, `&` and `;` included.
const MAX_ENTITY: usize = 10;

/// The kinds that a text has, one bit each.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kinds(u16);

impl Kinds {
    fn add(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u16;
    }

    /// Returns whether a character of this kind was read.
    pub(super) fn has(self, kind: Kind) -> bool {
        self.0 & 1 << kind as u16 != 0
    }
}

/// Reads `original` into `items`.
pub(super) fn read(original: &str, items: &mut Vec<Item>, signs: &mut Signs) -> (Shape, Kinds) {
    items.clear();
    items.reserve(original.len());
    let mut reader = Reader {
        items,
        signs,
        shape: Shape::default(),
        kinds: Kinds::default(),
        turned: None,
    };
    // bytes of an entity after its first
    let mut skip = 0;
    for (at, c) in original.char_indices() {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        let place = u32::try_from(at).unwrap_or(u32::MAX);
        if c == '&'
            && let Some((decoded, taken)) = entity(original.get(at..).unwrap_or_default())
        {
            reader.take(decoded, place);
            skip = taken - 1;
            continue;
        }
        reader.take(c, place);
    }
    reader.turn_back();
    (reader.shape, reader.kinds)
}

struct Reader<'a> {
    items: &'a mut Vec<Item>,
    signs: &'a mut Signs,
    shape: Shape,
    kinds: Kinds,
    /// Where a right-to-left override began, in `items`.
    turned: Option<usize>,
}

impl Reader<'_> {
    fn take(&mut self, c: char, at: u32) {
        if c.is_ascii() {
            return self.take_ascii(c, at);
        }
        match c {
            // Most text that is not ASCII, early.
            'а'..='я' => self.letter(c, at, Kind::Cyrillic, false),
            '\u{400}'..='\u{482}' | '\u{48A}'..='\u{52F}' => self.cased(c, at, Kind::Cyrillic),
            '\u{E00}'..='\u{E7F}' => self.thai(c, at),
            '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3040}'..='\u{30FF}' => {
                self.letter(c, at, Kind::Letter, false);
            }
            // Arabic: the stretching sign and the vowel marks are optional.
            '\u{640}' => self.signs.invisible += u32::from(self.items.len() > 1),
            '\u{64B}'..='\u{652}' | '\u{670}' => {}
            '\u{660}'..='\u{669}' => self.digit(c as u32 - 0x660, at),
            '\u{6F0}'..='\u{6F9}' => self.digit(c as u32 - 0x6F0, at),
            '\u{966}'..='\u{96F}' => self.digit(c as u32 - 0x966, at),
            '\u{600}'..='\u{61B}'
            | '\u{61D}'..='\u{6FF}'
            | '\u{590}'..='\u{5FF}'
            | '\u{900}'..='\u{DFF}' => {
                self.letter(c, at, Kind::Letter, false);
            }
            '\u{AC00}'..='\u{D7AF}' => self.letter(c, at, Kind::Letter, false),
            '\u{300}'..='\u{34E}'
            | '\u{350}'..='\u{36F}'
            | '\u{483}'..='\u{489}'
            | '\u{1AB0}'..='\u{1AFF}'
            | '\u{1DC0}'..='\u{1DFF}'
            | '\u{20D0}'..='\u{20FF}'
            | '\u{FE20}'..='\u{FE2F}' => self.mark(c),
            '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'
            | '\u{2060}'..='\u{2064}'
            | '\u{206A}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{E0000}'..='\u{E0FFF}' => self.signs.invisible += 1,
            // Joiners and selectors have honest uses next to emoji and in Indic and Persian words.
            '\u{200C}'..='\u{200D}' => self.joiner(),
            '\u{FE00}'..='\u{FE0F}' => {}
            '\u{200E}'..='\u{200F}' => {}
            '\u{202E}' => {
                self.signs.bidi += 1;
                self.turn_back();
                self.turned = Some(self.items.len());
            }
            '\u{202C}' | '\u{2069}' => self.turn_back(),
            '\u{202A}'..='\u{202D}' | '\u{2066}'..='\u{2068}' => self.signs.bidi += 1,
            '\u{A0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200A}'
            | '\u{2028}'..='\u{2029}'
            | '\u{202F}'
            | '\u{205F}'
            | '\u{3000}'
            | '\u{2800}' => self.push(' ', at, Kind::Space),
            '‘' | '’' | 'ʼ' | '`' | '′' => self.push('\'', at, Kind::Sign),
            '“' | '”' | '„' | '«' | '»' => self.push('"', at, Kind::Sign),
            '‐'..='―' | '−' => self.push('-', at, Kind::Sign),
            // Capital letters in a square or circle; two in a row are a flag.
            '\u{1F1E6}'..='\u{1F1FF}' => self.boxed(c, at, 0x1F1E6),
            '\u{1F130}'..='\u{1F149}' => self.boxed(c, at, 0x1F130),
            '\u{1F150}'..='\u{1F169}' => self.boxed(c, at, 0x1F150),
            '\u{1F170}'..='\u{1F189}' => self.boxed(c, at, 0x1F170),
            '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' => {
                self.push(c, at, Kind::Picture);
            }
            '\u{FF01}'..='\u{FF5E}' => self.full_width(c, at),
            _ => self.take_rare(c, at),
        }
    }

    fn take_ascii(&mut self, c: char, at: u32) {
        match c {
            'a'..='z' => self.letter(c, at, Kind::Latin, false),
            'A'..='Z' => self.letter(c.to_ascii_lowercase(), at, Kind::Latin, true),
            '0'..='9' => self.digit(c as u32 - '0' as u32, at),
            ' ' | '\t' | '\n' | '\r' => self.push(c, at, Kind::Space),
            '\0'..='\x1F' | '\x7F' => self.signs.invisible += 1,
            _ => self.push(c, at, Kind::Sign),
        }
    }

    /// Everything outside the blocks above: tables first, then compatibility forms.
    fn take_rare(&mut self, c: char, at: u32) {
        // the dotless i is a letter of Turkish, and an i without its dot elsewhere
        if c == 'ı' {
            return self.letter('i', at, Kind::Latin, false);
        }
        if tables::styled(c).is_some() {
            self.signs.styled += 1;
            return self.letter(c, at, Kind::Styled, false);
        }
        if tables::is_foreign(c) {
            return self.cased(c, at, Kind::Foreign);
        }
        let compatible = std::iter::once(c).nfkc();
        if matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') {
            return self.cased(c, at, Kind::Latin);
        }
        let mut forms = ['\0'; MAX_EXPANSION];
        let mut count = 0;
        for form in compatible {
            if let Some(slot) = forms.get_mut(count) {
                *slot = form;
            }
            count += 1;
        }
        let forms = forms.get(..count).unwrap_or_default();
        if forms.is_empty() || forms == [c] {
            let kind = if c.is_alphabetic() {
                Kind::Letter
            } else if c.is_numeric() {
                Kind::Digit
            } else {
                Kind::Sign
            };
            return self.push(c, at, kind);
        }
        let alphanumeric = forms.iter().any(|form| form.is_alphanumeric());
        // a parenthesised letter, such as U+249C, means the letter
        let shell = alphanumeric && forms.len() == 3 && forms.first() == Some(&'(');
        self.signs.styled += u32::from(alphanumeric);
        for &form in forms {
            if shell && matches!(form, '(' | ')') {
                continue;
            }
            if form.is_ascii() {
                self.take_ascii(form, at);
            } else if form == '\u{2044}' {
                self.push('/', at, Kind::Sign);
            } else if matches!(form, 'А'..='я' | 'ё' | 'Ё') {
                self.cased(form, at, Kind::Cyrillic);
            } else if form.is_alphabetic() {
                let kind = if matches!(form, '\u{370}'..='\u{3FF}') {
                    Kind::Foreign
                } else {
                    Kind::Letter
                };
                self.cased(form, at, kind);
            } else {
                self.push(form, at, Kind::Sign);
            }
        }
    }

    fn push(&mut self, c: char, at: u32, kind: Kind) {
        self.shape.characters += 1;
        self.shape.pictures += u32::from(kind == Kind::Picture);
        self.kinds.add(kind);
        self.items.push(Item {
            c,
            at,
            kind,
            capital: false,
            marks: 0,
        });
    }

    fn letter(&mut self, c: char, at: u32, kind: Kind, capital: bool) {
        self.shape.characters += 1;
        self.shape.letters += 1;
        self.shape.capitals += u32::from(capital);
        self.kinds.add(kind);
        self.items.push(Item {
            c,
            at,
            kind,
            capital,
            marks: 0,
        });
    }

    fn cased(&mut self, c: char, at: u32, kind: Kind) {
        let lower = c.to_lowercase().next().unwrap_or(c);
        self.letter(lower, at, kind, lower != c);
    }

    fn digit(&mut self, value: u32, at: u32) {
        self.shape.digits += 1;
        self.push(char::from_digit(value, 10).unwrap_or('0'), at, Kind::Digit);
    }

    fn boxed(&mut self, c: char, at: u32, first: u32) {
        let letter = char::from_u32('a' as u32 + (c as u32 - first)).unwrap_or('a');
        self.signs.styled += 1;
        self.letter(letter, at, Kind::Latin, true);
    }

    fn full_width(&mut self, c: char, at: u32) {
        let narrow = char::from_u32(c as u32 - 0xFF01 + 0x21).unwrap_or(c);
        // East Asian keyboards type these; next to such letters they are no sign
        let asian = self
            .items
            .iter()
            .rev()
            .take(8)
            .any(|item| item.kind == Kind::Letter);
        self.signs.styled += u32::from(narrow.is_ascii_alphabetic() && !asian);
        self.take_ascii(narrow, at);
    }

    /// A joiner counts as hidden unless it joins emoji or letters that need it.
    fn joiner(&mut self) {
        let honest = self
            .items
            .last()
            .is_none_or(|last| matches!(last.kind, Kind::Picture | Kind::Letter | Kind::Dropped));
        self.signs.invisible += u32::from(!honest);
    }

    fn thai(&mut self, c: char, at: u32) {
        if let '\u{E50}'..='\u{E59}' = c {
            return self.digit(c as u32 - 0xE50, at);
        }
        let is_mark = matches!(c, '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}');
        if let Some(last) = self.items.last_mut() {
            if is_mark && last.c == c {
                self.signs.combining += 1;
                return;
            }
            if c == '\u{E32}' && last.c == '\u{E4D}' {
                last.c = '\u{E33}';
                return;
            }
        }
        self.letter(c, at, Kind::Thai, false);
    }

    /// Composes a mark with its letter as orthographies do; drops it where none does.
    fn mark(&mut self, c: char) {
        let Some(last) = self.items.last_mut() else {
            return;
        };
        // U+20E3 makes a keycap of the digit before it
        if c == '\u{20E3}' {
            self.signs.styled += 1;
            return;
        }
        match compose(last.c, c) {
            Some(composed) if last.marks < 2 => {
                last.c = composed;
                last.marks += 1;
            }
            _ => {
                self.signs.combining += 1;
                // what is buried under marks was never an accent
                if let Some(bare) = last.c.nfd().next()
                    && last.marks > 0
                {
                    last.c = bare;
                }
                last.marks = 3;
            }
        }
    }

    /// Ends a right-to-left override: what it showed backwards is put in reading order.
    fn turn_back(&mut self) {
        let Some(start) = self.turned.take() else {
            return;
        };
        let Some(run) = self.items.get_mut(start..) else {
            return;
        };
        run.reverse();
        let first = run.iter().map(|item| item.at).min().unwrap_or_default();
        for item in run {
            item.at = first;
        }
    }
}

/// Reads the HTML character reference that `text` begins with: the character and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    let head = text.as_bytes();
    let end = head
        .iter()
        .take(MAX_ENTITY)
        .position(|&byte| byte == b';')?;
    let name = text.get(1..end)?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "shy" => '\u{AD}',
        "pound" => '£',
        "euro" => '€',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|&c| c != '\0')?
        }
    };
    Some((c, end + 1))
}
