//! Who speaks of a product.

use muse_studio::domain::*;
use muse_studio::store::*;

use super::sample::{Maker, entry, product, turn_of};
use super::wait;

async fn apply(store: &Store, op: Op) {
    store.apply(Change::one(op)).await.unwrap();
}

async fn uses(store: &Store, id: &str) -> Vec<(ConversationId, Vec<u32>)> {
    let page = store.uses_of(id.into(), Cursor::First, 1_000).await;
    let page = page.unwrap();
    let count = store.use_counts(vec![id.into()]).await.unwrap();
    assert_eq!(count, [page.items.len() as u64], "{id}");
    let lines = page.items.into_iter().map(|(_, used)| {
        let places = used.turns.iter().map(|turn| turn.place).collect();
        (used.conversation.id, places)
    });
    lines.collect()
}

fn naming(mut whole: Conversation, position: usize, ids: &[&str]) -> Conversation {
    let turn = turn_of(&whole, position);
    whole.turns.get_mut(&turn).unwrap().mentioned = ids.iter().map(|id| (*id).into()).collect();
    whole
}

pub fn uses_follow_every_way_of_writing(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let maker = Maker::new(1);
        apply(&store, Op::PutRun(maker.run(RunState::Running))).await;
        // Every turn of a made-up conversation names P000001.
        let first = naming(maker.conversation(0, 3), 1, &["A", "B", "A"]);
        apply(&store, Op::PutConversation(Box::new(first.clone()))).await;
        let second = maker.conversation(1, 0);
        apply(&store, Op::PutConversation(Box::new(second.clone()))).await;
        let mut turn = maker.turn(1, 0);
        turn.mentioned = vec!["B".into()];
        let append =
            |turn: &Turn| Op::AppendTurn(second.id, second.current, Box::new(turn.clone()));
        apply(&store, append(&turn)).await;
        assert_eq!(uses(&store, "A").await, [(first.id, vec![2])]);
        assert_eq!(
            uses(&store, "B").await,
            [(first.id, vec![2]), (second.id, vec![1])]
        );
        assert_eq!(uses(&store, "P000001").await, [(first.id, vec![1, 3])]);
        let counts = store.use_counts(vec!["B".into(), "nowhere".into(), "A".into()]);
        assert_eq!(counts.await.unwrap(), [2, 0, 1]);

        turn.mentioned = vec!["C".into()];
        apply(&store, append(&turn)).await;
        assert_eq!(
            uses(&store, "B").await,
            [(first.id, vec![2])],
            "a turn that is written again names what it names now"
        );
        assert_eq!(uses(&store, "C").await, [(second.id, vec![1])]);
        let replaced = naming(maker.conversation(0, 3), 1, &["C"]);
        apply(&store, Op::PutConversation(Box::new(replaced))).await;
        assert!(uses(&store, "A").await.is_empty());
        assert_eq!(
            uses(&store, "C").await,
            [(first.id, vec![2]), (second.id, vec![1])]
        );
        let state = |state| Op::SetRunState(maker.ids.run(), state, None);
        apply(&store, state(RunState::Discarded)).await;
        assert!(uses(&store, "C").await.is_empty(), "discarded is hidden");
        apply(&store, state(RunState::Done)).await;
        assert_eq!(uses(&store, "C").await.len(), 2);
    });
}

pub fn a_change_of_what_a_turn_names_is_undone(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let whole = naming(Maker::new(1).conversation(0, 3), 1, &["A"]);
        let turn = turn_of(&whole, 1);
        apply(&store, Op::PutConversation(Box::new(whole.clone()))).await;
        let change = Action::Mention {
            before: vec!["A".into()],
            after: vec!["B".into(), "P000001".into()],
        };
        let changed = entry("asha", Subject::Turn(whole.id, turn), change);
        apply(&store, Op::Review(vec![changed])).await;
        let found = store.conversation(whole.id).await.unwrap().unwrap();
        let named = found.review.mentioned(&whole.turns[&turn]);
        assert_eq!(named, ["B".into(), "P000001".into()]);
        let now = &found.conversation.turns[&turn];
        assert_eq!(
            now.mentioned, named,
            "whoever reads the turn sees what it names now"
        );
        assert_eq!(now.text, whole.turns[&turn].text);
        assert_eq!(found.review.version(turn), 1, "its text is not touched");
        assert_eq!(found.review.effective(turn), None, "nor its verdict");
        assert!(uses(&store, "A").await.is_empty());
        assert_eq!(uses(&store, "B").await, [(whole.id, vec![2])]);
        assert_eq!(uses(&store, "P000001").await, [(whole.id, vec![1, 2, 3])]);
        apply(&store, Op::Undo("asha".into())).await;
        let found = store.conversation(whole.id).await.unwrap().unwrap();
        assert_eq!(found.conversation, whole, "the turn's own list was kept");
        assert_eq!(uses(&store, "A").await, [(whole.id, vec![2])]);
        assert!(uses(&store, "B").await.is_empty());
        apply(&store, Op::Redo("asha".into())).await;
        assert_eq!(uses(&store, "B").await, [(whole.id, vec![2])]);
        // A run that repeats its last step does not undo what the person did.
        let again = Op::AppendTurn(
            whole.id,
            whole.current,
            Box::new(whole.turns[&turn].clone()),
        );
        apply(&store, again).await;
        assert!(uses(&store, "A").await.is_empty());
        apply(&store, Op::PutConversation(Box::new(whole.clone()))).await;
        assert_eq!(uses(&store, "B").await, [(whole.id, vec![2])]);
    });
}

pub fn uses_are_paged_in_queue_order(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let maker = Maker::new(1);
        let all: Vec<Conversation> = (0..23).map(|n| maker.conversation(n, 2)).collect();
        let put = |whole: &Conversation| Op::PutConversation(Box::new(whole.clone()));
        store
            .apply(Change::batched(all.iter().map(put).collect()))
            .await
            .unwrap();
        apply(&store, Op::PutProducts(vec![product(1)])).await;
        let (mut seen, mut cursor) = (Vec::new(), Cursor::First);
        loop {
            let page = store.uses_of("P000001".into(), cursor, 10).await.unwrap();
            cursor = Cursor::After(page.items.last().unwrap().0);
            for (key, used) in page.items {
                let id = used.conversation.id;
                assert_eq!(store.key_of(id).await.unwrap(), Some(key));
                assert_eq!(used.turns.len(), 2);
                assert_eq!(used.turns[1].speaker, Speaker::Assistant);
                seen.push(id);
            }
            if !page.more {
                break;
            }
        }
        let want: Vec<ConversationId> = all.iter().map(|whole| whole.id).collect();
        assert_eq!(seen, want);
        let last = store.uses_of("P000001".into(), Cursor::Last, 5).await;
        let last: Vec<ConversationId> = last
            .unwrap()
            .items
            .into_iter()
            .map(|(_, used)| used.conversation.id)
            .collect();
        assert_eq!(last, want[18..]);
    });
}
