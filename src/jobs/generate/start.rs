//! The beginning of a run, new or continued: what is needed is gathered, checked and recorded.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::super::at_work::{self, Claim};
use super::super::runner::Context;
use super::super::{Control, JobError, Workspace, Writing, plural};
use super::catalogue::Catalogue;
use super::earlier::{Earlier, workspace_twins};
use super::earlier_cost;
use super::errand::Errands;
use super::estimate::Estimate;
use super::foreseeing::{estimate, known};
use super::gathering::gather;
use super::looking::look;
use super::making::{Shop, Thinking, asked_so_far};
use super::pictures::{Pictures, Trial};
use super::plan::{Aims, Plan, next_number};
use super::quotas::{Levels, Quotas};
use super::report::Generated;
use super::settings::{Settings, WantedCell};
use super::settling::{Faults, Fill, FillWith, MODEL_WINDOW, Settling, WINDOW};
use super::shoppers::{self, shopping_in};
use super::speaking::Speaking;
use super::spent::Spent;
use super::work::Work;
use super::{Apart, GenerateOptions, USUAL_MEAN};
use crate::dialogue::{Lengths, Limits};
use crate::domain::{
    AutoVerdict, Engine, IdSequence, Mode, Outcome, Profile, Run, RunId, RunState, Status,
};
use crate::llm::Tally;
use crate::quality::Twins;
use crate::review::Filter;
use crate::store::{Change, Cursor, Durability, Op, Store};

/// How many conversations are made at once when a run is continued; does not change what is made.
const RESUMED_AT_ONCE: usize = 4;

/// How many queue lines are read at once.
const PAGE: u32 = 2_000;

/// How fast a run by the phrasebook goes; not part of what it makes.
pub(super) struct Speed {
    concurrency: usize,
    pace: Option<Duration>,
}

impl Speed {
    /// How many conversations are made at once, where they search, how far the plan looks back, and what becomes of a turn.
    fn of(self, speaking: &Speaking) -> Working {
        match speaking {
            Speaking::Phrasebook => Working {
                concurrency: self.concurrency,
                pace: self.pace,
                thinking: Thinking::Here,
                window: WINDOW,
                // The same seed makes the same text again.
                durability: Durability::Batched,
                tokens_each: u64::MAX,
            },
            Speaking::Model(by) => Working {
                concurrency: by.max_in_flight.clamp(1, MOST_IN_FLIGHT),
                pace: None,
                thinking: Thinking::Apart(Arc::new(Semaphore::new(DESKS))),
                window: MODEL_WINDOW,
                // What costs money is written through at once.
                durability: Durability::Full,
                tokens_each: by.tokens_each,
            },
        }
    }
}

/// How a run works.
struct Working {
    concurrency: usize,
    pace: Option<Duration>,
    thinking: Thinking,
    window: u32,
    durability: Durability,
    tokens_each: u64,
}

/// Begins a new run.
pub(super) async fn new(
    context: Context,
    options: GenerateOptions,
    speaking: Speaking,
) -> Result<Generated, JobError> {
    context.workspace.writable()?;
    let speed = check(&options)?;
    let catalogue = open_catalogue(&context.workspace).await?;
    let (prepared, claim) = begin(&context, &options, &speaking, &catalogue).await?;
    let estimate = match &speaking {
        Speaking::Model(by) => Some(estimate(&context, &prepared, by, catalogue.clone()).await?),
        Speaking::Phrasebook => None,
    };
    let Prepared {
        run,
        settings,
        shoppers,
        profiles_made,
    } = prepared;
    let mut title = format!("make {}", plural(u64::from(run.planned), "conversation"));
    if profiles_made > 0 {
        let made = plural(u64::from(profiles_made), "profile");
        title.push_str(&format!(", after {made} because there was none"));
    }
    let planned = Some(u64::from(run.planned));
    context.reporter.started(title, planned, Some(run.id));
    tell_model(&context, &speaking);
    if let Some(estimate) = estimate {
        context.reporter.noted(told(&estimate));
    }
    let ready = Ready {
        run,
        settings,
        shoppers,
        profiles_made,
        earlier: Earlier::none(),
    };
    let control = context.control.clone();
    let work = go(context, ready, catalogue, speed, speaking);
    heeding(claim, &control, work).await
}

