//! The README says what the program does: its key table is made from the table of commands.
//!
//! `MUSE_UPDATE_README=1 cargo test --test readme` writes the table anew.

use std::fmt::Write;
use std::path::Path;

use muse_studio::tui::command::{COMMANDS, Command, Context, show_key};

const README: &str = "README.md";

fn places(command: &Command) -> String {
    let name = |context: &Context| match context {
        Context::Global => "everywhere",
        Context::Home => "Home",
        Context::Live => "Live",
        Context::Queue => "queue",
        Context::Reader => "conversation",
        Context::Products => "Products",
        Context::Facets => "facets",
        Context::Product => "product",
        Context::Profiles => "Profiles",
        Context::Typing => "text",
    };
    if command.contexts.len() >= 6 {
        return "every pane".to_owned();
    }
    command
        .contexts
        .iter()
        .map(name)
        .collect::<Vec<_>>()
        .join(", ")
}

fn key_table() -> String {
    let mut table = String::from("| keys | where | what |\n|---|---|---|\n");
    for command in COMMANDS {
        let keys: Vec<String> = command
            .keys
            .iter()
            .map(|key| format!("`{}`", show_key(key)))
            .collect();
        let _ = writeln!(
            table,
            "| {} | {} | {} |",
            keys.join(" "),
            places(command),
            command.doc
        );
    }
    table
}

#[test]
fn the_key_table_is_the_command_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(README);
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text
        .split_once("<!-- keys -->\n")
        .expect("the place of the key table");
    let (_, after) = rest
        .split_once("<!-- /keys -->")
        .expect("the end of the key table");
    let wanted = format!(
        "{before}<!-- keys -->\n{}<!-- /keys -->{after}",
        key_table()
    );
    if std::env::var_os("MUSE_UPDATE_README").is_some() {
        std::fs::write(&path, &wanted).unwrap();
        return;
    }
    assert!(
        text == wanted,
        "the README's key table is old; write it anew with MUSE_UPDATE_README=1 cargo test --test readme"
    );
}
