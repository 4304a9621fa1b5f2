//! Words of the lists in RFC 7970, and how they stand in attributes.
//!
//! Long because the lists are: they are complete, and nothing else is here.

use crate::{
    Result,
    part::Pairs,
    place::Place,
    value::{Map, Value},
    xml::Attributes,
};

/// A word of a list.
pub(crate) trait Word: Sized {
    /// The list, for errors.
    const EXPECTED: &'static str;
    /// Returns the word, if the list has it.
    fn word(&self) -> Option<&'static str>;
    /// Returns the word as JSON has it.
    fn json_word(&self) -> Option<&'static str>;
    /// Returns the word, if the list does not have it.
    fn extension(&self) -> Option<&str>;
    /// Returns the listed word.
    fn of(word: &str) -> Option<Self>;
    /// Returns the whole list.
    #[cfg(feature = "generate")]
    fn listed() -> Vec<Self>;
    /// Returns the unlisted word, if the list can be extended.
    fn extended(word: &str) -> Option<Self>;
    /// Returns what an absent attribute means.
    fn absent() -> Option<Self>;
}

/// Whether only JSON and CBOR have a word (RFC 8727, section 6); XML has it as an unlisted one.
fn is_of_json(name: &str, word: &str) -> bool {
    matches!(
        (name, word),
        ("dtype", "json") | ("action", "training") | ("type", "peak")
    )
}

/// Whether the schema has the twin of an attribute and forgot `ext-value` (section 3.29.4): then the
/// twin stands alone.
fn is_alone(name: &str) -> bool {
    name == "operator"
}

const EXT_VALUE: &str = "ext-value";

/// Returns the name of the attribute that holds an unlisted word.
fn twin(name: &'static str) -> &'static str {
    match name {
        "action" => "ext-action",
        "category" => "ext-category",
        "domain-status" => "ext-domain-status",
        "dtype" => "ext-dtype",
        "duration" => "ext-duration",
        "metric" => "ext-metric",
        "operator" => "ext-operator",
        "offsetunit" => "ext-offsetunit",
        "ownership" => "ext-ownership",
        "purpose" => "ext-purpose",
        "rating" => "ext-rating",
        "registry" => "ext-registry",
        "registryaction" => "ext-registryaction",
        "restriction" => "ext-restriction",
        "role" => "ext-role",
        "scope" => "ext-scope",
        "severity" => "ext-severity",
        "source" => "ext-source",
        "spec-name" => "ext-spec-name",
        "status" => "ext-status",
        "system-status" => "ext-system-status",
        "type" => "ext-type",
        "unit" => "ext-unit",
        // No other attribute takes a word that can be extended.
        _ => EXT_VALUE,
    }
}

/// Returns what stands for a word that is missing.
pub(crate) fn unknown<W: Word + Default>() -> W {
    W::of("unknown")
        .or_else(|| W::extended("unknown"))
        .unwrap_or_default()
}

pub(crate) fn put<W: Word>(word: &W, name: &'static str) -> Pairs {
    match (word.word(), word.extension()) {
        (Some(word), _) => vec![(name, word.to_owned())],
        (None, Some(word)) if is_alone(name) => vec![(twin(name), word.to_owned())],
        (None, Some(word)) => vec![(name, EXT_VALUE.to_owned()), (twin(name), word.to_owned())],
        (None, None) => Vec::new(),
    }
}

pub(crate) fn take<W: Word>(
    name: &'static str,
    from: &mut Attributes,
    at: &Place<'_>,
) -> Result<Option<W>> {
    let word = from.take(name);
    let extension = from.take(twin(name));
    read(name, word, extension, at)
}

pub(crate) fn put_value<W: Word>(word: &W, name: &'static str, out: &mut Map) {
    let bare = word.extension().filter(|word| is_of_json(name, word));
    match (word.json_word().or(bare), word.extension()) {
        (Some(word), _) => {
            out.insert(name, Value::Text(word.to_owned()));
        }
        (None, Some(word)) => {
            if !is_alone(name) {
                out.insert(name, Value::Text(EXT_VALUE.to_owned()));
            }
            out.insert(twin(name), Value::Text(word.to_owned()));
        }
        (None, None) => {}
    }
}

pub(crate) fn take_value<W: Word>(
    name: &'static str,
    from: &mut Map,
    at: &Place<'_>,
) -> Result<Option<W>> {
    let mut take = |name: &'static str| match from.remove(name) {
        None => Ok(None),
        Some(Value::Text(text)) => Ok(Some(text)),
        Some(other) => Err(at.below(name).value(&other.to_string(), "a string")),
    };
    let word = take(name)?;
    let extension = take(twin(name))?;
    read(name, word, extension, at)
}

