//! The shopper's side that nobody else sees: intentions, patience, questions in mind.
//!
//! Owns: what the user has told and still means to do. Does not: know what the assistant will find.

use std::collections::BTreeSet;

use rand::RngExt;
use rand::rngs::ChaCha12Rng;
use rand::seq::SliceRandom;

use super::plan::Plan;
use crate::dialogue::data::{Knowledge, has};
use crate::dialogue::{Exit, Fault, Question};
use crate::domain::{
    BrandLoyalty, Decisiveness, Domain, Feature, Gender, Money, Outcome, PriceSensitivity,
};

/// The share of conversations in which the user means to go without buying, in percent. Failed searches add to it.
const LEAVERS: u32 = 19;

/// How many of those who look at prices ask for something cheaper, from 0 to 1.
const THRIFTY: f64 = 0.7;

/// Intentions and memory of the simulated user.
#[derive(Clone, Debug)]
pub(crate) struct Shopper {
    pub budget: Option<Money>,
    pub wanted: Vec<Feature>,
    pub unwanted: Vec<Feature>,
    /// Who wears it, when the noun leaves that open and nobody else is named.
    pub wearer: Option<Gender>,
    /// How many exchanges the user has patience for.
    pub patience: u32,
    /// Why the user will go, when he means to.
    pub exit: Option<Exit>,
    pub questions: Vec<Question>,
    pub complained: BTreeSet<Fault>,
    pub told_budget: bool,
    pub compared: bool,
    pub chatted: bool,
    /// How many more things the user wants to see before he takes one.
    pub looks: u32,
    /// Whether the user asks once for something cheaper.
    pub thrifty: bool,
    /// Whether the user goes rather than object again once his patience is used up.
    pub short_of_time: bool,
    pub thanks: bool,
    /// Whether another colour came to mind.
    pub recoloured: bool,
}

impl Shopper {
    /// Draws the intentions.
    pub(crate) fn new(plan: &Plan, knowledge: &Knowledge, rng: &mut ChaCha12Rng) -> Self {
        let scenario = &plan.scenario;
        let worn_by_both = knowledge
            .people
            .worn_by_both
            .contains(&scenario.product_type);
        let own = Some(plan.profile.demographics.gender).filter(|g| *g != Gender::Unknown);
        let wearer = own.filter(|_| worn_by_both && scenario.recipient.is_none());
        let traits = &plan.profile.traits;
        let leaves = rng.random_range(0..100) < LEAVERS;
        let exit = match plan.aim.outcome {
            Some(Outcome::Bought) => None,
            Some(Outcome::Left) => Some(exit(plan, rng)),
            _ => leaves.then(|| exit(plan, rng)),
        };
        let room = |low: u32, high: u32| low.min(plan.limits.max)..=high.min(plan.limits.max);
        let patience = rng.random_range(room(4, 9));
        let stated = traits.patience.map(|p| p.exchanges().min(plan.limits.max));
        let questions = questions(plan, rng);
        // Drawn for everybody alike, so that a trait changes nothing but what it is about.
        let (restless, thrifty) = (rng.random::<f64>(), rng.random::<f64>());
        Shopper {
            budget: scenario.budget,
            wanted: wishes(plan, knowledge),
            unwanted: scenario.unwanted.clone(),
            wearer,
            // A wished length takes the place of what the person would have patience for.
            patience: match plan.aim.exchanges {
                Some(_) => u32::MAX,
                None => stated.unwrap_or(patience).max(plan.limits.min),
            },
            exit,
            questions,
            complained: BTreeSet::new(),
            told_budget: false,
            compared: false,
            chatted: rng.random_bool(0.75),
            looks: looks(traits.decisiveness, restless),
            thrifty: traits.price_sensitivity == PriceSensitivity::High && thrifty < THRIFTY,
            short_of_time: stated.is_some(),
            thanks: rng.random_bool(0.35),
            recoloured: false,
        }
    }
}

/// How many more things somebody wants to see, by a chance from 0 to 1.
fn looks(decisiveness: Decisiveness, chance: f64) -> u32 {
    match decisiveness {
        Decisiveness::Quick => 0,
        Decisiveness::Usual => u32::from(chance < 0.3),
        Decisiveness::Hesitant => 1 + u32::from(chance < 0.6),
    }
}

