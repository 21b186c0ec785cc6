//! The job that takes the figures of a set of conversations.

use super::control::Pass;
use super::runner::{Context, Report};
use super::{JobError, JobHandle, JobKind, Runner, plural};
use crate::domain::ConversationId;
use crate::quality::{Measure, SetFigures, SetReader};
use crate::review::Filter;
use crate::store::{Cursor, Reviewed};

/// How many conversations are read at once.
const PAGE: u32 = 500;

/// The figures of a set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// What was counted.
    pub figures: SetFigures,
    /// The near-duplicates of the figures with their ids, the earlier one first.
    pub near_pairs: Vec<(ConversationId, ConversationId)>,
    /// Whether a person stopped it; the figures are empty then.
    pub stopped: bool,
}

impl Report for Measured {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        0
    }

    fn summary(&self) -> String {
        let conversations = plural(self.figures.conversations, "conversation");
        let turns = plural(self.figures.turns, "turn");
        format!("{conversations} with {turns} measured")
    }
}

impl Runner {
    /// Takes the figures of the conversations that the filter keeps; writes nothing.
    pub fn measure(&self, filter: Filter, measure: Measure) -> JobHandle<Measured> {
        self.start(JobKind::Evaluate, move |context| {
            run(context, filter, measure)
        })
    }
}

async fn run(mut context: Context, filter: Filter, measure: Measure) -> Result<Measured, JobError> {
    let store = context.workspace.store().clone();
    let total = store.count(filter.clone()).await?;
    let title = "measure the set".to_owned();
    context.reporter.started(title, Some(total), None);
    let mut set = Set::default();
    let mut cursor = Cursor::First;
    loop {
        if context.gate.pass().await == Pass::Stopped {
            return Ok(Measured {
                stopped: true,
                ..Measured::default()
            });
        }
        let page = store
            .conversation_page(filter.clone(), cursor, PAGE)
            .await?;
        let Some((last, _)) = page.items.last() else {
            break;
        };
        cursor = Cursor::After(*last);
        set = tokio::task::spawn_blocking(move || set.with(&page.items)).await?;
        let done = set.ids.len() as u64;
        context.reporter.progress(done, 0, Some(total));
        if !page.more {
            break;
        }
    }
    Ok(tokio::task::spawn_blocking(move || set.finish(measure)).await?)
}

/// What was read so far, and whose it is.
#[derive(Default)]
struct Set {
    reader: SetReader,
    ids: Vec<ConversationId>,
}

impl Set {
    fn with(mut self, page: &[(i64, Reviewed)]) -> Self {
        for (_, reviewed) in page {
            let text_of = |turn| reviewed.review.text(turn);
            self.reader.add(&reviewed.conversation, &text_of);
            self.ids.push(reviewed.conversation.id);
        }
        self
    }

    fn finish(self, measure: Measure) -> Measured {
        let figures = self.reader.finish(measure);
        let id = |place: u32| self.ids.get(place as usize).copied();
        let named = |(earlier, later): &(u32, u32)| id(*earlier).zip(id(*later));
        Measured {
            near_pairs: figures.near_pairs.iter().filter_map(named).collect(),
            figures,
            stopped: false,
        }
    }
}
