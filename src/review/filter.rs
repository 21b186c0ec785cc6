//! Filters of the review queue: `status:todo lang:hi domain:fashion has:fault tag:bargaining by:asha kurta`.

use std::fmt;
use std::str::FromStr;

use crate::domain::{AutoVerdict, Domain, Language, Outcome, ReviewerId, RunId, Status, Tag};

/// Which conversations are meant. Empty fields do not restrict.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Filter {
    /// Any of these statuses.
    pub status: Vec<Status>,
    /// Any of these languages.
    pub language: Vec<Language>,
    /// Any of these domains.
    pub domain: Vec<Domain>,
    /// Only this run.
    pub run: Option<RunId>,
    /// Only this outcome.
    pub outcome: Option<Outcome>,
    /// Only with at least one fault found by a check.
    pub with_faults: bool,
    /// Only with at least one edited turn.
    pub with_edits: bool,
    /// Only with a comment.
    pub with_comments: bool,
    /// Only with a rating.
    pub with_ratings: bool,
    /// Any of these tags.
    pub tag: Vec<Tag>,
    /// Only where any of these reviewers decided something that stands.
    pub by: Vec<ReviewerId>,
    /// Any of these automatic verdicts; `None` is for what no program has judged.
    pub auto: Vec<Option<AutoVerdict>>,
    /// Words that must all occur in the opening or the profile id, in any case.
    pub words: Vec<String>,
}

/// A word of a filter that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{word}` cannot be read in a filter: {why}; write e.g. status:todo lang:hi domain:fashion has:fault"
)]
pub struct FilterError {
    word: String,
    why: String,
}

const OUTCOMES: [Outcome; 4] = [
    Outcome::Bought,
    Outcome::Left,
    Outcome::OutOfTurns,
    Outcome::Stopped,
];

impl FromStr for Filter {
    type Err = FilterError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut filter = Filter::default();
        for token in tokens(text)? {
            match token {
                Token::Word(word) => filter.words.push(word),
                Token::Pair(key, value) => filter.restrict(&key, &value).map_err(|why| {
                    let word = format!("{key}:{value}");
                    FilterError { word, why }
                })?,
            }
        }
        Ok(filter)
    }
}

impl Filter {
    /// The same filter as this reviewer means it: `by:me` is by the reviewer.
    #[must_use]
    pub fn meant_by(mut self, me: &ReviewerId) -> Self {
        for name in &mut self.by {
            if name.as_str() == "me" {
                name.clone_from(me);
            }
        }
        self
    }

    fn restrict(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "status" => self.status.extend(list::<Status>(value)?),
            "lang" | "language" => self.language.extend(list::<Language>(value)?),
            "domain" => self.domain.extend(list::<Domain>(value)?),
            "run" => once(&mut self.run, value.parse().map_err(|_| not_an_id())?)?,
            "outcome" => once(&mut self.outcome, outcome(value)?)?,
            "auto" => {
                let read = |word: &str| match word {
                    "none" => Ok(None),
                    _ => word.parse().map(Some),
                };
                self.auto.extend(list_by(value, read)?);
            }
            "has" => match value {
                "fault" | "faults" => self.with_faults = true,
                "edit" | "edits" => self.with_edits = true,
                "comment" | "comments" => self.with_comments = true,
                "rating" | "ratings" => self.with_ratings = true,
                _ => return Err("has: takes fault, edit, comment or rating".to_owned()),
            },
            "tag" => self.tag.extend(list::<Tag>(value)?),
            "by" if value.is_empty() => return Err("a name is missing".to_owned()),
            "by" => self.by.push(value.into()),
            _ => {
                let known = "status, lang, domain, run, outcome, auto, tag, by and has";
                return Err(format!(
                    "the keys are {known}, and a word with a colon goes in \"quotes\""
                ));
            }
        }
        Ok(())
    }
}

fn not_an_id() -> String {
    "run: takes the id of a run, such as 019b76da-a800-7000-8000-000000000000".to_owned()
}

fn list<T: FromStr>(value: &str) -> Result<Vec<T>, String>
where
    T::Err: fmt::Display,
{
    list_by(value, str::parse)
}

fn list_by<T, E: fmt::Display>(
    value: &str,
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<Vec<T>, String> {
    let read = |part: &str| match part {
        "" => Err("a value is missing".to_owned()),
        _ => read(&part.to_lowercase()).map_err(|error| error.to_string()),
    };
    value.split(',').map(read).collect()
}

fn once<T: PartialEq + Copy>(place: &mut Option<T>, value: T) -> Result<(), String> {
    match place.replace(value) {
        Some(earlier) if *place != Some(earlier) => Err("it is given twice".to_owned()),
        _ => Ok(()),
    }
}

fn outcome(value: &str) -> Result<Outcome, String> {
    let found = OUTCOMES.into_iter().find(|o| o.code() == value);
    found.ok_or_else(|| "outcome: takes bought, left, out_of_turns or stopped".to_owned())
}

/// One piece of a filter text.
enum Token {
    /// A bare or quoted word.
    Word(String),
    /// `key:value`.
    Pair(String, String),
}

/// Splits at white space; a piece in double quotes is one word, with `\` before a quote or backslash that is meant. What
/// follows a key may stand in quotes too.
fn tokens(text: &str) -> Result<Vec<Token>, FilterError> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let open = || FilterError {
            word: rest.to_owned(),
            why: "the closing quote is missing".to_owned(),
        };
        if let Some(inside) = rest.strip_prefix('"') {
            let (word, after) = quoted(inside).ok_or_else(open)?;
            found.push(Token::Word(word));
            rest = after.trim_start();
            continue;
        }
        if let Some((key, inside)) = key_and_quote(rest) {
            let (value, after) = quoted(inside).ok_or_else(open)?;
            found.push(Token::Pair(key.to_lowercase(), value));
            rest = after.trim_start();
            continue;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        found.push(match piece.split_once(':') {
            Some((key, value)) => Token::Pair(key.to_lowercase(), value.to_owned()),
            None => Token::Word(piece.to_owned()),
        });
        rest = after.trim_start();
    }
    Ok(found)
}