/// Returns the listed word that differs in its capitals alone.
fn lower<W: Word>(word: &str, at: &Place<'_>) -> Option<W> {
    let read = W::of(&word.trim().to_ascii_lowercase())?;
    at.may("value", &format!("{word:?} is written in small letters"))
        .then_some(read)
}

fn read<W: Word>(
    name: &'static str,
    word: Option<String>,
    extension: Option<String>,
    above: &Place<'_>,
) -> Result<Option<W>> {
    let at = above.below(name);
    match (word, extension) {
        (None, None) => Ok(None),
        (None, Some(extension)) if is_alone(name) => Ok(W::extended(&extension)),
        (Some(word), Some(extension)) if word == EXT_VALUE => {
            let read = W::extended(&extension);
            read.map(Some).ok_or_else(|| at.value(&word, W::EXPECTED))
        }
        (Some(word), None) => {
            // The RFC's own example says fqdn for what its list calls domain-name.
            let listed = W::of(match word.trim() {
                "fqdn" => "domain-name",
                word => word,
            });
            let extended = || {
                let extended = W::extended(word.trim())?;
                let may = is_of_json(name, &word)
                    || at.may("value", &format!("{word:?} is on no list; it is kept"));
                may.then_some(extended)
            };
            let read = listed.or_else(|| lower(&word, &at)).or_else(extended);
            at.or_keep(read.ok_or_else(|| at.value(&word, W::EXPECTED)), &word)
        }
        // Section 4.1.1: the twin must not be there otherwise.
        (word, Some(extension)) => {
            let error = at.value(&extension, "allowed without ext-value");
            at.or_keep(Err::<W, _>(error), &extension)?;
            read(name, word, None, above)
        }
    }
}

words! {
    /// How far something may be disclosed (section 3.3.1).
    pub open enum Restriction {
        Standard = "default",
        Public = "public",
        Partner = "partner",
        NeedToKnow = "need-to-know",
        Private = "private",
        White = "white",
        Green = "green",
        Amber = "amber",
        Red = "red",
    }
}

words! {
    /// Why a document was made.
    pub open enum Purpose {
        Traceback = "traceback",
        Mitigation = "mitigation",
        Reporting = "reporting",
        Watch = "watch",
        Other = "other",
    }
}

words! {
    /// Where the handling of an incident stands.
    pub open enum Status {
        New = "new",
        InProgress = "in-progress",
        Forwarded = "forwarded",
        Resolved = "resolved",
        Future = "future",
    }
}

words! {
    /// What a contact has to do with an incident.
    pub open enum Role {
        Creator = "creator",
        Reporter = "reporter",
        Admin = "admin",
        Tech = "tech",
        Provider = "provider",
        User = "user",
        Billing = "billing",
        Legal = "legal",
        Abuse = "abuse",
        Irt = "irt",
        Cc = "cc",
        CcIrt = "cc-irt",
        Leo = "leo",
        Vendor = "vendor",
        VendorServices = "vendor-services" | "vendor-support",
        Victim = "victim",
        VictimNotified = "victim-notified",
    }
}

words! {
    /// Whether a contact is a person or an organisation.
    pub open enum ContactKind {
        Person = "person",
        Organization = "organization",
    }
}

words! {
    /// Who assigned a handle.
    pub open enum Registry {
        Internic = "internic",
        Apnic = "apnic",
        Arin = "arin",
        Lacnic = "lacnic",
        Ripe = "ripe",
        Afrinic = "afrinic",
        Local = "local",
    }
}

words! {
    /// What a postal address is for.
    pub open enum PostalKind {
        Street = "street",
        Mailing = "mailing",
    }
}

words! {
    /// What a telephone number is for.
    pub open enum TelephoneKind {
        Wired = "wired",
        Mobile = "mobile",
        Fax = "fax",
        Hotline = "hotline",
    }
}

words! {
    /// What an e-mail address is for.
    pub open enum EmailKind {
        Direct = "direct",
        Hotline = "hotline",
    }
}

