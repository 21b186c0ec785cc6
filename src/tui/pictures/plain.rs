//! A picture as lines of coloured half-blocks, for output that is no studio.

use ratatui::style::Color;

use crate::catalog::pictures::{Block, Blocks};
use crate::tui::theme::Depth;

/// The lines of a picture, each ending in a reset and a line feed; `None` where there are no colours to draw with.
pub fn lines(blocks: &Blocks, depth: Depth) -> Option<String> {
    if depth == Depth::Mono {
        return None;
    }
    let mut text = String::new();
    for row in blocks.rows() {
        let mut before = None;
        for block in row {
            // Colours are told when they change, which keeps a line short.
            if before != Some(*block) {
                text.push_str(&colours(*block, depth));
                before = Some(*block);
            }
            text.push('▀');
        }
        text.push_str("\x1b[0m\n");
    }
    Some(text)
}

fn colours(block: Block, depth: Depth) -> String {
    let code =
        |[red, green, blue]: [u8; 3], ground: u8| match depth.fit(Color::Rgb(red, green, blue)) {
            Some(Color::Rgb(red, green, blue)) => format!("{};2;{red};{green};{blue}", 38 + ground),
            Some(Color::Indexed(index)) => format!("{};5;{index}", 38 + ground),
            Some(named) => {
                let code = named_code(named);
                let bright = if code > 7 { 82 } else { 30 };
                (code + bright + ground).to_string()
            }
            None => (39 + ground).to_string(),
        };
    format!("\x1b[{};{}m", code(block.upper, 0), code(block.lower, 10))
}

/// The place of a colour among the sixteen.
fn named_code(colour: Color) -> u8 {
    const ORDER: [Color; 16] = [
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
    let place = ORDER.iter().position(|known| *known == colour);
    place.and_then(|at| u8::try_from(at).ok()).unwrap_or(7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::pictures::Picture;

    fn red() -> Blocks {
        let picture = Picture::new(2, 2, [255, 0, 0, 255].repeat(4)).unwrap();
        Blocks::of(&picture, 2, 1, [0; 3])
    }

    #[test]
    fn each_depth_speaks_its_own_codes() {
        for (depth, expected) in [
            (Depth::True, "\x1b[38;2;255;0;0;48;2;255;0;0m▀▀\x1b[0m\n"),
            (Depth::Ansi256, "\x1b[38;5;196;48;5;196m▀▀\x1b[0m\n"),
            (Depth::Ansi16, "\x1b[91;101m▀▀\x1b[0m\n"),
        ] {
            assert_eq!(lines(&red(), depth).as_deref(), Some(expected));
        }
        assert_eq!(lines(&red(), Depth::Mono), None);
    }
}
