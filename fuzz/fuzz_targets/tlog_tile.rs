//! Tile paths, hash tiles and entry bundles that are read are written back byte for byte.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_tlog::tile::{self, Tile};

fuzz_target!(|data: &[u8]| {
    if let Some(tile) = std::str::from_utf8(data).ok().and_then(|path| path.parse::<Tile>().ok()) {
        assert_eq!(tile.to_string().as_bytes(), data);
    }
    let Some((width, content)) = data.split_first() else { return };
    let width = u16::from(*width) + 1;
    if let Ok(hashes) = tile::read_hashes(content, width) {
        assert_eq!(tile::write_hashes(&hashes), content);
    }
    if let Ok(entries) = tile::read_entries(content, width) {
        let mut bundle = Vec::new();
        for entry in entries {
            tile::write_entry(&mut bundle, entry).expect("it was read from a bundle");
        }
        assert_eq!(bundle, content);
    }
});
