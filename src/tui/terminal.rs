//! Taking the terminal and giving it back.
//!
//! Owns: raw mode, the alternate screen, mouse, paste, focus and keyboard modes, and their undoing after quit, error,
//! panic or signal, once and only once. Asks the terminal nothing, so the first frame waits for no answer (`runtime` asks later).
//! Does not: read events, nor decide what is drawn.

use std::io::{self, Stdout, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture, KeyboardEnhancementFlags, PopKeyboardEnhancementFlags,
    PushKeyboardEnhancementFlags,
};
use crossterm::queue;
use crossterm::style::{Attribute, Print, SetAttribute};
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use ratatui::layout::{Rect, Size};
use ratatui::{Frame, Terminal};

use super::backend::IndicBackend;
use super::guard::RowGuard;

/// Takes back "any motion" (1003); as that ends all tracking in some terminals, "drag" (1002) is asked for again.
const DRAGS_NOT_MOVES: &str = "\x1b[?1003l\x1b[?1002h";

/// Who gets the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The studio: clicks and the wheel.
    Captured,
    /// The terminal, which then selects text.
    Released,
}

/// How keys are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyboard {
    /// As terminals always did: Esc is told from Alt by waiting.
    Legacy,
    /// Each key by an unmistakable sequence.
    Disambiguated,
}

impl Keyboard {
    /// Disambiguated where the environment names a terminal known to support it. Asking the terminal itself could hold
    /// up the first frame for two seconds.
    pub fn from_env(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let any = |name: &str, known: &[&str]| {
            lookup(name).is_some_and(|value| known.iter().any(|part| value.contains(part)))
        };
        let multiplexed = lookup("TMUX").is_some() || lookup("STY").is_some();
        let known = any(
            "TERM",
            &["kitty", "ghostty", "foot", "wezterm", "alacritty", "rio"],
        ) || any(
            "TERM_PROGRAM",
            &["WezTerm", "ghostty", "iTerm.app", "rio", "kitty"],
        );
        if known && !multiplexed {
            Self::Disambiguated
        } else {
            Self::Legacy
        }
    }
}

/// What to ask of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modes {
    /// Who gets the mouse.
    pub mouse: Mouse,
    /// How keys are reported.
    pub keyboard: Keyboard,
}

/// Gives the terminal back, from anywhere and at most once: a signal handler's task, a panic hook, an error path.
#[derive(Debug, Clone)]
pub struct Restorer {
    taken: Arc<AtomicBool>,
    keyboard: Keyboard,
    raw: Raw,
    /// What takes back what was told to the terminal itself, such as a title; empty when nothing was.
    told: Arc<Mutex<String>>,
}

/// Whether raw mode is ours to switch; not so when a test writes to memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raw {
    Switched,
    Untouched,
}

impl Restorer {
    /// Gives the terminal back through standard output. Does nothing if it was given back already.
    ///
    /// # Errors
    /// The write or the mode switch failed, as when the terminal is gone.
    pub fn restore(&self) -> io::Result<()> {
        self.restore_to(&mut io::stdout())
    }

    /// [`Self::restore`] through another writer.
    ///
    /// # Errors
    /// As [`Self::restore`].
    pub fn restore_to(&self, writer: &mut impl Write) -> io::Result<()> {
        if !self.taken.swap(false, Ordering::SeqCst) {
            return Ok(());
        }
        let written = self.write_restore(writer);
        // Also when the write failed: raw mode is the worst thing to leave behind.
        if self.raw == Raw::Switched {
            disable_raw_mode()?;
        }
        written
    }

    /// Restores the terminal before a panic is reported, so that the report can be read.
    pub fn install_panic_hook(&self) {
        let restorer = self.clone();
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // Nothing can be done about a terminal that is gone; the report matters more.
            let _ = restorer.restore();
            report(panic);
        }));
    }

    fn write_restore(&self, writer: &mut impl Write) -> io::Result<()> {
        queue!(
            writer,
            EndSynchronizedUpdate,
            SetAttribute(Attribute::Reset)
        )?;
        let told = std::mem::take(&mut *self.told.lock().unwrap_or_else(PoisonError::into_inner));
        writer.write_all(told.as_bytes())?;
        // Terminals keep these flags per screen: they must go before the alternate screen does.
        if self.keyboard == Keyboard::Disambiguated {
            queue!(writer, PopKeyboardEnhancementFlags)?;
        }
        queue!(
            writer,
            DisableMouseCapture,
            DisableFocusChange,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            Show
        )?;
        writer.flush()
    }
}

/// The terminal while the studio has it. Dropping it gives it back.
#[derive(Debug)]
pub struct Session<W: Write> {
    terminal: Terminal<IndicBackend<W>>,
    guard: RowGuard,
    modes: Modes,
    restorer: Restorer,
}

