//! How many pages of a TAXII collection are served a second, and whether that
//! depends on how much is in it.

use std::{
    io::Write as _,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use watchbell_model::{SystemClock, Time};
use watchbell_node::{Config, Node, accounts::Scope, taxii::media_type};
use watchbell_store::{NewTaxiiObject, Role, TaxiiCollection, TaxiiRoot};

use crate::{exit, format::Format, open, talk};

/// Objects added in one go.
const BATCH: u64 = 5_000;
/// A round number of the collection, for addresses.
const ID: &str = "0f07cc1c-4f3c-4a2c-9b4f-7f1b5b0c0a01";

/// Pages of a TAXII collection served a second, small and large
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell bench taxii --objects 1000000")]
pub(crate) struct Taxii {
    /// Objects in the collection in the end; it is measured with a thousandth of them before
    #[arg(long, default_value_t = 1_000_000)]
    objects: u64,
    /// Objects a page
    #[arg(long, default_value_t = 20)]
    limit: u64,
    /// Connections that ask at once
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// Seconds for which each is measured
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Serialize)]
struct Outcome {
    objects: u64,
    /// First pages a second.
    first_a_second: f64,
    /// Pages behind a moment in the middle, a second.
    middle_a_second: f64,
    /// Bytes of an answer.
    bytes: u64,
}

impl Taxii {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let outcomes = open::runtime()?.block_on(self.measure())?;
        let mut out = std::io::stdout().lock();
        for outcome in outcomes {
            match self.format {
                Format::Json => writeln!(out, "{}", serde_json::to_string(&outcome)?)?,
                Format::Text => writeln!(
                    out,
                    "{} objects: {:.0} first pages a second, {:.0} in the middle; {} bytes each",
                    outcome.objects, outcome.first_a_second, outcome.middle_a_second, outcome.bytes
                )?,
            }
        }
        Ok(exit::CLEAN.into())
    }

    async fn measure(&self) -> anyhow::Result<Vec<Outcome>> {
        let folder = tempfile::tempdir()?;
        let config = Config {
            data: folder.path().join("node"),
            ..Config::default()
        };
        let node = Node::open(config, Arc::new(SystemClock)).await?;
        node.start();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let (end, ended) = watch::channel(false);
        let serving = tokio::spawn(watchbell_web::serve(Arc::clone(&node), listener, ended));
        let token = token(&node).await?;
        let key = collection(&node).await?;
        let (mut there, mut outcomes) = (0, Vec::new());
        for objects in [(self.objects / 1_000).max(self.limit * 2), self.objects] {
            fill(&node, key, there, objects).await?;
            there = objects;
            let middle = node
                .db()
                .taxii_objects(
                    key,
                    &watchbell_store::TaxiiFilter::default(),
                    None,
                    1,
                    false,
                )
                .await?;
            let middle = middle
                .first()
                .map_or_else(|| node.now(), |object| object.added_at);
            let middle = middle.plus_micros(i64::try_from(objects / 2)?);
            let path = format!(
                "/taxii2/bench/collections/{ID}/objects/?limit={}",
                self.limit
            );
            let (first, bytes) = self.rate(&address, &token, &path).await?;
            let path = format!("{path}&added_after={middle}");
            let (in_the_middle, _) = self.rate(&address, &token, &path).await?;
            outcomes.push(Outcome {
                objects,
                first_a_second: first,
                middle_a_second: in_the_middle,
                bytes,
            });
        }
        end.send_replace(true);
        serving.await?;
        node.stop().await;
        Ok(outcomes)
    }

    /// Answers a second over all connections, and the bytes of one.
    async fn rate(&self, address: &str, token: &str, path: &str) -> anyhow::Result<(f64, u64)> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
             Accept: application/taxii+json;version=2.1\r\n\r\n"
        );
        let began = Instant::now();
        let until = began + Duration::from_secs(self.seconds);
        let (answers, bytes) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let mut tasks = Vec::new();
        for _ in 0..self.connections {
            let (request, address) = (request.clone(), address.to_owned());
            let (answers, bytes) = (Arc::clone(&answers), Arc::clone(&bytes));
            tasks.push(tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await?;
                stream.set_nodelay(true)?;
                let mut buffer = Vec::new();
                while Instant::now() < until {
                    stream.write_all(request.as_bytes()).await?;
                    bytes.store(answer(&mut stream, &mut buffer).await?, Ordering::Relaxed);
                    answers.fetch_add(1, Ordering::Relaxed);
                }
                anyhow::Ok(())
            }));
        }
        for task in tasks {
            task.await??;
        }
        let seconds = began.elapsed().as_secs_f64();
        let answers = answers.load(Ordering::Relaxed) as f64;
        Ok((answers / seconds, bytes.load(Ordering::Relaxed)))
    }
}

