//! A small server that answers every chat with the same streamed sentence at once, on a connection that is kept.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The words of the answer, a piece each.
const WORDS: [&str; 12] = [
    "Yes, ", "the ", "kurta ", "is ", "there ", "in ", "blue, ", "size ", "M, ", "for ", "₹1,499",
    ".",
];

/// Starts the server on a free port of this machine and gives its address. It ends with the runtime.
pub async fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let answer: &'static [u8] = answer().into_bytes().leak();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(serve(connection, answer));
        }
    });
    format!("http://{address}/v1")
}

fn answer() -> String {
    let event = |body: &str| {
        let text = format!("data: {body}\n\n");
        format!("{:x}\r\n{text}\r\n", text.len())
    };
    let word = |word: &&str| {
        event(&format!(
            r#"{{"choices":[{{"index":0,"delta":{{"content":"{word}"}}}}]}}"#
        ))
    };
    let words: String = WORDS.iter().map(word).collect();
    let end = event(r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#);
    let usage = event(r#"{"choices":[],"usage":{"prompt_tokens":30,"completion_tokens":12}}"#);
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n{words}{end}{usage}{}0\r\n\r\n",
        event("[DONE]")
    )
}

async fn serve(mut connection: TcpStream, answer: &[u8]) {
    let _ = connection.set_nodelay(true);
    let (mut came, mut bytes) = (Vec::new(), [0; 8_192]);
    while let Ok(count @ 1..) = connection.read(&mut bytes).await {
        came.extend_from_slice(&bytes[..count]);
        while let Some(length) = request(&came) {
            came.drain(..length);
            if connection.write_all(answer).await.is_err() {
                return;
            }
        }
    }
}

/// How many bytes the first request takes, once all of it is here.
fn request(came: &[u8]) -> Option<usize> {
    let head = came.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&came[..head]).to_lowercase();
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"));
    let body: usize = length.and_then(|n| n.trim().parse().ok()).unwrap_or(0);
    (came.len() >= head + body).then_some(head + body)
}
