//! Starting, holding and stopping jobs.

use tokio::sync::mpsc::UnboundedSender;

use super::Options;
use super::detaching::detach;
use super::files::{at_home, whole_path};
use crate::export::{Format, Overwrite};
use crate::jobs::{
    ExportOptions, GenerateOptions, JobError, LanguageShares, ModelWish, OnceMore, Runner,
    Speaking, Steer,
};
use crate::review::Filter;
use crate::tui::effect::{Effect, Speed};
use crate::tui::msg::{Level, Reply};

/// Carries out what concerns a job.
pub fn job(runner: &Runner, options: &Options, replies: &UnboundedSender<Reply>, effect: Effect) {
    match effect {
        Effect::Generate {
            count,
            language,
            speed,
            model,
        } => {
            let mut wanted = GenerateOptions {
                count,
                ..options.generate.clone()
            };
            if let Some(language) = language {
                wanted.languages = LanguageShares::only(language);
            }
            if speed == Speed::Fast {
                wanted.pace = None;
            }
            if model.is_some() {
                // Its words come as the server sends them.
                wanted.pace = None;
            }
            if let Some(speaking) = speaking(runner, options, replies, model) {
                drop(runner.generate_by(wanted, speaking));
            }
        }
        Effect::Import(options) => drop(runner.import_products(at_home(*options))),
        Effect::Pause(job) => drop(runner.control(job).map(|control| control.pause())),
        Effect::Resume(job) => drop(runner.control(job).map(|control| control.resume())),
        Effect::Stop(job) if job.is_elsewhere() => {
            if let Err(error) = runner.stop_elsewhere(job) {
                let _ = replies.send(Reply::Notice(Level::Warn, error.to_string()));
            }
        }
        Effect::Detach => {
            let (runner, program) = (runner.clone(), options.program.clone());
            let replies = replies.clone();
            tokio::spawn(async move {
                let _ = replies.send(detach(&runner, program.as_ref()).await);
            });
        }
        Effect::Stop(job) => drop(runner.control(job).map(|control| control.stop())),
        Effect::Steer {
            job,
            conversation,
            order,
        } => drop(
            runner
                .control(job)
                .map(|control| control.steer(conversation, order)),
        ),
        Effect::Pick {
            job,
            conversation,
            turn,
        } => {
            let by = options.reviewer.clone();
            if let Some(control) = runner.control(job) {
                control.steer(conversation, Steer::Pick { turn, by });
            }
        }
        Effect::AtOnce { job, conversations } => drop(
            runner
                .control(job)
                .map(|control| control.make_at_once(conversations)),
        ),
        Effect::Requeue {
            conversation,
            seed,
            model,
        } => {
            let wanted = OnceMore {
                conversation,
                seed,
                reviewer: options.reviewer.clone(),
            };
            if let Some(speaking) = speaking(runner, options, replies, model) {
                drop(runner.generate_once_more(wanted, speaking));
            }
        }
        Effect::Retune { job, wish } => {
            let told = match runner.control(job) {
                Some(control) => options.models.retune(&control, wish, runner.workspace()),
                None => Err(JobError::BadOption(
                    "this run is made by another process, which cannot be told".to_owned(),
                )),
            };
            let notice = match told {
                Ok(words) => Reply::Notice(
                    Level::Good,
                    format!("what begins from now on is worded by {words}"),
                ),
                Err(error) => Reply::Notice(Level::Warn, error.to_string()),
            };
            let _ = replies.send(notice);
        }
        Effect::Export {
            format,
            file,
            filter,
            overwrite,
        } => {
            let filter = filter.meant_by(&options.reviewer);
            if let Err(reply) = export(runner, format, file, filter, overwrite) {
                let _ = replies.send(reply);
            }
        }
        _ => {}
    }
}

/// Who words a run; `None` when the model cannot be asked, which is told.
fn speaking(
    runner: &Runner,
    options: &Options,
    replies: &UnboundedSender<Reply>,
    model: Option<ModelWish>,
) -> Option<Speaking> {
    let Some(wish) = model else {
        return Some(Speaking::Phrasebook);
    };
    let found = options.models.speaking(wish, runner.workspace());
    let tell = |error: &JobError| {
        let _ = replies.send(Reply::Notice(Level::Warn, error.to_string()));
    };
    found.inspect_err(tell).ok()
}

/// Starts an export; the reply says why it was not begun.
fn export(
    runner: &Runner,
    format: String,
    file: Option<String>,
    filter: Filter,
    overwrite: Overwrite,
) -> Result<(), Reply> {
    let parsed: Format = format
        .parse()
        .map_err(|why| Reply::Notice(Level::Warn, format!("{why}")))?;
    let mut options = ExportOptions::new(parsed);
    options.filter = filter;
    options.options.overwrite = overwrite;
    options.to = file.as_deref().map(whole_path);
    if overwrite == Overwrite::Refuse
        && let Some(path) = options.to.as_ref().filter(|path| path.exists())
    {
        let file = path.display().to_string();
        return Err(Reply::FileExists { format, file });
    }
    drop(runner.export(options));
    Ok(())
}
