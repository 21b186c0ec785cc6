//! The kinds of value that settings have, each read from a file's value or from a word.

use std::fmt;
use std::str::FromStr;

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// Only what failed.
    Error,
    /// Also what looks wrong.
    Warn,
    /// Also what was done.
    #[default]
    Info,
    /// Also how.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    /// Every level, from quiet to loud.
    pub const ALL: [LogLevel; 6] = [
        LogLevel::Off,
        LogLevel::Error,
        LogLevel::Warn,
        LogLevel::Info,
        LogLevel::Debug,
        LogLevel::Trace,
    ];

    /// The word that files and options carry.
    pub fn code(self) -> &'static str {
        match self {
            LogLevel::Off => "off",
            LogLevel::Error => "error",
            LogLevel::Warn => "warn",
            LogLevel::Info => "info",
            LogLevel::Debug => "debug",
            LogLevel::Trace => "trace",
        }
    }
}

impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for LogLevel {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = LogLevel::ALL
            .into_iter()
            .find(|l| l.code() == text.to_lowercase());
        found.ok_or_else(|| {
            format!("`{text}` is not a log level; use off, error, warn, info, debug or trace")
        })
    }
}

/// How pictures are shown on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PictureSetting {
    /// As well as the terminal is known to.
    #[default]
    Auto,
    /// By kitty's protocol.
    Kitty,
    /// By iTerm2's protocol.
    Iterm2,
    /// As sixels.
    Sixel,
    /// As half-blocks.
    Blocks,
    /// Not: words stand for them.
    Off,
}

impl PictureSetting {
    /// Every setting.
    pub const ALL: [PictureSetting; 6] = [
        PictureSetting::Auto,
        PictureSetting::Kitty,
        PictureSetting::Iterm2,
        PictureSetting::Sixel,
        PictureSetting::Blocks,
        PictureSetting::Off,
    ];

    /// The word that files and options carry.
    pub fn code(self) -> &'static str {
        match self {
            PictureSetting::Auto => "auto",
            PictureSetting::Kitty => "kitty",
            PictureSetting::Iterm2 => "iterm2",
            PictureSetting::Sixel => "sixel",
            PictureSetting::Blocks => "blocks",
            PictureSetting::Off => "off",
        }
    }
}

impl fmt::Display for PictureSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for PictureSetting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = PictureSetting::ALL
            .into_iter()
            .find(|one| one.code() == text.to_lowercase());
        found.ok_or_else(|| {
            format!(
                "`{text}` is no way to show pictures; use auto, kitty, iterm2, sixel, blocks or off"
            )
        })
    }
}

/// How fast the offline engine's words appear in the studio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Pace {
    /// As fast as they are made.
    Instant,
    /// Fast enough to follow with the eye.
    #[default]
    Reading,
    /// Slow enough to read aloud.
    Slow,
    /// So many words a second, 1 to [`Pace::MOST`].
    Words(u32),
}

impl Pace {
    /// The paces that have a name.
    pub const NAMED: [Pace; 3] = [Pace::Instant, Pace::Reading, Pace::Slow];
    /// The most words a second; whoever wants more wants [`Pace::Instant`].
    pub const MOST: u32 = 10_000;

    /// Words in a second; `None` for no waiting at all.
    pub fn words_per_second(self) -> Option<u32> {
        match self {
            Pace::Instant => None,
            Pace::Reading => Some(14),
            Pace::Slow => Some(5),
            Pace::Words(number) => Some(number),
        }
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pace::Instant => f.write_str("instant"),
            Pace::Reading => f.write_str("reading"),
            Pace::Slow => f.write_str("slow"),
            Pace::Words(number) => write!(f, "{number}"),
        }
    }
}

impl FromStr for Pace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let word = text.trim().to_lowercase();
        if let Some(named) = Pace::NAMED.into_iter().find(|p| p.to_string() == word) {
            return Ok(named);
        }
        let number = word.parse().ok().filter(|n| (1..=Pace::MOST).contains(n));
        number.map(Pace::Words).ok_or_else(|| {
            format!(
                "`{text}` is not a pace; use instant, reading, slow, or words a second from 1 to {}",
                Pace::MOST
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for setting in PictureSetting::ALL {
            assert_eq!(setting.to_string().parse(), Ok(setting));
        }
        for level in LogLevel::ALL {
            assert_eq!(level.code().parse(), Ok(level));
        }
        for pace in Pace::NAMED {
            assert_eq!(pace.to_string().parse(), Ok(pace));
        }
    }

    #[test]
    fn a_pace_may_be_a_number_of_words_a_second() {
        let pace: Pace = "200".parse().unwrap();
        assert_eq!(
            (pace.words_per_second(), pace.to_string().as_str()),
            (Some(200), "200")
        );
        assert_eq!("Slow".parse(), Ok(Pace::Slow));
        for bad in ["0", "-3", "1.5", "10001", "quick", "", "99999999999"] {
            let error = bad.parse::<Pace>().unwrap_err();
            assert!(error.contains("words a second"), "{error}");
        }
    }
}
