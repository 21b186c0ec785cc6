//! Which category names are taken: by how many products carry them, by a list or by rules, by department.

use std::collections::HashSet;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::judging::JudgeArgs;
use crate::catalog::{
    Answer, ByList, ByRules, GivenDomains, Judge, Tag, TagDomain, Tags, domain_of, names_in,
};
use crate::cli::session::Session;
use crate::cli::watch::{exit_of, watch};
use crate::cli::{CliError, Exit};
use crate::config::Key;
use crate::domain::Domain;
use crate::jobs::{Access, Categories, ProductTypes, Runner};

/// What `extract` and `map` know.
#[derive(Debug, Args)]
pub(super) struct ChooseArgs {
    /// Leave out names on fewer products; 1 for a list of --categories
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    min_items: Option<u64>,
    /// The names to take, instead of judging by rules: a JSON list, a JSON object by its keys, or one name a line
    #[arg(long, value_name = "FILE")]
    categories: Option<PathBuf>,
    #[command(flatten)]
    judge: JudgeArgs,
    /// Departments that you give to names: a JSON object or TOML lines, "Sandals" = "fashion"
    #[arg(long, value_name = "FILE")]
    domains: Option<PathBuf>,
    /// Only names of this department
    #[arg(long, value_name = "DOMAIN")]
    domain: Option<Domain>,
}

impl ChooseArgs {
    /// The settings that these options give.
    pub(super) fn settings(&self, settings: &mut Vec<(Key, String)>) {
        self.judge.settings(settings);
    }
}

/// The published rule: names on fewer products are dropped.
const MIN_ITEMS: u64 = 5;

/// A name that is taken.
#[derive(Serialize)]
pub(super) struct Taken {
    pub(super) name: String,
    pub(super) items: u64,
    #[serde(flatten)]
    pub(super) domain: TagDomain,
}

/// A name that is not.
#[derive(Serialize)]
pub(super) struct LeftOut {
    pub(super) name: String,
    pub(super) items: u64,
    pub(super) reason: String,
}

/// The choice.
pub(super) struct Choice {
    pub(super) taken: Vec<Taken>,
    pub(super) left_out: Vec<LeftOut>,
    /// Names of the list that no product carries.
    pub(super) missing: Vec<String>,
}

/// The categories of the workspace with the choice among their names.
pub(super) struct Chosen {
    pub(super) found: Categories,
    pub(super) choice: Choice,
    /// What a model did for it, when one was asked.
    pub(super) judged: Option<ProductTypes>,
}

impl Chosen {
    /// The exit code: names without a readable answer are told, not passed over.
    pub(super) fn exit(&self) -> Exit {
        self.judged.as_ref().map_or(Exit::Done, exit_of)
    }
}

/// Reads the workspace's categories and chooses among their names.
pub(super) async fn chosen(args: &ChooseArgs, session: &Session) -> Result<Chosen, CliError> {
    let chooser = Chooser::of(args, session)?;
    let model = args.judge.model(session)?;
    // What a model says is kept, so there must be leave to write.
    let access = match model {
        Some(_) => Access::Write,
        None => Access::Read,
    };
    let (runner, mut events) = Runner::new(session.open(access).await?);
    let work = async {
        let found = super::read_with(&runner, &mut events, session).await?;
        let Some(model) = model else {
            return Ok((found, None));
        };
        let model = model.in_books(runner.workspace().store()).model;
        let options = args.judge.options(chooser.candidates(&found.tags));
        let job = runner.judge_product_types(options, model);
        let judged = watch(session, job, &mut events).await?;
        if judged.stopped {
            return Err(CliError::interrupted());
        }
        Ok((found, Some(judged)))
    };
    let done = work.await;
    runner.workspace().close().await?;
    let (found, judged) = done?;
    let choice = match &judged {
        Some(judged) => chooser.choose(&found.tags, &judged.judge),
        None => chooser.choose_alone(&found.tags),
    };
    Ok(Chosen {
        found,
        choice,
        judged,
    })
}

