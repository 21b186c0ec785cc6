//! What could not be made, by kind.

use std::collections::BTreeMap;

use crate::tui::effect::PageLine;
use crate::tui::theme::Role;

/// Kinds that are told apart at most; the rest is counted together.
const KINDS: usize = 50;
/// What stands for the kinds beyond.
const OTHER: &str = "other reasons";

/// The reasons of a job's run, counted.
#[derive(Default)]
pub struct Troubles(BTreeMap<String, Kind>);

struct Kind {
    count: u64,
    latest: String,
}

impl Troubles {
    /// Takes in a sentence. Those that differ in their numbers alone are of one kind.
    pub fn add(&mut self, sentence: &str) {
        let mut kind = kind_of(sentence);
        if !self.0.contains_key(&kind) && self.0.len() >= KINDS {
            OTHER.clone_into(&mut kind);
        }
        let kind = self.0.entry(kind).or_insert_with(|| Kind {
            count: 0,
            latest: String::new(),
        });
        kind.count += 1;
        sentence.clone_into(&mut kind.latest);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The table, the most frequent first, each with the latest sentence.
    pub fn page(&self) -> Vec<PageLine> {
        let mut kinds: Vec<(&String, &Kind)> = self.0.iter().collect();
        kinds.sort_by_key(|(name, kind)| (std::cmp::Reverse(kind.count), *name));
        let lines = kinds.into_iter().flat_map(|(name, kind)| {
            let head = PageLine {
                role: Role::Bad,
                text: format!("{:>5} x  {name}", kind.count),
            };
            let latest = PageLine {
                role: Role::Muted,
                text: format!("         latest: {}", kind.latest),
            };
            [head, latest]
        });
        lines.collect()
    }
}

/// What went wrong without the numbers: the reason after `could not be made`, or the whole sentence.
fn kind_of(sentence: &str) -> String {
    let reason = sentence
        .split_once("could not be made: ")
        .map_or(sentence, |(_, reason)| reason);
    let mut kind = String::new();
    for c in reason.chars() {
        match c.is_numeric() {
            true if kind.ends_with('…') => {}
            true => kind.push('…'),
            false => kind.push(c),
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_that_differ_in_numbers_are_one_kind() {
        let mut troubles = Troubles::default();
        for sentence in [
            "conversation 4 could not be made: the server is busy (429)",
            "conversation 12 could not be made: the server is busy (503)",
            "conversation 9 could not be made: it goes round in circles",
        ] {
            troubles.add(sentence);
        }
        let page = troubles.page();
        assert_eq!(page.len(), 4);
        assert!(page[0].text.contains("2 x  the server is busy (…)"));
        assert!(page[1].text.contains("conversation 12"));
    }

    #[test]
    fn many_kinds_are_counted_together() {
        let mut troubles = Troubles::default();
        for letter in 'a'..='z' {
            for other in 'a'..='z' {
                troubles.add(&format!("{letter}{other}"));
            }
        }
        let page = troubles.page();
        assert_eq!(page.len(), 2 * (KINDS + 1));
        assert!(
            page[0]
                .text
                .contains(&format!("{} x  {OTHER}", 26 * 26 - KINDS))
        );
    }
}
