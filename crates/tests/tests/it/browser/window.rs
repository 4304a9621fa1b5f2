//! Chromium, driven through chromedriver.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::house::House;
use crate::support::{http::Visitor, skip};

/// How long something may take to appear on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the browsers may take to close.
const LAST_ORDERS: Duration = Duration::from_secs(10);
/// A page whose script, where scripts run, changes its title.
const IS_SCRIPT_ON: &str = "data:text/html,<title>off</title><script>document.title='on'</script>";

/// chromedriver on a port of its own; it ends with this.
#[derive(Debug)]
struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    fn start() -> Option<Self> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut process) = started else {
            skip("no chromedriver and chromium");
            return None;
        };
        let said = process.stdout.take().expect("standard output is piped");
        let mut lines = BufReader::new(said).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        thread::spawn(move || lines.for_each(drop));
        let port = port.expect("chromedriver names its port");
        Some(Self {
            process,
            address: format!("127.0.0.1:{port}"),
        })
    }

    /// Asks for something that the protocol's standard does not have.
    fn ask(&self, path: &str, body: &Value) -> Value {
        let mut visitor = Visitor::from(&self.address, "127.0.0.1");
        let answer = visitor.send("POST", path, "application/json", &body.to_string());
        assert_eq!(answer.status, 200, "{answer:?}");
        let answer: Value = serde_json::from_str(&answer.text).expect("JSON");
        answer["value"].clone()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Closes the browsers too, also after a test that failed.
        let _ = TcpStream::connect(&self.address).and_then(|mut stream| {
            write!(stream, "GET /shutdown HTTP/1.1\r\nHost: localhost\r\n\r\n")?;
            stream.set_read_timeout(Some(LAST_ORDERS))?;
            stream.read_to_end(&mut Vec::new())
        });
        let begun = Instant::now();
        while begun.elapsed() < LAST_ORDERS {
            if self.process.try_wait().is_ok_and(|ended| ended.is_some()) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A window of a new browser with nothing kept from another.
#[derive(Debug)]
pub(super) struct Window {
    pub(super) client: Client,
    session: String,
    driver: Driver,
    _profile: tempfile::TempDir,
}

impl Window {
    /// Opens one, where there is a browser.
    pub(super) async fn open() -> Option<Self> {
        Self::with(json!({})).await
    }

    /// Opens one in which no script runs.
    pub(super) async fn without_scripts() -> Option<Self> {
        let window = Self::with(json!({
            "profile.managed_default_content_settings.javascript": 2,
        }))
        .await?;
        window.client.goto(IS_SCRIPT_ON).await.expect("a page");
        assert_eq!(window.client.title().await.expect("a title"), "off");
        Some(window)
    }

    async fn with(preferences: Value) -> Option<Self> {
        let driver = Driver::start()?;
        let profile = crate::support::folder();
        let own = format!("--user-data-dir={}", profile.path().display());
        let capabilities = json!({
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": {
                "prefs": preferences,
                "args": [
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                    "--disable-background-networking", "--disable-dev-shm-usage",
                    "--window-size=1280,900", own,
                ],
            },
        });
        let capabilities = capabilities.as_object().expect("an object").clone();
        let connected = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://{}", driver.address))
            .await;
        let client = match connected {
            Err(error) if format!("{error:?}").contains("cannot find Chrome binary") => {
                skip("no chromium beside chromedriver");
                return None;
            }
            connected => connected.expect("a browser"),
        };
        let session = client.session_id().await.expect("a session");
        Some(Self {
            session: session.expect("a session"),
            client,
            driver,
            _profile: profile,
        })
    }

    /// Goes to an address.
    pub(super) async fn go(&self, url: &str) {
        let gone = self.client.goto(url).await;
        gone.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// What a script makes of the page.
    pub(super) async fn run(&self, script: &str) -> Value {
        let ran = self.client.execute(script, Vec::new()).await;
        ran.unwrap_or_else(|error| panic!("{error}: {script}"))
    }

    /// The path of the page.
    pub(super) async fn path(&self) -> String {
        let url = self.client.current_url().await.expect("an address");
        url.path().to_owned()
    }

    /// The text that can be seen in an element, which may still have to appear.
    pub(super) async fn text(&self, selector: &str) -> String {
        let wait = self.client.wait().at_most(PATIENCE);
        let element = wait.for_element(Locator::Css(selector)).await;
        let element = element.unwrap_or_else(|error| panic!("{selector}: {error}"));
        element.text().await.expect("text")
    }

    /// Presses what `selector` finds first.
    pub(super) async fn press(&self, selector: &str) {
        let element = self.client.find(Locator::Css(selector)).await;
        let element = element.unwrap_or_else(|error| panic!("{selector}: {error}"));
        let pressed = element.click().await;
        pressed.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Presses what leads to another page, and waits for that.
    pub(super) async fn follow(&self, selector: &str) {
        let root = Locator::Css("html");
        let before = self.client.find(root).await.expect("a page").element_id();
        self.press(selector).await;
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            let now = self.client.find(root).await;
            if now.is_ok_and(|now| now.element_id() != before) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{selector} leads nowhere");
    }

    /// Types into a field what replaces its content.
    pub(super) async fn write(&self, selector: &str, text: &str) {
        let element = self.client.find(Locator::Css(selector)).await;
        let element = element.unwrap_or_else(|error| panic!("{selector}: {error}"));
        element.clear().await.expect("a field");
        element.send_keys(text).await.expect("a field");
    }

    /// Fills in the form to sign in and sends it.
    pub(super) async fn sign_in_as(&self, house: &House, name: &str, password: &str) {
        self.go(&house.url("/sign-in")).await;
        self.write("#name", name).await;
        self.write("#password", password).await;
        self.follow("main form button.first").await;
    }

    /// Signs in under the name of a role.
    pub(super) async fn sign_in(&self, house: &House, role: &str) {
        self.sign_in_as(house, role, house.password(role)).await;
        assert_eq!(self.path().await, "/", "signed in as {role}");
    }

    /// The cookie of a name, as the browser keeps it.
    pub(super) async fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.client.get_all_cookies().await.expect("cookies");
        let found = cookies.into_iter().find(|cookie| cookie.name() == name);
        found.map(|cookie| cookie.value().to_owned())
    }

    /// What the console says since it was last asked, that is an error.
    pub(super) fn errors(&self) -> Vec<String> {
        let path = format!("/session/{}/se/log", self.session);
        let log = self.driver.ask(&path, &json!({"type": "browser"}));
        let entries = log.as_array().expect("a list").iter();
        entries
            .filter(|entry| entry["level"] == "SEVERE")
            .map(|entry| entry["message"].to_string())
            .collect()
    }

    /// Calls the browser's own protocol.
    pub(super) fn devtools(&self, command: &str, parameters: &Value) -> Value {
        let path = format!("/session/{}/goog/cdp/execute", self.session);
        let body = json!({"cmd": command, "params": parameters});
        self.driver.ask(&path, &body)
    }
}
