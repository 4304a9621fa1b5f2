//! CVE records on both databases.

use watchbell_model::{Class, Event, EventKind, IncidentState, Judgement};
use watchbell_store::{
    CveFilter, CveHead, CveProduct, Db, Error, Exploited, Fate, IncidentFilter, NewCve, Noted,
    Probability, Touch,
};

use crate::{
    NOW,
    database::{Database, each},
};

fn cve(id: &str, score: i64, words: &str) -> NewCve {
    NewCve {
        id: id.to_owned(),
        state: "PUBLISHED",
        title: format!("{words} of {id}"),
        assigner: "example".to_owned(),
        published_at: Some(NOW),
        updated_at: NOW,
        score: Some(score),
        severity: Some("high"),
        vector: Some("CVSS:3.1/…".to_owned()),
        words: words.to_owned(),
        products: vec![CveProduct {
            vendor: "acme".to_owned(),
            product: "widget".to_owned(),
            entry: 0,
        }],
        entries: vec!["{}".to_owned()],
        weaknesses: vec!["CWE-79".to_owned()],
        digest: [score as u8; 16],
        record: id.as_bytes().to_vec(),
        ..NewCve::default()
    }
}

fn urgency(exploited: bool, ssvc: i64, epss: Option<f64>, score: Option<i64>) -> i64 {
    let epss = (epss.unwrap_or_default() * 1000.0) as i64;
    i64::from(exploited) * 1_000_000 + ssvc * 100_000 + epss * 100 + score.unwrap_or_default()
}

async fn import(db: &Db, records: &[NewCve]) -> Vec<Fate> {
    let text = String::from_utf8_lossy;
    let changed = |old: &[u8], new: &[u8]| format!("{} → {}", text(old), text(new));
    db.import_cves(records.to_vec(), NOW, urgency, changed)
        .await
        .expect("the database answers")
}

