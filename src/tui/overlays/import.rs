//! An import before it begins: how every column would be read, to be agreed to.
//!
//! Owns: the words after `:import`, and the page that shows the plan. Does not: read files; the answer to
//! [`Effect::PlanImport`] brings the plan.

use ratatui::layout::{Position, Rect};

use super::{Next, Overlay, hint};
use crate::catalog::{Guess, Meaning, Why};
use crate::jobs::{FilePlan, ImportOptions, Memory};
use crate::tui::command::CommandId;
use crate::tui::effect::{Ask, Effect, Effects};
use crate::tui::keymap::{KeyCode, KeyEvent};
use crate::tui::msg::Level;
use crate::tui::panes::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, centred};

/// The effects of `:import FILE... [--map NAME=COLUMN] [--source NAME] [--forget-map]`; asks when no file is named.
pub fn import(argument: &str) -> Effects {
    if argument.trim().is_empty() {
        return vec![Effect::Ask(Ask::Line {
            question: "Which files, or which folder of pictures?".to_owned(),
            preset: String::new(),
            command: CommandId::Import,
        })];
    }
    match asked(argument) {
        Ok(options) if options.files.is_empty() => {
            vec![Effect::Tell(
                Level::Warn,
                "name a file to import".to_owned(),
            )]
        }
        Ok(options) => vec![Effect::PlanImport {
            argument: argument.trim().to_owned(),
            options: Box::new(options),
        }],
        Err(why) => vec![Effect::Tell(Level::Warn, why)],
    }
}

fn asked(argument: &str) -> Result<ImportOptions, String> {
    let mut options = ImportOptions::default();
    let mut words = words(argument).into_iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--map" => {
                let said = words
                    .next()
                    .ok_or("--map wants NAME=COLUMN, such as price=selling_price")?;
                options
                    .mappings
                    .push(said.parse().map_err(|e| format!("{e}"))?);
            }
            "--source" => {
                let name = words.next().ok_or("--source wants a name")?;
                options.source = Some(name);
            }
            "--forget-map" => options.memory = Memory::Forget,
            other if other.starts_with("--") => {
                return Err(format!(
                    "`{other}` is no option here; --map, --source and --forget-map are"
                ));
            }
            file => options.files.push(file.into()),
        }
    }
    Ok(options)
}

/// Words between white space; quotes keep one together.
fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => word.get_or_insert_default().push(c),
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => out.extend(word.take()),
            None => word.get_or_insert_default().push(c),
        }
    }
    out.extend(word);
    out
}

/// The plan of an import, waiting for a yes.
pub struct Import {
    argument: String,
    options: Box<ImportOptions>,
    lines: Vec<(Role, String)>,
    top: usize,
}

/// Plain attributes that are listed; wide files have thousands.
const ATTRIBUTES: usize = 60;

impl Import {
    /// Shows these plans; yes starts the import of `options`. `argument` is what was typed.
    pub fn new(argument: String, options: Box<ImportOptions>, plans: &[FilePlan]) -> Self {
        let mut lines = Vec::new();
        for plan in plans {
            show(plan, &mut lines);
        }
        if plans.is_empty() {
            let text = "Each picture is copied into the workspace under the id that its name says.";
            lines.push((Role::Text, text.to_owned()));
        }
        Import {
            argument,
            options,
            lines,
            top: 0,
        }
    }
}

