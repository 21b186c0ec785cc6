//! Lines as they are said: whether a conversation can say them, and whether their words keep the rules.
//!
//! Owns: filling every line with the facts of real steps. Does not: choose lines, or put them into a conversation.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::places::Places;
use super::reach::{Use, own_slots, uses};
use super::{Checked, Fault, LineFault};
use crate::dialogue::data::Knowledge;
use crate::dialogue::names::Speech;
use crate::dialogue::phrasebook::book::{Book, Line};
use crate::dialogue::phrasebook::fill::{Filler, unsaid};
use crate::dialogue::phrasebook::habits::Habits;
use crate::dialogue::phrasebook::pieces::Pieces;
use crate::dialogue::phrasebook::reasons::{self, worth_saying};
use crate::dialogue::phrasebook::template::Piece;
use crate::dialogue::wording::{self, Utterance};
use crate::dialogue::{Exit, Facts, Step, random};
use crate::domain::{Feature, Gender, Language, Recipient};

/// In one of so many steps both offers cost the same.
const EVEN: usize = 5;
/// Times that a line is said and read.
const READ: usize = 6;

/// What all lines are said with.
struct Shop<'a> {
    book: &'a Book,
    language: Language,
    knowledge: &'a Knowledge,
    sources: Vec<String>,
}

pub(super) fn check(
    book: &Book,
    places: &Places,
    language: Language,
    steps: &[Step],
    knowledge: &Knowledge,
    checked: &mut Checked,
) {
    let shop = Shop {
        book,
        language,
        knowledge,
        sources: knowledge.policy.sentences(language),
    };
    let mut met: BTreeMap<String, Vec<&Step>> = BTreeMap::new();
    for step in steps {
        met.entry(step.situation.to_string())
            .or_default()
            .push(step);
    }
    let used = uses(book, knowledge);
    let mut not_met = BTreeSet::new();
    for (group, lines) in book.groups() {
        let own = Use {
            situations: BTreeSet::from([group.to_owned()]),
            ..Use::default()
        };
        let piece = group.starts_with("piece.");
        let Some(how) = (if piece { used.get(group) } else { Some(&own) }) else {
            continue;
        };
        let steps = sample(how, &met);
        if steps.is_empty() {
            not_met.extend(places.of_group(group).map(|_| group.to_owned()));
            continue;
        }
        let steps = Steps {
            all: steps,
            group,
            how,
        };
        for line in lines {
            let place = places.of_line(&line.id).zip(places.text(&line.id));
            if let Some((number, text)) = place {
                shop.try_line(line, (number, text), &steps, checked);
            }
        }
    }
    checked.not_met = not_met.into_iter().collect();
}

/// The steps that a group's lines are tried on.
struct Steps<'s> {
    all: Vec<&'s Step>,
    group: &'s str,
    how: &'s Use,
}

impl Steps<'_> {
    /// The steps, in some of which two offers cost the same: catalogues have such pairs, if few.
    fn iter(&self) -> impl Iterator<Item = Step> + '_ {
        let fitted = self
            .all
            .iter()
            .map(|step| fitted(step, self.group, self.how));
        fitted.enumerate().map(|(at, mut step)| {
            if at % EVEN == EVEN - 1
                && let [first, second, ..] = step.offered.as_mut_slice()
            {
                Arc::make_mut(&mut second.product).price = first.product.price;
            }
            step
        })
    }

    fn of_piece(&self) -> bool {
        self.group.starts_with("piece.")
    }
}

/// Steps of the situations that say a group, one of each situation after the other.
fn sample<'s>(how: &Use, met: &BTreeMap<String, Vec<&'s Step>>) -> Vec<&'s Step> {
    let mut all = Vec::new();
    let own = how
        .situations
        .iter()
        .filter_map(|situation| met.get(situation));
    let mut lists: Vec<_> = own.map(|list| list.iter()).collect();
    while !lists.is_empty() {
        lists.retain_mut(|list| list.next().map(|step| all.push(*step)).is_some());
    }
    all
}

/// A step in which the piece's own facts hold.
fn fitted(step: &Step, group: &str, how: &Use) -> Step {
    let mut facts = step.facts.clone();
    for (fact, value) in &how.meant {
        match fact.as_str() {
            "occasion" => facts.occasion = Some(value.clone()),
            "recipient" => {
                facts.recipient = Some(Recipient {
                    relation: value.clone(),
                    age: None,
                    gender: Gender::Unknown,
                });
            }
            "exit" => facts.exit = Exit::ALL.iter().copied().find(|exit| exit.code() == value),
            "thing" => facts.thing.clone_from(value),
            _ => {}
        }
    }
    if group.starts_with("piece.why.") {
        facts = Facts {
            features: heard_of(step, group),
            ..facts
        };
    }
    Step {
        facts,
        ..step.clone()
    }
}

