//! Undo and redo: the store's must be those of the pure plans.

use muse_studio::domain::*;
use muse_studio::review::{Filter, fold, plan_redo, plan_undo, product_edits};
use muse_studio::store::*;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use super::sample::{Maker, bulk, edit, judge, product, set, turn_of};
use super::wait;

async fn furnish(store: &Store, count: u32) -> Vec<Conversation> {
    let maker = Maker::new(1);
    let all: Vec<Conversation> = (0..count).map(|n| maker.conversation(n, 3)).collect();
    let put = |whole: &Conversation| Op::PutConversation(Box::new(whole.clone()));
    store
        .apply(Change::batched(all.iter().map(put).collect()))
        .await
        .unwrap();
    all
}

async fn log(store: &Store) -> Vec<LogEntry> {
    let page = store.log_page(Cursor::First, 100_000).await.unwrap();
    page.items.into_iter().map(|(_, entry)| entry).collect()
}

pub fn undo_takes_back_and_redo_brings_back(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let whole = furnish(&store, 1).await.remove(0);
        let state = async || store.conversation(whole.id).await.unwrap().unwrap().review;
        let nothing = store
            .apply(Change::one(Op::Undo("asha".into())))
            .await
            .unwrap();
        assert!(nothing.entries.is_empty() && nothing.reversed.is_empty());
        let subject = Subject::Turn(whole.id, turn_of(&whole, 1));
        let mut states = vec![state().await];
        for review in [
            judge("asha", subject.clone(), Verdict::Rejected),
            edit("asha", subject, "a", "b"),
        ] {
            store
                .apply(Change::one(Op::Review(vec![review])))
                .await
                .unwrap();
            states.push(state().await);
        }
        let undone = store
            .apply(Change::one(Op::Undo("asha".into())))
            .await
            .unwrap();
        assert!(matches!(undone.reversed[0].action, Action::Edit { .. }));
        assert_eq!(undone.entries[0].inverse_of, Some(undone.reversed[0].id));
        assert_eq!(
            state().await.turns[&turn_of(&whole, 1)].verdict,
            Some(Verdict::Rejected)
        );
        let other = store
            .apply(Change::one(Op::Undo("ravi".into())))
            .await
            .unwrap();
        assert!(other.reversed.is_empty(), "nobody undoes what another did");
        store
            .apply(Change::one(Op::Undo("asha".into())))
            .await
            .unwrap();
        assert_eq!(state().await.turns[&turn_of(&whole, 1)].verdict, None);
        for expected in &states[1..] {
            let redone = store
                .apply(Change::one(Op::Redo("asha".into())))
                .await
                .unwrap();
            assert_eq!(redone.reversed.len(), 1);
            let (now, want) = (state().await, expected);
            assert_eq!(
                now.turns[&turn_of(&whole, 1)].verdict,
                want.turns[&turn_of(&whole, 1)].verdict
            );
        }
        assert_eq!(state().await, states[2]);
        let nothing = store
            .apply(Change::one(Op::Redo("asha".into())))
            .await
            .unwrap();
        assert!(nothing.reversed.is_empty());
    });
}

pub fn a_bulk_is_undone_and_redone_as_a_whole(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let all = furnish(&store, 50).await;
        let ids: Vec<ConversationId> = all.iter().map(|whole| whole.id).collect();
        let rejected: Filter = "status:rejected".parse().unwrap();
        let entries = bulk("asha", &ids, Verdict::Rejected, 1);
        store.apply(Change::one(Op::Review(entries))).await.unwrap();
        assert_eq!(store.count(rejected.clone()).await.unwrap(), 50);
        for _ in 0..2 {
            let undone = store
                .apply(Change::one(Op::Undo("asha".into())))
                .await
                .unwrap();
            assert_eq!((undone.entries.len(), undone.reversed.len()), (50, 50));
            assert_eq!(store.count(rejected.clone()).await.unwrap(), 0);
            let redone = store
                .apply(Change::one(Op::Redo("asha".into())))
                .await
                .unwrap();
            assert_eq!(redone.reversed, undone.reversed);
            assert_eq!(store.count(rejected.clone()).await.unwrap(), 50);
        }
    });
}

/// Random work of two reviewers, twice over; after each step the plan that the pure functions make of the whole log is
/// what the store did, and every state is the fold of its log.
pub fn undo_follows_the_pure_plans(make: &dyn Fn() -> Store) {
    for seed in 0..12 {
        let store = make();
        wait(random_work(&store, seed));
    }
}

