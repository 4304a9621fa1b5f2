//! Which characters mean nothing for evasion, each for itself.

/// What a character can mean for evasion.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Plain {
    /// `A` to `Z`.
    Capital,
    /// `a` to `z`.
    Small,
    /// A letter of a script that has no case, and that folding leaves alone.
    Caseless,
    /// A digit or sign that can stand for a letter.
    Leet,
    /// White space.
    Space,
    /// An emoji or other picture.
    Picture,
    /// Needs a closer look wherever it stands.
    Odd,
    /// Anything else.
    Other,
}

impl Plain {
    /// Returns whether it is a letter that may be a capital.
    pub(super) fn is_cased(self) -> bool {
        matches!(self, Self::Capital | Self::Small)
    }
}

/// Returns what `c` can mean after the character `before` it.
pub(super) fn kind(c: char, before: char) -> Plain {
    if let Some(kind) = ASCII.get(c as usize) {
        return *kind;
    }
    match c {
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3040}'..='\u{30FF}' => {
            Plain::Caseless
        }
        // digits become Arabic ones, and marks may be doubled or want joining
        '\u{E50}'..='\u{E59}' => Plain::Odd,
        '\u{E00}'..='\u{E7F}' if c != before && before != '\u{E4D}' => Plain::Caseless,
        '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' => Plain::Picture,
        _ => Plain::Odd,
    }
}

static ASCII: [Plain; 128] = {
    let mut table = [Plain::Other; 128];
    let mut i = 0;
    while i < 128 {
        let byte = i as u8;
        table[i] = match byte {
            b'A'..=b'Z' => Plain::Capital,
            b'a'..=b'z' => Plain::Small,
            b'0'..=b'9' | b'$' | b'@' | b'!' | b'|' => Plain::Leet,
            b' ' | b'\t' | b'\n' | b'\r' => Plain::Space,
            b'&' => Plain::Odd,
            0..=8 | 11..=12 | 14..=31 | 127 => Plain::Odd,
            _ => Plain::Other,
        };
        i += 1;
    }
    table
};
