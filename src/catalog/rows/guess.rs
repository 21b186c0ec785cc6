//! A proposal how to read a file's columns, from their names and from what stands in them.
//!
//! The order of belief: what a person said, now or before; a known name that its values do not contradict; a name that
//! holds a known word, with fitting values; values alone, for what a product cannot do without. Every guess is shown with
//! its confidence before anything is imported.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::columns::{self, Column, Mapping};
use super::content::{self, Looks};
use super::kinds::{self, NotProducts};
use super::layout::{Layout, Use};
use super::proposal::{Guess, Meaning, Plan, Why};
use super::signs;
use super::{attributes, clean};

/// How many different values of a column are shown.
const SAMPLES: usize = 3;
/// Their length in characters.
const SAMPLE_CHARS: usize = 60;

/// Proposes how to read a file from its first rows. `remembered` mappings yield to `said` ones.
///
/// # Errors
/// Rows that are no products, with what they seem to be.
pub fn plan(
    rows: &[Map<String, Value>],
    said: &[Mapping],
    remembered: &[Mapping],
) -> Result<Plan, NotProducts> {
    if let Some(kind) = kinds::known(rows.iter()) {
        return Err(kind);
    }
    let mut table = Table::of(rows);
    table.by_word(said, Why::Said);
    table.by_word(remembered, Why::Remembered);
    table.by_name();
    table.by_name_part();
    table.by_values();
    table.better_title();
    if !rows.is_empty() && table.best(Column::Title).is_none() {
        let names: Vec<&str> = table.columns.iter().map(|c| c.name).collect();
        return Err(NotProducts::NoTitle {
            columns: names_of(&names),
        });
    }
    Ok(table.finish(rows.len()))
}

fn names_of(names: &[&str]) -> String {
    const SHOWN: usize = 12;
    let mut text = names
        .iter()
        .take(SHOWN)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > SHOWN {
        text.push_str(&format!(" and {} more", names.len() - SHOWN));
    }
    text
}

struct Told {
    used: Use,
    why: Why,
    confidence: f32,
}

struct Seen<'a> {
    name: &'a str,
    looks: Looks,
    samples: Vec<String>,
    told: Option<Told>,
}

struct Table<'a> {
    columns: Vec<Seen<'a>>,
}

