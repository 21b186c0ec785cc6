//! Live as a person steers with it: what is held, taken over, edited, scrolled; and how it looks.

use muse_studio::domain::{
    Act, Action, Cost, Costs, Currency, EntryId, Hlc, IdSequence, Language, LogEntry, Outcome,
    Speaker, Subject, TurnId,
};
use muse_studio::jobs::{Awaits, Hold, JobEnd, JobEvent, JobId, JobKind, Steer};
use muse_studio::tui::effect::{Ask, Effect};
use muse_studio::tui::msg::{Decision, Msg, Reply, Written};

use super::sample;
use super::screen::Screen;

const JOB: JobId = JobId(1);

fn take(screen: &mut Screen, event: JobEvent) -> Vec<Effect> {
    screen.take(Msg::Job(event))
}

/// A run that makes so many conversations; each has as many turns as its place says, the last one half said.
fn running(width: u16, height: u16, count: u32) -> Screen {
    let mut screen = Screen::new(width, height);
    take(
        &mut screen,
        JobEvent::Started {
            job: JOB,
            kind: JobKind::Generate,
            title: "make 50 conversations".to_owned(),
            planned: Some(50),
            run: None,
        },
    );
    let (job, conversations) = (JOB, 4);
    take(&mut screen, JobEvent::AtOnce { job, conversations });
    screen.press("g 2");
    for ordinal in 0..count {
        admit(&mut screen, ordinal);
        for place in 0..=ordinal.min(3) {
            say(&mut screen, ordinal, place as usize, place < ordinal.min(3));
        }
    }
    screen
}

fn language(ordinal: u32) -> Language {
    [Language::Hi, Language::Hinglish, Language::En][ordinal as usize % 3]
}

fn admit(screen: &mut Screen, ordinal: u32) {
    let conversation = sample::conversation(ordinal, language(ordinal));
    take(
        screen,
        JobEvent::Admitted {
            job: JOB,
            conversation: conversation.id,
            ordinal,
            profile: conversation.profile.user_id.clone(),
            language: conversation.language,
            title: "blue cotton kurta, up to ₹2,000".to_owned(),
        },
    );
}

/// The turn at a place is said, whole or in half.
fn say(screen: &mut Screen, ordinal: u32, place: usize, whole: bool) -> TurnId {
    let conversation = sample::conversation(ordinal, language(ordinal));
    let turn = conversation.current_turns().nth(place).unwrap().clone();
    take(
        screen,
        JobEvent::TurnStarted {
            job: JOB,
            conversation: conversation.id,
            turn: turn.id,
            speaker: turn.speaker,
            act: turn.act,
        },
    );
    let cut = turn.text.char_indices().nth(12).map_or(0, |(at, _)| at);
    let text = if whole { &turn.text } else { &turn.text[..cut] };
    let event = match whole {
        true => JobEvent::TurnDone {
            conversation: conversation.id,
            turn: turn.id,
            text: text.to_owned(),
            mentioned: Vec::new(),
        },
        false => JobEvent::Delta {
            conversation: conversation.id,
            turn: turn.id,
            text: text.to_owned(),
        },
    };
    take(screen, event);
    turn.id
}

fn id(ordinal: u32) -> muse_studio::domain::ConversationId {
    sample::conversation(ordinal, language(ordinal)).id
}

fn steered(screen: &mut Screen, ordinal: u32, state: Hold, side: Option<Speaker>) {
    take(
        screen,
        JobEvent::Steered {
            job: JOB,
            conversation: id(ordinal),
            state,
            side,
        },
    );
}

fn waits(screen: &mut Screen, ordinal: u32, awaits: Awaits) {
    take(
        screen,
        JobEvent::Waits {
            job: JOB,
            conversation: id(ordinal),
            awaits,
        },
    );
}

fn words(turn: TurnId) -> Awaits {
    Awaits::Words {
        turn,
        speaker: Speaker::Assistant,
        act: Act::Recommend,
    }
}

fn order(effects: &[Effect]) -> &Steer {
    match effects {
        [Effect::Steer { job, order, .. }] if *job == JOB => order,
        other => panic!("{other:?}"),
    }
}

/// Answers what the pane asks to read.
fn answer(screen: &mut Screen, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Read { request, id: asked } = effect {
            let ordinal = (0..9).find(|ordinal| id(*ordinal) == *asked).unwrap();
            let reading = sample::reading(ordinal, language(ordinal));
            screen.reply(Reply::Reading {
                request: *request,
                reading: Some(Box::new(reading)),
            });
        }
    }
}

