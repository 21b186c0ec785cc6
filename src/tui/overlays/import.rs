//! An import before it begins: how every column would be read, to be agreed to or changed.
//!
//! Owns: the words after `:import`, and the page that shows the plan. Does not: read files; the answer to
//! [`Effect::PlanImport`] brings the plan.

mod rows;

use ratatui::layout::{Position, Rect};

use super::field::Field;
use super::{Next, Overlay, hint};
use crate::catalog::Mapping;
use crate::jobs::{FilePlan, ImportOptions, Memory};
use crate::tui::command::CommandId;
use crate::tui::effect::{Ask, Effect, Effects};
use crate::tui::inscript;
use crate::tui::keymap::{KeyCode, KeyEvent};
use crate::tui::msg::Level;
use crate::tui::panes::Scene;
use crate::tui::theme::Role;
use crate::tui::widgets::{Canvas, centred};
use rows::Row;

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
        Ok(options) => vec![Effect::PlanImport(Box::new(options))],
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
    options: Box<ImportOptions>,
    rows: Vec<Row>,
    /// The rows of columns among them, where the cursor can stand.
    columns: Vec<usize>,
    at: usize,
    naming: Option<Naming>,
}

/// What a person writes of the column under the cursor.
struct Naming {
    column: String,
    field: Field,
    refused: Option<String>,
}

impl Import {
    /// Shows these plans; yes starts the import of `options`.
    pub fn new(options: Box<ImportOptions>, plans: &[FilePlan]) -> Self {
        let rows = rows::of(plans);
        let columns = (0..rows.len()).filter(|at| rows[*at].column.is_some());
        let columns: Vec<usize> = columns.collect();
        // After a column was named the cursor is on it again.
        let named = options.mappings.last();
        let is_named = |row: &usize| {
            let column = rows[*row].column.as_deref();
            named.is_some_and(|said| column.is_some_and(|column| said.is_about(column)))
        };
        Import {
            at: columns.iter().position(is_named).unwrap_or(0),
            options,
            columns,
            rows,
            naming: None,
        }
    }

    fn step(&mut self, step: isize) {
        let last = self.columns.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(step).min(last);
    }

    /// Asks what the column under the cursor is.
    fn name(&mut self) {
        let row = self.columns.get(self.at).map(|row| &self.rows[*row]);
        if let Some(column) = row.and_then(|row| row.column.clone()) {
            self.naming = Some(Naming {
                column,
                field: Field::new(""),
                refused: None,
            });
        }
    }

    /// A key while a column is being named.
    fn naming_key(&mut self, key: KeyEvent) -> Next {
        let Some(naming) = &mut self.naming else {
            return Next::stay();
        };
        match key.code {
            KeyCode::Esc => self.naming = None,
            KeyCode::Enter => {
                let said = format!("{}={}", naming.field.text().trim(), naming.column);
                match said.parse::<Mapping>() {
                    Ok(mapping) => return self.plan_again(mapping),
                    Err(why) => naming.refused = Some(why.to_string()),
                }
            }
            _ => {
                naming.field.key(key);
                naming.refused = None;
            }
        }
        Next::stay()
    }

    /// What was said of the column before, or of another one with this meaning, gives way.
    fn plan_again(&self, mapping: Mapping) -> Next {
        let mut options = self.options.clone();
        let stays =
            |old: &Mapping| !old.is_about(&mapping.column) && old.meaning != mapping.meaning;
        options.mappings.retain(stays);
        options.mappings.push(mapping);
        Next::Close(vec![Effect::PlanImport(options)])
    }

    /// The first row shown in so many: the cursor's column with its examples is among them.
    fn top(&self, height: usize) -> usize {
        let here = self.columns.get(self.at).copied().unwrap_or(0);
        // The last column is shown with all that follows it.
        let end = match self.at + 1 < self.columns.len() {
            true => here + 2,
            false => self.rows.len(),
        };
        end.saturating_sub(height).min(here)
    }
}

