//! Version 1 (RFC 5070), and what people make of either version, as version 2.
//!
//! Section 4.4 of RFC 7970 says what changed between the versions. A document is changed as a tree,
//! before its classes are read; each change is noted.

use std::collections::HashMap;

use crate::{
    note::Notes,
    xml::{Element, parse_markup},
};

/// How the namespaces of all versions and drafts begin.
const DRAFTS: &str = "{urn:ietf:params:xml:ns:iodef-";

/// Returns the name of an element of IODEF without its namespace, where it is of another version or
/// of none.
pub(crate) fn local(name: &str) -> Option<&str> {
    if let Some(local) = name.strip_prefix("i1:").or_else(|| name.strip_prefix("{}")) {
        return Some(local);
    }
    let (version, local) = name.strip_prefix(DRAFTS)?.split_once('}')?;
    version
        .starts_with(|c: char| c.is_ascii_digit())
        .then_some(local)
}

/// Makes a document one of version 2.
pub(crate) fn translate(root: &mut Element, notes: &Notes<'_>) {
    let name = local(&root.name).unwrap_or(&root.name).to_owned();
    let mut walk = Walk {
        notes,
        path: vec![(name, 1)],
    };
    if let Some(name) = local(&root.name) {
        let (space, _) = root.name.split_at(root.name.len() - name.len());
        let space = space.trim_end_matches(':').to_owned();
        let message = match space.as_str() {
            "i1" => "version 1 is read as version 2".to_owned(),
            "{}" => "it has no namespace; it is read as version 2".to_owned(),
            other => format!("namespace {other} is read as version 2"),
        };
        walk.note("version", &message);
    }
    let version = root.attributes.take("version");
    if version.as_deref() != Some("2.00") {
        if let Some(version) = &version
            && version != "1.00"
        {
            walk.note("version", &format!("version {version:?} is read as 2.00"));
        }
        root.attributes.put("version", "2.00".to_owned());
    } else if let Some(version) = version {
        root.attributes.put("version", version);
    }
    root.attributes.rename("formatid", "format-id");
    walk.element(root);
}

/// Makes what a piece holds of version 2.
pub(crate) fn translate_part(piece: &mut Element, notes: &Notes<'_>) {
    let mut walk = Walk {
        notes,
        path: Vec::new(),
    };
    for child in &mut piece.children {
        walk.element(child);
    }
}

struct Walk<'a> {
    notes: &'a Notes<'a>,
    /// Names and places down to the present element.
    path: Vec<(String, usize)>,
}

