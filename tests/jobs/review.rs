//! Judging through the desk: every decision can be taken back, and what it means for an export shows at once.

use std::path::Path;

use crate::jobs_support::{asked, reopened, stocked};
use muse_studio::domain::{
    ConversationId, ProductField, Reason, Speaker, Status, Subject, TurnId, Verdict,
};
use muse_studio::export::Format;
use muse_studio::jobs::{
    Desk, ExportOptions, JobEnd, JobError, Report, Runner, Workspace, resolve_id, short_id,
};
use muse_studio::review::Filter;
use muse_studio::store::{Cursor, StoreError};

/// A workspace with `count` conversations, and their ids.
async fn made(dir: &Path, count: u32) -> (Runner, Vec<ConversationId>) {
    let (runner, _) = stocked(dir).await;
    runner.generate(asked(count, 4)).finish().await.unwrap();
    let store = runner.workspace().store();
    let page = store
        .summaries(Filter::default(), Cursor::First, count)
        .await
        .unwrap();
    let ids = page.items.into_iter().map(|(_, line)| line.id).collect();
    (runner, ids)
}

async fn statuses(workspace: &Workspace) -> Vec<Status> {
    let page = workspace
        .store()
        .summaries(Filter::default(), Cursor::First, 100)
        .await;
    page.unwrap()
        .items
        .into_iter()
        .map(|(_, line)| line.status)
        .collect()
}

