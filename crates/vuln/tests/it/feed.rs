//! Feeds: what is read, what is refused, and that the rest goes on.

use std::{fs, io::Write as _, path::Path};

use watchbell_vuln::{
    feed::{self, Fault, Item, Place, Sink},
    record::{MAX_RECORD, Record},
};

#[derive(Default)]
struct Seen {
    ids: Vec<String>,
    lists: Vec<String>,
    faults: Vec<String>,
}

impl Sink for Seen {
    type Error = std::convert::Infallible;

    fn item(&mut self, place: &Place, item: Item) -> Result<(), Self::Error> {
        match item {
            Item::Record(json) => match Record::read(&json) {
                Ok(record) => self.ids.push(record.id.to_string()),
                Err(error) => self.faults.push(format!("{}: {error}", shown(place))),
            },
            Item::Kev(list) => self.lists.push(format!("kev {}", list.entries.len())),
            Item::Epss(day) => {
                self.lists
                    .push(format!("epss {} {:?}", day.rows.len(), day.score_date));
            }
            Item::Delta(log) => self.lists.push(format!("delta {}", log.len())),
        }
        Ok(())
    }

    fn fault(&mut self, place: &Place, fault: Fault) -> Result<(), Self::Error> {
        self.faults.push(format!("{}: {fault}", shown(place)));
        Ok(())
    }
}

/// The place without the folder of the test.
fn shown(place: &Place) -> String {
    let name = Path::new(&place.file)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Place {
        file: name,
        ..place.clone()
    }
    .to_string()
}

fn read(path: &Path) -> Seen {
    let mut seen = Seen::default();
    feed::read(path, &mut seen).unwrap();
    seen
}

fn record(id: &str) -> String {
    format!(
        "{{\n  \"dataType\": \"CVE_RECORD\", \"dataVersion\": \"5.1\",\n  \"cveMetadata\": {{\"cveId\": \"{id}\", \"state\": \"PUBLISHED\"}},\n  \"containers\": {{\"cna\": {{}}}}\n}}\n"
    )
}

fn line(id: &str) -> String {
    record(id).replace('\n', "") + "\n"
}

fn tar(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in entries {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_entry_type(tar::EntryType::Regular);
        // As a hostile archive writes it: the library itself would refuse such a name.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *bytes).expect("memory takes it");
    }
    builder.into_inner().expect("memory takes it")
}

#[test]
fn one_file_a_folder_and_every_archive_hold_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let ids = ["CVE-2024-1001", "CVE-2024-1002", "CVE-2024-1003"];
    let records: Vec<(String, String)> = ids
        .iter()
        .map(|id| (format!("cves/2024/1xxx/{id}.json"), record(id)))
        .collect();
    let entries: Vec<(&str, &[u8])> = records
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let tar = tar(&entries);

    fs::create_dir_all(path("folder/cves/2024/1xxx")).unwrap();
    for (name, text) in &records {
        fs::write(path("folder").join(name), text).unwrap();
    }
    fs::write(path("folder/README.md"), "no record").unwrap();
    fs::write(path("lines.jsonl"), ids.map(line).concat()).unwrap();
    fs::write(path("plain.tar"), &tar).unwrap();
    fs::write(
        path("packed.tar.zst"),
        zstd::encode_all(&tar[..], 1).unwrap(),
    )
    .unwrap();
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 1);
    xz.write_all(&tar).unwrap();
    fs::write(path("packed.tar.xz"), xz.finish().unwrap()).unwrap();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(&tar).unwrap();
    fs::write(path("packed.tar.gz"), gz.finish().unwrap()).unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(path("packed.zip")).unwrap());
    for (name, bytes) in &entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();

    for name in [
        "folder",
        "lines.jsonl",
        "plain.tar",
        "packed.tar.zst",
        "packed.tar.xz",
        "packed.tar.gz",
        "packed.zip",
    ] {
        let seen = read(&path(name));
        assert_eq!(seen.ids, ids, "{name}");
        assert_eq!(seen.faults, [""; 0], "{name}");
    }
    assert_eq!(
        read(&path("folder/cves/2024/1xxx/CVE-2024-1002.json")).ids,
        ids[1..2]
    );
}

