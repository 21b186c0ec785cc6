//! What a run would ask a model, before it asks anything.
//!
//! The first conversations of the plan are made in memory with words of the phrasebook, and for each turn the prompt is
//! filled in that a model would get. So calls and tokens sent are counted on the run's own shoppers, products and prompts.
//! How many tokens a text takes is known only to the model: the low and the high figure are what tokenizers make of it at
//! their best and at their worst, and answers are taken to be as long as the phrasebook's, up to three times that. When the
//! model has worded conversations of the workspace before, what these took is known better, and nothing is made.

use std::sync::Arc;

use super::super::runner::{Context, Report};
use super::super::{JobError, JobHandle, JobKind, Runner, Writing, plural};
use super::GenerateOptions;
use super::catalogue::Catalogue;
use super::counting::Counted;
use super::errand::Errands;
use super::estimate::Estimate;
use super::report::CellFilled;
use super::settling::{Faults, MODEL_WINDOW, Next, Settling};
use super::speaking::{ByModel, Speaking};
use super::start::{Prepared, check, open_catalogue, picturing, planning, prepare};
use crate::dialogue::data::Knowledge;
use crate::dialogue::{Limits, Machine, ModelVoice, PhrasebookVoice, Plan, Retrieve};
use crate::llm::{Budget, ChatModel, Part};
use crate::quality::Twins;

/// How many conversations of the plan are made to count.
const SAMPLE: u32 = 40;

/// What a run would take.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreseen {
    /// The seed that the run would have.
    pub seed: u64,
    /// Conversations that are wanted.
    pub planned: u32,
    /// How many are wanted of what.
    pub cells: Vec<CellFilled>,
    /// Shoppers to draw from.
    pub shoppers: u32,
    /// Of these, shoppers that would be made first because the workspace has none.
    pub profiles_made: u32,
    /// The model; `None` for the phrasebook.
    pub model: Option<String>,
    /// What it would about take; `None` for the phrasebook.
    pub estimate: Option<Estimate>,
    /// Whether a person stopped it.
    pub stopped: bool,
}

impl Report for Foreseen {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        0
    }

    fn summary(&self) -> String {
        let planned = plural(u64::from(self.planned), "conversation");
        match self.model.as_ref().zip(self.estimate) {
            None => format!("{planned} by the phrasebook: no calls, no cost"),
            Some((model, estimate)) => format!("{planned} by {model}: {}", estimate.words()),
        }
    }
}

impl Runner {
    /// Says what a generation would take. Nothing is asked and nothing is written.
    pub fn foresee(&self, options: GenerateOptions, speaking: Speaking) -> JobHandle<Foreseen> {
        self.start(JobKind::Generate, |context| {
            foresee(context, options, speaking)
        })
    }
}

async fn foresee(
    context: Context,
    options: GenerateOptions,
    speaking: Speaking,
) -> Result<Foreseen, JobError> {
    check(&options)?;
    let catalogue = open_catalogue(&context.workspace).await?;
    let prepared = prepare(&context, &options, &speaking, &catalogue, Writing::Dry).await?;
    let (run, wanted) = (&prepared.run, &prepared.settings.wanted);
    let cells = wanted.iter().map(|one| CellFilled {
        cell: one.cell,
        wanted: one.wanted,
        kept: 0,
    });
    let title = format!("plan {}", plural(u64::from(run.planned), "conversation"));
    context.reporter.started(title, None, None);
    let estimate = match &speaking {
        Speaking::Model(by) => Some(estimate(&context, &prepared, by, catalogue).await?),
        Speaking::Phrasebook => None,
    };
    Ok(Foreseen {
        seed: run.seed,
        planned: run.planned,
        cells: cells.collect(),
        shoppers: prepared.shoppers.len() as u32,
        profiles_made: prepared.profiles_made,
        model: speaking.model(),
        estimate,
        stopped: false,
    })
}

/// What a new run would about take: from what this model took before, else from the run's own plan.
pub(super) async fn estimate(
    context: &Context,
    prepared: &Prepared,
    by: &ByModel,
    catalogue: Arc<Catalogue>,
) -> Result<Estimate, JobError> {
    let wanted = prepared.run.planned;
    if let Some(known) = known(context, by, wanted).await? {
        return Ok(known);
    }
    let counted = sample(context, prepared, by, catalogue).await?;
    Ok(priced(Estimate::of_plan(&counted, wanted), by))
}

