//! What a product's attributes say, in few and common words: for filters, facets and comparing.
//!
//! Owns: basic colours with their shades, sizes, materials, patterns and whom a thing is made for. Attributes are believed
//! first; the title is asked only for what they leave open, and never about the words of the brand. Does not: change the
//! product, guess from descriptions, read what a shopper types (`ask` does).

mod audience;
mod phrases;
mod sizes;
mod vocabulary;
pub(super) mod words;

use std::ops::Range;

pub use self::audience::Audience;
use self::phrases::Found;
use self::vocabulary::{Meaning, Sureness, VOCABULARY};
use self::words::Words;
use crate::domain::{Domain, Product};

/// The attributes that hold a size; the first one that is there counts.
const SIZES: [&str; 10] = [
    "size",
    "capacity",
    "storage",
    "internal_storage",
    "storage_capacity",
    "screen_size",
    "display_size",
    "bed_size",
    "volume",
    "net_quantity",
];
/// The most colours that a title is believed to name.
const MOST_COLORS: usize = 6;

/// Attributes with the many spellings of one thing brought to one.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Typed {
    /// Basic colours, such as `blue`.
    pub colors: Vec<String>,
    /// The kinds of those colours where they are named, such as `navy blue`.
    pub shades: Vec<String>,
    /// Sizes, such as `XL`, `UK 8`, `128 GB`.
    pub sizes: Vec<String>,
    /// Materials, such as `cotton`; a blend has several.
    pub materials: Vec<String>,
    /// Patterns, such as `striped`.
    pub patterns: Vec<String>,
    /// Whom it is made for.
    pub audience: Option<Audience>,
}

impl Typed {
    /// Reads a product.
    pub fn of(product: &Product) -> Typed {
        let title = Words::of(&product.title);
        let brand = brand_in(&title, product.brand.as_deref());
        let said = VOCABULARY.phrases.all(&title, &brand);
        let mut typed = Typed::default();
        typed.read_attributes(product);
        typed.read_title(product, &title, &said);
        if typed.colors.is_empty()
            && product.domain != Domain::Books
            && let Some(hindi) = &product.title_hi
        {
            let hindi = Words::of(hindi);
            let said = VOCABULARY.phrases.all(&hindi, &(0..0));
            typed.title_colors(product.domain, &hindi, &said);
        }
        typed
    }

    /// All that was read, each side with its name for people and its values; what is not known is left away.
    pub fn named(&self) -> Vec<(&'static str, Vec<&str>)> {
        let all = [
            ("colours", list(&self.colors)),
            ("shades", list(&self.shades)),
            ("sizes", list(&self.sizes)),
            ("materials", list(&self.materials)),
            ("patterns", list(&self.patterns)),
            (
                "made for",
                self.audience.map(Audience::code).into_iter().collect(),
            ),
        ];
        let known = all.into_iter().filter(|(_, values)| !values.is_empty());
        known.collect()
    }

    fn read_attributes(&mut self, product: &Product) {
        let values = |name: &str| product.attributes.get(name).into_iter().flatten();
        for value in values("color") {
            each_meaning(value, |meaning| self.color(meaning));
        }
        for value in values("material") {
            each_meaning(value, |meaning| {
                if let Meaning::Material(name, _) = meaning {
                    push(&mut self.materials, name);
                }
            });
        }
        for value in values("pattern").chain(values("print_type")) {
            each_meaning(value, |meaning| {
                if let Meaning::Pattern(name) = meaning {
                    push(&mut self.patterns, name);
                }
            });
        }
        if let Some(sizes) = SIZES.iter().find_map(|name| product.attributes.get(*name)) {
            sizes
                .iter()
                .for_each(|value| sizes::of_value(value, &mut self.sizes));
        }
        let mut named = Vec::new();
        for value in values("gender").chain(values("age_group")) {
            each_meaning(value, |meaning| audience_of(meaning, &mut named));
        }
        if named.is_empty() && product.domain != Domain::Books {
            for name in &product.categories {
                each_meaning(name, |meaning| audience_of(meaning, &mut named));
            }
        }
        self.audience = Audience::together(&named);
    }

    /// What the title adds to what the attributes left open.
    fn read_title(&mut self, product: &Product, title: &Words<'_>, said: &[Found<'_, Meaning>]) {
        let domain = product.domain;
        if self.colors.is_empty() && domain != Domain::Books {
            self.title_colors(domain, title, said);
        }
        if self.sizes.is_empty() {
            sizes::of_title(title, domain, &mut self.sizes);
        }
        let worn = domain == Domain::Fashion;
        let made = worn || domain == Domain::HomeGarden;
        let (materials, patterns) = (self.materials.is_empty(), self.patterns.is_empty());
        let mut named = Vec::new();
        for meaning in said.iter().flat_map(|found| found.meanings) {
            match meaning {
                Meaning::Material(name, _) if made && materials => push(&mut self.materials, *name),
                Meaning::Pattern(name) if made && patterns => push(&mut self.patterns, *name),
                other if worn || domain == Domain::Other => audience_of(*other, &mut named),
                _ => {}
            }
        }
        self.audience = self.audience.or_else(|| Audience::together(&named));
    }

    fn title_colors(&mut self, domain: Domain, title: &Words<'_>, said: &[Found<'_, Meaning>]) {
        for found in said {
            let trusted = domain == Domain::Fashion || title.in_tail(found.at);
            for meaning in found.meanings {
                let unsure = matches!(meaning, Meaning::Color(_, _, Sureness::Unsure));
                if self.colors.len() < MOST_COLORS && (trusted || !unsure) {
                    self.color(*meaning);
                }
            }
        }
    }

    fn color(&mut self, meaning: Meaning) {
        if let Meaning::Color(name, shade, _) = meaning {
            push(&mut self.colors, name);
            if let Some(shade) = shade {
                push(&mut self.shades, shade);
            }
        }
    }
}

fn list(values: &[String]) -> Vec<&str> {
    values.iter().map(String::as_str).collect()
}

fn audience_of(meaning: Meaning, named: &mut Vec<Audience>) {
    if let Meaning::Audience(audience) = meaning {
        named.push(audience);
    }
}

/// Hands over every meaning of the phrases in an attribute's value.
fn each_meaning(value: &str, mut take: impl FnMut(Meaning)) {
    let words = Words::of(value);
    for found in VOCABULARY.phrases.all(&words, &(0..0)) {
        found.meanings.iter().for_each(|meaning| take(*meaning));
    }
}

fn push(out: &mut Vec<String>, name: u16) {
    let name = VOCABULARY.name(name);
    if !out.iter().any(|known| known == name) {
        out.push(name.to_owned());
    }
}

/// Where the brand's words stand in a title.
fn brand_in(title: &Words<'_>, brand: Option<&str>) -> Range<usize> {
    let Some(brand) = brand else {
        return 0..0;
    };
    let brand = Words::of(brand);
    let (all, len) = (title.len(), brand.len());
    if len == 0 || len > all {
        return 0..0;
    }
    let fits = |at: &usize| (0..len).all(|i| title.get(at + i) == brand.get(i));
    (0..=all - len).find(fits).map_or(0..0, |at| at..at + len)
}

#[cfg(test)]
mod tests;
