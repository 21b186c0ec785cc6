//! Wording turns anew: what survives, what stays as it is, what is paid for once.

use std::sync::{Arc, Mutex};

use crate::jobs_support::{asked, reopened, stocked};
use muse_studio::domain::{Engine, ReviewerId, Speaker, Status, Subject, TurnId, Verdict};
use muse_studio::jobs::{
    Allowance, Desk, JobEnd, Report, RewriteOptions, Rewritten, Runner, Writing,
};
use muse_studio::llm::{
    ChatModel, ChatReply, ChatRequest, ChatStream, LlmError, Part, Scripted, at_once,
};
use muse_studio::store::{Cursor, Reviewed};

fn options() -> RewriteOptions {
    RewriteOptions {
        concurrency: 1,
        ..RewriteOptions::default()
    }
}

fn limited(limit: u64) -> RewriteOptions {
    RewriteOptions {
        limit: Some(limit),
        ..options()
    }
}

async fn run(runner: &Runner, options: RewriteOptions, model: Arc<dyn ChatModel>) -> Rewritten {
    runner.rewrite(options, model).finish().await.unwrap()
}

async fn with_conversations(dir: &std::path::Path, count: u32) -> Runner {
    let (runner, _events) = stocked(dir).await;
    runner.generate(asked(count, 2)).finish().await.unwrap();
    runner
}

async fn conversations(runner: &Runner) -> Vec<Reviewed> {
    let store = runner.workspace().store();
    let page = store.conversation_page(Default::default(), Cursor::First, 99);
    let items = page.await.unwrap().items;
    items.into_iter().map(|(_, found)| found).collect()
}

fn data(request: &ChatRequest) -> String {
    let text = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Picture { .. } => String::new(),
    };
    request.parts.iter().map(text).collect()
}

/// A value of the data part, by its name.
fn value<T: serde::de::DeserializeOwned>(data: &str, name: &str) -> T {
    let start = format!("{name}: ");
    let line = data.lines().find_map(|line| line.strip_prefix(&start));
    serde_json::from_str(line.unwrap()).unwrap()
}

/// A model that words every message anew by putting a word before it, and says yes to every second question.
#[derive(Default)]
struct Willing(Mutex<Vec<ChatRequest>>);

