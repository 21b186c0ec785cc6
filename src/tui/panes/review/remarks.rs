//! What is said of a conversation beside a verdict: comment, tags, ratings.

use super::Review;
use crate::domain::{Action, ConversationId, Dimension, Rating, Tag, TagChange};
use crate::jobs::Remark;
use crate::tui::command::CommandId;
use crate::tui::effect::{Ask, Effect, Effects};
use crate::tui::msg::{Level, Written};

impl Review {
    pub(super) fn remark_in_reader(
        &mut self,
        command: CommandId,
        argument: &str,
    ) -> Option<Effects> {
        let reader = self.reader.as_ref()?;
        let (id, review) = (reader.id(), &reader.reading.reviewed.review);
        Some(match command {
            CommandId::Comment if argument.is_empty() => vec![Effect::Ask(Ask::Line {
                question: "What is to be said of the conversation? - clears it".to_owned(),
                preset: review.comment.clone(),
                command,
            })],
            CommandId::Comment => {
                let text = if argument == "-" { "" } else { argument };
                self.remark(id, vec![Remark::Comment(text.to_owned())])
            }
            CommandId::Tag if argument.is_empty() => {
                let tags: Vec<&str> = review.tags.iter().map(Tag::as_str).collect();
                ask_tags(&tags)
            }
            CommandId::Tag => self.tag(id, argument),
            CommandId::Rate if argument.is_empty() => {
                let me = self.me.as_ref();
                let mine = |of: &Dimension| me.and_then(|me| review.rating(*of, me));
                let mine = Dimension::ALL
                    .into_iter()
                    .filter_map(|of| Some((of, mine(&of)?)));
                vec![Effect::Ask(Ask::Rate(mine.collect()))]
            }
            CommandId::Rate => match rating(argument) {
                Ok((dimension, rating)) => self.remark(id, vec![Remark::Rate(dimension, rating)]),
                Err(why) => vec![Effect::Tell(Level::Warn, why)],
            },
            _ => return None,
        })
    }

    /// Tags for the conversation under the queue's cursor.
    pub(super) fn tag_chosen(&mut self, argument: &str) -> Effects {
        match self.queue.chosen().map(|line| line.id) {
            None => Effects::new(),
            Some(_) if argument.is_empty() => ask_tags(&[]),
            Some(id) => self.tag(id, argument),
        }
    }

    fn tag(&mut self, id: ConversationId, words: &str) -> Effects {
        let read = |word: &str| match word.strip_prefix('-') {
            Some(word) => word.parse().map(|tag| Remark::Tag(tag, TagChange::Removed)),
            None => word.parse().map(|tag| Remark::Tag(tag, TagChange::Added)),
        };
        let read: Result<Vec<Remark>, _> = words.split_whitespace().map(read).collect();
        match read {
            Ok(remarks) => self.remark(id, remarks),
            Err(why) => vec![Effect::Tell(Level::Warn, format!("{why}"))],
        }
    }

    fn remark(&mut self, conversation: ConversationId, remarks: Vec<Remark>) -> Effects {
        self.outstanding += 1;
        vec![Effect::Remark {
            conversation,
            remarks,
        }]
    }

    pub(super) fn tell_remarked(&self, written: &Written) -> Effects {
        let said = |action: &Action| match action {
            Action::Comment { after, .. } if after.is_empty() => "the comment is gone".to_owned(),
            Action::Comment { .. } => "commented".to_owned(),
            Action::Tag { tag, change } => match change {
                TagChange::Added => format!("tagged {tag}"),
                TagChange::Removed => format!("no longer tagged {tag}"),
            },
            Action::Rate {
                dimension, after, ..
            } => match after {
                Some(rating) => format!("{dimension} {rating}"),
                None => format!("{dimension} not rated"),
            },
            _ => String::new(),
        };
        let told: Vec<String> = written
            .entries
            .iter()
            .map(|entry| said(&entry.action))
            .collect();
        let text = format!("{}; u takes it back", told.join(", "));
        vec![Effect::Tell(Level::Good, text)]
    }
}

fn ask_tags(tags: &[&str]) -> Effects {
    let question = match tags {
        [] => "Which tags? words, such as: bargaining for-ravi".to_owned(),
        tags => format!("Tagged {}. Which more? -WORD takes one off", tags.join(" ")),
    };
    vec![Effect::Ask(Ask::Line {
        question,
        preset: String::new(),
        command: CommandId::Tag,
    })]
}

/// `DIMENSION RATING`, where `-` takes the rating away.
fn rating(argument: &str) -> Result<(Dimension, Option<Rating>), String> {
    let (dimension, rating) = argument.split_once(' ').unwrap_or((argument, ""));
    let dimension = dimension
        .parse::<Dimension>()
        .map_err(|why| why.to_string())?;
    match rating.trim() {
        "-" => Ok((dimension, None)),
        number => {
            let rating = number.parse::<Rating>().map_err(|why| why.to_string())?;
            Ok((dimension, Some(rating)))
        }
    }
}

/// `.` before any reason was given.
pub(super) fn nothing_to_repeat() -> Effects {
    let text = "no reason to repeat yet; r rejects with one, and . gives it again".to_owned();
    vec![Effect::Tell(Level::Info, text)]
}
