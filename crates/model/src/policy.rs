use crate::id::words;

words! {
    /// What a network is advised to do with a call.
    #[derive(Default)]
    pub enum CallPolicy: "call policy" {
        /// Put it through.
        #[default]
        Allow = "allow",
        /// Put it through, and tell the called person.
        Warn = "warn",
        /// Challenge the caller, or let it ring later.
        Restrict = "restrict",
        /// Refuse it.
        Reject = "reject",
    }
}

words! {
    /// What a network is advised to do with a message.
    #[derive(Default)]
    pub enum MessagePolicy: "message policy" {
        /// Deliver it.
        #[default]
        Deliver = "deliver",
        /// Deliver it, marked.
        Flag = "flag",
        /// Deliver it later.
        Delay = "delay",
        /// Refuse it.
        Reject = "reject",
    }
}
