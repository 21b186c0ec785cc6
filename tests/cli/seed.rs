//! The published command lines, in their own spelling and in ours, from shoppers to figures.

use std::path::Path;

use crate::cli_kit::Home;
use serde_json::Value;

/// The published profile sample, its comment included.
const PROFILE: &str = r#"{
  "user_id": "user_12345",
  "demographics": {
    "age": 28,
    "gender": "female", 
    "location": "Mumbai",
    "income_level": "middle"
  },
  "preferences": {
    "style": "casual",
    "budget_range": "1000-5000",
    "preferred_brands": ["Zara", "H&M"],
    "occasions": ["office", "casual"]
  },
  "conversation_style": {
    "language": "mixed",  // Hindi-English mix
    "formality": "casual",
    "detail_preference": "moderate"
  }
}
"#;

/// A workspace with the sample catalogue, and the demographics where the published line looks for them.
fn shop() -> Home {
    let home = Home::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data");
    home.put(
        "sample_data/demographics.json",
        std::fs::read(sample.join("demographics.json")).unwrap(),
    );
    home.muse(&["init", "."]).ended(0);
    let products = sample.join("products.jsonl");
    home.muse(&["products", "import", products.to_str().unwrap()])
        .ended(0);
    home
}

fn array(path: &Path) -> Vec<Value> {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Runs the three published steps, each option written with this character between its words.
fn three_steps(home: &Home, between: &str) -> (Vec<u8>, Value) {
    let option = |name: &str| format!("--{}", name.replace(' ', between));
    let (out, dir) = (format!("out{between}.json"), format!("made{between}"));
    let file = format!("{dir}/generated_conversations.json");
    let made = home.muse(&[
        "profiles",
        "generate",
        &option("num profiles"),
        "100",
        &option("demographics file"),
        "sample_data/demographics.json",
        &option("output file"),
        &out,
        "--seed",
        "5",
    ]);
    made.ended(0);
    let profiles = array(&home.at("cwd").join(&out));
    assert_eq!(profiles.len(), 100);
    for section in [
        "user_id",
        "demographics",
        "preferences",
        "conversation_style",
    ] {
        assert!(profiles.iter().all(|p| !p[section].is_null()), "{section}");
    }
    let made = home.muse(&[
        "generate",
        &option("user profiles"),
        &out,
        &option("num conversations"),
        "50",
        &option("output dir"),
        &dir,
        "--json",
    ]);
    assert_eq!(made.ended(0).json()["kept"], 50);
    let all = array(&home.at("cwd").join(&file));
    let files = std::fs::read_dir(home.at("cwd").join(&dir)).unwrap();
    assert_eq!((all.len(), files.count()), (50, 51));
    let words = [
        "evaluate",
        &option("conversation file"),
        &file,
        "--metrics",
        "coherence,relevance,satisfaction",
    ];
    let said = home.muse(&words).ended(3);
    assert!(said.out.contains("50 conversations"), "{}", said.out);
    assert!(
        said.out.contains("coherence, relevance, satisfaction"),
        "{}",
        said.out
    );
    let figures = home.muse(&[&words[..], &["--json"]].concat());
    let shoppers = std::fs::read(home.at("cwd").join(&out)).unwrap();
    (shoppers, figures.ended(3).json())
}

#[test]
fn the_published_steps_run_in_both_spellings() {
    let home = shop();
    let (underscored, figures) = three_steps(&home, "_");
    assert_eq!(figures["conversations"], 50);
    assert!(figures["turns"].as_u64() >= Some(200), "{figures}");
    assert_eq!(
        figures["not_built"],
        serde_json::json!(["coherence", "relevance", "satisfaction"])
    );
    assert_eq!(
        (&figures["left_out_rows"], &figures["left_out"]),
        (&0.into(), &serde_json::json!([]))
    );
    let (dashed, figures) = three_steps(&home, "-");
    assert_eq!(figures["conversations"], 50);
    assert!(
        underscored == dashed,
        "the spelling changes nothing in what is made"
    );
    // The workspace, which holds both sets of fifty and what was made up for, is told in the same shape.
    let whole = home.muse(&["evaluate", "--json"]).ended(0).json();
    assert!(whole["conversations"].as_u64() >= Some(100), "{whole}");
    let keys = |value: &Value| {
        let object = value.as_object().unwrap();
        object.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(keys(&whole), keys(&figures));
    assert_eq!(keys(&whole["faults"]), keys(&figures["faults"]));
}

#[test]
fn the_published_profile_sample_comes_in_with_its_comment() {
    let home = shop();
    home.put("sample.json", PROFILE);
    let made = home
        .muse(&["profiles", "import", "sample.json", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (&made["profiles"], &made["left_out"]),
        (&1.into(), &serde_json::json!([]))
    );
    let there = home.muse(&["profiles", "list", "--json"]).ended(0).lines();
    let profile = &there[0];
    assert_eq!(profile["user_id"], "user_12345");
    assert_eq!(profile["demographics"]["age"], 28);
    assert_eq!(
        profile["preferences"]["preferred_brands"],
        serde_json::json!(["Zara", "H&M"])
    );
    assert_eq!(profile["conversation_style"]["language"], "hinglish");
    home.muse(&["generate", "--num_conversations", "2"])
        .ended(0);
}
