//! Wrapping loses no syllable, splits none, and stays within its width.

use proptest::prelude::*;

use muse_studio::tui::safe::SafeText;
use muse_studio::tui::text::{clusters, truncate, width, wrap};

use crate::random::{Random, hindi_paragraph, hostile_text};

const PARAGRAPHS: u64 = 400;
const WIDTHS: [u16; 7] = [8, 12, 20, 30, 40, 60, 80];

/// Lines fit, and what they hold is the text but for the one space or line feed at which each of them broke.
fn check(text: &str, limit: u16) {
    let lines = wrap(text, limit);
    let mut next = 0;
    for line in &lines {
        let shown = line.of(text);
        assert_eq!(line.width, width(shown), "{shown:?}");
        let alone = clusters(shown).filter(|cluster| cluster.width > 0).count() <= 1;
        assert!(
            line.width <= limit || alone,
            "{shown:?} is wider than {limit}"
        );
        assert!(
            ["", " ", "\n", "\r\n"].contains(&&text[next..line.range.start]),
            "lost before {shown:?}"
        );
        next = line.range.end;
    }
    assert_eq!(next, text.len(), "lost at the end of {text:?}");
    let whole: Vec<usize> = clusters(text).map(|cluster| cluster.start).collect();
    for line in &lines {
        let edge = line.range.start;
        assert!(
            edge == text.len() || whole.contains(&edge),
            "split at {edge} of {text:?}"
        );
    }
}

#[test]
fn hindi_paragraphs_keep_every_syllable_at_every_width() {
    for seed in 0..PARAGRAPHS {
        let text = hindi_paragraph(&mut Random::new(seed), 40);
        let syllables: String = clusters(&text)
            .map(|c| c.text)
            .filter(|c| *c != " ")
            .collect();
        for limit in WIDTHS {
            check(&text, limit);
            let lines: String = wrap(&text, limit)
                .iter()
                .map(|line| line.of(&text))
                .collect();
            assert_eq!(
                lines.replace(' ', ""),
                syllables,
                "seed {seed} width {limit}"
            );
        }
    }
}

#[test]
fn hostile_texts_wrap_too() {
    for seed in 0..2_000 {
        let text = hostile_text(&mut Random::new(seed));
        for limit in [0, 1, 2, 7, 40] {
            check(&text, limit.max(1));
            check(&SafeText::block(&text), limit.max(1));
            let cut = truncate(&text, limit);
            assert!(width(&cut) <= limit);
        }
    }
}

/// Characters that must never be on the screen.
fn drives_or_hides(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

proptest! {
    #[test]
    fn safe_text_never_holds_a_control_or_bidi_character(text in "\\PC*|(?s).*") {
        for shown in [SafeText::line(&text), SafeText::block(&text)] {
            prop_assert!(!shown.contains(|c| c != '\u{202f}' && drives_or_hides(c)), "{shown:?}");
            prop_assert!(clusters(&shown).all(|cluster| cluster.width > 0 || cluster.text == "\n"), "{shown:?}");
        }
        prop_assert!(!SafeText::line(&text).contains('\n'));
    }

    #[test]
    fn making_a_text_safe_twice_changes_nothing_more(text in "\\PC*") {
        let once = SafeText::block(&text);
        prop_assert_eq!(&SafeText::block(&once), &once);
    }

    #[test]
    fn hindi_words_pass_unchanged(seed in any::<u64>()) {
        let text = hindi_paragraph(&mut Random::new(seed), 5);
        prop_assert_eq!(&*SafeText::line(&text), &text);
    }

    #[test]
    fn any_text_wraps_without_loss(text in "(?s).{0,80}", limit in 1u16..50) {
        check(&text, limit);
    }
}
