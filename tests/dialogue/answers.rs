//! The assistant answers what was asked, of the goods in hand.

use std::sync::Arc;

use muse_studio::dialogue::data::Knowledge;
use muse_studio::dialogue::{
    Aim, Answered, Offering, PhrasebookVoice, Question, Retrieve, Situation, Step,
};
use muse_studio::domain::{Domain, Feature, Language, Mode};

use crate::dialogue_support::{Memory, Talk, generator, plan, planned};

/// Conversations over the sample catalogue, long enough for questions.
fn talks(count: usize, language: Language) -> Vec<Talk> {
    talks_in(Memory::sample(), count, language)
}

/// Conversations of shoppers of the sample catalogue in another shop.
fn talks_in(shop: Memory, count: usize, language: Language) -> Vec<Talk> {
    let knowledge = Knowledge::embedded().unwrap();
    let voice = PhrasebookVoice::new(Arc::clone(&knowledge), None).unwrap();
    let people = generator(47).generate(count, &Memory::sample().products);
    let shop: Arc<dyn Retrieve> = Arc::new(shop);
    let one = |(place, person)| {
        let mut plan = plan(
            person,
            language,
            Mode::Natural,
            u32::try_from(place).unwrap(),
        );
        plan.aim = Aim {
            exchanges: Some([8, 9, 10][place % 3]),
            ..Aim::default()
        };
        planned(plan, Arc::clone(&shop), &knowledge, &voice)
    };
    let all: Vec<Talk> = people.into_iter().enumerate().map(one).collect();
    if std::env::var_os("READ").is_some() {
        all.iter().for_each(|talk| println!("{}", talk.print()));
    }
    all
}

/// Every answer to a question, with its words and the department and kind of the product that it is about.
fn answers(talk: &Talk, question: Question) -> Vec<(Answered, String, Domain, String)> {
    let about = |step: &Step| {
        let product = &step.offered.first()?.product;
        Some((product.domain, product.attribute("type")?.to_owned()))
    };
    let turns = talk.steps.iter().zip(&talk.turns);
    turns
        .filter_map(|(step, turn)| match step.situation {
            Situation::AssistantAnswer(asked, answered) if asked == question => {
                let (domain, kind) = about(step)?;
                Some((answered, turn.text.to_lowercase(), domain, kind))
            }
            _ => None,
        })
        .collect()
}

/// Words for goods that do not come back, each with the kind that alone may be told of them.
const KEPT: [(&str, &str); 12] = [
    ("innerwear", "innerwear vest"),
    ("इनरवियर", "innerwear vest"),
    ("plant", "indoor plant"),
    ("paudh", "indoor plant"),
    ("पौध", "indoor plant"),
    ("seed", "seeds pack"),
    ("beej", "seeds pack"),
    ("बीज", "seeds pack"),
    ("tags", "fashion"),
    ("tag laga", "fashion"),
    ("tag mat", "fashion"),
    ("टैग", "fashion"),
];

#[test]
fn terms_are_told_of_the_goods_in_hand() {
    for language in Language::ALL {
        let (mut returns, mut exchanges) = (0, 0);
        for talk in talks(200, language) {
            for (answered, said, domain, kind) in answers(&talk, Question::Returns) {
                returns += 1;
                for (word, only) in KEPT.iter().filter(|(word, _)| said.contains(word)) {
                    let fits = kind == *only || domain.code() == *only;
                    assert!(fits, "{word} is told of {kind}: {said}");
                }
                let kept = KEPT.iter().any(|(_, only)| kind == *only);
                assert_eq!(answered == Answered::No, kept, "{kind}: {said}");
            }
            for (answered, said, domain, kind) in answers(&talk, Question::Exchange) {
                exchanges += 1;
                assert_eq!(domain, Domain::Fashion, "{said}");
                let both = ["clothes", "kapd", "कपड़"];
                let listed = both.iter().any(|word| said.contains(word));
                assert!(answered == Answered::No || !listed, "{kind}: {said}");
                let jewel = ["bangles", "ring", "anklet", "bracelet"].contains(&kind.as_str());
                assert_eq!(answered == Answered::No, jewel, "{kind}: {said}");
            }
        }
        println!("{language}: {returns} answers on returns, {exchanges} on exchange");
        assert!(
            returns >= 20 && exchanges >= 2,
            "{language}: {returns}, {exchanges}"
        );
    }
}

/// Words that speak of a sale.
const SALE: [&str; 2] = ["sale", "सेल"];
/// Words that speak of a coupon.
const COUPON: [&str; 2] = ["coupon", "कूपन"];

fn speaks_of(names: [&str; 2], text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| c.is_whitespace() || ",.?!;।-".contains(c));
    words.any(|word| names.contains(&word.trim_end_matches('s')))
}

#[test]
fn who_asks_of_a_sale_or_a_coupon_hears_of_that_one() {
    for language in Language::ALL {
        let (mut sales, mut coupons) = (0, 0);
        for talk in talks(200, language) {
            for (place, step) in talk.steps.iter().enumerate() {
                let text = &talk.turns[place].text;
                let answer = talk.turns.get(place + 1).map_or("", |turn| &turn.text);
                let spoken =
                    [text.as_str(), answer].map(|t| [SALE, COUPON].map(|n| speaks_of(n, t)));
                match step.situation {
                    Situation::UserAsk(Question::Sale) => {
                        sales += 1;
                        assert_eq!(spoken, [[true, false]; 2], "{text} -> {answer}");
                    }
                    Situation::UserAsk(Question::Coupon) => {
                        coupons += 1;
                        assert_eq!(spoken, [[false, true]; 2], "{text} -> {answer}");
                    }
                    Situation::UserAsk(Question::Discount) => {
                        assert_eq!(spoken[0], [false, false], "{text}");
                    }
                    _ => {}
                }
            }
        }
        println!("{language}: {sales} times a sale was asked of, {coupons} times a coupon");
        assert!(sales >= 8 && coupons >= 8, "{language}: {sales}, {coupons}");
    }
}

