//! `generate` with a language model behind a server on this machine, from the command line.

use crate::cli_kit::{Home, conversations, number};
use crate::models_kit::{Answers, able, generate, server};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

/// A key that must show nowhere.
const KEY: &str = "sk-planted-5f1e";

#[tokio::test(flavor = "multi_thread")]
async fn a_model_words_conversations_and_each_turn_says_so() {
    let server = server(able()).await;
    let address = format!("{}/v1", server.uri());
    let home = Home::with_products().with("MY_KEY", KEY);
    home.put("../home/config/config.toml", "");
    let made = home.muse(&generate(
        &address,
        &["-n", "3", "--seed", "7", "--temperature", "0.7"],
    ));
    let made = made.json();
    assert_eq!(made["engine"], "openai-compatible");
    assert_eq!(made["asked"]["model"], "small-1");
    let calls = made["asked"]["calls"].as_u64().unwrap();
    assert_eq!(made["asked"]["input_tokens"], 200 * calls);
    assert_eq!(made["asked"]["output_tokens"], 20 * calls);
    let sent = server.received_requests().await.unwrap();
    assert_eq!(sent.len() as u64, calls);
    for request in &sent {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(
            (&body["model"], &body["temperature"]),
            (&json!("small"), &json!(0.7))
        );
    }
    let lines = conversations(&home);
    assert!(lines.len() >= 3);
    let shown = home
        .muse(&["conversations", "show", &number(&lines[0]), "--json"])
        .ended(0)
        .json();
    let turns = shown["turns"].as_array().unwrap();
    assert!(turns.len() > 2, "{shown}");
    for turn in turns {
        let told = &turn["provenance"];
        assert_eq!(told["provider"], "openai-compatible", "{turn}");
        assert_eq!(told["model"], "small-1");
        assert_eq!(
            (
                told["input_tokens"].as_u64(),
                told["output_tokens"].as_u64()
            ),
            (Some(200), Some(20))
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_asks_nothing_and_makes_nothing() {
    let server = server(able()).await;
    let address = format!("{}/v1", server.uri());
    let home = Home::with_products();
    let planned = home.muse(&generate(
        &address,
        &[
            "-n",
            "20",
            "--seed",
            "7",
            "--dry-run",
            "--requests-per-minute",
            "60",
        ],
    ));
    let planned = planned.ended(0).json();
    assert_eq!(
        (&planned["conversations"], &planned["model"]),
        (&json!(20), &json!("small"))
    );
    for figure in ["calls", "input_tokens", "output_tokens", "minutes"] {
        let (low, high) = (
            planned[figure]["low"].as_u64(),
            planned[figure]["high"].as_u64(),
        );
        assert!(low.unwrap() > 0 && low < high, "{figure}: {planned}");
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
    assert_eq!(conversations(&home).len(), 0);
    assert_eq!(
        home.muse(&["profiles", "list", "--json"])
            .ended(0)
            .lines()
            .len(),
        0
    );
    // What was foreseen holds for what is made.
    let made = home
        .muse(&generate(&address, &["-n", "20", "--seed", "7"]))
        .json();
    let calls = made["asked"]["calls"].as_u64();
    let (low, high) = (
        planned["calls"]["low"].as_u64(),
        planned["calls"]["high"].as_u64(),
    );
    assert!(
        low.map(|low| low * 3 / 4) <= calls && calls <= high,
        "{calls:?} of {planned}"
    );
    assert_eq!(made["seed"], planned["seed"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_that_drifts_is_stopped_and_the_reason_is_told_everywhere() {
    let english = Answers {
        hindi: "So I give you all of this in English although nobody asked for it",
    };
    let server = server(english).await;
    let address = format!("{}/v1", server.uri());
    let home = Home::with_products();
    let said = home.muse(&generate(
        &address,
        &["-n", "2", "--seed", "7", "--languages", "hi"],
    ));
    let said = said.ended(1);
    let made = said.json();
    assert_eq!(made["kept"], 0);
    let not_kept = made["not_kept"].as_array().unwrap();
    assert!(
        not_kept.iter().all(|one| one["why"] == "language_drift"),
        "{made}"
    );
    assert!(said.err.contains("language_drift"), "{}", said.err);
    let lines = conversations(&home);
    let shown = home
        .muse(&["conversations", "show", &number(&lines[0])])
        .ended(0);
    assert!(
        shown
            .out
            .contains("stopped: language_drift: it is not in Hindi"),
        "{}",
        shown.out
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_or_refused_is_said_with_what_to_do() {
    let home = Home::with_products()
        .with("MUSE_MODEL_KEY_VARIABLE", "MY_KEY")
        .with("MY_KEY", KEY);
    let nowhere = [
        "generate",
        "--provider",
        "openai-compatible",
        "--model",
        "m",
    ];
    home.muse(&nowhere).told(2, &["model_url"]);
    let nobody = [
        "generate",
        "--provider",
        "openai-compatible",
        "--base-url",
        "http://127.0.0.1:9/v1",
    ];
    home.muse(&nobody).told(2, &["put model into"]);
    let refused = ResponseTemplate::new(401)
        .set_body_json(json!({"error": {"message": format!("bad key {KEY}")}}));
    let server = server(refused).await;
    let address = format!("{}/v1", server.uri());
    let said = home
        .muse(&generate(&address, &["-n", "2"]))
        .told(1, &["refuses the key"]);
    assert!(
        !said.err.contains(KEY) && !said.out.contains(KEY),
        "{}",
        said.err
    );
    home.muse(&generate(&address, &["--temperature", "9"]))
        .told(2, &["temperature"]);
}