impl Willing {
    fn asked(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

impl ChatModel for Willing {
    fn stream(&self, request: ChatRequest) -> ChatStream<'_> {
        self.0.lock().unwrap().push(request.clone());
        let data = data(&request);
        let text = match data.contains("second: ") {
            true => "Yes".to_owned(),
            false => format!("{} ok", value::<String>(&data, "message")),
        };
        at_once(async move { Ok(ChatReply::whole("willing-1", text)) })
    }

    fn name(&self) -> &str {
        "willing"
    }

    fn engine(&self) -> Engine {
        Engine::Scripted
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_turn_is_worded_anew_and_one_undo_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 4).await;
    let before = conversations(&runner).await;
    let turns: usize = before.iter().map(|r| r.conversation.turns.len()).sum();
    let model = Arc::new(Willing::default());
    let four = RewriteOptions {
        concurrency: 4,
        ..RewriteOptions::default()
    };
    let done = run(&runner, four, model.clone()).await;
    assert_eq!(done.end(), JobEnd::Done, "{}", done.summary());
    assert_eq!(
        (done.rewritten as usize, done.stays.len()),
        (turns, 0),
        "{:?}",
        done.stays
    );
    assert_eq!(model.asked(), 2 * turns);
    for reviewed in conversations(&runner).await {
        let status = reviewed.review.status(&reviewed.conversation);
        assert_eq!(status, Status::Todo, "people have not seen it");
        for turn in reviewed.conversation.current_turns() {
            assert_eq!(reviewed.review.text(turn), format!("{} ok", turn.text));
            let made = &reviewed.review.turns[&turn.id].versions[0];
            assert_eq!(made.machine, Some(ReviewerId::machine("rewrite")));
        }
    }
    let again = run(&runner, options(), Arc::new(Scripted::default())).await;
    assert_eq!((again.before as usize, again.spent.calls), (turns, 0));

    let machine = Desk::new(runner.workspace(), ReviewerId::machine("rewrite"));
    assert_eq!(machine.undo().await.unwrap().reversed.len(), turns);
    for reviewed in conversations(&runner).await {
        let texts = reviewed.conversation.current_turns();
        assert!(
            texts
                .into_iter()
                .all(|turn| reviewed.review.text(turn) == turn.text)
        );
    }
    // What was paid for is still there.
    let free = run(&runner, options(), model.clone()).await;
    assert_eq!((free.rewritten as usize, free.spent.calls), (turns, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_numbers_are_kept_by_the_program_whatever_a_model_says() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 4).await;
    let all = conversations(&runner).await;
    let turns = all.iter().flat_map(|r| r.conversation.current_turns());
    let turns: Vec<_> = turns.cloned().collect();
    let priced = |turn: &&muse_studio::domain::Turn| turn.text.contains('₹');
    assert!(turns.iter().any(|t| priced(&t)));
    // Every wording loses its digits.
    struct Careless;
    impl ChatModel for Careless {
        fn stream(&self, request: ChatRequest) -> ChatStream<'_> {
            let data = data(&request);
            let text = match data.contains("second: ") {
                true => "Yes".to_owned(),
                false => {
                    value::<String>(&data, "message")
                        .replace(|c: char| c.is_ascii_digit(), "")
                        .replace("kurta", "thing")
                        + " ok"
                }
            };
            at_once(async move { Ok(ChatReply::whole("careless", text)) })
        }
        fn name(&self) -> &str {
            "careless"
        }

        fn engine(&self) -> Engine {
            Engine::Scripted
        }
    }
    let done = run(&runner, options(), Arc::new(Careless)).await;
    let stays: Vec<TurnId> = done.stays.iter().map(|stays| stays.turn).collect();
    for turn in turns
        .iter()
        .filter(|t| t.text.chars().any(|c| c.is_ascii_digit()))
    {
        assert!(stays.contains(&turn.id), "{}", turn.text);
    }
    for reviewed in conversations(&runner).await {
        for turn in reviewed.conversation.current_turns().filter(priced) {
            assert_eq!(reviewed.review.text(turn), turn.text);
        }
    }
    assert_eq!(
        done.end(),
        JobEnd::Done,
        "an original that stays is no failure"
    );
    assert!(
        done.stays
            .iter()
            .any(|stays| stays.reason.contains("number"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_the_same_stays_and_what_cannot_be_read_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 1).await;
    let first = conversations(&runner).await.remove(0);
    let texts: Vec<String> = first
        .conversation
        .current_turns()
        .map(|t| t.text.clone())
        .collect();
    let worded = |at: usize| Ok(format!("{} ok", texts[at]));
    let yes = || Ok("Yes".to_owned());
    let model = Arc::new(Scripted::new([
        worded(0),
        Ok("No: the colour is gone".to_owned()),
        Ok("Here is a rewritten version: hello".to_owned()),
        worded(2),
        Ok("Perhaps.".to_owned()),
    ]));
    let done = run(&runner, limited(3), model.clone()).await;
    assert_eq!(
        (done.rewritten, done.stays.len(), done.left_out.len()),
        (0, 2, 1)
    );
    assert_eq!(done.end(), JobEnd::Partial);
    assert!(
        done.stays[0].reason.contains("the colour is gone"),
        "{:?}",
        done.stays
    );
    assert!(done.stays[1].reason.contains("speaks of the rewriting"));
    assert!(
        done.left_out[0].contains("neither yes nor no"),
        "{:?}",
        done.left_out
    );
    for request in model.asked() {
        assert!(!request.instructions.contains(&texts[0]));
    }
    // Only the check that could not be read is asked again, then the turns after it.
    let model = Arc::new(Scripted::new([yes(), worded(3), yes()]));
    let done = run(&runner, limited(2), model.clone()).await;
    assert_eq!(
        (done.rewritten, done.stays.len(), done.left_out.len()),
        (2, 2, 0)
    );
    assert!(data(&model.asked()[0]).contains("second: "));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_judged_or_edit_meanwhile_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 2).await;
    let all = conversations(&runner).await;
    let desk = Desk::new(runner.workspace(), ReviewerId::from("asha"));
    let accepted = [Subject::Conversation(all[0].conversation.id)];
    desk.judge(&accepted, Some(Verdict::Accepted), None)
        .await
        .unwrap();
    let second = &all[1].conversation;
    let edited = second.current_turns().next().unwrap();
    desk.edit_turn(second.id, edited.id, 1, "my own words".to_owned())
        .await
        .unwrap();
    let everything = RewriteOptions {
        filter: Default::default(),
        ..options()
    };
    let done = run(&runner, everything, Arc::new(Willing::default())).await;
    assert_eq!(done.by_people as usize, all[0].conversation.turns.len() + 1);
    assert_eq!(done.rewritten as usize, second.turns.len() - 1);
    let after = conversations(&runner).await;
    assert_eq!(after[1].review.text(edited), "my own words");
    assert_eq!(after[0].review.turns.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wording_that_is_paid_for_is_checked_by_the_next_job() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 1).await;
    let first = conversations(&runner).await.remove(0);
    let opening = first
        .conversation
        .current_turns()
        .next()
        .unwrap()
        .text
        .clone();
    let model = Arc::new(Scripted::new([Ok(format!("{opening} ok"))]));
    let one = RewriteOptions {
        allowance: Allowance {
            max_calls: Some(1),
            ..Allowance::default()
        },
        ..options()
    };
    let done = run(&runner, one, model).await;
    assert_eq!((done.rewritten, done.spent.out_of_budget), (0, true));
    assert!(done.summary().contains("goes on"), "{}", done.summary());
    runner.workspace().close().await.unwrap();

    let (runner, _events) = Runner::new(reopened(folder.path()).await);
    let model = Arc::new(Scripted::new([Ok("Yes".to_owned())]));
    let done = run(&runner, limited(1), model.clone()).await;
    assert_eq!((done.rewritten, done.spent.calls), (1, 1));
    assert!(data(&model.asked()[0]).contains("second: "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_asks_nothing_and_says_what_it_would_take() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 2).await;
    let all = conversations(&runner).await;
    let turns: usize = all.iter().map(|r| r.conversation.turns.len()).sum();
    let model = Arc::new(Scripted::default());
    let dry = RewriteOptions {
        writing: Writing::Dry,
        ..options()
    };
    let done = run(&runner, dry, model.clone()).await;
    assert_eq!((done.would_ask as usize, model.asked().len()), (turns, 0));
    assert!(done.spent.tokens.estimated && done.spent.tokens.count > turns as u64 * 100);
    assert!(
        done.summary().contains("nothing was asked"),
        "{}",
        done.summary()
    );
    let store = runner.workspace().store();
    assert!(
        store
            .log_page(Cursor::First, 9)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    assert!(
        all[0]
            .conversation
            .current_turns()
            .any(|t| t.speaker == Speaker::User)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_ends_it_and_what_was_worded_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let runner = with_conversations(folder.path(), 1).await;
    let first = conversations(&runner).await.remove(0);
    let opening = first
        .conversation
        .current_turns()
        .next()
        .unwrap()
        .text
        .clone();
    let refused = LlmError::Key {
        host: "here".to_owned(),
        said: "no".to_owned(),
    };
    let model = Arc::new(Scripted::new([
        Ok(format!("{opening} ok")),
        Ok("Yes".to_owned()),
        Err(refused),
    ]));
    let error = runner.rewrite(options(), model).finish().await.unwrap_err();
    assert!(error.to_string().contains("refuses the key"), "{error}");
    let after = conversations(&runner).await.remove(0);
    let turn = after.conversation.current_turns().next().unwrap();
    assert_eq!(after.review.text(turn), format!("{opening} ok"));
}
