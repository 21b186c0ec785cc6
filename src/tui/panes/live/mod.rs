//! Live: conversations appear word by word, and are steered while they do.
//!
//! Owns: which conversation is in focus, how far it is scrolled, what is typed or edited there. Does not: run the job;
//! it watches, and asks.

mod commands;
mod drawing;
mod editing;
mod grid;
mod layout;
mod lines;
mod status;
mod stream;
mod troubles;
mod ways;

use ratatui::layout::{Position, Rect};

use self::editing::{Edit, Step};
use self::layout::Layout;
use self::lines::Lines;
use self::stream::Streams;
use self::troubles::Troubles;
use self::ways::Ways;
use super::{Pane, Scene};
use crate::domain::Action;
use crate::jobs::{Awaits, JobEvent, Steer};
use crate::tui::command::{CommandId, Context};
use crate::tui::editor::EditorOutcome;
use crate::tui::effect::{Effect, Effects};
use crate::tui::keymap::{
    KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use crate::tui::msg::{Decision, Level, Reply};
use crate::tui::widgets::Canvas;

/// Requests of this pane are numbered from here on, so that no answer is taken for that of another pane.
const FIRST_REQUEST: u64 = 1 << 32;

/// Rows that the wheel scrolls by.
const WHEEL: isize = 3;

/// The Live pane.
#[derive(Default)]
pub struct Live {
    streams: Streams,
    /// The first line shown of the one in focus; `None` follows what is new.
    top: Option<usize>,
    edit: Option<Edit>,
    troubles: Troubles,
    requests: u64,
}

impl Live {
    fn layout(&self, scene: &Scene<'_>) -> Layout {
        Layout::of(scene.area, self.streams.len())
    }

    /// The part of the focus that shows lines, above what is being typed.
    fn page(&self, scene: &Scene<'_>) -> Rect {
        let focus = self.layout(scene).lines;
        let typed = self.box_of(focus);
        Rect {
            height: focus.height - typed.map_or(0, |typed| typed.height),
            ..focus
        }
    }

    /// Where the text that is being typed, or the ways to pick from, stand, when there are any.
    fn box_of(&self, focus: Rect) -> Option<Rect> {
        let width = focus.width.saturating_sub(4);
        if let (None, Some(ways)) = (&self.edit, self.ways()) {
            let wanted = ways.height(width).saturating_add(2);
            let most = (focus.height * 2 / 3).max(3);
            return Some(at_foot(focus, wanted.clamp(3, most)));
        }
        let editor = match (&self.edit, self.streams.focus()) {
            (Some(edit), _) => edit.editor()?,
            (None, Some(stream)) if stream.awaits_words().is_some() => &stream.typed,
            _ => return None,
        };
        let rows = editor.height(width);
        let wanted = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
        Some(at_foot(focus, wanted.clamp(3, (focus.height / 2).max(3))))
    }

    /// The ways in which the next turn of the one in focus is worded.
    fn ways(&self) -> Option<&Ways> {
        self.streams.focus()?.ways.as_ref()
    }

    /// Picks the way of a digit; `None` when the key says nothing of them.
    fn picked(&self, key: KeyEvent) -> Option<Effects> {
        let (stream, ways) = (self.streams.focus()?, self.ways()?);
        let KeyCode::Char(digit) = key.code else {
            return None;
        };
        let number = usize::try_from(digit.to_digit(10)?).ok()?;
        let told = |text: &str| vec![Effect::Tell(Level::Info, text.to_owned())];
        Some(match ways.whole(number) {
            Some(turn) if ways.ready() => vec![Effect::Pick {
                job: stream.job,
                conversation: stream.id,
                turn,
            }],
            Some(_) => told("another way is still being worded; wait for it, or press Esc"),
            None if number == 0 || number > ways.len() => told("there is no way of this number"),
            None => told("this way is not whole"),
        })
    }

    fn focus_lines(&self, width: u16) -> usize {
        self.streams
            .focus()
            .map_or(0, |stream| Lines::of(stream, width).len())
    }

    /// Scrolls the one in focus; at the end it follows again.
    fn scroll(&mut self, scene: &Scene<'_>, rows: isize) {
        let page = self.page(scene);
        let last = self
            .focus_lines(page.width)
            .saturating_sub(usize::from(page.height));
        let top = self.top.unwrap_or(last).saturating_add_signed(rows);
        self.top = (top < last).then_some(top);
    }

    fn step(&mut self, step: isize) -> Effects {
        self.streams.step(step);
        self.top = None;
        self.ask_about()
    }

    /// Reads whose conversation the one in focus is, when that is not known yet.
    fn ask_about(&mut self) -> Effects {
        let request = FIRST_REQUEST + self.requests;
        let Some(stream) = self
            .streams
            .focus_mut()
            .filter(|stream| !stream.asked_about)
        else {
            return Effects::new();
        };
        stream.asked_about = true;
        self.requests += 1;
        vec![Effect::Read {
            request,
            id: stream.id,
        }]
    }

    /// Sends what was typed for the turn that waits.
    fn send(&mut self) -> Effects {
        let Some(stream) = self.streams.focus() else {
            return Effects::new();
        };
        let text = stream.typed.text();
        let Some(turn) = stream.awaits_words() else {
            return Effects::new();
        };
        if text.trim().is_empty() {
            let nothing = "type what is said, or press Esc to hand the side back".to_owned();
            return vec![Effect::Tell(Level::Info, nothing)];
        }
        self.top = None;
        vec![stream.steered(Steer::Say { turn, text })]
    }

    fn typed(&mut self, key: KeyEvent) -> Option<Effects> {
        let stream = self.streams.focus_mut()?;
        stream.awaits_words()?;
        if key.code == KeyCode::Enter && key.modifiers == KeyModifiers::NONE {
            return Some(self.send());
        }
        match stream.typed.handle(key) {
            EditorOutcome::Consumed => Some(Effects::new()),
            EditorOutcome::Save => Some(self.send()),
            EditorOutcome::Cancel => Some(vec![stream.steered(Steer::HandBack)]),
            EditorOutcome::Ignored => None,
        }
    }

    fn edited(&mut self, scene: &Scene<'_>, key: KeyEvent) -> Option<Effects> {
        match self.edit.as_mut()?.key(scene.now, key) {
            Step::Going(effects) => Some(effects),
            Step::Done(effects) => {
                self.edit = None;
                Some(effects)
            }
            Step::Ignored => None,
        }
    }

    fn decided(&mut self, reply: &Reply) -> Effects {
        let Reply::Decided { decision, result } = reply else {
            return Effects::new();
        };
        if let Ok(written) = result {
            let entries = written.entries.iter();
            for entry in entries {
                if let Action::Edit { after, .. } = &entry.action {
                    self.streams.reword(&entry.subject, after);
                }
            }
        }
        match (decision, &mut self.edit) {
            (Decision::Edit(_, turn), Some(edit)) if edit.turn() == *turn => match result {
                Ok(_) => self.edit = None,
                Err(why) => {
                    edit.reopen();
                    return vec![Effect::Tell(Level::Error, why.clone())];
                }
            },
            _ => {}
        }
        Effects::new()
    }

    fn read(&mut self, request: u64, reading: &crate::tui::msg::Reading) -> Effects {
        if request < FIRST_REQUEST {
            return Effects::new();
        }
        let conversation = reading.conversation();
        if let Some(stream) = self.streams.find(conversation.id) {
            stream.learn(conversation);
        }
        if let Some(edit) = &mut self.edit {
            edit.open(request, reading);
        }
        Effects::new()
    }
}

/// The lowest rows of an area.
fn at_foot(area: Rect, rows: u16) -> Rect {
    let height = rows.min(area.height);
    Rect {
        y: area.bottom() - height,
        height,
        ..area
    }
}

impl Pane for Live {
    fn context(&self) -> Context {
        let typing = match (&self.edit, self.streams.focus()) {
            (Some(_), _) => true,
            (None, Some(stream)) => stream.awaits_words().is_some(),
            (None, None) => false,
        };
        if typing {
            Context::Typing
        } else {
            Context::Live
        }
    }

    fn typing_hints(&self) -> &'static [(&'static str, &'static str)] {
        match self.edit {
            Some(_) => &[("Ctrl-S", "save"), ("Esc", "back"), ("Tab", "next pane")],
            None => &[
                ("Enter", "send"),
                ("Esc", "hand back"),
                ("Tab", "next pane"),
            ],
        }
    }

    fn shown(&mut self, _scene: &Scene<'_>) -> Effects {
        self.ask_about()
    }

    fn key(&mut self, scene: &Scene<'_>, key: KeyEvent) -> Option<Effects> {
        match self.edit {
            Some(_) => self.edited(scene, key),
            None if self.ways().is_some() => self.picked(key),
            None => self.typed(key),
        }
    }

    fn paste(&mut self, scene: &Scene<'_>, text: &str) -> Effects {
        if let Some(edit) = &mut self.edit {
            return edit.paste(scene.now, text);
        }
        if let Some(stream) = self.streams.focus_mut()
            && stream.awaits_words().is_some()
        {
            stream.typed.paste(text);
        }
        Effects::new()
    }

    fn mouse(&mut self, scene: &Scene<'_>, mouse: MouseEvent) -> Effects {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.scroll(scene, WHEEL),
            MouseEventKind::ScrollUp => self.scroll(scene, -WHEEL),
            MouseEventKind::Down(MouseButton::Left) => {
                let at = Position::new(mouse.column, mouse.row);
                if let Some(stream) = grid::at(&self.layout(scene), &self.streams, at) {
                    self.streams.choose(stream);
                    self.top = None;
                    return self.ask_about();
                }
            }
            _ => {}
        }
        Effects::new()
    }

    fn run(&mut self, scene: &Scene<'_>, command: CommandId, argument: &str) -> Option<Effects> {
        self.command(scene, command, argument)
    }

    fn why_not(&self, scene: &Scene<'_>, command: CommandId) -> Option<&'static str> {
        self.hindrance(scene, command)
    }

    fn reply(&mut self, _scene: &Scene<'_>, reply: &Reply) -> Effects {
        match reply {
            Reply::Reading {
                request,
                reading: Some(reading),
            } => self.read(*request, reading),
            Reply::Decided { .. } => self.decided(reply),
            _ => Effects::new(),
        }
    }

    fn wake(&mut self, scene: &Scene<'_>) -> Effects {
        self.edit
            .as_mut()
            .map_or_else(Effects::new, |edit| edit.journal(scene.now))
    }

    fn job(&mut self, scene: &Scene<'_>, event: &JobEvent) -> Effects {
        let before = self.streams.focus().map(|stream| stream.id);
        self.streams.take(event);
        match event {
            JobEvent::LeftOut { sentence, .. } => self.troubles.add(sentence),
            JobEvent::Started { .. } => self.troubles = Troubles::default(),
            JobEvent::Waits {
                awaits: Awaits::Words { .. },
                conversation,
                ..
            } if scene.front == super::PaneId::Live && before == Some(*conversation) => {
                self.top = None;
            }
            _ => {}
        }
        let now = self.streams.focus().map(|stream| stream.id);
        if before == now {
            return Effects::new();
        }
        self.top = None;
        match scene.front {
            super::PaneId::Live => self.ask_about(),
            _ => Effects::new(),
        }
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        self.draw(scene, canvas)
    }
}
