//! Leakage: the product that the shopper is after, named before it was offered.
//!
//! Owns: what counts as naming it. A product is named by a run of the words of its title, in the order of the title and in
//! either script, that tells it from its like: a model's number, the brand with the name of the series, most of a title.
//! Plain words (`blue kurta`), a brand with plain words, words of the shopper's wish and words of products that were offered
//! name nothing, and a run that fits the title of an offered product just as well names that one. Does not: look into conversations whose scenario has no target.

use std::collections::{BTreeMap, BTreeSet};

use super::Facts;
use super::money::UNITS;
use super::plain::is_plain;
use super::scene::{Said, Scene};
use super::words::{Kind, Token, span, tokens};
use crate::domain::{
    Conversation, Domain, Finding, FindingKind, Product, ProductId, Severity, Speaker,
};

/// How much a run of words must tell to name a product, in hundredths of a word that is a name.
const NAMES: u32 = 150;
/// A code such as `M14` names by itself.
const CODE: u32 = 150;
/// A word that nothing explains: the name of a series, of a book's hero.
const NAME: u32 = 100;
/// A number after such a word: `Zest 2`.
const NUMBER: u32 = 80;
/// A word of a book's author, beside words of its title.
const AUTHOR: u32 = 40;
/// The brand, once in a run.
const BRAND: u32 = 50;
/// A short word that nothing explains.
const SHORT: u32 = 50;
/// A word that the wish, the kind of goods or the language explains.
const PLAIN: u32 = 20;
/// So many plain words in the order of the title are no chance.
const MANY: usize = 6;

/// A whole title of so many words names, however plain they are.
const WHOLE: usize = 4;

/// So many consonants tell a word from others.
const ENOUGH: usize = 3;

/// Words that link others and tell nothing; left out of titles and turns alike.
const LINKS: &[&str] = &[
    "ka",
    "ke",
    "ki",
    "ko",
    "का",
    "के",
    "की",
    "को",
    "the",
    "by",
    "from",
    "s",
    "wala",
    "wali",
    "wale",
    "वाला",
    "वाली",
    "वाले",
    "a",
    "an",
    "of",
];

/// Measures of goods, besides the units that no money has.
const MEASURES: &[&str] = &[
    "seater",
    "burner",
    "speed",
    "channel",
    "way",
    "layer",
    "tier",
    "door",
    "shelf",
    "shelves",
    "bar",
    "kilo",
    "metre",
    "metres",
    "meter",
    "cups",
    "person",
    "mah",
    "lbs",
    "oz",
    "c",
    "k",
    "सेमी",
    "मिमी",
    "मिली",
    "टन",
    "स्टार",
    "सेंटीमीटर",
    "फीट",
    "फुट",
    "मीटर",
    "वोल्ट",
    "वाट",
    "सीटर",
    "बर्नर",
];

/// What stands before a number that is no model's: `class 10`, `set of 4`.
const COUNTED: &[&str] = &[
    "class",
    "set",
    "pack",
    "size",
    "part",
    "paper",
    "level",
    "grade",
    "age",
    "कक्षा",
    "सेट",
    "पैक",
    "भाग",
    "पेपर",
];

/// Attributes that hold a name and no quality.
const MODEL: &[&str] = &[
    "model",
    "model_name",
    "model_number",
    "series",
    "sku",
    "style_code",
];

/// A word of a title, with what it tells.
#[derive(Clone, Debug)]
struct Word {
    folded: String,
    sound: Option<String>,
    weight: u32,
    brand: bool,
}

impl Word {
    /// A word of a product that is no secret, which tells nothing.
    fn plain(folded: String, facts: &dyn Facts) -> Self {
        Word {
            sound: heard(&folded, facts),
            folded,
            weight: PLAIN,
            brand: false,
        }
    }
}

/// The product that must not be named yet.
pub(super) struct Secret<'f> {
    product: &'f Product,
    /// Its titles, in both scripts.
    titles: Vec<Title>,
}

