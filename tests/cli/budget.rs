//! Budgets at the command line: what is refused, what a run that meets its end leaves behind, how it goes on.

use crate::cli_kit::{Home, conversations};
use crate::models_kit::{able, generate, server};
use serde_json::{Value, json};
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

const PRICES: &str = r#"
[[price]]
model = "small"
effective_from = "2020-01-01"
currency = "USD"
input = 1
cached = 0.1
output = 5
source = "a test"
"#;

/// What the server's answers cost at that price, in millionths: each reads 200 tokens and writes 20.
const EACH: u64 = 300;

fn priced() -> Home {
    let home = Home::with_products();
    home.put("../home/config/prices.toml", PRICES);
    home
}

async fn asked(server: &MockServer) -> u64 {
    server.received_requests().await.unwrap().len() as u64
}

fn micros(costs: &Value) -> u64 {
    costs[0]["micros"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_that_cannot_be_kept_is_refused_before_anything_is_asked() {
    let server = server(able()).await;
    let address = format!("{}/v1", server.uri());
    let home = Home::with_products();
    let with = |budget: &'static str| generate(&address, &["-n", "2", "--budget", budget]);
    let told = home
        .muse(&with("5"))
        .told(2, &["nobody knows what small costs"]);
    let file = home.at("home/config/prices.toml");
    for word in [
        "[[price]]",
        "effective_from",
        "input",
        file.to_str().unwrap(),
    ] {
        assert!(told.err.contains(word), "{word} in {}", told.err);
    }
    home.put("../home/config/prices.toml", PRICES);
    home.muse(&with("5 EUR"))
        .told(2, &["nothing is converted", "USD"]);
    for bad in ["0", "5,50", "plenty"] {
        home.muse(&with(bad)).told(2, &["--budget", bad, "5 USD"]);
    }
    home.put(
        "../home/config/prices.toml",
        PRICES.replace("input = 1", "input = x"),
    );
    home.muse(&with("5")).told(2, &["prices.toml:6"]);
    assert_eq!(asked(&server).await, 0);
    assert_eq!(conversations(&home).len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_ends_at_its_budget_and_goes_on_with_a_larger_one() {
    let server = server(able()).await;
    let address = format!("{}/v1", server.uri());
    let home = priced();
    let some = ["-n", "30", "--seed", "7", "--budget", "0.07"];
    let said = home.muse(&generate(&address, &some)).ended(3);
    let made = said.json();
    assert_eq!(made["out_of_budget"], true);
    assert!(made["unfinished"].as_u64().unwrap() > 0, "{made}");
    let (kept, planned) = (made["kept"].as_u64().unwrap(), 30);
    assert!(0 < kept && kept < planned, "{made}");
    let first = asked(&server).await;
    assert!(first * EACH <= 70_000, "{first} answers");
    assert!(first * EACH >= 50_000, "{first} answers: much was left");
    assert_eq!(
        said.err.matches("80 % of the budget").count(),
        1,
        "{}",
        said.err
    );
    for word in [
        "the budget of USD 0.0700 is used up",
        "--resume",
        made["run"].as_str().unwrap(),
    ] {
        assert!(said.err.contains(word), "{word} in {}", said.err);
    }
    let lines = conversations(&home);
    let stopped = lines
        .iter()
        .filter(|line| line["outcome"] == "stopped")
        .count();
    assert!(stopped as u64 >= made["unfinished"].as_u64().unwrap());

    // The same budget is used up by what the run has spent before.
    let again = ["--resume", "--budget", "0.07 USD"];
    let made = home.muse(&generate(&address, &again)).ended(3).json();
    // What was left over may have been enough for a few short questions.
    assert!(
        (kept..planned).contains(&made["kept"].as_u64().unwrap()),
        "{made}"
    );
    let second = asked(&server).await;
    assert!(second * EACH <= 70_000, "{second} answers");

    let more = ["--resume", "--budget", "1"];
    let said = home.muse(&generate(&address, &more));
    let made = said.json();
    let events = said.err.lines().filter(|line| line.starts_with('{'));
    let events: Vec<Value> = events
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(!events.is_empty() && events.iter().all(|event| event["event"] == "asked"));
    let last = events.last().unwrap();
    assert_eq!(last["tokens"], 220 * last["calls"].as_u64().unwrap());
    assert_eq!(
        last["costs"], made["asked"]["costs"],
        "the last line is as the run ends"
    );
    assert_eq!(
        (&made["kept"], &made["out_of_budget"]),
        (&json!(30), &json!(false))
    );
    let all = asked(&server).await;
    let ledger = home.muse(&["workspace", "ledger", "--run", "last", "--json"]);
    let ledger = ledger.ended(0).json();
    assert_eq!(ledger["done"], all, "every answer is in the books once");
    assert_eq!(micros(&ledger["cost"]), all * EACH);
    assert_eq!(micros(&made["asked"]["run_costs"]), all * EACH);
    assert_eq!(micros(&made["asked"]["cost_per_kept"]), all * EACH / 30);
    home.muse(&["review", "accept", "#1", "#2", "#3", "#4"])
        .ended(0);
    let ledger = home
        .muse(&["workspace", "ledger", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (&ledger["kept"], &ledger["accepted"]),
        (&json!(30), &json!(4))
    );
    assert_eq!(micros(&ledger["cost_per_kept"]), all * EACH / 30);
    assert_eq!(micros(&ledger["cost_per_accepted"]), all * EACH / 4);
    let words = home.muse(&["workspace", "ledger"]).ended(0).out;
    for told in [
        "each of 30 conversations kept",
        "each of 4 conversations accepted",
    ] {
        assert!(words.contains(told), "{words}");
    }
    let spent = micros(&made["asked"]["costs"]);
    assert_eq!(
        spent,
        (all - second) * EACH,
        "what was paid for before costs nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_in_the_settings_is_a_persons_own() {
    let server = server(able()).await;
    let address = format!("{}/v1", server.uri());
    let home = priced();
    home.put("../home/config/config.toml", "budget = \"0.02 USD\"\n");
    let toml = std::fs::read_to_string(home.at("cwd/muse.toml")).unwrap();
    home.put("muse.toml", format!("budget = 1000\n{toml}"));
    let said = home
        .muse(&generate(&address, &["-n", "30", "--seed", "7"]))
        .ended(3);
    assert!(said.err.contains("nor what may be spent"), "{}", said.err);
    assert!(asked(&server).await * EACH <= 20_000);
    let done = home.muse(&["generate", "-n", "1", "--json"]).ended(0);
    assert_eq!(
        done.json()["engine"],
        "offline",
        "the phrasebook costs nothing"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_will_cost_is_told_before_it_begins() {
    let server = server(able()).await;
    let address = format!("{}/v1", server.uri());
    let home = Home::with_products();
    let dry = [
        "-n",
        "20",
        "--seed",
        "7",
        "--dry-run",
        "--requests-per-minute",
        "2",
    ];
    let foreseen = || home.muse(&generate(&address, &dry)).ended(0).json();
    let unpriced = foreseen();
    assert_eq!(
        (&unpriced["basis"], &unpriced["cost"]),
        (&json!("plan"), &json!(null))
    );
    home.put("../home/config/prices.toml", PRICES);
    let bounds = |foreseen: &Value, figure: &str| {
        let at = |end: &str| {
            let value = &foreseen[figure][end];
            value.as_u64().or(value["micros"].as_u64()).unwrap()
        };
        at("low")..=at("high")
    };
    let priced = foreseen();
    assert_eq!(priced["calls"], unpriced["calls"]);
    assert!(bounds(&priced, "cost").start() < bounds(&priced, "cost").end());
    assert_eq!(asked(&server).await, 0);

    let said = home.muse(&generate(&address, &["-n", "6", "--seed", "8"]));
    assert!(said.err.contains("it will about take"), "{}", said.err);
    assert!(
        said.err.contains("of the plan, worded offline"),
        "{}",
        said.err
    );
    let made = said.json()["conversations"].as_u64().unwrap();
    let known = foreseen();
    assert_eq!(
        (&known["basis"], &known["sample"]),
        (&json!("ledger"), &json!(made))
    );
    let said = home.muse(&generate(
        &address,
        &["-n", "20", "--seed", "7", "--budget", "0.01"],
    ));
    for words in [
        format!("from {made} conversations made before"),
        "which will end it".to_owned(),
    ] {
        assert!(said.err.contains(&words), "{words} in {}", said.err);
    }
    let run = said.ended(3).json()["run"].as_str().unwrap().to_owned();
    let made = home
        .muse(&generate(&address, &["--resume", &run, "--budget", "9"]))
        .json();
    let ledger = home
        .muse(&["workspace", "ledger", "--run", &run, "--json"])
        .json();
    assert!(
        bounds(&known, "calls").contains(&ledger["calls"].as_u64().unwrap()),
        "{known} {ledger}"
    );
    assert!(
        bounds(&known, "cost").contains(&micros(&ledger["cost"])),
        "{known} {ledger}"
    );
    assert_eq!(made["kept"], 20);
}

/// Answers, and fails every fourth time: it is busy, or it breaks off in the middle.
struct Moody(crate::models_kit::Answers, std::sync::atomic::AtomicUsize);

impl wiremock::Respond for Moody {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        match self.1.fetch_add(1, std::sync::atomic::Ordering::SeqCst) % 8 {
            3 => ResponseTemplate::new(503).insert_header("retry-after", "0"),
            7 => ResponseTemplate::new(200).set_body_raw(
                "data: {\"id\": \"c\", \"choices\": []}\n\n",
                "text/event-stream",
            ),
            _ => self.0.respond(request),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_are_told_by_kind_and_what_may_be_billed_counts() {
    let server = server(Moody(able(), Default::default())).await;
    let address = format!("{}/v1", server.uri());
    let home = priced();
    let said = home.muse(&generate(
        &address,
        &["-n", "8", "--seed", "7", "--budget", "0.3"],
    ));
    let made = said.json();
    let failures = &made["asked"]["failures"];
    let (busy, broken) = (failures["busy"].as_u64(), failures["broken-off"].as_u64());
    assert!(busy > Some(0) && broken > Some(0), "{made}");
    let ledger = home
        .muse(&["workspace", "ledger", "--json"])
        .ended(0)
        .json();
    assert_eq!(ledger["maybe_billed"].as_u64(), broken);
    let spent = micros(&ledger["cost"]) + micros(&made["asked"]["run_uncertain"]);
    assert!(spent <= 300_000, "{ledger}");
    let words = home.muse(&["workspace", "ledger"]).ended(0).out;
    assert!(
        words.contains("may be billed besides") && words.contains(", up to USD"),
        "{words}"
    );
    let offline = generate(&address, &["-n", "2"]);
    let words: Vec<&str> = offline
        .into_iter()
        .filter(|word| *word != "--json")
        .collect();
    let said = home.muse(&words);
    for told in ["for each that is kept", "failures: "] {
        assert!(said.out.contains(told), "{told} in {}", said.out);
    }
}

/// A server whose every answer says the same, and reads most from its cache.
async fn parrot(text: &str) -> MockServer {
    let server = MockServer::start().await;
    let usage = json!({"prompt_tokens": 1_000, "completion_tokens": 100, "prompt_tokens_details": {"cached_tokens": 800}});
    let answer = json!({"model": "small-1", "usage": usage, "choices": [{"message": {"content": text}, "finish_reason": "stop"}]});
    let mock =
        Mock::given(method("POST")).respond_with(ResponseTemplate::new(200).set_body_json(answer));
    mock.mount(&server).await;
    server
}

/// At the price of the cache: 200 whole tokens, 800 cached ones, 100 written.
const PARROT: u64 = 200 + 80 + 500;

#[tokio::test(flavor = "multi_thread")]
async fn other_verbs_keep_books_and_budgets_too() {
    let server =
        parrot("A plain and sturdy thing for every day of the year, in the colour of the sea.")
            .await;
    let home = priced()
        .with("MUSE_MODEL_URL", &format!("{}/v1", server.uri()))
        .with("MUSE_MODEL", "small");
    let recaption = ["products", "recaption", "--at-a-time", "2", "--json"];
    let with = |budget: &'static str| [&recaption[..], &["--budget", budget]].concat();
    let said = home.muse(&with("0.02")).ended(3);
    let done = said.json();
    assert!(
        said.err.contains("budget of USD 0.0200 is used up"),
        "{}",
        said.err
    );
    let first = asked(&server).await;
    assert_eq!(
        (&done["described"], &done["out_of_budget"]),
        (&json!(first), &json!(true))
    );
    assert!(first > 0 && first * PARROT <= 20_000, "{first}");
    assert_eq!(micros(&done["costs"]), first * PARROT);
    // Each command has a budget of its own, and goes on where the last one ended.
    let done = home.muse(&with("1")).ended(0).json();
    assert_eq!(done["described"], 48 - first);
    let ledger = home
        .muse(&["workspace", "ledger", "--json"])
        .ended(0)
        .json();
    assert_eq!(ledger["done"], 48);
    assert_eq!(micros(&ledger["cost"]), 48 * PARROT);
    // What is described again is asked for again.
    let again = [&recaption[..], &["--again", "--limit", "3"]].concat();
    assert_eq!(home.muse(&again).ended(0).json()["described"], 3);
    assert_eq!(asked(&server).await, 51);

    home.muse(&["generate", "-n", "2", "--seed", "7"]).ended(0);
    let cents = ["--budget", "0.001"];
    for verb in [
        &["review", "auto", "--judge", "model"][..],
        &["review", "rewrite"],
        &[
            "categories",
            "extract",
            "--min-items",
            "1",
            "--judge",
            "model",
            "--judge-all",
        ],
    ] {
        let said = home.muse(&[verb, &cents[..]].concat()).ended(3);
        assert!(
            said.err.contains("budget of USD 0.0010 is used up"),
            "{}",
            said.err
        );
    }
    assert_eq!(
        asked(&server).await,
        51,
        "it was not enough for one question"
    );
    home.muse(&["review", "auto", "--budget", "5"])
        .told(2, &["--budget", "--judge model"]);
    home.muse(&["categories", "extract", "--budget", "5"])
        .told(2, &["--budget", "--judge model"]);
}
