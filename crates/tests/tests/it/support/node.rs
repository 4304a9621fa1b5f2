//! Nodes in this process, with a clock that stands still.

use std::{path::Path, sync::Arc};

use watchbell_model::{FixedClock, Report, Time};
use watchbell_node::{Config, Node};
use watchbell_store::Leaf;
use watchbell_tlog::{log::Directory, note::VerifierKey};

use super::messages::at;

/// Configuration of a node in `folder`; without a URL its database is SQLite.
pub(crate) fn config(folder: &Path, url: &str) -> Config {
    let mut config = Config {
        data: folder.to_owned(),
        ..Config::default()
    };
    config.store.url = url.to_owned();
    config.log.interval_milliseconds = 20;
    // The tests' few senders are not the many of an operator.
    config.act.max_share = 1.0;
    config
}

/// Opens and starts a node at the time of the tests' reports.
pub(crate) async fn start(config: Config) -> Arc<Node> {
    start_at(config, at()).await
}

/// Opens and starts a node whose clock stands at `now`.
pub(crate) async fn start_at(config: Config, now: Time) -> Arc<Node> {
    let clock = Arc::new(FixedClock::new(now));
    let node = Node::open(config, clock).await.expect("the node opens");
    node.start();
    node
}

/// Submits reports and waits until they are judged and sealed.
pub(crate) async fn take(node: &Node, reports: Vec<Report>) {
    for part in reports.chunks(500) {
        node.submit(part.to_vec()).await.expect("reports are taken");
    }
    node.drain().await.expect("what came in is judged");
}

/// Every leaf of a node's database, checked to be without gaps.
pub(crate) async fn leaves(node: &Node) -> Vec<Leaf> {
    let mut all: Vec<Leaf> = Vec::new();
    loop {
        let first = all.len() as i64;
        let some = node.db().leaves(first, 4_096).await.expect("leaves");
        if some.is_empty() {
            return all;
        }
        for leaf in some {
            assert_eq!(leaf.number, all.len() as i64, "leaves have no gaps");
            all.push(leaf);
        }
    }
}

/// Checks that the published log is sound and covers `size` leaves.
pub(crate) fn expect_sound_log(data: &Path, vkey: &str, size: u64) {
    let key: VerifierKey = vkey.parse().expect("a verifier key");
    let folder = Directory::reading(data.join("log"));
    let checked = watchbell_tlog::log::check(&folder, &key, |_| {}).expect("the log is there");
    assert!(checked.is_sound(), "{:?}", checked.problems);
    assert_eq!(checked.size, size);
}
