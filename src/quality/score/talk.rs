//! What can be counted of a whole conversation.

use super::cues::{Cues, cues};
use super::text::Text;
use super::{Background, Line};
use crate::domain::Speaker;
use crate::quality::diversity::mtld;

/// The names of the features of a conversation, in their order.
pub const OF_TALK: [&str; 24] = [
    "turns",
    "user: length",
    "assistant: length",
    "user: mean rarity",
    "assistant: mean rarity",
    "user: variety",
    "assistant: variety",
    "user: pleased",
    "user: displeased",
    "user: thanks",
    "assistant: sorry",
    "user ends pleased",
    "user ends displeased",
    "user ends with thanks",
    "user: repeats",
    "assistant: repeats",
    "user: questions",
    "assistant: questions",
    "answers like their questions",
    "user goes on with the answer",
    "user: first length",
    "user: last length",
    "user: pleased turns",
    "user: displeased turns",
];

/// The features of a conversation, one for each name of [`OF_TALK`]; always finite.
pub fn of_talk(lines: &[Line<'_>], background: &Background) -> Vec<f64> {
    let texts: Vec<(Speaker, Text)> = lines.iter().map(|l| (l.by, Text::new(l.text))).collect();
    let of = |side| {
        texts
            .iter()
            .filter(move |(by, _)| *by == side)
            .map(|(_, text)| text)
    };
    let (user, assistant): (Vec<&Text>, Vec<&Text>) = (
        of(Speaker::User).collect(),
        of(Speaker::Assistant).collect(),
    );
    let felt: Vec<Cues> = user.iter().map(|text| cues(text)).collect();
    let end = felt
        .iter()
        .rev()
        .take(2)
        .fold(Cues::default(), |all, one| all + *one);
    let all = felt.iter().fold(Cues::default(), |all, one| all + *one);
    let sorry: usize = assistant.iter().map(|text| cues(text).sorry).sum();
    let turns = user.len().max(1) as f64;
    let share = |number: usize| number as f64 / turns;
    let length = |text: Option<&&Text>| text.map_or(0.0, |text| (text.words.len() as f64).ln_1p());
    vec![
        (lines.len() as f64).ln_1p(),
        mean(user.iter().map(|text| (text.words.len() as f64).ln_1p())),
        mean(
            assistant
                .iter()
                .map(|text| (text.words.len() as f64).ln_1p()),
        ),
        rarity(&user, background),
        rarity(&assistant, background),
        variety(&user),
        variety(&assistant),
        share(all.pleased),
        share(all.displeased),
        share(all.thanks),
        sorry as f64 / assistant.len().max(1) as f64,
        end.pleased.min(2) as f64,
        end.displeased.min(2) as f64,
        end.thanks.min(1) as f64,
        repeats(&user),
        repeats(&assistant),
        mean(user.iter().map(|text| text.questions.min(1) as f64)),
        mean(assistant.iter().map(|text| text.questions.min(1) as f64)),
        adjacent(&texts, Speaker::Assistant, background),
        adjacent(&texts, Speaker::User, background),
        length(user.first()),
        length(user.last()),
        share(felt.iter().filter(|cues| cues.pleased > 0).count()),
        share(felt.iter().filter(|cues| cues.displeased > 0).count()),
    ]
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0);
    for value in values {
        sum += value;
        count += 1;
    }
    sum / f64::from(count.max(1))
}

fn rarity(texts: &[&Text], background: &Background) -> f64 {
    mean(
        texts
            .iter()
            .flat_map(|text| &text.words)
            .map(|word| background.rarity(word)),
    )
}

/// MTLD of all that a side says, as a logarithm.
fn variety(texts: &[&Text]) -> f64 {
    let words: Vec<&String> = texts.iter().flat_map(|text| &text.words).collect();
    mtld(&words).unwrap_or(0.0).ln_1p()
}

/// How much of a side's turns it said before, on average, in runs of three words.
fn repeats(texts: &[&Text]) -> f64 {
    mean((1..texts.len()).map(|at| texts[at].repeated(3, &texts[..at])))
}

/// How alike the turns of a side are to the other side's turn right before, on average.
fn adjacent(texts: &[(Speaker, Text)], side: Speaker, background: &Background) -> f64 {
    let pairs = texts
        .windows(2)
        .filter(|pair| pair[0].0 != side && pair[1].0 == side);
    mean(pairs.map(|pair| pair[1].1.cosine(&pair[0].1, background)))
}
