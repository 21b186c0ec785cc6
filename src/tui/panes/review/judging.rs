//! Judging: verdicts on turns, conversations and everything listed, and what the store's answers mean.

use super::Review;
use super::layout::{Focus, Layout};
use super::reader::Reader;
use crate::domain::{Action, LogEntry, Reason, Status, Subject, Verdict};
use crate::tui::command::CommandId;
use crate::tui::effect::{Ask, Effect, Effects};
use crate::tui::msg::{Decision, Gives, Level, Written};

impl Review {
    pub(super) fn judge(
        &mut self,
        subject: Subject,
        verdict: Verdict,
        reason: Option<Reason>,
    ) -> Effects {
        self.outstanding += 1;
        self.last_reason = reason.or(self.last_reason);
        vec![Effect::Judge {
            subject,
            verdict: Some(verdict),
            reason,
        }]
    }

    pub(super) fn judge_chosen(
        &mut self,
        verdict: Verdict,
        reason: Option<Reason>,
        rows: usize,
    ) -> Effects {
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
    pub(super) fn judge_listed(&mut self, verdict: Verdict, argument: &str) -> Effects {
        let (command, word) = match verdict {
            Verdict::Accepted => (CommandId::AcceptAll, "Accept"),
            _ => (CommandId::RejectAll, "Reject"),
        };
        let filter = self.queue.filter.clone();
        let many = |reason| {
            vec![Effect::JudgeMany {
                filter,
                verdict,
                reason,
            }]
        };
        let bulk = std::mem::take(&mut self.bulk);
        match argument {
            "filter" if verdict == Verdict::Accepted => many(None),
            "filter" => {
                self.bulk = true;
                vec![Effect::Ask(Ask::Reason(command))]
            }
            reason if bulk => many(reason.parse().ok()),
            _ => vec![Effect::Ask(Ask::Confirm {
                question: format!(
                    "{word} all {} conversations listed? One u takes all of it back.",
                    self.queue.total
                ),
                command,
                argument: "filter".to_owned(),
            })],
        }
    }

    pub(super) fn judge_turn(
        &mut self,
        verdict: Verdict,
        reason: Option<Reason>,
        layout: Layout,
    ) -> Effects {
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
    pub(super) fn advance(&mut self, layout: Layout) -> Effects {
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
                let done = judged(reader);
                self.patch_queue();
                self.next_conversation(&done)
            }
        }
    }

    pub(super) fn judge_conversation(
        &mut self,
        verdict: Verdict,
        reason: Option<Reason>,
    ) -> Effects {
        let Some(reader) = &self.reader else {
            return Effects::new();
        };
        let (id, number) = (reader.id(), reader.reading.key);
        let mut effects = self.judge(Subject::Conversation(id), verdict, reason);
        self.queue
            .patch(id, |line| line.status = status_of(verdict));
        effects.extend(self.next_conversation(&format!("#{number} {}", status_of(verdict))));
        effects
    }

    pub(super) fn decided(
        &mut self,
        decision: &Decision,
        result: &Result<Written, String>,
    ) -> Effects {
        let own = matches!(
            decision,
            Decision::Turn(..)
                | Decision::Conversation(_)
                | Decision::Edit(..)
                | Decision::Mention(..)
                | Decision::Remark(_)
        );
        if own {
            self.outstanding = self.outstanding.saturating_sub(1);
        }
        let mut answered = match decision {
            Decision::Edit(_, turn) => self.edit_answered(*turn, result.is_ok()),
            _ => Effects::new(),
        };
        let mut effects = self.after_decision(decision, result, own);
        effects.append(&mut answered);
        effects
    }

    fn after_decision(
        &mut self,
        decision: &Decision,
        result: &Result<Written, String>,
        own: bool,
    ) -> Effects {
        // The Products pane tells of its own.
        if matches!(decision, Decision::Product(_)) {
            return Effects::new();
        }
        match result {
            Err(why) => {
                let mut effects = vec![Effect::Tell(Level::Error, why.clone())];
                effects.extend(self.read_again());
                effects.extend(self.queue.refresh());
                effects
            }
            Ok(written) => {
                let mut effects = self.tell_decided(decision, written);
                let all_answered = self.outstanding == 0;
                if own && all_answered {
                    effects.extend(self.read_again());
                }
                if matches!(decision, Decision::Bulk(..)) {
                    effects.extend(self.queue.refresh());
                    effects.extend(self.read_again());
                }
                effects
            }
        }
    }

