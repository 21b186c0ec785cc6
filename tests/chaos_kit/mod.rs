//! A server of three formats that fails by a chance drawn from a seed, and counts what it was asked and what it answered.

#![allow(dead_code)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use muse_studio::store::{Access, CallRecord, Cursor, OpenOptions, SqliteStore, Store};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::cli_kit::Home;
use crate::llm_kit::{Act, Server, begun_as, ended, json as plain};
use crate::models_kit::{Answers, able};

/// A format, as `--provider` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoken {
    Completions,
    Messages,
    Responses,
}

impl Spoken {
    pub fn provider(self) -> &'static str {
        match self {
            Spoken::Completions => "openai-compatible",
            Spoken::Messages => "anthropic",
            Spoken::Responses => "openai",
        }
    }

    fn of_path(request: &str) -> Self {
        match request.split(' ').nth(1) {
            Some("/v1/chat/completions") => Spoken::Completions,
            Some("/v1/messages") => Spoken::Messages,
            Some("/v1/responses") => Spoken::Responses,
            other => panic!("nobody asks for {other:?}"),
        }
    }

    /// The instructions of a question.
    fn told(self, body: &Value) -> &str {
        let told = match self {
            Spoken::Completions => &body["messages"][0]["content"],
            Spoken::Messages => &body["system"],
            Spoken::Responses => &body["instructions"],
        };
        told.as_str().unwrap()
    }
}

/// What goes wrong with an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// 429, without a word of how long.
    Busy,
    /// 429, for a second.
    BusyASecond,
    Failed,
    Overloaded,
    /// The connection closes before anything comes.
    HungUp,
    /// The stream ends before the first text.
    CutEarly,
    /// The stream ends after the first text.
    CutLate,
    Malformed,
    /// Nothing comes at all, for ever.
    Dumb,
    /// Nothing comes after the first text, for ever.
    Stalls,
    /// The server tells in the stream that it is overloaded.
    GivesUp,
    /// A whole answer, which declines.
    Declines,
}

/// Every fault.
pub const ALL_FAULTS: &[Fault] = &[
    Fault::Declines,
    Fault::Busy,
    Fault::BusyASecond,
    Fault::Failed,
    Fault::Overloaded,
    Fault::HungUp,
    Fault::CutEarly,
    Fault::CutLate,
    Fault::Malformed,
    Fault::Dumb,
    Fault::Stalls,
    Fault::GivesUp,
];

/// Every fault after which the same is asked again. A model that declines is asked otherwise, and answers otherwise.
pub fn asked_again() -> &'static [Fault] {
    &ALL_FAULTS[1..]
}

/// What the server counts of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counted {
    pub input: u64,
    pub output: u64,
}

/// One question, as the server saw it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub at: Instant,
    /// The question's content.
    pub body: blake3::Hash,
    pub fault: Option<Fault>,
    /// What the server calls the exchange.
    pub id: String,
    /// What it counted of the answer, when that was whole.
    pub counted: Option<Counted>,
}

/// How the server behaves.
#[derive(Clone, Copy, Debug)]
pub struct Temper {
    pub seed: u64,
    /// How many of a hundred questions meet a fault.
    pub faults: u32,
    /// Which faults these are.
    pub kinds: &'static [Fault],
    /// How long every answer takes to begin.
    pub thinks: Duration,
}

