//! Runs whose process is killed while a model is asked: nothing that was paid for is asked again, and nothing is lost.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::chaos_kit::{Chaos, Spoken, Temper, asked_again, books, generate, home, opened, waited};
use crate::cli_kit::{Home, conversations};
use muse_studio::domain::{CallState, ConversationId};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// How long anything may take on a busy machine.
const LONG: Duration = Duration::from_secs(120);

fn slow(faults: u32) -> Chaos {
    Chaos::start(Temper {
        seed: 4,
        faults,
        kinds: asked_again(),
        thinks: Duration::from_millis(60),
    })
}

/// Waits until the server has been asked so often, then a moment more; whether the run was still going on.
fn wait_for(child: &mut Child, server: &Chaos, questions: usize, moment: Duration) -> bool {
    let begun = Instant::now();
    while server.seen().len() < questions {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        assert!(begun.elapsed() < LONG, "the run stands still");
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(moment);
    child.try_wait().unwrap().is_none()
}

/// The texts of each conversation, by its place in the run.
fn texts(home: &Home) -> BTreeMap<u64, Vec<String>> {
    let store = opened(home);
    let lines = conversations(home);
    let of = |line: &serde_json::Value| {
        let id: ConversationId = line["id"].as_str().unwrap().parse().unwrap();
        let found = waited(store.conversation(id)).unwrap().unwrap();
        let turns = found.conversation.current_turns();
        let texts = turns.map(|turn| turn.text.clone()).collect();
        (line["ordinal"].as_u64().unwrap(), texts)
    };
    lines.iter().map(of).collect()
}

/// What the server calls the exchanges whose answers are in the books.
fn paid(home: &Home) -> BTreeSet<String> {
    let ends = books(home).into_iter().filter_map(|row| row.end);
    let done = ends.filter(|(end, _)| end.state == CallState::Done);
    done.map(|(end, _)| end.request_id.unwrap()).collect()
}

/// What is there after a kill is there in the end.
fn goes_on(before: &BTreeMap<u64, Vec<String>>, after: &BTreeMap<u64, Vec<String>>) {
    for (place, texts) in before {
        assert!(after[place].starts_with(texts), "conversation {place}");
    }
}

#[test]
fn a_killed_run_pays_for_nothing_twice_and_ends_as_if_it_had_not_been_killed() {
    let some = ["-n", "4", "--seed", "9", "--max-in-flight", "4"];
    let (whole, calm) = (home(), slow(0));
    let address = calm.address();
    let said = whole.muse(&generate(Spoken::Completions, &address, &some));
    said.ended(0);
    let (expected, questions) = (texts(&whole), calm.seen().len());

    let (home, server) = (home(), slow(10));
    let address = server.address();
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let (mut kept, mut stored, mut kills) = (BTreeMap::new(), BTreeSet::new(), 0);
    let first = generate(Spoken::Completions, &address, &some);
    let resumed = generate(
        Spoken::Completions,
        &address,
        &["--resume", "--max-in-flight", "4"],
    );
    for round in 0..6 {
        let words = if round == 0 { &first } else { &resumed };
        let mut process = home.process(words);
        let mut child = process
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let more = rng.random_range(1..questions / 4);
        let moment = Duration::from_millis(rng.random_range(0..120));
        let goes = wait_for(&mut child, &server, server.seen().len() + more, moment);
        child.kill().unwrap();
        child.wait().unwrap();
        kills += usize::from(goes);
        let (now, paid) = (texts(&home), paid(&home));
        goes_on(&kept, &now);
        assert!(
            paid.is_superset(&stored),
            "an answer is not in the books any more"
        );
        (kept, stored) = (now, paid);
    }
    assert!(kills >= 3, "{kills} kills");
    let said = home.muse(&resumed).ended(0).json();
    assert_eq!(said["kept"], 4, "{said}");
    assert_eq!(texts(&home), expected);

    let (books, seen, stored) = (books(&home), server.seen(), paid(&home));
    let mut answered = HashMap::new();
    for (place, one) in seen.iter().enumerate() {
        if let Some(before) = answered.get(&one.body) {
            panic!("{place} asks for what {before} answered");
        }
        if stored.contains(&one.id) {
            answered.insert(one.body, place);
        }
    }
    let without_end = books.iter().filter(|row| row.end.is_none()).count();
    let lost = seen
        .iter()
        .filter(|one| one.counted.is_some() && !stored.contains(&one.id));
    assert!(lost.count() <= without_end, "an answer is in no book");
    assert!(
        seen.len() <= books.len(),
        "a question left that is in no book"
    );
    let told = home
        .muse(&["workspace", "ledger", "--json"])
        .ended(0)
        .json();
    assert_eq!(told["without_end"], without_end, "{told}");
    assert!(
        told["maybe_billed"].as_u64().unwrap() >= without_end as u64,
        "{told}"
    );
    assert!(without_end > 0, "every kill fell between two questions");
    let words = home.muse(&["workspace", "ledger"]).ended(0).out;
    assert!(words.contains("may be billed besides"), "{words}");
}
