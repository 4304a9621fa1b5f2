//! The same story on both databases.
//!
//! PostgreSQL takes part when `TEST_POSTGRES_URL` names a server on which
//! databases can be created; each test makes its own and drops it.

use std::collections::BTreeSet;

use watchbell_model::{
    Action, ActionState, Behaviour, Channel, Class, Event, EventKind, Finding, IncidentId,
    IncidentState, Judgement, Link, LinkKind, ReportId, Step, Target, TargetKind, Time, Verdict,
};
use watchbell_store::{
    ActionChange, ActionFilter, Db, Document, Error, Export, IncidentFilter, NewAction, NewReport,
    Outcome, PartyKind, Remembered, Role,
};

mod cve;
mod database;
mod exchange;
mod taxii;
use database::{Database, each};

const NOW: Time = Time::from_micros(1_795_000_000_000_000);

fn report(n: u8, text: &str) -> NewReport {
    NewReport {
        id: ReportId([n; 16]),
        received_at: NOW.plus_seconds(i64::from(n)),
        channel: Channel::Sms,
        document: Document {
            originator: Some("+15550100".to_owned()),
            reporter: Some(format!("r{n}")),
            text: Some(text.to_owned()),
            behaviour: Behaviour {
                reports: 3,
                ..Behaviour::default()
            },
            ..Document::default()
        },
        salt: [n; 16],
    }
}

fn outcome(verdict: Judgement, template: &str) -> Outcome {
    Outcome {
        verdict: Verdict {
            verdict,
            class: Class::Phishing,
            score: 0.97,
            findings: vec![Finding {
                rule: "text/parcel-lure".into(),
                weight: 2.5,
                evidence: "parcel".to_owned(),
                at: Some((0..6).into()),
            }],
            ruleset: "sha256:00".into(),
        },
        links: vec![
            Link {
                kind: LinkKind::Template,
                value: template.to_owned(),
            },
            Link {
                kind: LinkKind::Host,
                value: "pay.example".to_owned(),
            },
        ],
        title: "Parcel lure".to_owned(),
    }
}

/// Makes reports durable; tells which are new.
async fn new(db: &Db, reports: &[NewReport]) -> Vec<bool> {
    let accepted = db.accept(reports).await.expect("the database answers");
    accepted.places.iter().map(Option::is_some).collect()
}

