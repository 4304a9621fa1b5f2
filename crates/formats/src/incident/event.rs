//! Reports and actions as events.

use watchbell_iodef as iodef;
use watchbell_model::{Action, ActionState, Finding, Step, TargetKind};

use super::{
    IncidentFile, MAX_ACTIONS, MAX_REPORTS, ReportLine,
    indicator::{self, Host},
    time,
};

/// Returns an event for each report, the surest first, and for each action
/// that is in force or proposed.
pub(super) fn all(file: &IncidentFile) -> Vec<iodef::EventData> {
    let mut lines: Vec<&ReportLine> = file.reports.iter().collect();
    lines.sort_by(|a, b| b.verdict.score.total_cmp(&a.verdict.score));
    let reports = lines.into_iter().take(MAX_REPORTS).map(report);
    let latest = file.actions.len().saturating_sub(MAX_ACTIONS);
    let actions = file.actions[latest..].iter().filter_map(action);
    reports.chain(actions).collect()
}

fn report(line: &ReportLine) -> iodef::EventData {
    let verdict = &line.verdict;
    let description = format!(
        "Report {} ({}): {} ({}), score {:.4}",
        line.id, line.channel, verdict.verdict, verdict.class, verdict.score
    );
    let mut additional = vec![iodef::Extension::string(
        "ruleset",
        "digest of the rules that judged the report",
        verdict.ruleset.as_ref(),
    )];
    if let Some(reporter) = &line.reporter {
        let meaning = "pseudonym of who reported";
        additional.push(iodef::Extension::string("reporter", meaning, reporter));
    }
    let quotes = line.text.is_some();
    additional.extend(verdict.findings.iter().map(|found| finding(found, quotes)));
    let source = line.originator.as_deref();
    iodef::EventData {
        descriptions: vec![description.into()],
        detect_time: Some(time(line.received_at)),
        start_time: line.event_at.map(time),
        flows: source.map(source_of).into_iter().collect(),
        record: line.text.as_deref().map(|text| record(text, line)),
        additional,
        ..iodef::EventData::default()
    }
}

/// Evidence quotes the text, so it goes where the text goes.
fn finding(finding: &Finding, quotes: bool) -> iodef::Extension {
    let place = match finding.at {
        Some(span) if quotes => format!(", bytes {} to {} of the text", span.start, span.end),
        _ => String::new(),
    };
    let meaning = format!("finding of weight {:.4}{place}", finding.weight);
    let evidence = if quotes {
        finding.evidence.as_str()
    } else {
        ""
    };
    iodef::Extension::string(finding.rule.as_ref(), meaning, evidence)
}

fn record(text: &str, line: &ReportLine) -> iodef::Record {
    let lang = line.lang.as_deref().map(|lang| format!(" ({lang})"));
    let meaning = format!("text of the message{}", lang.unwrap_or_default());
    iodef::Record {
        data: vec![iodef::RecordData {
            at: line.event_at.map(time),
            items: vec![iodef::Extension::string("text", meaning, text)],
            ..iodef::RecordData::default()
        }],
    }
}

fn source_of(sender: &str) -> iodef::Flow {
    source(iodef::Node {
        addresses: vec![indicator::sender(sender)],
        ..iodef::Node::default()
    })
}

fn source(node: iodef::Node) -> iodef::Flow {
    iodef::Flow {
        systems: vec![iodef::System {
            category: Some(iodef::SystemCategory::Source),
            node,
            ..iodef::System::default()
        }],
    }
}

fn action(action: &Action) -> Option<iodef::EventData> {
    match action.state {
        ActionState::DryRun | ActionState::Proposed | ActionState::Active => {}
        ActionState::Expired | ActionState::Reversed | ActionState::Refused => return None,
    }
    let flow = match action.target.kind {
        TargetKind::Originator => source_of(&action.target.value),
        TargetKind::Host => source(match indicator::host(&action.target.value) {
            Host::Address(address) => iodef::Node {
                addresses: vec![address],
                ..iodef::Node::default()
            },
            Host::Domain(domain) => iodef::Node {
                domains: vec![domain],
                ..iodef::Node::default()
            },
        }),
    };
    let description = format!("{} {} ({})", action.id, action.step, action.state);
    Some(iodef::EventData {
        descriptions: vec![description.into()],
        flows: vec![flow],
        expectations: vec![iodef::Expectation {
            action: course(action.step),
            descriptions: vec![action.reason.as_str().into()],
            start_time: Some(time(action.created_at)),
            end_time: Some(time(action.expires_at)),
            ..iodef::Expectation::default()
        }],
        ..iodef::EventData::default()
    })
}

const fn course(step: Step) -> iodef::CourseOfAction {
    match step {
        Step::Observe => iodef::CourseOfAction::WatchAndReport,
        Step::Warn => iodef::CourseOfAction::ContactSender,
        Step::Restrict => iodef::CourseOfAction::RateLimitHost,
        Step::Block => iodef::CourseOfAction::BlockHost,
        Step::TraceBack => iodef::CourseOfAction::Investigate,
    }
}