#[test]
fn one_is_held_and_goes_on_and_each_key_says_why_it_cannot() {
    let mut screen = running(80, 24, 2);
    let held = screen.press("p");
    assert_eq!(order(&held), &Steer::Hold);
    steered(&mut screen, 0, Hold::Paused, None);
    assert!(screen.text().contains("held after this turn"));
    let why = "let its turn be finished";
    assert!(screen.press("e").is_empty() || screen.text().contains(why));
    assert!(screen.text().contains(why), "{}", screen.text());
    waits(&mut screen, 0, Awaits::Release);
    assert!(screen.text().contains("1 turn, held"), "{}", screen.text());
    assert!(screen.text().contains("1 standing still"));
    assert_eq!(order(&screen.press("p")), &Steer::GoOn);
    assert_eq!(order(&screen.press("x")), &Steer::Stop);
    assert!(matches!(screen.press("P")[0], Effect::Pause(JOB)));
    assert!(matches!(screen.press("s")[0], Effect::Stop(JOB)));
    let conversations = |effects: Vec<Effect>| match effects[..] {
        [Effect::AtOnce { conversations, .. }] => conversations,
        _ => panic!("{effects:?}"),
    };
    assert_eq!(conversations(screen.press("+")), 5);
    assert_eq!(conversations(screen.press("-")), 3);
    take(
        &mut screen,
        JobEvent::ConversationDone {
            job: JOB,
            conversation: id(0),
            outcome: Outcome::Stopped,
            turns: 1,
            faults: 0,
        },
    );
    screen.press("p");
    assert!(screen.text().contains("this conversation has ended"));
    screen.press("E");
    assert!(screen.text().contains("nothing was left out"));
}

#[test]
fn a_side_is_taken_words_are_sent_and_it_is_handed_back() {
    let mut screen = running(120, 40, 2);
    // While it runs it is not clear whose side is meant.
    screen.press("t");
    assert!(screen.text().contains("Whose side do you take"));
    let taken = screen.press("enter");
    assert_eq!(order(&taken), &Steer::TakeOver(Speaker::User));
    steered(&mut screen, 0, Hold::Going, Some(Speaker::Assistant));
    assert!(screen.text().contains("you are the assistant next"));
    screen.press("t");
    assert!(screen.text().contains("Esc hands it back"));

    let turn = say(&mut screen, 0, 1, false);
    waits(&mut screen, 0, words(turn));
    assert!(screen.text().contains("You are the assistant (recommend)"));
    // Letters are words now, not commands.
    assert!(screen.type_text("यह देखिए, pxs").is_empty());
    let sent = screen.press("enter");
    let text = "यह देखिए, pxs".to_owned();
    assert_eq!(order(&sent), &Steer::Say { turn, text });
    // What was typed stays until it is on the disk.
    assert!(screen.text().contains("यह देखिए, pxs"));
    assert_eq!(order(&screen.press("esc")), &Steer::HandBack);
    steered(&mut screen, 0, Hold::Going, None);
    assert!(!screen.text().contains("Enter sends"));
    // Taken again, the words are still there.
    steered(&mut screen, 0, Hold::Going, Some(Speaker::Assistant));
    waits(&mut screen, 0, words(turn));
    assert!(screen.text().contains("यह देखिए, pxs"));
}

#[test]
fn nothing_is_sent_for_nothing() {
    let mut screen = running(80, 24, 1);
    steered(&mut screen, 0, Hold::Going, Some(Speaker::Assistant));
    let turn = say(&mut screen, 0, 1, false);
    waits(&mut screen, 0, words(turn));
    assert!(
        screen
            .press("enter")
            .iter()
            .all(|effect| !matches!(effect, Effect::Steer { .. }))
    );
    assert!(screen.text().contains("type what is said"));
}

