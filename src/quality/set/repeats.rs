//! What is said word for word more than once.

use std::collections::HashMap;

use super::lexicon::WordId;
use crate::quality::diversity::Entropy;

/// Words in the n-grams of [`self_repetition`].
const ORDER: usize = 4;

/// How often texts of one kind, such as first utterances, are the same in case-folded words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repeats {
    /// How many texts there are.
    pub texts: u64,
    /// How many of them another conversation has too.
    pub shared: u64,
    /// The most frequent shared ones as first met, with how often each is there.
    pub most: Vec<(String, u64)>,
}

impl Repeats {
    /// The part of the texts that another conversation has too, 0 to 1; 0 of none.
    pub fn share(&self) -> f64 {
        self.shared as f64 / self.texts.max(1) as f64
    }
}

/// Counts texts of one kind.
#[derive(Debug, Default)]
pub(super) struct RepeatCounter(HashMap<Box<[WordId]>, (String, u64)>);

impl RepeatCounter {
    /// Takes in a text with its words.
    pub(super) fn add(&mut self, words: &[WordId], text: &str) {
        match self.0.get_mut(words) {
            Some((_, times)) => *times += 1,
            None => {
                self.0.insert(words.into(), (text.to_owned(), 1));
            }
        }
    }

    /// How evenly the texts are spread over different ones.
    pub(super) fn spread(&self) -> Entropy {
        Entropy::of(self.0.values().map(|(_, times)| *times))
    }

    /// The figures, with at most `listed` texts.
    pub(super) fn finish(self, listed: usize) -> Repeats {
        let texts = self.0.values().map(|(_, times)| times).sum();
        let all = self.0.into_values();
        let mut shared: Vec<(String, u64)> = all.filter(|(_, times)| *times > 1).collect();
        shared.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Repeats {
            texts,
            shared: shared.iter().map(|(_, times)| times).sum(),
            most: shared.into_iter().take(listed).collect(),
        }
    }
}

/// The part of all 4-grams that another text has too, averaged over the texts (after Salkar et al. 2022, who add up the
/// logarithms of the counts; a part reads easier). 0 to 1; `None` when no text is that long.
pub(super) fn self_repetition(texts: &[&[WordId]]) -> Option<f64> {
    let mut holders: HashMap<&[WordId], (usize, bool)> = HashMap::new();
    for (at, text) in texts.iter().enumerate() {
        for gram in text.windows(ORDER) {
            let (first, several) = holders.entry(gram).or_insert((at, false));
            *several |= *first != at;
        }
    }
    let long = texts.iter().filter(|text| text.len() >= ORDER);
    let part = |text: &&[WordId]| {
        let grams = text.windows(ORDER);
        let all = grams.len() as f64;
        grams.filter(|gram| holders[gram].1).count() as f64 / all
    };
    let parts: Vec<f64> = long.map(part).collect();
    (!parts.is_empty()).then(|| parts.iter().sum::<f64>() / parts.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_texts_are_counted_with_all_their_copies() {
        let mut counter = RepeatCounter::default();
        for (words, text) in [
            ([1, 2], "Hi there"),
            ([1, 2], "hi, there!"),
            ([1, 3], "hi all"),
        ] {
            counter.add(&words, text);
        }
        let repeats = counter.finish(5);
        assert_eq!((repeats.texts, repeats.shared), (3, 2));
        assert_eq!(repeats.most, [("Hi there".to_owned(), 2)]);
        assert!((repeats.share() - 2.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn a_text_that_repeats_itself_alone_repeats_nobody() {
        let texts: [&[WordId]; 3] = [&[1, 1, 1, 1, 1, 1], &[5, 6, 7, 8, 9], &[5, 6, 7, 8, 3]];
        // Of the two 4-grams of the second and third, one is shared.
        assert!((self_repetition(&texts).unwrap() - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(self_repetition(&[&[1, 2]]), None);
    }
}
