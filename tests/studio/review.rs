//! Reading and judging.

use muse_studio::domain::{Dimension, Language, Rating, Reason, Subject, TagChange, Verdict};
use muse_studio::jobs::Remark;
use muse_studio::store::Cursor;
use muse_studio::tui::effect::Effect;
use muse_studio::tui::msg::{Decision, Reply, Written};

use super::sample;
use super::screen::Screen;

/// A studio whose Review pane shows the first conversation.
pub fn reading(width: u16, height: u16) -> Screen {
    let mut screen = Screen::new(width, height);
    screen.reply(Reply::Counts(sample::counts()));
    let effects = screen.press("g 3");
    answer_queue(&mut screen, &effects);
    let effects = screen.press("enter");
    answer_reads(&mut screen, &effects);
    screen
}

/// Answers the request for the queue that lies in the effects.
pub fn answer_queue(screen: &mut Screen, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Queue {
            request, cursor, ..
        } = effect
        {
            let effects = screen.reply(Reply::Queue {
                request: *request,
                cursor: *cursor,
                page: sample::queue(),
                total: 3,
            });
            answer_reads(screen, &effects);
        }
    }
}

/// Answers requests for conversations.
pub fn answer_reads(screen: &mut Screen, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Read { request, id } = effect {
            let found = [
                (0, Language::Hi),
                (1, Language::Hinglish),
                (2, Language::En),
            ]
            .into_iter()
            .map(|(at, language)| sample::reading(at, language))
            .find(|reading| reading.conversation().id == *id);
            screen.reply(Reply::Reading {
                request: *request,
                reading: found.map(Box::new),
            });
        }
    }
}

#[test]
fn one_key_judges_a_turn_and_goes_on() {
    let mut screen = reading(80, 24);
    let effects = screen.press("a");
    let first = sample::conversation(0, Language::Hi);
    let turn = first.current_turns().next().unwrap().id;
    assert!(matches!(
        &effects[0],
        Effect::Judge { subject: Subject::Turn(_, id), verdict: Some(Verdict::Accepted), reason: None } if *id == turn
    ));
    // The mark shows `…` until the store has answered.
    assert!(screen.text().contains("… U ऑफिस"), "{}", screen.text());
}

#[test]
fn a_digit_gives_the_reason() {
    let mut screen = reading(80, 24);
    assert!(screen.press("r").is_empty());
    let text = screen.text();
    assert!(
        text.contains("wrong fact") && text.contains("जानकारी ग़लत है"),
        "{text}"
    );
    let effects = screen.press("2");
    assert!(matches!(
        &effects[0],
        Effect::Judge {
            verdict: Some(Verdict::Rejected),
            reason: Some(Reason::Unnatural),
            ..
        }
    ));
    // Esc rejects nothing.
    screen.press("r");
    assert!(screen.press("esc").is_empty());
}

#[test]
fn devanagari_digits_and_letters_work_as_keys() {
    let mut screen = reading(80, 24);
    // ो stands on the key of `a`, ी on the key of `r`.
    let effects = screen.press("ो");
    assert!(matches!(
        &effects[0],
        Effect::Judge {
            verdict: Some(Verdict::Accepted),
            ..
        }
    ));
    screen.press("ी");
    let effects = screen.press("१");
    assert!(matches!(
        &effects[0],
        Effect::Judge {
            reason: Some(Reason::WrongFact),
            ..
        }
    ));
}

#[test]
fn the_first_verdict_says_that_it_is_saved() {
    let mut screen = reading(80, 24);
    screen.press("a");
    let first = sample::conversation(0, Language::Hi);
    let turn = first.current_turns().next().unwrap().id;
    let effects = screen.reply(Reply::Decided {
        decision: Decision::Turn(first.id, turn),
        result: Ok(Written::default()),
    });
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Counts))
    );
    screen.reply(Reply::Counts(sample::counts()));
    assert!(
        screen.text().contains("saved; u undoes; 3 left"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_decision_that_fails_comes_back_under_a_banner() {
    let mut screen = reading(80, 24);
    screen.press("a");
    let first = sample::conversation(0, Language::Hi);
    let turn = first.current_turns().next().unwrap().id;
    let effects = screen.reply(Reply::Decided {
        decision: Decision::Turn(first.id, turn),
        result: Err("the disk is full".to_owned()),
    });
    answer_reads(&mut screen, &effects);
    let text = screen.text();
    assert!(text.contains("!! the disk is full"), "{text}");
    assert!(text.contains("· U ऑफिस"), "{text}");
}

#[test]
fn an_edit_keeps_what_was_typed_when_one_backs_out() {
    let mut screen = reading(80, 24);
    screen.press("e");
    screen.type_text("abc");
    let effects = screen.press("esc");
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::KeepDraft { text, .. } => Some(text.clone()),
        _ => None,
    });
    assert!(kept.is_some_and(|text| text.contains("abc")));
    screen.press("e");
    assert!(screen.text().contains("abc"), "{}", screen.text());
    let effects = screen.press("ctrl-s");
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Edit { text, .. } if text.contains("abc")))
    );
}

