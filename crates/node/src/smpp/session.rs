//! One connection of SMPP: bound, kept alive, and every message handed on and answered.

use std::{fmt, sync::Arc, time::Duration};

use subtle::ConstantTimeEq as _;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::{Semaphore, mpsc, oneshot},
    time::{Instant, timeout},
};
use watchbell_formats::smpp::{
    self, Address, Bind, Body, CommandId, Content, Field, Frame, Password, Pdu, Role, ShortMessage,
    Status,
};

use super::collector::{Message, Reply, Taken};
use crate::config::Smpp;

/// How long a bind may take.
const BIND: Duration = Duration::from_secs(10);
/// After how long without a word the other side is asked for a sign of life, and after how long
/// without one the connection ends.
const QUIET: Duration = Duration::from_secs(30);
const DEAD: Duration = Duration::from_secs(75);
/// How long writing to the other side may stand still.
const WRITE: Duration = Duration::from_secs(30);
/// PDUs that wait to be written; who does not read what it is told is not served.
const OUTGOING: usize = 2_048;
/// Bytes that are read at once.
const PAGE: usize = 64 << 10;
/// PDUs that cannot be read until a connection ends.
const MAX_BROKEN: u32 = 100;

/// Which side this node is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Side {
    /// Others bind to it.
    Centre,
    /// It binds to a message centre.
    Entity,
}

/// Why a connection ended.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Ended {
    /// It was never bound, for this reason.
    NotBound(String),
    /// The other side said so, or closed it.
    Closed,
    /// It said nothing any more, or did not read.
    Silent,
    /// What it sent cannot be followed.
    Broken(String),
}

impl Ended {
    pub(super) const fn was_bound(&self) -> bool {
        !matches!(self, Self::NotBound(_))
    }
}

impl fmt::Display for Ended {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBound(why) => write!(out, "not bound: {why}"),
            Self::Closed => out.write_str("closed by the other side"),
            Self::Silent => out.write_str("no sign of life"),
            Self::Broken(why) => write!(out, "cannot be followed: {why}"),
        }
    }
}

/// Serves a connection until it ends.
pub(super) async fn run(
    stream: TcpStream,
    side: Side,
    config: &Arc<Smpp>,
    password: &str,
    queue: mpsc::Sender<Message>,
) -> Ended {
    let _ = stream.set_nodelay(true);
    let (mut from, mut to) = stream.into_split();
    let (out, mut outgoing) = mpsc::channel::<Pdu>(OUTGOING);
    let writing = tokio::spawn(async move {
        let mut bytes = Vec::new();
        let mut pdus = Vec::new();
        while outgoing.recv_many(&mut pdus, 256).await > 0 {
            bytes.clear();
            for pdu in pdus.drain(..) {
                if let Err(error) = smpp::write(&pdu, &mut bytes) {
                    tracing::error!(%error, "a PDU was not written");
                }
            }
            if !matches!(timeout(WRITE, to.write_all(&bytes)).await, Ok(Ok(()))) {
                return;
            }
        }
    });
    let (answers, replies) = mpsc::channel(OUTGOING);
    let mut session = Session {
        side,
        config: Arc::clone(config),
        password: password.to_owned(),
        queue,
        out,
        answers,
        sequence: 0,
        bound: None,
        window: Arc::new(Semaphore::new(config.window)),
    };
    let ended = session.serve(&mut from, replies).await;
    // What is answered already still goes out.
    drop(session);
    let _ = timeout(BIND, writing).await;
    ended
}

struct Session {
    side: Side,
    config: Arc<Smpp>,
    password: String,
    queue: mpsc::Sender<Message>,
    out: mpsc::Sender<Pdu>,
    answers: mpsc::Sender<Reply>,
    sequence: u32,
    bound: Option<Role>,
    window: Arc<Semaphore>,
}