impl Walk<'_> {
    fn note(&self, code: &'static str, message: &str) {
        let steps = self.path.iter().map(|(name, place)| match place {
            1 => name.clone(),
            place => format!("{name}[{place}]"),
        });
        let path = steps.collect::<Vec<_>>().join("/");
        self.notes.may(code, path, message);
    }

    fn element(&mut self, element: &mut Element) {
        // What is in structured information is of version 1 in version 2, too (RFC 7203).
        if element.name.starts_with("sci:") {
            return;
        }
        if let Some(name) = local(&element.name) {
            element.name = name.to_owned();
        }
        if element.attributes.rename("lang", "xml:lang") {
            self.note("renamed", "lang is xml:lang");
        }
        let mut counts: HashMap<String, usize> = HashMap::new();
        for child in &mut element.children {
            let name = local(&child.name).unwrap_or(&child.name).to_owned();
            let place = counts.entry(name.clone()).or_default();
            *place += 1;
            self.path.push((name, *place));
            self.element(child);
            self.path.pop();
        }
        self.class(element);
    }

    /// Changes what an element and its children are.
    fn class(&mut self, element: &mut Element) {
        match element.name.as_str() {
            "Incident" => self.incident(element),
            "Contact" => self.contact(element),
            "Email" => self.put_into_child(element, "EmailTo"),
            "Telephone" => self.put_into_child(element, "TelephoneNumber"),
            "PostalAddress" => self.put_into_child(element, "PAddress"),
            "NodeRole" => self.put_into_child(element, "Description"),
            "Method" => self.method(element),
            "Reference" => self.reference(element),
            "Assessment" => self.assessment(element),
            "Counter" => self.counter(element),
            "Node" => self.node(element),
            "System" => self.system(element),
            "Service" => self.service(element),
            "Application" | "OperatingSystem" => self.software(element),
            "Address" => self.address(element),
            "KeyValue" => element.name = "Value".to_owned(),
            "NameServers" => element.name = "Nameservers".to_owned(),
            _ => {}
        }
    }

    fn incident(&self, incident: &mut Element) {
        let (nodes, rest) = std::mem::take(&mut incident.children)
            .into_iter()
            .partition(|child| child.name == "Node");
        incident.children = rest;
        for node in nodes {
            self.note("moved", "Node is put into EventData/Flow/System");
            let mut within = node;
            for around in ["System", "Flow", "EventData"] {
                within = Element::of_children(around, vec![within]);
            }
            incident.children.push(within);
        }
        let has = |name: &str| incident.children.iter().any(|child| child.name == name);
        if !has("GenerationTime") {
            let times = ["ReportTime", "DetectTime", "EndTime", "StartTime"];
            let time = times.iter().find_map(|name| {
                let found = incident.children.iter().find(|child| child.name == *name)?;
                Some((name, found.text().to_owned()))
            });
            if let Some((name, time)) = time {
                self.note("added", &format!("GenerationTime is that of {name}"));
                let time = Element::of_text("GenerationTime", time);
                incident.children.push(time);
            }
        }
    }

    fn contact(&self, contact: &mut Element) {
        for child in &mut contact.children {
            if child.name == "Fax" {
                self.note("renamed", "Fax is a Telephone of type fax");
                child.name = "Telephone".to_owned();
                child.attributes.put("type", "fax".to_owned());
                self.put_into_child(child, "TelephoneNumber");
            }
        }
    }

    /// Puts the text of an element into a child, and what was said of it into another.
    fn put_into_child(&self, element: &mut Element, name: &str) {
        if element.children.is_empty() && !element.text().trim().is_empty() {
            let text = element.take_text();
            let mut child = Element::of_text(name, text.trim().to_owned());
            if let Some(lang) = element.attributes.take("xml:lang") {
                child.attributes.put("xml:lang", lang);
            }
            element.children.push(child);
            self.note("moved", &format!("the text of {} is {name}", element.name));
        }
        element.attributes.take("xml:lang");
        if let Some(meaning) = element.attributes.take("meaning") {
            let meaning = Element::of_text("Description", meaning);
            element.children.push(meaning);
            self.note("moved", "meaning is Description");
        }
    }

    /// Version 1 has structured information in `AdditionalData` (RFC 7203), version 2 in `Method`.
    fn method(&self, method: &mut Element) {
        let moved = ["sci:AttackPattern", "sci:Vulnerability", "sci:Weakness"];
        let mut children = Vec::new();
        for mut child in std::mem::take(&mut method.children) {
            let piece = match child.name.as_str() {
                "AdditionalData" => parse_markup(child.markup()).ok(),
                _ => None,
            };
            let is_moved = |piece: &Element| {
                let mut all = piece.children.iter();
                !piece.children.is_empty() && all.all(|one| moved.contains(&one.name.as_str()))
            };
            match piece.filter(is_moved) {
                Some(piece) => {
                    self.note("moved", "structured information is put into Method");
                    children.extend(piece.children);
                    child.children.clear();
                }
                None => children.push(child),
            }
        }
        method.children = children;
    }

    /// Version 1 has a name that is free text, version 2 the entry of a registered list.
    fn reference(&self, reference: &mut Element) {
        for child in &mut reference.children {
            if child.name != "ReferenceName" {
                continue;
            }
            let name = child.take_text();
            let name = name.trim();
            let is_entry = name.starts_with("CVE-") && crate::NcName::new(name).is_some();
            if is_entry {
                self.note("moved", "the name is an entry of the registered list 1");
                let entry = Element::of_text("enum:ID", name.to_owned());
                *child = Element::of_children("enum:ReferenceName", vec![entry]);
                child.attributes.put("specIndex", "1".to_owned());
            } else {
                self.note(
                    "moved",
                    "ReferenceName is Description: it is on no registered list",
                );
                let lang = child.attributes.lang();
                *child = Element::of_text("Description", name.to_owned());
                if let Some(lang) = lang {
                    child.attributes.put("xml:lang", lang);
                }
            }
        }
    }

    /// `Impact` became `SystemImpact` and `IncidentCategory`.
    fn assessment(&self, assessment: &mut Element) {
        let mut categories = Vec::new();
        for impact in &mut assessment.children {
            if impact.name != "Impact" {
                continue;
            }
            let word = impact.attributes.take("type");
            let word = word.as_deref().unwrap_or("unknown");
            let new = match word {
                "admin" => "takeover-system",
                "user" => "takeover-account",
                "dos" => "availability-service",
                "file" => "integrity-data",
                "misconfiguration" => "integrity-configuration",
                "policy" | "unknown" | "ext-value" => word,
                _ => "ext-value",
            };
            self.note(
                "renamed",
                &format!("Impact of type {word} is SystemImpact of type {new}"),
            );
            impact.name = "SystemImpact".to_owned();
            impact.attributes.put("type", new.to_owned());
            if new == "ext-value" && word != new {
                impact.attributes.put("ext-type", word.to_owned());
                categories.push(Element::of_text("IncidentCategory", word.to_owned()));
            }
            self.put_into_child(impact, "Description");
        }
        assessment.children.append(&mut categories);
    }

    /// What version 1 calls the type is the unit of version 2.
    fn counter(&self, counter: &mut Element) {
        if counter.attributes.get("unit").is_some() {
            return;
        }
        counter.attributes.rename("type", "unit");
        counter.attributes.rename("ext-type", "ext-unit");
        let is_rate = counter.attributes.get("duration").is_some();
        let kind = if is_rate { "rate" } else { "counter" };
        counter.attributes.put("type", kind.to_owned());
        self.note(
            "renamed",
            &format!("type of Counter is unit, and its type {kind}"),
        );
    }

    /// `NodeName` and `DateTime` became `DomainData`.
    fn node(&self, node: &mut Element) {
        let is_time = |child: &Element| child.name == "DateTime";
        let looked_up = node.children.iter().find(|child| is_time(child));
        let looked_up = looked_up.map(|time| time.text().to_owned());
        let mut told = false;
        for child in &mut node.children {
            if child.name != "NodeName" {
                continue;
            }
            self.note("moved", "NodeName is DomainData/Name");
            let mut parts = vec![Element::of_text(
                "Name",
                child.take_text().trim().to_owned(),
            )];
            if let Some(time) = looked_up.clone().filter(|_| !told) {
                self.note("moved", "DateTime is DomainData/DateDomainWasChecked");
                parts.push(Element::of_text("DateDomainWasChecked", time));
                told = true;
            }
            *child = Element::of_children("DomainData", parts);
        }
        if told {
            node.children.retain(|child| !is_time(child));
        }
    }

    /// `NodeRole` belongs to `System`.
    fn system(&self, system: &mut Element) {
        let mut roles = Vec::new();
        for node in &mut system.children {
            if node.name == "Node" {
                let is_role = |child: &mut Element| child.name == "NodeRole";
                roles.extend(node.children.extract_if(.., is_role));
            }
        }
        if !roles.is_empty() {
            self.note("moved", "NodeRole is put into System");
            system.children.append(&mut roles);
        }
    }

    fn service(&self, service: &mut Element) {
        if service.attributes.rename("ip_protocol", "ip-protocol") {
            self.note("renamed", "ip_protocol is ip-protocol");
        }
    }

    fn address(&self, address: &mut Element) {
        if address.attributes.get("category") == Some("ipv6-net-mask") {
            address.attributes.rename("category", "ext-category");
            address.attributes.put("category", "ext-value".to_owned());
            self.note("value", "ipv6-net-mask is on no list any more; it is kept");
        }
    }

    /// Software was told by attributes.
    fn software(&self, software: &mut Element) {
        let names = ["vendor", "family", "name", "version", "patch", "configid"];
        let told = names.map(|name| software.attributes.take(name));
        let told: Vec<String> = told.into_iter().flatten().collect();
        if let Some(swid) = software.attributes.take("swid") {
            self.note("moved", "swid is SoftwareReference");
            let mut reference = Element::of_text("SoftwareReference", swid);
            reference.attributes.put("spec-name", "swid".to_owned());
            software.children.push(reference);
        }
        if !told.is_empty() {
            self.note("moved", "what named the software is Description");
            let text = Element::of_text("Description", told.join(" "));
            software.children.push(text);
        }
    }
}
