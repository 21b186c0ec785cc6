//! What the program can answer of the rubric, from the text and the catalogue alone.
//!
//! It says no only where it is sure. What it cannot see is left to readers, and named as unseen.

use std::collections::{BTreeSet, HashMap};

use super::super::facts::Known;
use super::proposal::{Answers, Evidence, No, QUOTED, for_readers};
use super::question::Question;
use super::wishes;
use crate::dialogue::data::Knowledge;
use crate::dialogue::wording::{self, Rule, Utterance};
use crate::domain::{
    Act, Finding, FindingKind, Language, Outcome, ProductId, Severity, Span, Speaker, Turn,
};
use crate::store::Reviewed;

/// Lines of fewer words may be said again: `yes please`.
const WORDS_OF_A_LINE: usize = 4;
/// A Hindi turn of fewer words may be all names.
const WORDS_OF_A_SENTENCE: usize = 5;

/// Whoever leaves before this turn, from 0, has seen nothing yet.
const SOON: usize = 4;

/// A conversation as it is read: the turns with the texts in force.
pub(super) struct Seen<'a> {
    pub(super) reviewed: &'a Reviewed,
    pub(super) turns: Vec<(&'a Turn, &'a str)>,
    pub(super) known: &'a Known,
}

impl<'a> Seen<'a> {
    pub(super) fn new(reviewed: &'a Reviewed, known: &'a Known) -> Self {
        let turns = reviewed.conversation.current_turns();
        Seen {
            reviewed,
            turns: turns.map(|t| (t, reviewed.review.text(t))).collect(),
            known,
        }
    }

    /// These words of the turn at `at`, from 0; all of it when they are not found.
    pub(super) fn quote(&self, at: usize, words: &str, note: impl Into<String>) -> Evidence {
        let (turn, text) = self.turns[at];
        let found = text.find(words).filter(|_| !words.is_empty());
        let (start, quote) = match found {
            Some(byte) => (text[..byte].chars().count(), words),
            None => (0, text),
        };
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let length = u32::try_from(quote.chars().count()).unwrap_or(u32::MAX);
        Evidence {
            turn: at as u32 + 1,
            turn_id: turn.id,
            span: Span {
                start,
                end: start.saturating_add(length),
            },
            quote: quote.to_owned(),
            note: note.into(),
        }
    }

    fn all(&self, at: usize, note: impl Into<String>) -> Evidence {
        self.quote(at, self.turns[at].1, note)
    }

    fn place(&self, finding: &Finding) -> Option<usize> {
        self.turns.iter().position(|(t, _)| t.id == finding.turn)
    }
}

/// The program's answers.
pub(super) fn answers(seen: &Seen<'_>, knowledge: &Knowledge) -> Answers {
    let findings = seen.known.check(seen.reviewed);
    let asked = [
        (Question::Facts, found(seen, &findings, is_fact)),
        (
            Question::Budget,
            found(seen, &findings, |kind| kind == FindingKind::Budget),
        ),
        (Question::Offers, offers(seen)),
        (Question::Turns, turns(seen)),
        (Question::Repeats, repeats(seen)),
        (Question::Answered, answered(seen)),
        (Question::Ends, ends(seen)),
        (Question::Language, language(seen)),
        (Question::Address, address(seen, knowledge)),
        (
            Question::Leak,
            found(seen, &findings, |kind| kind == FindingKind::Leak),
        ),
        (Question::Taken, taken(seen)),
        (Question::Wishes, wishes::fit(seen)),
    ];
    let mut answers = Answers {
        unseen: for_readers().collect(),
        ..Answers::default()
    };
    for (question, evidence) in asked {
        match evidence {
            None => answers.unseen.push(question),
            Some(mut evidence) if !evidence.is_empty() => {
                evidence.truncate(QUOTED);
                answers.no.push(No { question, evidence });
            }
            Some(_) => {}
        }
    }
    // That nothing is found does not say that each speaks as who they are.
    let swapped = found(seen, &findings, |kind| kind == FindingKind::RoleSwap);
    if let Some(evidence) = swapped.filter(|evidence| !evidence.is_empty()) {
        let question = Question::Roles;
        answers.unseen.retain(|unseen| *unseen != question);
        answers.no.push(No { question, evidence });
    }
    answers.unseen.sort();
    answers
}

