//! How far reviewers agree: with each other, and with automatic review.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{JobError, Workspace};
use crate::domain::{ReviewerId, Subject, Verdict};
use crate::quality::statistics::{Agreement, Ratings, Undefined, agreement};
use crate::review::{Filter, Raters, Said};
use crate::store::Cursor;

/// How many lines are read at once.
const PAGE: u32 = 5_000;
/// What can be said of a thing: rejected and accepted.
const SCALE: [f64; 2] = [0.0, 1.0];

/// How far reviewers agree.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreed {
    /// On whole conversations.
    pub conversations: Level,
    /// On single turns, as far as they have a verdict of their own.
    pub turns: Level,
    /// Of each program, with people, on whole conversations.
    pub programs: BTreeMap<ReviewerId, Beside>,
}

/// Agreement of people on things of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Who gave a verdict, and on how many.
    pub people: BTreeMap<ReviewerId, u64>,
    /// The figures over all people.
    pub all: Agreement,
    /// Each two people who judged something in common.
    pub pairs: BTreeMap<(ReviewerId, ReviewerId), Beside>,
}

/// Two sides that judged the same things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beside {
    /// The figures over both.
    pub both: Agreement,
    /// Cohen's kappa.
    pub kappa: Result<f64, Undefined>,
    /// Cohen's kappa with quadratic weights.
    pub kappa_quadratic: Result<f64, Undefined>,
    /// How many of these things the first side accepts, and the second.
    pub accepted: (u64, u64),
}

/// Reads the log and tells how far reviewers agree on the conversations that the filter keeps. Writes nothing. What was put
/// aside counts as not judged; a verdict that was taken back does not count.
///
/// # Errors
/// When the store refuses.
pub async fn agreed(workspace: &Workspace, filter: Filter) -> Result<Agreed, JobError> {
    let store = workspace.store();
    let (mut wanted, mut cursor) = (HashSet::new(), Cursor::First);
    loop {
        let page = store.summaries(filter.clone(), cursor, PAGE).await?;
        wanted.extend(page.items.iter().map(|(_, line)| line.id));
        match page.items.last() {
            Some((key, _)) if page.more => cursor = Cursor::After(*key),
            _ => break,
        }
    }
    let (mut raters, mut cursor) = (Raters::default(), Cursor::First);
    loop {
        let page = store.log_page(cursor, PAGE).await?;
        page.items.iter().for_each(|(_, entry)| raters.add(entry));
        match page.items.last() {
            Some((key, _)) if page.more => cursor = Cursor::After(*key),
            _ => break,
        }
    }
    let work = move || compare(&raters.said(|id| wanted.contains(&id)));
    Ok(tokio::task::spawn_blocking(work).await?)
}

/// The figures over what was said.
fn compare(said: &BTreeMap<Subject, Said>) -> Agreed {
    let of = |whole: bool| {
        let kind = move |subject: &Subject| matches!(subject, Subject::Conversation(_)) == whole;
        said.iter()
            .filter(move |(subject, _)| kind(subject))
            .map(|(_, said)| said)
    };
    Agreed {
        conversations: level(of(true)),
        turns: level(of(false)),
        programs: programs(of(true)),
    }
}

fn level<'s>(said: impl Iterator<Item = &'s Said>) -> Level {
    let (mut people, mut items) = (BTreeMap::new(), Vec::new());
    let mut pairs: BTreeMap<(ReviewerId, ReviewerId), Vec<(f64, f64)>> = BTreeMap::new();
    for said in said {
        let ours: Vec<(&ReviewerId, f64)> = persons(said).collect();
        for (at, (one, rating)) in ours.iter().enumerate() {
            *people.entry((*one).clone()).or_default() += 1;
            for (other, rating_of_other) in &ours[at + 1..] {
                let pair = ((*one).clone(), (*other).clone());
                pairs
                    .entry(pair)
                    .or_default()
                    .push((*rating, *rating_of_other));
            }
        }
        items.push(ours.into_iter().map(|(_, rating)| rating).collect());
    }
    let pairs = pairs.into_iter();
    Level {
        people,
        all: figures(items),
        pairs: pairs
            .map(|(who, ratings)| (who, beside(&ratings)))
            .collect(),
    }
}

/// Each program beside every person who judged the same conversation.
fn programs<'s>(said: impl Iterator<Item = &'s Said>) -> BTreeMap<ReviewerId, Beside> {
    let mut pairs: BTreeMap<ReviewerId, Vec<(f64, f64)>> = BTreeMap::new();
    let mut there = BTreeSet::new();
    for said in said {
        for (program, verdict) in said.iter().filter(|(who, _)| who.is_machine()) {
            there.insert(program.clone());
            let beside = persons(said).map(|(_, person)| (person, rating(*verdict)));
            pairs.entry(program.clone()).or_default().extend(beside);
        }
    }
    let figures = |program: ReviewerId| {
        let of_program = pairs.get(&program).map_or(&[][..], Vec::as_slice);
        let figures = beside(of_program);
        (program, figures)
    };
    there.into_iter().map(figures).collect()
}

fn persons(said: &Said) -> impl Iterator<Item = (&ReviewerId, f64)> {
    let people = said.iter().filter(|(who, _)| !who.is_machine());
    people.map(|(who, verdict)| (who, rating(*verdict)))
}

fn rating(verdict: Verdict) -> f64 {
    match verdict {
        Verdict::Accepted => 1.0,
        Verdict::Rejected | Verdict::Skipped => 0.0,
    }
}

fn beside(pairs: &[(f64, f64)]) -> Beside {
    let [kappa, kappa_quadratic] = Agreement::of_two(pairs);
    let accepted =
        |side: fn(&(f64, f64)) -> f64| pairs.iter().filter(|pair| side(pair) == 1.0).count() as u64;
    Beside {
        both: figures(pairs.iter().map(|(a, b)| vec![*a, *b]).collect()),
        kappa,
        kappa_quadratic,
        accepted: (accepted(|pair| pair.0), accepted(|pair| pair.1)),
    }
}

fn figures(items: Vec<Vec<f64>>) -> Agreement {
    let ratings = Ratings::on(&SCALE, items);
    // Every rating is one of the two, so that the scale always holds them.
    ratings.map_or_else(Agreement::none, |ratings| agreement(&ratings))
}
