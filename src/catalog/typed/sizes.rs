//! Sizes: letters, shoe sizes, beds, and a number with its unit.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::phrases::Phrases;
use super::words::Words;
use crate::domain::Domain;

/// The most sizes of one product that are kept.
const MOST: usize = 24;
/// The most sizes that a title is believed to name.
const MOST_OF_TITLE: usize = 4;
/// The longest size that is kept as it is written, in characters.
const LONGEST: usize = 30;
/// What follows a number of gigabytes that is working memory and not the size of the thing.
const MEMORY: [&str; 8] = [
    "ram", "ddr", "lpddr", "sdram", "gddr", "memory", "unified", "dimm",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    Bed,
    System,
    Unit,
}

#[derive(Clone, PartialEq)]
struct Size {
    kind: Kind,
    shown: String,
}

type Lists = BTreeMap<String, Vec<String>>;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    letters: Lists,
    beds: Lists,
    systems: Lists,
    units: Lists,
}

struct Tables {
    /// Letters and beds.
    words: Phrases<Size>,
    systems: Phrases<Size>,
    units: Phrases<Size>,
}

const DATA: &str = include_str!("../data/typed/sizes.toml");

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let file: File = toml::from_str(DATA).unwrap_or_default();
    let mut tables = Tables {
        words: Phrases::new(),
        systems: Phrases::new(),
        units: Phrases::new(),
    };
    fill(&mut tables.words, &file.letters, Kind::Letter);
    fill(&mut tables.words, &file.beds, Kind::Bed);
    fill(&mut tables.systems, &file.systems, Kind::System);
    fill(&mut tables.units, &file.units, Kind::Unit);
    tables
});

fn fill(table: &mut Phrases<Size>, lists: &Lists, kind: Kind) {
    for (shown, words) in lists {
        for word in words {
            let shown = shown.clone();
            table.add(word, Size { kind, shown });
        }
    }
}

/// Adds the sizes that an attribute names; one that is not understood stays as it is written.
pub(super) fn of_value(value: &str, out: &mut Vec<String>) {
    for part in value.split([',', '|', ';']) {
        let slashed: Option<Vec<&str>> = part.split('/').map(letter).collect();
        match slashed {
            Some(letters) => letters
                .into_iter()
                .for_each(|size| push(out, size.to_owned())),
            None => of_part(part.trim(), out),
        }
    }
}

fn letter(text: &str) -> Option<&'static str> {
    whole(&Words::of(text)).map(|size| size.shown.as_str())
}

