//! `generate` by shares: what is asked for, what is told, how a run goes on.

use crate::cli_kit::{Home, conversations};
use serde_json::Value;

/// How many of the cells' conversations are wanted and kept, where `field` is `value`.
fn cells(made: &Value, field: &str, value: &str) -> (u64, u64) {
    let cells = made["cells"].as_array().unwrap().iter();
    let cells: Vec<&Value> = cells.filter(|cell| cell[field] == value).collect();
    let sum = |of: &str| cells.iter().map(|cell| cell[of].as_u64().unwrap()).sum();
    (sum("wanted"), sum("kept"))
}

#[test]
fn shares_are_asked_for_and_told() {
    let home = Home::with_products();
    let asked = [
        "generate",
        "-n",
        "20",
        "--seed",
        "3",
        "--language-mix",
        "en=50,hi=50",
        "--outcomes",
        "bought=60,left=40",
        "--json",
    ];
    let made = home.muse(&asked).ended(0).json();
    assert_eq!((&made["kept"], &made["planned"]), (&20.into(), &20.into()));
    assert_eq!(cells(&made, "language", "en"), (10, 10));
    assert_eq!(cells(&made, "language", "hi"), (10, 10));
    assert_eq!(cells(&made, "outcome", "left").0, 8);
    let not_kept = made["not_kept"].as_array().unwrap().len() as u64;
    assert_eq!(made["attempts"].as_u64(), Some(20 + not_kept));

    let stats = ["conversations", "stats", "--sample", "2"];
    let measured = home.muse(&[&stats[..], &["--json"]].concat());
    let measured = measured.ended(0).json();
    let wanted = measured["cells"].as_array().unwrap().iter();
    let wanted: u64 = wanted.map(|cell| cell["wanted"].as_u64().unwrap()).sum();
    assert_eq!(wanted, 20);
    assert!(
        home.muse(&stats)
            .ended(0)
            .out
            .contains("wanted ones are full")
    );
}

#[test]
fn departments_have_the_shares_that_are_asked_for_and_keep_them_when_topped_up() {
    let home = Home::with_products();
    let shares = "fashion=50,electronics=30,home_garden=20";
    let asked = ["generate", "-n", "20", "--seed", "3", "--json"];
    let made = home
        .muse(&[&asked[..], &["--product-categories", shares]].concat())
        .ended(0)
        .json();
    let kept = |made: &Value| {
        let of = |domain| cells(made, "domain", domain);
        [
            of("fashion"),
            of("electronics"),
            of("home_garden"),
            of("books"),
        ]
    };
    let wanted = [10, 6, 4, 0].map(|wanted| (wanted, wanted));
    assert_eq!(kept(&made), wanted);

    let all = conversations(&home);
    let of_electronics = |one: &&Value| one["domain"] == "electronics";
    let ids: Vec<&str> = all
        .iter()
        .filter(of_electronics)
        .take(3)
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    let reject = ["review", "reject", "--reason", "unnatural"];
    home.muse(&[&reject[..], &ids].concat()).ended(0);
    let filled = home.muse(&["generate", "--fill", "--json"]).ended(0).json();
    assert_eq!(kept(&filled), wanted);
}

#[test]
fn a_run_is_topped_up_after_rejections_and_no_second_time() {
    let home = Home::with_products();
    home.muse(&["generate", "--fill"]).told(2, &["no run yet"]);
    home.muse(&["generate", "-n", "6", "--seed", "3"]).ended(0);
    let before = conversations(&home);
    let reject = ["review", "reject", "--reason", "unnatural"];
    let ids = [
        before[0]["id"].as_str().unwrap(),
        before[1]["id"].as_str().unwrap(),
    ];
    home.muse(&[&reject[..], &ids].concat()).ended(0);
    let made = home.muse(&["generate", "--fill", "--json"]).ended(0).json();
    assert_eq!(made["kept"], 6);
    let after = conversations(&home).len();
    assert_eq!(
        after as u64,
        before.len() as u64 + made["conversations"].as_u64().unwrap()
    );
    assert!(after >= before.len() + 2);
    home.muse(&["generate", "--fill"]).ended(0);
    home.muse(&["generate", "--resume"]).ended(0);
    assert_eq!(conversations(&home).len(), after);
    let run = made["run"].as_str().unwrap();
    home.muse(&["generate", "--resume", run]).ended(0);
    home.muse(&["generate", "--resume", "nonsense"])
        .told(2, &["nonsense", run]);
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let home = Home::with_products();
    let refused: [(&[&str], &[&str]); 6] = [
        (
            &["--outcomes", "stopped=3"],
            &["stopped=3", "bought=60,left=40"],
        ),
        (&["--language-mix", "tamil"], &["tamil", "en=35"]),
        (&["--domains", "shoes=3"], &["shoes=3", "home_garden=20"]),
        (&["--mean-exchanges", "12"], &["12", "3 to 10"]),
        (&["--picture-share", "20"], &["20", "0 to 1"]),
        (&["--fill", "-n", "3"], &["cannot be used with"]),
    ];
    for (options, words) in refused {
        home.muse(&[&["generate"], options].concat()).told(2, words);
    }
    home.muse(&["workspace", "info", "--json"]).ended(0);
    assert!(conversations(&home).is_empty());
}
