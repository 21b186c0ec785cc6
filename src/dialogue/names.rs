//! Short names: `Milton ki neeli bottle` where a catalogue writes a line of keywords.
//!
//! Owns: noun phrases of wishes and products in three languages, with case and agreement. Does not: choose lines.

use super::data::{Elder, Knowledge, Noun, NounGender, NounNumber};
use super::titles::{book_title, maker, short_title};
use crate::domain::{Feature, Gender, Language, Product};

/// The case that a phrase stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Subject or unmarked object.
    Direct,
    /// Before a postposition.
    Oblique,
}

/// Which words a Hinglish speaker takes for colours and materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColourHabit {
    /// `neela`, `lal`.
    Hindi,
    /// `blue`, `red`.
    English,
}

/// The form that agrees with a noun: masculine singular, masculine plural or oblique, feminine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// अच्छा
    MasculineSingular,
    /// अच्छे
    MasculinePlural,
    /// अच्छी, one
    FeminineSingular,
    /// अच्छी, several
    FemininePlural,
}

impl Agreement {
    /// The agreement of a noun in the direct case.
    pub fn of(noun: &Noun) -> Self {
        match (noun.gender, noun.number) {
            (NounGender::Masculine, NounNumber::Singular) => Agreement::MasculineSingular,
            (NounGender::Masculine, NounNumber::Plural) => Agreement::MasculinePlural,
            (NounGender::Feminine, NounNumber::Singular) => Agreement::FeminineSingular,
            (NounGender::Feminine, NounNumber::Plural) => Agreement::FemininePlural,
        }
    }

    fn form(self, case: Case) -> usize {
        match (self, case) {
            (Agreement::MasculineSingular, Case::Direct) => 0,
            (Agreement::MasculineSingular | Agreement::MasculinePlural, _) => 1,
            _ => 2,
        }
    }
}

/// A thing with what is said about it: the wish of a shopper or the short name of a product.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase<'a> {
    /// The noun; without one only neutral lines can be said.
    pub noun: Option<&'a Noun>,
    /// What to call it without a noun.
    pub plain: String,
    /// The brand.
    pub brand: Option<String>,
    /// Colour, material and measure, in this order.
    pub values: Vec<String>,
    /// Who wears it.
    pub wearer: Option<Gender>,
    /// A book's short title, in Latin letters and in Devanagari.
    pub title: Option<[String; 2]>,
}

/// Colours that are also the names of what a thing is made of.
const METALS: [&str; 5] = ["copper", "brass", "bronze", "steel", "wood"];

/// Features that stand before the noun in all three languages, in their order.
const BEFORE_NOUN: [&str; 8] = [
    "language",
    "format",
    "color",
    "material",
    "capacity",
    "storage",
    "screen",
    "connectivity",
];

impl<'a> Phrase<'a> {
    /// The phrase of a wished thing with the features told.
    pub fn wish(
        thing: &str,
        features: &[Feature],
        wearer: Option<Gender>,
        knowledge: &'a Knowledge,
    ) -> Self {
        let value = |name: &str| features.iter().find(|f| f.name == name);
        Phrase {
            noun: knowledge.nouns.get(thing),
            plain: thing.to_owned(),
            brand: value("brand").map(|f| f.value.clone()),
            values: BEFORE_NOUN
                .iter()
                .filter_map(|name| value(name))
                .map(|f| f.value.clone())
                .collect(),
            wearer,
            title: None,
        }
    }

    /// The short name of a product: brand, colour and noun; without a noun the first words of its title.
    pub fn product(product: &Product, knowledge: &'a Knowledge) -> Self {
        let noun = knowledge.nouns.of(product);
        // `copper idol` of marble dust: a colour that is a metal's name would tell of the wrong metal.
        let metal = |colour: &&str| {
            product.attribute("material").is_some()
                && METALS.contains(&colour.to_lowercase().as_str())
        };
        let color = product
            .attribute("color")
            .filter(|c| short_value(c) && !metal(c));
        let measure = ["capacity", "storage", "screen"]
            .iter()
            .find_map(|name| product.attribute(name))
            .filter(|v| short_value(v));
        if product.domain == crate::domain::Domain::Books
            && let Some(noun) = noun
        {
            return Self::book(product, noun);
        }
        Phrase {
            noun,
            plain: short_title(&product.title),
            brand: product
                .brand
                .clone()
                .filter(|b| short_value(b))
                .or_else(|| maker(product, noun, knowledge)),
            values: color.or(measure).map(str::to_owned).into_iter().collect(),
            wearer: None,
            title: None,
        }
    }

    /// A book is called by its title, not by its publisher.
    fn book(product: &Product, noun: &'a Noun) -> Self {
        Phrase {
            noun: Some(noun),
            plain: product.title.clone(),
            brand: None,
            values: Vec::new(),
            wearer: None,
            title: Some([
                book_title(&product.title),
                book_title(product.title_hi.as_deref().unwrap_or(&product.title)),
            ]),
        }
    }

