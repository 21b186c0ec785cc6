//! Commands in the list of conversations.

use super::layout::Layout;
use super::remarks::nothing_to_repeat;
use super::{Review, rows_of};
use crate::domain::Verdict;
use crate::tui::command::CommandId;
use crate::tui::effect::{Ask, Effect, Effects};

impl Review {
    pub(super) fn run_in_queue(
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
            CommandId::Again => match self.last_reason {
                Some(reason) => self.judge_chosen(Verdict::Rejected, Some(reason), rows),
                None => return Some(nothing_to_repeat()),
            },
            CommandId::Tag => return Some(self.tag_chosen(argument)),
            CommandId::AcceptAll => return Some(self.judge_listed(Verdict::Accepted, argument)),
            CommandId::RejectAll => return Some(self.judge_listed(Verdict::Rejected, argument)),
            _ => return None,
        };
        effects.extend(self.preview_after(layout));
        Some(effects)
    }
}
