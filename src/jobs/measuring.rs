//! The job that takes the figures of a set of conversations.

use std::collections::{BTreeMap, BTreeSet};

use super::control::Pass;
use super::generate::wanted_cells;
use super::runner::{Context, Report};
use super::{JobError, JobHandle, JobKind, Runner, plural};
use crate::domain::{ConversationId, RunId, Turn};
use crate::export::muse::Record;
use crate::quality::{Alike, Cell, Measure, SetFigures, SetReader};
use crate::review::Filter;
use crate::store::{Cursor, Reviewed, Store};

/// How many conversations are read at once.
const PAGE: u32 = 500;

/// The figures of a set.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// What was counted.
    pub figures: SetFigures,
    /// The near-duplicates of the figures with their ids, the earlier one first.
    pub near_pairs: Vec<(ConversationId, ConversationId)>,
    /// What is alike, with ids: the earlier one, the later one, and their likeness.
    pub alike_pairs: Vec<(ConversationId, ConversationId, f64)>,
    /// What tells the same story, with ids, the earlier one first.
    pub story_pairs: Vec<(ConversationId, ConversationId)>,
    /// How many conversations of each cell were wanted by the runs that these are of, and how many there are; where the
    /// filter asks for a language or a department, only cells of it. Empty when no run tells.
    pub cells: BTreeMap<Cell, Filled>,
    /// Whether a person stopped it; the figures are empty then.
    pub stopped: bool,
}

/// How full a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Filled {
    /// Conversations that the runs were to make.
    pub wanted: u64,
    /// Conversations that there are.
    pub got: u64,
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
    let runs = std::mem::take(&mut set.runs);
    let mut measured = tokio::task::spawn_blocking(move || set.finish(measure)).await?;
    measured.cells = filled(&store, runs, &filter, &measured.figures.cells).await?;
    Ok(measured)
}

/// What these runs wanted, beside what there is. A conversation counts for the cell that says most of it.
async fn filled(
    store: &Store,
    runs: BTreeSet<RunId>,
    filter: &Filter,
    there: &BTreeMap<Cell, u64>,
) -> Result<BTreeMap<Cell, Filled>, JobError> {
    let mut cells: BTreeMap<Cell, Filled> = BTreeMap::new();
    for id in runs {
        let run = store.run(id).await?;
        for (cell, wanted) in run.iter().flat_map(wanted_cells) {
            let language = filter.language.is_empty() || filter.language.contains(&cell.language);
            let asked = |domain| filter.domain.is_empty() || filter.domain.contains(&domain);
            if language && cell.domain.is_none_or(asked) {
                cells.entry(cell).or_default().wanted += u64::from(wanted);
            }
        }
    }
    for (one, got) in there {
        let holding = cells.iter_mut().filter(|(cell, _)| cell.holds(one));
        let said = |cell: &Cell| {
            let said = [
                cell.domain.is_some(),
                cell.length.is_some(),
                cell.outcome.is_some(),
            ];
            said.into_iter().filter(|said| *said).count()
        };
        if let Some((_, filled)) = holding.max_by_key(|(cell, _)| said(cell)) {
            filled.got += got;
        }
    }
    Ok(cells)
}

/// What was read so far, and whose it is.
#[derive(Default)]
pub(super) struct Set {
    reader: SetReader,
    ids: Vec<ConversationId>,
    runs: BTreeSet<RunId>,
}

impl Set {
    fn with(mut self, page: &[(i64, Reviewed)]) -> Self {
        for (_, reviewed) in page {
            let text_of = |turn| reviewed.review.text(turn);
            self.reader.add(&reviewed.conversation, &text_of);
            self.ids.push(reviewed.conversation.id);
            self.runs.extend(reviewed.conversation.run);
        }
        self
    }

    /// One conversation more, in the texts that are in force.
    pub(super) fn with_record(mut self, record: &Record) -> Self {
        let text_of = |turn: &Turn| match record.turns.get(&turn.id) {
            Some(own) => own.text.as_str(),
            None => "",
        };
        self.reader.add(&record.conversation, &text_of);
        self.ids.push(record.conversation.id);
        self
    }

    /// How many conversations were read.
    pub(super) fn len(&self) -> u64 {
        self.ids.len() as u64
    }

    pub(super) fn finish(self, measure: Measure) -> Measured {
        let figures = self.reader.finish(measure);
        let id = |place: u32| self.ids.get(place as usize).copied();
        let named = |(earlier, later): &(u32, u32)| id(*earlier).zip(id(*later));
        let alike = |one: &Alike| {
            let (earlier, later) = id(one.earlier).zip(id(one.later))?;
            Some((earlier, later, one.likeness))
        };
        Measured {
            near_pairs: figures.near_pairs.iter().filter_map(named).collect(),
            alike_pairs: figures.alike_pairs.iter().filter_map(alike).collect(),
            story_pairs: figures.story_pairs.iter().filter_map(named).collect(),
            figures,
            cells: BTreeMap::new(),
            stopped: false,
        }
    }
}
