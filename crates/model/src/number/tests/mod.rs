//! How numbers are written, and what comes of them.

mod tables;

use super::{Class, Fit, Guard, MAX_TEXT, Nature, Numbers, Party};

fn at(place: &str) -> Numbers {
    Numbers::at(place).unwrap()
}

#[test]
fn a_number_is_the_same_however_it_is_written() {
    for (place, number, written) in [
        (
            "GB",
            "+447700900123",
            &[
                "+44 7700 900123",
                "+44 (0)7700 900123",
                "+44 ( 0 ) 7700-900-123",
                "+4407700900123",
                "+0044 7700 900123",
                "00447700900123",
                "0044 (0)7700 900 123",
                "07700 900123",
                "(07700) 900123",
                "07700/900.123",
                "07700–900‑123",
                "７７００９００１２３",
                "０７７００ ９００１２３",
                "٠٧٧٠٠٩٠٠١٢٣",
                "＋４４７７００９００１２３",
                "\u{202A}+44 7700 900123\u{202C}",
                "447700900123",
                "tel:+44-7700-900123",
                "TEL:+44-7700-900123;ext=12",
                "tel:07700900123;phone-context=+44",
                "sip:+447700900123@example.com;user=phone",
                "sip:07700900123@192.0.2.1:5060;transport=tcp",
                "sips:%2B447700900123@example.com",
                "sip:+447700900123;npdi;rn=+447700900000@example.com",
                "<sip:+447700900123@example.com>;tag=1",
                "\"A Name\" <sip:+447700900123@example.com>",
                "\"A Name\" <07700 900123>",
                "+447700900123@example.com",
                "A Name <07700 900123>",
                "Tel.: 07700 900123",
                "Mobile: +44 7700 900123 (work)",
                "07700 900123 x12",
                "07700 900123 ext. 12",
                "07700 900123,,12#",
                "#31#07700900123",
                "'07700 900123",
            ][..],
        ),
        (
            "US",
            "+12025550143",
            &[
                "+1 202 555 0143",
                "1-202-555-0143",
                "(202) 555-0143",
                "202.555.0143",
                "011 1 202 555 0143",
                "001 202 555 0143",
                "*67 202 555 0143",
                "\"CALLER NAME\" <202-555-0143>",
                "[202] 555-0143 Ext 7",
                "๒๐๒๕๕๕๐๑๔๓",
            ],
        ),
        (
            "US",
            "+442079460123",
            &[
                "011 44 20 7946 0123",
                "00442079460123",
                "+44 (0)20 7946 0123",
                "442079460123",
            ],
        ),
        (
            "AG",
            "+12685550123",
            &["555-0123", "268 555 0123", "1 268 555 0123"],
        ),
        (
            "US",
            "+18003569377",
            &[
                "1-800-FLOWERS",
                "1 (800) FLOWERS",
                "800-flowers",
                "800FLOWERS",
            ],
        ),
        (
            "IT",
            "+390612345678",
            &["06 1234 5678", "+39 06 1234 5678", "0039 0612345678"],
        ),
        (
            "RU",
            "+74955550123",
            &["8 (495) 555-01-23", "+7 495 555 01 23", "495 555-01-23"],
        ),
        (
            "HU",
            "+3611234567",
            &["06 1 123 4567", "+36 1 123 4567", "+36 (06) 1 1234567"],
        ),
        (
            "BR",
            "+5511912345678",
            &["0 11 91234 5678", "0 15 11 91234-5678", "(11) 91234-5678"],
        ),
        (
            "BR",
            "+49301234567",
            &["00 15 49 30 1234567", "00 49 30 1234567"],
        ),
        (
            "AR",
            "+5491123456789",
            &["011 15 2345-6789", "+54 9 11 2345 6789"],
        ),
        ("AR", "+5493434123456", &["0343 15 4123456"]),
        (
            "MX",
            "+525512345678",
            &[
                "55 1234 5678",
                "01 55 1234 5678",
                "+52 1 55 1234 5678",
                "044 55 1234 5678",
            ],
        ),
        (
            "AU",
            "+61491570156",
            &["0491 570 156", "+61 (0)491 570 156", "0011 61 491 570 156"],
        ),
        (
            "AU",
            "+49301234567",
            &["0011 49 30 1234567", "0049 30 1234567"],
        ),
        (
            "JP",
            "+33199001234",
            &["010 33 1 99 00 12 34", "010-33-199001234"],
        ),
        (
            "FR",
            "+33199001234",
            &["01 99 00 12 34", "+33 (0)1.99.00.12.34", "01·99·00·12·34"],
        ),
        ("PL", "+48221234567", &["22 123 45 67", "022 123 45 67"]),
        (
            "49",
            "+4930123456",
            &["030 123456", "(0) 30 / 12 34 56", "+49 (030) 123456"],
        ),
        ("+49", "+436601234567", &["0043 660 1234567"]),
        ("DE", "+80012345678", &["00800 1234 5678"]),
    ] {
        let numbers = at(place);
        for text in written {
            let party = numbers.read(text);
            assert_eq!(party.to_string(), number, "{text:?} in {place}: {party:?}");
            assert!(
                matches!(party, Party::Number(n) if n.fit() == Fit::Whole),
                "{text:?}: {party:?}"
            );
        }
    }
}

