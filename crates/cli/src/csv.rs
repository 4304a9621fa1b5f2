//! Rows of CSV (RFC 4180) for people with spreadsheets.

/// Returns a row without its end.
pub(crate) fn row(fields: &[String]) -> String {
    let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
    fields.join(",")
}

/// A field, kept from being taken for a formula by a spreadsheet.
fn quoted(field: &str) -> String {
    let formula =
        field.starts_with(['=', '+', '-', '@', '\t', '\r']) && field.parse::<f64>().is_err();
    let field = if formula {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if field.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        for (field, expected) in [
            ("plain", "plain"),
            ("a,b \"c\"", "\"a,b \"\"c\"\"\""),
            ("=1+1", "'=1+1"),
            ("-1.5", "-1.5"),
            ("@x", "'@x"),
        ] {
            assert_eq!(quoted(field), expected);
        }
    }
}