/// The wishes that the user stands by: whom brands leave cold asks for none.
/// Nobody asks for a language of pages that are still to be written on.
fn wishes(plan: &Plan, knowledge: &Knowledge) -> Vec<Feature> {
    let cold = plan.profile.traits.brand_loyalty == BrandLoyalty::Indifferent;
    let blank = has(&knowledge.suits.blank, &plan.scenario.product_type);
    let wanted = plan.scenario.wanted.iter();
    wanted
        .filter(|f| !cold || f.name != "brand")
        .filter(|f| !blank || f.name != "language")
        .cloned()
        .collect()
}

fn exit(plan: &Plan, rng: &mut ChaCha12Rng) -> Exit {
    let dear = plan.scenario.budget.is_some_and(|b| b.major() >= 3_000);
    let mut reasons = vec![Exit::Home, Exit::Later, Exit::Later, Exit::Price];
    if dear {
        reasons.push(Exit::Home);
    }
    let about = &plan.profile.demographics.extra;
    let work = about.get("occupation").and_then(|v| v.as_str());
    let paid = work.is_none_or(|w| !["homemaker", "retired", "student"].contains(&w));
    if dear && paid {
        reasons.push(Exit::Salary);
    }
    if plan.scenario.domain != Domain::Books {
        reasons.push(Exit::Offline);
    }
    reasons[rng.random_range(0..reasons.len())]
}

/// The shop's terms that people ask about, each as often as it stands here.
const TERMS: [Question; 10] = [
    Question::Cod,
    Question::Cod,
    Question::Delivery,
    Question::Delivery,
    Question::Discount,
    Question::Discount,
    Question::Returns,
    Question::Returns,
    Question::Sale,
    Question::Coupon,
];

/// The questions that this shopper may ask, in order. Only such as make sense for the thing.
fn questions(plan: &Plan, rng: &mut ChaCha12Rng) -> Vec<Question> {
    let scenario = &plan.scenario;
    let budget = scenario.budget.map_or(0, Money::major);
    // Each asks of the thing first and of the shop's terms second: a pool of terms alone makes every talk end alike.
    let mut pool = vec![TERMS[rng.random_range(0..TERMS.len())]];
    match scenario.domain {
        Domain::Fashion => pool.extend([
            Question::Exchange,
            Question::Material,
            Question::Color,
            Question::Rating,
        ]),
        Domain::Electronics => pool.extend([
            Question::Warranty,
            Question::Warranty,
            Question::Rating,
            Question::Color,
        ]),
        Domain::HomeGarden => pool.extend([
            Question::Material,
            Question::Rating,
            Question::Color,
            Question::Stock,
        ]),
        Domain::Books | Domain::Other => pool.extend([Question::Rating, Question::Stock]),
    }
    // A second term, asked when the page leaves the rest unsaid.
    pool.push(TERMS[rng.random_range(0..TERMS.len())]);
    if budget >= 8_000 {
        pool.push(Question::Emi);
    }
    if scenario.product_type == "saree" {
        pool.extend([Question::Blouse, Question::Blouse]);
    }
    if scenario.wanted.iter().any(|f| f.name == "size") {
        pool.extend([Question::Size, Question::Size]);
    }
    if !scenario.wanted.iter().any(|f| f.name == "size") {
        pool.retain(|q| *q != Question::Exchange);
    }
    // Who has named a colour or material does not ask for it again.
    pool.retain(|q| match q {
        Question::Material => !scenario.wanted.iter().any(|f| f.name == "material"),
        Question::Color => !scenario.wanted.iter().any(|f| f.name == "color"),
        _ => true,
    });
    pool.shuffle(rng);
    let haggles = rng.random_bool(0.5);
    match plan.profile.traits.price_sensitivity {
        PriceSensitivity::Low => {
            use Question::{Coupon, Discount, Emi, Sale};
            pool.retain(|q| !matches!(q, Discount | Sale | Coupon | Emi));
        }
        PriceSensitivity::Usual => {}
        PriceSensitivity::High if haggles => pool.insert(0, Question::Discount),
        PriceSensitivity::High => {}
    }
    let mut chosen: Vec<Question> = Vec::new();
    let count = [1, 1, 2, 2, 2, 3, 3][rng.random_range(0..7)];
    for question in pool {
        if chosen.len() < count && !chosen.contains(&question) {
            chosen.push(question);
        }
    }
    chosen
}
