//! Verdicts, edits, undo and redo as a person gives them, for the studio and the command line alike.
//!
//! Owns: reading what stands before a decision, so that every log entry can be taken back. Does not: decide what a
//! decision means (that is `review`) or write anything but the log.

use super::products::edited;
use super::{JobError, Workspace};
use crate::domain::{
    Action, BulkId, Conversation, ConversationId, NewEntry, ProductId, Reason, ReviewerId, Subject,
    TurnId, Verdict,
};
use crate::review::{ConversationReview, Filter};
use crate::store::{Applied, Change, Cursor, Durability, Op, Reviewed};

/// How many conversations a bulk decision reads at once.
const BULK_PAGE: u32 = 500;

/// One reviewer at work in one workspace. Cloneable.
#[derive(Clone)]
pub struct Desk {
    workspace: Workspace,
    reviewer: ReviewerId,
}

/// What a bulk decision did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkDone {
    /// Its id; one undo takes all of it back.
    pub bulk: BulkId,
    /// The conversations whose verdict changed.
    pub changed: u64,
    /// The conversations that had this verdict and reason already.
    pub unchanged: u64,
}

impl Desk {
    /// The desk of this reviewer.
    pub fn new(workspace: &Workspace, reviewer: ReviewerId) -> Self {
        Desk {
            workspace: workspace.clone(),
            reviewer,
        }
    }

    /// The workspace that it stands in.
    pub(super) fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// Whose desk it is.
    pub fn reviewer(&self) -> &ReviewerId {
        &self.reviewer
    }

    /// Gives a verdict (`None` takes it away) to turns and whole conversations, all in one change. Two subjects or more
    /// form one bulk, which one undo takes back.
    ///
    /// # Errors
    /// When a subject is not there, a turn is to be skipped, or the store refuses.
    pub async fn judge(
        &self,
        subjects: &[Subject],
        verdict: Option<Verdict>,
        reason: Option<Reason>,
    ) -> Result<Applied, JobError> {
        let skips_a_turn = verdict == Some(Verdict::Skipped)
            && subjects.iter().any(|s| matches!(s, Subject::Turn(..)));
        if skips_a_turn {
            return Err(JobError::BadOption(
                "only whole conversations can be skipped; accept or reject the turn, or leave it undecided"
                    .to_owned(),
            ));
        }
        let bulk = (subjects.len() > 1).then(|| self.workspace.fresh_bulk());
        let mut entries = Vec::with_capacity(subjects.len());
        for subject in subjects {
            let Some(conversation) = subject.conversation() else {
                return Err(JobError::BadOption(
                    "products have no verdicts; change a field of one with `muse-studio products edit`"
                        .to_owned(),
                ));
            };
            let reviewed = self.read(conversation).await?;
            known_turn(&reviewed.conversation, subject)?;
            entries.push(self.verdict_entry(&reviewed.review, subject, verdict, reason, bulk));
        }
        self.write(entries, Vec::new()).await
    }

    /// Gives a verdict to every conversation that the filter keeps, as one bulk.
    ///
    /// # Errors
    /// When the store refuses; then nothing is changed.
    pub async fn judge_all(
        &self,
        filter: Filter,
        verdict: Option<Verdict>,
        reason: Option<Reason>,
    ) -> Result<BulkDone, JobError> {
        let bulk = self.workspace.fresh_bulk();
        let (mut entries, mut unchanged) = (Vec::new(), 0);
        let mut cursor = Cursor::First;
        loop {
            let page = self
                .workspace
                .store()
                .conversation_page(filter.clone(), cursor, BULK_PAGE)
                .await?;
            for (key, reviewed) in &page.items {
                cursor = Cursor::After(*key);
                if reviewed.review.verdict == verdict && reviewed.review.reason == reason {
                    unchanged += 1;
                    continue;
                }
                let subject = Subject::Conversation(reviewed.conversation.id);
                entries.push(self.verdict_entry(
                    &reviewed.review,
                    &subject,
                    verdict,
                    reason,
                    Some(bulk),
                ));
            }
            if !page.more || page.items.is_empty() {
                break;
            }
        }
        let changed = entries.len() as u64;
        if changed > 0 {
            self.write(entries, Vec::new()).await?;
        }
        Ok(BulkDone {
            bulk,
            changed,
            unchanged,
        })
    }

    /// Replaces a turn's text, which also accepts the turn. The same text as now is an accept and no edit.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Conflict`] when the turn is no longer at `base_version`; nothing is changed then.
    /// Also when the text is empty, the turn is not there, or the store refuses.
    pub async fn edit_turn(
        &self,
        conversation: ConversationId,
        turn: TurnId,
        base_version: u32,
        text: String,
    ) -> Result<Applied, JobError> {
        if text.trim().is_empty() {
            return Err(JobError::BadOption(
                "an edit needs a text; reject the turn if nothing of it is good".to_owned(),
            ));
        }
        let subject = Subject::Turn(conversation, turn);
        let reviewed = self.read(conversation).await?;
        let known = known_turn(&reviewed.conversation, &subject)?;
        let before = known.map_or_else(String::new, |turn| reviewed.review.text(turn).to_owned());
        let at_base = reviewed.review.version(turn) == base_version;
        if at_base && before == text {
            let verdict = Some(Verdict::Accepted);
            let entry = self.verdict_entry(&reviewed.review, &subject, verdict, None, None);
            return self.write(vec![entry], Vec::new()).await;
        }
        let entry = NewEntry {
            reviewer: self.reviewer.clone(),
            subject: subject.clone(),
            base_version,
            action: Action::Edit {
                before,
                after: text,
            },
            reason: None,
            bulk: None,
        };
        self.write(vec![entry], vec![(subject, base_version)]).await
    }

