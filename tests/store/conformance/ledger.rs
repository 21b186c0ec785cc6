//! The ledger of calls to language models.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use muse_studio::domain::*;
use muse_studio::store::*;

use super::sample::Maker;
use super::wait;

fn call(turn: Option<TurnPlace>, request: u8) -> NewCall {
    NewCall {
        turn,
        request: RequestHash([request; 32]),
        attempt: 1,
        engine: Engine::OpenaiCompatible,
        host: "models.example".to_owned(),
        model: "tiny".to_owned(),
        most: None,
    }
}

fn done(input: u64, output: u64, micros: u64) -> CallEnd {
    CallEnd {
        state: CallState::Done,
        billing: Billing::Yes,
        model: Some("tiny-1".to_owned()),
        request_id: Some("r-1".to_owned()),
        input: Some(input),
        output: Some(output),
        cached: Some(input / 10),
        cost: Some(Cost {
            micros,
            currency: Currency::USD,
        }),
        error: None,
    }
}

fn failed(state: CallState, kind: &str) -> CallEnd {
    CallEnd {
        state,
        billing: Billing::Maybe,
        model: None,
        request_id: None,
        input: None,
        output: None,
        cached: None,
        cost: None,
        error: Some((kind.to_owned(), "it broke".to_owned())),
    }
}

async fn send(store: &Store, call: NewCall) -> CallId {
    let applied = store.apply(Change::one(Op::SendCall(call))).await.unwrap();
    applied.calls[0]
}

async fn end(store: &Store, id: CallId, end: CallEnd, answer: Option<&str>) {
    let answer = answer.map(|text| text.as_bytes().to_vec());
    let op = Op::EndCall(id, end, answer);
    store.apply(Change::one(op)).await.unwrap();
}

fn place(run: u64, place: u32) -> TurnPlace {
    let maker = Maker::new(run);
    TurnPlace {
        run: maker.ids.run(),
        conversation: maker.ids.conversation(0),
        place,
    }
}

pub fn a_call_is_in_the_books_before_and_after(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let request = RequestHash([7; 32]);
        let known = async || store.known_call(request).await.unwrap();
        assert_eq!(known().await, KnownCall::default());
        let asked = call(Some(place(1, 4)), 7);
        let id = send(&store, asked.clone()).await;
        assert_eq!((known().await.attempts, known().await.answer), (1, None));
        let row = store.calls(None, Cursor::First, 9).await.unwrap().items;
        assert_eq!(row[0].1.call, asked);
        assert_eq!(row[0].1.end, None, "it may be billed, and nobody knows");
        let sum = store.call_sums(None).await.unwrap();
        assert_eq!(sum[0].state, CallState::Sent);
        assert_eq!(sum[0].billing, Billing::Maybe);

        let ended = done(900, 40, 1_100);
        end(&store, id, ended.clone(), Some("नमस्ते")).await;
        let answer = Some("नमस्ते".as_bytes().to_vec());
        assert_eq!(known().await.answer, answer);
        let row = store.calls(None, Cursor::First, 9).await.unwrap().items;
        assert_eq!(row[0].1.end.as_ref().unwrap().0, ended);

        let again = Op::EndCall(id, failed(CallState::Dead, "broken-off"), None);
        let refused = store.apply(Change::one(again)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Missing { .. }), "{refused}");
        let second = send(&store, call(None, 7)).await;
        end(&store, second, done(1, 1, 1), Some("another")).await;
        assert_eq!(known().await.answer, answer, "the first answer stays");
        assert_eq!(known().await.attempts, 2);
    });
}

pub fn calls_are_paged_and_summed_by_run(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        for n in 0..12 {
            let id = send(&store, call(Some(place(1 + n % 2, n as u32)), n as u8)).await;
            match n {
                0..8 => end(&store, id, done(100, 10, 5), Some("x")).await,
                8..10 => end(&store, id, failed(CallState::Retry, "timed-out"), None).await,
                _ => {}
            }
        }
        let lone = send(&store, call(None, 99)).await;
        // A server that miscounts does not spoil the sums.
        end(&store, lone, done(u64::MAX, u64::MAX, u64::MAX), None).await;

        let run = Some(place(2, 0).run);
        let (mut seen, mut cursor) = (Vec::new(), Cursor::First);
        loop {
            let page = store.calls(run, cursor, 4).await.unwrap();
            cursor = Cursor::After(page.items.last().unwrap().0);
            seen.extend(
                page.items
                    .into_iter()
                    .map(|(_, row)| row.call.turn.unwrap().place),
            );
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, [1, 3, 5, 7, 9, 11]);
        let last = store.calls(None, Cursor::Last, 2).await.unwrap();
        assert_eq!(last.items[1].1.call.request, RequestHash([99; 32]));

        let sums = store.call_sums(run).await.unwrap();
        let brief = |sum: &CallSum| (sum.state, sum.calls, sum.input, sum.output, sum.micros);
        let briefs: Vec<_> = sums.iter().map(brief).collect();
        assert_eq!(
            briefs,
            [
                (CallState::Done, 4, 400, 40, 20),
                (CallState::Retry, 1, 0, 0, 0),
                (CallState::Sent, 1, 0, 0, 0),
            ]
        );
        assert_eq!(sums[0].currency, Some(Currency::USD));
        assert_eq!(sums[1].error.as_deref(), Some("timed-out"));
        let all = store.call_sums(None).await.unwrap();
        assert_eq!(all.iter().map(|sum| sum.calls).sum::<u64>(), 13);
        assert_eq!(all.last().unwrap().run, None);
    });
}

