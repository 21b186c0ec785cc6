//! Text of data made safe for a terminal: no byte of it drives the terminal, and nothing disappears silently.

use std::io;

use serde_json::ser::{CharEscape, Formatter};

/// A text on one line: controls, line ends included, show as symbols.
pub(super) fn safe_line(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, c| {
            push_safe(&mut out, c);
            out
        })
}

/// A text of many lines: line ends stay, every other control shows as a symbol.
pub(super) fn safe_block(text: &str) -> String {
    let lines = text.lines().map(safe_line);
    lines.collect::<Vec<_>>().join("\n")
}

fn push_safe(out: &mut String, c: char) {
    match c {
        '\u{0}'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('␦')),
        '\u{7f}' => out.push('␡'),
        _ if is_hidden(c) => out.push_str(&format!("‹U+{:04X}›", c as u32)),
        _ => out.push(c),
    }
}

/// C1 controls, direction marks and characters without a look. The two joiners stay: Devanagari needs them.
fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{80}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// JSON in which hidden characters stand as `\u` escapes, so that printing it to a terminal is harmless.
pub(super) struct SafeJson;

impl Formatter for SafeJson {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut start = 0;
        for (at, c) in fragment.char_indices() {
            if c != '\u{7f}' && !is_hidden(c) {
                continue;
            }
            writer.write_all(&fragment.as_bytes()[start..at])?;
            let mut units = [0u16; 2];
            for unit in c.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            start = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[start..])
    }

    fn write_char_escape<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        serde_json::ser::CompactFormatter.write_char_escape(writer, escape)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Serialize;

    use super::*;

    fn json(text: &str) -> String {
        let mut out = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut out, SafeJson);
        text.serialize(&mut serializer).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn controls_show_and_joiners_stay() {
        assert_eq!(
            safe_line("a\u{1b}]0;x\u{7}\n\u{9b}1m"),
            "a␛]0;x␇␊‹U+009B›1m"
        );
        assert_eq!(safe_line("क्\u{200d}ष \u{202e}"), "क्\u{200d}ष ‹U+202E›");
        assert_eq!(safe_block("a\r\nb\tc"), "a\nb␉c");
    }

    proptest! {
        #[test]
        fn json_reads_back_whole_and_drives_nothing(text in "\\PC*|[\\x00-\\u{9f}\\u{200b}-\\u{202e}\\u{e0000}-\\u{e0010}]*") {
            let out = json(&text);
            prop_assert!(!out.chars().any(|c| c.is_control() || is_hidden(c)));
            let back: String = serde_json::from_str(&out).unwrap();
            prop_assert_eq!(back, text);
        }

        #[test]
        fn no_line_holds_a_control(text in any::<String>()) {
            prop_assert!(!safe_line(&text).chars().any(|c| c.is_control() || is_hidden(c)));
        }
    }
}