#[test]
fn the_last_turn_is_edited_while_it_stands_still() {
    let mut screen = running(80, 24, 1);
    let turn = say(&mut screen, 0, 0, true);
    steered(&mut screen, 0, Hold::Paused, None);
    waits(&mut screen, 0, Awaits::Release);
    let asked = screen.press("e");
    answer(&mut screen, &asked);
    screen.type_text(" अभी");
    let saved = screen.press("ctrl-s");
    let Some(Effect::Edit {
        base_version: 1,
        text,
        ..
    }) = saved
        .iter()
        .find(|effect| matches!(effect, Effect::Edit { .. }))
    else {
        panic!("{saved:?}");
    };
    assert!(text.ends_with("दो हज़ार तक अभी"));
    // A failure leaves what was typed in the editor.
    let decision = Decision::Edit(id(0), turn);
    screen.reply(Reply::Decided {
        decision: decision.clone(),
        result: Err("the disk is full".to_owned()),
    });
    assert!(screen.text().contains("the disk is full"));
    assert!(screen.text().contains("Ctrl-S saves"));
    screen.press("ctrl-s");
    let entry = LogEntry {
        id: EntryId(uuid::Uuid::nil()),
        reviewer: "asha".into(),
        clock: Hlc {
            millis: 0,
            counter: 0,
        },
        subject: Subject::Turn(id(0), turn),
        base_version: 1,
        action: Action::Edit {
            before: String::new(),
            after: "बस यही कुर्ता".to_owned(),
        },
        reason: None,
        inverse_of: None,
        bulk: None,
    };
    screen.reply(Reply::Decided {
        decision,
        result: Ok(Written {
            entries: vec![entry],
            ..Written::default()
        }),
    });
    let text = screen.text();
    assert!(text.contains("बस यही कुर्ता"), "{text}");
    assert!(!text.contains("Ctrl-S saves"), "{text}");
}

#[test]
fn what_is_read_does_not_move_when_more_is_said() {
    let mut screen = running(80, 12, 1);
    for place in 1..5 {
        say(&mut screen, 0, place, true);
    }
    screen.press("home");
    let before = screen.text();
    assert!(before.contains("End follows"), "{before}");
    say(&mut screen, 0, 5, true);
    assert!(screen.text().contains("6 turns"));
    let lines = |text: &str| text.lines().skip(3).take(6).collect::<Vec<_>>().join("\n");
    assert_eq!(lines(&screen.text()), lines(&before));
    screen.press("end");
    assert!(screen.text().contains("कैश ऑन डिलीवरी मिल जाएगी"));
    say(&mut screen, 0, 6, true);
    assert!(
        screen.text().contains("ठीक है, यही ले लेती हूँ"),
        "it follows again"
    );
}

#[test]
fn what_could_not_be_made_is_counted_by_kind() {
    let mut screen = running(80, 24, 1);
    for number in [3, 17] {
        take(
            &mut screen,
            JobEvent::LeftOut {
                job: JOB,
                sentence: format!("conversation {number} could not be made: no answer in 30 s"),
            },
        );
    }
    let shown = screen.press("E");
    assert!(
        shown
            .iter()
            .all(|effect| !matches!(effect, Effect::Ask(Ask::Page(..))))
    );
    let text = screen.text();
    assert!(text.contains("2 x  no answer in … s"), "{text}");
    assert!(text.contains("conversation 17"), "{text}");
}

#[test]
fn a_failed_job_leaves_nothing_running_on_the_screen() {
    let mut screen = running(80, 24, 2);
    take(
        &mut screen,
        JobEvent::Ended {
            job: JOB,
            end: JobEnd::Failed,
            summary: "the disk is full".to_owned(),
        },
    );
    assert!(screen.text().contains("stopped"));
    let none = screen.press("x");
    assert!(
        none.iter()
            .all(|effect| !matches!(effect, Effect::Steer { .. }))
    );
}

fn done(screen: &mut Screen, ordinal: u32) {
    take(
        screen,
        JobEvent::ConversationDone {
            job: JOB,
            conversation: id(ordinal),
            outcome: Outcome::Left,
            turns: 4,
            faults: 0,
        },
    );
}

#[test]
fn what_is_being_made_stays_in_sight_beside_one_that_has_ended() {
    let mut screen = running(80, 24, 12);
    // A person reads the first, which ends like those after it.
    screen.press("j k");
    (0..4).for_each(|ordinal| done(&mut screen, ordinal));
    let text = screen.text();
    let listed: Vec<u32> = text
        .lines()
        .filter_map(|line| {
            let (number, rest) = line.trim_start_matches([' ', '>']).split_once(". ")?;
            rest.contains(" turns").then(|| number.parse().ok())?
        })
        .collect();
    assert_eq!(listed, [1, 1, 5, 6, 7, 8, 9], "{text}");
}

#[test]
fn a_line_shows_the_newest_words() {
    let mut screen = running(80, 24, 3);
    let turn = say(&mut screen, 2, 1, false);
    let text = format!("{} और यही सबसे नया है", "बहुत पहले की बात, ".repeat(8));
    let conversation = id(2);
    take(
        &mut screen,
        JobEvent::Delta {
            conversation,
            turn,
            text,
        },
    );
    assert!(screen.text().contains("यही सबसे नया है"), "{}", screen.text());
}

