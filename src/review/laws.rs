//! The laws of the fold and of undo, checked on made-up logs.

use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::{ConversationReview, fold, inverse, plan_redo, plan_undo};
use crate::domain::{
    Action, BulkId, ConversationId, Dimension, EntryId, Hlc, LogEntry, Rating, ReviewerId, Subject,
    TagChange, TurnId, Verdict,
};

/// What a reviewer does next.
#[derive(Clone, Debug)]
enum Step {
    Judge(u8, Option<Verdict>),
    Edit(u8, String),
    Comment(String),
    Rate(Dimension, Option<Rating>),
    Tag(String, TagChange),
    Bulk(Vec<u8>),
    Undo,
    Redo,
}

fn step() -> impl Strategy<Value = Step> {
    let verdict = prop_oneof![
        Just(None),
        Just(Some(Verdict::Accepted)),
        Just(Some(Verdict::Rejected))
    ];
    let rating = proptest::option::of((1..=5u8).prop_map(|n| Rating::try_from(n).unwrap()));
    prop_oneof![
        3 => (0..4u8, verdict).prop_map(|(turn, verdict)| Step::Judge(turn, verdict)),
        2 => (0..4u8, "[a-c]{1,3}").prop_map(|(turn, text)| Step::Edit(turn, text)),
        1 => "[x-z]{0,2}".prop_map(Step::Comment),
        1 => (select(&Dimension::ALL[..2]), rating).prop_map(|(of, rating)| Step::Rate(of, rating)),
        1 => ("[pq]", select(&[TagChange::Added, TagChange::Removed][..]))
            .prop_map(|(tag, change)| Step::Tag(tag, change)),
        1 => proptest::collection::vec(0..4u8, 1..4).prop_map(Step::Bulk),
        4 => Just(Step::Undo),
        3 => Just(Step::Redo),
    ]
}

/// One reviewer's own log of one conversation.
struct Log {
    reviewer: ReviewerId,
    entries: Vec<LogEntry>,
    millis: i64,
}

impl Log {
    fn new(name: &str) -> Self {
        Log {
            reviewer: name.into(),
            entries: Vec::new(),
            millis: 0,
        }
    }

    fn stamp(&mut self) -> (EntryId, Hlc) {
        self.millis += 1;
        let clock = Hlc::default().next(self.millis);
        let name = format!("{}{}", self.reviewer, self.millis);
        let bytes = blake3::hash(name.as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&bytes.as_bytes()[..16]);
        (EntryId(Uuid::from_bytes(id)), clock)
    }

    fn add(&mut self, turn: Option<u8>, action: Action, bulk: Option<BulkId>) -> EntryId {
        let (id, clock) = self.stamp();
        let conversation = ConversationId(Uuid::nil());
        let subject = match turn {
            Some(turn) => Subject::Turn(conversation, TurnId(Uuid::from_u128(u128::from(turn)))),
            None => Subject::Conversation(conversation),
        };
        self.entries.push(LogEntry {
            id,
            reviewer: self.reviewer.clone(),
            clock,
            subject,
            base_version: 1,
            action,
            reason: None,
            inverse_of: None,
            bulk,
        });
        id
    }

    fn take_back(&mut self, targets: &[EntryId]) {
        for target in targets {
            let (id, clock) = self.stamp();
            let found = self.entries.iter().find(|entry| entry.id == *target);
            let entry = inverse(found.expect("a plan names entries of the log"), id, clock);
            self.entries.push(entry);
        }
    }

    /// Does a step and tells which regular entries it added.
    fn run(&mut self, step: &Step) -> Vec<EntryId> {
        let judge = |after| Action::Judge {
            before: None,
            after,
        };
        match step {
            Step::Judge(turn, verdict) => vec![self.add(Some(*turn), judge(*verdict), None)],
            Step::Edit(turn, text) => {
                let (before, after) = (String::new(), text.clone());
                vec![self.add(Some(*turn), Action::Edit { before, after }, None)]
            }
            Step::Comment(text) => {
                let (before, after) = (String::new(), text.clone());
                vec![self.add(None, Action::Comment { before, after }, None)]
            }
            Step::Rate(dimension, after) => {
                let (dimension, after) = (*dimension, *after);
                let before = None;
                let action = Action::Rate {
                    dimension,
                    before,
                    after,
                };
                vec![self.add(None, action, None)]
            }
            Step::Tag(tag, change) => {
                let (tag, change) = (tag.parse().unwrap(), *change);
                vec![self.add(None, Action::Tag { tag, change }, None)]
            }
            Step::Bulk(turns) => {
                let bulk = Some(BulkId(Uuid::from_u128(self.millis as u128)));
                let rejected = judge(Some(Verdict::Rejected));
                let add = |turn: &u8| self.add(Some(*turn), rejected.clone(), bulk);
                turns.iter().map(add).collect()
            }
            Step::Undo => {
                let targets = plan_undo(&self.entries, &self.reviewer);
                self.take_back(&targets);
                Vec::new()
            }
            Step::Redo => {
                let targets = plan_redo(&self.entries, &self.reviewer);
                self.take_back(&targets);
                Vec::new()
            }
        }
    }

