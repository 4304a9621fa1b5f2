//! Who writes what on the bundled day, when, and from where.

use super::disguise::Trick;

/// How likely each hour of the day is.
type Hours = [u8; 24];

const WAKING: Hours = [
    1, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 10, 11, 10, 9, 9, 10, 11, 12, 11, 9, 7, 4, 2,
];
const OFFICE: Hours = [
    0, 0, 0, 0, 0, 0, 1, 3, 9, 12, 12, 11, 8, 9, 12, 11, 10, 7, 3, 1, 1, 0, 0, 0,
];
const EVENING: Hours = [
    4, 2, 1, 1, 0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4, 5, 7, 10, 12, 13, 12, 10, 7,
];
const NIGHT: Hours = [
    10, 12, 12, 10, 7, 4, 2, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 2, 2, 3, 4, 6, 8,
];
const MORNING: Hours = [
    0, 0, 0, 0, 0, 1, 4, 9, 12, 12, 10, 6, 3, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0,
];
const AFTERNOON: Hours = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 6, 10, 12, 12, 9, 5, 2, 1, 0, 0, 0,
];
const TWO_BOUTS: Hours = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 4, 0, 0, 0, 0, 0, 0, 0, 0, 3, 12, 2, 0,
];

/// The tricks of the mutating campaign, hour by hour.
const HOURLY: [Trick; 24] = [
    Trick::None,
    Trick::None,
    Trick::ZeroWidth,
    Trick::ZeroWidth,
    Trick::None,
    Trick::None,
    Trick::None,
    Trick::Lookalike,
    Trick::Lookalike,
    Trick::Leet,
    Trick::Spaced,
    Trick::ZeroWidth,
    Trick::None,
    Trick::Styled,
    Trick::Lookalike,
    Trick::Marks,
    Trick::Capitals,
    Trick::Spaced,
    Trick::Leet,
    Trick::Reversed,
    Trick::Lookalike,
    Trick::ZeroWidth,
    Trick::Styled,
    Trick::None,
];

/// The one who reports harmless messages by the hundred.
pub(super) const ABUSIVE_REPORTER: &str = "+999771000042";
/// The harmless sender who is reported.
pub(super) const INNOCENT_SENDER: &str = "GreenDoor";
/// Sender name of the real bank.
pub(super) const BANK_SENDER: &str = "ExampleBank";
/// Sender name of the real parcel service.
pub(super) const PARCEL_SENDER: &str = "ParcelEx";

/// Where messages come from.
#[derive(Clone, Copy)]
pub(super) enum Origins {
    /// A pool that changes with each wave; `#` stands for a digit, and what
    /// begins with `@` is used for instant messages where there is any.
    Pool(&'static [&'static str]),
    /// The real bank or the real parcel service, as the text says.
    Brands,
    /// One sender.
    One(&'static str),
    /// Anyone.
    People,
}

/// Who reports.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Filers {
    /// Whoever received the message.
    Recipients,
    /// Recipients whose numbers follow each other, as a dialler calls them.
    Neighbours,
    /// One reporter.
    One(&'static str),
}

/// How words are hidden.
#[derive(Clone, Copy)]
pub(super) enum Disguise {
    /// Not at all.
    Never,
    /// In this many of a hundred messages, by any trick.
    Sometimes(u64),
    /// By the trick of the hour; wording changes with the hour too.
    Hourly,
}

impl Disguise {
    /// Returns the trick of `hour` for the mutating campaign.
    pub(super) fn hourly(hour: u64) -> Trick {
        HOURLY.get(hour as usize).copied().unwrap_or_default()
    }
}

/// A source of reports and the share of the day it makes.
pub(super) struct Campaign {
    pub(super) name: &'static str,
    /// Its templates.
    pub(super) page: &'static str,
    pub(super) count: u64,
    /// Whether its messages belong together.
    pub(super) joined: bool,
    pub(super) hours: &'static Hours,
    /// How many hours its senders and hosts last.
    pub(super) turn: u64,
    /// How many senders, hosts and handles a language has at a time.
    pub(super) pool: u64,
    pub(super) origins: Origins,
    pub(super) filers: Filers,
    pub(super) disguise: Disguise,
    /// What its host names are made of.
    pub(super) words: &'static [&'static str],
}

impl Campaign {
    const fn new(name: &'static str, page: &'static str, count: u64) -> Self {
        Self {
            name,
            page,
            count,
            joined: true,
            hours: &WAKING,
            turn: 6,
            pool: 3,
            origins: Origins::Pool(&["+99995#######", "+99994#######"]),
            filers: Filers::Recipients,
            disguise: Disguise::Sometimes(8),
            words: &["account", "check", "secure", "online", "portal"],
        }
    }
}

