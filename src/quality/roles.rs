//! Roles: a turn in the words of the other side.
//!
//! Owns: what only a shopper or only a shop's assistant says, and what a shopper cannot know: the price to the rupee of a
//! thing that was not shown yet. Does not: judge turns that either might say, such as `okay` or `black`.

use std::collections::BTreeSet;

use super::claim::{Role, role};
use super::money::Written;
use super::scene::{Said, Scene};
use super::words::{Kind, Token, span, tokens};
use super::{Facts, plain::is_plain};
use crate::domain::{Finding, FindingKind, Product, Severity, Span, Speaker, Turn};

/// Between the two halves of a saying: up to [`REACH`] other words of the sentence.
const GAP: &str = "..";
/// How many words may stand in a gap.
const REACH: usize = 6;

/// What a shopper does not say, folded.
const ASSISTANT: &[&str] = &[
    // English
    "your cart",
    "your budget",
    "you asked for",
    "as you wanted",
    "do you like this",
    "do you like these",
    "do you like it",
    "do you like them",
    "would you like",
    "would you prefer",
    "do you prefer",
    "shall i",
    "shall we",
    "may i know your",
    "have a look at this",
    "have a look at these",
    "you may like",
    "you might like",
    "i would suggest",
    "i d suggest",
    "i would recommend",
    "i d recommend",
    "i recommend",
    "my pick",
    "happy to help",
    "you re welcome",
    "let me show you",
    "you can check this",
    "you can check these",
    "how about this",
    "how about these",
    "going by your",
    "priced at",
    "the rating is",
    "added to your",
    "should i look",
    "sounds like you",
    "what is your budget",
    "what s your budget",
    "what is your size",
    "how can i help",
    // Hindi
    "आपके लिए",
    "आपको",
    "आपके बजट",
    "आपके हिसाब",
    "आपके कार्ट",
    "आपका बजट",
    "ये देखिए",
    "यह देखिए",
    "निकाला है",
    "निकाली है",
    "निकाले हैं",
    "निकाली हैं",
    "कैसा रहेगा",
    "कैसी रहेगी",
    "कैसे रहेंगे",
    "आगे बढें",
    "इससे शुरू करें",
    "कार्ट में डाल दें",
    "कार्ट में डाल दिया",
    "कार्ट में डाल दी",
    "हमारे यहां",
    "क्या मदद",
    // Hinglish
    "aapke liye",
    "aapko",
    "aapke budget",
    "aapke hisaab",
    "aapke cart",
    "aapka budget",
    "ye dekhiye",
    "yeh dekhiye",
    "nikala hai",
    "nikali hai",
    "nikale hain",
    "kaisa rahega",
    "kaisi rahegi",
    "kaise rahenge",
    "aage badhein",
    "cart mein daal dein",
    "cart mein daal diya",
    "hamare yahan",
    "kya madad",
];

/// What an assistant does not say, folded.
const SHOPPER: &[&str] = &[
    // English
    "for my",
    "my budget",
    "my cart",
    "i want a",
    "i want to buy",
    "i need a",
    "i m looking for",
    "i am looking for",
    "i was looking for",
    "show me",
    "i will take it",
    "i ll take",
    "i will take the",
    "i will take this",
    "i will take that",
    "i am taking",
    "can i get a",
    "i can spend",
    "can you show me",
    "do you have a",
    "suggest me",
    // Hindi
    "मुझे .. चाहिए",
    "मुझे .. लेना है",
    "मुझे .. लेनी है",
    "मुझे .. दिखाइए",
    "मेरा बजट",
    "मेरे पास",
    "मेरे लिए",
    "आपके पास",
    "दिखाओ",
    "ले लेता हूं",
    "ले लेती हूं",
    "लेता हूं",
    "लेती हूं",
    "लेना था",
    "लेनी थी",
    "यार",
    "अपनी मम्मी",
    "अपने पापा",
    "ढूंढ रहा",
    "ढूंढ रही",
    // Hinglish
    "mujhe .. chahiye",
    "mujhe .. chaiye",
    "mujhe .. lena hai",
    "mujhe .. leni hai",
    "mera budget",
    "mere paas",
    "mere liye",
    "aapke paas",
    "dikhao",
    "leta hoon",
    "leti hoon",
    "leta hu",
    "leti hu",
    "lena tha",
    "leni thi",
    "yaar",
    "apni mummy",
    "apne papa",
    "dhoondh raha",
    "dhoondh rahi",
];

