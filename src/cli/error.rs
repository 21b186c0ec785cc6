//! Failures as a person reads them, and exit codes.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use super::safe::safe_line;
use crate::config::ConfigError;
use crate::jobs::{JobEnd, JobError};
use crate::paths::PathsError;
use crate::store::StoreError;

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All of it was done: 0.
    Done,
    /// It could not be done: 1.
    Failed,
    /// It was asked for wrongly: 2.
    Usage,
    /// It was done, with something left out that is named: 3.
    Partial,
    /// The person interrupted it; what was made is kept: 130.
    Interrupted,
}

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Partial => 3,
            Exit::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

impl From<JobEnd> for Exit {
    fn from(end: JobEnd) -> Self {
        match end {
            JobEnd::Done => Exit::Done,
            JobEnd::Partial => Exit::Partial,
            JobEnd::Stopped => Exit::Interrupted,
            JobEnd::Failed => Exit::Failed,
        }
    }
}

/// A failure: a sentence, its cause, its exit code.
#[derive(Debug)]
pub struct CliError {
    sentence: String,
    exit: Exit,
    cause: Option<Box<dyn Error + Send + Sync>>,
    quiet: bool,
}

impl CliError {
    /// Something was asked for wrongly.
    pub fn usage(sentence: impl Into<String>) -> Self {
        CliError::new(Exit::Usage, sentence)
    }

    /// Something could not be done.
    pub fn failed(sentence: impl Into<String>) -> Self {
        CliError::new(Exit::Failed, sentence)
    }

    /// The person left before the work had stopped by itself.
    pub fn interrupted() -> Self {
        CliError::new(
            Exit::Interrupted,
            "left at once; what was saved before is safe",
        )
    }

    fn new(exit: Exit, sentence: impl Into<String>) -> Self {
        CliError {
            sentence: sentence.into(),
            exit,
            cause: None,
            quiet: false,
        }
    }

    /// The same failure with what brought it about.
    #[must_use]
    pub fn because(mut self, cause: impl Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }

    /// Writing the results failed. When the reader of a pipe has gone, that is no failure at all.
    pub fn writing(error: std::io::Error) -> Self {
        let gone = error.kind() == std::io::ErrorKind::BrokenPipe;
        let exit = if gone { Exit::Done } else { Exit::Failed };
        CliError {
            quiet: gone,
            ..CliError::new(exit, "the results could not be written to standard output")
        }
        .because(error)
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        self.exit
    }

    /// What the person reads; `None` when there is nothing to say.
    pub fn for_person(&self) -> Option<String> {
        if self.quiet {
            return None;
        }
        let mut text = format!("muse-studio: {}", safe_line(&self.sentence));
        let mut cause = self.source();
        while let Some(error) = cause {
            text.push_str(&format!("\n  because: {}", safe_line(&error.to_string())));
            cause = error.source();
        }
        Some(text)
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl Error for CliError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let cause: &(dyn Error + Send + Sync) = &**self.cause.as_ref()?;
        Some(cause)
    }
}

impl From<PathsError> for CliError {
    fn from(error: PathsError) -> Self {
        CliError::failed(error.to_string())
    }
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> Self {
        let sentence = error.to_string();
        match error {
            ConfigError::Unreadable { cause, .. } => CliError::usage(sentence).because(cause),
            ConfigError::Syntax { .. } | ConfigError::Value { .. } => CliError::usage(sentence),
        }
    }
}

impl From<JobError> for CliError {
    fn from(error: JobError) -> Self {
        let usage = matches!(
            error,
            JobError::BadOption(_)
                | JobError::UnknownId { .. }
                | JobError::Ambiguous { .. }
                | JobError::UnknownRun(_)
        );
        let exit = if usage { Exit::Usage } else { Exit::Failed };
        let sentence = error.to_string();
        let mut out = CliError::new(exit, sentence);
        // Many sentences hold their cause already; it is not said twice.
        let cause = error.source().map(ToString::to_string);
        let new = cause.filter(|cause| !out.sentence.contains(cause.as_str()));
        out.cause = new.map(Into::into);
        out
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        CliError::from(JobError::from(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gone_reader_is_no_failure() {
        let error = CliError::writing(std::io::ErrorKind::BrokenPipe.into());
        assert_eq!((error.exit(), error.for_person()), (Exit::Done, None));
        let error = CliError::writing(std::io::ErrorKind::StorageFull.into());
        assert_eq!(error.exit(), Exit::Failed);
    }

    #[test]
    fn the_person_reads_sentence_and_cause_and_no_control_bytes() {
        let cause = std::io::Error::other("disk \u{1b}[2Jfull");
        let text = CliError::failed("x could not be written")
            .because(cause)
            .for_person()
            .unwrap();
        assert!(text.starts_with("muse-studio: x could not be written\n  because: disk "));
        assert!(!text.contains('\u{1b}'));
    }
}
