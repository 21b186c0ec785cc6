//! The queue: which conversations are to be judged, as a window over the store.
//!
//! Owns: the filter, the loaded lines, the cursor, what was asked for. Holds a few hundred lines of however many there
//! are.

use ratatui::layout::Rect;

use crate::domain::{ConversationId, Status};
use crate::review::Filter;
use crate::store::{Cursor, Page, Summary};
use crate::tui::effect::{Effect, Effects};
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, ListState};

/// Lines that one request asks for.
const PAGE: u32 = 200;

/// Lines that are held at most; the far end is let go.
const HELD: usize = 1_000;

/// How near the cursor must come to an end before more is asked for.
const NEAR: usize = 60;

/// The state of the queue.
#[derive(Debug, Default)]
pub struct Queue {
    /// Which conversations are listed.
    pub filter: Filter,
    /// The loaded lines in queue order.
    items: Vec<(i64, Summary)>,
    more_before: bool,
    more_after: bool,
    /// How many the filter keeps in all.
    pub total: u64,
    request: u64,
    waiting: bool,
    /// Whether the next answer replaces what is loaded from the cursor that was asked for.
    refreshing: bool,
    answered: bool,
    list: ListState,
}

/// What the queue knows of the next conversation to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextOpen {
    /// This one, with its number.
    Found(i64, ConversationId),
    /// None among the loaded lines; more come after them.
    Beyond,
    /// Every conversation listed is judged.
    None,
}

impl Queue {
    /// Asks for the first page again, from scratch.
    pub fn reload(&mut self) -> Effects {
        self.request += 1;
        self.waiting = true;
        self.refreshing = false;
        vec![self.ask(Cursor::First)]
    }

    /// Asks for the loaded lines again; the cursor keeps its conversation and the window its place.
    pub fn refresh(&mut self) -> Effects {
        let cursor = match self.items.first() {
            Some((key, _)) if self.more_before => Cursor::After(key.saturating_sub(1)),
            _ => Cursor::First,
        };
        self.request += 1;
        self.waiting = true;
        self.refreshing = true;
        vec![self.ask(cursor)]
    }

    fn ask(&self, cursor: Cursor) -> Effect {
        let limit = if self.refreshing {
            (self.items.len() as u32).clamp(PAGE, HELD as u32)
        } else {
            PAGE
        };
        Effect::Queue {
            request: self.request,
            filter: self.filter.clone(),
            cursor,
            limit,
        }
    }

    /// Takes a page.
    pub fn take(&mut self, request: u64, cursor: Cursor, page: &Page<Summary>, total: u64) {
        if request != self.request {
            return;
        }
        self.waiting = false;
        self.answered = true;
        self.total = total;
        let refreshing = std::mem::take(&mut self.refreshing);
        let items = page.items.iter().cloned();
        match cursor {
            Cursor::First | Cursor::After(_) if refreshing || cursor == Cursor::First => {
                let chosen = self.chosen().map(|line| line.id);
                self.more_before = cursor != Cursor::First;
                self.items = items.collect();
                self.more_after = page.more;
                // A line that the filter no longer keeps leaves the cursor where it was.
                let last = self.items.len().saturating_sub(1);
                let kept = chosen.and_then(|id| self.place_of(id));
                self.list.at = kept.unwrap_or(self.list.at.min(last));
            }
            Cursor::First => {}
            Cursor::Last => {
                self.items = items.collect();
                (self.more_before, self.more_after) = (page.more, false);
                self.list.at = self.items.len().saturating_sub(1);
            }
            Cursor::After(_) => {
                self.items.extend(items);
                self.more_after = page.more;
                self.let_go_first();
            }
            Cursor::Before(_) => {
                let added = page.items.len();
                self.items.splice(0..0, items);
                self.more_before = page.more;
                self.list.at += added;
                self.list.top += added;
                if self.items.len() > HELD {
                    self.items.truncate(HELD);
                    self.more_after = true;
                }
            }
        }
    }

