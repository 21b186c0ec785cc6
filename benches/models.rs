//! How many streamed chats a second the client of language models takes: `cargo bench --bench models`.
//!
//! Asks the server that `MUSE_BENCH_SERVER` names, such as `http://127.0.0.1:8089/v1`; without one it asks a small server of its
//! own in this process, which shares the processor with what is measured. `MUSE_BENCH_CHATS` sets how many chats a row takes
//! (10,000). Each chat is one request over a kept connection, read event by event to the whole answer.

#[path = "support/chat_server.rs"]
mod chat_server;
#[path = "support/memory.rs"]
#[allow(dead_code, reason = "another bench tells what is held in the end")]
mod memory;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use muse_studio::llm::{ChatEvent, ChatModel, ChatRequest, Endpoint, Part, Provider, Unpaced};

/// Chats that open connections and warm the allocator before a row is taken.
const WARMING: u32 = 500;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    let named = std::env::var("MUSE_BENCH_SERVER").ok();
    let server = match &named {
        Some(address) => address.clone(),
        None => chat_server::start().await,
    };
    let chats = std::env::var("MUSE_BENCH_CHATS").ok();
    let chats: u32 = chats.and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let whose = named.map_or("a server in this process", |_| "the named server");
    println!("streamed chats against {whose}, {chats} a row\n");
    println!("| in flight | chats a second | p50 ms | p99 ms | pieces a chat | peak memory MB |");
    println!("|---:|---:|---:|---:|---:|---:|");
    let limit = Duration::from_secs(30);
    let endpoint = Endpoint::new(&server, None, limit).expect("an address");
    let model = Arc::new(Unpaced::new(Provider::compatible(endpoint, "bench")));
    for in_flight in [1, 16, 64, 256] {
        row(&model, WARMING, in_flight).await;
        memory::forget_peak();
        let begun = Instant::now();
        let (mut times, pieces) = row(&model, chats, in_flight).await;
        let rate = f64::from(chats) / begun.elapsed().as_secs_f64();
        times.sort_unstable();
        let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1e3;
        println!(
            "| {in_flight} | {rate:.0} | {:.2} | {:.2} | {:.1} | {} |",
            at(50),
            at(99),
            pieces as f64 / f64::from(chats),
            memory::peak(),
        );
    }
}

/// So many chats, some at a time: how long each took, and how many pieces of text came.
async fn row(model: &Arc<Unpaced>, chats: u32, in_flight: u32) -> (Vec<Duration>, u64) {
    let next = Arc::new(AtomicU32::new(0));
    let asking = (0..in_flight).map(|_| {
        let (model, next) = (model.clone(), next.clone());
        tokio::spawn(async move {
            let (mut times, mut pieces) = (Vec::new(), 0);
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= chats {
                    return (times, pieces);
                }
                let begun = Instant::now();
                pieces += chat(&model, number).await;
                times.push(begun.elapsed());
            }
        })
    });
    let mut all = (Vec::new(), 0);
    for asked in asking.collect::<Vec<_>>() {
        let (times, pieces) = asked.await.expect("asked to the end");
        all.0.extend(times);
        all.1 += pieces;
    }
    all
}

/// One chat to its end; the pieces of text that came.
async fn chat(model: &Unpaced, number: u32) -> u64 {
    let question = format!("Chat {number}: is the kurta there in blue?");
    let told = "You are the assistant of a shop. Answer in one sentence.";
    let mut events = model.stream(ChatRequest::new(told, [Part::Text(question)], 60));
    let mut pieces = 0;
    while let Some(event) = events.try_next().await.expect("an answer") {
        match event {
            ChatEvent::Text(_) => pieces += 1,
            ChatEvent::Done(_) => return pieces,
            _ => {}
        }
    }
    panic!("an answer without an end");
}
