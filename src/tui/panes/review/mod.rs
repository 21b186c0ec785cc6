//! Review: read, judge, edit.
//!
//! Owns: how queue, reader and editor work together, what a decision asks of the store, and going on to what is next.
//! Does not: write; a decision is an effect, and its mark shows `…` until the store has answered.

mod card;
mod drawing;
mod editing;
mod edits;
mod facts;
mod in_queue;
mod in_reader;
mod judging;
mod layout;
mod lines;
mod opening;
mod queue;
mod reader;
mod remarks;
mod travel;
mod using;
mod view;

use std::collections::HashMap;
use std::time::Duration;

use crate::tui::keymap::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use self::card::Card;
use self::editing::{Editing, Step};
use self::layout::{Focus, Layout};
use self::opening::Freshness;
use self::queue::Queue;
use self::reader::{DiffView, Reader};
use super::{Pane, PaneId, Scene};
use crate::domain::{ConversationId, Product, Reason, ReviewerId, TurnId};
use crate::jobs::JobEvent;
use crate::store::Draft;
use crate::tui::command::{CommandId, Context};
use crate::tui::effect::{Ask, Effect, Effects};
use crate::tui::msg::{Level, Reply};
use crate::tui::widgets::Canvas;

/// What has been told once already.
#[derive(Debug, Default)]
struct Told {
    verdict: bool,
    edit: bool,
    count_wanted: bool,
}

/// The Review pane.
#[derive(Default)]
pub struct Review {
    focus: Focus,
    queue: Queue,
    reader: Option<Reader>,
    editing: Option<Editing>,
    drafts: HashMap<TurnId, Draft>,
    request: u64,
    /// The conversation that was asked for and is not here yet: what is on screen is no longer what is meant.
    opening: Option<ConversationId>,
    freshness: Freshness,
    /// When the conversation under the queue's cursor is read beside it.
    preview_due: Option<Duration>,
    /// The time of what is being handled.
    now: Duration,
    /// The turn that the cursor goes to when its conversation is read: the one that an undo was about.
    aim: Option<TurnId>,
    /// Whether the conversation that was asked for is opened to go on with an edit.
    resuming: bool,
    /// What became of the conversation before, while the next undecided one is looked for among lines not loaded yet.
    seeking: Option<String>,
    /// Decisions that the store has not answered.
    outstanding: u32,
    /// Whether the next reject reason is meant for everything listed.
    bulk: bool,
    /// Who judges.
    me: Option<ReviewerId>,
    /// The reason given last, for the next one of its kind.
    last_reason: Option<Reason>,
    diff: DiffView,
    card: Card,
    told: Told,
    loaded: bool,
}

impl Pane for Review {
    fn context(&self) -> Context {
        match (&self.editing, self.focus) {
            (Some(_), _) => Context::Typing,
            (None, Focus::Queue) => Context::Queue,
            (None, Focus::Reader) => Context::Reader,
        }
    }

    fn shown(&mut self, scene: &Scene<'_>) -> Effects {
        let Some(place) = scene.place else {
            return Effects::new();
        };
        self.me = Some(place.reviewer.clone());
        self.loaded = true;
        self.queue.refresh()
    }

    fn key(&mut self, scene: &Scene<'_>, key: KeyEvent) -> Option<Effects> {
        let editing = self.editing.as_mut()?;
        Some(match editing.key(scene.now, key) {
            Step::Going(effects) => effects,
            Step::Save(text) => self.save_edit(text),
            Step::Unchanged => self.end_edit(Level::Info, "nothing changed"),
            Step::Back(effects) => self.back_out(effects),
        })
    }

