//! The command line: the way in for scripts and pipes.
//!
//! Owns: the verbs and their options, how results are printed (for people, or as JSON), exit codes, the log file.
//! Does not: touch the database or know file formats; every verb asks `jobs`, as the studio does.

mod args;
mod categories;
mod conversations;
mod demo;
mod diversity;
mod doctor;
mod error;
mod evaluate;
mod examples;
mod export;
mod figures;
mod files;
mod generate;
mod host;
mod ids;
mod init;
mod keys;
mod ledger;
mod log_line;
mod logging;
mod model;
mod output;
mod phrasebook;
mod products;
mod profiles;
mod prompts;
mod record;
mod review;
mod runs;
mod safe;
mod sample;
mod session;
mod spelling;
mod studio;
mod watch;
mod workspace;

pub use error::{CliError, Exit};
pub use host::{Hangup, Host, Interrupted, Terminals};

use args::Verb;
use session::Session;

/// Does what the arguments ask for.
///
/// # Errors
/// [`CliError`] holds the sentence for the person and the exit code.
pub async fn run(host: Host) -> Result<Exit, CliError> {
    let cli = match args::parse(&host) {
        Ok(cli) => cli,
        Err(error) => return args::answer(&error),
    };
    let session = Session::start(host, &cli)?;
    match cli.verb {
        None => studio::run(&session).await,
        Some(verb) => dispatch(verb, &session).await,
    }
}

async fn dispatch(verb: Verb, session: &Session) -> Result<Exit, CliError> {
    match verb {
        Verb::Init(args) => init::run(args, session).await,
        Verb::Demo(args) => demo::run(args, session).await,
        Verb::Products(args) => products::run(args, session).await,
        Verb::Categories(args) => categories::run(args, session).await,
        Verb::Profiles(args) => profiles::run(args, session).await,
        Verb::Generate(args) => generate::run(*args, session).await,
        Verb::Conversations(args) => conversations::run(args, session).await,
        Verb::Prompts(args) => prompts::run(args, session).await,
        Verb::Review(args) => review::run(args, session).await,
        Verb::Evaluate(args) => evaluate::run(args, session).await,
        Verb::Export(args) => export::run(args, session).await,
        Verb::Examples(args) => examples::run(args, session),
        Verb::Phrasebook(args) => phrasebook::run(args, session),
        Verb::Workspace(args) => workspace::run(args, session).await,
        Verb::Doctor(args) => doctor::run(args, doctor::Mending::Tell, session).await,
        Verb::Keys(args) => keys::run(args, session),
        Verb::Setup(args) => doctor::run(args, doctor::Mending::Offer, session).await,
    }
}
