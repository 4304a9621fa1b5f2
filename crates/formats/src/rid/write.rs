//! Messages to XML, in the order of the schema (RFC 6545, section 8).

use watchbell_iodef::xml::Writer;

use super::{
    AROUND, Address, Enclosed, IncidentId, Message, Node, Policy, Report, Source, Status, Words,
    word::Word,
};

/// Attributes of an element, as they are gathered.
type Pairs = Vec<(&'static str, String)>;

/// Writes a message. It is valid by the schema where [`super::check`] finds nothing that must be
/// otherwise; markup in it that does not stand for itself becomes text.
pub fn write(message: &Message) -> String {
    let mut out = Writer::document();
    let spaces = AROUND.map(|(prefix, space)| (format!("xmlns:{prefix}"), space));
    let mut attributes = vec![("lang", message.lang.as_str())];
    attributes.extend(spaces.iter().map(|(name, space)| (name.as_str(), *space)));
    out.start("iodef-rid:RID", &attributes);
    if let Some(policy) = &message.policy {
        write_policy(policy, &mut out);
    }
    if let Some(status) = &message.status {
        write_status(status, &mut out);
    }
    if let Some(source) = &message.source {
        write_source(source, &mut out);
    }
    out.close("iodef-rid:RID");
    out.finish()
}

fn write_policy(policy: &Policy, out: &mut Writer) {
    let mut pairs = Pairs::new();
    put(&policy.kind, "MsgType", "ext-MsgType", &mut pairs);
    let names = ("MsgDestination", "ext-MsgDestination");
    put(&policy.destination, names.0, names.1, &mut pairs);
    pairs.extend(
        policy
            .restriction
            .map(|one| ("restriction", one.name().to_owned())),
    );
    open("iodef-rid:RIDPolicy", &pairs, out);
    for region in &policy.regions {
        let mut pairs = Pairs::new();
        put(region, "region", "ext-region", &mut pairs);
        leaf("iodef-rid:PolicyRegion", &pairs, "", out);
    }
    write_node(&policy.node, out);
    for traffic in &policy.traffic {
        let mut pairs = Pairs::new();
        put(traffic, "type", "ext-type", &mut pairs);
        leaf("iodef-rid:TrafficType", &pairs, "", out);
    }
    if let Some(id) = &policy.incident_id {
        write_id(id, out);
    }
    if let Some(report) = &policy.report {
        write_report(report, out);
    }
    out.close("iodef-rid:RIDPolicy");
}

fn write_status(status: &Status, out: &mut Writer) {
    let mut pairs = Pairs::new();
    let names = ("AuthorizationStatus", "ext-AuthorizationStatus");
    put(&status.authorization, names.0, names.1, &mut pairs);
    if let Some(justification) = &status.justification {
        put(
            justification,
            "Justification",
            "ext-Justification",
            &mut pairs,
        );
    }
    pairs.extend(
        status
            .restriction
            .map(|one| ("restriction", one.name().to_owned())),
    );
    leaf("iodef-rid:RequestStatus", &pairs, "", out);
}

fn write_source(source: &Source, out: &mut Writer) {
    let restriction = source
        .restriction
        .map(|one| ("restriction", one.name().to_owned()));
    open("iodef-rid:IncidentSource", restriction.as_slice(), out);
    let found = if source.is_found { "true" } else { "false" };
    leaf("iodef-rid:SourceFound", &[], found, out);
    for node in &source.nodes {
        write_node(node, out);
    }
    out.close("iodef-rid:IncidentSource");
}

fn write_report(report: &Report, out: &mut Writer) {
    let mut pairs = Pairs::new();
    for (value, listed, name, other) in [
        (&report.version, "1.0", "Version", "ext-Version"),
        (
            &report.schema,
            super::IODEF_1,
            "XMLSchemaID",
            "ext-XMLSchemaID",
        ),
    ] {
        match value {
            None => {}
            Some(value) if value == listed => pairs.push((name, value.clone())),
            Some(value) => {
                pairs.push((name, super::EXT_VALUE.to_owned()));
                pairs.push((other, value.clone()));
            }
        }
    }
    open("iodef-rid:ReportSchema", &pairs, out);
    write_enclosed("iodef-rid:XMLDocument", &report.document, out);
    if let Some(url) = &report.url {
        leaf("iodef-rid:URL", &[], url.as_str(), out);
    }
    for signature in &report.signatures {
        write_enclosed("iodef-rid:Signature", signature, out);
    }
    out.close("iodef-rid:ReportSchema");
}

fn write_enclosed(name: &str, enclosed: &Enclosed, out: &mut Writer) {
    let mut pairs = vec![("dtype", "xml".to_owned())];
    pairs.extend(enclosed.meaning.clone().map(|value| ("meaning", value)));
    pairs.extend(enclosed.format_id.clone().map(|value| ("formatid", value)));
    pairs.extend(
        enclosed
            .restriction
            .map(|one| ("restriction", one.name().to_owned())),
    );
    open(name, &pairs, out);
    out.markup(&enclosed.markup);
    out.close(name);
}

fn write_id(id: &IncidentId, out: &mut Writer) {
    let mut pairs = vec![("name", id.name.clone())];
    pairs.extend(id.instance.clone().map(|value| ("instance", value)));
    pairs.extend(
        id.restriction
            .map(|one| ("restriction", one.name().to_owned())),
    );
    leaf("iodef:IncidentID", &pairs, &id.id, out);
}

fn write_node(node: &Node, out: &mut Writer) {
    open("iodef:Node", &[], out);
    for name in &node.names {
        write_words("iodef:NodeName", name, out);
    }
    for address in &node.addresses {
        write_address(address, out);
    }
    if let Some(location) = &node.location {
        write_words("iodef:Location", location, out);
    }
    if let Some(at) = &node.resolved_at {
        leaf("iodef:DateTime", &[], at.as_str(), out);
    }
    for element in node.roles.iter().chain(&node.counters) {
        out.markup(element);
    }
    out.close("iodef:Node");
}

fn write_address(address: &Address, out: &mut Writer) {
    let mut pairs = Pairs::new();
    put(&address.category, "category", "ext-category", &mut pairs);
    pairs.extend(address.vlan_name.clone().map(|value| ("vlan-name", value)));
    pairs.extend(
        address
            .vlan_num
            .map(|value| ("vlan-num", value.to_string())),
    );
    leaf("iodef:Address", &pairs, &address.value, out);
}

fn write_words(name: &str, words: &Words, out: &mut Writer) {
    let lang = words.lang.as_ref().map(|lang| ("lang", lang.to_string()));
    leaf(name, lang.as_slice(), &words.value, out);
}

/// Adds a word: one that is not listed stands in an attribute of its own (RFC 5070, section 5.1).
fn put(word: &impl Word, name: &'static str, extension: &'static str, out: &mut Pairs) {
    match word.word() {
        Some(listed) => out.push((name, listed.to_owned())),
        None => {
            out.push((name, super::EXT_VALUE.to_owned()));
            out.push((extension, word.text().to_owned()));
        }
    }
}

fn open(name: &str, pairs: &[(&'static str, String)], out: &mut Writer) {
    let pairs: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    out.start(name, &pairs);
}

fn leaf(name: &str, pairs: &[(&'static str, String)], text: &str, out: &mut Writer) {
    open(name, pairs, out);
    out.text(text);
    out.close(name);
}
