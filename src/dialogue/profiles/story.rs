//! The background story of a scenario, in plain English.
//!
//! Owns: two or three sentences for people who read profiles. Does not: name a product.

use super::person::Person;
use crate::dialogue::data::{Beside, Festivals, Knowledge};
use crate::domain::{Language, Motive, Scenario};

/// The story.
pub(crate) fn tell(
    person: &Person,
    scenario: &Scenario,
    knowledge: &Knowledge,
    festivals: &Festivals,
) -> String {
    let noun = knowledge.nouns.get(&scenario.product_type);
    let thing = noun.map_or(scenario.product_type.as_str(), |noun| noun.en.as_str());
    let occasion = scenario.occasion.as_deref().and_then(|key| {
        let festival = festivals.get(key).map(|f| format!("for {}", f.en));
        festival.or_else(|| knowledge.occasion_phrase(key, Language::En, Beside::Nothing))
    });
    let occasion = occasion.map_or_else(String::new, |words| format!(" {words}"));
    let whom = scenario.recipient.as_ref().map_or_else(String::new, |r| {
        let relation = r.relation.replace('_', " ");
        let years = r
            .age
            .map_or_else(String::new, |age| format!(", aged {age}"));
        format!(" for the {relation}{years}")
    });
    let why = match scenario.motive {
        Motive::WornOut => "The old one has had its day.",
        Motive::Work => "It is needed at work.",
        Motive::Season => "The season is changing.",
        Motive::Trend => "Friends have one already.",
        Motive::Sports => "A new routine has begun.",
        Motive::Gift => "It is to be a present.",
        Motive::Attend => "There is a function to attend.",
        Motive::Celebrate => "There is something to celebrate at home.",
    };
    let budget = scenario.budget.map_or_else(String::new, |budget| {
        format!(
            " The budget is {}.",
            crate::dialogue::phrasebook::shown(budget)
        )
    });
    let article = match person.occupation.chars().next() {
        Some('a' | 'e' | 'i' | 'o' | 'u') => "An",
        _ => "A",
    };
    format!(
        "{article} {} in {}, {} years old, is looking for {thing}{whom}{occasion}. {why}{budget}",
        person.occupation, person.city, person.age
    )
}