    fn let_go_first(&mut self) {
        let extra = self.items.len().saturating_sub(HELD).min(self.list.top);
        if extra > 0 {
            self.items.drain(..extra);
            self.list.at -= extra;
            self.list.top -= extra;
            self.more_before = true;
        }
    }

    /// The line under the cursor.
    pub fn chosen(&self) -> Option<&Summary> {
        self.items.get(self.list.at).map(|(_, line)| line)
    }

    fn place_of(&self, id: ConversationId) -> Option<usize> {
        self.items.iter().position(|(_, line)| line.id == id)
    }

    /// Puts the cursor on a conversation; `false` when it is not loaded.
    pub fn point_at(&mut self, id: ConversationId) -> bool {
        let place = self.place_of(id);
        self.list.at = place.unwrap_or(self.list.at);
        place.is_some()
    }

    /// Puts the cursor on the line drawn at row `y` of `area`; whether it stood there already.
    pub fn click(&mut self, area: Rect, y: u16) -> bool {
        let rows = usize::from(area.height.saturating_sub(1));
        self.list.follow(self.items.len(), rows);
        let row = usize::from(y.saturating_sub(area.y + 1));
        let to = self.list.top + row;
        if y <= area.y || to >= self.items.len() {
            return false;
        }
        let again = self.list.at == to;
        self.list.at = to;
        again
    }

    /// Moves the cursor, asking for more lines when an end comes near.
    pub fn move_by(&mut self, step: isize, rows: usize) -> Effects {
        self.list.move_by(step, self.items.len(), rows);
        self.want_more()
    }

    /// To the first conversation of all.
    pub fn first(&mut self) -> Effects {
        self.list = ListState::default();
        if self.more_before {
            return self.reload();
        }
        Effects::new()
    }

    /// To the last conversation of all.
    pub fn last(&mut self) -> Effects {
        if self.more_after {
            self.request += 1;
            self.waiting = true;
            return vec![self.ask(Cursor::Last)];
        }
        self.list.at = self.items.len().saturating_sub(1);
        Effects::new()
    }

    fn want_more(&mut self) -> Effects {
        if self.waiting {
            return Effects::new();
        }
        let near_end = self.list.at + NEAR >= self.items.len();
        let cursor = match (self.items.first(), self.items.last()) {
            (_, Some((key, _))) if self.more_after && near_end => Cursor::After(*key),
            (Some((key, _)), _) if self.more_before && self.list.at < NEAR => Cursor::Before(*key),
            _ => return Effects::new(),
        };
        self.waiting = true;
        vec![self.ask(cursor)]
    }

    /// The next conversation after `from` that nobody has finished judging, else the first such one before it.
    pub fn next_undecided(&self, from: Option<ConversationId>) -> NextOpen {
        let open = |line: &&(i64, Summary)| Some(line.1.id) != from && is_open(&line.1);
        let start = self.after(from);
        let after = self.items.iter().skip(start).find(open);
        if after.is_none() && self.more_after {
            return NextOpen::Beyond;
        }
        let before = || self.items.iter().take(start).find(open);
        match after.or_else(before) {
            Some((key, line)) => NextOpen::Found(*key, line.id),
            None => NextOpen::None,
        }
    }

    /// The place after a conversation; the cursor's own place when the filter no longer keeps that conversation.
    fn after(&self, from: Option<ConversationId>) -> usize {
        match from.and_then(|id| self.place_of(id)) {
            Some(at) => at + 1,
            None => self.list.at,
        }
    }

    /// Moves the cursor to the last loaded line and asks for those after it.
    pub fn seek(&mut self) -> Effects {
        self.list.at = self.items.len().saturating_sub(1);
        self.list.top = self.list.at;
        self.want_more()
    }

    /// The conversation `step` lines from `from`.
    pub fn beside(&self, from: Option<ConversationId>, step: isize) -> Option<ConversationId> {
        let after = self.after(from);
        let at = match step {
            1.. => after.checked_add_signed(step - 1)?,
            _ => match from.and_then(|id| self.place_of(id)) {
                Some(at) => at.checked_add_signed(step)?,
                None => after.checked_add_signed(step)?,
            },
        };
        self.items.get(at).map(|(_, line)| line.id)
    }

