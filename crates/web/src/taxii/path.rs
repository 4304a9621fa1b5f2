//! Addresses of a TAXII 2.1 server (section 2, table of endpoints).

/// What an address names; the parts are borrowed from it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Place<'a> {
    /// Section 4.1.
    Discovery,
    /// Section 4.2.
    Root(&'a str),
    /// Section 4.3.
    Status(&'a str, &'a str),
    /// Section 5.1.
    Collections(&'a str),
    /// Sections 5.2 to 5.8.
    Collection(&'a str, &'a str, Of<'a>),
}

/// What of a collection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Of<'a> {
    /// Itself.
    Itself,
    /// Section 5.3.
    Manifest,
    /// Sections 5.4 and 5.5.
    Objects,
    /// Sections 5.6 and 5.7.
    Object(&'a str),
    /// Section 5.8.
    Versions(&'a str),
}

impl<'a> Place<'a> {
    /// Reads what stands behind `/taxii2/`; a slash at the end may be missing.
    pub(super) fn read(path: &'a str) -> Option<Self> {
        let path = path.strip_suffix('/').unwrap_or(path);
        if path.is_empty() {
            return Some(Self::Discovery);
        }
        let parts: Vec<&str> = path.splitn(8, '/').collect();
        if parts.iter().any(|part| part.is_empty()) {
            return None;
        }
        Some(match parts[..] {
            [root] => Self::Root(root),
            [root, "status", id] => Self::Status(root, id),
            [root, "collections"] => Self::Collections(root),
            [root, "collections", id, ref rest @ ..] => {
                let of = match *rest {
                    [] => Of::Itself,
                    ["manifest"] => Of::Manifest,
                    ["objects"] => Of::Objects,
                    ["objects", object] => Of::Object(object),
                    ["objects", object, "versions"] => Of::Versions(object),
                    _ => return None,
                };
                Self::Collection(root, id, of)
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_is_found_with_and_without_its_slash() {
        for (path, place) in [
            ("", Place::Discovery),
            ("r/", Place::Root("r")),
            ("r/status/1/", Place::Status("r", "1")),
            ("r/collections/", Place::Collections("r")),
            ("r/collections/c/", Place::Collection("r", "c", Of::Itself)),
            (
                "r/collections/c/manifest/",
                Place::Collection("r", "c", Of::Manifest),
            ),
            (
                "r/collections/c/objects/",
                Place::Collection("r", "c", Of::Objects),
            ),
            (
                "r/collections/c/objects/o/",
                Place::Collection("r", "c", Of::Object("o")),
            ),
            (
                "r/collections/c/objects/o/versions/",
                Place::Collection("r", "c", Of::Versions("o")),
            ),
        ] {
            assert_eq!(Place::read(path), Some(place));
            assert_eq!(Place::read(path.trim_end_matches('/')), Some(place));
        }
        for path in [
            "//",
            "r//",
            "r/other",
            "r/collections/c/manifest/m/",
            "r/collections/c/objects/o/versions/v/x/y/z",
        ] {
            assert_eq!(Place::read(path), None, "{path}");
        }
    }
}