#[test]
fn what_signalling_says_of_a_number_decides() {
    use Nature::{International, National, Subscriber, Unknown};
    for (place, text, nature, number) in [
        ("DE", "49301234567", International, "+49301234567"),
        ("DE", "0049301234567", International, "+49301234567"),
        ("DE", "301234567", National, "+49301234567"),
        ("DE", "0301234567", National, "+49301234567"),
        ("DE", "1234567", Subscriber, "1234567;phone-context=+49"),
        ("US", "2025550143", National, "+12025550143"),
        ("US", "5550143", Subscriber, "5550143;phone-context=+1"),
        ("TT", "5550143", Subscriber, "+18685550143"),
        ("DE", "110", National, "110;phone-context=+49"),
        ("DE", "110", Unknown, "110;phone-context=+49"),
        ("DE", "+33199001234", National, "+33199001234"),
    ] {
        let party = at(place).read_as(text, nature);
        assert_eq!(party.to_string(), number, "{text} {nature:?}");
    }
}

#[test]
fn without_a_home_only_international_numbers_are_known() {
    let numbers = Numbers::anywhere();
    assert_eq!(numbers.home(), None);
    for (text, number) in [
        ("+44 7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("tel:110;phone-context=+49", "110;phone-context=+49"),
        ("07700 900123", "07700900123"),
        ("112", "112"),
    ] {
        assert_eq!(numbers.read(text).to_string(), number, "{text}");
    }
    let emergency = numbers.read("112");
    assert_eq!(emergency.number().unwrap().guard(), Some(Guard::Emergency));
    assert!(!numbers.read("07700 900123").may_be_blocked());
    assert!(numbers.read("+44 7700 900123").may_be_blocked());
}

#[test]
fn who_is_not_shown_is_withheld() {
    let numbers = at("DE");
    for text in [
        "",
        "   ",
        "anonymous",
        "Anonymous",
        "\"Anonymous\" <sip:anonymous@anonymous.invalid>",
        "sip:anonymous@anonymous.invalid",
        "sip:anything@anonymous.invalid:5060",
        "sip:anonymous@192.0.2.1",
        "sip:unavailable@unknown.invalid",
        "tel:anonymous",
        "restricted",
        "PRIVATE",
        "Unknown",
        "<unknown>",
        "Unavailable",
        "unbekannt",
        "Inconnu",
        "No Caller ID",
        "0000000000",
        "+266696687",
        "\u{200E}",
    ] {
        assert_eq!(numbers.read(text), Party::Withheld, "{text:?}");
    }
}

#[test]
fn what_is_no_number_is_kept_as_it_is() {
    let numbers = at("DE");
    for (text, shown) in [
        ("PARCEL", "PARCEL"),
        ("O2", "O2"),
        ("1und1", "1und1"),
        ("3Mobile", "3Mobile"),
        ("Bank24", "Bank24"),
        ("4YOU-2day", "4YOU-2day"),
        ("WIRELESS CALLER", "WIRELESS CALLER"),
        ("Ваш банк", "Ваш банк"),
    ] {
        let party = numbers.read(text);
        assert!(matches!(party, Party::Name(_)), "{text}: {party:?}");
        assert_eq!(party.to_string(), shown);
    }
    for (text, shown) in [
        (
            "sip:Alice@Example.COM;transport=tcp",
            "sip:Alice@example.com",
        ),
        ("alice@example.com", "alice@example.com"),
        (
            "SIPS:alice42@example.com:5061",
            "sips:alice42@example.com:5061",
        ),
        ("sip:example.com", "sip:example.com"),
    ] {
        let party = numbers.read(text);
        assert!(matches!(party, Party::Address(_)), "{text}: {party:?}");
        assert_eq!(party.to_string(), shown);
    }
    for text in [
        "*100#",
        "#31#",
        "**21*1234#",
        "tel:*100#;phone-context=example.com",
        "urn:service:sos",
    ] {
        let party = numbers.read(text);
        assert!(matches!(party, Party::Code(_)), "{text}: {party:?}");
        assert!(!party.may_be_blocked());
    }
    for text in [
        "+",
        "-",
        "()",
        "***",
        "tel:",
        "tel:abc",
        "1234567890123456789012345678901234567890",
        "+12345678901234567890",
    ] {
        assert!(matches!(numbers.read(text), Party::Unreadable(_)), "{text}");
    }
}

#[test]
fn services_are_never_blocked() {
    for (place, numbers, longer) in [
        (
            "DE",
            "110 112 115 116117 116116 116111 116006 116123 11833 118000 22922 2202 19222 +49110 0115 +49115 +49116117",
            "0800 1110111;08001110111;030 19222;030 19240;+49 30 40504050;0800 3301000;+49 (0)115",
        ),
        (
            "AT",
            "112 122 133 144 140 141 142 147 1450 128 118877",
            "05 9133;059133;+4359133;0800 222 555",
        ),
        ("CH", "117 118 144 143 145 147 1414 1811 116117", "+41117"),
        (
            "FR",
            "15 17 18 112 114 115 119 191 196 197 3919 3114 3900 118712 1014 33700 116000",
            "0892 705 705;39 19",
        ),
        (
            "GB",
            "999 112 101 111 105 119 159 118500 116123 100 123 150 7726",
            "0800 1111;08001111;0300 123 2040",
        ),
        (
            "US",
            "911 112 988 211 311 411 511 611 711 811 7726 24273 0",
            "1-800-273-8255;800 222 1222;1 800 432 1000;+18773824357;1-800-662-HELP",
        ),
        (
            "IT",
            "112 113 115 118 117 1522 114 187 190 1254 892424 160",
            "+39113",
        ),
        (
            "ES",
            "112 061 062 091 092 016 024 010 11818 1004",
            "+34 016",
        ),
        ("NL", "112 144 113 1850 14020 140513", "0900 8844"),
        ("BE", "100 101 112 110 1207 1307", "078 170 170"),
        (
            "PL",
            "112 997 998 999 986 116111",
            "828 828 828;+48828828828",
        ),
        (
            "RU",
            "01 02 03 04 101 102 103 112 900 0611",
            "8 800 555 55 50",
        ),
        (
            "CN",
            "110 119 120 122 12345 95588 95533 10086 114",
            "+86 95588",
        ),
        (
            "IN",
            "100 112 181 1930 139 1098",
            "1600 123456;+91 1600 123456",
        ),
        (
            "AU",
            "000 106 112 131114 132221",
            "13 11 14;1800 55 1800;+61 13 11 14",
        ),
        ("BR", "190 192 193 100 180 188", "4004 0001"),
        ("JP", "110 119 118 171 188 189 104 117", "+81110"),
        ("NO", "110 112 113 02800 04800 1881", "+47 02800"),
        ("SE", "112 11313 11414 1177 118118", "114 14"),
        ("ZA", "10111 10177 112 107", "0800 567 567"),
        ("UA", "101 102 103 104 112", "+380 101"),
    ] {
        let reader = at(place);
        for text in numbers.split(' ').chain(longer.split(';')) {
            let party = reader.read(text);
            assert!(party.number().is_some(), "{text} in {place}: {party:?}");
            assert!(!party.may_be_blocked(), "{text} in {place}: {party:?}");
        }
    }
}

#[test]
fn subscribers_may_be_blocked() {
    for (place, text, class) in [
        ("DE", "030 1234567", Class::Fixed),
        ("DE", "0151 12345678", Class::Mobile),
        ("DE", "0800 1234567", Class::TollFree),
        ("DE", "0900 1 123456", Class::Premium),
        ("DE", "0180 5 123456", Class::SharedCost),
        ("DE", "032 12345678901", Class::Voip),
        ("DE", "0700 12345678", Class::Personal),
        ("GB", "07700 900123", Class::Mobile),
        ("GB", "020 7946 0123", Class::Fixed),
        ("GB", "0909 879 0123", Class::Premium),
        ("US", "202 555 0143", Class::FixedOrMobile),
        ("US", "900 555 0143", Class::Premium),
        ("US", "888 555 0143", Class::TollFree),
        ("FR", "0899 12 34 56", Class::Premium),
        ("CH", "079 123 45 67", Class::Mobile),
        ("US", "+881612345678", Class::Global),
        ("US", "+979123456789", Class::Premium),
        ("US", "+80012345678", Class::TollFree),
        // Longer than the plan, as callers that are made up are.
        ("DE", "0151 123456789012", Class::Mobile),
    ] {
        let party = at(place).read(text);
        let number = party
            .number()
            .unwrap_or_else(|| panic!("{text}: {party:?}"));
        assert_eq!(number.class(), class, "{text}: {number:?}");
        assert!(party.may_be_blocked(), "{text}: {number:?}");
    }
}

#[test]
fn the_beginning_of_numbers_is_not_blocked() {
    for (place, text, fit) in [
        ("DE", "0176", Fit::Short),
        ("DE", "0043664", Fit::Short),
        ("DE", "00349", Fit::Short),
        ("US", "011 44 20", Fit::Short),
        ("US", "555-0143", Fit::Short),
    ] {
        let party = at(place).read(text);
        assert_eq!(
            party.number().map(|number| number.fit()),
            Some(fit),
            "{text}: {party:?}"
        );
        assert!(!party.may_be_blocked(), "{text}: {party:?}");
    }
    let nobody = at("DE").read("+999 1234567");
    assert_eq!(
        nobody.number().map(|number| number.fit()),
        Some(Fit::NoCode)
    );
}

#[test]
fn regions_are_told_apart_within_a_code() {
    for (text, region) in [
        ("+1 202 555 0143", "US"),
        ("+1 416 555 0143", "CA"),
        ("+1 876 555 0143", "JM"),
        ("+7 701 555 0143", "KZ"),
        ("+7 495 555 0143", "RU"),
        ("+44 1481 960 123", "GG"),
        ("+39 06 698 12345", "VA"),
        ("+47 79 02 12 34", "SJ"),
        ("+262 639 12 34 56", "YT"),
    ] {
        let party = Numbers::anywhere().read(text);
        let found = party.number().and_then(|number| number.region());
        assert_eq!(
            found.map(|region| region.to_string()).as_deref(),
            Some(region),
            "{text}"
        );
    }
}

#[test]
fn an_operator_guards_numbers_of_its_own() {
    let numbers = at("DE");
    assert!(numbers.read("069 910 1234").may_be_blocked());
    let numbers = numbers
        .guarding("# our bank\nDE bank 699101234 6991055..\n")
        .unwrap();
    assert!(!numbers.read("069 910 1234").may_be_blocked());
    assert!(!numbers.read("+49 69 9105512").may_be_blocked());
    assert!(numbers.read("069 910 1235").may_be_blocked());
    assert!(numbers.guarding("DE bank x").is_err());
    let many = "DE bank 1\n".repeat(super::MAX_SERVICES + 1);
    assert!(at("DE").guarding(&many).is_err());
}

#[test]
fn a_place_without_a_plan_is_named() {
    for place in ["", "XX", "DEU", "0", "800", "999", "Germany"] {
        let error = Numbers::at(place).unwrap_err().to_string();
        assert!(error.contains("country"), "{place}: {error}");
    }
}

#[test]
fn a_long_text_is_not_looked_at() {
    let long = format!("+44 7700 900123{}", " .".repeat(MAX_TEXT / 2));
    assert!(matches!(at("GB").read(&long), Party::Unreadable(_)));
}

#[test]
fn what_is_written_is_read_again() {
    for place in ["DE", "US", "AG", "IT", "AU", "NO", "BB"] {
        let numbers = at(place);
        for text in [
            "110",
            "112",
            "1988",
            "030 1234567",
            "5550123",
            "+999123",
            "12345",
            "+4930",
            "02800",
            "131114",
            "0",
        ] {
            let party = numbers.read(text);
            assert_eq!(numbers.read(&party.to_string()), party, "{text} in {place}");
        }
    }
}
