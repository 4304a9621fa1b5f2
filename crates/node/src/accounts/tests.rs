use super::*;

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
const IDLE: i64 = 3600;
const RIGHT: &str = "correct horse staple";

async fn accounts() -> (Accounts, tempfile::TempDir, i64) {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", dir.path().join("t.db").display()))
        .await
        .unwrap();
    let accounts = Accounts::new(db, [7; 32], &Web::default());
    let id = accounts
        .add("ana", Role::Administrator, RIGHT, at(0))
        .await
        .unwrap();
    (accounts, dir, id)
}

fn at(seconds: i64) -> Time {
    Time::from_micros(0).plus_seconds(1_000_000 + seconds)
}

#[tokio::test]
async fn the_right_password_opens_a_new_session_each_time() {
    let (accounts, _dir, _) = accounts().await;
    let one = accounts.sign_in("ana", RIGHT, HERE, at(0)).await.unwrap();
    let two = accounts.sign_in("ana", RIGHT, HERE, at(1)).await.unwrap();
    assert_ne!(one, two);
    let session = accounts.session(&one, true, at(2)).await.unwrap().unwrap();
    assert_eq!(session.account.name, "ana");
    accounts.sign_out(&one).await.unwrap();
    assert_eq!(accounts.session(&one, true, at(3)).await.unwrap(), None);
}

