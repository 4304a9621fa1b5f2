//! The declarations that the data model is made of.

/// Declares a class: its attributes, its text and its children in the order of
/// the schema, each with its name in XML and, behind a bar, its name in JSON
/// where that differs; `| flat` merges a child into its parent in JSON.
///
/// A path in brackets is a function that checks what the types cannot say.
macro_rules! class {
    (
        $(#[$meta:meta])*
        pub struct $class:ident $([$rules:path])? {
            $(attributes { $($(#[$attr_meta:meta])* $attr:ident: $attr_type:ty => $attr_name:literal $(| $attr_json:literal)?,)* })?
            $(text { $(#[$text_meta:meta])* $text:ident: $text_type:ty => $text_json:literal })?
            $(children { $($(#[$child_meta:meta])* $child:ident: $child_type:ty => $child_name:literal $(| $child_json:tt)?,)* })?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $class {
            $($($(#[$attr_meta])* pub $attr: $attr_type,)*)?
            $($(#[$text_meta])* pub $text: $text_type,)?
            $($($(#[$child_meta])* pub $child: $child_type,)*)?
        }

        impl $crate::part::Part for $class {
            fn write_xml(&self, name: &'static str, out: &mut $crate::xml::Writer) {
                let attributes: &[$crate::part::Pairs] = &[
                    $($($crate::part::Attribute::put(&self.$attr, $attr_name),)*)?
                ];
                out.open(name, &attributes.concat());
                $(out.text(&$crate::leaf::Leaf::to_text(&self.$text));)?
                $($($crate::part::Children::write_xml(&self.$child, $child_name, out);)*)?
                out.close(name);
            }

            fn read_xml(mut element: $crate::xml::Element, at: &$crate::place::Place<'_>) -> $crate::Result<Self> {
                let lang = element.attributes.lang();
                let at = &at.in_lang(lang.as_deref());
                let read = Self {
                    $($($attr: $crate::part::Attribute::take($attr_name, &mut element.attributes, at)?,)*)?
                    $($text: $crate::leaf::Leaf::of_text(&element.take_text(), at)?,)?
                    $($($child: $crate::part::Children::read_xml($child_name, &mut element.children, at)?,)*)?
                };
                element.nothing_left(at)?;
                Ok(read)
            }

            fn write_value(&self) -> $crate::value::Value {
                let mut out = $crate::value::Map::default();
                $(out.insert($text_json, $crate::leaf::Leaf::to_value(&self.$text));)?
                $($($crate::part::Attribute::put_value(&self.$attr, json_name!($attr_name $(, $attr_json)?), &mut out);)*)?
                $($(write_child!(&self.$child, &mut out, $child_name $(, $child_json)?);)*)?
                $crate::value::Value::Map(out)
            }

            fn read_value(value: $crate::value::Value, at: &$crate::place::Place<'_>) -> $crate::Result<Self> {
                let mut from = $crate::part::object(value, at)?;
                let lang = from.lang().map(str::to_owned);
                let at = &at.in_lang(lang.as_deref());
                let read = Self {
                    $($($attr: $crate::part::Attribute::take_value(json_name!($attr_name $(, $attr_json)?), &mut from, at)?,)*)?
                    $($text: match from.remove($text_json) {
                        Some(value) => $crate::leaf::Leaf::of_value(value, &at.below($text_json))?,
                        None => at.instead($text_json, Default::default)?,
                    },)?
                    $($($child: read_child!(&mut from, at, $child_name $(, $child_json)?)?,)*)?
                };
                $crate::part::nothing_left(from, at)?;
                Ok(read)
            }

            fn check(&self, _at: &$crate::place::Place<'_>, _check: &mut $crate::validate::Check) {
                $($($crate::part::Attribute::check(&self.$attr, $attr_name, _at, _check);)*)?
                $($crate::leaf::Leaf::check(&self.$text, _at, _check);)?
                $($($crate::part::Children::check(&self.$child, $child_name, _at, _check);)*)?
                $($rules(self, _at, _check);)?
            }
        }

        #[cfg(feature = "generate")]
        impl $crate::generate::Any for $class {
            fn any(dice: &mut $crate::generate::Dice) -> Self {
                dice.within(|_dice| Self {
                    $($($attr: $crate::generate::Any::any(_dice),)*)?
                    $($text: $crate::generate::Any::any(_dice),)?
                    $($($child: $crate::generate::Any::any(_dice),)*)?
                }, |_made, _at, _check| {
                    $($rules(_made, _at, _check);)?
                })
            }
        }

        impl $crate::part::Class for $class {
            const KEYS: &'static [&'static str] = &[
                $($(json_name!($attr_name $(, $attr_json)?),)*)?
                $($text_json,)?
                $($(key_of!($child_name $(, $child_json)?),)*)?
            ];
        }
    };
}

/// The JSON name of a part.
macro_rules! json_name {
    ($name:literal) => {
        $name
    };
    ($name:literal, $json:literal) => {
        $json
    };
}

/// The JSON key of a child, which is none of its own where it is merged.
macro_rules! key_of {
    ($name:literal, flat) => {
        ""
    };
    ($name:literal $(, $json:literal)?) => {
        json_name!($name $(, $json)?)
    };
}

macro_rules! write_child {
    ($child:expr, $out:expr, $name:literal, flat) => {
        $crate::part::Flat::write_flat($child, $out)
    };
    ($child:expr, $out:expr, $name:literal $(, $json:literal)?) => {
        $crate::part::Children::write_value($child, json_name!($name $(, $json)?), $out)
    };
}

macro_rules! read_child {
    ($from:expr, $at:expr, $name:literal, flat) => {
        $crate::part::Flat::read_flat($from, $at)
    };
    ($from:expr, $at:expr, $name:literal $(, $json:literal)?) => {
        $crate::part::Children::read_value(json_name!($name $(, $json)?), $from, $at)
    };
}

/// Declares the words that an attribute may hold, each with its name in XML
/// and, behind a bar, its name in JSON where that differs.
///
/// `open` lists can be extended with `ext-value`; a `default` stands for an
/// absent attribute.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident $(default $absent:ident)? {
            $($(#[$variant_meta:meta])* $variant:ident = $word:literal $(| $json:literal)?,)*
        }
    ) => {
        words!(@enum $(#[$meta])* $name [] { $($(#[$variant_meta])* $variant = $word $(| $json)?,)* });
        words!(@word $name [] [$($absent)?] { $($variant = $word $(| $json)?,)* });
    };
    (
        $(#[$meta:meta])*
        pub open enum $name:ident $(default $absent:ident)? {
            $($(#[$variant_meta:meta])* $variant:ident = $word:literal $(| $json:literal)?,)*
        }
    ) => {
        words!(@enum $(#[$meta])* $name [
            /// A word that the standard does not list.
            Extended(String),
        ] { $($(#[$variant_meta])* $variant = $word $(| $json)?,)* });
        words!(@word $name [Extended] [$($absent)?] { $($variant = $word $(| $json)?,)* });
    };
    (@enum $(#[$meta:meta])* $name:ident [$($extended:tt)*] {
        $(#[$first_meta:meta])* $first:ident = $first_word:literal $(| $first_json:literal)?,
        $($(#[$variant_meta:meta])* $variant:ident = $word:literal $(| $json:literal)?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, Eq, PartialEq)]
        pub enum $name {
            $(#[$first_meta])*
            #[doc = concat!("`", $first_word, "`")]
            #[default]
            $first,
            $(
                $(#[$variant_meta])*
                #[doc = concat!("`", $word, "`")]
                $variant,
            )*
            $($extended)*
        }
    };
    (@word $name:ident [$($extended:ident)?] [$($absent:ident)?] {
        $($variant:ident = $word:literal $(| $json:literal)?,)*
    }) => {
        impl $name {
            /// Returns the word, listed or not.
            pub fn name(&self) -> &str {
                let word = $crate::word::Word::word(self);
                word.or_else(|| $crate::word::Word::extension(self)).unwrap_or_default()
            }
        }

        $(impl $name {
            /// Returns the listed word, or one that the standard does not list.
            pub fn named(word: &str) -> Self {
                let listed = <Self as $crate::word::Word>::of(word);
                listed.unwrap_or_else(|| Self::$extended(word.to_owned()))
            }
        })?

        impl $crate::word::Word for $name {
            const EXPECTED: &'static str = concat!("one of", $(" ", $word),*);

            fn word(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($word),)*
                    $(Self::$extended(_) => None,)?
                }
            }

            fn json_word(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some(json_name!($word $(, $json)?)),)*
                    $(Self::$extended(_) => None,)?
                }
            }

            fn extension(&self) -> Option<&str> {
                $(if let Self::$extended(word) = self {
                    return Some(word);
                })?
                None
            }

            fn of(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => {
                        $($(if word == $json { return Some(Self::$variant); })?)*
                        None
                    }
                }
            }

            #[cfg(feature = "generate")]
            fn listed() -> Vec<Self> {
                vec![$(Self::$variant),*]
            }

            fn extended(word: &str) -> Option<Self> {
                let make: &[fn(String) -> Self] = &[$(Self::$extended)?];
                make.first().map(|make| make(word.to_owned()))
            }

            fn absent() -> Option<Self> {
                let absent: &[Self] = &[$(Self::$absent)?];
                absent.first().cloned()
            }
        }

        #[cfg(feature = "generate")]
        impl $crate::generate::Any for $name {
            fn any(dice: &mut $crate::generate::Dice) -> Self {
                dice.word()
            }
        }

        impl $crate::part::Attribute for $name {
            fn put(&self, name: &'static str) -> $crate::part::Pairs {
                $crate::word::put(self, name)
            }

            fn take(name: &'static str, from: &mut $crate::xml::Attributes, at: &$crate::place::Place<'_>) -> $crate::Result<Self> {
                let found = <Option<Self> as $crate::part::Attribute>::take(name, from, at)?;
                let found = found.or_else($crate::word::Word::absent);
                found.map_or_else(|| at.instead(name, $crate::word::unknown), Ok)
            }

            fn put_value(&self, name: &'static str, out: &mut $crate::value::Map) {
                $crate::word::put_value(self, name, out);
            }

            fn take_value(name: &'static str, from: &mut $crate::value::Map, at: &$crate::place::Place<'_>) -> $crate::Result<Self> {
                let found = $crate::word::take_value(name, from, at)?;
                let found = found.or_else($crate::word::Word::absent);
                found.map_or_else(|| at.instead(name, $crate::word::unknown), Ok)
            }
        }

        impl $crate::part::Attribute for Option<$name> {
            fn put(&self, name: &'static str) -> $crate::part::Pairs {
                self.as_ref().map(|word| $crate::word::put(word, name)).unwrap_or_default()
            }

            fn take(name: &'static str, from: &mut $crate::xml::Attributes, at: &$crate::place::Place<'_>) -> $crate::Result<Self> {
                $crate::word::take(name, from, at)
            }

            fn put_value(&self, name: &'static str, out: &mut $crate::value::Map) {
                if let Some(word) = self {
                    $crate::word::put_value(word, name, out);
                }
            }

            fn take_value(name: &'static str, from: &mut $crate::value::Map, at: &$crate::place::Place<'_>) -> $crate::Result<Self> {
                $crate::word::take_value(name, from, at)
            }
        }
    };
}

/// Declares a text of a checked form.
macro_rules! checked {
    ($(#[$meta:meta])* pub struct $name:ident: $expected:literal, $is:expr, $default:literal $(, reads $base:ident)? $(, is $value:ident)? $(, checks $check:ident)?) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(String);

        impl $name {
            /// Takes `text` when it has the form.
            pub fn new(text: impl Into<String>) -> Option<Self> {
                let text = text.into();
                let is: fn(&str) -> bool = $is;
                is(&text).then_some(Self(text))
            }

            /// Returns the text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Default for $name {
            #[doc = concat!("Returns `", $default, "`, to be replaced.")]
            fn default() -> Self {
                Self($default.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl $crate::leaf::Leaf for $name {
            fn to_text(&self) -> String {
                self.0.clone()
            }

            fn of_text(text: &str, at: &$crate::place::Place<'_>) -> $crate::Result<Self> {
                // What others wrote may be all that the schema allows.
                $(if let Some(text) = $crate::schema::read($crate::schema::Base::$base, text) {
                    return Ok(Self(text));
                })?
                Self::new(text.trim()).ok_or_else(|| at.value(text, $expected))
            }

            $(fn to_value(&self) -> $crate::value::Value {
                $crate::value::Value::$value(self.0.clone())
            })?

            $(fn check(&self, at: &$crate::place::Place<'_>, check: &mut $crate::validate::Check) {
                check.$check(self.as_str(), at);
            })?
        }

        leaf_part!($name);
    };
}

/// Makes a leaf an element that holds nothing but text.
macro_rules! leaf_part {
    ($leaf:ty) => {
        impl $crate::part::Part for $leaf {
            fn write_xml(&self, name: &'static str, out: &mut $crate::xml::Writer) {
                out.open(name, &[]);
                out.text(&$crate::leaf::Leaf::to_text(self));
                out.close(name);
            }

            fn read_xml(
                mut element: $crate::xml::Element,
                at: &$crate::place::Place<'_>,
            ) -> $crate::Result<Self> {
                let leaf = $crate::leaf::Leaf::of_text(&element.take_text(), at)?;
                element.nothing_left(at)?;
                Ok(leaf)
            }

            fn write_value(&self) -> $crate::value::Value {
                $crate::leaf::Leaf::to_value(self)
            }

            fn read_value(
                value: $crate::value::Value,
                at: &$crate::place::Place<'_>,
            ) -> $crate::Result<Self> {
                $crate::leaf::Leaf::of_value(value, at)
            }

            fn check(&self, at: &$crate::place::Place<'_>, check: &mut $crate::validate::Check) {
                $crate::leaf::Leaf::check(self, at, check);
            }
        }
    };
}
