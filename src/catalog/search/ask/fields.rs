//! Field syntax: `brand:zara`, `price<2000`, `color:"navy blue"`, and quoted phrases.
//!
//! A filter that is not finished or cannot be read stays words.

use std::ops::Range;

use super::{Reader, amounts, meanings, quoted};
use crate::catalog::search::asked::{Choice, FieldName, Wanted};
use crate::catalog::words::fold::{fold, words};
use crate::domain::{Domain, Money};

/// What a name before `:` stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Name {
    Brand,
    Category,
    Color,
    Size,
    Material,
    Domain,
    Price,
    Rating,
    Words(FieldName),
}

/// How the value compares.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compare {
    Is,
    Below,
    Above,
}

fn name(text: &str) -> Option<Name> {
    Some(match fold(text).as_str() {
        "brand" | "ब्रांड" | "ब्रैंड" => Name::Brand,
        "category" | "cat" | "type" | "श्रेणी" => Name::Category,
        "color" | "colour" | "rang" | "रंग" | "कलर" => Name::Color,
        "size" | "साइज" | "saiz" | "naap" | "नाप" => Name::Size,
        "material" | "fabric" | "kapda" | "कपडा" => Name::Material,
        "domain" | "department" | "dept" => Name::Domain,
        "price" | "daam" | "dam" | "दाम" | "कीमत" | "keemat" | "kimat" | "rate" => {
            Name::Price
        }
        "rating" | "stars" | "star" | "रेटिंग" => Name::Rating,
        "title" | "name" | "नाम" => Name::Words(FieldName::Title),
        "description" | "about" => Name::Words(FieldName::Description),
        "attribute" | "attributes" => Name::Words(FieldName::Attributes),
        _ => return None,
    })
}

/// The field of words and names that a word before `:` means.
pub(super) fn field_of(text: &str) -> Option<FieldName> {
    match name(text)? {
        Name::Brand => Some(FieldName::Brand),
        Name::Category => Some(FieldName::Category),
        Name::Color => Some(FieldName::Color),
        Name::Size => Some(FieldName::Size),
        Name::Material => Some(FieldName::Material),
        Name::Words(field) => Some(field),
        Name::Domain | Name::Price | Name::Rating => None,
    }
}

/// Takes every filter and every quoted phrase.
pub(super) fn take(text: &str, reader: &mut Reader) {
    let mut at = 0;
    while let Some(part) = next_part(text, at) {
        let part = with_value(text, part);
        at = part.end;
        let range = reader.tokens_in(&part);
        if reader.tokens[range].iter().any(|token| token.taken) {
            continue;
        }
        if !take_filter(text, part.clone(), reader) {
            take_quoted(text, part, reader);
        }
    }
}

/// The next stretch without white space outside quotes.
pub(super) fn next_part(text: &str, from: usize) -> Option<Range<usize>> {
    let start = from + text[from..].find(|c: char| !c.is_whitespace())?;
    let mut inside = false;
    let mut end = text.len();
    for (i, c) in text[start..].char_indices() {
        match c {
            // A quote that nobody closes is no quote.
            '"' if inside || text[start + i + 1..].contains('"') => inside = !inside,
            c if c.is_whitespace() && !inside => {
                end = start + i;
                break;
            }
            _ => {}
        }
    }
    Some(start..end)
}

/// Sign and value may stand apart from the name: `price < 2000`, `color: red`.
fn with_value(text: &str, part: Range<usize>) -> Range<usize> {
    const SIGNS: [char; 6] = [':', '<', '>', '=', '≤', '≥'];
    let named = name(text[part.clone()].trim_end_matches(SIGNS)).is_some();
    let next = next_part(text, part.end).filter(|_| named);
    match next {
        Some(next) if text[part.clone()].ends_with(SIGNS) => part.start..next.end,
        Some(next) if text[next.clone()].trim_start_matches(SIGNS).is_empty() => {
            let value = next_part(text, next.end).unwrap_or(next);
            part.start..value.end
        }
        Some(next) if text[next.clone()].starts_with(SIGNS) => part.start..next.end,
        _ => part,
    }
}

fn take_quoted(text: &str, part: Range<usize>, reader: &mut Reader) {
    let said = &text[part.clone()];
    let Some(inner) = said.strip_prefix('"').and_then(|s| s.strip_suffix('"')) else {
        return;
    };
    if let Some(wanted) = quoted(inner, part.clone(), None) {
        add(reader, wanted, part, None);
    }
}

fn take_filter(text: &str, part: Range<usize>, reader: &mut Reader) -> bool {
    let said = &text[part.clone()];
    let Some(sign) = said.find([':', '<', '>', '=', '≤', '≥']) else {
        return false;
    };
    let Some(name) = name(said[..sign].trim_end()) else {
        return false;
    };
    let (compare, value) = compare(&said[sign..]);
    let value = value.trim();
    let bare = value.trim_matches('"').trim();
    if words(bare).is_empty() {
        return false;
    }
    let filter = Filter {
        name,
        compare,
        value,
        bare,
        at: part,
    };
    filter.apply(reader)
}