/// The words of a title.
struct Title {
    words: Vec<Word>,
    /// How many words stand before the first bracket.
    head: usize,
    domain: Domain,
}

impl Title {
    /// How many of its words must be clear where all are there. A book of three words is called by no other name.
    fn enough(&self) -> usize {
        match self.domain {
            Domain::Books if self.head >= 3 => 2,
            _ => WHOLE,
        }
    }
}

impl<'f> Secret<'f> {
    /// The target of a conversation; `None` without one, or when the catalogue does not know it.
    pub fn of(conversation: &Conversation, facts: &'f dyn Facts) -> Option<Self> {
        let product = facts.product(conversation.scenario.target.as_ref()?)?;
        let known = Explained::of(conversation, product, facts);
        let hindi = product.title_hi.as_deref();
        let titles = [Some(product.title.as_str()), hindi].into_iter().flatten();
        let titles = titles.map(|title| Title {
            words: known.weigh(title, product.domain),
            head: folded(head(title, product.domain)).len(),
            domain: product.domain,
        });
        Some(Secret {
            product,
            titles: titles.collect(),
        })
    }
}

/// Whether the target is named in a turn before the assistant offered it.
pub(super) fn check(
    said: &Said<'_>,
    scene: &Scene,
    secret: &Secret<'_>,
    facts: &dyn Facts,
    out: &mut Vec<Finding>,
) {
    let id = &secret.product.id;
    let offers = said.turn.speaker == Speaker::Assistant && said.turn.mentioned.contains(id);
    if offers || scene.offered.contains(id) {
        return;
    }
    let heard = Heard {
        turn: spoken(&said.tokens, facts),
        others: OnceWords::new(said, scene, id, facts),
    };
    let named = secret.titles.iter().filter_map(|title| {
        let run = heard.best(title)?;
        span(&said.tokens[run.first..=run.last])
    });
    let Some(place) = named.max_by_key(|place| place.end - place.start) else {
        return;
    };
    out.push(Finding {
        span: Some(place),
        claimed: said.words(place),
        actual: "named before it was offered".to_owned(),
        product: Some(id.clone()),
        ..said.finding(FindingKind::Leak, Severity::Fault)
    });
}

/// What explains a word without the target: the wish, the kind of goods, the candidates' titles.
struct Explained {
    words: BTreeSet<String>,
    /// Numbers of the wish and of sizes, which are no model's.
    numbers: BTreeSet<String>,
    brand: BTreeSet<String>,
    sounds: BTreeMap<String, Option<String>>,
    brand_sounds: BTreeSet<String>,
    /// How the words of the wish and the kind sound: `braided` explains `ब्रेडेड`.
    word_sounds: BTreeSet<String>,
}

impl Explained {
    fn of(conversation: &Conversation, product: &Product, facts: &dyn Facts) -> Self {
        let mut words = BTreeSet::new();
        let mut take = |text: &str| words.extend(folded(text));
        let scenario = &conversation.scenario;
        take(&scenario.product_type);
        scenario.wanted.iter().for_each(|f| take(&f.value));
        product.categories.iter().for_each(|text| take(text));
        let attributes = product.attributes.iter();
        let telling = attributes.filter(|(name, _)| !MODEL.contains(&name.as_str()));
        telling
            .flat_map(|(_, values)| values)
            .for_each(|text| take(text));
        // A name carries its capital in running text too.
        if let Some(text) = &product.description {
            let plain = tokens(text).into_iter();
            words.extend(
                plain
                    .filter(|t| t.raw == t.raw.to_lowercase())
                    .map(|t| t.folded),
            );
        }
        let sizes = product.attributes.get("size").into_iter().flatten();
        let wishes = scenario.wanted.iter().map(|feature| &feature.value);
        let numbers = wishes.chain(sizes).flat_map(|text| folded(text));
        let numbers = numbers.filter(|word| is_number(word)).collect();
        words.extend(shared(conversation, product, facts));
        let brand: BTreeSet<String> = product.brand.iter().flat_map(|b| folded(b)).collect();
        let titles = [Some(product.title.as_str()), product.title_hi.as_deref()];
        let all = titles.into_iter().flatten().flat_map(folded);
        let sounds = all
            .map(|word| (word.clone(), heard(&word, facts)))
            .collect();
        let brand_sounds = brand.iter().filter_map(|word| heard(word, facts)).collect();
        let word_sounds = words.iter().filter_map(|word| heard(word, facts)).collect();
        Explained {
            words,
            numbers,
            brand,
            sounds,
            brand_sounds,
            word_sounds,
        }
    }

