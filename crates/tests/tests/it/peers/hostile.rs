//! A peer that came in by its right certificate, and means harm.

use std::{
    fs,
    io::Write as _,
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use super::{
    desk::{Desk, label, until},
    identity::Identity,
    wire::{Wire, ask, get, post, question},
};

/// Who means harm, who means well, and with whom nothing is agreed.
const BAD: &str = "bad.example";
const GOOD: &str = "good.example";
const NEW: &str = "new.example";
/// The media type of RID.
const XML: &str = "text/xml";
/// Memory that the node may ever have had, in kilobytes.
const MEMORY: u64 = 400 * 1024;
/// Within this time somebody who means well is answered, whatever others do.
const SOON: Duration = Duration::from_secs(10);
/// After this time the node cuts a request off: its bound of 60 s, and room for a busy machine.
const CUT: Duration = Duration::from_secs(80);

/// A running node, and its peers.
struct Scene {
    desk: Desk,
    bad: Identity,
    good: Identity,
    new: Identity,
}

fn scene() -> Scene {
    let [bad, good, new] = [BAD, GOOD, NEW].map(Identity::of_itself);
    let mut desk = Desk::new("desk.example");
    for (name, identity) in [(BAD, &bad), (GOOD, &good), (NEW, &new)] {
        desk.enter(name, &identity.certificate, &[]);
    }
    for name in [BAD, GOOD] {
        desk.agree(name, "--in rid --tlp amber");
    }
    desk.start();
    Scene {
        desk,
        bad,
        good,
        new,
    }
}

impl Scene {
    /// Sends a body as the one who means harm; returns the status.
    #[track_caller]
    fn post(&self, kind: &str, body: &str) -> u16 {
        let answer = ask(self.desk.port, &self.bad, &post("/", kind, body));
        answer.expect("an answer").status
    }

    /// Expects that somebody who means well is answered soon.
    #[track_caller]
    fn expect_answer(&self) {
        let began = Instant::now();
        let answer = ask(self.desk.port, &self.good, &get("/"));
        let took = began.elapsed();
        let status = answer.as_ref().map(|answer| answer.status).ok();
        assert_eq!(status, Some(204), "after {took:?}: {answer:?}");
        assert!(took < SOON, "it took {took:?}");
    }

    #[track_caller]
    fn expect_little_memory(&self) {
        let most = self.desk.most_memory();
        assert!(most < MEMORY, "{most} kB");
    }
}

/// Messages of RID as a node writes them.
fn messages(count: u64) -> Vec<String> {
    let desk = Desk::new(BAD);
    let to = Identity::of_itself("desk.example");
    desk.enter("desk.example", &to.certificate, &[]);
    desk.agree("desk.example", "--out rid --tlp amber");
    desk.import(count, 0x5EED_0050);
    let all = desk.list(&["share", "--all", "--preview"]);
    let body = |one: &serde_json::Value| one["document"].as_str().expect("a document").to_owned();
    all.iter().map(body).collect()
}

#[test]
fn what_cannot_be_read_is_refused_and_named() {
    let scene = scene();
    let message = messages(1).remove(0);
    let deep = |depth: usize| {
        let (open, close) = ("<Incident>".repeat(depth), "</Incident>".repeat(depth));
        message
            .replace("<Incident ", &format!("{open}<Incident "))
            .replace("</Incident>", &format!("</Incident>{close}"))
    };
    let mut laughs = String::from("<!DOCTYPE RID [<!ENTITY a \"ha\">");
    for (one, next) in ('a'..'k').zip('b'..) {
        laughs += &format!("<!ENTITY {next} \"{}\">", format!("&{one};").repeat(10));
    }
    laughs += "]><RID xmlns=\"urn:ietf:params:xml:ns:iodef-rid-2.0\">&k;</RID>";
    let outside = "<!DOCTYPE RID [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><RID>&a;</RID>";
    let cut = &message[..message.len() / 2];
    let other = "<feed xmlns=\"http://www.w3.org/2005/Atom\"/>";
    let deep_xml = deep(10_000);
    let bodies = [
        ("nothing", ""),
        ("no XML", "{\"type\": \"bundle\"}"),
        ("bytes", "\u{1}\u{2}\u{fffd}\u{7f}"),
        ("XML of something else", other),
        ("half a message", cut),
        ("a billion laughs", &laughs),
        ("a file of the node", outside),
        ("depth", &deep_xml),
        (
            "no policy",
            "<RID xmlns=\"urn:ietf:params:xml:ns:iodef-rid-2.0\"/>",
        ),
    ];
    for (what, body) in bodies {
        assert_eq!(scene.post(XML, body), 400, "{what}");
        let error = || scene.desk.peer(BAD)["error"].clone();
        until("the error is named", || !error().is_null());
        assert!(!error().to_string().contains("root:"), "{what}");
    }
    // Bytes that are no text at all, in HTTP and in place of it.
    let mut request = b"POST / HTTP/1.1\r\nHost: node.example\r\nContent-Type: text/xml\r\nContent-Length: 4\r\n\r\n".to_vec();
    request.extend([0xFF, 0xFE, 0xD8, 0x00]);
    for (bytes, most) in [(&request[..], 400), (&b"\x00\xFF\x16\x03\r\n\r\n"[..], 400)] {
        let mut wire = Wire::open(scene.desk.port, Some(&scene.bad)).unwrap();
        wire.send(bytes).unwrap();
        let answer = wire.reply();
        assert!(
            answer.as_ref().map_or(true, |answer| answer.status == most),
            "{answer:?}"
        );
    }
    for kind in [
        "text/plain",
        "application/json",
        "multipart/form-data",
        "text/xmlx",
    ] {
        assert_eq!(scene.post(kind, &message), 415, "{kind}");
    }
    for path in [
        "/x",
        "//",
        "/../",
        "/sign-in",
        "/api/v1/incidents",
        "/metrics",
        "/rolie/content/shr-1",
        "/rolie/content/x",
        "/taxii2/peers/collections/x/",
        "/taxii2/received/",
    ] {
        let answer = ask(scene.desk.port, &scene.bad, &get(path)).unwrap();
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
    }
    let put = get("/").replacen("GET", "PUT", 1);
    assert_eq!(ask(scene.desk.port, &scene.bad, &put).unwrap().status, 405);
    assert_eq!(scene.desk.inbox().len(), 0, "nothing was kept");
    let error = scene.desk.peer(BAD)["error"].to_string();
    assert!(error.contains("it sent what cannot be read"), "{error}");
    assert!(scene.desk.peer(GOOD)["error"].is_null());
    scene.expect_answer();
    scene.expect_little_memory();
}

#[test]
fn what_is_too_large_is_not_read() {
    let scene = scene();
    let head = "POST / HTTP/1.1\r\nHost: node.example\r\nContent-Type: text/xml\r\n";
    let gigabyte = format!("{head}Content-Length: 1073741824\r\n\r\n<");
    let began = Instant::now();
    let answer = ask(scene.desk.port, &scene.bad, &gigabyte);
    assert!(
        answer.as_ref().map_or(true, |answer| answer.status == 413),
        "{answer:?}"
    );
    assert!(began.elapsed() < SOON, "it was refused at once");

    // Some at the same time, without an end.
    let endless = || {
        let mut wire = Wire::open(scene.desk.port, Some(&scene.bad)).unwrap();
        wire.send(format!("{head}Transfer-Encoding: chunked\r\n\r\n").as_bytes())
            .unwrap();
        let mut chunk = b"10000\r\n".to_vec();
        chunk.extend([b' '; 0x1_0000]);
        chunk.extend(b"\r\n");
        let mut sent = 0;
        while sent < 128 << 20 && wire.send(&chunk).is_ok() {
            sent += chunk.len();
        }
        sent
    };
    thread::scope(|scope| {
        let all: Vec<_> = (0..4).map(|_| scope.spawn(endless)).collect();
        for one in all {
            let sent = one.join().unwrap();
            // The bound of a message, and what the system keeps on its way.
            assert!(sent < 48 << 20, "{sent} bytes were taken");
        }
    });
    let headers = format!(
        "GET / HTTP/1.1\r\nHost: node.example\r\n{}\r\n",
        "X-Y: z\r\n".repeat(60_000)
    );
    let answer = ask(scene.desk.port, &scene.bad, &headers);
    assert!(
        answer.as_ref().map_or(true, |answer| answer.status == 431),
        "{answer:?}"
    );
    assert_eq!(scene.desk.inbox().len(), 0);
    scene.expect_answer();
    scene.expect_little_memory();
}

#[test]
fn slow_visitors_hold_up_nobody_and_are_cut_off() {
    let scene = scene();
    let slow = || {
        let mut wire = Wire::open(scene.desk.port, Some(&scene.bad))?;
        let head = "POST / HTTP/1.1\r\nHost: node.example\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n<";
        wire.send(head.as_bytes())?;
        Ok::<_, std::io::Error>(wire)
    };
    // A byte a second is not enough.
    let port = scene.desk.port;
    let trickle = Wire::open(port, Some(&scene.bad)).map(|mut wire| {
        wire.send(b"POST / HTTP/1.1\r\nHost: node.example\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n").unwrap();
        thread::spawn(move || {
            let began = Instant::now();
            while began.elapsed() < CUT && wire.send(b"<").is_ok() {
                thread::sleep(Duration::from_secs(1));
            }
            began.elapsed()
        })
    });
    let trickle = trickle.unwrap();
    // More than the requests that the node works on at the same time.
    let many: Vec<_> = (0..300).filter_map(|_| slow().ok()).collect();
    scene.expect_answer();
    drop(many);
    // And more than the connections that it takes, without a word.
    let count = 2_000.min(open_files().saturating_sub(200));
    let silent: Vec<TcpStream> = (0..count)
        .filter_map(|_| TcpStream::connect(("127.0.0.1", port)).ok())
        .collect();
    assert_eq!(silent.len(), count);
    scene.expect_answer();
    drop(silent);
    // The first bytes of TLS, and no more.
    let halves = (0..count).filter_map(|_| {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
        // A connection may be given up already for those that came after it.
        let _ = stream.write_all(&[0x16, 0x03, 0x01, 0x02, 0x00, 0x01]);
        Some(stream)
    });
    let halves: Vec<TcpStream> = halves.collect();
    scene.expect_answer();
    drop(halves);
    let took = trickle.join().unwrap();
    assert!(took < CUT, "it was cut off");
    scene.expect_answer();
    scene.expect_little_memory();
}

#[test]
fn the_same_report_fifty_times_is_one() {
    let scene = scene();
    let message = messages(1).remove(0);
    // Some on one connection, some at the same time.
    let mut wire = Wire::open(scene.desk.port, Some(&scene.bad)).unwrap();
    for _ in 0..30 {
        assert_eq!(wire.ask(&post("/", XML, &message)).unwrap().status, 200);
    }
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let answer = ask(scene.desk.port, &scene.bad, &post("/", XML, &message));
                    let answer = answer.unwrap();
                    assert_eq!(answer.status, 200);
                    assert!(answer.body.contains("Approved"), "{answer:?}");
                }
            });
        }
    });
    until("it was looked at", || {
        scene.desk.inbox()[0]["state"] == "taken"
    });
    let came = scene.desk.inbox();
    assert_eq!(came.len(), 1, "{came:?}");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let db = scene.desk.db().await;
        let leaves = db.seals("rcp-1").await.unwrap();
        assert_eq!(leaves.len(), 1);
        // One of the receipt, one of the report.
        until("its report is judged", || {
            scene
                .desk
                .list(&["incident", "list", "--limit", "500"])
                .len()
                == 1
        });
        assert_eq!(db.leaves(0, 100).await.unwrap().len(), 2);
        db.close().await;
    });
}

