//! `:generate`: how many conversations, in which language, by whom.
//!
//! Owns: what the words after the command mean. Does not: begin anything; a model's server is known to the settings alone.

use super::tell;
use crate::domain::Language;
use crate::jobs::ModelWish;
use crate::tui::command::CommandId;
use crate::tui::effect::{Ask, Effect, Effects, Speed};

/// The most conversations of one command.
const MOST: u32 = 1_000_000;
/// How freely a model can be let choose its words at most.
const FREEST: f64 = 2.0;

/// What was asked for besides the count.
#[derive(Default)]
struct Wanted {
    language: Option<Language>,
    speed: Speed,
    model: Option<ModelWish>,
    temperature: Option<f64>,
}

/// The effects of `:generate COUNT [LANGUAGE] [fast] [model[=NAME]] [temperature=T]`; asks when the count is missing.
pub fn generate(argument: &str) -> Effects {
    if argument.trim().is_empty() {
        return vec![Effect::Ask(Ask::Line {
            question: "How many conversations? Also: 20 hi, or 500 fast en, or 20 model".to_owned(),
            preset: "10".to_owned(),
            command: CommandId::Generate,
        })];
    }
    let mut words = argument.split_whitespace();
    let count: Option<u32> = words.next().and_then(|word| word.parse().ok());
    let Some(count) = count.filter(|count| (1..=MOST).contains(count)) else {
        return tell(format!(
            "`{argument}` does not start with a count; write e.g. generate 20 hi"
        ));
    };
    let mut wanted = Wanted::default();
    for word in words {
        if let Err(why) = wanted.take(word) {
            return tell(why);
        }
    }
    let model = match wanted.voiced() {
        Ok(model) => model,
        Err(why) => return tell(why),
    };
    let (language, speed) = (wanted.language, wanted.speed);
    vec![
        Effect::Generate {
            count,
            language,
            speed,
            model,
        },
        Effect::Run(CommandId::GoLive, String::new()),
    ]
}

impl Wanted {
    /// Takes one word.
    fn take(&mut self, word: &str) -> Result<(), String> {
        match word.split_once('=') {
            None if word == "fast" => self.speed = Speed::Fast,
            None if word == "model" => drop(self.model.get_or_insert_default()),
            Some(("model", name)) if !name.is_empty() => {
                self.model.get_or_insert_default().model = Some(name.to_owned());
            }
            Some(("temperature", given)) => {
                self.temperature = Some(freedom(given)?);
            }
            _ => self.take_language(word)?,
        }
        Ok(())
    }

    /// Who words the turns. The phrasebook does not choose freely.
    fn voiced(&self) -> Result<Option<ModelWish>, String> {
        let temperature = self.temperature;
        match &self.model {
            Some(wish) => Ok(Some(ModelWish {
                temperature,
                ..wish.clone()
            })),
            None if temperature.is_none() => Ok(None),
            None => Err(
                "temperature is about a model; write e.g. generate 20 model temperature=0.7"
                    .to_owned(),
            ),
        }
    }

    fn take_language(&mut self, word: &str) -> Result<(), String> {
        let named: Language = word.parse().map_err(|why| {
            format!("{why}; `fast`, `model`, `model=NAME` and `temperature=0.7` may follow too")
        })?;
        match self.language.replace(named) {
            None => Ok(()),
            Some(_) => Err("name one language, or none for all three".to_owned()),
        }
    }
}

/// A temperature as people write it, 0 to 2.
pub fn freedom(given: &str) -> Result<f64, String> {
    let freedom = given.parse().ok();
    let freedom = freedom.filter(|freedom| (0.0..=FREEST).contains(freedom));
    freedom.ok_or_else(|| format!("`{given}` is no temperature; write 0 to 2, such as 0.7"))
}
