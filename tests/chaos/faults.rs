//! Runs against a server that fails every fifth time, in each format that is spoken: what the server counted decides.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use crate::chaos_kit::{
    ALL_FAULTS, Chaos, Counted, Fault, Seen, Spoken, Temper, books, generate, home,
};
use crate::cli_kit::{Home, conversations, number};
use muse_studio::domain::{Billing, CallState};
use muse_studio::store::CallRecord;
use serde_json::Value;

/// How often the server may be asked in a minute.
const RATE: usize = 600;

/// The most questions in any stretch of this length.
fn most_within(seen: &[Seen], length: Duration) -> usize {
    let mut times: Vec<Instant> = seen.iter().map(|one| one.at).collect();
    times.sort();
    let until = |at: &Instant| times.partition_point(|time| *time < *at + length);
    let counts = times
        .iter()
        .enumerate()
        .map(|(place, at)| until(at) - place);
    counts.max().unwrap_or(0)
}

/// Every conversation has an end. How many were given up; each of them says why.
fn every_conversation_says_how_it_ended(home: &Home) -> usize {
    let lines = conversations(home);
    assert!(lines.iter().all(|line| line["outcome"].is_string()));
    let given_up = lines.iter().filter(|line| line["outcome"] == "stopped");
    let shows = |line: &Value| {
        home.muse(&["conversations", "show", &number(line)])
            .ended(0)
    };
    let given_up = given_up.map(|line| assert!(shows(line).out.contains("stopped: "), "{line}"));
    given_up.count()
}

/// The books say what the server counted, answer by answer.
fn the_books_are_the_servers(books: &[CallRecord], seen: &[Seen]) {
    let ours = books.iter().filter_map(|row| row.end.as_ref());
    let ours = ours.filter(|(end, _)| matches!(end.state, CallState::Done | CallState::Refused));
    let ours: BTreeMap<String, Counted> = ours
        .map(|(end, _)| {
            let counted = Counted {
                input: end.input.unwrap(),
                output: end.output.unwrap(),
            };
            assert_eq!(end.billing, Billing::Yes);
            let micros = end.cost.unwrap().micros;
            assert_eq!(micros, counted.input + 5 * counted.output);
            (end.request_id.clone().unwrap(), counted)
        })
        .collect();
    let theirs = seen
        .iter()
        .filter_map(|one| Some((one.id.clone(), one.counted?)));
    assert_eq!(ours, theirs.collect());
}

/// What may have cost something is told so, and nothing else is.
fn what_may_be_billed_is_told(books: &[CallRecord], seen: &[Seen]) {
    let begun = [
        Fault::HungUp,
        Fault::CutEarly,
        Fault::CutLate,
        Fault::Malformed,
        Fault::Dumb,
        Fault::Stalls,
        Fault::GivesUp,
    ];
    let theirs = seen.iter().filter_map(|one| one.fault);
    let theirs = theirs.filter(|fault| begun.contains(fault)).count();
    let ours = books.iter().filter_map(|row| row.end.as_ref());
    let ours = ours.filter(|(end, _)| end.billing == Billing::Maybe);
    assert_eq!(ours.count(), theirs);
}

/// Nobody asks again for what was answered, but for answers that decline.
fn no_answer_is_asked_for_twice(seen: &[Seen]) {
    let mut answered: HashMap<_, &Seen> = HashMap::new();
    for one in seen {
        assert!(!answered.contains_key(&one.body), "{one:?}");
        if one.fault.is_none() {
            answered.insert(one.body, one);
        }
    }
}

fn a_run_bears(spoken: Spoken, seed: u64) {
    let server = Chaos::start(Temper {
        seed,
        faults: 20,
        kinds: ALL_FAULTS,
        thinks: Duration::from_millis(30),
    });
    let (home, address) = (home(), server.address());
    let rate = RATE.to_string();
    let some = ["-n", "6", "--seed", "5", "--requests-per-minute", &rate];
    let said = home.muse(&generate(spoken, &address, &some));
    let made = said.json();
    assert_eq!(made["kept"], 6, "{made}");
    let given_up = every_conversation_says_how_it_ended(&home);
    let left_out = made["left_out"].as_array().unwrap().len();
    assert!(left_out >= given_up, "{made}");
    said.ended(if left_out == 0 { 0 } else { 3 });

    let (books, seen) = (books(&home), server.seen());
    let faults = seen.iter().filter(|one| one.fault.is_some()).count();
    assert!(
        faults * 100 >= seen.len() * 10,
        "{faults} of {}",
        seen.len()
    );
    assert_eq!(
        books.len(),
        seen.len(),
        "every attempt is in the books, once"
    );
    the_books_are_the_servers(&books, &seen);
    what_may_be_billed_is_told(&books, &seen);
    no_answer_is_asked_for_twice(&seen);
    let given_up = books.iter().filter_map(|row| row.end.as_ref());
    let given_up = given_up.filter(|(end, _)| end.state == CallState::Dead);
    let wanted = given_up.count() + seen.iter().filter(|one| one.counted.is_some()).count();
    assert!(
        seen.len() * 100 < wanted * 135,
        "{} for {wanted}",
        seen.len()
    );
    let in_a_second = most_within(&seen, Duration::from_secs(1));
    assert!(in_a_second <= RATE.div_ceil(60) + 1, "{in_a_second}");
    assert!(most_within(&seen, Duration::from_secs(60)) <= RATE);
}

#[test]
fn chat_completions() {
    a_run_bears(Spoken::Completions, 1);
}

#[test]
fn messages() {
    a_run_bears(Spoken::Messages, 2);
}

#[test]
fn responses() {
    a_run_bears(Spoken::Responses, 3);
}
