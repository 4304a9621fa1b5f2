//! Types of attributes: the category that MISP gives them unless told otherwise, and whether they are
//! for detection.

/// Returns the category of a type, and whether what is of it can be looked for.
pub(super) fn of(kind: &str) -> (&'static str, bool) {
    match kind {
        "ip-dst" | "ip-src" | "domain" | "hostname" | "url" | "uri" | "user-agent" => {
            ("Network activity", true)
        }
        "AS" | "mac-address" | "port" => ("Network activity", false),
        "email" | "email-src" | "email-dst" => ("Payload delivery", true),
        "email-subject" | "email-x-mailer" | "email-body" => ("Payload delivery", false),
        "md5" | "sha1" | "sha256" | "sha512" | "ssdeep" | "tlsh" | "imphash" | "authentihash"
        | "filename" => ("Payload delivery", true),
        "regkey" => ("Persistence mechanism", true),
        "mutex" => ("Artifacts dropped", true),
        "phone-number" | "target-user" => (
            if kind == "target-user" {
                "Targeting data"
            } else {
                "Person"
            },
            false,
        ),
        _ => ("Other", false),
    }
}
