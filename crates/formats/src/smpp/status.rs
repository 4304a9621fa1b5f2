use std::fmt;

/// What a `command_status` says (section 5.1.3); those not listed are kept as they came.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Status(pub u32);

/// A constant and a row of the table of names for each status.
macro_rules! statuses {
    ($($(#[$doc:meta])+ $name:ident = $value:literal;)+) => {
        impl Status {
            $($(#[$doc])+ pub const $name: Self = Self($value);)+

            const NAMES: &[(u32, &str)] = &[$(($value, concat!("ESME_", stringify!($name)))),+];
        }
    };
}

statuses! {
    /// No error.
    ROK = 0x00;
    /// The length of the message is wrong.
    RINVMSGLEN = 0x01;
    /// The length of the PDU is wrong.
    RINVCMDLEN = 0x02;
    /// There is no such PDU.
    RINVCMDID = 0x03;
    /// Not in this state of the session.
    RINVBNDSTS = 0x04;
    /// Bound already.
    RALYBND = 0x05;
    /// A priority that there is not.
    RINVPRTFLG = 0x06;
    /// A registered delivery that there is not.
    RINVREGDLVFLG = 0x07;
    /// An error within.
    RSYSERR = 0x08;
    /// The source's address is wrong.
    RINVSRCADR = 0x0A;
    /// The destination's address is wrong.
    RINVDSTADR = 0x0B;
    /// The identity of the message is wrong.
    RINVMSGID = 0x0C;
    /// The bind failed.
    RBINDFAIL = 0x0D;
    /// The password is wrong.
    RINVPASWD = 0x0E;
    /// The name of the system is wrong.
    RINVSYSID = 0x0F;
    /// Cancelling failed.
    RCANCELFAIL = 0x11;
    /// Replacing failed.
    RREPLACEFAIL = 0x13;
    /// The queue of messages is full.
    RMSGQFUL = 0x14;
    /// The type of service is wrong.
    RINVSERTYP = 0x15;
    /// The number of destinations is wrong.
    RINVNUMDESTS = 0x33;
    /// The name of the distribution list is wrong.
    RINVDLNAME = 0x34;
    /// A destination that is neither an address nor a list.
    RINVDESTFLAG = 0x40;
    /// Submitting with replacement is not possible.
    RINVSUBREP = 0x42;
    /// The class of the message is wrong.
    RINVESMCLASS = 0x43;
    /// The distribution list cannot be submitted to.
    RCNTSUBDL = 0x44;
    /// Submitting failed.
    RSUBMITFAIL = 0x45;
    /// The source's type of number is wrong.
    RINVSRCTON = 0x48;
    /// The source's numbering plan is wrong.
    RINVSRCNPI = 0x49;
    /// The destination's type of number is wrong.
    RINVDSTTON = 0x50;
    /// The destination's numbering plan is wrong.
    RINVDSTNPI = 0x51;
    /// The type of system is wrong.
    RINVSYSTYP = 0x53;
    /// The flag of replacement is wrong.
    RINVREPFLAG = 0x54;
    /// The number of messages is wrong.
    RINVNUMMSGS = 0x55;
    /// Too much at once: send it again later.
    RTHROTTLED = 0x58;
    /// The time of delivery is wrong.
    RINVSCHED = 0x61;
    /// The time of expiry is wrong.
    RINVEXPIRY = 0x62;
    /// There is no such predefined message.
    RINVDFTMSGID = 0x63;
    /// The receiver failed for now.
    RX_T_APPN = 0x64;
    /// The receiver failed for good.
    RX_P_APPN = 0x65;
    /// The receiver rejects the message.
    RX_R_APPN = 0x66;
    /// Asking for a message failed.
    RQUERYFAIL = 0x67;
    /// The optional parameters cannot be read.
    RINVOPTPARSTREAM = 0xC0;
    /// An optional parameter that is not allowed.
    ROPTPARNOTALLWD = 0xC1;
    /// The length of a parameter is wrong.
    RINVPARLEN = 0xC2;
    /// An optional parameter is missing.
    RMISSINGOPTPARAM = 0xC3;
    /// The value of an optional parameter is wrong.
    RINVOPTPARAMVAL = 0xC4;
    /// Delivery failed.
    RDELIVERYFAILURE = 0xFE;
    /// An error that has no name.
    RUNKNOWNERR = 0xFF;
    /// The type of service is not for this system (5.0).
    RSERTYPUNAUTH = 0x100;
    /// It is prohibited (5.0).
    RPROHIBITED = 0x101;
    /// The type of service is not offered (5.0).
    RSERTYPUNAVAIL = 0x102;
    /// The type of service is denied (5.0).
    RSERTYPDENIED = 0x103;
    /// The data coding is wrong (5.0).
    RINVDCS = 0x104;
    /// The source's subunit is wrong (5.0).
    RINVSRCADDRSUBUNIT = 0x105;
    /// The destination's subunit is wrong (5.0).
    RINVDSTADDRSUBUNIT = 0x106;
}

impl Status {
    /// Returns whether there is no error.
    pub const fn is_ok(self) -> bool {
        self.0 == 0
    }

    /// Returns its name, `ESME_RTHROTTLED`; nothing for what is not listed, as that of a vendor.
    pub fn name(self) -> Option<&'static str> {
        let mut names = Self::NAMES.iter();
        names
            .find(|(value, _)| *value == self.0)
            .map(|(_, name)| *name)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "{:#x}", self.0),
        }
    }
}
