use std::collections::HashMap;

use super::rows::{FILES, lines};
use super::*;

#[test]
fn every_row_can_be_read() {
    let mut count = 0;
    for (name, _, text) in FILES {
        let rows = lines(text);
        assert!(!rows.is_empty(), "{name}");
        for row in rows {
            assert!(Row::read(&row).is_some(), "{name}: {row}");
            count += 1;
        }
    }
    assert!(count > 500, "{count}");
    assert!(!Rows::read().english.is_empty());
}

#[test]
fn no_word_stands_in_two_rows() {
    let mut seen: HashMap<String, String> = HashMap::new();
    let mut twice = Vec::new();
    for (name, _, text) in FILES {
        for line in lines(text) {
            let row = Row::read(&line).unwrap();
            let mut mine: Vec<&str> = row.words().collect();
            mine.sort_unstable();
            mine.dedup();
            for word in mine {
                if let Some(other) = seen.insert(word.to_owned(), format!("{name}: {line}")) {
                    twice.push(format!("{word}: {other} / {name}"));
                }
            }
        }
    }
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

#[test]
fn devanagari_columns_hold_devanagari_and_latin_ones_latin() {
    for (name, _, text) in FILES {
        for line in lines(text) {
            let columns: Vec<&str> = line.split('|').collect();
            assert!(
                !columns[0].chars().any(|c| c.is_ascii_alphabetic()),
                "{name}: {line}"
            );
            assert!(
                columns[1].is_ascii() && columns[2].is_ascii(),
                "{name}: {line}"
            );
        }
    }
}

/// The first English name of a word.
fn english(word: &str) -> Option<String> {
    let (lemma, _) = lexicon().lemma(&fold(word))?;
    let entry = lexicon().entry(&[lemma])?;
    entry.english.first().map(|(words, _)| words.join(" "))
}

#[test]
fn words_are_found_in_their_forms_and_spellings() {
    for (word, want) in [
        ("लाल", "red"),
        ("laal", "red"),
        ("कुर्ते", "kurta"),
        ("kurtaa", "kurta"),
        ("kurthaa", "kurta"),
        ("साड़ियाँ", "saree"),
        ("जूतों", "shoe"),
        ("jooton", "shoe"),
        ("chappalein", "slipper"),
        ("ladkiyon", "girls"),
        ("मर्दों", "men"),
        ("हेडफ़ोन", "headphone"),
        ("chudiyaan", "bangle"),
        ("किताबों", "book"),
    ] {
        assert_eq!(english(word).as_deref(), Some(want), "{word}");
    }
}
