//! Conversations whose words come from a language model: what it is asked, what becomes of good and of bad answers.

use std::sync::Arc;

use crate::dialogue_support::{Memory, generator, plan};
use futures_util::{FutureExt, StreamExt};
use muse_studio::dialogue::data::Knowledge;
use muse_studio::dialogue::{
    BrakeRule, Machine, ModelVoice, PhrasebookVoice, Piece, Retrieve, Spending, Step, Voice,
    VoiceError, Worded, circles, drift, leak, told,
};
use muse_studio::domain::{Engine, Language, Mode, Speaker};
use muse_studio::llm::{LlmError, Part, Scripted};

/// Every step of some conversations in a language, worded by the phrasebook.
fn talks(language: Language, count: usize) -> Vec<Vec<(Step, String)>> {
    let knowledge = Knowledge::embedded().unwrap();
    let voice = PhrasebookVoice::new(Arc::clone(&knowledge), None).unwrap();
    let memory = Memory::sample();
    let profiles = generator(7).generate(count, &memory.products);
    let retrieve: Arc<dyn Retrieve> = Arc::new(memory);
    let talk = |(ordinal, profile)| {
        let plan = plan(profile, language, Mode::Natural, ordinal);
        let target = plan
            .scenario
            .target
            .as_ref()
            .and_then(|id| retrieve.product(id));
        let machine = Machine::new(plan, retrieve.clone(), knowledge.clone());
        let mut machine = machine.hiding(target);
        let mut steps = Vec::new();
        while let Some(step) = machine.next() {
            let worded = voice.word(&step).unwrap();
            steps.push((step.clone(), worded.text.clone()));
            machine.record(step, worded.into());
        }
        steps
    };
    (0..).zip(profiles).map(talk).collect()
}

/// Every step of one conversation.
fn steps(language: Language, ordinal: usize) -> Vec<(Step, String)> {
    talks(language, ordinal + 1).swap_remove(ordinal)
}

/// The first step of a speaker in an English conversation.
fn step(speaker: Speaker) -> Step {
    let steps = steps(Language::En, 0).into_iter();
    let mut steps = steps.map(|(step, _)| step);
    steps
        .find(|step| step.speaker == speaker && !step.history.is_empty())
        .unwrap()
}

fn voice(answers: &[&str]) -> (ModelVoice, Arc<Scripted>) {
    let answers = answers.iter().map(|text| Ok((*text).to_owned()));
    let model = Arc::new(Scripted::new(answers));
    let knowledge = Knowledge::embedded().unwrap();
    let voice = ModelVoice::new(model.clone(), &knowledge, None).unwrap();
    (voice, model)
}

/// What the voice comes to; a script answers at once.
fn say(voice: &ModelVoice, step: &Step) -> Result<Worded, VoiceError> {
    told(voice.say(step)).now_or_never().unwrap()
}

#[test]
fn each_side_is_told_what_it_may_know() {
    let (voice, _) = voice(&[]);
    for language in [Language::En, Language::Hi, Language::Hinglish] {
        let (mut named, mut hidden) = (0, 0);
        for (step, _) in talks(language, 4).into_iter().flatten() {
            let asked = voice.asked(&step).unwrap();
            let [Part::Text(data)] = asked.request.parts.as_slice() else {
                panic!("{:?}", asked.request.parts);
            };
            let Some(target) = &step.brief.target else {
                continue;
            };
            let before = step
                .history
                .iter()
                .any(|said| said.mentioned.contains(&target.id));
            match step.speaker {
                Speaker::User if !before => {
                    assert!(!data.contains(&target.title), "{data}");
                    assert!(!data.contains(target.id.as_str()), "{data}");
                    hidden += 1;
                }
                Speaker::User => {}
                Speaker::Assistant => {
                    let story = &step.brief.scenario.story;
                    assert!(story.is_empty() || !data.contains(story.as_str()), "{data}");
                    named += step.offered.len();
                    for offer in &step.offered {
                        assert!(
                            data.contains(&serde_json::to_string(&offer.product.title).unwrap())
                        );
                    }
                }
            }
        }
        assert!(named > 0 && hidden > 0, "{language}: {named}, {hidden}");
    }
}