/// Reads one answer; returns the bytes of its body.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<u64> {
    buffer.clear();
    loop {
        let head = buffer.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = head {
            let head = std::str::from_utf8(&buffer[..end])?.to_ascii_lowercase();
            anyhow::ensure!(
                head.starts_with("http/1.1 200"),
                "the server answered {head}"
            );
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length
                .context("an answer without a length")?
                .trim()
                .parse()?;
            while buffer.len() < end + 4 + length {
                anyhow::ensure!(stream.read_buf(buffer).await? > 0, "the server hung up");
            }
            return Ok(length as u64);
        }
        anyhow::ensure!(stream.read_buf(buffer).await? > 0, "the server hung up");
    }
}

async fn token(node: &Node) -> anyhow::Result<String> {
    let accounts = node.accounts();
    let password = watchbell_node::accounts::one_time_password()?;
    accounts
        .add("bench", Role::Reader, &password, node.now())
        .await?;
    let account = node
        .db()
        .account_named("bench")
        .await?
        .context("the account is there")?;
    let (_, token) = accounts
        .add_token(&account, "bench", &[Scope::TaxiiRead], 1, node.now())
        .await?;
    Ok(token)
}

async fn collection(node: &Node) -> anyhow::Result<i64> {
    let root = TaxiiRoot {
        name: "bench".to_owned(),
        title: "Bench".to_owned(),
        max_bytes: 1,
        ..TaxiiRoot::default()
    };
    node.db().put_taxii_root(&root).await?;
    let collection = TaxiiCollection {
        root: "bench".to_owned(),
        id: ID.to_owned(),
        title: "Bench".to_owned(),
        can_read: true,
        media_types: media_type("2.1"),
        ..TaxiiCollection::default()
    };
    Ok(node.db().put_taxii_collection(&collection).await?)
}

/// Adds indicators until there are so many.
async fn fill(node: &Node, key: i64, from: u64, to: u64) -> anyhow::Result<()> {
    let bar = talk::progress(to - from, "objects");
    let mut at = from;
    while at < to {
        let end = (at + BATCH).min(to);
        let objects: Vec<NewTaxiiObject> = (at..end).map(indicator).collect();
        node.db()
            .add_taxii_objects(key, &objects, node.now())
            .await?;
        bar.inc(end - at);
        at = end;
    }
    bar.finish_and_clear();
    Ok(())
}

fn indicator(number: u64) -> NewTaxiiObject {
    let id = format!("indicator--{number:08x}-0000-4000-8000-000000000000");
    let made = "2026-01-01T00:00:00.000Z";
    NewTaxiiObject {
        body: format!(
            r#"{{"type":"indicator","spec_version":"2.1","id":"{id}","created":"{made}","modified":"{made}","name":"Host {number}","description":"A host that phishing messages link to.","indicator_types":["malicious-activity"],"pattern":"[domain-name:value = 'host{number}.example']","pattern_type":"stix","valid_from":"{made}"}}"#
        ),
        id,
        kind: "indicator".to_owned(),
        spec: "2.1".to_owned(),
        version: Some((
            made.to_owned(),
            made.parse().unwrap_or_else(|_| Time::default()),
        )),
        added_at: None,
    }
}
