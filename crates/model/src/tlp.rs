use crate::id::words;

words! {
    /// How far a document may travel: the Traffic Light Protocol, version 2.0.
    #[derive(Default)]
    pub enum Tlp: "TLP label" {
        /// No limit.
        Clear = "clear",
        /// The community.
        Green = "green",
        /// The recipient's organisation and its clients.
        #[default]
        Amber = "amber",
        /// The recipient's organisation only.
        AmberStrict = "amber+strict",
        /// The named recipients only.
        Red = "red",
    }
}
