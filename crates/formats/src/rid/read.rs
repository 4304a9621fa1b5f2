//! XML to messages (RFC 6545, section 5).

use watchbell_iodef::{DateTime, Lang, Uri, xml::Tree};

use super::{
    AROUND, Address, Category, Enclosed, Error, IncidentId, MAX_SIGNATURES, Message, Node, Policy,
    Report, Source, Status, Words, part::Part,
};

/// Most systems that a source is told by.
const MAX_NODES: usize = 1_000;
/// Most roles and most counters of a system.
const MAX_DETAILS: usize = 64;

/// Reads a message.
///
/// Children may stand in any order; namespaces and names of RFC 6045 and of drafts are read as those of
/// RFC 6545. What the schema has no place for is refused by name (section 5.6, item 2), a document of
/// another format is kept as it is written.
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong.
pub fn read(text: &str) -> Result<Message, Error> {
    let root = Tree::read(text)?;
    // The schema calls it RID, section 5.4 RID-Document.
    let is_message = matches!(root.local(), "RID" | "RID-Document");
    if !is_message || !super::is_rid(root.space()) {
        return Err(Error::Root {
            space: root.space().chars().take(80).collect(),
            name: root.local().chars().take(80).collect(),
        });
    }
    let part = Part::root(&root);
    let children = ["rid:RIDPolicy", "rid:RequestStatus", "rid:IncidentSource"];
    part.only(&["lang", "version"], &children)?;
    let policy = part.one("rid:RIDPolicy")?;
    let status = part.one("rid:RequestStatus")?;
    let source = part.one("rid:IncidentSource")?;
    Ok(Message {
        lang: lang(&part)?.unwrap_or_default(),
        policy: policy.map(|part| read_policy(&part)).transpose()?,
        status: status.map(|part| read_status(&part)).transpose()?,
        source: source.map(|part| read_source(&part)).transpose()?,
    })
}

fn read_policy(part: &Part<'_, '_>) -> Result<Policy, Error> {
    part.only(
        &["MsgType", "MsgDestination", "restriction"],
        &[
            "rid:PolicyRegion",
            "iodef:Node",
            "rid:TrafficType",
            "iodef:IncidentID",
            "rid:ReportSchema",
        ],
    )?;
    let mut regions = Vec::new();
    for region in part.all("rid:PolicyRegion") {
        region.only_text(&["region"])?;
        regions.push(region.needed_word("region")?);
    }
    let mut traffic = Vec::new();
    for kind in part.all("rid:TrafficType") {
        kind.only_text(&["type"])?;
        traffic.push(kind.needed_word("type")?);
    }
    let incident_id = part.one("iodef:IncidentID")?;
    let report = part.one("rid:ReportSchema")?;
    Ok(Policy {
        kind: part.needed_word("MsgType")?,
        destination: part.needed_word("MsgDestination")?,
        restriction: part.restriction()?,
        regions,
        node: read_node(&part.needed("iodef:Node")?)?,
        traffic,
        incident_id: incident_id.map(|part| read_id(&part)).transpose()?,
        report: report.map(|part| read_report(&part)).transpose()?,
    })
}

fn read_status(part: &Part<'_, '_>) -> Result<Status, Error> {
    part.only(
        &["AuthorizationStatus", "Justification", "restriction"],
        &[],
    )?;
    Ok(Status {
        authorization: part.needed_word("AuthorizationStatus")?,
        justification: part.word("Justification"),
        restriction: part.restriction()?,
    })
}

fn read_source(part: &Part<'_, '_>) -> Result<Source, Error> {
    part.only(&["restriction"], &["rid:SourceFound", "iodef:Node"])?;
    let found = part.needed("rid:SourceFound")?;
    let text = found.only_text(&[])?;
    // Section 4.1.1, and as section 5.3 writes them.
    let is_found = match text.as_str() {
        "true" | "1" | "True" => true,
        "false" | "0" | "False" => false,
        _ => return Err(found.value(&text, "true or false")),
    };
    let nodes = part.all("iodef:Node");
    if nodes.len() > MAX_NODES {
        return Err(part.too_many("iodef:Node"));
    }
    let nodes: Result<Vec<Node>, Error> = nodes.iter().map(read_node).collect();
    Ok(Source {
        is_found,
        nodes: nodes?,
        restriction: part.restriction()?,
    })
}

