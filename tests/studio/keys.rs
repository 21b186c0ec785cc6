//! Keys that back out, keys that mean nothing, the mouse, messages that are long.

use crossterm::event::{MouseButton, MouseEventKind};
use muse_studio::domain::{Language, Outcome};
use muse_studio::jobs::{JobEvent, JobId, JobKind, ModelWish};
use muse_studio::store::Standing;
use muse_studio::tui::effect::{Effect, Speed};
use muse_studio::tui::msg::{Level, Msg, Place, Reply, Server};
use muse_studio::tui::panes::PaneId;

use super::panes::watch_one;
use super::review::{answer_queue, answer_reads, reading};
use super::sample;
use super::screen::Screen;

fn quits(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Quit))
}

#[test]
fn a_key_that_means_nothing_says_so_and_where_it_does() {
    let mut screen = Screen::new(120, 40);
    screen.press("g 2");
    screen.press("a");
    let text = screen.text();
    assert!(text.contains("a (accept) does nothing here"), "{text}");
    assert!(
        text.contains("Review's list and an open conversation"),
        "{text}"
    );
    screen.press("g k");
    assert!(
        screen.text().contains("g k does nothing here"),
        "{}",
        screen.text()
    );
    screen.press("g 1");
    screen.press("4");
    assert!(
        screen
            .text()
            .contains("4 alone does nothing here; g 4 is Products"),
        "{}",
        screen.text()
    );
    screen.press("g 5 enter");
    assert!(screen.text().contains("all about it is on screen already"));
}

#[test]
fn control_c_backs_out_then_asks_then_leaves() {
    let mut screen = reading(80, 24);
    screen.press("?");
    assert!(!quits(&screen.press("ctrl-c")));
    assert!(screen.app.overlays.is_empty());
    screen.press("e");
    screen.type_text("abc");
    let effects = screen.press("ctrl-c");
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::KeepDraft { text, .. } if text.contains("abc")))
    );
    assert!(!quits(&screen.press("ctrl-c")));
    assert!(
        screen.text().contains("Ctrl-C again leaves"),
        "{}",
        screen.text()
    );
    assert!(quits(&screen.press("ctrl-c")));
}

#[test]
fn asking_to_leave_is_forgotten_after_a_while() {
    let mut screen = Screen::new(80, 24);
    watch_one(&mut screen);
    assert!(!quits(&screen.press("ctrl-c")));
    screen.wait(60_000);
    assert!(!quits(&screen.press("q")));
    assert!(
        screen.text().contains("a job is running"),
        "{}",
        screen.text()
    );
    assert!(quits(&screen.press("q")));
}

#[test]
fn escape_never_leaves() {
    let mut screen = reading(80, 24);
    for _ in 0..6 {
        assert!(!quits(&screen.press("esc")));
    }
    assert_eq!(screen.app.focus, PaneId::Home);
    assert!(screen.text().contains("q leaves"), "{}", screen.text());
}

#[test]
fn a_long_message_is_shown_whole() {
    let mut screen = Screen::new(80, 24);
    let words: Vec<String> = (0..40).map(|n| format!("word{n}")).collect();
    screen.reply(Reply::Notice(Level::Error, words.join(" ")));
    let text = screen.text();
    assert!(
        text.contains("!! word0 ") && text.contains("word39"),
        "{text}"
    );
    // The hint bar stays.
    assert!(text.lines().last().unwrap().contains("help"), "{text}");
}

#[test]
fn an_error_is_not_hidden_by_good_news() {
    let mut screen = Screen::new(80, 24);
    screen.reply(Reply::Notice(Level::Error, "the disk is full".to_owned()));
    screen.reply(Reply::Notice(Level::Good, "all is well".to_owned()));
    screen.reply(Reply::Notice(Level::Error, "the disk is gone".to_owned()));
    let text = screen.text();
    assert!(text.contains("!! the disk is gone"), "{text}");
    assert!(text.contains("1 more: g m"), "{text}");
    screen.wait(3_000);
    screen.press("g m");
    let text = screen.text();
    assert!(
        text.contains("the disk is full") && text.contains("all is well"),
        "{text}"
    );
}

