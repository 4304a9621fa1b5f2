//! A record as it comes, made ready to be written.

use sha2::{Digest as _, Sha256};
use watchbell_store::{CveProduct, NewCve};
use watchbell_vuln::{
    affected::Entry,
    names::Name,
    record::{self, Record, Summary, pack::Packer},
};

/// Reads, sums up and packs a record.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn prepare(packer: &mut Packer, json: &[u8]) -> Result<NewCve, String> {
    let record = Record::read(json).map_err(|error| error.to_string())?;
    let summary = Summary::of(&record);
    let json = record::minified(json);
    let packed = packer.pack(&json).map_err(|error| error.to_string())?;
    let mut digest = [0; 16];
    digest.copy_from_slice(&Sha256::digest(&json)[..16]);
    let containers = record
        .containers()
        .filter_map(|container| container.provider_metadata.date_updated.as_deref());
    let changed = record.updated.as_deref().into_iter().chain(containers);
    let counts = summary.score();
    let computed = counts.and_then(|scored| scored.computed());
    let score = computed.map(|score| i64::from(score.tenths()));
    let word = counts.and_then(|scored| scored.word()).map(severity);
    let vector = counts.map(|scored| clean(&*scored.text));
    let product = |(name, entry): (Name, usize)| CveProduct {
        vendor: clean(name.vendor),
        product: clean(name.product),
        entry,
    };
    let entry = |entry: &Entry| serde_json::to_string(entry).unwrap_or_default();
    Ok(NewCve {
        id: record.id.to_string(),
        state: record.state.as_str(),
        title: clean(summary.title),
        assigner: clean(record.assigner.as_deref().unwrap_or_default()),
        published_at: record.published.as_deref().and_then(record::moment),
        updated_at: changed.filter_map(record::moment).max().unwrap_or_default(),
        score,
        severity: word,
        vector,
        misfit: summary.scores.iter().any(|scored| scored.is_misfit()),
        ssvc: summary.ssvc.weight(),
        exploited: summary.exploited,
        words: summary.words,
        products: summary.products.into_iter().map(product).collect(),
        entries: summary.entries.iter().map(entry).collect(),
        weaknesses: summary.weaknesses.into_iter().map(clean).collect(),
        digest,
        record: packed,
    })
}

/// PostgreSQL refuses NUL in text.
pub(super) fn clean(text: impl Into<String>) -> String {
    let text = text.into();
    if text.contains('\0') {
        text.replace('\0', "\u{FFFD}")
    } else {
        text
    }
}

fn severity(severity: watchbell_cvss::Severity) -> &'static str {
    match severity {
        watchbell_cvss::Severity::None => "none",
        watchbell_cvss::Severity::Low => "low",
        watchbell_cvss::Severity::Medium => "medium",
        watchbell_cvss::Severity::High => "high",
        watchbell_cvss::Severity::Critical => "critical",
    }
}
