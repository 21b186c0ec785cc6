//! How many colours the terminal has.
//!
//! Owns: reading that from the environment, and the nearest colour where there are fewer.
//! Does not: ask the terminal; that would hold up the first frame.

use ratatui::style::Color;

/// A colour as red, green, blue.
pub type Rgb = (u8, u8, u8);

/// The colours a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// 24 bits.
    #[default]
    True,
    /// The 256 colours of xterm.
    Ansi256,
    /// The 16 named ones.
    Ansi16,
    /// None: modifiers only.
    Mono,
}

/// The six steps of each channel in xterm's colour cube.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// xterm's own values of the 16 named colours, in their order.
const NAMED: [Rgb; 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

impl Depth {
    /// Reads `NO_COLOR`, `COLORTERM` and `TERM`.
    pub fn from_env(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let term = lookup("TERM").unwrap_or_default();
        if lookup("NO_COLOR").is_some_and(|value| !value.is_empty()) || term == "dumb" {
            return Self::Mono;
        }
        let colours = lookup("COLORTERM").unwrap_or_default();
        let rich = ["direct", "kitty", "ghostty", "wezterm", "alacritty", "foot"];
        if colours == "truecolor"
            || colours == "24bit"
            || rich.iter().any(|name| term.contains(name))
        {
            Self::True
        } else if term.contains("256color") {
            Self::Ansi256
        } else {
            Self::Ansi16
        }
    }

    /// The colour to send for `colour`; none without colours.
    pub fn fit(self, colour: Color) -> Option<Color> {
        let Color::Rgb(red, green, blue) = colour else {
            return (self != Self::Mono).then_some(colour);
        };
        match self {
            Self::True => Some(colour),
            Self::Ansi256 => Some(Color::Indexed(nearest_indexed((red, green, blue)))),
            Self::Ansi16 => Some(named(nearest_named((red, green, blue)))),
            Self::Mono => None,
        }
    }
}

/// Red, green and blue of one of the 256 colours.
pub fn indexed_rgb(index: u8) -> Rgb {
    match index {
        0..=15 => NAMED[usize::from(index)],
        16..=231 => {
            let cube = usize::from(index - 16);
            (STEPS[cube / 36], STEPS[cube / 6 % 6], STEPS[cube % 6])
        }
        232..=255 => {
            let level = 8 + 10 * (index - 232);
            (level, level, level)
        }
    }
}

/// The first 16 are left out: each terminal shows them in colours of its own.
fn nearest_indexed(colour: Rgb) -> u8 {
    (16..=255)
        .min_by_key(|index| distance(indexed_rgb(*index), colour))
        .unwrap_or(16)
}

/// Text keeps its hue and the ground goes to black or white: a colour with little hue becomes one of the greys.
fn nearest_named(colour: Rgb) -> usize {
    (0..NAMED.len())
        .min_by_key(|index| distance(NAMED[*index], colour))
        .unwrap_or(0)
}

/// Squared distance, the channels weighted roughly as the eye does.
fn distance(one: Rgb, other: Rgb) -> u32 {
    let part = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    2 * part(one.0, other.0) + 4 * part(one.1, other.1) + 3 * part(one.2, other.2)
}

/// The named colours by the names that the terminal library gives them.
fn named(index: usize) -> Color {
    const COLOURS: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    COLOURS[index % COLOURS.len()]
}
