//! Lures and everyday messages in languages for which there is little or nothing to train on.
#![expect(
    clippy::print_stdout,
    reason = "figures for whoever runs it with --nocapture"
)]

use watchbell_detect::{
    facts::Subject,
    judge::{Judge, Scratch},
};
use watchbell_model::Judgement;

const LURES: &[&str] = &[
    // French
    "Colis: votre livraison est en attente, frais de douane impayés. Réglez ici https://suivi-colis24.test/p",
    "Votre compte est suspendu. Mettez à jour vos informations sous 24h: https://espace-client.test",
    "Coucou maman, mon téléphone est cassé, voici mon nouveau numéro. Peux-tu payer une facture pour moi ? WhatsApp 07700 900123",
    "Félicitations, vous avez gagné un chèque cadeau de 500 €. Cliquez pour récupérer: https://cadeau.test",
    // Spanish
    "Su paquete está retenido en aduanas. Pague 1,99 € de gastos de envío en https://envio-pago.test",
    "Su cuenta ha sido bloqueada por actividad sospechosa. Verifique en https://acceso-seguro.test",
    "Hola mamá, se me rompió el móvil, este es mi número nuevo. Necesito pagar una factura, escríbeme al whatsapp",
    "¡Felicidades! Ha sido seleccionado para un premio de 1000 euros. Reclame aquí https://premio.test",
    // Arabic
    "عزيزي العميل، طردك محتجز في الجمارك. ادفع الرسوم عبر الرابط https://shipment-pay.test",
    "تم ايقاف حسابك البنكي. لتحديث بياناتك اضغط هنا https://bank-update.test",
    "مبروك لقد فزت بجائزة 10000 دولار، اتصل على 07700900123 لاستلام الجائزة",
    "اربح 200 دولار يوميا من العمل من المنزل، تواصل معنا عبر واتساب 07700900123",
    // Swahili
    "Hongera! Umeshinda zawadi ya TSH 500,000. Piga simu 0700900123 sasa hivi kupokea",
    "Ile pesa tuma kwenye namba hii 0700900123 jina litatokea tofauti, haraka",
    "Laini yako itafungwa leo. Hakiki usajili bonyeza https://laini.test",
    "Pata mkopo wa haraka bila dhamana, lipia ada ya usajili 0700900123",
    // German
    "Ihr Paket konnte nicht zugestellt werden. Bitte bestätigen Sie die Adresse: https://paket-neu.test",
    "Ihr Konto wurde gesperrt. Verifizieren Sie sich innerhalb von 24 Stunden: https://konto-login.test",
    "Hallo Mama, mein Handy ist kaputt, das ist meine neue Nummer. Kannst du für mich eine Rechnung bezahlen?",
    "Sie haben gewonnen! Gutschein über 500 Euro hier einlösen: https://gewinn.test",
    // Portuguese
    "Sua encomenda foi retida na alfândega. Pague a taxa em https://encomenda-taxa.test",
    "Seu cartão foi bloqueado. Atualize os dados agora: https://seguro-acesso.test",
    "Oi mãe, meu celular quebrou, esse é meu número novo. Preciso pagar um boleto, faz um pix",
    "Parabéns! Você ganhou um prêmio de R$ 5.000. Resgate em https://premios.test",
    // Indonesian
    "Paket Anda tertahan bea cukai. Bayar biaya pengiriman di https://cek-paket.test",
    "Rekening bank Anda diblokir. Verifikasi segera di https://bank-aman.test",
    "Selamat! Nomor anda terpilih mendapat hadiah Rp 100 juta. Hubungi WA 07700900123 untuk klaim",
    "Undangan pernikahan digital, silakan buka https://undangan.test/undangan.apk",
    // Russian
    "Посылка задержана на таможне, оплатите доставку: https://dostavka-oplata.test",
    "Ваша карта заблокирована. Позвоните 07700900123, служба безопасности банка",
    "Мам, это мой новый номер, попал в аварию, срочно нужны деньги, переведи на карту",
    "Требуются люди на удалённую работу, доход от 200$ в день, пишите в лс",
    // Chinese, Thai, English
    "您的包裹因地址错误无法派送，请立即点击 https://kuaidi.test 更新地址",
    "แจ้งเตือน: พัสดุตกค้าง ที่อยู่ไม่ถูกต้อง กดลิงก์ https://parcel-th.test",
    "Unpaid toll balance $6.90. Pay now to avoid late fees https://toll-services.test",
];

