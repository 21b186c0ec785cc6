//! Keys in the system's keyring: with a real one where the machine has it, and without.

use crate::cli_kit::Home;

/// An address at which no message bus answers.
const NO_BUS: &str = "unix:path=/nowhere/bus";

#[test]
fn without_a_keyring_a_sentence_says_where_else_keys_may_lie() {
    let home = Home::new().with("DBUS_SESSION_BUS_ADDRESS", NO_BUS);
    let words = ["keyring", "environment variable", "docs/providers.md"];
    let store = ["keys", "store", "openai"];
    home.muse_fed(&store, b"sk-planted\n").told(1, &words);
    home.muse(&["keys", "forget", "openai"]).told(1, &words);
    let wrong = home.muse_fed(&["keys", "store", "two words"], b"sk-planted\n");
    wrong.told(2, &["`two words` is no host"]);
    home.muse_fed(&store, b"your_key_here\n")
        .told(2, &["placeholder"]);
    home.muse_fed(&["keys", "store"], b"sk-planted\n")
        .told(2, &["no server is set up"]);
}

#[cfg(all(feature = "keyring", target_os = "linux"))]
mod with_a_keyring {
    use std::process::{Command, Stdio};

    use super::*;

    /// Runs commands with a message bus and a keyring of their own; `None` where the machine has no such programs.
    fn in_a_session(home: &Home, script: &str) -> Option<String> {
        let there = |program: &str| {
            let mut asked = Command::new(program);
            asked
                .arg("--version")
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            asked.status().is_ok()
        };
        if !there("dbus-run-session") || !there("gnome-keyring-daemon") {
            return None;
        }
        let unlock =
            "printf word | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1";
        let mut command = Command::new("dbus-run-session");
        command
            .args(["--", "sh", "-c", &format!("{unlock}; {script}")])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", home.at("home"))
            .env("XDG_RUNTIME_DIR", home.at("cwd"))
            .env("XDG_DATA_HOME", home.at("data"))
            .env("MUSE_HOME", home.at("home"))
            .env("MUSE", env!("CARGO_BIN_EXE_muse-studio"))
            .current_dir(home.at("cwd"));
        let done = command.output().unwrap();
        let said = [done.stdout, done.stderr].concat();
        Some(String::from_utf8(said).unwrap())
    }

    #[test]
    fn a_stored_key_is_used_until_it_is_forgotten() {
        let home = Home::new();
        home.muse(&["init", "."]).ended(0);
        std::fs::create_dir_all(home.at("home/config")).unwrap();
        let said = in_a_session(
            &home,
            r#"export MUSE_PROVIDER=openai MUSE_MODEL=m
               printf 'sk-planted\n' | "$MUSE" keys store
               "$MUSE" doctor | grep 'key set'
               "$MUSE" keys forget openai --json
               "$MUSE" keys forget openai
               "$MUSE" doctor | grep -c 'key set'"#,
        );
        let Some(said) = said else {
            eprintln!("skipped: no dbus-run-session or no gnome-keyring-daemon here");
            return;
        };
        for words in [
            "the keyring keeps the key for api.openai.com",
            "key set  (keyring api.openai.com)",
            r#"{"host":"api.openai.com","forgotten":true}"#,
            "the keyring has no key for api.openai.com\n0\n",
        ] {
            assert!(said.contains(words), "`{words}` is missing in:\n{said}");
        }
        assert!(!said.contains("planted"), "{said}");
    }
}