fn read_report(part: &Part<'_, '_>) -> Result<Report, Error> {
    let children = ["rid:XMLDocument", "rid:URL", "rid:Signature"];
    part.only(&["Version", "XMLSchemaID"], &children)?;
    let named = |name: &'static str| match part.attribute(name) {
        Some(value) if value == super::EXT_VALUE => Some(part.extension(name).unwrap_or_default()),
        value => value,
    };
    let url = part.one("rid:URL")?;
    let url = url.map(|url| url.only_text(&[])).transpose()?;
    let signatures = part.all("rid:Signature");
    if signatures.len() > MAX_SIGNATURES {
        return Err(part.too_many("rid:Signature"));
    }
    let signatures: Result<Vec<Enclosed>, Error> = signatures.iter().map(read_enclosed).collect();
    Ok(Report {
        version: named("Version"),
        schema: named("XMLSchemaID"),
        document: read_enclosed(&part.needed("rid:XMLDocument")?)?,
        url: part.checked(url, Uri::new, "a URI")?,
        signatures: signatures?,
    })
}

fn read_enclosed(part: &Part<'_, '_>) -> Result<Enclosed, Error> {
    part.only_attributes(&["dtype", "meaning", "formatid", "restriction"])?;
    let [element] = part.tree.children() else {
        let text: String = part.tree.all_text().trim().to_owned();
        return Err(part.value(&text, "one element of XML"));
    };
    if let text = part.tree.text().trim()
        && !text.is_empty()
    {
        return Err(part.value(text, "one element of XML"));
    }
    Ok(Enclosed {
        markup: passed_on(element.whole_markup(&AROUND)?)?,
        meaning: part.tree.attribute("meaning").map(str::to_owned),
        format_id: part.tree.attribute("formatid").map(str::to_owned),
        restriction: part.restriction()?,
    })
}

/// Returns markup that fits into a message written here, with its namespaces.
fn passed_on(markup: String) -> Result<String, Error> {
    let spaces = AROUND.map(|(prefix, space)| format!(" xmlns:{prefix}=\"{space}\""));
    Tree::read(&format!("<a{}>{markup}</a>", spaces.concat()))?;
    Ok(markup)
}

fn read_id(part: &Part<'_, '_>) -> Result<IncidentId, Error> {
    let id = part.only_text(&["name", "instance", "restriction"])?;
    Ok(IncidentId {
        name: part.attribute("name").ok_or_else(|| part.missing("name"))?,
        instance: part.attribute("instance"),
        restriction: part.restriction()?,
        id,
    })
}

fn read_node(part: &Part<'_, '_>) -> Result<Node, Error> {
    part.only(
        &[],
        &[
            "iodef:NodeName",
            // What version 2 of IODEF calls it.
            "iodef:DomainData",
            "iodef:Address",
            "iodef:Location",
            "iodef:DateTime",
            "iodef:NodeRole",
            "iodef:Counter",
        ],
    )?;
    let mut node = Node::default();
    for name in part.all("iodef:NodeName") {
        node.names.push(read_words(&name)?);
    }
    for domain in part.all("iodef:DomainData") {
        let name = domain.needed("iodef:Name")?;
        node.names.push(read_words(&name)?);
    }
    for address in part.all("iodef:Address") {
        node.addresses.push(read_address(&address)?);
    }
    let location = part.one("iodef:Location")?;
    node.location = location.map(|part| read_words(&part)).transpose()?;
    if let Some(at) = part.one("iodef:DateTime")? {
        let text = at.only_text(&[])?;
        let expected = "a time such as 2026-11-21T08:30:00Z";
        node.resolved_at = at.checked(Some(text), DateTime::new, expected)?;
    }
    for (name, into) in [
        ("iodef:NodeRole", &mut node.roles),
        ("iodef:Counter", &mut node.counters),
    ] {
        let elements = part.all(name);
        if elements.len() > MAX_DETAILS {
            return Err(part.too_many(name));
        }
        for element in elements {
            into.push(passed_on(element.tree.markup()?)?);
        }
    }
    Ok(node)
}

fn read_address(part: &Part<'_, '_>) -> Result<Address, Error> {
    let value = part.only_text(&["category", "vlan-name", "vlan-num", "observable-id"])?;
    let number = part.attribute("vlan-num");
    Ok(Address {
        // RFC 5070, section 3.16.1.
        category: part.word("category").unwrap_or(Category::Ipv4),
        vlan_name: part.tree.attribute("vlan-name").map(str::to_owned),
        vlan_num: part.checked(number, |text| text.parse().ok(), "an integer")?,
        value,
    })
}

fn read_words(part: &Part<'_, '_>) -> Result<Words, Error> {
    Ok(Words {
        value: part.only_text(&["lang"])?,
        lang: lang(part)?,
    })
}

fn lang(part: &Part<'_, '_>) -> Result<Option<Lang>, Error> {
    let lang = part
        .attribute("lang")
        .or_else(|| part.attribute("xml:lang"));
    part.checked(lang, Lang::new, "a language tag")
}
