//! What is kept of each product while they are compared: numbers in place of texts.

use super::tokens;
use super::words::WordList;
use crate::catalog::typed::Typed;
use crate::catalog::words::fold::fold;
use crate::domain::{Domain, Product};
use crate::likeness::scatter;

/// How many parts a description's sketch has.
pub(super) const SKETCH: usize = 16;
/// Descriptions with fewer words say too little to be compared.
const FEW_WORDS: u32 = 5;
/// Longest attribute that is compared, in bytes of all its values.
const LONGEST: usize = 80;
/// Attributes that say how a thing is told about, packed or found, or that [`Typed`] reads.
const NOT_COMPARED: [&str; 22] = [
    "color",
    "size",
    "material",
    "gender",
    "age_group",
    "pattern",
    "print_type",
    "features",
    "use",
    "cluster",
    "dimensions",
    "product_dimensions",
    "package_dimensions",
    "weight",
    "item_weight",
    "date_first_available",
    "best_sellers_rank",
    "warranty",
    "noun_hi",
    "noun_latin",
    "noun_gender",
    "noun_number",
];
/// Attributes that hold the maker's own number for a thing.
const CODES: [&str; 13] = [
    "model",
    "isbn",
    "isbn13",
    "isbn10",
    "ean",
    "gtin",
    "upc",
    "mpn",
    "asin",
    "item_model_number",
    "part_number",
    "style_code",
    "style_id",
];

/// One product. 0 stands for unknown.
pub(super) struct Item {
    words: (u32, u32),
    /// The words of its brand, and then those of its categories, as far as they are not in the title.
    said: (u32, u32, u32),
    traits: (u32, u32),
    /// All numbers of the title.
    pub(super) numbers: u64,
    /// The brand without spaces.
    pub(super) brand: u64,
    /// The price in minor units.
    pub(super) price: i64,
    /// Its currency.
    pub(super) currency: u32,
    /// The picture, where its name says more than the id.
    pub(super) picture: u64,
    /// The data set.
    pub(super) source: u32,
    /// What kind of thing names it in the title.
    pub(super) naming: Naming,
    /// The description.
    pub(super) sketch: Option<[u16; SKETCH]>,
}

/// How far a title alone names one thing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// By words, as many others do.
    Words,
    /// By a word of letters and digits, such as a model.
    Model,
    /// By title and author.
    Book,
}

/// All products that are compared.
#[derive(Default)]
pub(super) struct Shelf {
    pub(super) word_list: WordList,
    items: Vec<Item>,
    words: Vec<u32>,
    traits: Vec<(u32, u32)>,
}

impl Shelf {
    /// How many products there are.
    pub(super) fn len(&self) -> usize {
        self.items.len()
    }

    /// One of them.
    pub(super) fn item(&self, number: u32) -> &Item {
        &self.items[number as usize]
    }

    /// Its title and brand, sorted.
    pub(super) fn words(&self, item: &Item) -> &[u32] {
        &self.words[item.words.0 as usize..item.words.1 as usize]
    }

    /// The words of its brand.
    pub(super) fn brand_words(&self, item: &Item) -> &[u32] {
        &self.words[item.said.0 as usize..item.said.1 as usize]
    }

    /// The words of its brand and its categories.
    pub(super) fn said(&self, item: &Item) -> &[u32] {
        &self.words[item.said.0 as usize..item.said.2 as usize]
    }

    /// Its attributes, sorted by name.
    pub(super) fn traits(&self, item: &Item) -> &[(u32, u32)] {
        &self.traits[item.traits.0 as usize..item.traits.1 as usize]
    }

    /// Whether a trait is the maker's own number.
    pub(super) fn is_code(name: u32) -> bool {
        CODES.iter().any(|code| short(code) == name)
    }

    /// Takes in a product.
    pub(super) fn add(&mut self, product: &Product) {
        let (words, numbers, model) = self.add_words(product);
        let said = self.add_said(product);
        let traits = self.add_traits(product);
        let brand = product.brand.as_deref().map_or(0, |brand| {
            let brand: String = fold(brand)
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            if brand.is_empty() { 0 } else { long(&brand) }
        });
        let naming = match (product.domain, model) {
            (Domain::Books, _) if brand != 0 || product.attributes.contains_key("author") => {
                Naming::Book
            }
            (_, true) => Naming::Model,
            _ => Naming::Words,
        };
        self.items.push(Item {
            words,
            said,
            traits,
            numbers,
            brand,
            price: product.price.map_or(0, |price| price.minor),
            currency: product
                .price
                .map_or(0, |price| short(price.currency.code())),
            picture: picture(product),
            source: short(&product.source),
            naming,
            sketch: product.description.as_deref().and_then(sketch),
        });
    }

    fn add_words(&mut self, product: &Product) -> ((u32, u32), u64, bool) {
        let from = self.words.len();
        let (list, words) = (&mut self.word_list, &mut self.words);
        let mut numbers = Vec::new();
        let mut model = false;
        tokens::each(&product.title, |word| {
            if words.len() - from < super::MOST_WORDS {
                words.push(list.number(word));
            }
            digits(word, &mut numbers);
            model |= is_model(word);
        });
        if let Some(brand) = &product.brand {
            tokens::each(brand, |word| words.push(list.number(word)));
        }
        tidy(words, from);
        for word in &words[from..] {
            list.count(*word);
        }
        numbers.sort_unstable();
        let mut all = 0u64;
        for number in numbers {
            all = scatter(all ^ number);
        }
        ((at(from), at(self.words.len())), all, model)
    }

