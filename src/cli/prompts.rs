//! `prompts`: list, show, check, edit what language models are told.

use std::io::Write;
use std::path::Path;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::session::Session;
use super::{CliError, Exit};
use crate::dialogue::prompts::{Origin, PromptName};
use crate::jobs::{Access, Folder, Preview, PromptLine, PromptsChecked};

/// `prompts`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio prompts list
  muse-studio prompts show shopper.hi --profile user_00001
  muse-studio prompts edit reviewer
  muse-studio prompts check
")]
pub(super) struct PromptsArgs {
    #[command(subcommand)]
    verb: PromptsVerb,
}

#[derive(Debug, Subcommand)]
enum PromptsVerb {
    /// Name every prompt, what it is for, and where its text comes from
    List(ListArgs),
    /// Show a prompt filled in with a shopper of the workspace
    Show(ShowArgs),
    /// Look whether every prompt can be filled in and keeps data where it belongs
    Check(CheckArgs),
    /// Copy a built-in prompt into the workspace, where it can be changed
    Edit(EditArgs),
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio prompts list
  muse-studio prompts list --json
")]
struct ListArgs {}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio prompts show assistant.hinglish
  muse-studio prompts show shopper.en --profile user_00001
  muse-studio prompts show reviewer --template
")]
struct ShowArgs {
    /// The prompt, as `prompts list` names it
    #[arg(value_name = "NAME")]
    name: PromptName,
    /// The shopper whose data it is filled in with; the first that speaks the prompt's language when not given
    #[arg(long, value_name = "ID", conflicts_with = "template")]
    profile: Option<String>,
    /// The text as it stands in the file, not filled in
    #[arg(long)]
    template: bool,
}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio prompts check
")]
struct CheckArgs {}

#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio prompts edit rewriter.hi
  $EDITOR \"$(muse-studio prompts edit rewriter.hi)\"
")]
struct EditArgs {
    /// The prompt, as `prompts list` names it
    #[arg(value_name = "NAME")]
    name: PromptName,
}

pub(super) async fn run(args: PromptsArgs, session: &Session) -> Result<Exit, CliError> {
    match args.verb {
        PromptsVerb::List(ListArgs {}) => list(session).await,
        PromptsVerb::Show(args) if args.template => template(args.name, session).await,
        PromptsVerb::Show(args) => show(args, session).await,
        PromptsVerb::Check(CheckArgs {}) => check(session).await,
        PromptsVerb::Edit(args) => edit(args.name, session).await,
    }
}

#[derive(Serialize)]
struct LineJson<'a> {
    name: &'a str,
    purpose: &'a str,
    origin: Origin,
    file: &'a str,
    hash: Option<&'a str>,
    fault: Option<&'a str>,
}

async fn list(session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let lines = workspace.prompts();
    workspace.close().await?;
    for PromptLine { name, origin, hash } in &lines {
        let line = LineJson {
            name: name.stem(),
            purpose: name.purpose(),
            origin: *origin,
            file: name.file(),
            hash: hash.as_deref().ok(),
            fault: hash.as_ref().err().map(String::as_str),
        };
        session.out.result(&line, |line| {
            let from = match line.origin {
                Origin::BuiltIn => "built in",
                Origin::Workspace => "workspace",
            };
            let state = line.fault.or(line.hash).unwrap_or_default();
            format!(
                "{:<18}  {:<9}  {:<50}  {state}",
                line.name, from, line.purpose
            )
        })?;
    }
    let broken = lines.iter().any(|line| line.hash.is_err());
    Ok(if broken { Exit::Partial } else { Exit::Done })
}

#[derive(Serialize)]
struct ShownJson<'a> {
    name: &'a str,
    origin: Origin,
    hash: &'a str,
    profile: &'a str,
    instructions: &'a str,
    data: &'a str,
}

async fn show(args: ShowArgs, session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let profile = args.profile.map(Into::into);
    let shown = workspace.preview_prompt(args.name, profile.as_ref()).await;
    workspace.close().await?;
    let Preview {
        name,
        origin,
        hash,
        profile,
        filled,
        ..
    } = shown?;
    let shown = ShownJson {
        name: name.stem(),
        origin,
        hash: &hash,
        profile: profile.as_str(),
        instructions: &filled.instructions,
        data: &filled.data,
    };
    session.out.result(&shown, |shown| {
        format!("{}\n---\n{}", shown.instructions, shown.data)
    })?;
    session.out.note(&format!(
        "filled in with {}; the part above the dashes is the instruction, the part below the data",
        profile
    ));
    Ok(Exit::Done)
}

#[derive(Serialize)]
struct TemplateJson<'a> {
    name: &'a str,
    template: &'a str,
}

async fn template(name: PromptName, session: &Session) -> Result<Exit, CliError> {
    session.ensure().await?;
    let file = folder(session).prompts().join(name.file());
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => name.built_in().to_owned(),
        Err(error) => return Err(unreadable(&file, error)),
    };
    let shown = TemplateJson {
        name: name.stem(),
        template: &text,
    };
    session
        .out
        .result(&shown, |shown| shown.template.to_owned())?;
    Ok(Exit::Done)
}

fn folder(session: &Session) -> Folder {
    Folder::new(&session.config.workspace.dir)
}

fn unreadable(file: &Path, error: std::io::Error) -> CliError {
    CliError::failed(format!("{} cannot be read", file.display())).because(error)
}

async fn check(session: &Session) -> Result<Exit, CliError> {
    let workspace = session.open(Access::Read).await?;
    let checked = workspace.check_prompts().await;
    workspace.close().await?;
    let checked = checked?;
    session.out.result(&checked, words)?;
    Ok(match checked.faults.is_empty() {
        true => Exit::Done,
        false => Exit::Partial,
    })
}

fn words(checked: &PromptsChecked) -> String {
    let faults = checked.faults.iter();
    let mut lines: Vec<String> = faults
        .map(|f| format!("{}: {}", f.file, f.reason))
        .collect();
    let filled = match checked.filled {
        0 => "none filled in: this workspace has no shopper who wants something".to_owned(),
        count => format!("{count} filled in with shoppers of the workspace"),
    };
    lines.push(format!(
        "{} prompts, {} of the workspace, {filled}; {} at fault",
        checked.prompts,
        checked.own,
        checked.faults.len()
    ));
    lines.join("\n")
}

#[derive(Serialize)]
struct EditJson<'a> {
    name: &'a str,
    file: &'a Path,
    copied: bool,
}

async fn edit(name: PromptName, session: &Session) -> Result<Exit, CliError> {
    session.ensure().await?;
    let prompts = folder(session).prompts();
    let file = prompts.join(name.file());
    let failed = |error: std::io::Error| {
        CliError::failed(format!("{} cannot be written", file.display())).because(error)
    };
    std::fs::create_dir_all(&prompts).map_err(failed)?;
    // A file that is there already is somebody's work.
    let made = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&file);
    let copied = match made {
        Ok(mut made) => {
            made.write_all(name.built_in().as_bytes()).map_err(failed)?;
            true
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => false,
        Err(error) => return Err(failed(error)),
    };
    let done = EditJson {
        name: name.stem(),
        file: &file,
        copied,
    };
    session
        .out
        .result(&done, |done| done.file.display().to_string())?;
    session.out.note(match copied {
        true => "copied; change it, then run `muse-studio prompts check`. Delete it to get the built-in one back",
        false => "it was there already and is left as it is; delete it to get the built-in one back",
    });
    Ok(Exit::Done)
}
