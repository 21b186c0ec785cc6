//! Checks of phrasebooks: ours are sound, and each kind of fault is found at its line.

use std::sync::Arc;

use muse_studio::dialogue::phrasebook::check::{Checked, Source, embedded};
use muse_studio::domain::Language;
use muse_studio::jobs::{SampleShop, check_phrasebook};

/// Conversations that a book is tried on here; the program takes more.
const TALKS: usize = 90;

fn check(file: &str, text: &str, language: Language) -> Checked {
    let products = include_str!("../../sample_data/products.jsonl");
    let shop = Arc::new(SampleShop::read(products).unwrap());
    let source = Source {
        file,
        text,
        language,
    };
    check_phrasebook(source, &shop, TALKS).unwrap()
}

/// Line, kind and a word of the reason.
fn told(checked: &Checked) -> Vec<(usize, String)> {
    let faults = checked.faults.iter();
    faults.map(|f| (f.line, f.fault.to_string())).collect()
}

/// So few conversations do not say every line, so that this kind is left to the program's own check of the books.
#[test]
fn our_own_books_are_sound() {
    for language in Language::ALL {
        let checked = check("book", embedded(language), language);
        let faults = checked.faults.iter();
        let faults: Vec<_> = faults.filter(|f| f.fault.to_string() != "unsaid").collect();
        assert!(faults.is_empty(), "{language}: {faults:#?}");
        assert!(
            checked.said * 4 > checked.lines * 3,
            "{language}: {checked:?}"
        );
    }
}

const BAD: &str = r#"
["user.ask.cod"]
any = [
  "is COD there?",
  "cash on delivery is fine?",
  "is COD there?",
  "is COD there for {diff}?",
]

["user.thanks"]
any = ["thank you"]
casual = ["thx"]

["piece.nobody.says"]
any = ["never"]

["assistant.bye"]
any = [
  "See you.",
  "It will reach you by tomorrow.",
  "Awesome, bye.",
]

["piece.hey.@occasion"]
any = ["hey"]
"#;

#[test]
fn each_kind_of_fault_is_found_at_its_line() {
    let told = told(&check("en.toml", BAD, Language::En));
    let wanted = [
        (6, "twice"),
        (7, "unsaid"),
        (10, "small"),
        (14, "unused"),
        (20, "W8"),
        (21, "W15"),
        (24, "unused"),
    ];
    for (line, kind) in wanted {
        assert!(
            told.contains(&(line, kind.to_owned())),
            "{line} {kind}: {told:?}"
        );
    }
    let other = told
        .iter()
        .filter(|(line, kind)| !wanted.contains(&(*line, kind.as_str())));
    assert_eq!(other.count(), 0, "{told:?}");
}

#[test]
fn an_empty_form_is_missing_in_hindi() {
    let text = "[\"user.thanks\"]\nany = [\n  \"थैंक्स\",\n  \"शुक्रिया, मज़े में <हूँ|>\",\n]\n";
    let told = told(&check("hi.toml", text, Language::Hi));
    assert!(told.contains(&(4, "form".to_owned())), "{told:?}");
}

#[test]
fn a_fixed_word_beside_a_thing_is_found_at_its_line() {
    let text = "[\"user.thanks\"]\nany = [\n  \"{thing.bare} <thing:mil gaya|mil gaye|mil gayi>, thanks\",\n  \"{thing.bare} mil gaya, thanks\",\n  \"{thing.bare} mein maza aaya\",\n]\n";
    let told = told(&check("hinglish.toml", text, Language::Hinglish));
    let bound: Vec<usize> = told
        .iter()
        .filter_map(|(line, kind)| (kind == "bound").then_some(*line))
        .collect();
    assert_eq!(bound, [4, 5], "{told:?}");
}

#[test]
fn a_file_that_cannot_be_read_is_one_fault_with_its_line() {
    let told = told(&check(
        "en.toml",
        "[\"user.hello\"]\nany = [\"hi {nmae}\"]\n",
        Language::En,
    ));
    assert_eq!(told, [(2, "unreadable".to_owned())]);
}
