//! The server of TAXII as the client of OASIS finds it.

use std::{fs, path::Path, process::Command};

use crate::support::{
    data, folder,
    program::run,
    server::{CONFIG_FILE, Server},
    skip,
};

#[test]
fn the_client_of_oasis_finds_adds_and_deletes_what_it_should() {
    let known = Command::new("python3")
        .args(["-c", "import taxii2client"])
        .output();
    if !known.is_ok_and(|output| output.status.success()) {
        skip("no client of TAXII; `pip install taxii2-client`");
        return;
    }
    let Some(data) = data("stix-taxii-misp/taxii21/medallion_default_data.json") else {
        return;
    };
    let data = data.to_str().expect("a path");
    let here = folder();
    let here = here.path();
    fs::write(here.join(CONFIG_FILE), "data = \"data\"\n").expect("can be written");
    let at = |arguments: &[&str]| {
        let arguments = [arguments, &["--config", CONFIG_FILE]].concat();
        run(here, &arguments)
    };
    let imported = at(&["taxii", "import", data]);
    assert!(
        imported
            .stderr
            .contains("trustgroup1: 5 collections, 8 objects"),
        "{imported:#?}"
    );
    imported.expect(0);
    // Taken over again, nothing is there twice.
    at(&["taxii", "import", data]).expect(0);
    let listed = at(&["taxii", "list", "--format", "json"]).json_lines();
    assert_eq!(listed.len(), 5);

    at(&["account", "add", "ana", "--role", "analyst"]).expect(0);
    let token = at(&[
        "account",
        "token",
        "ana",
        "client",
        "--scope",
        "taxii:read",
        "--scope",
        "taxii:write",
    ])
    .expect(0);
    let mut server = Server::start(here);
    let url = format!("http://{}/taxii2/", server.address());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/exchange/taxii.py");
    let output = Command::new("python3")
        .arg(script)
        .args([&url, token.trim(), data])
        .output()
        .expect("python starts");
    let told = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{failed}");
    server.kill();
}
