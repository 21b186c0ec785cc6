//! A server of language models on this machine, and `generate` by it.

#![allow(dead_code)]

use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// Answers in the language that it is asked in; no two answers are the same.
pub struct Answers {
    /// What it says of Hindi.
    pub hindi: &'static str,
}

impl Answers {
    /// The answer to a question of these bytes with these instructions.
    pub fn text(&self, told: &str, question: &[u8]) -> String {
        let tag = &blake3::hash(question).to_hex()[..8];
        if told.contains("in Hindi, in Devanagari") {
            format!("{} {tag}", self.hindi)
        } else if told.contains("Hinglish") {
            format!("to baat ye hai ki abhi ke liye {tag} rahega, aur baaki baad mein dekhiye")
        } else {
            format!("So this is what it is about for now, {tag}, and the rest of it comes later")
        }
    }
}

impl Respond for Answers {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let told = body["messages"][0]["content"].as_str().unwrap();
        let text = self.text(told, &request.body);
        let event = |choice: Value| json!({"id": "c1", "model": "small-1", "choices": [choice]});
        let events = [
            event(json!({"index": 0, "delta": {"role": "assistant", "content": ""}})),
            event(json!({"index": 0, "delta": {"content": text}})),
            event(json!({"index": 0, "delta": {}, "finish_reason": "stop"})),
            json!({"id": "c1", "model": "small-1", "choices": [], "usage": {"prompt_tokens": 200, "completion_tokens": 20}}),
        ];
        let mut stream: String = events.map(|event| format!("data: {event}\n\n")).concat();
        stream.push_str("data: [DONE]\n\n");
        ResponseTemplate::new(200).set_body_raw(stream, "text/event-stream")
    }
}

/// A server on this machine that answers so.
pub async fn server(answers: impl Respond + 'static) -> MockServer {
    let server = MockServer::start().await;
    let posts = Mock::given(method("POST")).and(path("/v1/chat/completions"));
    posts.respond_with(answers).mount(&server).await;
    server
}

/// Answers that can stand in a conversation.
pub fn able() -> Answers {
    Answers {
        hindi: "तो बात यह है कि अभी के लिए यही ठीक रहेगा, आगे की बात बाद में देखेंगे",
    }
}

/// `generate` by that server, with more words.
pub fn generate<'a>(address: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec![
        "generate",
        "--provider",
        "openai-compatible",
        "--base-url",
        address,
    ];
    words.extend(["--model", "small", "--json"]);
    words.extend(more);
    words
}