impl<'a> Table<'a> {
    fn of(rows: &'a [Map<String, Value>]) -> Self {
        let mut order: Vec<&str> = Vec::new();
        let mut values: HashMap<&str, Vec<&Value>> = HashMap::new();
        for (name, value) in rows.iter().flatten() {
            let list = values.entry(name).or_insert_with(|| {
                order.push(name);
                Vec::new()
            });
            list.push(value);
        }
        let see = |name: &'a str| {
            let values = &values[name];
            Seen {
                name,
                looks: content::look(values.iter().copied()),
                samples: samples(values),
                told: None,
            }
        };
        Table {
            columns: order.into_iter().map(see).collect(),
        }
    }

    fn best(&self, column: Column) -> Option<usize> {
        let ranked = self.columns.iter().enumerate().filter_map(|(at, seen)| {
            let fields = &seen.told.as_ref()?.used.fields;
            let rank = fields.iter().find(|f| f.0 == column)?.1;
            // A column without a single value is the last choice, but a choice.
            Some((seen.looks.filled == 0, rank, at))
        });
        ranked.min().map(|(_, _, at)| at)
    }

    fn by_word(&mut self, mappings: &[Mapping], why: Why) {
        for mapping in mappings {
            let open = |seen: &&mut Seen<'_>| seen.told.is_none() && mapping.is_about(seen.name);
            for seen in self.columns.iter_mut().filter(open) {
                seen.tell(Use::said(mapping, seen.name), why, 1.0);
            }
        }
    }

    fn by_name(&mut self) {
        for seen in self.columns.iter_mut().filter(|seen| seen.told.is_none()) {
            let Some((meanings, _)) = columns::by_name(seen.name) else {
                continue;
            };
            let mut used = Use::by_name(seen.name);
            used.fields
                .retain(|(column, _)| signs::allow(&seen.looks, *column));
            if used.fields.is_empty() && !meanings.is_empty() {
                let other = signs::instead(&seen.looks, meanings[0].0);
                let used = other.map_or_else(
                    || Use::attribute(attributes::clean_name(seen.name)),
                    |column| Use::field(column, 90, seen.name),
                );
                seen.tell(used, Why::Contradicted, 0.6);
            } else {
                let sure = if seen.looks.filled == 0 { 0.8 } else { 0.95 };
                seen.tell(used, Why::Name, sure);
            }
        }
    }

    fn by_name_part(&mut self) {
        let id = self.best(Column::Id);
        for seen in self.columns.iter_mut().filter(|seen| seen.told.is_none()) {
            let name = attributes::snake(seen.name);
            if seen.name.starts_with("attr_") || seen.looks.filled == 0 {
                continue;
            }
            let hinted = signs::hinted(&seen.looks, &name);
            if let Some(column) = hinted.filter(|column| *column != Column::Id || id.is_none()) {
                let used = Use::field(column, 50, seen.name);
                seen.tell(used, Why::NamePart, 0.7);
            }
        }
    }

    fn by_values(&mut self) {
        if self.best(Column::Price).is_none() {
            self.take_first(Column::Price, 0.6, |looks| looks.currency >= 0.5);
        }
        if self.best(Column::Image).is_none() {
            self.take_first(Column::Image, 0.6, |looks| looks.picture >= 0.8);
        }
        self.take_first(Column::Ignore, 0.6, |looks| looks.url >= 0.8);
        // Titles look like any other text, so there must be another sign that these are products.
        let signs = [
            Column::Price,
            Column::Image,
            Column::Brand,
            Column::Categories,
            Column::Description,
        ];
        let product = signs.iter().any(|column| self.best(*column).is_some());
        if self.best(Column::Title).is_none() && product {
            self.take_first(Column::Title, 0.4, |looks| {
                (2.0..=30.0).contains(&looks.words) && looks.distinct >= 0.7 && looks.number < 0.1
            });
        }
    }

    /// The first column that nothing is known of and that looks right.
    fn take_first(&mut self, column: Column, sure: f32, fits: impl Fn(&Looks) -> bool) {
        let fitting = |seen: &&mut Seen<'_>| {
            seen.told.is_none()
                && seen.looks.filled > 0
                && seen.looks.nested < 0.5
                && fits(&seen.looks)
        };
        let all = column == Column::Ignore;
        for seen in self.columns.iter_mut().filter(fitting) {
            seen.tell(Use::field(column, 80, seen.name), Why::Values, sure);
            if !all {
                return;
            }
        }
    }

    /// Where the best-named title holds codes and another candidate holds words, the words are the title.
    fn better_title(&mut self) {
        let Some(best) = self.best(Column::Title) else {
            return;
        };
        let is_title = |seen: &Seen<'_>| {
            let told = seen.told.as_ref();
            told.is_some_and(|t| t.used.fields.iter().any(|f| f.0 == Column::Title))
        };
        if self.columns[best]
            .told
            .as_ref()
            .is_some_and(|t| t.confidence == 1.0)
        {
            return;
        }
        let words = self.columns[best].looks.words;
        if self.columns[best].looks.code < 0.5 {
            return;
        }
        let better = self.columns.iter_mut().find(|seen| {
            is_title(seen) && seen.looks.code < 0.5 && seen.looks.words >= (2.0 * words).max(2.0)
        });
        if let Some(seen) = better {
            seen.tell(Use::field(Column::Title, 0, seen.name), Why::Values, 0.8);
        }
    }

    fn finish(self, rows: usize) -> Plan {
        let taken: HashMap<Column, usize> = Column::ALL
            .into_iter()
            .filter_map(|column| Some((column, self.best(column)?)))
            .collect();
        let mut plan = Plan {
            layout: Layout::default(),
            guesses: Vec::with_capacity(self.columns.len()),
            rows,
        };
        let mut uses = HashMap::with_capacity(self.columns.len());
        for (at, seen) in self.columns.into_iter().enumerate() {
            let told = seen.told.unwrap_or_else(|| {
                let name = attributes::clean_name(seen.name);
                Told {
                    confidence: if attributes::is_usual(&name) {
                        0.9
                    } else {
                        0.7
                    },
                    used: Use::attribute(name),
                    why: Why::Name,
                }
            });
            plan.guesses.push(Guess {
                column: seen.name.to_owned(),
                meaning: meaning(&told.used, at, &taken),
                confidence: told.confidence,
                why: told.why,
                filled: seen.looks.filled,
                samples: seen.samples,
            });
            uses.insert(seen.name.to_owned(), told.used);
        }
        plan.layout = Layout::new(uses);
        plan
    }
}

fn meaning(used: &Use, at: usize, taken: &HashMap<Column, usize>) -> Meaning {
    let Some((first, _)) = used.fields.first() else {
        return Meaning::Attribute(used.attribute.clone());
    };
    let read = used
        .fields
        .iter()
        .find(|(column, _)| taken.get(column) == Some(&at));
    match (read, first) {
        (_, Column::Ignore) => Meaning::NotKept,
        (_, Column::Attributes) => Meaning::Field(Column::Attributes),
        (Some((column, _)), _) => Meaning::Field(*column),
        (None, column) if column.is_text() => Meaning::Attribute(used.attribute.clone()),
        (None, column) => Meaning::Spare(*column),
    }
}

impl Seen<'_> {
    fn tell(&mut self, used: Use, why: Why, confidence: f32) {
        self.told = Some(Told {
            used,
            why,
            confidence,
        });
    }
}

fn samples(values: &[&Value]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for value in values.iter().filter(|value| !clean::is_blank(value)) {
        let whole = clean::scalar(value).unwrap_or_else(|| value.to_string());
        let line = whole.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut text: String = line.chars().take(SAMPLE_CHARS).collect();
        if text.len() < line.len() {
            text.push('…');
        }
        if !out.contains(&text) {
            out.push(text);
        }
        if out.len() == SAMPLES {
            break;
        }
    }
    out
}
