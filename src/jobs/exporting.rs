//! The job that writes files for a trainer.

use std::path::{Path, PathBuf};

use super::control::Pass;
use super::judged::judged;
use super::runner::{Context, Report};
use super::{JobError, JobHandle, JobKind, Runner, Workspace};
use crate::export::{self, Exporter, Format, Inputs, Overwrite, RunInput};
use crate::review::Filter;
use crate::store::{Cursor, Reviewed};

/// How many conversations are read at once.
const PAGE: u32 = 200;

/// What is to be exported.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportOptions {
    /// The format and its rules. [`Inputs`] left empty are filled in from the workspace.
    pub options: export::Options,
    /// Which conversations are looked at.
    pub filter: Filter,
    /// The file; `None` is the format's own name in the workspace's exports folder, with a number when that exists.
    pub to: Option<PathBuf>,
}

impl ExportOptions {
    /// All conversations under the format's own rules.
    pub fn new(format: Format) -> Self {
        ExportOptions {
            options: export::Options::new(format),
            filter: Filter::default(),
            to: None,
        }
    }
}

/// What an export did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exported {
    /// The files are there.
    Written(Box<export::Report>),
    /// A person stopped it; nothing was written.
    Stopped,
}

impl Exported {
    /// The report on the files, when there are any.
    pub fn report(&self) -> Option<&export::Report> {
        match self {
            Exported::Written(report) => Some(report),
            Exported::Stopped => None,
        }
    }
}

impl Report for Exported {
    fn stopped(&self) -> bool {
        matches!(self, Exported::Stopped)
    }

    fn left_out(&self) -> u64 {
        self.report()
            .map_or(0, |report| report.manifest.counts.rows_left_out)
    }

    fn summary(&self) -> String {
        match self {
            Exported::Stopped => "stopped; no file was written".to_owned(),
            Exported::Written(report) => report.summary(),
        }
    }
}

impl Runner {
    /// Writes a file for a trainer.
    pub fn export(&self, options: ExportOptions) -> JobHandle<Exported> {
        self.start(JobKind::Export, |context| export(context, options))
    }
}

async fn export(mut context: Context, asked: ExportOptions) -> Result<Exported, JobError> {
    let workspace = context.workspace.clone();
    let total = workspace.store().count(asked.filter.clone()).await?;
    let title = format!("export as {}", asked.options.format);
    context.reporter.started(title, Some(total), None);
    let mut options = asked.options;
    if options.inputs == Inputs::default() {
        options.inputs = inputs(&workspace, &asked.filter).await?;
    }
    let path = match asked.to {
        Some(path) => path,
        None => default_path(&workspace.folder().exports(), &options)?,
    };
    let begin = move || Exporter::begin(&path, options);
    let mut exporter = blocking(begin).await?;
    let (mut cursor, mut done) = (Cursor::First, 0);
    loop {
        if context.gate.pass().await == Pass::Stopped {
            return Ok(Exported::Stopped);
        }
        let page = workspace
            .store()
            .conversation_page(asked.filter.clone(), cursor, PAGE)
            .await?;
        let Some((last, _)) = page.items.last() else {
            break;
        };
        cursor = Cursor::After(*last);
        done += page.items.len() as u64;
        exporter = blocking(move || add_all(exporter, &page.items)).await?;
        let left_out = exporter.counts().rows_left_out;
        context.reporter.progress(done, left_out, Some(total));
        if !page.more {
            break;
        }
    }
    let report = blocking(move || exporter.finish()).await?;
    Ok(Exported::Written(Box::new(report)))
}

fn add_all(
    mut exporter: Exporter,
    items: &[(i64, Reviewed)],
) -> Result<Exporter, export::ExportError> {
    for (_, reviewed) in items {
        exporter.add(&judged(reviewed))?;
    }
    Ok(exporter)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, export::ExportError> + Send + 'static,
) -> Result<T, JobError> {
    Ok(tokio::task::spawn_blocking(work).await??)
}

/// Where the conversations come from, for the manifest.
async fn inputs(workspace: &Workspace, filter: &Filter) -> Result<Inputs, JobError> {
    let runs = workspace.store().runs().await?;
    let chosen = runs
        .iter()
        .filter(|run| filter.run.is_none_or(|id| id == run.id));
    Ok(Inputs {
        workspace: workspace.identity().id.to_string(),
        filter: filter.to_string(),
        runs: chosen
            .map(|run| RunInput {
                id: run.id,
                seed: run.seed.to_string(),
                number: run.number,
                engine: run.engine,
            })
            .collect(),
    })
}

/// `exports/sft.jsonl`, then `exports/sft-2.jsonl` and so on, so that nothing is overwritten.
fn default_path(dir: &Path, options: &export::Options) -> Result<PathBuf, JobError> {
    std::fs::create_dir_all(dir).map_err(JobError::file(dir, "made"))?;
    let name = options.format.file_name();
    let first = dir.join(name);
    if options.overwrite == Overwrite::Replace || !first.exists() {
        return Ok(first);
    }
    let (stem, ending) = name.split_once('.').unwrap_or((name, "jsonl"));
    let free = (2..u32::MAX)
        .map(|number| dir.join(format!("{stem}-{number}.{ending}")))
        .find(|path| !path.exists());
    Ok(free.unwrap_or(first))
}
