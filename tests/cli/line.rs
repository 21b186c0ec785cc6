//! The whole line without the studio: a workspace, products, shoppers, conversations, verdicts, files for a trainer.

use crate::cli_kit::{Home, conversations, number, products};
use serde_json::Value;

const PROFILE: &str = r#"{
  "user_id": "user_12345",
  "demographics": {"age": 28, "gender": "female", "location": "Mumbai", "income_level": "middle"},
  "preferences": {"style": "casual", "budget_range": "1000-5000", "preferred_brands": ["Zara", "H&M"], "occasions": ["office", "casual"]},
  "conversation_style": {
    "language": "mixed",  // Hindi-English mix
    "formality": "casual",
    "detail_preference": "moderate"
  }
}"#;

#[test]
fn from_an_empty_directory_to_files_for_a_trainer() {
    let home = Home::new();
    let made = home.muse(&["init", "my-set", "--json"]).ended(0).json();
    let dir = home.at("cwd/my-set");
    assert_eq!(made["workspace"], dir.to_str().unwrap());
    for part in ["muse.toml", "muse.db", "exports", "prompts", "media"] {
        assert!(dir.join(part).exists(), "{part}");
    }
    home.muse(&["init", "my-set"])
        .told(1, &["workspace already"]);

    let home = home.with("MUSE_WORKSPACE", dir.to_str().unwrap());
    home.put("shop.jsonl", products() + "{\"id\": \"no title\"}\n");
    let done = home.muse(&["products", "import", "shop.jsonl", "--json"]);
    let said = done.ended(3);
    let done = said.json();
    assert_eq!(
        (done["added"].as_u64(), done["left_out"].as_u64()),
        (Some(48), Some(1))
    );
    assert!(
        said.err.contains("49"),
        "the line that is left out is named: {}",
        said.err
    );
    let found = home
        .muse(&["products", "search", "कुर्ता", "--max-price", "950", "--json"])
        .ended(0)
        .json();
    assert_eq!(found["total"], 3, "three kurtas cost at most 950");
    assert!(
        found["products"]
            .as_array()
            .unwrap()
            .iter()
            .all(|p| p["domain"] == "fashion")
    );

    let args = [
        "profiles",
        "generate",
        "--num_profiles",
        "12",
        "--seed",
        "7",
        "--output_file",
        "profiles.json",
        "--json",
    ];
    let made = home.muse(&args).ended(0).json();
    assert_eq!(made["profiles"], 12);
    let written: Vec<Value> =
        serde_json::from_slice(&std::fs::read(home.at("cwd/profiles.json")).unwrap()).unwrap();
    assert_eq!(written.len(), 12);
    assert!(
        written
            .iter()
            .all(|p| p["user_id"].is_string() && p["demographics"]["age"].is_u64())
    );
    assert_eq!(
        home.muse(&["profiles", "list", "--json", "--limit", "100"])
            .ended(0)
            .lines()
            .len(),
        12
    );

    let args = [
        "generate",
        "--num_conversations",
        "6",
        "--seed",
        "7",
        "--output_dir",
        "made",
        "--json",
    ];
    let made = home.muse(&args).ended(0).json();
    assert_eq!(
        (made["conversations"].as_u64(), &made["seed"]),
        (Some(6), &Value::from(7))
    );
    let all: Vec<Value> = serde_json::from_slice(
        &std::fs::read(home.at("cwd/made/generated_conversations.json")).unwrap(),
    )
    .unwrap();
    assert_eq!(all.len(), 6);
    assert_eq!(std::fs::read_dir(home.at("cwd/made")).unwrap().count(), 7);
    let list = conversations(&home);
    assert_eq!(list.len(), 6);

    review_and_export(&home, &list);
}

