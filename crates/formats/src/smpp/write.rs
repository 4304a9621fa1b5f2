//! PDUs into bytes.

use super::{
    Address, Bind, Body, Data, Error, Field, HEADER, MAX_PDU, Pdu, QueryResp, Replace, Result,
    ShortMessage, SubmitMulti, SubmitMultiResp, Target, Tlvs,
};

/// Writes a PDU at the end of `out`; `read` reads the same again.
///
/// # Errors
/// [`Error::TooLong`] for what its length cannot say, which is never so of what was read. Then `out` is as
/// it was.
pub fn write(pdu: &Pdu, out: &mut Vec<u8>) -> Result<()> {
    let start = out.len();
    let written = Writer { out, start }.pdu(pdu);
    if written.is_err() {
        out.truncate(start);
    }
    written
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
}

impl Writer<'_> {
    fn pdu(&mut self, pdu: &Pdu) -> Result<()> {
        self.u32(0);
        self.u32(pdu.body.id().0);
        self.u32(pdu.status.0);
        self.u32(pdu.sequence);
        self.body(&pdu.body)?;
        let length = self.out.len() - self.start;
        let told = fits("command_length", length, MAX_PDU).and_then(|()| number(length))?;
        if let Some(place) = self.out.get_mut(self.start..self.start + 4) {
            place.copy_from_slice(&u32::to_be_bytes(told));
        }
        Ok(())
    }

    fn u8(&mut self, value: u8) {
        self.out.push(value);
    }

    fn u16(&mut self, value: u16) {
        self.out.extend_from_slice(&value.to_be_bytes());
    }

    fn u32(&mut self, value: u32) {
        self.out.extend_from_slice(&value.to_be_bytes());
    }

    fn field(&mut self, field: &Field) {
        self.out.extend_from_slice(field.as_bytes());
        self.out.push(0);
    }

    fn address(&mut self, address: &Address) {
        self.u8(address.ton.0);
        self.u8(address.npi.0);
        self.field(&address.value);
    }

    fn count(&mut self, field: &'static str, length: usize) -> Result<()> {
        let Ok(count) = u8::try_from(length) else {
            let most = usize::from(u8::MAX);
            return Err(Error::TooLong {
                field,
                length,
                most,
            });
        };
        self.u8(count);
        Ok(())
    }

    fn short_message(&mut self, octets: &[u8]) -> Result<()> {
        self.count("short_message", octets.len())?;
        self.out.extend_from_slice(octets);
        Ok(())
    }

    fn tlvs(&mut self, tlvs: &Tlvs) -> Result<()> {
        for tlv in tlvs {
            let length = tlv.value.len();
            let most = usize::from(u16::MAX);
            fits("optional parameter", length, most)?;
            self.u16(tlv.tag);
            self.u16(number(length)?);
            self.out.extend_from_slice(&tlv.value);
        }
        Ok(())
    }

    fn body(&mut self, body: &Body) -> Result<()> {
        match body {
            Body::Bind(_, bind) => self.bind(bind),
            Body::BindResp(_, resp) => {
                self.answer(resp.system_id.as_ref(), &resp.tlvs)?;
            }
            Body::Outbind(outbind) => {
                self.field(&outbind.system_id);
                self.field(&outbind.password.0);
            }
            Body::SubmitSm(message) | Body::DeliverSm(message) => {
                self.field(&message.service_type);
                self.address(&message.source);
                self.address(&message.destination);
                self.rest_of_message(message)?;
            }
            Body::SubmitSmResp(resp) | Body::DeliverSmResp(resp) | Body::DataSmResp(resp) => {
                self.answer(resp.message_id.as_ref(), &resp.tlvs)?;
            }
            Body::DataSm(data) => self.data(data)?,
            Body::SubmitMulti(multi) => self.submit_multi(multi)?,
            Body::SubmitMultiResp(Some(resp)) => self.submitted_multi(resp)?,
            Body::QuerySm(query) => {
                self.field(&query.message_id);
                self.address(&query.source);
            }
            Body::QuerySmResp(Some(resp)) => self.queried(resp)?,
            Body::CancelSm(cancel) => {
                self.field(&cancel.service_type);
                self.field(&cancel.message_id);
                self.address(&cancel.source);
                self.address(&cancel.destination);
            }
            Body::ReplaceSm(replace) => self.replace(replace)?,
            Body::AlertNotification(alert) => {
                self.address(&alert.source);
                self.address(&alert.esme);
                self.tlvs(&alert.tlvs)?;
            }
            Body::Opaque(_, octets) => {
                fits("body", octets.len(), MAX_PDU - HEADER)?;
                self.out.extend_from_slice(octets);
            }
            Body::Unbind
            | Body::UnbindResp
            | Body::GenericNack
            | Body::SubmitMultiResp(None)
            | Body::QuerySmResp(None)
            | Body::CancelSmResp
            | Body::ReplaceSmResp
            | Body::EnquireLink
            | Body::EnquireLinkResp => {}
        }
        Ok(())
    }

    fn bind(&mut self, bind: &Bind) {
        self.field(&bind.system_id);
        self.field(&bind.password.0);
        self.field(&bind.system_type);
        self.u8(bind.interface_version);
        self.address(&bind.range);
    }

    fn answer(&mut self, field: Option<&Field>, tlvs: &Tlvs) -> Result<()> {
        match field {
            Some(field) => self.field(field),
            // Parameters come after the field, so that it has to be there.
            None if !tlvs.is_empty() => self.u8(0),
            None => {}
        }
        self.tlvs(tlvs)
    }

    fn rest_of_message(&mut self, message: &ShortMessage) -> Result<()> {
        self.u8(message.esm_class.0);
        self.u8(message.protocol_id);
        self.u8(message.priority);
        self.field(&message.schedule_delivery_time);
        self.field(&message.validity_period);
        self.u8(message.registered_delivery);
        self.u8(message.replace_if_present);
        self.u8(message.data_coding);
        self.u8(message.default_message);
        self.short_message(&message.short_message)?;
        self.tlvs(&message.tlvs)
    }

    fn data(&mut self, data: &Data) -> Result<()> {
        self.field(&data.service_type);
        self.address(&data.source);
        self.address(&data.destination);
        self.u8(data.esm_class.0);
        self.u8(data.registered_delivery);
        self.u8(data.data_coding);
        self.tlvs(&data.tlvs)
    }

    fn submit_multi(&mut self, multi: &SubmitMulti) -> Result<()> {
        self.field(&multi.message.service_type);
        self.address(&multi.message.source);
        self.count("number_of_dests", multi.targets.len())?;
        for target in &multi.targets {
            match target {
                Target::Address(address) => {
                    self.u8(1);
                    self.address(address);
                }
                Target::List(name) => {
                    self.u8(2);
                    self.field(name);
                }
            }
        }
        self.rest_of_message(&multi.message)
    }

    fn submitted_multi(&mut self, resp: &SubmitMultiResp) -> Result<()> {
        self.field(&resp.message_id);
        self.count("no_unsuccess", resp.unsuccess.len())?;
        for one in &resp.unsuccess {
            self.address(&one.address);
            self.u32(one.status.0);
        }
        self.tlvs(&resp.tlvs)
    }

    fn queried(&mut self, resp: &QueryResp) -> Result<()> {
        self.field(&resp.message_id);
        self.field(&resp.final_date);
        self.u8(resp.message_state);
        self.u8(resp.error_code);
        self.tlvs(&resp.tlvs)
    }

    fn replace(&mut self, replace: &Replace) -> Result<()> {
        self.field(&replace.message_id);
        self.address(&replace.source);
        self.field(&replace.schedule_delivery_time);
        self.field(&replace.validity_period);
        self.u8(replace.registered_delivery);
        self.u8(replace.default_message);
        self.short_message(&replace.short_message)?;
        self.tlvs(&replace.tlvs)
    }
}

fn fits(field: &'static str, length: usize, most: usize) -> Result<()> {
    if length <= most {
        return Ok(());
    }
    Err(Error::TooLong {
        field,
        length,
        most,
    })
}

/// Turns a length that fits into its number.
fn number<T: TryFrom<usize>>(length: usize) -> Result<T> {
    T::try_from(length).map_err(|_| Error::TooLong {
        field: "length",
        length,
        most: MAX_PDU,
    })
}