/// Tells which model will be asked before anything is, so that nobody takes the run for one that asks none.
fn tell_model(context: &Context, speaking: &Speaking) {
    if let Some(model) = speaking.model() {
        let reporter = &context.reporter;
        reporter.post(asked_so_far(reporter.id(), model, Tally::default()));
    }
}

/// Records a new run. When another process began one of the same number meanwhile, this one gets the next.
async fn begin(
    context: &Context,
    options: &GenerateOptions,
    speaking: &Speaking,
    catalogue: &Arc<Catalogue>,
) -> Result<(Prepared, Claim), JobError> {
    loop {
        let prepared = prepare(context, options, speaking, catalogue, Writing::Really).await?;
        let store = context.workspace.store();
        let (id, record) = (prepared.run.id, prepared.run.clone());
        match store.apply(Change::one(Op::BeginRun(record))).await {
            Ok(_) => return Ok((prepared, Claim::take(context.workspace.folder(), id)?)),
            Err(error) if store.run(id).await?.is_none() => return Err(error.into()),
            Err(_) => {}
        }
    }
}

/// Works to the end, and stops when another process asks for it; nobody else makes the run meanwhile.
async fn heeding<T>(claim: Claim, control: &Control, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(at_work::LOOK) => {
                if claim.told_to_stop() {
                    control.stop();
                }
            }
        }
    }
}

/// What a run is about to take.
fn told(estimate: &Estimate) -> String {
    format!("it will about take {}", estimate.words())
}

/// A new run that nothing knows of yet.
pub(super) struct Prepared {
    pub(super) run: Run,
    pub(super) settings: Settings,
    pub(super) shoppers: Vec<Arc<Profile>>,
    /// Profiles that were made because the workspace had none.
    pub(super) profiles_made: u32,
}

/// Gathers what a new run is made of.
pub(super) async fn prepare(
    context: &Context,
    options: &GenerateOptions,
    speaking: &Speaking,
    catalogue: &Arc<Catalogue>,
    writing: Writing,
) -> Result<Prepared, JobError> {
    let store = context.workspace.store();
    let runs = store.runs().await?;
    let base = context.workspace.identity().seed;
    let seed = options
        .seed
        .unwrap_or_else(|| base.wrapping_add(runs.len() as u64));
    let number = next_number(seed, &runs);
    let gathered = gather(context, options, seed, writing).await?;
    let looked = match (options.mode, options.picture_share > 0.0) {
        (Mode::Natural, true) => {
            let folder = context.workspace.folder();
            look(&gathered.shoppers, catalogue.clone(), folder, seed).await?
        }
        _ => Trial::default(),
    };
    let mut settings = Settings {
        languages: options.languages.clone(),
        domains: options.domains.clone(),
        min_exchanges: options.min_exchanges,
        max_exchanges: options.max_exchanges,
        mean_exchanges: (options.mode == Mode::Natural).then(|| mean(options)),
        outcomes: options.outcomes.clone(),
        picture_share: options.picture_share,
        looked,
        review: options.review,
        apart_until: match options.apart {
            Apart::Run => None,
            Apart::Workspace => Some(last_key(store).await?),
        },
        wanted: Vec::new(),
        fills: Vec::new(),
        let_be: Vec::new(),
        shoppers: gathered.pool,
        model: speaking.model(),
        voices: Vec::new(),
        kept: None,
    };
    let mut run = Run {
        id: IdSequence::new(seed, number).run(),
        seed,
        number,
        planned: options.count,
        engine: speaking.engine(),
        mode: options.mode,
        state: RunState::Running,
        settings: serde_json::Value::Null,
        started_ms: context.workspace.clock().now_ms(),
        ended_ms: None,
    };
    let (_, quotas) = planning(&run, &settings, gathered.shoppers.clone());
    let cells = quotas.filled(run.planned).into_iter();
    let wanted = cells.map(|(cell, wanted, _)| WantedCell { cell, wanted });
    settings.wanted = wanted.collect();
    run.settings = serde_json::to_value(&settings).map_err(JobError::layer)?;
    Ok(Prepared {
        run,
        settings,
        shoppers: gathered.shoppers,
        profiles_made: gathered.made,
    })
}

