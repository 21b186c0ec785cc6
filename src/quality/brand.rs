//! Brands: another brand's name given to a product.
//!
//! Only attributions that are certain count: the name is a known brand, none of the product's own words, written as a
//! name, and tied to the product by grammar; sentences that compare, deny or look back are left alone.

use std::collections::BTreeSet;

use super::Facts;
use super::plain::is_plain;
use super::scene::{Said, Scene};
use super::words::{Kind, Token, span, tokens};
use crate::domain::{Conversation, Finding, FindingKind, Product, Severity, Speaker};

/// The brands that occur in a conversation, folded.
pub(super) struct Brands(BTreeSet<String>);

/// The longest brand name that is looked for, in words.
const LONGEST: usize = 4;

impl Brands {
    /// The brands of products that were mentioned or found, and those that the shopper likes.
    pub fn of(conversation: &Conversation, facts: &dyn Facts) -> Self {
        let turns = conversation.turns.values();
        let ids = turns.flat_map(|turn| {
            let found = turn.provenance.iter().flat_map(|from| &from.candidates);
            turn.mentioned
                .iter()
                .chain(found.map(|candidate| &candidate.product))
        });
        let brands = ids.filter_map(|id| facts.product(id)?.brand.as_deref());
        let liked = conversation.profile.preferences.preferred_brands.iter();
        let all = brands.chain(liked.map(String::as_str));
        Brands(
            all.map(key)
                .filter(|brand| brand.chars().count() > 1)
                .collect(),
        )
    }

    fn knows(&self, name: &str, facts: &dyn Facts) -> bool {
        self.0.contains(name) || facts.is_brand(name)
    }
}

/// A name as brands are compared: folded words with single spaces.
fn key(name: &str) -> String {
    let words = tokens(name);
    let words: Vec<&str> = words.iter().map(|token| token.folded.as_str()).collect();
    words.join(" ")
}

/// Faults of brands in an assistant's turn.
pub(super) fn check(
    said: &Said<'_>,
    scene: &Scene,
    brands: &Brands,
    facts: &dyn Facts,
    out: &mut Vec<Finding>,
) {
    if said.turn.speaker != Speaker::Assistant || said.turn.mentioned.is_empty() {
        return;
    }
    let scope = scene.scope(said, facts);
    let Some(branded) = scope.iter().find(|product| product.brand.is_some()) else {
        return;
    };
    let own = own_words(&scope);
    let mut at = 0;
    while at < said.tokens.len() {
        let Some(length) = brand_at(said, at, brands, facts) else {
            at += 1;
            continue;
        };
        let words = &said.tokens[at..at + length];
        let is_own = words.iter().all(|token| own.contains(&token.folded));
        if !is_own && is_attributed(said, at, length, &own) {
            out.push(Finding {
                span: span(words),
                claimed: span(words).map(|span| said.words(span)).unwrap_or_default(),
                actual: branded.brand.clone().unwrap_or_default(),
                product: Some(branded.id.clone()),
                ..said.finding(FindingKind::Brand, Severity::Fault)
            });
        }
        at += length;
    }
}

/// How many words from `at` are the longest known brand; `None` for none.
fn brand_at(said: &Said<'_>, at: usize, brands: &Brands, facts: &dyn Facts) -> Option<usize> {
    let first = &said.tokens[at];
    if first.kind != Kind::Word || !is_name(first) {
        return None;
    }
    let reach = LONGEST.min(said.tokens.len() - at);
    (1..=reach).rev().find(|length| {
        let words = &said.tokens[at..at + length];
        let joined: Vec<&str> = words.iter().map(|token| token.folded.as_str()).collect();
        words.iter().all(|token| token.kind != Kind::Stop) && brands.knows(&joined.join(" "), facts)
    })
}

/// Written as a name: with a capital, or in a script without capitals. `Bata` is a brand, `bata dijiye` a request.
fn is_name(token: &Token<'_>) -> bool {
    token.raw.chars().next().is_some_and(|c| !c.is_lowercase())
}

/// Every word that the catalogue uses of these products.
fn own_words(products: &[&Product]) -> BTreeSet<String> {
    let mut own = BTreeSet::new();
    let mut take = |text: &str| own.extend(tokens(text).into_iter().map(|token| token.folded));
    for product in products {
        let texts = [
            product.brand.as_deref(),
            product.title_hi.as_deref(),
            product.description.as_deref(),
        ];
        texts.into_iter().flatten().for_each(&mut take);
        take(&product.title);
        product.categories.iter().for_each(|text| take(text));
        product
            .attributes
            .values()
            .flatten()
            .for_each(|text| take(text));
    }
    own
}

