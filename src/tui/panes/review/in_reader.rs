//! Commands in an open conversation.

use super::card::Card;
use super::drawing::side_lines;
use super::layout::{Focus, Layout};
use super::remarks::nothing_to_repeat;
use super::{Review, facts, opening};
use crate::domain::Verdict;
use crate::tui::command::CommandId;
use crate::tui::effect::{Ask, Effect, Effects, PageLine};
use crate::tui::msg::Level;

impl Review {
    pub(super) fn run_in_reader(
        &mut self,
        layout: Layout,
        command: CommandId,
        argument: &str,
    ) -> Option<Effects> {
        if self.opening.is_some() && opening::needs_the_text(command) {
            let text = "the next conversation is still being read; press it again".to_owned();
            return Some(vec![Effect::Tell(Level::Info, text)]);
        }
        self.reader.as_ref()?;
        let known = self.move_in_reader(layout, command);
        let known = known.or_else(|| self.judge_in_reader(layout, command, argument));
        let known = known.or_else(|| self.remark_in_reader(command, argument));
        known.or_else(|| self.look_in_reader(command))
    }

    /// Going through the text.
    fn move_in_reader(&mut self, layout: Layout, command: CommandId) -> Option<Effects> {
        let (width, rows) = layout.page();
        let reader = self.reader.as_mut()?;
        match command {
            CommandId::Down => drop(reader.step(1)),
            CommandId::Up => drop(reader.step(-1)),
            CommandId::PageDown => return Some(self.scroll(rows as isize - 2, layout)),
            CommandId::PageUp => return Some(self.scroll(2 - rows as isize, layout)),
            CommandId::Top => reader.at = 0,
            CommandId::Bottom => reader.at = reader.len().saturating_sub(1),
            CommandId::ReadOn if reader.read_on(width, rows) => return Some(Effects::new()),
            CommandId::ReadOn => return Some(self.next_conversation("")),
            CommandId::NextFault => match reader.next_fault() {
                Some(at) => reader.at = at,
                None => {
                    let text = "no fault in this conversation".to_owned();
                    return Some(vec![Effect::Tell(Level::Info, text)]);
                }
            },
            CommandId::NextConversation => return Some(self.beside(1)),
            CommandId::PreviousConversation => return Some(self.beside(-1)),
            CommandId::Back if self.card.is_shown() => self.card = Card::default(),
            CommandId::Back => self.focus = Focus::Queue,
            _ => return None,
        }
        if let Some(reader) = &mut self.reader {
            reader.follow(width, rows);
        }
        Some(Effects::new())
    }

    /// Verdicts and edits.
    fn judge_in_reader(
        &mut self,
        layout: Layout,
        command: CommandId,
        argument: &str,
    ) -> Option<Effects> {
        let reason = argument.parse().ok();
        Some(match command {
            CommandId::Accept => self.judge_turn(Verdict::Accepted, None, layout),
            CommandId::Reject | CommandId::RejectAll if argument.is_empty() => {
                vec![Effect::Ask(Ask::Reason(command))]
            }
            CommandId::Reject => self.judge_turn(Verdict::Rejected, reason, layout),
            CommandId::Again => match self.last_reason {
                Some(reason) => self.judge_turn(Verdict::Rejected, Some(reason), layout),
                None => nothing_to_repeat(),
            },
            CommandId::AcceptAll => self.judge_conversation(Verdict::Accepted, None),
            CommandId::RejectAll => self.judge_conversation(Verdict::Rejected, reason),
            CommandId::Skip => self.judge_conversation(Verdict::Skipped, None),
            CommandId::Edit => {
                let effects = self.start_edit();
                self.keep_in_sight(layout);
                effects
            }
            _ => return None,
        })
    }

    /// What is known about the turn under the cursor.
    fn look_in_reader(&mut self, command: CommandId) -> Option<Effects> {
        Some(match command {
            CommandId::Open => {
                let reader = self.reader.as_ref()?;
                let page = facts::page(&reader.reading, reader.turn()?);
                vec![Effect::Ask(Ask::Page("Facts".to_owned(), page))]
            }
            CommandId::ShowProduct => self.turn_card(),
            CommandId::OpenPicture => {
                let (product, ..) = self.card_product()?;
                vec![Effect::OpenPicture(Box::new(product.clone()))]
            }
            CommandId::ToggleProfile => vec![self.profile_page()?],
            CommandId::Copy => self.copy(),
            _ => return None,
        })
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
}
