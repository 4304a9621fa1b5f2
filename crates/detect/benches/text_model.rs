//! What normalising, scoring and explaining one message cost: `cargo bench -p watchbell-detect --bench text_model`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use watchbell_detect::{
    normalise::Normalised,
    text_model::{Model, Scratch},
};

const MESSAGES: &[(&str, &str)] = &[
    (
        "plain",
        "Hey, are we still on for dinner on Friday? I can bring the dessert if you like, see you at seven!",
    ),
    (
        "leet",
        "C0ngratulations! Y0u have w0n a fr33 pr1ze, call 0800 555 0199 to cl@im it t0day, offer ends s00n",
    ),
    (
        "mixed scripts",
        "Пpиглaшaю вac в кoмaндy, дoxoд oт 900$ в нeдeлю, oпыт нe нyжeн, пишитe + в лc",
    ),
    (
        "chinese",
        "您的快递因地址不详无法派送，请点击 https://kd-cx.test 更新地址，以免退回寄件人",
    ),
];

fn costs(c: &mut Criterion) {
    let model = Model::embedded();
    let mut scratch = Scratch::default();
    let mut group = c.benchmark_group("text model");
    for (name, text) in MESSAGES {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let mut normalised = Normalised::default();
        group.bench_function(format!("normalise/{name}"), |b| {
            b.iter(|| normalised.read(text));
        });
        group.bench_function(format!("score/{name}"), |b| {
            b.iter(|| model.score(&normalised, &mut scratch));
        });
        group.bench_function(format!("explain/{name}"), |b| {
            b.iter(|| model.weigh(&normalised, &mut scratch).fragments(5));
        });
    }
    group.finish();
}

criterion_group!(benches, costs);
criterion_main!(benches);
