//! One TOML file, every key with a default; `WATCHBELL_…` overrides; unknown
//! keys are errors. `deploy/watchbell.toml` documents each key.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use watchbell_formats::smpp::{
    Alphabet,
    dialogue::{self, LANGUAGES},
};
use watchbell_model::MessagePolicy;

use crate::{Error, Result};

/// The configuration of a node.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// The folder of database, keys and tiles.
    pub data: PathBuf,
    /// Who runs the node.
    pub node: Identity,
    /// The database.
    pub store: Store,
    /// How much may come in.
    pub intake: Intake,
    /// How reports are judged.
    pub judge: Judge,
    /// How far a node goes by itself.
    pub act: Act,
    /// What a network is advised to do with messages that are on their way.
    pub policy: Policy,
    /// What is kept, and how long.
    pub privacy: Privacy,
    /// The transparency log.
    pub log: Log,
    /// Exchange with peers.
    pub exchange: Exchange,
    /// Connections with message centres, for a number that people forward messages to.
    pub smpp: Vec<Smpp>,
    /// The web interface and the API.
    pub web: Web,
}

/// Who runs the node.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Identity {
    /// Domain name of the operator's incident team: the `name` of every IODEF
    /// `IncidentID` and the log's origin.
    pub name: String,
    /// The operator's name as people write it.
    pub organisation: String,
    /// Where peers write to.
    pub contact: String,
}

/// The database.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Store {
    /// `sqlite:PATH` or `postgres://USER@HOST/DATABASE`; empty is
    /// `watchbell.db` in the data folder.
    pub url: String,
}

/// How much may come in.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Intake {
    /// Reports that may wait to be made durable; more are answered `Busy`.
    pub queue_reports: u32,
    /// Reports that may wait to be judged; more are answered `Busy`.
    pub waiting_reports: i64,
    /// Length of the window over which behaviour is counted.
    pub window_minutes: u32,
}

/// How reports are judged.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Judge {
    /// A `scores.toml` in place of the built-in one; empty is the built-in one.
    pub scores_file: PathBuf,
    /// A trained model in place of the built-in one; empty is the built-in one.
    pub model_file: PathBuf,
    /// The operator's own lists: protected names, known hosts, known bulk senders.
    #[serde(skip_serializing)]
    pub lists: watchbell_detect::settings::Settings,
}

/// How far a node goes by itself: reporters needed for each step of the ladder.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Act {
    /// Score that an incident needs before anything is done.
    pub score: f32,
    /// Different reporters before an originator is observed.
    pub observe_reporters: i64,
    /// … before it is warned.
    pub warn_reporters: i64,
    /// … before it is restricted.
    pub restrict_reporters: i64,
    /// … before it is blocked.
    pub block_reporters: i64,
    /// … before tracing back is proposed.
    pub trace_back_reporters: i64,
    /// What blocking means: `dry-run`, `propose` or `active`.
    pub block_mode: BlockMode,
    /// Hours after which a step ends by itself.
    pub expire_hours: i64,
    /// The safety stop: the share of known originators, 0 to 1, that may be
    /// restricted or blocked at once. At least one always may.
    pub max_share: f64,
}

/// What a network is advised to do with messages that are on their way, by what they say.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Policy {
    /// With one that is unwanted.
    pub unwanted: MessagePolicy,
    /// With one that is suspicious.
    pub suspicious: MessagePolicy,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            unwanted: MessagePolicy::Flag,
            suspicious: MessagePolicy::Deliver,
        }
    }
}

/// What blocking means.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockMode {
    /// It is written down what would be blocked.
    #[default]
    DryRun,
    /// A person has to approve.
    Propose,
    /// It is done.
    Active,
}

/// What is kept, and how long.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Privacy {
    /// Days after which the content of a report is forgotten.
    pub content_days: i64,
    /// The secret that pseudonyms are made with; empty is `keys/secret.key`
    /// in the data folder. Nodes that share a database share it.
    pub secret_file: PathBuf,
}