/// Continues a run; topped up, it also makes up for what counts no more.
pub(super) async fn again(
    context: Context,
    id: RunId,
    topping: Topping,
    speaking: Speaking,
) -> Result<Generated, JobError> {
    context.workspace.writable()?;
    let store = context.workspace.store().clone();
    let mut run = store.run(id).await?.ok_or(JobError::UnknownRun(id))?;
    let refuse = |why: &str| JobError::NotResumable {
        run: id,
        why: why.to_owned(),
    };
    if run.state == RunState::Discarded {
        return Err(refuse("it was discarded; restore it first"));
    }
    let claim = Claim::take(context.workspace.folder(), id)?;
    let mut settings: Settings = serde_json::from_value(run.settings.clone())
        .map_err(|error| refuse(&format!("its record cannot be read ({error})")))?;
    if let Some(why) = stranger(&run, &settings, &speaking) {
        return Err(refuse(&why));
    }
    if let Speaking::Model(by) = &speaking {
        earlier_cost::count(&store, id, by).await?;
    }
    let made = finished(&store, id).await?;
    let catalogue = open_catalogue(&context.workspace).await?;
    let shoppers = shoppers::again(&store, &settings.shoppers).await?;
    if shoppers.is_empty() {
        return Err(refuse("its profiles are gone"));
    }
    let mut missing = u64::from(run.planned).saturating_sub(made);
    if let Some(fill) = topping.fill(&store, id, &settings.fills).await? {
        missing += fill.rejected.len() as u64;
        settings.fills.push(fill);
        run.settings = serde_json::to_value(&settings).map_err(JobError::layer)?;
    }
    run.state = RunState::Running;
    run.ended_ms = None;
    store.apply(Change::one(Op::PutRun(run.clone()))).await?;
    let title = format!("go on with {}", plural(missing, "conversation"));
    let planned = Some(u64::from(run.planned));
    context.reporter.started(title, planned, Some(id));
    tell_model(&context, &speaking);
    if let Speaking::Model(by) = &speaking
        && let Some(estimate) = known(&context, by, missing.min(u64::from(u32::MAX)) as u32).await?
    {
        context.reporter.noted(told(&estimate));
    }
    let let_be = settings.let_be.clone();
    let ready = Ready {
        run,
        settings,
        shoppers,
        profiles_made: 0,
        earlier: Earlier::of(id, let_be),
    };
    let speed = Speed {
        concurrency: RESUMED_AT_ONCE,
        pace: None,
    };
    let control = context.control.clone();
    let work = go(context, ready, catalogue, speed, speaking);
    heeding(claim, &control, work).await
}

/// Why a run cannot go on by this voice: it would mix two voices.
fn stranger(run: &Run, settings: &Settings, speaking: &Speaking) -> Option<String> {
    let by = |engine: Engine, model: Option<&str>| match model {
        Some(model) => format!("{model} ({engine})"),
        None => engine.to_string(),
    };
    let (engine, model) = (speaking.engine(), speaking.model());
    let (began, model) = (settings.model_now(), model.as_deref());
    (run.engine != engine || began != model).then(|| {
        format!(
            "it was begun by {} and would go on by {}; give the provider and model that it was begun by",
            by(run.engine, began),
            by(engine, model),
        )
    })
}

/// The most conversations that wait for a model at once: none waits for what a plan may not know.
const MOST_IN_FLIGHT: usize = (MODEL_WINDOW / 2) as usize;
/// How many conversations search at once while others wait for a model. A search takes a few milliseconds, an answer
/// seconds, so that few keep up with hundreds.
const DESKS: usize = 4;
/// The most conversations that are made at once by the phrasebook: each has a thread, and none waits for what a plan may not know.
const MOST_AT_ONCE: usize = (WINDOW / 2) as usize;

/// What a run that goes on makes up for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Topping {
    /// It makes what it planned.
    Nothing,
    /// It also fills the cells that were emptied: by people's rejections, and by a program's where people say nothing.
    Rejected,
    /// It also makes the errands of these places once more.
    SameErrands(Vec<u32>),
}

