//! The table of settings: name, variable, option and meaning of each.

use std::fmt;

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Who judges.
    Reviewer,
    /// The colours.
    Theme,
    /// Which workspace opens when nothing else says so.
    Workspace,
    /// Where all chance starts.
    Seed,
    /// How long a conversation may get.
    MaxTurns,
    /// How many conversations are made at a time.
    Concurrency,
    /// How fast words appear.
    Pace,
    /// Which languages, how much of each.
    Languages,
    /// How conversations end, how many each way.
    Outcomes,
    /// How long conversations are.
    MeanExchanges,
    /// How many shoppers show a picture.
    PictureShare,
    /// How pictures are shown.
    Pictures,
    /// How much is logged.
    LogLevel,
    /// Whose models are asked.
    Provider,
    /// Where the language model is.
    ModelUrl,
    /// The language model's name.
    Model,
    /// Which variable holds its key.
    ModelKeyVariable,
    /// Which file holds its key.
    ModelKeyFile,
    /// How long the model thinks.
    Effort,
    /// How long the beginning of an answer is waited for.
    FirstByteSeconds,
    /// How long the next piece of an answer is waited for.
    IdleSeconds,
    /// How long a whole answer may take.
    AnswerSeconds,
    /// Which version of Anthropic's format is spoken.
    AnthropicVersion,
    /// How freely it chooses its words.
    Temperature,
    /// How many conversations wait for it at a time.
    MaxInFlight,
    /// How often it may be asked in a minute.
    RequestsPerMinute,
    /// How often a failed question is repeated.
    MaxRetries,
    /// How much may be spent on it.
    Budget,
    /// Where embeddings are made.
    EmbeddingsUrl,
    /// The name of the model that makes them.
    EmbeddingsModel,
    /// Which variable holds its key.
    EmbeddingsKeyVariable,
}

impl Key {
    /// Every setting, in the order in which they are listed.
    pub const ALL: [Key; 31] = [
        Key::Reviewer,
        Key::Theme,
        Key::Workspace,
        Key::Seed,
        Key::MaxTurns,
        Key::Concurrency,
        Key::Pace,
        Key::Languages,
        Key::Outcomes,
        Key::MeanExchanges,
        Key::PictureShare,
        Key::Pictures,
        Key::LogLevel,
        Key::Provider,
        Key::ModelUrl,
        Key::Model,
        Key::ModelKeyVariable,
        Key::ModelKeyFile,
        Key::Effort,
        Key::FirstByteSeconds,
        Key::IdleSeconds,
        Key::AnswerSeconds,
        Key::AnthropicVersion,
        Key::Temperature,
        Key::MaxInFlight,
        Key::RequestsPerMinute,
        Key::MaxRetries,
        Key::Budget,
        Key::EmbeddingsUrl,
        Key::EmbeddingsModel,
        Key::EmbeddingsKeyVariable,
    ];

