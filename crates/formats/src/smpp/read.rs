//! PDUs out of bytes.

use super::{
    Address, Alert, Bind, BindResp, Body, Cancel, CommandId, Data, Error, EsmClass, Field, HEADER,
    MAX_FIELD, MAX_PDU, Npi, Outbind, Password, Pdu, Query, QueryResp, Replace, Resp, Result, Role,
    ShortMessage, Status, SubmitMulti, SubmitMultiResp, Target, Tlvs, Ton, Unsuccess,
};

/// Reads one PDU, which is all of `bytes`.
///
/// # Errors
/// What is wrong and where; [`Error::Length`] where the length that it says is not that of `bytes`.
pub fn read(bytes: &[u8]) -> Result<Pdu> {
    let mut reader = Reader { bytes, at: 0 };
    let told = reader.u32("command_length")?;
    let length = usize::try_from(told).unwrap_or(usize::MAX);
    if length != bytes.len() || !(HEADER..=MAX_PDU).contains(&length) {
        return Err(Error::Length { told });
    }
    let id = CommandId(reader.u32("command_id")?);
    let status = Status(reader.u32("command_status")?);
    let sequence = reader.u32("sequence_number")?;
    let body = reader.body(id)?;
    Ok(Pdu {
        status,
        sequence,
        body,
    })
}

