//! Nothing acknowledged is lost and nothing is done twice, whenever the node
//! or its database dies.

mod audit;
mod calls;
mod cluster;
mod load;
mod served;

use std::{path::Path, time::Duration};

use crate::support::{database::Postgres, folder, random::Random};
use audit::Audit;
use cluster::Cluster;
use load::Load;

/// How often the node is killed on SQLite.
const KILLS: u64 = 50;
/// How often it is killed on PostgreSQL.
const POSTGRES_KILLS: u64 = 8;
/// How often the PostgreSQL server is.
const RESTARTS: u64 = 6;
/// Longest time from the start of a node to its death, in milliseconds. Some
/// die before they are open, most under load.
const LIFE: u64 = 900;

#[test]
fn a_node_killed_fifty_times_loses_nothing() {
    let here = folder();
    let audit = kill(here.path(), "", KILLS, 0x5EED);
    audit.tell("50 kills on SQLite");
    // One in four dies before it acknowledged anything; the others did a lot.
    assert!(audit.acknowledged() > 20 * KILLS as usize);
}

#[test]
fn a_node_on_postgresql_killed_under_load_loses_nothing() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let Some(database) = runtime.block_on(Postgres::make()) else {
        return;
    };
    let here = folder();
    let audit = kill(here.path(), &database.url, POSTGRES_KILLS, 0x5EED_0002);
    audit.tell("8 kills on PostgreSQL");
    assert!(audit.acknowledged() > 0);
    runtime.block_on(database.drop());
}

#[test]
fn a_database_restarted_under_load_loses_nothing() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let here = folder();
    let data = here.path().join("data");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let database = runtime.block_on(Postgres::on(&cluster.url()));
    let mut random = Random::new(0x5EED_0003);
    let mut audit = Audit::new(&data, &database.url);
    let mut load = Load::start(&data, 1, &database.url);
    load.wait_for(200);
    for _ in 0..RESTARTS {
        std::thread::sleep(Duration::from_millis(300 + random.below(1_200)));
        let before = load.acknowledged();
        cluster.restart();
        // The node lives on and finds its database again by itself.
        load.wait_for(before + 50);
        audit.look();
    }
    audit.add(load.end());
    audit.everything();
    audit.tell("6 restarts of PostgreSQL");
    drop(cluster);
}

/// Kills a node under load at random moments; looks at what is there after
/// each, and lets every other run begin with what the one before left behind.
fn kill(folder: &Path, url: &str, times: u64, seed: u64) -> Audit {
    let data = folder.join("data");
    let mut random = Random::new(seed);
    let mut audit = Audit::new(&data, url);
    for run in 1..=times {
        let mut load = Load::start(&data, run, url);
        if !run.is_multiple_of(4) {
            load.wait_for(1);
        }
        std::thread::sleep(Duration::from_millis(random.below(LIFE)));
        audit.add(load.kill());
        audit.look();
        if run.is_multiple_of(2) || run == times {
            audit.everything();
        } else {
            audit.durable();
        }
    }
    audit
}
