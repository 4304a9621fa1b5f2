use super::*;

fn score(text: &str) -> f32 {
    let mut normalised = Normalised::default();
    normalised.read(text);
    Model::embedded().score(&normalised, &mut Scratch::default())
}

#[test]
fn embedded_weights_are_read_and_written_back() {
    let model = Model::embedded();
    let bytes = model.write();
    assert_eq!(bytes.len(), weights::LENGTH);
    assert_eq!(&Model::read(&bytes).unwrap(), model);
    assert_eq!(model.digest().len(), 64);
}

#[test]
fn damaged_weights_are_refused() {
    let bytes = Model::embedded().write();
    let read = |bytes: &[u8]| Model::read(bytes).unwrap_err();
    assert!(matches!(
        read(b""),
        Error::Weights {
            what: "beginning",
            ..
        }
    ));
    assert!(matches!(
        read(&bytes[..100]),
        Error::Weights { what: "length", .. }
    ));
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(matches!(
        read(&longer),
        Error::Weights { what: "length", .. }
    ));
    let mut other = bytes.clone();
    other[4] = 9;
    assert_eq!(
        read(&other),
        Error::Version {
            found: 9,
            expected: weights::VERSION
        }
    );
    let mut sizes = bytes.clone();
    sizes[6] = 1;
    assert!(matches!(read(&sizes), Error::Weights { what: "sizes", .. }));
    let mut numbers = bytes;
    numbers[12..16].copy_from_slice(&f32::NAN.to_le_bytes());
    assert!(matches!(
        read(&numbers),
        Error::Weights {
            what: "numbers",
            ..
        }
    ));
}

#[test]
fn plain_cases_are_told_apart() {
    for text in [
        "Your parcel is held due to an unpaid customs fee. Pay now: http://pay-parcel.example/x7",
        "Congratulations! You have won a $1000 gift card, claim here bit.ly/3abcd",
        "Hi mum, I dropped my phone, this is my new number. Can you send me money urgently?",
        "สล็อตเว็บตรง สมัครใหม่รับเครดิตฟรี 100 บาท คลิก bit.ly/abc",
        "尊敬的用户您的手机银行已过期请登陆www.example.cc更新",
    ] {
        assert!(score(text) > 0.0, "{text}: {}", score(text));
    }
    for text in [
        "ok see you at 7, running 5 min late",
        "Your verification code is 482913. Do not share it with anyone.",
        "嗯，晚上一起吃饭吧",
        "รหัส OTP 475836 กรุณายืนยันรหัสภายใน 3 นาที",
        "",
    ] {
        assert!(score(text) < 0.0, "{text}: {}", score(text));
    }
}

#[test]
fn fragments_say_what_weighs_most() {
    let mut text = Normalised::default();
    text.read("hello my friend, claim your free prize now");
    let mut scratch = Scratch::default();
    let found = Model::embedded().weigh(&text, &mut scratch).fragments(3);
    assert!(found.len() <= 3);
    assert!(found.is_sorted_by(|a, b| a.weight >= b.weight));
    let words: Vec<&str> = found.iter().map(|f| &text.folded[f.at.clone()]).collect();
    assert!(
        words.contains(&"claim") || words.contains(&"prize"),
        "{words:?}"
    );
}

#[test]
fn provenance_is_of_these_weights() {
    let digest = Model::embedded().digest();
    assert!(include_str!("provenance.md").contains(digest), "{digest}");
}

#[test]
fn training_again_gives_the_same_weights() {
    let table = "label\tlang\tdate\tsender\ttext\nspam\ten\t\t\twin a prize now\nham\ten\t\t\tsee you at home\n";
    let samples: Vec<_> = corpus::read_table("own", table)
        .unwrap()
        .into_iter()
        .map(|sample| (sample, 1.0))
        .collect();
    let options = train::Options {
        epochs: 4,
        ..train::Options::default()
    };
    let mut told = Vec::new();
    let model = train::train(&samples, &options, |epoch| told.push(epoch));
    assert_eq!(told, [1, 2, 3, 4]);
    assert_eq!(model, train::train(&samples, &options, |_| ()));
    let mut text = Normalised::default();
    let mut scratch = Scratch::default();
    text.read("win a prize");
    let unwanted = model.score(&text, &mut scratch);
    text.read("see you");
    assert!(unwanted > model.score(&text, &mut scratch));
}
