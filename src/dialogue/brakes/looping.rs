//! An answer repeats itself without an end, while it still comes.

use super::{Brake, BrakeRule};

/// How much of an answer's end is looked at, in characters: nobody says the same so long.
const TAIL: usize = 120;
/// The longest piece that may be what repeats, in characters. It stands in the tail at least four times.
const LONGEST_PIECE: usize = 30;

/// The breach, when the end of an answer is one short piece over and over: small models that lost their thread go on so
/// until they may say no more, which costs time and money and leads nowhere.
pub fn looping(answer: &str) -> Option<Brake> {
    let tail: Vec<char> = answer.chars().rev().take(TAIL).collect();
    if tail.len() < TAIL {
        return None;
    }
    let repeats = |piece: &usize| tail[*piece..].iter().eq(&tail[..TAIL - piece]);
    let piece = (1..=LONGEST_PIECE).find(repeats)?;
    let piece: String = tail[..piece].iter().rev().collect();
    let why = format!("the answer goes on and on with `{}`", piece.trim());
    Some(Brake::new(BrakeRule::Circles, why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_piece_over_and_over_is_a_loop_in_any_script() {
        for piece in ["💡", "I'm a customer. ", "123, ", "a bookshop, ", "हाँ जी, "] {
            let answer = format!("Hello. {}", piece.repeat(130));
            let brake = looping(&answer).unwrap_or_else(|| panic!("{piece}"));
            assert_eq!(brake.rule, BrakeRule::Circles);
            assert!(brake.why.contains(piece.trim()), "{}", brake.why);
        }
    }

    #[test]
    fn speech_is_none_and_neither_is_a_short_laugh() {
        let talk = "I want a blue kurta for Diwali, under 2,000 if you can. Cotton would be best, size M or L, \
                    and please nothing with sequins; the last one scratched all evening long.";
        let laugh = format!("{}, that is too much for me!", "ha ".repeat(12));
        let list = "Size S: in stock. Size M: in stock. Size L: in stock. Size XL: out of stock.";
        for answer in ["", "हाँ", talk, &laugh, list] {
            assert_eq!(looping(answer), None, "{answer}");
        }
    }
}