/// What a reason speaks of; of a wish that no talk left open any that was met.
fn heard_of(step: &Step, group: &str) -> Vec<Feature> {
    let spoken = reasons::spoken_of(step, group);
    match spoken.is_empty() {
        true => worth_saying(&step.facts.matched),
        false => spoken,
    }
}

impl Shop<'_> {
    /// Says a line in as many steps as needed; tells when it cannot be said, and what is wrong with it when it can.
    fn try_line(&self, line: &Line, place: (usize, &str), steps: &Steps<'_>, to: &mut Checked) {
        let (number, written) = place;
        let genders = match spoken_by_gender(&line.pieces) {
            true => &Gender::ALL[..2],
            false => &Gender::ALL[2..],
        };
        let mut read = 0;
        for (at, step) in steps.iter().enumerate() {
            if read >= READ {
                break;
            }
            let gender = genders[at % genders.len()];
            let Some(text) = self.say(line, &step, gender, at as u64) else {
                continue;
            };
            read += 1;
            // A piece is read in the lines that it stands in.
            if steps.of_piece() {
                break;
            }
            self.read(&text, number, &step, to);
        }
        match read {
            0 => to.faults.push(LineFault {
                line: number,
                fault: Fault::Unsaid,
                reason: format!("`{written}`: {}", self.why_not(line, steps)),
            }),
            _ => to.said += 1,
        }
    }

    /// The words of a line in a step.
    fn say(&self, line: &Line, step: &Step, gender: Gender, seed: u64) -> Option<String> {
        let mut persona = (*step.persona).clone();
        persona.gender = gender;
        let step = Step {
            persona: Arc::new(persona),
            ..step.clone()
        };
        let mut said = Vec::new();
        let text = self.fill(&line.pieces, &step, seed, &mut said)?;
        if unsaid(&step, &said) && !line.id.contains("/piece.") {
            return None;
        }
        Some(self.habits(&step).write(&text))
    }

    fn fill(
        &self,
        pieces: &[Piece],
        step: &Step,
        seed: u64,
        said: &mut Vec<&'static str>,
    ) -> Option<String> {
        let habits = self.habits(step);
        let mut filler = Filler {
            step,
            habits: &habits,
            speech: Speech {
                language: self.language,
                knowledge: self.knowledge,
                colours: habits.colours,
            },
            pieces: Pieces { book: self.book },
            said: Vec::new(),
        };
        let mut rng = random::stream(seed, "check", 0);
        let text = filler.fill(pieces, &mut rng).ok();
        said.append(&mut filler.said);
        text
    }

    fn habits(&self, step: &Step) -> Habits {
        let persona = &step.persona;
        Habits::new(
            step.voice_seed,
            step.speaker,
            self.language,
            persona.formality,
        )
        .spelling(persona.spelling)
    }

    /// Holds the rules against the words.
    fn read(&self, text: &str, number: usize, step: &Step, to: &mut Checked) {
        let mut sources = self.sources.clone();
        sources.extend(step.facts.value.clone());
        let turn = Utterance {
            titles: step
                .offered
                .iter()
                .map(|o| o.product.title.clone())
                .collect(),
            sources,
            ..Utterance::new(step.speaker, text)
        };
        let broken = wording::check(&[turn], self.language, self.knowledge);
        to.faults.extend(broken.into_iter().map(|broken| LineFault {
            line: number,
            fault: Fault::Rule(broken.rule),
            reason: format!("{}, as in `{text}`", broken.reason),
        }));
    }

    /// What keeps a line from being said.
    fn why_not(&self, line: &Line, steps: &Steps<'_>) -> String {
        let mut slots = Vec::new();
        own_slots(&line.pieces, &mut slots);
        let never = slots
            .iter()
            .filter(|slot| !matches!(**slot, "piece" | "why" | "ack"))
            .find(|slot| {
                let alone = [Piece::Slot {
                    name: (**slot).to_owned(),
                    form: String::new(),
                }];
                let mut steps = steps.iter();
                !steps.any(|step| self.fill(&alone, &step, 0, &mut Vec::new()).is_some())
            });
        match never {
            Some(slot) => format!("`{{{slot}}}` has no value here, so that the line is never said"),
            None => {
                "what the line needs never comes together here, so that it is never said".to_owned()
            }
        }
    }
}

/// Whether a line needs the gender of who says it.
fn spoken_by_gender(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::BySpeaker(_) => true,
        Piece::Text(_) | Piece::Slot { .. } => false,
        Piece::Optional(inner) => spoken_by_gender(inner),
        Piece::Choice(ways) => ways.iter().any(|way| spoken_by_gender(way)),
        Piece::BySlot { forms, .. } => forms.iter().any(|form| spoken_by_gender(form)),
    })
}
