//! The socket: what one connection may not do, and how it ends.

use std::{sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
};

use crate::house::House;

async fn served(
    house: &House,
) -> (
    std::net::SocketAddr,
    watch::Sender<bool>,
    tokio::task::JoinHandle<()>,
) {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a local port");
    let address = listener.local_addr().expect("a local port");
    let (stop, stopping) = watch::channel(false);
    let task = tokio::spawn(watchbell_web::serve(
        Arc::clone(&house.node),
        listener,
        stopping,
    ));
    (address, stop, task)
}

async fn told(address: std::net::SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a local port");
    // The other side may have heard enough before all is said.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn it_answers_and_stops_when_it_is_told() {
    let house = House::open().await;
    let (address, stop, task) = served(&house).await;
    let answer = told(
        address,
        b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("alive\n"),
        "{answer}"
    );
    // A connection that says nothing does not hold the stop up.
    let idle = TcpStream::connect(address).await.unwrap();
    stop.send(true).unwrap();
    tokio::time::timeout(Duration::from_secs(12), task)
        .await
        .expect("it stops")
        .unwrap();
    drop(idle);
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn headers_have_bounds() {
    let house = House::open().await;
    let (address, _stop, _task) = served(&house).await;
    let long = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
        "y".repeat(64 * 1024)
    );
    let many = format!(
        "GET / HTTP/1.1\r\nhost: x\r\n{}\r\n",
        "x: y\r\n".repeat(200)
    );
    for request in [long, many] {
        let answer = told(address, request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
    let answer = told(address, b"\x16\x03\x01\x02\x00\x01\x00\x01").await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
        "{answer}"
    );
}
