//! What is never written: anything for an unchanged frame, and any sequence that came out of data.

use ratatui::style::Style;

use muse_studio::tui::safe::SafeText;
use muse_studio::tui::terminal::Session;
use muse_studio::tui::text::put;

use crate::frames::{MODES, SIZE, Table};
use crate::random::{Random, hostile_text, word};

/// A writer that can be looked into while the session holds it.
#[derive(Clone, Default)]
pub struct Shared(std::rc::Rc<std::cell::RefCell<Vec<u8>>>);

impl Shared {
    pub fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_unchanged_frame_writes_nothing() {
    for seed in 0..50 {
        let screen = Shared::default();
        let mut session = Session::over(screen.clone(), SIZE, MODES).unwrap();
        let table = Table::random(&mut Random::new(seed), word);
        for cursor in [None, Some((3, 4))] {
            let mut draw = || {
                session
                    .draw(|frame| {
                        table.view(frame);
                        if let Some(cursor) = cursor {
                            frame.set_cursor_position(cursor);
                        }
                    })
                    .unwrap();
                screen.take()
            };
            // The second frame swaps the library's two buffers in; from then on nothing is new.
            assert!(!draw().is_empty());
            draw();
            for _ in 0..3 {
                assert_eq!(String::from_utf8_lossy(&draw()), "", "seed {seed}");
            }
        }
    }
}

#[test]
fn each_frame_is_one_synchronized_update() {
    let screen = Shared::default();
    let mut session = Session::over(screen.clone(), SIZE, MODES).unwrap();
    screen.take();
    for seed in 0..20 {
        let table = Table::random(&mut Random::new(seed), word);
        session.draw(|frame| table.view(frame)).unwrap();
        let frame = String::from_utf8(screen.take()).unwrap();
        assert!(
            frame.starts_with("\x1b[?2026h") && frame.ends_with("\x1b[?2026l"),
            "{frame:?}"
        );
        assert_eq!(frame.matches("\x1b[?2026").count(), 2);
    }
}

#[test]
fn no_sequence_of_the_data_reaches_the_terminal() {
    for seed in 0..2_000 {
        let mut random = Random::new(seed);
        let texts: Vec<SafeText> = (0..4)
            .map(|_| SafeText::line(&hostile_text(&mut random)))
            .collect();
        let screen = Shared::default();
        let mut session = Session::over(screen.clone(), SIZE, MODES).unwrap();
        screen.take();
        session
            .draw(|frame| {
                for (y, text) in (0..).zip(&texts) {
                    put(frame.buffer_mut(), 0, y, SIZE.width, text, Style::new());
                }
            })
            .unwrap();
        let frame = String::from_utf8(screen.take()).unwrap();
        assert_eq!(foreign_sequence(&frame), None, "seed {seed}: {frame:?}");
    }
}

/// The first control character, or the first escape sequence that is none of the four kinds a frame is made of: moving
/// the cursor, colours, the synchronized update, the cursor's visibility.
fn foreign_sequence(frame: &str) -> Option<String> {
    let mut rest = frame;
    while let Some(at) = rest.find(char::is_control) {
        rest = &rest[at..];
        let body = rest.strip_prefix("\x1b[").unwrap_or_default();
        let end = body.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
        let (arguments, last) = (&body[..end], body[end..].chars().next());
        let known = match last {
            Some('H' | 'm') => arguments
                .chars()
                .all(|c| c.is_ascii_digit() || ";:".contains(c)),
            Some('h' | 'l') => ["?2026", "?25"].contains(&arguments),
            _ => false,
        };
        // A reset of the terminal's colours ("39m") or a move to "1;1" cannot be told apart from ours by kind, so the
        // data's own sequences are made of other ones.
        if !known || arguments == "31" {
            return Some(rest.chars().take(12).collect());
        }
        rest = &body[end + 1..];
    }
    None
}

#[test]
fn the_check_for_foreign_sequences_finds_them() {
    for bad in [
        "a\x1b[31mb",
        "\x1bc",
        "\x1b]0;t\x07",
        "\u{9b}2J",
        "\x1b[2J",
        "\x1b[?1049l",
        "\r",
    ] {
        assert!(foreign_sequence(bad).is_some(), "{bad:?}");
    }
    assert_eq!(
        foreign_sequence("\x1b[?2026h\x1b[1;2Ha\x1b[39m\x1b[?25l"),
        None
    );
}
