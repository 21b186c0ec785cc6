//! Editing Hindi: where the cursor stops, what each key takes, and what the screen shows meanwhile.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use muse_studio::tui::editor::{Editor, EditorOutcome, EditorStyles, Field};
use muse_studio::tui::safe::SafeText;
use muse_studio::tui::text::clusters;

use crate::random::{Random, hindi_paragraph, hindi_word, hostile_text};

const TEXT: &str = "हिन्दी स्त्री x";
const AREA: Rect = Rect::new(0, 0, 30, 4);

fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn chord(c: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)
}

fn shift(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::SHIFT)
}

fn press(editor: &mut Editor, keys: &[KeyCode]) {
    for code in keys {
        assert_eq!(editor.handle(key(*code)), EditorOutcome::Consumed);
    }
}

fn type_text(editor: &mut Editor, text: &str) {
    for c in text.chars() {
        press(editor, &[KeyCode::Char(c)]);
    }
}

fn cell(editor: &Editor, area: Rect) -> Position {
    let mut buf = Buffer::empty(area);
    editor
        .render(area, &mut buf, EditorStyles::default())
        .unwrap()
}

fn at_start(text: &str) -> Editor {
    let mut editor = Editor::new(text);
    editor.set_cursor(0, 0);
    editor
}

#[test]
fn arrows_stop_between_syllables_and_the_cursor_stands_in_their_cells() {
    let mut editor = at_start(TEXT);
    let (mut stops, mut cells) = (vec![0], vec![0]);
    for _ in 0..6 {
        press(&mut editor, &[KeyCode::Right]);
        stops.push(editor.cursor().1);
        cells.push(cell(&editor, AREA).x);
    }
    assert_eq!(stops, [0, 2, 6, 7, 13, 14, 15]);
    assert_eq!(cells, [0, 2, 5, 6, 10, 11, 12]);
    press(&mut editor, &[KeyCode::Right]);
    assert_eq!(editor.cursor(), (0, 15));
    for stop in [14, 13, 7, 6, 2, 0, 0] {
        press(&mut editor, &[KeyCode::Left]);
        assert_eq!(editor.cursor().1, stop);
    }
}

#[test]
fn the_word_under_the_cursor_is_painted_whole_at_every_stop() {
    let mut editor = at_start(TEXT);
    for _ in 0..7 {
        let mut buf = Buffer::empty(AREA);
        editor.render(AREA, &mut buf, EditorStyles::default());
        let symbols: Vec<&str> = buf.content[..12].iter().map(|cell| cell.symbol()).collect();
        assert_eq!(
            symbols,
            [
                "हि",
                " ",
                "न्दी",
                " ",
                " ",
                " ",
                "स्त्री",
                " ",
                " ",
                " ",
                " ",
                "x"
            ]
        );
        press(&mut editor, &[KeyCode::Right]);
    }
}

#[test]
fn backspace_takes_a_sign_and_delete_a_syllable() {
    let mut editor = Editor::new("हिन्दी");
    for left in ["हिन्द", "हिन्", "हिन", "हि", "ह", ""] {
        press(&mut editor, &[KeyCode::Backspace]);
        assert_eq!(editor.text(), left);
    }
    let mut editor = at_start("हिन्दी स्त्री");
    for left in ["न्दी स्त्री", " स्त्री", "स्त्री", "", ""]
    {
        press(&mut editor, &[KeyCode::Delete]);
        assert_eq!(editor.text(), left);
    }
    let mut editor = Editor::new("क👨‍👩‍👧");
    press(&mut editor, &[KeyCode::Backspace]);
    assert_eq!(editor.text(), "क");
}

#[test]
fn a_virama_typed_between_two_letters_leaves_the_cursor_before_the_second() {
    let mut editor = Editor::new("कष");
    editor.set_cursor(0, 1);
    type_text(&mut editor, "्");
    assert_eq!((editor.text().as_str(), editor.cursor()), ("क्ष", (0, 2)));
    assert_eq!(cell(&editor, AREA).x, 1);
    type_text(&mut editor, "त्");
    assert_eq!(editor.text(), "क्त्ष");
    press(&mut editor, &[KeyCode::Left]);
    assert_eq!(editor.cursor(), (0, 0));
}