    fn add_said(&mut self, product: &Product) -> (u32, u32, u32) {
        let (list, words) = (&mut self.word_list, &mut self.words);
        let from = words.len();
        if let Some(brand) = &product.brand {
            tokens::each(brand, |word| words.push(list.number(word)));
        }
        tidy(words, from);
        let middle = words.len();
        for name in &product.categories {
            tokens::each(name, |word| words.push(list.number(word)));
        }
        tidy(words, middle);
        (at(from), at(middle), at(words.len()))
    }

    fn add_traits(&mut self, product: &Product) -> (u32, u32) {
        let from = self.traits.len();
        let typed = Typed::of(product);
        let mut add = |name: &str, values: &[String]| {
            if !values.is_empty() {
                let mut values: Vec<String> = values.iter().map(|v| fold(v)).collect();
                values.sort();
                self.traits.push((short(name), short(&values.join("\n"))));
            }
        };
        add("color", &typed.colors);
        add("shade", &typed.shades);
        add("size", &typed.sizes);
        add("material", &typed.materials);
        add("pattern", &typed.patterns);
        if let Some(audience) = typed.audience {
            add("audience", &[audience.code().to_owned()]);
        }
        for (name, values) in &product.attributes {
            let length: usize = values.iter().map(String::len).sum();
            if length > 0 && length <= LONGEST && !NOT_COMPARED.contains(&name.as_str()) {
                let plain = |v: &String| -> String {
                    fold(v).chars().filter(|c| c.is_alphanumeric()).collect()
                };
                let values: Vec<String> = values.iter().map(plain).collect();
                add(name, &values);
            }
        }
        self.traits[from..].sort_unstable();
        (at(from), at(self.traits.len()))
    }
}

fn at(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Sorts the end of a list and takes out what stands there twice.
fn tidy(words: &mut Vec<u32>, from: usize) {
    words[from..].sort_unstable();
    let mut kept = from;
    for i in from..words.len() {
        if i == from || words[i] != words[i - 1] {
            words[kept] = words[i];
            kept += 1;
        }
    }
    words.truncate(kept);
}

/// The runs of digits in a word, with a point inside.
fn digits(word: &str, out: &mut Vec<u64>) {
    for run in word.split(|c: char| !(c.is_ascii_digit() || c == '.')) {
        let run = run.trim_matches('.').trim_start_matches('0');
        if !run.is_empty() {
            out.push(long(run.strip_suffix(".0").unwrap_or(run)));
        }
    }
}

/// Whether a word looks like a maker's number: letters and digits mixed and no measure, or a long number.
fn is_model(word: &str) -> bool {
    if !word.is_ascii() || word.contains('.') {
        return false;
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.len() - digits;
    let letters_first = word.starts_with(|c: char| c.is_ascii_alphabetic());
    // A number with its unit, `1400rpm`.
    let measure = word
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .bytes()
        .all(|b| b.is_ascii_alphabetic());
    match (digits, letters) {
        (5.., 0) => true,
        (2.., 1..) if letters_first => word.len() >= 4,
        (2.., 1..) if !measure => word.len() >= 5,
        _ => false,
    }
}

/// The picture's name, unless it is only the id again.
fn picture(product: &Product) -> u64 {
    let Some(image) = product.image.as_deref() else {
        return 0;
    };
    let id = product.id.as_str();
    let id = id.rsplit(':').next().unwrap_or(id);
    let name = image.rsplit('/').next().unwrap_or(image);
    let stem = name.split('.').next().unwrap_or(name);
    let is_id = !id.is_empty() && (stem == id || id.len() >= 4 && name.contains(id));
    if is_id { 0 } else { long(image) }
}

/// A MinHash sketch of a description.
fn sketch(text: &str) -> Option<[u16; SKETCH]> {
    let mut least = [u64::MAX; SKETCH];
    let mut words = 0;
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.len() > 2)
    {
        words += 1;
        let word = long_lower(word);
        for (seed, least) in (1u64..).zip(&mut least) {
            *least = (*least).min(scatter(word ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        }
    }
    (words >= FEW_WORDS).then(|| least.map(|hash| (hash >> 48) as u16))
}

/// A number for a text. Stable between runs; not meant against people who look for collisions.
pub(super) fn long(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    scatter(hash)
}

fn long_lower(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
    }
    scatter(hash)
}

fn short(text: &str) -> u32 {
    (long(text) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makers_numbers_are_known() {
        for word in ["waw28750gb", "1000xm4", "wh1000xm4", "910001840", "r300"] {
            assert!(is_model(word), "{word}");
        }
        for word in [
            "64gb", "1400rpm", "6.1inch", "shirt", "2021", "5g", "8kg", "128gb",
        ] {
            assert!(!is_model(word), "{word}");
        }
    }

    #[test]
    fn numbers_do_not_care_how_they_are_joined() {
        let of = |words: &[&str]| {
            let mut out = Vec::new();
            words.iter().for_each(|word| digits(word, &mut out));
            out.sort_unstable();
            out
        };
        assert_eq!(of(&["wh", "1000xm4"]), of(&["wh1000xm4"]));
        assert_eq!(of(&["6.10", "07"]).len(), 2);
        assert_ne!(of(&["1000xm4"]), of(&["1000xm5"]));
    }

    #[test]
    fn sketches_of_like_texts_are_alike() {
        let same = |a: &str, b: &str| {
            let (a, b) = (sketch(a).unwrap(), sketch(b).unwrap());
            a.iter().zip(&b).filter(|(x, y)| x == y).count()
        };
        let text =
            "Blue printed cotton kurta with a round neck, three-quarter sleeves and a straight hem";
        assert_eq!(same(text, &text.to_uppercase()), SKETCH);
        assert!(
            same(
                text,
                "A pair of brown leather shoes, lace-up, with a cushioned insole and rubber outsole"
            ) < 4
        );
        assert!(sketch("too short").is_none());
    }
}
