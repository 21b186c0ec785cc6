//! Searches that people type, key by key.

/// English, Hindi and Hinglish, with a price, with a mistake.
pub const TYPED: [&str; 8] = [
    "cotton kurta",
    "black leather shoe",
    "lal saree shaadi",
    "लाल सूती कुर्ता",
    "wireless headphone",
    "kurta under 1500",
    "steel botle",
    "festive gift for kids",
];

/// What stands in the field after every key of a search.
#[allow(
    dead_code,
    reason = "one bench presses the keys, another asks for the texts"
)]
pub fn keys(text: &str) -> impl Iterator<Item = String> + '_ {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.map(|end| text[..end].to_owned())
}
