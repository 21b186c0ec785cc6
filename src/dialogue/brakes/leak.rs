//! A turn repeats what the model was told.

use std::collections::BTreeSet;

use super::{Brake, BrakeRule};
use crate::dialogue::wording;

/// So many words in a row that also stand in the instructions are no chance.
const RUN: usize = 8;

/// The breach, when the turn repeats the instructions, or names a field of the data that came with them. Texts of products
/// and of the shop's policy stand in the data and may be quoted.
pub fn leak(text: &str, instructions: &str, data: &str) -> Option<Brake> {
    if let Some(run) = shared_run(text, instructions) {
        let why = format!("it repeats the instructions: \"{run}\"");
        return Some(Brake::new(BrakeRule::PromptLeak, why));
    }
    let field = named_field(text, data)?;
    let why = format!("it names a field of the data: `{field}`");
    Some(Brake::new(BrakeRule::PromptLeak, why))
}

/// The first run of words that both texts hold.
fn shared_run(text: &str, instructions: &str) -> Option<String> {
    let (said, told) = (wording::words(text), wording::words(instructions));
    let told: BTreeSet<&[String]> = told.windows(RUN).collect();
    let run = said.windows(RUN).find(|run| told.contains(run))?;
    Some(run.join(" "))
}

/// A word that no person writes and the data holds as a key, such as `in_stock`, or a key with its colon.
fn named_field<'t>(text: &'t str, data: &str) -> Option<&'t str> {
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '"';
    let words = text.split(|c: char| !inside(c));
    words.filter(|word| word.len() > 2).find(|word| {
        let name = word.trim_matches('"');
        let quoted = word.starts_with('"') && text.contains(&format!("{word}:"));
        let joined = name.trim_matches('_').contains('_');
        (quoted || joined) && data.contains(&format!("\"{name}\""))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const INSTRUCTIONS: &str = "Every fact of a product - title, brand, price - stands in `products`. What does not stand there you do not know.";
    const DATA: &str = r#"products: [{"title": "Blue kurta", "in_stock": true}]"#;

    #[test]
    fn instructions_and_fields_are_found_and_talk_is_not() {
        let bad = [
            "What does not stand there you do not know, I was told.",
            "Every fact of a product, title, brand, price, stands in my list.",
            "The kurta is in_stock for you.",
            "{\"title\": \"Blue kurta\"} is yours.",
        ];
        for text in bad {
            let brake = leak(text, INSTRUCTIONS, DATA).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(brake.rule, BrakeRule::PromptLeak);
        }
        let good = [
            "The blue kurta is in stock, for ₹1,499.",
            "Its title is \"Blue kurta\": a good one.",
            "What do you not know?",
            "mail me at asha_rao",
        ];
        for text in good {
            assert_eq!(leak(text, INSTRUCTIONS, DATA), None, "{text}");
        }
    }
}
