//! A small data set to show: one conversation in each language.

use std::collections::BTreeMap;

use muse_studio::domain::{
    Act, Branch, Candidate, Conversation, Engine, Finding, FindingKind, IdSequence, Language, Mode,
    Money, Outcome, Product, Profile, Provenance, Scenario, Severity, Speaker, Status, Turn,
};
use muse_studio::review::ConversationReview;
use muse_studio::store::{Counts, Page, Reviewed, Summary};
use muse_studio::tui::msg::{Gives, Reading};

fn profile(number: usize, language: Language) -> Profile {
    serde_json::from_value(serde_json::json!({
        "user_id": format!("user_{number:05}"),
        "demographics": {"age": 28, "gender": "female", "location": "Mumbai", "income_level": "middle"},
        "preferences": {"style": "casual", "budget_range": "1000-5000", "preferred_brands": ["Neelkamal Threads"], "occasions": ["office"]},
        "conversation_style": {"language": language.code(), "formality": "casual", "detail_preference": "moderate"}
    }))
    .unwrap()
}

fn scenario() -> Scenario {
    serde_json::from_value(serde_json::json!({
        "domain": "fashion", "product_type": "kurta", "motive": "work", "occasion": "office",
        "budget": {"minor": 200_000, "currency": "INR"},
        "wanted": [{"name": "color", "value": "blue"}, {"name": "material", "value": "cotton"}],
        "unwanted": [{"name": "color", "value": "black"}],
        "target": "fa-00123", "story": "Needs something light for a new job."
    }))
    .unwrap()
}

/// The product that the conversations are about.
pub fn kurta() -> Product {
    serde_json::from_value(serde_json::json!({
        "id": "fa-00123", "domain": "fashion", "title": "Neelkamal Threads Women's Blue Cotton Kurta",
        "title_hi": "नीलकमल थ्रेड्स महिलाओं का नीला सूती कुर्ता", "brand": "Neelkamal Threads",
        "categories": ["Fashion", "Women", "Kurtas"],
        "price": {"minor": 149_900, "currency": "INR"}, "mrp": {"minor": 199_900, "currency": "INR"},
        "rating": 4.2, "rating_count": 318, "stock": 12,
        "attributes": {"color": ["blue"], "material": ["cotton"], "size": ["M", "L", "XL"]},
        "description": "A light cotton kurta for long office days."
    }))
    .unwrap()
}

fn lines(language: Language) -> Vec<(Speaker, Act, &'static str)> {
    use Act::{Accept, Answer, Ask, Clarify, Inform, Recommend, Thank};
    use Speaker::{Assistant as A, User as U};
    match language {
        Language::Hi => vec![
            (U, Inform, "ऑफिस के लिए एक कुर्ता चाहिए, दो हज़ार तक"),
            (A, Clarify, "जी, कौन सा रंग देखें? और साइज़ क्या रहेगा?"),
            (U, Inform, "नीला, सूती हो तो अच्छा। M साइज़"),
            (
                A,
                Recommend,
                "ये देखिए, नीलकमल थ्रेड्स का नीला सूती कुर्ता। ₹1,299 में मिल जाएगा, रोज़ पहनने के लिए हल्का भी है।",
            ),
            (U, Ask, "कैश ऑन डिलीवरी है क्या?"),
            (A, Answer, "हाँ, इस पर कैश ऑन डिलीवरी मिल जाएगी।"),
            (U, Accept, "ठीक है, यही ले लेती हूँ"),
            (A, Thank, "बढ़िया, ऑर्डर हो गया। पहनकर बताइएगा कैसा लगा।"),
        ],
        Language::Hinglish => vec![
            (U, Inform, "bhai office ke liye ek kurta chahiye, 2k tak"),
            (
                A,
                Clarify,
                "zaroor, colour kaunsa rakhein aur size kya rahega?",
            ),
            (U, Inform, "blue, cotton ho to accha. M size"),
            (
                A,
                Recommend,
                "ye dekhiye, Neelkamal Threads ka blue cotton kurta, ₹1,499 ka hai.",
            ),
            (U, Accept, "thik hai, yahi order kar do"),
            (A, Thank, "done, order ho gaya."),
        ],
        Language::En => vec![
            (U, Inform, "Need a blue cotton kurta for office, under 2k"),
            (
                A,
                Recommend,
                "Here is a blue cotton kurta from Neelkamal Threads, ₹1,499, sizes M to XL.",
            ),
            (U, Accept, "ok done, order this one"),
            (A, Thank, "Done, your order is placed."),
        ],
    }
}

