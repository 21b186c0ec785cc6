//! Facts of a product that do not depend on its name: the noun's agreement, sizes, model names.

use muse_studio::domain::Attributes;

use super::draw::{self, Draw};
use super::tables::{Noun, Tables};

/// The attributes that carry the noun's name and agreement.
pub fn noun_attributes(noun: &Noun) -> Attributes {
    [
        ("type", &noun.kind),
        ("noun_hi", &noun.hi),
        ("noun_latin", &noun.latin),
        ("noun_gender", &noun.gender),
        ("noun_number", &noun.number),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), vec![value.clone()]))
    .collect()
}

/// The sizes on offer: a run of the list for these people, such as `alpha.women`, `alpha.kids` or plain `free`.
pub fn sizes_of(tables: &Tables, name: &str, who: Option<&str>, stream: &mut Draw) -> Vec<String> {
    let group = match who {
        Some("girls" | "boys") => "kids",
        Some(who) => who,
        None => "unisex",
    };
    let keyed = format!("{name}_{group}");
    let all = tables
        .sizes
        .get(&keyed)
        .or_else(|| tables.sizes.get(name))
        .cloned()
        .unwrap_or_default();
    let count = all.len().min(3 + draw::below(4, stream));
    let start = draw::below(all.len() + 1 - count, stream);
    all.into_iter().skip(start).take(count).collect()
}

/// A model name such as `Tez 90 Pro` or `ME-320`.
pub fn model(tables: &Tables, stream: &mut Draw) -> String {
    let series = draw::one(&tables.models, stream).map_or("", String::as_str);
    match draw::below(4, stream) {
        0 => format!("{series} {}", 1 + draw::below(9, stream)),
        1 => format!(
            "{series} {}{}",
            10 * (1 + draw::below(9, stream)),
            ["", "X", " Pro", " Plus"][draw::below(4, stream)]
        ),
        2 => {
            let letters: String = series.chars().take(2).collect::<String>().to_uppercase();
            format!("{letters}-{}", 100 + 10 * draw::below(80, stream))
        }
        _ => format!(
            "{series} {}",
            ["Neo", "Max", "Lite", "One", "Pro", "Prime"][draw::below(6, stream)]
        ),
    }
}
