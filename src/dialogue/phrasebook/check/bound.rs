//! Words that a line fixes although they follow the gender or number of what fills a slot (Hindi and Hinglish).
//!
//! Owns: reading a line as all the ways it can be said, and the words beside the slots of things and of values. Does not: fill
//! lines, or know a noun's gender; a fixed form is wrong with half of the nouns, whichever half a talk may use.

use super::places::Places;
use super::{Fault, LineFault};
use crate::dialogue::phrasebook::book::{Book, Line};
use crate::dialogue::phrasebook::template::Piece;
use crate::dialogue::wording::endings::{self, Word};
use crate::domain::Language;

/// Ways to say one line that are looked at; few lines have so many.
const WAYS: usize = 256;

/// Slots that stand for a thing, with its gender and number.
const THINGS: [&str; 5] = ["thing", "item", "item2", "cheaper", "better"];
/// Slots that tell a value of the thing: what is said to be "of" it agrees with the thing.
const VALUES: [&str; 11] = [
    "price",
    "price2",
    "capacity",
    "storage",
    "connectivity",
    "material",
    "color",
    "size",
    "brand",
    "pattern",
    "spec",
];

/// A line as it is said, piece by piece.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Thing {
        slot: String,
        form: String,
    },
    Value(String),
    /// Punctuation, or a piece of another group.
    Break,
    /// A word whose form is chosen.
    Agreed,
}

pub(super) fn check(book: &Book, places: &Places, language: Language, faults: &mut Vec<LineFault>) {
    if language == Language::En {
        return;
    }
    for (_, lines) in book.groups() {
        for line in lines {
            if let Some(number) = places.of_line(&line.id) {
                let found = of_line(line).into_iter().map(|reason| LineFault {
                    line: number,
                    fault: Fault::Bound,
                    reason,
                });
                faults.extend(found);
            }
        }
    }
}

/// What is fixed in a line, each once.
fn of_line(line: &Line) -> Vec<String> {
    let mut found = Vec::new();
    for way in ways(&line.pieces) {
        for at in 0..way.len() {
            found.extend(before(&way, at));
            found.extend(after(&way, at));
            found.extend(pointed(&way, at));
            found.extend(of_value(&way, at));
        }
    }
    forms(&line.pieces, &mut found);
    found.sort();
    found.dedup();
    found
}

/// `अच्छा {thing}`, `purana {item}`, `आपका {item}`, `kurte ka {thing}`.
fn before(way: &[Token], at: usize) -> Option<String> {
    let Token::Thing { slot, .. } = &way[at] else {
        return None;
    };
    let word = word_at(way, at.checked_sub(1)?)?;
    let last = at.checked_sub(2).and_then(|place| word_at(way, place));
    let bound = endings::is_attribute(word) && !endings::is_done_first(last, word);
    bound.then(|| {
        format!("`{word}` is fixed before `{{{slot}}}`, whose gender varies; write its forms, as in `<{slot}:accha|acche|acchi>`")
    })
}

/// `{item} आ गया`, `{thing} अच्छा लगा`, `{item} है`, and a thing before a postposition that is not in its oblique form.
fn after(way: &[Token], at: usize) -> Option<String> {
    let Token::Thing { slot, form } = &way[at] else {
        return None;
    };
    let rest = &way[at + 1..];
    if form.ends_with("obl") {
        let bare = matches!(rest.first(), None | Some(Token::Break));
        return bare.then(|| {
            format!("`{{{slot}.{form}}}` is oblique, but no postposition follows; take `obl` out")
        });
    }
    let mut doing = false;
    for (place, token) in rest.iter().enumerate() {
        let Token::Word(word) = token else {
            return None;
        };
        let last = place.checked_sub(1).and_then(|place| word_at(rest, place));
        match endings::after_thing(word, [last, word_at(rest, place + 1)], doing) {
            Word::Through => {}
            Word::Doing => doing = true,
            Word::Postposition if place == 0 => {
                return Some(format!(
                    "`{{{slot}}}` stands before `{word}`; write its oblique form, as in `{{{slot}.obl}}`"
                ));
            }
            Word::Number if form == "pl" && endings::is_plural(word) => return None,
            Word::Number | Word::Gender => {
                return Some(format!(
                    "`{word}` is fixed after `{{{slot}}}`, whose gender and number vary; write its forms, as in `<{slot}:hai|hain>`"
                ));
            }
            Word::Postposition | Word::Other => return None,
        }
    }
    None
}

