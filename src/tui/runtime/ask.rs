//! The one question that the terminal is asked, before keys are read.
//!
//! Owns: asking for the primary device attributes and waiting a little for them, and giving back every key that was
//! pressed meanwhile. Any terminal answers; an answer that comes later is dropped by the reader of keys.
//! Does not: read what the attributes mean.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::time::{Duration, Instant};

use crate::tui::keymap::{KeyCode, KeyEvent, KeyModifiers};

/// How long an answer is waited for: over a line slower than this, half-blocks are the better picture anyway.
pub const PATIENCE: Duration = Duration::from_millis(100);

/// How much longer when the answer has begun: its rest would be taken for keys.
const REST: Duration = Duration::from_millis(400);

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(1);

/// "What are you?"
const QUESTION: &[u8] = b"\x1b[c";

/// The flag that makes reading return at once, where it is known.
#[cfg(all(
    target_os = "linux",
    not(any(target_arch = "mips", target_arch = "mips64", target_arch = "sparc64"))
))]
const NOT_WAITING: Option<i32> = Some(0o4000);
#[cfg(any(
    target_os = "macos",
    target_os = "freebsd",
    target_os = "openbsd",
    target_os = "netbsd"
))]
const NOT_WAITING: Option<i32> = Some(4);
#[cfg(not(any(
    target_os = "macos",
    target_os = "freebsd",
    target_os = "openbsd",
    target_os = "netbsd",
    all(
        target_os = "linux",
        not(any(target_arch = "mips", target_arch = "mips64", target_arch = "sparc64"))
    )
)))]
const NOT_WAITING: Option<i32> = None;

/// What came while it was waited.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The attributes, numbers parted by `;`; `None` without an answer.
    pub attributes: Option<Vec<u8>>,
    /// Everything else.
    pub typed: Vec<u8>,
}

/// Asks the terminal of this process, which is in raw mode, and waits no longer than `patience` for it to begin to answer.
pub fn terminal(patience: Duration) -> Answer {
    let mut came = Vec::new();
    if let Err(error) = listen(patience, &mut came) {
        tracing::debug!(%error, "asking the terminal");
    }
    part(&came)
}

fn listen(patience: Duration, came: &mut Vec<u8>) -> io::Result<()> {
    let Some(flag) = NOT_WAITING else {
        return Ok(());
    };
    let mut options = File::options();
    let mut terminal = options
        .read(true)
        .write(true)
        .custom_flags(flag)
        .open("/dev/tty")?;
    terminal.write_all(QUESTION)?;
    let begun = Instant::now();
    let mut bytes = [0; 256];
    loop {
        match terminal.read(&mut bytes) {
            Ok(0) => return Ok(()),
            Ok(count) => came.extend(&bytes[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::sleep(PAUSE),
            Err(error) => return Err(error),
        }
        let until = match find(came) {
            Found::Whole { .. } => return Ok(()),
            Found::Begun { .. } => patience + REST,
            Found::Nothing => patience,
        };
        if begun.elapsed() >= until {
            return Ok(());
        }
    }
}

/// Where the answer stands in what came.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    Begun { from: usize },
    Whole { from: usize, to: usize },
}

/// Looks for `ESC [ ? numbers c`.
fn find(came: &[u8]) -> Found {
    const BEGINS: &[u8] = b"\x1b[?";
    let mut from = 0;
    while let Some(at) = came[from..].windows(BEGINS.len()).position(|w| w == BEGINS) {
        let start = from + at;
        let inner = &came[start + BEGINS.len()..];
        let numbers = inner
            .iter()
            .take_while(|byte| byte.is_ascii_digit() || **byte == b';')
            .count();
        match inner.get(numbers) {
            None => return Found::Begun { from: start },
            Some(b'c') => {
                let to = start + BEGINS.len() + numbers + 1;
                return Found::Whole { from: start, to };
            }
            Some(_) => from = start + 1,
        }
    }
    Found::Nothing
}

/// Parts the answer from what was typed before, within and after it.
fn part(came: &[u8]) -> Answer {
    match find(came) {
        Found::Nothing => Answer {
            attributes: None,
            typed: came.to_vec(),
        },
        Found::Begun { from } => Answer {
            attributes: None,
            typed: came[..from].to_vec(),
        },
        Found::Whole { from, to } => Answer {
            attributes: Some(came[from + 3..to - 1].to_vec()),
            typed: [&came[..from], &came[to..]].concat(),
        },
    }
}

/// The keys that typed bytes stand for: letters, the common control keys and arrows. Reports of the mouse and the focus,
/// which nobody typed, are left out.
pub fn keys(typed: &[u8]) -> Vec<KeyEvent> {
    let text = String::from_utf8_lossy(typed);
    let mut rest = text.as_ref();
    let mut keys = Vec::new();
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        let key = match first {
            '\x1b' => escape(&mut rest),
            char::REPLACEMENT_CHARACTER => None,
            other => Some(plain(other)),
        };
        keys.extend(key);
    }
    keys
}

