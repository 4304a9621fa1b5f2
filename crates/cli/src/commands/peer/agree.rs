//! `watchbell peer agree`.

use clap::Args;
use watchbell_model::{Direction, Purpose, Redaction, Time, Tlp, Via};
use watchbell_node::{Node, peers::Form};
use watchbell_store::Agreement;

use crate::talk;

/// Enter what was agreed with a peer for one way, or end it
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell peer agree desk.example --out rid --tlp amber --redact reporters --redact texts\n  watchbell peer agree desk.example --in rolie --tlp amber --days 365\n  watchbell peer agree desk.example --out rid --end"
)]
#[command(group = clap::ArgGroup::new("way").required(true).args(["out", "into"]))]
pub(super) struct Agree {
    /// The peer's name
    name: String,
    /// What goes to it: by rid, rolie or taxii
    #[arg(long, value_name = "WAY")]
    out: Option<Via>,
    /// What comes from it: by rid, rolie or taxii
    #[arg(long = "in", value_name = "WAY")]
    into: Option<Via>,
    /// Up to which label: clear, green, amber, amber+strict or red
    #[arg(long, default_value = "amber")]
    tlp: Tlp,
    /// In which form, for rolie: iodef-xml, iodef-json or stix
    #[arg(long, default_value = "iodef-xml")]
    form: Form,
    /// For what only: traceback, mitigation, reporting, watch or other; more by repeating it
    #[arg(long)]
    purpose: Vec<Purpose>,
    /// Without what: reporters, texts, originators, history or proofs; more by repeating it
    #[arg(long)]
    redact: Vec<Redaction>,
    /// Days until it is over
    #[arg(long, default_value_t = 365)]
    days: i64,
    /// End it; what waits under it is called back
    #[arg(long)]
    end: bool,
}

impl Agree {
    pub(super) async fn run(&self, node: &Node) -> anyhow::Result<()> {
        let (direction, via) = match (self.out, self.into) {
            (Some(via), _) => (Direction::Out, via),
            (None, Some(via)) => (Direction::In, via),
            (None, None) => anyhow::bail!("name the way: --out WAY or --in WAY"),
        };
        if self.end {
            node.end_agreement(&self.name, direction, via).await?;
            talk::say(&format!("{}: {direction} by {via} is over", self.name));
            return Ok(());
        }
        anyhow::ensure!(
            (1..=3650).contains(&self.days),
            "an agreement is for 1 to 3650 days"
        );
        let agreement = Agreement {
            peer: 0,
            direction,
            via,
            form: self.form.as_str().to_owned(),
            tlp: self.tlp,
            purposes: self.purpose.clone(),
            redact: self.redact.clone(),
            until: node.now().plus_micros(self.days * Time::DAY),
            made_by: String::new(),
            made_at: Time::default(),
        };
        node.agree(&self.name, agreement, "watchbell").await?;
        talk::say(&format!(
            "{}: {direction} by {via} up to TLP:{}",
            self.name,
            self.tlp.as_str().to_uppercase()
        ));
        Ok(())
    }
}
