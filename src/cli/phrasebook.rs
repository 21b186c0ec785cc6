//! `phrasebook check`: whether the lines of the offline engine are sound.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::sample;
use super::session::Session;
use super::{CliError, Exit};
use crate::dialogue::phrasebook::check::{Checked, Source, embedded};
use crate::domain::Language;
use crate::jobs::{Folder, PHRASEBOOK_TALKS, SampleShop, check_phrasebook};

/// `phrasebook`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio phrasebook check
  muse-studio phrasebook check phrasebook/hi.toml
")]
pub(super) struct PhrasebookArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Find lines that are wrong, missing or never said
    Check(CheckArgs),
}

/// `phrasebook check`.
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  muse-studio phrasebook check
  muse-studio phrasebook check --language hi --json
  muse-studio phrasebook check my-lines.toml --language hinglish
")]
struct CheckArgs {
    /// A file of lines; without one, the workspace's files and, where it has none, the program's own lines
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The language of the lines: en, hi or hinglish. A file named hi.toml needs no word
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<Language>,
}

#[derive(Serialize)]
struct FaultJson {
    file: String,
    line: usize,
    check: String,
    reason: String,
}

#[derive(Serialize)]
struct BookJson {
    file: String,
    language: &'static str,
    lines: usize,
    said: usize,
    not_met: Vec<String>,
}

#[derive(Serialize)]
struct CheckedJson {
    books: Vec<BookJson>,
    faults: Vec<FaultJson>,
}

/// A book to check.
struct Book {
    file: String,
    text: String,
    language: Language,
}

pub(super) fn run(args: PhrasebookArgs, session: &Session) -> Result<Exit, CliError> {
    let Verb::Check(args) = args.verb;
    let books = books(&args, session)?;
    let checked = check_all(books)?;
    session.out.result(&checked, words)?;
    Ok(match checked.faults.is_empty() {
        true => Exit::Done,
        false => Exit::Partial,
    })
}

fn books(args: &CheckArgs, session: &Session) -> Result<Vec<Book>, CliError> {
    if let Some(file) = &args.file {
        let path = session.at(file);
        let named = path.file_stem().and_then(|stem| stem.to_str());
        let named = named.and_then(|stem| stem.parse().ok());
        let Some(language) = args.language.or(named) else {
            return Err(CliError::usage(format!(
                "{} does not tell its language; say it with --language en, hi or hinglish",
                file.display()
            )));
        };
        return Ok(vec![Book {
            file: file.display().to_string(),
            text: read(&path)?,
            language,
        }]);
    }
    let folder = Folder::new(&session.config.workspace.dir).phrasebook();
    let languages = match args.language {
        Some(language) => vec![language],
        None => Language::ALL.to_vec(),
    };
    let book = |language: Language| {
        let name = format!("{}.toml", language.code());
        let own = folder.join(&name);
        Ok(match own.exists() {
            true => Book {
                text: read(&own)?,
                file: own.display().to_string(),
                language,
            },
            false => Book {
                text: embedded(language).to_owned(),
                file: name,
                language,
            },
        })
    };
    languages.into_iter().map(book).collect()
}

fn read(path: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(|error| {
        CliError::failed(format!(
            "{} cannot be read as text; check the path and its permissions",
            path.display()
        ))
        .because(error)
    })
}

fn check_all(books: Vec<Book>) -> Result<CheckedJson, CliError> {
    let products = String::from_utf8_lossy(sample::PRODUCTS);
    let shop = Arc::new(SampleShop::read(&products)?);
    let mut all = CheckedJson {
        books: Vec::new(),
        faults: Vec::new(),
    };
    for book in books {
        let source = Source {
            file: &book.file,
            text: &book.text,
            language: book.language,
        };
        let checked = check_phrasebook(source, &shop, PHRASEBOOK_TALKS)?;
        add(&mut all, book, checked);
    }
    Ok(all)
}

fn add(all: &mut CheckedJson, book: Book, checked: Checked) {
    let fault = |fault: crate::dialogue::phrasebook::check::LineFault| FaultJson {
        file: book.file.clone(),
        line: fault.line,
        check: fault.fault.to_string(),
        reason: fault.reason,
    };
    all.faults.extend(checked.faults.into_iter().map(fault));
    all.books.push(BookJson {
        language: book.language.code(),
        lines: checked.lines,
        said: checked.said,
        not_met: checked.not_met,
        file: book.file,
    });
}

fn words(checked: &CheckedJson) -> String {
    let mut out: Vec<String> = checked
        .faults
        .iter()
        .map(|f| format!("{}:{}: {} ({})", f.file, f.line, f.reason, f.check))
        .collect();
    for book in &checked.books {
        let mut line = format!(
            "{}: {} lines, {} said in conversations",
            book.file, book.lines, book.said
        );
        if !book.not_met.is_empty() {
            line.push_str(&format!(
                "; not met, so only looked at: {}",
                book.not_met.join(", ")
            ));
        }
        out.push(line);
    }
    let faults = checked.faults.len();
    out.push(match faults {
        0 => "nothing found".to_owned(),
        1 => "1 fault".to_owned(),
        _ => format!("{faults} faults"),
    });
    out.join("\n")
}
