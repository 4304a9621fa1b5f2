//! What is known of a number from its prefix and length.

use crate::id::words;

words! {
    /// What kind of line or service a number is.
    pub enum Class: "class of number" {
        /// A line at a place.
        Fixed = "fixed",
        /// A mobile telephone.
        Mobile = "mobile",
        /// A line or a mobile telephone; the plan does not tell them apart.
        FixedOrMobile = "fixed-or-mobile",
        /// The called party pays.
        TollFree = "toll-free",
        /// The caller pays more than a call.
        Premium = "premium",
        /// Caller and called party share the cost.
        SharedCost = "shared-cost",
        /// A line of no place, mostly over the Internet.
        Voip = "voip",
        /// A number that follows its holder.
        Personal = "personal",
        /// A pager, or machines.
        Pager = "pager",
        /// One number for all places of an organisation.
        Corporate = "corporate",
        /// Access to voice mail.
        Voicemail = "voicemail",
        /// Routing, testing, and what else networks use among themselves.
        Network = "network",
        /// A satellite or another network of no country.
        Global = "global",
        /// Help: police, fire, ambulance.
        Emergency = "emergency",
        /// A service known by name, within its country.
        Service = "service",
        /// A short number, within its country or network, that no list names.
        Short = "short",
        /// A subscriber's number without its area.
        Local = "local",
        /// A prefix that the plan has not given out, or that is not known to be.
        Unlisted = "unlisted",
    }
}

words! {
    /// How a number agrees with the plan of its country.
    pub enum Fit: "fit of number" {
        /// Its prefix and length are those of the plan.
        Whole = "whole",
        /// Its length is, its prefix is not known.
        Unlisted = "unlisted",
        /// It is too short to be whole: the beginning of numbers, or a local one.
        Short = "short",
        /// It is too long.
        Long = "long",
        /// It begins with no country code.
        NoCode = "no-code",
    }
}

words! {
    /// Why a number must not be blocked for being reported.
    pub enum Guard: "guard of number" {
        /// Police, fire, ambulance.
        Emergency = "emergency",
        /// A service of social value that is the same in many countries (116).
        Harmonised = "harmonised",
        /// An authority.
        Government = "government",
        /// Somebody to talk to in need.
        Helpline = "helpline",
        /// Medical advice.
        Health = "health",
        /// Directory enquiries.
        Directory = "directory",
        /// A service of the operators themselves.
        Operator = "operator",
        /// A bank, or where cards are stopped.
        Bank = "bank",
        /// Gas, water, power.
        Utility = "utility",
        /// A number that exists only within its country or network: its holder is known to whoever gave it out.
        Short = "short",
        /// Not a whole number; blocking it would block others.
        Incomplete = "incomplete",
    }
}