fn review_and_export(home: &Home, list: &[Value]) {
    home.muse(&["export", "--format", "sft", "--output-file", "none.jsonl"])
        .ended(0);
    home.muse(&[
        "review",
        "accept",
        &number(&list[0]),
        list[1]["id"].as_str().unwrap(),
    ])
    .ended(0);
    home.muse(&["review", "reject", &number(&list[2]), "--reason", "2"])
        .ended(0);
    let shown = home
        .muse(&["conversations", "show", &number(&list[0]), "--json"])
        .ended(0)
        .json();
    let turns = shown["turns"].as_array().unwrap();
    let place = turns
        .iter()
        .position(|t| t["speaker"] == "assistant" && t["act"] == "recommend");
    let place = place.unwrap_or(1);
    let before = turns[place]["text"].as_str().unwrap().to_owned();
    let better = format!("{before} Shall I add it to your bag?");
    let turn = (place + 1).to_string();
    let edit = [
        "review",
        "edit",
        &number(&list[0]),
        "--turn",
        &turn,
        "--json",
    ];
    let done = home
        .muse_fed(&edit, format!("{better}\n").as_bytes())
        .ended(0)
        .json();
    assert_eq!(
        (done["version"].as_u64(), &done["changed"]),
        (Some(2), &Value::Bool(true))
    );

    let sft = home.muse(&[
        "export",
        "--format",
        "sft",
        "--output-file",
        "sft.jsonl",
        "--json",
    ]);
    let sft = if sft.code == 3 {
        sft.ended(3)
    } else {
        sft.ended(0)
    };
    assert_eq!(sft.json()["counts"]["rows"].as_u64(), Some(2));
    let text = std::fs::read_to_string(home.at("cwd/sft.jsonl")).unwrap();
    assert!(text.contains("Shall I add it to your bag?"), "{text}");
    home.muse(&["export", "--format", "sft", "--output-file", "sft.jsonl"])
        .told(1, &["sft.jsonl"]);
    assert!(
        home.muse(&[
            "export",
            "--format",
            "sft",
            "--output-file",
            "sft.jsonl",
            "--force"
        ])
        .code
            != 1
    );
    let dpo = home
        .muse(&["export", "--format", "dpo", "--out", "dpo.jsonl", "--json"])
        .ended(0)
        .json();
    assert_eq!(dpo["counts"]["rows"].as_u64(), Some(1));
    let pair: Value = serde_json::from_str(
        std::fs::read_to_string(home.at("cwd/dpo.jsonl"))
            .unwrap()
            .trim(),
    )
    .unwrap();
    assert_eq!(pair["chosen"][0]["content"], better.as_str());
    assert_eq!(pair["rejected"][0]["content"], before.as_str());
}

#[test]
fn the_published_profile_and_file_options_are_taken() {
    let home = Home::with_products();
    home.put("users.json", PROFILE);
    let done = home
        .muse(&[
            "generate",
            "--user_profiles",
            "users.json",
            "--num_conversations=2",
            "--json",
        ])
        .ended(0)
        .json();
    assert_eq!(done["conversations"], 2);
    assert!(
        conversations(&home)
            .iter()
            .all(|c| c["profile"] == "user_12345" && c["language"] == "hinglish")
    );
    let done = home
        .muse(&["profiles", "import", "users.json", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (done["profiles"].as_u64(), done["replaced"].as_u64()),
        (Some(1), Some(1))
    );
}

#[test]
fn the_same_seed_gives_the_same_bytes_in_two_workspaces() {
    let bytes = |concurrency: &str| {
        let home = Home::with_products();
        home.muse(&[
            "generate",
            "-n",
            "8",
            "--seed",
            "11",
            "--concurrency",
            concurrency,
        ])
        .ended(0);
        home.muse(&["export", "--format", "muse", "--output-file", "all.jsonl"])
            .ended(0);
        std::fs::read(home.at("cwd/all.jsonl")).unwrap()
    };
    let first = bytes("1");
    assert!(!first.is_empty());
    assert_eq!(first, bytes("5"));
}