/// The server.
pub struct Chaos {
    server: Server,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Chaos {
    pub fn start(temper: Temper) -> Self {
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let times: Mutex<HashMap<blake3::Hash, u64>> = Mutex::default();
        let (books, answers) = (seen.clone(), able());
        let server = Server::deciding(move |request| {
            let at = Instant::now();
            if request.starts_with("GET ") {
                return plain(200, r#"{"data": [{"id": "small"}]}"#);
            }
            let (_, text) = request.split_once("\r\n\r\n").unwrap();
            let body = blake3::hash(text.as_bytes());
            let time = {
                let mut times = times.lock().unwrap();
                let time = times.entry(body).or_default();
                *time += 1;
                *time
            };
            let fault = temper.fault(body, time);
            let mut books = books.lock().unwrap();
            let id = format!("exchange-{}", books.len());
            let answer = Answer::new(request, text, &answers, &id);
            let whole = matches!(fault, None | Some(Fault::Declines));
            books.push(Seen {
                at,
                body,
                fault,
                counted: whole.then_some(answer.counted),
                id,
            });
            drop(books);
            let mut acts = vec![Act::Wait(temper.thinks)];
            acts.extend(answer.acts(fault));
            acts
        });
        Chaos { server, seen }
    }

    /// The address that the program is given.
    pub fn address(&self) -> String {
        format!("{}/v1", self.server.address)
    }

    /// The requests, head and body.
    pub fn requests(&self) -> Vec<String> {
        self.server.requests()
    }

    /// The questions so far, in the order in which they came.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Temper {
    /// What happens to a question asked this many times. It hangs on nothing else, so that it does not matter which of
    /// several questions comes first.
    fn fault(&self, body: blake3::Hash, time: u64) -> Option<Fault> {
        let mut seed = *body.as_bytes();
        let word = self.seed.wrapping_mul(0x9e37_79b9).wrapping_add(time);
        for (at, byte) in word.to_le_bytes().iter().enumerate() {
            seed[at] ^= byte;
        }
        let mut rng = ChaCha8Rng::from_seed(seed);
        (rng.random_range(0..100) < self.faults)
            .then(|| self.kinds[rng.random_range(0..self.kinds.len())])
    }
}

/// An answer in its format.
struct Answer {
    spoken: Spoken,
    text: String,
    id: String,
    counted: Counted,
    /// The key that came with the question, if one did.
    key: Option<String>,
}

/// The key that a request, head and body, came with.
pub fn key_of(request: &str) -> Option<String> {
    let named = |line: &str| {
        let (name, value) = line.split_once(": ")?;
        let of = ["authorization", "x-api-key"].contains(&name);
        of.then(|| value.trim_start_matches("Bearer ").to_owned())
    };
    request.lines().find_map(named)
}

/// An event, with its name where the format has names.
fn event(data: &Value) -> String {
    match data["type"].as_str() {
        Some(name) => format!("event: {name}\ndata: {data}\n\n"),
        None => format!("data: {data}\n\n"),
    }
}

impl Answer {
    fn new(request: &str, text: &str, answers: &Answers, id: &str) -> Self {
        let spoken = Spoken::of_path(request);
        let body: Value = serde_json::from_str(text).unwrap();
        let said = answers.text(spoken.told(&body), text.as_bytes());
        Answer {
            counted: Counted {
                input: text.len() as u64 / 4,
                output: said.split(' ').count() as u64,
            },
            spoken,
            text: said,
            id: id.to_owned(),
            key: key_of(request),
        }
    }

    /// Servers are known to say more than they should.
    fn complaint(&self) -> String {
        let key = self.key.as_deref().unwrap_or("no key");
        format!("It went wrong with {key}.")
    }

    fn acts(&self, fault: Option<Fault>) -> Vec<Act> {
        let (head, end) = (self.head(), self.end());
        let (first, rest) = self.text.split_once(' ').unwrap();
        let (first, rest) = (self.piece(&format!("{first} ")), self.piece(rest));
        let error = json!({"type": "server_error", "message": self.complaint()});
        let complaint = json!({"type": "error", "error": error});
        let status = |status| plain(status, &complaint.to_string());
        let begun = |pieces: &[&[u8]]| begun_as(&self.id, pieces);
        let events = |pieces: &[&[u8]]| ended(begun(pieces));
        match fault {
            None => events(&torn(&format!("{head}{first}{rest}{end}"))),
            Some(Fault::Declines) => events(&torn(&format!("{head}{}", self.declined()))),
            Some(Fault::Busy) => status(429),
            Some(Fault::BusyASecond) => {
                let answer = "HTTP/1.1 429 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                vec![Act::Send(answer.into())]
            }
            Some(Fault::Failed) => status(500),
            Some(Fault::Overloaded) => status(529),
            Some(Fault::HungUp) => Vec::new(),
            Some(Fault::CutEarly) => begun(&[head.as_bytes()]),
            Some(Fault::CutLate) => begun(&torn(&format!("{head}{first}"))),
            Some(Fault::Malformed) => {
                let torn = format!("{head}{first}data: {{\"choices\": [{{\"del\n\n");
                events(&[torn.as_bytes()])
            }
            Some(Fault::Dumb) => vec![Act::Hold],
            Some(Fault::Stalls) => {
                let mut acts = begun(&torn(&format!("{head}{first}")));
                acts.push(Act::Hold);
                acts
            }
            Some(Fault::GivesUp) => {
                let error = json!({"type": "overloaded_error", "message": self.complaint()});
                let error = json!({"type": "error", "error": error});
                events(&torn(&format!("{head}{first}{}", event(&error))))
            }
        }
    }

    /// What comes before the text.
    fn head(&self) -> String {
        match self.spoken {
            Spoken::Completions => {
                event(&self.chunk(json!({"role": "assistant", "content": ""}), None))
            }
            Spoken::Messages => {
                let usage = json!({"input_tokens": self.counted.input, "output_tokens": 1});
                let message =
                    json!({"id": self.id, "model": "small-1", "content": [], "usage": usage});
                let start = event(&json!({"type": "message_start", "message": message}));
                let block = json!({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}});
                format!("{start}{}", event(&block))
            }
            Spoken::Responses => event(&self.response("response.created", "in_progress", false)),
        }
    }

    fn piece(&self, text: &str) -> String {
        event(&match self.spoken {
            Spoken::Completions => self.chunk(json!({"content": text}), None),
            Spoken::Messages => {
                json!({"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}})
            }
            Spoken::Responses => json!({"type": "response.output_text.delta", "delta": text}),
        })
    }

    /// What comes after the text.
    fn end(&self) -> String {
        match self.spoken {
            Spoken::Completions => {
                let stop = event(&self.chunk(json!({}), Some("stop")));
                format!("{stop}{}data: [DONE]\n\n", self.tokens())
            }
            Spoken::Messages => self.stopped("end_turn"),
            Spoken::Responses => event(&self.response("response.completed", "completed", true)),
        }
    }

    /// What comes in the place of text and end when the model declines.
    fn declined(&self) -> String {
        match self.spoken {
            Spoken::Completions => {
                let why = event(&self.chunk(json!({"refusal": "Not this."}), None));
                let stop = event(&self.chunk(json!({}), Some("stop")));
                format!("{why}{stop}{}data: [DONE]\n\n", self.tokens())
            }
            Spoken::Messages => self.stopped("refusal"),
            Spoken::Responses => {
                let why = event(&json!({"type": "response.refusal.delta", "delta": "Not this."}));
                format!("{why}{}", self.end())
            }
        }
    }

    fn chunk(&self, delta: Value, finish: Option<&str>) -> Value {
        let choice = json!({"index": 0, "delta": delta, "finish_reason": finish});
        json!({"id": self.id, "model": "small-1", "choices": [choice]})
    }

    fn tokens(&self) -> String {
        let Counted { input, output } = self.counted;
        let usage = json!({"prompt_tokens": input, "completion_tokens": output});
        event(&json!({"id": self.id, "model": "small-1", "choices": [], "usage": usage}))
    }

    fn stopped(&self, why: &str) -> String {
        let usage = json!({"output_tokens": self.counted.output});
        let delta = json!({"type": "message_delta", "delta": {"stop_reason": why}, "usage": usage});
        format!(
            "{}{}",
            event(&delta),
            event(&json!({"type": "message_stop"}))
        )
    }

    fn response(&self, kind: &str, status: &str, counted: bool) -> Value {
        let Counted { input, output } = self.counted;
        let usage = counted.then(|| json!({"input_tokens": input, "output_tokens": output}));
        json!({"type": kind, "response": {"id": self.id, "model": "small-1", "status": status, "usage": usage}})
    }
}

/// The bytes in pieces of seven: characters of Devanagari are torn.
fn torn(text: &str) -> Vec<&[u8]> {
    text.as_bytes().chunks(7).collect()
}

const PRICES: &str = r#"
[[price]]
model = "small"
effective_from = "2020-01-01"
currency = "USD"
input = 1
output = 5
source = "a test"
"#;

/// A home with products and a price, whose program does not wait long for what stalls.
pub fn home() -> Home {
    let home = Home::with_products()
        .with("MUSE_FIRST_BYTE_SECONDS", "4")
        .with("MUSE_IDLE_SECONDS", "2");
    home.put("../home/config/prices.toml", PRICES);
    home
}

/// `generate` in this format, with more words.
pub fn generate<'a>(spoken: Spoken, address: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec!["generate", "--provider", spoken.provider(), "--json"];
    words.extend(["--base-url", address, "--model", "small"]);
    words.extend(more);
    words
}

/// The books of the workspace.
pub fn books(home: &Home) -> Vec<CallRecord> {
    let page = waited(opened(home).calls(None, Cursor::First, 100_000));
    page.unwrap()
        .items
        .into_iter()
        .map(|(_, row)| row)
        .collect()
}

/// The database of the workspace, to be read.
pub fn opened(home: &Home) -> Store {
    let options = OpenOptions::system(Access::ReadOnly);
    SqliteStore::open(&home.at("cwd"), options).unwrap()
}

/// What this comes to.
pub fn waited<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}
