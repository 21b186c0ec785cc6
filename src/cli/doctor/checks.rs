//! The checks: each looks at one thing and says what it found and what to do.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::super::session::Session;
use super::super::studio;
use crate::config::WORKSPACE_FILE;
use crate::jobs::{Access, IndexFit, JobError, Workspace};
use crate::store::StoreError;

/// Where the studio keeps what was said of its line of Hindi.
const HINDI_SETTING: &str = "terminal.hindi";
/// Words whose widths terminals disagree on: plain, with a conjunct, with a conjunct of three letters.
const SAMPLES: [&str; 3] = ["कि", "हिन्दी", "स्त्री"];

/// How a check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    /// It works.
    Ok,
    /// It works, and something could be better.
    Warn,
    /// It does not work.
    Fail,
}

impl State {
    /// The word that starts the line.
    pub(super) fn word(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Warn => "note",
            State::Fail => "FAIL",
        }
    }
}

/// What would mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cure {
    /// Making this folder.
    Folder(PathBuf),
    /// Making a workspace in this folder.
    Workspace(PathBuf),
    /// Bringing the database of the workspace in this folder to this version's format, its search index with it.
    Format(PathBuf),
    /// Building the search index of the workspace in this folder.
    Index(PathBuf),
    /// Taking this file away from everybody else's eyes.
    Private(PathBuf),
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) state: State,
    pub(super) detail: String,
    pub(super) next: Option<String>,
    #[serde(skip)]
    pub(super) cure: Option<Cure>,
}

impl Check {
    pub(super) fn ok(name: &'static str, detail: impl Into<String>) -> Self {
        Check {
            name,
            state: State::Ok,
            detail: detail.into(),
            next: None,
            cure: None,
        }
    }

    pub(super) fn warn(
        name: &'static str,
        detail: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Check {
            state: State::Warn,
            next: Some(next.into()),
            ..Check::ok(name, detail)
        }
    }

    pub(super) fn fail(
        name: &'static str,
        detail: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        Check {
            state: State::Fail,
            ..Check::warn(name, detail, next)
        }
    }

    fn curable(mut self, cure: Cure) -> Self {
        self.cure = Some(cure);
        self
    }
}

/// Every check, in the order in which they are told.
pub(super) async fn all(session: &Session) -> Vec<Check> {
    let paths = &session.paths;
    let mut checks = vec![
        folder("settings folder", &paths.config),
        folder("data folder", &paths.data),
        folder("log folder", &paths.logs()),
        terminal(session),
        language_of_terminal(session),
    ];
    for notice in &session.config.notices {
        let detail = format!("{}: {}", notice.place, notice.sentence);
        let mut check = Check::warn("settings", detail, notice.next.clone());
        if let (crate::config::Source::File { path, .. }, true) =
            (&notice.place, notice.next.contains("chmod 600"))
        {
            check = check.curable(Cure::Private(path.clone()));
        }
        checks.push(check);
    }
    checks.push(Check::ok("engine", "offline: no key, no network, no cost"));
    checks.extend(workspace(session).await);
    checks
}

/// Whether a folder is there and can be written.
fn folder(name: &'static str, path: &Path) -> Check {
    let shown = path.display();
    if !path.exists() {
        return Check::warn(
            name,
            format!("{shown} is not there yet"),
            "it is made when it is needed",
        )
        .curable(Cure::Folder(path.to_path_buf()));
    }
    match tempfile::NamedTempFile::new_in(path) {
        Ok(_) => Check::ok(name, shown.to_string()),
        Err(error) => Check::fail(
            name,
            format!("{shown} cannot be written: {error}"),
            "give yourself the right to write there, or set MUSE_HOME to another folder",
        ),
    }
}

fn terminal(session: &Session) -> Check {
    let kind = session.host.env.get("TERM").unwrap_or("not named");
    let depth = session.host.env.get("COLORTERM").unwrap_or("not said");
    let detail = format!("TERM is {kind}, COLORTERM is {depth}");
    match (session.host.terminals.output, kind) {
        (false, _) => Check::warn(
            "terminal",
            "standard output is no terminal, so the studio cannot open here",
            "every verb works in a pipe; --json prints for programs",
        ),
        (true, "dumb") => Check::warn(
            "terminal",
            detail,
            "the studio needs a terminal that can place text; try another one",
        ),
        (true, _) => Check::ok("terminal", detail),
    }
}

/// Whether the locale says UTF-8, without which Hindi cannot be right on screen.
fn language_of_terminal(session: &Session) -> Check {
    let env = &session.host.env;
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let locale = names.iter().find_map(|name| env.get(name));
    match locale {
        Some(text) if text.to_lowercase().replace('-', "").contains("utf8") => {
            Check::ok("characters", format!("the locale is {text}"))
        }
        Some(text) => Check::warn(
            "characters",
            format!("the locale is {text}, which is not UTF-8"),
            "set LANG=C.UTF-8 or en_IN.UTF-8 if Hindi looks wrong",
        ),
        None => Check::warn(
            "characters",
            "no locale is set",
            "set LANG=C.UTF-8 or en_IN.UTF-8 if Hindi looks wrong",
        ),
    }
}

