//! Steering conversations while a model words them: its answers come slowly from a server on this machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::jobs_support::{asked, shoppers, stocked};
use crate::llm_kit::{Act, Server, begun, ended};
use muse_studio::domain::{Conversation, ConversationId, Language, Outcome, Speaker, TurnId};
use muse_studio::jobs::{
    Awaits, ByModel, Desk, GenerateOptions, Generated, JobEvent, JobHandle, LanguageShares, Runner,
    Shoppers, Speaking, Steer,
};
use muse_studio::llm::{Provider, Unpaced};
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

/// A typed text that no model would say.
const TYPED: &str = "अच्छा, पर क्या यह बारिश में चलेगा?";
/// What every answer of the server begins with.
const OPENING: &str = "तो बात यह है कि अभी के लिए यही ठीक रहेगा, आगे की बात बाद में देखेंगे";
/// How long a closed connection is waited for, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);

/// One event of an answer.
fn event(choice: &Value) -> Vec<u8> {
    let event = json!({"id": "c1", "model": "small-1", "choices": [choice]});
    format!("data: {event}\n\n").into_bytes()
}

/// The events of a text, cut wherever the characters fall: in the middle of syllables too.
fn texts(text: &str) -> Vec<Act> {
    let chars: Vec<char> = text.chars().collect();
    let parts = chars.chunks(3).map(|part| {
        let text: String = part.iter().collect();
        event(&json!({"index": 0, "delta": {"content": text}}))
    });
    let parts: Vec<Vec<u8>> = parts.collect();
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    let slow = |act| [act, Act::Wait(Duration::from_millis(2))];
    begun(&parts).into_iter().flat_map(slow).collect()
}

/// A whole answer to this request; no two are the same.
fn whole(request: &str) -> Vec<Act> {
    let tag = blake3::hash(request.as_bytes()).to_hex();
    let mut acts = texts(&format!("{OPENING} {}", &tag[..8]));
    let stop = event(&json!({"index": 0, "delta": {}, "finish_reason": "stop"}));
    let mut end = begun(&[&stop, b"data: [DONE]\n\n"]);
    acts.extend(end.drain(1..));
    ended(acts)
}

/// A server that answers whole, but begins these answers and never ends them.
fn endless(answers: std::ops::Range<usize>) -> Server {
    let count = AtomicUsize::new(0);
    Server::deciding(move |request| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        if !answers.contains(&number) {
            return whole(request);
        }
        // The last syllable may still get a vowel sign. All is sent at once: whoever closes the connection finds it held.
        let sent = texts("तो बात यह है कि अभी के लिए क").into_iter();
        let bytes = sent.filter_map(|act| match act {
            Act::Send(bytes) => Some(bytes),
            _ => None,
        });
        vec![Act::Send(bytes.flatten().collect()), Act::Hold]
    })
}

/// So many conversations in Hindi.
fn in_hindi(count: u32) -> GenerateOptions {
    let mut some = shoppers();
    some.retain(|shopper| shopper.conversation_style.language == Language::Hi);
    GenerateOptions {
        languages: LanguageShares::only(Language::Hi),
        shoppers: Shoppers::Given(some),
        ..asked(count, 1)
    }
}

/// One conversation in Hindi, by the model of this server.
fn begin(runner: &Runner, server: &Server) -> JobHandle<Generated> {
    let options = in_hindi(1);
    let model = Unpaced::new(Provider::compatible(server.endpoint(), "small"));
    runner.generate_by(options, Speaking::Model(ByModel::new(Arc::new(model))))
}

async fn one(runner: &Runner, id: ConversationId) -> Conversation {
    let found = runner.workspace().store().conversation(id).await.unwrap();
    found.unwrap().conversation
}

/// All that the server was asked in a request.
fn question(server: &Server, number: usize) -> String {
    server.body(number)["messages"].to_string()
}

