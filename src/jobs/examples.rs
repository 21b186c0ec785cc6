//! Conversations to read: examples for the documentation, and sheets on which people mark what sounds wrong.
//!
//! Owns: the words around the conversations, the order of a sheet, its key. Does not: make conversations, or write files.

use std::fmt::Write as _;
use std::sync::Arc;

use super::JobError;
use super::examples_talks::{Aims, SampleShop, Talk, TalkPlan, sample_talks};
use crate::domain::{Language, Mode, Scenario, Speaker};

/// Conversations of each language and mode among the examples.
const EXAMPLES: usize = 10;

/// Examples of every language and mode, as Markdown. The same seed gives the same text.
///
/// # Errors
/// When the conversations cannot be made.
pub fn examples(shop: &Arc<SampleShop>, seed: u64) -> Result<String, JobError> {
    let mut out = format!(
        "# Examples\n\nMade by `muse-studio examples --seed {seed}` from the sample catalogue with the offline engine. Not read by \
         native speakers.\n"
    );
    for language in Language::ALL {
        for mode in [Mode::Natural, Mode::Paper] {
            let plan = TalkPlan {
                count: EXAMPLES,
                language,
                mode,
                seed,
                aims: Aims::Natural,
            };
            let _ = write!(out, "\n## {}, {} mode\n", name(language), mode.code());
            for (at, talk) in sample_talks(shop, plan)?.iter().enumerate() {
                let _ = write!(out, "\n### {}. {}\n\n", at + 1, heading(talk));
                out.push_str(&quoted(talk));
            }
        }
    }
    Ok(out)
}

fn name(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::Hi => "Hindi",
        Language::Hinglish => "Hinglish",
    }
}

/// What the shopper is after and how it ended: `black kurta for mother, up to ₹1,500: bought`.
fn heading(talk: &Talk) -> String {
    let wish = talk.profile.scenario.as_ref().map(wish);
    let end = talk.outcome.map_or("not ended".to_owned(), |outcome| {
        outcome.code().replace('_', " ")
    });
    format!("{}: {end}", wish.unwrap_or_default())
}

fn wish(scenario: &Scenario) -> String {
    let mut words: Vec<&str> = scenario.wanted.iter().map(|f| f.value.as_str()).collect();
    words.push(&scenario.product_type);
    let mut text = words.join(" ");
    if let Some(recipient) = &scenario.recipient {
        let _ = write!(text, " for {}", recipient.relation.replace('_', " "));
    }
    if let Some(budget) = scenario.budget {
        let _ = write!(text, ", up to {budget}");
    }
    text
}

/// The turns as Markdown; one line each, with the breaks that Markdown keeps.
fn quoted(talk: &Talk) -> String {
    let turns = talk.turns.iter().map(|turn| {
        let who = match turn.speaker {
            Speaker::User => "Shopper",
            Speaker::Assistant => "Assistant",
        };
        format!("**{who}:** {}", turn.text)
    });
    turns.collect::<Vec<_>>().join("  \n") + "\n"
}

/// A sheet for readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What readers get, as CSV: a number, the conversation, and columns to fill.
    pub sheet: String,
    /// What tells where each number comes from, as CSV; readers do not get it.
    pub key: String,
    /// How many conversations.
    pub conversations: usize,
}

/// The columns of a sheet; readers fill all but the first two.
const COLUMNS: [&str; 6] = [
    "number",
    "conversation",
    "sounds like a shopper (1-5)",
    "wrong agreement",
    "wrong word",
    "remark",
];

/// The columns of its key.
const KEY: [&str; 7] = [
    "number", "language", "mode", "seed", "ordinal", "shopper", "lines",
];