#[test]
fn a_good_answer_becomes_the_turn_with_its_provenance() {
    let step = step(Speaker::User);
    let (voice, model) = voice(&["Shopper: \"I want a cotton one, please.\""]);
    let voice = voice.temperature(Some(0.7));
    let worded = say(&voice, &step).unwrap();
    assert_eq!(worded.text, "I want a cotton one, please.");
    assert_eq!(worded.engine, Engine::Scripted);
    assert_eq!(worded.model.as_deref(), Some("scripted"));
    assert_eq!(worded.source, voice.asked(&step).unwrap().source);
    let asked = &model.asked()[0];
    assert_eq!(asked.temperature, Some(0.7));
    let Spending {
        calls,
        input_tokens,
        output_tokens,
        cache_hit,
        ..
    } = worded.spent;
    assert_eq!((calls, cache_hit), (1, false));
    let read = asked.instructions.split_whitespace().count() as u64;
    assert_eq!((input_tokens, output_tokens), (Some(read), Some(7)));
}

#[test]
fn a_bad_answer_is_asked_for_once_more_with_another_seed() {
    let step = step(Speaker::User);
    let (voice, model) = voice(&[
        "Assistant: how can I help you today, dear customer?",
        "Cotton, please.",
    ]);
    let pieces: Vec<_> = voice.say(&step).collect().now_or_never().unwrap();
    let mut seen = String::new();
    for piece in pieces {
        match piece.unwrap() {
            Piece::Text(text) => seen.push_str(&text),
            Piece::Again => seen.clear(),
            Piece::Told(worded) => {
                assert_eq!(worded.text, "Cotton, please.");
                assert_eq!(worded.spent.calls, 2);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(seen, "Cotton, please.");
    let seeds: Vec<_> = model.asked().iter().map(|asked| asked.seed).collect();
    assert_eq!(seeds.len(), 2);
    assert!(
        seeds[0] != seeds[1] && seeds.iter().all(Option::is_some),
        "{seeds:?}"
    );
}

#[test]
fn an_answer_that_goes_on_and_on_is_ended_while_it_comes() {
    let step = step(Speaker::User);
    let endless = format!("Well. {}and so on", "I'm a customer. ".repeat(100));
    let (one, model) = voice(&[&endless, "Cotton, please."]);
    let worded = say(&one, &step).unwrap();
    assert_eq!(
        (worded.text.as_str(), worded.spent.calls),
        ("Cotton, please.", 2)
    );
    // The count of the first stood at its end, which nobody waited for.
    assert_eq!(worded.spent.output_tokens, Some(2));
    assert_ne!(model.asked()[0].seed, model.asked()[1].seed);

    let (both, _) = voice(&[&endless, &endless]);
    match say(&both, &step).unwrap_err() {
        VoiceError::Braked(brake) => {
            assert_eq!(brake.rule, BrakeRule::Circles);
            assert!(brake.why.contains("`I'm a customer.`"), "{brake}");
        }
        other => panic!("{other}"),
    }
}

#[test]
fn the_second_bad_answer_breaks_the_rule_that_it_breaks() {
    let bad = [
        (Speaker::User, "", BrakeRule::NoSpeech),
        (
            Speaker::User,
            "{\"message\": \"Cotton\"}",
            BrakeRule::NoSpeech,
        ),
        (
            Speaker::User,
            "मुझे सूती कुर्ता चाहिए, नीले रंग में।",
            BrakeRule::LanguageDrift,
        ),
        (
            Speaker::User,
            "mujhe ek neela kurta chahiye jo shaadi mein pehen sakoon aur budget kam hai",
            BrakeRule::LanguageDrift,
        ),
        (
            Speaker::Assistant,
            "You know nothing of the shopper but what the shopper has said.",
            BrakeRule::PromptLeak,
        ),
        (
            Speaker::Assistant,
            "It is in_stock for you today.",
            BrakeRule::PromptLeak,
        ),
    ];
    for (speaker, answer, rule) in bad {
        let steps = steps(Language::En, 0).into_iter().map(|(step, _)| step);
        let offers = |step: &Step| speaker == Speaker::User || !step.offered.is_empty();
        let mut steps = steps.filter(|step| step.speaker == speaker && offers(step));
        let step = steps.next().unwrap();
        let (voice, model) = voice(&[answer, answer]);
        match say(&voice, &step).unwrap_err() {
            VoiceError::Braked(brake) => assert_eq!(brake.rule, rule, "{answer}: {brake}"),
            other => panic!("{answer}: {other}"),
        }
        assert_eq!(model.asked().len(), 2, "{answer}");
    }
}

#[test]
fn who_says_the_same_a_third_time_goes_round_in_circles() {
    let last = steps(Language::En, 0).pop().unwrap().0;
    let mut history = last.history.to_vec();
    let mut own: Vec<_> = history
        .iter()
        .filter(|said| said.speaker == last.speaker)
        .cloned()
        .collect();
    let same = own.remove(0);
    history.push(same.clone());
    let step = Step {
        history: history.into(),
        ..last
    };
    let (voice, _) = voice(&[&same.text, &same.text]);
    match say(&voice, &step).unwrap_err() {
        VoiceError::Braked(brake) => assert_eq!(brake.rule, BrakeRule::Circles),
        other => panic!("{other}"),
    }
}

#[test]
fn a_model_that_fails_is_not_asked_for_other_words() {
    let model = Arc::new(Scripted::new([Err(LlmError::Key {
        host: "example".to_owned(),
        said: "no".to_owned(),
    })]));
    let knowledge = Knowledge::embedded().unwrap();
    let voice = ModelVoice::new(model.clone(), &knowledge, None).unwrap();
    let error = say(&voice, &step(Speaker::User)).unwrap_err();
    assert!(
        matches!(error, VoiceError::Model(LlmError::Key { .. })),
        "{error}"
    );
    assert_eq!(model.asked().len(), 1);
}

#[test]
fn the_brakes_let_every_turn_of_the_phrasebook_pass() {
    let (voice, _) = voice(&[]);
    let mut turns = 0;
    for language in [Language::En, Language::Hi, Language::Hinglish] {
        for talk in talks(language, 60) {
            for (step, text) in talk {
                let asked = voice.asked(&step).unwrap().request;
                let [Part::Text(data)] = asked.parts.as_slice() else {
                    panic!("{:?}", asked.parts);
                };
                assert_eq!(drift(&step, &text), None, "{language}: {text}");
                assert_eq!(
                    leak(&text, &asked.instructions, data),
                    None,
                    "{language}: {text}"
                );
                assert_eq!(circles(&step.history, step.speaker, &text), None, "{text}");
                turns += 1;
            }
        }
    }
    assert!(turns > 1_000, "{turns}");
}

/// A turn of one language where another is due is a drift; most of the phrasebook's turns are long enough to tell.
#[test]
fn turns_of_another_language_are_found() {
    let languages = [Language::En, Language::Hi, Language::Hinglish];
    for own in languages {
        for other in languages.into_iter().filter(|other| *other != own) {
            let (mut found, mut all) = (0, 0);
            for talk in talks(other, 12) {
                for (step, text) in talk {
                    if text.split_whitespace().count() < 12 {
                        continue;
                    }
                    let step = Step {
                        language: own,
                        ..step
                    };
                    all += 1;
                    found += u32::from(drift(&step, &text).is_some());
                }
            }
            println!("{own} told in {other}: {found} of {all}");
            assert!(
                found * 10 >= all * 7,
                "{own} told in {other}: {found} of {all}"
            );
        }
    }
}