/// Everything that happens on the day.
pub(super) const CAMPAIGNS: &[Campaign] = &[
    Campaign {
        turn: 1,
        pool: 4,
        origins: Origins::Pool(&[
            "+4477009007##",
            "+161955501##",
            "+99995#######",
            "+99996#######",
        ]),
        disguise: Disguise::Hourly,
        words: &[
            "parcel",
            "track",
            "redelivery",
            "toll",
            "post-fee",
            "customs",
            "depot",
        ],
        ..Campaign::new("parcel-fee", include_str!("campaigns/parcel-fee.txt"), 800)
    },
    Campaign {
        hours: &OFFICE,
        words: &["quickcash", "loan", "credit", "easy", "money"],
        ..Campaign::new("loan", include_str!("campaigns/loan.txt"), 340)
    },
    Campaign {
        hours: &EVENING,
        turn: 3,
        origins: Origins::Pool(&["@lucky###", "@vip_club##", "@spin_####", "@win###_bot"]),
        disguise: Disguise::Sometimes(40),
        words: &["lucky", "win", "spin", "bet", "slot", "vip"],
        ..Campaign::new("gambling", include_str!("campaigns/gambling.txt"), 360)
    },
    Campaign {
        hours: &OFFICE,
        origins: Origins::Pool(&["@hr_####", "@talent_###", "+4477009008##", "+99997#######"]),
        ..Campaign::new("job", include_str!("campaigns/job.txt"), 300)
    },
    Campaign {
        origins: Origins::Pool(&["+4477009009##", "+99994#######", "+99993#######"]),
        disguise: Disguise::Never,
        ..Campaign::new("family", include_str!("campaigns/family.txt"), 260)
    },
    Campaign {
        hours: &NIGHT,
        turn: 4,
        pool: 1,
        origins: Origins::Pool(&["+449098790###", "+999900######"]),
        filers: Filers::Neighbours,
        disguise: Disguise::Never,
        ..Campaign::new("ping-call", include_str!("campaigns/ping-call.txt"), 400)
    },
    Campaign {
        hours: &AFTERNOON,
        turn: 2,
        words: &[
            "banco",
            "banque",
            "cliente",
            "acces",
            "securite",
            "particuliers",
        ],
        ..Campaign::new("bank-phish", include_str!("campaigns/bank-phish.txt"), 340)
    },
    Campaign {
        hours: &EVENING,
        origins: Origins::Pool(&["@invest_###", "@trader####", "@profit_####"]),
        disguise: Disguise::Sometimes(20),
        words: &["invest", "trade", "profit", "fund", "gold"],
        ..Campaign::new("invest", include_str!("campaigns/invest.txt"), 280)
    },
    Campaign {
        hours: &EVENING,
        origins: Origins::Pool(&["@mia_####", "@night###", "@chat_me##"]),
        disguise: Disguise::Sometimes(25),
        words: &["date", "tonight", "chat", "meet", "cam"],
        ..Campaign::new("dating", include_str!("campaigns/dating.txt"), 200)
    },
    Campaign {
        disguise: Disguise::Never,
        ..Campaign::new(
            "mobile-money",
            include_str!("campaigns/mobile-money.txt"),
            220,
        )
    },
    Campaign {
        hours: &MORNING,
        ..Campaign::new(
            "card-frozen",
            include_str!("campaigns/card-frozen.txt"),
            180,
        )
    },
    Campaign {
        hours: &AFTERNOON,
        words: &["refund", "meter", "power", "kyc", "tax"],
        ..Campaign::new("utility", include_str!("campaigns/utility.txt"), 180)
    },
    Campaign {
        disguise: Disguise::Never,
        words: &["undangan", "card", "files", "share", "photo"],
        ..Campaign::new("invitation", include_str!("campaigns/invitation.txt"), 120)
    },
    Campaign {
        joined: false,
        hours: &OFFICE,
        pool: 20,
        words: &["sale", "shop", "deal", "store", "offer"],
        ..Campaign::new("sales", include_str!("campaigns/sales.txt"), 200)
    },
    Campaign {
        joined: false,
        turn: 1,
        pool: 100,
        ..Campaign::new("oneoff", include_str!("campaigns/oneoff.txt"), 240)
    },
    Campaign {
        hours: &TWO_BOUTS,
        origins: Origins::One(INNOCENT_SENDER),
        filers: Filers::One(ABUSIVE_REPORTER),
        disguise: Disguise::Never,
        ..Campaign::new("library", include_str!("campaigns/library.txt"), 300)
    },
    Campaign {
        origins: Origins::Brands,
        disguise: Disguise::Never,
        ..Campaign::new("bulk", include_str!("campaigns/bulk.txt"), 600)
    },
    Campaign {
        joined: false,
        origins: Origins::People,
        disguise: Disguise::Never,
        ..Campaign::new("noise", include_str!("campaigns/noise.txt"), 1080)
    },
];