    /// The name in files.
    pub fn name(self) -> &'static str {
        match self {
            Key::Reviewer => "reviewer",
            Key::Theme => "theme",
            Key::Workspace => "workspace",
            Key::Seed => "seed",
            Key::MaxTurns => "max_turns",
            Key::Concurrency => "concurrency",
            Key::Pace => "pace",
            Key::Languages => "languages",
            Key::Outcomes => "outcomes",
            Key::MeanExchanges => "mean_exchanges",
            Key::PictureShare => "picture_share",
            Key::Pictures => "pictures",
            Key::LogLevel => "log_level",
            Key::Provider => "provider",
            Key::ModelUrl => "model_url",
            Key::Model => "model",
            Key::ModelKeyVariable => "model_key_variable",
            Key::ModelKeyFile => "model_key_file",
            Key::Effort => "effort",
            Key::FirstByteSeconds => "first_byte_seconds",
            Key::IdleSeconds => "idle_seconds",
            Key::AnswerSeconds => "answer_seconds",
            Key::AnthropicVersion => "anthropic_version",
            Key::Temperature => "temperature",
            Key::MaxInFlight => "max_in_flight",
            Key::RequestsPerMinute => "requests_per_minute",
            Key::MaxRetries => "max_retries",
            Key::Budget => "budget",
            Key::EmbeddingsUrl => "embeddings_url",
            Key::EmbeddingsModel => "embeddings_model",
            Key::EmbeddingsKeyVariable => "embeddings_key_variable",
        }
    }

    /// The environment variable.
    pub fn variable(self) -> String {
        format!("MUSE_{}", self.name().to_uppercase())
    }

    /// The option on the command line.
    pub fn option(self) -> String {
        format!("--{}", self.name().replace('_', "-"))
    }

    /// What it means, in one line.
    pub fn meaning(self) -> &'static str {
        match self {
            Key::Reviewer => "the name that your verdicts carry",
            Key::Theme => "the colours: dark or light, or the name of a theme file",
            Key::Workspace => "the workspace that opens when nothing else names one",
            Key::Seed => "the number that all chance starts from",
            Key::MaxTurns => "the most exchanges (a user turn and its reply) in a conversation",
            Key::Concurrency => "how many conversations are made at a time",
            Key::Pace => {
                "how fast offline words appear in the studio: instant, reading, slow, or words a second"
            }
            Key::Languages => "the shares of the languages, such as en=35,hi=25,hinglish=40",
            Key::Outcomes => "the shares of the endings, such as bought=60,left=40",
            Key::MeanExchanges => "how many exchanges conversations have on the average",
            Key::PictureShare => {
                "the part of the conversations in which the shopper shows a picture, 0 to 1"
            }
            Key::Pictures => {
                "how pictures are shown: auto, kitty, iterm2, sixel, blocks (coloured half-blocks), off (in words)"
            }
            Key::LogLevel => "how much is logged: off, error, warn, info, debug, trace",
            Key::Provider => {
                "whose language models are asked: offline, openai, openai-compatible, anthropic"
            }
            Key::ModelUrl => "the address of a server with a language model",
            Key::Model => "the name of the language model there",
            Key::ModelKeyVariable => "the environment variable that holds the key for model_url",
            Key::ModelKeyFile => "the file that holds the key for model_url; only you may read it",
            Key::Effort => "how long the model is to think, in its provider's words, such as low",
            Key::FirstByteSeconds => "how long the beginning of a model's answer is waited for",
            Key::IdleSeconds => "how long the next piece of a model's answer is waited for",
            Key::AnswerSeconds => "how long a whole answer of a model may take",
            Key::AnthropicVersion => "which version of its format Anthropic is asked for",
            Key::Temperature => "how freely the language model chooses its words, 0 to 2",
            Key::MaxInFlight => "how many conversations wait for the language model at a time",
            Key::RequestsPerMinute => "how often the language model may be asked in a minute",
            Key::MaxRetries => "how often a failed question to the language model is repeated",
            Key::Budget => {
                "the most that one run, or one command, may spend on the language model, such as 5 USD"
            }
            Key::EmbeddingsUrl => "the address of a server that embeds texts, in the OpenAI format",
            Key::EmbeddingsModel => "the name of the embedding model there",
            Key::EmbeddingsKeyVariable => {
                "the environment variable that holds the key for embeddings_url"
            }
        }
    }

    /// A value that it may have, as a file writes it.
    pub fn example(self) -> &'static str {
        match self {
            Key::Reviewer => "\"asha\"",
            Key::Theme => "\"light\"",
            Key::Workspace => "\"/data/my-set\"",
            Key::Seed => "7",
            Key::MaxTurns => "10",
            Key::Concurrency => "4",
            Key::Pace => "\"reading\"",
            Key::Languages => "{ en = 35, hi = 25, hinglish = 40 }",
            Key::Outcomes => "{ bought = 60, left = 40 }",
            Key::MeanExchanges => "6.4",
            Key::PictureShare => "0.2",
            Key::Pictures => "\"blocks\"",
            Key::LogLevel => "\"info\"",
            Key::Provider => "\"openai-compatible\"",
            Key::ModelUrl => "\"http://127.0.0.1:11434/v1\"",
            Key::Model => "\"qwen3\"",
            Key::ModelKeyVariable => "\"MY_MODEL_KEY\"",
            Key::ModelKeyFile => "\"/home/asha/.model-key\"",
            Key::Effort => "\"low\"",
            Key::FirstByteSeconds => "120",
            Key::IdleSeconds => "60",
            Key::AnswerSeconds => "1800",
            Key::AnthropicVersion => "\"2023-06-01\"",
            Key::Temperature => "0.7",
            Key::MaxInFlight => "8",
            Key::RequestsPerMinute => "60",
            Key::MaxRetries => "3",
            Key::Budget => "\"5 USD\"",
            Key::EmbeddingsUrl => "\"http://127.0.0.1:8000/v1\"",
            Key::EmbeddingsModel => "\"multilingual-e5-small\"",
            Key::EmbeddingsKeyVariable => "\"MY_EMBEDDINGS_KEY\"",
        }
    }

    /// Whether only the person may give it, and no workspace.
    pub fn is_personal(self) -> bool {
        matches!(
            self,
            Key::Provider
                | Key::ModelUrl
                | Key::ModelKeyVariable
                | Key::ModelKeyFile
                | Key::EmbeddingsUrl
                | Key::EmbeddingsKeyVariable
                | Key::Budget
        )
    }

    /// The setting of this name; dashes and capitals do not matter.
    pub fn named(name: &str) -> Option<Key> {
        let folded = name.to_lowercase().replace('-', "_");
        Key::ALL.into_iter().find(|key| key.name() == folded)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The name among `known` that is nearest to `word`, when it is near enough to be a slip.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|name| (distance(&word, &name.to_lowercase()), name))
        .filter(|(far, name)| *far <= 1 + name.chars().count() / 4)
        .min_by_key(|(far, _)| *far)
        .map(|(_, name)| name)
}

/// The Levenshtein distance: how many characters must be added, dropped or changed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let change = corner + usize::from(from != *to);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_the_name_and_other_words_do_not() {
        let names = || Key::ALL.map(Key::name);
        assert_eq!(nearest("max_turn", names()), Some("max_turns"));
        assert_eq!(nearest("thme", names()), Some("theme"));
        assert_eq!(nearest("langauges", names()), Some("languages"));
        assert_eq!(nearest("altitude", names()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn dashes_and_capitals_do_not_matter() {
        assert_eq!(Key::named("Max-Turns"), Some(Key::MaxTurns));
        assert_eq!(Key::MaxTurns.variable(), "MUSE_MAX_TURNS");
        assert_eq!(Key::MaxTurns.option(), "--max-turns");
    }
}