/// The letter or bed that a text is as a whole.
fn whole(words: &Words<'_>) -> Option<&'static Size> {
    let found = TABLES.words.at(words, 0)?;
    if found.len != words.len() {
        return None;
    }
    found.meanings.first()
}

fn of_part(part: &str, out: &mut Vec<String>) {
    let words = Words::of(part);
    let system = (0..words.len()).find_map(|at| shoe(&words, at));
    if let Some(size) = system {
        push(out, size);
    } else if let Some((size, _)) = (0..words.len()).find_map(|at| measure(&words, at)) {
        push(out, size);
    } else if !part.is_empty() && part.chars().count() <= LONGEST {
        push(out, part.to_owned());
    }
}

/// Adds the sizes that a title names.
pub(super) fn of_title(words: &Words<'_>, domain: Domain, out: &mut Vec<String>) {
    let mut at = 0;
    while at < words.len() && out.len() < MOST_OF_TITLE {
        let (size, len) = in_title(words, at, domain).unwrap_or((None, 1));
        if let Some(size) = size {
            push(out, size);
        }
        at += len;
    }
}

/// What begins at this word of a title: a size or nothing, and how many words it takes.
fn in_title(words: &Words<'_>, at: usize, domain: Domain) -> Option<(Option<String>, usize)> {
    let fashion = domain == Domain::Fashion;
    if words.get(at).starts_with(|c: char| c.is_ascii_digit()) {
        if fashion && let Some(size) = shoe(words, at) {
            return Some((Some(size), 2));
        }
        let (size, len) = measure(words, at)?;
        return Some((wanted(words, at, len, domain).then_some(size), len));
    }
    if fashion && let Some(size) = shoe(words, at) {
        return Some((Some(size), 2));
    }
    if words.get(at) == "size" && fashion && is_number(words.get(at + 1)) {
        return Some((Some(words.get(at + 1).to_owned()), 2));
    }
    let found = TABLES.words.at(words, at)?;
    let size = found.meanings.first()?;
    let named = at > 0 && words.get(at - 1) == "size";
    let alone = words.in_tail(at) && is_alone(words, at, found.len);
    let believed = match size.kind {
        Kind::Letter => {
            let raw = words.raw(at);
            let capital = raw.len() >= 2
                && raw
                    .chars()
                    .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
            fashion && (named || alone || capital && raw.ends_with(['S', 'L']) && raw.contains('X'))
        }
        Kind::Bed => domain == Domain::HomeGarden && (found.len > 1 || named || alone),
        Kind::System | Kind::Unit => false,
    };
    believed.then(|| (Some(size.shown.clone()), found.len))
}

/// Whether nothing but brackets, commas or ends stand around some words.
fn is_alone(words: &Words<'_>, at: usize, len: usize) -> bool {
    let before = at
        .checked_sub(1)
        .map_or("", |at| words.gap_after(at))
        .trim();
    let after = words.gap_after(at + len - 1).trim();
    !before.is_empty() && before != "'" && (!after.is_empty() || at + len == words.len())
}

/// Whether a measure in a title is the size of the thing.
fn wanted(words: &Words<'_>, at: usize, len: usize, domain: Domain) -> bool {
    let next = words.get(at + len);
    let memory = MEMORY.iter().any(|word| next.starts_with(word));
    let network = len == 1 && words.get(at).len() == 2 && words.get(at).ends_with('g');
    let lens = domain == Domain::Electronics && words.get(at + len - 1).ends_with("mm");
    !(memory || network || lens || domain == Domain::Books)
}

/// `UK 8`, `8 UK`, `UK-8`.
fn shoe(words: &Words<'_>, at: usize) -> Option<String> {
    let number = |text: &str| is_number(text) && text.parse::<f32>().is_ok_and(|n| n <= 60.0);
    let system = |at: usize| {
        let found = TABLES.systems.at(words, at)?;
        Some((found.meanings.first()?.shown.as_str(), found.len))
    };
    if number(words.get(at)) {
        let (name, len) = system(at + 1)?;
        // "8 in 1" is no Indian size.
        let more = is_number(words.get(at + 1 + len)) || name == "IND" && words.get(at + 1) == "in";
        return (!more).then(|| format!("{name} {}", plain(words.get(at))));
    }
    let (name, len) = system(at)?;
    let value = words.get(at + len);
    (words.get(at) != "in" && number(value)).then(|| format!("{name} {}", plain(value)))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// A number with its unit: the size as it is shown, and how many words it takes.
fn measure(words: &Words<'_>, at: usize) -> Option<(String, usize)> {
    let word = words.get(at);
    let end = word
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == 'x'))
        .unwrap_or(word.len());
    let (number, unit) = word.split_at(end);
    if !number.starts_with(|c: char| c.is_ascii_digit()) || number.len() > 12 {
        return None;
    }
    let number = number.trim_end_matches('x');
    if !unit.is_empty() {
        let words = Words::of(unit);
        let found = TABLES
            .units
            .at(&words, 0)
            .filter(|found| found.len == words.len())?;
        return Some((
            format!("{} {}", plain(number), found.meanings.first()?.shown),
            1,
        ));
    }
    let gap = words.gap_after(at);
    if gap.starts_with(['"', '”', '″']) || gap.starts_with("''") {
        return Some((format!("{} inch", plain(number)), 1));
    }
    if words.get(at + 1) == "x" {
        let (rest, len) = measure(words, at + 2)?;
        return Some((format!("{}x{rest}", plain(number)), len + 2));
    }
    let found = TABLES.units.at(words, at + 1)?;
    let beside = matches!(gap, " " | "-" | "");
    // "2 in 1" has no inches.
    let inside = words.get(at + 1) == "in" && is_number(words.get(at + 2));
    let shown = &found.meanings.first()?.shown;
    (beside && !inside).then(|| (format!("{} {shown}", plain(number)), 1 + found.len))
}

