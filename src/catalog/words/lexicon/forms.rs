//! The forms that a Hindi noun or adjective takes in a sentence, made from the form in the dictionary.

/// Other forms of a folded word, in the script that it is written in. Forms that no speaker uses do no harm: nobody asks
/// for them.
pub(super) fn of(word: &str) -> Vec<String> {
    if word.is_ascii() {
        latin(word)
    } else {
        devanagari(word)
    }
}

/// The stem with each ending.
fn with(stem: &str, endings: &[&str]) -> Vec<String> {
    endings.iter().map(|end| format!("{stem}{end}")).collect()
}

fn devanagari(word: &str) -> Vec<String> {
    if let Some(stem) = word.strip_suffix("िया") {
        return with(stem, &["िये", "िए", "ियाँ", "ियां", "ियों", "ी"]);
    }
    if let Some(stem) = word.strip_suffix('ा') {
        return with(stem, &["े", "ी", "ों", "ियाँ", "ियां", "ियों", "ाएँ", "ाएं"]);
    }
    if let Some(stem) = word.strip_suffix('ी') {
        return with(stem, &["ियाँ", "ियां", "ियों", "ीयाँ", "ीयां"]);
    }
    if let Some(stem) = word.strip_suffix('े') {
        return with(stem, &["ा", "ों"]);
    }
    if let Some(stem) = word.strip_suffix('ू') {
        return with(stem, &["ुओं", "ुएँ", "ुएं"]);
    }
    if word.ends_with(|c: char| matches!(c, 'क'..='ह')) {
        return with(word, &["ों", "ें", "ो", "ाएँ"]);
    }
    Vec::new()
}

/// The shortest stem that endings are put on: shorter ones make words of other languages.
const SHORTEST_STEM: usize = 3;
/// The same for words that end in a consonant, since English puts `e`, `on` and `en` on those too.
const SHORTEST_WORD: usize = 5;

fn latin(word: &str) -> Vec<String> {
    let strip = |end: &str| {
        word.strip_suffix(end)
            .filter(|stem| stem.len() >= SHORTEST_STEM)
    };
    if let Some(stem) = strip("iya") {
        return with(stem, &["iyan", "iyaan", "iyon", "iye", "ian", "iyaa"]);
    }
    if let Some(stem) = strip("aa").or_else(|| strip("a")) {
        return with(
            stem,
            &[
                "e", "i", "ee", "on", "o", "aa", "iyan", "iyaan", "iyon", "ein",
            ],
        );
    }
    if let Some(stem) = strip("ee").or_else(|| strip("i")) {
        return with(
            stem,
            &["iyan", "iyaan", "iyon", "iyo", "ian", "ion", "ee", "eeyan"],
        );
    }
    if let Some(stem) = strip("e") {
        return with(stem, &["on", "o", "a"]);
    }
    if word.len() >= SHORTEST_WORD && word.ends_with(|c: char| !"aeiou".contains(c)) {
        return with(word, &["on", "ein", "en", "e", "o"]);
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_each_ending_inflect() {
        for (word, forms) in [
            ("कुर्ता", &["कुर्ते", "कुर्तों"][..]),
            ("नीला", &["नीले", "नीली"]),
            ("साडी", &["साडियाँ", "साडियों"]),
            ("चप्पल", &["चप्पलें", "चप्पलों"]),
            ("चूडी", &["चूडियां"]),
            ("डिबिया", &["डिबियाँ"]),
            ("joota", &["joote", "jooton"]),
            ("ladki", &["ladkiyon", "ladkiyan"]),
            ("chappal", &["chappalein", "chappalon"]),
        ] {
            let made = of(word);
            for form in forms {
                assert!(made.iter().any(|m| m == form), "{word} {form} {made:?}");
            }
        }
        assert!(of("do").is_empty());
    }
}
