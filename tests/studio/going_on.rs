//! What happens between decisions: going on to the next, following what others change, drafts, undo.

use muse_studio::domain::{
    Action, ConversationId, EntryId, Hlc, Language, LogEntry, Subject, Verdict,
};
use muse_studio::export::Overwrite;
use muse_studio::jobs::JobEvent;
use muse_studio::store::Standing;
use muse_studio::store::{Cursor, Draft};
use muse_studio::tui::effect::Effect;
use muse_studio::tui::msg::{Decision, Msg, Place, Reply, Server, Written};

use super::review::{answer_queue, answer_reads, reading};
use super::sample;
use super::screen::Screen;

fn first() -> ConversationId {
    sample::conversation(0, Language::Hi).id
}

fn judges(effects: &[Effect]) -> bool {
    effects
        .iter()
        .any(|effect| matches!(effect, Effect::Judge { .. }))
}

fn asks_for_queue(effects: &[Effect]) -> bool {
    effects
        .iter()
        .any(|effect| matches!(effect, Effect::Queue { .. }))
}

/// Presses `a` a number of times and answers the reads.
fn accept(screen: &mut Screen, times: usize) {
    for _ in 0..times {
        let effects = screen.press("a");
        answer_reads(screen, &effects);
    }
}

#[test]
fn after_the_last_turn_it_says_what_became_and_what_is_next() {
    let mut screen = reading(80, 24);
    accept(&mut screen, 8);
    let text = screen.text();
    assert!(
        text.contains("#1 is judged: all 8 turns accepted; now #2"),
        "{text}"
    );
    assert!(text.contains("bhai office ke liye"), "{text}");
}

#[test]
fn a_conversation_with_a_rejected_turn_is_judged_when_every_turn_is() {
    let mut screen = reading(80, 24);
    screen.press("r 1");
    accept(&mut screen, 7);
    let text = screen.text();
    assert!(
        text.contains("#1 is judged: 7 accepted, 1 rejected; now #2"),
        "{text}"
    );
    accept(&mut screen, 6);
    accept(&mut screen, 4);
    let text = screen.text();
    assert!(
        text.contains("everything listed is judged; x exports"),
        "{text}"
    );
    screen.press("esc");
    let text = screen.text();
    assert!(text.contains("✓ #1") && text.contains("8/8"), "{text}");
    assert!(text.contains("✓ #2"), "{text}");
}

#[test]
fn a_key_pressed_before_the_next_text_is_there_judges_nothing() {
    let mut screen = reading(80, 24);
    let mut effects = Vec::new();
    for _ in 0..8 {
        effects = screen.press("a");
    }
    assert!(
        !judges(&screen.press("a")),
        "the text of #1 was judged again"
    );
    assert!(
        screen.text().contains("still being read"),
        "{}",
        screen.text()
    );
    answer_reads(&mut screen, &effects);
    assert!(judges(&screen.press("a")));
}

#[test]
fn undecided_conversations_beyond_the_loaded_lines_are_asked_for() {
    let mut screen = Screen::new(80, 24);
    let effects = screen.press("g 3");
    for effect in &effects {
        if let Effect::Queue {
            request, cursor, ..
        } = effect
        {
            let mut page = sample::queue();
            page.items.truncate(1);
            page.more = true;
            screen.reply(Reply::Queue {
                request: *request,
                cursor: *cursor,
                page,
                total: 3,
            });
        }
    }
    let effects = screen.press("enter");
    answer_reads(&mut screen, &effects);
    let effects = screen.press("A");
    let (request, cursor) = effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Queue {
                request, cursor, ..
            } => Some((*request, *cursor)),
            _ => None,
        })
        .expect("more lines are asked for");
    assert_eq!(cursor, Cursor::After(1));
    let mut page = sample::queue();
    page.items.remove(0);
    let effects = screen.reply(Reply::Queue {
        request,
        cursor,
        page,
        total: 3,
    });
    answer_reads(&mut screen, &effects);
    let text = screen.text();
    assert!(text.contains("#1 accepted; now #2"), "{text}");
    assert!(text.contains("bhai office ke liye"), "{text}");
}