    fn typing_hints(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("Ctrl-S", "save"),
            ("Esc", "back, kept as typed"),
            ("Ctrl-Z", "undo"),
            ("Ctrl-Y", "redo"),
        ]
    }

    fn paste(&mut self, scene: &Scene<'_>, text: &str) -> Effects {
        match &mut self.editing {
            Some(editing) => editing.paste(scene.now, text),
            None => Effects::new(),
        }
    }

    fn mouse(&mut self, scene: &Scene<'_>, mouse: MouseEvent) -> Effects {
        self.now = scene.now;
        let layout = Layout::of(scene.area, self.focus);
        let place = Position::new(mouse.column, mouse.row);
        if let Some(editing) = &mut self.editing {
            // The text being typed keeps the focus: a click puts its cursor, nothing else moves under it.
            if mouse.kind == MouseEventKind::Down(MouseButton::Left) {
                editing.click(place);
            }
            return Effects::new();
        }
        let in_queue = layout.queue.is_some_and(|area| area.contains(place));
        match mouse.kind {
            MouseEventKind::ScrollDown if in_queue => self.queue.move_by(3, rows_of(layout.queue)),
            MouseEventKind::ScrollUp if in_queue => self.queue.move_by(-3, rows_of(layout.queue)),
            MouseEventKind::ScrollDown => self.scroll(3, layout),
            MouseEventKind::ScrollUp => self.scroll(-3, layout),
            MouseEventKind::Down(MouseButton::Left) if !in_queue => self.click(place, layout),
            MouseEventKind::Down(MouseButton::Left) => self.click_queue(place, layout),
            _ => Effects::new(),
        }
    }

    fn run(&mut self, scene: &Scene<'_>, command: CommandId, argument: &str) -> Option<Effects> {
        self.now = scene.now;
        let layout = Layout::of(scene.area, self.focus);
        let mut effects = self.run_in(layout, command, argument)?;
        effects.extend(self.show_card(scene));
        Some(effects)
    }

    fn take_product(&mut self, scene: &Scene<'_>, product: &Product) -> Effects {
        self.now = scene.now;
        let effects = self.use_product(product);
        if self.editing.is_some() {
            self.focus = Focus::Reader;
        }
        self.keep_in_sight(Layout::of(scene.area, self.focus));
        effects
    }

    fn why_not(&self, _scene: &Scene<'_>, command: CommandId) -> Option<&'static str> {
        use CommandId as Id;
        let empty = match self.focus {
            Focus::Queue => self.queue.chosen().is_none(),
            Focus::Reader => self.reader.is_none(),
        };
        match command {
            Id::Accept
            | Id::Reject
            | Id::AcceptAll
            | Id::RejectAll
            | Id::Skip
            | Id::Edit
            | Id::Open
            | Id::ReadOn
            | Id::ShowProduct
                if empty =>
            {
                Some("there is no conversation here")
            }
            Id::OpenPicture if self.card_product().is_none() => {
                Some("no product is named up to here")
            }
            _ => None,
        }
    }

    fn reply(&mut self, scene: &Scene<'_>, reply: &Reply) -> Effects {
        self.now = scene.now;
        match reply {
            Reply::Opened(_) if self.loaded => self.queue.reload(),
            Reply::Queue {
                request,
                cursor,
                page,
                total,
            } => {
                self.queue.take(*request, *cursor, page, *total);
                let mut effects = self.go_on_seeking();
                effects.extend(self.preview(scene));
                effects
            }
            Reply::Reading { request, reading } => {
                let mut effects = self.take_reading(scene, *request, reading.as_deref());
                effects.extend(self.show_card(scene));
                effects
            }
            Reply::Decided { decision, result } => self.decided(decision, result),
            Reply::Picture { .. } => self.card.pictures.reply(reply),
            Reply::Changed if scene.place.is_some_and(|place| place.others_write()) => {
                self.grow_stale(scene)
            }
            Reply::Notice(Level::Error, _) => {
                self.opening = None;
                Effects::new()
            }
            Reply::Drafts(drafts) => self.take_drafts(drafts),
            Reply::Counts(counts) if self.told.count_wanted => {
                self.told.count_wanted = false;
                let left = counts.to_review();
                vec![Effect::Tell(
                    Level::Good,
                    format!("saved; u undoes; {left} left"),
                )]
            }
            _ => Effects::new(),
        }
    }

    fn job(&mut self, scene: &Scene<'_>, event: &JobEvent) -> Effects {
        match event {
            JobEvent::Ended { .. } if self.loaded => self.queue.refresh(),
            JobEvent::ConversationDone { .. } => self.grow_stale(scene),
            JobEvent::TurnDone { conversation, .. }
                if self.reader.as_ref().map(Reader::id) == Some(*conversation) =>
            {
                self.grow_stale(scene)
            }
            _ => Effects::new(),
        }
    }

    fn wake(&mut self, scene: &Scene<'_>) -> Effects {
        let mut effects = self.freshen(scene);
        if scene.front == PaneId::Review {
            effects.extend(self.show_card(scene));
        }
        effects.extend(self.preview_rested(scene));
        if let Some(editing) = &mut self.editing {
            effects.extend(editing.journal(scene.now));
        }
        effects
    }

    fn forget_pictures(&mut self, scene: &Scene<'_>) -> Effects {
        self.card.pictures.forget();
        match scene.front {
            PaneId::Review => self.show_card(scene),
            _ => Effects::new(),
        }
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        self.draw(Layout::of(scene.area, self.focus), canvas)
    }
}

