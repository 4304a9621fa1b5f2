//! The CBOR form of RFC 8727.
//!
//! Members have the numbers of its section 5. As in its examples, times are plain texts and lengths
//! are definite; URIs and bytes carry the tags of its table 2. The few members that RFC 7970 has and
//! RFC 8727 forgot (`ext-scope`) keep their names.

use minicbor::{
    Decoder, Encoder,
    data::{IanaTag, Tag, Type},
};

use crate::{
    Change, Document, Error, MAX_BYTES, Result,
    error::shown,
    json::document,
    note::Notes,
    part::Part,
    value::{Budget, Map, Value},
};

/// The number of the first of [`KEYS`].
const FIRST_KEY: i64 = -24;

/// Names of members in the order of their numbers (section 5).
#[rustfmt::skip]
const KEYS: [&str; 207] = [
    "version", "lang", "format-id", "private-enum-name", "private-enum-id", "Incident",
    "AdditionalData", "value", "translation-id", "name", "dtype", "ext-dtype", "meaning", "formatid",
    "restriction", "ext-restriction", "observable-id", "SoftwareReference", "URL", "Description",
    "spec-name", "ext-spec-name", "purpose", "ext-purpose",
    // 0
    "status", "ext-status", "IncidentID", "AlternativeID", "RelatedActivity", "DetectTime",
    "StartTime", "EndTime", "RecoveryTime", "ReportTime",
    // 10
    "GenerationTime", "Discovery", "Assessment", "Method", "Contact", "EventData", "Indicator",
    "History", "id", "instance",
    // 20
    "ThreatActor", "Campaign", "IndicatorID", "Confidence", "ThreatActorID", "CampaignID", "role",
    "ext-role", "type", "ext-type",
    // 30
    "ContactName", "ContactTitle", "RegistryHandle", "PostalAddress", "Email", "Telephone", "Timezone",
    "handle", "registry", "ext-registry",
    // 40
    "PAddress", "EmailTo", "TelephoneNumber", "source", "ext-source", "DetectionPattern",
    "DetectionConfiguration", "Application", "Reference", "AttackPattern",
    // 50
    "Vulnerability", "Weakness", "SpecID", "ext-SpecID", "ContentID", "RawData", "Platform", "Scoring",
    "ReferenceName", "specIndex",
    // 60
    "ID", "occurrence", "IncidentCategory", "Impact", "SystemImpact", "BusinessImpact", "TimeImpact",
    "MonetaryImpact", "IntendedImpact", "Counter",
    // 70
    "MitigatingFactor", "Cause", "severity", "completion", "ext-severity", "metric", "ext-metric",
    "duration", "ext-duration", "currency",
    // 80
    "rating", "ext-rating", "HistoryItem", "action", "ext-action", "DateTime", "DefinedCOA", "System",
    "Expectation", "RecordData",
    // 90
    "category", "ext-category", "interface", "spoofed", "virtual", "ownership", "ext-ownership", "Node",
    "NodeRole", "Service",
    // 100
    "OperatingSystem", "AssetID", "DomainData", "Address", "Location", "vlan-name", "vlan-num", "unit",
    "ext-unit", "system-status",
    // 110
    "ext-system-status", "domain-status", "ext-domain-status", "Name", "DateDomainWasChecked",
    "RegistrationDate", "ExpirationDate", "RelatedDNS", "NameServers", "DomainContacts",
    // 120
    "Server", "SameDomainContact", "ip-protocol", "ServiceName", "Port", "Portlist", "ProtoCode",
    "ProtoType", "ProtoField", "ApplicationHeaderField",
    // 130
    "EmailData", "IANAService", "EmailFrom", "EmailSubject", "EmailX-Mailer", "EmailHeaderField",
    "EmailHeaders", "EmailBody", "EmailMessage", "HashData",
    // 140
    "Signature", "RecordPattern", "RecordItem", "FileData", "WindowsRegistryKeysModified",
    "CertificateData", "offset", "offsetunit", "ext-offsetunit", "Key",
    // 150
    "registryaction", "ext-registryaction", "KeyName", "KeyValue", "Certificate", "X509Data", "File",
    "FileName", "FileSize", "FileType",
    // 160
    "AssociatedSoftware", "FileProperties", "scope", "HashTargetID", "Hash", "FuzzyHash",
    "DigestMethod", "DigestValue", "CanonicalizationMethod", "FuzzyHashValue",
    // 170
    "AlternativeIndicatorID", "Observable", "uid-ref", "IndicatorExpression", "IndicatorReference",
    "AttackPhase", "BulkObservable", "BulkObservableFormat", "BulkObservableList", "operator",
    // 180
    "ext-operator", "euid-ref", "AttackPhaseID",
];