impl Session {
    async fn serve(
        &mut self,
        from: &mut (impl tokio::io::AsyncRead + Unpin),
        mut replies: mpsc::Receiver<Reply>,
    ) -> Ended {
        if self.side == Side::Entity {
            let bind = Body::Bind(Role::Transceiver, self.bind());
            if self.request(bind).await.is_err() {
                return Ended::Closed;
            }
        }
        let began = Instant::now();
        let (mut buffer, mut broken) = (Vec::with_capacity(PAGE), 0);
        let (mut heard, mut asked) = (Instant::now(), Instant::now());
        loop {
            let mut page = [0; 8 << 10];
            let read = tokio::select! {
                read = from.read(&mut page) => read,
                Some(reply) = replies.recv() => {
                    if self.say(&reply).await.is_err() {
                        return Ended::Silent;
                    }
                    continue;
                }
                () = tokio::time::sleep(Duration::from_secs(1)) => {
                    if self.bound.is_none() && began.elapsed() > BIND {
                        return Ended::NotBound("nothing was said".to_owned());
                    }
                    if heard.elapsed() > DEAD || self.out.is_closed() {
                        return Ended::Silent;
                    }
                    if heard.elapsed() > QUIET && asked.elapsed() > QUIET {
                        asked = Instant::now();
                        if self.request(Body::EnquireLink).await.is_err() {
                            return Ended::Silent;
                        }
                    }
                    continue;
                }
            };
            let count = match read {
                Ok(0) | Err(_) if self.bound.is_some() => return Ended::Closed,
                Ok(0) | Err(_) => return Ended::NotBound("it was closed".to_owned()),
                Ok(count) => count,
            };
            heard = Instant::now();
            buffer.extend_from_slice(&page[..count]);
            let mut start = 0;
            loop {
                match smpp::next(&buffer[start..]) {
                    Frame::Need(_) => break,
                    Frame::Pdu(pdu, length) => {
                        start += length;
                        if let Some(ended) = self.take(pdu).await {
                            return ended;
                        }
                    }
                    Frame::Broken(wrong) => {
                        broken += 1;
                        tracing::warn!(channel = self.config.name, error = %wrong.error, "a PDU cannot be read");
                        if let Some(answer) = wrong.answer {
                            let _ = self.out.send(answer).await;
                        }
                        match wrong.skip {
                            Some(length) if broken < MAX_BROKEN && self.bound.is_some() => {
                                start += length;
                            }
                            _ => return Ended::Broken(wrong.error.to_string()),
                        }
                    }
                }
            }
            buffer.drain(..start);
        }
    }

    /// Takes a PDU; says why the connection ends where it does.
    async fn take(&mut self, pdu: Pdu) -> Option<Ended> {
        match &pdu.body {
            Body::Bind(role, bind) => return self.bound_by(&pdu, *role, bind).await,
            Body::BindResp(role, _) if self.side == Side::Entity && self.bound.is_none() => {
                if !pdu.status.is_ok() {
                    return Some(Ended::NotBound(pdu.status.to_string()));
                }
                tracing::info!(
                    channel = self.config.name,
                    centre = self.config.connect,
                    "bound"
                );
                self.bound = Some(*role);
                return None;
            }
            Body::Unbind => {
                self.reply(&pdu, Status::ROK).await;
                return Some(Ended::Closed);
            }
            _ => {}
        }
        let Some(role) = self.bound else {
            self.reply(&pdu, Status::RINVBNDSTS).await;
            return Some(Ended::NotBound("it did not bind first".to_owned()));
        };
        match &pdu.body {
            // Who bound to get messages alone sends none.
            Body::SubmitSm(_) | Body::DeliverSm(_) | Body::DataSm(_)
                if self.side == Side::Centre && role == Role::Receiver =>
            {
                self.reply(&pdu, Status::RINVBNDSTS).await;
            }
            Body::SubmitSm(message) | Body::DeliverSm(message) => {
                let content = message.content(self.config.alphabet);
                let (source, destination) = (message.source.clone(), &message.destination);
                self.message(
                    &pdu,
                    source,
                    destination,
                    content,
                    message.esm_class.kind() == smpp::Kind::Message,
                    message.tlvs.language(),
                )
                .await;
            }
            Body::DataSm(data) => {
                let content = data.content(self.config.alphabet);
                self.message(
                    &pdu,
                    data.source.clone(),
                    &data.destination,
                    content,
                    true,
                    data.tlvs.language(),
                )
                .await;
            }
            Body::EnquireLink => self.reply(&pdu, Status::ROK).await,
            _ if pdu.body.id().is_response() => {}
            _ => self.reply(&pdu, Status::RINVCMDID).await,
        }
        None
    }

