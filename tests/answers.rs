//! The assistant answers what was asked, of the goods in hand.

use std::sync::Arc;

use muse_studio::dialogue::data::Knowledge;
use muse_studio::dialogue::{Aim, Answered, PhrasebookVoice, Question, Retrieve, Situation, Step};
use muse_studio::domain::{Domain, Language, Mode};

#[path = "dialogue_support/mod.rs"]
#[allow(dead_code, reason = "shared with the tests of conversations")]
mod dialogue_support;

use dialogue_support::{Memory, Talk, generator, plan, planned};

/// Conversations over the sample catalogue, long enough for questions.
fn talks(count: usize, language: Language) -> Vec<Talk> {
    let knowledge = Knowledge::embedded().unwrap();
    let voice = PhrasebookVoice::new(Arc::clone(&knowledge), None).unwrap();
    let memory = Memory::sample();
    let people = generator(47).generate(count, &memory.products);
    let shop: Arc<dyn Retrieve> = Arc::new(memory);
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
        for talk in talks(300, language) {
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
            returns >= 30 && exchanges >= 3,
            "{language}: {returns}, {exchanges}"
        );
    }
}
