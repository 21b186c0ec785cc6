//! Steering conversations while they are made: orders to one leave the others alone, and orders that are taken back
//! leave no trace.

use std::collections::{BTreeMap, BTreeSet};

use crate::jobs_support::{asked, drain, muse_bytes, shoppers, stocked};
use muse_studio::domain::{
    Conversation, ConversationId, Engine, Outcome, RunState, Speaker, TurnId,
};
use muse_studio::jobs::{
    Awaits, Control, Desk, GenerateOptions, Hold, JobEnd, JobEvent, Report, Runner, Shoppers,
    Steer, Why,
};
use muse_studio::review::Filter;
use muse_studio::store::{Cursor, Reviewed};
use proptest::prelude::*;

/// A typed text that no voice would say.
const TYPED: &str = "अच्छा, पर क्या यह बारिश में चलेगा?";

fn paced(count: u32, concurrency: usize) -> GenerateOptions {
    GenerateOptions {
        pace: Some(4_000.0),
        ..asked(count, concurrency)
    }
}

async fn all(runner: &Runner) -> Vec<Reviewed> {
    let store = runner.workspace().store();
    let page = store.conversation_page(Filter::default(), Cursor::First, 500);
    page.await
        .unwrap()
        .items
        .into_iter()
        .map(|(_, reviewed)| reviewed)
        .collect()
}

async fn one(runner: &Runner, id: ConversationId) -> Conversation {
    let found = all(runner).await.into_iter().map(|one| one.conversation);
    found.into_iter().find(|one| one.id == id).unwrap()
}

/// What happened to the conversations of a run.
#[derive(Default)]
struct Watched {
    first: Option<ConversationId>,
    done: Vec<ConversationId>,
}