words! {
    /// How an incident became known.
    pub open enum DiscoverySource default Unknown {
        Nidps = "nidps",
        Hips = "hips",
        Siem = "siem",
        Av = "av",
        ThirdPartyMonitoring = "third-party-monitoring",
        Incident = "incident",
        OsLog = "os-log",
        ApplicationLog = "application-log",
        DeviceLog = "device-log",
        NetworkFlow = "network-flow",
        PassiveDns = "passive-dns",
        Investigation = "investigation",
        Audit = "audit",
        InternalNotification = "internal-notification",
        ExternalNotification = "external-notification",
        Leo = "leo",
        Partner = "partner",
        Actor = "actor",
        Unknown = "unknown",
    }
}

words! {
    /// What was done or is to be done.
    pub open enum CourseOfAction default Other {
        Nothing = "nothing",
        ContactSourceSite = "contact-source-site",
        ContactTargetSite = "contact-target-site",
        ContactSender = "contact-sender",
        Investigate = "investigate",
        BlockHost = "block-host",
        BlockNetwork = "block-network",
        BlockPort = "block-port",
        RateLimitHost = "rate-limit-host",
        RateLimitNetwork = "rate-limit-network",
        RateLimitPort = "rate-limit-port",
        RedirectTraffic = "redirect-traffic",
        Honeypot = "honeypot",
        UpgradeSoftware = "upgrade-software",
        RebuildAsset = "rebuild-asset",
        HardenAsset = "harden-asset",
        RemediateOther = "remediate-other",
        StatusTriage = "status-triage",
        StatusNewInfo = "status-new-info",
        WatchAndReport = "watch-and-report",
        DefinedCoa = "defined-coa",
        Other = "other",
    }
}

words! {
    /// How bad it is.
    pub enum Severity {
        Low = "low",
        Medium = "medium",
        High = "high",
    }
}

words! {
    /// How bad it is for an organisation.
    pub open enum BusinessSeverity {
        None = "none",
        Low = "low",
        Medium = "medium",
        High = "high",
        Unknown = "unknown",
    }
}

words! {
    /// What it does to an organisation.
    pub open enum BusinessKind default Unknown {
        BreachProprietary = "breach-proprietary",
        BreachPrivacy = "breach-privacy",
        BreachCredential = "breach-credential",
        LossOfIntegrity = "loss-of-integrity",
        LossOfService = "loss-of-service",
        TheftFinancial = "theft-financial",
        TheftService = "theft-service",
        DegradedReputation = "degraded-reputation",
        AssetDamage = "asset-damage",
        AssetManipulation = "asset-manipulation",
        Legal = "legal",
        Extortion = "extortion",
        Unknown = "unknown",
    }
}

words! {
    /// What it does to a system.
    pub open enum SystemKind default Unknown {
        TakeoverAccount = "takeover-account",
        TakeoverService = "takeover-service",
        TakeoverSystem = "takeover-system",
        CpsManipulation = "cps-manipulation",
        CpsDamage = "cps-damage",
        AvailabilityData = "availability-data",
        AvailabilityAccount = "availability-account",
        AvailabilityService = "availability-service",
        AvailabilitySystem = "availability-system",
        DamagedSystem = "damaged-system",
        DamagedData = "damaged-data",
        BreachProprietary = "breach-proprietary",
        BreachPrivacy = "breach-privacy",
        BreachCredential = "breach-credential",
        BreachConfiguration = "breach-configuration",
        IntegrityData = "integrity-data",
        IntegrityConfiguration = "integrity-configuration",
        IntegrityHardware = "integrity-hardware",
        TrafficRedirection = "traffic-redirection",
        MonitoringTraffic = "monitoring-traffic",
        MonitoringHost = "monitoring-host",
        Policy = "policy",
        Unknown = "unknown",
    }
}

words! {
    /// Whether it succeeded.
    pub enum Completion {
        Failed = "failed",
        Succeeded = "succeeded",
    }
}

words! {
    /// What an amount of time means.
    pub open enum TimeMetric {
        Labor = "labor",
        Elapsed = "elapsed",
        Downtime = "downtime",
    }
}

words! {
    /// A unit of time.
    pub open enum Duration {
        Second = "second",
        Minute = "minute",
        Hour = "hour",
        Day = "day",
        Month = "month",
        Quarter = "quarter",
        Year = "year",
    }
}

words! {
    /// Whether an impact happened or could happen.
    pub enum Occurrence {
        Actual = "actual",
        Potential = "potential",
    }
}

