//! How often texts of one template share a band, and how often strangers do.
#![expect(
    clippy::print_stdout,
    reason = "figures for whoever runs it with --nocapture"
)]

use watchbell_detect::{normalise::Normalised, template::Signature};

/// Least share of pairs with 10 to 20 in 100 words changed that must meet.
const SAME: f64 = 0.95;
/// Largest share of unrelated pairs that may meet.
const STRANGERS: f64 = 1e-5;

/// A small generator of numbers, the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A rank below `most`, falling off as in language: the most frequent word is one in twenty.
    fn zipf(&mut self, most: usize) -> usize {
        const SHIFT: f64 = 3.0;
        let rank = SHIFT * ((most as f64 + SHIFT) / SHIFT).powf(self.unit()) - SHIFT;
        (rank as usize).min(most - 1)
    }
}

struct Script {
    name: &'static str,
    words: Vec<String>,
    gap: &'static str,
}

fn scripts() -> Vec<Script> {
    let mut random = Random(7);
    let mut latin = Vec::new();
    for rank in 0..6000_usize {
        let length = 2 + random.below(3) + rank.checked_ilog2().unwrap_or(0) as usize / 2;
        latin.push(
            (0..length)
                .map(|_| char::from(b'a' + random.below(26) as u8))
                .collect(),
        );
    }
    let mut chinese = Vec::new();
    for _ in 0..6000 {
        let length = 1 + random.below(3);
        chinese.push(
            (0..length)
                .filter_map(|_| char::from_u32(0x4e00 + random.below(3000) as u32))
                .collect(),
        );
    }
    vec![
        Script {
            name: "words with gaps",
            words: latin,
            gap: " ",
        },
        Script {
            name: "words without gaps",
            words: chinese,
            gap: "",
        },
    ]
}

impl Script {
    fn message(&self, random: &mut Random) -> Vec<String> {
        let length = 12 + random.below(28);
        (0..length)
            .map(|_| self.words[random.zipf(self.words.len())].clone())
            .collect()
    }

    /// Changes 10 to 20 in 100 words: most are replaced, some left out, some added.
    fn mutated(&self, message: &[String], random: &mut Random) -> Vec<String> {
        let mut copy = message.to_vec();
        let share = 0.10 + 0.10 * random.unit();
        let changes = (share * message.len() as f64).round() as usize;
        let mut places: Vec<usize> = (0..message.len()).collect();
        for i in 0..changes {
            let other = i + random.below(places.len() - i);
            places.swap(i, other);
        }
        places.truncate(changes);
        places.sort_unstable();
        for place in places.into_iter().rev() {
            let word = self.words[random.zipf(self.words.len())].clone();
            match random.below(10) {
                0 => drop(copy.remove(place)),
                1 => copy.insert(place, word),
                _ => copy[place] = word,
            }
        }
        copy
    }

    fn signature(&self, words: &[String], random: &mut Random) -> Signature {
        let text = format!(
            "{}{} https://{}.test/{} {}",
            words.join(self.gap),
            self.gap,
            random.below(99_999),
            random.below(99_999),
            random.below(99_999_999)
        );
        let mut normalised = Normalised::default();
        normalised.read(&text);
        Signature::of(&normalised, &[])
    }
}

#[test]
fn mutations_of_one_template_meet() {
    for script in scripts() {
        let mut random = Random(11);
        let (mut met, pairs) = (0, 4000);
        for _ in 0..pairs {
            let message = script.message(&mut random);
            let other = script.mutated(&message, &mut random);
            let one = script.signature(&message, &mut random);
            met += usize::from(one.meets(&script.signature(&other, &mut random)));
        }
        let share = met as f64 / pairs as f64;
        println!("{}: {share:.4} of {pairs} mutated pairs meet", script.name);
        assert!(share >= SAME, "{}: {share}", script.name);
    }
}

#[test]
fn strangers_do_not_meet() {
    for script in scripts() {
        let mut random = Random(13);
        let messages: Vec<Signature> = (0..3000)
            .map(|_| {
                let message = script.message(&mut random);
                script.signature(&message, &mut random)
            })
            .collect();
        let (mut met, mut pairs) = (0_u64, 0_u64);
        for (i, one) in messages.iter().enumerate() {
            for other in &messages[..i] {
                met += u64::from(one.meets(other));
                pairs += 1;
            }
        }
        let share = met as f64 / pairs as f64;
        println!(
            "{}: {met} of {pairs} unrelated pairs meet ({share:.1e})",
            script.name
        );
        assert!(share <= STRANGERS, "{}: {share}", script.name);
    }
}

#[test]
fn figures_links_and_disguise_do_not_change_the_template() {
    let signature = |text: &str| {
        let mut normalised = Normalised::default();
        normalised.read(text);
        Signature::of(&normalised, &[])
    };
    let one = signature("Your parcel 48213 is waiting at the depot, pay 2.99 before 18:00 today");
    let other = signature(
        "Your p\u{430}rcel 99 is wai\u{200b}ting at the DEPOT, pay 14,50 before 9:30 today",
    );
    assert!(!one.bands().is_empty());
    assert_eq!(one, other);
    assert!(signature("ok").bands().is_empty(), "a word is no template");
}