#[test]
fn what_was_not_agreed_is_denied_and_not_kept() {
    let scene = scene();
    let messages = messages(3);
    let answer = ask(scene.desk.port, &scene.new, &post("/", XML, &messages[0])).unwrap();
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("Denied"), "{answer:?}");
    let error = scene.desk.peer(NEW)["error"].to_string();
    assert!(error.contains("nothing is agreed"), "{error}");

    assert_eq!(scene.post(XML, &messages[0]), 200);
    assert_eq!(scene.desk.inbox().len(), 1);
    // A connection that is open already is under the new agreement too.
    let mut wire = Wire::open(scene.desk.port, Some(&scene.bad)).unwrap();
    assert_eq!(wire.ask(&get("/")).unwrap().status, 204);
    scene.desk.agree(BAD, "--in rid --tlp green");
    // The node looks at its peers every second.
    thread::sleep(Duration::from_secs(3));
    for (message, wire) in messages[1..].iter().zip([None, Some(&mut wire)]) {
        let request = post("/", XML, message);
        let answer = match wire {
            Some(wire) => wire.ask(&request),
            None => ask(scene.desk.port, &scene.bad, &request),
        };
        let answer = answer.unwrap();
        assert_eq!(answer.status, 200);
        assert!(answer.body.contains("Denied"), "{answer:?}");
    }
    assert_eq!(scene.desk.inbox().len(), 1, "nothing more was kept");
    let error = scene.desk.peer(BAD)["error"].to_string();
    assert!(
        error.contains("TLP:AMBER is above the ceiling TLP:GREEN"),
        "{error}"
    );
    scene.expect_answer();
}