/// The transparency log.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Log {
    /// The key that signs checkpoints; empty is `keys/log.key` in the data
    /// folder. Nodes that share a database share it.
    pub key_file: PathBuf,
    /// Milliseconds between checkpoints while leaves wait.
    pub interval_milliseconds: u64,
}

/// Exchange with peers.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Exchange {
    /// Address and port where peers come in over mutual TLS, `0.0.0.0:4590`; empty is nowhere.
    pub listen: String,
    /// Address under which peers reach it, `https://watchbell.example:4590`; for the card.
    pub public_url: String,
    /// The certificate that peers are shown, with what signed it, in PEM; empty is
    /// `keys/exchange.crt` in the data folder, made where there is none.
    pub certificate_file: PathBuf,
    /// Its key, in PEM; empty is `keys/exchange.key` in the data folder.
    pub key_file: PathBuf,
    /// Folder of the keys of MISP servers, each in a file of the peer's name; empty is `keys/misp` in
    /// the data folder.
    pub misp_keys: PathBuf,
    /// Documents a second that one peer is sent at most.
    pub documents_a_second: u32,
    /// Seconds between two looks at what a peer offers.
    pub poll_seconds: u64,
    /// Seconds after which a document that was not delivered is first tried again; the pause doubles each time.
    pub retry_seconds: u64,
    /// Times a document is tried before a person has to look.
    pub tries: i64,
}

/// A number such as 7726, to which people forward messages, over SMPP 3.4.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Smpp {
    /// What it is called here.
    pub name: String,
    /// Address and port where message centres and gateways bind to this node; empty is nowhere.
    pub listen: String,
    /// Address and port of the message centre that this node binds to; empty is none.
    pub connect: String,
    /// The number.
    pub number: String,
    /// The name that the other side binds with, or this node.
    pub system_id: String,
    /// The file of the password for that.
    pub password_file: PathBuf,
    /// How `data_coding` 0 is meant.
    pub alphabet: Alphabet,
    /// Messages that one connection may have under way; more are throttled.
    pub window: usize,
    /// How long what people say waits, and how they are answered.
    pub dialogue: dialogue::Settings,
}

/// The web interface and the API.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Web {
    /// Address and port to listen on.
    pub listen: String,
    /// Address under which people reach it, for links and cookies; `https://…`
    /// where a proxy speaks TLS for it.
    pub public_url: String,
    /// Whether the client's address is taken from `X-Forwarded-For`, which only
    /// a proxy in front may set.
    pub behind_proxy: bool,
    /// Minutes without a request after which a session ends.
    pub session_idle_minutes: i64,
    /// Hours after which a session ends in any case.
    pub session_hours: i64,
    /// Reports an hour that one address may make through the public form; 0 closes it.
    pub public_reports_an_hour: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("watchbell-data"),
            node: Identity::default(),
            store: Store::default(),
            intake: Intake::default(),
            judge: Judge::default(),
            act: Act::default(),
            policy: Policy::default(),
            privacy: Privacy::default(),
            log: Log::default(),
            exchange: Exchange::default(),
            smpp: Vec::new(),
            web: Web::default(),
        }
    }
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            name: "watchbell.example".to_owned(),
            organisation: "Abuse desk".to_owned(),
            contact: "abuse@watchbell.example".to_owned(),
        }
    }
}

impl Default for Intake {
    fn default() -> Self {
        Self {
            queue_reports: 20_000,
            waiting_reports: 1_000_000,
            window_minutes: 60,
        }
    }
}

impl Default for Act {
    fn default() -> Self {
        Self {
            score: 0.9,
            observe_reporters: 2,
            warn_reporters: 5,
            restrict_reporters: 10,
            block_reporters: 20,
            trace_back_reporters: 40,
            block_mode: BlockMode::DryRun,
            expire_hours: 72,
            max_share: 0.02,
        }
    }
}