fn plain(c: char) -> KeyEvent {
    let code = match c {
        '\r' | '\n' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\x7f' | '\x08' => KeyCode::Backspace,
        '\x01'..='\x1a' => {
            let letter = char::from(c as u8 - 1 + b'a');
            return KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL);
        }
        other => KeyCode::Char(other),
    };
    let shift = matches!(code, KeyCode::Char(c) if c.is_uppercase());
    let modifiers = if shift {
        KeyModifiers::SHIFT
    } else {
        KeyModifiers::NONE
    };
    KeyEvent::new(code, modifiers)
}

/// What an escape begins; takes its bytes off `rest`.
fn escape(rest: &mut &str) -> Option<KeyEvent> {
    let Some(sequence) = rest.strip_prefix(['[', 'O']) else {
        return Some(KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE));
    };
    let Some(last) = sequence.find(|c: char| ('\x40'..='\x7e').contains(&c)) else {
        *rest = "";
        return None;
    };
    let (whole, after) = sequence.split_at(last + 1);
    *rest = after;
    let code = match whole {
        "A" => KeyCode::Up,
        "B" => KeyCode::Down,
        "C" => KeyCode::Right,
        "D" => KeyCode::Left,
        "H" => KeyCode::Home,
        "F" => KeyCode::End,
        "5~" => KeyCode::PageUp,
        "6~" => KeyCode::PageDown,
        "Z" => KeyCode::BackTab,
        _ => return None,
    };
    Some(KeyEvent::new(code, KeyModifiers::NONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(came: &[u8]) -> (Option<Vec<u8>>, Vec<u8>) {
        let Answer { attributes, typed } = part(came);
        (attributes, typed)
    }

    #[test]
    fn the_answer_is_parted_from_what_is_typed() {
        let some = |numbers: &[u8]| Some(numbers.to_vec());
        assert_eq!(answer(b"\x1b[?63;4;22c"), (some(b"63;4;22"), vec![]));
        assert_eq!(answer(b"ab\x1b[?6cq"), (some(b"6"), b"abq".to_vec()));
        assert_eq!(answer(b"gr"), (None, b"gr".to_vec()));
        assert_eq!(answer(b"x\x1b[?63;"), (None, b"x".to_vec()));
        assert_eq!(answer(b"\x1b[?1;2y\x1b[?62c").0, some(b"62"));
        assert_eq!(find(b"\x1b[?"), Found::Begun { from: 0 });
        assert_eq!(find(b"\x1b[A"), Found::Nothing);
    }

    #[test]
    fn typed_bytes_become_the_keys_that_were_pressed() {
        let codes = |typed: &[u8]| keys(typed).into_iter().map(|k| k.code).collect::<Vec<_>>();
        use KeyCode::{Char, Down, Enter, Esc, Tab};
        assert_eq!(
            codes("gक\t\r".as_bytes()),
            [Char('g'), Char('क'), Tab, Enter]
        );
        assert_eq!(codes(b"\x1b[Bq"), [Down, Char('q')]);
        assert_eq!(codes(b"\x1b"), [Esc]);
        assert_eq!(
            codes(b"\x1b[I\x1b[<0;3;4Mj"),
            [Char('j')],
            "focus and mouse"
        );
        assert_eq!(codes(b"\x1b[12"), [], "a sequence cut short");
        let control = keys(b"\x03")[0];
        assert_eq!(
            (control.code, control.modifiers),
            (Char('c'), KeyModifiers::CONTROL)
        );
        assert_eq!(keys(b"G")[0].modifiers, KeyModifiers::SHIFT);
    }
}