fn is_fact(kind: FindingKind) -> bool {
    match kind {
        FindingKind::Price
        | FindingKind::Brand
        | FindingKind::Stock
        | FindingKind::UnknownProduct => true,
        FindingKind::Budget | FindingKind::Leak | FindingKind::RoleSwap | FindingKind::Stopped => {
            false
        }
    }
}

/// What the checks against the catalogue found of some kinds.
fn found(
    seen: &Seen<'_>,
    findings: &[Finding],
    is_meant: impl Fn(FindingKind) -> bool,
) -> Option<Vec<Evidence>> {
    let faults = findings
        .iter()
        .filter(|f| f.severity == Severity::Fault && is_meant(f.kind));
    let evidence = |fault: &Finding| {
        let at = seen.place(fault)?;
        let text = seen.turns[at].1;
        let words: String = match fault.span {
            Some(span) => text
                .chars()
                .skip(span.start as usize)
                .take((span.end - span.start) as usize)
                .collect(),
            None => String::new(),
        };
        let note = format!("{}, the catalogue says {}", fault.claimed, fault.actual);
        Some(seen.quote(at, &words, note))
    };
    Some(faults.filter_map(evidence).collect())
}

/// No when there is a talk of some length and the assistant names no product and never says that there is none.
fn offers(seen: &Seen<'_>) -> Option<Vec<Evidence>> {
    let by_assistant = || {
        let turns = seen.turns.iter().enumerate();
        turns.filter(|(_, (turn, _))| turn.speaker == Speaker::Assistant)
    };
    let tries = |turn: &Turn| {
        !turn.mentioned.is_empty()
            || matches!(turn.act, Act::Recommend | Act::Compare | Act::Answer)
    };
    let (last, _) = by_assistant().next_back()?;
    // Who goes at once leaves no time for an offer.
    if seen.reviewed.conversation.outcome == Some(Outcome::Left) && last < SOON {
        return None;
    }
    match by_assistant().any(|(_, (turn, _))| tries(turn)) {
        true => Some(Vec::new()),
        false => Some(vec![seen.all(last, "up to here nothing is offered")]),
    }
}

fn turns(seen: &Seen<'_>) -> Option<Vec<Evidence>> {
    let mut evidence = Vec::new();
    for (at, (turn, text)) in seen.turns.iter().enumerate() {
        if text.trim().is_empty() {
            evidence.push(seen.all(at, "it is empty"));
        } else if at > 0 && seen.turns[at - 1].0.speaker == turn.speaker {
            evidence.push(seen.all(at, "the same person goes on"));
        }
    }
    Some(evidence)
}

fn repeats(seen: &Seen<'_>) -> Option<Vec<Evidence>> {
    let mut said: HashMap<(Speaker, Vec<String>), usize> = HashMap::new();
    let mut evidence = Vec::new();
    for (at, (turn, text)) in seen.turns.iter().enumerate() {
        let words: Vec<String> = text
            .split(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || c == '।')
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        if words.len() < WORDS_OF_A_LINE {
            continue;
        }
        match said.get(&(turn.speaker, words.clone())) {
            Some(before) => {
                let note = format!("said in turn {} already", before + 1);
                evidence.push(seen.all(at, note));
            }
            None => {
                said.insert((turn.speaker, words), at);
            }
        }
    }
    Some(evidence)
}

/// A question of the shopper that no answer, offer or question of the assistant follows; also one that ends the talk.
fn answered(seen: &Seen<'_>) -> Option<Vec<Evidence>> {
    let mut evidence = Vec::new();
    for (at, (turn, text)) in seen.turns.iter().enumerate() {
        if turn.speaker != Speaker::User {
            continue;
        }
        let asks = turn.act == Act::Ask;
        let reply = seen.turns.get(at + 1).map(|(reply, _)| reply.act);
        let open = match reply {
            None => asks || text.trim_end().ends_with('?'),
            Some(Act::Answer | Act::Recommend | Act::Compare | Act::Clarify) => false,
            Some(_) => asks,
        };
        if open {
            let question = text
                .split_inclusive(['.', '!', '।', '?'])
                .find(|sentence| sentence.ends_with('?'));
            let words = question.map_or(*text, str::trim);
            evidence.push(seen.quote(at, words, "nobody answers"));
        }
    }
    Some(evidence)
}