    pub(super) fn read_again(&mut self) -> Effects {
        match self.reader.as_ref().map(Reader::id) {
            Some(id) => self.read(id),
            None => Effects::new(),
        }
    }

    pub(super) fn tell_decided(&mut self, decision: &Decision, written: &Written) -> Effects {
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
            Decision::Mention(..) => tell("the turn names it now; u takes it back".to_owned()),
            Decision::Remark(_) if written.entries.is_empty() => {
                vec![Effect::Tell(Level::Info, "it stands so already".to_owned())]
            }
            Decision::Remark(_) => self.tell_remarked(written),
            Decision::Product(_) => Effects::new(),
            Decision::Bulk(_, count) => tell(format!(
                "{count} conversations judged; one u takes all of it back"
            )),
            Decision::Undo | Decision::Redo => self.tell_reversed(decision, written),
        }
    }

    pub(super) fn tell_reversed(&mut self, decision: &Decision, written: &Written) -> Effects {
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
        match first.subject {
            _ if written.reversed.len() > 1 => effects.extend(self.read_again()),
            Subject::Turn(conversation, turn) => {
                self.aim = Some(turn);
                effects.push(Effect::Visit(conversation));
            }
            Subject::Conversation(conversation)
                if self.focus == Focus::Queue && self.queue.point_at(conversation) =>
            {
                effects.extend(self.read_again());
                effects.push(Effect::Run(CommandId::GoReview, String::new()));
            }
            Subject::Conversation(conversation) => effects.push(Effect::Visit(conversation)),
            Subject::Product(_) => {}
        }
        effects.extend(self.queue.refresh());
        effects
    }
}

/// `#3 is judged: 7 accepted, 1 rejected`.
fn judged(reader: &Reader) -> String {
    let review = &reader.reading.reviewed.review;
    let turns = reader.reading.conversation().current_turns();
    let (mut accepted, mut rejected) = (0, 0);
    for turn in turns {
        match review.effective(turn.id) {
            Some(Verdict::Accepted) => accepted += 1,
            Some(Verdict::Rejected) => rejected += 1,
            Some(Verdict::Skipped) | None => {}
        }
    }
    let number = reader.reading.key;
    match rejected {
        0 => format!("#{number} is judged: all {accepted} turns accepted"),
        _ => format!("#{number} is judged: {accepted} accepted, {rejected} rejected"),
    }
}

pub(super) fn status_of(verdict: Verdict) -> Status {
    match verdict {
        Verdict::Accepted => Status::Accepted,
        Verdict::Rejected => Status::Rejected,
        Verdict::Skipped => Status::Skipped,
    }
}

pub(super) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// `1 SFT row and 1 DPO pair`.
pub(super) fn gives(gives: Gives) -> String {
    let (sft, dpo) = (gives.sft as usize, gives.dpo as usize);
    format!(
        "{sft} SFT row{} and {dpo} DPO pair{}",
        plural(sft),
        plural(dpo)
    )
}

pub(super) fn describe(entries: &[LogEntry], first: &LogEntry) -> String {
    let what = match &first.action {
        Action::Judge {
            after: Some(verdict),
            ..
        } => status_of(*verdict).code(),
        Action::Judge { after: None, .. } => "verdict taken away",
        Action::Edit { .. } => "edit",
        Action::Comment { .. } => "comment",
        Action::Rate { .. } => "rating",
        Action::Tag { .. } => "tag",
        Action::Mention { .. } => "products of the turn",
        Action::Replace { .. } => "another in its place",
        Action::Set { before, after } => {
            return format!(
                "{}, {}",
                after.change_from(before),
                subject_of(entries, first)
            );
        }
    };
    format!("{what}, {}", subject_of(entries, first))
}

fn subject_of(entries: &[LogEntry], first: &LogEntry) -> String {
    match (entries.len(), &first.subject) {
        (1, Subject::Turn(..)) => "one turn".to_owned(),
        (1, Subject::Conversation(_)) => "one conversation".to_owned(),
        (1, Subject::Product(id)) => format!("product {id}"),
        (many, Subject::Product(_)) => format!("{many} products"),
        (many, _) => format!("{many} conversations"),
    }
}
