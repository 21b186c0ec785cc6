//! Traits show in conversations: two hundred pairs of shoppers who differ in one trait alone.
//!
//! Each pair has the same person, wish, seed and place; the difference of a measure within the pairs must be of the right
//! sign, of a size that somebody would notice, and more than four standard errors away from none.

use std::sync::{Arc, LazyLock};

use muse_studio::dialogue::data::Knowledge;
use muse_studio::dialogue::{Aim, Fault, PhrasebookVoice, Question, Retrieve, Situation};
use muse_studio::domain::{
    BrandLoyalty, Decisiveness, DetailPreference, Domain, Formality, Language, Mode, Outcome,
    Patience, PriceSensitivity, Profile, Speaker, SpellingHabit, Traits,
};

use crate::dialogue_support::{Memory, Talk, generator, plan, planned};

const PAIRS: usize = 200;

/// Shoppers without traits of their own.
static PEOPLE: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let mut people = generator(21).generate(2_000, &Memory::sample().products);
    people
        .iter_mut()
        .for_each(|person| person.traits = Traits::default());
    people
});

/// The first two hundred such people, once changed by `one` and once by `other`, talking.
fn pairs(
    language: Language,
    who: impl Fn(&Profile) -> bool,
    one: impl Fn(&mut Profile),
    other: impl Fn(&mut Profile),
) -> Vec<(Talk, Talk)> {
    aimed_pairs(Aim::default(), language, who, one, other)
}

/// Such pairs in conversations that should come out as `aim` says.
fn aimed_pairs(
    aim: Aim,
    language: Language,
    who: impl Fn(&Profile) -> bool,
    one: impl Fn(&mut Profile),
    other: impl Fn(&mut Profile),
) -> Vec<(Talk, Talk)> {
    let knowledge = Knowledge::embedded().unwrap();
    let voice = PhrasebookVoice::new(Arc::clone(&knowledge), None).unwrap();
    let shop: Arc<dyn Retrieve> = Arc::new(Memory::sample());
    let people: Vec<&Profile> = PEOPLE.iter().filter(|p| who(p)).take(PAIRS).collect();
    assert_eq!(people.len(), PAIRS);
    let talks = |person: &Profile, place: usize, change: &dyn Fn(&mut Profile)| {
        let mut person = person.clone();
        person.conversation_style.language = language;
        change(&mut person);
        let place = u32::try_from(place).unwrap();
        let mut plan = plan(person, language, Mode::Natural, place);
        plan.aim = aim;
        planned(plan, Arc::clone(&shop), &knowledge, &voice)
    };
    let both = |(place, person): (usize, &&Profile)| {
        (talks(person, place, &one), talks(person, place, &other))
    };
    people.iter().enumerate().map(both).collect()
}

/// How much more the second of each pair has, on the average; told, and checked against noise.
#[track_caller]
fn grows(name: &str, pairs: &[(Talk, Talk)], measure: impl Fn(&Talk) -> f64) -> f64 {
    let each: Vec<f64> = pairs
        .iter()
        .map(|(one, other)| measure(other) - measure(one))
        .collect();
    let count = each.len() as f64;
    let mean = each.iter().sum::<f64>() / count;
    let spread = each.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let error = (spread / count).sqrt();
    let before = pairs.iter().map(|(one, _)| measure(one)).sum::<f64>() / count;
    println!(
        "{name}: {before:.3} and {:.3}, {mean:+.3} with a standard error of {error:.3}",
        before + mean
    );
    assert!(
        mean > 4.0 * error,
        "{name}: {mean:+.3} is noise ({error:.3})"
    );
    mean
}

fn said(talk: &Talk, keep: impl Fn(Situation) -> bool) -> f64 {
    talk.steps
        .iter()
        .filter(|step| keep(step.situation))
        .count() as f64
}

fn of_user(talk: &Talk) -> impl Iterator<Item = &str> {
    let turns = talk
        .turns
        .iter()
        .filter(|turn| turn.speaker == Speaker::User);
    turns.map(|turn| turn.text.as_str())
}

