//! People and organisations (section 3.9).

use super::Extension;
use crate::{
    ContactKind, EmailKind, PostalKind, Registry, Restriction, Role, TelephoneKind, Text, Timezone,
    place::Place, validate::Check,
};

class! {
    /// A person or an organisation.
    pub struct Contact [Contact::rules] {
        attributes {
            /// Person or organisation.
            kind: ContactKind => "type",
            /// What they have to do with the incident.
            role: Role => "role",
            /// How far it may be disclosed.
            restriction: Option<Restriction> => "restriction",
        }
        children {
            /// Their name.
            names: Vec<Text> => "ContactName",
            /// Their title.
            titles: Vec<Text> => "ContactTitle",
            /// What they do.
            descriptions: Vec<Text> => "Description",
            /// Their handles in registries.
            handles: Vec<RegistryHandle> => "RegistryHandle",
            /// Where they are.
            postal_addresses: Vec<PostalAddress> => "PostalAddress",
            /// Where to write.
            emails: Vec<Email> => "Email",
            /// Where to call.
            telephones: Vec<Telephone> => "Telephone",
            /// Their offset from UTC.
            timezone: Option<Timezone> => "Timezone",
            /// Contacts within an organisation.
            contacts: Vec<Contact> => "Contact",
            /// What the data model has no place for.
            additional: Vec<Extension> => "AdditionalData",
        }
    }
}

impl Contact {
    fn rules(&self, at: &Place<'_>, check: &mut Check) {
        let bare = Self {
            role: self.role.clone(),
            kind: self.kind.clone(),
            restriction: self.restriction.clone(),
            ..Self::default()
        };
        check.expect(*self != bare, at, "it names nobody");
    }
}

class! {
    /// A handle in a registry.
    pub struct RegistryHandle {
        attributes {
            /// The registry.
            registry: Option<Registry> => "registry",
        }
        text {
            /// The handle.
            handle: String => "handle"
        }
    }
}

class! {
    /// A postal address.
    pub struct PostalAddress {
        attributes {
            /// What it is for.
            kind: Option<PostalKind> => "type",
        }
        children {
            /// The address.
            address: Text => "PAddress",
            /// Remarks.
            descriptions: Vec<Text> => "Description",
        }
    }
}

class! {
    /// An e-mail address.
    pub struct Email {
        attributes {
            /// What it is for.
            kind: Option<EmailKind> => "type",
        }
        children {
            /// The address.
            to: String => "EmailTo",
            /// Remarks.
            descriptions: Vec<Text> => "Description",
        }
    }
}

class! {
    /// A telephone number.
    pub struct Telephone {
        attributes {
            /// What it is for.
            kind: Option<TelephoneKind> => "type",
        }
        children {
            /// The number.
            number: String => "TelephoneNumber",
            /// Remarks.
            descriptions: Vec<Text> => "Description",
        }
    }
}