#[test]
fn typed_and_pasted_text_is_composed_and_stored_text_is_left_alone() {
    let mut editor = Editor::new("e\u{301}");
    type_text(&mut editor, " n\u{303} न\u{93c} \u{958}");
    assert_eq!(editor.text(), "e\u{301} ñ \u{929} क\u{93c}");
    let mut editor = Editor::new("");
    editor.paste("o\u{308}\r\nदो\rtt\u{1b}[31m\tx");
    assert_eq!(editor.text(), "ö\nदो\ntt[31m\tx");
    let mut field = Field::new("");
    field.paste("एक\r\nदो\n");
    assert_eq!(field.text(), "एक दो");
}

#[test]
fn words_are_crossed_and_taken_whole() {
    let mut editor = Editor::new("लाल सूती कुर्ता");
    let control = |code| KeyEvent::new(code, KeyModifiers::CONTROL);
    for stop in [9, 4, 0] {
        editor.handle(control(KeyCode::Left));
        assert_eq!(editor.cursor().1, stop);
    }
    for stop in [4, 9, 15] {
        editor.handle(control(KeyCode::Right));
        assert_eq!(editor.cursor().1, stop);
    }
    editor.handle(chord('w'));
    assert_eq!(editor.text(), "लाल सूती ");
    editor.handle(chord('u'));
    assert_eq!(editor.text(), "");
    editor.handle(chord('z'));
    editor.handle(chord('z'));
    assert_eq!(editor.text(), "लाल सूती कुर्ता");
    editor.handle(chord('y'));
    assert_eq!(editor.text(), "लाल सूती ");
}

#[test]
fn rows_wrap_at_words_and_the_cursor_moves_by_what_is_seen() {
    let area = Rect::new(3, 2, 9, 3);
    let mut editor = at_start("हिन्दी में कुर्ता सूती लाल");
    assert_eq!(cell(&editor, area), Position::new(3, 2));
    press(&mut editor, &[KeyCode::End]);
    assert_eq!(cell(&editor, area), Position::new(10, 2));
    press(&mut editor, &[KeyCode::Down]);
    assert_eq!(cell(&editor, area), Position::new(9, 3));
    press(&mut editor, &[KeyCode::Down]);
    assert_eq!(cell(&editor, area), Position::new(6, 4));
    press(&mut editor, &[KeyCode::Up, KeyCode::Up]);
    assert_eq!(cell(&editor, area), Position::new(10, 2));
    press(&mut editor, &[KeyCode::Home]);
    assert_eq!(editor.cursor(), (0, 0));
    assert!(editor.click(Position::new(5, 3)));
    assert_eq!(cell(&editor, area), Position::new(4, 3));
    assert!(!editor.click(Position::new(0, 0)));
}

#[test]
fn shift_selects_and_the_selection_is_replaced() {
    let mut editor = at_start(TEXT);
    editor.handle(shift(KeyCode::Right));
    editor.handle(shift(KeyCode::Right));
    assert_eq!(editor.selected_text().as_deref(), Some("हिन्दी"));
    type_text(&mut editor, "द");
    assert_eq!(editor.text(), "द स्त्री x");
    editor.handle(shift(KeyCode::Right));
    assert_eq!(editor.handle(key(KeyCode::Esc)), EditorOutcome::Consumed);
    assert_eq!(editor.handle(key(KeyCode::Esc)), EditorOutcome::Cancel);
    assert_eq!(editor.handle(chord('s')), EditorOutcome::Save);
    assert_eq!(editor.handle(key(KeyCode::Tab)), EditorOutcome::Ignored);
}

#[test]
fn cut_text_can_be_put_back_elsewhere() {
    let mut editor = at_start("एक दो");
    editor.handle(shift(KeyCode::End));
    editor.handle(chord('x'));
    assert_eq!(editor.text(), "");
    type_text(&mut editor, "! ");
    editor.handle(chord('v'));
    assert_eq!(editor.text(), "! एक दो");
}