#[test]
fn who_looks_at_prices_speaks_of_money_and_refuses_over_it() {
    let set = |value| move |p: &mut Profile| p.traits.price_sensitivity = value;
    let pairs = pairs(
        Language::Hinglish,
        |_| true,
        set(PriceSensitivity::Low),
        set(PriceSensitivity::High),
    );
    let price = |fault| matches!(fault, Fault::Price | Fault::Cheaper);
    let refusals = |talk: &Talk| {
        said(
            talk,
            |s| matches!(s, Situation::UserReject(f) | Situation::UserCritique(f) if price(f)),
        )
    };
    assert!(grows("refusals over price", &pairs, refusals) > 0.2);
    let asks = |talk: &Talk| said(talk, |s| s == Situation::UserAsk(Question::Discount));
    assert!(grows("questions for a discount", &pairs, asks) > 0.1);
    let budget = |talk: &Talk| f64::from(u8::from(talk.steps[0].facts.budget.is_some()));
    assert!(grows("budgets told at once", &pairs, budget) > 0.3);
}

#[test]
fn who_hesitates_looks_at_more_things_before_taking_one() {
    let set = |value| move |p: &mut Profile| p.traits.decisiveness = value;
    let pairs = pairs(
        Language::En,
        |_| true,
        set(Decisiveness::Quick),
        set(Decisiveness::Hesitant),
    );
    let offers = |talk: &Talk| said(talk, |s| matches!(s, Situation::AssistantRecommend(_)));
    assert!(grows("offers of all", &pairs, offers) > 0.5);
    let bought: Vec<(Talk, Talk)> = pairs
        .into_iter()
        .filter(|(a, b)| [a, b].iter().all(|t| t.outcome == Some(Outcome::Bought)))
        .collect();
    assert!(bought.len() > PAIRS / 3);
    assert!(grows("offers before a purchase", &bought, offers) > 0.5);
}

/// A wished length leaves people what they are.
#[test]
fn traits_show_in_conversations_of_a_wished_length() {
    let aim = Aim {
        exchanges: Some(7),
        ..Aim::default()
    };
    let set = |value| move |p: &mut Profile| p.traits.decisiveness = value;
    let (quick, hesitant) = (set(Decisiveness::Quick), set(Decisiveness::Hesitant));
    let pairs = aimed_pairs(aim, Language::En, |_| true, quick, hesitant);
    let offers = |talk: &Talk| said(talk, |s| matches!(s, Situation::AssistantRecommend(_)));
    assert!(grows("offers of all in seven exchanges", &pairs, offers) > 0.3);
    let set = |value| move |p: &mut Profile| p.traits.price_sensitivity = value;
    let (low, high) = (set(PriceSensitivity::Low), set(PriceSensitivity::High));
    let pairs = aimed_pairs(aim, Language::En, |_| true, low, high);
    let price = |s| {
        use Situation::{UserAsk, UserCritique, UserReject};
        let faults = [Fault::Price, Fault::Cheaper];
        match s {
            UserReject(fault) | UserCritique(fault) => faults.contains(&fault),
            UserAsk(question) => question == Question::Discount,
            _ => false,
        }
    };
    let of_money = |talk: &Talk| said(talk, price);
    assert!(grows("turns over money in seven exchanges", &pairs, of_money) > 0.3);
}

#[test]
fn who_has_patience_stays_longer() {
    let set = |value: u8| move |p: &mut Profile| p.traits.patience = Patience::try_from(value).ok();
    let pairs = pairs(Language::Hi, |_| true, set(4), set(9));
    assert!(grows("exchanges", &pairs, |talk| f64::from(talk.exchanges)) > 0.8);
}