words! {
    /// How sure an assessment is.
    pub open enum Rating {
        Low = "low",
        Medium = "medium",
        High = "high",
        Numeric = "numeric",
        Unknown = "unknown",
    }
}

words! {
    /// What part a system played.
    pub open enum SystemCategory {
        Source = "source",
        Target = "target",
        Intermediate = "intermediate",
        Sensor = "sensor",
        Infrastructure = "infrastructure",
    }
}

words! {
    /// Whose a system is.
    pub open enum Ownership {
        Organization = "organization",
        Personal = "personal",
        Partner = "partner",
        Customer = "customer",
        NoRelationship = "no-relationship",
        Unknown = "unknown",
    }
}

words! {
    /// Yes, no or unknown.
    pub enum YesNoUnknown {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

words! {
    /// What kind of address it is.
    pub open enum AddressCategory default Ipv6Addr {
        Asn = "asn",
        Atm = "atm",
        EMail = "e-mail",
        Mac = "mac",
        Ipv4Addr = "ipv4-addr",
        Ipv4Net = "ipv4-net",
        Ipv4NetMasked = "ipv4-net-masked",
        Ipv4NetMask = "ipv4-net-mask",
        Ipv6Addr = "ipv6-addr",
        Ipv6Net = "ipv6-net",
        Ipv6NetMasked = "ipv6-net-masked",
        SiteUri = "site-uri",
    }
}

words! {
    /// What a system is for.
    pub open enum NodeRoleCategory {
        Client = "client",
        ClientEnterprise = "client-enterprise",
        ClientPartner = "client-partner",
        ClientRemote = "client-remote",
        ClientKiosk = "client-kiosk",
        ClientMobile = "client-mobile",
        ServerInternal = "server-internal",
        ServerPublic = "server-public",
        Www = "www",
        Mail = "mail",
        Webmail = "webmail",
        Messaging = "messaging",
        Streaming = "streaming",
        Voice = "voice",
        File = "file",
        Ftp = "ftp",
        P2p = "p2p",
        Name = "name",
        Directory = "directory",
        Credential = "credential",
        Print = "print",
        Application = "application",
        Database = "database",
        Backup = "backup",
        Dhcp = "dhcp",
        Assessment = "assessment",
        SourceControl = "source-control",
        ConfigManagement = "config-management",
        Monitoring = "monitoring",
        Infra = "infra",
        InfraFirewall = "infra-firewall",
        InfraRouter = "infra-router",
        InfraSwitch = "infra-switch",
        Camera = "camera",
        Proxy = "proxy",
        RemoteAccess = "remote-access",
        Log = "log",
        Virtualization = "virtualization",
        Pos = "pos",
        Scada = "scada",
        ScadaSupervisory = "scada-supervisory",
        Sinkhole = "sinkhole",
        Honeypot = "honeypot",
        Anonymization = "anonymization" | "anomyzation",
        C2Server = "c2-server",
        MalwareDistribution = "malware-distribution",
        DropServer = "drop-server",
        HopPoint = "hop-point",
        Reflector = "reflector",
        PhishingSite = "phishing-site",
        SpearPhishingSite = "spear-phishing-site",
        RecruitingSite = "recruiting-site",
        FraudulentSite = "fraudulent-site",
    }
}

words! {
    /// What a counter says.
    pub open enum CounterKind {
        Counter = "counter" | "count",
        Rate = "rate",
        Average = "average",
    }
}

words! {
    /// What a counter counts.
    pub open enum CounterUnit {
        Byte = "byte",
        Mbit = "mbit",
        Packet = "packet",
        Flow = "flow",
        Session = "session",
        Event = "event",
        Alert = "alert",
        Message = "message",
        Host = "host",
        Site = "site",
        Organization = "organization",
    }
}

words! {
    /// What is known of who runs a domain.
    pub open enum SystemStatus default Unknown {
        Spoofed = "spoofed",
        Fraudulent = "fraudulent",
        InnocentHacked = "innocent-hacked",
        InnocentHijacked = "innocent-hijacked",
        Unknown = "unknown",
    }
}

words! {
    /// How a domain is registered.
    pub open enum DomainStatus default Unknown {
        ReservedDelegation = "reservedDelegation",
        AssignedAndActive = "assignedAndActive",
        AssignedAndInactive = "assignedAndInactive",
        AssignedAndOnHold = "assignedAndOnHold",
        Revoked = "revoked",
        TransferPending = "transferPending",
        RegistryLock = "registryLock",
        RegistrarLock = "registrarLock",
        Other = "other",
        Unknown = "unknown",
    }
}

words! {
    /// What a list of observables holds.
    pub open enum BulkKind {
        Asn = "asn",
        Atm = "atm",
        EMail = "e-mail",
        Ipv4Addr = "ipv4-addr",
        Ipv4Net = "ipv4-net",
        Ipv4NetMask = "ipv4-net-mask",
        Ipv6Addr = "ipv6-addr",
        Ipv6Net = "ipv6-net",
        Ipv6NetMask = "ipv6-net-mask",
        Mac = "mac",
        SiteUri = "site-uri",
        DomainName = "domain-name",
        DomainToIpv4 = "domain-to-ipv4",
        DomainToIpv6 = "domain-to-ipv6",
        DomainToIpv4Timestamp = "domain-to-ipv4-timestamp",
        DomainToIpv6Timestamp = "domain-to-ipv6-timestamp",
        Ipv4Port = "ipv4-port",
        Ipv6Port = "ipv6-port",
        WindowsRegKey = "windows-reg-key",
        FileHash = "file-hash",
        EmailXMailer = "email-x-mailer",
        EmailSubject = "email-subject",
        HttpUserAgent = "http-user-agent",
        HttpRequestUri = "http-request-uri",
        Mutex = "mutex",
        FilePath = "file-path",
        UserName = "user-name",
    }
}

words! {
    /// How observables are combined.
    pub open enum Operator default And {
        Not = "not",
        And = "and",
        Or = "or",
        Xor = "xor",
    }
}

words! {
    /// The type of an extension.
    pub open enum DataKind default String {
        Boolean = "boolean",
        Byte = "byte",
        Bytes = "bytes",
        Character = "character",
        DateTime = "date-time",
        Integer = "integer",
        Ntpstamp = "ntpstamp",
        Portlist = "portlist",
        Real = "real",
        String = "string",
        File = "file",
        Path = "path",
        Frame = "frame",
        Packet = "packet",
        Ipv4Packet = "ipv4-packet",
        Ipv6Packet = "ipv6-packet",
        Url = "url",
        Csv = "csv",
        Winreg = "winreg",
        Xml = "xml",
    }
}

words! {
    /// The version of the data model.
    pub enum Version default Two {
        Two = "2.00" | "2.0",
    }
}

words! {
    /// A list of names of software (section 2.15.1).
    pub open enum SoftwareSpec {
        Custom = "custom",
        Cpe = "cpe",
        Swid = "swid",
    }
}

words! {
    /// The type of a name of software (section 2.15.1).
    pub open enum SoftwareDataKind {
        String = "string",
        Bytes = "bytes",
        Integer = "integer",
        Real = "real",
        Xml = "xml",
    }
}

words! {
    /// The language of a pattern (section 3.22.2).
    pub open enum PatternKind default Regex {
        Regex = "regex",
        Binary = "binary",
        Xpath = "xpath",
    }
}

words! {
    /// What an offset counts (section 3.22.2).
    pub open enum OffsetUnit {
        Line = "line",
        Byte = "byte",
    }
}

words! {
    /// What was done to a key of a registry (section 3.23.1).
    pub open enum RegistryAction {
        AddKey = "add-key",
        AddValue = "add-value",
        DeleteKey = "delete-key",
        DeleteValue = "delete-value",
        ModifyKey = "modify-key",
        ModifyValue = "modify-value",
    }
}

words! {
    /// What was hashed (section 3.26).
    pub open enum HashScope {
        FileContents = "file-contents",
        FilePeSection = "file-pe-section",
        FilePeIat = "file-pe-iat",
        FilePeResource = "file-pe-resource",
        FilePdfObject = "file-pdf-object",
        EmailHash = "email-hash",
        EmailHeadersHash = "email-headers-hash",
        EmailBodyHash = "email-body-hash",
    }
}

words! {
    /// What kind of fraud a report is about (RFC 5901, section 4).
    pub open enum FraudKind {
        Phishing = "phishing",
        Recruiting = "recruiting",
        MalwareDistribution = "malware distribution",
        FraudulentSite = "fraudulent site",
        DnsSpoof = "dnsspoof",
        Archive = "archive",
        Other = "other",
        Unknown = "unknown",
    }
}
