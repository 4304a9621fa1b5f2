//! Looks at what is there after a death: reports, verdicts, leaves, log.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use watchbell_model::{ReportId, SystemClock};
use watchbell_node::{Config, Node};
use watchbell_store::Db;
use watchbell_tlog::{
    checkpoint::Checkpoint,
    log::{Directory, Tree},
    merkle::{Range, leaf_hash},
    note::VerifierKey,
};

use crate::support::node::expect_sound_log;

/// Everything that was ever acknowledged, and the log as it was last seen.
#[derive(Debug)]
pub(super) struct Audit {
    data: PathBuf,
    url: String,
    acknowledged: BTreeSet<ReportId>,
    /// Acknowledged since reports were last looked up one by one.
    fresh: Vec<ReportId>,
    /// The largest checkpoint that was ever published.
    seen: Option<Checkpoint>,
    /// How many leaves speak of each report.
    sealed: BTreeMap<String, u64>,
    /// The tree of the leaves in the database, as far as they were read.
    leaves: Range,
    runtime: tokio::runtime::Runtime,
}

impl Audit {
    pub(super) fn new(data: &Path, url: &str) -> Self {
        Self {
            data: data.to_owned(),
            url: url.to_owned(),
            acknowledged: BTreeSet::new(),
            fresh: Vec::new(),
            seen: None,
            sealed: BTreeMap::new(),
            leaves: Range::default(),
            runtime: tokio::runtime::Runtime::new().expect("a runtime"),
        }
    }

    pub(super) fn acknowledged(&self) -> usize {
        self.acknowledged.len()
    }

    /// Notes what a run acknowledged.
    pub(super) fn add(&mut self, ids: Vec<ReportId>) {
        self.fresh.extend(&ids);
        self.acknowledged.extend(ids);
    }

    /// Says how much was done and looked at.
    #[expect(clippy::print_stdout, reason = "figures to be read with --nocapture")]
    pub(super) fn tell(&self, what: &str) {
        println!(
            "{what}: {} reports acknowledged, {} leaves sealed",
            self.acknowledged.len(),
            self.leaves.end()
        );
    }

    fn config(&self) -> Config {
        crate::support::node::config(&self.data, &self.url)
    }

    /// Expects that the published log begins with the log as it was last seen.
    pub(super) fn look(&mut self) {
        let Some(key) = self.key() else { return };
        let folder = Directory::reading(self.data.join("log"));
        let Ok(tree) = Tree::open(folder, &key) else {
            assert!(self.seen.is_none(), "the checkpoint is gone or unreadable");
            return;
        };
        if let Some(seen) = &self.seen {
            assert!(tree.size() >= seen.size, "the log shrank");
            let root = tree.root_at(seen.size).expect("the older tree is there");
            assert_eq!(root, seen.root, "the log forked at {}", seen.size);
            // Made from the tiles and verified against both roots; every log
            // continues the empty one.
            if seen.size > 0 {
                tree.consistency_proof(seen.size).expect("it is consistent");
            }
        }
        self.seen = Some(tree.checkpoint().clone());
    }

    fn key(&self) -> Option<VerifierKey> {
        let secret = std::fs::read_to_string(self.data.join("keys/log.key")).ok()?;
        let key = watchbell_tlog::note::SigningKey::from_secret(secret.trim());
        Some(key.expect("the key is whole").verifier())
    }

    /// Expects that what was acknowledged is in the database, judged or not.
    pub(super) fn durable(&mut self) {
        let ids = std::mem::take(&mut self.fresh);
        let url = self.config().store_url();
        self.runtime.block_on(async {
            let db = Db::open(&url).await.expect("the database opens");
            for &id in &ids {
                let report = db.report(id).await.expect("the database answers");
                assert!(report.is_some(), "acknowledged report {id} is lost");
            }
            db.close().await;
        });
    }

    /// Lets a node finish what is left, and expects that every acknowledged
    /// report is there once, judged once and sealed once.
    pub(super) fn everything(&mut self) {
        self.durable();
        let config = self.config();
        let read = self.leaves.end() as i64;
        let mut judged = Vec::new();
        let (reports, vkey) = self.runtime.block_on(async {
            let node = Node::open(config, Arc::new(SystemClock)).await;
            let node = node.expect("the node opens");
            node.start();
            node.drain().await.expect("what was left is judged");
            loop {
                let first = read + judged.len() as i64;
                let leaves = node.db().leaves(first, 4_096).await.expect("leaves");
                if leaves.is_empty() {
                    break;
                }
                for leaf in leaves {
                    assert_eq!(leaf.number, read + judged.len() as i64, "no gaps");
                    judged.push(leaf);
                }
            }
            let mut reports = 0;
            let mut before = None;
            loop {
                let page = node.db().reports(before, 5_000).await.expect("reports");
                let Some(last) = page.last() else { break };
                before = Some(last.seq);
                reports += page.len();
                for report in &page {
                    let verdict = report.verdict.as_ref();
                    assert!(verdict.is_some(), "{} is not judged", report.id);
                }
            }
            let vkey = node.vkey().to_owned();
            node.stop().await;
            (reports, vkey)
        });
        for leaf in &judged {
            self.leaves
                .append(leaf_hash(leaf.body.as_bytes()), |_, _| {});
            let leaf: serde_json::Value = serde_json::from_str(&leaf.body).expect("JSON");
            if leaf["kind"] == "verdict" {
                let report = leaf["report"].as_str().expect("it names its report");
                *self.sealed.entry(report.to_owned()).or_default() += 1;
            }
        }
        let twice = self.sealed.iter().find(|(_, times)| **times != 1);
        assert_eq!(twice, None, "sealed once each");
        assert_eq!(self.sealed.len(), reports, "one verdict leaf a report");
        for id in &self.acknowledged {
            assert!(
                self.sealed.contains_key(&id.to_string()),
                "{id} is not sealed"
            );
        }
        self.look();
        expect_sound_log(&self.data, &vkey, self.leaves.end());
        let published = self.seen.as_ref().map(|seen| seen.root);
        assert_eq!(
            published,
            Some(self.leaves.root()),
            "the log is what was sealed"
        );
    }

    /// Expects that nothing is there but what was acknowledged.
    pub(super) fn nothing_else(&self) {
        assert_eq!(self.sealed.len(), self.acknowledged.len());
    }
}