#[test]
fn how_it_looks() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut screen = running(width, height, 6);
        steered(&mut screen, 3, Hold::Paused, None);
        waits(&mut screen, 3, Awaits::Release);
        let asked = screen.press("j j j");
        answer(&mut screen, &asked);
        insta::assert_snapshot!(format!("live_grid_{width}x{height}"), screen.text());
    }
}

#[test]
fn how_typing_looks() {
    let mut screen = running(80, 24, 2);
    steered(&mut screen, 0, Hold::Going, Some(Speaker::Assistant));
    let turn = say(&mut screen, 0, 0, true);
    waits(&mut screen, 0, words(turn));
    screen.type_text(
        "नीला सूती कुर्ता ₹1,499 में है, रोज़ पहनने के लिए हल्का भी है। क्या मैं यही दिखाऊँ या कुछ और देखना चाहेंगी?",
    );
    insta::assert_snapshot!("live_typing_80x24", screen.text());
}

/// The next turn of the first conversation comes in three ways, the last of which is not whole yet.
fn branching(screen: &mut Screen) -> Vec<TurnId> {
    steered(screen, 0, Hold::Paused, None);
    let conversation = id(0);
    let turns: Vec<TurnId> = (100..103)
        .map(|place| IdSequence::new(7, 0).turn(0, place))
        .collect();
    let begun = JobEvent::Alternatives {
        conversation,
        speaker: Speaker::Assistant,
        act: Act::Recommend,
        turns: turns.clone(),
    };
    take(screen, begun);
    let texts = [
        "यह नीला सूती कुर्ता देखिए, ₹1,499 में मिल जाएगा। कपड़ा हल्का है और रोज़ पहनने के लिए अच्छा रहेगा।",
        "आपके बजट में यह कुर्ता है: नीला, सूती, ₹1,499।",
    ];
    for (turn, text) in turns.iter().zip(texts) {
        take(
            screen,
            JobEvent::AlternativeDone {
                conversation,
                turn: *turn,
                text: Ok(text.to_owned()),
            },
        );
    }
    take(
        screen,
        JobEvent::Delta {
            conversation,
            turn: turns[2],
            text: "दो चीज़ें हैं जो".to_owned(),
        },
    );
    turns
}

#[test]
fn one_of_several_ways_is_picked_by_its_number() {
    let mut screen = running(80, 24, 1);
    let ordered = screen.press("b");
    assert!(
        matches!(
            &ordered[..],
            [
                Effect::Steer {
                    order: Steer::Branch(3),
                    ..
                },
                ..
            ]
        ),
        "{ordered:?}"
    );
    assert!(
        screen.text().contains("comes in 3 ways"),
        "{}",
        screen.text()
    );
    say(&mut screen, 0, 0, true);
    steered(&mut screen, 0, Hold::Paused, None);
    waits(&mut screen, 0, Awaits::Release);
    assert_eq!(order(&screen.press("b")), &Steer::Branch(3));
    let turns = branching(&mut screen);
    assert!(
        screen
            .press("1")
            .iter()
            .all(|effect| !matches!(effect, Effect::Pick { .. }))
    );
    assert!(
        screen.text().contains("still being worded"),
        "{}",
        screen.text()
    );
    let (conversation, turn) = (id(0), turns[2]);
    let text = Err("no answer in 30 s".to_owned());
    take(
        &mut screen,
        JobEvent::AlternativeDone {
            conversation,
            turn,
            text,
        },
    );
    waits(&mut screen, 0, Awaits::Pick);
    screen.press("3");
    assert!(screen.text().contains("not whole"), "{}", screen.text());
    let picked = screen.press("2");
    assert!(
        matches!(&picked[..], [Effect::Pick { job: JOB, turn, .. }] if *turn == turns[1]),
        "{picked:?}"
    );
    assert_eq!(order(&screen.press("esc")), &Steer::Leave);
    waits(&mut screen, 0, Awaits::Release);
    assert!(!screen.text().contains("picks"), "{}", screen.text());
}

#[test]
fn ways_stand_side_by_side_where_there_is_room() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut screen = running(width, height, 3);
        say(&mut screen, 0, 0, true);
        let turns = branching(&mut screen);
        let (conversation, turn) = (id(0), turns[2]);
        let text = "दो चीज़ें हैं जो आपको पसंद आएँगी: यह नीला कुर्ता, और यह आसमानी।".to_owned();
        let done = Ok(text);
        take(
            &mut screen,
            JobEvent::AlternativeDone {
                conversation,
                turn,
                text: done,
            },
        );
        waits(&mut screen, 0, Awaits::Pick);
        insta::assert_snapshot!(format!("live_ways_{width}x{height}"), screen.text());
    }
}

