//! A run in a process of its own, which outlives whoever began it.
//!
//! Owns: starting this program once more, without a terminal and with a log in the workspace, until it makes a run. Does not:
//! know what other arguments mean. The new process opens the workspace like any other: beside a studio it writes through that,
//! and takes its place when it is closed.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use super::at_work::at_work;
use super::{Clock, Folder, JobError};
use crate::domain::RunId;

/// The option of a process that outlives its terminal.
pub const IN_BACKGROUND: &str = "in-background";

/// How often it is looked whether the run has begun.
const LOOK: Duration = Duration::from_millis(25);

/// How much of a log is told when nothing came of it, in bytes.
const TOLD: usize = 4_000;

/// This program, to be started once more.
#[derive(Clone, Debug)]
pub struct Program {
    /// The program's file.
    pub file: PathBuf,
    /// Where it is started.
    pub current: PathBuf,
}

/// A run that goes on by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detached {
    /// The run.
    pub run: RunId,
    /// The process that makes it.
    pub pid: u32,
    /// What that process says.
    pub log: PathBuf,
}

/// What came of the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// The run is being made.
    Run(Detached),
    /// The process ended before anybody saw a run: it could not begin one, or had finished it.
    Ended {
        /// Its exit code; `None` when it was killed.
        code: Option<i32>,
        /// What it said.
        said: String,
        /// The same, in a file.
        log: PathBuf,
    },
}

impl Program {
    /// Goes on with a run by the phrasebook, see [`Program::detach`].
    ///
    /// # Errors
    /// As [`Program::detach`].
    pub async fn go_on(
        &self,
        folder: &Folder,
        run: RunId,
        clock: &Clock,
    ) -> Result<Begun, JobError> {
        let words: [OsString; 5] = [
            "--workspace".into(),
            folder.path().into(),
            "generate".into(),
            "--resume".into(),
            run.to_string().into(),
        ];
        self.detach(folder, words.into(), clock).await
    }

    /// Starts the program with these arguments, which make it make a run of this workspace, and waits until it does. Its result
    /// goes to the log as JSON.
    ///
    /// # Errors
    /// When it cannot be started or the log cannot be written.
    pub async fn detach(
        &self,
        folder: &Folder,
        mut arguments: Vec<OsString>,
        clock: &Clock,
    ) -> Result<Begun, JobError> {
        arguments.extend([format!("--{IN_BACKGROUND}").into(), "--json".into()]);
        let (program, folder, now) = (self.clone(), folder.clone(), clock.now_ms());
        let start = move || {
            let (child, log) = program.start(&folder, &arguments, now)?;
            until_begun(child, &folder, log)
        };
        tokio::task::spawn_blocking(start).await?
    }

    fn start(
        &self,
        folder: &Folder,
        arguments: &[OsString],
        now_ms: i64,
    ) -> Result<(Child, PathBuf), JobError> {
        let dir = folder.logs();
        fs::create_dir_all(&dir).map_err(JobError::file(&dir, "made"))?;
        let path = dir.join(format!("detached-{}.log", stamp(now_ms)));
        let failed = || JobError::file(&path, "written");
        let mut options = OpenOptions::new();
        let log = options.append(true).create(true).open(&path);
        let log = log.map_err(failed())?;
        let mut command = Command::new(&self.file);
        command
            .args(arguments)
            .current_dir(&self.current)
            .stdin(Stdio::null())
            .stdout(log.try_clone().map_err(failed())?)
            .stderr(log);
        // Out of the terminal's group: its keys and its end are for others.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command
            .spawn()
            .map_err(JobError::file(&self.file, "started"))?;
        Ok((child, path))
    }
}

fn until_begun(mut child: Child, folder: &Folder, log: PathBuf) -> Result<Begun, JobError> {
    let pid = child.id();
    loop {
        let ended = child.try_wait().map_err(JobError::file(&log, "watched"))?;
        if let Some(status) = ended {
            return Ok(ended_with(status, log));
        }
        if let Some(found) = at_work(folder)?.into_iter().find(|one| one.pid == pid) {
            // Its end is nobody's business here, but somebody has to take note of it.
            std::thread::spawn(move || child.wait());
            let run = found.run;
            return Ok(Begun::Run(Detached { run, pid, log }));
        }
        std::thread::sleep(LOOK);
    }
}

fn ended_with(status: ExitStatus, log: PathBuf) -> Begun {
    let said = fs::read_to_string(&log).unwrap_or_default();
    let mut from = said.len().saturating_sub(TOLD);
    while !said.is_char_boundary(from) {
        from += 1;
    }
    Begun::Ended {
        code: status.code(),
        said: said[from..].trim().to_owned(),
        log,
    }
}

/// A time as part of a file's name.
fn stamp(now_ms: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default();
    format!(
        "{}-{:03}",
        time.strftime("%Y%m%d-%H%M%S"),
        now_ms.rem_euclid(1_000)
    )
}
