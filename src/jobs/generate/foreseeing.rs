//! What a run would ask a model, before it asks anything.
//!
//! The first conversations of the plan are made in memory with words of the phrasebook, and for each turn the prompt is
//! filled in that a model would get. So calls and tokens sent are counted on the run's own shoppers, products and prompts.
//! How many tokens a text takes is known only to the model: the low and the high figure are what tokenizers make of it at
//! their best and at their worst, and answers are taken to be as long as the phrasebook's, up to three times that.

use std::sync::Arc;

use super::super::runner::{Context, Report};
use super::super::{JobError, JobHandle, JobKind, Runner, Writing, plural};
use super::GenerateOptions;
use super::catalogue::Catalogue;
use super::errand::Errands;
use super::report::CellFilled;
use super::settling::{Faults, MODEL_WINDOW, Next, Settling, most_attempts};
use super::speaking::{ByModel, Speaking};
use super::start::{Prepared, check, open_catalogue, picturing, planning, prepare};
use crate::dialogue::data::Knowledge;
use crate::dialogue::{Limits, Machine, ModelVoice, PhrasebookVoice, Plan, Retrieve};
use crate::llm::Part;
use crate::quality::Twins;

/// How many conversations of the plan are made to count.
const SAMPLE: u32 = 40;
/// How much longer than the phrasebook's lines the answers of models may be.
const LONGER: f64 = 3.0;

/// A figure that is known within bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize)]
pub struct Bounds {
    /// At least.
    pub low: u64,
    /// At most.
    pub high: u64,
}

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
    /// Conversations that were made in memory to count; 0 for a run by the phrasebook.
    pub sample: u32,
    /// The model; `None` for the phrasebook.
    pub model: Option<String>,
    /// Questions: at most as many as there may be attempts for conversations that are not kept.
    pub calls: Bounds,
    /// Tokens sent.
    pub input_tokens: Bounds,
    /// Tokens received.
    pub output_tokens: Bounds,
    /// Whether a person stopped it.
    pub stopped: bool,
}

impl Foreseen {
    /// Minutes for all questions at so many a minute.
    pub fn minutes(&self, requests_per_minute: u32) -> Bounds {
        let rate = u64::from(requests_per_minute.max(1));
        Bounds {
            low: self.calls.low.div_ceil(rate),
            high: self.calls.high.div_ceil(rate),
        }
    }
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
        match &self.model {
            None => format!("{planned} by the phrasebook: no calls, no cost"),
            Some(model) => format!(
                "{planned} by {model}: {} to {} calls, {} to {} tokens sent, {} to {} received",
                self.calls.low,
                self.calls.high,
                self.input_tokens.low,
                self.input_tokens.high,
                self.output_tokens.low,
                self.output_tokens.high,
            ),
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
    let mut foreseen = Foreseen {
        seed: run.seed,
        planned: run.planned,
        cells: cells.collect(),
        shoppers: prepared.shoppers.len() as u32,
        profiles_made: prepared.profiles_made,
        sample: 0,
        model: speaking.model(),
        calls: Bounds::default(),
        input_tokens: Bounds::default(),
        output_tokens: Bounds::default(),
        stopped: false,
    };
    if let Speaking::Model(by) = speaking {
        let counted = sample(&context, &prepared, by, catalogue).await?;
        counted.spread(&mut foreseen);
    }
    Ok(foreseen)
}

/// Makes the first conversations of the plan and counts.
async fn sample(
    context: &Context,
    prepared: &Prepared,
    by: ByModel,
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
    let voices = Arc::new(Voices::open(context, by, catalogue).await?);
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
        by: ByModel,
        catalogue: Arc<Catalogue>,
    ) -> Result<Self, JobError> {
        let folder = context.workspace.folder().clone();
        let open = move || {
            let knowledge = Knowledge::of_workspace(folder.path()).map_err(JobError::layer)?;
            let lines = folder.phrasebook();
            let own = lines.is_dir().then_some(lines.as_path());
            let phrasebook =
                PhrasebookVoice::new(knowledge.clone(), own).map_err(JobError::layer)?;
            let model = ModelVoice::new(by.model, &knowledge, Some(&folder.prompts()));
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

/// Characters, apart by how tokenizers see them.
#[derive(Clone, Copy, Debug, Default)]
struct Characters {
    latin: u64,
    other: u64,
}

impl Characters {
    fn count(&mut self, text: &str) {
        let latin = text.chars().filter(char::is_ascii).count() as u64;
        self.latin += latin;
        self.other += text.chars().count() as u64 - latin;
    }

    /// Tokens: English takes three to five characters a token, Devanagari one to three.
    fn tokens(self) -> (f64, f64) {
        let (latin, other) = (self.latin as f64, self.other as f64);
        (latin / 5.0 + other / 3.0, latin / 3.0 + other)
    }
}

/// What some conversations would take.
#[derive(Debug, Default)]
struct Counted {
    talks: u32,
    calls: u64,
    sent: Characters,
    received: Characters,
}

impl Counted {
    fn add(&mut self, other: Counted) {
        self.talks += other.talks;
        self.calls += other.calls;
        for (own, more) in [
            (&mut self.sent, other.sent),
            (&mut self.received, other.received),
        ] {
            own.latin += more.latin;
            own.other += more.other;
        }
    }

    /// The figures of the whole run: at least one attempt for each conversation, at most as many as there may be.
    fn spread(&self, foreseen: &mut Foreseen) {
        foreseen.sample = self.talks;
        let each = |sum: f64| sum / f64::from(self.talks.max(1));
        let low = f64::from(foreseen.planned);
        let high = f64::from(most_attempts(foreseen.planned));
        let bounds = |least: f64, most: f64| Bounds {
            low: (each(least) * low).round() as u64,
            high: (each(most) * high).round() as u64,
        };
        let calls = self.calls as f64;
        foreseen.calls = bounds(calls, calls);
        let (least, most) = self.sent.tokens();
        foreseen.input_tokens = bounds(least, most);
        let (least, most) = self.received.tokens();
        foreseen.output_tokens = bounds(least, most * LONGER);
    }
}