/// The comparison at the beginning, and the rest.
fn compare(text: &str) -> (Compare, &str) {
    for (sign, compare) in [
        (":<=", Compare::Below),
        (":>=", Compare::Above),
        (":<", Compare::Below),
        (":>", Compare::Above),
        ("<=", Compare::Below),
        (">=", Compare::Above),
        ("≤", Compare::Below),
        ("≥", Compare::Above),
        ("<", Compare::Below),
        (">", Compare::Above),
        ("=", Compare::Is),
        (":", Compare::Is),
    ] {
        if let Some(rest) = text.strip_prefix(sign) {
            return (compare, rest);
        }
    }
    (Compare::Is, text)
}

struct Filter<'a> {
    name: Name,
    compare: Compare,
    value: &'a str,
    bare: &'a str,
    at: Range<usize>,
}

impl Filter<'_> {
    /// Sets what it asks for; `false` when it cannot be read.
    fn apply(&self, reader: &mut Reader) -> bool {
        match (self.name, self.compare) {
            (Name::Price, _) => self.price(reader),
            (Name::Rating, _) => self.rating(reader),
            (_, Compare::Below | Compare::Above) => false,
            (Name::Words(field), _) => self.words(field, reader),
            (Name::Domain, _) => {
                let Ok(domain) = self.bare.parse::<Domain>() else {
                    return false;
                };
                reader.asked.filters.domains.push(domain);
                self.done(reader, format!("department {domain}"))
            }
            (Name::Brand, _) => {
                let values = self.values(str::to_owned);
                let said = format!("brand {}", values.join(" or "));
                reader.asked.filters.brands.extend(values);
                self.done(reader, said)
            }
            (Name::Category, _) => {
                let values = self.values(str::to_owned);
                let said = format!("category {}", values.join(" or "));
                reader.asked.filters.categories.extend(values);
                self.done(reader, said)
            }
            (Name::Color, _) => {
                let values = self.values(meanings::english);
                let said = format!("colour {}", values.join(" or "));
                reader.asked.filters.colors.extend(values);
                self.done(reader, said)
            }
            (Name::Material, _) => {
                let values = self.values(meanings::english);
                let said = format!("material {}", values.join(" or "));
                reader.asked.filters.materials.extend(values);
                self.done(reader, said)
            }
            (Name::Size, _) => {
                let values = self.values(|size| size.to_uppercase());
                let said = format!("size {}", values.join(" or "));
                reader.asked.filters.sizes.extend(values);
                self.done(reader, said)
            }
        }
    }

    /// The values: several parted by commas, one when quoted.
    fn values(&self, read: impl Fn(&str) -> String) -> Vec<String> {
        if self.value.starts_with('"') {
            return vec![read(self.bare)];
        }
        (self.bare.split(',').map(str::trim))
            .filter(|value| !value.is_empty())
            .map(read)
            .collect()
    }

    fn price(&self, reader: &mut Reader) -> bool {
        let bounds = match (self.compare, amounts::written_range(self.bare)) {
            (Compare::Is, Some((low, high))) => Some((Some(low), Some(high))),
            _ => amounts::written(self.bare).map(|money| match self.compare {
                Compare::Below => (None, Some(money)),
                Compare::Above => (Some(money), None),
                Compare::Is => (Some(money), Some(money)),
            }),
        };
        let Some((low, high)) = bounds else {
            return false;
        };
        reader.bound(low, high);
        self.done(reader, said_price(low, high))
    }

    fn rating(&self, reader: &mut Reader) -> bool {
        let stars = self.bare.trim_end_matches('+').parse::<f32>();
        match stars {
            Ok(stars) if (0.0..=5.0).contains(&stars) && self.compare != Compare::Below => {
                reader.asked.filters.min_rating = Some(stars);
                self.done(reader, format!("rated at least {stars}"))
            }
            _ => false,
        }
    }

    fn words(&self, field: FieldName, reader: &mut Reader) -> bool {
        if self.value.starts_with('"') {
            let Some(wanted) = quoted(self.bare, self.at.clone(), Some(field)) else {
                return false;
            };
            return add(reader, wanted, self.at.clone(), None);
        }
        for word in words(self.bare) {
            let wanted = Wanted {
                at: self.at.clone(),
                choices: vec![Choice {
                    words: vec![word],
                    weight: 1.0,
                }],
                field: Some(field),
                exact: false,
                open: false,
                optional: false,
            };
            reader.asked.wanted.push(wanted);
        }
        self.done(reader, format!("only in the {field:?}").to_lowercase())
    }

    fn done(&self, reader: &mut Reader, meaning: String) -> bool {
        let range = reader.tokens_in(&self.at);
        reader.take(range);
        reader.say(self.at.clone(), meaning);
        true
    }
}

/// What a range of prices is called.
pub(super) fn said_price(low: Option<Money>, high: Option<Money>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low == high => format!("price {low}"),
        (Some(low), Some(high)) => format!("price from {low} to {high}"),
        (None, Some(high)) => format!("price at most {high}"),
        (Some(low), None) => format!("price at least {low}"),
        (None, None) => String::new(),
    }
}

fn add(reader: &mut Reader, wanted: Wanted, at: Range<usize>, meaning: Option<String>) -> bool {
    let range = reader.tokens_in(&at);
    reader.take(range);
    reader.say(at, meaning.unwrap_or_else(|| "exactly so".to_owned()));
    reader.asked.wanted.push(wanted);
    true
}