    /// The words of a title, each with what it tells. A book is named by its title up to the author, whole.
    fn weigh(&self, title: &str, domain: Domain) -> Vec<Word> {
        let all = tokens(title);
        let end = all.iter().position(ends_a_book).unwrap_or(all.len());
        let own = all[..end].iter().filter(|t| tells(t)).count();
        let said: Vec<&Token<'_>> = all.iter().filter(|t| tells(t)).collect();
        let mut words: Vec<Word> = Vec::with_capacity(said.len());
        for (at, token) in said.iter().enumerate() {
            let next = said.get(at + 1).copied();
            words.push(self.word(token, words.last(), next));
        }
        if domain == Domain::Books {
            as_book(&mut words, own);
        }
        words
    }

    fn word(&self, token: &Token<'_>, before: Option<&Word>, next: Option<&Token<'_>>) -> Word {
        let folded = token.folded.clone();
        let sound = self.sounds.get(&folded).cloned().flatten();
        let heard = sound.as_ref().filter(|_| !folded.is_ascii());
        let brand = self.brand.contains(&folded)
            || heard.is_some_and(|sound| self.brand_sounds.contains(sound));
        let explained = self.words.contains(&folded)
            || heard.is_some_and(|sound| self.word_sounds.contains(sound));
        let weight = match token.kind {
            _ if brand => BRAND,
            Kind::Number if self.numbers.contains(&folded) => PLAIN,
            Kind::Number => number(token, before, next),
            _ if is_code(&folded) => CODE,
            _ if explained || is_plain(&folded) => PLAIN,
            _ if folded.chars().count() < 3 => SHORT,
            _ => NAME,
        };
        Word {
            folded,
            sound,
            weight,
            brand,
        }
    }
}

/// Words that the titles of at least two other products found for this conversation share.
fn shared(conversation: &Conversation, product: &Product, facts: &dyn Facts) -> Vec<String> {
    let turns = conversation.turns.values();
    let found = turns.flat_map(|turn| turn.provenance.iter().flat_map(|from| &from.candidates));
    let ids: BTreeSet<&ProductId> = found.map(|candidate| &candidate.product).collect();
    let others = ids.into_iter().filter(|id| **id != product.id);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for other in others.filter_map(|id| facts.product(id)) {
        let hindi = other.title_hi.as_deref().unwrap_or_default();
        let words: BTreeSet<String> = folded(&other.title)
            .into_iter()
            .chain(folded(hindi))
            .collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    let often = counts.into_iter().filter(|(_, count)| *count >= 2);
    often.map(|(word, _)| word).collect()
}

/// A model's number tells; a measure, a year and a count do not.
fn number(token: &Token<'_>, before: Option<&Word>, next: Option<&Token<'_>>) -> u32 {
    let year = token.folded.len() == 4 && token.folded.starts_with("20");
    let counted = before.is_none_or(|word| COUNTED.contains(&word.folded.as_str()));
    let unit = next.is_some_and(|next| next.is_in(UNITS) || next.is_in(MEASURES));
    match before {
        _ if year || counted || unit => PLAIN,
        Some(word) if word.brand => NAME,
        _ if token.folded.len() >= 3 => NAME,
        _ => NUMBER,
    }
}

/// A word of letters and then digits, `M14`; `5G` and `720p` are measures.
fn is_code(word: &str) -> bool {
    word.chars().count() >= 3
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().any(|c| c.is_ascii_digit())
}

/// A book is named by its own title, the first `own` words, whole: words of its subject alone are a wish. The author adds to it.
fn as_book(words: &mut [Word], own: usize) {
    let count = own as u32;
    let tells = words[..own].iter().any(|word| word.weight >= NAME);
    let share = match (tells, count) {
        (true, 1) => NAMES,
        // Three quarters of the title, if a word of it is a name; else all of a long one.
        (true, _) => NAMES.div_ceil((count * 3).div_ceil(4).max(2)),
        (false, 5..) => NAMES.div_ceil(count),
        (false, _) => 0,
    };
    for (at, word) in words.iter_mut().enumerate() {
        word.weight = if at < own { share } else { AUTHOR.min(share) };
    }
}

/// A title up to its first bracket; a book's up to its author or second title.
fn head(title: &str, domain: Domain) -> &str {
    let ends: &[&str] = match domain {
        Domain::Books => &["(", ":", " – ", " — ", ",", " by "],
        _ => &["("],
    };
    let end = ends.iter().filter_map(|end| title.find(end)).min();
    &title[..end.unwrap_or(title.len())]
}

fn ends_a_book(token: &Token<'_>) -> bool {
    matches!(token.raw, ":" | "(" | "–" | "—" | "," | "[" | "|") || token.is("by")
}

fn tells(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Word | Kind::Number) && !token.is_in(LINKS)
}

