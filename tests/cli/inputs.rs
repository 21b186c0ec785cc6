//! Files that are not what they should be: a sentence, an exit code, and nothing lost.

use crate::cli_kit::{Home, bad_files, products};

#[test]
fn product_files_that_are_wrong_are_told() {
    let home = Home::with_products();
    for (name, bytes) in bad_files() {
        home.put(name, bytes);
        let said = home.muse(&["products", "import", name]);
        // A stray byte is mended, with a note; everything else costs rows or the whole file.
        let codes: &[i32] = if name == "latin1.csv" { &[0] } else { &[1, 3] };
        assert!(
            codes.contains(&said.code),
            "{name}: {}\n{}",
            said.out,
            said.err
        );
        let told = format!("{}{}", said.out, said.err);
        let words = [name, "left out", "not UTF-8"];
        assert!(
            words.iter().any(|word| told.contains(word)),
            "{name}: {told}"
        );
        assert!(
            !told.contains("panicked") && !told.contains('\u{1b}'),
            "{name}: {told}"
        );
        let info = home.muse(&["workspace", "info", "--json"]).ended(0).json();
        assert!(
            info["products"].as_u64() >= Some(48),
            "{name}: nothing is lost"
        );
    }
    home.muse(&["products", "import", "gone.jsonl"])
        .told(1, &["gone.jsonl"]);
    home.muse(&["products", "import", "."])
        .told(1, &["a folder without pictures"]);
}

#[test]
fn profile_files_that_are_wrong_are_told() {
    let home = Home::with_products();
    for (name, bytes) in bad_files() {
        home.put(name, bytes);
        let said = home.muse(&["profiles", "import", name]);
        assert!(
            [1, 3].contains(&said.code),
            "{name}: {}\n{}",
            said.out,
            said.err
        );
        assert!(
            !said.err.contains("panicked") && !said.err.contains('\u{1b}'),
            "{name}"
        );
        let said = home.muse(&["generate", "-n", "1", "--user-profiles", name]);
        assert_eq!(said.code, 1, "{name}: {}\n{}", said.out, said.err);
    }
    home.muse(&["profiles", "import", "gone.json"])
        .told(1, &["gone.json"]);
    assert_eq!(
        home.muse(&["profiles", "list", "--json"])
            .ended(0)
            .lines()
            .len(),
        0
    );
}

#[test]
fn control_bytes_of_data_never_reach_the_output_raw() {
    let home = Home::with_products();
    let evil = "Evil \u{1b}]52;c;aGk=\u{7} \u{9b}31m \u{202e}kurta";
    let row = serde_json::json!({"id": "evil-1", "domain": "fashion", "title": evil, "brand": evil,
        "price": {"minor": 1000, "currency": "INR"}});
    home.put("evil.jsonl", products() + &format!("{row}\n"));
    home.muse(&["products", "import", "evil.jsonl"]).ended(0);
    for form in [
        &["products", "search", "Evil"][..],
        &["products", "search", "Evil", "--json"],
        &["products", "list", "--limit", "100"],
    ] {
        let said = home.muse(form).ended(0);
        let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!said.out.contains(bad), "{form:?}: {:?}", said.out);
        assert!(said.out.contains("Evil"), "{form:?}");
    }
}
