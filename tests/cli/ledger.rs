//! What was asked of language models, told at the command line.

use crate::cli_kit::Home;
use muse_studio::domain::*;
use muse_studio::store::*;

fn end(state: CallState, billing: Billing, error: Option<&str>) -> CallEnd {
    let paid = billing == Billing::Yes;
    CallEnd {
        state,
        billing,
        model: None,
        request_id: None,
        input: paid.then_some(1_000),
        output: paid.then_some(50),
        cached: None,
        cost: None,
        error: error.map(|kind| (kind.to_owned(), "said".to_owned())),
    }
}

/// Calls of two models: one with a price, one without.
async fn write(store: &Store) {
    let call = |model: &str| NewCall {
        turn: None,
        request: RequestHash([1; 32]),
        attempt: 1,
        engine: Engine::Openai,
        host: "models.example".to_owned(),
        model: model.to_owned(),
        most: None,
    };
    let priced = CallEnd {
        cost: Some(Cost {
            micros: 1_250_000,
            currency: Currency::USD,
        }),
        ..end(CallState::Done, Billing::Yes, None)
    };
    for (model, end) in [
        ("big", Some(priced.clone())),
        ("big", Some(priced)),
        (
            "big",
            Some(end(CallState::Retry, Billing::No, Some("busy"))),
        ),
        (
            "big",
            Some(end(CallState::Dead, Billing::Maybe, Some("broken-off"))),
        ),
        ("big", None),
        (
            "small\u{1b}[31m",
            Some(end(CallState::Refused, Billing::Yes, None)),
        ),
    ] {
        let sent = store
            .apply(Change::one(Op::SendCall(call(model))))
            .await
            .unwrap();
        if let Some(end) = end {
            let op = Op::EndCall(sent.calls[0], end, None);
            store.apply(Change::one(op)).await.unwrap();
        }
    }
    store.close().await.unwrap();
}

#[test]
fn the_ledger_tells_calls_tokens_cost_and_what_may_be_billed() {
    let home = Home::new();
    home.muse(&["init", "."]).ended(0);
    let nothing = home.muse(&["workspace", "ledger"]).ended(0);
    assert!(
        nothing.out.contains("no model was asked"),
        "{}",
        nothing.out
    );
    let options = OpenOptions::system(Access::ReadWrite);
    let store = SqliteStore::open(&home.at("cwd"), options).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(write(&store));
    drop(store);

    let told = home
        .muse(&["workspace", "ledger", "--json"])
        .ended(0)
        .json();
    for (name, want) in [
        ("calls", 6),
        ("done", 2),
        ("refused", 1),
        ("retried", 1),
        ("dead", 1),
        ("without_end", 1),
        ("maybe_billed", 2),
        ("cost_unknown", 1),
        ("input_tokens", 3_000),
        ("output_tokens", 150),
    ] {
        assert_eq!(told[name], want, "{name} in {told}");
    }
    assert_eq!(told["cost"][0]["micros"], 2_500_000);
    assert_eq!(told["errors"]["busy"], 1);
    assert_eq!(told["models"][0]["calls"], 5);
    let words = home.muse(&["workspace", "ledger"]).ended(0).out;
    for wanted in [
        "USD 2.50",
        "of unknown cost: 1",
        "may be billed besides: 2",
        "broken-off 1",
    ] {
        assert!(words.contains(wanted), "{wanted} in {words}");
    }
    assert!(!words.contains('\u{1b}'), "{words:?}");
    home.muse(&["workspace", "ledger", "--run", "last"])
        .told(2, &["there is no run yet"]);
}