fn folded(text: &str) -> Vec<String> {
    let all = tokens(text).into_iter();
    all.filter(tells).map(|token| token.folded).collect()
}

/// How a word sounds, by its consonants when they are enough to know it: vowels between scripts are anybody's guess.
fn heard(word: &str, facts: &dyn Facts) -> Option<String> {
    let sound = facts.sound(word)?;
    let consonants: String = sound.chars().filter(|c| !"aeiouy".contains(*c)).collect();
    Some(if consonants.len() >= ENOUGH {
        consonants
    } else {
        sound
    })
}

/// A word of the turn, with its place among the turn's tokens.
struct Spoken {
    at: usize,
    folded: String,
    sound: Option<String>,
}

fn spoken(all: &[Token<'_>], facts: &dyn Facts) -> Vec<Spoken> {
    let words = all.iter().enumerate().filter(|(_, token)| tells(token));
    let words = words.map(|(at, token)| Spoken {
        at,
        folded: token.folded.clone(),
        sound: heard(&token.folded, facts),
    });
    words.collect()
}

/// The words of products that are no secret: those named in this turn or offered before.
struct OnceWords {
    all: BTreeSet<String>,
    /// Their titles, in both scripts.
    titles: Vec<Vec<Word>>,
}

impl OnceWords {
    fn new(said: &Said<'_>, scene: &Scene, secret: &ProductId, facts: &dyn Facts) -> Self {
        let ids = said.turn.mentioned.iter().chain(&scene.offered);
        let products = ids
            .filter(|id| *id != secret)
            .filter_map(|id| facts.product(id));
        let (mut all, mut titles) = (BTreeSet::new(), Vec::new());
        for product in products {
            let both = [Some(product.title.as_str()), product.title_hi.as_deref()];
            for title in both.into_iter().flatten().map(folded) {
                all.extend(title.iter().cloned());
                let words = title.into_iter().map(|word| Word::plain(word, facts));
                titles.push(words.collect());
            }
            all.extend(product.brand.iter().flat_map(|brand| folded(brand)));
        }
        OnceWords { all, titles }
    }
}

/// What is heard in a turn.
struct Heard {
    turn: Vec<Spoken>,
    others: OnceWords,
}

/// A run of a title's words in a turn, as places among the turn's tokens.
struct Run {
    first: usize,
    last: usize,
}

impl Heard {
    /// The longest run of the title in the turn that names the product.
    fn best(&self, title: &Title) -> Option<Run> {
        let mut best: Option<(usize, Run)> = None;
        for start in 0..self.turn.len() {
            for from in 0..title.words.len() {
                let words = &title.words[from..];
                let length = self.length(start, words);
                let longer = best.as_ref().is_none_or(|(longest, _)| length > *longest);
                let whole = from == 0
                    && length >= title.head
                    && self.clear(start, &words[..length]) >= title.enough();
                let run = &words[..length];
                let names = || whole || self.names(start, run, title.domain);
                if length > 0 && longer && names() && !self.is_of_another(start, run) {
                    let run = Run {
                        first: self.turn[start].at,
                        last: self.turn[start + length - 1].at,
                    };
                    best = Some((length, run));
                }
            }
        }
        best.map(|(_, run)| run)
    }

    /// How many words from `start` are those of the title. In the other script one word in four may be spelled past knowing.
    fn length(&self, start: usize, title: &[Word]) -> usize {
        let (mut length, mut slips) = (0, 0);
        for (at, (spoken, word)) in self.turn[start..].iter().zip(title).enumerate() {
            if is_same(spoken, word) {
                length = at + 1;
            } else if at > 0 && is_other_script(spoken, word) && slips * 4 < at + 1 {
                slips += 1;
            } else {
                break;
            }
        }
        length
    }

    /// How many words from `start` are surely those of the title.
    fn clear(&self, start: usize, words: &[Word]) -> usize {
        let both = self.turn[start..].iter().zip(words);
        both.filter(|(spoken, word)| is_same(spoken, word) && !is_vague(spoken, word))
            .count()
    }

    /// Whether what is said fits the title of a product that is no secret as well: of two titles that differ in one word
    /// the shopper may say the one that was offered.
    fn is_of_another(&self, start: usize, run: &[Word]) -> bool {
        let clear = self.clear(start, run);
        self.others.titles.iter().any(|title| {
            (0..title.len()).any(|from| {
                let words = &title[from..];
                self.clear(start, &words[..self.length(start, words)]) >= clear
            })
        })
    }

    /// Whether these words tell the product from its like.
    fn names(&self, start: usize, words: &[Word], domain: Domain) -> bool {
        let (mut told, mut brand, mut telling) = (0, false, false);
        for (spoken, word) in self.turn[start..].iter().zip(words) {
            if !is_same(spoken, word) {
                continue;
            }
            // Of short words that have no sound of their own the neighbours decide.
            let known = is_vague(spoken, word) || self.others.all.contains(&spoken.folded);
            told += match word.weight {
                weight if word.brand && brand => PLAIN.min(weight),
                weight if known && !word.brand => PLAIN.min(weight),
                weight => weight,
            };
            telling |= !known && word.weight > BRAND;
            brand |= word.brand;
        }
        if told < NAMES || domain == Domain::Books {
            return told >= NAMES;
        }
        let code = words.iter().any(|word| word.weight >= CODE);
        let anchored = brand || code || has_model(words) || words.len() >= 3;
        anchored && (telling || words.len() >= MANY)
    }
}

/// A name with a number after it.
fn has_model(words: &[Word]) -> bool {
    let numbered = |pair: &[Word]| {
        pair[0].weight >= SHORT && is_number(&pair[1].folded) && pair[1].weight > PLAIN
    };
    words.windows(2).any(numbered)
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// The same word, or one that sounds the same in the other script.
fn is_same(spoken: &Spoken, word: &Word) -> bool {
    let letters = !is_number(&word.folded) && !is_number(&spoken.folded);
    spoken.folded == word.folded
        || (letters && is_other_script(spoken, word) && spoken.sound == word.sound)
}

/// The same only in so far as neither has a sound of its own.
fn is_vague(spoken: &Spoken, word: &Word) -> bool {
    spoken.folded != word.folded && word.sound.is_none()
}

fn is_other_script(spoken: &Spoken, word: &Word) -> bool {
    spoken.folded.is_ascii() != word.folded.is_ascii()
}