/// A sheet with `count` natural conversations of each language, in an order that tells nothing. The same seed gives the same.
///
/// # Errors
/// When the conversations cannot be made.
pub fn sheet(shop: &Arc<SampleShop>, count: usize, seed: u64) -> Result<Sheet, JobError> {
    let mut all = Vec::new();
    for language in Language::ALL {
        let plan = TalkPlan {
            count,
            language,
            mode: Mode::Natural,
            seed,
            aims: Aims::Natural,
        };
        let talks = sample_talks(shop, plan)?.into_iter().enumerate();
        all.extend(talks.map(|(at, talk)| (language, at, talk)));
    }
    all.sort_by_cached_key(|(language, at, _)| {
        *blake3::hash(format!("{seed}/{}/{at}", language.code()).as_bytes()).as_bytes()
    });
    let head = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let (mut sheet, mut key): (Vec<Vec<String>>, Vec<Vec<String>>) =
        (vec![head(&COLUMNS)], vec![head(&KEY)]);
    for (place, (language, at, talk)) in all.iter().enumerate() {
        let number = (place + 1).to_string();
        let lines = talk.turns.iter();
        let lines: Vec<&str> = lines.map(|turn| turn.provenance.source.as_str()).collect();
        let mut row = vec![number.clone(), plain(talk)];
        row.resize(COLUMNS.len(), String::new());
        sheet.push(row);
        key.push(vec![
            number,
            language.code().to_owned(),
            Mode::Natural.code().to_owned(),
            seed.to_string(),
            at.to_string(),
            talk.profile.user_id.to_string(),
            lines.join(" "),
        ]);
    }
    Ok(Sheet {
        sheet: csv_of(&sheet)?,
        key: csv_of(&key)?,
        conversations: all.len(),
    })
}

/// The turns as plain text, one a line.
fn plain(talk: &Talk) -> String {
    let turns = talk.turns.iter().map(|turn| {
        let who = match turn.speaker {
            Speaker::User => "S",
            Speaker::Assistant => "A",
        };
        format!("{who}: {}", turn.text)
    });
    turns.collect::<Vec<_>>().join("\n")
}

/// Rows as CSV, every value in quotes, so that breaks inside a conversation stay inside.
fn csv_of(rows: &[Vec<String>]) -> Result<String, JobError> {
    let mut builder = csv::WriterBuilder::new();
    builder
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF);
    let mut writer = builder.from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(JobError::layer)?;
    }
    let bytes = writer.into_inner().map_err(JobError::layer)?;
    String::from_utf8(bytes).map_err(JobError::layer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shop() -> Arc<SampleShop> {
        let text = include_str!("../../sample_data/products.jsonl");
        let few: Vec<&str> = text.lines().step_by(7).collect();
        Arc::new(SampleShop::read(&few.join("\n")).unwrap())
    }

    #[test]
    fn a_sheet_is_blind_and_mixed_and_its_key_tells_all() {
        let shop = shop();
        let made = sheet(&shop, 6, 4).unwrap();
        assert_eq!(made, sheet(&shop, 6, 4).unwrap());
        assert_eq!(made.conversations, 18);
        let rows = |text: &str| text.matches("\r\n").count();
        assert_eq!((rows(&made.sheet), rows(&made.key)), (19, 19));
        for telling in ["natural", "hinglish/", "user_0"] {
            assert!(!made.sheet.contains(telling), "{telling}");
            assert!(made.key.contains(telling), "{telling}");
        }
        let order: Vec<&str> = made
            .key
            .lines()
            .skip(1)
            .filter_map(|l| l.split("\",\"").nth(1))
            .collect();
        assert!(
            order.windows(2).filter(|pair| pair[0] != pair[1]).count() > 4,
            "{order:?}"
        );
    }

    #[test]
    fn a_value_with_quotes_and_breaks_stays_one_value() {
        let row = vec!["a \"b\"".to_owned(), "c\nd".to_owned()];
        assert_eq!(csv_of(&[row]).unwrap(), "\"a \"\"b\"\"\",\"c\nd\"\r\n");
    }

    #[test]
    fn a_line_that_is_no_product_is_named() {
        let error = SampleShop::read("{}\n").err().unwrap().to_string();
        assert!(error.contains("line 1"), "{error}");
    }
}
