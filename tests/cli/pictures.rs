//! `products picture`: drawn in colours, told in words, never taken from elsewhere.

use crate::cli_kit::Home;

fn demo() -> Home {
    let home = Home::new();
    let dir = home.at("cwd/demo");
    let dir = dir.to_str().unwrap();
    home.muse(&["demo", "--no-open", "--dir", dir]).ended(0);
    home.with("MUSE_WORKSPACE", dir)
}

#[cfg(feature = "images")]
#[test]
fn the_demonstration_has_its_pictures() {
    let home = demo().with("COLORTERM", "truecolor").with("TERM", "xterm");
    let said = home.muse(&["products", "picture", "el-00026", "--width", "20"]);
    let said = said.ended(0);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(
        lines.len(),
        12,
        "ten rows and two lines of words: {}",
        said.out
    );
    for row in &lines[..10] {
        assert_eq!(row.matches('▀').count(), 20);
        assert!(row.starts_with("\x1b[38;2;") && row.ends_with("\x1b[0m"));
    }
    assert_eq!(lines[10], "Red glass electric kettle");
    assert!(lines[11].contains("केतली"), "{}", lines[11]);
    let json = home
        .muse(&["products", "picture", "el-00026", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (json["width"].as_u64(), json["why_not"].is_null()),
        (Some(160), true)
    );
    assert_eq!(json["alt"]["en"], "Red glass electric kettle");
    let home = home.with("NO_COLOR", "1");
    let said = home.muse(&["products", "picture", "el-00026"]).ended(0);
    assert!(!said.out.contains('\x1b') && said.out.starts_with("Red glass"));
}

#[test]
fn no_picture_is_told_with_its_reason() {
    let home = demo();
    let bare = home.muse(&[
        "products",
        "search",
        "--json",
        "--limit",
        "200",
        "dictionary",
    ]);
    let bare = bare.ended(0).json();
    let id = bare["products"][0]["id"].as_str().unwrap().to_owned();
    let said = home.muse(&["products", "picture", &id]).ended(0);
    assert!(
        said.err
            .contains("no picture: the catalogue has no picture of it"),
        "{}",
        said.err
    );
    for (reference, told) in [
        ("https://example.org/a.png", "not fetched"),
        ("none.png", "is not in the media folder"),
    ] {
        home.muse(&["products", "edit", &id, "image", reference])
            .ended(0);
        let json = home.muse(&["products", "picture", &id, "--json"]);
        let json = json.ended(0).json();
        let why = json["why_not"].as_str().unwrap();
        assert!(why.contains(told), "{reference}: {why}");
    }
    for reference in ["../muse.toml", "/etc/hostname"] {
        home.muse(&["products", "edit", &id, "image", reference])
            .told(2, &["leads out of the media folder"]);
    }
    home.muse(&["products", "picture", "xx-1"])
        .told(2, &["`xx-1` names no product"]);
}