#[test]
fn what_is_proposed_gives_way_to_what_is_typed() {
    let mut screen = Screen::new(80, 24);
    screen.press("n");
    screen.type_text("3 hi");
    let effects = screen.press("enter");
    assert!(
        matches!(
            effects[0],
            Effect::Generate {
                count: 3,
                language: Some(Language::Hi),
                ..
            }
        ),
        "{effects:?}"
    );
    screen.press("n");
    let effects = screen.press("enter");
    assert!(
        matches!(effects[0], Effect::Generate { count: 10, .. }),
        "{effects:?}"
    );
}

#[test]
fn the_mouse_opens_tabs_lines_and_turns() {
    let left = MouseEventKind::Down(MouseButton::Left);
    let mut screen = Screen::new(80, 24);
    let effects = screen.mouse(left, 20, 0);
    assert_eq!(screen.app.focus, PaneId::Review);
    answer_queue(&mut screen, &effects);
    // The second line of the list: once chooses, twice opens.
    screen.mouse(left, 30, 3);
    assert!(screen.text().contains(">· #2"), "{}", screen.text());
    let effects = screen.mouse(left, 30, 3);
    answer_reads(&mut screen, &effects);
    assert!(
        screen.text().contains("bhai office ke liye"),
        "{}",
        screen.text()
    );
    // The second turn stands two rows below the first.
    screen.mouse(left, 30, 7);
    let text = screen.text();
    let chosen = text
        .lines()
        .find(|line| line.contains('▌'))
        .unwrap_or_default();
    assert!(chosen.contains("zaroor"), "{text}");
    let effects = screen.take(Msg::Mouse(crossterm::event::MouseEvent {
        kind: MouseEventKind::ScrollDown,
        column: 30,
        row: 8,
        modifiers: crossterm::event::KeyModifiers::NONE,
    }));
    assert!(effects.is_empty());
}

#[test]
fn a_click_while_editing_moves_the_cursor_and_nothing_else() {
    let left = MouseEventKind::Down(MouseButton::Left);
    let mut screen = reading(80, 24);
    screen.press("e");
    screen.draw();
    screen.mouse(left, 30, 7);
    screen.type_text("Z");
    assert!(screen.text().contains('Z'), "{}", screen.text());
    screen.press("ctrl-s");
    assert!(screen.text().contains("… U"), "{}", screen.text());
}

#[test]
fn counts_come_with_the_opening() {
    let mut screen = Screen::new(80, 24);
    screen.reply(Reply::Counts(sample::counts()));
    screen.press("j");
    assert!(!screen.text().contains("does nothing"), "{}", screen.text());
}

#[test]
fn a_workspace_that_another_holds_says_who_and_that_it_follows() {
    let mut screen = Screen::new(120, 40);
    let effects = screen.reply(Reply::Opened(Place {
        reviewer: "asha".into(),
        shown: "~/muse/demo".to_owned(),
        read_only: Some("process 77 writes to it".to_owned()),
        standing: Standing::Reading,
        embeddings: Server::Missing,
    }));
    // Drafts are the writer's to go on with.
    assert!(!effects.iter().any(|e| matches!(e, Effect::Drafts)));
    assert!(
        screen
            .text()
            .contains("process 77 writes to it; it follows"),
        "{}",
        screen.text()
    );
    screen.press("u");
    assert!(
        screen
            .text()
            .contains("undo: this workspace is open read-only, process 77")
    );
}

#[test]
fn nothing_lies_on_the_text_of_a_long_page() {
    let mut screen = reading(80, 16);
    let text = screen.text();
    let rule = text
        .lines()
        .find(|line| line.contains("below, Space"))
        .unwrap_or_default();
    assert!(rule.starts_with(" ───"), "{text}");
    let mut screen = reading(40, 12);
    assert!(screen.text().contains("… 0/8 decided"), "{}", screen.text());
}