/// Whether a turn belongs to the other side. `next` is the turn that follows.
pub(super) fn check(
    said: &Said<'_>,
    next: Option<&Turn>,
    scene: &Scene,
    facts: &dyn Facts,
    out: &mut Vec<Finding>,
) {
    let (sayings, actual) = match said.turn.speaker {
        Speaker::User => (ASSISTANT, "what an assistant says"),
        Speaker::Assistant => (SHOPPER, "what a shopper says"),
    };
    let told = sayings
        .iter()
        .find_map(|saying| place(&said.tokens, saying));
    let found = match told {
        Some(place) => Some((place, actual)),
        None if said.turn.speaker == Speaker::User => unseen(said, next, scene, facts)
            .map(|place| (place, "the price of a thing that was not shown yet")),
        None => None,
    };
    if let Some((place, actual)) = found {
        out.push(Finding {
            span: Some(place),
            claimed: said.words(place),
            actual: actual.to_owned(),
            ..said.finding(FindingKind::RoleSwap, Severity::Fault)
        });
    }
}

/// Where a saying stands in a turn, within a sentence.
fn place(all: &[Token<'_>], saying: &str) -> Option<Span> {
    let (first, rest) = match saying.split_once(GAP) {
        Some((first, rest)) => (first, Some(rest)),
        None => (saying, None),
    };
    (0..all.len()).find_map(|at| {
        let end = run(all, at, first)?;
        let end = match rest {
            None => end,
            Some(rest) => (end..all.len())
                .take(REACH + 1)
                .take_while(|at| all[*at].kind != Kind::Stop)
                .find_map(|at| run(all, at, rest))?,
        };
        span(&all[at..end])
    })
}

/// One past the last of some words that stand side by side from `at`; an apostrophe between them is no word.
fn run(all: &[Token<'_>], at: usize, words: &str) -> Option<usize> {
    let mut next = at;
    for word in words.split_whitespace() {
        let apostrophe = |token: &Token<'_>| matches!(token.raw, "'" | "’");
        if next > at && all.get(next).is_some_and(apostrophe) {
            next += 1;
        }
        if !all.get(next)?.is(word) {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// A round amount in rupees is a budget that happens to be a price.
const ROUND: i64 = 50;

/// Where a shopper says the price of a thing by name that the assistant shows only afterwards.
fn unseen(said: &Said<'_>, next: Option<&Turn>, scene: &Scene, facts: &dyn Facts) -> Option<Span> {
    let later = next.into_iter().flat_map(|turn| &turn.mentioned);
    let ids = later.chain(&said.turn.mentioned);
    let hidden = ids.filter(|id| !scene.offered.contains(id));
    let hidden: Vec<&Product> = hidden.filter_map(|id| facts.product(id)).collect();
    let amounts = said.amounts.iter().filter(|amount| {
        amount.written == Written::Digits
            && amount.money.major() % ROUND != 0
            && !matches!(role(&said.tokens, amount), Role::Limit | Role::Floor)
    });
    let mut amounts = amounts.filter(|amount| {
        let same = hidden
            .iter()
            .filter(|product| product.price == Some(amount.money));
        same.into_iter().any(|product| is_called(said, product))
    });
    amounts.next().map(|amount| amount.span)
}

/// Whether the turn says the product's brand or a word of its title that is no plain one.
fn is_called(said: &Said<'_>, product: &Product) -> bool {
    let texts = [
        product.brand.as_deref(),
        Some(product.title.as_str()),
        product.title_hi.as_deref(),
    ];
    let all = texts.into_iter().flatten().flat_map(tokens);
    let names: BTreeSet<String> = all
        .filter(|token| token.kind == Kind::Word && token.folded.chars().count() >= 3)
        .filter(|token| !is_plain(&token.folded))
        .map(|token| token.folded)
        .collect();
    said.tokens
        .iter()
        .any(|token| names.contains(&token.folded))
}
