//! The job that checks conversations against the catalogue again.

use std::collections::BTreeMap;

use super::control::Pass;
use super::facts::Known;
use super::runner::{Context, Report};
use super::{JobError, JobHandle, JobKind, Runner, plural};
use crate::domain::{Conversation, Finding, FindingKind, Severity};
use crate::review::Filter;
use crate::store::{Change, Cursor, Op, Reviewed, Store};

/// How many conversations are read at once.
const PAGE: u32 = 200;
/// How many rows of a file that are no conversations are told one by one.
const TOLD: usize = 1_000;

/// What a check of many conversations found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Evaluated {
    /// Conversations checked.
    pub conversations: u64,
    /// Turns checked, in the text that is in force.
    pub turns: u64,
    /// Conversations with at least one fault.
    pub with_faults: u64,
    /// Faults of each check; checks that found nothing are there with 0.
    pub faults: BTreeMap<FindingKind, u64>,
    /// Things worth a look that are no faults, of each check that has any.
    pub notes: BTreeMap<FindingKind, u64>,
    /// Rows of a file that are no conversations; always 0 for a workspace.
    pub left_out: u64,
    /// The first of them, each a sentence with file, line and reason.
    pub rejects: Vec<String>,
    /// Whether a person stopped it.
    pub stopped: bool,
}

impl Evaluated {
    /// The report before the first conversation.
    pub(super) fn nothing() -> Self {
        Evaluated {
            faults: FindingKind::ALL.map(|kind| (kind, 0)).into(),
            ..Evaluated::default()
        }
    }

    /// Counts a row that is no conversation.
    pub(super) fn leave_out(&mut self, sentence: String) {
        self.left_out += 1;
        if self.rejects.len() < TOLD {
            self.rejects.push(sentence);
        }
    }

    /// Counts what was found in a conversation.
    pub(super) fn count(&mut self, conversation: &Conversation, findings: &[Finding]) {
        self.conversations += 1;
        self.turns += conversation.current_turns().count() as u64;
        for finding in findings {
            let counts = match finding.severity {
                Severity::Fault => &mut self.faults,
                Severity::Note => &mut self.notes,
            };
            *counts.entry(finding.kind).or_default() += 1;
        }
        let fault = findings.iter().any(|f| f.severity == Severity::Fault);
        self.with_faults += u64::from(fault);
    }
}

impl Report for Evaluated {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        self.left_out
    }

    fn summary(&self) -> String {
        let faults: u64 = self.faults.values().sum();
        let mut text = format!(
            "{} with {} checked: {} in {}",
            plural(self.conversations, "conversation"),
            plural(self.turns, "turn"),
            plural(faults, "fault"),
            plural(self.with_faults, "conversation"),
        );
        if self.left_out > 0 {
            text.push_str(&format!("; {} left out", plural(self.left_out, "row")));
        }
        text
    }
}

impl Runner {
    /// Checks the conversations that the filter keeps and writes what is found beside each.
    pub fn evaluate(&self, filter: Filter) -> JobHandle<Evaluated> {
        self.start(JobKind::Evaluate, |context| evaluate(context, filter))
    }
}

async fn evaluate(mut context: Context, filter: Filter) -> Result<Evaluated, JobError> {
    let store = context.workspace.store().clone();
    let total = store.count(filter.clone()).await?;
    let title = "check against the catalogue".to_owned();
    context.reporter.started(title, Some(total), None);
    let mut found = Evaluated::nothing();
    let mut cursor = Cursor::First;
    loop {
        if context.gate.pass().await == Pass::Stopped {
            found.stopped = true;
            return Ok(found);
        }
        let page = store
            .conversation_page(filter.clone(), cursor, PAGE)
            .await?;
        let Some((last, _)) = page.items.last() else {
            return Ok(found);
        };
        cursor = Cursor::After(*last);
        let more = page.more;
        let (counted, ops) = check_page(&store, page.items, found).await?;
        found = counted;
        if !ops.is_empty() {
            store.apply(Change::batched(ops)).await?;
        }
        context
            .reporter
            .progress(found.conversations, 0, Some(total));
        if !more {
            return Ok(found);
        }
    }
}

/// Checks a page on a worker thread; gives the figures and the changes of stored findings.
async fn check_page(
    store: &Store,
    items: Vec<(i64, Reviewed)>,
    mut found: Evaluated,
) -> Result<(Evaluated, Vec<Op>), JobError> {
    let known = Known::read(store, items.iter().map(|(_, r)| &r.conversation)).await?;
    let checked = tokio::task::spawn_blocking(move || {
        let mut ops = Vec::new();
        for (_, reviewed) in items {
            let findings = known.check(&reviewed);
            found.count(&reviewed.conversation, &findings);
            if findings != reviewed.findings {
                ops.push(Op::PutFindings(reviewed.conversation.id, findings));
            }
        }
        (found, ops)
    });
    Ok(checked.await?)
}