/// Whether the workspace opens and is healthy. It is never made here.
async fn workspace(session: &Session) -> Vec<Check> {
    const NAME: &str = "workspace";
    let choice = &session.config.workspace;
    let (dir, how) = (choice.dir.display(), choice.how);
    if !choice.dir.join(WORKSPACE_FILE).is_file() {
        let detail = format!("{dir} (chosen by {how}) is no workspace yet");
        let cure = Cure::Workspace(choice.dir.clone());
        return if choice.may_create() {
            let next = "it is made at the first start";
            vec![Check::warn(NAME, detail, next).curable(cure)]
        } else {
            let next = format!("make one: muse-studio init {dir}");
            vec![Check::fail(NAME, detail, next).curable(cure)]
        };
    }
    let clock = session.host.clock.clone();
    let opened = Workspace::open(&choice.dir, Access::Read, clock).await;
    let workspace = match opened {
        Ok(workspace) => workspace,
        Err(error) => return vec![unopened(&choice.dir, error)],
    };
    let mut checks = vec![match workspace.obstacle() {
        None => Check::ok(NAME, format!("{dir} (chosen by {how})")),
        Some(why) => Check::warn(
            NAME,
            format!("{dir} (chosen by {how}) is only readable now: {why}"),
            "verbs that change something wait until that ends",
        ),
    }];
    checks.push(health(&workspace).await);
    checks.push(contents(&workspace).await);
    checks.push(search_index(&workspace).await);
    checks.extend(hindi(&workspace).await);
    // What was read is already told; a failing close adds nothing to it.
    let _ = workspace.close().await;
    checks
}

fn unopened(dir: &Path, error: JobError) -> Check {
    const NAME: &str = "workspace";
    match &error {
        JobError::Store(StoreError::Older { found, known, .. }) => {
            let dir = dir.to_owned();
            let detail = format!(
                "{} is of format {found}, this version writes {known}",
                dir.display()
            );
            let next = "the first verb that changes something brings it up to date, and keeps a copy in its snapshots folder";
            Check::warn(NAME, detail, next).curable(Cure::Format(dir))
        }
        JobError::Store(StoreError::NotOurs { .. }) => Check::fail(
            NAME,
            error.to_string(),
            "copies lie in its snapshots folder",
        ),
        _ => Check::fail(
            NAME,
            error.to_string(),
            "what is saved there is not touched",
        ),
    }
}

async fn health(workspace: &Workspace) -> Check {
    const NAME: &str = "database";
    match workspace.store().check().await {
        Ok(faults) if faults.is_empty() => {
            Check::ok(NAME, workspace.store().place().display().to_string())
        }
        Ok(faults) => Check::fail(
            NAME,
            format!("{} faults, the first: {}", faults.len(), faults[0]),
            "restore a copy from the workspace's snapshots folder",
        ),
        Err(error) => Check::fail(NAME, error.to_string(), "see the log"),
    }
}

async fn contents(workspace: &Workspace) -> Check {
    const NAME: &str = "contents";
    match workspace.store().counts().await {
        Ok(counts) if counts.products == 0 => Check::warn(
            NAME,
            "no products yet",
            "muse-studio products import FILE, or try muse-studio demo",
        ),
        Ok(counts) => Check::ok(
            NAME,
            format!(
                "{} products, {} profiles, {} conversations, {} to review",
                counts.products,
                counts.profiles,
                counts.total(),
                counts.to_review()
            ),
        ),
        Err(error) => Check::fail(NAME, error.to_string(), "see the log"),
    }
}

/// Whether a search finds what is there.
async fn search_index(workspace: &Workspace) -> Check {
    const NAME: &str = "search index";
    let shown = workspace.folder().index().display().to_string();
    let wrong = match workspace.index_fit().await {
        Ok(IndexFit::Fits) => return Check::ok(NAME, shown),
        Ok(IndexFit::Missing) => "is not there, so no product is found",
        Ok(IndexFit::Stale) => "lags behind the products: an import is under way, or was cut off",
        Err(error) => return Check::fail(NAME, error.to_string(), "see the log"),
    };
    let next = "muse-studio setup --yes builds it from the products";
    let check = Check::warn(NAME, format!("{shown} {wrong}"), next);
    // While another process writes, that one sees to it.
    match workspace.holder() {
        None => check.curable(Cure::Index(workspace.folder().path().to_path_buf())),
        Some(_) => check,
    }
}

/// What was said of the line of Hindi on the studio's opening screen; nothing when nothing was said.
async fn hindi(workspace: &Workspace) -> Option<Check> {
    const NAME: &str = "Hindi";
    let kept = match workspace.store().setting(HINDI_SETTING.to_owned()).await {
        Ok(kept) => kept?,
        Err(error) => return Some(Check::fail(NAME, error.to_string(), "see the log")),
    };
    let widths = SAMPLES.map(|word| format!("{word} {}", studio::columns(word)));
    let detail = format!(
        "of the studio's line of Hindi you said: {kept}. The studio counts a column for each letter and each vowel \
         sign to its side, none for signs above and below: {} columns",
        widths.join(", ")
    );
    Some(Check::warn(
        NAME,
        detail,
        "boxes or bare dotted circles: install a Devanagari font such as Noto Sans Devanagari and choose it in the \
         terminal; letters apart, in the wrong order or over one another: try a terminal that shapes Devanagari and \
         counts these columns; inside tmux or screen, try without it. The texts themselves and all exports are right",
    ))
}
