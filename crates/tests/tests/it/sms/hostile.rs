//! Entities that mean harm: each is bounded, and holds up nobody else.

use std::{
    io::{self, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use watchbell_formats::smpp::{
    self, Address, Bind, Body, Field, Frame, Password, Pdu, Role, ShortMessage, Status,
};

use super::{Centre, NAME, PASSWORD};

/// A connection in the hands of a test.
struct Wire {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Wire {
    fn open(centre: &Centre) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", centre.port)).expect("it listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .expect("a bound");
        Self {
            stream,
            read: Vec::new(),
        }
    }

    fn bound(centre: &Centre, role: Role) -> Self {
        let mut wire = Self::open(centre);
        wire.send(&Pdu::request(1, bind(role, PASSWORD)));
        assert_eq!(wire.next().expect("it answers").status, Status::ROK);
        wire
    }

    fn send(&mut self, pdu: &Pdu) {
        let mut bytes = Vec::new();
        smpp::write(pdu, &mut bytes).expect("a PDU");
        self.stream.write_all(&bytes).expect("it is read");
    }

    fn next(&mut self) -> io::Result<Pdu> {
        loop {
            match smpp::next(&self.read) {
                Frame::Pdu(pdu, length) => {
                    self.read.drain(..length);
                    return Ok(pdu);
                }
                Frame::Broken(broken) => panic!("{broken:?}"),
                Frame::Need(_) => {
                    let mut page = [0; 4_096];
                    match self.stream.read(&mut page)? {
                        0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                        count => self.read.extend_from_slice(&page[..count]),
                    }
                }
            }
        }
    }

    fn is_closed(&mut self) -> bool {
        while self.next().is_ok() {}
        matches!(self.stream.read(&mut [0]), Ok(0) | Err(_))
    }
}

fn bind(role: Role, password: &str) -> Body {
    let field = |text: &str| Field::new("field", text, 64).expect("a field");
    Body::Bind(
        role,
        Bind {
            system_id: field(NAME),
            password: Password(field(password)),
            system_type: Field::default(),
            interface_version: 0x34,
            range: Address::default(),
        },
    )
}

fn message(from: &str, text: &str) -> Body {
    Body::SubmitSm(ShortMessage {
        source: Address::new(from).expect("an address"),
        destination: Address::new("7726").expect("an address"),
        short_message: text.as_bytes().to_vec(),
        ..ShortMessage::default()
    })
}

#[test]
fn who_does_not_keep_to_the_protocol_is_sent_away() {
    let mut centre = Centre::start("window = 20");
    // Another password.
    let mut wire = Wire::open(&centre);
    wire.send(&Pdu::request(1, bind(Role::Transceiver, "other")));
    assert_eq!(wire.next().unwrap().status, Status::RINVPASWD);
    assert!(wire.is_closed());
    // A message before a bind.
    let mut wire = Wire::open(&centre);
    wire.send(&Pdu::request(1, message("+15550100", "hello")));
    assert_eq!(wire.next().unwrap().status, Status::RINVBNDSTS);
    assert!(wire.is_closed());
    // Who only gets messages sends none.
    let mut wire = Wire::bound(&centre, Role::Receiver);
    wire.send(&Pdu::request(2, message("+15550100", "hello")));
    assert_eq!(wire.next().unwrap().status, Status::RINVBNDSTS);
    // A length that lies.
    for length in [0_u32, 15, 1 << 30, u32::MAX] {
        let mut wire = Wire::bound(&centre, Role::Transceiver);
        let mut bytes = length.to_be_bytes().to_vec();
        bytes.extend([0; 12]);
        wire.stream.write_all(&bytes).unwrap();
        assert_eq!(wire.next().unwrap().status, Status::RINVCMDLEN);
        assert!(wire.is_closed(), "{length}");
    }
    // A body that is none is answered, and the stream goes on.
    let mut wire = Wire::bound(&centre, Role::Transceiver);
    let mut bytes = 20_u32.to_be_bytes().to_vec();
    bytes.extend([0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 9, 1, 2, 3, 4]);
    wire.stream.write_all(&bytes).unwrap();
    let answer = wire.next().unwrap();
    assert_ne!(answer.status, Status::ROK);
    assert_eq!(answer.sequence, 9);
    wire.send(&Pdu::request(10, Body::EnquireLink));
    assert_eq!(wire.next().unwrap().body, Body::EnquireLinkResp);
    wire.send(&Pdu::request(11, Body::Unbind));
    assert_eq!(wire.next().unwrap().body, Body::UnbindResp);
    assert!(wire.is_closed());
    // One that cuts off in the middle of a message.
    let mut wire = Wire::bound(&centre, Role::Transceiver);
    wire.stream.write_all(&[0, 0, 0, 200, 0, 0, 0, 4]).unwrap();
    drop(wire);
    assert_eq!(centre.reports().len(), 0);
    centre.kill();
}

#[test]
fn a_flood_is_throttled_and_holds_up_nobody() {
    let mut centre = Centre::start("window = 20\ndialogue = { wait-seconds = 1, reporters = 100 }");
    let mut flood = Wire::bound(&centre, Role::Transceiver);
    let count = 5_000;
    let mut bytes = Vec::new();
    for number in 0..count {
        let from = format!("+1555{number:07}");
        let pdu = Pdu::request(
            number + 2,
            message(&from, &format!("parcel {number} is held")),
        );
        smpp::write(&pdu, &mut bytes).unwrap();
    }
    let mut sending = flood.stream.try_clone().unwrap();
    let writing = std::thread::spawn(move || sending.write_all(&bytes));
    // Somebody else is served meanwhile.
    let mut good = Wire::bound(&centre, Role::Transceiver);
    good.send(&Pdu::request(
        2,
        message("+15550100", "your parcel is held"),
    ));
    let answer = loop {
        let pdu = good.next().expect("it is answered");
        if pdu.body.id().is_response() {
            break pdu;
        }
    };
    assert_eq!((answer.sequence, answer.status), (2, Status::ROK));
    let (mut taken, mut throttled) = (0, 0);
    while taken + throttled < count {
        let pdu = flood.next().expect("every message is answered");
        match (&pdu.body, pdu.status) {
            (Body::SubmitSmResp(_), Status::ROK) => taken += 1,
            (Body::SubmitSmResp(_), Status::RTHROTTLED) => throttled += 1,
            (Body::DeliverSm(_), _) => {}
            other => panic!("{other:?}"),
        }
    }
    writing.join().unwrap().unwrap();
    assert!(throttled > 0, "more than the window were under way");
    super::until("what was taken became reports", || {
        centre.reports().len() as u32 == taken + 1
    });
    centre.kill();
}