impl Default for Privacy {
    fn default() -> Self {
        Self {
            content_days: 90,
            secret_file: PathBuf::new(),
        }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self {
            key_file: PathBuf::new(),
            interval_milliseconds: 1_000,
        }
    }
}

impl Default for Exchange {
    fn default() -> Self {
        Self {
            listen: String::new(),
            public_url: String::new(),
            certificate_file: PathBuf::new(),
            key_file: PathBuf::new(),
            misp_keys: PathBuf::new(),
            documents_a_second: 200,
            poll_seconds: 60,
            retry_seconds: 5,
            tries: 15,
        }
    }
}

impl Smpp {
    fn check(&self, place: usize) -> Result<()> {
        let bad = |key: &str, reason: &str| {
            Err(Error::Config {
                key: format!("smpp {place}: {key}"),
                reason: reason.to_owned(),
            })
        };
        if self.listen.is_empty() == self.connect.is_empty() {
            return bad("listen", "it either listens or connects");
        }
        if self.system_id.is_empty() || self.system_id.len() > 15 {
            return bad(
                "system-id",
                "it has 1 to 15 characters (SMPP 3.4, section 5.2.1)",
            );
        }
        if self.password_file.as_os_str().is_empty() {
            return bad("password-file", "nobody binds without a password");
        }
        if !(1..=10_000).contains(&self.window) {
            return bad("window", "it is 1 to 10000");
        }
        if !LANGUAGES.contains(&self.dialogue.language.as_str()) {
            return bad(
                "dialogue.language",
                &format!("one of {}", LANGUAGES.join(" ")),
            );
        }
        Ok(())
    }
}

impl Default for Smpp {
    fn default() -> Self {
        Self {
            name: "smpp".to_owned(),
            listen: String::new(),
            connect: String::new(),
            number: "7726".to_owned(),
            system_id: String::new(),
            password_file: PathBuf::new(),
            alphabet: Alphabet::Gsm7,
            window: 500,
            dialogue: dialogue::Settings::default(),
        }
    }
}

impl Default for Web {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            public_url: String::new(),
            behind_proxy: false,
            session_idle_minutes: 60,
            session_hours: 12,
            public_reports_an_hour: 20,
        }
    }
}

impl Config {
    /// Reads the file at `path`, or the defaults where there is none, and lays
    /// the overrides of the environment over it.
    ///
    /// A key `part.some-name` is overridden by `WATCHBELL_PART_SOME_NAME`.
    ///
    /// # Errors
    /// [`Error::File`] where the file cannot be read, [`Error::Config`] for an
    /// unknown key or a value of the wrong type or out of range.
    pub fn load(path: Option<&Path>, environment: &[(String, String)]) -> Result<Self> {
        let mut table = toml::Table::new();
        if let Some(path) = path {
            let shown = path.display().to_string();
            let text = std::fs::read_to_string(path).map_err(|source| Error::File {
                path: shown.clone(),
                source,
            })?;
            table = text
                .parse()
                .map_err(|error: toml::de::Error| Error::Config {
                    key: shown.clone(),
                    reason: error.to_string().trim_end().to_owned(),
                })?;
            // Once for itself, so that an error names the place in the file.
            toml::from_str::<Self>(&text).map_err(|error| Error::Config {
                key: shown,
                reason: error.to_string().trim_end().to_owned(),
            })?;
        }
        let defaults = toml::Table::try_from(Self::default()).unwrap_or_default();
        overlay(&mut table, &defaults, "WATCHBELL", environment)?;
        let config: Self = table
            .try_into()
            .map_err(|error: toml::de::Error| Error::Config {
                key: "WATCHBELL_…".to_owned(),
                reason: error.to_string().trim_end().to_owned(),
            })?;
        config.check()?;
        Ok(config)
    }

    /// Returns the URL of the database.
    pub fn store_url(&self) -> String {
        if self.store.url.is_empty() {
            format!("sqlite:{}", self.data.join("watchbell.db").display())
        } else {
            self.store.url.clone()
        }
    }

