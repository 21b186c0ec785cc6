//! What the prompts of shopper, assistant and profile writer are filled with.
//!
//! Owns: who is shown what. The shopper never sees the target, not even by its name; the assistant sees nothing of the
//! scenario, and of products only what the catalogue says.

use serde_json::{Value, json};

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
    json!({
        "title": product.title,
        "title_hi": product.title_hi,
        "brand": product.brand,
        "price": product.price.map(|money| money.to_string()),
        "mrp": product.mrp.map(|money| money.to_string()),
        "rating": product.rating,
        "in_stock": product.stock.map(|count| count > 0),
        "attributes": product.attributes,
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
