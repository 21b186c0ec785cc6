//! The background story of a scenario, in plain English.
//!
//! Owns: putting a story together from pieces that fit the person and the wish. Does not: name a product, its brand or
//! its model.

use rand::rngs::ChaCha12Rng;
use rand::{RngExt, seq::SliceRandom};

use super::construction::Aim;
use super::person::Person;
use crate::dialogue::data::{Beside, Knowledge, Stories, has};
use crate::domain::{
    Decisiveness, Domain, Feature, Gender, Language, Motive, PriceSensitivity, Purchase, Scenario,
};

/// The story.
pub(crate) fn tell(
    person: &Person,
    scenario: &Scenario,
    knowledge: &Knowledge,
    rng: &mut ChaCha12Rng,
) -> String {
    let slots = Slots::of(person, scenario, knowledge);
    let mut told: Vec<String> = Vec::new();
    let mut groups = vec![who(person, &knowledge.stories)];
    groups.extend(background(person, rng));
    groups.push(why(person, scenario, knowledge));
    groups.extend(whom(scenario));
    groups.push(
        if slots.occasion.is_some() {
            "seeks.occasion"
        } else {
            "seeks"
        }
        .to_owned(),
    );
    groups.push(wish(person, scenario).to_owned());
    groups.push(budget(person));
    groups.extend(mood(person, rng));
    for group in groups {
        told.extend(slots.piece(knowledge.stories.group(&group), rng));
    }
    told.join(" ")
}

fn who(person: &Person, stories: &Stories) -> String {
    let own = format!("who.{}", person.occupation);
    if stories.group(&own).is_empty() {
        "who".to_owned()
    } else {
        own
    }
}

/// One or two of place, season and an earlier purchase.
fn background(person: &Person, rng: &mut ChaCha12Rng) -> Vec<String> {
    let season = match person.day.month() {
        11 | 12 | 1 | 2 => "season.cold",
        4..=6 => "season.hot",
        7..=9 => "season.wet",
        _ => "season.mild",
    };
    let mut groups = vec![season.to_owned()];
    groups.extend(
        person
            .traits
            .city_tier
            .map(|tier| format!("place.{}", u8::from(tier))),
    );
    groups.extend(remembered(person).map(|purchase| {
        if purchase.satisfaction >= 3 {
            "past"
        } else {
            "past.bad"
        }
        .to_owned()
    }));
    groups.shuffle(rng);
    groups.truncate(rng.random_range(1..=2));
    groups
}

/// The purchase that the story may tell of.
fn remembered(person: &Person) -> Option<&Purchase> {
    person.purchases.first()
}

fn why(person: &Person, scenario: &Scenario, knowledge: &Knowledge) -> String {
    let motive = scenario.motive.code();
    if scenario.motive != Motive::WornOut {
        return format!("why.{motive}");
    }
    if person.domain == Domain::Books {
        return "why.worn_out.books".to_owned();
    }
    if has(&knowledge.suits.used_up, &scenario.product_type) {
        return "why.worn_out.used_up".to_owned();
    }
    "why.worn_out".to_owned()
}

fn whom(scenario: &Scenario) -> Option<String> {
    let recipient = scenario.recipient.as_ref()?;
    Some(
        if recipient.age.is_some() {
            "for.age"
        } else {
            "for"
        }
        .to_owned(),
    )
}

fn wish(person: &Person, scenario: &Scenario) -> &'static str {
    match (scenario.wanted.is_empty(), person.aim) {
        (true, _) => "wish.none",
        (false, Aim::Target) => "wish",
        (false, Aim::Discover) => "wish.open",
    }
}

fn budget(person: &Person) -> String {
    match person.traits.price_sensitivity {
        PriceSensitivity::Usual => "budget".to_owned(),
        other => format!("budget.{other}"),
    }
}

fn mood(person: &Person, rng: &mut ChaCha12Rng) -> Option<String> {
    if rng.random_bool(0.3) {
        return None;
    }
    let own = person.traits.decisiveness != Decisiveness::Usual && rng.random_bool(0.5);
    Some(if own {
        format!("mood.{}", person.traits.decisiveness)
    } else {
        "mood".to_owned()
    })
}

/// The values of the slots.
struct Slots {
    who: Option<String>,
    age: u8,
    city: String,
    thing: String,
    bare: String,
    relation: Option<String>,
    years: Option<u8>,
    occasion: Option<String>,
    wish: Option<String>,
    budget: Option<String>,
    past: Option<String>,
    gender: Gender,
}

