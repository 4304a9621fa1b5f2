//! See `link_role_words.md`.

use watchbell_model::Class;

use crate::{
    facts::{Facts, HostKind, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/link-role-words",
    title: "Link whose host names a role, not an owner",
    source: "ITU-T X.1235, similar domain name comparison",
    class: Some(Class::Phishing),
    page: include_str!("link_role_words.md"),
    check,
};

/// Words that name what a page pretends to be for.
const ROLES: &[&str] = &[
    "account",
    "alert",
    "auth",
    "bank",
    "banking",
    "billing",
    "card",
    "claim",
    "client",
    "confirm",
    "customs",
    "delivery",
    "fee",
    "help",
    "invoice",
    "kyc",
    "login",
    "logon",
    "mobile",
    "notice",
    "online",
    "parcel",
    "pay",
    "payment",
    "post",
    "redelivery",
    "refund",
    "reward",
    "rewards",
    "secure",
    "security",
    "service",
    "services",
    "signin",
    "support",
    "tax",
    "toll",
    "track",
    "tracking",
    "unlock",
    "update",
    "validate",
    "verification",
    "verify",
    "wallet",
];

fn check(facts: &Facts<'_>) -> Option<Seen> {
    for link in facts
        .links
        .iter()
        .filter(|link| matches!(link.kind, HostKind::Unknown | HostKind::Free))
    {
        let host = facts.host(link);
        let words = host.split(['.', '-', '_']);
        let roles = words
            .filter(|word| ROLES.binary_search(word).is_ok())
            .count();
        let joined = facts.registrable(link).contains('-')
            && matches!(
                host.rsplit('.').next(),
                Some(
                    "top"
                        | "xyz"
                        | "icu"
                        | "click"
                        | "online"
                        | "site"
                        | "shop"
                        | "vip"
                        | "cc"
                        | "live"
                )
            );
        if roles >= 2 || roles == 1 && joined {
            return Some(Seen::said(
                facts,
                link.host_at.start as usize..link.host_at.end as usize,
                host,
            ));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn roles_are_in_order() {
        assert!(super::ROLES.is_sorted());
    }
}
