//! Opening conversations, and reading them again when something changed them.
//!
//! Owns: which conversation was asked for, what an answer changes, how often the list and the page follow changes.

use std::time::Duration;

use super::Review;
use super::layout::{Focus, Layout};
use super::reader::Reader;
use crate::domain::ConversationId;
use crate::tui::command::CommandId;
use crate::tui::effect::{Effect, Effects};
use crate::tui::msg::{Level, Reading};
use crate::tui::panes::{PaneId, Scene};

/// How often the list and the page follow changes that were not made here, at most.
const FOLLOW_EVERY: Duration = Duration::from_millis(500);

/// How long the queue's cursor rests on a line before its conversation is read beside it: a held key moves the list alone.
const REST: Duration = Duration::from_millis(40);

/// Whether what is on screen may be out of date.
#[derive(Debug, Default)]
pub(super) struct Freshness {
    stale: bool,
    read_at: Option<Duration>,
}

/// Whether a command is about the text on screen, and so must wait for the right one.
pub(super) fn needs_the_text(command: CommandId) -> bool {
    use CommandId as Id;
    matches!(
        command,
        Id::Accept
            | Id::Reject
            | Id::AcceptAll
            | Id::RejectAll
            | Id::Skip
            | Id::Edit
            | Id::Again
            | Id::Comment
            | Id::Tag
            | Id::Rate
            | Id::ReadOn
            | Id::Copy
    )
}

impl Review {
    pub(super) fn open(&mut self, id: ConversationId) -> Effects {
        self.focus = Focus::Reader;
        let _ = self.queue.point_at(id);
        self.read(id)
    }

    pub(super) fn read(&mut self, id: ConversationId) -> Effects {
        self.request += 1;
        let here = self.reader.as_ref().map(Reader::id) == Some(id);
        self.opening = (!here).then_some(id);
        vec![Effect::Read {
            request: self.request,
            id,
        }]
    }

    /// In a wide terminal the conversation under the queue's cursor is shown beside it.
    pub(super) fn preview(&mut self, scene: &Scene<'_>) -> Effects {
        match self.focus {
            Focus::Queue => self.preview_after(Layout::of(scene.area, self.focus)),
            Focus::Reader => Effects::new(),
        }
    }

    pub(super) fn preview_after(&mut self, layout: Layout) -> Effects {
        let chosen = self.queue.chosen().map(|line| line.id);
        let shown = self.opening.or(self.reader.as_ref().map(Reader::id));
        match chosen {
            Some(id) if layout.text.is_some() && shown != Some(id) => {
                self.preview_due = Some(self.now + REST);
                vec![Effect::WakeAfter(REST)]
            }
            _ => {
                self.preview_due = None;
                Effects::new()
            }
        }
    }

    /// Reads the conversation under the queue's cursor when the cursor has rested there.
    pub(super) fn preview_rested(&mut self, scene: &Scene<'_>) -> Effects {
        if self.preview_due.is_none_or(|due| scene.now < due) {
            return Effects::new();
        }
        self.preview_due = None;
        match self.queue.chosen().map(|line| line.id) {
            Some(id) if self.focus == Focus::Queue => self.read(id),
            _ => Effects::new(),
        }
    }

    pub(super) fn take_reading(
        &mut self,
        scene: &Scene<'_>,
        request: u64,
        reading: Option<&Reading>,
    ) -> Effects {
        if request != self.request {
            return Effects::new();
        }
        self.opening = None;
        let Some(reading) = reading else {
            self.resuming = false;
            return vec![Effect::Tell(
                Level::Warn,
                "that conversation is not in this workspace".to_owned(),
            )];
        };
        let reading = reading.clone();
        let id = reading.conversation().id;
        let (width, rows) = Layout::of(scene.area, self.focus).page();
        match &mut self.reader {
            Some(reader) if reader.id() == id => reader.refresh(reading),
            _ => self.reader = Some(Reader::new(reading, self.diff)),
        }
        if let Some(reader) = &mut self.reader {
            if let Some(turn) = self.aim.take() {
                reader.go_to(turn);
            }
            reader.follow(width, rows);
        }
        self.patch_queue();
        let effects = self.resume_here();
        self.keep_in_sight(Layout::of(scene.area, self.focus));
        effects
    }

    /// Brings the queue's line of the open conversation up to what the reader shows.
    pub(super) fn patch_queue(&mut self) {
        let Some(reader) = &self.reader else {
            return;
        };
        let conversation = reader.reading.conversation();
        let turns = conversation.current_turns().map(|turn| turn.id);
        let progress = reader.reading.reviewed.review.progress(turns);
        let (outcome, count) = (conversation.outcome, reader.len() as u32);
        self.queue.patch(reader.id(), |line| {
            line.status = progress.status;
            line.decided = progress.decided;
            line.edited = progress.edited;
            line.outcome = outcome;
            line.turns = count;
        });
    }

    /// Something changed what is listed or shown: reads both again, at most twice a second and only while they are seen.
    pub(super) fn grow_stale(&mut self, scene: &Scene<'_>) -> Effects {
        self.freshness.stale = true;
        self.freshen(scene)
    }

    pub(super) fn freshen(&mut self, scene: &Scene<'_>) -> Effects {
        if !self.freshness.stale || !self.loaded || scene.front != PaneId::Review {
            return Effects::new();
        }
        let due = self.freshness.read_at.map(|at| at + FOLLOW_EVERY);
        match due {
            Some(due) if scene.now < due => vec![Effect::WakeAfter(due - scene.now)],
            // The answer to a decision reads the page again; until then it would hide its mark.
            _ if self.outstanding > 0 => vec![Effect::WakeAfter(FOLLOW_EVERY)],
            _ => {
                self.freshness = Freshness {
                    stale: false,
                    read_at: Some(scene.now),
                };
                let mut effects = self.queue.refresh();
                if self.opening.is_none() {
                    effects.extend(self.read_again());
                }
                effects
            }
        }
    }
}