#[test]
fn everything_listed_is_judged_after_asking_with_the_count() {
    let mut screen = Screen::new(80, 24);
    let effects = screen.press("g 3");
    answer_queue(&mut screen, &effects);
    assert!(screen.press("R").is_empty());
    assert!(
        screen.text().contains("Reject all 3 conversations listed?"),
        "{}",
        screen.text()
    );
    screen.press("y");
    let effects = screen.press("6");
    assert!(matches!(
        &effects[0],
        Effect::JudgeMany {
            verdict: Verdict::Rejected,
            reason: Some(Reason::Repeats),
            ..
        }
    ));
}

#[test]
fn the_facts_of_a_turn_are_one_key_away() {
    let mut screen = reading(80, 24);
    screen.press("f enter");
    let text = screen.text();
    assert!(text.contains("the catalogue says ₹1,499"), "{text}");
    assert!(text.contains("12 in stock"), "{text}");
}

#[test]
fn a_page_request_starts_at_the_first() {
    let mut screen = Screen::new(80, 24);
    let effects = screen.press("g 3");
    assert!(effects.iter().any(|effect| matches!(
        effect,
        Effect::Queue {
            cursor: Cursor::First,
            ..
        }
    )));
}

#[test]
fn a_digit_for_each_dimension_rates_the_conversation() {
    let mut screen = reading(80, 24);
    screen.press("*");
    let text = screen.text();
    assert!(text.contains("How good is it? 1 bad, 5 good"), "{text}");
    assert!(text.contains("> coherence"), "{text}");
    let effects = screen.press("4");
    assert_eq!(rated(&effects), [(Dimension::Coherence, Some(4))]);
    assert!(screen.text().contains("> relevance"), "{}", screen.text());
    // `j` leaves one out, `0` takes one away.
    screen.press("j");
    assert_eq!(rated(&screen.press("0")), [(Dimension::Consistency, None)]);
    for key in ["5", "3", "2"] {
        screen.press(key);
    }
    assert_eq!(
        rated(&screen.press("1")),
        [(Dimension::LanguageFit, Some(1))]
    );
    let text = screen.text();
    assert!(
        !text.contains("How good is it?"),
        "the last one closes it\n{text}"
    );
}

fn rated(effects: &[Effect]) -> Vec<(Dimension, Option<u8>)> {
    let remarks = effects.iter().flat_map(|effect| match effect {
        Effect::Remark { remarks, .. } => remarks.clone(),
        _ => Vec::new(),
    });
    remarks
        .filter_map(|remark| match remark {
            Remark::Rate(dimension, rating) => Some((dimension, rating.map(Rating::get))),
            _ => None,
        })
        .collect()
}

#[test]
fn tags_and_comments_are_typed_and_told() {
    let mut screen = reading(80, 24);
    screen.press("t");
    screen.type_text("Bargaining -done");
    let effects = screen.press("enter");
    let first = sample::conversation(0, Language::Hi).id;
    let tag = |word: &str, change| Remark::Tag(word.parse().unwrap(), change);
    let Some(Effect::Remark {
        conversation,
        remarks,
    }) = effects.first()
    else {
        panic!("{effects:?}");
    };
    assert_eq!(*conversation, first);
    assert_eq!(
        *remarks,
        [
            tag("bargaining", TagChange::Added),
            tag("done", TagChange::Removed)
        ]
    );
    screen.press("t");
    screen.type_text("a,b");
    screen.press("enter");
    assert!(screen.text().contains("is not a tag"), "{}", screen.text());
    screen.press("c");
    screen.type_text("दाम पुराना है");
    let effects = screen.press("enter");
    assert!(matches!(
        effects.first(),
        Some(Effect::Remark { remarks, .. }) if *remarks == [Remark::Comment("दाम पुराना है".to_owned())]
    ));
}

#[test]
fn a_dot_rejects_for_the_reason_given_last() {
    let mut screen = reading(80, 24);
    screen.press(".");
    assert!(
        screen.text().contains("no reason to repeat yet"),
        "{}",
        screen.text()
    );
    screen.press("r");
    screen.press("2");
    let effects = screen.press(".");
    assert!(matches!(
        effects.first(),
        Some(Effect::Judge {
            verdict: Some(Verdict::Rejected),
            reason: Some(Reason::Unnatural),
            ..
        })
    ));
}
