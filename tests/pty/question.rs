//! The one question that the terminal is asked: no key is lost over it, and no answer is taken for a key.

use std::time::Duration;

use super::terminal::Studio;
use super::{Home, program};

/// "What are you?"
const QUESTION: &str = "\x1b[c";
/// A terminal that shows sixels.
const ANSWER: &str = "\x1b[?63;1;4;22c";

fn asked(home: &Home, settings: &[(&str, &str)]) -> Studio {
    let space = home.space.to_string_lossy().into_owned();
    let arguments = ["--workspace", space.as_str()];
    let mut studio = Studio::start(program(), home.dir.path(), &arguments, (80, 24), settings);
    studio.shows("Muse Studio");
    studio
}

fn waits_for_the_question(studio: &mut Studio) {
    while !says(studio, QUESTION) {
        assert!(
            studio.next(Duration::from_secs(30)).is_some(),
            "no question came"
        );
    }
}

fn says(studio: &Studio, part: &str) -> bool {
    studio
        .wrote
        .windows(part.len())
        .any(|w| w == part.as_bytes())
}

#[cfg(feature = "images")]
#[test]
fn keys_beside_the_answer_are_kept() {
    let home = Home::new(0);
    for keys in [format!("{ANSWER}q"), format!("q{ANSWER}"), "q".to_owned()] {
        let mut studio = asked(&home, &[]);
        waits_for_the_question(&mut studio);
        studio.press(&keys);
        assert!(studio.wait().success(), "{keys:?}");
    }
}

#[cfg(feature = "images")]
#[test]
fn an_answer_that_comes_late_presses_no_key() {
    let home = Home::new(0);
    let mut studio = asked(&home, &[]);
    waits_for_the_question(&mut studio);
    studio.shows("products, 50 profiles");
    studio.settle(Duration::from_millis(700));
    let before = studio.text();
    studio.press(ANSWER);
    let (_, bytes) = studio.settle(Duration::from_millis(500));
    assert_eq!((studio.text(), bytes), (before, 0));
    studio.press("q");
    assert!(studio.wait().success());
}

#[test]
fn who_wants_no_pictures_or_says_which_is_asked_nothing() {
    let home = Home::new(0);
    for settings in [
        [("MUSE_PICTURES", "off")],
        [("MUSE_PICTURES", "blocks")],
        [("NO_COLOR", "1")],
        [("TMUX", "/tmp/some,1,0")],
    ] {
        let mut studio = asked(&home, &settings);
        studio.shows("products, 50 profiles");
        studio.settle(Duration::from_millis(300));
        assert!(!says(&studio, QUESTION), "{settings:?}");
        studio.press("q");
        assert!(studio.wait().success());
    }
}
