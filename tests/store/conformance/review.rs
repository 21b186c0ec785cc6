//! The review log: verdicts, edits, conflicts, merging, drafts.

use muse_studio::domain::*;
use muse_studio::review::{Filter, fold};
use muse_studio::store::*;

use super::sample::{Maker, edit, entry, judge, turn_of};
use super::wait;

async fn furnished(store: &Store, seed: u64, count: u32) -> Vec<Conversation> {
    let maker = Maker::new(seed);
    let all: Vec<Conversation> = (0..count).map(|n| maker.conversation(n, 4)).collect();
    let put = |whole: &Conversation| Op::PutConversation(Box::new(whole.clone()));
    store
        .apply(Change::batched(all.iter().map(put).collect()))
        .await
        .unwrap();
    all
}

async fn status(store: &Store, id: ConversationId) -> Status {
    let found = store.conversation(id).await.unwrap().unwrap();
    found.review.status(&found.conversation)
}

pub fn verdicts_and_edits_change_the_state(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let whole = furnished(&store, 1, 1).await.remove(0);
        let turn = |position| Subject::Turn(whole.id, turn_of(&whole, position));
        let reject = NewEntry {
            reason: Some(Reason::OverBudget),
            ..judge("asha", turn(1), Verdict::Rejected)
        };
        let comment = entry(
            "asha",
            Subject::Conversation(whole.id),
            Action::Comment {
                before: String::new(),
                after: "ठीक है".to_owned(),
            },
        );
        let edited = edit(
            "asha",
            turn(3),
            &maker_text(&whole, 3),
            "Yeh lijiye, नीला कुर्ता।",
        );
        let review = Op::Review(vec![reject, comment, edited]);
        let applied = store.apply(Change::one(review)).await.unwrap();
        assert_eq!(applied.entries.len(), 3);
        assert!(
            applied
                .entries
                .is_sorted_by_key(|entry| (entry.clock, entry.id))
        );
        let found = store.conversation(whole.id).await.unwrap().unwrap();
        assert_eq!(found.review, fold(&applied.entries));
        assert_eq!(
            found.review.text(&whole.turns[&turn_of(&whole, 3)]),
            "Yeh lijiye, नीला कुर्ता।"
        );
        assert_eq!(
            found.review.turns[&turn_of(&whole, 1)].reason,
            Some(Reason::OverBudget)
        );
        assert_eq!(found.review.comment, "ठीक है");
        assert_eq!(status(&store, whole.id).await, Status::Part);
        assert_eq!(store.log_of(whole.id).await.unwrap(), applied.entries);
        let page = store.log_page(Cursor::First, 10).await.unwrap();
        assert_eq!(
            page.items
                .into_iter()
                .map(|(_, entry)| entry)
                .collect::<Vec<_>>(),
            applied.entries
        );
    });
}

/// How many of the conversations the words of a filter keep.
async fn kept(store: &Store, words: &str) -> u64 {
    store.count(words.parse().unwrap()).await.unwrap()
}

pub fn remarks_narrow_the_queue_and_are_taken_back(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let all = furnished(&store, 1, 3).await;
        let on = |place: usize| Subject::Conversation(all[place].id);
        let tag = |tag: &str, change| Action::Tag {
            tag: tag.parse().unwrap(),
            change,
        };
        let rate = |after: u8| Action::Rate {
            dimension: Dimension::Coherence,
            before: None,
            after: Some(after.try_into().unwrap()),
        };
        let comment = Action::Comment {
            before: String::new(),
            after: "देखिए".to_owned(),
        };
        for said in [
            entry("asha", on(0), tag("दोहराव", TagChange::Added)),
            entry("asha", on(1), tag("bargaining", TagChange::Added)),
            entry("ravi", on(1), tag("दोहराव", TagChange::Added)),
            entry("ravi", on(1), rate(2)),
            entry("asha", on(1), rate(4)),
            entry("asha", on(2), comment),
        ] {
            let change = Change::one(Op::Review(vec![said]));
            store.apply(change).await.unwrap();
        }
        for (words, count) in [
            ("tag:दोहराव", 2),
            ("tag:bargaining,for-ravi", 1),
            ("tag:for-ravi", 0),
            ("has:rating", 1),
            ("has:comment", 1),
            ("by:asha", 3),
            ("by:ravi", 1),
            ("by:\"no one\"", 0),
        ] {
            assert_eq!(kept(&store, words).await, count, "{words}");
        }
        let found = store.conversation(all[1].id).await.unwrap().unwrap();
        let given: Vec<u8> = found.review.ratings[&Dimension::Coherence]
            .values()
            .map(|rating| rating.get())
            .collect();
        assert_eq!(given, [4, 2], "one of each reviewer");
        assert_eq!(found.review.tags.len(), 2);
        assert_eq!(
            status(&store, all[1].id).await,
            Status::Todo,
            "a remark is no verdict"
        );
        for _ in 0..2 {
            store
                .apply(Change::one(Op::Undo("ravi".into())))
                .await
                .unwrap();
        }
        assert_eq!(kept(&store, "tag:दोहराव").await, 1);
        assert_eq!(kept(&store, "by:ravi").await, 0);
        assert_eq!(kept(&store, "has:rating").await, 1, "asha's still stands");
        let off = entry("asha", on(0), tag("दोहराव", TagChange::Removed));
        store
            .apply(Change::one(Op::Review(vec![off])))
            .await
            .unwrap();
        assert_eq!(kept(&store, "tag:दोहराव").await, 0);
    });
}

