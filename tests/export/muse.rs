//! The lossless format: what is written is what is read, and the keys never change.

use crate::export_kit::{Desk, conversation};
use muse_studio::domain::{
    AutoReview, Branch, Candidate, Cost, Currency, Dimension, Engine, EntryId, Feature, Finding,
    FindingKind, IdSequence, Provenance, Reason, ReviewerId, Severity, Span, TextVersion, TurnId,
    Verdict,
};
use muse_studio::export::{Exporter, Format, Options, Partial, Take, muse};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use uuid::Uuid;

fn line_of(record: &muse::Record) -> String {
    let mut out = Vec::new();
    muse::write_line(&mut out, &record.judged()).unwrap();
    String::from_utf8(out).unwrap()
}

fn provenance() -> impl Strategy<Value = Option<Provenance>> {
    let made = (
        any::<u64>(),
        proptest::option::of("\\PC{0,12}"),
        proptest::collection::vec(("[a-z0-9]{1,8}", -1e6f32..1e6), 0..4),
        any::<bool>(),
        proptest::option::of(0u64..1_000_000),
    );
    proptest::option::of(made.prop_map(|(seed, query, candidates, forced, cost)| {
        Provenance {
            provider: Engine::OpenaiCompatible,
            model: query.clone(),
            source: "recommend.3".into(),
            seed,
            query,
            candidates: candidates
                .into_iter()
                .map(|(id, score)| Candidate {
                    product: id.into(),
                    score,
                })
                .collect(),
            chosen_rank: Some(2),
            forced,
            input_tokens: Some(seed),
            output_tokens: None,
            cost: cost.map(|micros| Cost {
                micros,
                currency: Currency::USD,
            }),
            cache_hit: forced,
        }
    }))
}

