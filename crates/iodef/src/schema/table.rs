//! What schemas say, read from tables: elements, types and attributes by their full names.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    content::Content,
    simple::{Base, Simple},
};

/// Every table, with the prefix of its namespace.
const TABLES: [(&str, &str); 7] = [
    ("i1", include_str!("tables/iodef-1.0.txt")),
    ("i2", include_str!("tables/iodef-2.0.txt")),
    ("enum", include_str!("tables/iodef-enum-1.0.txt")),
    ("sci", include_str!("tables/iodef-sci-1.0.txt")),
    ("phish", include_str!("tables/iodef-phish-1.0.txt")),
    ("rid", include_str!("tables/iodef-rid-2.0.txt")),
    ("ds", include_str!("tables/xmldsig.txt")),
];

/// The type of an element.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// With attributes or elements.
    Complex(usize),
    /// Text alone.
    Simple(usize),
    /// Anything; what is known in it is checked.
    Any,
}

/// A type with attributes or elements.
#[derive(Debug, Default)]
pub(super) struct Complex {
    pub(super) attributes: Vec<Attribute>,
    /// Whether text may stand between elements.
    pub(super) mixed: bool,
    /// The type of its text, where it has no elements.
    pub(super) text: Option<usize>,
    /// Its elements; none where absent.
    pub(super) content: Option<Content>,
}

#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) kind: usize,
    pub(super) required: bool,
    pub(super) prohibited: bool,
    pub(super) fixed: Option<&'static str>,
}

/// All that is known.
#[derive(Debug, Default)]
pub(super) struct Schema {
    /// Elements that may stand anywhere, by full name.
    pub(super) elements: HashMap<String, Kind>,
    pub(super) complex: Vec<Complex>,
    pub(super) simple: Vec<Simple>,
    /// Types by prefixed name.
    kinds: HashMap<String, Kind>,
}

/// The tables, read once.
pub(super) static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::read);

/// Returns a name of a table as the reader of XML has it.
pub(super) fn full(name: &'static str) -> &'static str {
    name.strip_prefix("i2:").unwrap_or(name)
}

/// A heading of a table and the lines that belong to it.
struct Block {
    prefix: &'static str,
    words: Vec<&'static str>,
    lines: Vec<&'static str>,
}

fn blocks() -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (prefix, table) in TABLES {
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            match line.strip_prefix(' ') {
                Some(line) => {
                    if let Some(block) = blocks.last_mut() {
                        block.lines.push(line);
                    }
                }
                None => blocks.push(Block {
                    prefix,
                    words: line.split(' ').collect(),
                    lines: Vec::new(),
                }),
            }
        }
    }
    blocks
}

impl Schema {
    fn read() -> Self {
        let mut schema = Self::default();
        let blocks = blocks();
        // Names first, for types may speak of types that come later.
        for block in &blocks {
            let name = format!("{}:{}", block.prefix, block.words[1]);
            match block.words[0] {
                "type" => {
                    schema
                        .kinds
                        .insert(name, Kind::Complex(schema.complex.len()));
                    schema.complex.push(Complex::default());
                }
                "simple" => {
                    schema.kinds.insert(name, Kind::Simple(schema.simple.len()));
                    schema.simple.push(Simple::default());
                }
                _ => {}
            }
        }
        for (name, base) in Base::all() {
            let name = format!("xs:{name}");
            schema.kinds.insert(name, Kind::Simple(schema.simple.len()));
            schema.simple.push(Simple::of(base));
        }
        for block in &blocks {
            let name = format!("{}:{}", block.prefix, block.words[1]);
            match (block.words[0], schema.kinds.get(&name)) {
                ("element", _) => {
                    let kind = schema.kind(block.words[2]);
                    let full = name.strip_prefix("i2:").unwrap_or(&name);
                    schema.elements.insert(full.to_owned(), kind);
                }
                ("type", Some(&Kind::Complex(place))) => {
                    schema.complex[place] = schema.complex(block);
                }
                ("simple", Some(&Kind::Simple(place))) => {
                    let own = Simple::read(&block.words, &block.lines);
                    schema.simple[place] = schema.derived(own, &blocks);
                }
                _ => {}
            }
        }
        schema
    }

    /// A simple type with what it has of those it is made of.
    fn derived(&self, own: (Simple, &'static str), blocks: &[Block]) -> Simple {
        let (mut simple, mut base) = own;
        // No chain of types is longer than all of them.
        for _ in 0..blocks.len() {
            if let Some(known) = base.strip_prefix("xs:").and_then(Base::named) {
                simple.base = known;
                break;
            }
            let is_base = |block: &&Block| {
                block.words[0] == "simple" && format!("{}:{}", block.prefix, block.words[1]) == base
            };
            let Some(block) = blocks.iter().find(is_base) else {
                break;
            };
            let (of, next) = Simple::read(&block.words, &block.lines);
            simple.inherit(of);
            base = next;
        }
        simple
    }

    fn complex(&self, block: &Block) -> Complex {
        let mut complex = Complex {
            mixed: block.words.contains(&"mixed"),
            ..Complex::default()
        };
        if let Some(at) = block.words.iter().position(|word| *word == "text") {
            complex.text = Some(self.simple_kind(block.words[at + 1]));
        }
        for line in &block.lines {
            if let Some(content) = line.strip_prefix("content ") {
                complex.content = Some(Content::read(content, self));
            } else if let Some(attribute) = line.strip_prefix("attribute ") {
                complex.attributes.push(self.attribute(attribute));
            }
        }
        complex
    }

    fn attribute(&self, line: &'static str) -> Attribute {
        let (line, fixed) = line
            .split_once(" fixed=")
            .map_or((line, None), |(line, fixed)| (line, Some(fixed)));
        let words: Vec<&str> = line.split(' ').collect();
        Attribute {
            name: words[0],
            kind: self.simple_kind(words[1]),
            required: words.contains(&"required"),
            prohibited: words.contains(&"prohibited"),
            fixed,
        }
    }

    /// The type of this prefixed name.
    pub(super) fn kind(&self, name: &str) -> Kind {
        self.kinds.get(name).copied().unwrap_or(Kind::Any)
    }

    /// The type of an attribute that XML itself has.
    pub(super) fn attribute_of_xml(&self, name: &str) -> Option<usize> {
        let kind = match name {
            "xml:lang" => "xs:language",
            "xml:base" => "xs:anyURI",
            "xml:id" => "xs:ID",
            _ => return None,
        };
        Some(self.simple_kind(kind))
    }

    fn simple_kind(&self, name: &str) -> usize {
        let string = self.kinds.get("xs:string");
        match self.kinds.get(name).or(string) {
            Some(Kind::Simple(place)) => *place,
            _ => 0,
        }
    }
}
