//! Small pieces of titles and descriptions, and how they join.

use super::words;

/// Whether a phrase suits these people: children have no office, grown-ups no school.
pub fn fits(phrase: &str, who: Option<&str>) -> bool {
    const GROWN_UP: [&str; 8] = [
        "office",
        "college",
        "gym",
        "interview",
        "meeting",
        "scooter",
        "bike",
        "cocktail",
    ];
    match who {
        Some("girls" | "boys") => !GROWN_UP
            .iter()
            .any(|word| phrase.to_lowercase().contains(word)),
        Some("women" | "men") => !phrase.starts_with("school"),
        _ => true,
    }
}

/// The parts that are not empty, with spaces between.
///
/// A word that the next part would repeat is said once: `Glass` and `Glass Set`.
pub fn spaced(parts: &[&str]) -> String {
    let mut text = String::new();
    for word in parts.iter().flat_map(|part| part.split_whitespace()) {
        let last = text.rsplit(' ').next().unwrap_or_default();
        if last.eq_ignore_ascii_case(word) {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text
}

/// The parts, each after a comma.
pub fn comma(parts: &[String]) -> String {
    parts.iter().map(|part| format!(", {part}")).collect()
}

/// The parts in brackets, or nothing.
pub fn brackets(parts: &[String]) -> String {
    if parts.is_empty() {
        String::new()
    } else {
        format!(" ({})", parts.join(", "))
    }
}

/// One or two phrases joined by `and`.
pub fn list(parts: &[String]) -> String {
    match parts {
        [] => "everyday use".to_owned(),
        [one] => one.clone(),
        [one, other, ..] if one.contains(" and ") || other.contains(" and ") => one.clone(),
        [one, other, ..] => format!("{one} and {other}"),
    }
}

/// `a soft drape` as `soft drape`, as titles and attributes have it.
pub fn bare(phrase: &str) -> &str {
    phrase
        .strip_prefix("a ")
        .or_else(|| phrase.strip_prefix("an "))
        .unwrap_or(phrase)
}

/// A label within a sentence: `Split AC` as `split AC`.
pub fn small_label(label: &str) -> String {
    let word = |w: &str| {
        if w.chars().all(char::is_uppercase) {
            w.to_owned()
        } else {
            w.to_lowercase()
        }
    };
    label.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// `Women's` and so on.
pub fn whose(who: &str) -> String {
    match who {
        "women" => "Women's".to_owned(),
        "men" => "Men's".to_owned(),
        "girls" => "Girls'".to_owned(),
        "boys" => "Boys'".to_owned(),
        _ => "Unisex".to_owned(),
    }
}

/// `for Women` and so on.
pub fn people(who: &str) -> String {
    match who {
        "unisex" => "for Men and Women".to_owned(),
        who => format!("for {}", words::capital(who)),
    }
}

/// The people in the Hindi oblique plural; empty when it does not matter.
pub fn hindi_people(who: &str) -> &'static str {
    match who {
        "women" => "महिलाओं",
        "men" => "पुरुषों",
        "girls" => "लड़कियों",
        "boys" => "लड़कों",
        _ => "",
    }
}