impl Session<Stdout> {
    /// Takes the terminal behind standard output.
    ///
    /// # Errors
    /// Raw mode or the first write failed; the terminal is then as it was.
    pub fn enter(modes: Modes) -> io::Result<Self> {
        Self::start(IndicBackend::new(io::stdout()), modes, Raw::Switched)
    }
}

impl<W: Write> Session<W> {
    /// Runs over any writer as if it were a screen of `size`.
    ///
    /// # Errors
    /// The first write failed.
    pub fn over(writer: W, size: Size, modes: Modes) -> io::Result<Self> {
        Self::start(IndicBackend::with_size(writer, size), modes, Raw::Untouched)
    }

    fn start(backend: IndicBackend<W>, modes: Modes, raw: Raw) -> io::Result<Self> {
        let restorer = Restorer {
            taken: Arc::new(AtomicBool::new(false)),
            keyboard: modes.keyboard,
            raw,
            told: Arc::default(),
        };
        let mut session = Self {
            terminal: Terminal::new(backend)?,
            guard: RowGuard::default(),
            modes,
            restorer,
        };
        session.take()?;
        Ok(session)
    }

    /// Paints one frame: `view` fills it, the guard marks its Devanagari rows, and only what changed is sent.
    ///
    /// # Errors
    /// The terminal could not be written to.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        let guard = &mut self.guard;
        self.terminal.draw(|frame| {
            view(frame);
            guard.apply(frame.buffer_mut());
        })?;
        Ok(())
    }

    /// The whole screen as of the last frame.
    pub fn area(&self) -> Rect {
        Rect::from(self.terminal.size().unwrap_or_default())
    }

    /// Sends the next frame whole, as when something else wrote on the screen.
    ///
    /// # Errors
    /// The terminal could not be written to.
    pub fn repaint(&mut self) -> io::Result<()> {
        self.terminal.backend_mut().forget();
        self.terminal.clear()
    }

    /// Gives the mouse to the studio or to the terminal.
    ///
    /// # Errors
    /// The terminal could not be written to.
    pub fn set_mouse(&mut self, mouse: Mouse) -> io::Result<()> {
        self.modes.mouse = mouse;
        let writer = self.terminal.backend_mut().writer_mut();
        match mouse {
            Mouse::Captured => capture_mouse(writer)?,
            Mouse::Released => queue!(writer, DisableMouseCapture)?,
        }
        writer.flush()
    }

    /// Sends what is not part of a frame and leaves no mark on the screen by itself.
    ///
    /// # Errors
    /// The terminal could not be written to.
    pub fn send(&mut self, sequence: &str) -> io::Result<()> {
        let writer = self.terminal.backend_mut().writer_mut();
        writer.write_all(sequence.as_bytes())?;
        writer.flush()
    }

    /// [`Self::send`] for what must be taken back when the terminal is given back: `undo` does so.
    ///
    /// # Errors
    /// The terminal could not be written to.
    pub fn announce(&mut self, sequence: &str, undo: String) -> io::Result<()> {
        let told = &self.restorer.told;
        *told.lock().unwrap_or_else(PoisonError::into_inner) = undo;
        self.send(sequence)
    }

    /// Changes the size given to [`Self::over`].
    pub fn resize(&mut self, size: Size) {
        self.terminal.backend_mut().resize(size);
    }

    /// Gives the terminal back for another program, such as an editor. Stop reading events first.
    ///
    /// # Errors
    /// The terminal could not be written to.
    pub fn suspend(&mut self) -> io::Result<()> {
        let writer = self.terminal.backend_mut().writer_mut();
        self.restorer.restore_to(writer)
    }

    /// Takes the terminal again; the next frame is sent whole.
    ///
    /// # Errors
    /// As [`Session::enter`].
    pub fn resume(&mut self) -> io::Result<()> {
        self.take()?;
        self.repaint()
    }

    /// Gives the terminal back for good.
    ///
    /// # Errors
    /// The terminal could not be written to; it was still given back as far as it goes.
    pub fn leave(mut self) -> io::Result<()> {
        self.suspend()
    }

    /// A handle for signals and panics.
    pub fn restorer(&self) -> Restorer {
        self.restorer.clone()
    }

    fn take(&mut self) -> io::Result<()> {
        if self.restorer.taken.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let taken = self.switch_on();
        if taken.is_err() {
            // The first error says more than one from undoing what never came about.
            let _ = self.suspend();
        }
        taken
    }

    fn switch_on(&mut self) -> io::Result<()> {
        if self.restorer.raw == Raw::Switched {
            enable_raw_mode()?;
        }
        let modes = self.modes;
        let writer = self.terminal.backend_mut().writer_mut();
        queue!(
            writer,
            EnterAlternateScreen,
            EnableBracketedPaste,
            EnableFocusChange
        )?;
        if modes.mouse == Mouse::Captured {
            capture_mouse(writer)?;
        }
        if modes.keyboard == Keyboard::Disambiguated {
            let flags = KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES;
            queue!(writer, PushKeyboardEnhancementFlags(flags))?;
        }
        writer.flush()
    }
}