impl Topping {
    /// What counts no more since the run was last topped up; `None` when everything counts that did.
    async fn fill(
        self,
        store: &Store,
        run: RunId,
        fills: &[Fill],
    ) -> Result<Option<Fill>, JobError> {
        let (mut lost, with) = match self {
            Topping::Nothing => return Ok(None),
            Topping::Rejected => (rejected(store, run).await?, FillWith::EmptiestCells),
            Topping::SameErrands(places) => (places, FillWith::SameErrands),
        };
        lost.retain(|place| !fills.iter().any(|fill| fill.rejected.contains(place)));
        lost.sort_unstable();
        lost.dedup();
        if lost.is_empty() {
            return Ok(None);
        }
        let places = ordinals(store, run, Filter::default()).await?;
        Ok(Some(Fill {
            from: places.into_iter().max().map_or(0, |last| last + 1),
            rejected: lost,
            with,
        }))
    }
}

/// The places of a run whose conversations people rejected, or a program where people have not come to a verdict.
async fn rejected(store: &Store, run: RunId) -> Result<Vec<u32>, JobError> {
    let by_people = Filter {
        status: vec![Status::Rejected],
        ..Filter::default()
    };
    let by_program = Filter {
        status: vec![Status::Todo, Status::Part],
        auto: vec![Some(AutoVerdict::Discarded)],
        ..Filter::default()
    };
    let mut rejected = ordinals(store, run, by_people).await?;
    rejected.extend(ordinals(store, run, by_program).await?);
    Ok(rejected)
}

/// The places of those conversations of a run that a filter keeps.
async fn ordinals(store: &Store, run: RunId, filter: Filter) -> Result<Vec<u32>, JobError> {
    let filter = Filter {
        run: Some(run),
        ..filter
    };
    let (mut found, mut cursor) = (Vec::new(), Cursor::First);
    loop {
        let page = store.summaries(filter.clone(), cursor, PAGE).await?;
        for (key, line) in page.items {
            cursor = Cursor::After(key);
            found.push(line.ordinal);
        }
        if !page.more {
            return Ok(found);
        }
    }
}

/// A run with all that it needs.
struct Ready {
    run: Run,
    settings: Settings,
    shoppers: Vec<Arc<Profile>>,
    profiles_made: u32,
    earlier: Earlier,
}

async fn go(
    context: Context,
    ready: Ready,
    catalogue: Arc<Catalogue>,
    speed: Speed,
    speaking: Speaking,
) -> Result<Generated, JobError> {
    let Ready { run, settings, .. } = ready;
    let working = speed.of(&speaking);
    let by = speaking.by_model();
    let meter = speaking.meter();
    let (knowledge, voice) = speaking.voice(&context.workspace).await?;
    let shop = Shop {
        store: context.workspace.store().clone(),
        knowledge,
        catalogue,
        reporter: context.reporter.clone(),
        run: run.id,
        ids: IdSequence::new(run.seed, run.number),
        seed: run.seed,
        mode: run.mode,
        limits: Limits {
            min: settings.min_exchanges,
            max: settings.max_exchanges,
        },
        durability: working.durability,
        pace: working.pace,
        thinking: working.thinking,
        review: settings.review,
        bulk: context.workspace.fresh_bulk(),
        tokens_each: working.tokens_each,
        meter,
    };
    let errands = Errands::new(context.clone(), run.seed);
    let twins = match settings.apart_until {
        Some(until) => workspace_twins(&shop.store, until, run.id).await?,
        None => Twins::default(),
    };
    let (plan, quotas) = planning(&run, &settings, ready.shoppers);
    let pictures = picturing(&run, &settings);
    let once_more = settings
        .fills
        .iter()
        .filter(|fill| fill.with == FillWith::SameErrands);
    let plan = plan.remembering(once_more.flat_map(|fill| fill.rejected.clone()).collect());
    let faults = match run.mode {
        Mode::Natural => Faults::Matter,
        Mode::Paper => Faults::Allowed,
    };
    let work = Work {
        context,
        voice,
        by,
        tuned: 0,
        shop: Arc::new(shop),
        plan,
        settling: Settling::new(quotas, twins, faults, run.planned, settings.fills)
            .window(working.window)
            .picturing(pictures),
        errands,
        earlier: ready.earlier,
        concurrency: working.concurrency,
        report: Generated {
            run: run.id,
            seed: run.seed,
            number: run.number,
            engine: run.engine,
            spent: Spent::default(),
            planned: run.planned,
            outcomes: BTreeMap::new(),
            earlier: 0,
            kept: 0,
            attempts: 0,
            not_kept: Vec::new(),
            replaced: Vec::new(),
            pictured: None,
            cells: Vec::new(),
            left_out: Vec::new(),
            turns: 0,
            faults: 0,
            profiles_made: ready.profiles_made,
            cost: None,
            out_of_budget: None,
            unfinished: 0,
            stopped: false,
        },
    };
    work.run().await
}

