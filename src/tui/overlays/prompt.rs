//! What a model would be told: the prompts, filled in with a shopper's data, as a page to read.

use super::tell;
use crate::dialogue::prompts::Origin;
use crate::domain::ProfileId;
use crate::jobs::Preview;
use crate::tui::command::CommandId;
use crate::tui::effect::{Ask, Effect, Effects, PageLine};
use crate::tui::theme::Role;

/// A longer line is parted at a space: a page scrolls from line to line, and no line may fill it.
const LONGEST: usize = 400;

/// The effects of `:prompts NAME [SHOPPER]`; asks when the name is missing. `chosen` is the shopper under the cursor.
pub fn prompts(argument: &str, chosen: Option<&ProfileId>) -> Effects {
    let mut words = argument.split_whitespace();
    let Some(name) = words.next() else {
        return vec![Effect::Ask(Ask::Line {
            question: "Which? shopper.hi, assistant.en, rewriter.hi, reviewer ...".to_owned(),
            preset: "shopper.en".to_owned(),
            command: CommandId::Prompts,
        })];
    };
    match name.parse() {
        Ok(name) => vec![Effect::Preview {
            name,
            shopper: words.next().map(Into::into).or(chosen.cloned()),
        }],
        Err(_) => tell(format!(
            "`{name}` is not a prompt; `muse-studio prompts list` names them"
        )),
    }
}

/// The page of a filled prompt.
pub fn preview(preview: &Preview) -> Ask {
    let Preview {
        name,
        origin,
        file,
        hash,
        profile,
        filled,
    } = preview;
    let line = |role: Role, text: &str| PageLine {
        role,
        text: text.to_owned(),
    };
    let from = match origin {
        Origin::BuiltIn => format!(
            "built in, {hash}; `muse-studio prompts edit {name}` copies it to {}",
            file.display()
        ),
        Origin::Workspace => format!("{}, {hash}", file.display()),
    };
    let mut lines = vec![line(Role::Muted, &from)];
    for (title, text) in [
        ("Instructions", &filled.instructions),
        ("Data", &filled.data),
    ] {
        lines.push(line(Role::Muted, ""));
        lines.push(line(Role::HintKey, title));
        let parts = text.lines().flat_map(parts);
        lines.extend(parts.map(|part| line(Role::Text, part)));
    }
    Ask::Page(format!("{name} for {profile}"), lines)
}

/// A line in pieces that are not too long, parted at spaces where there are any.
fn parts(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((limit, _)) = rest.char_indices().nth(LONGEST) {
        let at = rest[..limit].rfind(' ').map_or(limit, |space| space + 1);
        let (part, after) = rest.split_at(at);
        found.push(part);
        rest = after;
    }
    found.push(rest);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_parted_and_nothing_is_lost() {
        let long = "शब्द ".repeat(300);
        let pieces = parts(&long);
        assert_eq!(pieces.concat(), long);
        assert!(pieces.len() > 3 && pieces.iter().all(|p| p.chars().count() <= LONGEST));
        let solid = "क".repeat(1_000);
        assert_eq!(parts(&solid).concat(), solid);
        assert_eq!(parts(""), [""]);
    }
}