pub fn what_a_call_may_cost_is_known_until_it_is_known_what_it_cost(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let most = |micros| {
            let currency = Currency::EUR;
            Some(Cost { micros, currency })
        };
        let priced = |request, micros| NewCall {
            most: most(micros),
            ..call(Some(place(1, request)), request as u8)
        };
        let mut ids = Vec::new();
        for n in 0..5 {
            ids.push(send(&store, priced(n, 1 << n)).await);
        }
        end(&store, ids[0], done(100, 10, 1), Some("x")).await;
        end(&store, ids[1], failed(CallState::Dead, "timed-out"), None).await;
        let refused = CallEnd {
            billing: Billing::No,
            ..failed(CallState::Dead, "refused")
        };
        end(&store, ids[2], refused, None).await;
        let uncounted = CallEnd {
            cost: None,
            ..done(0, 0, 0)
        };
        end(&store, ids[3], uncounted, None).await;
        let sums = store.call_sums(None).await.unwrap();
        let brief = |sum: &CallSum| (sum.billing, sum.micros, sum.most);
        let briefs: Vec<_> = sums.iter().map(brief).collect();
        assert_eq!(
            briefs,
            [
                (Billing::Yes, 1, None),
                (Billing::Maybe, 0, most(2)),
                (Billing::No, 0, None),
                (Billing::Yes, 0, most(8)),
                (Billing::Maybe, 0, most(16)),
            ]
        );
        assert_eq!(sums[0].cached, 10);
        let rows = store.calls(None, Cursor::First, 9).await.unwrap().items;
        assert_eq!(rows[4].1.call, priced(4, 16));
    });
}

pub fn what_finished_conversations_took_is_summed_up(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let pilot = async || {
            let asked = store.call_pilot(Engine::OpenaiCompatible, "tiny".to_owned());
            asked.await.unwrap()
        };
        assert_eq!(pilot().await, CallPilot::default());
        let maker = Maker::new(1);
        for (ordinal, outcome) in [Outcome::Bought, Outcome::Left, Outcome::Stopped]
            .into_iter()
            .enumerate()
        {
            let conversation = Conversation {
                outcome: Some(outcome),
                ..maker.conversation(ordinal as u32, 2)
            };
            let id = conversation.id;
            let put = Op::PutConversation(Box::new(conversation));
            store.apply(Change::one(put)).await.unwrap();
            for n in 0..=ordinal as u32 {
                let at = TurnPlace {
                    conversation: id,
                    ..place(1, n)
                };
                let sent = send(&store, call(Some(at), (10 * ordinal as u32 + n) as u8)).await;
                end(&store, sent, done(100, 10, 5), None).await;
            }
        }
        let other = NewCall {
            model: "huge".to_owned(),
            ..call(Some(place(1, 9)), 99)
        };
        send(&store, other).await;
        let found = pilot().await;
        assert_eq!(found.conversations, 2, "the third did not come to its end");
        let spread = |mean, deviation| Spread { mean, deviation };
        assert_eq!(found.calls, spread(1.5, 0.5));
        assert_eq!(found.input, spread(150.0, 50.0));
        assert_eq!(found.output, spread(15.0, 5.0));
    });
}

pub fn an_answer_can_be_forgotten(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let id = send(&store, call(None, 1)).await;
        end(&store, id, done(9, 9, 9), Some("x")).await;
        let request = RequestHash([1; 32]);
        let forget = || Change::batched(vec![Op::ForgetAnswer(request)]);
        for _ in 0..2 {
            store.apply(forget()).await.unwrap();
            let known = store.known_call(request).await.unwrap();
            assert_eq!((known.attempts, known.answer), (1, None));
        }
        let sums = store.call_sums(None).await.unwrap();
        assert_eq!((sums[0].calls, sums[0].micros), (1, 9), "its cost stays");
    });
}

pub fn calls_that_are_under_way_together_are_noted_together(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let sent = (0..=255).map(|n| send(&store, call(None, n)));
        let ids = join_all(sent).await;
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 256);
        let ended = ids.iter().map(|id| end(&store, *id, done(1, 1, 1), None));
        join_all(ended).await;
        let sums = store.call_sums(None).await.unwrap();
        assert_eq!((sums.len(), sums[0].calls, sums[0].input), (1, 256, 256));
    });
}