/// The plan of a run and its cells. The published machine has its own rules of length and ending.
pub(super) fn planning(
    run: &Run,
    settings: &Settings,
    shoppers: Vec<Arc<Profile>>,
) -> (Plan, Quotas) {
    let pool = shopping_in(shoppers, &settings.domains.list());
    let (least, most) = (settings.min_exchanges, settings.max_exchanges);
    let lengths = |mean| Lengths::new(least, most, mean);
    let natural = run.mode == Mode::Natural;
    let aims = Aims {
        lengths: settings.mean_exchanges.map(lengths),
    };
    let (languages, domains) = (&settings.languages, &settings.domains);
    let plan = Plan::new(run.seed, languages, domains, pool, aims);
    let outcomes = settings.outcomes.parts().filter(|_| natural);
    let levels = Levels {
        outcomes: outcomes.collect(),
        ..plan.levels()
    };
    let quotas = Quotas::new(run.seed, &levels);
    (plan, quotas)
}

/// The share of pictures of a run. The published machine has its own rule.
pub(super) fn picturing(run: &Run, settings: &Settings) -> Pictures {
    let share = match run.mode {
        Mode::Natural => settings.picture_share,
        Mode::Paper => 0.0,
    };
    Pictures::new(run.seed, share, settings.looked)
}

/// The wished mean, or the usual one as far as there is room for it.
fn mean(options: &GenerateOptions) -> f64 {
    let (least, most) = (options.min_exchanges, options.max_exchanges);
    let usual = USUAL_MEAN.clamp(f64::from(least), f64::from(most));
    options.mean_exchanges.unwrap_or(usual)
}

/// The place of the last conversation in the queue.
async fn last_key(store: &Store) -> Result<i64, JobError> {
    let last = store.summaries(Filter::default(), Cursor::Last, 1).await?;
    Ok(last.items.last().map_or(0, |(key, _)| *key))
}

pub(super) fn check(options: &GenerateOptions) -> Result<Speed, JobError> {
    let refuse = |text: &str| Err(JobError::BadOption(text.to_owned()));
    if options.count == 0 {
        return refuse("ask for one conversation at least");
    }
    if options.max_exchanges == 0 || options.min_exchanges > options.max_exchanges {
        return refuse("the most exchanges must be one at least, and not below the fewest");
    }
    let (least, most) = (options.min_exchanges, options.max_exchanges);
    let range = f64::from(least)..=f64::from(most);
    if let Some(mean) = options.mean_exchanges.filter(|mean| !range.contains(mean)) {
        return refuse(&format!(
            "conversations of {least} to {most} exchanges cannot have {mean} on the average; change one"
        ));
    }
    if !(0.0..=1.0).contains(&options.picture_share) {
        return refuse("the share of pictures must be a number from 0 to 1");
    }
    let pace = match options.pace {
        None => None,
        Some(pace) if pace.is_finite() && pace > 0.0 => Some(Duration::from_secs_f64(1.0 / pace)),
        Some(_) => return refuse("the pace must be a number of chunks a second above zero"),
    };
    Ok(Speed {
        concurrency: options.concurrency.clamp(1, MOST_AT_ONCE),
        pace,
    })
}

pub(super) async fn open_catalogue(workspace: &Workspace) -> Result<Arc<Catalogue>, JobError> {
    let index = workspace.settled_index().await?.pin();
    if index.count() == 0 {
        return Err(JobError::NoProducts {
            restriction: String::new(),
        });
    }
    let store = workspace.store().clone();
    Ok(Arc::new(Catalogue::new(index, store, Handle::current())))
}

/// How many conversations of a run came to an end of their own.
async fn finished(store: &Store, run: RunId) -> Result<u64, JobError> {
    let of = |outcome| Filter {
        run: Some(run),
        outcome,
        ..Filter::default()
    };
    let ended = [Outcome::Bought, Outcome::Left, Outcome::OutOfTurns];
    let mut finished = 0;
    for outcome in ended {
        finished += store.count(of(Some(outcome))).await?;
    }
    Ok(finished)
}