async fn ids(db: &Db, filter: &CveFilter) -> Vec<String> {
    let found = db.cves(filter, 50).await.expect("the database answers");
    found.into_iter().map(|head: CveHead| head.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_imported_once_and_changes_when_it_is_newer() {
    each(async |db: &Db| {
        let mut records = vec![
            cve("CVE-2024-1001", 50, "buffer overflow in widget"),
            cve("CVE-2024-1002", 98, "sql injection in gadget"),
        ];
        assert_eq!(import(db, &records).await, [Fate::New, Fate::New]);
        assert_eq!(import(db, &records).await, [Fate::Same, Fate::Same]);

        records[0].digest = [7; 16];
        records[0].updated_at = NOW.plus_seconds(-1);
        assert_eq!(import(db, &records).await, [Fate::Older, Fate::Same]);
        records[0].updated_at = NOW.plus_seconds(1);
        records[0].words = "heap overflow in widget".to_owned();
        records[0].products.clear();
        assert_eq!(import(db, &records).await, [Fate::Changed, Fate::Same]);

        let (head, record) = db.cve("CVE-2024-1001").await.unwrap().unwrap();
        assert_eq!(head.updated_at, NOW.plus_seconds(1));
        assert_eq!(record, b"CVE-2024-1001");
        let changes = db.cve_changes(head.number, 9).await.unwrap();
        let later = NOW.plus_micros(1);
        assert_eq!(
            changes,
            [(later, "CVE-2024-1001 → CVE-2024-1001".to_owned())]
        );
        assert!(db.cve("CVE-2024-1003").await.unwrap().is_none());

        let words = |text: &str| CveFilter {
            words: text.split(' ').map(str::to_owned).collect(),
            ..CveFilter::default()
        };
        assert_eq!(ids(db, &words("heap overflow")).await, ["CVE-2024-1001"]);
        assert_eq!(
            ids(db, &words("buffer")).await,
            [""; 0],
            "the old words are gone"
        );
        let entries = db.cve_entries("widget", Some("acme"), 9).await.unwrap();
        assert_eq!(entries.len(), 1, "and so is the old product");
        assert_eq!(entries[0].head.id, "CVE-2024-1002");
        assert_eq!(
            db.cve_entries("widget", Some("other"), 9).await.unwrap(),
            []
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_find_and_order_records() {
    each(async |db: &Db| {
        let mut rejected = cve("CVE-2024-1003", 1, "never was");
        rejected.state = "REJECTED";
        rejected.weaknesses.clear();
        let mut known = cve("CVE-2024-1004", 20, "known to be exploited by its record");
        known.exploited = true;
        let listed = cve("CVE-2024-1002", 30, "exploited by a list");
        // Lists may come before the records they speak of.
        let list = [Exploited {
            id: listed.id.clone(),
            added: "2024-01-01".to_owned(),
            due: "2024-02-01".to_owned(),
            ransomware: true,
            action: "update".to_owned(),
        }];
        assert_eq!(db.put_exploited(&list, NOW, urgency).await.unwrap(), 1);
        assert_eq!(db.put_exploited(&list, NOW, urgency).await.unwrap(), 0);
        import(
            db,
            &[cve("CVE-2024-1001", 98, "plain"), listed, rejected, known],
        )
        .await;
        let day = |probability| Probability {
            id: "CVE-2024-1004".to_owned(),
            probability,
            percentile: None,
        };
        assert_eq!(db.put_probabilities(&[day(0.5)], urgency).await.unwrap(), 1);
        assert_eq!(db.put_probabilities(&[day(0.5)], urgency).await.unwrap(), 0);

        let all = CveFilter::default();
        let order = ["CVE-2024-1004", "CVE-2024-1002", "CVE-2024-1001"];
        assert_eq!(ids(db, &all).await, order);
        let heads = db.cves(&all, 1).await.unwrap();
        let after = Some((heads[0].urgency, heads[0].number));
        assert_eq!(
            ids(
                db,
                &CveFilter {
                    after,
                    ..all.clone()
                }
            )
            .await,
            order[1..]
        );
        let with = |change: fn(&mut CveFilter)| {
            let mut filter = CveFilter::default();
            change(&mut filter);
            filter
        };
        assert_eq!(ids(db, &with(|f| f.exploited = true)).await, order[..2]);
        assert_eq!(ids(db, &with(|f| f.epss = Some(0.4))).await, order[..1]);
        assert_eq!(ids(db, &with(|f| f.score = Some(90))).await, order[2..]);
        assert_eq!(ids(db, &with(|f| f.rejected = true)).await.len(), 4);
        assert_eq!(
            ids(db, &with(|f| f.weakness = Some("CWE-79".into())))
                .await
                .len(),
            3
        );
        assert_eq!(
            ids(db, &with(|f| f.vendor = Some("acme".into())))
                .await
                .len(),
            3
        );
        assert_eq!(
            ids(db, &with(|f| f.updated_since = Some(NOW.plus_seconds(1))))
                .await
                .len(),
            0
        );
        // What looks like an operator is a word like any other.
        for text in [
            "\"",
            "a AND",
            "plai*",
            "plai",
            "NOT plain",
            "x' OR 1",
            "a:*b",
            "&",
            "",
        ] {
            let words = text.split(' ').map(str::to_owned).collect();
            let filter = CveFilter {
                words,
                ..CveFilter::default()
            };
            let found = ids(db, &filter).await;
            assert_eq!(found.len(), usize::from(text == "plai*"), "{text}");
        }
        let counts = db.cve_counts().await.unwrap();
        assert_eq!(
            (counts.records, counts.rejected, counts.exploited),
            (4, 1, 2)
        );
        assert_eq!(counts.updated_at, Some(NOW));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_copied_with_their_words() {
    each(async |db: &Db| {
        import(db, &[cve("CVE-2024-1001", 98, "plain text")]).await;
        for target in Database::all().await {
            db.copy_into(&target.db, |_| ()).await.unwrap();
            let words = vec!["text".to_owned()];
            let filter = CveFilter {
                words,
                ..CveFilter::default()
            };
            assert_eq!(ids(&target.db, &filter).await, ["CVE-2024-1001"]);
            let more = [cve("CVE-2024-1002", 98, "more text")];
            assert_eq!(
                import(&target.db, &more).await,
                [Fate::New],
                "numbers go on"
            );
            target.drop().await;
        }
        assert_eq!(db.cve_records(0, 9).await.unwrap().len(), 1);
        assert_eq!(db.cve_records(1, 9).await.unwrap(), []);
    })
    .await;
}

/// The `n`-th of many records: what it has goes by what `n` can be divided by.
fn nth(n: i64) -> NewCve {
    let mut record = cve(
        &format!("CVE-2024-{}", 1_000 + n),
        n * 37 % 101,
        "common text",
    );
    let named = |product: &str, vendor: &str, entry| CveProduct {
        product: product.to_owned(),
        vendor: vendor.to_owned(),
        entry,
    };
    record.products = Vec::new();
    record.weaknesses = Vec::new();
    if n % 2 == 0 {
        // The same name in two entries is one record in a list.
        record.products = vec![named("many", "acme", 0), named("many", "acme", 1)];
        record.entries = vec!["{}".to_owned(), "{}".to_owned()];
    }
    if n % 100 == 0 {
        record.products.push(named("rare", "other", 0));
    }
    if n % 3 == 0 {
        record.weaknesses.push("CWE-79".to_owned());
    }
    if n % 50 == 0 {
        record.words += " seldom";
    }
    record.exploited = n % 30 == 0;
    record
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_the_same_however_it_is_found() {
    each(async |db: &Db| {
        let records: Vec<NewCve> = (0..600).map(nth).collect();
        import(db, &records).await;
        let all = db.cves(&CveFilter::default(), 1_000).await.unwrap();
        assert_eq!(all.len(), 600);
        let number = |head: &CveHead| head.id[9..].parse::<i64>().unwrap() - 1_000;
        for filters in 0..256_u32 {
            let has = |bit: u32| filters & (1 << bit) != 0;
            let mut words = Vec::new();
            words.extend(has(0).then(|| "text".to_owned()));
            words.extend(has(1).then(|| "seld*".to_owned()));
            let filter = CveFilter {
                words,
                product: has(2).then(|| if has(3) { "rare" } else { "many" }.to_owned()),
                vendor: has(4).then(|| "acme".to_owned()),
                weakness: has(5).then(|| "CWE-79".to_owned()),
                exploited: has(6),
                score: has(7).then_some(50),
                after: has(3).then(|| (all[300].urgency, all[300].number)),
                ..CveFilter::default()
            };
            let fits = |head: &&CveHead| {
                let n = number(head);
                let divides = |bit, by| !has(bit) || n % by == 0;
                let product = if has(3) {
                    divides(2, 100)
                } else {
                    divides(2, 2)
                };
                // Where both are asked for, one entry has to have both.
                let both = !(has(2) && has(3) && has(4));
                divides(1, 50)
                    && product
                    && both
                    && divides(4, 2)
                    && divides(5, 3)
                    && divides(6, 30)
                    && (!has(7) || head.score >= Some(50))
            };
            let rest = if has(3) { &all[301..] } else { &all[..] };
            let expected: Vec<&str> = rest
                .iter()
                .filter(fits)
                .map(|head| &*head.id)
                .take(5)
                .collect();
            let found = db.cves(&filter, 5).await.unwrap();
            let found: Vec<&str> = found.iter().map(|head| &*head.id).collect();
            assert_eq!(found, expected, "{filter:?}");
        }
    })
    .await;
}

fn touch(cve: &str, opens: bool) -> Touch {
    Touch {
        cve: cve.to_owned(),
        opens: opens.then(|| format!("{cve} affects widget")),
        verdict: Judgement::Unwanted,
        score: 0.9,
        text: format!("{cve} touches it"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_touch_a_list_open_incidents_once() {
    each(async |db: &Db| {
        assert_eq!(
            import(db, &[cve("CVE-2024-1001", 50, "old")]).await,
            [Fate::New]
        );
        let put =
            |name: &'static str, most| db.put_watch(name, "product\nwidget\n", 1, "ana", NOW, most);
        put("lab_1", 2).await.unwrap();
        put("lab-1", 2).await.unwrap();
        put("lab_1", 2).await.unwrap();
        assert!(matches!(put("third", 2).await, Err(Error::Conflict { .. })));
        let names: Vec<String> = db
            .watches()
            .await
            .unwrap()
            .into_iter()
            .map(|watch| watch.name)
            .collect();
        assert_eq!(names, ["lab-1", "lab_1"]);
        let watch = db.watch("lab_1").await.unwrap();
        let news = db.cve_news().await.unwrap();
        assert_eq!(watch.looked_at, news, "what is there already is not new");
        assert_eq!(db.cves_since(news).await.unwrap(), []);

        // Written in the same moment, and still behind what was there.
        import(db, &[cve("CVE-2024-1002", 90, "new")]).await;
        let changed = db.cves_since(news).await.unwrap();
        assert_eq!(changed.len(), 1);
        assert_eq!(changed[0].1, "CVE-2024-1002");
        assert_eq!(
            db.cve_products(&[changed[0].0]).await.unwrap(),
            ["widget".to_owned()].into()
        );
        let news = db.cve_news().await.unwrap();

        let leaf = |id, touch: &Touch| format!("{id} {}", touch.cve);
        let touches = [touch("CVE-2024-1002", true), touch("CVE-2024-1003", false)];
        let noted = db
            .note_touches(&watch, news, &touches, NOW, leaf)
            .await
            .unwrap();
        assert_eq!(
            noted,
            Some(Noted {
                opened: 1,
                changed: 0
            })
        );
        let again = db
            .note_touches(&watch, news, &touches, NOW, leaf)
            .await
            .unwrap();
        assert_eq!(again, None, "somebody has looked");
        let incident = db
            .incidents(&IncidentFilter::default(), 9)
            .await
            .unwrap()
            .remove(0);
        assert_eq!(
            (&*incident.title, incident.class, incident.reports),
            ("CVE-2024-1002 affects widget", Class::Vulnerability, 0)
        );
        assert_eq!(db.seals(&incident.id.to_string()).await.unwrap(), [0]);
        assert_eq!(
            db.watch_incidents("lab_1").await.unwrap(),
            [("CVE-2024-1002".to_owned(), incident.id)].into()
        );
        assert!(
            db.watch_incidents("lab-1").await.unwrap().is_empty(),
            "a sign of LIKE is a sign"
        );

        // The open one hears of a change; a closed one does not, and a new one opens.
        let watch = db.watch("lab_1").await.unwrap();
        let later = news.plus_seconds(1);
        let less = Touch {
            score: 0.1,
            verdict: Judgement::Suspicious,
            ..touch("CVE-2024-1002", true)
        };
        db.note_touches(&watch, later, &[less], NOW, leaf)
            .await
            .unwrap();
        let told = db.incident(incident.id).await.unwrap();
        assert_eq!((told.verdict, told.score), (Judgement::Suspicious, 0.1));
        let kinds: Vec<EventKind> = db
            .events(incident.id, 9)
            .await
            .unwrap()
            .iter()
            .map(|event| event.kind)
            .collect();
        assert_eq!(kinds, [EventKind::Opened, EventKind::Grew]);
        assert_eq!(
            db.expire_links(NOW.plus_seconds(1)).await.unwrap(),
            0,
            "it stays open"
        );
        let event = Event {
            at: NOW,
            kind: EventKind::State,
            by: "ana".to_owned(),
            text: "fixed".to_owned(),
        };
        db.set_incident_state(incident.id, IncidentState::Closed, &event)
            .await
            .unwrap();
        let watch = db.watch("lab_1").await.unwrap();
        let noted = db
            .note_touches(&watch, later.plus_seconds(1), &touches, NOW, leaf)
            .await
            .unwrap();
        assert_eq!(
            noted,
            Some(Noted {
                opened: 1,
                changed: 0
            })
        );

        // Exploitation is news too, and only once.
        let news = db.cve_news().await.unwrap();
        let list = [Exploited {
            id: "CVE-2024-1001".to_owned(),
            added: String::new(),
            due: String::new(),
            ransomware: false,
            action: String::new(),
        }];
        db.put_exploited(&list, NOW, urgency).await.unwrap();
        db.put_exploited(&list, NOW, urgency).await.unwrap();
        let changed = db.cves_since(news).await.unwrap();
        assert_eq!(changed, [(1, "CVE-2024-1001".to_owned())]);

        for target in &Database::all().await {
            db.copy_into(&target.db, |_| ()).await.unwrap();
            assert_eq!(
                target.db.watches().await.unwrap(),
                db.watches().await.unwrap()
            );
        }
        db.remove_watch("lab_1").await.unwrap();
        assert!(matches!(
            db.remove_watch("lab_1").await,
            Err(Error::NotFound { .. })
        ));
        assert!(db.watch("lab_1").await.is_err());
    })
    .await;
}