impl Overlay for Import {
    fn key(&mut self, _scene: &Scene<'_>, key: KeyEvent) -> Next {
        if self.naming.is_some() {
            return self.naming_key(key);
        }
        match key.code {
            KeyCode::Enter => {
                return Next::Close(vec![
                    Effect::Import(self.options.clone()),
                    Effect::Run(CommandId::GoLive, String::new()),
                ]);
            }
            KeyCode::Esc => return Next::close(),
            KeyCode::Char(c) => match inscript::to_latin(c).unwrap_or(c) {
                'q' => return Next::close(),
                'm' | 'e' => self.name(),
                'j' => self.step(1),
                'k' => self.step(-1),
                ' ' => self.step(5),
                'g' => self.at = 0,
                'G' => self.step(isize::MAX),
                _ => {}
            },
            KeyCode::Down => self.step(1),
            KeyCode::Up => self.step(-1),
            KeyCode::PageDown => self.step(5),
            KeyCode::PageUp => self.step(-5),
            KeyCode::Home => self.at = 0,
            KeyCode::End => self.step(isize::MAX),
            _ => {}
        }
        Next::stay()
    }

    fn paste(&mut self, _scene: &Scene<'_>, text: &str) -> Next {
        if let Some(naming) = &mut self.naming {
            naming.field.paste(text);
        }
        Next::stay()
    }

    fn hints(&self) -> Vec<(String, String)> {
        match (&self.naming, self.columns.is_empty()) {
            (Some(_), _) => vec![hint("Enter", "read it so"), hint("Esc", "back")],
            (None, true) => vec![hint("Enter", "import"), hint("Esc", "leave it")],
            (None, false) => vec![
                hint("Enter", "import"),
                hint("↓↑", "column"),
                hint("m", "read it otherwise"),
                hint("Esc", "leave it"),
            ],
        }
    }

    fn view(&self, scene: &Scene<'_>, canvas: &mut Canvas<'_>) -> Option<Position> {
        let wanted = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let area = centred(scene.area, 100, wanted.saturating_add(5).max(9));
        let inner = canvas.boxed(area, "Import so?");
        let height = usize::from(inner.height.saturating_sub(3));
        let top = self.top(height);
        let here = self.columns.get(self.at).copied();
        for (at, row) in self.rows.iter().enumerate().skip(top).take(height) {
            let y = inner.y + (at - top) as u16;
            if here == Some(at) {
                canvas.put(inner.x, y, 1, "▌", Role::Accent);
            }
            let width = inner.width.saturating_sub(2);
            canvas.put(inner.x + 2, y, width, &row.text, row.role);
        }
        let below = self.rows.len().saturating_sub(top + height);
        if below > 0 {
            let text = format!(" {below} more lines below ");
            canvas.right(inner, area.bottom() - 1, &text, Role::HintKey);
        }
        let foot = Rect::new(inner.x, inner.bottom().saturating_sub(2), inner.width, 2);
        match &self.naming {
            Some(naming) => naming.view(foot, canvas),
            None => {
                let text = "Enter imports   m says what a column is   Esc leaves it";
                canvas.put(foot.x, foot.y + 1, foot.width, text, Role::HintKey);
                None
            }
        }
    }
}

impl Naming {
    fn view(&self, area: Rect, canvas: &mut Canvas<'_>) -> Option<Position> {
        let (role, above) = match &self.refused {
            Some(why) => (Role::Bad, why.as_str()),
            None => {
                let usual =
                    "title, price, mrp, brand, categories, image, color, attributes.NAME, ignore";
                (Role::Muted, usual)
            }
        };
        canvas.put(area.x, area.y, area.width, above, role);
        let asked = format!("{} is ", self.column);
        let used = canvas.put(area.x, area.y + 1, area.width / 2, &asked, Role::Text);
        let room = Rect::new(area.x + used, area.y + 1, area.width - used, 1);
        self.field.view(canvas, room)
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