/// Reads a document.
///
/// # Errors
/// [`Error`] with the place of what is wrong.
pub fn read(bytes: &[u8]) -> Result<Document> {
    document(value(bytes)?, &Notes::strict())
}

/// Reads a document as [`crate::json::read_lenient`] does.
///
/// # Errors
/// [`Error`] with the place of what cannot be understood at all.
pub fn read_lenient(bytes: &[u8]) -> Result<(Document, Vec<Change>)> {
    let notes = Notes::lenient();
    let document = document(value(bytes)?, &notes)?;
    notes.applied(document)
}

/// Writes a document.
pub fn write(document: &Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut out = Encoder::new(&mut bytes);
    let written = put(&document.write_value(), None, &mut out);
    written.expect("a vector takes everything");
    bytes
}

type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;

fn put(value: &Value, around: Option<&str>, out: &mut Encoder<&mut Vec<u8>>) -> Written {
    match value {
        Value::Bool(value) => out.bool(*value)?,
        Value::Integer(value) => out.i64(*value)?,
        Value::Real(value) => {
            #[expect(clippy::cast_possible_truncation, reason = "the next line looks")]
            let short = *value as f32;
            if f64::from(short) == *value {
                out.f32(short)?
            } else {
                out.f64(*value)?
            }
        }
        Value::Text(text) => out.str(text)?,
        Value::Uri(text) => out.tag(IanaTag::Uri)?.str(text)?,
        Value::Bytes(bytes) => out.tag(IanaTag::ToBase64)?.bytes(bytes)?,
        Value::Marked(text) => out.tag(IanaTag::ToBase64)?.str(text)?,
        Value::Spoken(spoken) => return put(&spoken.settled(around), None, out),
        Value::List(list) => {
            out.array(list.len() as u64)?;
            return list.iter().try_for_each(|value| put(value, around, out));
        }
        Value::Map(map) => {
            let around = map.lang().or(around);
            out.map(map.members().len() as u64)?;
            for (name, value) in map.members() {
                match KEYS.iter().position(|known| known == name) {
                    Some(at) => out.i64(FIRST_KEY + at as i64)?,
                    None => out.str(name)?,
                };
                put(value, around, out)?;
            }
            return Ok(());
        }
    };
    Ok(())
}

fn value(bytes: &[u8]) -> Result<Value> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::TooLong { bytes: bytes.len() });
    }
    let mut from = Reader {
        from: Decoder::new(bytes),
        budget: Budget::default(),
    };
    let value = from.value(1)?;
    if from.from.position() < bytes.len() {
        return Err(from.wrong("more follows behind the document"));
    }
    Ok(value)
}

