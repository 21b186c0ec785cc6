//! Conversations: whole, growing, filtered, hidden.

use muse_studio::domain::*;
use muse_studio::review::Filter;
use muse_studio::store::*;

use super::sample::{Maker, edit, finding, judge, turn_of};
use super::wait;

fn put(whole: &Conversation) -> Op {
    Op::PutConversation(Box::new(whole.clone()))
}

pub fn conversations_come_back_as_they_were(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let maker = Maker::new(1);
        let mut whole = maker.conversation(0, 6);
        let side = Branch {
            id: maker.ids.branch(0, 1),
            parent: Some(whole.current),
            turns: whole.branches[0].turns[..2].to_vec(),
            passed_over_by: Some("asha".into()),
        };
        whole.branches.push(side);
        store.apply(Change::one(put(&whole))).await.unwrap();
        let found = store.conversation(whole.id).await.unwrap().unwrap();
        assert_eq!(found.conversation, whole);
        assert_eq!(found.review, Default::default());
        assert!(found.findings.is_empty());
        assert_eq!(
            store.conversation(maker.ids.conversation(9)).await.unwrap(),
            None
        );

        whole.outcome = Some(Outcome::Stopped);
        whole.branches[0].turns.truncate(4);
        store.apply(Change::one(put(&whole))).await.unwrap();
        let found = store.conversation(whole.id).await.unwrap().unwrap();
        assert_eq!(found.conversation, whole, "putting it again replaces it");
        assert_eq!(store.counts().await.unwrap().total(), 1);
    });
}

pub fn a_conversation_grows_turn_by_turn(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let maker = Maker::new(1);
        let (mut grown, whole) = (maker.conversation(1, 0), maker.conversation(1, 5));
        grown.outcome = None;
        store.apply(Change::one(put(&grown))).await.unwrap();
        for position in 0..5 {
            let turn = Box::new(maker.turn(1, position));
            let append = Op::AppendTurn(grown.id, grown.current, turn);
            store
                .apply(Change::batched(vec![append.clone(), append]))
                .await
                .unwrap();
        }
        store
            .apply(Change::one(Op::EndConversation(grown.id, Outcome::Left)))
            .await
            .unwrap();
        let found = store.conversation(grown.id).await.unwrap().unwrap();
        assert_eq!(
            found.conversation, whole,
            "a repeated append changes nothing"
        );
        let line = &store
            .summaries(Filter::default(), Cursor::First, 9)
            .await
            .unwrap()
            .items[0]
            .1;
        assert_eq!((line.turns, line.outcome), (5, Some(Outcome::Left)));
        assert_eq!(line.opening, maker.turn(1, 0).text);

        let nowhere = Op::AppendTurn(grown.id, maker.ids.branch(1, 7), Box::new(maker.turn(1, 9)));
        let refused = store.apply(Change::one(nowhere)).await.unwrap_err();
        assert!(
            matches!(refused, StoreError::Missing { kind: "branch", .. }),
            "{refused}"
        );
        let nobody = Op::EndConversation(maker.ids.conversation(8), Outcome::Left);
        let refused = store.apply(Change::one(nobody)).await.unwrap_err();
        assert!(
            matches!(
                refused,
                StoreError::Missing {
                    kind: "conversation",
                    ..
                }
            ),
            "{refused}"
        );
    });
}

/// Sets up forty conversations in two runs, some judged, edited or at fault.
async fn furnish(store: &Store) -> (Vec<Conversation>, Maker, Maker) {
    let (one, two) = (Maker::new(1), Maker::new(2));
    let mut all: Vec<Conversation> = (0..20).map(|n| one.conversation(n, 4)).collect();
    all.extend((0..20).map(|n| two.conversation(n, 2)));
    let mut ops = vec![
        Op::PutRun(one.run(RunState::Done)),
        Op::PutRun(two.run(RunState::Done)),
    ];
    ops.extend(all.iter().map(put));
    store
        .apply(Change {
            ops,
            ..Change::default()
        })
        .await
        .unwrap();
    let mut entries = Vec::new();
    for (number, whole) in all.iter().enumerate() {
        let turn = Subject::Turn(whole.id, turn_of(whole, 1));
        match number % 5 {
            0 => entries.push(judge(
                "asha",
                Subject::Conversation(whole.id),
                Verdict::Rejected,
            )),
            1 => entries.push(judge("asha", turn, Verdict::Accepted)),
            2 => entries.push(edit("asha", turn, "before", "after")),
            _ => {}
        }
    }
    store.apply(Change::one(Op::Review(entries))).await.unwrap();
    for whole in all.iter().step_by(4) {
        let turn = turn_of(whole, 1);
        let findings = vec![
            finding(turn, Severity::Fault),
            finding(turn, Severity::Note),
        ];
        store
            .apply(Change::one(Op::PutFindings(whole.id, findings)))
            .await
            .unwrap();
    }
    (all, one, two)
}

/// What a filter means, said without a database.
fn keeps(filter: &Filter, line: &Summary) -> bool {
    let any = |empty: bool, found: bool| empty || found;
    let text = format!("{}\n{}", line.opening, line.profile).to_lowercase();
    any(
        filter.status.is_empty(),
        filter.status.contains(&line.status),
    ) && any(
        filter.language.is_empty(),
        filter.language.contains(&line.language),
    ) && any(
        filter.domain.is_empty(),
        filter.domain.contains(&line.domain),
    ) && any(filter.run.is_none(), filter.run == line.run)
        && any(filter.outcome.is_none(), filter.outcome == line.outcome)
        && any(!filter.with_faults, line.faults > 0)
        && any(!filter.with_edits, line.edited > 0)
        && filter
            .words
            .iter()
            .all(|word| text.contains(&word.to_lowercase()))
}

