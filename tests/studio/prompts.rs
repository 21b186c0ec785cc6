//! What a model would be told, as a page: asked for by name, for the shopper under the cursor, scrolled and left.

use muse_studio::dialogue::prompts::{Filled, Origin, PromptName};
use muse_studio::domain::Language;
use muse_studio::jobs::Preview;
use muse_studio::tui::effect::Effect;
use muse_studio::tui::msg::Reply;

use super::screen::Screen;

fn preview() -> Preview {
    Preview {
        name: PromptName::Shopper(Language::Hi),
        origin: Origin::BuiltIn,
        file: "/ws/prompts/shopper.hi.txt".into(),
        hash: "0123456789abcdef".to_owned(),
        profile: "user_00007".into(),
        filled: Filled {
            instructions: "You play a shopper.".to_owned(),
            data: (1..=60).map(|n| format!("line {n} नीला कुर्ता\n")).collect(),
        },
    }
}

fn asked(effects: &[Effect]) -> Option<(PromptName, Option<String>)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Preview { name, shopper } => {
            Some((*name, shopper.as_ref().map(ToString::to_string)))
        }
        _ => None,
    })
}

#[test]
fn a_prompt_is_asked_for_by_name_and_read_as_a_page() {
    let mut screen = Screen::new(100, 30);
    screen.press(":");
    screen.type_text("prompts shopper.hi user_00007");
    let effects = screen.press("enter");
    let name = PromptName::Shopper(Language::Hi);
    assert_eq!(asked(&effects), Some((name, Some("user_00007".to_owned()))));
    screen.reply(Reply::Preview(Box::new(preview())));
    let text = screen.text();
    for part in [
        "shopper.hi for user_00007",
        "You play a shopper.",
        "prompts edit shopper.hi",
        "line 1",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert!(!text.contains("line 40"), "{text}");
    screen.press("pagedown pagedown pagedown pagedown");
    assert!(screen.text().contains("line 40"), "{}", screen.text());
    screen.press("esc");
    assert!(!screen.text().contains("line 40"));
}

#[test]
fn without_a_name_it_asks_and_names_what_there_is() {
    let mut screen = Screen::new(100, 30);
    assert_eq!(asked(&screen.press("g p")), None);
    let text = screen.text();
    assert!(
        text.contains("Which?") && text.contains("reviewer"),
        "{text}"
    );
    let effects = screen.press("enter");
    assert_eq!(
        asked(&effects),
        Some((PromptName::Shopper(Language::En), None))
    );
    screen.press(":");
    screen.type_text("prompts nothing");
    assert_eq!(asked(&screen.press("enter")), None);
    assert!(
        screen.text().contains("`nothing` is not a prompt"),
        "{}",
        screen.text()
    );
}

#[test]
fn in_profiles_it_is_the_shopper_under_the_cursor() {
    use muse_studio::store::{Cursor, Page};

    let mut screen = Screen::new(100, 30);
    let effects = screen.press("g 5");
    let request = effects.iter().find_map(|effect| match effect {
        Effect::Profiles { request, .. } => Some(*request),
        _ => None,
    });
    let profile = serde_json::from_value(serde_json::json!({
        "user_id": "user_00042",
        "demographics": {"age": 30, "gender": "female", "location": "Pune", "income_level": "middle"},
        "preferences": {"style": "casual", "budget_range": "1000-5000"},
        "conversation_style": {"language": "hi"},
    }));
    screen.reply(Reply::Profiles {
        request: request.unwrap(),
        cursor: Cursor::First,
        page: Page {
            items: vec![(1, profile.unwrap())],
            more: false,
        },
    });
    screen.press(":");
    screen.type_text("prompts reviewer");
    let effects = screen.press("enter");
    let want = (PromptName::Reviewer, Some("user_00042".to_owned()));
    assert_eq!(asked(&effects), Some(want));
}
