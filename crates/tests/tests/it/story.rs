//! One story, told on SQLite and on PostgreSQL.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use watchbell_model::{
    ActionState, FixedClock, Judgement, Report, ReportId, Step, Target, TargetKind, Time,
};
use watchbell_node::{Config, ExportFormat, ListFormat, Node, config::BlockMode, proof};
use watchbell_store::{ActionFilter, IncidentFilter};

use crate::support::{
    database::Postgres,
    folder,
    messages::{at, harmless, report, reporter, smishing},
    node::{config, expect_sound_log, leaves, start, start_at, take},
};

/// Tells a story on one fresh database of each kind.
async fn each(story: impl AsyncFn(Place)) {
    let here = folder();
    story(Place {
        folder: here.path().to_owned(),
        url: String::new(),
    })
    .await;
    if let Some(database) = Postgres::make().await {
        let here = folder();
        story(Place {
            folder: here.path().to_owned(),
            url: database.url.clone(),
        })
        .await;
        database.drop().await;
    }
}

/// Where a story plays.
struct Place {
    folder: PathBuf,
    url: String,
}

impl Place {
    fn config(&self) -> Config {
        config(&self.folder.join("data"), &self.url)
    }
}

#[tokio::test]
async fn from_a_report_to_a_block_and_back() {
    each(async |place| {
        let mut config = place.config();
        config.act.block_mode = BlockMode::Propose;
        let node = start(config.clone()).await;
        let mut reports: Vec<Report> = (0..25).map(smishing).collect();
        reports.extend((0..25).map(harmless));
        take(&node, reports.clone()).await;

        // Judged, and joined to one incident.
        let incidents = node.db().incidents(&IncidentFilter::default(), 10).await;
        let incidents = incidents.unwrap();
        assert_eq!(incidents.len(), 1, "{incidents:#?}");
        let incident = &incidents[0];
        assert_eq!((incident.reports, incident.reporters), (25, 25));
        assert_eq!(incident.verdict, Judgement::Unwanted);

        // Proposed, approved, appealed, reversed.
        let block = blocks(&node, ActionState::Proposed).await;
        let block = block
            .iter()
            .find(|action| action.target.kind == TargetKind::Originator)
            .unwrap();
        assert_eq!(block.target.value, "+15550100001");
        assert!(list(&node).await.is_empty(), "nothing without approval");
        node.approve(block.id, "ana").await.unwrap();
        assert!(list(&node).await.contains("+15550100001"));
        node.appeal(block.id, "the sender", "my number was borrowed")
            .await
            .unwrap();
        assert!(
            list(&node).await.contains("+15550100001"),
            "it stands until somebody decides"
        );
        node.reverse(block.id, "ana", "the appeal is right")
            .await
            .unwrap();
        assert!(list(&node).await.is_empty());
        assert!(
            node.approve(block.id, "ana").await.is_err(),
            "reversed is reversed"
        );
        assert!(node.reverse(block.id, "ana", "again").await.is_err());

        // A person may block the host too, and it ends by itself.
        let host = Target {
            kind: TargetKind::Host,
            value: "courier.test".to_owned(),
        };
        let reason = "seen by hand".to_owned();
        let proposed = node
            .propose(incident.id, host, Step::Block, reason)
            .await
            .unwrap();
        node.approve(proposed.id, "ana").await.unwrap();
        assert!(rpz(&node).await.contains("courier.test"));
        let refused = blocks(&node, ActionState::Proposed).await;
        for action in &refused {
            node.refuse(action.id, "ana", "not sure").await.unwrap();
        }
        node.drain().await.unwrap();
        node.stop().await;

        drop(node);
        let over = at().plus_seconds(config.act.expire_hours * 3600 + 1);
        let node = start_at(config.clone(), over).await;
        settle(async || node.db().action(proposed.id).await.unwrap().state == ActionState::Expired)
            .await;
        assert!(
            rpz(&node)
                .await
                .lines()
                .all(|line| !line.starts_with("courier.test"))
        );

        // Every step was sealed and is proven without the node.
        let exported = node
            .export(incident.id, ExportFormat::IodefXml, "ana")
            .await
            .unwrap();
        assert!(String::from_utf8_lossy(&exported.bytes).contains("secure-login.example"));
        node.drain().await.unwrap();
        let sent = node.submit(vec![reports[0].clone()]).await.unwrap();
        assert_eq!(sent.new, 0, "it is known");
        for subject in [
            sent.ids[0].to_string(),
            block.id.to_string(),
            exported.id.to_string(),
        ] {
            let file = node.proof(&subject).await.unwrap();
            proof::verify(file.as_bytes(), node.vkey()).unwrap();
        }
        let seals = node.db().seals(&block.id.to_string()).await.unwrap();
        assert_eq!(seals.len(), 4, "proposed, approved, appealed, reversed");
        let all = leaves(&node).await;
        expect_sound_log(&config.data, node.vkey(), all.len() as u64);
        node.stop().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_reported_in_confidence_is_not_kept() {
    const SECRET: &str = "the cardamom meeting is in the lighthouse";
    each(async |place| {
        let node = start(place.config()).await;
        let mut kept: Vec<Report> = (0..10).map(smishing).collect();
        let silent = Report {
            consent: Some(false),
            ..report(77, "+15550100009", SECRET)
        };
        kept.push(silent.clone());
        take(&node, kept).await;
        let id: ReportId = node.submit(vec![silent]).await.unwrap().ids[0];
        let stored = node.db().report(id).await.unwrap().unwrap();
        assert_eq!(stored.document.text, None);
        assert!(stored.verdict.is_some());
        node.stop().await;

        let mut bytes = files(&place.folder);
        if let Some(database) = place.postgres() {
            bytes.extend(database.dump().await.into_bytes());
        }
        assert!(find(&bytes, b"secure-login.example"), "the others are kept");
        for word in ["cardamom", "lighthouse"] {
            assert!(!find(&bytes, word.as_bytes()), "{word} was kept");
        }
        // Nobody's number is anywhere: not in the database, not in the log.
        for number in [0, 5, 9, 77] {
            let raw = reporter(number);
            for form in [raw.as_str(), raw.trim_start_matches('+')] {
                assert!(!find(&bytes, form.as_bytes()), "{form} was kept");
            }
        }
        let tiles = files(&place.folder.join("data/log"));
        assert!(find(&tiles, b"\"verdict\""));
        for word in ["secure-login", "15550100001", "suspended"] {
            assert!(!find(&tiles, word.as_bytes()), "{word} is in the log");
        }
    })
    .await;
}

impl Place {
    fn postgres(&self) -> Option<Postgres> {
        (!self.url.is_empty()).then(|| Postgres::there(&self.url))
    }
}

#[tokio::test]
async fn content_is_forgotten_when_its_time_is_over() {
    each(async |place| {
        let config = place.config();
        let node = start(config.clone()).await;
        take(&node, (0..5).map(smishing).collect()).await;
        let id = node.submit(vec![smishing(0)]).await.unwrap().ids[0];
        node.stop().await;

        drop(node);
        let over = at().plus_micros(config.privacy.content_days * Time::DAY + 1);
        let node = start_at(config, over).await;
        settle(async || {
            let report = node.db().report(id).await.unwrap().unwrap();
            report.document.text.is_none() && report.document.reporter.is_none()
        })
        .await;
        let report = node.db().report(id).await.unwrap().unwrap();
        let verdict = report.verdict.expect("the verdict stays");
        assert!(
            verdict
                .findings
                .iter()
                .all(|finding| finding.evidence.is_empty())
        );
        let file = node.proof(&id.to_string()).await.unwrap();
        proof::verify(file.as_bytes(), node.vkey()).expect("what was sealed stays proven");
        node.stop().await;
    })
    .await;
}

#[tokio::test]
async fn the_safety_stop_holds_a_rule_set_that_runs_wild() {
    const SENDERS: u32 = 60;
    each(async |place| {
        let mut config = place.config();
        config.act.block_mode = BlockMode::Active;
        config.act.max_share = 0.05;
        (config.act.observe_reporters, config.act.warn_reporters) = (1, 1);
        (config.act.restrict_reporters, config.act.block_reporters) = (1, 2);
        let node = start(config).await;
        // Sixty senders, each under complaint for a campaign of its own.
        let reports = (0..SENDERS)
            .flat_map(|sender| (0..3).map(move |n| (sender, n)))
            .map(|(sender, n)| {
                let text = format!(
                    "URGENT: your bank account is suspended, verify your password at http://secure-login{sender}.example/{sender}{n}"
                );
                report(sender * 10 + n, &format!("+1555016{sender:04}"), &text)
            })
            .collect();
        take(&node, reports).await;
        node.drain().await.unwrap();

        let under = node.db().targets_under(&[Step::Restrict, Step::Block]).await.unwrap();
        let allowed = i64::from(SENDERS) / 20;
        assert!((1..=allowed + 1).contains(&under), "{under} of {SENDERS} senders are held");
        let refused = ActionFilter { state: Some(ActionState::Refused), ..ActionFilter::default() };
        let refused = node.db().actions(&refused, 1_000).await.unwrap();
        assert!(!refused.is_empty());
        assert!(refused.iter().all(|action| action.reason.starts_with("safety stop")));
        node.stop().await;
    })
    .await;
}

#[tokio::test]
async fn two_nodes_on_one_database_share_the_work() {
    const REPORTS: u32 = 2_000;
    let Some(database) = Postgres::make().await else {
        return;
    };
    let here = folder();
    let configs: Vec<Config> = ["one", "two"]
        .map(|name| config(&here.path().join(name), &database.url))
        .into();
    let first = start(configs[0].clone()).await;
    let keys = |name: &str| here.path().join(name).join("keys");
    fs::create_dir_all(keys("two")).unwrap();
    for key in ["log.key", "secret.key"] {
        fs::copy(keys("one").join(key), keys("two").join(key)).unwrap();
    }
    let second = start(configs[1].clone()).await;

    // Each gets half of the reports, and both get the same hundred.
    let submit = async |node: &Node, numbers: std::ops::Range<u32>| {
        let mut ids = Vec::new();
        let reports: Vec<Report> = numbers
            .map(|n| {
                if n.is_multiple_of(2) {
                    smishing(n)
                } else {
                    harmless(n)
                }
            })
            .collect();
        for part in reports.chunks(50) {
            ids.extend(node.submit(part.to_vec()).await.unwrap().ids);
        }
        ids
    };
    let half = REPORTS / 2;
    let (ids, others) = tokio::join!(
        submit(&first, 0..half + 50),
        submit(&second, half - 50..REPORTS)
    );
    first.drain().await.unwrap();
    second.drain().await.unwrap();
    let judged = [&first, &second].map(|node| metric(node, "watchbell_judge_reports_total"));
    assert_eq!(judged[0] + judged[1], f64::from(REPORTS), "none twice");
    assert!(
        judged.iter().all(|&some| some > 0.0),
        "both worked: {judged:?}"
    );

    let all = leaves(&first).await;
    let mut sealed: Vec<String> = all
        .iter()
        .map(|leaf| serde_json::from_str::<serde_json::Value>(&leaf.body).unwrap())
        .filter(|leaf| leaf["kind"] == "verdict")
        .map(|leaf| leaf["report"].as_str().unwrap().to_owned())
        .collect();
    sealed.sort();
    let mut wanted: Vec<String> = ids.iter().chain(&others).map(ToString::to_string).collect();
    wanted.sort();
    wanted.dedup();
    assert_eq!(sealed, wanted, "each is sealed once");

    let files = ["one", "two"].map(|name| {
        let log = here.path().join(name).join("log");
        (
            log.clone(),
            fs::read_to_string(log.join("checkpoint")).unwrap(),
        )
    });
    assert_eq!(files[0].1, files[1].1, "both sign the same tree");
    for (name, node) in [("one", &first), ("two", &second)] {
        expect_sound_log(&here.path().join(name), node.vkey(), all.len() as u64);
    }
    assert_eq!(full_tiles(&files[0].0), full_tiles(&files[1].0));
    first.stop().await;
    second.stop().await;

    // A node with other keys is kept out.
    let stranger = config(&here.path().join("three"), &database.url);
    let refused = Node::open(stranger, Arc::new(FixedClock::new(at())))
        .await
        .unwrap_err();
    assert!(refused.to_string().contains("same key files"), "{refused}");
    database.drop().await;
}

async fn blocks(node: &Node, state: ActionState) -> Vec<watchbell_model::Action> {
    let filter = ActionFilter {
        step: Some(Step::Block),
        state: Some(state),
        ..ActionFilter::default()
    };
    node.db().actions(&filter, 100).await.expect("actions")
}

async fn list(node: &Node) -> String {
    let (bytes, _) = node.blocklist(ListFormat::Json).await.expect("a list");
    String::from_utf8(bytes).expect("UTF-8")
}

async fn rpz(node: &Node) -> String {
    let (bytes, _) = node.blocklist(ListFormat::Rpz).await.expect("a zone");
    String::from_utf8(bytes).expect("UTF-8")
}

/// Waits until something that happens in the background has happened.
async fn settle(happened: impl AsyncFn() -> bool) {
    for _ in 0..400 {
        if happened().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it did not happen within 20 seconds");
}

/// The value of one counter of a node.
fn metric(node: &Node, name: &str) -> f64 {
    let text = node.metrics();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.and_then(|value| value.parse().ok())
        .unwrap_or_else(|| panic!("no {name} in {text}"))
}

/// The bytes of every file below a folder.
fn files(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.extend(fs::read(&path).expect("a file"));
        }
        // Nothing is found across two files.
        all.push(0);
    }
    all
}

/// The full tiles of a log by their names; partial ones depend on when each
/// node published.
fn full_tiles(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.join("tile")];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(&inner).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|end| end == "p") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("it is below");
                let bytes = fs::read(&path).expect("a tile");
                found.push((name.display().to_string(), bytes));
            }
        }
    }
    found.sort();
    found
}

fn find(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}