pub fn filters_keep_what_they_say(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let (all, _, two) = furnish(&store).await;
        let everything = store
            .summaries(Filter::default(), Cursor::First, 100)
            .await
            .unwrap()
            .items;
        let order: Vec<ConversationId> = everything.iter().map(|(_, line)| line.id).collect();
        assert_eq!(order, all.iter().map(|whole| whole.id).collect::<Vec<_>>());
        for (key, line) in &everything {
            assert_eq!(store.key_of(line.id).await.unwrap(), Some(*key));
        }
        let run = format!("run:{}", two.ids.run());
        for text in [
            "status:todo",
            "status:rejected,part",
            "lang:hi",
            "domain:fashion,books",
            "outcome:left",
            "has:fault",
            "has:edit",
            "कुर्ता USER_00003",
            "\"no. 7, line\"",
            "status:part lang:en,hi has:fault",
            "nothing-like-it",
            &run,
        ] {
            let filter: Filter = text.parse().unwrap();
            let kept = |(_, line): &&(i64, Summary)| keeps(&filter, line);
            let expected: Vec<(i64, Summary)> = everything.iter().filter(kept).cloned().collect();
            assert_eq!(
                store.count(filter.clone()).await.unwrap(),
                expected.len() as u64,
                "{text}"
            );
            let mut seen: Vec<(i64, Summary)> = Vec::new();
            let mut cursor = Cursor::First;
            loop {
                let page = store.summaries(filter.clone(), cursor, 3).await.unwrap();
                seen.extend(page.items);
                match seen.last() {
                    Some((key, _)) if page.more => cursor = Cursor::After(*key),
                    _ => break,
                }
            }
            assert_eq!(seen, expected, "{text}");
            let last = store
                .summaries(filter.clone(), Cursor::Last, 3)
                .await
                .unwrap();
            assert_eq!(
                last.items,
                expected[expected.len().saturating_sub(3)..],
                "{text}"
            );
            assert_eq!(last.more, expected.len() > 3, "{text}");
            let whole = store
                .conversation_page(filter, Cursor::First, 100)
                .await
                .unwrap();
            let keys: Vec<i64> = whole.items.iter().map(|(key, _)| *key).collect();
            assert_eq!(
                keys,
                expected.iter().map(|(key, _)| *key).collect::<Vec<_>>(),
                "{text}"
            );
        }
    });
}

pub fn summaries_and_counts_agree_with_the_state(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let (all, _, _) = furnish(&store).await;
        let mut counted = Counts::default();
        for (_, line) in store
            .summaries(Filter::default(), Cursor::First, 100)
            .await
            .unwrap()
            .items
        {
            let found = store.conversation(line.id).await.unwrap().unwrap();
            let (whole, review) = (&found.conversation, &found.review);
            assert_eq!(line.status, review.status(whole));
            assert_eq!(line.turns as usize, whole.current_turns().count());
            let own = |turn: &&Turn| {
                review
                    .turns
                    .get(&turn.id)
                    .is_some_and(|state| state.verdict.is_some())
            };
            assert_eq!(
                line.decided as usize,
                whole.current_turns().filter(own).count()
            );
            let edited = whole
                .current_turns()
                .filter(|turn| review.edited(turn.id))
                .count();
            assert_eq!(line.edited as usize, edited);
            let faults = found
                .findings
                .iter()
                .filter(|f| f.severity == Severity::Fault)
                .count();
            assert_eq!(line.faults as usize, faults);
            assert_eq!(line.opening, whole.current_turns().next().unwrap().text);
            *counted.conversations.entry(line.status).or_default() += 1;
            *counted.languages.entry(line.language).or_default() += 1;
            counted.edited_turns += u64::from(line.edited);
        }
        assert_eq!(store.counts().await.unwrap(), counted);
        assert_eq!(counted.total(), all.len() as u64);
    });
}

pub fn a_discarded_run_is_hidden_and_comes_back(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let (all, one, two) = furnish(&store).await;
        let before = store.counts().await.unwrap();
        let state = |state| Change::one(Op::SetRunState(one.ids.run(), state, Some(1)));
        store.apply(state(RunState::Discarded)).await.unwrap();
        assert_eq!(store.counts().await.unwrap().total(), 20);
        assert_eq!(store.count(Filter::default()).await.unwrap(), 20);
        let page = store
            .summaries(Filter::default(), Cursor::First, 100)
            .await
            .unwrap();
        assert!(
            page.items
                .iter()
                .all(|(_, line)| line.run == Some(two.ids.run()))
        );
        let page = store
            .conversation_page(Filter::default(), Cursor::First, 100)
            .await
            .unwrap();
        assert_eq!(page.items.len(), 20);
        assert_eq!(store.key_of(all[0].id).await.unwrap(), None);
        assert!(
            store.conversation(all[0].id).await.unwrap().is_some(),
            "it can still be looked at"
        );
        let late = one.conversation(30, 2);
        store.apply(Change::one(put(&late))).await.unwrap();
        assert_eq!(
            store.counts().await.unwrap().total(),
            20,
            "a late one is hidden too"
        );
        store.apply(state(RunState::Done)).await.unwrap();
        assert_eq!(store.counts().await.unwrap().total(), before.total() + 1);
        assert_eq!(
            store.counts().await.unwrap().edited_turns,
            before.edited_turns
        );
    });
}