fn show(plan: &FilePlan, lines: &mut Vec<(Role, String)>) {
    let name = plan.file.file_name().unwrap_or(plan.file.as_os_str());
    lines.push((
        Role::Title,
        format!(
            "{}: {}, source {}",
            name.to_string_lossy(),
            plan.format,
            plan.source
        ),
    ));
    let plain =
        |guess: &&Guess| matches!(guess.meaning, Meaning::Attribute(_)) && guess.why == Why::Name;
    let (attributes, fields): (Vec<&Guess>, Vec<&Guess>) = plan.columns.iter().partition(plain);
    for guess in fields.iter().chain(attributes.iter().take(ATTRIBUTES)) {
        let role = match guess.confidence {
            sure if sure < 0.7 => Role::Warn,
            _ => Role::Text,
        };
        let said = format!(
            "{} ← {}  {:.0} % {}",
            guess.meaning,
            guess.column,
            guess.confidence * 100.0,
            guess.why
        );
        lines.push((role, said));
        if !guess.samples.is_empty() {
            lines.push((Role::Muted, format!("    {}", guess.samples.join(" | "))));
        }
    }
    if attributes.len() > ATTRIBUTES {
        let more = attributes.len() - ATTRIBUTES;
        lines.push((Role::Muted, format!("and {more} more attributes")));
    }
    for mapping in &plan.remembered {
        lines.push((
            Role::Muted,
            format!("remembered from an earlier import: {mapping}"),
        ));
    }
}

impl Overlay for Import {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        let last = self.lines.len().saturating_sub(1);
        match key.code {
            KeyCode::Enter => {
                return Next::Close(vec![
                    Effect::Import(self.options.clone()),
                    Effect::Run(CommandId::GoLive, String::new()),
                ]);
            }
            KeyCode::Esc | KeyCode::Char('q') => return Next::close(),
            KeyCode::Char('m') => {
                return Next::Close(vec![Effect::Ask(Ask::Line {
                    question: "Read a column otherwise: add --map price=its_column".to_owned(),
                    preset: format!("{} --map ", self.argument),
                    command: CommandId::Import,
                })]);
            }
            KeyCode::Down | KeyCode::Char('j') => self.top = (self.top + 1).min(last),
            KeyCode::Up | KeyCode::Char('k') => self.top = self.top.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.top = (self.top + 10).min(last),
            KeyCode::PageUp => self.top = self.top.saturating_sub(10),
            _ => {}
        }
        Next::stay()
    }

    fn hints(&self) -> Vec<(String, String)> {
        vec![
            hint("Enter", "import"),
            hint("m", "read a column otherwise"),
            hint("↓↑", "scroll"),
            hint("Esc", "leave it"),
        ]
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let wanted = u16::try_from(self.lines.len())
            .unwrap_or(u16::MAX)
            .saturating_add(4);
        let area = centred(scene.area, 100, wanted.max(8));
        let inner = canvas.boxed(area, "Import so?");
        let body = Rect::new(
            inner.x,
            inner.y,
            inner.width,
            inner.height.saturating_sub(2),
        );
        let shown = self
            .lines
            .iter()
            .skip(self.top)
            .take(usize::from(body.height));
        for (y, (role, text)) in (body.y..).zip(shown) {
            canvas.put(body.x, y, body.width, text, *role);
        }
        if self.top + usize::from(body.height) < self.lines.len() {
            canvas.right(inner, area.bottom() - 1, " more: ↓ ", Role::HintKey);
        }
        let last = inner.bottom().saturating_sub(1);
        canvas.put(
            inner.x,
            last,
            inner.width,
            "Enter imports   m another column   Esc leaves it",
            Role::HintKey,
        );
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_after_the_command_are_those_of_the_command_line() {
        let options =
            asked("'my shop.csv' b.csv --map price=mrp --source shop --forget-map").unwrap();
        assert_eq!(
            options.files,
            ["my shop.csv", "b.csv"].map(std::path::PathBuf::from)
        );
        assert_eq!(options.mappings[0].to_string(), "price=mrp");
        assert_eq!(
            (options.source.as_deref(), options.memory),
            (Some("shop"), Memory::Forget)
        );
        for wrong in ["a.csv --map", "a.csv --map cost=x", "a.csv --fast"] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
        assert!(matches!(import("--forget-map")[0], Effect::Tell(..)));
        assert!(matches!(import(" ")[0], Effect::Ask(_)));
    }
}