#[test]
fn who_is_loyal_asks_for_the_brand_and_stands_by_it() {
    let set = |value| move |p: &mut Profile| p.traits.brand_loyalty = value;
    let wants = |p: &Profile| {
        let wish = p.scenario.as_ref().unwrap();
        wish.domain != Domain::Books && wish.wanted.iter().any(|f| f.name == "brand")
    };
    let pairs = pairs(
        Language::Hinglish,
        wants,
        set(BrandLoyalty::Indifferent),
        set(BrandLoyalty::Loyal),
    );
    let named = |talk: &Talk| {
        let user = talk
            .steps
            .iter()
            .filter(|step| step.speaker == Speaker::User);
        user.filter(|step| step.facts.features.iter().any(|f| f.name == "brand"))
            .count() as f64
    };
    assert!(grows("turns of the user that name the brand", &pairs, named) > 0.8);
    let own = |talk: &Talk| {
        let brand = talk
            .profile
            .scenario
            .as_ref()
            .unwrap()
            .wanted
            .iter()
            .find(|f| f.name == "brand");
        let last = talk.steps.iter().rfind(|step| !step.offered.is_empty());
        let offered = last.and_then(|step| step.offered[0].product.brand.clone());
        f64::from(u8::from(
            offered.is_some() && offered.as_deref() == brand.map(|b| b.value.as_str()),
        ))
    };
    assert!(grows("the last thing spoken of is of the brand", &pairs, own) > 0.1);
}

#[test]
fn a_spelling_habit_changes_the_spelling_and_nothing_else() {
    let set = |value| move |p: &mut Profile| p.traits.spelling_habit = Some(value);
    for language in [Language::Hinglish, Language::En] {
        let casual = |p: &Profile| p.conversation_style.formality == Formality::Casual;
        let pairs = pairs(
            language,
            casual,
            set(SpellingHabit::Short),
            set(SpellingHabit::Long),
        );
        let (mut same, mut all) = (0, 0);
        for (one, other) in &pairs {
            assert_eq!(one.steps.len(), other.steps.len());
            for (a, b) in one.steps.iter().zip(&other.steps) {
                assert_eq!((a.situation, &a.facts), (b.situation, &b.facts));
            }
            let sources = one.turns.iter().zip(&other.turns);
            same += sources
                .filter(|(a, b)| a.provenance.source == b.provenance.source)
                .count();
            all += one.turns.len();
        }
        // A reply avoids the word that the other began with, and that may be spelt otherwise.
        assert!(same * 100 > all * 95, "{same} of {all} lines are the same");
        let letters = |talk: &Talk| {
            of_user(talk)
                .map(|text| text.chars().count())
                .sum::<usize>() as f64
        };
        assert!(
            grows(
                &format!("letters of the user in {language}"),
                &pairs,
                letters
            ) > 2.0
        );
    }
    let pairs = pairs(
        Language::Hi,
        |_| true,
        set(SpellingHabit::Short),
        set(SpellingHabit::Long),
    );
    for (one, other) in &pairs {
        assert_eq!(one.turns, other.turns, "Devanagari has one orthography");
    }
}

#[test]
fn who_is_formal_writes_whole_sentences() {
    let set = |value| move |p: &mut Profile| p.conversation_style.formality = value;
    for language in Language::ALL {
        let pairs = pairs(
            language,
            |_| true,
            set(Formality::Casual),
            set(Formality::Formal),
        );
        let whole = |talk: &Talk| {
            let ended = of_user(talk).filter(|text| text.ends_with(['.', '?', '!', '।']));
            ended.count() as f64 / of_user(talk).count() as f64
        };
        assert!(
            grows(
                &format!("share of ended sentences in {language}"),
                &pairs,
                whole
            ) > 0.2
        );
    }
}

#[test]
fn who_likes_detail_tells_more_at_once() {
    let set = |value| move |p: &mut Profile| p.conversation_style.detail_preference = value;
    let pairs = pairs(
        Language::En,
        |_| true,
        set(DetailPreference::Brief),
        set(DetailPreference::Detailed),
    );
    let facts = |talk: &Talk| {
        let facts = &talk.steps[0].facts;
        let told = [
            facts.budget.is_some(),
            facts.occasion.is_some(),
            facts.recipient.is_some(),
        ];
        (facts.features.len() + told.iter().filter(|told| **told).count()) as f64
    };
    assert!(grows("facts told in the first turn", &pairs, facts) > 0.7);
    let words = |talk: &Talk| of_user(talk).next().unwrap().split_whitespace().count() as f64;
    assert!(grows("words of the first turn", &pairs, words) > 1.0);
}
