//! Reads numbers from standard input, one a line, as they are written in a country, and prints what they are.
//!
//! `cargo run -p watchbell-model --example number -- DE < numbers.txt`; a line may begin with another country and a tab.
#![expect(clippy::print_stdout, reason = "printing is what it is for")]

use std::{collections::HashMap, env, error::Error, io::BufRead as _};

use watchbell_model::{Numbers, Party};

fn main() -> Result<(), Box<dyn Error>> {
    let home = env::args().nth(1).unwrap_or_default();
    let mut readers: HashMap<String, Numbers> = HashMap::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (place, text) = line.split_once('\t').unwrap_or((&home, &line));
        if !readers.contains_key(place) {
            readers.insert(place.to_owned(), Numbers::at(place)?);
        }
        let party = readers
            .get(place)
            .map_or(Party::Withheld, |numbers| numbers.read(text));
        match &party {
            Party::Number(number) => println!(
                "{number}\t{}\t{}\t{}\t{}",
                number
                    .region()
                    .map_or(String::new(), |region| region.to_string()),
                number.class(),
                number.fit(),
                number.guard().map_or("", |guard| guard.as_str()),
            ),
            Party::Name(_) => println!("{party}\t\tname"),
            Party::Address(_) => println!("{party}\t\taddress"),
            Party::Code(_) => println!("{party}\t\tcode"),
            Party::Withheld => println!("{party}\t\twithheld"),
            Party::Unreadable(_) => println!("{party}\t\tunreadable"),
        }
    }
    Ok(())
}