/// The first answer of the assistant that has an answer's context before it.
async fn an_answer(workspace: &Workspace, id: ConversationId) -> (TurnId, String) {
    let read = workspace.open_for_reading(id).await.unwrap();
    let turns: Vec<_> = read.reviewed.conversation.current_turns().collect();
    let pair = turns
        .windows(2)
        .find(|pair| pair[0].speaker == Speaker::User && pair[1].speaker == Speaker::Assistant);
    let turn = pair.unwrap()[1];
    (turn.id, turn.text.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bulk_is_taken_back_at_once_even_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, ids) = made(dir.path(), 6).await;
    let desk = Desk::new(runner.workspace(), "asha".into());
    let one = [Subject::Conversation(ids[0])];
    desk.judge(&one, Some(Verdict::Accepted), None)
        .await
        .unwrap();
    let rest = Filter {
        status: vec![Status::Todo],
        ..Filter::default()
    };
    let bulk = desk
        .judge_all(rest, Some(Verdict::Rejected), Some(Reason::Repeats))
        .await
        .unwrap();
    assert_eq!((bulk.changed, bulk.unchanged), (5, 0));
    runner.workspace().close().await.unwrap();
    drop((desk, runner));

    let again = reopened(dir.path()).await;
    let desk = Desk::new(&again, "asha".into());
    assert_eq!(desk.undo().await.unwrap().reversed.len(), 5);
    let mut expected = vec![Status::Accepted];
    expected.resize(6, Status::Todo);
    assert_eq!(statuses(&again).await, expected);
    assert_eq!(desk.redo().await.unwrap().reversed.len(), 5);
    assert_eq!(statuses(&again).await[1..], [Status::Rejected; 5]);
    let same = desk
        .judge_all(
            Filter::default(),
            Some(Verdict::Rejected),
            Some(Reason::Repeats),
        )
        .await
        .unwrap();
    assert_eq!((same.changed, same.unchanged), (1, 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_at_once_a_row_and_a_pair() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, ids) = made(dir.path(), 2).await;
    let desk = Desk::new(runner.workspace(), "asha".into());
    let (turn, text) = an_answer(runner.workspace(), ids[0]).await;
    desk.edit_turn(ids[0], turn, 1, format!("{text} Theek hai?"))
        .await
        .unwrap();
    let read = runner.workspace().open_for_reading(ids[0]).await.unwrap();
    assert_eq!((read.sft_rows, read.dpo_pairs), (1, 1));
    assert_eq!(read.reviewed.review.version(turn), 2);

    for (format, rows) in [(Format::Sft, 1), (Format::Dpo, 1), (Format::Muse, 2)] {
        let exported = runner
            .export(ExportOptions::new(format))
            .finish()
            .await
            .unwrap();
        assert_eq!(exported.end(), JobEnd::Done, "{}", exported.summary());
        let report = exported.report().unwrap();
        assert_eq!(report.manifest.counts.rows, rows, "{format}");
        assert_eq!(report.manifest.counts.conversations_in, 2);
        assert_eq!(report.manifest.inputs.runs.len(), 1);
        assert!(
            report
                .path
                .starts_with(runner.workspace().folder().exports())
        );
    }
    // A second export gets a name of its own.
    let again = runner
        .export(ExportOptions::new(Format::Sft))
        .finish()
        .await
        .unwrap();
    assert!(again.report().unwrap().path.ends_with("sft-2.jsonl"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_of_an_old_text_is_refused_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, ids) = made(dir.path(), 1).await;
    let (asha, ravi) = (
        Desk::new(runner.workspace(), "asha".into()),
        Desk::new(runner.workspace(), "ravi".into()),
    );
    let (turn, text) = an_answer(runner.workspace(), ids[0]).await;
    asha.edit_turn(ids[0], turn, 1, "Asha's text".to_owned())
        .await
        .unwrap();
    let late = ravi
        .edit_turn(ids[0], turn, 1, "Ravi's text".to_owned())
        .await;
    let Err(JobError::Store(StoreError::Conflict { found: 2, .. })) = late else {
        panic!("{late:?}");
    };
    let empty = ravi.edit_turn(ids[0], turn, 2, "  ".to_owned()).await;
    assert!(matches!(empty, Err(JobError::BadOption(_))));
    // The same text again is an accept, not a version.
    let store = runner.workspace().store();
    ravi.edit_turn(ids[0], turn, 2, "Asha's text".to_owned())
        .await
        .unwrap();
    let now = store.conversation(ids[0]).await.unwrap().unwrap();
    assert_eq!(now.review.version(turn), 2);
    asha.undo().await.unwrap();
    let now = store.conversation(ids[0]).await.unwrap().unwrap();
    assert_eq!(now.review.text(&now.conversation.turns[&turn]), text);
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_are_found_by_their_ends() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, ids) = made(dir.path(), 4).await;
    let store = runner.workspace().store();
    for id in &ids {
        assert_eq!(resolve_id(store, &short_id(*id)).await.unwrap(), *id);
        assert_eq!(resolve_id(store, &id.to_string()).await.unwrap(), *id);
    }
    let shared = &ids[0].to_string()[..8];
    let error = resolve_id(store, shared).await.unwrap_err();
    assert!(
        matches!(error, JobError::Ambiguous { count: 4, .. }),
        "{error}"
    );
    for bad in ["", "ab", "zzzz", "00000000"] {
        let error = resolve_id(store, bad).await.unwrap_err();
        assert!(
            matches!(error, JobError::UnknownId { .. }),
            "{bad}: {error}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn checks_see_the_text_that_is_in_force() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, ids) = made(dir.path(), 4).await;
    let before = runner.evaluate(Filter::default()).finish().await.unwrap();
    assert_eq!(before.conversations, 4);
    let read = runner.workspace().open_for_reading(ids[0]).await.unwrap();
    let offer = read.reviewed.conversation.current_turns().find(|turn| {
        turn.speaker == Speaker::Assistant && turn.text.contains('₹') && turn.mentioned.len() == 1
    });
    let offer = offer.expect("an offer says its price");
    let price = offer.text.split('₹').nth(1).unwrap();
    let digits: String = price
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .collect();
    let wrong = offer.text.replace(digits.trim_end_matches(','), "77");
    let desk = Desk::new(runner.workspace(), "asha".into());
    desk.edit_turn(ids[0], offer.id, 1, wrong).await.unwrap();
    let after = runner.evaluate(Filter::default()).finish().await.unwrap();
    let sum = |counts: &std::collections::BTreeMap<_, u64>| counts.values().sum::<u64>();
    assert!(
        sum(&after.faults) > sum(&before.faults),
        "{before:?} {after:?}"
    );
    let faulty = Filter {
        with_faults: true,
        ..Filter::default()
    };
    let count = runner.workspace().store().count(faulty).await.unwrap();
    assert_eq!(count, after.with_faults);
    desk.undo().await.unwrap();
    let undone = runner.evaluate(Filter::default()).finish().await.unwrap();
    assert_eq!(undone.faults, before.faults);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_edited_put_into_a_turn_and_both_are_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, ids) = made(dir.path(), 1).await;
    let workspace = runner.workspace();
    let desk = Desk::new(workspace, "asha".into());
    let shelf = workspace.store().product_page(Cursor::First, 500).await;
    let shelf: Vec<_> = shelf.unwrap().items.into_iter().map(|(_, p)| p).collect();
    let (turn, _) = an_answer(workspace, ids[0]).await;
    let read = workspace.open_for_reading(ids[0]).await.unwrap();
    let before = read.reviewed.conversation.turns[&turn].mentioned.clone();
    let other = shelf.iter().find(|p| !read.products.contains_key(&p.id));
    let other = other.expect("a product that the conversation does not name");

    let named = vec![other.id.clone()];
    desk.set_mentioned(ids[0], turn, named.clone())
        .await
        .unwrap();
    let read = workspace.open_for_reading(ids[0]).await.unwrap();
    assert_eq!(read.reviewed.conversation.turns[&turn].mentioned, named);
    assert_eq!(read.products.get(&other.id), Some(other));
    let detail = workspace.product_detail(&other.id).await.unwrap();
    assert_eq!((detail.used, detail.uses.items.len()), (1, 1));
    assert_eq!(detail.uses.items[0].1.turns[0].turn, turn);
    let same = desk.set_mentioned(ids[0], turn, named).await.unwrap();
    assert!(same.entries.is_empty(), "the same again writes nothing");
    let nowhere = desk.set_mentioned(ids[0], turn, vec!["nowhere".into()]);
    assert!(matches!(
        nowhere.await,
        Err(JobError::UnknownId {
            kind: "product",
            ..
        })
    ));

    let field = ProductField::Title;
    let edit =
        async |text: &str, expected| desk.edit_product(&other.id, &field, text, expected).await;
    edit("Zanskar shawl", Some(1)).await.unwrap();
    let stale = edit("Another", Some(1)).await;
    let conflict = JobError::Store(StoreError::Conflict {
        subject: Subject::Product(other.id.clone()),
        expected: 1,
        found: 2,
    });
    assert_eq!(stale.unwrap_err().to_string(), conflict.to_string());
    assert!(
        edit("Zanskar shawl", None)
            .await
            .unwrap()
            .entries
            .is_empty()
    );
    let find = async || {
        let lookup = muse_studio::catalog::ProductQuery::typed("zanskar").into();
        workspace.look_up(lookup).await.unwrap().total
    };
    assert_eq!(find().await, 1);
    let undone = desk.undo().await.unwrap();
    assert_eq!(
        undone.reversed[0].subject,
        Subject::Product(other.id.clone())
    );
    assert_eq!(find().await, 0);
    let detail = workspace.product_detail(&other.id).await.unwrap();
    assert_eq!(detail.product(), other);
    desk.undo().await.unwrap();
    let read = workspace.open_for_reading(ids[0]).await.unwrap();
    assert_eq!(read.reviewed.conversation.turns[&turn].mentioned, before);
}
