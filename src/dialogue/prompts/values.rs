//! What the prompts of shopper, assistant and profile writer are filled with.
//!
//! Owns: who is shown what. The shopper never sees the target, not even by its name; the assistant sees nothing of the
//! scenario, and of products only what the catalogue says.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::dialogue::data::{Goods, Knowledge};
use crate::dialogue::{Facts, Said, Step, wording};
use crate::domain::{Money, Product, Profile, Scenario, Speaker};

/// What the shopper's prompt is filled with. `hidden` is the target, whose name must not come up before it is offered.
pub fn shopper(
    profile: &Profile,
    scenario: &Scenario,
    step: &Step,
    hidden: Option<&Product>,
) -> Value {
    let traits: Value = profile.traits.words().into_iter().collect();
    json!({
        "shopper": {
            "gender": profile.demographics.gender,
            "age": profile.demographics.age,
            "city": profile.demographics.location,
            "formality": profile.conversation_style.formality,
            "detail": profile.conversation_style.detail_preference,
            "style": profile.preferences.style,
            "brands": profile.preferences.preferred_brands,
            "traits": traits,
        },
        "wants": wants(scenario, hidden),
        "turn": turn(step),
        "history": history(step),
    })
}

/// What the shop says of the goods that a step is about, a sentence each: of the products on the table, or of the kind asked
/// for while there are none.
pub fn promises(step: &Step, knowledge: &Knowledge) -> Vec<String> {
    let nouns = &knowledge.nouns;
    let offered = step.offered.iter();
    let mut goods: Vec<Goods> = offered.map(|o| Goods::of(&o.product, nouns)).collect();
    if goods.is_empty() {
        goods.push(Goods::kind(&step.facts.thing, None, nouns));
    }
    let mut said = Vec::new();
    for goods in &goods {
        for promise in knowledge.policy.promises(step.language, goods) {
            if !said.contains(&promise) {
                said.push(promise);
            }
        }
    }
    said
}

/// What the assistant's prompt is filled with. `policy` holds what the shop promises, a sentence each.
pub fn assistant(step: &Step, policy: &[String]) -> Value {
    let products: Vec<Value> = step.offered.iter().map(|o| facts(&o.product)).collect();
    json!({
        "turn": turn(step),
        "products": products,
        "policy": policy,
        "history": history(step),
    })
}

/// What the profile writer's prompt is filled with; at most two features, as the published pipeline has it.
pub fn profile(profile: &Profile, scenario: &Scenario) -> Value {
    json!({
        "person": {
            "gender": profile.demographics.gender,
            "age": profile.demographics.age,
            "city": profile.demographics.location,
            "income": profile.demographics.income_level,
        },
        "wants": {
            "domain": scenario.domain,
            "thing": scenario.product_type,
            "motive": scenario.motive,
            "occasion": scenario.occasion,
            "budget": scenario.budget.map(|money| money.to_string()),
            "recipient": scenario.recipient,
        },
        "features": scenario.wanted.iter().take(2).collect::<Vec<_>>(),
    })
}

/// What a shopper wants, without the product that would be just right.
pub fn wants(scenario: &Scenario, hidden: Option<&Product>) -> Value {
    json!({
        "domain": scenario.domain,
        "thing": scenario.product_type,
        "motive": scenario.motive,
        "occasion": scenario.occasion,
        "budget": scenario.budget.map(|money| money.to_string()),
        "wanted": scenario.wanted,
        "unwanted": scenario.unwanted,
        "recipient": scenario.recipient,
        "story": without(&scenario.story, hidden),
    })
}

/// A product as the catalogue has it.
pub fn facts(product: &Product) -> Value {
    // How a noun is declined is no fact of the thing.
    let attributes = product.attributes.iter();
    let attributes: BTreeMap<_, _> = attributes
        .filter(|(name, _)| !name.starts_with("noun_"))
        .collect();
    // As shops show it: 4.4, not 4.400000095.
    let rating = product
        .rating
        .map(|rating| (f64::from(rating) * 10.0).round() / 10.0);
    json!({
        "title": product.title,
        "title_hi": product.title_hi,
        "brand": product.brand,
        "price": product.price.map(|money| money.to_string()),
        "mrp": product.mrp.map(|money| money.to_string()),
        "rating": rating,
        "in_stock": product.stock.map(|count| count > 0),
        "attributes": attributes,
        "description": product.description,
    })
}

/// The story without the sentences that name a product.
fn without(story: &str, hidden: Option<&Product>) -> String {
    let Some(product) = hidden else {
        return story.to_owned();
    };
    let titles = [Some(&product.title), product.title_hi.as_ref()];
    let names: Vec<String> = titles
        .into_iter()
        .flatten()
        .map(|t| t.to_lowercase())
        .collect();
    let tells = |sentence: &str| {
        let sentence = sentence.to_lowercase();
        names.iter().any(|name| sentence.contains(name))
    };
    if !tells(story) {
        return story.to_owned();
    }
    let kept: Vec<&str> = wording::sentences(story).filter(|s| !tells(s)).collect();
    kept.join(".").trim().to_owned()
}

