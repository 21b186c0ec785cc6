//! A turn is in another language than its conversation.
//!
//! Judged by script, and in Latin letters by the small words that no sentence of Hindi or of English goes without. Titles,
//! brands and what the data names are left out: they are written as the catalogue writes them, in every language.

use super::{Brake, BrakeRule};
use crate::dialogue::{Step, wording};
use crate::domain::Language;

/// Below so many letters nothing is said of a turn's script.
const LETTERS: usize = 16;
/// Below so many words nothing is said of a turn in Latin letters.
const WORDS: usize = 10;
/// The least part of a Hindi turn's letters that are Devanagari.
const LEAST_DEVANAGARI: f64 = 0.4;
/// The most part of an English or Hinglish turn's letters that are Devanagari.
const MOST_DEVANAGARI: f64 = 0.1;
/// The most part of an English turn's words that are small words of Hindi.
const MOST_HINDI: f64 = 0.2;
/// From so large a part of small English words on, a Hinglish turn without a Hindi one is English.
const MOST_ENGLISH: f64 = 0.2;

/// Small words of Hindi in Latin letters that are none of English.
const HINDI: [&str; 62] = [
    "hai", "hain", "hoon", "hun", "ka", "ki", "ke", "ko", "se", "mein", "mai", "kya", "nahi",
    "nahin", "nhi", "aur", "ye", "yeh", "wo", "woh", "vo", "koi", "kuch", "chahiye", "chaahiye",
    "mujhe", "aap", "aapka", "aapke", "aapki", "bhi", "toh", "tak", "liye", "ji", "haan", "wala",
    "wali", "wale", "dikhao", "dikhaiye", "dekhiye", "bataiye", "batao", "rahega", "rahegi",
    "milega", "milegi", "mil", "kar", "karo", "karna", "raha", "rahi", "sakte", "sakta", "kitna",
    "kitne", "kaisa", "accha", "theek", "thik",
];

/// Small words of English that are none of Hindi in Latin letters.
const ENGLISH: [&str; 44] = [
    "the", "a", "an", "is", "are", "was", "it", "its", "this", "that", "these", "of", "for",
    "with", "and", "or", "but", "i", "you", "your", "we", "our", "my", "have", "has", "would",
    "will", "can", "could", "there", "which", "what", "if", "be", "in", "on", "at", "from", "as",
    "some", "any", "looking", "want", "need",
];

/// The breach, when the turn is not in the step's language.
pub fn drift(step: &Step, text: &str) -> Option<Brake> {
    let text = without_names(step, text);
    let breach = |why: String| Some(Brake::new(BrakeRule::LanguageDrift, why));
    let (devanagari, letters) = letters(&text);
    if letters >= LETTERS {
        let part = devanagari as f64 / letters as f64;
        let percent = format!("{:.0} % of its letters are Devanagari", part * 100.0);
        match step.language {
            Language::Hi if part < LEAST_DEVANAGARI => {
                return breach(format!("it is not in Hindi: {percent}"));
            }
            Language::En if part > MOST_DEVANAGARI => {
                return breach(format!("it is not in English: {percent}"));
            }
            Language::Hinglish if part > MOST_DEVANAGARI => {
                return breach(format!("it is not in Hinglish: {percent}"));
            }
            _ => {}
        }
    }
    let words = wording::words(&text);
    let part = |small: &[&str]| {
        let found = words.iter().filter(|word| small.contains(&word.as_str()));
        found.count() as f64 / words.len().max(1) as f64
    };
    let (hindi, english) = (part(&HINDI), part(&ENGLISH));
    match step.language {
        Language::En if words.len() >= WORDS && hindi > MOST_HINDI => {
            breach("it is not in English: it has the small words of Hindi".to_owned())
        }
        Language::Hinglish if words.len() >= WORDS && hindi == 0.0 && english > MOST_ENGLISH => {
            breach("it is not in Hinglish: all its small words are English".to_owned())
        }
        _ => None,
    }
}

/// The text without what the catalogue writes.
fn without_names(step: &Step, text: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for offer in &step.offered {
        let product = &offer.product;
        names.push(&product.title);
        names.extend(product.brand.as_deref());
        names.extend(product.attributes.values().flatten().map(String::as_str));
    }
    // The longest first: a title may hold a brand.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let mut text = text.to_owned();
    for name in names.into_iter().filter(|name| name.len() > 2) {
        text = text.replace(name, " ");
    }
    text
}

/// How many letters are Devanagari, of how many.
fn letters(text: &str) -> (usize, usize) {
    let devanagari = |c: &char| ('\u{900}'..='\u{97f}').contains(c);
    let letter = |c: &char| c.is_alphabetic() || devanagari(c);
    let all = text.chars().filter(letter);
    (all.clone().filter(devanagari).count(), all.count())
}
