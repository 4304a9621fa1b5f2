//! Bodies of HTTP to messages.

use watchbell_iodef::xml::{self, Tree};
use watchbell_model::Time;

use super::{
    Body, Dialect, Error, Fault, FaultCode, Kind, MAX_RECIPIENTS, Message, Request, Response, Soap,
    Status,
    element::{attribute, line, one, text},
};
use crate::{
    mime::{Entity, MAX_PARTS},
    mms::{Address, AddressKind, Multimedia, Part, mime},
};

/// Most elements of a request that are kept as they are.
const MAX_FIELDS: usize = 100;

/// Reads a message from the value of `Content-Type` and the body that came with it.
///
/// # Errors
/// [`enum@Error`] with the place of what is wrong; [`Fault::of`] answers it.
pub fn read(content_type: &str, body: &[u8]) -> Result<Message, Error> {
    let content_type = format!("{content_type}\n");
    let whole = Entity::of_body(content_type.as_bytes(), body)?;
    let mut left = MAX_PARTS;
    let Some(parts) = whole.parts(&mut left)? else {
        return envelope(body, &[], &mut left);
    };
    let start = mime::media_type(&whole);
    let start = start
        .parameter("start")
        .map(|id| id.trim_matches(['<', '>']));
    // The envelope is the part that is named, else the first (RFC 2387, section 3.2).
    let named = start.and_then(|start| {
        let is_it = |part: &Entity<'_>| mime::id(part).as_deref() == Some(start);
        parts.iter().position(is_it)
    });
    let root = named.unwrap_or(0);
    let first = parts.get(root).ok_or(Error::NoPart)?;
    let xml = first.decoded()?;
    let others = parts.iter().enumerate().filter(|(at, _)| *at != root);
    let others: Vec<&Entity<'_>> = others.map(|(_, part)| part).collect();
    envelope(&xml, &others, &mut left)
}

fn envelope(bytes: &[u8], attachments: &[&Entity<'_>], left: &mut usize) -> Result<Message, Error> {
    let text = xml::text(bytes)?;
    let root = Tree::read(&text)?;
    let soap = match (root.local(), root.space()) {
        ("Envelope", space) if space == Soap::V12.namespace() => Soap::V12,
        ("Envelope", _) => Soap::V11,
        (name, space) => {
            let shown = |text: &str| text.chars().take(80).collect();
            return Err(Error::Root {
                space: shown(space),
                name: shown(name),
            });
        }
    };
    let missing = |name| Error::Missing {
        line: line(&root),
        name,
    };
    let id = one(&root, "Header").and_then(|header| one(header, "TransactionID"));
    let body = one(&root, "Body").ok_or_else(|| missing("Body"))?;
    let element = body
        .children()
        .first()
        .ok_or_else(|| missing("a message"))?;
    let is_fault = element.local() == "Fault";
    // In a fault, the message of MM7 is what is in its details.
    let within = if is_fault {
        details(element)
    } else {
        Some(element)
    };
    let spoken = within
        .or(id)
        .filter(|tree| tree.space() != soap.namespace());
    let body = if is_fault {
        Body::Fault(fault(element))
    } else {
        message(element, attachments, left)?
    };
    let id = id.map(|id| id.text().trim().to_owned());
    Ok(Message {
        dialect: Dialect {
            soap,
            namespace: spoken.map_or_else(String::new, |tree| tree.space().to_owned()),
        },
        transaction_id: id.filter(|id| !id.is_empty()),
        version: within.and_then(|within| super::element::text(within, "MM7Version")),
        body,
    })
}

fn message(tree: &Tree<'_>, attachments: &[&Entity<'_>], left: &mut usize) -> Result<Body, Error> {
    let name = tree.local();
    if let Some(kind) = name.strip_suffix("Rsp") {
        let of_nothing = matches!(name, "RSErrorRsp" | "VASPErrorRsp");
        let kind = Kind::of(kind);
        if kind.is_none() && !of_nothing {
            return Err(unknown(tree));
        }
        return Ok(Body::Response(Response {
            kind,
            is_of_provider: name == "VASPErrorRsp",
            status: status(tree)?,
            message_id: text(tree, "MessageID"),
        }));
    }
    match name.strip_suffix("Req") {
        Some(kind) => Ok(Body::Request(request(
            tree,
            Kind::of(kind),
            attachments,
            left,
        )?)),
        None => Err(unknown(tree)),
    }
}