fn plain(number: &str) -> &str {
    number.strip_suffix(".0").unwrap_or(number)
}

fn push(out: &mut Vec<String>, size: String) {
    if out.len() < MOST && !out.contains(&size) {
        out.push(size);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        of_value(text, &mut out);
        out
    }

    fn title(text: &str, domain: Domain) -> Vec<String> {
        let mut out = Vec::new();
        of_title(&Words::of(text), domain, &mut out);
        out
    }

    #[test]
    fn the_data_file_is_sound() {
        let file: File = toml::from_str(DATA).unwrap();
        for lists in [&file.letters, &file.beds, &file.systems, &file.units] {
            assert!(!lists.is_empty() && lists.values().all(|list| !list.is_empty()));
        }
    }

    #[test]
    fn sizes_of_attributes() {
        for (text, want) in [
            ("S, M, L", &["S", "M", "L"][..]),
            ("S/M/L", &["S", "M", "L"]),
            ("Extra Large", &["XL"]),
            ("2XL", &["XXL"]),
            ("UK 8", &["UK 8"]),
            ("8 UK", &["UK 8"]),
            ("UK/IND-8", &["UK 8"]),
            ("38", &["38"]),
            ("128GB", &["128 GB"]),
            ("6.1 inches", &["6.1 inch"]),
            ("500ml", &["500 ml"]),
            ("1 litre", &["1 L"]),
            ("king size", &["King"]),
            ("2-3 Years", &["2-3 Years"]),
            ("51x51 cm", &["51x51 cm"]),
            ("51 x 51 cm", &["51x51 cm"]),
            ("", &[]),
        ] {
            assert_eq!(value(text), want, "{text}");
        }
    }

    #[test]
    fn sizes_in_titles() {
        use Domain::{Books, Electronics, Fashion, HomeGarden};
        for (text, domain, want) in [
            (
                "apple iphone 8 plus 64gb silver",
                Electronics,
                &["64 GB"][..],
            ),
            ("Phone 5G 8GB RAM, 128 GB Storage", Electronics, &["128 GB"]),
            (
                "HP Notebook 43.2 cm (17\") 4 GB DDR2 250 GB HDD",
                Electronics,
                &["43.2 cm", "17 inch", "250 GB"],
            ),
            (
                "LG 1.5 Ton 5 Star Split AC (6-in-1)",
                Electronics,
                &["1.5 ton"],
            ),
            ("Canon EF-S 18-55mm lens", Electronics, &[]),
            ("Cotton Kurta (XL)", Fashion, &["XL"]),
            ("Men's Shirt XXL", Fashion, &["XXL"]),
            ("Men's S-shaped ring", Fashion, &[]),
            ("Running Shoes UK 9", Fashion, &["UK 9"]),
            ("Running Shoes, size 9", Fashion, &["9"]),
            ("King Size Bedsheet", HomeGarden, &["King"]),
            ("The King of Spades Cushion", HomeGarden, &[]),
            ("Steel Bottle 1 Litre", HomeGarden, &["1 L"]),
            ("Bar table, 140x80 cm", HomeGarden, &["140x80 cm"]),
            ("20,000 Leagues, 1000 g of sea", Books, &[]),
            ("नीला कुर्ता, 38 इंच", Fashion, &["38 inch"]),
        ] {
            assert_eq!(title(text, domain), want, "{text}");
        }
    }
}