#[test]
fn an_edit_that_fails_loses_no_word() {
    let mut screen = reading(80, 24);
    screen.press("e");
    screen.type_text("abc");
    let effects = screen.press("ctrl-s");
    let kept = |e: &Effect| matches!(e, Effect::KeepDraft { text, .. } if text.contains("abc"));
    assert!(effects.iter().any(kept), "{effects:?}");
    let turn = sample::conversation(0, Language::Hi)
        .current_turns()
        .next()
        .unwrap()
        .id;
    let effects = screen.reply(Reply::Decided {
        decision: Decision::Edit(first(), turn),
        result: Err("the disk is full".to_owned()),
    });
    assert!(
        !effects.iter().any(|e| matches!(e, Effect::DropDraft(_))),
        "{effects:?}"
    );
    answer_reads(&mut screen, &effects);
    assert!(
        screen.text().contains("!! the disk is full"),
        "{}",
        screen.text()
    );
    screen.press("e");
    assert!(screen.text().contains("abc"), "{}", screen.text());
    screen.press("ctrl-s");
    let effects = screen.reply(Reply::Decided {
        decision: Decision::Edit(first(), turn),
        result: Ok(Written::default()),
    });
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::DropDraft(id) if *id == turn))
    );
}

#[test]
fn a_draft_of_an_older_text_is_still_offered() {
    let mut screen = reading(80, 24);
    let turn = sample::conversation(0, Language::Hi)
        .current_turns()
        .next()
        .unwrap()
        .id;
    screen.reply(Reply::Drafts(vec![Draft {
        reviewer: "me".into(),
        conversation: first(),
        turn,
        base_version: 7,
        text: "typed before".to_owned(),
    }]));
    assert!(
        screen.text().contains("1 unsaved edit is kept"),
        "{}",
        screen.text()
    );
    screen.press("e");
    let text = screen.text();
    assert!(
        text.contains("typed before") && text.contains("was changed since"),
        "{text}"
    );
}

#[test]
fn a_reader_without_the_lock_follows_and_not_too_often() {
    let mut screen = reading(120, 40);
    screen.reply(Reply::Opened(Place {
        reviewer: "asha".into(),
        shown: "~/muse/demo".to_owned(),
        read_only: Some("another studio writes here".to_owned()),
        standing: Standing::Reading,
        embeddings: Server::Missing,
    }));
    screen.wait(1_000);
    let effects = screen.reply(Reply::Changed);
    assert!(asks_for_queue(&effects), "{effects:?}");
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::Read { id, .. } if *id == first()))
    );
    let effects = screen.reply(Reply::Changed);
    assert!(!asks_for_queue(&effects), "{effects:?}");
    assert!(effects.iter().any(|e| matches!(e, Effect::WakeAfter(_))));
    screen.wait(600);
    assert!(asks_for_queue(&screen.take(Msg::Wake)));
    assert!(screen.take(Msg::Wake).is_empty());
}

#[test]
fn a_conversation_that_is_being_made_grows_on_screen() {
    let mut screen = reading(80, 24);
    let conversation = sample::conversation(0, Language::Hi);
    let turn = conversation.current_turns().next().unwrap();
    screen.wait(1_000);
    let effects = screen.take(Msg::Job(JobEvent::TurnDone {
        conversation: conversation.id,
        turn: turn.id,
        text: turn.text.clone(),
        mentioned: Vec::new(),
    }));
    assert!(
        effects
            .iter()
            .any(|e| matches!(e, Effect::Read { id, .. } if *id == first()))
    );
    // Another pane in front: nothing is read for nobody.
    screen.press("g 4");
    screen.wait(1_000);
    let effects = screen.take(Msg::Job(JobEvent::TurnDone {
        conversation: conversation.id,
        turn: turn.id,
        text: turn.text.clone(),
        mentioned: Vec::new(),
    }));
    assert!(effects.is_empty(), "{effects:?}");
}

#[test]
fn a_line_that_the_filter_drops_leaves_the_cursor_in_place() {
    let mut screen = Screen::new(80, 24);
    let effects = screen.press("g 3");
    answer_queue(&mut screen, &effects);
    screen.press("j");
    let effects = screen.press("g 1 g 3");
    for effect in &effects {
        if let Effect::Queue {
            request, cursor, ..
        } = effect
        {
            let mut page = sample::queue();
            page.items.remove(1);
            screen.reply(Reply::Queue {
                request: *request,
                cursor: *cursor,
                page,
                total: 2,
            });
        }
    }
    assert!(screen.text().contains(">· #3"), "{}", screen.text());
}