/// What is left of a PDU.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    fn octets(&mut self, count: usize, field: &'static str) -> Result<&[u8]> {
        let (start, left) = (self.at, self.rest().len());
        if left < count {
            return Err(Error::Short {
                field,
                at: self.bytes.len(),
                wanted: count - left,
            });
        }
        self.at += count;
        Ok(self.bytes.get(start..self.at).unwrap_or_default())
    }

    fn array<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N]> {
        let octets = self.octets(N, field)?;
        Ok(octets.try_into().unwrap_or([0; N]))
    }

    fn u8(&mut self, field: &'static str) -> Result<u8> {
        let [byte] = self.array(field)?;
        Ok(byte)
    }

    fn u16(&mut self, field: &'static str) -> Result<u16> {
        Ok(u16::from_be_bytes(self.array(field)?))
    }

    fn u32(&mut self, field: &'static str) -> Result<u32> {
        Ok(u32::from_be_bytes(self.array(field)?))
    }

    /// Reads up to a zero and over it.
    fn field(&mut self, field: &'static str) -> Result<Field> {
        let (at, rest) = (self.at, self.rest());
        let within = rest.get(..=MAX_FIELD).unwrap_or(rest);
        let Some(length) = memchr::memchr(0, within) else {
            return Err(if within.len() > MAX_FIELD {
                Error::Unended { field, at }
            } else {
                Error::Short {
                    field,
                    at: self.bytes.len(),
                    wanted: 1,
                }
            });
        };
        let value = Field::read(within.get(..length).unwrap_or_default());
        self.at += length + 1;
        Ok(value)
    }

    /// Reads the first field of an answer, which some send without its zero or not at all.
    fn answer(&mut self, field: &'static str) -> Result<Option<Field>> {
        let rest = self.rest();
        if rest.is_empty() {
            return Ok(None);
        }
        if rest.len() <= MAX_FIELD && memchr::memchr(0, rest).is_none() {
            let value = Field::read(rest);
            self.at = self.bytes.len();
            return Ok(Some(value));
        }
        self.field(field).map(Some)
    }

    fn address(&mut self, field: &'static str) -> Result<Address> {
        Ok(Address {
            ton: Ton(self.u8(field)?),
            npi: Npi(self.u8(field)?),
            value: self.field(field)?,
        })
    }

    fn short_message(&mut self) -> Result<Vec<u8>> {
        let length = self.u8("sm_length")?;
        let octets = self.octets(usize::from(length), "short_message")?;
        Ok(octets.to_vec())
    }

    fn tlvs(&mut self) -> Result<Tlvs> {
        let mut tlvs = Tlvs::default();
        while !self.is_at_end() {
            let (at, told) = (self.at, self.rest().len());
            if told < 4 {
                return Err(Error::Tlv { tag: 0, at, told });
            }
            let tag = self.u16("tag")?;
            let told = usize::from(self.u16("length")?);
            let Ok(value) = self.octets(told, "value") else {
                return Err(Error::Tlv { tag, at, told });
            };
            tlvs.push(tag, value)?;
        }
        Ok(tlvs)
    }

    fn body(&mut self, id: CommandId) -> Result<Body> {
        Ok(match id {
            CommandId::BIND_RECEIVER => Body::Bind(Role::Receiver, self.bind()?),
            CommandId::BIND_TRANSMITTER => Body::Bind(Role::Transmitter, self.bind()?),
            CommandId::BIND_TRANSCEIVER => Body::Bind(Role::Transceiver, self.bind()?),
            CommandId::BIND_RECEIVER_RESP => Body::BindResp(Role::Receiver, self.bound()?),
            CommandId::BIND_TRANSMITTER_RESP => Body::BindResp(Role::Transmitter, self.bound()?),
            CommandId::BIND_TRANSCEIVER_RESP => Body::BindResp(Role::Transceiver, self.bound()?),
            CommandId::OUTBIND => Body::Outbind(Outbind {
                system_id: self.field("system_id")?,
                password: Password(self.field("password")?),
            }),
            CommandId::UNBIND => Body::Unbind,
            CommandId::UNBIND_RESP => Body::UnbindResp,
            CommandId::GENERIC_NACK => Body::GenericNack,
            CommandId::ENQUIRE_LINK => Body::EnquireLink,
            CommandId::ENQUIRE_LINK_RESP => Body::EnquireLinkResp,
            CommandId::CANCEL_SM_RESP => Body::CancelSmResp,
            CommandId::REPLACE_SM_RESP => Body::ReplaceSmResp,
            CommandId::SUBMIT_SM => Body::SubmitSm(self.message()?),
            CommandId::DELIVER_SM => Body::DeliverSm(self.message()?),
            CommandId::DATA_SM => Body::DataSm(self.data()?),
            CommandId::SUBMIT_SM_RESP => Body::SubmitSmResp(self.resp()?),
            CommandId::DELIVER_SM_RESP => Body::DeliverSmResp(self.resp()?),
            CommandId::DATA_SM_RESP => Body::DataSmResp(self.resp()?),
            CommandId::SUBMIT_MULTI => Body::SubmitMulti(self.submit_multi()?),
            CommandId::SUBMIT_MULTI_RESP if self.is_at_end() => Body::SubmitMultiResp(None),
            CommandId::SUBMIT_MULTI_RESP => Body::SubmitMultiResp(Some(self.submitted_multi()?)),
            CommandId::QUERY_SM => Body::QuerySm(Query {
                message_id: self.field("message_id")?,
                source: self.address("source_addr")?,
            }),
            CommandId::QUERY_SM_RESP if self.is_at_end() => Body::QuerySmResp(None),
            CommandId::QUERY_SM_RESP => Body::QuerySmResp(Some(self.queried()?)),
            CommandId::CANCEL_SM => Body::CancelSm(Cancel {
                service_type: self.field("service_type")?,
                message_id: self.field("message_id")?,
                source: self.address("source_addr")?,
                destination: self.address("destination_addr")?,
            }),
            CommandId::REPLACE_SM => Body::ReplaceSm(self.replace()?),
            CommandId::ALERT_NOTIFICATION => Body::AlertNotification(Alert {
                source: self.address("source_addr")?,
                esme: self.address("esme_addr")?,
                tlvs: self.tlvs()?,
            }),
            other => Body::Opaque(other, self.rest().to_vec()),
        })
    }

    fn bind(&mut self) -> Result<Bind> {
        Ok(Bind {
            system_id: self.field("system_id")?,
            password: Password(self.field("password")?),
            system_type: self.field("system_type")?,
            interface_version: self.u8("interface_version")?,
            range: self.address("address_range")?,
        })
    }

    fn bound(&mut self) -> Result<BindResp> {
        Ok(BindResp {
            system_id: self.answer("system_id")?,
            tlvs: self.tlvs()?,
        })
    }

    fn resp(&mut self) -> Result<Resp> {
        Ok(Resp {
            message_id: self.answer("message_id")?,
            tlvs: self.tlvs()?,
        })
    }

    fn message(&mut self) -> Result<ShortMessage> {
        let service_type = self.field("service_type")?;
        let source = self.address("source_addr")?;
        let destination = self.address("destination_addr")?;
        self.rest_of_message(service_type, source, destination)
    }

    fn rest_of_message(
        &mut self,
        service_type: Field,
        source: Address,
        destination: Address,
    ) -> Result<ShortMessage> {
        Ok(ShortMessage {
            service_type,
            source,
            destination,
            esm_class: EsmClass(self.u8("esm_class")?),
            protocol_id: self.u8("protocol_id")?,
            priority: self.u8("priority_flag")?,
            schedule_delivery_time: self.field("schedule_delivery_time")?,
            validity_period: self.field("validity_period")?,
            registered_delivery: self.u8("registered_delivery")?,
            replace_if_present: self.u8("replace_if_present_flag")?,
            data_coding: self.u8("data_coding")?,
            default_message: self.u8("sm_default_msg_id")?,
            short_message: self.short_message()?,
            tlvs: self.tlvs()?,
        })
    }

    fn data(&mut self) -> Result<Data> {
        Ok(Data {
            service_type: self.field("service_type")?,
            source: self.address("source_addr")?,
            destination: self.address("destination_addr")?,
            esm_class: EsmClass(self.u8("esm_class")?),
            registered_delivery: self.u8("registered_delivery")?,
            data_coding: self.u8("data_coding")?,
            tlvs: self.tlvs()?,
        })
    }

    fn submit_multi(&mut self) -> Result<SubmitMulti> {
        let service_type = self.field("service_type")?;
        let source = self.address("source_addr")?;
        let count = self.u8("number_of_dests")?;
        let mut targets = Vec::new();
        for _ in 0..count {
            let at = self.at;
            targets.push(match self.u8("dest_flag")? {
                1 => Target::Address(self.address("destination_addr")?),
                2 => Target::List(self.field("dl_name")?),
                flag => return Err(Error::DestFlag { flag, at }),
            });
        }
        let message = self.rest_of_message(service_type, source, Address::default())?;
        Ok(SubmitMulti { targets, message })
    }

    fn submitted_multi(&mut self) -> Result<SubmitMultiResp> {
        let message_id = self.field("message_id")?;
        let count = self.u8("no_unsuccess")?;
        let mut unsuccess = Vec::new();
        for _ in 0..count {
            unsuccess.push(Unsuccess {
                address: self.address("destination_addr")?,
                status: Status(self.u32("error_status_code")?),
            });
        }
        Ok(SubmitMultiResp {
            message_id,
            unsuccess,
            tlvs: self.tlvs()?,
        })
    }

    fn queried(&mut self) -> Result<QueryResp> {
        Ok(QueryResp {
            message_id: self.field("message_id")?,
            final_date: self.field("final_date")?,
            message_state: self.u8("message_state")?,
            error_code: self.u8("error_code")?,
            tlvs: self.tlvs()?,
        })
    }

    fn replace(&mut self) -> Result<Replace> {
        Ok(Replace {
            message_id: self.field("message_id")?,
            source: self.address("source_addr")?,
            schedule_delivery_time: self.field("schedule_delivery_time")?,
            validity_period: self.field("validity_period")?,
            registered_delivery: self.u8("registered_delivery")?,
            default_message: self.u8("sm_default_msg_id")?,
            short_message: self.short_message()?,
            tlvs: self.tlvs()?,
        })
    }
}
