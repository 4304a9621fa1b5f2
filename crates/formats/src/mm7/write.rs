//! Answers to envelopes, in the dialect of what they answer (clause 8.7.9).

use watchbell_iodef::xml::Writer;

use super::{Body, Fault, Message, Response, Soap, Status};

/// Writes an answer; a request is written as its name alone, for attachments are no matter of XML.
///
/// Send it as [`super::MEDIA_TYPE`], a fault with the status 500 (SOAP 1.1, section 6.2).
pub fn write(message: &Message) -> String {
    let soap = message.dialect.soap.namespace();
    let namespace = message.dialect.namespace.as_str();
    let mut out = Writer::document();
    out.start("env:Envelope", &[("xmlns:env", soap)]);
    if let Some(id) = &message.transaction_id {
        out.start("env:Header", &[]);
        let mut pairs = vec![("env:mustUnderstand", "1")];
        pairs.extend(own(namespace));
        out.start("TransactionID", &pairs);
        out.text(id);
        out.close("TransactionID");
        out.close("env:Header");
    }
    out.start("env:Body", &[]);
    match &message.body {
        Body::Request(request) => {
            open(&request.name, message, &mut out);
            out.close(&request.name);
        }
        Body::Response(response) => write_response(response, message, &mut out),
        Body::Fault(fault) => write_fault(fault, message, &mut out),
    }
    out.close("env:Body");
    out.close("env:Envelope");
    out.finish()
}

/// The declaration of a namespace, where there is one.
fn own(namespace: &str) -> Option<(&str, &str)> {
    (!namespace.is_empty()).then_some(("xmlns", namespace))
}

/// Begins a message of MM7, with its version.
fn open(name: &str, message: &Message, out: &mut Writer) {
    let pairs: Vec<(&str, &str)> = own(&message.dialect.namespace).into_iter().collect();
    out.start(name, &pairs);
    if let Some(version) = &message.version {
        leaf("MM7Version", version, out);
    }
}

fn write_response(response: &Response, message: &Message, out: &mut Writer) {
    let name = match response.kind {
        Some(kind) => format!("{}Rsp", kind.name()),
        None if response.is_of_provider => "VASPErrorRsp".to_owned(),
        None => "RSErrorRsp".to_owned(),
    };
    open(&name, message, out);
    write_status(&response.status, out);
    if let Some(id) = &response.message_id {
        leaf("MessageID", id, out);
    }
    out.close(&name);
}

fn write_status(status: &Status, out: &mut Writer) {
    out.start("Status", &[]);
    leaf("StatusCode", &status.code.to_string(), out);
    leaf("StatusText", &status.text, out);
    if let Some(details) = &status.details {
        leaf("Details", details, out);
    }
    out.close("Status");
}

fn write_fault(fault: &Fault, message: &Message, out: &mut Writer) {
    let code = match (message.dialect.soap, fault.code.name()) {
        (Soap::V12, "Client") => "env:Sender".to_owned(),
        (Soap::V12, "Server") => "env:Receiver".to_owned(),
        (_, name) => format!("env:{name}"),
    };
    out.start("env:Fault", &[]);
    let detail = match message.dialect.soap {
        Soap::V11 => {
            leaf("faultcode", &code, out);
            leaf("faultstring", &fault.text, out);
            "detail"
        }
        Soap::V12 => {
            out.start("env:Code", &[]);
            leaf("env:Value", &code, out);
            out.close("env:Code");
            out.start("env:Reason", &[]);
            out.start("env:Text", &[("xml:lang", "en")]);
            out.text(&fault.text);
            out.close("env:Text");
            out.close("env:Reason");
            "env:Detail"
        }
    };
    if let Some(status) = &fault.status {
        out.start(detail, &[]);
        open("RSErrorRsp", message, out);
        write_status(status, out);
        out.close("RSErrorRsp");
        out.close(detail);
    }
    out.close("env:Fault");
}

fn leaf(name: &str, text: &str, out: &mut Writer) {
    out.start(name, &[]);
    out.text(text);
    out.close(name);
}
