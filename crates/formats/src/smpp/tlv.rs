//! Optional parameters (section 5.3): known ones by their tag, others kept as they came.

use super::{Error, Field, MAX_TLVS, Part, PartKind, Result};

/// An optional parameter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tlv {
    /// What it is.
    pub tag: u16,
    /// What it says.
    pub value: Box<[u8]>,
}

/// The optional parameters of a PDU, in their order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tlvs(Vec<Tlv>);

/// A constant and a row of the table of names for each tag.
macro_rules! tags {
    ($($name:ident $word:literal = $value:literal;)+) => {
        $(#[doc = concat!("`", $word, "`.")] pub const $name: u16 = $value;)+

        const NAMES: &[(u16, &str)] = &[$(($value, $word)),+];
    };
}

tags! {
    DEST_ADDR_SUBUNIT "dest_addr_subunit" = 0x0005;
    DEST_NETWORK_TYPE "dest_network_type" = 0x0006;
    DEST_BEARER_TYPE "dest_bearer_type" = 0x0007;
    DEST_TELEMATICS_ID "dest_telematics_id" = 0x0008;
    SOURCE_ADDR_SUBUNIT "source_addr_subunit" = 0x000D;
    SOURCE_NETWORK_TYPE "source_network_type" = 0x000E;
    SOURCE_BEARER_TYPE "source_bearer_type" = 0x000F;
    SOURCE_TELEMATICS_ID "source_telematics_id" = 0x0010;
    QOS_TIME_TO_LIVE "qos_time_to_live" = 0x0017;
    PAYLOAD_TYPE "payload_type" = 0x0019;
    ADDITIONAL_STATUS_INFO_TEXT "additional_status_info_text" = 0x001D;
    RECEIPTED_MESSAGE_ID "receipted_message_id" = 0x001E;
    MS_MSG_WAIT_FACILITIES "ms_msg_wait_facilities" = 0x0030;
    PRIVACY_INDICATOR "privacy_indicator" = 0x0201;
    SOURCE_SUBADDRESS "source_subaddress" = 0x0202;
    DEST_SUBADDRESS "dest_subaddress" = 0x0203;
    USER_MESSAGE_REFERENCE "user_message_reference" = 0x0204;
    USER_RESPONSE_CODE "user_response_code" = 0x0205;
    SOURCE_PORT "source_port" = 0x020A;
    DESTINATION_PORT "destination_port" = 0x020B;
    SAR_MSG_REF_NUM "sar_msg_ref_num" = 0x020C;
    LANGUAGE_INDICATOR "language_indicator" = 0x020D;
    SAR_TOTAL_SEGMENTS "sar_total_segments" = 0x020E;
    SAR_SEGMENT_SEQNUM "sar_segment_seqnum" = 0x020F;
    SC_INTERFACE_VERSION "sc_interface_version" = 0x0210;
    CALLBACK_NUM_PRES_IND "callback_num_pres_ind" = 0x0302;
    CALLBACK_NUM_ATAG "callback_num_atag" = 0x0303;
    NUMBER_OF_MESSAGES "number_of_messages" = 0x0304;
    CALLBACK_NUM "callback_num" = 0x0381;
    DPF_RESULT "dpf_result" = 0x0420;
    SET_DPF "set_dpf" = 0x0421;
    MS_AVAILABILITY_STATUS "ms_availability_status" = 0x0422;
    NETWORK_ERROR_CODE "network_error_code" = 0x0423;
    MESSAGE_PAYLOAD "message_payload" = 0x0424;
    DELIVERY_FAILURE_REASON "delivery_failure_reason" = 0x0425;
    MORE_MESSAGES_TO_SEND "more_messages_to_send" = 0x0426;
    MESSAGE_STATE "message_state" = 0x0427;
    CONGESTION_STATE "congestion_state" = 0x0428;
    USSD_SERVICE_OP "ussd_service_op" = 0x0501;
    DISPLAY_TIME "display_time" = 0x1201;
    SMS_SIGNAL "sms_signal" = 0x1203;
    MS_VALIDITY "ms_validity" = 0x1204;
    ALERT_ON_MESSAGE_DELIVERY "alert_on_message_delivery" = 0x130C;
    ITS_REPLY_TYPE "its_reply_type" = 0x1380;
    ITS_SESSION_INFO "its_session_info" = 0x1383;
}

/// Returns the name of a tag; nothing for one that is not listed, as that of a vendor.
pub fn name(tag: u16) -> Option<&'static str> {
    let mut names = NAMES.iter();
    names
        .find(|(value, _)| *value == tag)
        .map(|(_, name)| *name)
}