/// The key of `key:"value"`, and what comes after the opening quote.
fn key_and_quote(text: &str) -> Option<(&str, &str)> {
    let (key, inside) = text.split_once(":\"")?;
    let bare =
        !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || c == ':' || c == '"');
    bare.then_some((key, inside))
}

/// The text up to the closing quote, and what comes after it.
fn quoted(inside: &str) -> Option<(String, &str)> {
    let mut word = String::new();
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((word, &inside[at + 1..])),
            '\\' => word.push(chars.next()?.1),
            c => word.push(c),
        }
    }
    None
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut pieces = Vec::new();
        codes(&mut pieces, "status", self.status.iter().map(|s| s.code()));
        codes(&mut pieces, "lang", self.language.iter().map(|l| l.code()));
        codes(&mut pieces, "domain", self.domain.iter().map(|d| d.code()));
        pieces.extend(self.run.map(|run| format!("run:{run}")));
        pieces.extend(self.outcome.map(|o| format!("outcome:{}", o.code())));
        pieces.extend(self.with_faults.then(|| "has:fault".to_owned()));
        pieces.extend(self.with_edits.then(|| "has:edit".to_owned()));
        pieces.extend(self.with_comments.then(|| "has:comment".to_owned()));
        pieces.extend(self.with_ratings.then(|| "has:rating".to_owned()));
        codes(&mut pieces, "tag", self.tag.iter().map(Tag::as_str));
        pieces.extend(
            self.by
                .iter()
                .map(|name| format!("by:{}", written(name.as_str()))),
        );
        let auto = self
            .auto
            .iter()
            .map(|auto| auto.map_or("none", AutoVerdict::code));
        codes(&mut pieces, "auto", auto);
        pieces.extend(self.words.iter().map(|word| written(word)));
        f.write_str(&pieces.join(" "))
    }
}

fn codes<'a>(pieces: &mut Vec<String>, key: &str, values: impl Iterator<Item = &'a str>) {
    let values: Vec<&str> = values.collect();
    if !values.is_empty() {
        pieces.push(format!("{key}:{}", values.join(",")));
    }
}

/// A word as it must be typed to be read as itself.
fn written(word: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && c != ':' && c != '"' && c != '\\';
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    let escaped = word.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_filter_reads_keys_lists_and_words() {
        let filter: Filter =
            "status:todo,part lang:hi domain:home_garden has:fault outcome:left कुर्ता \"two words\""
                .parse()
                .unwrap();
        assert_eq!(filter.status, [Status::Todo, Status::Part]);
        assert_eq!(filter.language, [Language::Hi]);
        assert_eq!(filter.domain, [Domain::HomeGarden]);
        assert!(filter.with_faults && !filter.with_edits);
        assert_eq!(filter.outcome, Some(Outcome::Left));
        assert_eq!(filter.words, ["कुर्ता", "two words"]);
    }

    #[test]
    fn errors_name_the_word_and_the_way_out() {
        for (text, part) in [
            ("status:done", "`done` is not a status"),
            ("status:", "a value is missing"),
            ("lang:tamil", "use en, hi or hinglish"),
            ("has:money", "has: takes fault, edit, comment or rating"),
            ("tag:two.words", "not a tag"),
            ("by:", "a name is missing"),
            ("run:7", "the id of a run"),
            ("outcome:won", "bought, left"),
            ("auto:good", "kept, discarded, aside, none"),
            ("colour:red", "in \"quotes\""),
            ("\"open", "closing quote"),
            ("outcome:left outcome:bought", "given twice"),
        ] {
            let error = text.parse::<Filter>().unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            status in subsequence(Status::ALL.to_vec(), 0..=5),
            language in subsequence(Language::ALL.to_vec(), 0..=3),
            domain in subsequence(Domain::ALL.to_vec(), 0..=5),
            run in proptest::option::of(any::<u128>()),
            outcome in proptest::option::of(select(OUTCOMES.to_vec())),
            (with_faults, with_edits, with_comments, with_ratings) in any::<(bool, bool, bool, bool)>(),
            tag in proptest::collection::vec("[a-z0-9_-]{1,9}", 0..3),
            by in proptest::collection::vec("\\PC{1,8}|[a:\" \\\\\t,]{1,4}", 0..3),
            auto in subsequence(
                AutoVerdict::ALL.map(Some).into_iter().chain([None]).collect::<Vec<_>>(),
                0..=4,
            ),
            words in proptest::collection::vec("\\PC{0,8}|[a:\" \\\\\t]{0,4}", 0..4),
        ) {
            let run = run.map(|bits| RunId(Uuid::from_u128(bits)));
            let tag = tag.iter().map(|tag| tag.parse().unwrap()).collect();
            let by = by.iter().map(|name| name.as_str().into()).collect();
            let filter = Filter {
                status, language, domain, run, outcome, with_faults, with_edits, with_comments, with_ratings, tag, by,
                auto, words,
            };
            prop_assert_eq!(filter.to_string().parse(), Ok(filter));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = text.parse::<Filter>();
        }
    }
}