fn ends(seen: &Seen<'_>) -> Option<Vec<Evidence>> {
    let conversation = &seen.reviewed.conversation;
    let note = match conversation.outcome {
        Some(Outcome::Bought | Outcome::Left) => return Some(Vec::new()),
        Some(Outcome::OutOfTurns) => "the limit of exchanges ends it",
        Some(Outcome::Stopped) => "it was stopped here",
        // A file need not say how a conversation ended.
        None if conversation.run.is_none() => return None,
        None => "it was never finished",
    };
    let last = seen.turns.len().checked_sub(1)?;
    Some(vec![seen.all(last, note)])
}

fn is_devanagari(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{963}' | '\u{966}'..='\u{97f}')
}

fn language(seen: &Seen<'_>) -> Option<Vec<Evidence>> {
    let mut evidence = Vec::new();
    for (at, (turn, text)) in seen.turns.iter().enumerate() {
        let hindi = text.chars().any(is_devanagari);
        match turn.language {
            Language::Hi => {
                let words = text.split_whitespace();
                let latin = words.filter(|w| w.chars().any(|c| c.is_ascii_alphabetic()));
                if !hindi && latin.count() >= WORDS_OF_A_SENTENCE {
                    evidence.push(seen.all(at, "no Devanagari in a Hindi turn"));
                }
            }
            Language::En | Language::Hinglish if hindi => {
                let start = text.find(is_devanagari).unwrap_or(0);
                let inside = |c: char| is_devanagari(c) || c == ' ';
                let words: String = text[start..].chars().take_while(|c| inside(*c)).collect();
                let name = match turn.language {
                    Language::En => "English",
                    _ => "Hinglish",
                };
                let note = format!("Devanagari in {name}");
                evidence.push(seen.quote(at, words.trim(), note));
            }
            Language::En | Language::Hinglish => {}
        }
    }
    Some(evidence)
}

/// The rules of shop talk about the assistant's gender, the level of address, agreement and case.
fn address(seen: &Seen<'_>, knowledge: &Knowledge) -> Option<Vec<Evidence>> {
    let language = seen.reviewed.conversation.language;
    let utterance = |(turn, text): &(&Turn, &str)| Utterance {
        shopper: seen.reviewed.conversation.profile.demographics.gender,
        titles: titles(seen, &turn.mentioned),
        ..Utterance::new(turn.speaker, *text)
    };
    let said: Vec<Utterance> = seen.turns.iter().map(utterance).collect();
    let broken = wording::check(&said, language, knowledge).into_iter();
    let meant = broken.filter(|b| matches!(b.rule, Rule::W2 | Rule::W3 | Rule::W4 | Rule::W5));
    Some(meant.map(|b| seen.all(b.turn, b.reason)).collect())
}

fn titles(seen: &Seen<'_>, ids: &[ProductId]) -> Vec<String> {
    let known = ids.iter().filter_map(|id| seen.known.get(id));
    known.map(|product| product.title.clone()).collect()
}

fn taken(seen: &Seen<'_>) -> Option<Vec<Evidence>> {
    let mut offered: BTreeSet<&ProductId> = BTreeSet::new();
    let mut evidence = Vec::new();
    for (at, (turn, _)) in seen.turns.iter().enumerate() {
        match turn.speaker {
            Speaker::Assistant => offered.extend(seen.reviewed.review.mentioned(turn)),
            Speaker::User if turn.act == Act::Accept => {
                let named = seen.reviewed.review.mentioned(turn);
                if let Some(id) = named.iter().find(|id| !offered.contains(id)) {
                    evidence.push(seen.all(at, format!("{id} was never offered")));
                }
            }
            Speaker::User => {}
        }
    }
    Some(evidence)
}
