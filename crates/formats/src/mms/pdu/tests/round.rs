//! What is read is written and read again, whatever happened to it on the way.

use super::super::{read, write};
use crate::{mime::chance::Chance, tests::path};

#[test]
fn damaged_pdus_are_refused_or_read_again_as_they_are_written() {
    let Some(folder) = path("mms/pdu") else {
        return;
    };
    let mut chance = Chance(20_261_126);
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        // Bodies are long and nothing is read in them.
        let bytes = &bytes[..bytes.len().min(3_000)];
        for _ in 0..400 {
            let damaged = chance.damage_bytes(bytes);
            if let Ok((pdu, _)) = read(&damaged) {
                let written = write(&pdu);
                let (again, _) = read(&written).expect("what is written is read");
                assert_eq!(again, pdu, "{written:02x?}");
                let _ = pdu.multimedia().texts();
            }
        }
    }
}

#[test]
fn a_pdu_that_is_cut_off_anywhere_does_no_harm() {
    let Some(path) = path("mms/pdu/projekt_exempel.mms") else {
        return;
    };
    let bytes = std::fs::read(path).unwrap();
    for end in 0..bytes.len() {
        if let Ok((pdu, _)) = read(&bytes[..end]) {
            assert_eq!(read(&write(&pdu)).unwrap().0, pdu, "{end}");
        }
    }
}
