use super::*;
use crate::domain::{
    Branch, BranchId, ConversationId, Engine, Profile, ProfileId, Scenario, TurnId,
};

/// A conversation of these utterances, the user first.
fn conversation(place: u128, texts: &[&str]) -> Conversation {
    let profile: Profile = serde_json::from_value(serde_json::json!({
        "user_id": "u1",
        "demographics": {"age": 30, "location": "Pune", "income_level": "middle"},
        "preferences": {"style": "casual", "budget_range": "500-900"},
        "conversation_style": {"language": "english"},
    }))
    .unwrap();
    let scenario: Scenario = serde_json::from_value(serde_json::json!({
        "domain": "fashion", "product_type": "kurta", "motive": "work",
    }))
    .unwrap();
    assert_eq!(profile.user_id, ProfileId::from("u1"));
    let branch = BranchId(uuid::Uuid::from_u128(place));
    let mut conversation = Conversation {
        id: ConversationId(uuid::Uuid::from_u128(place)),
        run: None,
        ordinal: 0,
        profile,
        scenario,
        language: Language::En,
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
    for (at, text) in texts.iter().enumerate() {
        let user = at % 2 == 0;
        conversation.push(Turn {
            id: TurnId(uuid::Uuid::from_u128(place * 100 + at as u128)),
            speaker: if user {
                Speaker::User
            } else {
                Speaker::Assistant
            },
            act: if user { Act::Inform } else { Act::Recommend },
            language: Language::En,
            text: (*text).to_owned(),
            mentioned: Vec::new(),
            provenance: None,
        });
    }
    conversation
}

fn figures(conversations: &[Conversation]) -> SetFigures {
    let mut reader = SetReader::default();
    for conversation in conversations {
        reader.add(conversation, &|turn| &turn.text);
    }
    reader.finish(Measure::default())
}

#[test]
fn a_set_is_counted() {
    let set = [
        conversation(1, &["need a kurta", "here is one", "nice", "done"]),
        conversation(2, &["Need a kurta!", "try this blue one", "no"]),
    ];
    let figures = figures(&set);
    assert_eq!((figures.conversations, figures.turns), (2, 7));
    assert_eq!(figures.exchanges, BTreeMap::from([(1, 1), (2, 1)]));
    assert_eq!(SetFigures::mean(&figures.exchanges), Some(1.5));
    assert_eq!((figures.openings.texts, figures.openings.shared), (2, 2));
    assert_eq!(figures.closings.shared, 0);
    assert_eq!(figures.acts[&Act::Recommend], 3);
    assert_eq!(figures.near_duplicates, 0);
    assert!(figures.likeness[&Language::En].utterances.unwrap() > 0.0);
}

#[test]
fn a_copy_is_a_near_duplicate_of_the_first() {
    let texts = [
        "need a kurta for office in blue",
        "here is a blue cotton kurta for you",
    ];
    let set = [
        conversation(1, &texts),
        conversation(2, &["do you have sandals", "these brown ones are light"]),
        conversation(3, &texts),
    ];
    let figures = figures(&set);
    assert_eq!(
        (figures.near_duplicates, figures.near_pairs.as_slice()),
        (1, &[(0, 2)][..])
    );
}

#[test]
fn the_text_in_force_is_read() {
    let set = [conversation(1, &["hello"]), conversation(2, &["hello"])];
    let mut reader = SetReader::default();
    reader.add(&set[0], &|turn| &turn.text);
    reader.add(&set[1], &|_| "edited");
    assert_eq!(reader.finish(Measure::default()).openings.shared, 0);
}
