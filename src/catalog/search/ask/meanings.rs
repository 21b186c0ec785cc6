//! What words mean: Hindi and Hinglish words get their English names beside them, English words their Hindi ones.

use super::{Reader, typed};
use crate::catalog::search::asked::{Choice, Understood, Wanted};
use crate::catalog::words::fold::words;
use crate::catalog::words::lexicon::{Entry, Kind, Lemma, Lexicon, Sure, lexicon};
use crate::catalog::words::translit;

/// What the same word in the other script counts.
const OTHER_SCRIPT: f32 = 0.9;
/// What an English name counts that was found by the sound of the word alone.
const BY_SOUND: f32 = 0.8;
/// What a word counts that an unfinished one may become.
const UNFINISHED: f32 = 0.5;
/// What the Hindi word for an English one counts.
const FROM_ENGLISH: f32 = 0.5;
/// How many other forms in Devanagari a word gets.
const MOST_FORMS: usize = 4;

/// A word in the text that the lexicon knows.
#[derive(Clone, Copy)]
struct Known {
    token: usize,
    lemma: Lemma,
    sure: Sure,
}

/// Makes something wanted of every word that is left.
pub(super) fn take(reader: &mut Reader) {
    let known = known(reader, lexicon());
    let only_particles = !(0..reader.tokens.len()).any(|i| {
        let token = &reader.tokens[i];
        token.is_word() && !token.taken && !known.iter().any(|k| k.token == i && is_dropped(k))
    });
    phrases(reader, &known);
    for i in 0..reader.tokens.len() {
        if reader.tokens[i].taken || !reader.tokens[i].is_word() {
            continue;
        }
        match known.iter().find(|k| k.token == i) {
            Some(k) if is_dropped(k) && (!only_particles || reader.has_meaning()) => {}
            Some(k) => one(reader, k),
            None => unknown(reader, i),
        }
        reader.take(i..i + 1);
    }
}

/// The English name of a value in a filter, or the value itself: `lal` is `red`.
pub(super) fn english(value: &str) -> String {
    let said = words(value);
    let found = match said.as_slice() {
        [word] => lexicon()
            .lemma(word)
            .and_then(|(lemma, _)| lexicon().entry(&[lemma])),
        _ => None,
    };
    found
        .and_then(|entry| entry.english.first())
        .map_or_else(|| value.to_lowercase(), |(words, _)| words.join(" "))
}

fn entry_of(known: &Known) -> Option<&'static Entry> {
    lexicon().entry(&[known.lemma])
}

fn is_dropped(known: &Known) -> bool {
    entry_of(known).is_some_and(|entry| entry.kind == Kind::Particle)
}

/// The words that the lexicon knows. Those that may be English count only beside one that is not.
fn known(reader: &Reader, lexicon: &Lexicon) -> Vec<Known> {
    let mut found: Vec<Known> = Vec::new();
    for (i, token) in reader.tokens.iter().enumerate() {
        if token.is_word()
            && !token.taken
            && let Some((lemma, sure)) = lexicon.lemma(&token.text)
        {
            found.push(Known {
                token: i,
                lemma,
                sure,
            });
        }
    }
    // A word that only phrases have, `board`, proves nothing.
    let proof = |k: &Known| k.sure == Sure::Yes && entry_of(k).is_some();
    let hindi = found.iter().any(proof) || reader.has_hindi_wording();
    found.retain(|k| hindi || proof(k));
    found
}

/// Takes words that mean something together, in whatever order, particles between them.
fn phrases(reader: &mut Reader, known: &[Known]) {
    let content: Vec<&Known> = known.iter().filter(|k| !is_dropped(k)).collect();
    for length in (2..=lexicon().longest()).rev() {
        for run in content.windows(length) {
            if run.iter().any(|k| reader.tokens[k.token].taken) || !is_run(reader, run, known) {
                continue;
            }
            let lemmas: Vec<Lemma> = run.iter().map(|k| k.lemma).collect();
            if let Some(entry) = lexicon().entry(&lemmas) {
                let (first, last) = (run[0].token, run[length - 1].token);
                let said = (first..=last).filter(|i| reader.tokens[*i].is_word());
                let said: Vec<String> = said.map(|i| reader.tokens[i].text.clone()).collect();
                add(reader, first..last + 1, said, entry, 1.0);
                reader.take(first..last + 1);
            }
        }
    }
}

/// Whether nothing but particles and signs stands between known words.
fn is_run(reader: &Reader, run: &[&Known], known: &[Known]) -> bool {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return false;
    };
    (first.token..last.token).all(|i| {
        run.iter().any(|k| k.token == i)
            || !reader.tokens[i].is_word()
            || known.iter().any(|k| k.token == i && is_dropped(k))
    })
}

/// A word of the lexicon.
fn one(reader: &mut Reader, known: &Known) {
    let range = known.token..known.token + 1;
    let said = vec![reader.tokens[known.token].text.clone()];
    let sure = if known.sure == Sure::BySound {
        BY_SOUND
    } else {
        1.0
    };
    match entry_of(known) {
        Some(entry) => add(reader, range, said, entry, sure),
        // A part of phrases only.
        None => unknown(reader, known.token),
    }
}

/// Wants what an entry says, the words as typed first.
fn add(
    reader: &mut Reader,
    range: std::ops::Range<usize>,
    said: Vec<String>,
    entry: &Entry,
    sure: f32,
) {
    let hindi = said.iter().any(|word| !word.is_ascii());
    let mut choices = vec![typed(said)];
    for (words, weight) in &entry.english {
        more(&mut choices, words, weight * sure);
    }
    if hindi && let Some(words) = &entry.latin {
        more(&mut choices, words, OTHER_SCRIPT * sure);
    }
    for words in entry.hindi.iter().take(MOST_FORMS) {
        more(&mut choices, words, OTHER_SCRIPT * sure);
    }
    let wanted = Wanted {
        optional: matches!(entry.kind, Kind::Vague | Kind::Filler),
        ..reader.wanted(range, choices)
    };
    if let Some((words, _)) = entry.english.first() {
        reader.asked.understood.push(Understood {
            at: wanted.at.clone(),
            meaning: words.join(" "),
        });
    }
    reader.asked.wanted.push(wanted);
}

/// Adds a choice, unless the same words are one already.
fn more(choices: &mut Vec<Choice>, words: &[String], weight: f32) {
    if !words.is_empty() && !choices.iter().any(|choice| choice.words == words) {
        choices.push(Choice {
            words: words.to_vec(),
            weight,
        });
    }
}

/// A word that the lexicon does not know.
fn unknown(reader: &mut Reader, token: usize) {
    let word = reader.tokens[token].text.clone();
    let mut choices = vec![typed(vec![word.clone()])];
    for words in lexicon().hindi(&word) {
        more(&mut choices, words, FROM_ENGLISH);
    }
    let mut wanted = reader.wanted(token..token + 1, Vec::new());
    if wanted.open {
        for entry in lexicon().starting(&word) {
            for (words, weight) in &entry.english {
                more(&mut choices, words, weight * UNFINISHED);
            }
        }
    }
    if choices.len() == 1
        && let Some(latin) = translit::latin(&word)
    {
        more(&mut choices, &[latin], BY_SOUND);
    }
    wanted.choices = choices;
    reader.asked.wanted.push(wanted);
}
