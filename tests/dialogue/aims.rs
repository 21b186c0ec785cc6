//! What a conversation should come out as: its length, its ending and a picture are honoured where the talk allows it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use muse_studio::dialogue::data::Knowledge;
use muse_studio::dialogue::{Aim, PhrasebookVoice, Question, Retrieve, Shows, Situation};
use muse_studio::domain::{Language, Mode, Outcome};

use crate::dialogue_support::{Memory, Talk, generator, plan, planned};

/// Wished lengths around a mean of 6.4, from 3 to 10.
const WISHED: [u32; 20] = [6, 8, 5, 7, 6, 9, 4, 7, 5, 8, 6, 3, 7, 10, 6, 5, 8, 7, 4, 7];

/// Conversations over the sample catalogue, each with its aim.
fn talks(count: usize, language: Language, aim: impl Fn(usize) -> Aim) -> Vec<(Aim, Talk)> {
    let knowledge = Knowledge::embedded().unwrap();
    let voice = PhrasebookVoice::new(Arc::clone(&knowledge), None).unwrap();
    let memory = Memory::sample();
    let people = generator(31).generate(count, &memory.products);
    let shop: Arc<dyn Retrieve> = Arc::new(memory);
    let one = |(place, person)| {
        let mut plan = plan(
            person,
            language,
            Mode::Natural,
            u32::try_from(place).unwrap(),
        );
        plan.aim = aim(place);
        (
            plan.aim,
            planned(plan, Arc::clone(&shop), &knowledge, &voice),
        )
    };
    people.into_iter().enumerate().map(one).collect()
}

fn long(exchanges: u32) -> Aim {
    Aim {
        exchanges: Some(exchanges),
        ..Aim::default()
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[test]
fn lengths_come_near_to_the_wished_ones() {
    let all = talks(300, Language::En, |place| {
        long(WISHED[place % WISHED.len()])
    });
    let off =
        |(aim, talk): &(Aim, Talk)| i64::from(talk.exchanges) - i64::from(aim.exchanges.unwrap());
    let near = all.iter().filter(|one| off(one).abs() <= 1).count();
    let exact = all.iter().filter(|one| off(one) == 0).count();
    let bias = all.iter().map(off).sum::<i64>() as f64 / all.len() as f64;
    let mut rows: BTreeMap<u32, Vec<i64>> = BTreeMap::new();
    for one in &all {
        rows.entry(one.0.exchanges.unwrap())
            .or_default()
            .push(off(one));
    }
    for (wished, off) in &rows {
        let mean = off.iter().sum::<i64>() as f64 / off.len() as f64;
        let near = off.iter().filter(|off| off.abs() <= 1).count();
        let within = share(near, off.len());
        println!(
            "wished {wished}: {} talks, {mean:+.2} off, within one {within:.3}",
            off.len()
        );
    }
    let near = share(near, all.len());
    let exact = share(exact, all.len());
    println!("within one: {near:.3}, exact: {exact:.3}, bias {bias:+.3}");
    if std::env::var_os("READ").is_some() {
        for one in all.iter().filter(|one| off(one).abs() > 1) {
            println!("wished {:?}\n{}", one.0.exchanges, one.1.print());
        }
    }
    assert!(near >= 0.8, "{near}");
    assert!(bias.abs() <= 0.1, "{bias}");
}

#[test]
fn no_question_is_asked_twice_in_a_long_talk() {
    for (_, talk) in talks(80, Language::Hinglish, |_| long(10)) {
        let mut asked = HashSet::new();
        for step in &talk.steps {
            // Of each offer one may ask whether it comes in the size.
            let size = step.situation == Situation::UserAsk(Question::Size);
            if let (Situation::UserAsk(_) | Situation::UserChat(_), false) = (step.situation, size)
            {
                assert!(asked.insert(step.situation), "{}", talk.print());
            }
        }
    }
}

#[test]
fn endings_are_honoured_where_the_talk_allows_it() {
    for (language, outcome, least) in [
        (Language::En, Outcome::Bought, 0.8),
        (Language::Hi, Outcome::Left, 0.97),
    ] {
        let all = talks(120, language, |place| Aim {
            outcome: Some(outcome),
            ..long(WISHED[place % WISHED.len()])
        });
        let honoured = all.iter().filter(|(_, talk)| talk.outcome == Some(outcome));
        let honoured = share(honoured.count(), all.len());
        println!("{outcome:?}: {honoured:.3} honoured");
        for (_, talk) in &all {
            let mut budget = None;
            for step in &talk.steps {
                budget = step.facts.budget.or(budget);
                let takes = matches!(
                    step.situation,
                    Situation::UserAccept | Situation::UserPick | Situation::UserAcceptEarlier
                );
                let price = step.offered.first().and_then(|offer| offer.product.price);
                let above = budget.zip(price).is_some_and(|(b, p)| !p.within(b));
                assert!(!takes || !above, "over the budget\n{}", talk.print());
            }
        }
        if std::env::var_os("READ").is_some() {
            for (_, talk) in all.iter().filter(|(_, talk)| talk.outcome != Some(outcome)) {
                println!("{}", talk.print());
            }
        }
        assert!(honoured >= least, "{outcome:?}: {honoured}");
    }
}

#[test]
fn a_picture_is_of_the_wished_kind_and_never_of_the_target() {
    for language in Language::ALL {
        let all = talks(100, language, |_| Aim {
            shows: Shows::Picture,
            ..Aim::default()
        });
        let mut shown = 0;
        for (_, talk) in &all {
            let scenario = talk.profile.scenario.as_ref().unwrap();
            let pairs = talk.turns.iter().zip(&talk.steps);
            for (turn, step) in pairs {
                let Situation::UserShow(_) = step.situation else {
                    continue;
                };
                shown += 1;
                let product = &step.offered[0].product;
                assert_eq!(turn.mentioned.as_slice(), std::slice::from_ref(&product.id));
                assert!(product.image.is_some());
                assert_ne!(scenario.target.as_ref(), Some(&product.id));
                let offered = talk.steps.iter().filter(|s| s.retrieval.is_some());
                let again = offered
                    .flat_map(|s| &s.offered)
                    .any(|o| o.product.id == product.id);
                assert!(!again, "{}", talk.print());
            }
        }
        println!("{language}: {shown} of {} with a picture", all.len());
        if std::env::var_os("READ").is_some() {
            let pictured = |talk: &&(Aim, Talk)| talk.1.print().contains("user.show");
            all.iter()
                .filter(pictured)
                .take(12)
                .for_each(|(_, talk)| println!("{}", talk.print()));
        }
        assert!(shown > 0);
    }
}

#[test]
fn no_talk_is_shorter_than_the_fewest_exchanges() {
    for language in [Language::En, Language::Hi] {
        let aims = |place: usize| Aim {
            outcome: [None, Some(Outcome::Left), Some(Outcome::Bought)][place % 3],
            ..long(3 + u32::from(place.is_multiple_of(2)))
        };
        for (_, talk) in talks(1_500, language, aims) {
            assert!(talk.exchanges >= 3, "{}", talk.print());
        }
    }
}