/// A conversation of a language at a place of the run.
pub fn conversation(ordinal: u32, language: Language) -> Conversation {
    let ids = IdSequence::new(7, 0);
    let branch = ids.branch(ordinal, 0);
    let mut conversation = Conversation {
        id: ids.conversation(ordinal),
        run: Some(ids.run()),
        ordinal,
        profile: profile(ordinal as usize + 1, language),
        scenario: scenario(),
        language,
        mode: Mode::Natural,
        engine: Engine::Offline,
        outcome: Some(Outcome::Bought),
        current: branch,
        branches: vec![Branch {
            id: branch,
            parent: None,
            turns: Vec::new(),
            passed_over_by: None,
        }],
        turns: BTreeMap::new(),
    };
    for (position, (speaker, act, text)) in lines(language).into_iter().enumerate() {
        let offers = act == Act::Recommend;
        conversation.push(Turn {
            id: ids.turn(ordinal, position as u32),
            speaker,
            act,
            language,
            text: text.to_owned(),
            mentioned: if offers { vec![kurta().id] } else { Vec::new() },
            provenance: offers.then(|| Provenance {
                provider: Engine::Offline,
                model: None,
                source: "recommend.hi.3".to_owned(),
                seed: 7,
                query: Some("blue cotton kurta".to_owned()),
                candidates: vec![Candidate {
                    product: kurta().id,
                    score: 3.5,
                }],
                chosen_rank: Some(0),
                forced: false,
                input_tokens: None,
                output_tokens: None,
                cost: None,
                cache_hit: false,
            }),
        });
    }
    conversation
}

/// The same, ready to be read; the Hindi one says a wrong price.
pub fn reading(ordinal: u32, language: Language) -> Reading {
    let conversation = conversation(ordinal, language);
    let wrong = conversation
        .current_turns()
        .find(|turn| turn.text.contains("₹1,299"));
    let findings = wrong.map(|turn| Finding {
        turn: turn.id,
        kind: FindingKind::Price,
        severity: Severity::Fault,
        span: None,
        claimed: "₹1,299".to_owned(),
        actual: Money::rupees(1499).to_string(),
        product: Some(kurta().id),
    });
    Reading {
        key: i64::from(ordinal) + 1,
        reviewed: Reviewed {
            conversation,
            review: ConversationReview::default(),
            findings: findings.into_iter().collect(),
        },
        products: BTreeMap::from([(kurta().id, kurta())]),
        gives: Gives { sft: 1, dpo: 0 },
    }
}

/// The queue of three conversations.
pub fn queue() -> Page<Summary> {
    let languages = [Language::Hi, Language::Hinglish, Language::En];
    let items = languages.into_iter().enumerate().map(|(at, language)| {
        let conversation = conversation(at as u32, language);
        let opening = conversation
            .current_turns()
            .next()
            .map_or(String::new(), |turn| turn.text.clone());
        let summary = Summary {
            id: conversation.id,
            run: conversation.run,
            ordinal: conversation.ordinal,
            profile: conversation.profile.user_id.clone(),
            language,
            domain: conversation.domain(),
            engine: conversation.engine,
            outcome: conversation.outcome,
            status: Status::Todo,
            turns: conversation.turns.len() as u32,
            decided: 0,
            edited: 0,
            faults: u32::from(language == Language::Hi),
            opening,
        };
        (at as i64 + 1, summary)
    });
    Page {
        items: items.collect(),
        more: false,
    }
}

/// The counts of a workspace with this queue.
pub fn counts() -> Counts {
    Counts {
        products: 2_004,
        profiles: 50,
        conversations: BTreeMap::from([(Status::Todo, 3)]),
        languages: Language::ALL
            .into_iter()
            .map(|language| (language, 1))
            .collect(),
        edited_turns: 0,
    }
}
