//! What every theme must hold: it can be read, with any number of colours, and by who sees no colour.

use ratatui::style::{Color, Modifier, Style};

use super::depth::{Rgb, indexed_rgb};
use super::*;

const DEPTHS: [Depth; 4] = [Depth::True, Depth::Ansi256, Depth::Ansi16, Depth::Mono];

fn rgb(colour: Color) -> Rgb {
    let named = [
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
    match colour {
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Indexed(index) => indexed_rgb(index),
        other => indexed_rgb(named.iter().position(|known| *known == other).unwrap() as u8),
    }
}

/// Relative luminance and contrast as WCAG 2.2 defines them.
fn contrast(style: Style) -> f64 {
    let channel = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let luminance = |colour: Option<Color>| {
        let (red, green, blue) = rgb(colour.unwrap());
        0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
    };
    let (one, other) = (luminance(style.fg), luminance(style.bg));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn all_text_can_be_read_on_its_ground() {
    let mut faint = Vec::new();
    for (name, _) in BUILT_IN {
        for (depth, least) in [
            (Depth::True, 4.5),
            (Depth::Ansi256, 4.5),
            (Depth::Ansi16, 3.0),
        ] {
            let theme = Theme::load(name, None, depth).unwrap();
            for role in Role::ALL.into_iter().filter(|role| *role != Role::Border) {
                let found = contrast(theme.style(role));
                if found < least {
                    faint.push(format!(
                        "{name} {depth:?} {role:?}: {found:.2} {:?}",
                        theme.style(role)
                    ));
                }
            }
        }
    }
    assert!(faint.is_empty(), "{faint:#?}");
}

#[test]
fn the_built_in_themes_give_every_role() {
    for (name, text) in BUILT_IN {
        let roles: Vec<Role> = file::parse(name, text)
            .unwrap()
            .roles
            .into_iter()
            .map(|(role, _)| role)
            .collect();
        assert!(Role::ALL.iter().all(|role| roles.contains(role)), "{name}");
    }
}

#[test]
fn meaning_survives_without_colour() {
    for (name, _) in BUILT_IN {
        let theme = Theme::load(name, None, Depth::Mono).unwrap();
        for role in Role::ALL {
            assert_eq!((theme.style(role).fg, theme.style(role).bg), (None, None));
        }
        let modifiers = |role| theme.style(role).add_modifier;
        assert!(modifiers(Role::Selection).contains(Modifier::REVERSED));
        assert!(modifiers(Role::Added).contains(Modifier::UNDERLINED));
        assert!(modifiers(Role::Removed).contains(Modifier::CROSSED_OUT));
        for (one, other) in [
            (Role::Good, Role::Bad),
            (Role::Added, Role::Removed),
            (Role::Selection, Role::Text),
            (Role::BorderFocus, Role::Border),
            (Role::HintKey, Role::Hint),
            (Role::Match, Role::Text),
            (Role::Banner, Role::Text),
            (Role::Disabled, Role::Text),
        ] {
            assert_ne!(modifiers(one), modifiers(other), "{one:?} {other:?}");
        }
    }
}

#[test]
fn the_environment_says_how_many_colours() {
    let with = |vars: &'static [(&str, &str)]| {
        Depth::from_env(|name| {
            vars.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    };
    assert_eq!(
        with(&[("COLORTERM", "truecolor"), ("TERM", "xterm-256color")]),
        Depth::True
    );
    assert_eq!(with(&[("TERM", "xterm-256color")]), Depth::Ansi256);
    assert_eq!(with(&[("TERM", "linux")]), Depth::Ansi16);
    assert_eq!(with(&[("TERM", "dumb")]), Depth::Mono);
    assert_eq!(
        with(&[("COLORTERM", "truecolor"), ("NO_COLOR", "1")]),
        Depth::Mono
    );
    assert_eq!(
        with(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]),
        Depth::Ansi256
    );
    let ground = |value: &'static str| Theme::suggested(move |_| Some(value.to_owned()));
    assert_eq!(
        (ground("0;15"), ground("15;0"), ground("15;default;0")),
        ("light", "dark", "dark")
    );
}

#[test]
fn a_users_file_changes_only_what_it_gives() {
    let folder = tempfile::tempdir().unwrap();
    let text = "base = \"light\"\n[palette]\nink = \"#000000\"\n[roles]\ngood = { fg = \"ink\" }\n";
    std::fs::write(folder.path().join("mine.toml"), text).unwrap();
    let mine = Theme::load("mine", Some(folder.path()), Depth::True).unwrap();
    let light = Theme::load("light", Some(folder.path()), Depth::True).unwrap();
    assert_eq!(mine.style(Role::Good).fg, Some(Color::Rgb(0, 0, 0)));
    assert_eq!(mine.style(Role::Bad), light.style(Role::Bad));
    assert_eq!(Theme::names(Some(folder.path())), ["dark", "light", "mine"]);
}

#[test]
fn errors_name_file_line_and_key() {
    for (text, expected) in [
        (
            "[roles]\n\ngoood = {}\n",
            "mine.toml:3: unknown key \"goood\"",
        ),
        (
            "[roles]\ngood = { fg = \"#12\" }\n",
            "mine.toml:2: \"good.fg\" cannot be \"#12\"",
        ),
        (
            "[roles]\ngood = { modifiers = [\n\"loud\"] }\n",
            "mine.toml:3: \"good.modifiers\" cannot be \"loud\"",
        ),
        (
            "[roles]\ngood = { colour = \"#123456\" }\n",
            "mine.toml:2: unknown key \"colour\"",
        ),
        ("roles = 3\n", "mine.toml:1: \"roles\" cannot be 3"),
        (
            "[palette]\nink = true\n",
            "mine.toml:2: \"ink\" cannot be true",
        ),
        ("a = \n", "mine.toml:1: "),
        ("base = \"dusk\"\n", "There is no theme \"dusk\""),
    ] {
        let error = Theme::parse("mine", "mine.toml", text, Depth::True)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(expected), "{error}");
        assert!(error.ends_with('.'), "{error}");
    }
    assert!(Theme::load("dusk", None, Depth::True).is_err());
}

#[test]
fn every_depth_loads() {
    for depth in DEPTHS {
        for (name, _) in BUILT_IN {
            assert_eq!(Theme::load(name, None, depth).unwrap().name(), name);
        }
    }
}
