//! The library alone: shoppers and conversations without a workspace.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use futures_util::StreamExt;
use futures_util::stream;
use muse_studio::dialogue::{Piece, Pieces, Spending, Step, Voice, Worded};
use muse_studio::domain::{Domain, Engine, Mode, Outcome, Profile, Speaker};
use muse_studio::export::muse;
use muse_studio::simulate::{
    ConversationGenerator, SAMPLE_PRODUCTS, SAMPLE_PROFILES, Shop, SimulateError, SystemChat,
    UserChat, UserProfileGenerator,
};

/// One shop for all stories: its index takes a moment to make.
fn shop() -> Shop {
    static SHOP: OnceLock<Shop> = OnceLock::new();
    SHOP.get_or_init(|| Shop::sample().unwrap()).clone()
}

fn profiles(count: usize) -> Vec<Profile> {
    let generator = UserProfileGenerator::new(shop()).seed(7);
    generator.generate_profiles(count).unwrap()
}

#[test]
fn the_sample_shop_sells_the_sample_catalogue() {
    assert_eq!(shop().products().len(), SAMPLE_PRODUCTS.lines().count());
    let sample: Vec<Profile> = serde_json::from_str(SAMPLE_PROFILES).unwrap();
    assert_eq!(sample.len(), 50);
}

#[test]
fn the_same_seed_gives_the_same_people_and_the_same_talks() {
    let (few, many) = (profiles(6), profiles(12));
    assert_eq!(few[..], many[..6]);
    let made = |seed| {
        let generator = ConversationGenerator::new(shop()).unwrap().seed(seed);
        generator.generate_conversations(&few).unwrap()
    };
    assert_eq!(made(3), made(3));
    assert_ne!(made(3), made(4));
}

#[test]
fn lengths_and_departments_are_kept_to_and_files_are_read_again() {
    let asked = [Domain::Books, Domain::HomeGarden];
    let generator = ConversationGenerator::new(shop()).unwrap();
    let generator = generator
        .conversation_length_range(3, 6)
        .mean_exchanges(4.0);
    let generator = generator.product_categories(asked);
    let made = generator.generate_conversations(&profiles(24)).unwrap();
    assert_eq!(made.len(), 24);
    for conversation in &made {
        assert!(asked.contains(&conversation.domain()));
        assert!(conversation.exchanges() <= 6, "{conversation:?}");
        assert_ne!(conversation.outcome, Some(Outcome::Stopped));
    }
    let ids: BTreeSet<_> = made.iter().map(|conversation| conversation.id).collect();
    assert_eq!(ids.len(), 24);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("set.json");
    ConversationGenerator::save_conversations(&made, &file).unwrap();
    let rows: Vec<serde_json::Value> =
        serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    for (row, conversation) in rows.iter().zip(&made) {
        let read = muse::read_line(&row.to_string()).unwrap();
        assert_eq!(&read.conversation, conversation);
    }
}

#[test]
fn the_published_machine_opens_some_talks_with_a_picture_of_what_was_bought() {
    let generator = ConversationGenerator::new(shop())
        .unwrap()
        .mode(Mode::Paper);
    let made = generator.generate_conversations(&profiles(80)).unwrap();
    let pictured = made.iter().filter(|conversation| {
        let first = conversation
            .current_turns()
            .find(|turn| turn.speaker == Speaker::User);
        first.is_some_and(|turn| !turn.mentioned.is_empty())
    });
    // One in five, of those whose target goes with something that has a picture.
    let pictured = pictured.count();
    assert!((1..=30).contains(&pictured), "{pictured}");
}

/// Says what it is asked for in capitals, some time later.
struct Loud;

impl Voice for Loud {
    fn say<'a>(&'a self, step: &'a Step) -> Pieces<'a> {
        let text = format!("{:?}", step.act).to_uppercase();
        let (send, receive) = std::sync::mpsc::channel();
        let wait = stream::poll_fn(move |context| {
            let Ok(text) = receive.try_recv() else {
                let (waker, send, text) = (context.waker().clone(), send.clone(), text.clone());
                std::thread::spawn(move || {
                    send.send(text).unwrap();
                    waker.wake();
                });
                return std::task::Poll::Pending;
            };
            std::task::Poll::Ready(Some(Ok(Piece::Told(Worded {
                text,
                source: "loud".to_owned(),
                engine: Engine::Scripted,
                model: None,
                spent: Spending::default(),
            }))))
        });
        wait.take(1).boxed()
    }

    fn engine(&self) -> Engine {
        Engine::Scripted
    }
}

#[test]
fn either_side_may_speak_with_a_voice_of_its_own() {
    let shop = shop();
    let system = SystemChat::new(&shop).unwrap();
    let generator = ConversationGenerator::new(shop).unwrap();
    let generator = generator.spoken_by(UserChat::with_voice(Arc::new(Loud)), system);
    let made = generator.generate_conversations(&profiles(1)).unwrap();
    for turn in made[0].current_turns() {
        let own = turn.provenance.as_ref().unwrap().source == "loud";
        assert_eq!(own, turn.speaker == Speaker::User, "{}", turn.text);
    }
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    assert!(matches!(
        Shop::of(Vec::new()),
        Err(SimulateError::NoProducts)
    ));
    let generator = || ConversationGenerator::new(shop()).unwrap();
    let nobody = generator().generate_conversations(&[]).unwrap_err();
    assert!(nobody.to_string().contains("profiles is empty"));
    let lengths = generator().conversation_length_range(9, 3);
    let lengths = lengths.generate_conversations(&profiles(1)).unwrap_err();
    assert!(lengths.to_string().contains("at least 9"), "{lengths}");
    let people = UserProfileGenerator::new(shop()).demographics_file("/no/such/file.json");
    assert!(
        people
            .generate_profiles(1)
            .unwrap_err()
            .to_string()
            .contains("/no/such/file.json")
    );
}

#[test]
fn either_side_may_be_worded_by_a_language_model() {
    use muse_studio::llm::Scripted;
    let answers = (0..40).map(|n| Ok(format!("Shopper: so that is what I want, number {n}")));
    let model = Arc::new(Scripted::new(answers));
    let user = UserChat::with_model(&shop(), model.clone()).unwrap();
    let system = SystemChat::new(&shop()).unwrap();
    let generator = ConversationGenerator::new(shop()).unwrap();
    let mut people = profiles(1);
    people[0].conversation_style.language = muse_studio::domain::Language::En;
    let made = generator
        .spoken_by(user, system)
        .generate_conversations(&people)
        .unwrap();
    let own = made[0]
        .current_turns()
        .filter(|turn| turn.speaker == Speaker::User);
    let own: Vec<&str> = own.map(|turn| turn.text.as_str()).collect();
    assert_eq!(own.len(), model.asked().len());
    assert!(
        own.iter()
            .all(|text| text.starts_with("so that is what I want")),
        "{own:?}"
    );
}