    /// Changes a loaded line, so that a decision shows before the store is asked again.
    pub fn patch(&mut self, id: ConversationId, change: impl FnOnce(&mut Summary)) {
        if let Some(at) = self.place_of(id) {
            change(&mut self.items[at].1);
        }
    }

    /// Draws the lines.
    pub fn view(&self, area: Rect, canvas: &mut Canvas<'_>, focused: bool) {
        let title = if focused { Role::Title } else { Role::Muted };
        let filter = self.filter.to_string();
        let filter = if filter.is_empty() {
            String::new()
        } else {
            format!(" · {filter}")
        };
        let plural = if self.total == 1 { "" } else { "s" };
        let head = format!("{} conversation{plural}{filter}", self.total);
        canvas.put(area.x, area.y, area.width, &head, title);
        let rest = Rect::new(
            area.x,
            area.y + 1,
            area.width,
            area.height.saturating_sub(1),
        );
        if self.items.is_empty() {
            let text = match (self.answered, self.filter == Filter::default()) {
                (false, _) => "reading ...",
                (true, true) => "No conversations yet. n makes some.",
                (true, false) => "Nothing fits this filter. Esc clears it.",
            };
            canvas.wrapped(rest, text, Role::Muted);
            return;
        }
        let rows = usize::from(rest.height);
        let mut list = self.list;
        list.follow(self.items.len(), rows);
        for (at, (key, line)) in self.items.iter().enumerate().skip(list.top).take(rows) {
            let y = rest.y + (at - list.top) as u16;
            row(
                Rect::new(rest.x, y, rest.width, 1),
                (*key, line),
                at == list.at,
                focused,
                canvas,
            );
        }
    }
}

/// Whether a turn of a conversation waits for a verdict. One with a rejected turn stays in part when all are judged.
fn is_open(line: &Summary) -> bool {
    match line.status {
        Status::Todo => true,
        Status::Part => line.decided < line.turns,
        Status::Accepted | Status::Rejected | Status::Skipped => false,
    }
}

/// The mark of a status: readable without colour.
pub fn mark(status: Status) -> &'static str {
    match status {
        Status::Todo => "·",
        Status::Part => "~",
        Status::Accepted => "✓",
        Status::Rejected => "✗",
        Status::Skipped => "»",
    }
}

fn row(
    area: Rect,
    (number, line): (i64, &Summary),
    chosen: bool,
    focused: bool,
    canvas: &mut Canvas<'_>,
) {
    let role = match (chosen, focused) {
        (true, true) => Role::Selection,
        (true, false) => Role::Accent,
        (false, _) => Role::Text,
    };
    if chosen && focused {
        canvas.fill(area, Role::Selection);
    }
    let pointer = if chosen { ">" } else { " " };
    let notes = match (line.faults, line.edited) {
        (0, 0) => String::new(),
        (faults, 0) => format!(" !{faults}"),
        (0, edits) => format!(" e{edits}"),
        (faults, edits) => format!(" !{faults} e{edits}"),
    };
    let head = if area.width < 50 {
        format!(
            "{pointer}{} #{number:<4}{:<3}{:>2}t{notes} ",
            mark(line.status),
            short(line),
            line.turns
        )
    } else {
        let done = format!("{}/{}", line.decided, line.turns);
        format!(
            "{pointer}{} #{number:<5} {:<8} {:<11} {done:>6}{notes:<6} ",
            mark(line.status),
            line.language.code(),
            line.domain.code()
        )
    };
    let used = canvas.put(area.x, area.y, area.width, &head, role);
    let text_role = if chosen { role } else { Role::Muted };
    canvas.put(
        area.x + used,
        area.y,
        area.width.saturating_sub(used),
        &line.opening,
        text_role,
    );
}

fn short(line: &Summary) -> &'static str {
    match line.language {
        crate::domain::Language::En => "en",
        crate::domain::Language::Hi => "hi",
        crate::domain::Language::Hinglish => "hx",
    }
}
