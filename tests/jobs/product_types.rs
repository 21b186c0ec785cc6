//! Asking a model which names are kinds of products: what is asked, what is kept, what the rules tell instead.

use std::sync::{Arc, Mutex};

use crate::jobs_support::{empty, reopened};
use muse_studio::catalog::{Answer, Judge, Tag};
use muse_studio::domain::{Domain, Engine};
use muse_studio::jobs::{
    AskAbout, Control, JobEnd, ProductTypeOptions, ProductTypes, Report, Runner,
};
use muse_studio::llm::{
    ChatModel, ChatReply, ChatRequest, ChatStream, LlmError, Part, Scripted, at_once,
};

fn tag(name: &str) -> Tag {
    Tag {
        name: name.to_owned(),
        items: 9,
        domain: Domain::Fashion,
        in_domain: 9,
        branded: 0,
    }
}

/// Names that the rules settle, and two that they do not.
const NAMES: [&str; 4] = ["Women", "Men's Shirts", "Monsoon Picks", "Weekend Edit"];

fn about(names: &[&str]) -> ProductTypeOptions {
    ProductTypeOptions {
        tags: names.iter().map(|name| tag(name)).collect(),
        ask: AskAbout::Unsettled,
        max_tokens: None,
        concurrency: 1,
    }
}

fn says(text: &str) -> Arc<Scripted> {
    Arc::new(Scripted::new([Ok(text.to_owned())]))
}

fn silent() -> Arc<Scripted> {
    Arc::new(Scripted::default())
}

async fn run(runner: &Runner, options: ProductTypeOptions, model: &Arc<Scripted>) -> ProductTypes {
    let job = runner.judge_product_types(options, model.clone());
    job.finish().await.unwrap()
}

fn is_type(done: &ProductTypes, name: &str) -> bool {
    done.judge.is_product_type(&tag(name)) == Answer::Yes
}

fn shown(request: &ChatRequest) -> String {
    let text = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Picture { .. } => String::new(),
    };
    request.parts.iter().map(text).collect()
}

