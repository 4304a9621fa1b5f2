use serde::Deserialize;

/// Something noticed at a place in the text: a phrase of the lexicon, or a shape.
///
/// Names of phrases are the section headings of the lexicon files, in kebab case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Cue {
    // Stories.
    /// A parcel or its delivery.
    Parcel,
    /// A delivery that went wrong: missed, held, incomplete address, customs fee.
    ParcelTrouble,
    /// A road toll or a congestion charge.
    Toll,
    /// A tax authority.
    Tax,
    /// Money that comes back: refund, rebate, overpayment.
    Refund,
    /// A bank, its cards and its online service.
    Bank,
    /// Somebody's account, profile or membership.
    Account,
    /// Suspended, blocked, deactivated, expired.
    Suspended,
    /// Police, court, arrest, prosecution.
    Legal,
    /// A fine or penalty notice.
    Fine,
    /// A person won or was selected.
    Won,
    /// Prize, lottery, jackpot.
    Prize,
    /// A loan or credit line.
    Loan,
    /// Terms no lender grants: no checks, no collateral, instant.
    EasyLoan,
    /// Casino, betting, slots.
    Gamble,
    /// What gambling sites offer: deposit bonus, free spins.
    GambleOffer,
    /// Sexual content or escorts.
    Adult,
    /// A job or a side income.
    Job,
    /// Earnings that are promised: a sum a day, commission.
    Earn,
    /// Trading, investment, signals.
    Invest,
    /// Cryptocurrency.
    Crypto,
    /// Profit that is promised.
    Profit,
    /// A close relative addressed by name of kinship.
    Family,
    /// A number changed or a telephone broke.
    NewNumber,
    /// A request to send money for somebody.
    NeedMoney,
    /// An invitation to move the talk elsewhere.
    ContactMe,
    /// A messaging service by name.
    Messenger,
    /// An inheritance, an unclaimed fund, a dead client.
    Fortune,
    /// Confidence that is asked for: barrister, next of kin, business proposal.
    Trust,
    /// A one-time code or password.
    Code,
    /// A request to hand over a code.
    SendCode,
    /// Advice to keep a code secret.
    KeepCode,
    /// A request to install an application.
    Install,
    /// A virus, a hack, an infected device.
    Virus,
    /// Technical support that offers itself.
    Support,
    /// Compromising recordings.
    Compromised,
    /// Publication that is threatened.
    Expose,
    /// A SIM card or a subscription's number.
    Sim,
    /// An upgrade, swap or re-registration of a SIM.
    SimUpgrade,
    /// Electricity, water, gas.
    Utility,
    /// Disconnection of a supply.
    CutOff,
    /// A charge, order or renewal.
    Charge,
    /// Not you? Did not authorise? Cancel.
    Dispute,
    /// A charity or donation.
    Charity,
    /// A disaster or a war.
    Disaster,
    /// Loyalty points.
    Points,
    /// A grant, subsidy or relief payment.
    Grant,
    /// Gift cards as a means of payment.
    GiftCard,
    /// Papers that are forged: invoices, certificates, identity cards.
    Forged,
    /// Subscription tariffs: so much a message, a minute, a week.
    Tariff,
    // What the reader is asked or pushed to do.
    /// Haste: urgent, within 24 hours, final notice.
    Urgent,
    /// Confirm or update data.
    Verify,
    /// Follow the link.
    Click,
    /// Pay.
    Pay,
    /// Call.
    CallUs,
    /// Reply or send a word by text.
    Reply,
    /// Collect what is offered.
    Claim,
    // What speaks for a message.
    /// An appointment, a booking, a reminder.
    Appointment,
    /// A delivery that goes well: shipped, arriving, delivered.
    DeliveryFine,
    /// A statement of account: balance, transaction made.
    Balance,
    // What a person complains of after a call.
    /// It rang once, or cut off at once.
    OneRing,
    /// The caller hung up, or ringing back cost money.
    RangBack,
    /// A number from abroad, unknown or premium-rate.
    StrangeNumber,
    /// A recorded or synthetic voice.
    Recorded,
    /// A nuisance call by its name.
    Robocall,
    /// Somebody said to be who he is not.
    Posed,
    /// Nobody speaks.
    Silent,
    // Shapes.
    /// A currency beside a figure, or a word for one.
    Currency,
    /// A currency with its figure.
    Amount,
    /// A link.
    Link,
    /// A telephone number.
    Number,
    /// Four to eight digits that stand alone.
    Digits,
    /// A USSD string such as `*100#`.
    Ussd,
}

impl Cue {
    /// How many there are.
    pub(super) const COUNT: usize = Self::Ussd as usize + 1;
}

/// A set of cues.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Cues(u128);

impl Cues {
    /// Returns the set of `cues`.
    pub const fn of(cues: &[Cue]) -> Self {
        let (mut bits, mut i) = (0, 0);
        while i < cues.len() {
            bits |= 1 << cues[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Returns whether `cue` is in the set.
    pub const fn has(self, cue: Cue) -> bool {
        self.0 & (1 << cue as u8) != 0
    }

    /// Returns whether the two sets share a cue.
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn insert(&mut self, cue: Cue) {
        self.0 |= 1 << cue as u8;
    }
}

/// A cue and its place in the folded text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct CueAt {
    /// What.
    pub cue: Cue,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

const _: () = assert!(Cue::COUNT <= 128, "a set of cues is 128 bits");

/// How many places of one cue are kept; the last one is always among them.
pub const PLACES_PER_CUE: usize = 8;

/// Cues in the order of the text, bounded however often one repeats.
#[derive(Clone, Debug)]
pub(super) struct CueList {
    pub(super) present: Cues,
    pub(super) list: Vec<CueAt>,
    /// For each cue: how many were kept, and where the last one is.
    kept: [(u8, u16); Cue::COUNT],
}

impl Default for CueList {
    fn default() -> Self {
        Self {
            present: Cues::default(),
            list: Vec::new(),
            kept: [(0, 0); Cue::COUNT],
        }
    }
}

impl CueList {
    pub(super) fn clear(&mut self) {
        for at in &self.list {
            self.kept[at.cue as usize] = (0, 0);
        }
        self.list.clear();
        self.present = Cues::default();
    }

    /// Keeps the first places and the latest one, so that padding cannot push a later place out.
    pub(super) fn push(&mut self, cue: Cue, start: usize, end: usize) {
        self.present.insert(cue);
        let at = CueAt {
            cue,
            start: start as u32,
            end: end as u32,
        };
        let (count, last) = &mut self.kept[cue as usize];
        if usize::from(*count) < PLACES_PER_CUE {
            *count += 1;
            *last = self.list.len() as u16;
            self.list.push(at);
        } else {
            self.list[usize::from(*last)] = at;
        }
    }

    pub(super) fn sort(&mut self) {
        self.list.sort_unstable_by_key(|at| (at.start, at.end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_does_not_push_the_last_place_out() {
        let mut cues = CueList::default();
        for i in 0..1000 {
            cues.push(Cue::Bank, i, i + 1);
        }
        assert_eq!(cues.list.len(), PLACES_PER_CUE);
        assert_eq!(cues.list.last().map(|at| at.start), Some(999));
    }
}