fn maker_text(whole: &Conversation, position: usize) -> String {
    whole.turns[&turn_of(whole, position)].text.clone()
}

pub fn a_stale_version_is_a_conflict(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let whole = furnished(&store, 1, 1).await.remove(0);
        let subject = Subject::Turn(whole.id, turn_of(&whole, 1));
        let write = |text: &str, expected| Change {
            ops: vec![Op::Review(vec![edit("asha", subject.clone(), "x", text)])],
            expected: vec![(subject.clone(), expected)],
            ..Change::default()
        };
        store.apply(write("first", 1)).await.unwrap();
        let before = store.log_of(whole.id).await.unwrap();
        match store.apply(write("second", 1)).await.unwrap_err() {
            StoreError::Conflict {
                subject: of,
                expected: 1,
                found: 2,
            } => assert_eq!(of, subject),
            other => panic!("{other}"),
        }
        assert_eq!(
            store.log_of(whole.id).await.unwrap(),
            before,
            "nothing was written"
        );
        store.apply(write("second", 2)).await.unwrap();
        let found = store.conversation(whole.id).await.unwrap().unwrap();
        assert_eq!(found.review.version(turn_of(&whole, 1)), 3);
    });
}

pub fn entries_about_nothing_are_refused(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let whole = furnished(&store, 1, 1).await.remove(0);
        let ids = Maker::new(9).ids;
        let nobody = Subject::Conversation(ids.conversation(0));
        let no_turn = Subject::Turn(whole.id, ids.turn(0, 0));
        let good = judge("asha", Subject::Conversation(whole.id), Verdict::Accepted);
        for (subject, kind) in [(nobody, "conversation"), (no_turn, "turn")] {
            let bad = judge("asha", subject, Verdict::Accepted);
            let refused = store
                .apply(Change::one(Op::Review(vec![good.clone(), bad])))
                .await
                .unwrap_err();
            assert!(
                matches!(refused, StoreError::Missing { kind: of, .. } if of == kind),
                "{refused}"
            );
        }
        assert!(
            store.log_of(whole.id).await.unwrap().is_empty(),
            "all of a change or nothing"
        );
        assert_eq!(status(&store, whole.id).await, Status::Todo);
    });
}

/// Two reviewers work on copies of the same conversations; whoever merges first, the states are the same.
pub fn logs_merge_from_either_side(make: &dyn Fn() -> Store) {
    let (mine, theirs) = (make(), make());
    wait(async {
        let all = furnished(&mine, 1, 6).await;
        furnished(&theirs, 1, 6).await;
        for (store, who, verdict) in [
            (&mine, "asha", Verdict::Accepted),
            (&theirs, "ravi", Verdict::Rejected),
        ] {
            for whole in &all[1..5] {
                let turn = Subject::Turn(whole.id, turn_of(whole, 1));
                let entries = vec![
                    judge(who, Subject::Conversation(whole.id), verdict),
                    edit(who, turn, "before", &format!("{who} was here")),
                ];
                store.apply(Change::one(Op::Review(entries))).await.unwrap();
            }
            store
                .apply(Change::one(Op::Undo(who.into())))
                .await
                .unwrap();
        }
        let (of_mine, of_theirs) = (log(&mine).await, log(&theirs).await);
        let mut backwards = of_theirs.clone();
        backwards.reverse();
        mine.apply(Change::one(Op::MergeLog(backwards)))
            .await
            .unwrap();
        let merged = theirs
            .apply(Change::one(Op::MergeLog(of_mine.clone())))
            .await
            .unwrap();
        assert_eq!(merged.entries.len(), of_mine.len());
        let again = theirs
            .apply(Change::one(Op::MergeLog(of_mine)))
            .await
            .unwrap();
        assert!(
            again.entries.is_empty(),
            "what is here already is left alone"
        );
        assert_same(&mine, &theirs).await;

        for who in ["asha", "ravi"] {
            let one = mine.apply(Change::one(Op::Undo(who.into()))).await.unwrap();
            let other = theirs
                .apply(Change::one(Op::Undo(who.into())))
                .await
                .unwrap();
            assert_eq!(one.reversed, other.reversed);
        }
        let newest = log(&mine).await.iter().map(|entry| entry.clock).max();
        let whole = Subject::Conversation(all[0].id);
        let next = mine
            .apply(Change::one(Op::Review(vec![judge(
                "asha",
                whole,
                Verdict::Skipped,
            )])))
            .await
            .unwrap();
        assert!(
            Some(next.entries[0].clock) > newest,
            "the clock goes on after what was merged"
        );
    });
}

