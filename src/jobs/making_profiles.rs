//! Jobs that bring profiles into the workspace: made from demographics, or read from a file.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::importing::sentence;
use super::profile_pages::each_profile;
use super::runner::{Context, Report};
use super::shelf;
use super::{JobError, JobHandle, JobKind, Runner, plural};
use crate::dialogue::data::{DataError, DemographicsFile, Festivals, Knowledge};
use crate::dialogue::profiles::{Construction, Novelty, ProfileGenerator, Shelf};
use crate::domain::{Departments, Profile};
use crate::import;
use crate::store::{Change, Op, ProfileFilter};

/// Profiles in one change of the store.
const BATCH: usize = 1_000;

/// What profiles are asked for.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ProfileOptions {
    /// How many.
    pub count: u32,
    /// The seed; `None` takes the workspace's seed plus the number of profiles that there are.
    pub seed: Option<u64>,
    /// The demographics file; `None` takes the built-in one.
    pub demographics: Option<PathBuf>,
    /// The languages; empty for the shares of the demographics file.
    pub languages: super::LanguageShares,
    /// The departments of their scenarios, by their shares or else by those of the demographics file.
    pub domains: Departments,
    /// Whether the product or the person comes first.
    pub construction: Construction,
    /// How stories are kept from being alike.
    pub novelty: Novelty,
}

/// What became of profiles.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ProfilesMade {
    /// The profiles, in order, as they are in the workspace now.
    pub profiles: Vec<Profile>,
    /// How many of them replaced one of the same id.
    pub replaced: u64,
    /// The entries that could not be read, each a sentence with its place.
    pub rejects: Vec<String>,
    /// The seed they were made with; `None` for an import.
    pub seed: Option<u64>,
    /// How many wishes were drawn again because their story was near to an earlier one.
    pub redrawn: u64,
    /// How many stories are near to an earlier one in spite of that.
    pub alike: u64,
    /// Whether a person stopped it.
    pub stopped: bool,
}

impl Report for ProfilesMade {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        self.rejects.len() as u64
    }

    fn summary(&self) -> String {
        let mut text = plural(self.profiles.len() as u64, "profile");
        text.push_str(match self.seed {
            Some(_) => " made",
            None => " brought in",
        });
        if let Some(seed) = self.seed {
            text.push_str(&format!(" with seed {seed}"));
        }
        if self.replaced > 0 {
            text.push_str(&format!(", {} replaced", self.replaced));
        }
        if self.alike > 0 {
            text.push_str(&format!(", {} alike to an earlier one", self.alike));
        }
        if !self.rejects.is_empty() {
            text.push_str(&format!(", {} left out", self.rejects.len()));
        }
        text
    }
}

impl Runner {
    /// Makes profiles.
    pub fn make_profiles(&self, options: ProfileOptions) -> JobHandle<ProfilesMade> {
        self.start(JobKind::Profiles, |context| make(context, options))
    }

    /// Reads profiles from a file, which may be the published sample with its comment.
    pub fn import_profiles(&self, file: PathBuf) -> JobHandle<ProfilesMade> {
        self.start(JobKind::Profiles, |context| import(context, file))
    }
}

async fn make(context: Context, options: ProfileOptions) -> Result<ProfilesMade, JobError> {
    context.workspace.writable()?;
    let title = format!("make {}", plural(u64::from(options.count), "profile"));
    let planned = Some(u64::from(options.count));
    context.reporter.started(title, planned, None);
    // Without a seed the workspace's own sequence goes on where it stands.
    let there = context.workspace.store().counts().await?.profiles;
    let (seed, first) = match options.seed {
        Some(seed) => (seed, 0),
        None => (context.workspace.identity().seed, there),
    };
    let drawn = make_profiles(&context, &options, seed, first).await?;
    let replaced = put_profiles(&context, &drawn.profiles).await?;
    Ok(ProfilesMade {
        stopped: context.gate.stopped(),
        profiles: drawn.profiles,
        replaced,
        redrawn: drawn.redrawn,
        alike: drawn.alike,
        seed: Some(seed),
        ..ProfilesMade::default()
    })
}

/// What profiles and scenarios are drawn with.
pub(super) struct Drawing {
    /// The generator.
    pub(super) generator: ProfileGenerator,
    /// The products that scenarios are about.
    pub(super) shelf: Shelf,
}

/// Gathers what profiles and scenarios are drawn with.
pub(super) async fn drawing(
    context: &Context,
    options: &ProfileOptions,
    seed: u64,
) -> Result<Drawing, JobError> {
    let products = shelf::read(context.workspace.store()).await?;
    if products.is_empty() {
        return Err(JobError::NoProducts {
            restriction: String::new(),
        });
    }
    let (folder, options) = (context.workspace.folder().clone(), options.clone());
    let open = move || {
        let mut demographics = match &options.demographics {
            Some(path) => DemographicsFile::load(path)?,
            None => DemographicsFile::embedded()?,
        };
        restrict(&mut demographics, &options);
        let knowledge = Knowledge::of_workspace(folder.path())?;
        let festivals = Festivals::embedded()?;
        let generator = ProfileGenerator::new(demographics, festivals, knowledge, seed)
            .constructing(options.construction)
            .comparing(options.novelty);
        let shelf = generator.shelf(products);
        Ok::<_, DataError>(Drawing { generator, shelf })
    };
    tokio::task::spawn_blocking(open)
        .await?
        .map_err(JobError::layer)
}

