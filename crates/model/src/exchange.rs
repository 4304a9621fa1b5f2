use crate::id::words;

words! {
    /// Which way a document goes, seen from here.
    pub enum Direction: "direction" {
        /// From us to the peer.
        Out = "out",
        /// From the peer to us.
        In = "in",
    }
}

words! {
    /// How documents go between peers.
    pub enum Via: "way of exchange" {
        /// RID over HTTPS (RFC 6545, RFC 6546): the sender brings them.
        Rid = "rid",
        /// A ROLIE feed (RFC 8322): the receiver fetches them.
        Rolie = "rolie",
        /// A TAXII 2.1 collection: the receiver fetches them.
        Taxii = "taxii",
        /// The REST API of a MISP server: this node brings events there, and fetches them.
        Misp = "misp",
    }
}

words! {
    /// What a document is exchanged for (RFC 7970, section 3.2, `purpose`).
    pub enum Purpose: "purpose" {
        /// Find where it came from.
        Traceback = "traceback",
        /// Help to stop it.
        Mitigation = "mitigation",
        /// Tell that it happened.
        Reporting = "reporting",
        /// Look out for it.
        Watch = "watch",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// What an agreement keeps out of documents.
    pub enum Redaction: "part of a document" {
        /// Pseudonyms of who complained.
        Reporters = "reporters",
        /// Texts of messages, and evidence that quotes them.
        Texts = "texts",
        /// Originators of messages.
        Originators = "originators",
        /// What was done here, step by step.
        History = "history",
        /// Where the log proves it.
        Proofs = "proofs",
    }
}

words! {
    /// How far a document is on its way out.
    pub enum ShareState: "state of a share" {
        /// It waits to be delivered, or to be fetched.
        Waiting = "waiting",
        /// The peer has it.
        Delivered = "delivered",
        /// It was tried too often, or refused for good; a person has to look.
        Dead = "dead",
        /// It was called back before it went.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What became of a document that came in.
    pub enum ReceiptState: "state of a receipt" {
        /// It is durable, and waits to be looked at.
        New = "new",
        /// It became a report, and is judged like any other.
        Taken = "taken",
        /// What it says was known already.
        Known = "known",
        /// It is a question that a person answers.
        Asked = "asked",
        /// Nothing could be made of it.
        Refused = "refused",
    }
}