/// The files of the options, read before the products are.
struct Chooser {
    list: Option<ByList>,
    min_items: u64,
    given: GivenDomains,
    only: Option<Domain>,
}

impl Chooser {
    /// Reads the files.
    fn of(args: &ChooseArgs, session: &Session) -> Result<Self, CliError> {
        let text = |file: &PathBuf| {
            let file = session.at(file);
            let fail = |error| {
                CliError::usage(format!("{} could not be read", file.display())).because(error)
            };
            Ok::<_, CliError>((std::fs::read_to_string(&file).map_err(fail)?, file))
        };
        let wrong =
            |file: &PathBuf, why: String| CliError::usage(format!("{}: {why}", file.display()));
        let list = match &args.categories {
            None => None,
            Some(file) => {
                let (text, file) = text(file)?;
                let names = names_in(&text).map_err(|why| wrong(&file, why))?;
                Some(ByList(names.into_iter().collect()))
            }
        };
        let given = match &args.domains {
            None => GivenDomains::default(),
            Some(file) => {
                let (text, file) = text(file)?;
                GivenDomains::read(&text).map_err(|why| wrong(&file, why))?
            }
        };
        let usual = if list.is_some() { 1 } else { MIN_ITEMS };
        Ok(Chooser {
            min_items: args.min_items.unwrap_or(usual),
            list,
            given,
            only: args.domain,
        })
    }

    /// The names that a judge is needed for: enough products carry them, and they are of the department.
    fn candidates(&self, tags: &Tags) -> Vec<Tag> {
        let needed = |tag: &Tag| {
            let domain = domain_of(tag, &self.given).domain;
            tag.items >= self.min_items && self.only.is_none_or(|only| only == domain)
        };
        tags.iter().filter(needed).collect()
    }

    /// Chooses among the names by the list, else by rules.
    fn choose_alone(&self, tags: &Tags) -> Choice {
        match &self.list {
            Some(list) => self.choose(tags, list),
            None => self.choose(tags, &ByRules),
        }
    }

    /// Chooses among the names.
    fn choose(&self, tags: &Tags, judge: &dyn Judge) -> Choice {
        let mut choice = Choice {
            taken: Vec::new(),
            left_out: Vec::new(),
            missing: Vec::new(),
        };
        for tag in tags.iter() {
            let domain = domain_of(&tag, &self.given);
            match self.reason_against(&tag, domain, judge) {
                None => choice.taken.push(Taken {
                    name: tag.name,
                    items: tag.items,
                    domain,
                }),
                Some(reason) => choice.left_out.push(LeftOut {
                    name: tag.name,
                    items: tag.items,
                    reason,
                }),
            }
        }
        if let Some(list) = &self.list {
            let there: HashSet<String> = tags.iter().map(|tag| tag.name).collect();
            choice.missing = list
                .0
                .iter()
                .filter(|name| !there.contains(*name))
                .cloned()
                .collect();
            choice.missing.sort();
        }
        choice
    }

    fn reason_against(&self, tag: &Tag, domain: TagDomain, judge: &dyn Judge) -> Option<String> {
        if tag.items < self.min_items {
            return Some(format!("on fewer than {} products", self.min_items));
        }
        match judge.is_product_type(tag) {
            Answer::No(reason) => Some(reason),
            Answer::Yes if self.only.is_some_and(|only| only != domain.domain) => {
                Some(format!("its department is {}", domain.domain))
            }
            Answer::Yes => None,
        }
    }
}

/// What is to be said of a list whose names no product carries.
pub(super) fn tell_missing(missing: &[String], session: &Session) {
    let Some(first) = missing.first() else {
        return;
    };
    session.out.note(&format!(
        "note: {} names of the list stand on no product, such as `{first}`",
        missing.len()
    ));
}