#[test]
fn help_tells_the_whole_of_the_chosen_line() {
    let mut screen = reading(80, 24);
    screen.press("? down down");
    let text = screen.text();
    assert!(text.contains("accepts the turn."), "{text}");
    screen.type_text("qqq");
    assert!(
        screen.text().contains("No command fits"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_page_that_goes_on_says_so() {
    let mut screen = reading(40, 12);
    screen.press("P");
    assert!(screen.text().contains("more: ↓"), "{}", screen.text());
    for _ in 0..30 {
        screen.press("down");
    }
    assert!(!screen.text().contains("more: ↓"), "{}", screen.text());
}

#[test]
fn many_can_be_made_without_waiting_for_readers() {
    let mut screen = Screen::new(80, 24);
    screen.press(":");
    screen.type_text("generate 400 fast en");
    let effects = screen.press("enter");
    assert!(
        matches!(
            effects[0],
            Effect::Generate {
                count: 400,
                language: Some(Language::En),
                speed: Speed::Fast,
                model: None
            }
        ),
        "{effects:?}"
    );
    screen.press(":");
    screen.type_text("generate 4 hi en");
    assert!(
        screen
            .press("enter")
            .iter()
            .all(|e| !matches!(e, Effect::Generate { .. }))
    );
    assert!(
        screen.text().contains("name one language"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_model_can_word_them() {
    let mut screen = Screen::new(80, 24);
    let mut asked = |line: &str| {
        screen.press(":");
        screen.type_text(line);
        let effects = screen.press("enter");
        let wish = effects.into_iter().find_map(|effect| match effect {
            Effect::Generate { model, .. } => Some(model),
            _ => None,
        });
        wish.ok_or_else(|| screen.text())
    };
    let usual = asked("generate 20 hi model").unwrap();
    assert_eq!(usual, Some(ModelWish::default()));
    let other = asked("generate 20 temperature=0.7 model=qwen3").unwrap();
    let wanted = ModelWish {
        model: Some("qwen3".to_owned()),
        temperature: Some(0.7),
    };
    assert_eq!(other, Some(wanted));
    for (line, why) in [
        (
            "generate 20 temperature=0.7",
            "temperature is about a model",
        ),
        ("generate 20 model temperature=7", "is no temperature"),
        ("generate 20 model=", "may follow"),
    ] {
        let told = asked(line).unwrap_err();
        assert!(told.contains(why), "{line}: {told}");
    }
}

#[test]
fn hundreds_made_leave_a_short_list_and_right_counts() {
    let mut screen = Screen::new(80, 24);
    screen.press("g 2");
    let job = JobId(1);
    screen.take(Msg::Job(JobEvent::Started {
        job,
        kind: JobKind::Generate,
        title: "make 500 conversations".to_owned(),
        planned: Some(500),
        run: None,
    }));
    for ordinal in 0..300 {
        let conversation = sample::conversation(ordinal, Language::En);
        let turns: Vec<_> = conversation.current_turns().cloned().collect();
        screen.take(Msg::Job(JobEvent::Admitted {
            job,
            conversation: conversation.id,
            ordinal,
            profile: conversation.profile.user_id.clone(),
            language: Language::En,
            title: "kurta".to_owned(),
        }));
        for (place, turn) in turns.iter().enumerate() {
            screen.take(Msg::Job(JobEvent::TurnStarted {
                job,
                conversation: conversation.id,
                turn: turn.id,
                speaker: turn.speaker,
                act: turn.act,
            }));
            // The last turn of each is cut short, as when a person stops the run.
            if place + 1 < turns.len() {
                screen.take(Msg::Job(JobEvent::TurnDone {
                    conversation: conversation.id,
                    turn: turn.id,
                    text: turn.text.clone(),
                    mentioned: Vec::new(),
                }));
            }
        }
        screen.take(Msg::Job(JobEvent::ConversationDone {
            job,
            conversation: conversation.id,
            outcome: Outcome::Stopped,
            turns: 3,
            faults: 0,
        }));
    }
    screen.take(Msg::Job(JobEvent::Progress {
        job,
        done: 300,
        left_out: 0,
        planned: Some(500),
        bytes: None,
    }));
    screen.wait(60_000);
    let text = screen.text();
    assert!(text.contains("300 done of 500"), "{text}");
    assert!(
        text.contains("min left") || text.contains("s left"),
        "{text}"
    );
    // What was cut short is on no disk, so it is not counted.
    assert!(text.contains(" 3 turns, stopped"), "{text}");
    assert!(!text.contains(" 4 turns, stopped"), "{text}");
}