impl Tlvs {
    /// Returns them in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Tlv> {
        self.0.iter()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what the first one with this tag says.
    pub fn get(&self, tag: u16) -> Option<&[u8]> {
        let mut all = self.0.iter();
        all.find(|tlv| tlv.tag == tag).map(|tlv| &*tlv.value)
    }

    /// Returns the number that it says, in one to four bytes, whatever length the standard has.
    pub fn number(&self, tag: u16) -> Option<u32> {
        let value = self.get(tag)?;
        let is_number = (1..=4).contains(&value.len());
        let join = |sum: u32, byte: &u8| (sum << 8) | u32::from(*byte);
        is_number.then(|| value.iter().fold(0, join))
    }

    /// Returns the C-Octet String that it says, up to its zero.
    pub fn field(&self, tag: u16) -> Option<Field> {
        let value = self.get(tag)?;
        let text = value.split(|byte| *byte == 0).next()?;
        Some(Field::read(text))
    }

    /// Adds one at the end.
    ///
    /// # Errors
    /// [`Error::TooManyTlvs`] where there are [`MAX_TLVS`] already.
    pub fn push(&mut self, tag: u16, value: &[u8]) -> Result<()> {
        if self.0.len() >= MAX_TLVS {
            return Err(Error::TooManyTlvs);
        }
        let value = value.into();
        self.0.push(Tlv { tag, value });
        Ok(())
    }

    /// Returns the message, where it stands here (section 5.3.2.32).
    pub fn message_payload(&self) -> Option<&[u8]> {
        self.get(MESSAGE_PAYLOAD)
    }

    /// Returns which part of a longer message this is (sections 5.3.2.22 to 5.3.2.24).
    pub fn segment(&self) -> Option<Part> {
        let reference = u16::try_from(self.number(SAR_MSG_REF_NUM)?).ok()?;
        let total = u8::try_from(self.number(SAR_TOTAL_SEGMENTS)?).ok()?;
        let index = u8::try_from(self.number(SAR_SEGMENT_SEQNUM)?).ok()?;
        Part::new(PartKind::Sar, reference, total, index)
    }

    /// Returns the ports that it is from and to (sections 5.3.2.20 and 5.3.2.21).
    pub fn ports(&self) -> (Option<u16>, Option<u16>) {
        let port = |tag| u16::try_from(self.number(tag)?).ok();
        (port(SOURCE_PORT), port(DESTINATION_PORT))
    }

    /// Returns the reference that the sender gave it (section 5.3.2.17).
    pub fn user_message_reference(&self) -> Option<u16> {
        u16::try_from(self.number(USER_MESSAGE_REFERENCE)?).ok()
    }

    /// Returns which message a receipt is about (section 5.3.2.12).
    pub fn receipted_message_id(&self) -> Option<Field> {
        self.field(RECEIPTED_MESSAGE_ID)
    }

    /// Returns what became of a message (sections 5.2.28 and 5.3.2.35).
    pub fn message_state(&self) -> Option<u8> {
        u8::try_from(self.number(MESSAGE_STATE)?).ok()
    }

    /// Returns the network and its own code of an error (section 5.3.2.31).
    pub fn network_error_code(&self) -> Option<(u8, u16)> {
        match self.get(NETWORK_ERROR_CODE)? {
            [network, high, low] => Some((*network, u16::from_be_bytes([*high, *low]))),
            _ => None,
        }
    }

    /// Returns the language that the message is said to be in, as a tag (section 5.3.2.19).
    pub fn language(&self) -> Option<&'static str> {
        match self.number(LANGUAGE_INDICATOR)? {
            1 => Some("en"),
            2 => Some("fr"),
            3 => Some("es"),
            4 => Some("de"),
            5 => Some("pt"),
            _ => None,
        }
    }
}

impl<'a> IntoIterator for &'a Tlvs {
    type Item = &'a Tlv;
    type IntoIter = std::slice::Iter<'a, Tlv>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