const EVERYDAY: &[&str] = &[
    "Coucou, tu passes chercher les enfants à 17h ? Je rentre tard ce soir",
    "Votre code de vérification est 482913. Ne le communiquez à personne.",
    "Rappel: rendez-vous chez le dentiste mardi 14h30. Merci de prévenir en cas d'absence.",
    "Votre colis sera livré aujourd'hui entre 14h et 16h.",
    "Hola, ¿a qué hora quedamos mañana para la cena?",
    "Su código de verificación es 482913. No lo comparta con nadie.",
    "Recordatorio: su cita con el médico es el lunes a las 10:30.",
    "Compra con tarjeta terminada en 1234 por 20,00 euros. Saldo disponible 310 euros.",
    "مرحبا، هل نلتقي غدا بعد العمل؟",
    "رمز التحقق الخاص بك هو 482913. لا تشاركه مع أي شخص.",
    "تذكير: موعدك في العيادة يوم الأحد الساعة 10",
    "Habari za asubuhi, tutaonana kesho kanisani",
    "Namba ya siri ya muda ni 482913. Usimpe mtu yeyote.",
    "Umepokea TSH 20,000 kutoka kwa Juma. Salio lako ni TSH 35,000.",
    "Hallo, kommst du heute Abend zum Training?",
    "Ihr Bestätigungscode lautet 482913. Geben Sie ihn nicht weiter.",
    "Ihr Paket wird heute zugestellt.",
    "Erinnerung: Ihr Termin am Montag um 9:15 Uhr in der Praxis.",
    "Oi, você vem jantar hoje?",
    "Seu código de verificação é 482913. Não compartilhe com ninguém.",
    "Compra aprovada no cartão final 1234: R$ 35,90. Saldo disponível R$ 1.200,00.",
    "Halo, besok jadi ketemu jam berapa?",
    "Kode OTP Anda 482913. Jangan berikan kepada siapa pun.",
    "Pesanan Anda sedang dikirim dan akan tiba besok.",
    "Привет, ты сегодня вечером дома?",
    "Код подтверждения 482913. Никому не сообщайте.",
    "Напоминаем: вы записаны к врачу в понедельник в 10:30.",
    "您的验证码是482913，五分钟内有效，请勿泄露。",
    "快递已到驿站，取件码8821，请今天来取。",
    "รหัส OTP ของคุณคือ 482913 ห้ามบอกผู้อื่น",
    "พัสดุของคุณกำลังจัดส่งวันนี้",
    "Your verification code is 482913. Do not share it.",
    "Your parcel is out for delivery and will arrive before 18:00.",
    // With a link or a number, as honest senders write them.
    "Your parcel will arrive today between 2 and 4 pm. Track it: https://parcels.example/t/123",
    "Your electricity bill of $45.10 is ready and due on 12 May. See https://power.example/bills",
    "Your appointment on Monday at 10:30 is confirmed. Details: https://clinic.example/a",
    "Votre facture de mai est disponible dans votre espace client: https://operateur.example/factures",
    "Su pedido ha sido enviado. Siga el envío en https://tienda.example/p/12",
    "Your card was used for $20.00 at a bookshop. Not you? Call 202-555-0143",
    "Ihre Rechnung für Mai ist da: https://anbieter.example/rechnung",
    "Lunch? The new place is at https://maps.example/x7 and they have your soup",
];

/// Of the lures above, how many may be called clean.
const MISSED: usize = 1;
/// Of the everyday messages above, how many may be shown to a person; none may be called unwanted.
const DOUBTED: usize = 4;

#[test]
fn lures_are_seen_and_everyday_messages_left_alone() {
    let (judge, mut scratch) = (Judge::embedded(), Scratch::default());
    let mut judged = |text: &str| {
        let verdict = judge.verdict(
            &Subject {
                text: Some(text),
                ..Subject::default()
            },
            &mut scratch,
        );
        let findings: Vec<String> = verdict
            .findings
            .iter()
            .map(|finding| format!("{} {:+.1}", finding.rule, finding.weight))
            .collect();
        println!(
            "{} {} {:.3} {} | {}",
            verdict.verdict,
            verdict.class,
            verdict.score,
            text,
            findings.join(", ")
        );
        verdict.verdict
    };
    let missed: Vec<&&str> = LURES
        .iter()
        .filter(|text| judged(text) == Judgement::Clean)
        .collect();
    let (mut alarms, mut doubted) = (Vec::new(), Vec::new());
    for text in EVERYDAY {
        match judged(text) {
            Judgement::Unwanted => alarms.push(text),
            Judgement::Suspicious => doubted.push(text),
            Judgement::Clean => {}
        }
    }
    assert!(missed.len() <= MISSED, "missed {missed:#?}");
    assert!(alarms.is_empty(), "false alarms {alarms:#?}");
    assert!(doubted.len() <= DOUBTED, "doubted {doubted:#?}");
}
