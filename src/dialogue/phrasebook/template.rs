//! A phrasebook line as a template.
//!
//! Owns: the line syntax. Does not: know what a slot means.
//!
//! - `{slot}` or `{slot.form}`: filled from the facts; a line with a slot that cannot be filled is not said.
//! - `{piece.name}`: a line of the group `piece.name` that can be filled.
//! - `[ ... ]`: said when all slots inside can be filled, else left out; without slots inside, said half the time.
//! - `(a/b/c)`: one of them.
//! - `<m|f>`: by the speaker's stated gender; without one the line is not said.
//! - `<item:one|many>` by number alone, `<item:ms|mp|f>` or `<item:ms|mp|fs|fp>`: by the gender and number of the slot's noun. `<recipient:younger|elder>`.

/// One piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Slot {
        name: String,
        form: String,
    },
    Optional(Vec<Piece>),
    Choice(Vec<Vec<Piece>>),
    BySpeaker([Vec<Piece>; 2]),
    BySlot {
        slot: String,
        forms: Vec<Vec<Piece>>,
    },
}

/// Parses a line; the error says what is wrong with it.
pub(crate) fn parse(line: &str) -> Result<Vec<Piece>, String> {
    let mut reader = Reader {
        rest: line.chars().collect(),
        at: 0,
    };
    let pieces = reader.pieces(&[])?;
    if reader.at < reader.rest.len() {
        return Err(format!("`{}` closes nothing", reader.rest[reader.at]));
    }
    Ok(pieces)
}

struct Reader {
    rest: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.at).copied()
    }

    fn pieces(&mut self, until: &[char]) -> Result<Vec<Piece>, String> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        while let Some(c) = self.peek() {
            if until.contains(&c) || matches!(c, '}' | ']' | ')' | '>') {
                break;
            }
            self.at += 1;
            if !matches!(c, '{' | '[' | '(' | '<') {
                text.push(c);
                continue;
            }
            if !text.is_empty() {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
            }
            pieces.push(match c {
                '{' => self.slot()?,
                '[' => {
                    let inner = self.pieces(&[])?;
                    self.close(']')?;
                    Piece::Optional(inner)
                }
                '(' => Piece::Choice(self.branches('/', ')')?),
                _ => self.agreement()?,
            });
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Ok(pieces)
    }

    fn close(&mut self, bracket: char) -> Result<(), String> {
        if self.peek() == Some(bracket) {
            self.at += 1;
            return Ok(());
        }
        Err(format!("a `{bracket}` is missing"))
    }

    fn word_until(&mut self, ends: &[char]) -> String {
        let start = self.at;
        while self.peek().is_some_and(|c| !ends.contains(&c)) {
            self.at += 1;
        }
        self.rest[start..self.at].iter().collect()
    }

    fn slot(&mut self) -> Result<Piece, String> {
        let word = self.word_until(&['}', '{']);
        self.close('}')?;
        let (name, form) = word.split_once('.').unwrap_or((&word, ""));
        if !SLOTS.contains(&name) {
            return Err(format!(
                "`{{{name}}}` is no slot; use one of {}",
                SLOTS.join(", ")
            ));
        }
        Ok(Piece::Slot {
            name: name.to_owned(),
            form: form.to_owned(),
        })
    }

    fn branches(&mut self, between: char, end: char) -> Result<Vec<Vec<Piece>>, String> {
        let mut branches = vec![self.pieces(&[between])?];
        while self.peek() == Some(between) {
            self.at += 1;
            branches.push(self.pieces(&[between])?);
        }
        self.close(end)?;
        Ok(branches)
    }

    fn agreement(&mut self) -> Result<Piece, String> {
        let start = self.at;
        let head = self.word_until(&[':', '|', '>', '{']);
        let slot = if self.peek() == Some(':') {
            self.at += 1;
            Some(head)
        } else {
            self.at = start;
            None
        };
        let mut forms = self.branches('|', '>')?;
        match slot {
            None if forms.len() == 2 => {
                let second = forms.pop().unwrap_or_default();
                let first = forms.pop().unwrap_or_default();
                Ok(Piece::BySpeaker([first, second]))
            }
            None => Err("`<m|f>` takes two forms".to_owned()),
            Some(slot) => {
                let right = match slot.as_str() {
                    "recipient" => forms.len() == 2,
                    "item" | "item2" | "thing" => matches!(forms.len(), 2..=4),
                    _ => return Err(format!("nothing agrees with `{slot}`")),
                };
                if right {
                    Ok(Piece::BySlot { slot, forms })
                } else {
                    Err(format!("`<{slot}:...>` has {} forms", forms.len()))
                }
            }
        }
    }
}

/// Every slot that a line may use.
pub(crate) const SLOTS: [&str; 35] = [
    "thing",
    "item",
    "item2",
    "price",
    "price2",
    "budget",
    "floor",
    "recipient",
    "occasion",
    "color",
    "material",
    "brand",
    "size",
    "capacity",
    "storage",
    "pattern",
    "connectivity",
    "avoid",
    "has",
    "value",
    "rating",
    "why",
    "diff",
    "cheaper",
    "title",
    "city",
    "other",
    "lack",
    "spec",
    "ack",
    "sizes",
    "wearer",
    "better",
    "equal",
    "piece",
];

/// The slots of a line, those inside optional parts left out.
pub(crate) fn required<'a>(pieces: &'a [Piece], into: &mut Vec<&'a str>) {
    for piece in pieces {
        match piece {
            Piece::Slot { name, .. } => into.push(name),
            Piece::BySlot { slot, forms } => {
                into.push(slot);
                forms.iter().for_each(|form| required(form, into));
            }
            Piece::Text(_) | Piece::Optional(_) | Piece::Choice(_) | Piece::BySpeaker(_) => {}
        }
    }
}

/// The names of the pieces that a line is built from, anywhere in it.
pub(crate) fn pieces_of<'a>(line: &'a [Piece], into: &mut Vec<&'a str>) {
    for piece in line {
        match piece {
            Piece::Slot { name, form } if name == "piece" => into.push(form),
            Piece::Text(_) | Piece::Slot { .. } => {}
            Piece::Optional(inner) => pieces_of(inner, into),
            Piece::Choice(ways) => ways.iter().for_each(|way| pieces_of(way, into)),
            Piece::BySpeaker(ways) => ways.iter().for_each(|way| pieces_of(way, into)),
            Piece::BySlot { forms, .. } => forms.iter().for_each(|form| pieces_of(form, into)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_reads_into_pieces() {
        let pieces = parse("(ye/wo) <item:wala|wale|wali>[, {budget} tak] {item.this}").unwrap();
        assert_eq!(pieces.len(), 6);
        assert!(matches!(&pieces[0], Piece::Choice(c) if c.len() == 2));
        assert!(matches!(&pieces[2], Piece::BySlot { forms, .. } if forms.len() == 3));
        assert!(matches!(&pieces[3], Piece::Optional(o) if o.len() == 3));
    }

    #[test]
    fn a_wrong_line_says_why() {
        for (line, word) in [
            ("{itm}", "no slot"),
            ("[open", "missing"),
            ("closed]", "closes nothing"),
            ("<a|b|c>", "two forms"),
            ("<item:a>", "1 forms"),
        ] {
            let error = parse(line).unwrap_err();
            assert!(error.contains(word), "{line}: {error}");
        }
    }

    proptest! {
        #[test]
        fn no_line_panics(line in "[a-z{}\\[\\]()<>|/:. ]{0,40}") {
            let _ = parse(&line);
        }
    }
}
