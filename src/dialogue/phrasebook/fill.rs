//! Filling a line: what each slot means.
//!
//! Owns: slots, agreement and optional parts. Does not: choose the line.

use rand::RngExt;
use rand::rngs::ChaCha12Rng;
use rand::seq::SliceRandom;

use super::book::Line;
use super::habits::Habits;
use super::pieces::Pieces;
use super::reasons;
use super::template::Piece;
use crate::dialogue::data::{Beside, Elder, Knowledge, Relation};
use crate::dialogue::money_words::{self, grouped};
use crate::dialogue::names::{Agreement, Case, Phrase, Speech, wearer_word};
use crate::dialogue::{Fault, Question, Situation, Step};
use crate::domain::{Currency, Domain, Feature, Gender, Language, Money, Product, Speaker};

/// A line could not be filled: a slot has no value, or a form needs a gender that nobody stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unfit;

/// How often a reason is looked for that was not heard yet.
const WHYS: usize = 8;

/// Fills the lines of one step.
pub(crate) struct Filler<'a> {
    pub step: &'a Step,
    pub habits: &'a Habits,
    pub speech: Speech<'a>,
    pub pieces: Pieces<'a>,
    pub said: Vec<&'static str>,
}

impl<'a> Filler<'a> {
    /// The text of a line, or why not.
    pub(crate) fn fill(
        &mut self,
        pieces: &[Piece],
        rng: &mut ChaCha12Rng,
    ) -> Result<String, Unfit> {
        let mut text = String::new();
        for piece in pieces {
            text.push_str(&self.piece(piece, rng)?);
        }
        Ok(text)
    }

    fn piece(&mut self, piece: &Piece, rng: &mut ChaCha12Rng) -> Result<String, Unfit> {
        match piece {
            Piece::Text(text) => Ok(text.clone()),
            Piece::Slot { name, form } => self.slot(name, form, rng),
            Piece::Optional(inner) => {
                let mut needed = Vec::new();
                super::template::required(inner, &mut needed);
                if needed.is_empty() && rng.random_bool(0.5) {
                    return Ok(String::new());
                }
                let before = self.said.len();
                Ok(self.fill(inner, rng).unwrap_or_else(|Unfit| {
                    self.said.truncate(before);
                    String::new()
                }))
            }
            Piece::Choice(branches) => {
                let start = rng.random_range(0..branches.len());
                for turn in 0..branches.len() {
                    let before = self.said.len();
                    match self.fill(&branches[(start + turn) % branches.len()], rng) {
                        Ok(text) => return Ok(text),
                        Err(Unfit) => self.said.truncate(before),
                    }
                }
                Err(Unfit)
            }
            Piece::BySpeaker([male, female]) => match self.step.persona.gender {
                Gender::Male => self.fill(male, rng),
                Gender::Female => self.fill(female, rng),
                Gender::Unknown => Err(Unfit),
            },
            Piece::BySlot { slot, forms } => {
                let place = self.agreement(slot, forms.len())?;
                self.fill(&forms[place], rng)
            }
        }
    }

    fn agreement(&self, slot: &str, forms: usize) -> Result<usize, Unfit> {
        if slot == "recipient" {
            let recipient = self.step.facts.recipient.as_ref().ok_or(Unfit)?;
            return Ok(match self.speech.elder(&recipient.relation).ok_or(Unfit)? {
                Elder::Younger => 0,
                Elder::Respected => 1,
            });
        }
        let phrase = match slot {
            "thing" => self.wish(),
            "item2" => self.item(1)?,
            _ => self.item(0)?,
        };
        if self.speech.language == Language::En || forms == 2 {
            phrase.agreement().ok_or(Unfit)?;
            return Ok(usize::from(phrase.many(self.speech.language)));
        }
        Ok(match (phrase.agreement().ok_or(Unfit)?, forms) {
            (Agreement::MasculineSingular, _) => 0,
            (Agreement::MasculinePlural, _) => 1,
            (Agreement::FemininePlural, 4) => 3,
            _ => 2,
        })
    }