/// Words that turn a sentence into a comparison, a denial or a look back.
const OTHERWISE: &[&str] = &[
    "nahi",
    "nahin",
    "nhi",
    "na",
    "not",
    "no",
    "isn",
    "without",
    "instead",
    "jaisa",
    "jaisi",
    "jaise",
    "like",
    "similar",
    "alternative",
    "than",
    "unlike",
    "bajaye",
    "bajay",
    "jagah",
    "alawa",
    "other",
    "earlier",
    "pehle",
    "pichla",
    "pichli",
    "pichle",
    "नहीं",
    "नही",
    "जैसा",
    "जैसी",
    "जैसे",
    "बजाय",
    "जगह",
    "अलावा",
    "पहले",
    "पिछला",
    "पिछली",
    "पिछले",
    "compatible",
    "suits",
    "vs",
    "versus",
    "compared",
    "mukable",
    "मुकाबले",
    "except",
    "nothing",
    "none",
    "neither",
    "never",
    "koi",
    "कोई",
];

/// Verbs that follow a word which only looks like a name.
const REQUESTS: &[&str] = &[
    "dijiye", "dijie", "dijiyega", "dena", "do", "de", "den", "dein", "dun", "doon", "sakte",
    "sakti", "sakta", "kar", "karo", "kijiye",
];

/// Whether the brand at `at` is tied to the product: `Tarang ka kurta`, `by Tarang`, `Tarang cotton kurta`.
fn is_attributed(said: &Said<'_>, at: usize, length: usize, own: &BTreeSet<String>) -> bool {
    let tokens = &said.tokens;
    let after = at + length;
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    if matches!(
        word(after),
        "wala" | "wali" | "wale" | "वाला" | "वाली" | "वाले"
    ) {
        return false;
    }
    let clause = clause(tokens, at);
    let near = clause.start.max(at.saturating_sub(6))..clause.end.min(after + 5);
    let hedged = |at: usize| {
        let token = &tokens[at];
        token.is_in(OTHERWISE) && !own.contains(&token.folded) && !is_harmless(tokens, at)
    };
    if near.into_iter().any(hedged) {
        return false;
    }
    let possessive = matches!(
        word(after),
        "ka" | "ki" | "ke" | "का" | "की" | "के" | "brand" | "ब्रांड" | "company"
    );
    // A brand that is a plain word, `Home` or `Classic`, is meant only where grammar leaves no other reading.
    let plain = length == 1 && is_plain(&tokens[at].folded);
    if plain && (at == clause.start || !possessive) {
        return false;
    }
    let from = at > 0 && tokens[at - 1].is_in(&["by", "from", "brand", "ब्रांड"]);
    // `Bata dijiye` at the start of a sentence asks for something; the shop of that name is not meant.
    if REQUESTS.contains(&word(after)) {
        return false;
    }
    let followers = tokens[after..clause.end.min(after + 4).max(after)].iter();
    let names_product = followers
        .take_while(|token| matches!(token.kind, Kind::Word | Kind::Number))
        .filter(|token| token.folded.chars().count() > 2)
        .any(|token| own.contains(&token.folded));
    possessive || names_product || from
}

/// Whether a word of [`OTHERWISE`] compares nothing here: `I like this`, `first look at`, `besides it`.
fn is_harmless(tokens: &[Token<'_>], at: usize) -> bool {
    let before = |words: &[&str]| at > 0 && tokens[at - 1].is_in(words);
    let after = |words: &[&str]| tokens.get(at + 1).is_some_and(|next| next.is_in(words));
    match tokens[at].folded.as_str() {
        "like" => {
            const WHO: &[&str] = &[
                "i", "you", "u", "may", "might", "will", "would", "to", "people",
            ];
            before(WHO) || after(&["it", "this", "these"])
        }
        "pehle" | "पहले" => {
            !after(&["wala", "wali", "wale", "वाला", "वाली", "वाले", "jo", "जो"])
        }
        "alawa" | "अलावा" => before(&["iske", "inke", "uske", "इसके", "इनके", "उसके"]),
        _ => false,
    }
}

/// Words that begin another clause: what was denied before them is not denied after them.
const BUT: &[&str] = &["but", "par", "lekin", "magar", "पर", "लेकिन", "मगर"];

/// Whether a clause ends at a token: at a stop, before `, but`, after `koi nahi,`.
fn ends_clause(tokens: &[Token<'_>], at: usize) -> bool {
    let says = |at: Option<usize>, words: &[&str]| {
        at.and_then(|at| tokens.get(at))
            .is_some_and(|token| token.is_in(words))
    };
    let never_mind = says(at.checked_sub(1), &["nahi", "nahin", "नहीं"])
        && says(at.checked_sub(2), &["koi", "baat", "कोई", "बात"]);
    let comma = tokens[at].raw == ",";
    tokens[at].kind == Kind::Stop || (comma && (never_mind || says(Some(at + 1), BUT)))
}

/// The tokens of the sentence that holds `at`.
fn clause(tokens: &[Token<'_>], at: usize) -> std::ops::Range<usize> {
    let start = (0..at).rev().find(|at| ends_clause(tokens, *at));
    let end = (at..tokens.len()).find(|at| ends_clause(tokens, *at));
    start.map_or(0, |stop| stop + 1)..end.unwrap_or(tokens.len())
}
