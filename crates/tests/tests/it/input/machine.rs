//! A machine that has no room, or does not let us.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use crate::support::{
    folder,
    messages::{harmless, lines, smishing},
    node::{config, expect_sound_log, leaves, start},
    program::{Run, run, watchbell},
    skip,
};

/// A small disk of its own, as long as it lives; only the system's
/// administrator can have one.
struct Disk(PathBuf);

impl Disk {
    fn mount(place: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir_all(&place).expect("a place to mount");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(&place)
            .stderr(Stdio::null())
            .status();
        mounted
            .is_ok_and(|status| status.success())
            .then_some(Self(place))
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{options}")])
            .arg(&self.0)
            .status();
        assert!(
            done.is_ok_and(|status| status.success()),
            "remount {options}"
        );
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).status());
    }
}

#[test]
fn a_full_disk_loses_nothing() {
    let here = folder();
    let reports: Vec<_> = (0..8_000)
        .map(harmless)
        .chain((0..50).map(smishing))
        .collect();
    fs::write(here.path().join("reports.jsonl"), lines(&reports)).unwrap();
    let data = here.path().join("small");
    let import = |limit: bool| {
        let arguments = ["report", "import", "reports.jsonl", "--data", "small"];
        if !limit {
            return run(here.path(), &arguments);
        }
        // Without a disk of its own: no file may grow past 2 MiB.
        let program = watchbell(here.path()).get_program().to_owned();
        let output = Command::new("sh")
            .current_dir(here.path())
            .args(["-c", "trap '' XFSZ; ulimit -f 4096; exec \"$@\"", "sh"])
            .arg(program)
            .args(arguments)
            .output();
        Run::of(&output.unwrap())
    };
    let disk = Disk::mount(data, "size=3m");
    import(disk.is_none()).expect_failure(&["full"]);
    if let Some(disk) = &disk {
        disk.remount("size=200m");
    }
    import(false).expect(0);
    let again = import(false);
    assert!(
        again.stderr.contains("0 reports imported") && again.stderr.contains("8050 were there"),
        "{again:#?}"
    );
    let checked = run(here.path(), &["proof", "check", "--data", "small"]).expect(0);
    let leaves: u64 = checked.split(' ').next().unwrap().parse().unwrap();
    assert!(leaves >= 8_050, "{checked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_node_goes_on_when_there_is_room_again() {
    let here = folder();
    let Some(disk) = Disk::mount(here.path().join("data"), "size=3m") else {
        return skip("a full disk under a running node: only the administrator can mount one");
    };
    let node = start(config(&disk.0, "")).await;
    let reports: Vec<_> = (0..8_000).map(harmless).collect();
    let mut taken = Vec::new();
    let mut parts = reports.chunks(100);
    let refused = loop {
        let part = parts.next().expect("the disk is smaller than that");
        match node.submit(part.to_vec()).await {
            Ok(submitted) => taken.extend(submitted.ids),
            Err(_) => break part,
        }
    };
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(
        node.submit(refused.to_vec()).await.is_err(),
        "it is still full"
    );
    disk.remount("size=200m");
    taken.extend(node.submit_patiently(refused.to_vec()).await.unwrap().ids);
    node.drain().await.unwrap();
    for id in taken {
        let report = node.db().report(id).await.unwrap().unwrap();
        assert!(report.verdict.is_some());
    }
    let size = leaves(&node).await.len() as u64;
    expect_sound_log(&disk.0, node.vkey(), size);
    node.stop().await;
}

#[test]
fn an_output_that_takes_nothing_more() {
    let here = folder();
    let reports: Vec<_> = (0..20_000).map(harmless).collect();
    fs::write(here.path().join("reports.jsonl"), lines(&reports)).unwrap();
    let full = || Stdio::from(fs::File::options().write(true).open("/dev/full").unwrap());
    for arguments in [&["judge", "reports.jsonl"][..], &["rule"]] {
        let output = watchbell(here.path())
            .args(arguments)
            .stdout(full())
            .output();
        Run::of(&output.unwrap()).expect_failure(&["No space left"]);
    }
    // Nobody to talk to is no reason to fail.
    let output = watchbell(here.path())
        .args(["judge", "missing", "reports.jsonl"])
        .stderr(full())
        .output()
        .unwrap();
    let judged = Run::of(&output);
    assert_eq!((judged.code, judged.stdout.lines().count()), (2, 20_000));
}

#[test]
fn a_reader_who_has_seen_enough() {
    let here = folder();
    let reports: Vec<_> = (0..20_000).map(harmless).collect();
    fs::write(here.path().join("reports.jsonl"), lines(&reports)).unwrap();
    let mut child = watchbell(here.path())
        .args(["judge", "reports.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let run = Run::of(&child.wait_with_output().unwrap());
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn a_folder_that_cannot_be_written() {
    let here = folder();
    fs::write(here.path().join("one.jsonl"), "{\"text\":\"see you\"}\n").unwrap();
    let made = ["report", "import", "one.jsonl", "--data", "locked/data"];
    let Some(disk) = locked(&here.path().join("locked")) else {
        return;
    };
    run(here.path(), &made).expect_failure(&["locked/data"]);
    run(here.path(), &["demo", "--once", "--data", "locked/data"]).expect_failure(&["locked/data"]);
    run(here.path(), &["judge", "one.jsonl"]).expect(0);
    drop(disk);
}

#[test]
fn a_node_whose_folder_became_read_only() {
    let here = folder();
    fs::write(here.path().join("one.jsonl"), "{\"text\":\"see you\"}\n").unwrap();
    let import = ["report", "import", "one.jsonl", "--data", "data"];
    let Some(disk) = Disk::mount(here.path().join("data"), "size=50m") else {
        return skip("read-only folders: only the administrator can mount one");
    };
    run(here.path(), &import).expect(0);
    disk.remount("ro");
    run(here.path(), &import).expect_failure(&["data", "Read-only"]);
    run(here.path(), &["backup", "data/backup", "--data", "data"]).expect_failure(&["data"]);
    disk.remount("rw");
    run(here.path(), &import).expect(0);
}

/// A folder that nobody may write: mounted so for the administrator, whom
/// permissions do not stop.
fn locked(place: &Path) -> Option<Option<Disk>> {
    if let Some(disk) = Disk::mount(place.to_owned(), "size=1m,ro") {
        return Some(Some(disk));
    }
    let mut permissions = fs::metadata(place).expect("it was made").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(place, permissions).expect("it is ours");
    if fs::write(place.join("x"), "").is_ok() {
        skip("read-only folders: permissions do not stop us, and mounting is not allowed");
        return None;
    }
    Some(None)
}

#[test]
fn a_port_in_use() {
    let here = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["serve", "demo"] {
        run(here.path(), &[command, "--listen", &address])
            .expect_failure(&[&address, "in use", "--listen"]);
        run(here.path(), &[command, "--listen", "nowhere"]).expect_failure(&["nowhere"]);
    }
}