    fn knowledge(&self) -> &'a Knowledge {
        self.speech.knowledge
    }

    fn wish(&self) -> Phrase<'a> {
        let facts = &self.step.facts;
        Phrase::wish(
            &facts.thing,
            &facts.features,
            facts.wearer,
            self.knowledge(),
        )
    }

    fn product(&self, place: usize) -> Result<&'a Product, Unfit> {
        self.step
            .offered
            .get(place)
            .map(|offer| offer.product.as_ref())
            .ok_or(Unfit)
    }

    fn item(&self, place: usize) -> Result<Phrase<'a>, Unfit> {
        let phrase = Phrase::product(self.product(place)?, self.knowledge());
        // A shopper says `the blue kurta`, not the brand, unless he picks one of two.
        Ok(match (self.step.speaker, self.step.situation) {
            // A picture shows no brand.
            (_, Situation::AssistantSeen(_)) => phrase.unbranded(),
            (Speaker::User, Situation::UserPick) | (Speaker::Assistant, _) => phrase,
            (Speaker::User, _) => phrase.unbranded(),
        })
    }

    /// Whether both things on the table would be called alike without their brands.
    fn twins(&self) -> bool {
        let short = |place| {
            let phrase = Phrase::product(self.product(place).ok()?, self.knowledge());
            Some(phrase.unbranded().say(&self.speech, Case::Direct))
        };
        short(1).is_some() && short(0) == short(1)
    }

    /// Whether the thing on the table is the only one, and none that is chosen by its colour: people point at it by its noun.
    fn alone(&self) -> bool {
        match self.step.offered.as_slice() {
            [one] => one.product.domain != Domain::Fashion,
            _ => false,
        }
    }

    fn feature(&self, name: &str) -> Result<&'a Feature, Unfit> {
        let found = self.step.facts.features.iter().find(|f| f.name == name);
        found.ok_or(Unfit)
    }

    /// The pattern of the thing on the table, where this language has a word for it.
    fn pattern(&self, form: &str) -> Result<String, Unfit> {
        let value = self.product(0)?.attribute("pattern").ok_or(Unfit)?;
        let known = self.knowledge().attributes.get(value).is_some();
        if !known && self.speech.language != Language::En {
            return Err(Unfit);
        }
        let pattern = Feature {
            name: "pattern".to_owned(),
            value: value.to_owned(),
        };
        Ok(self.speech.bare_value(&pattern, case_of(form)))
    }

    fn slot(&mut self, name: &str, form: &str, rng: &mut ChaCha12Rng) -> Result<String, Unfit> {
        let facts = &self.step.facts;
        match name {
            "thing" => {
                // Its bare name tells nothing of how it should be.
                if !matches!(form, "pl" | "bare" | "bare_obl") {
                    self.said.push("wish");
                }
                Ok(self.thing(form))
            }
            "item" => Ok(self.named(self.item(0)?, form)),
            "item2" => Ok(self.named(self.item(1)?, form)),
            "price" => self.price(0),
            "price2" => self.price(1),
            "budget" => {
                self.said.push("budget");
                self.spoken(facts.budget.ok_or(Unfit)?)
            }
            "floor" => Ok(shown(facts.floor.ok_or(Unfit)?)),
            "recipient" => {
                self.said.push("recipient");
                self.recipient(form)
            }
            "occasion" => {
                self.said.push("occasion");
                self.occasion()
            }
            "size" => {
                self.said.push("size");
                Ok(self.speech.size(&self.feature("size")?.value, form))
            }
            "color" | "material" | "capacity" | "storage" | "connectivity" => {
                Ok(self.speech.bare_value(self.feature(name)?, case_of(form)))
            }
            "pattern" => self.pattern(form),
            "wearer" => {
                let wearer = facts.wearer.ok_or(Unfit)?;
                wearer_word(wearer, self.speech.language)
                    .map(str::to_owned)
                    .ok_or(Unfit)
            }
            "brand" => Ok(self.feature("brand")?.value.clone()),
            "avoid" | "lack" | "spec" => {
                let first = facts.features.first().ok_or(Unfit)?;
                // The name of a language keeps its capital.
                if first.name == "language" && self.speech.language != Language::Hi {
                    return Ok(first.value.clone());
                }
                if first.name == "size" {
                    return Ok(self.speech.size(&first.value, "word"));
                }
                Ok(self.speech.bare_value(first, case_of(form)))
            }
            "has" => self.has(),
            "value" => self.value(form),
            "rating" => {
                let product = self.product(0)?;
                let rated = product.rating.filter(|r| *r >= 3.5).ok_or(Unfit)?;
                Ok(format!("{rated:.1}"))
            }
            "why" => self.why(rng),
            "ack" => self.acknowledgement(rng),
            "piece" => self.built(form, rng),
            "diff" => self.difference(),
            "cheaper" => self.cheaper(form),
            "title" => Ok(self.product(0)?.title.clone()),
            "better" => self.better(form),
            "equal" => self.equal(),
            "city" => self
                .knowledge()
                .city(&self.step.persona.city, self.speech.language)
                .ok_or(Unfit),
            "sizes" => self.sizes(),
            _ => Err(Unfit),
        }
    }

    fn thing(&self, form: &str) -> String {
        let language = self.speech.language;
        let wish = self.wish();
        match form {
            "obl" => wish.say(&self.speech, Case::Oblique),
            "pl" => wish.plural(language),
            "bare" => wish.bare(language, Case::Direct),
            "bare_obl" => wish.bare(language, Case::Oblique),
            "ek" => with_article(wish.say(&self.speech, Case::Direct), &wish, language),
            _ => wish.say(&self.speech, Case::Direct),
        }
    }

    fn named(&self, phrase: Phrase<'a>, form: &str) -> String {
        let language = self.speech.language;
        let case = if form.ends_with("obl") {
            Case::Oblique
        } else {
            Case::Direct
        };
        let words = if form.starts_with("bare") || (form.starts_with("this") && self.alone()) {
            phrase.bare(language, case)
        } else if form.starts_with("this") || form.starts_with("that") {
            if self.twins() {
                phrase.say(&self.speech, case)
            } else {
                phrase.clone().unbranded().say(&self.speech, case)
            }
        } else {
            phrase.say(&self.speech, case)
        };
        let many = phrase.many(language);
        let near = form.starts_with("this");
        if !near && !form.starts_with("that") {
            return if form == "ek" {
                with_article(words, &phrase, language)
            } else {
                words
            };
        }
        let pointer = match (language, case, near, many) {
            (Language::En, _, true, false) => "this",
            (Language::En, _, true, true) => "these",
            (Language::En, _, false, _) => "the",
            (Language::Hi, Case::Direct, true, _) => "ये",
            (Language::Hi, Case::Direct, false, _) => "वो",
            (Language::Hi, Case::Oblique, true, false) => "इस",
            (Language::Hi, Case::Oblique, true, true) => "इन",
            (Language::Hi, Case::Oblique, false, false) => "उस",
            (Language::Hi, Case::Oblique, false, true) => "उन",
            (Language::Hinglish, Case::Direct, true, _) => "ye",
            (Language::Hinglish, Case::Direct, false, _) => "wo",
            (Language::Hinglish, Case::Oblique, true, false) => "is",
            (Language::Hinglish, Case::Oblique, true, true) => "in",
            (Language::Hinglish, Case::Oblique, false, false) => "us",
            (Language::Hinglish, Case::Oblique, false, true) => "un",
        };
        format!("{pointer} {words}")
    }

    fn price(&self, place: usize) -> Result<String, Unfit> {
        self.product(place)?.price.map(shown).ok_or(Unfit)
    }

    fn spoken(&self, amount: Money) -> Result<String, Unfit> {
        if amount.currency != Currency::INR {
            return Ok(shown(amount));
        }
        Ok(money_words::spoken(
            amount.major(),
            self.speech.language,
            self.habits.money,
        ))
    }

    fn recipient(&self, form: &str) -> Result<String, Unfit> {
        let recipient = self.step.facts.recipient.as_ref().ok_or(Unfit)?;
        let relation = self.relation(&recipient.relation)?;
        let words = match (self.speech.language, form) {
            (Language::En, "your") => {
                return Ok(relation
                    .en
                    .replace("my ", "your ")
                    .replace("a friend", "your friend"));
            }
            (Language::En, _) => &relation.en,
            (Language::Hi, "my") => &relation.hi_my,
            (Language::Hi, _) => &relation.hi,
            (Language::Hinglish, "my") => &relation.latin_my,
            (Language::Hinglish, _) => &relation.latin,
        };
        Ok(words.clone())
    }

    /// The relation as the shopper and the shop speak of it.
    fn relation(&self, key: &str) -> Result<&'a Relation, Unfit> {
        let people = &self.knowledge().people;
        people.spoken(key, self.step.persona.gender).ok_or(Unfit)
    }

    fn occasion(&self) -> Result<String, Unfit> {
        let key = self.step.facts.occasion.as_deref().ok_or(Unfit)?;
        let beside = match self.step.facts.recipient {
            Some(_) => Beside::Recipient,
            None => Beside::Nothing,
        };
        self.knowledge()
            .occasion_phrase(key, self.speech.language, beside)
            .ok_or(Unfit)
    }

    fn has(&self) -> Result<String, Unfit> {
        let wanted = self.step.facts.features.first().ok_or(Unfit)?;
        let value = self.product(0)?.attribute(&wanted.name).ok_or(Unfit)?;
        let theirs = Feature {
            name: wanted.name.clone(),
            value: value.to_owned(),
        };
        Ok(self.speech.bare_value(&theirs, Case::Direct))
    }

    /// A reason that was not heard yet; the one that the offer owes, where it owes one.
    fn why(&mut self, rng: &mut ChaCha12Rng) -> Result<String, Unfit> {
        let product = self.product(0)?;
        for _ in 0..WHYS {
            let picked = self.pieces.pick_why(self.step, product, rng);
            let (group, line) = picked.ok_or(Unfit)?;
            let Ok(reason) = self.reason(group, line, rng) else {
                continue;
            };
            let mut turns = self.step.history.iter();
            if !turns.any(|said| said.text.contains(&reason)) {
                self.said.push("why");
                return Ok(reason);
            }
        }
        Err(Unfit)
    }

    /// The words of a reason. It speaks of its own wishes and of no others.
    fn reason(&self, group: &str, line: &[Piece], rng: &mut ChaCha12Rng) -> Result<String, Unfit> {
        let about = Step {
            facts: crate::dialogue::Facts {
                features: reasons::spoken_of(self.step, group),
                ..self.step.facts.clone()
            },
            ..self.step.clone()
        };
        let mut inner = Filler {
            step: &about,
            habits: self.habits,
            speech: Speech {
                language: self.speech.language,
                knowledge: self.speech.knowledge,
                colours: self.speech.colours,
            },
            pieces: self.pieces,
            said: Vec::new(),
        };
        inner.fill(line, rng)
    }

    /// A line of a piece that suits the person and can be filled, rather one whose words were not heard yet.
    fn built(&mut self, name: &str, rng: &mut ChaCha12Rng) -> Result<String, Unfit> {
        let formality = self.step.persona.formality;
        let anyone = self.step.speaker == Speaker::Assistant;
        let mut lines: Vec<&'a Line> = self.pieces.of(&self.meant(name)?);
        lines.retain(|line| anyone || line.style.suits(formality));
        lines.shuffle(rng);
        let mut heard = None;
        for line in lines {
            let before = self.said.len();
            match self.fill(&line.pieces, rng) {
                Ok(text) if text.is_empty() || !self.was_heard(&text) => return Ok(text),
                Ok(text) => heard = heard.or(Some((text, self.said.split_off(before)))),
                Err(Unfit) => self.said.truncate(before),
            }
        }
        let (text, said) = heard.ok_or(Unfit)?;
        self.said.extend(said);
        Ok(text)
    }

    /// A piece's name with `@occasion`, `@recipient`, `@domain`, `@exit` and `@thing` in it replaced by what they are here.
    fn meant(&self, name: &str) -> Result<String, Unfit> {
        let facts = &self.step.facts;
        let parts = name.split('.').map(|part| {
            Ok(match part {
                "@occasion" => facts.occasion.as_deref().ok_or(Unfit)?,
                "@recipient" => {
                    let recipient = facts.recipient.as_ref().ok_or(Unfit)?;
                    self.relation(&recipient.relation)?.key.as_str()
                }
                "@domain" => {
                    let noun = self.knowledge().nouns.get(&facts.thing);
                    noun.ok_or(Unfit)?.domain.code()
                }
                "@exit" => facts.exit.ok_or(Unfit)?.code(),
                "@thing" => &facts.thing,
                plain => plain,
            })
        });
        let parts: Vec<&str> = parts.collect::<Result<_, Unfit>>()?;
        Ok(parts.join("."))
    }

    fn was_heard(&self, words: &str) -> bool {
        let words = words.trim().to_lowercase();
        let mut turns = self.step.history.iter();
        turns.any(|turn| turn.text.to_lowercase().contains(&words))
    }

    /// A word of agreement, not the one that somebody just began with.
    fn acknowledgement(&mut self, rng: &mut ChaCha12Rng) -> Result<String, Unfit> {
        let mut said = Err(Unfit);
        for _ in 0..4 {
            let line = self.pieces.pick("piece.ack", rng).ok_or(Unfit)?;
            let word = self.fill(line, rng)?;
            let lower = word.to_lowercase();
            let mut before = self.step.history.iter().rev().take(4);
            let heard = before.any(|turn| turn.text.to_lowercase().starts_with(&lower));
            said = Ok(word);
            if !heard {
                break;
            }
        }
        said
    }

    fn difference(&self) -> Result<String, Unfit> {
        let (first, second) = (self.product(0)?.price, self.product(1)?.price);
        let (first, second) = (first.ok_or(Unfit)?, second.ok_or(Unfit)?);
        if first.currency != second.currency || first.minor == second.minor {
            return Err(Unfit);
        }
        let minor = (first.minor - second.minor).abs();
        Ok(shown(Money { minor, ..first }))
    }

    /// An answer's words: catalogue values in the speaker's language, other words as they are.
    fn value(&self, form: &str) -> Result<String, Unfit> {
        let value = self.step.facts.value.as_ref().ok_or(Unfit)?;
        let name = match self.step.facts.question {
            Some(Question::Color) => "color",
            Some(Question::Material) => "material",
            _ => return Ok(value.clone()),
        };
        let said = value.split(", ").map(|value| {
            let feature = Feature {
                name: name.to_owned(),
                value: value.to_owned(),
            };
            self.speech.bare_value(&feature, case_of(form))
        });
        Ok(said.collect::<Vec<_>>().join(", "))
    }

    /// Nothing, when both cost the same; a line with it is not said otherwise.
    fn equal(&self) -> Result<String, Unfit> {
        let (first, second) = (self.product(0)?.price, self.product(1)?.price);
        if first.is_some() && first == second {
            Ok(String::new())
        } else {
            Err(Unfit)
        }
    }

    /// The one of two that buyers clearly like more.
    fn better(&self, form: &str) -> Result<String, Unfit> {
        let rating = |place| self.product(place)?.rating.ok_or(Unfit);
        let (first, second): (f32, f32) = (rating(0)?, rating(1)?);
        if (first - second).abs() < 0.15 {
            return Err(Unfit);
        }
        Ok(self.named(self.item(usize::from(second > first))?, form))
    }

    fn cheaper(&self, form: &str) -> Result<String, Unfit> {
        let (first, second) = (self.product(0)?.price, self.product(1)?.price);
        let (first, second) = (first.ok_or(Unfit)?, second.ok_or(Unfit)?);
        if first.currency != second.currency || first.minor == second.minor {
            return Err(Unfit);
        }
        let place = usize::from(second.minor < first.minor);
        Ok(self.named(self.item(place)?, form))
    }

    fn sizes(&self) -> Result<String, Unfit> {
        let sizes = self.product(0)?.attributes.get("size").ok_or(Unfit)?;
        if sizes.is_empty() {
            return Err(Unfit);
        }
        let said = sizes
            .iter()
            .take(6)
            .map(|size| self.speech.size(size, "list"));
        Ok(said.collect::<Vec<_>>().join(", "))
    }
}

