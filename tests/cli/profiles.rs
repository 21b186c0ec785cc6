//! The verbs on shoppers: making, showing, counting, and files that are wrong.

use crate::cli_kit::Home;
use serde_json::Value;

const STATED: &str = r#"{
  "user_id": "asha",
  "demographics": {"age": 28, "gender": "female", "location": "Mumbai", "income_level": "middle"},
  "preferences": {"style": "casual", "budget_range": "1000-5000"},
  "conversation_style": {"language": "mixed"},
  "traits": {"patience": 5, "decisiveness": "hesitant", "home_state": "Kerala"}
}"#;

#[test]
fn a_shopper_is_shown_with_traits() {
    let home = Home::new();
    home.put("one.json", STATED);
    home.put(
        "plain.json",
        STATED
            .replace("asha", "usha")
            .replace("\"traits\"", "\"notes\""),
    );
    home.muse(&["profiles", "import", "one.json"]).ended(0);
    home.muse(&["profiles", "import", "plain.json"]).ended(0);
    let shown = home
        .muse(&["profiles", "show", "asha", "--json"])
        .ended(0)
        .json();
    assert_eq!(shown["traits"]["patience"], 5);
    assert_eq!(shown["traits"]["price_sensitivity"], "usual");
    let listed = home.muse(&["profiles", "list", "--json"]).ended(0).lines();
    assert_eq!(listed[0]["traits"]["home_state"], "Kerala");
    assert_eq!(listed[1]["traits"], Value::Null, "nothing is made up");
    assert_eq!(listed[1]["notes"]["patience"], 5, "and nothing is lost");
    let words = home.muse(&["profiles", "show", "asha"]).ended(0).out;
    assert!(
        words.contains("5 exchanges") && words.contains("hesitant"),
        "{words}"
    );
    home.muse(&["profiles", "show", "nobody"])
        .told(2, &["nobody", "profiles list"]);
}

#[test]
fn a_trait_that_cannot_be_read_is_told_by_its_path() {
    let home = Home::new();
    home.put(
        "bad.json",
        STATED.replace("\"patience\": 5", "\"patience\": 99"),
    );
    let said = home
        .muse(&["profiles", "import", "bad.json", "--json"])
        .ended(3)
        .json();
    let left_out = said["left_out"][0].as_str().unwrap();
    assert!(
        left_out.contains("traits.patience") && left_out.contains("from 1 to 30"),
        "{left_out}"
    );
}

#[test]
fn a_demographics_file_is_told_all_its_faults_with_their_places() {
    let home = Home::new();
    let sample = include_str!("../../sample_data/demographics.json");
    home.put("good.json", sample);
    home.muse(&["profiles", "check-demographics", "good.json"])
        .ended(0);
    let bad = sample
        .replacen("\"en\": 35", "\"english\": 35", 1)
        .replacen("\"tier\": 1", "\"tier\": 9", 1)
        .replacen("\"min\": 22", "\"min\": 20", 1)
        .replacen("[200, 700]", "[700, 200]", 1)
        .replacen("\"formality\":", "\"formalities\":", 1);
    home.put("bad.json", &bad);
    let said = home
        .muse(&["profiles", "check-demographics", "bad.json", "--json"])
        .ended(1)
        .json();
    let faults = said["faults"].as_array().unwrap();
    let told = |words: &str| {
        let fault = faults
            .iter()
            .find(|f| f["reason"].as_str().unwrap().contains(words));
        let fault = fault.unwrap_or_else(|| panic!("{words}: {faults:?}"));
        (
            fault["line"].as_u64().unwrap() as usize,
            fault["column"].as_u64().unwrap() as usize,
        )
    };
    let place = |words: &str| {
        let byte = bad.find(words).unwrap() + words.find(": ").map_or(0, |at| at + 2);
        let line = bad[..byte].matches('\n').count() + 1;
        (
            line,
            bad[..byte].rsplit('\n').next().unwrap().chars().count() + 1,
        )
    };
    assert_eq!(told("`english` is not known"), place("\"english\": 35"));
    assert_eq!(told("from 1 to 3"), place("\"tier\": 9"));
    assert_eq!(told("overlap"), place("\"min\": 20"));
    assert_eq!(told("such as [500, 2000]"), place("[700, 200]"));
    assert_eq!(
        told("`formalities` is no key").0,
        place("\"formalities\": ").0
    );
    told("`formality` is missing");
    let args = [
        "profiles",
        "generate",
        "--num-profiles",
        "2",
        "--demographics-file",
        "bad.json",
    ];
    let home = Home::with_products();
    home.put("bad.json", &bad);
    home.muse(&args)
        .told(1, &["bad.json", "column", "english", "overlap"]);
}

#[test]
fn shoppers_are_counted_beside_what_was_asked_for() {
    let home = Home::with_products();
    let args = [
        "profiles",
        "generate",
        "--num-profiles",
        "400",
        "--seed",
        "3",
        "--construction",
        "user-first",
        "--json",
    ];
    let made = home.muse(&args).ended(0).json();
    assert_eq!(made["alike"], 0);
    let stats = home.muse(&["profiles", "stats", "--json"]).ended(0).json();
    assert_eq!(
        (stats["profiles"].as_u64(), stats["alike"].as_u64()),
        (Some(400), Some(0))
    );
    assert_eq!(stats["target_free"], 1.0);
    let shares = stats["shares"].as_array().unwrap();
    let share = |value: &str| shares.iter().find(|s| s["value"] == value).unwrap();
    assert_eq!(share("hinglish")["people"], 160);
    assert_eq!(share("hi")["points"], 0.0);
    for what in ["language", "domain", "gender", "region"] {
        let worst = shares
            .iter()
            .filter(|s| s["what"] == what)
            .map(|s| s["points"].as_f64().unwrap().abs());
        assert!(worst.fold(0.0, f64::max) <= 1.0, "{what}");
    }
    let words = home.muse(&["profiles", "stats"]).ended(0).out;
    assert!(
        words.contains("language x region") && words.contains("hinglish"),
        "{words}"
    );
    home.muse(&["profiles", "generate", "--novelty", "cosine"])
        .told(2, &["bleu:0.15"]);
    home.muse(&["profiles", "generate", "--construction", "both"])
        .told(2, &["target-first"]);
}