#[test]
fn what_is_wrong_is_named_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let good = record("CVE-2024-1001");
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(MAX_RECORD));
    let old = record("CVE-2024-1002").replace("5.1", "4.0");
    let cut = &good[..good.len() / 2];
    let archive = tar(&[
        ("../outside.json", good.as_bytes()),
        ("/absolute.json", good.as_bytes()),
        ("long.json", long.as_bytes()),
        ("old.json", old.as_bytes()),
        ("cut.json", cut.as_bytes()),
        ("text.json", b"hello"),
        ("readme.txt", b"hello"),
        ("good.json", good.as_bytes()),
    ]);
    fs::write(path("mixed.tar"), &archive).unwrap();
    let seen = read(&path("mixed.tar"));
    assert_eq!(seen.ids, ["CVE-2024-1001"]);
    assert_eq!(
        seen.faults,
        [
            "mixed.tar!../outside.json: the path of the entry leaves the archive",
            "mixed.tar!/absolute.json: the path of the entry leaves the archive",
            "mixed.tar!long.json: longer than 16777216 bytes",
            "mixed.tar!old.json: dataVersion is \"4.0\"; expected 5.0 to 5.2",
            "mixed.tar!cut.json: line 3, column 22: EOF while parsing a string",
            "mixed.tar!text.json: this is no CVE record, KEV or EPSS list, nor an archive of them",
        ]
    );

    // A broken archive gives what came before the break. Noise, so that it takes several blocks.
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(600_000)
    .collect();
    let whole = tar(&[("a.json", good.as_bytes()), ("b.json", &noise)]);
    let packed = zstd::encode_all(&whole[..], 1).unwrap();
    fs::write(path("cut.tar.zst"), &packed[..packed.len() - 20]).unwrap();
    let seen = read(&path("cut.tar.zst"));
    assert_eq!(seen.ids, ["CVE-2024-1001"]);
    assert!(
        seen.faults[0].starts_with("cut.tar.zst"),
        "{:?}",
        seen.faults
    );
    fs::write(path("cut.zip"), b"PK\x03\x04 and nothing more").unwrap();
    assert_eq!(read(&path("cut.zip")).faults.len(), 1);
    assert_eq!(read(&path("missing.json")).faults.len(), 1);

    // Lines: a bad one is named by its number.
    let lines = format!(
        "{}{}\n\n{}",
        line("CVE-2024-1001"),
        "{\"dataType\":1}",
        line("CVE-2024-1002")
    );
    fs::write(path("lines.jsonl"), lines).unwrap();
    let seen = read(&path("lines.jsonl"));
    assert_eq!(seen.ids, ["CVE-2024-1001", "CVE-2024-1002"]);
    assert!(
        seen.faults[0].starts_with("lines.jsonl:2: "),
        "{:?}",
        seen.faults
    );
    let lines = format!("{}{long}\n{}", line("CVE-2024-1001"), line("CVE-2024-1002"));
    fs::write(path("long.jsonl"), lines).unwrap();
    let seen = read(&path("long.jsonl"));
    assert_eq!(seen.ids, ["CVE-2024-1001", "CVE-2024-1002"]);
    assert_eq!(seen.faults, ["long.jsonl:2: longer than 16777216 bytes"]);
}

#[test]
fn an_archive_that_unpacks_without_end_costs_no_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.tar.zst");
    let mut header = tar::Header::new_ustar();
    header.set_path("bomb.json").unwrap();
    header.set_size(512 << 20);
    header.set_cksum();
    let mut packed = zstd::Encoder::new(Vec::new(), 1).unwrap();
    packed.write_all(header.as_bytes()).unwrap();
    let zeros = vec![b'{'; 1 << 20];
    for _ in 0..512 {
        packed.write_all(&zeros).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 1 << 20);
    fs::write(&path, packed).unwrap();
    assert_eq!(
        read(&path).faults,
        ["bomb.tar.zst!bomb.json: longer than 16777216 bytes"]
    );
}

#[test]
fn lists_are_recognised_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    for (text, lists, faults) in [
        (
            "cve,epss\nCVE-2021-44228,0.97\n",
            &["epss 1 None"][..],
            &[][..],
        ),
        (
            "#model_version:v2023.03.01,score_date:2023-06-01T00:00:00+0000\ncve,epss,percentile\nCVE-2021-44228,5e-05,0.1\n",
            &["epss 1 Some(\"2023-06-01T00:00:00+0000\")"],
            &[],
        ),
        (
            "cve,epss,percentile\nCVE-2021-44228,1.5,0.1\n",
            &[],
            &["list: line 2: no share between 0 and 1: \"CVE-2021-44228,1.5,0.1\""],
        ),
        (
            "cve,epss,percentile\nCVE-1,0.5,0.1\n",
            &[],
            &["list: line 2: no CVE identifier: \"CVE-1,0.5,0.1\""],
        ),
        (
            "cve,epss,percentile\nCVE-2021-44228,0.5\n",
            &[],
            &["list: line 2: expected 3 columns: \"CVE-2021-44228,0.5\""],
        ),
        (
            "cveID,dateAdded,dueDate,requiredAction,knownRansomwareCampaignUse\nCVE-2021-44228,2021-12-10,2021-12-24,\"Update,\nnow\",Known\n",
            &["kev 1"],
            &[],
        ),
        (
            r#"{"catalogVersion":"1","count":2,"vulnerabilities":[]}"#,
            &[],
            &["list: line 0: the catalogue says 2 and holds 0 vulnerabilities"],
        ),
        (
            r#"[{"fetchTime":"2024-01-01T00:00:00Z","new":[{}],"updated":[]}]"#,
            &["delta 1"],
            &[],
        ),
    ] {
        let seen = read(&write("list", text));
        assert_eq!(
            (&seen.lists[..], &seen.faults[..]),
            (
                &lists.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()[..],
                &faults.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>()[..]
            ),
            "{text}"
        );
    }
}
