//! Somebody says the same over and over.

use super::{Brake, BrakeRule};
use crate::dialogue::Said;
use crate::domain::Speaker;

/// How often one side may say the same words.
const MOST: usize = 2;

/// The breach, when `speaker` says with `text` once too often what was said before. Blanks and capitals do not matter.
pub fn circles(history: &[Said], speaker: Speaker, text: &str) -> Option<Brake> {
    let same = |said: &&Said| said.speaker == speaker && alike(&said.text, text);
    let times = history.iter().filter(same).count() + 1;
    let who = match speaker {
        Speaker::User => "the shopper",
        Speaker::Assistant => "the assistant",
    };
    (times > MOST).then(|| {
        let why = format!("it goes round in circles: {who} said the same {times} times");
        Brake::new(BrakeRule::Circles, why)
    })
}

fn alike(one: &str, other: &str) -> bool {
    let words = |text| str::split_whitespace(text).map(str::to_lowercase);
    words(one).eq(words(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::Situation;
    use crate::domain::Act;

    fn said(speaker: Speaker, text: &str) -> Said {
        Said {
            speaker,
            act: Act::Ask,
            situation: Situation::UserOpen,
            text: text.to_owned(),
            source: String::new(),
            mentioned: Vec::new(),
        }
    }

    #[test]
    fn the_third_time_is_too_often_and_sides_are_apart() {
        let mut history = vec![
            said(Speaker::User, "Is it cotton?"),
            said(Speaker::Assistant, "Is it cotton?"),
        ];
        assert_eq!(circles(&history, Speaker::User, "Is it  cotton? "), None);
        history.push(said(Speaker::User, "is it  Cotton?"));
        assert_eq!(circles(&history, Speaker::User, "Is it silk?"), None);
        assert_eq!(circles(&history, Speaker::Assistant, "Is it cotton?"), None);
        let brake = circles(&history, Speaker::User, "Is it cotton?").unwrap();
        assert_eq!(brake.rule, BrakeRule::Circles);
        assert!(brake.why.contains("the shopper said the same 3 times"));
    }
}