    /// Whether it is spoken of as several: in English `sandals` are many where Hindi has one `sandal`.
    pub fn many(&self, language: Language) -> bool {
        self.noun.is_some_and(|noun| match language {
            Language::En => noun.en == noun.en_plural,
            _ => noun.number == NounNumber::Plural,
        })
    }

    /// The agreement of its noun, when it has one.
    pub fn agreement(&self) -> Option<Agreement> {
        self.noun.map(Agreement::of)
    }

    /// The same without the brand.
    pub fn unbranded(mut self) -> Self {
        if self.noun.is_some() {
            self.brand = None;
            self.title = None;
        }
        self
    }

    /// The words in a case.
    pub fn say(&self, how: &Speech<'_>, case: Case) -> String {
        let Some(noun) = self.noun else {
            return self.plain.clone();
        };
        let agreement = Agreement::of(noun);
        let mut words: Vec<String> = Vec::new();
        if let Some(brand) = &self.brand {
            words.push(match how.language {
                Language::En => brand.clone(),
                Language::Hi => format!("{brand} {}", ["का", "के", "की"][agreement.form(case)]),
                Language::Hinglish => {
                    format!("{brand} {}", ["ka", "ke", "ki"][agreement.form(case)])
                }
            });
        }
        let wearer = self.wearer.and_then(|w| wearer_word(w, how.language));
        let said = noun_word(noun, how.language, case);
        let (owner, head) = compound(said, how.language);
        words.extend(owner.map(str::to_owned));
        // `women's blue watch`, but `neeli ladies ghadi`.
        let wearer_first = how.language == Language::En;
        words.extend(wearer.filter(|_| wearer_first).map(str::to_owned));
        for value in &self.values {
            let word = how.value(value, agreement.form(case));
            // `steel steel bottle`, `cotton cotton saree`: the noun's own words are not said twice.
            let repeats = said
                .to_lowercase()
                .split_whitespace()
                .any(|w| w == word.to_lowercase());
            if !repeats && !words.contains(&word) {
                words.push(word);
            }
        }
        words.extend(wearer.filter(|_| !wearer_first).map(str::to_owned));
        words.push(head.to_owned());
        if let Some([latin, hindi]) = &self.title {
            let title = if how.language == Language::Hi {
                hindi
            } else {
                latin
            };
            words.push(format!("'{title}'"));
        }
        words.join(" ")
    }

    /// The noun alone.
    pub fn bare(&self, language: Language, case: Case) -> String {
        self.noun.map_or_else(
            || self.plain.clone(),
            |noun| noun_word(noun, language, case).to_owned(),
        )
    }

    /// Several of them, without features.
    pub fn plural(&self, language: Language) -> String {
        self.noun.map_or_else(
            || self.plain.clone(),
            |noun| {
                match language {
                    Language::En => &noun.en_plural,
                    Language::Hi => &noun.hi_plural,
                    Language::Hinglish => &noun.latin_plural,
                }
                .clone()
            },
        )
    }
}

/// How one speaker talks: the language and the word tables.
pub struct Speech<'a> {
    /// The language.
    pub language: Language,
    /// The word tables.
    pub knowledge: &'a Knowledge,
    /// Which words for colours.
    pub colours: ColourHabit,
}

impl Speech<'_> {
    /// An attribute value in an agreeing form (0 masculine singular, 1 masculine plural or oblique, 2 feminine).
    pub fn value(&self, value: &str, form: usize) -> String {
        let words = &self.knowledge.attributes;
        let found = words.get(value);
        match (self.language, found) {
            (Language::En, Some(word)) => word.en.clone(),
            (Language::En, None) => plain_value(value),
            (Language::Hi, Some(word)) => word.hi.0[form.min(2)].clone(),
            (Language::Hi, None) => words.measure_hi(&plain_value(value)),
            (Language::Hinglish, Some(word)) => {
                if word.english_too && self.colours == ColourHabit::English {
                    word.en.clone()
                } else {
                    word.latin.0[form.min(2)].clone()
                }
            }
            (Language::Hinglish, None) => plain_value(value),
        }
    }

    /// An attribute on its own: `wood`, not `of wood`; before a postposition `neele` of `neela`. Brands stay as they are.
    pub fn bare_value(&self, feature: &Feature, case: Case) -> String {
        if feature.name == "brand" {
            return feature.value.clone();
        }
        let said = self.value(&feature.value, usize::from(case == Case::Oblique));
        let ends = [" का", " के", " ka", " ke"];
        let bare = ends.iter().find_map(|end| said.strip_suffix(end));
        bare.map(str::to_owned).unwrap_or(said)
    }

    /// A size as people say it. `13-14 years` is no size by itself: on its own it becomes `the 13-14 years size`; with the form
    /// `word` it follows the word size (`size M`), and in a `list` it stands bare.
    pub fn size(&self, value: &str, form: &str) -> String {
        let lower = value.trim().to_lowercase();
        let named = SIZES.iter().find(|(name, _)| *name == lower);
        let word = match self.language {
            Language::En | Language::Hinglish => "size",
            Language::Hi => "साइज़",
        };
        let (said, whole) = match (named, self.language) {
            (Some((name, _)), Language::En | Language::Hinglish) => {
                (name.trim_end_matches(" size").replace("-size", ""), false)
            }
            (Some((_, hindi)), Language::Hi) => ((*hindi).to_owned(), false),
            (None, Language::En) => (value.to_owned(), true),
            // `L` is a size; `5 l` would be litres.
            (None, Language::Hi) if value.contains(' ') => {
                (self.knowledge.attributes.measure_hi(value), true)
            }
            (None, Language::Hi) => (value.to_owned(), true),
            (None, Language::Hinglish) => (value.replace("years", "saal"), true),
        };
        let age = lower.ends_with("years") || lower.ends_with("year");
        match (form, self.language) {
            ("list", _) => said,
            ("word", _) if whole => format!("{word} {said}"),
            (_, Language::En) if age => format!("the {said} {word}"),
            (_, Language::Hi) if age => format!("{said} का {word}"),
            (_, Language::Hinglish) if age => format!("{said} ka {word}"),
            _ if whole => said,
            _ => format!("{said} {word}"),
        }
    }

    /// Whether a relation is spoken of in the plural of respect.
    pub fn elder(&self, relation: &str) -> Option<Elder> {
        self.knowledge.people.relation(relation).map(|r| r.elder)
    }
}

