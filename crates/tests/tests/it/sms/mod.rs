//! A number to which people forward messages, over SMPP: by smpplib, and by peers that mean harm.

mod hostile;

use std::{
    collections::BTreeSet,
    fs,
    io::Write as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use watchbell_store::{Db, StoredReport};

use crate::support::{
    folder,
    port::port,
    random::Random,
    server::{CONFIG_FILE, Server},
    skip,
};

const NAME: &str = "gateway";
const PASSWORD: &str = "secret1";
/// How long something that has to happen may take on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(120);

/// A node with a number, as a process.
pub(super) struct Centre {
    folder: TempDir,
    pub(super) port: u16,
    server: Option<Server>,
}

impl Centre {
    /// Starts one; `more` are further lines of its channel.
    pub(super) fn start(more: &str) -> Self {
        let (folder, port) = (folder(), port());
        fs::write(folder.path().join("password"), PASSWORD).expect("can be written");
        let config = format!(
            "data = \"data\"\n[[smpp]]\nname = \"test\"\nlisten = \"127.0.0.1:{port}\"\n\
             system-id = \"{NAME}\"\npassword-file = \"password\"\n{more}\n"
        );
        fs::write(folder.path().join(CONFIG_FILE), config).expect("can be written");
        let mut centre = Self {
            folder,
            port,
            server: None,
        };
        centre.up();
        centre
    }

    pub(super) fn up(&mut self) {
        let mut server = Server::start(self.folder.path());
        server.address();
        self.server = Some(server);
        until("it listens for SMPP", || {
            std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok()
        });
    }

    pub(super) fn kill(&mut self) {
        self.server.take().expect("it runs").kill();
    }

    /// What was reported, in no order.
    pub(super) fn reports(&self) -> Vec<StoredReport> {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        runtime.block_on(async {
            let path = self.folder.path().join("data/watchbell.db");
            let db = Db::open(&format!("sqlite:{}", path.display()))
                .await
                .expect("the database");
            let all = db
                .reports(None, 1_000_000)
                .await
                .expect("the database answers");
            db.close().await;
            all
        })
    }

    /// Runs smpplib with lines of input; nothing where it is absent.
    fn entity(&self, window: usize, lines: &[Value]) -> Option<Vec<Value>> {
        let mut child = self.begin(window)?;
        let mut input = child.stdin.take().expect("it is piped");
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        // It may have died before it read everything.
        let _ = input.write_all(text.as_bytes());
        drop(input);
        let output = child.wait_with_output().expect("it ends");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let said = String::from_utf8(output.stdout).expect("text");
        let said = said
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok());
        let said: Vec<Value> = said.collect();
        assert!(output.status.success() || self.server.is_none(), "{told}");
        Some(said)
    }

    fn begin(&self, window: usize) -> Option<Child> {
        let known = Command::new("python3")
            .args(["-c", "import smpplib"])
            .output();
        if !known.is_ok_and(|output| output.status.success()) {
            skip("no judge of SMPP; `pip install smpplib`");
            return None;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/sms/entity.py");
        let child = Command::new("python3")
            .arg(script)
            .args([&self.port.to_string(), NAME, PASSWORD, &window.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        Some(child.expect("python starts"))
    }
}

/// Waits until something holds.
#[track_caller]
pub(super) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(
            began.elapsed() < PATIENCE,
            "not within {PATIENCE:?}: {what}"
        );
        thread::sleep(Duration::from_millis(50));
    }
}

/// Messages that people forward, and who sent them, with how they are coded.
const DIALOGUES: [(&str, &str, &str, &str, &str); 8] = [
    (
        "en",
        "gsm",
        "Your parcel is held, pay at pay.example",
        "+15550199",
        "+15550199",
    ),
    (
        "fr",
        "latin1",
        "Votre colis est retenu, réglez les frais à pay.example",
        "+33199000099",
        "+33199000099",
    ),
    (
        "es",
        "gsm",
        "Su paquete fue retenido, pague la tasa en pay.example ¡antes de mañana!",
        "55501",
        "55501",
    ),
    (
        "ar",
        "ucs2",
        "طردك محتجز، ادفع على pay.example",
        "ExampleBank",
        "ExampleBank",
    ),
    (
        "zh",
        "ucs2",
        "您的包裹被扣留，请在 pay.example 付款 😀",
        "+15550198",
        "+15550198",
    ),
    (
        "th",
        "ucs2",
        "พัสดุของคุณถูกระงับ ชำระที่ pay.example",
        "+15550197",
        "+15550197",
    ),
    (
        "sw",
        "gsm",
        "Kifurushi chako kimezuiliwa, tafadhali lipa hapa pay.example leo",
        "+15550196",
        "+15550196",
    ),
    (
        "ru",
        "ucs2",
        "Ваша посылка задержана, оплатите на pay.example",
        "+15550195",
        "+15550195",
    ),
];

#[test]
fn dialogues_in_many_languages_become_reports() {
    let mut centre = Centre::start("");
    let who = |place: usize| format!("+1555010{place}");
    let mut lines = Vec::new();
    for (place, (_, coding, text, _, _)) in DIALOGUES.iter().enumerate() {
        lines.push(json!({"from": who(place), "text": text, "coding": coding}));
    }
    for (place, (_, _, _, sender, _)) in DIALOGUES.iter().enumerate() {
        lines.push(json!({"from": who(place), "text": sender}));
    }
    // One that needs several parts, in each coding.
    let long = [
        "Your parcel is held. ".repeat(20),
        "您的包裹被扣留😀".repeat(30),
    ];
    lines.push(json!({"from": "+15550110", "text": long[0]}));
    lines.push(json!({"from": "+15550111", "text": long[1], "coding": "ucs2"}));
    lines.push(json!({"from": "+15550110", "text": "from +15550194"}));
    lines.push(json!({"from": "+15550111", "text": "+15550193"}));
    // It is not for this number.
    lines.push(json!({"from": "+15550112", "text": "hello", "destination": "7727"}));
    lines.push(json!({"wait": 3}));
    let Some(said) = centre.entity(1, &lines) else {
        return;
    };
    let sent: Vec<&Value> = said.iter().filter(|one| one["sent"].is_number()).collect();
    let refused: Vec<_> = sent.iter().filter(|one| one["status"] != 0).collect();
    assert_eq!(refused.len(), 1, "{refused:?}");
    assert_eq!(refused[0]["status"], 0x0B, "invalid destination address");
    for (place, (language, ..)) in DIALOGUES.iter().enumerate() {
        let to = who(place);
        let answers: Vec<&str> = said
            .iter()
            .filter(|one| one["to"] == to.trim_start_matches('+'))
            .map(|one| one["text"].as_str().expect("text"))
            .collect();
        use watchbell_formats::smpp::dialogue::{AnswerKind, text};
        let expected = [AnswerKind::AskSender, AnswerKind::Thanks].map(|kind| text(kind, language));
        assert_eq!(answers, expected, "{language}");
    }
    let reports = centre.reports();
    let told: BTreeSet<(String, String)> = reports
        .iter()
        .map(|report| {
            let document = &report.document;
            (
                document.text.clone().unwrap_or_default(),
                document.originator.clone().unwrap_or_default(),
            )
        })
        .collect();
    let mut expected: BTreeSet<(String, String)> = DIALOGUES
        .iter()
        .map(|(_, _, text, _, sender)| ((*text).to_owned(), (*sender).to_owned()))
        .collect();
    expected.insert((long[0].trim().to_owned(), "+15550194".to_owned()));
    expected.insert((long[1].clone(), "+15550193".to_owned()));
    let trimmed: BTreeSet<(String, String)> = told
        .iter()
        .map(|(text, sender)| (text.trim().to_owned(), sender.clone()))
        .collect();
    assert_eq!(trimmed, expected);
    // Who complained is nobody's to read.
    for report in &reports {
        let reporter = report.document.reporter.as_deref().expect("a reporter");
        assert!(!reporter.contains("555"), "{reporter}");
    }
    centre.kill();
}

#[test]
fn nothing_that_was_acknowledged_is_lost_when_the_node_is_killed() {
    const MESSAGES: usize = 1_500;
    let more = "dialogue = { wait-seconds = 2, early-seconds = 1, repeat-seconds = 600 }";
    let mut centre = Centre::start(more);
    let line = |number: usize| {
        json!({
            "from": format!("+1555{number:07}"),
            "text": format!("Your parcel {number} is held, pay at pay{number}.example"),
        })
    };
    let mut left: BTreeSet<usize> = (0..MESSAGES).collect();
    let mut random = Random::new(0x5EED_0060);
    let mut kills = 0;
    while !left.is_empty() {
        let numbers: Vec<usize> = left.iter().copied().collect();
        let Some(mut child) = centre.begin(50) else {
            return;
        };
        let mut input = child.stdin.take().expect("it is piped");
        let text: String = numbers
            .iter()
            .map(|number| format!("{}\n", line(*number)))
            .collect();
        let feeding =
            thread::spawn(move || input.write_all((text + "{\"wait\": 0.1}\n").as_bytes()));
        if kills < 4 {
            thread::sleep(Duration::from_millis(400 + random.below(600)));
            centre.kill();
            kills += 1;
        }
        let output = child.wait_with_output().expect("it ends");
        let _ = feeding.join();
        for said in String::from_utf8_lossy(&output.stdout).lines() {
            let said: Value = serde_json::from_str(said).unwrap_or_default();
            if said["status"] == 0
                && let Some(place) = said["sent"].as_u64()
            {
                left.remove(&numbers[place as usize]);
            }
        }
        if centre.server.is_none() {
            centre.up();
        }
    }
    assert_eq!(kills, 4, "all of it went before the last kill");
    until("all became reports", || centre.reports().len() >= MESSAGES);
    let reports = centre.reports();
    let texts: BTreeSet<&str> = reports
        .iter()
        .filter_map(|one| one.document.text.as_deref())
        .collect();
    let expected: BTreeSet<String> = (0..MESSAGES)
        .map(|number| line(number)["text"].as_str().expect("text").to_owned())
        .collect();
    assert_eq!(texts, expected.iter().map(String::as_str).collect());
    assert_eq!(reports.len(), MESSAGES, "none of them twice");
    centre.kill();
}