struct Reader<'a> {
    from: Decoder<'a>,
    budget: Budget,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Result<Value> {
        self.budget.take(depth)?;
        match self.kind()? {
            Type::Bool => self.take(Decoder::bool).map(Value::Bool),
            Type::F16 => self.take(Decoder::f16).map(|real| Value::Real(real.into())),
            Type::F32 => self.take(Decoder::f32).map(|real| Value::Real(real.into())),
            Type::F64 => self.take(Decoder::f64).map(Value::Real),
            Type::String | Type::StringIndef => self.text().map(Value::Text),
            Type::Bytes | Type::BytesIndef => self.bytes().map(Value::Bytes),
            Type::Tag => self.tagged(depth),
            Type::Array | Type::ArrayIndef => {
                let mut left = self.take(Decoder::array)?;
                let mut list = Vec::new();
                while self.is_more(&mut left)? {
                    list.push(self.value(depth + 1)?);
                }
                Ok(Value::List(list))
            }
            Type::Map | Type::MapIndef => {
                let mut left = self.take(Decoder::map)?;
                let mut map = Map::default();
                while self.is_more(&mut left)? {
                    let name = self.key()?;
                    let value = self.value(depth + 1)?;
                    map.add(name, value)
                        .map_err(|problem| self.wrong(&problem))?;
                }
                Ok(Value::Map(map))
            }
            _ => self.take(Decoder::i64).map(Value::Integer),
        }
    }

    fn tagged(&mut self, depth: usize) -> Result<Value> {
        let tag = self.take(Decoder::tag)?;
        let value = self.value(depth + 1)?;
        Ok(match (IanaTag::try_from(tag), value) {
            (Ok(IanaTag::Uri), Value::Text(text)) => Value::Uri(text),
            (Ok(tag @ (IanaTag::PosBignum | IanaTag::NegBignum)), Value::Bytes(bytes)) => {
                let number = bytes.iter().try_fold(0_i64, |sum, byte| {
                    sum.checked_mul(256)?.checked_add(i64::from(*byte))
                });
                let Some(number) = number else {
                    return Err(self.wrong("a number has more than 64 bits"));
                };
                let is_positive = matches!(tag, IanaTag::PosBignum);
                Value::Integer(if is_positive { number } else { -1 - number })
            }
            (_, value) => {
                let is_known = [0, 21, 22, 23, 32, 55_799].map(Tag::new).contains(&tag);
                if !is_known {
                    return Err(self.wrong(&format!("tag {} is not known here", tag.as_u64())));
                }
                value
            }
        })
    }

    fn key(&mut self) -> Result<String> {
        if matches!(self.kind()?, Type::String | Type::StringIndef) {
            return self.text();
        }
        let number = self.take(Decoder::i64)?;
        let at = number.checked_sub(FIRST_KEY).map(usize::try_from);
        let known = at.and_then(Result::ok).and_then(|at| KEYS.get(at));
        // What is not known is refused, or kept, by the class that it stands in.
        Ok(known.map_or_else(|| number.to_string(), |name| (*name).to_owned()))
    }

    fn text(&mut self) -> Result<String> {
        let at = self.from.position();
        let parts = self.from.str_iter().map_err(|error| wrong(at, &error))?;
        parts
            .collect::<Result<String, _>>()
            .map_err(|error| wrong(at, &error))
    }

    fn bytes(&mut self) -> Result<Vec<u8>> {
        let at = self.from.position();
        let parts = self.from.bytes_iter().map_err(|error| wrong(at, &error))?;
        let parts = parts.collect::<Result<Vec<_>, _>>();
        parts
            .map(|parts| parts.concat())
            .map_err(|error| wrong(at, &error))
    }

    fn kind(&mut self) -> Result<Type> {
        self.take(|from| from.datatype())
    }

    /// Whether another item of a list or a map follows.
    fn is_more(&mut self, left: &mut Option<u64>) -> Result<bool> {
        match left {
            Some(0) => Ok(false),
            Some(left) => {
                *left -= 1;
                Ok(true)
            }
            None if self.kind()? == Type::Break => self.take(Decoder::skip).map(|()| false),
            None => Ok(true),
        }
    }

    fn take<T>(
        &mut self,
        read: impl FnOnce(&mut Decoder<'a>) -> Result<T, minicbor::decode::Error>,
    ) -> Result<T> {
        let at = self.from.position();
        read(&mut self.from).map_err(|error| wrong(at, &error))
    }

    fn wrong(&self, problem: &str) -> Error {
        Error::Cbor {
            at: self.from.position(),
            problem: problem.to_owned(),
        }
    }
}

fn wrong(at: usize, error: &minicbor::decode::Error) -> Error {
    Error::Cbor {
        at,
        problem: shown(&error.to_string()),
    }
}