    /// Hands a message on, and answers once it is durable; one that is not for this number is refused,
    /// and one that finds no room is throttled.
    async fn message(
        &mut self,
        pdu: &Pdu,
        source: Address,
        destination: &Address,
        content: Content,
        is_message: bool,
        language: Option<&'static str>,
    ) {
        // Receipts are for who sent the message, which is this node: it asks for none.
        if !is_message {
            return self.reply(pdu, Status::ROK).await;
        }
        if destination.text().trim_start_matches('+') != self.config.number {
            return self.reply(pdu, Status::RINVDSTADR).await;
        }
        if source.value.is_empty() {
            return self.reply(pdu, Status::RINVSRCADR).await;
        }
        let Ok(permit) = Arc::clone(&self.window).try_acquire_owned() else {
            return self.reply(pdu, Status::RTHROTTLED).await;
        };
        let (done, taken) = oneshot::channel();
        let message = Message {
            source,
            content,
            language,
            answers: self.answers.clone(),
            done,
        };
        if self.queue.try_send(message).is_err() {
            return self.reply(pdu, Status::RTHROTTLED).await;
        }
        let (out, pdu) = (self.out.clone(), pdu.clone());
        tokio::spawn(async move {
            let _permit = permit;
            let answer = match taken.await {
                Ok(Taken::Durable(id)) => answered(&pdu, &id),
                Ok(Taken::Busy) => pdu.reply(Status::RTHROTTLED),
                // The node is stopping: who sent it sends it again.
                Err(_) => pdu.reply(Status::RSYSERR),
            };
            if let Some(answer) = answer {
                let _ = out.send(answer).await;
            }
        });
    }

    /// Lets somebody in who binds with the right name and password.
    async fn bound_by(&mut self, pdu: &Pdu, role: Role, bind: &Bind) -> Option<Ended> {
        if self.side == Side::Entity || self.bound.is_some() {
            self.reply(pdu, Status::RALYBND).await;
            return None;
        }
        let is_same = |given: &Field, own: &str| bool::from(given.as_bytes().ct_eq(own.as_bytes()));
        let named = is_same(&bind.system_id, &self.config.system_id);
        let shown = is_same(&bind.password.0, &self.password);
        if !(named && shown) {
            self.reply(pdu, Status::RINVPASWD).await;
            let who = bind.system_id.text();
            return Some(Ended::NotBound(format!(
                "{who:?} has another name or password"
            )));
        }
        self.bound = Some(role);
        if let Some(mut answer) = pdu.reply(Status::ROK) {
            if let Body::BindResp(_, resp) = &mut answer.body {
                resp.system_id = Field::new("system_id", "watchbell", 15).ok();
            }
            let _ = self.out.send(answer).await;
        }
        None
    }

    /// Sends what a person is told.
    async fn say(&mut self, reply: &Reply) -> Result<(), ()> {
        // Who bound to send alone is told nothing.
        if self
            .bound
            .is_none_or(|role| self.side == Side::Centre && role == Role::Transmitter)
        {
            return Ok(());
        }
        let reference = self.sequence.to_le_bytes()[0];
        let Ok(encoded) = smpp::encode(&reply.text, self.config.alphabet, reference) else {
            return Ok(());
        };
        let number = Address::new(&self.config.number).unwrap_or_default();
        for short_message in encoded.messages {
            let message = ShortMessage {
                source: number.clone(),
                destination: reply.to.clone(),
                esm_class: encoded.esm_class,
                data_coding: encoded.data_coding,
                short_message,
                ..ShortMessage::default()
            };
            let body = match self.side {
                Side::Centre => Body::DeliverSm(message),
                Side::Entity => Body::SubmitSm(message),
            };
            self.request(body).await?;
        }
        Ok(())
    }

    fn bind(&self) -> Bind {
        let field = |text: &str| Field::new("bind", text, smpp::MAX_FIELD).unwrap_or_default();
        Bind {
            system_id: field(&self.config.system_id),
            password: Password(field(&self.password)),
            system_type: Field::default(),
            interface_version: 0x34,
            range: Address::default(),
        }
    }

    async fn request(&mut self, body: Body) -> Result<(), ()> {
        // Numbers are 1 to 0x7FFFFFFF (section 3.2).
        self.sequence = self.sequence % 0x7FFF_FFFF + 1;
        let pdu = Pdu::request(self.sequence, body);
        self.out.send(pdu).await.map_err(drop)
    }

    async fn reply(&self, pdu: &Pdu, status: Status) {
        if let Some(answer) = pdu.reply(status) {
            let _ = self.out.send(answer).await;
        }
    }
}

/// The answer to a message that is durable, with its number.
fn answered(pdu: &Pdu, id: &str) -> Option<Pdu> {
    let mut answer = pdu.reply(Status::ROK)?;
    // In answers to deliver_sm it is unused, and stays empty (section 4.6.2).
    if pdu.body.id() != CommandId::DELIVER_SM
        && let Body::SubmitSmResp(resp) | Body::DataSmResp(resp) = &mut answer.body
    {
        resp.message_id = Field::new("message_id", id, 64).ok();
    }
    Some(answer)
}