async fn log(store: &Store) -> Vec<LogEntry> {
    let page = store.log_page(Cursor::First, 10_000).await.unwrap();
    page.items.into_iter().map(|(_, entry)| entry).collect()
}

async fn assert_same(one: &Store, other: &Store) {
    let read = async |store: &Store| {
        let page = store
            .conversation_page(Filter::default(), Cursor::First, 1_000)
            .await
            .unwrap();
        page.items
            .into_iter()
            .map(|(_, reviewed)| reviewed)
            .collect::<Vec<_>>()
    };
    assert_eq!(read(one).await, read(other).await);
    assert_eq!(one.counts().await.unwrap(), other.counts().await.unwrap());
}

/// Entries may come before the conversation that they are about.
pub fn a_log_may_come_before_its_conversation(make: &dyn Fn() -> Store) {
    let (mine, theirs) = (make(), make());
    wait(async {
        let whole = furnished(&theirs, 1, 1).await.remove(0);
        let verdict = judge("ravi", Subject::Conversation(whole.id), Verdict::Rejected);
        theirs
            .apply(Change::one(Op::Review(vec![verdict])))
            .await
            .unwrap();
        mine.apply(Change::one(Op::MergeLog(log(&theirs).await)))
            .await
            .unwrap();
        assert_eq!(mine.counts().await.unwrap().total(), 0);
        furnished(&mine, 1, 1).await;
        assert_eq!(status(&mine, whole.id).await, Status::Rejected);
        assert_same(&mine, &theirs).await;
    });
}

pub fn drafts_are_kept_for_each_reviewer(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let whole = furnished(&store, 1, 1).await.remove(0);
        let draft = |who: &str, text: &str| Draft {
            reviewer: who.into(),
            conversation: whole.id,
            turn: turn_of(&whole, 1),
            base_version: 1,
            text: text.to_owned(),
        };
        for draft in [
            draft("asha", "k"),
            draft("asha", "kur"),
            draft("ravi", "other"),
        ] {
            store.apply(Change::one(Op::PutDraft(draft))).await.unwrap();
        }
        assert_eq!(
            store.drafts("asha".into()).await.unwrap(),
            [draft("asha", "kur")]
        );
        let drop = Op::DropDraft("asha".into(), turn_of(&whole, 1));
        store.apply(Change::one(drop)).await.unwrap();
        assert!(store.drafts("asha".into()).await.unwrap().is_empty());
        assert_eq!(
            store.drafts("ravi".into()).await.unwrap(),
            [draft("ravi", "other")]
        );
    });
}

pub fn a_program_judges_beside_people(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let all = furnished(&store, 4, 3).await;
        let whole = |at: usize| Subject::Conversation(all[at].id);
        let auto = ReviewerId::machine("offline");
        let turn = Subject::Turn(all[0].id, turn_of(&all[0], 1));
        let entries = vec![
            judge(auto.as_str(), whole(0), Verdict::Accepted),
            judge("asha", whole(1), Verdict::Accepted),
            judge(auto.as_str(), whole(1), Verdict::Rejected),
            edit(auto.as_str(), turn, &maker_text(&all[0], 1), "rewritten"),
        ];
        store.apply(Change::one(Op::Review(entries))).await.unwrap();
        let first = store.conversation(all[0].id).await.unwrap().unwrap();
        assert_eq!(first.review.verdict, None);
        assert_eq!(
            first.review.auto.as_ref().unwrap().verdict,
            AutoVerdict::Kept
        );
        assert_eq!(
            status(&store, all[0].id).await,
            Status::Todo,
            "a rewritten turn still waits"
        );
        let rewritten = &first.conversation.turns[&turn_of(&all[0], 1)];
        assert_eq!(first.review.text(rewritten), "rewritten");
        assert_eq!(
            first.review.turns[&rewritten.id].versions[0].machine,
            Some(auto.clone())
        );
        assert_eq!(status(&store, all[1].id).await, Status::Accepted);
        for (filter, want) in [
            ("auto:kept", 1),
            ("auto:discarded", 1),
            ("auto:none", 1),
            ("auto:kept,none", 2),
            ("auto:aside", 0),
            ("status:todo auto:kept", 1),
        ] {
            let count = store.count(filter.parse().unwrap()).await.unwrap();
            assert_eq!(count, want, "{filter}");
        }
        for _ in 0..3 {
            store
                .apply(Change::one(Op::Undo(auto.clone())))
                .await
                .unwrap();
        }
        assert_eq!(store.count("auto:none".parse().unwrap()).await.unwrap(), 3);
        assert_eq!(status(&store, all[1].id).await, Status::Accepted);
    });
}
