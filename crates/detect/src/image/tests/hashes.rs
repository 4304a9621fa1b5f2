//! Hashes, held against those of the reference implementation.

use std::fs;

use super::{
    super::{Hash, HashError, Picture, TRUSTED, pdq, read},
    data, path, picture, text,
};

#[test]
#[expect(
    clippy::print_stdout,
    reason = "figures for whoever runs it with --nocapture"
)]
fn hashes_agree_with_the_reference() {
    let Some(table) = text("expected.tsv") else {
        return;
    };
    let mut farthest = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let expected: Hash = cells[2].parse().unwrap();
        let quality: u8 = cells[3].parse().unwrap();
        let seen = read(&data(cells[0]).unwrap(), "image/jpeg").unwrap();
        let own = pdq(&seen);
        let distance = own.hash.distance(&expected);
        // Where there is next to nothing to see, the last bit of a decoder decides.
        let most = if quality >= TRUSTED { 2 } else { 10 };
        println!(
            "{}: {distance} bits, quality {} of {quality}",
            cells[0], own.quality
        );
        assert!(distance <= most, "{}: {distance}", cells[0]);
        assert!(
            own.quality.abs_diff(quality) <= 1,
            "{}: {}",
            cells[0],
            own.quality
        );
        farthest = farthest.max(distance);
    }
    println!("farthest: {farthest}");
}

#[test]
fn turned_copies_are_found_among_the_turned_hashes() {
    let Some(original) = data("aaa-orig.jpg") else {
        return;
    };
    let original = pdq(&read(&original, "").unwrap());
    for (name, turn) in [
        ("bridge-2-rotate-90.jpg", 0),
        ("bridge-4-rotate-270.jpg", 2),
        ("bridge-5-flipx.jpg", 3),
        ("bridge-7-flip-plus-1.jpg", 5),
    ] {
        let copy = pdq(&read(&data(name).unwrap(), "").unwrap());
        let distance = copy.hash.distance(&original.turned[turn]);
        assert!(distance <= 10, "{name}: {distance}");
        assert!(copy.hash.distance(&original.hash) > 31, "{name}");
        assert!(
            copy.all()
                .iter()
                .any(|hash| hash.distance(&original.hash) <= 10),
            "{name}"
        );
    }
}

/// Turns a picture by its definition, pixel by pixel.
fn turned(plain: &Picture, turn: usize) -> Picture {
    let (width, height) = (plain.width(), plain.height());
    let rows: Vec<&[u16]> = plain.rows().collect();
    let is_transposed = matches!(turn, 0 | 2 | 5 | 6);
    let (columns, lines) = if is_transposed {
        (height, width)
    } else {
        (width, height)
    };
    let mut out = Vec::new();
    for y in 0..lines {
        for x in 0..columns {
            out.push(match turn {
                0 => rows[x][width - 1 - y],
                1 => rows[height - 1 - y][width - 1 - x],
                2 => rows[height - 1 - x][y],
                3 => rows[height - 1 - y][x],
                4 => rows[y][width - 1 - x],
                5 => rows[x][y],
                _ => rows[height - 1 - x][width - 1 - y],
            });
        }
    }
    Picture::new(columns, lines, out).unwrap()
}

#[test]
fn the_seven_turned_hashes_are_those_of_turned_pictures() {
    let plain = picture(256, 192);
    let own = pdq(&plain);
    for turn in 0..7 {
        let other = pdq(&turned(&plain, turn));
        let distance = other.hash.distance(&own.turned[turn]);
        // Points are taken a little off the middle, so a turn moves them.
        assert!(distance <= 20, "turn {turn}: {distance}");
    }
}

#[test]
fn small_and_plain_pictures_have_no_quality() {
    for (width, height) in [(4, 100), (100, 4), (1, 1)] {
        let own = pdq(&picture(width, height));
        assert_eq!((own.hash, own.quality), (Hash::default(), 0));
    }
    let grey = Picture::new(200, 200, vec![128 << 8; 40_000]).unwrap();
    assert_eq!(pdq(&grey).quality, 0);
    assert!(pdq(&picture(200, 200)).quality >= TRUSTED);
}

#[test]
fn sizes_of_one_picture_have_one_hash() {
    let large = pdq(&picture(1_000, 700));
    for (width, height) in [(500, 350), (64, 64), (200, 140), (1_001, 701), (63, 65)] {
        let distance = pdq(&picture(width, height)).hash.distance(&large.hash);
        assert!(distance <= 31, "{width} x {height}: {distance}");
    }
}

#[test]
fn hashes_are_read_and_written() {
    let digits = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
    let hash: Hash = digits.parse().unwrap();
    assert_eq!(hash.to_string(), digits);
    assert_eq!(digits.to_uppercase().parse(), Ok(hash));
    assert_eq!(hash.0[0] & 0xFFFF, 0x9b22);
    assert_eq!(
        hash.distance(&Hash([!hash.0[0], hash.0[1], !hash.0[2], hash.0[3]])),
        128
    );
    for wrong in [
        "",
        "f8",
        &digits[1..],
        &format!("{digits}0"),
        &digits.replace('f', "+"),
        &"é".repeat(32),
    ] {
        assert_eq!(wrong.parse::<Hash>(), Err(HashError), "{wrong}");
    }
}

#[test]
fn published_hashes_agree() {
    // Those of another implementation, which makes images smaller in its own way before it hashes them.
    let Some(table) = text("PDQMD5TestData.csv") else {
        return;
    };
    let mut compared = 0;
    for line in table.lines().skip(1) {
        let Some((listed, digits)) = line.split_once(',') else {
            continue;
        };
        let name = listed.rsplit('/').next().unwrap();
        let Ok(expected) = digits.trim().parse::<Hash>() else {
            continue;
        };
        // The table has more images than the data.
        let Ok(bytes) = fs::read(path(name)) else {
            continue;
        };
        let own = pdq(&read(&bytes, "").unwrap());
        if own.quality >= TRUSTED {
            let distance = own.hash.distance(&expected);
            assert!(distance <= 20, "{name}: {distance}");
            compared += 1;
        }
    }
    assert!(compared > 5, "{compared}");
}
