//! How likely one word was typed where another was meant.
//!
//! Owns: which mistakes fingers make more often than others. Does not: know which words there are, or how frequent they are.

/// Letters can be swapped, doubled or dropped in few ways and be wrong in many, so one certain wrong letter, or one certain
/// needless one, is so much less likely; its likelihood is 1.
const SLIP: f32 = 25.0;
/// The same for a dropped letter: hands drop them somewhat less often than they double or swap them.
const DROPPED: f32 = 15.0;
/// A key beside the one that was meant.
const NEXT_KEY: f32 = 4.0;
/// One vowel for another: that is how a word is spelt by its sound.
const VOWEL: f32 = 3.0;
/// More than one mistake.
const SEVERAL: f32 = 0.1;
/// People seldom get the first letter wrong.
const FIRST_LETTER: f32 = 1.0 / 3.0;

/// The letters of the usual keyboard; each row begins so many half keys to the right of the one above.
const KEYS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// How likely `typed` is when `meant` or its plural was meant, against one certain wrong letter, which is 1. Both folded,
/// `meant` in the singular.
pub(super) fn likelihood(typed: &str, meant: &str) -> f32 {
    let typed: Vec<char> = typed.chars().collect();
    let meant: Vec<char> = meant.chars().collect();
    let plural = |ending: &str| [&meant[..], &ending.chars().collect::<Vec<_>>()].concat();
    let mut forms = vec![plural("s"), plural("es")];
    if let Some((_, start)) = meant.split_last().filter(|(last, _)| **last == 'y') {
        forms.push([start, &['i', 'e', 's']].concat());
    }
    forms.push(meant);
    forms
        .iter()
        .map(|form| of(&typed, form))
        .fold(0.0, f32::max)
}

/// The same when only the beginning of the word was typed.
pub(super) fn likelihood_begun(typed: &str, meant: &str) -> f32 {
    let typed: Vec<char> = typed.chars().collect();
    let meant: Vec<char> = meant.chars().collect();
    let shortest = typed.len().saturating_sub(1).min(meant.len());
    let longest = (typed.len() + 1).min(meant.len());
    (shortest..=longest)
        .map(|end| of(&typed, &meant[..end]))
        .fold(0.0, f32::max)
}

/// The same for one form of the word.
fn of(typed: &[char], meant: &[char]) -> f32 {
    let same = |(a, b): &(&char, &char)| a == b;
    let start = typed.iter().zip(meant).take_while(same).count();
    let (t, m) = (&typed[start..], &meant[start..]);
    let end = t.iter().rev().zip(m.iter().rev()).take_while(same).count();
    let (t, m) = (&t[..t.len() - end], &m[..m.len() - end]);
    let beside = |letter: char| {
        let before = start.checked_sub(1).and_then(|at| typed.get(at));
        before == Some(&letter)
    };
    let likely = match (t, m) {
        ([], []) => SLIP,
        ([], [lost]) if beside(*lost) => SLIP,
        ([], [_]) => DROPPED,
        ([more], []) if beside(*more) => SLIP,
        ([a, b], [c, d]) if a == d && b == c => SLIP,
        ([wrong], [right]) => substituted(*wrong, *right),
        ([_], []) => 1.0,
        _ => SEVERAL,
    };
    let swapped = t.len() == 2 && likely == SLIP;
    match swapped || typed.first() == meant.first() {
        true => likely,
        false => likely * FIRST_LETTER,
    }
}

fn substituted(wrong: char, right: char) -> f32 {
    let vowel = |c: char| "aeiou".contains(c);
    if next_keys(wrong, right) {
        NEXT_KEY
    } else if vowel(wrong) && vowel(right) {
        VOWEL
    } else {
        1.0
    }
}

/// Whether two letters lie beside one another on the keyboard.
fn next_keys(a: char, b: char) -> bool {
    let place = |letter: char| {
        KEYS.iter().enumerate().find_map(|(row, keys)| {
            let column = keys.chars().position(|key| key == letter)?;
            Some((row as i32, 2 * column as i32 + row as i32))
        })
    };
    let (Some((row_a, at_a)), Some((row_b, at_b))) = (place(a), place(b)) else {
        return false;
    };
    (row_a - row_b).abs() <= 1 && (at_a - at_b).abs() <= 2 && a != b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_doubled_and_dropped_letters_are_likelier_than_wrong_ones() {
        for (slip, wrong) in [
            (("ardio", "radio"), ("ardio", "audio")),
            (("keyyboard", "keyboard"), ("keynboard", "keyboard")),
            (("vasn", "van"), ("vasn", "vase")),
            (("vt", "tv"), ("vt", "vr")),
            (("phne", "phone"), ("phne", "pane")),
            (("battreies", "battery"), ("battreies", "battle")),
        ] {
            assert!(
                likelihood(slip.0, slip.1) > likelihood(wrong.0, wrong.1),
                "{slip:?} {wrong:?}"
            );
        }
    }

    #[test]
    fn a_key_beside_the_right_one_is_likelier_than_one_far_away() {
        assert!(next_keys('g', 'h') && next_keys('g', 't') && next_keys('g', 'v'));
        assert!(!next_keys('g', 'p') && !next_keys('g', 'g') && !next_keys('q', 'z'));
        assert!(likelihood("lsmp", "lamp") > likelihood("lkmp", "lamp"));
        assert!(likelihood("lemp", "lamp") > likelihood("lkmp", "lamp"));
    }
}