#[test]
fn a_field_scrolls_sideways_with_its_cursor() {
    let area = Rect::new(0, 0, 8, 1);
    let mut field = Field::new("").with_placeholder("कुर्ता खोजें");
    let mut buf = Buffer::empty(area);
    assert_eq!(
        field.render(area, &mut buf, EditorStyles::default()),
        Some(Position::new(0, 0))
    );
    for c in "लाल सूती कुर्ता".chars() {
        assert_eq!(field.handle(key(KeyCode::Char(c))), EditorOutcome::Consumed);
        let at = field
            .render(area, &mut buf, EditorStyles::default())
            .unwrap();
        assert!(at.x < 8);
    }
    field.handle(key(KeyCode::Home));
    assert_eq!(
        field.render(area, &mut buf, EditorStyles::default()),
        Some(Position::new(0, 0))
    );
    assert_eq!(field.handle(key(KeyCode::Enter)), EditorOutcome::Save);
    assert_eq!(field.handle(key(KeyCode::Down)), EditorOutcome::Ignored);
}

#[test]
fn the_name_of_a_hidden_character_is_shown_whole_in_a_narrow_editor() {
    let area = Rect::new(0, 0, 5, 6);
    let mut buf = Buffer::empty(area);
    let mut editor = Editor::new("क\u{202e}ख");
    editor.render(area, &mut buf, EditorStyles::default());
    let seen: String = buf.content.iter().map(|cell| cell.symbol()).collect();
    assert_eq!(seen.replace(' ', ""), "क‹U+202E›ख");
    for stop in [2, 1, 0] {
        press(&mut editor, &[KeyCode::Left]);
        assert_eq!(editor.cursor(), (0, stop));
    }
}

/// One random step; each is legal at any place in any text.
fn step(editor: &mut Editor, random: &mut Random) {
    const KEYS: [KeyCode; 10] = [
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Enter,
        KeyCode::PageDown,
    ];
    match random.below(6) {
        0 => {
            _ = editor.handle(chord(
                ['w', 'u', 'k', 'd', 'x', 'v', 'z', 'y'][random.below(8)],
            ))
        }
        1 => _ = editor.handle(shift(KEYS[random.below(6)])),
        2 => editor.paste(&hostile_text(random)),
        3 => type_text(editor, &hindi_word(random)),
        _ => _ = editor.handle(key(KEYS[random.below(KEYS.len())])),
    }
}

proptest! {
    #[test]
    fn nothing_a_user_does_breaks_the_editor(seed in any::<u64>(), width in 1u16..30, height in 1u16..6) {
        let mut random = Random::new(seed);
        let text = hindi_paragraph(&mut random, 6);
        let mut editor = Editor::new(&text);
        let area = Rect::new(2, 1, width, height);
        let screen = Rect::new(0, 0, 40, 10);
        for _ in 0..40 {
            step(&mut editor, &mut random);
            let mut buf = Buffer::empty(screen);
            let at = editor.render(area, &mut buf, EditorStyles::default());
            prop_assert!(at.is_some_and(|at| area.contains(at)), "{at:?}");
            for y in screen.rows().map(|row| row.y) {
                for x in screen.columns().map(|column| column.x) {
                    prop_assert!(area.contains((x, y).into()) || buf[(x, y)].symbol() == " ");
                }
            }
        }
        for _ in 0..500 {
            editor.handle(chord('z'));
        }
        prop_assert_eq!(editor.text(), text);
    }

    #[test]
    fn everything_in_the_text_is_on_the_screen(seed in any::<u64>(), width in 9u16..40) {
        let text = hostile_text(&mut Random::new(seed)).replace(['\n', '\r'], "");
        let editor = Editor::new(&text);
        let area = Rect::new(0, 0, width, 100);
        let mut buf = Buffer::empty(area);
        editor.render(area, &mut buf, EditorStyles::default());
        let seen: String = buf.content.iter().map(|cell| cell.symbol()).filter(|s| !s.contains(' ')).collect();
        let stored: String = clusters(&text).map(|c| SafeText::line(c.text).to_string()).collect();
        prop_assert_eq!(seen, stored.replace(' ', ""));
    }
}