/// `ये नहीं जमा`, `yahi theek laga`: a word that opens a clause and points at the thing.
fn pointed(way: &[Token], at: usize) -> Option<String> {
    let word = word_at(way, at).filter(|word| endings::points(word))?;
    if at > 0 && !matches!(way[at - 1], Token::Break) {
        return None;
    }
    for place in at + 1..way.len() {
        let said = word_at(way, place).filter(|said| !endings::of_a_fact(said))?;
        let beside = [word_at(way, place - 1), word_at(way, place + 1)];
        match endings::after_thing(said, beside, false) {
            Word::Gender if !endings::of_next(said, beside[1]) => {
                return Some(format!(
                    "`{said}` is fixed after `{word}`, which points at a thing whose gender varies; write its forms, as in `<item:laga|lage|lagi|lagin>`"
                ));
            }
            Word::Through | Word::Number => {}
            _ => return None,
        }
    }
    None
}

fn word_at(tokens: &[Token], place: usize) -> Option<&str> {
    match tokens.get(place) {
        Some(Token::Word(word)) => Some(word),
        _ => None,
    }
}

/// `{price} का है`: of the thing, and so in the thing's gender.
fn of_value(way: &[Token], at: usize) -> Option<String> {
    let Token::Value(slot) = &way[at] else {
        return None;
    };
    let word = word_at(way, at + 1)?;
    let open = match way.get(at + 2) {
        None | Some(Token::Break) => true,
        Some(Token::Word(next)) => endings::leaves_open(next),
        Some(_) => false,
    };
    (open && endings::is_genitive(word)).then(|| {
        format!("`{word}` is fixed after `{{{slot}}}`, but follows the thing it is said of; write its forms, as in `<item:ka|ke|ki>`")
    })
}

/// Agreements with too few forms: gender by number alone, or one feminine form where the plural differs.
fn forms(pieces: &[Piece], found: &mut Vec<String>) {
    for piece in pieces {
        match piece {
            Piece::Text(_) | Piece::Slot { .. } => {}
            Piece::Optional(inner) => forms(inner, found),
            Piece::Choice(all) => all.iter().for_each(|way| forms(way, found)),
            Piece::BySpeaker(all) => all.iter().for_each(|way| forms(way, found)),
            Piece::BySlot { slot, forms: all } => {
                all.iter().for_each(|way| forms(way, found));
                if let Some(word) = all
                    .iter()
                    .flat_map(|form| texts(form))
                    .find(|w| endings::is_made_up(w))
                {
                    found.push(format!(
                        "`{word}` is no word: `बढ़िया` never changes; take it out of the forms"
                    ));
                }
                if slot != "recipient" {
                    found.extend(too_few(slot, all));
                }
            }
        }
    }
}

fn too_few(slot: &str, forms: &[Vec<Piece>]) -> Option<String> {
    let words: Vec<Vec<String>> = forms.iter().map(|form| texts(form)).collect();
    let any = |words: &[String], what: fn(&str) -> bool| words.iter().any(|word| what(word));
    let gendered = |word: &str| {
        endings::is_adjective(word) || endings::is_genitive(word) || endings::is_gendered_verb(word)
    };
    match words.as_slice() {
        // `aaye|aayein` looks like the past, but is a wish, which follows number alone.
        [_, many] if many.iter().any(|word| endings::is_wished(word)) => None,
        [one, many] if one.iter().chain(many).any(|word| gendered(word)) => {
            let word = one.iter().chain(many).find(|word| gendered(word))?;
            Some(format!(
                "`{word}` follows gender too, and `<{slot}:...>` has two forms; write three or four"
            ))
        }
        [_, many, women] if any(many, endings::is_plural) && !any(women, endings::is_plural) => {
            Some(format!(
                "`<{slot}:...>` has no form for several feminine things; write a fourth, with the plural verb"
            ))
        }
        _ => None,
    }
}

fn texts(pieces: &[Piece]) -> Vec<String> {
    let texts = pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.split_whitespace()),
        _ => None,
    });
    texts.flatten().map(str::to_owned).collect()
}

/// The ways to say a line: with each optional part and without, and each choice.
fn ways(pieces: &[Piece]) -> Vec<Vec<Token>> {
    let mut all = vec![Vec::new()];
    for piece in pieces {
        let more: Vec<Vec<Token>> = match piece {
            Piece::Text(text) => vec![words(text)],
            Piece::Slot { name, form } => vec![vec![slot(name, form)]],
            Piece::Optional(inner) => {
                let mut said = ways(inner);
                said.push(Vec::new());
                said
            }
            Piece::Choice(branches) => branches.iter().flat_map(|way| ways(way)).collect(),
            Piece::BySpeaker(_) | Piece::BySlot { .. } => vec![vec![Token::Agreed]],
        };
        let joined = all.iter().flat_map(|start| {
            more.iter()
                .map(|end| start.iter().chain(end).cloned().collect())
        });
        all = joined.take(WAYS).collect();
    }
    all
}