/// A run by a model with a long name that has cost something.
fn asked(screen: &mut Screen) {
    take(
        screen,
        JobEvent::Asked {
            job: JOB,
            model: "meta-llama/Llama-3.3-70B-Instruct-Turbo-Free-Preview".to_owned(),
            calls: 412,
            tokens: 1_234_567,
            costs: Costs::default()
                + Cost {
                    micros: 1_870_000,
                    currency: Currency::USD,
                },
            failures: Vec::new(),
        },
    );
}

#[test]
fn a_long_name_of_a_model_cuts_no_figure() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut screen = running(width, height, 8);
        asked(&mut screen);
        screen.wait(30_000);
        let text = screen.text();
        assert!(text.contains("USD 1.87"), "{width}: {text}");
        insta::assert_snapshot!(format!("live_eight_{width}x{height}"), text);
    }
}

#[test]
fn model_and_temperature_are_changed_for_what_has_not_begun() {
    let mut screen = running(120, 40, 3);
    // Words of the phrasebook have no model.
    screen.press("m");
    assert!(
        screen.text().contains("the phrasebook words this run"),
        "{}",
        screen.text()
    );
    asked(&mut screen);
    screen.press("m");
    let text = screen.text();
    assert!(
        text.contains("Which model words what has not begun?"),
        "{text}"
    );
    screen.type_text("qwen3:4b");
    let effects = screen.press("enter");
    assert!(matches!(
        effects.first(),
        Some(Effect::Retune { job: JOB, wish }) if wish.model.as_deref() == Some("qwen3:4b")
    ));
    screen.press("T");
    screen.type_text("0.3");
    let effects = screen.press("enter");
    assert!(matches!(
        effects.first(),
        Some(Effect::Retune { job: JOB, wish }) if wish.temperature == Some(0.3) && wish.model.is_none()
    ));
    screen.press("T");
    screen.type_text("9");
    screen.press("enter");
    assert!(screen.text().contains("0 to 2"), "{}", screen.text());
}

#[test]
fn an_ended_conversation_is_made_once_more() {
    let mut screen = running(120, 40, 1);
    screen.press("r");
    assert!(
        screen.text().contains("it is still being made"),
        "{}",
        screen.text()
    );
    let id = sample::conversation(0, language(0)).id;
    let done = JobEvent::ConversationDone {
        job: JOB,
        conversation: id,
        outcome: Outcome::Stopped,
        turns: 1,
        faults: 0,
    };
    take(&mut screen, done);
    let effects = screen.press("r");
    assert!(matches!(
        effects.first(),
        Some(Effect::Requeue { conversation, seed: None, model: None }) if *conversation == id
    ));
    // By the model of the run, when a model words it, or by another.
    asked(&mut screen);
    let wished = |screen: &mut Screen, line: &str| {
        screen.press(":");
        screen.type_text(line);
        let effects = screen.press("enter");
        effects.into_iter().find_map(|effect| match effect {
            Effect::Requeue { seed, model, .. } => Some((seed, model.and_then(|wish| wish.model))),
            _ => None,
        })
    };
    let (seed, model) = wished(&mut screen, "requeue seed=9").unwrap();
    assert_eq!(seed, Some(9));
    assert!(model.unwrap().starts_with("meta-llama/"));
    let (_, model) = wished(&mut screen, "requeue model=qwen3").unwrap();
    assert_eq!(model.as_deref(), Some("qwen3"));
    assert_eq!(wished(&mut screen, "requeue soon"), None);
    assert!(
        screen.text().contains("`soon` is not understood"),
        "{}",
        screen.text()
    );
}

#[test]
fn one_made_beside_a_run_does_not_hide_it() {
    let mut screen = running(120, 40, 2);
    let one = JobId(2);
    let started = JobEvent::Started {
        job: one,
        kind: JobKind::Generate,
        title: "make 1 conversation".to_owned(),
        planned: Some(1),
        run: None,
    };
    take(&mut screen, started);
    assert!(screen.text().contains("0 done of 50"), "{}", screen.text());
    let ended = JobEvent::Ended {
        job: one,
        end: JobEnd::Done,
        summary: "1 conversation".to_owned(),
    };
    take(&mut screen, ended);
    assert!(screen.text().contains("0 done of 50"), "{}", screen.text());
}