/// Clicks, drags and the wheel, but not every move of the pointer, which would wake the studio for nothing.
fn capture_mouse(writer: &mut impl Write) -> io::Result<()> {
    queue!(writer, EnableMouseCapture, Print(DRAGS_NOT_MOVES))
}

impl<W: Write> Drop for Session<W> {
    fn drop(&mut self) {
        // A terminal that is gone cannot be told anything any more.
        let _ = self.suspend();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODES: Modes = Modes {
        mouse: Mouse::Captured,
        keyboard: Keyboard::Disambiguated,
    };

    fn count(bytes: &[u8], part: &str) -> usize {
        String::from_utf8_lossy(bytes).matches(part).count()
    }

    #[test]
    fn what_is_switched_on_is_switched_off_once() {
        let mut bytes = Vec::new();
        let mut session = Session::over(&mut bytes, Size::new(20, 5), MODES).unwrap();
        session
            .draw(|frame| frame.set_cursor_position((1, 1)))
            .unwrap();
        session.suspend().unwrap();
        session.suspend().unwrap();
        drop(session);
        for mode in ["1049", "2004", "1004", "1000", "1006"] {
            assert_eq!(count(&bytes, &format!("\x1b[?{mode}h")), 1, "{mode}");
            assert_eq!(count(&bytes, &format!("\x1b[?{mode}l")), 1, "{mode}");
        }
        assert_eq!(count(&bytes, "\x1b[>1u"), 1);
        assert_eq!(count(&bytes, "\x1b[<1u"), 1);
        assert!(bytes.ends_with(b"\x1b[?25h"));
    }

    #[test]
    fn what_the_terminal_was_told_is_taken_back_once() {
        let mut bytes = Vec::new();
        let mut session = Session::over(&mut bytes, Size::new(20, 5), MODES).unwrap();
        session.announce("<busy>", "<idle>".to_owned()).unwrap();
        session.announce("<busier>", "<idle>".to_owned()).unwrap();
        session.suspend().unwrap();
        session.leave().unwrap();
        assert_eq!(count(&bytes, "<idle>"), 1);
        assert!(count(&bytes, "<busier>") == 1);
    }

    #[test]
    fn resuming_takes_it_again_and_paints_all() {
        let mut bytes = Vec::new();
        let mut session = Session::over(&mut bytes, Size::new(20, 5), MODES).unwrap();
        for _ in 0..2 {
            session
                .draw(|frame| frame.render_widget("hello", frame.area()))
                .unwrap();
        }
        session.suspend().unwrap();
        session.resume().unwrap();
        session
            .draw(|frame| frame.render_widget("hello", frame.area()))
            .unwrap();
        session.leave().unwrap();
        assert_eq!(count(&bytes, "hello"), 2);
        assert_eq!(count(&bytes, "\x1b[?1049h"), 2);
        assert_eq!(count(&bytes, "\x1b[?1049l"), 2);
    }

    #[test]
    fn a_restorer_elsewhere_leaves_nothing_for_the_session_to_do() {
        let mut bytes = Vec::new();
        let session = Session::over(&mut bytes, Size::new(20, 5), MODES).unwrap();
        let mut elsewhere = Vec::new();
        session.restorer().restore_to(&mut elsewhere).unwrap();
        session.restorer().restore_to(&mut elsewhere).unwrap();
        drop(session);
        assert_eq!(count(&elsewhere, "\x1b[?1049l"), 1);
        assert_eq!(count(&bytes, "\x1b[?1049l"), 0);
    }

    #[test]
    fn a_known_terminal_gets_the_better_keyboard() {
        let with = |vars: &'static [(&str, &str)]| {
            Keyboard::from_env(|name| {
                vars.iter()
                    .find(|(key, _)| *key == name)
                    .map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(with(&[("TERM", "xterm-kitty")]), Keyboard::Disambiguated);
        assert_eq!(with(&[("TERM", "xterm-256color")]), Keyboard::Legacy);
        assert_eq!(
            with(&[("TERM", "xterm-kitty"), ("TMUX", "/tmp/x")]),
            Keyboard::Legacy
        );
    }
}
