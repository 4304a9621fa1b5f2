//! The real program, killed while callers hand in reports over the network.

use std::{
    fs, iter,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use super::{
    audit::Audit,
    calls::{Answer, Calls, send},
};
use crate::support::{
    folder,
    http::Visitor,
    program::run,
    random::Random,
    server::{CONFIG_FILE, Server},
};

/// Publishes often, so that many die while they do.
const CONFIG: &str = "data = \"data\"\n[log]\ninterval-milliseconds = 20\n";
/// How often the server is killed.
const KILLS: u64 = 12;
/// Longest time from when it listens, or in every fourth run from its very
/// start, to its death, in milliseconds.
const LIFE: u64 = 900;
/// Callers at the same time.
const CALLERS: u32 = 8;

#[test]
fn a_served_node_killed_under_load_loses_nothing() {
    let here = folder();
    fs::write(here.path().join(CONFIG_FILE), CONFIG).expect("can be written");
    let token = token(here.path());
    let mut random = Random::new(0x5EED_0004);
    let mut audit = Audit::new(&here.path().join("data"), "");
    let mut calls = Calls::default();
    for run in 1..=KILLS {
        let server = Server::start(here.path());
        let life = Duration::from_millis(random.below(LIFE));
        if run.is_multiple_of(4) {
            thread::sleep(life);
            server.kill();
        } else {
            let answers = under_load(server, life, &token, &calls);
            audit.add(calls.note(answers));
        }
        audit.look();
        if run.is_multiple_of(2) {
            audit.everything();
        } else {
            audit.durable();
        }
    }

    // Every request once more: what was cut off is taken, the rest is known.
    let mut server = Server::start(here.path());
    let caller = caller(&server.address(), &token);
    let answers = hand_in(&caller, 0..calls.made(), &AtomicBool::new(false));
    server.kill();
    audit.add(calls.note(answers));
    audit.everything();
    audit.nothing_else();
    assert_eq!(audit.acknowledged(), calls.reports(), "each is there once");
    audit.tell("12 kills of a server");
    assert!(audit.acknowledged() > 20 * KILLS as usize);
}

/// Makes a token for a program that hands in reports, as an analyst does.
fn token(here: &Path) -> String {
    let add = ["account", "add", "ana", "--role", "analyst"];
    let password = run(here, &[&add[..], &["--config", CONFIG_FILE]].concat()).expect(0);
    let mut server = Server::start(here);
    let mut ana = Visitor::from(&server.address(), "192.0.2.1");
    ana.sign_in("ana", password.trim());
    ana.token(&["reports:write"])
}

/// A program that hands in reports.
fn caller(address: &str, token: &str) -> Visitor {
    let mut caller = Visitor::from(address, "192.0.2.2");
    let bearer = format!("Bearer {token}");
    caller.headers.push(("Authorization".to_owned(), bearer));
    caller
}

/// Kills a server while callers repeat old requests and then make new ones;
/// returns what they were answered.
fn under_load(
    mut server: Server,
    life: Duration,
    token: &str,
    calls: &Calls,
) -> Vec<(u32, Answer)> {
    let caller = caller(&server.address(), token);
    let again = calls.to_repeat();
    let killed = AtomicBool::new(false);
    thread::scope(|scope| {
        let work = || {
            let new = iter::repeat_with(|| calls.new_one());
            hand_in(&caller, again.iter().copied().chain(new), &killed)
        };
        let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(work)).collect();
        thread::sleep(life);
        killed.store(true, Ordering::SeqCst);
        server.kill();
        let answers = callers.into_iter().map(|caller| caller.join());
        answers
            .flat_map(|answers| answers.expect("a caller is answered or cut off"))
            .collect()
    })
}

/// Makes requests until there are no more, or the server is killed.
fn hand_in(
    caller: &Visitor,
    numbers: impl Iterator<Item = u32>,
    killed: &AtomicBool,
) -> Vec<(u32, Answer)> {
    let mut answers = Vec::new();
    for number in numbers {
        match send(caller, number) {
            Ok(answer) => answers.push((number, answer)),
            Err(error) => {
                let killed = killed.load(Ordering::SeqCst);
                assert!(killed, "cut off by a living server: {error}");
                break;
            }
        }
    }
    answers
}
