//! Which tiles there are, and how their paths are written.

use std::{fmt, ops::Range, str::FromStr};

use super::{Error, HEIGHT, MAX_LEVEL, WIDTH};
use crate::codec::from_decimal;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Hashes of subtrees of `256^level` leaves.
    Hashes {
        /// The tile level, at most [`MAX_LEVEL`].
        level: u8,
    },
    /// The entries themselves.
    Entries,
}

/// One tile of the log, by what it holds, where, and how wide it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    kind: Kind,
    index: u64,
    width: u16,
}

impl Tile {
    /// Names a tile; `None` for a width outside 1 to 256 or a level above 63.
    pub fn new(kind: Kind, index: u64, width: u16) -> Option<Self> {
        let level_fits = !matches!(kind, Kind::Hashes { level } if level > MAX_LEVEL);
        (level_fits && (1..=WIDTH).contains(&width)).then_some(Self { kind, index, width })
    }

    /// Names the tile with this index in a tree of `size` leaves; `None` where that tree has none.
    pub fn of_tree(kind: Kind, index: u64, size: u64) -> Option<Self> {
        let before = index.checked_mul(u64::from(WIDTH))?;
        let width = items(kind, size).checked_sub(before)?.min(u64::from(WIDTH));
        Self::new(kind, index, width as u16)
    }

    /// Returns what the tile holds.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Returns the place among the tiles of this kind.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Returns the number of hashes or entries.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Says whether the tile can still grow.
    pub fn is_partial(&self) -> bool {
        self.width < WIDTH
    }

    /// Returns the same tile at its full width.
    pub fn full(&self) -> Self {
        Self {
            width: WIDTH,
            ..*self
        }
    }

    /// Returns the folder where the partial tiles before this full tile lie.
    pub fn partials(&self) -> String {
        format!("{}.p", self.full())
    }
}

impl fmt::Display for Tile {
    /// Writes the path, such as `tile/0/x001/x234/067.p/5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Hashes { level } => write!(f, "tile/{level}/")?,
            Kind::Entries => f.write_str("tile/entries/")?,
        }
        write_index(f, self.index)?;
        if self.is_partial() {
            write!(f, ".p/{}", self.width)
        } else {
            Ok(())
        }
    }
}

fn write_index(f: &mut fmt::Formatter<'_>, index: u64) -> fmt::Result {
    let digits = index.to_string();
    let groups = digits.len().div_ceil(3);
    let padded = format!("{index:0>width$}", width = groups * 3);
    for group in 0..groups {
        let lead = if group + 1 < groups { "x" } else { "" };
        let tail = if group + 1 < groups { "/" } else { "" };
        write!(f, "{lead}{}{tail}", &padded[group * 3..group * 3 + 3])?;
    }
    Ok(())
}

impl FromStr for Tile {
    type Err = Error;

    fn from_str(path: &str) -> Result<Self, Error> {
        // Writing the tile again and comparing leaves exactly one spelling.
        read_path(path)
            .filter(|tile| tile.to_string() == path)
            .ok_or_else(|| Error::Path {
                path: path.chars().take(64).collect(),
            })
    }
}

fn read_path(path: &str) -> Option<Tile> {
    let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
    let kind = match kind {
        "entries" => Kind::Entries,
        level => Kind::Hashes {
            level: u8::try_from(from_decimal(level)?).ok()?,
        },
    };
    let (index, width) = match rest.split_once(".p/") {
        Some((index, width)) => (index, u16::try_from(from_decimal(width)?).ok()?),
        None => (rest, WIDTH),
    };
    let mut number = 0_u64;
    for group in index.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        if digits.len() != 3 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        number = number
            .checked_mul(1000)?
            .checked_add(digits.parse().ok()?)?;
    }
    Tile::new(kind, number, width)
}

/// Counts the hashes or entries of a kind that a tree of `size` leaves has.
fn items(kind: Kind, size: u64) -> u64 {
    match kind {
        Kind::Hashes { level } => size
            .checked_shr(u32::from(level) * u32::from(HEIGHT))
            .unwrap_or(0),
        Kind::Entries => size,
    }
}

/// Lists the tiles that differ between a tree of `old` leaves and the same tree grown to `new`, hashes from the leaves up,
/// then entries; a tile that grew is listed once, at its new width.
pub fn changed(old: u64, new: u64) -> impl Iterator<Item = Tile> {
    let levels = (0..=MAX_LEVEL)
        .map(|level| Kind::Hashes { level })
        .take_while(move |kind| items(*kind, new) > 0);
    levels.chain([Kind::Entries]).flat_map(move |kind| {
        let indexes: Range<u64> = match (items(kind, old), items(kind, new)) {
            (before, after) if after > before => {
                before / u64::from(WIDTH)..after.div_ceil(u64::from(WIDTH))
            }
            _ => 0..0,
        };
        indexes.filter_map(move |index| Tile::of_tree(kind, index, new))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(level: u8, index: u64, width: u16) -> Tile {
        Tile::new(Kind::Hashes { level }, index, width).expect("valid")
    }

    #[test]
    fn paths_read_back() {
        for (path, tile) in [
            ("tile/0/000", hashes(0, 0, 256)),
            ("tile/0/x001/x234/067", hashes(0, 1_234_067, 256)),
            ("tile/63/999.p/255", hashes(63, 999, 255)),
            ("tile/1/x001/000.p/1", hashes(1, 1000, 1)),
            (
                "tile/entries/x018/x446/x744/x073/x709/x551/615",
                Tile::new(Kind::Entries, u64::MAX, 256).expect("valid"),
            ),
        ] {
            assert_eq!(tile.to_string(), path);
            assert_eq!(path.parse(), Ok(tile));
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for path in [
            "",
            "tile",
            "tile/",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/1234",
            "tile/0/x000/001",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p",
            "tile/0/x001",
            "tile/0/001/002",
            "tile/0/../000",
            "/tile/0/000",
            "tile/0/000/",
            "tile/0/x001/x000",
            "tile/entries/x999/x999/x999/x999/x999/x999/999",
            "tile/data/000",
            "tile/0/+01",
            "tile/0/000.p/+1",
        ] {
            assert!(path.parse::<Tile>().is_err(), "{path}");
        }
        assert_eq!(
            Tile::new(
                Kind::Hashes {
                    level: MAX_LEVEL + 1
                },
                0,
                1
            ),
            None
        );
        assert_eq!(Tile::new(Kind::Entries, 0, WIDTH + 1), None);
    }

    #[test]
    fn a_tree_of_70000_has_the_tiles_of_the_specification() {
        let all: Vec<Tile> = changed(0, 70_000).collect();
        let count = |kind, partial| {
            all.iter()
                .filter(|t| t.kind() == kind && t.is_partial() == partial)
                .count()
        };
        assert_eq!(count(Kind::Hashes { level: 0 }, false), 273);
        assert_eq!(count(Kind::Hashes { level: 1 }, false), 1);
        assert_eq!(count(Kind::Entries, false), 273);
        let partial: Vec<String> = all
            .iter()
            .filter(|t| t.is_partial())
            .map(Tile::to_string)
            .collect();
        assert_eq!(
            partial,
            [
                "tile/0/273.p/112",
                "tile/1/001.p/17",
                "tile/2/000.p/1",
                "tile/entries/273.p/112"
            ]
        );
        assert_eq!(changed(256, 256).count(), 0);
        assert_eq!(
            changed(0, 256).map(|t| t.to_string()).collect::<Vec<_>>(),
            ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]
        );
    }
}
