//! What one message costs: `cargo bench -p watchbell-detect`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use watchbell_detect::{
    facts::Subject,
    judge::{Judge, Scratch},
    normalise::Normalised,
    template::Signature,
};

const MESSAGES: &[(&str, &str)] = &[
    (
        "friend",
        "Hey, are we still on for dinner on Friday? I can bring the dessert if you like, see you at seven then!",
    ),
    (
        "code",
        "Your verification code is 482913. It expires in 5 minutes. Do not share it with anyone, not even with us.",
    ),
    (
        "lure",
        "Your parcel could not be delivered due to an incomplete address. Update it: https://parcel-redelivery.test/a",
    ),
    (
        "chinese",
        "您的快递因地址不详无法派送，请点击 https://kd-cx.test 更新地址，以免退回寄件人",
    ),
    ("thai", "พรุ่งนี้มีนัดหมาย 9.00 น. นะคะ เตรียมตัวให้พร้อม"),
];

fn judging(c: &mut Criterion) {
    let judge = Judge::embedded();
    let mut scratch = Scratch::default();
    let mut group = c.benchmark_group("judge");
    for (name, text) in MESSAGES {
        let subject = Subject {
            text: Some(text),
            ..Subject::default()
        };
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("facts and rules/{name}"), |b| {
            b.iter(|| judge.rules_alone(&subject, &mut scratch));
        });
        group.bench_function(format!("verdict/{name}"), |b| {
            b.iter(|| judge.verdict(&subject, &mut scratch));
        });
        group.bench_function(format!("judge/{name}"), |b| {
            b.iter(|| judge.judge(&subject, &mut scratch));
        });
        let mut normalised = Normalised::default();
        group.bench_function(format!("normalise/{name}"), |b| {
            b.iter(|| normalised.read(text));
        });
        group.bench_function(format!("signature/{name}"), |b| {
            b.iter(|| Signature::of(&normalised, &[]));
        });
    }
    group.finish();
}

criterion_group!(benches, judging);
criterion_main!(benches);