/// How many requests came before the first that holds this text, and how many hold it.
fn hold(server: &Server, text: &str) -> (usize, usize) {
    let asked = 0..server.requests().len();
    let holds: Vec<usize> = asked
        .filter(|number| question(server, *number).contains(text))
        .collect();
    (holds.first().copied().unwrap_or(usize::MAX), holds.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn to_stop_one_ends_its_request_on_the_wire() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let server = endless(1..2);
    let handle = begin(&runner, &server);
    let control = handle.control().clone();
    let (mut turns, mut first, mut shown) = (0, None, String::new());
    let made = handle.run_to_end(&mut events, |event| match event {
        JobEvent::Admitted { conversation, .. } => {
            first.get_or_insert(*conversation);
        }
        JobEvent::TurnDone { conversation, .. } if first == Some(*conversation) => turns += 1,
        JobEvent::Delta {
            conversation, text, ..
        } if first == Some(*conversation) && turns == 1 => {
            shown.push_str(text);
            control.steer(*conversation, Steer::Stop);
        }
        _ => {}
    });
    let made = tokio::time::timeout(PATIENCE * 3, made).await.unwrap();
    let made = made.unwrap();
    server.left.recv_timeout(PATIENCE).unwrap();
    assert_eq!((made.kept, made.attempts), (1, 2), "another is made");
    let stopped = one(&runner, first.unwrap()).await;
    assert_eq!(stopped.outcome, Some(Outcome::Stopped));
    assert_eq!(stopped.turns.len(), 1, "what was said stays, no more");
    assert!("तो बात यह है कि अभी के लिए".starts_with(shown.trim_end()));
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_syllables_are_shown_while_an_answer_comes() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let server = endless(0..0);
    let handle = begin(&runner, &server);
    let mut deltas: Vec<(TurnId, String)> = Vec::new();
    let made = handle.run_to_end(&mut events, |event| {
        if let JobEvent::Delta { turn, text, .. } = event {
            deltas.push((*turn, text.clone()));
        }
    });
    assert_eq!(made.await.unwrap().kept, 1);
    let (first, _) = deltas[0];
    let pieces: Vec<&str> = deltas
        .iter()
        .filter(|(turn, _)| *turn == first)
        .map(|(_, text)| text.as_str())
        .collect();
    let text = pieces.concat();
    assert!(text.starts_with(OPENING) && pieces.len() > 8, "{pieces:?}");
    let apart: Vec<&str> = pieces.iter().flat_map(|p| p.graphemes(true)).collect();
    assert_eq!(text.graphemes(true).collect::<Vec<_>>(), apart);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_the_last_turn_reaches_the_next_question() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let server = endless(0..0);
    let handle = begin(&runner, &server);
    let control = handle.control().clone();
    let (mut last, mut held) = (None, false);
    let standing = loop {
        match events.next().await {
            // In the middle of an answer: that turn is finished first.
            JobEvent::Delta { conversation, .. } if !held => {
                held = true;
                control.steer(conversation, Steer::Hold);
            }
            JobEvent::TurnDone { turn, text, .. } => last = Some((turn, text)),
            JobEvent::Waits { conversation, .. } => break conversation,
            _ => {}
        }
    };
    let (turn, text) = last.unwrap();
    assert!(text.starts_with(OPENING), "{text}");
    assert_eq!(server.requests().len(), 1, "nothing is asked meanwhile");
    let desk = Desk::new(runner.workspace(), "asha".into());
    let edited = desk.edit_turn(standing, turn, 1, TYPED.to_owned());
    edited.await.unwrap();
    control.steer(standing, Steer::GoOn);
    let made = handle.finish().await.unwrap();
    assert_eq!(made.kept, 1, "{made:?}");
    assert_eq!(hold(&server, TYPED).0, 1, "from the next question on");
    assert_eq!(hold(&server, &text).1, 0, "nobody is told the old words");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_types_is_asked_of_nobody_and_answered() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let server = endless(0..0);
    let handle = begin(&runner, &server);
    let control = handle.control().clone();
    let (mut typed, mut asked_before) = (None, usize::MAX);
    let made = handle.run_to_end(&mut events, |event| match event {
        JobEvent::TurnDone { conversation, .. } if typed.is_none() => {
            control.steer(*conversation, Steer::TakeOver(Speaker::User));
        }
        JobEvent::Waits {
            conversation,
            awaits: Awaits::Words { turn, .. },
            ..
        } if typed.is_none() => {
            asked_before = server.requests().len();
            typed = Some(*turn);
            let (turn, text) = (*turn, TYPED.to_owned());
            control.steer(*conversation, Steer::Say { turn, text });
            control.steer(*conversation, Steer::HandBack);
        }
        _ => {}
    });
    let made = made.await.unwrap();
    assert_eq!(made.kept, 1, "{made:?}");
    assert!(typed.is_some());
    assert_eq!(hold(&server, TYPED).0, asked_before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_that_is_picked_is_what_the_next_question_tells() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let server = endless(0..0);
    let handle = begin(&runner, &server);
    let control = handle.control().clone();
    let (mut ways, mut asked_once, mut first) = (Vec::new(), false, None);
    let made = handle.run_to_end(&mut events, |event| match event {
        JobEvent::TurnDone { conversation, .. } if !asked_once => {
            asked_once = true;
            first = Some(*conversation);
            control.steer(*conversation, Steer::Branch(2));
        }
        JobEvent::AlternativeDone { turn, text, .. } => ways.push((*turn, text.clone().unwrap())),
        JobEvent::Waits {
            conversation,
            awaits: Awaits::Pick,
            ..
        } => {
            ways.sort();
            let (turn, by) = (ways[1].0, "asha".into());
            control.steer(*conversation, Steer::Pick { turn, by });
        }
        _ => {}
    });
    let made = made.await.unwrap();
    assert_eq!((made.kept, ways.len()), (1, 2), "{made:?}");
    let [(_, left), (turn, picked)] = ways.as_slice() else {
        panic!("{ways:?}");
    };
    assert_ne!(left, picked, "each is asked with a seed of its own");
    assert!(hold(&server, picked).1 > 0);
    assert_eq!(hold(&server, left).1, 0);
    let conversation = one(&runner, first.unwrap()).await;
    assert!(conversation.current_turns().any(|one| one.id == *turn));
    assert_eq!(conversation.branches.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn to_stop_one_ends_all_its_ways_on_the_wire() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let server = endless(1..4);
    let handle = begin(&runner, &server);
    let control = handle.control().clone();
    let (mut asked_once, mut ways, mut begun) = (false, Vec::new(), Vec::new());
    let made = handle.run_to_end(&mut events, |event| match event {
        JobEvent::Delta { conversation, .. } if !asked_once => {
            asked_once = true;
            control.steer(*conversation, Steer::Hold);
        }
        JobEvent::Waits {
            conversation,
            awaits: Awaits::Release,
            ..
        } => control.steer(*conversation, Steer::Branch(3)),
        JobEvent::Alternatives { turns, .. } => ways.clone_from(turns),
        JobEvent::Delta {
            conversation, turn, ..
        } if ways.contains(turn) && !begun.contains(turn) => {
            begun.push(*turn);
            if begun.len() == ways.len() {
                control.steer(*conversation, Steer::Stop);
            }
        }
        _ => {}
    });
    let made = tokio::time::timeout(PATIENCE * 3, made).await.unwrap();
    let made = made.unwrap();
    assert_eq!((made.kept, made.attempts), (1, 2), "{made:?}");
    for _ in &ways {
        server.left.recv_timeout(PATIENCE).unwrap();
    }
    assert_eq!(ways.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_model_words_what_has_not_begun_and_the_record_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let server = endless(0..0);
    let by = |model: &str, temperature| {
        let model = Unpaced::new(Provider::compatible(server.endpoint(), model));
        ByModel {
            temperature,
            max_in_flight: 1,
            ..ByModel::new(Arc::new(model))
        }
    };
    let speaking = Speaking::Model(by("small", None));
    let handle = runner.generate_by(in_hindi(3), speaking);
    let control = handle.control().clone();
    let (mut begun, mut first) = (0, None);
    let made = handle.run_to_end(&mut events, |event| match event {
        JobEvent::Admitted { conversation, .. } => {
            begun += 1;
            first.get_or_insert(*conversation);
        }
        JobEvent::TurnDone { conversation, .. } if first == Some(*conversation) => {
            let now = control.by_model().unwrap();
            if now.model.name() == "small" {
                control.retune(by("large", Some(0.3)));
            }
        }
        _ => {}
    });
    let made = made.await.unwrap();
    assert_eq!(made.kept, 3, "{made:?}");
    // Every request of the first conversation names the first model, all others the other one, at its temperature.
    let bodies: Vec<Value> = (0..server.requests().len())
        .map(|number| server.body(number))
        .collect();
    let of = |model: &str| bodies.iter().filter(|body| body["model"] == model).count();
    let turns = one(&runner, first.unwrap()).await.turns.len();
    assert_eq!(of("small"), turns, "it is finished as it was begun");
    assert_eq!(of("large"), bodies.len() - turns);
    let warm = |body: &&Value| {
        body["temperature"]
            .as_f64()
            .is_some_and(|t| (t - 0.3).abs() < 1e-6)
    };
    assert_eq!(bodies.iter().filter(warm).count(), of("large"));
    let run = runner
        .workspace()
        .store()
        .run(made.run)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(run.settings["voices"][0]["ordinal"], 1);
    assert_eq!(run.settings["voices"][0]["model"], "large");
    // It goes on by the model that it was made by last.
    let refused = runner.resume_run_by(made.run, Speaking::Model(by("small", None)));
    let why = refused.finish().await.unwrap_err().to_string();
    assert!(why.contains("large"), "{why}");
    let again = runner.resume_run_by(made.run, Speaking::Model(by("large", None)));
    assert_eq!(again.finish().await.unwrap().kept, 3);
}