fn turn(step: &Step) -> Value {
    json!({
        "act": step.act,
        "does": step.situation.to_string(),
        "about": about(&step.facts),
    })
}

/// What a turn is about, without what it is not about, and with money as people read it.
fn about(facts: &Facts) -> Value {
    let money = |money: Option<Money>| money.map(|money| money.to_string());
    let mut about = json!({
        "thing": facts.thing,
        "features": facts.features,
        "budget": money(facts.budget),
        "recipient": facts.recipient,
        "wearer": facts.wearer,
        "occasion": facts.occasion,
        "question": facts.question,
        "lowest_price_found": money(facts.floor),
        "answer": facts.value,
        "matched": facts.matched,
        "not_known_of_the_offer": facts.unsure,
    });
    if let Value::Object(fields) = &mut about {
        fields.retain(|_, value| !value.is_null() && *value != json!([]) && *value != json!(""));
    }
    about
}

fn history(step: &Step) -> Vec<Value> {
    let said = |said: &Said| json!({"speaker": speaker(said.speaker), "text": said.text});
    step.history.iter().map(said).collect()
}

/// How prompts name who speaks.
pub fn speaker(speaker: Speaker) -> &'static str {
    match speaker {
        Speaker::User => "shopper",
        Speaker::Assistant => "assistant",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::dialogue::{Brief, Offer, Persona, Situation};
    use crate::domain::{Act, Domain, Language};

    fn product() -> Product {
        serde_json::from_value(json!({
            "id": "k1", "source": "s", "domain": "fashion", "title": "Tarang Indigo Kurta", "title_hi": "तरंग इंडिगो कुर्ता",
            "brand": "Tarang", "price": {"minor": 149_900, "currency": "INR"}, "rating": 4.4, "stock": 2,
            "categories": [], "attributes": {"color": ["blue"], "noun_hi": ["कुर्ता"]},
        }))
        .unwrap()
    }

    fn shopper_and_scenario() -> (Profile, Scenario) {
        let profile = serde_json::from_value(json!({
            "user_id": "u1",
            "demographics": {"age": 30, "gender": "female", "location": "Pune", "income_level": "middle"},
            "preferences": {"style": "casual", "budget_range": "1000-5000"},
            "conversation_style": {"language": "en"},
        }));
        let scenario = serde_json::from_value(json!({
            "domain": "fashion", "product_type": "kurta", "motive": "gift", "target": "k1",
            "story": "She saw the Tarang Indigo Kurta on a friend. A wedding comes up.",
        }));
        (profile.unwrap(), scenario.unwrap())
    }

    fn step(situation: Situation, profile: &Profile) -> Step {
        Step {
            speaker: situation.speaker(),
            act: Act::Recommend,
            situation,
            language: Language::En,
            facts: Facts {
                thing: "kurta".to_owned(),
                budget: Some(Money::rupees(2_000)),
                ..Facts::default()
            },
            offered: vec![Offer {
                product: product().into(),
            }],
            persona: Arc::new(Persona::of(profile)),
            brief: Arc::new(Brief {
                profile: Arc::new(profile.clone()),
                scenario: shopper_and_scenario().1,
                target: None,
                kept_in: None,
            }),
            history: Arc::from([]),
            retrieval: None,
            ordinal: 0,
            voice_seed: 0,
            seed: 0,
        }
    }

    #[test]
    fn the_shopper_never_sees_the_target() {
        let (person, scenario) = shopper_and_scenario();
        let step = step(Situation::UserOpen, &person);
        let target = product();
        let shown = shopper(&person, &scenario, &step, Some(&target)).to_string();
        for secret in ["Indigo", "k1", "इंडिगो"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        assert!(shown.contains("A wedding comes up"), "{shown}");
        assert!(
            shown.contains("₹2,000") && !shown.contains("minor"),
            "{shown}"
        );
    }

    #[test]
    fn the_assistant_sees_the_catalogue_and_nothing_of_the_scenario() {
        let (person, scenario) = shopper_and_scenario();
        let situation = Situation::AssistantRecommend(crate::dialogue::Offering::First);
        let shown = assistant(&step(situation, &person), &["Free delivery.".to_owned()]);
        let product = &shown["products"][0];
        assert_eq!(product["price"], "₹1,499");
        assert_eq!(product["rating"], 4.4);
        assert_eq!(product["attributes"], json!({"color": ["blue"]}));
        let shown = shown.to_string();
        assert!(!shown.contains(&scenario.story) && !shown.contains("wedding"));
        assert!(!shown.contains("Pune") && shown.contains("Free delivery."));
    }

    #[test]
    fn a_profile_gets_two_features_at_most() {
        let (person, mut scenario) = shopper_and_scenario();
        let feature = |name: &str| crate::domain::Feature {
            name: name.to_owned(),
            value: "x".to_owned(),
        };
        scenario.wanted = ["color", "size", "material"].map(feature).to_vec();
        let shown = profile(&person, &scenario);
        assert_eq!(shown["features"].as_array().unwrap().len(), 2);
        assert!(!shown.to_string().contains("material"));
        assert_eq!(scenario.domain, Domain::Fashion);
    }
}
