//! How far reviewers agree, and how varied a set is, as the command line tells it.

use crate::cli_kit::Home;
use serde_json::Value;

/// A home with six conversations.
fn made() -> Home {
    let home = Home::with_products();
    home.muse(&["generate", "-n", "6", "--seed", "1"]).ended(0);
    home
}

fn judge(home: &Home, who: &str, verdict: &str, places: &[&str]) {
    let words = [&["review", verdict, "--reviewer", who], places].concat();
    home.muse(&words).ended(0);
}

fn value(of: &Value, figure: &str) -> f64 {
    of[figure]["value"]
        .as_f64()
        .unwrap_or_else(|| panic!("{figure} has no value: {of}"))
}

#[test]
fn where_nobody_judged_twice_agreement_is_undefined_and_says_so() {
    let home = made();
    judge(&home, "asha", "accept", &["#1", "#2"]);
    let said = home.muse(&["review", "agreement"]).ended(0).out;
    assert!(
        said.contains("asha 2") && said.contains("undefined (nothing was rated by two or more)"),
        "{said}"
    );
    let json = home
        .muse(&["review", "agreement", "--json"])
        .ended(0)
        .json();
    let alpha = &json["conversations"]["alpha_nominal"];
    assert!(alpha["value"].is_null(), "{json}");
    assert_eq!(alpha["undefined"], "nothing was rated by two or more");
    assert_eq!(json["turns"]["items"], 0);
}

#[test]
fn people_are_compared_with_each_other_and_with_a_program() {
    let home = made();
    home.muse(&["review", "auto", "--filter", ""]).ended(0);
    judge(&home, "asha", "accept", &["#1", "#2", "#3"]);
    judge(&home, "asha", "reject", &["#4"]);
    judge(&home, "ravi", "accept", &["#1", "#2"]);
    judge(&home, "ravi", "reject", &["#3", "#4"]);
    // Neither what is put aside nor what is taken back counts.
    judge(&home, "ravi", "skip", &["#5"]);
    judge(&home, "asha", "accept", &["#6"]);
    home.muse(&["review", "undo", "--reviewer", "asha"])
        .ended(0);
    let json = home
        .muse(&["review", "agreement", "--json"])
        .ended(0)
        .json();
    let all = &json["conversations"];
    assert_eq!(
        (
            all["people"]["asha"].as_u64(),
            all["people"]["ravi"].as_u64()
        ),
        (Some(4), Some(4))
    );
    assert_eq!(all["items"], 4);
    assert_eq!(value(all, "exact"), 0.75);
    let pair = &all["pairs"][0];
    assert_eq!(pair["between"], serde_json::json!(["asha", "ravi"]));
    assert_eq!(pair["accepted"], serde_json::json!([3, 2]));
    // Three of four alike; by chance 3/4 · 1/2 + 1/4 · 1/2.
    assert!((value(pair, "kappa") - 0.5).abs() < 1e-12, "{pair}");
    // Of eight verdicts five accept: 1 - 7 · (2 / (2 · 5 · 3)).
    assert!(
        (value(all, "alpha_nominal") - (1.0 - 7.0 * 2.0 / 30.0)).abs() < 1e-12,
        "{all}"
    );
    // Shares 5/8 and 3/8: chance 15/32.
    assert!(
        (value(all, "ac1") - (0.75 - 15.0 / 32.0) / (17.0 / 32.0)).abs() < 1e-12,
        "{all}"
    );
    let program = &json["programs"][0];
    assert_eq!(
        program["between"],
        serde_json::json!(["people", "auto:offline"])
    );
    assert_eq!(program["items"], 8);
    let some = home.muse(&[
        "review",
        "agreement",
        "--filter",
        "status:rejected",
        "--json",
    ]);
    assert_eq!(some.ended(0).json()["conversations"]["items"], 2);
    let said = home.muse(&["review", "agreement"]).ended(0).out;
    assert!(
        said.contains("asha and ravi: 4 in common, of which 3 and 2 accepted"),
        "{said}"
    );
}

#[test]
fn an_edit_of_a_turn_is_a_verdict_on_it() {
    let home = made();
    home.muse(&[
        "review",
        "edit",
        "#1",
        "--turn",
        "2",
        "--text",
        "Which size?",
        "--reviewer",
        "asha",
    ])
    .ended(0);
    home.muse(&[
        "review",
        "reject",
        "#1",
        "--turn",
        "2",
        "--reviewer",
        "ravi",
    ])
    .ended(0);
    let json = home
        .muse(&["review", "agreement", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (
            json["turns"]["items"].as_u64(),
            json["conversations"]["items"].as_u64()
        ),
        (Some(1), Some(0))
    );
    assert_eq!(value(&json["turns"], "exact"), 0.0);
}

#[test]
fn the_diversity_of_a_set_is_told_by_both_verbs() {
    let home = made();
    let stats = home
        .muse(&["conversations", "stats", "--json"])
        .ended(0)
        .json();
    let diversity = &stats["diversity"];
    for (language, variety) in diversity["variety"].as_object().unwrap() {
        assert!(stats["languages"][language].as_u64() > Some(0));
        assert!(
            variety["ead_1"].as_f64() > Some(0.0) && variety["mtld"].as_f64() > Some(10.0),
            "{variety}"
        );
        assert!(
            variety["zlib_ratio"].as_f64() > Some(1.0) && variety["zlib_ratio_shuffled"].is_f64(),
            "{variety}"
        );
    }
    let openings = &diversity["openings"];
    assert_eq!(openings["things"], 6);
    let (kinds, effective) = (
        openings["kinds"].as_f64().unwrap(),
        openings["effective"].as_f64().unwrap(),
    );
    assert!(effective <= kinds + 1e-9 && effective >= 1.0, "{openings}");
    assert_eq!(
        (
            diversity["same_story"].as_u64(),
            diversity["alike"].as_u64()
        ),
        (Some(0), Some(0))
    );
    let evaluated = home
        .muse(&["evaluate", "--metrics", "diversity", "--json"])
        .ended(0)
        .json();
    assert_eq!(&evaluated["diversity"], diversity);
    let said = home.muse(&["conversations", "stats"]).ended(0).out;
    for word in ["EAD-1", "MTLD", "zlib", "act paths", "same story", "alike"] {
        assert!(said.contains(word), "{word} is missing in:\n{said}");
    }
    // The same of a file with the same conversations.
    home.muse(&[
        "export",
        "--format",
        "muse",
        "--status",
        "any",
        "--output-file",
        "all.jsonl",
    ])
    .ended(0);
    let file = [
        "--conversation-file",
        "all.jsonl",
        "--metrics",
        "diversity",
        "--json",
    ];
    let of_file = home
        .muse(&[&["evaluate"], &file[..]].concat())
        .ended(0)
        .json();
    assert_eq!(&of_file["diversity"], diversity);
}
