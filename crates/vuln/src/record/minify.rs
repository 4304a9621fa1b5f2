//! JSON without the space between its tokens; every value as it was written.

/// Returns valid JSON without the space that stands outside of strings.
pub fn minified(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len());
    // A byte order mark is allowed by nobody and written by some.
    let mut rest = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    loop {
        // Most space is the indentation of a line.
        while let Some(after) = rest.strip_prefix(b"        ") {
            rest = after;
        }
        match rest.first() {
            None => return out,
            Some(b'"') => {
                let (string, after) = rest.split_at(string_length(rest));
                out.extend_from_slice(string);
                rest = after;
            }
            Some(&byte) => {
                if !byte.is_ascii_whitespace() {
                    out.push(byte);
                }
                rest = &rest[1..];
            }
        }
    }
}

/// The length of the string that `json` begins with, quotes included.
fn string_length(json: &[u8]) -> usize {
    let mut at = 1;
    while let Some(step) = memchr::memchr2(b'"', b'\\', json.get(at..).unwrap_or_default()) {
        at += step;
        if json.get(at) == Some(&b'"') {
            return at + 1;
        }
        at += 2;
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_space_outside_of_strings_goes() {
        let json =
            b"\xEF\xBB\xBF {\n \"a b\" : [ 1.50 , -0e+1, \"c \\\" } \\\\\" ] ,\t\"\" : null }\r\n";
        let less = minified(json);
        assert_eq!(less, br#"{"a b":[1.50,-0e+1,"c \" } \\"],"":null}"#);
    }

    #[test]
    fn what_is_no_json_does_not_panic() {
        for json in [&b"\"abc"[..], b"\"\\", b"\"", b"{\"a\\", b""] {
            let _ = minified(json);
        }
    }
}