fn slot(name: &str, form: &str) -> Token {
    match name {
        _ if THINGS.contains(&name) => Token::Thing {
            slot: name.to_owned(),
            form: form.to_owned(),
        },
        _ if VALUES.contains(&name) => Token::Value(name.to_owned()),
        _ => Token::Break,
    }
}

/// The words of a stretch of text; punctuation parts them, a hyphen does not.
fn words(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for part in text.split_whitespace() {
        for piece in part.split_inclusive(endings::parts) {
            let word = piece.trim_end_matches(endings::parts);
            if !word.is_empty() {
                tokens.push(Token::Word(word.to_lowercase()));
            }
            if word.len() < piece.len() {
                tokens.push(Token::Break);
            }
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::phrasebook::template::parse;

    fn found(line: &str) -> Vec<String> {
        let pieces = parse(line).unwrap();
        let line = Line {
            id: String::new(),
            style: crate::dialogue::phrasebook::book::Style::Any,
            pieces,
            place: 0,
        };
        of_line(&line)
    }

    #[test]
    fn a_fixed_word_beside_a_thing_is_found() {
        for (line, word) in [
            ("ऐसा {thing} चाहिए", "`ऐसा` is fixed before"),
            ("purana {thing} se kaam chala lenge", "`purana`"),
            ("acche {thing.pl} dikhaiye", "`acche`"),
            ("ऑफ़िस का {thing} चाहिए", "`का` is fixed before"),
            ("aapki {item} cart mein <item:hai|hain>", "`aapki`"),
            ("नयी {item.bare_obl} में क्या है?", "`नयी`"),
            ("{thing} अच्छा लगा", "`अच्छा` is fixed after"),
            ("{item} आ गया", "`गया`"),
            ("{item} cart mein daal diya", "`diya`"),
            ("{item.this} मुझे बहुत पसंद आई", "`आई`"),
            ("{item} ठीक है?", "`है`"),
            ("{thing.pl} hai kya?", "`hai`"),
            ("{thing.bare} jab lena ho, bataiyega", "`lena`"),
            ("{thing} के अलावा", "oblique form"),
            ("{thing.bare} lena ho to bataiye", "`lena`"),
            ("{thing.bare} चाहिए था", "`था`"),
            ("{item} मिल जाएगी क्या", "`जाएगी`"),
            ("{item} में क्या है?", "oblique form"),
            ("is {item} ke saath", "oblique form"),
            ("{item.obl}, {price}", "no postposition"),
            ("ये जमा नहीं, कुछ और", "which points at"),
            ("yahi theek laga", "which points at"),
            ("haan, ye wala", "which points at"),
            ("ye {price} ka hai", "`ka` is fixed after"),
            ("{capacity} का ही चाहिए", "`का`"),
            ("<item:बढ़िया है|बढ़िए हैं|बढ़िई है|बढ़िई हैं>", "never changes"),
            ("{item} <item:accha|acche> hai", "`accha` follows gender"),
            ("{item} <item:आ रहा है|आ रहे हैं|आ रही है>", "fourth"),
        ] {
            let found = found(line);
            let told = found.iter().any(|reason| reason.contains(word));
            assert!(told, "{line}: {found:?}");
        }
    }

    #[test]
    fn what_agrees_or_stands_apart_is_left_alone() {
        for line in [
            "<thing:ऐसा|ऐसे|ऐसी> {thing} चाहिए",
            "अच्छा, {thing} देखिए",
            "{thing.obl} के अलावा",
            "{item} <item:आ गया|आ गए|आ गई|आ गईं>",
            "{item.this} ले <लेता|लेती> हूँ",
            "{thing.bare} ढूँढ रहे थे",
            "{item.obl} की रेटिंग अच्छी है",
            "{thing.bare_obl} mein kya naya hai?",
            "{thing.pl} hain kya?",
            "घर के लिए {thing} चाहिए",
            "{price} ka budget hai",
            "budget {budget} tak ka hai",
            "{item.this} aapke cart mein rakh dein?",
            "{thing.bare} lene se pehle pooch loon",
            "{thing.bare} lene aaya hoon",
            "{price} <item:ka|ke|ki> {item} dekh lijiye",
            "{item}, accha hai na?",
            "नहीं, ये वाला रंग नहीं पहनते",
            "ये सुनके अच्छा लगा",
            "तारीख़, ये यहाँ नहीं दिख रहा",
            "ये ठीक लगे तो बताइए",
            "pichli baar bhi yahi liya tha",
            "sabzi se le ke {thing.bare_obl} tak",
            "{item} acche se rakhiyega",
            "{item} लंबे समय तक <item:चले|चलें>",
            "{item} <item:aaye|aayein> to dekhenge",
            "material kaisa hai <item:iska|inka>?",
        ] {
            let found = found(line);
            assert!(found.is_empty(), "{line}: {found:?}");
        }
    }
}
