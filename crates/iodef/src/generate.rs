//! Documents made by chance: every class, every word, texts that try to break out of where they stand.
//!
//! For the tests of this crate and of those that read and write its documents.

use crate::{
    Algorithm, Bytes, Confidence, DataKind, DateTime, Document, Extension, Id, IdRef, Impact,
    Indicator, IndicatorId, Lang, NcName, ObservableReference, OldText, PhraudReport, Portlist,
    Rating, RawData, Record, Signature, SoftwareDataKind, SoftwareReference, StructuredReference,
    Text, Timezone, Uri, X509Data, note::Notes, place::Place, validate::Check, word::Word,
};

/// What can be made by chance.
pub(crate) trait Any: Sized {
    fn any(dice: &mut Dice) -> Self;
}

/// Chance that can be repeated (xorshift64*).
pub(crate) struct Dice {
    state: u64,
    depth: usize,
    /// Out of 100, how often something is there that need not be.
    often: usize,
    ids: usize,
    lang: Option<String>,
}

const DEEPEST: usize = 9;

impl Dice {
    fn of(seed: u64) -> Self {
        Self {
            state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1,
            depth: 0,
            often: 50,
            ids: 0,
            lang: None,
        }
    }

    fn below(&mut self, end: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let high = self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).expect("31 bits") % end
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    fn is_there(&mut self) -> bool {
        let often = self.often / (1 + self.depth * self.depth / 6);
        self.below(100) < often
    }

    pub(crate) fn word<W: Word>(&mut self) -> W {
        let extended = W::extended(&String::any(self));
        let mut listed = W::listed();
        match extended.filter(|_| self.below(6) == 0) {
            Some(extended) => extended,
            None => listed.swap_remove(self.below(listed.len())),
        }
    }

