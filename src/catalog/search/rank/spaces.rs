//! Words that the catalogue writes together where two were typed, or the other way round, and spaces a letter too early or late.

use tantivy::Score;

use super::beside::Beside;
use super::shelf::Shelf;
use super::wanted::{Ways, singular_of, typed_word};
use super::way::Way;
use crate::catalog::search::asked::Wanted;
use crate::catalog::words::synonyms;

/// What a word counts that is written together where two were typed, or the other way round.
const COMPOUND: Score = 0.9;
/// The shortest half of a word that is taken for two, in characters.
const SHORTEST_HALF: usize = 2;
/// Halves at least so long are taken for words of their own, in characters.
const LONG_HALF: usize = 3;
/// Shorter ones have to stand beside the other in so many products.
const SHORT_HALF_PRODUCTS: u64 = 3;
/// The shortest word beside a space that was moved, in characters.
const SHORTEST_MOVED: usize = 2;
/// Two words parted elsewhere were meant when so many times as many products have them.
const MORE_OFTEN: u64 = 3;

impl Ways<'_> {
    /// Two words that stand beside one another in the text may be one in the catalogue, or have other names together.
    pub(super) fn neighbours(&mut self, all: &[Wanted], at: usize) {
        for [one, two] in pairs(all, at) {
            let pair = [singular_of(one), singular_of(two)];
            // Each of the two words gets half of what the two are worth together.
            self.together(&pair.concat());
            for synonym in synonyms::of(&pair) {
                self.words(&synonym.words, synonym.weight);
            }
        }
    }

    fn together(&mut self, word: &str) {
        let known = self.shelf.holding(self.fields, word);
        if known > 0 {
            let worth = self.shelf.rarity(known) / 2.0;
            let compound = vec![self.shelf.word(self.fields, word, worth)];
            self.options.push((COMPOUND, Way::Words(compound)));
        }
    }

    /// One word that the catalogue may write as two: `powerbank`, `rtx2060`. `anywhere` is for a word hardly known: others are
    /// parted between letters and digits only.
    pub(super) fn apart(&mut self, word: &str, anywhere: bool) {
        let halves = (word.char_indices().skip(SHORTEST_HALF))
            .map(|(at, _)| word.split_at(at))
            .filter(|(_, end)| end.chars().count() >= SHORTEST_HALF);
        let best = halves
            .filter(|(start, end)| anywhere || letters_meet_digits(start, end))
            .map(|(start, end)| (self.both(start, end), start, end))
            .filter(|(known, ..)| *known > 0)
            .max_by_key(|(known, ..)| *known);
        if let Some((_, start, end)) = best {
            self.words(&[start.to_owned(), end.to_owned()], COMPOUND);
        }
    }

    /// How many products have two halves of a word. Short halves stand for anything, so they need company.
    fn both(&self, start: &str, end: &str) -> u64 {
        let half =
            |half: &str| half.chars().count() >= LONG_HALF || !half.chars().any(char::is_numeric);
        let long = |half: &str| half.chars().count() >= LONG_HALF;
        let model = letters_meet_digits(start, end);
        if !(model || half(start) && half(end)) {
            return 0;
        }
        let least = match model || long(start) && long(end) {
            true => 1,
            false => SHORT_HALF_PRODUCTS,
        };
        let together = Beside::of(self.shelf, &[], 0..0).holding(&[start, end]);
        if together >= least { together } else { 0 }
    }
}

/// The words at a place and after it with the space between them a letter later or earlier, where so many more products have
/// them beside all else that is wanted: `lapto pbag` is a laptop bag.
pub(super) fn moved(shelf: Shelf<'_>, all: &[Wanted], first: usize) -> Option<[String; 2]> {
    let [one, two] = pair(all, first)?;
    let beside = Beside::of(shelf, all, first..first + 2);
    let holding = |words: &[String; 2]| beside.holding(&[&words[0], &words[1]]);
    let typed = holding(&[singular_of(one), singular_of(two)]);
    let likely = shifted(one, two).map(|words| (holding(&words), words));
    let (_, words) = likely
        .filter(|(products, _)| *products > typed * MORE_OFTEN)
        .max_by_key(|(products, _)| *products)?;
    Some(words)
}

/// The pairs of plain words that something wanted is in, side by side.
fn pairs(all: &[Wanted], at: usize) -> impl Iterator<Item = [&str; 2]> {
    let firsts = [at.checked_sub(1), Some(at)].into_iter().flatten();
    firsts.filter_map(|first| pair(all, first))
}

/// The word at a place and the word after it.
fn pair(all: &[Wanted], first: usize) -> Option<[&str; 2]> {
    let [one, two] = all.get(first..first + 2)? else {
        return None;
    };
    if one.exact || two.exact || one.field != two.field {
        return None;
    }
    Some([typed_word(one)?, typed_word(two)?])
}

/// Two words with the space a letter later, and a letter earlier.
fn shifted(one: &str, two: &str) -> impl Iterator<Item = [String; 2]> {
    let start = two.chars().next();
    let later = start.map(|c| [format!("{one}{c}"), two[c.len_utf8()..].to_owned()]);
    let end = one.chars().next_back();
    let earlier = end.map(|c| {
        [
            one[..one.len() - c.len_utf8()].to_owned(),
            format!("{c}{two}"),
        ]
    });
    let pairs = [later, earlier].into_iter().flatten();
    let long = |word: &String| word.chars().count() >= SHORTEST_MOVED;
    pairs
        .filter(move |pair| pair.iter().all(long))
        .map(|pair| pair.map(|word| singular_of(&word)))
}

/// Whether a word is parted between letters and digits.
fn letters_meet_digits(start: &str, end: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    digit(start.chars().next_back()) != digit(end.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_moves_by_one_letter() {
        let found: Vec<_> = shifted("lapto", "pbags").collect();
        assert_eq!(found[0], ["laptop", "bag"]);
        assert_eq!(found[1], ["lapt", "opbag"]);
        assert_eq!(shifted("rt", "x2060").count(), 1);
        assert_eq!(shifted("", "").count(), 0);
    }
}
