//! Notices of every day that nobody may call unwanted, and what people write about calls.
//!
//! None of these texts is in the training; the templates of `notices.tsv` are others.

use watchbell_detect::{
    facts::Subject,
    judge::{Judge, Scratch},
    scores::Scores,
};
use watchbell_model::Channel;

/// What carriers, couriers, banks, schools, airlines and offices sent.
const NOTICES: &[&str] = &[
    "FedEx: Your package arrives today by 8 pm. Track: fedex.com/t/8812",
    "أرامكس: شحنتك 88213 خرجت للتوصيل اليوم. المندوب 0501234567",
    "Vodafone: Sie haben 80% Ihres Datenvolumens verbraucht.",
    "UPS: a driver will be with you between 14:10 and 15:10. Signature required.",
    "Your shopping from the farm shop is packed and leaves at 6. Substitutions: oat milk for soya.",
    "Lakeside Telecom: half of your 20 GB is gone, 11 days to go.",
    "Harbour Bank: direct debit to City Gas, GBP 64.10, leaves your account on Thursday.",
    "482 019 is the number to type in to finish signing in to Harbour Bank.",
    "Dr Okoro's rooms: see you Tuesday 09:40. Text N if you cannot make it.",
    "Oakfield Primary: early finish at 1 pm on Friday, buses run at 1:10.",
    "Gate change: your 17:25 to Porto now leaves from B14.",
    "Vehicle tax for KX19 is paid until 31 March. Nothing else to do.",
    "Polling day is Thursday. Your station is the village hall, open 7 to 10.",
    "La Poste : le facteur passera demain matin avec votre recommandé.",
    "Free Mobile : plus que 2 Go avant le 30.",
    "École Jean Moulin : pas de cantine mardi, prévoir un pique-nique.",
    "Correos: su envío será entregado mañana por la mañana.",
    "Movistar: le quedan 300 MB hasta fin de mes.",
    "Banco del Puerto: cargo de 23,40 EUR en Supermercado Sol, tarjeta 4411.",
    "DHL: Ihre Sendung kommt morgen zwischen 9 und 12 Uhr.",
    "Bürgeramt Mitte: Ihr neuer Ausweis liegt bereit, bitte alten mitbringen.",
    "Poste: il postino consegna oggi la sua raccomandata.",
    "TIM: la tua offerta si rinnova domani, 9,99 euro dal credito.",
    "Correios: objeto saiu para entrega ao destinatário.",
    "مدرسة النور: غدا الدوام حتى الساعة 11 فقط.",
    "بنك المرفأ: تم شراء بقيمة 45 ريال من مخبز الحي.",
    "Vodacom: umebakiwa na MB 120, kifurushi kinaisha kesho saa 6.",
    "您的外卖骑手已取餐，预计12:35送到。",
    "【铁路12306】您预订的G102次列车将于明日07:05开车，请凭身份证检票。",
    "ขนส่งทางบก: ใบขับขี่ของท่านครบกำหนดต่ออายุ 30 มิ.ย. นี้ ติดต่อสำนักงานใกล้บ้าน",
    "Почта: письмо ждёт вас в отделении на Садовой до 12 мая.",
    "Hastane: yarın 10:30 göz polikliniği randevunuz vardır.",
    "आपकी ट्रेन 40 मिनट देरी से चल रही है, प्लेटफॉर्म 3।",
    "PLN: pemadaman terencana besok pukul 09.00 sampai 12.00 di wilayah Anda.",
    "Trường Hoa Sen: sáng mai các con nghỉ học vì bão.",
];

/// What people complain of.
const COMPLAINTS: &[&str] = &[
    "rang once and hung up, foreign number",
    "rang once, I called back and was charged 12 pounds",
    "robocall about my car warranty",
    "someone claiming to be the tax office threatens arrest",
    "Recorded message says my bank account is suspended, press 1",
    "Silent calls from here every twenty minutes, nobody speaks",
    "They said they were from my bank's fraud team and wanted the code I had just received",
    "Une seule sonnerie puis ça raccroche, numéro surtaxé",
    "Einmal geklingelt, dann aufgelegt. Rückruf hat 9 Euro gekostet",
    "这个号码响了一声就挂了",
    "Mtu alipiga akisema ni wa huduma kwa wateja akaniomba namba ya siri",
];

/// Calls that nobody has to complain of.
const FINE: &[&str] = &[
    "wrong number",
    "missed call from my bank manager",
    "Missed call from the school, I will ring them tomorrow",
    "My sister called from the hospital, the line was bad",
    "The plumber called to say he is running late",
];

fn share(channel: Channel, texts: &[&'static str]) -> (Vec<(&'static str, f32)>, usize) {
    let (judge, mut scratch) = (Judge::embedded(), Scratch::default());
    let mut unwanted = Vec::new();
    for text in texts {
        let subject = Subject {
            channel,
            text: Some(text),
            ..Subject::default()
        };
        let score = judge.verdict(&subject, &mut scratch).score;
        if score >= Scores::embedded().decision.unwanted {
            unwanted.push((*text, score));
        }
    }
    (unwanted, texts.len())
}

#[test]
fn everyday_notices_are_let_through() {
    let (unwanted, all) = share(Channel::Sms, NOTICES);
    assert!(unwanted.len() * 20 <= all, "{unwanted:#?}");
}

#[test]
fn complaints_about_calls_are_believed() {
    let (unwanted, all) = share(Channel::Call, COMPLAINTS);
    assert_eq!(unwanted.len(), all, "{unwanted:#?}");
}

#[test]
fn ordinary_calls_are_let_through() {
    let (unwanted, _) = share(Channel::Call, FINE);
    assert!(unwanted.is_empty(), "{unwanted:#?}");
}