impl Review {
    fn run_in(&mut self, layout: Layout, command: CommandId, argument: &str) -> Option<Effects> {
        match command {
            CommandId::GoReview if !argument.is_empty() => Some(self.go_to(argument)),
            CommandId::Filter if argument.is_empty() => Some(vec![Effect::Ask(Ask::Line {
                question: "Show which? e.g. status:todo lang:hi domain:fashion has:fault kurta"
                    .to_owned(),
                preset: self.queue.filter.to_string(),
                command: CommandId::Filter,
            })]),
            CommandId::Filter => Some(self.set_filter(argument)),
            CommandId::ToggleDiff => {
                self.diff = match self.diff {
                    DiffView::Shown => DiffView::Hidden,
                    DiffView::Hidden => DiffView::Shown,
                };
                if let Some(reader) = &mut self.reader {
                    reader.diff = self.diff;
                }
                let text = match self.diff {
                    DiffView::Shown => "edits show what they changed",
                    DiffView::Hidden => "edits show only their new text",
                };
                Some(vec![Effect::Tell(Level::Info, text.to_owned())])
            }
            CommandId::Resume => Some(self.resume()),
            CommandId::Reject | CommandId::RejectAll
                if !matches!(argument, "" | "filter") && argument.parse::<Reason>().is_err() =>
            {
                let text = format!("`{argument}` is no reason; a digit 0-9 is, r lists them");
                Some(vec![Effect::Tell(Level::Warn, text)])
            }
            CommandId::Export if argument.is_empty() => None,
            CommandId::Export => Some(self.export(argument)),
            _ => match self.focus {
                Focus::Queue => self.run_in_queue(layout, command, argument),
                Focus::Reader => self.run_in_reader(layout, command, argument),
            },
        }
    }

    /// Opens the conversation that is named, at the turn when one is named too; else filters the list.
    fn go_to(&mut self, argument: &str) -> Effects {
        let (id, turn) = argument.split_once(' ').unwrap_or((argument, ""));
        match id.parse() {
            Ok(id) => {
                self.aim = turn.parse().ok().or(self.aim);
                self.open(id)
            }
            Err(_) => self.set_filter(argument),
        }
    }

    /// The card follows the cursor, and covers nothing of the turn under it.
    fn show_card(&mut self, scene: &Scene<'_>) -> Effects {
        let layout = Layout::of(scene.area, self.focus);
        if !self.card.is_shown() {
            return Effects::new();
        }
        self.keep_in_sight(layout);
        self.want_picture(layout)
    }

    fn set_filter(&mut self, text: &str) -> Effects {
        match text.parse() {
            Ok(filter) => {
                self.queue.filter = filter;
                self.focus = Focus::Queue;
                self.queue.first();
                self.queue.reload()
            }
            Err(why) => vec![Effect::Tell(Level::Warn, format!("{why}"))],
        }
    }

    fn export(&self, argument: &str) -> Effects {
        let mut effects = crate::tui::overlays::export(argument);
        for effect in &mut effects {
            if let Effect::Export { filter, .. } = effect {
                filter.clone_from(&self.queue.filter);
            }
        }
        effects
    }
}

fn rows_of(area: Option<Rect>) -> usize {
    area.map_or(20, |area| usize::from(area.height.saturating_sub(1)).max(1))
}
