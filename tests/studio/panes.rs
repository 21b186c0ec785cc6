//! The other panes, the overlays and the frame.

use muse_studio::domain::{Language, Speaker};
use muse_studio::jobs::{Found, JobEvent, JobId, JobKind};
use muse_studio::tui::effect::Effect;
use muse_studio::tui::msg::{Msg, Reply};

use super::sample;
use super::screen::Screen;

#[test]
fn the_opening_screen_says_what_this_is_and_what_to_do() {
    let mut screen = Screen::new(80, 24);
    screen.reply(Reply::Counts(sample::counts()));
    let text = screen.text();
    for needed in [
        "Muse Studio",
        "~/muse/demo",
        "offline: no key, no cost",
        "2004 products, 50 profiles, 3 conversations",
        "1. n",
        "2. g 3",
        "3. x",
        "हिन्दी",
        "hindi mein",
        "h this looks wrong",
        "All is saved",
    ] {
        assert!(text.contains(needed), "{needed} is missing:\n{text}");
    }
}

#[test]
fn an_empty_catalogue_says_how_to_fill_it() {
    let mut screen = Screen::new(80, 24);
    let mut counts = sample::counts();
    counts.products = 0;
    screen.reply(Reply::Counts(counts));
    assert!(screen.text().contains(":import FILE brings products in"));
}

/// Feeds a job that makes one conversation.
pub fn watch_one(screen: &mut Screen) {
    let conversation = sample::conversation(0, Language::Hi);
    let job = JobId(1);
    let mut take = |event| drop(screen.take(Msg::Job(event)));
    take(JobEvent::Started {
        job,
        kind: JobKind::Generate,
        title: "10 conversations".to_owned(),
        planned: Some(10),
        run: conversation.run,
    });
    take(JobEvent::Admitted {
        job,
        conversation: conversation.id,
        ordinal: 0,
        profile: conversation.profile.user_id.clone(),
        language: Language::Hi,
        title: "kurta".to_owned(),
    });
    for turn in conversation.current_turns().take(3) {
        take(JobEvent::TurnStarted {
            job,
            conversation: conversation.id,
            turn: turn.id,
            speaker: turn.speaker,
            act: turn.act,
        });
        for word in turn.text.split_inclusive(' ') {
            take(JobEvent::Delta {
                conversation: conversation.id,
                turn: turn.id,
                text: word.to_owned(),
            });
        }
        if turn.speaker == Speaker::Assistant {
            take(JobEvent::TurnDone {
                conversation: conversation.id,
                turn: turn.id,
                text: turn.text.clone(),
                mentioned: turn.mentioned.clone(),
            });
        }
    }
}

#[test]
fn conversations_appear_word_by_word() {
    let mut screen = Screen::new(80, 24);
    watch_one(&mut screen);
    screen.press("g 2");
    let text = screen.text();
    assert!(text.contains("नीला, सूती हो तो अच्छा। M साइज़"), "{text}");
    assert!(text.contains("0 done of 10 · running"), "{text}");
    assert!(matches!(screen.press("P")[0], Effect::Pause(JobId(1))));
    assert!(matches!(screen.press("s")[0], Effect::Stop(JobId(1))));
}

#[test]
fn nothing_changed_nothing_drawn() {
    let mut screen = Screen::new(120, 40);
    watch_one(&mut screen);
    for keys in ["g 1", "g 2", "g 3", "g 4", "g 5"] {
        screen.press(keys);
        screen.draw();
        // Rows that held Devanagari in the frame before are sent whole once more.
        screen.draw();
        assert_eq!(screen.draw(), 0, "{keys} drew again what was there");
    }
}

#[test]
fn products_are_found_as_one_types_and_stale_answers_are_dropped() {
    let mut screen = Screen::new(120, 40);
    screen.press("g 4");
    let begun = screen.type_text("/");
    assert!(
        begun.is_empty(),
        "the field has the keys already: {begun:?}"
    );
    let first = screen.type_text("l");
    let second = screen.type_text("al kurta");
    let request = |effects: &[Effect]| match effects.last() {
        Some(Effect::Search { request, .. }) => *request,
        other => panic!("{other:?}"),
    };
    let (old, new) = (request(&first), request(&second));
    let answer = |request| Reply::Products {
        request,
        found: Box::new(Found {
            rows: vec![sample::kurta()],
            total: 1,
            ..Found::default()
        }),
    };
    screen.reply(answer(old));
    assert!(
        !screen.text().contains("Neelkamal"),
        "a stale answer was shown"
    );
    screen.reply(answer(new));
    let text = screen.text();
    assert!(
        text.contains("Neelkamal Threads Women's Blue Cotton Kurta"),
        "{text}"
    );
    assert!(text.contains("नीलकमल"), "{text}");
    // Letters belong to the field; Tab still leaves.
    screen.press("tab");
    assert!(screen.text().contains("[5 Profiles]"));
}

#[test]
fn help_lists_what_can_be_done_and_runs_it() {
    let mut screen = Screen::new(120, 40);
    screen.reply(Reply::Counts(sample::counts()));
    screen.press("?");
    screen.type_text("live");
    let text = screen.text();
    assert!(text.contains("Go to Live"), "{text}");
    screen.press("enter");
    assert!(screen.text().contains("[2 Live]"));
}

#[test]
fn the_palette_takes_arguments() {
    let mut screen = Screen::new(80, 24);
    screen.press(":");
    screen.type_text("generate 5 hi");
    let effects = screen.press("enter");
    assert!(matches!(
        effects[0],
        Effect::Generate {
            count: 5,
            language: Some(Language::Hi),
            ..
        }
    ));
    screen.press(":");
    screen.type_text("export dpo pairs.jsonl");
    let effects = screen.press("enter");
    assert!(matches!(
        &effects[0],
        Effect::Export { format, file: Some(file), .. } if format == "dpo" && file == "pairs.jsonl"
    ));
}

#[test]
fn the_smallest_screens_say_what_they_need() {
    for (width, height) in [(1, 1), (2, 1), (19, 4), (39, 9)] {
        let mut screen = Screen::new(width, height);
        screen.draw();
    }
    let mut screen = Screen::new(30, 5);
    assert!(screen.text().contains("40x10 needed"));
}

#[test]
fn data_cannot_drive_the_terminal() {
    let mut screen = Screen::new(80, 24);
    screen.reply(Reply::Notice(
        muse_studio::tui::msg::Level::Info,
        "evil \u{1b}]52;c;ZXZpbA==\u{7} \u{202e}text".to_owned(),
    ));
    let text = screen.text();
    assert!(text.contains('␛') || text.contains("evil"), "{text}");
    assert!(!text.contains('\u{202e}'));
}