async fn random_work(store: &Store, seed: u64) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let all = furnish(store, 4).await;
    let products: Vec<Product> = (0..3).map(product).collect();
    let put = Op::PutProducts(products.clone());
    store.apply(Change::batched(vec![put])).await.unwrap();
    let ids: Vec<ConversationId> = all.iter().map(|whole| whole.id).collect();
    for step in 0..60 {
        let who = ["asha", "ravi"][rng.random_range(0..2)];
        let whole = &all[rng.random_range(0..all.len())];
        let turn = Subject::Turn(whole.id, turn_of(whole, rng.random_range(0..3)));
        let before = log(store).await;
        match rng.random_range(0..10) {
            0 | 1 => review(store, vec![judge(who, turn, Verdict::Accepted)]).await,
            2 => review(store, vec![edit(who, turn, "a", &step.to_string())]).await,
            3 => {
                let some = &ids[..rng.random_range(1..=ids.len())];
                review(store, bulk(who, some, Verdict::Rejected, step)).await;
            }
            4 | 5 => {
                let product = &products[rng.random_range(0..3)];
                let field = ["price", "stock", "attributes.color"][rng.random_range(0..3)];
                review(store, vec![set(who, product, field, &step.to_string())]).await;
            }
            6 | 7 => {
                let plan = plan_undo(&before, &who.into());
                let done = store
                    .apply(Change::one(Op::Undo(who.into())))
                    .await
                    .unwrap();
                let named: Vec<EntryId> = done
                    .entries
                    .iter()
                    .filter_map(|entry| entry.inverse_of)
                    .collect();
                assert_eq!(named, plan, "seed {seed}, step {step}");
                assert_eq!(
                    done.reversed
                        .iter()
                        .map(|entry| entry.id)
                        .collect::<Vec<_>>(),
                    plan
                );
            }
            _ => {
                let plan = plan_redo(&before, &who.into());
                let done = store
                    .apply(Change::one(Op::Redo(who.into())))
                    .await
                    .unwrap();
                let named: Vec<EntryId> = done
                    .entries
                    .iter()
                    .filter_map(|entry| entry.inverse_of)
                    .collect();
                assert_eq!(named, plan, "seed {seed}, step {step}");
            }
        }
        for whole in &all {
            let kept = store.conversation(whole.id).await.unwrap().unwrap().review;
            assert_eq!(
                kept,
                fold(&store.log_of(whole.id).await.unwrap()),
                "seed {seed}, step {step}"
            );
        }
        for product in &products {
            let kept = store.product_record(product.id.clone()).await.unwrap();
            let kept = kept.unwrap();
            let entries = store.log_of_product(product.id.clone()).await.unwrap();
            assert_eq!(
                kept.edits,
                product_edits(&entries),
                "seed {seed}, step {step}"
            );
            assert_eq!(
                kept.now.product,
                kept.edits.over(product),
                "seed {seed}, step {step}"
            );
        }
    }
}

/// The same two reviewers work on two copies; the logs are then exchanged in pieces, in any order.
pub fn random_logs_merge_in_any_order(make: &dyn Fn() -> Store) {
    for seed in 0..4 {
        let (one, other) = (make(), make());
        wait(async {
            random_work(&one, seed).await;
            random_work(&other, seed + 100).await;
            let (of_one, of_other) = (log(&one).await, log(&other).await);
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            merge_in_pieces(&one, of_other, &mut rng).await;
            merge_in_pieces(&other, of_one, &mut rng).await;
            for who in ["asha", "ravi", "asha"] {
                let read = async |store: &Store| {
                    let page = store
                        .conversation_page(Filter::default(), Cursor::First, 99)
                        .await;
                    let products = store.product_page(Cursor::First, 99).await.unwrap();
                    (page.unwrap().items, products.items)
                };
                assert_eq!(read(&one).await, read(&other).await, "seed {seed}");
                let (undo, redo) = (
                    Change::one(Op::Undo(who.into())),
                    Change::one(Op::Redo(who.into())),
                );
                for change in [undo, redo] {
                    let here = one.apply(change.clone()).await.unwrap().reversed;
                    assert_eq!(
                        here,
                        other.apply(change).await.unwrap().reversed,
                        "seed {seed}"
                    );
                }
            }
        });
    }
}

async fn merge_in_pieces(store: &Store, mut entries: Vec<LogEntry>, rng: &mut ChaCha8Rng) {
    entries.shuffle(rng);
    for piece in entries.chunks(7) {
        store
            .apply(Change::batched(vec![Op::MergeLog(piece.to_vec())]))
            .await
            .unwrap();
    }
}

async fn review(store: &Store, entries: Vec<NewEntry>) {
    store.apply(Change::one(Op::Review(entries))).await.unwrap();
}