fn unknown(tree: &Tree<'_>) -> Error {
    Error::Kind {
        line: line(tree),
        name: tree.local().chars().take(80).collect(),
    }
}

fn request(
    tree: &Tree<'_>,
    kind: Option<Kind>,
    attachments: &[&Entity<'_>],
    left: &mut usize,
) -> Result<Request, Error> {
    let identification = one(tree, "SenderIdentification");
    let said = |name: &str| {
        let within = identification.and_then(|tree| text(tree, name));
        within.or_else(|| text(tree, name))
    };
    let sender = identification.and_then(|tree| one(tree, "SenderAddress"));
    let sender = one(tree, "Sender").or(sender);
    let from = sender.and_then(|tree| addresses(tree).into_iter().next());
    let mut request = Request {
        kind,
        name: tree.local().to_owned(),
        vasp_id: said("VASPID"),
        vas_id: said("VASID"),
        relay_id: text(tree, "MMSRelayServerID"),
        message_id: text(tree, "MessageID"),
        linked_id: text(tree, "LinkedID"),
        status: text(tree, "MMStatus"),
        fields: fields(tree),
        multimedia: Multimedia {
            id: text(tree, "MessageID"),
            from: from.map(|(address, _)| address),
            subject: text(tree, "Subject"),
            date: time(tree, "TimeStamp").or_else(|| time(tree, "Date")),
            class: text(tree, "MessageClass"),
            ..Multimedia::default()
        },
        shown: Vec::new(),
        is_adaptable: None,
    };
    recipients(tree, &mut request)?;
    if let Some(content) = one(tree, "Content") {
        let is_adaptable = attribute(content, "allowAdaptations");
        request.is_adaptable = is_adaptable.map(|word| matches!(word, "true" | "1"));
        let href = attribute(content, "href").unwrap_or_default();
        put_content(href, attachments, left, &mut request.multimedia)?;
    }
    Ok(request)
}

/// Puts in the parts of the attachment that is named; where none is so named, all of them.
fn put_content(
    href: &str,
    attachments: &[&Entity<'_>],
    left: &mut usize,
    message: &mut Multimedia,
) -> Result<(), Error> {
    let scheme = href.get(..4);
    let is_id = scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("cid:"));
    let key = href.get(if is_id { 4 } else { 0 }..).unwrap_or_default();
    let key = key.trim_matches(['<', '>']);
    let named = attachments.iter().find(|part| mime::is_named(part, key));
    let chosen = match named {
        Some(part) => std::slice::from_ref(part),
        None => attachments,
    };
    let mut parts: Vec<Part> = Vec::new();
    for part in chosen {
        parts.extend(mime::parts(part, left)?);
    }
    message.parts = parts;
    let start = named.map(|part| mime::media_type(part));
    message.present(start.as_ref().and_then(|kind| kind.parameter("start")));
    Ok(())
}

fn recipients(tree: &Tree<'_>, request: &mut Request) -> Result<(), Error> {
    let mut lists: Vec<&Tree<'_>> = Vec::new();
    if let Some(recipients) = one(tree, "Recipients") {
        lists.extend(recipients.children());
    }
    // A report has one.
    lists.extend(one(tree, "Recipient"));
    for list in lists {
        for (address, is_shown) in addresses(list) {
            if request.multimedia.to.len() + request.shown.len() == MAX_RECIPIENTS {
                return Err(Error::Recipients { line: line(list) });
            }
            if is_shown {
                request.shown.push(address);
            } else {
                request.multimedia.to.push(address);
            }
        }
    }
    Ok(())
}

/// The addresses in an element, and whether each is only to be shown.
fn addresses(tree: &Tree<'_>) -> Vec<(Address, bool)> {
    let mut found = Vec::new();
    for child in tree.children() {
        let value = child.text().trim();
        let address = match child.local() {
            "Number" => Address::new(AddressKind::Number, Address::read(value).value.as_str()),
            "RFC2822Address" => Address::read(value),
            "ShortCode" => Address::new(AddressKind::ShortCode, value),
            _ => continue,
        };
        let is_shown = attribute(child, "displayOnly");
        if !address.value.is_empty() {
            found.push((address, matches!(is_shown, Some("true" | "1"))));
        }
    }
    // Some write the address right into the element.
    let value = tree.text().trim();
    if found.is_empty() && !value.is_empty() {
        found.push((Address::read(value), false));
    }
    found
}

/// Elements with a place of their own.
const KNOWN: &[&str] = &[
    "MM7Version",
    "MessageID",
    "LinkedID",
    "MMStatus",
    "MMSRelayServerID",
    "VASPID",
    "VASID",
    "Subject",
    "TimeStamp",
    "Date",
    "MessageClass",
    "Sender",
    "Recipient",
    "Content",
];

fn fields(tree: &Tree<'_>) -> Vec<(String, String)> {
    let leaves = tree.children().iter().filter(|child| {
        let is_known = KNOWN.contains(&child.local());
        child.children().is_empty() && !is_known && !child.text().trim().is_empty()
    });
    let pair = |child: &Tree<'_>| (child.local().to_owned(), child.text().trim().to_owned());
    leaves.map(pair).take(MAX_FIELDS).collect()
}

/// A moment, in UTC where no zone is written (ISO 8601).
fn time(tree: &Tree<'_>, name: &str) -> Option<Time> {
    let text = text(tree, name)?;
    let zoned = text.parse().ok();
    zoned.or_else(|| format!("{text}Z").parse().ok())
}

fn status(tree: &Tree<'_>) -> Result<Status, Error> {
    let missing = |name| Error::Missing {
        line: line(tree),
        name,
    };
    let within = one(tree, "Status").ok_or_else(|| missing("Status"))?;
    let code = text(within, "StatusCode").ok_or_else(|| missing("StatusCode"))?;
    let number = code.parse().map_err(|_| Error::Value {
        line: line(within),
        name: "StatusCode",
        value: code.chars().take(80).collect(),
        expected: "a number such as 1000",
    })?;
    let mut status = Status::of(number);
    if let Some(text) = text(within, "StatusText") {
        status.text = text;
    }
    let details = one(within, "Details").map(|details| details.all_text().trim().to_owned());
    status.details = details.filter(|details| !details.is_empty());
    Ok(status)
}

/// Reads a fault of SOAP 1.1 or 1.2, and the message of MM7 that may be in its details.
fn fault(tree: &Tree<'_>) -> Fault {
    let code = text(tree, "faultcode").or_else(|| {
        let code = one(tree, "Code")?;
        text(code, "Value")
    });
    let reason = text(tree, "faultstring").or_else(|| {
        let reason = one(tree, "Reason")?;
        text(reason, "Text")
    });
    Fault {
        code: FaultCode::of(&code.unwrap_or_default()),
        text: reason.unwrap_or_default(),
        status: details(tree).and_then(|details| status(details).ok()),
    }
}

fn details<'t, 'd>(tree: &'t Tree<'d>) -> Option<&'t Tree<'d>> {
    let details = one(tree, "Detail")?;
    let mut children = details.children().iter();
    children.find(|child| matches!(child.local(), "RSErrorRsp" | "VASPErrorRsp"))
}