/// What so many conversations would about take, when this model has worded some before.
pub(super) async fn known(
    context: &Context,
    by: &ByModel,
    wanted: u32,
) -> Result<Option<Estimate>, JobError> {
    let store = context.workspace.store();
    let (engine, model) = (by.model.engine(), by.model.name().to_owned());
    let pilot = store.call_pilot(engine, model).await?;
    Ok(Estimate::of_pilot(&pilot, wanted).map(|estimate| priced(estimate, by)))
}

fn priced(estimate: Estimate, by: &ByModel) -> Estimate {
    Estimate {
        price: by.price,
        budget_left: by.budget.as_ref().map(Budget::left),
        requests_per_minute: by.requests_per_minute,
        ..estimate
    }
}

/// Makes the first conversations of the plan and counts.
async fn sample(
    context: &Context,
    prepared: &Prepared,
    by: &ByModel,
    catalogue: Arc<Catalogue>,
) -> Result<Counted, JobError> {
    let Prepared {
        run,
        settings,
        shoppers,
        ..
    } = prepared;
    let (mut plan, quotas) = planning(run, settings, shoppers.clone());
    let mut settling = Settling::new(
        quotas,
        Twins::default(),
        Faults::Allowed,
        run.planned,
        Vec::new(),
    )
    .window(MODEL_WINDOW)
    .picturing(picturing(run, settings));
    let errands = Errands::new(context.clone(), run.seed);
    let voices = Arc::new(Voices::open(context, by.model.clone(), catalogue).await?);
    let mut counted = Counted::default();
    while counted.talks < SAMPLE
        && !context.gate.stopped()
        && let Next::Plan(place) = settling.next()
        && let Some(planned) = plan.draw(place)
    {
        let scenario = errands.scenario(&planned).await?;
        let plan = Plan {
            profile: planned.profile,
            scenario,
            language: place.cell.language,
            mode: run.mode,
            limits: Limits {
                min: settings.min_exchanges,
                max: settings.max_exchanges,
            },
            aim: planned.aim,
            seed: run.seed,
            ordinal: place.ordinal,
        };
        let voices = voices.clone();
        let count = move || voices.count(plan);
        counted.add(tokio::task::spawn_blocking(count).await??);
    }
    Ok(counted)
}

/// The voice that speaks and the one that is only asked for its prompts.
struct Voices {
    knowledge: Arc<Knowledge>,
    phrasebook: PhrasebookVoice,
    model: ModelVoice,
    catalogue: Arc<Catalogue>,
}

impl Voices {
    async fn open(
        context: &Context,
        asked: Arc<dyn ChatModel>,
        catalogue: Arc<Catalogue>,
    ) -> Result<Self, JobError> {
        let folder = context.workspace.folder().clone();
        let open = move || {
            let knowledge = Knowledge::of_workspace(folder.path()).map_err(JobError::layer)?;
            let lines = folder.phrasebook();
            let own = lines.is_dir().then_some(lines.as_path());
            let phrasebook =
                PhrasebookVoice::new(knowledge.clone(), own).map_err(JobError::layer)?;
            let model = ModelVoice::new(asked, &knowledge, Some(&folder.prompts()));
            Ok(Voices {
                model: model.map_err(JobError::layer)?,
                knowledge,
                phrasebook,
                catalogue,
            })
        };
        tokio::task::spawn_blocking(open).await?
    }

    /// Makes one conversation in memory. Blocks.
    fn count(&self, plan: Plan) -> Result<Counted, JobError> {
        let target = plan.scenario.target.as_ref();
        let target = target.and_then(|id| self.catalogue.product(id));
        let machine = Machine::new(plan, self.catalogue.clone(), self.knowledge.clone());
        let mut machine = machine.hiding(target);
        let mut counted = Counted {
            talks: 1,
            ..Counted::default()
        };
        while let Some(step) = machine.next() {
            if let Some(fault) = self.catalogue.take_fault() {
                return Err(fault);
            }
            let asked = self.model.asked(&step).map_err(JobError::layer)?.request;
            counted.calls += 1;
            counted.sent.count(&asked.instructions);
            for part in &asked.parts {
                if let Part::Text(text) = part {
                    counted.sent.count(text);
                }
            }
            let worded = self.phrasebook.word(&step).map_err(JobError::layer)?;
            counted.received.count(&worded.text);
            machine.record(step, worded.into());
        }
        Ok(counted)
    }
}