#[test]
fn a_question_gets_what_was_shared_and_nothing_else() {
    let scene = scene();
    scene.desk.agree(GOOD, "--out rid --tlp red");
    scene.desk.import(3, 0x5EED_0051);
    scene.desk.done(&["share", "inc-1", "inc-2"]);
    scene.desk.done(&["exchange", "withdraw", "shr-2"]);
    // The node looks at its peers every second.
    thread::sleep(Duration::from_secs(3));
    let asked = |id: &str| {
        let question = question("desk.example", id);
        let answer = ask(scene.desk.port, &scene.good, &post("/", XML, &question)).unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_ne!(
            answer.body.contains("IODEF-Document"),
            answer.body.contains("Denied")
        );
        answer.body.contains("IODEF-Document")
    };
    assert!(asked("inc-1"), "it was shared");
    assert!(!asked("inc-2"), "it was called back");
    assert!(!asked("inc-3"), "it was not shared");
    assert!(!asked("inc-4"), "there is no such incident");
    label(&mut scene.desk.analyst(), "inc-1", "red");
    assert!(
        !asked("inc-1"),
        "nobody named the peer for it since it is red"
    );
}

/// How many files a process may open.
fn open_files() -> usize {
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"));
    let soft = line.and_then(|line| line.split_whitespace().next());
    soft.and_then(|soft| soft.parse().ok()).unwrap_or(1_024)
}