impl Slots {
    fn of(person: &Person, scenario: &Scenario, knowledge: &Knowledge) -> Self {
        let noun = knowledge.nouns.get(&scenario.product_type);
        let bare = noun.map_or(scenario.product_type.as_str(), |noun| noun.en.as_str());
        let occasion = scenario.occasion.as_deref().and_then(|key| {
            let festival = knowledge
                .festivals
                .get(key)
                .map(|f| format!("for {}", f.en));
            festival.or_else(|| knowledge.occasion_phrase(key, Language::En, Beside::Nothing))
        });
        let recipient = scenario.recipient.as_ref();
        Slots {
            who: (!person.occupation.is_empty()).then(|| with_article(&person.occupation)),
            age: person.age,
            city: person.city.clone(),
            thing: one(&scenario.product_type, knowledge),
            bare: bare.to_owned(),
            relation: recipient.map(|r| relation(&r.relation)),
            years: recipient.and_then(|r| r.age),
            occasion,
            wish: in_words(&scenario.wanted),
            budget: scenario.budget.map(crate::dialogue::phrasebook::shown),
            past: remembered(person).map(|purchase| one(&purchase.product_type, knowledge)),
            gender: person.gender,
        }
    }

    /// One of the pieces, filled; `None` when each lacks something.
    fn piece(&self, pieces: &[String], rng: &mut ChaCha12Rng) -> Option<String> {
        if pieces.is_empty() {
            return None;
        }
        let start = rng.random_range(0..pieces.len());
        let turned = pieces.iter().cycle().skip(start).take(pieces.len());
        turned.filter_map(|piece| self.filled(piece)).next()
    }

    fn filled(&self, piece: &str) -> Option<String> {
        let mut text = String::with_capacity(piece.len() + 40);
        let mut rest = piece;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            text.push_str(before);
            text.push_str(&self.value(name)?);
            rest = after;
        }
        text.push_str(rest);
        Some(capital(&text))
    }

    fn value(&self, name: &str) -> Option<String> {
        let by_gender = |words: [&str; 3]| {
            let place = match self.gender {
                Gender::Female => 0,
                Gender::Male => 1,
                Gender::Unknown => 2,
            };
            Some(words[place].to_owned())
        };
        match name {
            "who" => self.who.clone(),
            "age" => Some(self.age.to_string()),
            "city" => Some(self.city.clone()),
            "thing" => Some(self.thing.clone()),
            "bare" => Some(self.bare.clone()),
            "relation" => self.relation.clone(),
            "years" => self.years.map(|years| years.to_string()),
            "occasion" => self.occasion.clone(),
            "wish" => self.wish.clone(),
            "budget" => self.budget.clone(),
            "past" => self.past.clone(),
            "They" | "they" => {
                by_gender(["she", "he", "the shopper"]).map(|word| cased(name, word))
            }
            "them" => by_gender(["her", "him", "the shopper"]),
            "themself" => by_gender(["herself", "himself", "nobody else"]),
            "Their" | "their" => {
                by_gender(["her", "his", "the shopper's"]).map(|word| cased(name, word))
            }
            "theirs" => by_gender(["hers", "his", "this one"]),
            _ => None,
        }
    }
}

/// The word with a capital where the slot's name has one.
fn cased(name: &str, word: String) -> String {
    if name.starts_with('T') {
        capital(&word)
    } else {
        word
    }
}

/// The two wishes as nouns: `the colour mint and cotton as the material`. A brand is spoken of, not named.
fn in_words(wanted: &[Feature]) -> Option<String> {
    let word = |feature: &Feature| {
        let value = &feature.value;
        match feature.name.as_str() {
            "color" => format!("the colour {}", value.to_lowercase()),
            "material" => format!("{} as the material", value.to_lowercase()),
            "size" => format!("size {value}"),
            "brand" => "a trusted brand".to_owned(),
            "connectivity" => format!("a {} connection", value.to_lowercase()),
            "language" => format!("{value} as the language"),
            "format" => with_article(value),
            _ => value.clone(),
        }
    };
    let words: Vec<String> = wanted.iter().map(word).collect();
    (!words.is_empty()).then(|| words.join(" and "))
}

/// `a kurta`, `earrings`.
fn one(key: &str, knowledge: &Knowledge) -> String {
    match knowledge.nouns.get(key) {
        Some(noun) if noun.en == noun.en_plural => noun.en.clone(),
        Some(noun) => with_article(&noun.en),
        None => key.to_owned(),
    }
}

fn with_article(words: &str) -> String {
    match words.chars().next().map(|c| c.to_ascii_lowercase()) {
        Some('a' | 'e' | 'i' | 'o' | 'u') => format!("an {words}"),
        _ => format!("a {words}"),
    }
}

/// `friend_female` as `friend`, `younger_sister` as `younger sister`.
fn relation(key: &str) -> String {
    let plain = key.trim_end_matches("_female").trim_end_matches("_male");
    plain.replace('_', " ")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
