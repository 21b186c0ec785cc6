//! The words of shoppers and of products, in any of the languages.
//!
//! Owns: folding and parting of words, Devanagari in Latin letters, the shopping lexicon, words that mean the same, what tells a
//! product's language, wearer, what it is though it does not say so, and whether it is an accessory. Does not: read a whole search (`search::ask` does) or the index.

pub(super) mod accessories;
pub(super) mod fold;
pub(super) mod implied;
pub mod language;
pub(super) mod lexicon;
pub(super) mod people;
pub(super) mod synonyms;
pub(super) mod texts;
pub mod translit;
