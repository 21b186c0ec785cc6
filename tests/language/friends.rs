//! Only women speak of their सहेली.

use std::sync::Arc;

use muse_studio::dialogue::PhrasebookVoice;
use muse_studio::dialogue::Retrieve;
use muse_studio::dialogue::data::Knowledge;
use muse_studio::domain::{Gender, Language, Mode, Profile, Recipient};

use super::dialogue_support::{Memory, generator, talk};

/// Eighty shoppers of a gender who buy for a friend who is a woman.
fn for_a_friend(gender: Gender, memory: &Memory) -> Vec<Profile> {
    let mut people = generator(31).generate(80, &memory.products);
    for person in &mut people {
        person.demographics.gender = gender;
        let age = person.demographics.age;
        let scenario = person.scenario.as_mut().unwrap();
        scenario.recipient = Some(Recipient {
            relation: "friend_female".to_owned(),
            age: Some(age),
            gender: Gender::Female,
        });
    }
    people
}

#[test]
fn a_saheli_is_a_friend_between_women() {
    let knowledge = Knowledge::embedded().unwrap();
    let voice = PhrasebookVoice::new(Arc::clone(&knowledge), None).unwrap();
    for (language, word, plain) in [
        (Language::Hi, "सहेली", "दोस्त"),
        (Language::Hinglish, "saheli", "dost"),
    ] {
        for gender in [Gender::Female, Gender::Male, Gender::Unknown] {
            let memory = Memory::sample();
            let people = for_a_friend(gender, &memory);
            let shop: Arc<dyn Retrieve> = Arc::new(memory);
            let (mut said, mut plainly) = (0, 0);
            for (place, person) in (0..).zip(people) {
                let shop = Arc::clone(&shop);
                let talk = talk(
                    person,
                    language,
                    Mode::Natural,
                    place,
                    shop,
                    &knowledge,
                    &voice,
                );
                for turn in &talk.turns {
                    let text = turn.text.to_lowercase();
                    said += usize::from(text.contains(word));
                    plainly += usize::from(text.contains(plain));
                }
            }
            if gender == Gender::Female {
                assert!(said >= 20, "{language}: {said}");
            } else {
                assert_eq!(said, 0, "{language} {gender:?}");
                assert!(plainly >= 20, "{language} {gender:?}: {plainly}");
            }
        }
    }
}