    /// Returns the file of the key that signs checkpoints.
    pub fn log_key_file(&self) -> PathBuf {
        self.key_file(&self.log.key_file, "log.key")
    }

    /// Returns the file of the certificate that peers are shown.
    pub fn exchange_certificate_file(&self) -> PathBuf {
        self.key_file(&self.exchange.certificate_file, "exchange.crt")
    }

    /// Returns the file of the key of that certificate.
    pub fn exchange_key_file(&self) -> PathBuf {
        self.key_file(&self.exchange.key_file, "exchange.key")
    }

    /// Returns the file of the key with which a MISP server lets this node in.
    pub fn misp_key_file(&self, peer: &str) -> PathBuf {
        self.key_file(&self.exchange.misp_keys, "misp").join(peer)
    }

    /// Returns the file of the secret that pseudonyms are made with.
    pub fn secret_file(&self) -> PathBuf {
        self.key_file(&self.privacy.secret_file, "secret.key")
    }

    /// Returns the file that is configured, or the one of this name in the data folder.
    fn key_file(&self, configured: &Path, name: &str) -> PathBuf {
        if configured.as_os_str().is_empty() {
            self.data.join("keys").join(name)
        } else {
            configured.to_owned()
        }
    }

    /// Returns the folder of the log's tiles.
    pub fn log_folder(&self) -> PathBuf {
        self.data.join("log")
    }

    fn check(&self) -> Result<()> {
        let bad = |key: &str, reason: &str| {
            Err(Error::Config {
                key: key.to_owned(),
                reason: reason.to_owned(),
            })
        };
        let act = &self.act;
        if !(0.0..=1.0).contains(&act.max_share) {
            return bad("act.max-share", "a share is between 0 and 1");
        }
        if !(0.0..=1.0).contains(&act.score) {
            return bad("act.score", "a score is between 0 and 1");
        }
        let ladder = [
            act.observe_reporters,
            act.warn_reporters,
            act.restrict_reporters,
            act.block_reporters,
            act.trace_back_reporters,
        ];
        if ladder[0] < 1 || !ladder.is_sorted() {
            return bad(
                "act",
                "each step needs at least as many reporters as the one before, and at least 1",
            );
        }
        if act.expire_hours < 1 {
            return bad("act.expire-hours", "a step lasts at least one hour");
        }
        let exchange = &self.exchange;
        if exchange.documents_a_second < 1 || exchange.poll_seconds < 1 || exchange.tries < 1 {
            return bad(
                "exchange",
                "documents-a-second, poll-seconds and tries are at least 1",
            );
        }
        for (place, smpp) in self.smpp.iter().enumerate() {
            smpp.check(place)?;
        }
        if self.privacy.content_days < 1 {
            return bad("privacy.content-days", "content is kept at least one day");
        }
        if self.node.name.is_empty()
            || self
                .node
                .name
                .contains(|c: char| c.is_whitespace() || c == '+')
        {
            return bad(
                "node.name",
                "a domain name is needed, without spaces and plus signs",
            );
        }
        Ok(())
    }
}

