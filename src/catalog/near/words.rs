//! Every word of the catalogue once, with how many titles hold it; and whether two words are one in two spellings.

use std::collections::HashMap;

use super::tokens::known_apart;

/// How many times rarer a misspelling is than the word.
const RARER: u32 = 4;

/// Words by number.
#[derive(Default)]
pub(super) struct WordList {
    numbers: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
    titles: Vec<u32>,
}

impl WordList {
    /// The number of a word.
    pub(super) fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(word.into());
        self.titles.push(0);
        self.numbers.insert(word.into(), number);
        number
    }

    /// Counts a title that holds the word.
    pub(super) fn count(&mut self, number: u32) {
        if let Some(titles) = self.titles.get_mut(number as usize) {
            *titles += 1;
        }
    }

    /// The word.
    pub(super) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", |text| text)
    }

    fn titles(&self, number: u32) -> u32 {
        self.titles.get(number as usize).copied().unwrap_or(0)
    }

    /// Whether one of two words is a misspelling, or another spelling, of the other. `common` titles make a word one of its
    /// own: two common words are two words.
    pub(super) fn one_word(&self, a: u32, b: u32, common: u32) -> bool {
        let (x, y) = (self.titles(a), self.titles(b));
        // A slip that one shop makes again and again is still much rarer than the word.
        let both_common = x.min(y) >= common && x.min(y) * RARER >= x.max(y);
        let (a, b) = (self.text(a), self.text(b));
        !both_common && !known_apart(a, b) && misspelt(a, b)
    }
}

/// Whether two words differ by a slip of the pen: a letter doubled, dropped or added, two swapped, a vowel changed. Words
/// with digits, and short ones, never do; any one letter may differ in words of nine, two in words of ten.
fn misspelt(a: &str, b: &str) -> bool {
    if a.chars().chain(b.chars()).any(|c| c.is_numeric()) {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let shorter = a.len().min(b.len());
    if shorter < 4 || a.len().abs_diff(b.len()) > 2 {
        return false;
    }
    match distance(&a, &b) {
        0 => true,
        1 if shorter >= 9 => true,
        1 => slip(&a, &b),
        2 => shorter >= 10,
        _ => false,
    }
}

/// Whether two short words that are one edit apart are likely the same.
fn slip(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if long.len() == short.len() {
        let swapped =
            long.get(same + 1) == short.get(same) && long.get(same) == short.get(same + 1);
        let vowels = long.get(same).is_some_and(is_vowel) && short.get(same).is_some_and(is_vowel);
        return swapped || vowels && same > 0;
    }
    let Some(extra) = long.get(same) else {
        return false;
    };
    let doubled =
        same > 0 && long.get(same - 1) == Some(extra) || long.get(same + 1) == Some(extra);
    doubled || same > 0 && (is_vowel(extra) || *extra == 'h' || long.len() >= 6)
}

fn is_vowel(c: &char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
        || matches!(c, '\u{93e}'..='\u{94c}' | '\u{902}' | '\u{901}')
}

/// Edits from one word to the other, two letters swapped being one; above 2 the answer is 3.
fn distance(a: &[char], b: &[char]) -> usize {
    let width = b.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut above: Vec<usize> = (0..width).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; width];
        for j in 1..width {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
        if above.iter().all(|d| *d > 2) {
            return 3;
        }
    }
    above[b.len()].min(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_from_words() {
        for (a, b) in [
            ("kurta", "kurtaa"),
            ("shirt", "shrit"),
            ("cotton", "coton"),
            ("embroidered", "embroiderd"),
            ("headphone", "hedphone"),
            ("headphone", "headphome"),
            ("kurta", "kurtha"),
        ] {
            assert!(misspelt(a, b) && misspelt(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("shirt", "skirt"),
            ("boot", "root"),
            ("pro", "pr"),
            ("men", "women"),
            ("x100", "x101"),
            ("left", "right"),
            ("mini", "midi"),
            ("plus", "pro"),
            ("bag", "beg"),
            ("printed", "painted"),
        ] {
            assert!(!misspelt(a, b) && !misspelt(b, a), "{a} {b}");
        }
    }

    #[test]
    fn two_common_words_are_two() {
        let mut list = WordList::default();
        let (a, b) = (list.number("metal"), list.number("medal"));
        let (c, d) = (list.number("canon"), list.number("cannon"));
        for number in [a, b, c, c, d] {
            list.count(number);
        }
        assert!(list.one_word(c, d, 2));
        list.count(d);
        assert!(!list.one_word(c, d, 2));
        let (kurta, kurti) = (list.number("kurta"), list.number("kurti"));
        assert!(!list.one_word(kurta, kurti, 9));
        assert_eq!(list.text(a), "metal");
    }
}
