//! The program `muse-studio`: parse, run, exit code.
//!
//! Owns: the runtime, the signals, the way in which failures reach a person (a sentence) and the log (a report).

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use color_eyre::config::{HookBuilder, PanicHook, Theme};
use color_eyre::eyre::Report;
use muse_studio::cli::{self, Exit, Hangup, Host};
use muse_studio::config::SystemKeyring;
use muse_studio::import::catches_panics_of;
use muse_studio::jobs::Clock;
use muse_studio::paths::Env;

fn main() -> ExitCode {
    install_hooks();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            say(&format!(
                "muse-studio: the system gives no threads to work with: {error}"
            ));
            return Exit::Failed.into();
        }
    };
    let code = runtime.block_on(run());
    // A blocking read of a terminal must not keep a finished program alive.
    runtime.shutdown_background();
    code
}

async fn run() -> ExitCode {
    let current = match std::env::current_dir() {
        Ok(current) => current,
        Err(error) => {
            say(&format!(
                "muse-studio: the current directory cannot be read ({error}); go to another one and try again"
            ));
            return Exit::Failed.into();
        }
    };
    let host = Host {
        arguments: std::env::args_os().collect(),
        env: Env::of_process(),
        program: std::env::current_exe().ok(),
        current,
        terminals: cli::Terminals {
            input: std::io::stdin().is_terminal(),
            output: std::io::stdout().is_terminal(),
            messages: std::io::stderr().is_terminal(),
        },
        clock: Clock::system(),
        keyring: Arc::new(SystemKeyring),
        interrupted: Arc::new(|hangup| Box::pin(interrupted(hangup))),
    };
    match cli::run(host).await {
        Ok(exit) => exit.into(),
        Err(error) => {
            let exit = error.exit();
            if let Some(text) = error.for_person() {
                say(&text);
            }
            if exit == Exit::Failed {
                let report = Report::new(error);
                tracing::error!("{report:?}");
            }
            exit.into()
        }
    }
}

/// Waits for Ctrl-C, for a request to end, or for the end of the terminal where that means the same.
async fn interrupted(hangup: Hangup) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut end) = signal(SignalKind::terminate()) else {
            return std::future::pending().await;
        };
        // From here on the system does not end the process for it.
        let Ok(mut hung_up) = signal(SignalKind::hangup()) else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = end.recv() => {}
            _ = hung_up.recv(), if hangup == Hangup::Interrupts => {}
        }
    }
    #[cfg(not(unix))]
    let _ = hangup;
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Writes a line for the person; a closed stderr is no reason to fail.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A fault of the program shows as a sentence; the report goes to the log.
fn install_hooks() {
    let builder = HookBuilder::blank()
        .theme(Theme::new())
        .display_env_section(false);
    let Ok((panics, errors)) = builder.try_into_hooks() else {
        return;
    };
    // Only the first installation counts, and this is the only one.
    let _ = errors.install();
    std::panic::set_hook(Box::new(move |info| report_panic(&panics, info)));
}

fn report_panic(hook: &PanicHook, info: &std::panic::PanicHookInfo<'_>) {
    tracing::error!("{}", hook.panic_report(info));
    // That one becomes a sentence about the file.
    if info
        .location()
        .is_some_and(|at| catches_panics_of(at.file()))
    {
        return;
    }
    let place = info
        .location()
        .map_or_else(String::new, |at| format!(" at {at}"));
    say(&format!(
        "muse-studio: a fault of the program{place}; what was saved is safe. The report is in the log: see `muse-studio doctor`"
    ));
}
