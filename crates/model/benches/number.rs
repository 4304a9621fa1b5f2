//! How many telephone numbers are read a second, on one core.
//!
//! `cargo bench -p watchbell-model` prints nanoseconds a number.
#![expect(clippy::print_stdout, reason = "printing figures is what it is for")]

use std::{hint::black_box, time::Instant};

use watchbell_model::Numbers;

const ROUNDS: u32 = 20_000;
/// The quickest of so many is told: the others were disturbed.
const BATCHES: u32 = 20;

fn main() {
    measure(
        "international",
        "DE",
        &[
            "+447700900123",
            "+33199001234",
            "+12025550143",
            "+4930123456",
        ],
    );
    measure(
        "with separators",
        "GB",
        &[
            "+44 (0)7700 900123",
            "(020) 7946 0123",
            "07700-900-123",
            "00 33 1 99 00 12 34",
        ],
    );
    measure(
        "national",
        "DE",
        &["0301234567", "015112345678", "08001234567", "0033199001234"],
    );
    measure(
        "North America",
        "US",
        &[
            "2025550143",
            "1-202-555-0143",
            "011442079460123",
            "8005550143",
        ],
    );
    measure("short", "DE", &["110", "116117", "11833", "22922"]);
    measure(
        "SIP",
        "DE",
        &[
            "sip:+447700900123@example.com;user=phone",
            "<sip:030123456@192.0.2.1>;tag=1",
        ],
    );
    measure(
        "other scripts",
        "GB",
        &["٠٧٧٠٠٩٠٠١٢٣", "＋４４７７００９００１２３"],
    );
    measure("names", "DE", &["PARCEL", "Anonymous", "3Mobile"]);
}

fn measure(name: &str, home: &str, texts: &[&str]) {
    let numbers = Numbers::at(home).expect("the table has this region");
    black_box(numbers.read("+1"));
    let mut each = f64::INFINITY;
    for _ in 0..BATCHES {
        let start = Instant::now();
        for _ in 0..ROUNDS {
            for text in texts {
                black_box(numbers.read(black_box(text)));
            }
        }
        let count = f64::from(ROUNDS) * texts.len() as f64;
        each = each.min(start.elapsed().as_secs_f64() / count);
    }
    println!(
        "{name}: {:.0} ns, {:.1} million a second",
        each * 1e9,
        1e-6 / each
    );
}
