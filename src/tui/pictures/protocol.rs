//! By which protocol this terminal shows pictures.
//!
//! The setting decides; without one the environment does, and where it cannot tell, the terminal is asked what it is
//! (primary device attributes, which every terminal answers and which no late answer turns into keys). Inside a
//! multiplexer half-blocks are the only ones that never leave marks.

use crate::config::PictureSetting;
use crate::tui::theme::Depth;

/// How pictures reach the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Not at all: words stand for them.
    Off,
    /// As half-blocks, two colours in a cell.
    Blocks,
    /// As sixels.
    Sixel,
    /// By kitty's protocol, placed by signs in the cells.
    Kitty(Passage),
    /// By iTerm2's protocol.
    Iterm2(Passage),
}

/// How a sequence gets to the terminal that understands it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    /// As it is.
    Direct,
    /// Wrapped for tmux, which hands it on when `allow-passthrough` is on.
    ThroughTmux,
}

/// What pictures are made ready for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// The protocol.
    pub protocol: Protocol,
    /// The colours that half-blocks may have.
    pub depth: Depth,
    /// Pixels of a cell, across and down.
    pub cell: (u16, u16),
}

/// What is known before the terminal is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// No question is needed.
    Known(Protocol),
    /// The terminal may show sixels; it has to be asked.
    Ask,
}

/// The size of a cell where the terminal does not tell: pictures then come out too small or too large, but whole.
pub const USUAL_CELL: (u16, u16) = (10, 20);

impl Guess {
    /// From the setting, the colours, and the environment.
    pub fn from_env(
        setting: PictureSetting,
        depth: Depth,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let tmux = lookup("TMUX").is_some();
        let passage = if tmux {
            Passage::ThroughTmux
        } else {
            Passage::Direct
        };
        if !cfg!(feature = "images") || depth == Depth::Mono {
            return Guess::Known(Protocol::Off);
        }
        match setting {
            PictureSetting::Off => Guess::Known(Protocol::Off),
            PictureSetting::Blocks => Guess::Known(Protocol::Blocks),
            PictureSetting::Sixel => Guess::Known(Protocol::Sixel),
            PictureSetting::Kitty => Guess::Known(Protocol::Kitty(passage)),
            PictureSetting::Iterm2 => Guess::Known(Protocol::Iterm2(passage)),
            PictureSetting::Auto if tmux || lookup("STY").is_some() => {
                Guess::Known(Protocol::Blocks)
            }
            PictureSetting::Auto => by_name(lookup),
        }
    }

    /// The protocol, given the terminal's answer when it was asked and gave one.
    pub fn settle(self, answer: Option<&[u8]>) -> Protocol {
        match self {
            Guess::Known(protocol) => protocol,
            Guess::Ask if answer.is_some_and(shows_sixels) => Protocol::Sixel,
            Guess::Ask => Protocol::Blocks,
        }
    }
}

/// Terminals that say who they are.
fn by_name(lookup: impl Fn(&str) -> Option<String>) -> Guess {
    let any = |name: &str, known: &[&str]| {
        lookup(name).is_some_and(|value| known.iter().any(|part| value.contains(part)))
    };
    let known = |protocol| Guess::Known(protocol);
    if any("TERM", &["kitty", "ghostty"]) || any("TERM_PROGRAM", &["ghostty", "kitty"]) {
        return known(Protocol::Kitty(Passage::Direct));
    }
    let iterm2 = [
        "iTerm",
        "WezTerm",
        "mintty",
        "vscode",
        "rio",
        "WarpTerminal",
    ];
    if any("TERM_PROGRAM", &iterm2) || any("LC_TERMINAL", &["iTerm"]) {
        return known(Protocol::Iterm2(Passage::Direct));
    }
    // These are known to show none, and the Linux console writes an answer nowhere.
    if any("TERM", &["alacritty", "linux", "dumb"]) || any("TERM_PROGRAM", &["Apple_Terminal"]) {
        return known(Protocol::Blocks);
    }
    Guess::Ask
}

/// Whether the primary device attributes name sixels: attribute 4.
fn shows_sixels(attributes: &[u8]) -> bool {
    attributes
        .split(|byte| *byte == b';')
        .skip(1)
        .any(|one| one == b"4")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(setting: PictureSetting, vars: &'static [(&str, &str)]) -> Guess {
        Guess::from_env(setting, Depth::True, |name| {
            let found = vars.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[cfg(feature = "images")]
    #[test]
    fn known_terminals_are_not_asked() {
        use PictureSetting::{Auto, Kitty, Off, Sixel};
        for (setting, vars, expected) in [
            (
                Auto,
                &[("TERM", "xterm-kitty")][..],
                Protocol::Kitty(Passage::Direct),
            ),
            (
                Auto,
                &[("TERM", "xterm-ghostty")],
                Protocol::Kitty(Passage::Direct),
            ),
            (
                Auto,
                &[("TERM_PROGRAM", "WezTerm")],
                Protocol::Iterm2(Passage::Direct),
            ),
            (Auto, &[("TERM", "alacritty")], Protocol::Blocks),
            (
                Auto,
                &[("TERM", "xterm-kitty"), ("TMUX", "/x")],
                Protocol::Blocks,
            ),
            (
                Auto,
                &[("TERM", "screen-256color"), ("STY", "1.x")],
                Protocol::Blocks,
            ),
            (
                Kitty,
                &[("TMUX", "/x")],
                Protocol::Kitty(Passage::ThroughTmux),
            ),
            (Sixel, &[("TERM", "xterm-kitty")], Protocol::Sixel),
            (Off, &[("TERM", "xterm-kitty")], Protocol::Off),
        ] {
            assert_eq!(guess(setting, vars), Guess::Known(expected), "{vars:?}");
        }
        assert_eq!(guess(Auto, &[("TERM", "xterm-256color")]), Guess::Ask);
    }

    #[test]
    fn no_colours_means_words() {
        let mono = Guess::from_env(PictureSetting::Sixel, Depth::Mono, |_| None);
        assert_eq!(mono, Guess::Known(Protocol::Off));
    }

    #[test]
    fn the_answer_tells_sixels() {
        assert_eq!(Guess::Ask.settle(Some(b"63;1;2;4;6")), Protocol::Sixel);
        for other in [Some(&b"64;1;2;14;22"[..]), Some(b"4"), Some(b""), None] {
            assert_eq!(Guess::Ask.settle(other), Protocol::Blocks, "{other:?}");
        }
        let known = Guess::Known(Protocol::Off);
        assert_eq!(known.settle(Some(b"63;4")), Protocol::Off);
    }
}