    fn state(&self) -> ConversationReview {
        fold(&self.entries)
    }
}

/// Undo as every editor knows it: two stacks.
#[derive(Default)]
struct Stacks {
    done: Vec<Vec<EntryId>>,
    undone: Vec<Vec<EntryId>>,
}

impl Stacks {
    fn run(&mut self, step: &Step, added: Vec<EntryId>) {
        match step {
            Step::Undo => self.undone.extend(self.done.pop()),
            Step::Redo => self.done.extend(self.undone.pop()),
            _ => {
                self.done.push(added);
                self.undone.clear();
            }
        }
    }

    fn standing(&self) -> Vec<EntryId> {
        self.done.iter().flatten().copied().collect()
    }
}

fn written(name: &str, steps: &[Step]) -> Log {
    let mut log = Log::new(name);
    for step in steps {
        log.run(step);
    }
    log
}

proptest! {
    #[test]
    fn undo_and_redo_equal_two_stacks(steps in proptest::collection::vec(step(), 0..40)) {
        let (mut log, mut stacks) = (Log::new("asha"), Stacks::default());
        for step in &steps {
            let added = log.run(step);
            stacks.run(step, added);
            let standing = super::live_entries(&log.entries);
            let standing: Vec<EntryId> = standing.iter().map(|entry| entry.id).collect();
            prop_assert_eq!(standing, stacks.standing());
        }
    }

    #[test]
    fn undo_then_redo_restores_the_state(steps in proptest::collection::vec(step(), 1..30)) {
        let mut log = written("asha", &steps);
        let before = log.state();
        if !plan_undo(&log.entries, &log.reviewer).is_empty() {
            log.run(&Step::Undo);
            log.run(&Step::Redo);
        }
        prop_assert_eq!(log.state(), before);
    }

    #[test]
    fn the_order_of_entries_does_not_matter(
        steps in proptest::collection::vec(step(), 1..30),
        keys in proptest::collection::vec(any::<u32>(), 120),
    ) {
        let log = written("asha", &steps);
        let mut shuffled: Vec<_> = log.entries.iter().cloned().zip(keys).collect();
        shuffled.sort_by_key(|(_, key)| *key);
        let shuffled: Vec<LogEntry> = shuffled.into_iter().map(|(entry, _)| entry).collect();
        prop_assert_eq!(fold(&shuffled), log.state());
        prop_assert_eq!(plan_undo(&shuffled, &log.reviewer), plan_undo(&log.entries, &log.reviewer));
        prop_assert_eq!(plan_redo(&shuffled, &log.reviewer), plan_redo(&log.entries, &log.reviewer));
    }

    #[test]
    fn merging_from_either_side_gives_the_same_state(
        mine in proptest::collection::vec(step(), 0..20),
        theirs in proptest::collection::vec(step(), 0..20),
    ) {
        let (mine, theirs) = (written("asha", &mine), written("ravi", &theirs));
        let one: Vec<_> = mine.entries.iter().chain(&theirs.entries).cloned().collect();
        let other: Vec<_> = theirs.entries.iter().chain(&mine.entries).chain(&mine.entries).cloned().collect();
        prop_assert_eq!(fold(&one), fold(&other));
        for reviewer in [&mine.reviewer, &theirs.reviewer] {
            prop_assert_eq!(plan_undo(&one, reviewer), plan_undo(&other, reviewer));
        }
    }
}

#[test]
fn a_redo_after_a_merge_takes_back_both_undos() {
    let mut log = Log::new("asha");
    let judged = log.run(&Step::Judge(0, Some(Verdict::Accepted)));
    log.take_back(&judged);
    log.take_back(&judged);
    assert_eq!(plan_redo(&log.entries, &log.reviewer).len(), 2);
    log.run(&Step::Redo);
    assert_eq!(super::live_entries(&log.entries).len(), 1);
}

#[test]
fn a_reviewer_undoes_nothing_of_another() {
    let mut log = Log::new("asha");
    log.run(&Step::Bulk(vec![0, 1]));
    assert!(plan_undo(&log.entries, &"ravi".into()).is_empty());
    log.run(&Step::Undo);
    assert!(plan_redo(&log.entries, &"ravi".into()).is_empty());
}