#[test]
fn undo_shows_the_turn_that_it_was_about() {
    let mut screen = Screen::new(80, 24);
    screen.press("u");
    let conversation = sample::conversation(0, Language::Hi);
    let turn = conversation.current_turns().nth(2).unwrap().id;
    let entry = LogEntry {
        id: EntryId(uuid::Uuid::nil()),
        reviewer: "me".into(),
        clock: Hlc {
            millis: 1,
            counter: 0,
        },
        subject: Subject::Turn(conversation.id, turn),
        base_version: 1,
        action: Action::Judge {
            before: None,
            after: Some(Verdict::Rejected),
        },
        reason: None,
        inverse_of: None,
        bulk: None,
    };
    let effects = screen.reply(Reply::Decided {
        decision: Decision::Undo,
        result: Ok(Written {
            reversed: vec![entry],
            ..Written::default()
        }),
    });
    answer_queue(&mut screen, &effects);
    answer_reads(&mut screen, &effects);
    let text = screen.text();
    assert!(text.contains("undone: rejected, one turn"), "{text}");
    let chosen = text
        .lines()
        .find(|line| line.contains('▌'))
        .unwrap_or_default();
    assert!(chosen.contains("नीला"), "{text}");
}

#[test]
fn an_unsaved_edit_is_offered_and_two_keys_go_on_with_it() {
    let mut screen = Screen::new(80, 24);
    let conversation = sample::conversation(1, Language::Hinglish);
    let turn = conversation.current_turns().nth(2).unwrap().id;
    screen.press("g e");
    assert!(
        screen.text().contains("no edit was left unsaved"),
        "{}",
        screen.text()
    );
    screen.reply(Reply::Drafts(vec![Draft {
        reviewer: "me".into(),
        conversation: conversation.id,
        turn,
        base_version: 1,
        text: "typed before the lights went out".to_owned(),
    }]));
    assert!(
        screen.text().contains("g e goes on with it"),
        "{}",
        screen.text()
    );
    let effects = screen.press("g e");
    answer_reads(&mut screen, &effects);
    let text = screen.text();
    assert!(text.contains("typed before the lights went out"), "{text}");
    // The turn itself stands above the editor.
    assert!(text.contains("cotton ho to accha"), "{text}");
}

#[test]
fn a_turn_is_in_sight_while_it_is_edited() {
    let mut screen = reading(80, 24);
    screen.press("G e");
    let text = screen.text();
    assert!(text.contains("Ctrl-S saves"), "{text}");
    let turns = text.matches("पहनकर बताइएगा").count();
    assert_eq!(turns, 2, "the turn and its edit are not both seen:\n{text}");
}

#[test]
fn an_unknown_reason_rejects_nothing() {
    let mut screen = reading(80, 24);
    screen.press(":");
    screen.type_text("reject 12");
    assert!(!judges(&screen.press("enter")));
    assert!(
        screen.text().contains("`12` is no reason"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_file_that_is_there_is_replaced_only_after_asking() {
    let mut screen = reading(80, 24);
    screen.press(":");
    screen.type_text("export sft out/a b.jsonl");
    let effects = screen.press("enter");
    let wanted = |effects: &[Effect], wanted: Overwrite| {
        effects.iter().any(|effect| {
            matches!(effect, Effect::Export { format, file: Some(file), overwrite, .. }
                if format == "sft" && file == "out/a b.jsonl" && *overwrite == wanted)
        })
    };
    assert!(wanted(&effects, Overwrite::Refuse), "{effects:?}");
    screen.reply(Reply::FileExists {
        format: "sft".to_owned(),
        file: "out/a b.jsonl".to_owned(),
    });
    assert!(
        screen.text().contains("out/a b.jsonl is there already"),
        "{}",
        screen.text()
    );
    assert!(screen.press("n").is_empty());
    screen.reply(Reply::FileExists {
        format: "sft".to_owned(),
        file: "out/a b.jsonl".to_owned(),
    });
    let effects = screen.press("y");
    assert!(wanted(&effects, Overwrite::Replace), "{effects:?}");
    // Nobody's typing answers the question.
    screen.press("e");
    screen.reply(Reply::FileExists {
        format: "sft".to_owned(),
        file: "out/a b.jsonl".to_owned(),
    });
    assert!(screen.app.overlays.is_empty());
}
