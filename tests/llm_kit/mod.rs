//! A server on this machine that sends given bytes in given pieces.

#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use muse_studio::llm::{Endpoint, Key, Times};

/// What the server does with a connection, once it has read the request.
#[derive(Clone, Debug)]
pub enum Act {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends these bytes again and again until the other side closes the connection.
    Repeat(Vec<u8>),
    /// Waits so long.
    Wait(Duration),
    /// Does nothing until the other side closes the connection.
    Hold,
}

/// A server; the first script is for the first connection, and so on. The last one is for all that come after it.
pub struct Server {
    /// Its address.
    pub address: String,
    /// The requests, head and body, in the order in which they came.
    requests: Arc<Mutex<Vec<String>>>,
    /// One message for each connection that the other side closed while it was held.
    pub left: mpsc::Receiver<()>,
}

impl Server {
    /// Starts it.
    pub fn start(scripts: Vec<Vec<Act>>) -> Self {
        let at = AtomicUsize::new(0);
        Server::deciding(move |_| {
            let at = at.fetch_add(1, Ordering::SeqCst);
            scripts[at.min(scripts.len() - 1)].clone()
        })
    }

    /// A server that looks at each request, head and body, before it says what to do.
    pub fn deciding(decide: impl Fn(&str) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (leaving, left) = mpsc::channel();
        let (kept, decide) = (requests.clone(), Arc::new(decide));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, leaving, decide) = (kept.clone(), leaving.clone(), decide.clone());
                std::thread::spawn(move || serve(stream, &*decide, &kept, &leaving));
            }
        });
        Server {
            address,
            requests,
            left,
        }
    }

    /// A server that answers every request with this head and these pieces of a body, each sent by itself.
    pub fn answering(pieces: &[&[u8]]) -> Self {
        Server::start(vec![events(pieces)])
    }

    /// The server as somebody with a key sees it, patient enough for a busy machine.
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint_within(Times::from(Duration::from_secs(20)))
    }

    /// The same with these times.
    pub fn endpoint_within(&self, times: Times) -> Endpoint {
        Endpoint::new(&self.address, Some(Key::new(KEY)), times).unwrap()
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// The body of a request.
    pub fn body(&self, at: usize) -> serde_json::Value {
        let request = self.requests()[at].clone();
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }
}

/// The key that endpoints of the kit have.
pub const KEY: &str = "sk-planted-4f9a27";

/// A whole answer of events, each piece a chunk of its own.
pub fn events(pieces: &[&[u8]]) -> Vec<Act> {
    ended(begun(pieces))
}

/// An answer that has begun, with its end.
pub fn ended(mut acts: Vec<Act>) -> Vec<Act> {
    acts.push(Act::Send(b"0\r\n\r\n".to_vec()));
    acts
}

/// The same without its end: when the script is over, the connection breaks.
pub fn begun(pieces: &[&[u8]]) -> Vec<Act> {
    begun_as("req-7", pieces)
}

/// The same by this name of the exchange.
pub fn begun_as(id: &str, pieces: &[&[u8]]) -> Vec<Act> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\nx-request-id: {id}\r\n\r\n"
    );
    let mut acts = vec![Act::Send(head.into())];
    acts.extend(pieces.iter().map(|piece| {
        let mut chunk = format!("{:x}\r\n", piece.len()).into_bytes();
        chunk.extend_from_slice(piece);
        chunk.extend_from_slice(b"\r\n");
        Act::Send(chunk)
    }));
    acts
}

/// A whole answer of one JSON text.
pub fn json(status: u16, body: &str) -> Vec<Act> {
    let head = format!(
        "HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    vec![Act::Send(format!("{head}{body}").into_bytes())]
}

fn serve(
    mut stream: TcpStream,
    decide: &dyn Fn(&str) -> Vec<Act>,
    requests: &Mutex<Vec<String>>,
    leaving: &mpsc::Sender<()>,
) {
    let Some(request) = read_request(&mut stream) else {
        return;
    };
    let script = decide(&request);
    requests.lock().unwrap().push(request);
    stream.set_nodelay(true).unwrap();
    for act in script {
        match act {
            Act::Send(bytes) => {
                if stream
                    .write_all(&bytes)
                    .and_then(|()| stream.flush())
                    .is_err()
                {
                    return;
                }
            }
            Act::Repeat(bytes) => {
                while stream.write_all(&bytes).is_ok() {
                    std::thread::sleep(Duration::from_millis(20));
                }
            }
            Act::Wait(time) => std::thread::sleep(time),
            Act::Hold => {
                // It ends when the other side closes: nothing more is sent.
                let _ = stream.read(&mut [0; 64]);
                let _ = leaving.send(());
            }
        }
    }
    let _ = stream.shutdown(Shutdown::Both);
}

fn read_request(stream: &mut TcpStream) -> Option<String> {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, _)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_it = name.eq_ignore_ascii_case("content-length");
            is_it.then(|| value.trim().parse::<usize>().ok()).flatten()
        });
        if bytes.len() >= head.len() + 4 + length.unwrap_or(0) {
            return Some(text);
        }
    }
}
