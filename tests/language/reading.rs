//! Prints conversations for reading: `cargo test --test language read -- --ignored --nocapture`. `READ_LANGUAGE`,
//! `READ_COUNT`, `READ_SEED` and `READ_FILE` (a JSONL of products) choose what.

use super::dialogue_support::{Memory, talks};
use muse_studio::domain::{Language, Mode};

#[test]
#[ignore = "for people who read"]
fn read() {
    let var =
        |name: &str, fallback: &str| std::env::var(name).unwrap_or_else(|_| fallback.to_owned());
    let language: Language = var("READ_LANGUAGE", "hinglish").parse().unwrap();
    let memory = match std::env::var("READ_FILE") {
        Ok(file) => Memory::of(
            std::fs::read_to_string(file)
                .unwrap()
                .lines()
                .map(|l| serde_json::from_str(l).unwrap())
                .collect(),
        ),
        Err(_) => Memory::sample(),
    };
    let mode: Mode = var("READ_MODE", "natural").parse().unwrap();
    let count = var("READ_COUNT", "50").parse().unwrap();
    let all = talks(
        count,
        language,
        mode,
        var("READ_SEED", "1").parse().unwrap(),
        memory,
    );
    let mean = all.iter().map(|t| f64::from(t.exchanges)).sum::<f64>() / all.len() as f64;
    for talk in &all {
        println!("{}", talk.print());
    }
    let share = |o| all.iter().filter(|t| t.outcome == Some(o)).count();
    use muse_studio::domain::Outcome::*;
    println!(
        "mean exchanges {mean:.2}, bought {}, left {}, out {}",
        share(Bought),
        share(Left),
        share(OutOfTurns)
    );
}