/// Lays environment variables over `table`, for every key of `defaults`.
fn overlay(
    table: &mut toml::Table,
    defaults: &toml::Table,
    prefix: &str,
    environment: &[(String, String)],
) -> Result<()> {
    for (key, default) in defaults {
        let name = format!("{prefix}_{}", key.to_uppercase().replace('-', "_"));
        if let toml::Value::Table(defaults) = default {
            let inner = table
                .entry(key.clone())
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            if let toml::Value::Table(inner) = inner {
                overlay(inner, defaults, &name, environment)?;
            }
            continue;
        }
        let Some((_, text)) = environment.iter().find(|(variable, _)| *variable == name) else {
            continue;
        };
        let bad = |what: &str| Error::Config {
            key: name.clone(),
            reason: format!("{text:?} is not {what}"),
        };
        let value = match default {
            toml::Value::Integer(_) => text
                .parse()
                .map(toml::Value::Integer)
                .map_err(|_| bad("a whole number"))?,
            toml::Value::Float(_) => text
                .parse()
                .map(toml::Value::Float)
                .map_err(|_| bad("a number"))?,
            toml::Value::Boolean(_) => text
                .parse()
                .map(toml::Value::Boolean)
                .map_err(|_| bad("true or false"))?,
            toml::Value::String(_) => toml::Value::String(text.clone()),
            _ => return Err(bad("settable from the environment; use the file")),
        };
        table.insert(key.clone(), value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("watchbell.toml");
        std::fs::write(&path, text).unwrap();
        let environment: Vec<(String, String)> = environment
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        Config::load(Some(&path), &environment)
    }

    #[test]
    fn the_environment_is_laid_over_the_file() {
        let config = load(
            "[act]\nblock-reporters = 30\n[web]\nlisten = \"127.0.0.1:1\"",
            &[
                ("WATCHBELL_WEB_LISTEN", "127.0.0.1:2"),
                ("WATCHBELL_PRIVACY_CONTENT_DAYS", "7"),
            ],
        )
        .unwrap();
        assert_eq!(
            (config.act.block_reporters, config.privacy.content_days),
            (30, 7)
        );
        assert_eq!(config.web.listen, "127.0.0.1:2");
    }

    #[test]
    fn the_documented_configuration_is_the_default_one() {
        let documented = include_str!("../../../deploy/watchbell.toml");
        assert_eq!(load(documented, &[]).unwrap(), Config::default());
        let example = documented.replace("# protected = ", "protected = ");
        assert_eq!(load(&example, &[]).unwrap().judge.lists.protected.len(), 1);
        // What a connection with a message centre may have, with its defaults.
        let (_, example) = documented.split_once("\n# [[smpp]]").unwrap();
        let example = format!("[[smpp]]{example}").replace("\n# ", "\n");
        let config = load(&example, &[]).unwrap();
        let expected = Smpp {
            name: "national".to_owned(),
            listen: "127.0.0.1:2775".to_owned(),
            system_id: "gateway".to_owned(),
            password_file: "/etc/watchbell/smpp.password".into(),
            ..Smpp::default()
        };
        assert_eq!(config.smpp, [expected]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let unknown = load("[web]\nlissten = \"x\"", &[]).unwrap_err().to_string();
        assert!(
            unknown.contains("lissten") && unknown.contains("watchbell.toml"),
            "{unknown}"
        );
        let typed = load("", &[("WATCHBELL_ACT_MAX_SHARE", "many")])
            .unwrap_err()
            .to_string();
        assert!(
            typed.contains("WATCHBELL_ACT_MAX_SHARE") && typed.contains("many"),
            "{typed}"
        );
        let ladder = load("[act]\nwarn-reporters = 50", &[])
            .unwrap_err()
            .to_string();
        assert!(ladder.contains("act"), "{ladder}");
        assert!(load("[act]\nmax-share = 2.0", &[]).is_err());
        let smpp = |more: &str| {
            let text = format!("[[smpp]]\nsystem-id = \"a\"\npassword-file = \"p\"\n{more}");
            load(&text, &[])
                .map(drop)
                .map_err(|error| error.to_string())
        };
        assert_eq!(smpp("listen = \"x:1\""), Ok(()));
        for (more, what) in [
            ("", "listen"),
            ("listen = \"x:1\"\nconnect = \"y:1\"", "listen"),
            ("listen = \"x:1\"\nwindow = 0", "window"),
            (
                "listen = \"x:1\"\ndialogue = { language = \"xx\" }",
                "language",
            ),
            ("listen = \"x:1\"\nalphabet = \"morse\"", "alphabet"),
        ] {
            assert!(smpp(more).unwrap_err().contains(what), "{more}");
        }
    }
}