/// How a turn may say a size or a language.
fn ways(value: &str) -> Vec<String> {
    let first = value.split([' ', '-']).next().unwrap_or(value);
    let spoken = match first {
        "king" => "किंग",
        "queen" => "क्वीन",
        "double" => "डबल",
        "single" => "सिंगल",
        "bath" => "बाथ",
        "face" => "फ़ेस",
        "Free" => "फ़्री",
        "English" => "इंग्लिश",
        "Hindi" => "हिंदी",
        "large" => "बड़",
        "medium" => "मीडियम",
        "cabin" => "केबिन",
        _ => first,
    };
    let second = match first {
        "English" => "अंग्रेज़ी",
        "Hindi" => "हिन्दी",
        _ => spoken,
    };
    [first, spoken, second].map(str::to_lowercase).to_vec()
}

#[test]
fn a_size_or_language_that_was_told_is_confirmed_with_every_offer() {
    for language in Language::ALL {
        let mut confirmed = 0;
        for talk in talks(200, language) {
            for (step, turn) in talk.steps.iter().zip(&talk.turns) {
                let Situation::AssistantRecommend(how) = step.situation else {
                    continue;
                };
                let text = turn.text.to_lowercase();
                let strict = |f: &&Feature| matches!(f.name.as_str(), "size" | "language");
                for wish in step.facts.matched.iter().filter(strict) {
                    assert!(how != Offering::Pair, "{}", talk.print());
                    confirmed += 1;
                    let told = ways(&wish.value).iter().any(|way| text.contains(way));
                    assert!(told, "{} is passed over: {text}", wish.value);
                }
            }
        }
        println!("{language}: {confirmed} confirmed");
        assert!(confirmed >= 30, "{language}: {confirmed}");
    }
}

/// How a turn says that a product's data is silent: of each language its own ways.
fn owns_up(text: &str) -> bool {
    let ways = [
        "not written",
        "not given",
        "not mentioned",
        "no colour",
        "can't",
        "not sure",
        "not say",
        "nothing is",
        "don't have",
        "नहीं लिख",
        "नहीं दिख",
        "नहीं चल",
        "से ही",
        "nahi likh",
        "nahi dikh",
        "nahi chal",
        "se hi",
    ];
    ways.iter().any(|way| text.contains(way))
}

#[test]
fn what_the_data_does_not_say_is_not_passed_over() {
    for language in Language::ALL {
        let mut products = Memory::sample().products;
        for product in products.iter_mut().step_by(2) {
            for name in ["size", "language", "material", "capacity"] {
                product.attributes.remove(name);
            }
        }
        let mut silent = 0;
        for talk in talks_in(Memory::of(products), 120, language) {
            for (step, turn) in talk.steps.iter().zip(&talk.turns) {
                let Situation::AssistantRecommend(how) = step.situation else {
                    continue;
                };
                if how != Offering::Pair && !step.facts.unsure.is_empty() {
                    silent += 1;
                    let text = turn.text.to_lowercase();
                    assert!(owns_up(&text), "{:?}: {text}", step.facts.unsure);
                }
            }
        }
        println!("{language}: {silent} times the data was silent");
        assert!(silent >= 10, "{language}: {silent}");
    }
}

#[test]
fn the_budget_is_not_read_back_and_a_diary_is_in_no_language() {
    for language in Language::ALL {
        for talk in talks(200, language) {
            for step in &talk.steps {
                use Situation::{AssistantBought, AssistantBye, AssistantLeft};
                if let AssistantBought | AssistantLeft | AssistantBye = step.situation {
                    assert_eq!(step.facts.budget, None, "{}", talk.print());
                }
                let spoken = step.facts.features.iter().any(|f| f.name == "language");
                assert!(!(spoken && step.facts.thing == "diary"), "{}", talk.print());
            }
        }
    }
}

#[test]
fn some_tell_the_size_at_once() {
    for language in Language::ALL {
        let (mut told, mut sized) = (0, 0);
        for talk in talks(200, language) {
            let scenario = talk.profile.scenario.as_ref().unwrap();
            let size = scenario.wanted.iter().find(|f| f.name == "size");
            let opening = talk
                .steps
                .iter()
                .position(|s| s.situation == Situation::UserOpen);
            let (Some(size), Some(opening), Domain::Fashion) = (size, opening, scenario.domain)
            else {
                continue;
            };
            sized += 1;
            if talk.steps[opening].facts.features.contains(size) {
                told += 1;
                let text = talk.turns[opening].text.to_lowercase();
                let said = ways(&size.value).iter().any(|way| text.contains(way));
                assert!(said, "{}: {text}", size.value);
            }
        }
        println!("{language}: {told} of {sized} tell the size at once");
        assert!(
            told * 20 >= sized && told * 2 <= sized,
            "{language}: {told} of {sized}"
        );
    }
}
