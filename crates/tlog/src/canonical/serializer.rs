//! The `serde` side: writes values straight into bytes.

use std::{borrow::Cow, ops::Range};

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

use super::{Error, MAX_DEPTH, key::KeySerializer, number};

/// Writes one value.
pub(super) struct Serializer<'a> {
    out: &'a mut Vec<u8>,
    depth: usize,
}

impl<'a> Serializer<'a> {
    pub(super) fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, depth: 0 }
    }

    fn literal(self, text: &str) -> Result<(), Error> {
        self.out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn deeper(&self) -> Result<usize, Error> {
        if self.depth < MAX_DEPTH {
            Ok(self.depth + 1)
        } else {
            Err(Error::TooDeep)
        }
    }

    fn array(self, end: &'static [u8]) -> Result<Array<'a>, Error> {
        let depth = self.deeper()?;
        self.out.push(b'[');
        Ok(Array {
            out: self.out,
            depth,
            first: true,
            end,
        })
    }

    fn object(self, end: &'static [u8]) -> Result<Object<'a>, Error> {
        let depth = self.deeper()?;
        self.out.push(b'{');
        Ok(Object {
            depth,
            start: self.out.len(),
            out: self.out,
            members: Vec::new(),
            key: None,
            end,
        })
    }

    /// Opens the one-member object that serde wraps an enum's variant in.
    fn variant(self, name: &str) -> Result<Self, Error> {
        let depth = self.deeper()?;
        self.out.push(b'{');
        write_string(self.out, name);
        self.out.push(b':');
        Ok(Self {
            out: self.out,
            depth,
        })
    }
}

macro_rules! integers {
    ($($method:ident: $kind:ty),*) => {$(
        fn $method(self, value: $kind) -> Result<(), Error> {
            number::write_integer(self.out, value.unsigned_abs().into(), value < 0)
        }
    )*};
}

macro_rules! naturals {
    ($($method:ident: $kind:ty),*) => {$(
        fn $method(self, value: $kind) -> Result<(), Error> {
            number::write_integer(self.out, value.into(), false)
        }
    )*};
}

impl<'a> serde::Serializer for Serializer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Array<'a>;
    type SerializeTuple = Array<'a>;
    type SerializeTupleStruct = Array<'a>;
    type SerializeTupleVariant = Array<'a>;
    type SerializeMap = Object<'a>;
    type SerializeStruct = Object<'a>;
    type SerializeStructVariant = Object<'a>;

    integers!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128);
    naturals!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128);

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.literal(if value { "true" } else { "false" })
    }
    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        number::write(self.out, value.into())
    }
    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        number::write(self.out, value)
    }
    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        write_string(self.out, value);
        Ok(())
    }
    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_none(self) -> Result<(), Error> {
        self.literal("null")
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Error> {
        self.literal("null")
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.literal("null")
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let inner = self.variant(variant)?;
        value.serialize(Serializer {
            out: &mut *inner.out,
            depth: inner.depth,
        })?;
        inner.out.push(b'}');
        Ok(())
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Array<'a>, Error> {
        self.array(b"]")
    }
    fn serialize_tuple(self, _: usize) -> Result<Array<'a>, Error> {
        self.array(b"]")
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Array<'a>, Error> {
        self.array(b"]")
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Array<'a>, Error> {
        self.variant(variant)?.array(b"]}")
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Object<'a>, Error> {
        self.object(b"}")
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object<'a>, Error> {
        self.object(b"}")
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object<'a>, Error> {
        self.variant(variant)?.object(b"}}")
    }
}

/// Writes an array, element by element.
pub(super) struct Array<'a> {
    out: &'a mut Vec<u8>,
    depth: usize,
    first: bool,
    end: &'static [u8],
}

impl Array<'_> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        value.serialize(Serializer {
            out: &mut *self.out,
            depth: self.depth,
        })
    }

    fn finish(self) -> Result<(), Error> {
        self.out.extend_from_slice(self.end);
        Ok(())
    }
}

/// Writes an object's members as they come, and sorts them in the end where that was not their order.
pub(super) struct Object<'a> {
    out: &'a mut Vec<u8>,
    depth: usize,
    /// Where the members begin in `out`.
    start: usize,
    /// Each key, and where its member stands in `out`, without commas.
    members: Vec<(Cow<'static, str>, Range<usize>)>,
    key: Option<String>,
    end: &'static [u8],
}

impl Object<'_> {
    fn member<T: Serialize + ?Sized>(
        &mut self,
        key: Cow<'static, str>,
        value: &T,
    ) -> Result<(), Error> {
        if !self.members.is_empty() {
            self.out.push(b',');
        }
        let start = self.out.len();
        write_string(self.out, &key);
        self.out.push(b':');
        value.serialize(Serializer {
            out: &mut *self.out,
            depth: self.depth,
        })?;
        self.members.push((key, start..self.out.len()));
        Ok(())
    }

    fn finish(mut self) -> Result<(), Error> {
        // RFC 8785 section 3.2.3: by UTF-16 code units.
        let order = |a: &str, b: &str| a.encode_utf16().cmp(b.encode_utf16());
        let sorted = self
            .members
            .is_sorted_by(|(a, _), (b, _)| order(a, b).is_lt());
        if !sorted {
            let written = self.out.split_off(self.start);
            self.members.sort_by(|(a, _), (b, _)| order(a, b));
            for (i, (key, at)) in self.members.iter().enumerate() {
                if i > 0 {
                    if *key == self.members[i - 1].0 {
                        return Err(Error::RepeatedKey {
                            key: key.clone().into_owned(),
                        });
                    }
                    self.out.push(b',');
                }
                let member = &written[at.start - self.start..at.end - self.start];
                self.out.extend_from_slice(member);
            }
        }
        self.out.extend_from_slice(self.end);
        Ok(())
    }
}

macro_rules! array_like {
    ($($kind:ident::$method:ident),*) => {$(
        impl $kind for Array<'_> {
            type Ok = ();
            type Error = Error;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.element(value)
            }
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}
array_like!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

macro_rules! object_like {
    ($($kind:ident),*) => {$(
        impl $kind for Object<'_> {
            type Ok = ();
            type Error = Error;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
                self.member(Cow::Borrowed(key), value)
            }
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}
object_like!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Object<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key = Some(key.serialize(KeySerializer)?);
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        let key = self.key.take().ok_or(Error::Key)?;
        self.member(Cow::Owned(key), value)
    }
    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

/// Writes a string with the escapes of RFC 8785 section 3.2.2.2.
fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut plain = 0;
    for (i, byte) in bytes.iter().enumerate() {
        let short = match byte {
            b'"' | b'\\' => *byte,
            0x08 => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            0x0c => b'f',
            b'\r' => b'r',
            0..0x20 => b'u',
            _ => continue,
        };
        out.extend_from_slice(&bytes[plain..i]);
        plain = i + 1;
        out.extend_from_slice(&[b'\\', short]);
        if short == b'u' {
            out.extend_from_slice(format!("{byte:04x}").as_bytes());
        }
    }
    out.extend_from_slice(&bytes[plain..]);
    out.push(b'"');
}