/// Judges everything that waits, as unwanted.
async fn judge_all(db: &Db, template: &str) -> usize {
    let mut judged = 0;
    while let Some(claim) = db.claim(0, 3).await.expect("the database answers") {
        let outcomes: Vec<Outcome> = claim
            .jobs
            .iter()
            .map(|_| outcome(Judgement::Unwanted, template))
            .collect();
        let ids: Vec<ReportId> = claim.jobs.iter().map(|job| job.report.id).collect();
        let settled = db
            .settle(claim, &outcomes, NOW, |index, incident| {
                format!("{} {incident:?}", ids[index])
            })
            .await
            .expect("the database answers");
        judged += settled.judged;
    }
    judged
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_accepted_judged_and_sealed_once() {
    each(async |db: &Db| {
        let reports: Vec<NewReport> = (1..=7).map(|n| report(n, "your parcel waits")).collect();
        assert_eq!(new(db, &reports).await, [true; 7]);
        assert_eq!(new(db, &reports).await, [false; 7], "sent twice");
        assert_eq!(
            new(db, &[report(8, "a"), report(8, "a")]).await,
            [true, false]
        );
        assert_eq!(db.report_count().await.unwrap().1, 8);
        assert_eq!(judge_all(db, "aa").await, 8);
        assert_eq!(db.report_count().await.unwrap().1, 0);
        assert_eq!(db.leaf_count().await.unwrap(), 8);

        let stored = db.report(ReportId([3; 16])).await.unwrap().unwrap();
        let verdict = stored.verdict.unwrap();
        assert_eq!(stored.document, report(3, "your parcel waits").document);
        assert_eq!(verdict.incident, Some(IncidentId(1)));
        assert_eq!(verdict.findings[0].evidence, "parcel");
        let leaf = &db.leaves(verdict.leaf, 1).await.unwrap()[0];
        assert!(leaf.body.starts_with(&stored.id.to_string()));

        let incident = db.incident(IncidentId(1)).await.unwrap();
        assert_eq!(
            (incident.reports, incident.reporters, incident.originators),
            (8, 8, 1)
        );
        let originators = db
            .parties(IncidentId(1), PartyKind::Originator, 9)
            .await
            .unwrap();
        assert_eq!(
            (originators[0].value.as_str(), originators[0].reports),
            ("+15550100", 8)
        );
        let members = db.incident_reports(IncidentId(1), None, 5).await.unwrap();
        let rest = db
            .incident_reports(IncidentId(1), Some(members[4].seq), 5)
            .await
            .unwrap();
        assert_eq!((members.len(), rest.len()), (5, 3));
        let tallies = db.tallies(NOW.plus_seconds(-3600)).await.unwrap();
        assert_eq!(tallies.iter().map(|tally| tally.reports).sum::<i64>(), 8);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_share_a_database_never_do_work_twice() {
    each(async |db: &Db| {
        let reports: Vec<NewReport> = (1..=200).map(|n| report(n, "x")).collect();
        db.accept(&reports).await.unwrap();
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move { judge_all(&db, "bb").await })
            })
            .collect();
        let mut judged = 0;
        for worker in workers {
            judged += worker.await.unwrap();
        }
        assert_eq!(judged, 200);
        let leaves = db.leaves(0, 1000).await.unwrap();
        let different: BTreeSet<&str> = leaves.iter().map(|leaf| leaf.body.as_str()).collect();
        assert_eq!((leaves.len(), different.len()), (200, 200));
        assert!(
            leaves
                .iter()
                .zip(0..)
                .all(|(leaf, number)| leaf.number == number)
        );
        assert_eq!(db.incident(IncidentId(1)).await.unwrap().reports, 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_is_dropped_is_claimed_again() {
    each(async |db: &Db| {
        db.accept(&[report(1, "x")]).await.unwrap();
        drop(db.claim(0, 5).await.unwrap().unwrap());
        // PostgreSQL rolls back when the connection is next used.
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert_eq!(judge_all(db, "cc").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn incidents_are_found_paged_and_closed() {
    each(async |db: &Db| {
        for n in 1..=5 {
            db.accept(&[report(n, "x")]).await.unwrap();
            let claim = db.claim(0, 1).await.unwrap().unwrap();
            let mut outcome = outcome(Judgement::Unwanted, &format!("t{n}"));
            outcome.links.truncate(1);
            outcome.title = format!("Case 100%_{n}");
            db.settle(claim, &[outcome], NOW.plus_seconds(i64::from(n)), |_, _| {
                String::new()
            })
            .await
            .unwrap();
        }
        let all = IncidentFilter::default();
        let first = db.incidents(&all, 3).await.unwrap();
        let last = first.last().unwrap();
        let next = IncidentFilter {
            before: Some((last.updated_at, last.id)),
            ..all
        };
        let second = db.incidents(&next, 3).await.unwrap();
        let ids: Vec<i64> = first
            .iter()
            .chain(&second)
            .map(|incident| incident.id.0)
            .collect();
        assert_eq!(ids, [5, 4, 3, 2, 1]);
        let search = |words: &str| IncidentFilter {
            search: Some(words.to_owned()),
            class: Some(Class::Phishing),
            verdict: Some(Judgement::Unwanted),
            state: Some(IncidentState::Open),
            ..IncidentFilter::default()
        };
        assert_eq!(db.incidents(&search("100%_4"), 9).await.unwrap().len(), 1);
        assert_eq!(db.incidents(&search("100%"), 9).await.unwrap().len(), 5);
        assert_eq!(
            db.incidents(&search("1%0"), 9).await.unwrap().len(),
            0,
            "% is no wildcard"
        );
        let by_link = IncidentFilter {
            link: Some("t2".to_owned()),
            ..IncidentFilter::default()
        };
        assert_eq!(
            db.incidents(&by_link, 9).await.unwrap()[0].id,
            IncidentId(2)
        );

        let event = Event {
            at: NOW,
            kind: EventKind::State,
            by: "ana".to_owned(),
            text: "closed".to_owned(),
        };
        db.set_incident_state(IncidentId(2), IncidentState::Closed, &event)
            .await
            .unwrap();
        assert_eq!(db.incident_count(IncidentState::Open).await.unwrap(), 4);
        assert_eq!(db.links(IncidentId(2)).await.unwrap(), []);
        assert_eq!(
            db.events(IncidentId(2), 9).await.unwrap().last(),
            Some(&event)
        );
        let missing = db
            .set_incident_state(IncidentId(99), IncidentState::Closed, &event)
            .await;
        assert!(matches!(missing, Err(Error::NotFound { .. })));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn actions_climb_are_sealed_and_never_doubled() {
    each(async |db: &Db| {
        db.accept(&[report(1, "x")]).await.unwrap();
        judge_all(db, "aa").await;
        let new = NewAction {
            incident: IncidentId(1),
            target: Target {
                kind: TargetKind::Originator,
                value: "+15550100".to_owned(),
            },
            step: Step::Block,
            state: ActionState::DryRun,
            reason: "campaign".to_owned(),
            approved_by: None,
            expires_at: NOW.plus_seconds(60),
        };
        let leaf = |action: &Action| format!("{} {}", action.id, action.state);
        let action = db.add_action(&new, NOW, leaf).await.unwrap().unwrap();
        assert_eq!(db.add_action(&new, NOW, leaf).await.unwrap(), None);
        let change = ActionChange {
            to: ActionState::Active,
            from: &[ActionState::DryRun, ActionState::Proposed],
            approved_by: Some("ana".to_owned()),
            appeal: None,
            by: "ana".to_owned(),
            note: "approved".to_owned(),
        };
        let action = db
            .change_action(action.id, &change, NOW, leaf)
            .await
            .unwrap();
        assert_eq!(
            (action.state, action.approved_by.as_deref()),
            (ActionState::Active, Some("ana"))
        );
        let again = db.change_action(action.id, &change, NOW, leaf).await;
        assert!(matches!(again, Err(Error::Conflict { .. })));
        assert_eq!(
            db.targets_under(&[Step::Restrict, Step::Block])
                .await
                .unwrap(),
            1
        );
        assert_eq!(db.overdue_actions(NOW, 9).await.unwrap(), []);
        assert_eq!(
            db.overdue_actions(NOW.plus_seconds(60), 9)
                .await
                .unwrap()
                .len(),
            1
        );
        let active = ActionFilter {
            state: Some(ActionState::Active),
            ..ActionFilter::default()
        };
        assert_eq!(
            db.actions(&active, 9).await.unwrap(),
            std::slice::from_ref(&action)
        );
        assert_eq!(db.seals(&action.id.to_string()).await.unwrap(), [1, 2]);

        let export = Export {
            id: watchbell_model::ExportId(0),
            incident: IncidentId(1),
            format: "iodef-xml".to_owned(),
            digest: "00".to_owned(),
            salt: vec![1],
            by: "ana".to_owned(),
            at: NOW,
        };
        let id = db.add_export(&export, |id| id.to_string()).await.unwrap();
        assert_eq!(db.seals(&id.to_string()).await.unwrap(), [3]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_sessions_and_tokens_end_when_they_should() {
    each(async |db: &Db| {
        let id = db
            .add_account("ana", Role::Analyst, "$argon2id$", NOW)
            .await
            .unwrap();
        let twice = db.add_account("ana", Role::Reader, "x", NOW).await;
        assert!(matches!(twice, Err(Error::Conflict { .. })));
        db.add_session(b"cookie", id, "csrf", NOW).await.unwrap();
        assert_eq!(
            db.session(b"cookie").await.unwrap().unwrap().account.name,
            "ana"
        );
        db.add_token(
            b"secret",
            id,
            "cron",
            "reports:write",
            NOW,
            NOW.plus_seconds(9),
        )
        .await
        .unwrap();
        let token = db.token(b"secret").await.unwrap().unwrap();
        assert_eq!(
            (token.scopes.as_str(), token.revoked),
            ("reports:write", false)
        );
        db.revoke_token(token.id).await.unwrap();
        assert!(db.tokens(Some(id)).await.unwrap()[0].revoked);
        assert_eq!(db.tokens(None).await.unwrap().len(), 1);

        db.change_account(id, Some(Role::Reader), None, Some(true))
            .await
            .unwrap();
        assert_eq!(
            db.session(b"cookie").await.unwrap(),
            None,
            "a change ends sessions"
        );
        let ana = db.account_named("ana").await.unwrap().unwrap();
        assert_eq!(
            (ana.role, ana.disabled, ana.password.as_str()),
            (Role::Reader, true, "$argon2id$")
        );

        db.add_failure(b"who", NOW, NOW).await.unwrap();
        db.add_failure(b"who", NOW.plus_seconds(1), NOW)
            .await
            .unwrap();
        assert_eq!(db.throttle(b"who").await.unwrap().failures, 2);
        db.clear_failures(b"who").await.unwrap();
        assert_eq!(db.throttle(b"who").await.unwrap().failures, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn content_is_forgotten_when_its_time_is_over() {
    each(async |db: &Db| {
        db.accept(&[report(1, "secret words"), report(9, "later words")])
            .await
            .unwrap();
        judge_all(db, "aa").await;
        let limit = NOW.plus_seconds(5);
        let last = db.forget(0, limit, 100).await.unwrap().unwrap();
        assert_eq!(db.forget(last, limit, 100).await.unwrap(), None);
        let old = db.report(ReportId([1; 16])).await.unwrap().unwrap();
        assert_eq!((old.document.text, old.document.reporter), (None, None));
        assert_eq!(old.verdict.unwrap().findings[0].evidence, "");
        let new = db.report(ReportId([9; 16])).await.unwrap().unwrap();
        assert_eq!(new.document.text.as_deref(), Some("later words"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_and_settings_are_kept() {
    each(async |db: &Db| {
        let answer = Remembered {
            request: vec![1],
            answer: "{}".to_owned(),
        };
        db.remember(b"k", &answer, NOW).await.unwrap();
        db.remember(
            b"k",
            &Remembered {
                request: vec![2],
                answer: "no".to_owned(),
            },
            NOW,
        )
        .await
        .unwrap();
        assert_eq!(db.remembered(b"k").await.unwrap(), Some(answer));
        assert_eq!(db.forget_answers(NOW.plus_seconds(1)).await.unwrap(), 1);
        db.set_setting("cursor", "1").await.unwrap();
        db.set_setting("cursor", "2").await.unwrap();
        assert_eq!(db.setting("cursor").await.unwrap().as_deref(), Some("2"));
        db.pin_setting("log.key", "a").await.unwrap();
        db.pin_setting("log.key", "a").await.unwrap();
        assert!(db.pin_setting("log.key", "b").await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_copied_whole_into_another_kind() {
    each(async |db: &Db| {
        let id = db
            .add_account("ana", Role::Analyst, "x", NOW)
            .await
            .unwrap();
        db.add_token(b"secret", id, "t", "s", NOW, NOW)
            .await
            .unwrap();
        db.accept(&(1..=9).map(|n| report(n, "x")).collect::<Vec<_>>())
            .await
            .unwrap();
        judge_all(db, "aa").await;
        db.accept(&[report(10, "waits")]).await.unwrap();
        let targets = Database::all().await;
        for target in &targets {
            let mut tables = BTreeSet::new();
            db.copy_into(&target.db, |copied| {
                tables.insert(copied.table);
            })
            .await
            .unwrap();
            assert!(tables.contains("leaf") && tables.contains("party"));
            assert_eq!(
                target.db.leaves(0, 99).await.unwrap(),
                db.leaves(0, 99).await.unwrap()
            );
            assert_eq!(
                target.db.incident(IncidentId(1)).await.unwrap(),
                db.incident(IncidentId(1)).await.unwrap()
            );
            assert_eq!(
                judge_all(&target.db, "aa").await,
                1,
                "what waited still waits"
            );
            assert_eq!(
                new(&target.db, &[report(11, "new")]).await,
                [true],
                "numbers go on"
            );
            let again = db.copy_into(&target.db, |_| ()).await;
            assert!(matches!(again, Err(Error::Conflict { .. })));
        }
        for target in targets {
            target.drop().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_start_at_once_migrate_once() {
    for database in Database::all().await {
        let (a, b) = tokio::join!(Db::open(&database.url), Db::open(&database.url));
        a.unwrap().close().await;
        b.unwrap().close().await;
        database.drop().await;
    }
}

#[tokio::test]
async fn what_is_no_database_is_named() {
    let error = Db::open("mysql://x").await.unwrap_err();
    assert!(
        matches!(&error, Error::Url(url) if url == "mysql://x"),
        "{error}"
    );
    assert!(
        Db::open("sqlite:/nowhere/at/all/x.db")
            .await
            .unwrap_err()
            .is_passing()
    );
}
