//! Changes: whole or not at all, numbered, announced; closing.

use std::time::Duration;

use futures_util::future::join_all;
use muse_studio::domain::*;
use muse_studio::review::Filter;
use muse_studio::store::*;

use super::sample::{Maker, judge, product};
use super::wait;

pub fn a_failing_change_spoils_no_other(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let maker = Maker::new(1);
        let change = |number: u32| {
            let mut ops = vec![Op::PutConversation(Box::new(maker.conversation(number, 2)))];
            if number.is_multiple_of(3) {
                // Its first step works, its second cannot.
                ops.push(Op::EndConversation(
                    maker.ids.conversation(10_000),
                    Outcome::Left,
                ));
            }
            Change {
                ops,
                ..Change::default()
            }
        };
        let answers = join_all((0..90).map(|number| store.apply(change(number)))).await;
        let mut sequences = Vec::new();
        for (number, answer) in answers.into_iter().enumerate() {
            match answer {
                Ok(applied) => sequences.push(applied.sequence),
                Err(StoreError::Missing { .. }) if number % 3 == 0 => {}
                Err(other) => panic!("{number}: {other}"),
            }
        }
        assert!(
            sequences.windows(2).all(|pair| pair[1] == pair[0] + 1),
            "{sequences:?}"
        );
        let page = store
            .summaries(Filter::default(), Cursor::First, 100)
            .await
            .unwrap();
        let found: Vec<u32> = page.items.iter().map(|(_, line)| line.ordinal).collect();
        assert_eq!(
            found,
            (0..90)
                .filter(|number| number % 3 != 0)
                .collect::<Vec<u32>>()
        );
    });
}

pub fn commits_are_announced(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let mut watch = store.watch();
        watch.mark_unchanged();
        let applied = store
            .apply(Change::batched(vec![Op::PutProducts(vec![product(1)])]))
            .await
            .unwrap();
        tokio::time::timeout(Duration::from_secs(5), watch.changed())
            .await
            .unwrap()
            .unwrap();
        assert_eq!(*watch.borrow_and_update(), applied.sequence);
        let again = store
            .apply(Change::one(Op::PutProducts(vec![product(2)])))
            .await
            .unwrap();
        assert_eq!(again.sequence, applied.sequence + 1);
        assert_eq!(store.read_only(), None);
    });
}

pub fn calls_keep_their_order(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let whole = Maker::new(1).conversation(0, 2);
        let subject = Subject::Conversation(whole.id);
        store
            .apply(Change::one(Op::PutConversation(Box::new(whole.clone()))))
            .await
            .unwrap();
        let accept = store.apply(Change::one(Op::Review(vec![judge(
            "asha",
            subject,
            Verdict::Accepted,
        )])));
        let undo = store.apply(Change::one(Op::Undo("asha".into())));
        let redo = store.apply(Change::one(Op::Redo("asha".into())));
        // Asked for in the wrong order on purpose.
        assert_eq!(redo.await.unwrap().reversed.len(), 1);
        assert_eq!(undo.await.unwrap().reversed.len(), 1);
        accept.await.unwrap();
        let found = store.conversation(whole.id).await.unwrap().unwrap();
        assert_eq!(found.review.verdict, Some(Verdict::Accepted));
    });
}

pub fn a_healthy_store_says_so_and_closes(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let pending = store.apply(Change::one(Op::PutProducts(vec![product(1)])));
        assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
        store.close().await.unwrap();
        pending.await.unwrap();
        let late = store.apply(Change::default()).await.unwrap_err();
        assert!(matches!(late, StoreError::Closed), "{late}");
        let late = store.counts().await.unwrap_err();
        assert!(matches!(late, StoreError::Closed), "{late}");
    });
}
