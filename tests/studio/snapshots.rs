//! Whole screens as a person sees them, through a terminal emulator. `INSTA_UPDATE=always cargo test --test studio`
//! writes them anew; read the difference before it is committed.

use muse_studio::tui::msg::Reply;

use super::panes::watch_one;
use super::review::reading;
use super::sample;
use super::screen::Screen;

#[test]
fn home() {
    let mut screen = Screen::new(80, 24);
    screen.reply(Reply::Counts(sample::counts()));
    insta::assert_snapshot!("home_80x24", screen.text());
}

#[test]
fn live() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut screen = Screen::new(width, height);
        watch_one(&mut screen);
        screen.press("g 2");
        insta::assert_snapshot!(format!("live_{width}x{height}"), screen.text());
    }
}

#[test]
fn review() {
    for (width, height) in [(40, 12), (80, 24), (120, 40), (200, 60)] {
        let mut screen = reading(width, height);
        insta::assert_snapshot!(format!("review_{width}x{height}"), screen.text());
    }
}

#[test]
fn reasons() {
    let mut screen = reading(80, 24);
    screen.press("r");
    insta::assert_snapshot!("reasons_80x24", screen.text());
}

#[test]
fn editing() {
    let mut screen = reading(80, 24);
    screen.press("e");
    screen.type_text(" अभी");
    insta::assert_snapshot!("editing_80x24", screen.text());
}

#[test]
fn help() {
    let mut screen = reading(80, 24);
    screen.press("?");
    insta::assert_snapshot!("help_80x24", screen.text());
}
