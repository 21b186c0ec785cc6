//! Generation by a language model: what is made, what is told, what a failure and a brake leave behind.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::jobs_support::{asked, drain, reopened, stocked};
use futures_util::{StreamExt, stream};
use muse_studio::domain::{Conversation, Engine, FindingKind, Outcome, Speaker};
use muse_studio::jobs::{ByModel, JobEnd, JobEvent, Report, Runner, Speaking, Why};
use muse_studio::llm::{
    ChatEvent, ChatModel, ChatReply, ChatRequest, ChatStream, LlmError, Part, Usage,
};
use muse_studio::review::Filter;
use muse_studio::store::Cursor;
use serde_json::Value;

/// How a stand-in for a model behaves.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// It says what it is asked for, in the language that it is asked in.
    Able,
    /// Of Hindi it gives English.
    English,
    /// Every fifth answer breaks and begins again.
    Torn,
    /// From this question on its account is empty.
    Poor(usize),
    /// Each answer takes so long.
    Slow(Duration),
}

/// A stand-in for a model: it words a turn from the data of its prompt.
struct Talker {
    manner: Manner,
    calls: AtomicUsize,
    open: AtomicUsize,
    most_open: AtomicUsize,
}

impl Talker {
    fn new(manner: Manner) -> Arc<Self> {
        Arc::new(Talker {
            manner,
            calls: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            most_open: AtomicUsize::new(0),
        })
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

/// The value of a line of the data such as `products: [...]`.
fn line(data: &str, name: &str) -> Value {
    let start = format!("{name}: ");
    let found = data.lines().find_map(|line| line.strip_prefix(&start));
    found.map_or(Value::Null, |text| serde_json::from_str(text).unwrap())
}

fn words(request: &ChatRequest, manner: Manner) -> String {
    let [Part::Text(data)] = request.parts.as_slice() else {
        panic!("{:?}", request.parts);
    };
    let (turn, products) = (line(data, "turn"), line(data, "products"));
    let place = data
        .lines()
        .filter(|line| line.starts_with("shopper: \"") || line.starts_with("assistant: \""))
        .count();
    let hash = blake3::hash(data.as_bytes()).to_hex();
    let tag = format!("{place}{}", &hash[..6]);
    let offer = products
        .as_array()
        .and_then(|all| all.first())
        .map(|product| {
            format!(
                "{} {}",
                product["title"].as_str().unwrap(),
                product["price"].as_str().unwrap_or("")
            )
        });
    let offer = offer.unwrap_or_default();
    let does = turn["does"].as_str().unwrap_or("");
    let text = request.instructions.as_str();
    if text.contains("in Hindi, in Devanagari") && manner != Manner::English {
        return format!("मेरे हिसाब से बात यह है: {offer} अभी की बात {tag}, और आगे की बात बाद में देखेंगे।");
    }
    if text.contains("Hinglish") {
        return format!(
            "to baat ye hai ki {offer} abhi ke liye {tag} rahega, aur baaki baad mein dekhiye"
        );
    }
    format!("So this is what it is about: {offer} for now {tag}, and then the rest of {does}")
}

impl ChatModel for Talker {
    fn stream(&self, request: ChatRequest) -> ChatStream<'_> {
        let number = self.calls.fetch_add(1, Ordering::SeqCst);
        if let Manner::Poor(from) = self.manner
            && number >= from
        {
            let error = LlmError::Quota {
                host: "example".to_owned(),
                said: "empty".to_owned(),
            };
            return stream::iter([Err(error)]).boxed();
        }
        let text = words(&request, self.manner);
        let mut events: Vec<ChatEvent> = Vec::new();
        if self.manner == Manner::Torn && number.is_multiple_of(5) {
            events.push(ChatEvent::Text(format!("{text} {text}")));
            events.push(ChatEvent::Again);
        }
        let parts: Vec<char> = text.chars().collect();
        events.extend(
            parts
                .chunks(7)
                .map(|part| ChatEvent::Text(part.iter().collect())),
        );
        events.push(ChatEvent::Done(ChatReply {
            usage: Some(Usage::plain(100, 10)),
            ..ChatReply::whole("talker-1", text)
        }));
        let wait = match self.manner {
            Manner::Slow(wait) => wait,
            _ => Duration::ZERO,
        };
        let begun = async move {
            let open = self.open.fetch_add(1, Ordering::SeqCst) + 1;
            self.most_open.fetch_max(open, Ordering::SeqCst);
            tokio::time::sleep(wait).await;
            self.open.fetch_sub(1, Ordering::SeqCst);
            stream::iter(events.into_iter().map(Ok))
        };
        stream::once(begun).flatten().boxed()
    }

    fn name(&self) -> &str {
        "talker"
    }

    fn engine(&self) -> Engine {
        Engine::Scripted
    }
}

fn by(model: &Arc<Talker>) -> Speaking {
    Speaking::Model(ByModel::new(model.clone()))
}

async fn made(runner: &Runner) -> Vec<Conversation> {
    let store = runner.workspace().store();
    let page = store
        .conversation_page(Filter::default(), Cursor::First, 200)
        .await
        .unwrap();
    page.items
        .into_iter()
        .map(|(_, reviewed)| reviewed.conversation)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn conversations_are_worded_by_the_model_and_say_so() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let model = Talker::new(Manner::Able);
    drain(&mut events);
    let done = runner
        .generate_by(asked(8, 1), by(&model))
        .finish()
        .await
        .unwrap();
    assert_eq!(done.engine, Engine::Scripted);
    assert_eq!(done.spent.calls as usize, model.calls());
    assert_eq!(done.spent.tokens(), 110 * done.spent.calls);
    assert_eq!(done.spent.model.as_deref(), Some("talker-1"));
    let whole: Vec<_> = made(&runner).await;
    assert!(whole.len() >= 8, "{}", whole.len());
    for conversation in &whole {
        assert_ne!(conversation.outcome, Some(Outcome::Stopped), "{done:?}");
        assert_eq!(conversation.engine, Engine::Scripted);
        for turn in conversation.current_turns() {
            let told = turn.provenance.as_ref().unwrap();
            assert_eq!(told.provider, Engine::Scripted);
            assert_eq!(told.model.as_deref(), Some("talker-1"));
            assert_eq!(
                (told.input_tokens, told.output_tokens),
                (Some(100), Some(10))
            );
            assert_eq!(told.source.len(), 16, "a prompt's hash: {}", told.source);
        }
    }
    // Every turn came piece by piece, and the pieces add up to it.
    let mut told = 0;
    let mut coming = std::collections::HashMap::new();
    for event in drain(&mut events) {
        match event {
            JobEvent::Delta { turn, text, .. } => coming
                .entry(turn)
                .or_insert_with(String::new)
                .push_str(&text),
            JobEvent::TurnDone { turn, text, .. } => {
                if let Some(seen) = coming.get(&turn) {
                    assert!(text.starts_with(seen.as_str()), "{seen:?} of {text:?}");
                }
                told += 1;
            }
            _ => {}
        }
    }
    assert_eq!(told, done.turns);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_wait_at_once_changes_nothing_in_what_is_made() {
    let mut sets = Vec::new();
    for in_flight in [1, 64] {
        let dir = tempfile::tempdir().unwrap();
        let (runner, _) = stocked(dir.path()).await;
        let model = Talker::new(Manner::Slow(Duration::from_millis(2)));
        let speaking = Speaking::Model(ByModel {
            max_in_flight: in_flight,
            ..ByModel::new(model.clone())
        });
        runner
            .generate_by(asked(24, 1), speaking)
            .finish()
            .await
            .unwrap();
        let open = model.most_open.load(Ordering::SeqCst);
        assert!(
            if in_flight == 1 { open == 1 } else { open > 8 },
            "{open} at once"
        );
        sets.push(made(&runner).await);
    }
    assert_eq!(sets[0], sets[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_and_begins_again_is_not_seen_twice() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _) = stocked(dir.path()).await;
    let model = Talker::new(Manner::Torn);
    runner
        .generate_by(asked(4, 1), by(&model))
        .finish()
        .await
        .unwrap();
    for conversation in made(&runner).await {
        for turn in conversation.current_turns() {
            let words: Vec<&str> = turn.text.split(' ').collect();
            let opening = words[..6].join(" ");
            assert_eq!(turn.text.matches(&opening).count(), 1, "{}", turn.text);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drifting_talk_is_stopped_with_its_rule_and_made_again_on_resume() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _) = stocked(dir.path()).await;
    let model = Talker::new(Manner::English);
    let done = runner
        .generate_by(asked(8, 1), by(&model))
        .finish()
        .await
        .unwrap();
    let braked: Vec<_> = done
        .not_kept
        .iter()
        .filter(|one| matches!(one.why, Why::Braked(_)))
        .collect();
    assert!(!braked.is_empty(), "{done:?}");
    assert!(
        braked.iter().all(|one| one.why.code() == "language_drift"),
        "{braked:?}"
    );
    assert!(
        done.left_out
            .iter()
            .any(|line| line.contains("language_drift")),
        "{:?}",
        done.left_out
    );
    assert_eq!(done.end(), JobEnd::Partial);
    let store = runner.workspace().store();
    let page = store
        .conversation_page(Filter::default(), Cursor::First, 200)
        .await
        .unwrap();
    let (mut stopped, mut finished) = (BTreeSet::new(), BTreeSet::new());
    for (_, reviewed) in page.items {
        let conversation = &reviewed.conversation;
        let reasons: Vec<_> = reviewed
            .findings
            .iter()
            .filter(|f| f.kind == FindingKind::Stopped)
            .collect();
        if conversation.outcome == Some(Outcome::Stopped) {
            assert_eq!(reasons.len(), 1);
            assert_eq!(reasons[0].claimed, "language_drift");
            stopped.insert(conversation.id);
        } else {
            assert!(reasons.is_empty());
            finished.insert(conversation.id);
        }
    }
    // A second look at the facts does not forget why.
    runner.evaluate(Filter::default()).finish().await.unwrap();
    let first = store
        .conversation(*stopped.first().unwrap())
        .await
        .unwrap()
        .unwrap();
    assert!(
        first
            .findings
            .iter()
            .any(|f| f.kind == FindingKind::Stopped),
        "{:?}",
        first.findings
    );

    let before: Vec<_> = made(&runner)
        .await
        .into_iter()
        .filter(|c| finished.contains(&c.id))
        .collect();
    let able = Talker::new(Manner::Able);
    let again = runner
        .resume_run_by(done.run, by(&able))
        .finish()
        .await
        .unwrap();
    assert!(again.kept > done.kept, "{again:?}");
    assert!(able.calls() > 0);
    let after = made(&runner).await;
    for conversation in &before {
        assert!(after.contains(conversation), "a finished one was touched");
    }
    // The second plan may need fewer places than the first.
    for id in &stopped {
        let now = store.conversation(*id).await.unwrap().unwrap();
        if now.conversation.ordinal >= again.attempts {
            continue;
        }
        assert_ne!(now.conversation.outcome, Some(Outcome::Stopped));
        assert!(now.findings.iter().all(|f| f.kind != FindingKind::Stopped));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_account_ends_the_run_and_what_was_made_is_kept_and_gone_on_with() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _) = stocked(dir.path()).await;
    let model = Talker::new(Manner::Poor(40));
    let error = runner
        .generate_by(asked(8, 1), by(&model))
        .finish()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("spend no more"), "{error}");
    // Each conversation asks no more than once more.
    assert!(model.calls() <= 40 + 8, "{}", model.calls());
    let turns: usize = made(&runner).await.iter().map(|c| c.turns.len()).sum();
    assert_eq!(turns, 40, "every answer that was paid for is in the store");
    let run = runner
        .workspace()
        .store()
        .runs()
        .await
        .unwrap()
        .pop()
        .unwrap();
    drop(runner);

    let (runner, _) = Runner::new(reopened(dir.path()).await);
    let offline = runner
        .resume_run(run.id)
        .finish()
        .await
        .unwrap_err()
        .to_string();
    assert!(offline.contains("talker (scripted)"), "{offline}");
    let able = Talker::new(Manner::Able);
    let done = runner
        .resume_run_by(run.id, by(&able))
        .finish()
        .await
        .unwrap();
    assert_eq!(done.kept + done.not_kept.len() as u32, done.attempts);
    assert!(
        made(&runner)
            .await
            .iter()
            .all(|c| c.outcome != Some(Outcome::Stopped))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_that_uses_up_its_tokens_is_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _) = stocked(dir.path()).await;
    let model = Talker::new(Manner::Able);
    let speaking = Speaking::Model(ByModel {
        tokens_each: 300,
        ..ByModel::new(model.clone())
    });
    let done = runner
        .generate_by(asked(2, 1), speaking)
        .finish()
        .await
        .unwrap();
    assert_eq!(done.kept, 0);
    for one in &done.not_kept {
        assert_eq!(one.why.code(), "token_budget");
    }
    for conversation in made(&runner).await {
        assert_eq!(conversation.turns.len(), 3, "110 tokens a turn");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_side_and_the_assistant_take_turns_as_the_machine_says() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, _) = stocked(dir.path()).await;
    let model = Talker::new(Manner::Able);
    let done = runner
        .generate_by(asked(6, 1), by(&model))
        .finish()
        .await
        .unwrap();
    assert!(done.finished() > 0);
    for conversation in made(&runner).await {
        assert!(conversation.exchanges() <= 10);
        let speakers: Vec<Speaker> = conversation
            .current_turns()
            .map(|turn| turn.speaker)
            .collect();
        assert!(
            speakers.windows(2).all(|two| two[0] != two[1]),
            "{speakers:?}"
        );
    }
}