/// Puts what was asked for in place of the file's own shares.
fn restrict(demographics: &mut DemographicsFile, options: &ProfileOptions) {
    if !options.languages.is_empty() {
        let shares = options.languages.iter();
        demographics.languages.0 = shares
            .map(|(language, weight)| (language.code().to_owned(), f64::from(weight)))
            .collect();
    }
    if let Some(shares) = options.domains.shares() {
        let shares = shares.iter();
        demographics.domains.0 = shares
            .map(|(domain, weight)| (domain.code().to_owned(), f64::from(weight)))
            .collect();
        return;
    }
    let list = options.domains.list();
    if !list.is_empty() {
        let own = demographics.domains.clone();
        let weight = |code: &str| match own.of(code) {
            weight if weight > 0.0 => weight,
            _ => 1.0,
        };
        let asked = list.iter().map(|domain| domain.code());
        demographics.domains.0 = asked.map(|code| (code.to_owned(), weight(code))).collect();
    }
}

/// What was drawn.
#[derive(Default)]
pub(super) struct Drawn {
    /// The profiles.
    pub(super) profiles: Vec<Profile>,
    /// How many wishes were drawn again because their story was near to an earlier one.
    pub(super) redrawn: u64,
    /// How many stories are near to an earlier one in spite of that.
    pub(super) alike: u64,
}

/// Draws profiles, from number `first` on, without writing them.
pub(super) async fn make_profiles(
    context: &Context,
    options: &ProfileOptions,
    seed: u64,
    first: u64,
) -> Result<Drawn, JobError> {
    let Drawing { generator, shelf } = drawing(context, options, seed).await?;
    let told = match first {
        0 => Vec::new(),
        _ => stories(context).await?,
    };
    let (reporter, gate) = (context.reporter.clone(), context.gate.clone());
    let count = u64::from(options.count);
    let draw = move || {
        let mut drawn = Drawn::default();
        let first = usize::try_from(first).unwrap_or(usize::MAX);
        let mut made = generator
            .profiles(first, &shelf)
            .remembering(told.iter().map(String::as_str));
        for done in 0..count {
            if gate.stopped() {
                break;
            }
            let Some(one) = made.next() else { break };
            drawn.redrawn += u64::from(one.attempts - 1);
            drawn.alike += u64::from(one.alike);
            drawn.profiles.push(one.profile);
            if reporter.kind() == JobKind::Profiles {
                reporter.progress(done + 1, 0, Some(count));
            }
        }
        drawn
    };
    Ok(tokio::task::spawn_blocking(draw).await?)
}

/// The stories of the workspace's profiles, in their order.
async fn stories(context: &Context) -> Result<Vec<String>, JobError> {
    let mut told = Vec::new();
    let store = context.workspace.store();
    each_profile(store, &ProfileFilter::default(), |_, profile| {
        told.extend(profile.scenario.map(|scenario| scenario.story));
        ControlFlow::Continue(())
    })
    .await?;
    Ok(told)
}

async fn import(context: Context, file: PathBuf) -> Result<ProfilesMade, JobError> {
    context.workspace.writable()?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let title = format!("import profiles of {name}");
    context.reporter.started(title, None, None);
    let (profiles, rejects) = tokio::task::spawn_blocking(move || read(&file)).await??;
    for reject in &rejects {
        context.reporter.left_out(reject.clone());
    }
    let replaced = put_profiles(&context, &profiles).await?;
    Ok(ProfilesMade {
        profiles,
        replaced,
        rejects,
        ..ProfilesMade::default()
    })
}

fn read(file: &Path) -> Result<(Vec<Profile>, Vec<String>), JobError> {
    let (mut profiles, mut rejects) = (Vec::new(), Vec::new());
    for entry in import::profiles::open(file)? {
        match entry {
            Ok(profile) => profiles.push(profile),
            Err(reject) => rejects.push(sentence(&reject)),
        }
    }
    Ok((profiles, rejects))
}

/// Writes profiles in one go after another; tells how many replaced one of the same id.
pub(super) async fn put_profiles(context: &Context, profiles: &[Profile]) -> Result<u64, JobError> {
    let store = context.workspace.store();
    let before = store.counts().await?.profiles;
    let mut done = 0;
    for batch in profiles.chunks(BATCH) {
        let ops = vec![Op::PutProfiles(batch.to_vec())];
        store.apply(Change::batched(ops)).await?;
        done += batch.len() as u64;
    }
    let added = store.counts().await?.profiles.saturating_sub(before);
    Ok(done.saturating_sub(added))
}
