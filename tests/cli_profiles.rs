//! The verbs on shoppers: making, showing, counting, and files that are wrong.

mod cli_kit;

use cli_kit::Home;
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