    /// Replaces the products that a turn names; the same as now writes nothing. Neither text nor verdict is touched.
    ///
    /// # Errors
    /// When the turn or a product is not there, or the store refuses.
    pub async fn set_mentioned(
        &self,
        conversation: ConversationId,
        turn: TurnId,
        products: Vec<ProductId>,
    ) -> Result<Applied, JobError> {
        let subject = Subject::Turn(conversation, turn);
        let reviewed = self.read(conversation).await?;
        let known = known_turn(&reviewed.conversation, &subject)?;
        let before = known.map_or(&[][..], |turn| reviewed.review.mentioned(turn));
        for product in products.iter().filter(|product| !before.contains(product)) {
            self.workspace.product_record(product).await?;
        }
        if before == products {
            return Ok(Applied::default());
        }
        let entry = NewEntry {
            reviewer: self.reviewer.clone(),
            subject,
            base_version: reviewed.review.version(turn),
            action: Action::Mention {
                before: before.to_vec(),
                after: products,
            },
            reason: None,
            bulk: None,
        };
        self.write(vec![entry], Vec::new()).await
    }

    /// Notes that another conversation stands in the place of this one; `None` takes the note away. Neither text nor verdict is
    /// touched.
    ///
    /// # Errors
    /// When the conversation is not there or the store refuses.
    pub async fn replace(
        &self,
        conversation: ConversationId,
        by: Option<ConversationId>,
    ) -> Result<Applied, JobError> {
        let reviewed = self.read(conversation).await?;
        let entry = NewEntry {
            reviewer: self.reviewer.clone(),
            subject: Subject::Conversation(conversation),
            base_version: 1,
            action: Action::Replace {
                before: reviewed.review.replaced_by,
                after: by,
            },
            reason: None,
            bulk: None,
        };
        self.write(vec![entry], Vec::new()).await
    }

    /// Takes back this reviewer's last decision, or the bulk that it belongs to. [`Applied::reversed`] is empty when
    /// there was nothing left.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn undo(&self) -> Result<Applied, JobError> {
        let change = Change::one(Op::Undo(self.reviewer.clone()));
        self.workspace.apply_and_index(change, edited).await
    }

    /// Does again what this reviewer undid last. [`Applied::reversed`] is empty when there was nothing.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn redo(&self) -> Result<Applied, JobError> {
        let change = Change::one(Op::Redo(self.reviewer.clone()));
        self.workspace.apply_and_index(change, edited).await
    }

    fn verdict_entry(
        &self,
        review: &ConversationReview,
        subject: &Subject,
        verdict: Option<Verdict>,
        reason: Option<Reason>,
        bulk: Option<BulkId>,
    ) -> NewEntry {
        let (before, base_version) = match subject {
            Subject::Conversation(_) | Subject::Product(_) => (review.verdict, 1),
            Subject::Turn(_, turn) => {
                let own = review.turns.get(turn).and_then(|state| state.verdict);
                (own, review.version(*turn))
            }
        };
        NewEntry {
            reviewer: self.reviewer.clone(),
            subject: subject.clone(),
            base_version,
            action: Action::Judge {
                before,
                after: verdict,
            },
            reason: reason.filter(|_| verdict == Some(Verdict::Rejected)),
            bulk,
        }
    }

    pub(super) async fn read(&self, id: ConversationId) -> Result<Reviewed, JobError> {
        let found = self.workspace.store().conversation(id).await?;
        found.ok_or_else(|| JobError::UnknownId {
            kind: "conversation",
            given: id.to_string(),
            hint: "see `muse-studio conversations list`".to_owned(),
        })
    }

    pub(super) async fn write(
        &self,
        entries: Vec<NewEntry>,
        expected: Vec<(Subject, u32)>,
    ) -> Result<Applied, JobError> {
        if self.reviewer.is_machine() {
            return Err(JobError::BadOption(format!(
                "the name {} is kept for what programs decide, and a person may only undo or redo it; give your own name \
                 with --reviewer",
                self.reviewer
            )));
        }
        let change = Change {
            ops: vec![Op::Review(entries)],
            expected,
            durability: Durability::Full,
        };
        Ok(self.workspace.store().apply(change).await?)
    }
}

/// The turn that a subject names; `None` for a conversation.
fn known_turn<'a>(
    conversation: &'a Conversation,
    subject: &Subject,
) -> Result<Option<&'a crate::domain::Turn>, JobError> {
    let Subject::Turn(_, id) = subject else {
        return Ok(None);
    };
    let found = conversation.turns.get(id);
    found.map(Some).ok_or_else(|| JobError::UnknownId {
        kind: "turn",
        given: id.to_string(),
        hint: format!("see `muse-studio conversations show {}`", conversation.id),
    })
}
