//! Reviewing and rewriting by a program, on the command line, with a model on this machine.

use crate::cli_kit::{Home, conversations};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// Products and a few conversations; how many, the run decides, which makes up for near twins.
fn home() -> Home {
    let home = Home::with_products();
    home.muse(&["generate", "--num-conversations", "4", "--seed", "3"])
        .ended(0);
    home
}

/// A server that finds nothing against any conversation, words every turn anew, and finds that the same is said.
async fn willing() -> MockServer {
    let server = MockServer::start().await;
    let answer = |request: &Request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        let data = body["messages"][1]["content"].as_str().unwrap();
        let line = |name: &str| data.lines().find_map(|line| line.strip_prefix(name));
        let text = if data.contains("questions:") {
            let ids = ["specific", "follows", "natural", "need", "roles", "safe"];
            let answers = ids.map(|id| json!({"id": id, "answer": "yes"}));
            json!({"answers": answers, "content_quality": 2, "logical_fluency": 1.9, "user_consistency": 2}).to_string()
        } else if line("second: ").is_some() {
            "Yes".to_owned()
        } else {
            let message: String = serde_json::from_str(line("message: ").unwrap()).unwrap();
            format!("{message} ok")
        };
        ResponseTemplate::new(200).set_body_json(json!({
            "model": "willing-1",
            "choices": [{"message": {"content": text}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 30, "completion_tokens": 9},
        }))
    };
    Mock::given(method("POST"))
        .and(path("/v1/chat/completions"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

#[test]
fn the_program_reviews_alone_and_is_undone() {
    let home = home();
    let all = conversations(&home);
    let count = all.len() as u64;
    let id = all[0]["id"].as_str().unwrap().to_owned();
    home.muse(&[
        "review",
        "edit",
        &id,
        "--turn",
        "2",
        "--text",
        "नमस्ते, this is a line of its own",
    ])
    .ended(0);
    let dry = home
        .muse(&["review", "auto", "--dry-run", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (&dry["reviewed"], &dry["written"]),
        (&count.into(), &false.into())
    );
    let done = home.muse(&["review", "auto", "--json"]).ended(0).json();
    assert_eq!(
        dry["proposals"], done["proposals"],
        "a dry run says what is then done"
    );
    assert_eq!(
        done["kept"].as_u64().unwrap() + done["discarded"].as_u64().unwrap(),
        count
    );
    for proposal in done["proposals"].as_array().unwrap() {
        let unseen = proposal["unseen"].as_array().unwrap();
        assert!(unseen.contains(&"natural".into()) && !unseen.contains(&"facts".into()));
    }
    let kept = home.muse(&["conversations", "list", "--filter", "auto:kept", "--json"]);
    let kept = kept.ended(0).lines();
    assert_eq!(kept.len() as u64, done["kept"].as_u64().unwrap());
    assert!(
        kept.iter()
            .all(|line| line["status"] == "todo" || line["status"] == "part")
    );
    let export = |reviewers: &str| {
        let arguments = [
            "export",
            "--format",
            "sft",
            "--force",
            "--reviewers",
            reviewers,
            "--json",
        ];
        home.muse(&arguments).ended(0).json()["counts"]["rows"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(export("auto"), done["kept"].as_u64().unwrap());
    assert!(export("people") < export("auto"));
    let undone = home.muse(&["review", "undo", "--reviewer", "auto:offline", "--json"]);
    assert_eq!(
        undone.ended(0).json()["entries"].as_array().unwrap().len() as u64,
        count
    );
    home.muse(&["review", "accept", &id, "--reviewer", "auto:offline"])
        .told(2, &["kept for what programs decide"]);
}

#[test]
fn what_cannot_be_is_said() {
    let home = home();
    home.muse(&["review", "auto", "--on-fault", "burn"])
        .told(2, &["repair or regenerate"]);
    home.muse(&["review", "auto", "--on-fault", "repair"])
        .told(2, &["model_url"]);
    home.muse(&[
        "review",
        "auto",
        "--on-fault",
        "regenerate",
        "--max-calls",
        "3",
    ])
    .told(2, &["none is asked"]);
    home.muse(&["review", "auto", "--cut", "7"]).ended(2);
    home.muse(&["review", "auto", "--max-tokens", "9"])
        .told(2, &["none is asked", "--judge model"]);
    home.muse(&["review", "auto", "--judge", "model"])
        .told(2, &["model_url"]);
    home.muse(&["review", "rewrite", "--colloquial", "2"])
        .ended(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_on_this_machine_reviews_and_rewrites() {
    let server = willing().await;
    let home = home()
        .with("MUSE_MODEL_URL", &format!("{}/v1", server.uri()))
        .with("MUSE_MODEL", "willing");
    let count = tokio::task::block_in_place(|| conversations(&home)).len() as u64;
    let muse = |arguments: &[&str]| tokio::task::block_in_place(|| home.muse(arguments));
    let done = muse(&["review", "auto", "--judge", "model", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (&done["reviewed"], &done["calls"]),
        (&count.into(), &count.into())
    );
    assert_eq!(done["model"], "willing-1");
    assert_eq!(done["tokens"], count * 39);
    assert!(
        done["proposals"][0]["unseen"]
            .as_array()
            .unwrap()
            .is_empty()
    );

    let dry = muse(&["review", "rewrite", "--dry-run", "--json"])
        .ended(0)
        .json();
    let turns = dry["would_ask"].as_u64().unwrap();
    assert!(turns > 20 && dry["calls"] == 0);
    let some = muse(&["review", "rewrite", "--limit", "3", "--json"])
        .ended(0)
        .json();
    assert_eq!((&some["rewritten"], &some["calls"]), (&3.into(), &6.into()));
    let budget = muse(&["review", "rewrite", "--max-calls", "4", "--at-a-time", "1"]).ended(3);
    assert!(budget.out.contains("budget is used up"), "{}", budget.out);
    let rest = muse(&["review", "rewrite", "--json"]).ended(0).json();
    assert_eq!(rest["rewritten"].as_u64().unwrap(), turns - 5);
    assert_eq!(rest["rewritten_before"], 5);
    let edits = muse(&[
        "conversations",
        "list",
        "--filter",
        "has:edit status:todo",
        "--json",
    ]);
    assert_eq!(
        edits.ended(0).lines().len() as u64,
        count,
        "what a program wrote waits for people"
    );
    let shown = muse(&["conversations", "show", "#1"]).ended(0).out;
    assert!(
        shown.contains("automatic review: kept by auto:model"),
        "{shown}"
    );
    assert!(shown.contains("[rewritten by auto:rewrite]"), "{shown}");
    let log = muse(&["review", "log"]).ended(0);
    assert!(log.out.contains("auto:rewrite"), "{}", log.out);
    let undone = muse(&[
        "review",
        "undo",
        "--reviewer",
        "auto:rewrite",
        "--times",
        "3",
        "--json",
    ]);
    assert_eq!(
        undone.ended(0).json()["entries"].as_array().unwrap().len() as u64,
        turns
    );
}
