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

/// A text of so many words that no other number has.
fn words(number: u32, count: u32) -> String {
    let words: Vec<String> = (0..count).map(|at| format!("w{number}x{at}")).collect();
    words.join(" ")
}

#[test]
fn alike_conversations_are_named_with_their_likeness() {
    let (start, copy) = (words(1, 100), words(1, 100).replace("w1x50", "other"));
    // Each changed word is in three runs: of 98, 9 are lost and 9 others there.
    let farther = ["w1x20", "w1x50", "w1x80"]
        .iter()
        .fold(start.clone(), |text, word| {
            text.replace(&format!("{word} "), &format!("not{word} "))
        });
    let far_off = (0..100).step_by(5).fold(start.clone(), |text, at| {
        text.replace(&format!("w1x{at} "), &format!("far{at} "))
    });
    let set = [&start, &words(2, 100), &farther, &copy, &far_off]
        .iter()
        .enumerate()
        .map(|(at, text)| conversation(at as u128 + 1, &[text]))
        .collect::<Vec<_>>();
    let figures = figures(&set);
    assert_eq!((figures.alike, figures.near_duplicates), (2, 2));
    let alike: Vec<(u32, u32)> = figures
        .alike_pairs
        .iter()
        .map(|p| (p.earlier, p.later))
        .collect();
    assert_eq!(alike, [(0, 3), (0, 2)], "the most alike first");
    assert!((figures.alike_pairs[0].likeness - 95.0 / 101.0).abs() < 1e-12);
    assert!((figures.alike_pairs[1].likeness - 89.0 / 107.0).abs() < 1e-12);
}

#[test]
fn a_story_is_found_again_in_other_words_and_not_with_another_product() {
    let offer = |place: u128, texts: &[&str], product: &str| {
        let mut one = conversation(place, texts);
        for turn in one
            .turns
            .values_mut()
            .filter(|turn| turn.speaker == Speaker::Assistant)
        {
            turn.mentioned = vec![product.into()];
        }
        one
    };
    let set = [
        offer(1, &["need a kurta", "here is one"], "K1"),
        offer(2, &["a kurta please", "look at this"], "K2"),
        offer(3, &["show me kurtas", "what about it"], "K1"),
        offer(4, &["show me kurtas", "what about it", "nice"], "K1"),
    ];
    let figures = figures(&set);
    assert_eq!(
        (figures.same_story, figures.story_pairs.as_slice()),
        (1, &[(0, 2)][..])
    );
    let items = figures.spread.items;
    assert_eq!((items.kinds, items.things), (2, 4));
    assert_eq!(
        (figures.spread.paths.kinds, figures.spread.openings.kinds),
        (2, 3)
    );
}

#[test]
fn the_variety_of_words_stays_when_utterances_are_cut_in_half() {
    let mut state = 9_u32;
    let mut word = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        // Few words are said often and many seldom, as in talk.
        let (a, b) = (state >> 16 & 63, state >> 24);
        format!("w{}", a * b / 8)
    };
    let long: Vec<Vec<String>> = (0..3_000)
        .map(|_| (0..16).map(|_| word()).collect())
        .collect();
    let set = |length: usize| {
        let text = |one: &Vec<String>| one[..length].join(" ");
        let made = long
            .iter()
            .zip(1..)
            .map(|(one, at)| conversation(at, &[&text(one)]));
        figures(&made.collect::<Vec<_>>()).variety[&Language::En].clone()
    };
    let (whole, half) = (set(16), set(8));
    assert_eq!((whole.words.all, half.words.all), (10_000, 10_000));
    let (a, b) = (whole.ead_1().unwrap(), half.ead_1().unwrap());
    assert!((a - b).abs() < 0.05 * a, "{a} and {b}");
    let (a, b) = (whole.ead_2().unwrap(), half.ead_2().unwrap());
    assert!((a - b).abs() < 0.05 * a, "{a} and {b}");
    assert_eq!((whole.mtld, whole.mtld_of), (None, 0));
}

#[test]
fn a_set_of_one_template_compresses_far_and_its_words_in_disorder_less() {
    let template =
        |at: u32| format!("I am looking for a blue kurta number {at} for the office please");
    let made = (1..200).map(|at| conversation(u128::from(at), &[&template(at)]));
    let variety = figures(&made.collect::<Vec<_>>()).variety[&Language::En].clone();
    let (ratio, shuffled) = (
        variety.compression.unwrap(),
        variety.compression_shuffled.unwrap(),
    );
    assert!(
        ratio > 2.0 * shuffled && shuffled > 1.0,
        "{ratio} and {shuffled}"
    );
}