    /// Makes something until it keeps its own rules.
    pub(crate) fn within<T>(
        &mut self,
        make: impl Fn(&mut Self) -> T,
        rules: impl Fn(&T, &Place<'_>, &mut Check),
    ) -> T {
        let notes = Notes::strict();
        let (often, lang) = (self.often, self.lang.clone());
        self.depth += 1;
        let made = loop {
            self.lang.clone_from(&lang);
            self.often = self.one_of(&[4, 8, 20, 50, 60]);
            if self.depth > DEEPEST {
                // Something has to be there, and little of it.
                self.often = self.one_of(&[100, 200, 400, 800]);
            }
            let made = make(self);
            let mut check = Check::default();
            rules(&made, &Place::root("", &notes), &mut check);
            if check.is_kept() {
                break made;
            }
        };
        self.depth -= 1;
        (self.often, self.lang) = (often, lang);
        made
    }
}

impl<T: Any> Any for Option<T> {
    fn any(dice: &mut Dice) -> Self {
        dice.is_there().then(|| T::any(dice))
    }
}

impl<T: Any> Any for Vec<T> {
    fn any(dice: &mut Dice) -> Self {
        let mut all = Self::new();
        while all.len() < 3 && dice.is_there() {
            all.push(T::any(dice));
        }
        all
    }
}

impl<T: Any> Any for Box<T> {
    fn any(dice: &mut Dice) -> Self {
        Self::new(T::any(dice))
    }
}

impl Any for String {
    fn any(dice: &mut Dice) -> Self {
        let texts = [
            "plain",
            "",
            " <b a=\"1\"> & ]]> &amp; &#0; &undefined; 'x' ",
            "--> <!-- <![CDATA[ <?xml ?> <script>alert(\"1\")</script>",
            "\t\r\n line\r ends \r\n",
            "  \u{A0} \u{7F}\u{85} 中文 é 😀 \u{202E}right to left\u{2066}",
            "%zz http://[x \\ \" { } ^ ` |",
            "192.0.2.1",
        ];
        dice.one_of(&texts).to_owned()
    }
}

impl Any for i64 {
    fn any(dice: &mut Dice) -> Self {
        dice.one_of(&[0, 1, -1, 443, 1 << 53, (1 << 60) + 1, Self::MAX, Self::MIN])
    }
}

impl Any for f64 {
    fn any(dice: &mut Dice) -> Self {
        dice.one_of(&[
            1.0,
            0.5,
            0.1,
            1e-7,
            123_456_789.123_456_79,
            3.4e38,
            1.0 / 3.0,
        ])
    }
}

/// Texts of a form are taken from a list.
macro_rules! any_of {
    ($($name:ident: $($text:literal)*;)*) => {
        $(impl Any for $name {
            fn any(dice: &mut Dice) -> Self {
                $name::new(dice.one_of(&[$($text),*])).expect("it has the form")
            }
        })*
    };
}

any_of! {
    DateTime: "2026-11-21T08:30:00Z" "2024-02-29T23:59:59.123456-05:00";
    Uri: "https://example.test/a?b=%20#c" "urn:example:a" "mailto:a@example.test";
    NcName: "CVE-2026-0001" "_a.b-c" "CVE-2026-99999";
    Portlist: "80" "80,443-444";
    Timezone: "Z" "+05:30" "-11:00";
    Algorithm: "http://www.w3.org/2001/04/xmlenc#sha256" "http://www.w3.org/2000/09/xmldsig#sha1";
    Signature: "<s:Signature xmlns:s=\"http://www.w3.org/2000/09/xmldsig#\"><s:SignedInfo><s:CanonicalizationMethod Algorithm='urn:c'/><s:SignatureMethod Algorithm='urn:s'/><s:Reference><s:DigestMethod Algorithm='urn:d'/><s:DigestValue>AAAA</s:DigestValue></s:Reference></s:SignedInfo><s:SignatureValue>AAAA</s:SignatureValue></s:Signature>";
}

impl Any for Lang {
    fn any(dice: &mut Dice) -> Self {
        let lang = dice.one_of(&["en", "de", "zh-Hant"]);
        dice.lang = Some(lang.to_owned());
        Self::new(lang).expect("a language")
    }
}

impl Any for Text {
    fn any(dice: &mut Dice) -> Self {
        let lang = dice.one_of(&["", "en", "de", "fr-CA"]);
        let is_own = !lang.is_empty() && dice.lang.as_deref() != Some(lang);
        Self {
            value: Any::any(dice),
            lang: Lang::new(lang).filter(|_| is_own),
            translation_id: Any::any(dice),
        }
    }
}

impl Any for Id {
    fn any(dice: &mut Dice) -> Self {
        dice.ids += 1;
        Self::new(format!("id-{}", dice.ids)).expect("a name")
    }
}

impl Any for IdRef {
    fn any(_dice: &mut Dice) -> Self {
        Self::new("anchor").expect("a name")
    }
}

impl Any for ObservableReference {
    fn any(dice: &mut Dice) -> Self {
        Self {
            uid_ref: Any::any(dice),
        }
    }
}

impl Any for Bytes {
    fn any(dice: &mut Dice) -> Self {
        Self(dice.one_of(&["", "a", "ab", "abc"]).into())
    }
}

const MARKUP: [&str; 4] = [
    "<a xmlns=\"urn:a\" b=\"1\">text <c/> &amp;</a>",
    "<p:a xmlns:p='urn:p' p:b='&lt;'><!-- c --></p:a><a xmlns=\"\"/>",
    "<a xmlns=\"\"><![CDATA[<b>]]></a>",
    "<IncidentID xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\" name=\"a\">1</IncidentID>",
];

impl Any for X509Data {
    fn any(dice: &mut Dice) -> Self {
        match dice.below(2) {
            0 => Self::Certificate(vec![0x30, 3, 2, 1, 1]),
            _ => Self::Element(
                "<X509Data xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><X509SubjectName>CN=a</X509SubjectName></X509Data>"
                    .to_owned(),
            ),
        }
    }
}

impl Any for RawData {
    /// What JSON has no place for is left out.
    fn any(dice: &mut Dice) -> Self {
        let value = match dice.below(2) {
            0 => dice.one_of(&MARKUP).into(),
            _ => dice
                .one_of(&["\u{0}\u{1}", "text", "<a>", "<a/>text"])
                .into(),
        };
        Self {
            value,
            ..Self::default()
        }
    }
}

impl Any for Extension {
    fn any(dice: &mut Dice) -> Self {
        let kind = DataKind::any(dice);
        let markup = dice.one_of(&MARKUP).to_owned();
        let text = String::any(dice);
        Self {
            value: if kind == DataKind::Xml { markup } else { text },
            kind,
            name: Any::any(dice),
            meaning: Any::any(dice),
            format_id: Any::any(dice),
            restriction: Any::any(dice),
            observable_id: Any::any(dice),
        }
    }
}

impl Any for SoftwareReference {
    fn any(dice: &mut Dice) -> Self {
        let kind = Option::<SoftwareDataKind>::any(dice);
        let is_xml = kind == Some(SoftwareDataKind::Xml);
        let markup = dice.one_of(&MARKUP).to_owned();
        let text = String::any(dice);
        Self {
            spec: Any::any(dice),
            value: if is_xml { markup } else { text },
            kind,
        }
    }
}

impl Any for OldText {
    fn any(dice: &mut Dice) -> Self {
        Self {
            value: Any::any(dice),
            lang: Lang::new(dice.one_of(&["", "de", "fr-CA"]))
                .filter(|lang| !lang.as_str().is_empty()),
        }
    }
}

impl Any for StructuredReference {
    /// What version 1 has no place for is left out.
    fn any(dice: &mut Dice) -> Self {
        let mut descriptions = Vec::<Text>::any(dice);
        for text in &mut descriptions {
            text.translation_id = None;
        }
        Self {
            name: Any::any(dice),
            urls: Any::any(dice),
            descriptions,
        }
    }
}

impl Any for Confidence {
    fn any(dice: &mut Dice) -> Self {
        let rating = Rating::any(dice);
        let value = (rating == Rating::Numeric).then_some(85.5);
        Self { rating, value }
    }
}

impl Any for Record {
    fn any(dice: &mut Dice) -> Self {
        Self {
            data: vec![Any::any(dice)],
        }
    }
}

impl Any for Impact {
    fn any(dice: &mut Dice) -> Self {
        match dice.below(5) {
            0 => Self::System(Any::any(dice)),
            1 => Self::Business(Any::any(dice)),
            2 => Self::Time(Any::any(dice)),
            3 => Self::Monetary(Any::any(dice)),
            _ => Self::Intended(Any::any(dice)),
        }
    }
}

/// Makes a document that keeps the rules; the same for the same seed.
///
/// Every form has a place for what is in it, but that JSON and CBOR make one of the flows of an event.
pub fn document(seed: u64) -> Document {
    let mut dice = Dice::of(seed);
    let mut document = Document::any(&mut dice);
    dice.lang = document.lang.as_ref().map(Lang::to_string);
    let incident = &mut document.incidents[0];
    dice.lang = incident.lang.as_ref().map(Lang::to_string).or(dice.lang);
    incident.observable_id = Id::new("anchor");
    // What lies deep would be met too seldom.
    incident.events.push(Any::any(&mut dice));
    let indicators = incident.indicator_data.get_or_insert_default();
    indicators.indicators.push(Indicator {
        id: IndicatorId {
            id: Any::any(&mut dice),
            ..IndicatorId::default()
        },
        observable: Some(Any::any(&mut dice)),
        ..Indicator::default()
    });
    document
}

/// Makes a report of a fraud that keeps the rules of RFC 5901; the same for the same seed.
pub fn report(seed: u64) -> PhraudReport {
    let mut report = PhraudReport::any(&mut Dice::of(seed));
    // Words that the data model holds as texts.
    for sensor in &mut report.sensors {
        sensor.kinds = "human".to_owned();
    }
    for site in &mut report.sites {
        site.kind = "keylogger".to_owned();
        let texts = [
            &mut site.url,
            &mut site.domain_name,
            &mut site.email,
            &mut site.unknown,
        ];
        for text in texts.into_iter().flatten() {
            text.confidence = text.confidence.map(|_| 85);
        }
        if let Some(system) = &mut site.system {
            system.confidence = Some(100);
        }
    }
    for archived in &mut report.archived {
        archived.kind = "basecamp".to_owned();
    }
    for malware in report
        .lures
        .iter_mut()
        .filter_map(|lure| lure.malware.as_mut())
    {
        if let Some(data) = &mut malware.data {
            data.digits = "00ff".to_owned();
            data.pattern = Some("a5".to_owned());
        }
    }
    report
}
