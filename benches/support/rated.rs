//! Turns and conversations that people rated, from a file of JSON lines.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use muse_studio::domain::Speaker;
use muse_studio::quality::score::{Background, Line, of_talk, of_turn};
use serde::Deserialize;

/// One rated thing.
pub struct Item {
    pub id: String,
    pub set: String,
    pub level: String,
    pub system: String,
    /// The mean rating of each dimension.
    pub dims: BTreeMap<String, f64>,
    /// What the scorer counts; empty before [`Item::measure`].
    pub features: Vec<f64>,
    row: Row,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    set: String,
    level: String,
    system: Option<String>,
    context: Vec<Said>,
    response: Option<String>,
    fact: Option<String>,
    dims: BTreeMap<String, Vec<Option<f64>>>,
}

#[derive(Deserialize)]
struct Said {
    role: String,
    text: String,
}

impl Item {
    /// All that is said in it.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let said = self.row.context.iter().map(|said| said.text.as_str());
        said.chain(self.row.response.as_deref())
    }

    /// Whether one reply is rated, not a whole conversation.
    pub fn is_turn(&self) -> bool {
        self.level == "turn"
    }

    /// The set, with the level where a set has turns and conversations.
    pub fn name(&self) -> String {
        match self.set.as_str() {
            "fed" => format!("fed_{}", self.level),
            set => set.to_owned(),
        }
    }

    /// In which of so many parts it lies: by a hash of its context (FNV-1a), so that replies to the same stay together.
    pub fn part(&self, parts: usize) -> usize {
        let said = self.row.context.iter().flat_map(|said| said.text.bytes());
        let hash = said.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        (hash % parts as u64) as usize
    }

    /// The logarithm of the words that are rated: of the reply, or of all turns.
    pub fn length(&self) -> f64 {
        let words = |text: &str| text.split_whitespace().count();
        let count = match &self.row.response {
            Some(response) => words(response),
            None => self.texts().map(words).sum(),
        };
        (count as f64).ln_1p()
    }

    /// Has the scorer count what it counts.
    pub fn measure(&mut self, background: &Background) {
        let row = &self.row;
        let side = |role: &str| match role {
            "user" | "a" => Speaker::User,
            _ => Speaker::Assistant,
        };
        let lines = row.context.iter().map(|said| Line {
            by: side(&said.role),
            text: &said.text,
        });
        let lines: Vec<Line<'_>> = lines.collect();
        self.features = match &row.response {
            Some(text) => {
                let reply = Line {
                    by: Speaker::Assistant,
                    text,
                };
                of_turn(
                    &lines,
                    &reply,
                    row.fact.as_deref().unwrap_or(""),
                    background,
                )
            }
            None => of_talk(&lines, background),
        };
    }
}

/// Reads a file; a line that is none of the shape is an error with its number.
pub fn read(path: &Path) -> Result<Vec<Item>, Box<dyn Error>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let packed = path.extension().is_some_and(|ending| ending == "gz");
    let bytes: Box<dyn Read> = match packed {
        true => Box::new(flate2::read::MultiGzDecoder::new(file)),
        false => Box::new(file),
    };
    let mut out = Vec::new();
    for (at, line) in BufReader::new(bytes).lines().enumerate() {
        let row: Row =
            serde_json::from_str(&line?).map_err(|error| format!("line {}: {error}", at + 1))?;
        let mean = |of: &[Option<f64>]| {
            let rated: Vec<f64> = of.iter().flatten().copied().collect();
            (!rated.is_empty()).then(|| rated.iter().sum::<f64>() / rated.len() as f64)
        };
        let dims = row
            .dims
            .iter()
            .filter_map(|(name, of)| Some((name.replace(' ', "_"), mean(of)?)));
        out.push(Item {
            id: row.id.clone(),
            set: row.set.clone(),
            level: row.level.clone(),
            system: row.system.clone().unwrap_or_default(),
            dims: dims.collect(),
            features: Vec::new(),
            row,
        });
    }
    Ok(out)
}