prop_compose! {
    fn record()(
        texts in proptest::collection::vec((any::<bool>(), any::<String>()), 1..7),
        edits in proptest::collection::vec(proptest::option::of(any::<String>()), 7),
        whole in prop_oneof![Just(None), Just(Some(Verdict::Accepted)), Just(Some(Verdict::Rejected))],
        comment in any::<String>(),
        tags in proptest::collection::btree_set("[a-z0-9_-]{1,8}", 0..3),
        ratings in proptest::collection::btree_map(select(Dimension::ALL.to_vec()), 1..=5u8, 0..4),
        sources in proptest::collection::vec(provenance(), 7),
        extra in proptest::collection::btree_map("[a-z]{1,6}", any::<i64>(), 0..3),
        second_branch in any::<bool>(),
    ) -> muse::Record {
        let lines: Vec<String> = texts
            .iter()
            .map(|(user, text)| format!("{}{text}", if *user { "u:" } else { "a:" }))
            .collect();
        let mut made = conversation(3, &lines.iter().map(String::as_str).collect::<Vec<_>>());
        let ids: Vec<TurnId> = made.current_turns().map(|turn| turn.id).collect();
        for (id, source) in ids.iter().zip(&sources) {
            let turn = made.turns.get_mut(id).unwrap();
            turn.provenance = source.clone();
            turn.mentioned = vec!["p1".into(), "p 2".into()];
        }
        made.profile.extra = extra.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
        made.profile.demographics.extra = made.profile.extra.clone();
        made.profile.scenario = second_branch.then(|| made.scenario.clone());
        made.scenario.wanted = vec![Feature { name: "color".into(), value: "नीला".into() }];
        if second_branch {
            let id = IdSequence::new(11, 0).branch(3, 1);
            let (parent, turns) = (Some(made.current), ids[..1].to_vec());
            made.branches.push(Branch {
                id,
                parent,
                turns,
                passed_over_by: parent.map(|_| "asha".into()),
            });
            made.current = id;
        }
        let turns = ids.iter().zip(&edits).enumerate().filter_map(|(at, (id, edit))| {
            let text = edit.clone()?;
            let entry = Some(EntryId(Uuid::from_u128(at as u128)));
            Some((*id, muse::TurnRecord {
                text: text.clone(),
                version: 2,
                versions: vec![TextVersion { version: 2, text, entry, machine: None }],
                verdict: Some(Verdict::Accepted),
                effective: Some(Verdict::Accepted),
                reason: None,
                reviewer: Some("asha".into()),
            }))
        });
        muse::Record {
            turns: turns.collect(),
            verdict: whole,
            reason: whole.map(|_| Reason::Repeats),
            reviewer: whole.map(|_| "asha".into()),
            auto: whole.map(|verdict| AutoReview {
                verdict: verdict.into(),
                reason: None,
                reviewer: ReviewerId::machine("offline"),
            }),
            replaced_by: second_branch.then(|| IdSequence::new(11, 0).conversation(9)),
            comment,
            tags: tags.iter().map(|tag| tag.parse().unwrap()).collect(),
            ratings: ratings
                .into_iter()
                .map(|(of, rating)| (of, [("asha".into(), rating.try_into().unwrap())].into()))
                .collect(),
            status: muse_studio::domain::Status::Part,
            findings: vec![Finding {
                turn: ids[0],
                kind: FindingKind::Price,
                severity: Severity::Fault,
                span: second_branch.then_some(Span { start: 1, end: 4 }),
                claimed: "₹1,299".into(),
                actual: "₹1,499".into(),
                product: Some("p1".into()),
            }],
            conversation: made,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_written_is_what_is_read(record in record()) {
        let line = line_of(&record);
        prop_assert!(line.ends_with('\n') && line.matches('\n').count() == 1);
        let mut back = muse::read_line(&line).unwrap();
        prop_assert_eq!(&line_of(&back), &line);
        // Turns that nobody touched come back as such.
        back.turns.retain(|id, _| record.turns.contains_key(id));
        prop_assert_eq!(back, record);
    }

    #[test]
    fn every_line_has_the_same_keys_at_every_level(a in record(), b in record()) {
        let keys = |record: &muse::Record| {
            let value: Value = serde_json::from_str(&line_of(record)).unwrap();
            let names = |value: &Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
            let turn = names(&value["turns"][0]);
            let profile = (names(&value["profile"]), names(&value["profile"]["demographics"]));
            (names(&value), turn, profile, names(&value["scenario"]))
        };
        prop_assert_eq!(keys(&a), keys(&b));
    }

    #[test]
    fn no_line_makes_the_reader_panic(text in any::<String>()) {
        let _ = muse::read_line(&text);
    }
}

#[test]
fn muse_takes_every_conversation_unless_told_otherwise() {
    let lines = ["u:kurta", "a:ye dekhiye"];
    let desks = [
        Desk::new(0, &lines, ".."),
        Desk::new(1, &lines, "aa").whole(Verdict::Rejected),
        Desk::new(2, &lines, "ar"),
    ];
    let count = |options: Options| {
        let dir = tempfile::tempdir().unwrap();
        let mut exporter = Exporter::begin(&dir.path().join("m.jsonl"), options).unwrap();
        for desk in &desks {
            exporter.add(&desk.judged()).unwrap();
        }
        exporter.finish().unwrap().manifest.counts.rows
    };
    assert_eq!(count(Options::new(Format::Muse)), 3);
    let accepted = Options {
        take: Some(Take::Accepted),
        ..Options::new(Format::Muse)
    };
    assert_eq!(count(accepted.clone()), 1);
    let dropping = Options {
        partial: Some(Partial::Drop),
        ..accepted
    };
    assert_eq!(count(dropping), 0);
}

#[test]
fn muse_is_never_cut() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        partial: Some(Partial::Cut),
        ..Options::new(Format::Muse)
    };
    let begun = Exporter::begin(&dir.path().join("m.jsonl"), options);
    assert!(begun.err().unwrap().to_string().contains("never cut"));
}
