use std::fmt;

/// A `command_id` (section 5.1.2.1).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct CommandId(pub u32);

/// A constant and a row of the table of names for each PDU.
macro_rules! commands {
    ($($name:ident $word:literal = $value:literal;)+) => {
        impl CommandId {
            $(#[doc = concat!("`", $word, "`.")] pub const $name: Self = Self($value);)+

            const NAMES: &[(u32, &str)] = &[$(($value, $word)),+];
        }
    };
}

commands! {
    GENERIC_NACK "generic_nack" = 0x8000_0000;
    BIND_RECEIVER "bind_receiver" = 0x0000_0001;
    BIND_RECEIVER_RESP "bind_receiver_resp" = 0x8000_0001;
    BIND_TRANSMITTER "bind_transmitter" = 0x0000_0002;
    BIND_TRANSMITTER_RESP "bind_transmitter_resp" = 0x8000_0002;
    QUERY_SM "query_sm" = 0x0000_0003;
    QUERY_SM_RESP "query_sm_resp" = 0x8000_0003;
    SUBMIT_SM "submit_sm" = 0x0000_0004;
    SUBMIT_SM_RESP "submit_sm_resp" = 0x8000_0004;
    DELIVER_SM "deliver_sm" = 0x0000_0005;
    DELIVER_SM_RESP "deliver_sm_resp" = 0x8000_0005;
    UNBIND "unbind" = 0x0000_0006;
    UNBIND_RESP "unbind_resp" = 0x8000_0006;
    REPLACE_SM "replace_sm" = 0x0000_0007;
    REPLACE_SM_RESP "replace_sm_resp" = 0x8000_0007;
    CANCEL_SM "cancel_sm" = 0x0000_0008;
    CANCEL_SM_RESP "cancel_sm_resp" = 0x8000_0008;
    BIND_TRANSCEIVER "bind_transceiver" = 0x0000_0009;
    BIND_TRANSCEIVER_RESP "bind_transceiver_resp" = 0x8000_0009;
    OUTBIND "outbind" = 0x0000_000B;
    ENQUIRE_LINK "enquire_link" = 0x0000_0015;
    ENQUIRE_LINK_RESP "enquire_link_resp" = 0x8000_0015;
    SUBMIT_MULTI "submit_multi" = 0x0000_0021;
    SUBMIT_MULTI_RESP "submit_multi_resp" = 0x8000_0021;
    ALERT_NOTIFICATION "alert_notification" = 0x0000_0102;
    DATA_SM "data_sm" = 0x0000_0103;
    DATA_SM_RESP "data_sm_resp" = 0x8000_0103;
}

impl CommandId {
    /// Returns whether it answers another one.
    pub const fn is_response(self) -> bool {
        self.0 & 0x8000_0000 != 0
    }

    /// Returns its name; nothing for what is not of SMPP 3.4.
    pub fn name(self) -> Option<&'static str> {
        let mut names = Self::NAMES.iter();
        names
            .find(|(value, _)| *value == self.0)
            .map(|(_, name)| *name)
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "{:#010x}", self.0),
        }
    }
}