impl Watched {
    fn see(&mut self, event: &JobEvent) {
        match event {
            JobEvent::Admitted { conversation, .. } => {
                self.first.get_or_insert(*conversation);
            }
            JobEvent::ConversationDone { conversation, .. } => self.done.push(*conversation),
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_held_keeps_no_other_from_being_made() {
    let (plain, held) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (runner, _events) = stocked(plain.path()).await;
    runner.generate(asked(6, 1)).finish().await.unwrap();
    let expected = muse_bytes(&runner, plain.path(), "muse.jsonl").await;

    let (runner, mut events) = stocked(held.path()).await;
    let handle = runner.generate(paced(6, 1));
    let control = handle.control().clone();
    let (mut watched, mut states) = (Watched::default(), Vec::new());
    let made = handle.run_to_end(&mut events, |event| {
        watched.see(event);
        match event {
            JobEvent::Admitted { conversation, .. } if watched.first == Some(*conversation) => {
                control.steer(*conversation, Steer::Hold);
                control.steer(*conversation, Steer::Hold);
            }
            JobEvent::Steered {
                conversation,
                state,
                ..
            } => states.push((*conversation, *state)),
            _ => {}
        }
        // One place, and it is held: all the others are made in that place.
        if watched.done.len() == 5 && states.len() == 1 {
            control.steer(watched.first.unwrap(), Steer::GoOn);
        }
    });
    let made = made.await.unwrap();
    let first = watched.first.unwrap();
    assert_eq!(states, [(first, Hold::Paused), (first, Hold::Going)]);
    assert_eq!(watched.done.last(), Some(&first), "it was held to the last");
    assert_eq!((made.finished(), made.end()), (6, JobEnd::Done));
    let bytes = muse_bytes(&runner, held.path(), "muse.jsonl").await;
    assert!(bytes == expected, "the hold shows in what was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_words_one_side_and_hands_it_back() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let handle = runner.generate(paced(3, 2));
    let control = handle.control().clone();
    let (mut watched, mut waited, mut typed) = (Watched::default(), 0, None::<TurnId>);
    let made = handle.run_to_end(&mut events, |event| {
        watched.see(event);
        match event {
            JobEvent::Admitted { conversation, .. } if watched.first == Some(*conversation) => {
                control.steer(*conversation, Steer::TakeOver(Speaker::User));
            }
            JobEvent::Waits {
                conversation,
                awaits: Awaits::Words { turn, speaker, .. },
                ..
            } => {
                waited += 1;
                assert_eq!(*speaker, Speaker::User);
                let say = |turn: TurnId, text: &str| {
                    let text = text.to_owned();
                    control.steer(*conversation, Steer::Say { turn, text });
                };
                match (waited, typed) {
                    (1, _) => {
                        typed = Some(*turn);
                        say(*turn, TYPED);
                    }
                    // Words for a turn that is over are for no other turn.
                    (_, Some(before)) => {
                        say(before, "late");
                        control.steer(*conversation, Steer::HandBack);
                    }
                    (_, None) => {}
                }
            }
            _ => {}
        }
    });
    let made = made.await.unwrap();
    assert_eq!(made.finished(), 3, "{made:?}");
    let conversation = one(&runner, watched.first.unwrap()).await;
    let turn = &conversation.turns[&typed.unwrap()];
    assert_eq!((turn.text.as_str(), turn.speaker), (TYPED, Speaker::User));
    let from = turn.provenance.as_ref().unwrap();
    assert_eq!(
        (from.provider, from.source.as_str(), &from.model),
        (Engine::Imported, "typed", &None)
    );
    let by_machine = conversation.current_turns().filter(|turn| {
        let from = turn.provenance.as_ref().unwrap();
        from.provider == Engine::Offline
    });
    assert_eq!(by_machine.count() + 1, conversation.turns.len());
    assert_eq!(conversation.engine, Engine::Offline);
    assert!(waited >= 2, "its second turn waited too");
    let bytes = muse_bytes(&runner, dir.path(), "muse.jsonl").await;
    assert!(String::from_utf8(bytes).unwrap().contains(TYPED));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_stopped_stays_so_and_another_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let handle = runner.generate(paced(4, 2));
    let control = handle.control().clone();
    let mut watched = Watched::default();
    let made = handle.run_to_end(&mut events, |event| {
        watched.see(event);
        match event {
            JobEvent::TurnDone { conversation, .. } if watched.first == Some(*conversation) => {
                control.steer(*conversation, Steer::Stop);
            }
            _ => {}
        }
    });
    let made = made.await.unwrap();
    assert!(!made.stopped, "the run was not stopped: {made:?}");
    assert_eq!((made.kept, made.attempts), (4, 5));
    let why: Vec<Why> = made.not_kept.iter().map(|one| one.why).collect();
    assert_eq!(why, [Why::Unfinished]);
    let stopped = one(&runner, watched.first.unwrap()).await;
    assert_eq!(stopped.outcome, Some(Outcome::Stopped));
    assert!(!stopped.turns.is_empty());
    let run = runner.workspace().store().run(made.run).await.unwrap();
    assert_eq!(run.unwrap().state, RunState::Done);

    let again = runner.resume_run(made.run).finish().await.unwrap();
    assert_eq!((again.finished(), again.kept), (0, 4), "{again:?}");
    assert_eq!(one(&runner, stopped.id).await, stopped);
}

/// A run is stopped, or its process killed, when a person has typed in one of its conversations.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_typed_outlives_the_run() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let handle = runner.generate(paced(4, 2));
    let control = handle.control().clone();
    let (mut watched, mut typed) = (Watched::default(), None::<TurnId>);
    let stopped = handle.run_to_end(&mut events, |event| {
        watched.see(event);
        match event {
            JobEvent::Admitted { conversation, .. } if watched.first == Some(*conversation) => {
                control.steer(*conversation, Steer::TakeOver(Speaker::User));
            }
            JobEvent::Waits {
                conversation,
                awaits: Awaits::Words { turn, .. },
                ..
            } if typed.is_none() => {
                typed = Some(*turn);
                let (turn, text) = (*turn, TYPED.to_owned());
                control.steer(*conversation, Steer::Say { turn, text });
            }
            JobEvent::TurnDone { turn, .. } if typed == Some(*turn) => control.stop(),
            _ => {}
        }
    });
    let stopped = stopped.await.unwrap();
    assert!(stopped.stopped);
    let resumed = runner.resume_run(stopped.run).finish().await.unwrap();
    assert_eq!(resumed.kept, 4, "{resumed:?}");
    let conversation = one(&runner, watched.first.unwrap()).await;
    assert_eq!(conversation.turns[&typed.unwrap()].text, TYPED);
    assert_eq!(conversation.outcome, Some(Outcome::Stopped));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_turn_is_edited_before_the_other_side_answers() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    drain(&mut events);
    let handle = runner.generate(paced(2, 2));
    let control = handle.control().clone();
    let (mut first, mut last) = (None, None);
    loop {
        match events.next().await {
            JobEvent::Admitted { conversation, .. } if first.is_none() => {
                first = Some(conversation);
                control.steer(conversation, Steer::TakeOver(Speaker::Assistant));
            }
            JobEvent::TurnDone {
                conversation, turn, ..
            } if first == Some(conversation) => last = Some(turn),
            JobEvent::Waits { conversation, .. } if first == Some(conversation) => break,
            _ => {}
        }
    }
    // What stands still is in the store, so that it can be edited as in Review.
    let (id, turn) = (first.unwrap(), last.unwrap());
    let desk = Desk::new(runner.workspace(), "asha".into());
    desk.edit_turn(id, turn, 1, TYPED.to_owned()).await.unwrap();
    control.steer(id, Steer::HandBack);
    let made = handle.finish().await.unwrap();
    assert_eq!(made.finished(), 2);
    let found = all(&runner).await;
    let edited = found.iter().find(|one| one.conversation.id == id).unwrap();
    let original = &edited.conversation.turns[&turn];
    assert_eq!(edited.review.text(original), TYPED);
    assert_ne!(original.text, TYPED, "the original is kept");
    assert!(edited.conversation.turns.len() > 2, "it went on");
    desk.undo().await.unwrap();
    let found = all(&runner).await;
    let undone = found.iter().find(|one| one.conversation.id == id).unwrap();
    assert_eq!(undone.review.text(original), original.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_stopped_leaves_none_standing() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let handle = runner.generate(paced(6, 3));
    let control = handle.control().clone();
    let mut standing = BTreeSet::new();
    let made = handle.run_to_end(&mut events, |event| match event {
        JobEvent::Admitted {
            conversation,
            ordinal,
            ..
        } => control.steer(
            *conversation,
            match ordinal % 2 {
                0 => Steer::Hold,
                _ => Steer::TakeOver(Speaker::Assistant),
            },
        ),
        JobEvent::Waits { conversation, .. } => {
            standing.insert(*conversation);
            if standing.len() == 6 {
                control.stop();
            }
        }
        _ => {}
    });
    let made = made.await.unwrap();
    assert!(made.stopped, "{made:?}");
    assert_eq!(standing.len(), 6, "held ones take no place");
    assert!(
        all(&runner)
            .await
            .iter()
            .all(|one| { one.conversation.outcome == Some(Outcome::Stopped) })
    );
    // An order to what has ended does nothing.
    control.steer(*standing.first().unwrap(), Steer::GoOn);
    assert_eq!(drain(&mut events), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_and_fewer_are_made_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let options = GenerateOptions {
        pace: Some(300.0),
        ..asked(12, 1)
    };
    let handle = runner.generate(options);
    let control = handle.control().clone();
    let (mut told, mut open, mut most) = (Vec::new(), BTreeSet::new(), BTreeMap::new());
    let made = handle.run_to_end(&mut events, |event| match event {
        JobEvent::AtOnce { conversations, .. } => told.push(*conversations),
        JobEvent::Admitted {
            conversation,
            ordinal,
            ..
        } => {
            open.insert(*conversation);
            let now = told.last().copied().unwrap_or(0);
            let most = most.entry(now).or_insert(0);
            *most = open.len().max(*most);
            match ordinal {
                1 => control.make_at_once(4),
                8 => control.make_at_once(9_999),
                _ => {}
            }
        }
        JobEvent::ConversationDone { conversation, .. } => {
            open.remove(conversation);
        }
        _ => {}
    });
    let made = made.await.unwrap();
    assert_eq!(made.finished(), 12);
    // Half of the 128 places that the plan looks ahead.
    assert_eq!(told, [1, 4, 64]);
    assert_eq!((most[&1], most[&4]), (1, 4));
}

/// Orders that are given to the conversations of a run and taken back.
#[derive(Clone, Copy, Debug)]
enum Prank {
    Nothing,
    Hold,
    Take(Speaker),
    HoldAll,
    AtOnce(usize),
}

impl Prank {
    fn begin(self, control: &Control, conversation: ConversationId) {
        match self {
            Prank::Nothing => {}
            Prank::Hold => control.steer(conversation, Steer::Hold),
            Prank::Take(side) => control.steer(conversation, Steer::TakeOver(side)),
            Prank::HoldAll => control.pause(),
            Prank::AtOnce(conversations) => control.make_at_once(conversations),
        }
    }

    fn end(control: &Control, conversation: ConversationId) {
        control.steer(conversation, Steer::HandBack);
        control.steer(conversation, Steer::GoOn);
        control.resume();
    }
}

fn pranks() -> impl Strategy<Value = Vec<Prank>> {
    let one = prop_oneof![
        Just(Prank::Nothing),
        Just(Prank::Hold),
        Just(Prank::Take(Speaker::User)),
        Just(Prank::Take(Speaker::Assistant)),
        Just(Prank::HoldAll),
        (1usize..6).prop_map(Prank::AtOnce),
    ];
    proptest::collection::vec(one, 1..40)
}

async fn texts_under(pranks: &[Prank]) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let handle = runner.generate(GenerateOptions {
        shoppers: Shoppers::Given(shoppers()),
        ..paced(5, 2)
    });
    let control = handle.control().clone();
    let mut next = pranks.iter().copied();
    let made = handle.run_to_end(&mut events, |event| match event {
        JobEvent::Admitted { conversation, .. } | JobEvent::TurnDone { conversation, .. } => {
            next.next()
                .unwrap_or(Prank::Nothing)
                .begin(&control, *conversation);
        }
        JobEvent::Waits { conversation, .. } => Prank::end(&control, *conversation),
        JobEvent::Held {
            state: Hold::Paused,
            ..
        } => control.resume(),
        _ => {}
    });
    assert_eq!(made.await.unwrap().finished(), 5);
    muse_bytes(&runner, dir.path(), "muse.jsonl").await
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn orders_that_are_taken_back_leave_no_trace(pranks in pranks()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (plain, steered) = runtime.block_on(async {
            (texts_under(&[]).await, texts_under(&pranks).await)
        });
        prop_assert!(plain == steered, "{:?} shows in what was made", pranks);
    }
}

/// A turn is shown in several ways, all are left once, then one is picked; the others are kept beside it.
#[tokio::test(flavor = "multi_thread")]
async fn a_person_picks_how_it_goes_on_and_the_others_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let handle = runner.generate(paced(3, 2));
    let control = handle.control().clone();
    let (mut watched, mut shown, mut texts) = (Watched::default(), Vec::new(), BTreeMap::new());
    let (mut picks, mut begun, mut picked) = (0, 0, None::<TurnId>);
    let made = handle.run_to_end(&mut events, |event| {
        watched.see(event);
        match event {
            JobEvent::Admitted { conversation, .. } if watched.first == Some(*conversation) => {
                control.steer(*conversation, Steer::Hold);
            }
            JobEvent::Alternatives { turns, .. } => shown.push(turns.clone()),
            JobEvent::TurnStarted { turn, .. } if picked == Some(*turn) => begun += 1,
            JobEvent::AlternativeDone { turn, text, .. } => {
                texts.insert(*turn, text.clone().unwrap());
            }
            JobEvent::Waits {
                conversation,
                awaits,
                ..
            } => match (awaits, picks) {
                (Awaits::Release, 0) => control.steer(*conversation, Steer::Branch(3)),
                (Awaits::Pick, 0) => {
                    picks += 1;
                    control.steer(*conversation, Steer::Leave);
                }
                (Awaits::Release, 1) => control.steer(*conversation, Steer::Branch(9)),
                (Awaits::Pick, _) => {
                    picks += 1;
                    let turn = shown.last().unwrap()[1];
                    picked = Some(turn);
                    let by = "asha".into();
                    control.steer(*conversation, Steer::Pick { turn, by });
                }
                // It stands where it stood: one may go on turn by turn.
                (Awaits::Release, _) => control.steer(*conversation, Steer::GoOn),
                (Awaits::Words { .. }, _) => panic!("nobody took a side"),
            },
            _ => {}
        }
    });
    let made = made.await.unwrap();
    assert_eq!((made.finished(), picks, begun), (3, 2, 1), "{made:?}");
    let counts: Vec<usize> = shown.iter().map(Vec::len).collect();
    assert_eq!(counts, [3, 4], "no more than four are worded");
    let conversation = one(&runner, watched.first.unwrap()).await;
    let turns: Vec<TurnId> = conversation.current_turns().map(|turn| turn.id).collect();
    let at = turns.iter().position(|turn| Some(*turn) == picked).unwrap();
    assert!(turns.len() > at + 2, "it went on");
    let sides = &conversation.branches[1..];
    assert_eq!(sides.len(), 3);
    let mut said = BTreeSet::from([conversation.turns[&turns[at]].text.as_str()]);
    for branch in sides {
        let (last, before) = branch.turns.split_last().unwrap();
        assert_eq!(before, &turns[..at]);
        assert_eq!(branch.parent, Some(conversation.current));
        assert_eq!(branch.passed_over_by, Some("asha".into()));
        let turn = &conversation.turns[last];
        assert_eq!(Some(&turn.text), texts.get(last));
        assert_eq!(turn.speaker, conversation.turns[&turns[at]].speaker);
        assert!(turn.provenance.is_some());
        assert!(said.insert(&turn.text), "two ways are one: {}", turn.text);
    }
    let on_branches: BTreeSet<_> = conversation
        .branches
        .iter()
        .flat_map(|b| &b.turns)
        .collect();
    assert_eq!(
        on_branches.len(),
        conversation.turns.len(),
        "no turn is lost"
    );
}

/// Stopping the run while a pick is waited for ends it.
#[tokio::test(flavor = "multi_thread")]
async fn a_pick_that_never_comes_keeps_no_run_from_ending() {
    let dir = tempfile::tempdir().unwrap();
    let (runner, mut events) = stocked(dir.path()).await;
    let handle = runner.generate(paced(2, 2));
    let control = handle.control().clone();
    let made = handle.run_to_end(&mut events, |event| match event {
        JobEvent::Admitted { conversation, .. } => control.steer(*conversation, Steer::Hold),
        JobEvent::Waits {
            conversation,
            awaits: Awaits::Release,
            ..
        } => control.steer(*conversation, Steer::Branch(2)),
        JobEvent::Waits {
            awaits: Awaits::Pick,
            ..
        } => control.stop(),
        _ => {}
    });
    assert!(made.await.unwrap().stopped);
    for found in all(&runner).await {
        assert_eq!(found.conversation.branches.len(), 1);
    }
}