fn counts(done: &ProductTypes) -> (u64, u64, u64, usize) {
    (done.settled, done.kept, done.judged, done.unread.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_the_rules_leave_open_is_asked_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(folder.path()).await);
    let model = says("1: No\n2: Yes");
    let done = run(&runner, about(&NAMES), &model).await;
    assert_eq!(counts(&done), (2, 0, 2, 0));
    assert_eq!(done.end(), JobEnd::Done);
    let asked = model.asked();
    assert_eq!(asked.len(), 1);
    let data = shown(&asked[0]);
    assert!(
        data.contains("1: \"Monsoon Picks\"") && data.contains("2: \"Weekend Edit\""),
        "{data}"
    );
    assert!(
        !data.contains("Women") && !data.contains("Shirts"),
        "{data}"
    );
    assert!(!asked[0].instructions.contains("Monsoon"));
    let judged: Vec<bool> = NAMES.iter().map(|name| is_type(&done, name)).collect();
    assert_eq!(judged, [false, true, false, true]);

    // After a restart it costs nothing, and says the same.
    runner.workspace().close().await.unwrap();
    let (runner, _events) = Runner::new(reopened(folder.path()).await);
    let model = silent();
    let again = run(&runner, about(&NAMES), &model).await;
    assert_eq!((counts(&again), again.tokens), ((2, 2, 0, 0), 0));
    assert!(model.asked().is_empty());
    let judged: Vec<bool> = NAMES.iter().map(|name| is_type(&again, name)).collect();
    assert_eq!(judged, [false, true, false, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_name_is_asked_about_when_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(folder.path()).await);
    let options = ProductTypeOptions {
        ask: AskAbout::All,
        ..about(&NAMES)
    };
    let done = run(&runner, options, &says("1: yes\n2: no\n3: no\n4: no")).await;
    assert_eq!(counts(&done), (0, 0, 4, 0));
    assert!(is_type(&done, "Women") && !is_type(&done, "Men's Shirts"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_answer_that_cannot_be_read_the_rules_tell() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(folder.path()).await);
    let model = says("1: No\nThe second one is hard to tell.");
    let done = run(&runner, about(&NAMES), &model).await;
    assert_eq!(counts(&done), (2, 0, 1, 1));
    assert_eq!(done.end(), JobEnd::Partial);
    assert_eq!(done.unread[0].name, "Weekend Edit");
    assert!(
        done.summary().contains("1 without a readable answer"),
        "{}",
        done.summary()
    );
    // The rules take a name whose words they do not know.
    assert!(!is_type(&done, "Monsoon Picks") && is_type(&done, "Weekend Edit"));

    let model = says("1: No");
    let again = run(&runner, about(&NAMES), &model).await;
    assert_eq!(counts(&again), (2, 1, 1, 0));
    assert!(!shown(&model.asked()[0]).contains("Monsoon"));
    assert!(!is_type(&again, "Weekend Edit"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passing_failure_is_told_of_each_name() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(folder.path()).await);
    // At the end of its script the model answers with a failure that does not end a run.
    let done = run(&runner, about(&NAMES), &silent()).await;
    assert_eq!(counts(&done), (2, 0, 0, 2));
    assert!(done.unread[0].reason.contains("end"), "{:?}", done.unread);
}

/// Forty-five names that no rule settles.
fn many() -> Vec<String> {
    (0..45).map(|number| format!("Edit {number} Zq")).collect()
}

fn all_yes() -> Result<String, LlmError> {
    let lines: Vec<String> = (1..=20).map(|number| format!("{number}: Yes")).collect();
    Ok(lines.join("\n"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_budget_ends_it_and_the_next_one_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(folder.path()).await);
    let names = many();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let model = Arc::new(Scripted::new((0..9).map(|_| all_yes())));
    let budget = ProductTypeOptions {
        max_tokens: Some(1),
        ..about(&names)
    };
    let done = run(&runner, budget, &model).await;
    assert_eq!(
        (done.judged, done.not_asked, done.out_of_budget),
        (20, 25, true)
    );
    assert!(
        done.summary().contains("25 judged by rules"),
        "{}",
        done.summary()
    );
    let rest = run(&runner, about(&names), &model).await;
    assert_eq!((rest.kept, rest.judged, rest.not_asked), (20, 25, 0));
    assert!(!rest.out_of_budget);
    assert_eq!(model.asked().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_key_ends_it_and_what_was_answered_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(folder.path()).await);
    let names = many();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let refused = LlmError::Key {
        host: "here".to_owned(),
        said: "no".to_owned(),
    };
    let model = Arc::new(Scripted::new([all_yes(), Err(refused), all_yes()]));
    let job = runner.judge_product_types(about(&names), model.clone());
    let error = job.finish().await.unwrap_err();
    assert!(error.to_string().contains("refuses the key"), "{error}");
    assert_eq!(model.asked().len(), 2);
    let rest = Arc::new(Scripted::new((0..9).map(|_| all_yes())));
    assert_eq!(run(&runner, about(&names), &rest).await.kept, 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_prompt_is_another_question() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(folder.path()).await);
    run(&runner, about(&NAMES), &says("1: Yes\n2: Yes")).await;
    let prompts = runner.workspace().folder().prompts();
    std::fs::create_dir_all(&prompts).unwrap();
    let own = "Sort them.\n---\n{% for tag in tags %}{{ loop.index }}. {{ tag }}\n{% endfor %}";
    std::fs::write(prompts.join("product_type.txt"), own).unwrap();
    let done = run(&runner, about(&NAMES), &says("1. no\n2. no")).await;
    assert_eq!(counts(&done), (2, 0, 2, 0));
}

/// Has its job stopped while it answers.
#[derive(Default)]
struct Stopping(Mutex<Option<Control>>);

impl ChatModel for Stopping {
    fn stream(&self, _request: ChatRequest) -> ChatStream<'_> {
        at_once(async move {
            let control = loop {
                if let Some(control) = self.0.lock().unwrap().take() {
                    break control;
                }
                tokio::task::yield_now().await;
            };
            control.stop();
            Ok(ChatReply::whole("stopping", all_yes().unwrap()))
        })
    }

    fn name(&self) -> &str {
        "stopping"
    }

    fn engine(&self) -> Engine {
        Engine::Scripted
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_job_keeps_the_answer_that_was_on_its_way() {
    let folder = tempfile::tempdir().unwrap();
    let (runner, _events) = Runner::new(empty(folder.path()).await);
    let names = many();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let model = Arc::new(Stopping::default());
    let job = runner.judge_product_types(about(&names), model.clone());
    *model.0.lock().unwrap() = Some(job.control().clone());
    let done = job.finish().await.unwrap();
    assert_eq!(
        (done.end(), done.judged, done.not_asked),
        (JobEnd::Stopped, 20, 25)
    );
    assert!(done.estimated && done.tokens > 0);
}
