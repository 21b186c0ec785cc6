//! A studio on a screen that is a terminal emulator: keys in, effects and the visible text out.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent, MouseEventKind};
use muse_studio::store::Standing;
use muse_studio::tui::app::App;
use muse_studio::tui::effect::Effect;
use muse_studio::tui::msg::{Msg, Place, Reply, Server};
use muse_studio::tui::terminal::{Keyboard, Modes, Mouse, Session};
use muse_studio::tui::theme::{Depth, Theme};
use muse_studio::tui::view;
use ratatui::layout::Size;

/// What the studio writes, shared with the emulator.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A studio under test.
pub struct Screen {
    /// The app, to look inside.
    pub app: App,
    session: Session<Wire>,
    wire: Wire,
    parser: vt100::Parser,
    now: Duration,
}

impl Screen {
    /// A studio of this size whose workspace is open.
    pub fn new(width: u16, height: u16) -> Self {
        let wire = Wire::default();
        let modes = Modes {
            mouse: Mouse::Released,
            keyboard: Keyboard::Legacy,
        };
        let size = Size::new(width, height);
        let session = Session::over(wire.clone(), size, modes).unwrap();
        let depth = Depth::from_env(|name| (name == "COLORTERM").then(|| "truecolor".to_owned()));
        let theme = Theme::load("dark", None, depth).unwrap();
        let mut screen = Screen {
            app: App::new((width, height), theme),
            session,
            wire,
            parser: vt100::Parser::new(cells(height), cells(width), 0),
            now: Duration::ZERO,
        };
        screen.reply(Reply::Opened(Place {
            reviewer: "asha".into(),
            shown: "~/muse/demo".to_owned(),
            read_only: None,
            standing: Standing::ALONE,
            embeddings: Server::Named,
        }));
        screen
    }

    /// Something happens; the effects that it asks for.
    pub fn take(&mut self, msg: Msg) -> Vec<Effect> {
        self.now += Duration::from_millis(10);
        self.app.update(self.now, msg)
    }

    /// Time passes.
    pub fn wait(&mut self, millis: u64) {
        self.now += Duration::from_millis(millis);
    }

    /// The mouse does something at a column and row.
    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> Vec<Effect> {
        let modifiers = KeyModifiers::NONE;
        self.take(Msg::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers,
        }))
    }

    /// An answer of the store.
    pub fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        self.take(Msg::Reply(reply))
    }

    /// Presses keys written as in the keymap, separated by spaces; gives the effects of all of them.
    pub fn press(&mut self, keys: &str) -> Vec<Effect> {
        keys.split(' ')
            .flat_map(|key| self.take(Msg::Key(key_event(key))))
            .collect()
    }

    /// Types a text.
    pub fn type_text(&mut self, text: &str) -> Vec<Effect> {
        let key = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        text.chars()
            .flat_map(|c| self.take(Msg::Key(key(c))))
            .collect()
    }

    /// Draws a frame; the bytes that it cost.
    pub fn draw(&mut self) -> usize {
        let app = &self.app;
        self.session
            .draw(|frame| {
                if let Some(cursor) = view::view(app, frame.buffer_mut()) {
                    frame.set_cursor_position(cursor);
                }
            })
            .unwrap();
        let bytes = std::mem::take(&mut *self.wire.0.borrow_mut());
        self.parser.process(&bytes);
        bytes.len()
    }

    /// Draws and reads what a person sees, row by row without trailing blanks.
    pub fn text(&mut self) -> String {
        self.draw();
        let (_, width) = self.parser.screen().size();
        let rows: Vec<String> = self
            .parser
            .screen()
            .rows(0, width.get())
            .map(|row| row.trim_end().to_owned())
            .collect();
        rows.join("\n")
    }

    /// The stretches that are underlined, as what matches is.
    pub fn underlined(&mut self) -> Vec<String> {
        self.draw();
        let screen = self.parser.screen();
        let (height, width) = screen.size();
        let mut found = vec![String::new()];
        for row in 0..height.get() {
            for column in 0..width.get() {
                match screen.cell(row, column) {
                    Some(cell) if cell.underline() => {
                        let last = found.len() - 1;
                        found[last].push_str(cell.contents());
                    }
                    _ if found.last().is_some_and(|one| !one.is_empty()) => {
                        found.push(String::new());
                    }
                    _ => {}
                }
            }
        }
        found
    }
}

fn cells(count: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(count).unwrap()
}

/// A key as the keymap writes it.
pub fn key_event(key: &str) -> KeyEvent {
    let (mut modifiers, mut base) = (KeyModifiers::NONE, key);
    for (prefix, modifier) in [
        ("ctrl-", KeyModifiers::CONTROL),
        ("alt-", KeyModifiers::ALT),
        ("shift-", KeyModifiers::SHIFT),
    ] {
        if let Some(rest) = base.strip_prefix(prefix) {
            modifiers |= modifier;
            base = rest;
        }
    }
    let named: BTreeMap<&str, KeyCode> = BTreeMap::from([
        ("enter", KeyCode::Enter),
        ("esc", KeyCode::Esc),
        ("tab", KeyCode::Tab),
        ("space", KeyCode::Char(' ')),
        ("down", KeyCode::Down),
        ("up", KeyCode::Up),
        ("left", KeyCode::Left),
        ("right", KeyCode::Right),
        ("home", KeyCode::Home),
        ("end", KeyCode::End),
        ("pagedown", KeyCode::PageDown),
        ("pageup", KeyCode::PageUp),
        ("backspace", KeyCode::Backspace),
        ("delete", KeyCode::Delete),
    ]);
    let code = named
        .get(base)
        .copied()
        .or_else(|| base.chars().next().map(KeyCode::Char));
    KeyEvent::new(code.expect("a key"), modifiers)
}
