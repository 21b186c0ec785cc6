//! Review: read, judge, edit.
//!
//! Owns: how queue, reader and editor work together, what a decision asks of the store, and going on to what is next.
//! Does not: write; a decision is an effect, and its mark shows `…` until the store has answered.

mod editing;
mod facts;
mod layout;
mod lines;
mod queue;
mod reader;

use std::collections::HashMap;

use crate::tui::keymap::{KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use self::editing::{Editing, Step};
use self::layout::{Focus, Layout};
use self::lines::GUTTER;
use self::queue::Queue;
use self::reader::{DiffView, Reader};
use super::{Pane, Scene, scenario_lines};
use crate::domain::{Action, ConversationId, LogEntry, Reason, Status, Subject, TurnId, Verdict};
use crate::store::Draft;
use crate::tui::command::{CommandId, Context};
use crate::tui::effect::{Ask, Effect, Effects, PageLine};
use crate::tui::msg::{Decision, Gives, Level, Reading, Reply, Written};
use crate::tui::theme::Role;
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
    /// Decisions that the store has not answered.
    outstanding: u32,
    /// Whether the next reject reason is meant for everything listed.
    bulk: bool,
    diff: DiffView,
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
        if scene.place.is_none() {
            return Effects::new();
        }
        self.loaded = true;
        self.queue.reload()
    }

    fn key(&mut self, scene: &Scene<'_>, key: KeyEvent) -> Option<Effects> {
        let editing = self.editing.as_mut()?;
        Some(match editing.key(scene.now, key) {
            Step::Going(effects) => effects,
            Step::Save(text) => self.save_edit(text),
            Step::Unchanged => self.end_edit(Level::Info, "nothing changed"),
            Step::Back(mut effects) => {
                let turn = editing.turn;
                if let Some(Effect::KeepDraft {
                    conversation,
                    base_version,
                    text,
                    ..
                }) = effects.last()
                {
                    let draft = Draft {
                        reviewer: "".into(),
                        conversation: *conversation,
                        turn,
                        base_version: *base_version,
                        text: text.clone(),
                    };
                    self.drafts.insert(turn, draft);
                }
                self.editing = None;
                let text = "not saved; what you typed is kept, e goes on with it";
                effects.push(Effect::Tell(Level::Info, text.to_owned()));
                effects
            }
        })
    }

    fn paste(&mut self, scene: &Scene<'_>, text: &str) -> Effects {
        match &mut self.editing {
            Some(editing) => editing.paste(scene.now, text),
            None => Effects::new(),
        }
    }

    fn mouse(&mut self, scene: &Scene<'_>, mouse: MouseEvent) -> Effects {
        let layout = Layout::of(scene.area, self.focus);
        let place = Position::new(mouse.column, mouse.row);
        let in_queue = layout.queue.is_some_and(|area| area.contains(place));
        match mouse.kind {
            MouseEventKind::ScrollDown if in_queue => self.queue.move_by(3, rows_of(layout.queue)),
            MouseEventKind::ScrollUp if in_queue => self.queue.move_by(-3, rows_of(layout.queue)),
            MouseEventKind::ScrollDown => self.scroll(3, layout),
            MouseEventKind::ScrollUp => self.scroll(-3, layout),
            MouseEventKind::Down(MouseButton::Left) if !in_queue => self.click(place, layout),
            MouseEventKind::Down(MouseButton::Left) => {
                self.focus = Focus::Queue;
                Effects::new()
            }
            _ => Effects::new(),
        }
    }

    fn run(&mut self, scene: &Scene<'_>, command: CommandId, argument: &str) -> Option<Effects> {
        let layout = Layout::of(scene.area, self.focus);
        match command {
            CommandId::GoReview if !argument.is_empty() => Some(match argument.parse() {
                Ok(id) => self.open(id),
                Err(_) => self.set_filter(argument),
            }),
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
                Some(Effects::new())
            }
            CommandId::Export if argument.is_empty() => None,
            CommandId::Export => Some(self.export(argument)),
            _ => match self.focus {
                Focus::Queue => self.run_in_queue(layout, command, argument),
                Focus::Reader => self.run_in_reader(layout, command, argument),
            },
        }
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
                if empty =>
            {
                Some("there is no conversation here")
            }
            _ => None,
        }
    }

    fn reply(&mut self, scene: &Scene<'_>, reply: &Reply) -> Effects {
        match reply {
            Reply::Opened(_) if self.loaded => self.queue.reload(),
            Reply::Queue {
                request,
                cursor,
                page,
                total,
            } => {
                self.queue.take(*request, *cursor, page, *total);
                self.preview(scene)
            }
            Reply::Reading { request, reading } => {
                self.take_reading(scene, *request, reading.as_deref())
            }
            Reply::Decided { decision, result } => self.decided(decision, result),
            Reply::Drafts(drafts) => {
                self.drafts = drafts
                    .iter()
                    .map(|draft| (draft.turn, draft.clone()))
                    .collect();
                match drafts.len() {
                    0 => Effects::new(),
                    n => {
                        let text = format!(
                            "{n} unsaved edit{} from before kept; e on the turn goes on with it",
                            plural(n)
                        );
                        vec![Effect::Tell(Level::Info, text)]
                    }
                }
            }
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

    fn job(&mut self, _scene: &Scene<'_>, event: &crate::jobs::JobEvent) -> Effects {
        match event {
            crate::jobs::JobEvent::Ended { .. } if self.loaded => self.queue.reload(),
            _ => Effects::new(),
        }
    }

    fn wake(&mut self, scene: &Scene<'_>) -> Effects {
        match &mut self.editing {
            Some(editing) => editing.journal(scene.now),
            None => Effects::new(),
        }
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let layout = Layout::of(scene.area, self.focus);
        if let Some(area) = layout.queue {
            self.queue.view(area, canvas, self.focus == Focus::Queue);
            if layout.text.is_some() {
                canvas.bar(area.right() + 1, area.y, area.height);
            }
        }
        let Some(reader) = &self.reader else {
            if let (Some(text), true) = (layout.text, self.queue.chosen().is_some()) {
                canvas.put(
                    text.x,
                    text.y,
                    text.width,
                    "Enter opens the conversation.",
                    Role::Muted,
                );
            }
            return None;
        };
        if let Some(area) = layout.head {
            head(reader, area, canvas);
            canvas.rule(area.x, area.bottom(), area.width);
        }
        if let Some(area) = layout.side {
            canvas.bar(area.x - 2, area.y, area.height);
            side(reader, area, canvas);
        }
        let area = layout.text?;
        page(reader, area, canvas, self.focus == Focus::Reader);
        let editing = self.editing.as_ref()?;
        let height = (area.height * 2 / 3).clamp(5, 12).min(area.height);
        let box_area = Rect::new(area.x, area.bottom() - height, area.width, height);
        editing.view(box_area, canvas)
    }
}

impl Review {
    fn set_filter(&mut self, text: &str) -> Effects {
        match text.parse() {
            Ok(filter) => {
                self.queue.filter = filter;
                self.focus = Focus::Queue;
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

    fn open(&mut self, id: ConversationId) -> Effects {
        self.focus = Focus::Reader;
        self.queue.point_at(id);
        self.read(id)
    }

    fn read(&mut self, id: ConversationId) -> Effects {
        self.request += 1;
        vec![Effect::Read {
            request: self.request,
            id,
        }]
    }

    /// In a wide terminal the conversation under the queue's cursor is shown beside it.
    fn preview(&mut self, scene: &Scene<'_>) -> Effects {
        let beside = Layout::of(scene.area, self.focus).text.is_some();
        let chosen = self.queue.chosen().map(|line| line.id);
        let shown = self.reader.as_ref().map(Reader::id);
        match chosen {
            Some(id) if beside && self.focus == Focus::Queue && shown != Some(id) => self.read(id),
            _ => Effects::new(),
        }
    }

    fn take_reading(
        &mut self,
        scene: &Scene<'_>,
        request: u64,
        reading: Option<&Reading>,
    ) -> Effects {
        if request != self.request {
            return Effects::new();
        }
        let Some(reading) = reading else {
            return vec![Effect::Tell(
                Level::Warn,
                "that conversation is not in this workspace".to_owned(),
            )];
        };
        let reading = reading.clone();
        let review = &reading.reviewed.review;
        let conversation = reading.conversation();
        let status = review.status(conversation);
        let own = |turn: &crate::domain::Turn| {
            review
                .turns
                .get(&turn.id)
                .is_some_and(|r| r.verdict.is_some())
        };
        let decided = conversation
            .current_turns()
            .filter(|turn| own(turn))
            .count() as u32;
        let edited = conversation
            .current_turns()
            .filter(|turn| review.edited(turn.id))
            .count() as u32;
        self.queue.patch(conversation.id, |line| {
            line.status = status;
            line.decided = decided;
            line.edited = edited;
        });
        let (width, rows) = Layout::of(scene.area, self.focus).page();
        match &mut self.reader {
            Some(reader) if reader.id() == conversation.id => reader.refresh(reading),
            _ => self.reader = Some(Reader::new(reading, self.diff)),
        }
        if let Some(reader) = &mut self.reader {
            reader.follow(width, rows);
        }
        Effects::new()
    }

    fn run_in_queue(
        &mut self,
        layout: Layout,
        command: CommandId,
        argument: &str,
    ) -> Option<Effects> {
        let rows = rows_of(layout.queue);
        let page = rows as isize - 1;
        let mut effects = match command {
            CommandId::Down => self.queue.move_by(1, rows),
            CommandId::Up => self.queue.move_by(-1, rows),
            CommandId::PageDown => self.queue.move_by(page, rows),
            CommandId::PageUp => self.queue.move_by(-page, rows),
            CommandId::Top => self.queue.first(),
            CommandId::Bottom => self.queue.last(),
            CommandId::Open => {
                let id = self.queue.chosen()?.id;
                return Some(self.open(id));
            }
            CommandId::Back if self.queue.filter != crate::review::Filter::default() => {
                return Some(self.set_filter(""));
            }
            CommandId::Back => return Some(vec![Effect::Run(CommandId::GoHome, String::new())]),
            CommandId::Accept => self.judge_chosen(Verdict::Accepted, None, rows),
            CommandId::Skip => self.judge_chosen(Verdict::Skipped, None, rows),
            CommandId::Reject if argument.is_empty() => {
                vec![Effect::Ask(Ask::Reason(CommandId::Reject))]
            }
            CommandId::Reject => self.judge_chosen(Verdict::Rejected, argument.parse().ok(), rows),
            CommandId::AcceptAll => return Some(self.judge_listed(Verdict::Accepted, argument)),
            CommandId::RejectAll => return Some(self.judge_listed(Verdict::Rejected, argument)),
            _ => return None,
        };
        effects.extend(self.preview_after(layout));
        Some(effects)
    }

    fn preview_after(&mut self, layout: Layout) -> Effects {
        let chosen = self.queue.chosen().map(|line| line.id);
        let shown = self.reader.as_ref().map(Reader::id);
        match chosen {
            Some(id) if layout.text.is_some() && shown != Some(id) => self.read(id),
            _ => Effects::new(),
        }
    }

    fn judge_chosen(&mut self, verdict: Verdict, reason: Option<Reason>, rows: usize) -> Effects {
        let Some(id) = self.queue.chosen().map(|line| line.id) else {
            return Effects::new();
        };
        let mut effects = self.judge(Subject::Conversation(id), verdict, reason);
        self.queue
            .patch(id, |line| line.status = status_of(verdict));
        effects.extend(self.queue.move_by(1, rows));
        effects
    }

    /// A verdict on everything listed, after asking with the exact count.
    fn judge_listed(&mut self, verdict: Verdict, argument: &str) -> Effects {
        let (command, word) = match verdict {
            Verdict::Accepted => (CommandId::AcceptAll, "Accept"),
            _ => (CommandId::RejectAll, "Reject"),
        };
        let many = |reason| {
            vec![Effect::JudgeMany {
                filter: self.queue.filter.clone(),
                verdict,
                reason,
            }]
        };
        match argument {
            "" => vec![Effect::Ask(Ask::Confirm {
                question: format!(
                    "{word} all {} conversations listed? One u takes all of it back.",
                    self.queue.total
                ),
                command,
                argument: "filter".to_owned(),
            })],
            "filter" if verdict == Verdict::Accepted => many(None),
            "filter" => {
                self.bulk = true;
                vec![Effect::Ask(Ask::Reason(command))]
            }
            reason if self.bulk => {
                let effects = many(reason.parse().ok());
                self.bulk = false;
                effects
            }
            _ => Effects::new(),
        }
    }

    fn run_in_reader(
        &mut self,
        layout: Layout,
        command: CommandId,
        argument: &str,
    ) -> Option<Effects> {
        let (width, rows) = layout.page();
        let reader = self.reader.as_mut()?;
        match command {
            CommandId::Down => drop(reader.step(1)),
            CommandId::Up => drop(reader.step(-1)),
            CommandId::PageDown => return Some(self.scroll(rows as isize - 2, layout)),
            CommandId::PageUp => return Some(self.scroll(2 - rows as isize, layout)),
            CommandId::Top => reader.at = 0,
            CommandId::Bottom => reader.at = reader.len().saturating_sub(1),
            CommandId::ReadOn => {
                if !reader.read_on(width, rows) {
                    return Some(self.next_conversation());
                }
                return Some(Effects::new());
            }
            CommandId::NextFault => match reader.next_fault() {
                Some(at) => reader.at = at,
                None => {
                    return Some(vec![Effect::Tell(
                        Level::Info,
                        "no fault in this conversation".to_owned(),
                    )]);
                }
            },
            CommandId::Open => {
                let turn = reader.turn()?.clone();
                let page = facts::page(&reader.reading, &turn);
                return Some(vec![Effect::Ask(Ask::Page("Facts".to_owned(), page))]);
            }
            CommandId::ToggleProfile => return Some(vec![self.profile_page()?]),
            CommandId::Copy => return Some(self.copy()),
            CommandId::Accept => return Some(self.judge_turn(Verdict::Accepted, None, layout)),
            CommandId::Reject if argument.is_empty() => {
                return Some(vec![Effect::Ask(Ask::Reason(CommandId::Reject))]);
            }
            CommandId::Reject => {
                return Some(self.judge_turn(Verdict::Rejected, argument.parse().ok(), layout));
            }
            CommandId::AcceptAll => return Some(self.judge_conversation(Verdict::Accepted, None)),
            CommandId::RejectAll if argument.is_empty() => {
                return Some(vec![Effect::Ask(Ask::Reason(CommandId::RejectAll))]);
            }
            CommandId::RejectAll => {
                return Some(self.judge_conversation(Verdict::Rejected, argument.parse().ok()));
            }
            CommandId::Skip => return Some(self.judge_conversation(Verdict::Skipped, None)),
            CommandId::Edit => return Some(self.start_edit()),
            CommandId::NextConversation => return Some(self.beside(1)),
            CommandId::PreviousConversation => return Some(self.beside(-1)),
            CommandId::Back => self.focus = Focus::Queue,
            _ => return None,
        }
        if let Some(reader) = &mut self.reader {
            reader.follow(width, rows);
        }
        Some(Effects::new())
    }

    fn judge(&mut self, subject: Subject, verdict: Verdict, reason: Option<Reason>) -> Effects {
        self.outstanding += 1;
        vec![Effect::Judge {
            subject,
            verdict: Some(verdict),
            reason,
        }]
    }

    fn judge_turn(&mut self, verdict: Verdict, reason: Option<Reason>, layout: Layout) -> Effects {
        let Some(subject) = self
            .reader
            .as_mut()
            .and_then(|reader| reader.mark(verdict, reason))
        else {
            return Effects::new();
        };
        let mut effects = self.judge(subject, verdict, reason);
        effects.extend(self.advance(layout));
        effects
    }

    /// To the next undecided turn; from the last one to the next conversation.
    fn advance(&mut self, layout: Layout) -> Effects {
        let (width, rows) = layout.page();
        let Some(reader) = &mut self.reader else {
            return Effects::new();
        };
        let next = reader
            .undecided_from(reader.at + 1)
            .or_else(|| reader.undecided_from(0));
        match next {
            Some(at) => {
                reader.at = at;
                reader.follow(width, rows);
                Effects::new()
            }
            None => {
                let id = reader.id();
                self.queue.patch(id, |line| line.status = Status::Accepted);
                self.next_conversation()
            }
        }
    }

    fn judge_conversation(&mut self, verdict: Verdict, reason: Option<Reason>) -> Effects {
        let Some(id) = self.reader.as_ref().map(Reader::id) else {
            return Effects::new();
        };
        let mut effects = self.judge(Subject::Conversation(id), verdict, reason);
        self.queue
            .patch(id, |line| line.status = status_of(verdict));
        effects.extend(self.next_conversation());
        effects
    }

    fn next_conversation(&mut self) -> Effects {
        match self.queue.next_undecided() {
            Some(id) => {
                self.queue.point_at(id);
                let mut effects = self.read(id);
                effects.extend(self.queue.move_by(0, 20));
                effects
            }
            None => vec![Effect::Tell(
                Level::Good,
                "everything listed is judged; x exports".to_owned(),
            )],
        }
    }

    fn beside(&mut self, step: isize) -> Effects {
        match self.queue.beside(step) {
            Some(id) => {
                self.queue.point_at(id);
                let mut effects = self.read(id);
                effects.extend(self.queue.move_by(0, 20));
                effects
            }
            None => vec![Effect::Tell(
                Level::Info,
                "that is the end of the queue".to_owned(),
            )],
        }
    }

    fn scroll(&mut self, step: isize, layout: Layout) -> Effects {
        let (width, rows) = layout.page();
        if let Some(reader) = &mut self.reader {
            let lines = reader.lines(width);
            let last = lines.len().saturating_sub(rows);
            reader.top = reader.top.saturating_add_signed(step).min(last);
            let shown = &lines[reader.top.min(lines.len())..(reader.top + rows).min(lines.len())];
            let (first, end) = (
                shown.first().map_or(0, |l| l.turn),
                shown.last().map_or(0, |l| l.turn),
            );
            reader.at = reader.at.clamp(first, end);
        }
        Effects::new()
    }

    fn click(&mut self, place: Position, layout: Layout) -> Effects {
        let Some(area) = layout.text.filter(|area| area.contains(place)) else {
            return Effects::new();
        };
        self.focus = Focus::Reader;
        if let Some(reader) = &mut self.reader {
            let row = reader.top + usize::from(place.y - area.y);
            if let Some(line) = reader.lines(area.width).get(row) {
                reader.at = line.turn;
            }
        }
        Effects::new()
    }

    fn start_edit(&mut self) -> Effects {
        let Some(reader) = &self.reader else {
            return Effects::new();
        };
        let Some(turn) = reader.turn() else {
            return Effects::new();
        };
        let review = &reader.reading.reviewed.review;
        let version = review.version(turn.id);
        let draft = self
            .drafts
            .get(&turn.id)
            .filter(|draft| draft.base_version == version);
        let text = draft.map(|draft| draft.text.as_str());
        self.editing = Some(Editing::new(
            reader.id(),
            turn.id,
            version,
            review.text(turn),
            text,
        ));
        match text {
            Some(_) => vec![Effect::Tell(
                Level::Info,
                "this is what you typed before and did not save".to_owned(),
            )],
            None => Effects::new(),
        }
    }

    fn save_edit(&mut self, text: String) -> Effects {
        let Some(editing) = self.editing.take() else {
            return Effects::new();
        };
        self.drafts.remove(&editing.turn);
        self.outstanding += 1;
        if let Some(reader) = &mut self.reader {
            reader.pending.insert(editing.turn);
        }
        vec![
            Effect::Edit {
                conversation: editing.conversation,
                turn: editing.turn,
                base_version: editing.base_version,
                text,
            },
            Effect::DropDraft(editing.turn),
        ]
    }

    fn end_edit(&mut self, level: Level, text: &str) -> Effects {
        let mut effects = vec![Effect::Tell(level, text.to_owned())];
        if let Some(editing) = self.editing.take() {
            self.drafts.remove(&editing.turn);
            effects.push(Effect::DropDraft(editing.turn));
        }
        effects
    }

    fn copy(&self) -> Effects {
        let Some(reader) = &self.reader else {
            return Effects::new();
        };
        let Some(turn) = reader.turn() else {
            return Effects::new();
        };
        let text = reader.reading.reviewed.review.text(turn).to_owned();
        vec![
            Effect::Copy(text),
            Effect::Tell(Level::Good, "copied the turn".to_owned()),
        ]
    }

    fn profile_page(&self) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let lines = side_lines(reader);
        let lines = lines
            .into_iter()
            .map(|(role, text)| PageLine { role, text })
            .collect();
        Some(Effect::Ask(Ask::Page(
            "Profile and scenario".to_owned(),
            lines,
        )))
    }

    fn decided(&mut self, decision: &Decision, result: &Result<Written, String>) -> Effects {
        let own = matches!(
            decision,
            Decision::Turn(..) | Decision::Conversation(_) | Decision::Edit(..)
        );
        if own {
            self.outstanding = self.outstanding.saturating_sub(1);
        }
        match result {
            Err(why) => {
                let mut effects = vec![Effect::Tell(Level::Error, why.clone())];
                effects.extend(self.read_again());
                effects.extend(self.queue.reload());
                effects
            }
            Ok(written) => {
                let mut effects = self.tell_decided(decision, written);
                let all_answered = self.outstanding == 0;
                if own && all_answered {
                    effects.extend(self.read_again());
                }
                if matches!(decision, Decision::Bulk(..)) {
                    effects.extend(self.queue.reload());
                    effects.extend(self.read_again());
                }
                effects
            }
        }
    }

    fn read_again(&mut self) -> Effects {
        match self.reader.as_ref().map(Reader::id) {
            Some(id) => self.read(id),
            None => Effects::new(),
        }
    }

    fn tell_decided(&mut self, decision: &Decision, written: &Written) -> Effects {
        let tell = |text: String| vec![Effect::Tell(Level::Good, text), Effect::Counts];
        match decision {
            Decision::Turn(..) | Decision::Conversation(_) if !self.told.verdict => {
                self.told.verdict = true;
                self.told.count_wanted = true;
                vec![Effect::Counts]
            }
            Decision::Turn(..) | Decision::Conversation(_) => vec![Effect::Counts],
            Decision::Edit(..) if !self.told.edit => {
                self.told.edit = true;
                tell(format!("saved; this gives {}", gives(written.gives)))
            }
            Decision::Edit(..) => tell(format!(
                "saved; the conversation gives {}",
                gives(written.gives)
            )),
            Decision::Bulk(_, count) => tell(format!(
                "{count} conversations judged; one u takes all of it back"
            )),
            Decision::Undo | Decision::Redo => self.tell_reversed(decision, written),
        }
    }

    fn tell_reversed(&mut self, decision: &Decision, written: &Written) -> Effects {
        let (word, nothing) = match decision {
            Decision::Undo => ("undone", "nothing is left to undo"),
            _ => ("done again", "nothing is left to redo"),
        };
        let Some(first) = written.reversed.first() else {
            return vec![Effect::Tell(Level::Info, nothing.to_owned())];
        };
        let mut effects = vec![
            Effect::Tell(
                Level::Good,
                format!("{word}: {}", describe(&written.reversed, first)),
            ),
            Effect::Counts,
        ];
        if written.reversed.len() == 1
            && (self.focus == Focus::Reader || matches!(first.subject, Subject::Turn(..)))
        {
            effects.push(Effect::Visit(first.subject.conversation()));
        } else {
            effects.extend(self.read_again());
        }
        effects.extend(self.queue.reload());
        effects
    }
}

fn status_of(verdict: Verdict) -> Status {
    match verdict {
        Verdict::Accepted => Status::Accepted,
        Verdict::Rejected => Status::Rejected,
        Verdict::Skipped => Status::Skipped,
    }
}

fn rows_of(area: Option<Rect>) -> usize {
    area.map_or(20, |area| usize::from(area.height.saturating_sub(1)).max(1))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// `1 SFT row and 1 DPO pair`.
fn gives(gives: Gives) -> String {
    let (sft, dpo) = (gives.sft as usize, gives.dpo as usize);
    format!(
        "{sft} SFT row{} and {dpo} DPO pair{}",
        plural(sft),
        plural(dpo)
    )
}

fn describe(entries: &[LogEntry], first: &LogEntry) -> String {
    let what = match &first.action {
        Action::Judge {
            after: Some(verdict),
            ..
        } => status_of(*verdict).code(),
        Action::Judge { after: None, .. } => "verdict taken away",
        Action::Edit { .. } => "edit",
        Action::Comment { .. } => "comment",
    };
    let of = match (entries.len(), first.subject) {
        (1, Subject::Turn(..)) => "one turn".to_owned(),
        (1, Subject::Conversation(_)) => "one conversation".to_owned(),
        (many, _) => format!("{many} conversations"),
    };
    format!("{what}, {of}")
}

/// Two or three lines about the conversation.
fn head(reader: &Reader, area: Rect, canvas: &mut Canvas<'_>) {
    let reading = &reader.reading;
    let conversation = reading.conversation();
    let status = reading.reviewed.review.status(conversation);
    let outcome = conversation
        .outcome
        .map_or("being made", |outcome| outcome.code());
    let first = format!(
        "#{} {} {} · {} · {} · {outcome} · {}",
        conversation.ordinal + 1,
        queue::mark(status),
        status,
        conversation.language,
        conversation.domain(),
        conversation.engine,
    );
    canvas.put(area.x, area.y, area.width, &first, Role::Title);
    let done = format!("{}/{} decided ", reader.decided(), reader.len());
    canvas.right(Rect { height: 1, ..area }, area.y, &done, Role::Muted);
    let who = &conversation.profile.demographics;
    let second = format!(
        "{} · {} years · {} · {} · usually ₹{}",
        conversation.profile.user_id,
        who.age,
        who.location,
        conversation.profile.preferences.style,
        conversation.profile.preferences.budget_range,
    );
    if area.height > 2 {
        canvas.put(area.x, area.y + 1, area.width, &second, Role::Muted);
    }
    let wants: Vec<String> = scenario_lines(&conversation.scenario)
        .into_iter()
        .take(2)
        .map(|(_, text)| text)
        .collect();
    canvas.put(
        area.x,
        area.bottom() - 1,
        area.width,
        &wants.join(" · "),
        Role::Accent,
    );
}

fn side_lines(reader: &Reader) -> Vec<(Role, String)> {
    let reading = &reader.reading;
    let conversation = reading.conversation();
    let profile = &conversation.profile;
    let (who, likes, talks) = (
        &profile.demographics,
        &profile.preferences,
        &profile.conversation_style,
    );
    let mut lines = vec![
        (Role::Title, profile.user_id.to_string()),
        (
            Role::Text,
            format!("{:?}, {} years, {}", who.gender, who.age, who.location).to_lowercase(),
        ),
        (
            Role::Text,
            format!(
                "income {}, {}, ₹{}",
                who.income_level, likes.style, likes.budget_range
            ),
        ),
        (
            Role::Text,
            format!(
                "talks {}, {:?}, {:?}",
                talks.language, talks.formality, talks.detail_preference
            )
            .to_lowercase(),
        ),
        (Role::Text, String::new()),
    ];
    lines.extend(scenario_lines(&conversation.scenario));
    if let Some(target) = conversation
        .scenario
        .target
        .as_ref()
        .and_then(|id| reading.products.get(id))
    {
        lines.push((Role::Muted, format!("= {}", target.title)));
    }
    if !reading.products.is_empty() {
        lines.push((Role::Text, String::new()));
        lines.push((Role::Title, "Products named".to_owned()));
        for product in reading.products.values() {
            let price = crate::tui::product_search::price_of(product);
            let gone = if product.out_of_stock() {
                ", out of stock"
            } else {
                ""
            };
            lines.push((Role::Text, format!("{} · {price}{gone}", product.title)));
        }
    }
    lines
}

fn side(reader: &Reader, area: Rect, canvas: &mut Canvas<'_>) {
    let mut y = area.y;
    for (role, line) in side_lines(reader) {
        if y >= area.bottom() {
            break;
        }
        let room = Rect::new(area.x, y, area.width, area.bottom() - y);
        y += canvas.wrapped(room, &line, role).max(1);
    }
}

/// The page of text.
fn page(reader: &Reader, area: Rect, canvas: &mut Canvas<'_>, focused: bool) {
    let lines = reader.lines(area.width);
    for (row, line) in lines
        .iter()
        .skip(reader.top)
        .take(usize::from(area.height))
        .enumerate()
    {
        let y = area.y + row as u16;
        let on_turn = line.turn == reader.at && !line.parts.is_empty();
        if on_turn {
            let role = if focused { Role::Accent } else { Role::Muted };
            canvas.put(area.x, y, 1, "▌", role);
        }
        if let Some((role, mark)) = line.mark {
            canvas.put(area.x + 1, y, 1, mark, role);
        }
        let x = area.x + line.indent;
        if let Some((role, letter)) = line.letter {
            canvas.put(x + 3, y, 1, letter, role);
        }
        let parts: Vec<(Role, &str)> = line
            .parts
            .iter()
            .map(|(role, part)| (*role, part.as_str()))
            .collect();
        let used = GUTTER - 1 + line.indent;
        canvas.parts(area.x + used, y, area.width.saturating_sub(used), &parts);
    }
    let below = lines
        .len()
        .saturating_sub(reader.top + usize::from(area.height));
    if below > 0 && area.height > 0 {
        canvas.right(
            area,
            area.bottom() - 1,
            &format!(" {below} more, Space "),
            Role::Muted,
        );
    }
}
