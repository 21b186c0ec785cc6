//! What the terminal's own title and progress mark say while a job runs.
//!
//! Owns: the words, the sequences, and which terminal is known to take which. Does not: write them; `terminal` does, and
//! takes them back at the end.

use super::job_board::JobBoard;

/// Puts the title on the terminal's stack, takes it off again: what stood there before comes back.
const KEEP_TITLE: &str = "\x1b[22;2t";
const TAKE_TITLE_BACK: &str = "\x1b[23;2t";
/// No progress.
const NO_PROGRESS: &str = "\x1b]9;4;0;0\x1b\\";

/// What is said of the running job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    done: u64,
    planned: Option<u64>,
    percent: Option<u8>,
    paused: bool,
}

impl Heading {
    /// Of the job that runs; `None` when none does.
    pub fn of(jobs: &JobBoard) -> Option<Self> {
        let job = jobs.running()?;
        Some(Heading {
            done: job.done,
            planned: job.planned,
            percent: job.share().map(|share| (share * 100.0) as u8),
            paused: job.paused,
        })
    }

    /// The title: numbers and our own words alone, so that no byte of data reaches the terminal.
    fn title(&self) -> String {
        let planned = self.planned.map_or_else(String::new, |n| format!("/{n}"));
        let state = if self.paused { "held " } else { "" };
        format!("muse-studio: {state}{}{planned}", self.done)
    }

    fn progress(&self) -> String {
        let (state, percent) = match (self.paused, self.percent) {
            (true, percent) => (4, percent.unwrap_or(0)),
            (false, Some(percent)) => (1, percent),
            (false, None) => (3, 0),
        };
        format!("\x1b]9;4;{state};{percent}\x1b\\")
    }
}

/// What a terminal takes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Headings {
    title: Takes,
    progress: Takes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum Takes {
    #[default]
    No,
    Yes,
}

impl Headings {
    /// As the environment tells. A title is harmless but on the plain console; the progress mark is a pop-up message in
    /// terminals that do not know it, so that it goes only to those that do, and through no multiplexer.
    pub fn from_env(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let is = |name: &str, values: &[&str]| {
            lookup(name).is_some_and(|value| values.contains(&value.as_str()))
        };
        let multiplexed = lookup("TMUX").is_some() || lookup("STY").is_some();
        let knows = lookup("WT_SESSION").is_some() || is("ConEmuANSI", &["ON"]);
        let plain = lookup("TERM").is_none() || is("TERM", &["linux", "dumb", ""]);
        let takes = |yes| if yes { Takes::Yes } else { Takes::No };
        Headings {
            title: takes(!plain),
            progress: takes(knows && !multiplexed),
        }
    }

    /// The bytes that leave the terminal as it was, whatever was shown last.
    pub fn end(self) -> String {
        let title = match self.title {
            Takes::Yes => TAKE_TITLE_BACK,
            Takes::No => "",
        };
        let progress = match self.progress {
            Takes::Yes => NO_PROGRESS,
            Takes::No => "",
        };
        format!("{title}{progress}")
    }

    /// The bytes that change what is shown from one heading to another.
    pub fn change(self, from: Option<&Heading>, to: Option<&Heading>) -> String {
        let mut bytes = String::new();
        if from == to {
            return bytes;
        }
        if self.title == Takes::Yes {
            match (from, to) {
                (_, None) => bytes.push_str(TAKE_TITLE_BACK),
                (None, Some(_)) => bytes.push_str(KEEP_TITLE),
                (Some(_), Some(_)) => {}
            }
            if let Some(to) = to {
                bytes.push_str(&format!("\x1b]2;{}\x1b\\", to.title()));
            }
        }
        if self.progress == Takes::Yes {
            bytes.push_str(&to.map_or_else(|| NO_PROGRESS.to_owned(), Heading::progress));
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Heading = Heading {
        done: 5,
        planned: Some(10),
        percent: Some(50),
        paused: false,
    };

    fn headings(vars: &'static [(&str, &str)]) -> Headings {
        Headings::from_env(|name| {
            let found = vars.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_title_is_kept_set_and_taken_back() {
        let xterm = headings(&[("TERM", "xterm-256color")]);
        let begun = xterm.change(None, Some(&HALF));
        assert_eq!(begun, "\x1b[22;2t\x1b]2;muse-studio: 5/10\x1b\\");
        assert_eq!(xterm.change(Some(&HALF), Some(&HALF)), "");
        assert_eq!(xterm.change(Some(&HALF), None), "\x1b[23;2t");
    }

    #[test]
    fn only_a_terminal_that_knows_it_gets_the_progress_mark() {
        let known = headings(&[("TERM", "xterm"), ("WT_SESSION", "x")]);
        let begun = known.change(None, Some(&HALF));
        assert!(begun.ends_with("\x1b]9;4;1;50\x1b\\"));
        let held = Heading {
            paused: true,
            ..HALF
        };
        assert!(known.change(Some(&HALF), Some(&held)).contains("]9;4;4;50"));
        assert!(known.change(Some(&held), None).ends_with(NO_PROGRESS));
        for other in [
            headings(&[("TERM", "xterm-kitty")]),
            headings(&[("TERM", "tmux"), ("TMUX", "x"), ("WT_SESSION", "x")]),
        ] {
            assert!(!other.change(None, Some(&HALF)).contains("]9;4"));
        }
        assert_eq!(headings(&[("TERM", "linux")]).change(None, Some(&HALF)), "");
    }
}