/// A price as shops show it: no paise when there are none, Indian grouping for rupees.
pub(crate) fn shown(amount: Money) -> String {
    if amount.currency == Currency::INR {
        return format!("₹{}", grouped((amount.minor + 50) / 100));
    }
    amount.to_string()
}

fn case_of(form: &str) -> Case {
    if form == "obl" {
        Case::Oblique
    } else {
        Case::Direct
    }
}

fn with_article(words: String, phrase: &Phrase<'_>, language: Language) -> String {
    match language {
        _ if phrase.noun.is_none() || phrase.many(language) => words,
        Language::Hi => format!("एक {words}"),
        Language::Hinglish => format!("ek {words}"),
        Language::En => {
            let vowel = words.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
            let lower = words.to_lowercase();
            let sounds = ["lcd", "led", "8 ", "8g", "hdmi", "ssd", "mdf", "11 ", "18 "];
            let an = vowel
                || sounds.iter().any(|s| lower.starts_with(s))
                || lower.starts_with("umbrella");
            let a = ["one", "uni", "use", "euro"]
                .iter()
                .any(|s| lower.starts_with(s));
            format!("{} {words}", if an && !a { "an" } else { "a" })
        }
    }
}

/// Whether a turn leaves out what it has to hold: a first message all that the step says, an offer the reason that it owes.
pub(crate) fn unsaid(step: &Step, said: &[&'static str]) -> bool {
    let told = |word| said.contains(&word);
    match step.situation {
        Situation::UserOpen => {
            let facts = &step.facts;
            let size = facts.features.iter().any(|f| f.name == "size");
            let wish = facts.features.iter().any(|f| f.name != "size");
            (facts.budget.is_some() && !told("budget"))
                || (facts.recipient.is_some() && !told("recipient"))
                || (facts.occasion.is_some() && !told("occasion"))
                || (size && !told("size"))
                || (wish && !told("wish"))
        }
        Situation::UserShow(_) => {
            (step.facts.budget.is_some() && !told("budget"))
                || (step.facts.recipient.is_some() && !told("recipient"))
        }
        Situation::UserCritique(Fault::Price) | Situation::UserReject(Fault::Price) => {
            step.facts.budget.is_some() && !told("budget")
        }
        Situation::AssistantRecommend(_) => reasons::owed(step).is_some() && !told("why"),
        _ => false,
    }
}