/// A catalogue value as people write it: words that are all lower or title case are lowered, codes such as `XL` stay.
fn plain_value(value: &str) -> String {
    let lower = |word: &str| {
        let mut chars = word.chars();
        let titled = chars.next().is_some_and(char::is_uppercase)
            && word.chars().count() > 3
            && chars.all(|c| c.is_lowercase() || c == '-');
        if titled {
            word.to_lowercase()
        } else {
            word.to_owned()
        }
    };
    value
        .split_whitespace()
        .map(lower)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Sizes that are words, with their Devanagari.
const SIZES: [(&str, &str); 9] = [
    ("free size", "फ़्री"),
    ("king-size", "किंग"),
    ("queen-size", "क्वीन"),
    ("single", "सिंगल"),
    ("double", "डबल"),
    ("bath", "बाथ"),
    ("face", "फ़ेस"),
    ("small", "स्मॉल"),
    ("large", "लार्ज"),
];

fn short_value(value: &str) -> bool {
    let count = value.split_whitespace().count();
    (1..=3).contains(&count) && value.chars().count() <= 24
}

pub(crate) fn wearer_word(gender: Gender, language: Language) -> Option<&'static str> {
    match (gender, language) {
        (Gender::Unknown, _) => None,
        (Gender::Female, Language::En) => Some("women's"),
        (Gender::Male, Language::En) => Some("men's"),
        (Gender::Female, Language::Hi) => Some("लेडीज़"),
        (Gender::Male, Language::Hi) => Some("जेंट्स"),
        (Gender::Female, Language::Hinglish) => Some("ladies"),
        (Gender::Male, Language::Hinglish) => Some("gents"),
    }
}

fn noun_word(noun: &Noun, language: Language, case: Case) -> &str {
    match (language, case) {
        (Language::En, _) => &noun.en,
        (Language::Hi, Case::Direct) => &noun.hi,
        (Language::Hi, Case::Oblique) => &noun.hi_oblique,
        (Language::Hinglish, Case::Direct) => &noun.latin,
        (Language::Hinglish, Case::Oblique) => &noun.latin_oblique,
    }
}

/// A noun such as `paani ki bottle` cut after its postposition: what is said of it stands beside the head, `paani ki neeli
/// bottle`, since `neeli paani ki bottle` would tell of blue water.
fn compound(noun: &str, language: Language) -> (Option<&str>, &str) {
    let joints: [&str; 3] = match language {
        Language::En => return (None, noun),
        Language::Hi => [" का ", " के ", " की "],
        Language::Hinglish => [" ka ", " ke ", " ki "],
    };
    let cut = joints
        .iter()
        .filter_map(|joint| noun.rfind(joint).map(|at| at + joint.len()))
        .max();
    match cut {
        Some(at) => (Some(noun[..at].trim_end()), &noun[at..]),
        None => (None, noun),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_agree_in_both_cases() {
        let knowledge = Knowledge::embedded().unwrap();
        let blue = [Feature {
            name: "color".into(),
            value: "Blue".into(),
        }];
        let speech = |language| Speech {
            language,
            knowledge: &knowledge,
            colours: ColourHabit::Hindi,
        };
        let kurta = Phrase::wish("kurta", &blue, None, &knowledge);
        assert_eq!(kurta.say(&speech(Language::Hi), Case::Direct), "नीला कुर्ता");
        assert_eq!(kurta.say(&speech(Language::Hi), Case::Oblique), "नीले कुर्ते");
        assert_eq!(
            kurta.say(&speech(Language::Hinglish), Case::Oblique),
            "neele kurte"
        );
        let saree = Phrase::wish("saree", &blue, None, &knowledge);
        assert_eq!(saree.say(&speech(Language::Hi), Case::Oblique), "नीली साड़ी");
    }
}