#[tokio::test]
async fn a_session_ends_idle_and_ends_for_good() {
    let (accounts, _dir, _) = accounts().await;
    let cookie = accounts.sign_in("ana", RIGHT, HERE, at(0)).await.unwrap();
    assert_eq!(
        accounts.session(&cookie, true, at(IDLE + 1)).await.unwrap(),
        None
    );
    let cookie = accounts.sign_in("ana", RIGHT, HERE, at(0)).await.unwrap();
    for hour in 1..=12 {
        assert!(
            accounts
                .session(&cookie, true, at(hour * 3600))
                .await
                .unwrap()
                .is_some(),
            "{hour}"
        );
    }
    assert_eq!(
        accounts
            .session(&cookie, true, at(12 * 3600 + 1))
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn a_page_that_refreshes_itself_does_not_keep_a_session_alive() {
    let (accounts, _dir, _) = accounts().await;
    let cookie = accounts.sign_in("ana", RIGHT, HERE, at(0)).await.unwrap();
    assert!(
        accounts
            .session(&cookie, false, at(IDLE))
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(
        accounts
            .session(&cookie, false, at(IDLE + 1))
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn wrong_tries_wait_longer_and_longer_by_name() {
    let (accounts, _dir, _) = accounts().await;
    for _ in 0..FREE_TRIES_NAME {
        let tried = accounts.sign_in("ana", "wrong", HERE, at(0)).await;
        assert!(matches!(tried, Err(Error::Wrong)));
    }
    // Even the right one waits now, from wherever it comes.
    let there = "198.51.100.7".parse().unwrap();
    let tried = accounts.sign_in("Ana", RIGHT, there, at(0)).await;
    assert!(
        matches!(
            tried,
            Err(Error::Throttled {
                retry_after_seconds: 2
            })
        ),
        "{tried:?}"
    );
    assert!(accounts.sign_in("ana", RIGHT, there, at(2)).await.is_ok());
    assert!(accounts.sign_in("ana", RIGHT, there, at(2)).await.is_ok());
}

#[tokio::test]
async fn many_tries_at_once_count_as_many() {
    let (accounts, _dir, _) = accounts().await;
    let accounts = Arc::new(accounts);
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let accounts = Arc::clone(&accounts);
        tries.spawn(async move { accounts.sign_in("ana", "wrong", HERE, at(0)).await });
    }
    let done = tries.join_all().await;
    let read = done
        .iter()
        .filter(|tried| matches!(tried, Err(Error::Wrong)))
        .count();
    assert_eq!(i64::try_from(read), Ok(FREE_TRIES_NAME));
}

#[tokio::test]
async fn one_address_cannot_try_every_name() {
    let (accounts, _dir, _) = accounts().await;
    for n in 0..FREE_TRIES_ADDRESS {
        let tried = accounts
            .sign_in(&format!("user{n}"), "wrong", HERE, at(0))
            .await;
        assert!(matches!(tried, Err(Error::Wrong)), "{tried:?}");
    }
    let tried = accounts.sign_in("ana", RIGHT, HERE, at(0)).await;
    assert!(matches!(tried, Err(Error::Throttled { .. })), "{tried:?}");
}

#[test]
fn delays_grow_to_a_bound() {
    assert_eq!(
        [4, 5, 6, 7, 40, i64::MAX].map(|n| delay(n, 5)),
        [0, 1, 2, 4, LONGEST_DELAY, LONGEST_DELAY]
    );
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once() {
    let (accounts, _dir, _) = accounts().await;
    let bo = accounts
        .add("bo", Role::Reader, RIGHT, at(0))
        .await
        .unwrap();
    let cookie = accounts.sign_in("bo", RIGHT, HERE, at(0)).await.unwrap();
    accounts.change(bo, None, None, Some(true)).await.unwrap();
    assert_eq!(accounts.session(&cookie, true, at(1)).await.unwrap(), None);
    assert!(matches!(
        accounts.sign_in("bo", RIGHT, HERE, at(1)).await,
        Err(Error::Wrong)
    ));
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let (accounts, _dir, ana) = accounts().await;
    for change in [(Some(Role::Analyst), None), (None, Some(true))] {
        let changed = accounts.change(ana, change.0, None, change.1).await;
        assert!(matches!(changed, Err(Error::LastAdministrator)));
    }
    accounts
        .add("bo", Role::Administrator, RIGHT, at(0))
        .await
        .unwrap();
    accounts
        .change(ana, Some(Role::Analyst), None, None)
        .await
        .unwrap();
}

#[tokio::test]
async fn lengths_of_passwords_and_names_have_bounds() {
    let (accounts, _dir, _) = accounts().await;
    for password in ["short", &"x".repeat(PASSWORD_MAX + 1)] {
        let made = accounts.add("bo", Role::Reader, password, at(0)).await;
        assert!(matches!(made, Err(Error::Password)));
    }
    for name in ["", " bo", "b\no", "<b>", &"x".repeat(NAME_MAX + 1)] {
        let made = accounts.add(name, Role::Reader, RIGHT, at(0)).await;
        assert!(matches!(made, Err(Error::Name(_))), "{name:?}");
    }
}

#[tokio::test]
async fn a_token_does_what_its_scopes_and_its_owner_may() {
    let (accounts, _dir, _) = accounts().await;
    let ana = accounts.db.account_named("ana").await.unwrap().unwrap();
    let scopes = [Scope::ReportsWrite, Scope::ReportsRead];
    let (id, secret) = accounts
        .add_token(&ana, "feed", &scopes, 30, at(0))
        .await
        .unwrap();
    assert!(secret.starts_with(TOKEN_PREFIX));
    let token = accounts.token(&secret, at(1)).await.unwrap().unwrap();
    assert!(allows(&token, Scope::ReportsWrite, at(1)));
    assert!(!allows(&token, Scope::IncidentsRead, at(1)));
    assert!(
        accounts
            .token(&secret, at(31 * 86_400))
            .await
            .unwrap()
            .is_none()
    );
    accounts
        .add("bo", Role::Administrator, RIGHT, at(0))
        .await
        .unwrap();
    accounts
        .change(ana.id, Some(Role::Reader), None, None)
        .await
        .unwrap();
    let token = accounts.token(&secret, at(2)).await.unwrap().unwrap();
    assert!(
        !allows(&token, Scope::ReportsWrite, at(2)) && allows(&token, Scope::ReportsRead, at(2))
    );
    accounts.db.revoke_token(id).await.unwrap();
    assert!(accounts.token(&secret, at(2)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_reader_cannot_make_a_token_that_writes() {
    let (accounts, _dir, _) = accounts().await;
    accounts
        .add("bo", Role::Reader, RIGHT, at(0))
        .await
        .unwrap();
    let bo = accounts.db.account_named("bo").await.unwrap().unwrap();
    let made = accounts
        .add_token(&bo, "x", &[Scope::ReportsWrite], 1, at(0))
        .await;
    assert!(matches!(
        made,
        Err(Error::Role {
            needs: Role::Analyst,
            ..
        })
    ));
    for days in [0, TOKEN_DAYS_MAX + 1] {
        let made = accounts.add_token(&bo, "x", &[], days, at(0)).await;
        assert!(matches!(made, Err(Error::Days(_))));
    }
}

#[test]
fn one_time_passwords_are_long_enough_and_differ() {
    let (one, two) = (one_time_password().unwrap(), one_time_password().unwrap());
    assert_ne!(one, two);
    assert!(one.chars().count() >= PASSWORD_MIN, "{one}");
}

#[test]
fn neighbours_in_one_ipv6_network_count_together() {
    let [a, b] = ["2001:db8::1", "2001:db8::ffff"].map(|text| network(text.parse().unwrap()));
    assert_eq!(a, b);
}
