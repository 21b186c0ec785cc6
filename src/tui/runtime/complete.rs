//! Writing a file's name to its end, as a shell does.

use std::path::Path;

use super::files::whole_path;
use crate::tui::msg::Reply;

/// How many names are told when there are several.
const TOLD: usize = 12;

/// An entry of a folder.
struct Entry {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
}

/// The line with its last word written further.
pub(super) async fn reply(line: String) -> Reply {
    let asked = line.clone();
    let done = tokio::task::spawn_blocking(move || complete(&asked, entries)).await;
    let (completed, choices) = done.unwrap_or_else(|_| (line.clone(), Vec::new()));
    Reply::Completed {
        line,
        completed,
        choices,
    }
}

/// What a folder holds; nothing where it cannot be read.
fn entries(folder: &str) -> Vec<Entry> {
    let folder = if folder.is_empty() { "." } else { folder };
    let Ok(read) = std::fs::read_dir(whole_path(folder)) else {
        return Vec::new();
    };
    let entry = |entry: std::fs::DirEntry| Entry {
        name: entry.file_name().to_string_lossy().into_owned(),
        kind: match Path::is_dir(&entry.path()) {
            true => Kind::Folder,
            false => Kind::File,
        },
    };
    read.filter_map(Result::ok).map(entry).collect()
}

fn complete(line: &str, entries: impl Fn(&str) -> Vec<Entry>) -> (String, Vec<String>) {
    let (start, word) = last_word(line);
    let (folder, begun) = word.split_at(word.rfind('/').map_or(0, |at| at + 1));
    let mut fitting = entries(folder);
    fitting.retain(|entry| {
        entry.name.starts_with(begun) && (begun.starts_with('.') || !entry.name.starts_with('.'))
    });
    fitting.sort_by(|a, b| a.name.cmp(&b.name));
    let before = &line[..start];
    match fitting.as_slice() {
        [] => (line.to_owned(), Vec::new()),
        [only] => {
            let path = format!("{folder}{}", only.name);
            let path = match only.kind {
                Kind::Folder => written(&format!("{path}/"), End::Open),
                Kind::File => written(&path, End::Closed),
            };
            (format!("{before}{path}"), Vec::new())
        }
        several => {
            let path = format!("{folder}{}", beginning(several));
            let mut choices: Vec<String> = several.iter().take(TOLD).map(Entry::shown).collect();
            if several.len() > TOLD {
                choices.push(format!("and {} more", several.len() - TOLD));
            }
            (format!("{before}{}", written(&path, End::Open)), choices)
        }
    }
}

impl Entry {
    fn shown(&self) -> String {
        match self.kind {
            Kind::Folder => format!("{}/", self.name),
            Kind::File => self.name.clone(),
        }
    }
}

/// The longest beginning that all names share.
fn beginning(entries: &[Entry]) -> &str {
    let first = entries.first().map_or("", |entry| entry.name.as_str());
    let shared = |other: &Entry| {
        let pairs = first.char_indices().zip(other.name.chars());
        let mut same = pairs.skip_while(|((_, a), b)| a == b);
        same.next()
            .map_or(first.len().min(other.name.len()), |((at, _), _)| at)
    };
    let end = entries.iter().map(shared).min().unwrap_or(0);
    &first[..end]
}

/// Whether a word is at its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Open,
    Closed,
}

/// A path as a word of the line: in quotes where it holds white space.
fn written(path: &str, end: End) -> String {
    let quote = match (path.contains(char::is_whitespace), path.contains('\'')) {
        (_, true) => "\"",
        (true, false) => "'",
        (false, false) => "",
    };
    match end {
        End::Open => format!("{quote}{path}"),
        End::Closed => format!("{quote}{path}{quote} "),
    }
}

/// Where the last word of a line begins, and the word without its quotes.
fn last_word(line: &str) -> (usize, String) {
    let (mut start, mut word, mut quote) = (line.len(), String::new(), None);
    let mut within = false;
    for (at, c) in line.char_indices() {
        if !within && !c.is_whitespace() {
            (start, within) = (at, true);
            word.clear();
        }
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => word.push(c),
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c.is_whitespace() => {
                within = false;
                start = line.len();
                word.clear();
            }
            None => word.push(c),
        }
    }
    (start, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(line: &str) -> (String, Vec<String>) {
        complete(line, |folder| {
            let names: &[(&str, Kind)] = match folder {
                "" => &[
                    ("data", Kind::Folder),
                    ("my shop.csv", Kind::File),
                    (".hidden", Kind::File),
                ],
                "data/" => &[
                    ("किताबें.csv", Kind::File),
                    ("books.csv", Kind::File),
                    ("bookings.csv", Kind::File),
                ],
                _ => &[],
            };
            let entry = |(name, kind): &(&str, Kind)| Entry {
                name: (*name).to_owned(),
                kind: *kind,
            };
            names.iter().map(entry).collect()
        })
    }

    #[test]
    fn names_are_written_as_far_as_there_is_one_way() {
        for (line, completed, choices) in [
            ("da", "data/", 0),
            ("data/b", "data/book", 2),
            ("data/books", "data/books.csv ", 0),
            ("data/क", "data/किताबें.csv ", 0),
            ("a.csv my", "a.csv 'my shop.csv' ", 0),
            ("'my sh", "'my shop.csv' ", 0),
            ("", "", 2),
            (".h", ".hidden ", 0),
            ("nothing", "nothing", 0),
            ("a.csv ", "a.csv ", 2),
        ] {
            let (line, told) = (line, done(line));
            assert_eq!(
                (told.0.as_str(), told.1.len()),
                (completed, choices),
                "{line}"
            );
        }
    }
}
