//! Made-up products, profiles and conversations.

use std::collections::BTreeMap;

use muse_studio::domain::*;
use uuid::Uuid;

pub fn product(number: u32) -> Product {
    Product {
        id: ProductId::from(format!("P{number:06}")),
        source: "made up".to_owned(),
        domain: Domain::ALL[number as usize % 4],
        title: format!("Blue cotton kurta no. {number}"),
        title_hi: Some("नीला सूती कुर्ता".to_owned()),
        brand: Some("Neelkamal".to_owned()),
        categories: vec!["Clothing".to_owned(), "Kurtas".to_owned()],
        price: Some(Money::rupees(499 + i64::from(number))),
        mrp: None,
        rating: Some(4.1),
        rating_count: Some(12),
        stock: Some(number % 3),
        description: Some("Soft hand-loom cotton with wooden buttons.".to_owned()),
        attributes: BTreeMap::from([("color".to_owned(), vec!["blue".to_owned()])]),
        image: None,
        new_description: None,
    }
}

pub fn scenario(domain: Domain) -> Scenario {
    Scenario {
        domain,
        product_type: "kurta".to_owned(),
        motive: Motive::Gift,
        occasion: Some("diwali".to_owned()),
        budget: Some(Money::rupees(2_000)),
        wanted: vec![Feature {
            name: "color".to_owned(),
            value: "blue".to_owned(),
        }],
        unwanted: Vec::new(),
        target: Some(ProductId::from("P000001")),
        recipient: None,
        story: "A gift for a cousin.".to_owned(),
    }
}

pub fn profile(number: u32, language: Language) -> Profile {
    let text = format!(
        r#"{{"user_id":"user_{number:05}","demographics":{{"age":28,"gender":"female","location":"Mumbai",
            "income_level":"middle"}},"preferences":{{"style":"casual","budget_range":"1000-5000",
            "preferred_brands":["Zara","H&M"]}},"conversation_style":{{"language":"{language}"}},"note":[1,"क"]}}"#
    );
    serde_json::from_str(&text).unwrap()
}

/// Makes conversations of one run, each with its own ids.
pub struct Maker {
    pub ids: IdSequence,
}

impl Maker {
    pub fn new(seed: u64) -> Self {
        Maker {
            ids: IdSequence::new(seed, 0),
        }
    }

    pub fn run(&self, state: RunState) -> Run {
        Run {
            id: self.ids.run(),
            seed: 7,
            number: 0,
            planned: 10,
            engine: Engine::Offline,
            mode: Mode::Natural,
            state,
            settings: serde_json::json!({"languages": ["en", "hi"]}),
            started_ms: 1_000,
            ended_ms: None,
        }
    }

    /// A conversation with as many turns as asked for. Language and domain go round with the ordinal.
    pub fn conversation(&self, ordinal: u32, turns: u32) -> Conversation {
        let language = Language::ALL[ordinal as usize % 3];
        let branch = self.ids.branch(ordinal, 0);
        let mut whole = Conversation {
            id: self.ids.conversation(ordinal),
            run: Some(self.ids.run()),
            ordinal,
            profile: profile(ordinal, language),
            scenario: scenario(Domain::ALL[ordinal as usize % 4]),
            language,
            mode: Mode::Natural,
            engine: Engine::Offline,
            outcome: Some(if ordinal.is_multiple_of(2) {
                Outcome::Bought
            } else {
                Outcome::Left
            }),
            current: branch,
            branches: vec![Branch {
                id: branch,
                parent: None,
                turns: Vec::new(),
                passed_over_by: None,
            }],
            turns: BTreeMap::new(),
        };
        for position in 0..turns {
            whole.push(self.turn(ordinal, position));
        }
        whole
    }

    pub fn turn(&self, ordinal: u32, position: u32) -> Turn {
        let user = position.is_multiple_of(2);
        Turn {
            id: self.ids.turn(ordinal, position),
            speaker: if user {
                Speaker::User
            } else {
                Speaker::Assistant
            },
            act: if user { Act::Inform } else { Act::Recommend },
            language: Language::ALL[ordinal as usize % 3],
            text: format!("Bhaiya, blue कुर्ता no. {ordinal}, line {position}\u{200d}\u{1b}[31m"),
            mentioned: vec![ProductId::from("P000001")],
            provenance: Some(Provenance {
                provider: Engine::Offline,
                model: None,
                source: "line-17".to_owned(),
                seed: u64::MAX - u64::from(position),
                query: Some("blue kurta".to_owned()),
                candidates: vec![Candidate {
                    product: ProductId::from("P000001"),
                    score: 7.125,
                }],
                chosen_rank: Some(0),
                forced: false,
                input_tokens: None,
                output_tokens: Some(12),
                cost: None,
                cache_hit: false,
            }),
        }
    }
}

pub fn turn_of(whole: &Conversation, position: usize) -> TurnId {
    whole.branches[0].turns[position]
}

pub fn entry(who: &str, subject: Subject, action: Action) -> NewEntry {
    NewEntry {
        reviewer: ReviewerId::from(who),
        subject,
        base_version: 1,
        action,
        reason: None,
        bulk: None,
    }
}

pub fn judge(who: &str, subject: Subject, verdict: Verdict) -> NewEntry {
    let action = Action::Judge {
        before: None,
        after: Some(verdict),
    };
    entry(who, subject, action)
}

pub fn edit(who: &str, subject: Subject, before: &str, after: &str) -> NewEntry {
    let (before, after) = (before.to_owned(), after.to_owned());
    entry(who, subject, Action::Edit { before, after })
}

/// A value of a field, read from text.
pub fn value(field: &str, text: &str) -> ProductValue {
    let field: ProductField = field.parse().unwrap();
    field.read(text).unwrap()
}

/// An edit of one field of a product.
pub fn set(who: &str, product: &Product, field: &str, text: &str) -> NewEntry {
    let after = value(field, text);
    let before = after.field().of(product);
    let subject = Subject::Product(product.id.clone());
    entry(who, subject, Action::Set { before, after })
}

/// One entry for each conversation, all of one bulk.
pub fn bulk(who: &str, ids: &[ConversationId], verdict: Verdict, number: u128) -> Vec<NewEntry> {
    let bulk = Some(BulkId(Uuid::from_u128(number)));
    let entry = |id: &ConversationId| NewEntry {
        bulk,
        reason: Some(Reason::Repeats),
        ..judge(who, Subject::Conversation(*id), verdict)
    };
    ids.iter().map(entry).collect()
}

pub fn finding(turn: TurnId, severity: Severity) -> Finding {
    Finding {
        turn,
        kind: FindingKind::Price,
        severity,
        span: Some(Span { start: 3, end: 9 }),
        claimed: "₹1,299".to_owned(),
        actual: "₹1,499".to_owned(),
        product: Some(ProductId::from("P000001")),
    }
}
