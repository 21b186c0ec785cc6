//! How the program is asked, and how it answers when it is asked wrongly.

use crate::cli_kit::Home;

#[test]
fn the_studio_needs_a_terminal_and_says_what_to_do_instead() {
    let home = Home::new();
    home.muse(&[])
        .told(2, &["terminal", "muse-studio generate", "--help"]);
    assert!(
        !home.at("home/data").exists(),
        "nothing is made for a question"
    );
}

#[test]
fn help_and_version_are_answers() {
    let home = Home::new();
    let help = home.muse(&["--help"]).ended(0);
    assert!(help.out.find("Examples:") < help.out.find("Usage:"));
    assert!(help.out.contains("Exit codes"));
    assert!(
        home.muse(&["--version"])
            .ended(0)
            .out
            .starts_with("muse-studio 0.")
    );
    for verb in [
        "products import",
        "profiles generate",
        "generate",
        "review edit",
        "export",
    ] {
        let words: Vec<&str> = verb.split(' ').chain(["--help"]).collect();
        let help = home.muse(&words).ended(0).out;
        assert!(
            help.starts_with("Examples:\n  muse-studio"),
            "{verb}:\n{help}"
        );
    }
}

#[test]
fn wrong_words_are_usage() {
    let home = Home::new();
    home.muse(&["generat"]).told(2, &["generate"]);
    home.muse(&["products"]).ended(2);
    home.muse(&["generate", "--num-conversations", "none"])
        .told(2, &["none"]);
    home.muse(&["generate", "--num-conversations", "0"])
        .told(2, &["0"]);
    home.muse(&["export", "--format", "xml"])
        .told(2, &["muse, sft or dpo"]);
    home.muse(&["export", "--format", "sft", "--partial", "mask"])
        .told(2, &["--partial cut"]);
    home.muse(&["review", "reject", "#1", "--reason", "ugly"])
        .told(2, &["wrong_fact"]);
    home.muse(&["review", "accept"]).told(2, &["ID"]);
    home.muse(&["conversations", "list", "--filter", "status:perhaps"])
        .told(2, &["perhaps"]);
    home.muse(&["products", "search", "x", "--domain", "cars"])
        .told(2, &["home_garden"]);
    home.muse(&["products", "search", "x", "--max-price", "cheap"])
        .told(2, &["cheap"]);
    home.muse(&["--workspace", "postgres://h/d", "workspace", "info"])
        .told(2, &["director"]);
}

#[test]
fn an_unknown_score_lists_the_known_ones() {
    let home = Home::new();
    let said = home.muse(&["evaluate", "--metrics", "coherence,beauty"]);
    said.told(
        2,
        &[
            "`beauty`",
            "coherence",
            "relevance",
            "consistency",
            "satisfaction",
            "naturalness",
            "diversity",
            "language_fit",
        ],
    );
}

#[test]
fn settings_that_cannot_be_are_told_with_their_place() {
    let home = Home::new();
    home.muse(&["--log-level", "loud", "doctor"])
        .told(2, &["--log-level", "loud"]);
    home.muse(&["generate", "--max-turns", "0"])
        .told(2, &["--max-turns", "1 to 100"]);
    home.muse(&["--config", "none.toml", "doctor"])
        .told(2, &["none.toml"]);
    home.put("bad.toml", "seed = 1\nmax_turns = \"many\"\n");
    home.muse(&["--config", "bad.toml", "doctor"])
        .told(2, &["bad.toml:2", "max_turns"]);
    home.put("broken.toml", "seed = = 1\n");
    home.muse(&["--config", "broken.toml", "doctor"])
        .told(2, &["broken.toml:1"]);
    home.put("binary.toml", b"\xff\xfe\x00\x01");
    home.muse(&["--config", "binary.toml", "doctor"])
        .told(2, &["binary.toml"]);
}

#[test]
fn doctor_lists_settings_with_their_sources() {
    let home = Home::new()
        .with("MUSE_THEME", "light")
        .with("MUSE_SEDE", "4");
    home.put("mine.toml", "# mine\nmax_turns = 7\nlangages = \"hi\"\n");
    let said = home
        .muse(&[
            "--config",
            "mine.toml",
            "--reviewer",
            "asha",
            "doctor",
            "--json",
        ])
        .ended(0);
    let report = said.json();
    let setting = |name: &str| {
        let all = report["settings"].as_array().unwrap();
        let found = all.iter().find(|setting| setting["name"] == name).unwrap();
        (
            found["value"].as_str().unwrap().to_owned(),
            found["source"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(
        setting("theme"),
        ("light".to_owned(), "environment MUSE_THEME".to_owned())
    );
    assert_eq!(
        setting("reviewer"),
        ("asha".to_owned(), "option --reviewer".to_owned())
    );
    let (value, source) = setting("max_turns");
    assert_eq!(value, "7");
    assert!(source.ends_with("mine.toml:2"), "{source}");
    assert!(
        said.err.contains("mine.toml:3") && said.err.contains("`languages`"),
        "{}",
        said.err
    );
    assert!(
        said.err.contains("MUSE_SEDE") && said.err.contains("`seed`"),
        "{}",
        said.err
    );
    assert!(home.muse(&["--quiet", "doctor"]).ended(0).err.is_empty());
}

#[test]
fn setup_mends_only_when_told_to() {
    let home = Home::new();
    home.muse(&["setup"]).ended(0);
    assert!(!home.at("home/data/workspace").exists());
    let said = home.muse(&["setup", "--yes", "--json"]).ended(0);
    assert!(!said.json()["mended"].as_array().unwrap().is_empty());
    assert!(home.at("home/data/workspace/muse.toml").is_file());
}

#[test]
fn a_closed_pipe_is_no_failure() {
    use std::process::Stdio;
    let home = Home::new();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("muse-studio"));
    command
        .arg("doctor")
        .env("MUSE_HOME", home.at("home"))
        .current_dir(home.at("cwd"));
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(!err.contains("pipe") && !err.contains("panic"), "{err}");
}
