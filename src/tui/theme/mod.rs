//! Colours and emphasis, by role.
//!
//! Owns: the roles a pane may ask for, the themes as data, and what becomes of them with fewer colours or none.
//! Does not: use colour alone to mean something: every role that means something carries a modifier as well.

mod depth;
mod error;
mod file;
mod role;

use std::path::Path;

use ratatui::style::Style;

pub use depth::Depth;
pub use error::ThemeError;
pub use role::Role;

use super::editor::EditorStyles;
use file::Tint;

/// The built-in themes by name.
const BUILT_IN: [(&str, &str); 2] = [
    ("dark", include_str!("../../../themes/dark.toml")),
    ("light", include_str!("../../../themes/light.toml")),
];

/// One style per role, fitted to the terminal's colours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    name: String,
    styles: [Style; Role::ALL.len()],
}

impl Theme {
    /// The theme `name`: the built-in one, changed by the file `name.toml` in `folder` if there is one. A file with a
    /// name of its own changes the built-in theme that its key `base` names.
    ///
    /// # Errors
    /// No theme has this name, or its file cannot be read or is not a theme; the error says which file, line and key.
    pub fn load(name: &str, folder: Option<&Path>, depth: Depth) -> Result<Self, ThemeError> {
        let path = folder.map(|folder| folder.join(format!("{name}.toml")));
        match path.filter(|path| path.is_file()) {
            Some(path) => {
                let text = std::fs::read_to_string(&path).map_err(|source| ThemeError::Read {
                    path: path.clone(),
                    source,
                })?;
                Self::parse(name, &path.display().to_string(), &text, depth)
            }
            None => Self::built_in(name, depth),
        }
    }

    /// The theme that `text` makes of the built-in one; `origin` stands for its file in errors.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn parse(name: &str, origin: &str, text: &str, depth: Depth) -> Result<Self, ThemeError> {
        let file = file::parse(origin, text)?;
        let own = BUILT_IN.iter().any(|(known, _)| *known == name);
        let base = file
            .base
            .as_deref()
            .unwrap_or(if own { name } else { "dark" });
        let mut tints = built_in_tints(base)?;
        for (role, tint) in file.roles {
            tints[role as usize] = tint;
        }
        Ok(Self::fit(name, &tints, depth))
    }

    /// The names that [`Self::load`] knows: the built-in ones and those of `folder`, sorted.
    pub fn names(folder: Option<&Path>) -> Vec<String> {
        let mut names: Vec<String> = BUILT_IN
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect();
        let entries = folder.and_then(|folder| std::fs::read_dir(folder).ok());
        for entry in entries.into_iter().flatten().flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|end| end == "toml") {
                names.extend(
                    path.file_stem()
                        .map(|stem| stem.to_string_lossy().into_owned()),
                );
            }
        }
        names.sort();
        names.dedup();
        names
    }

    /// The built-in theme that suits the background the environment tells of (`COLORFGBG`), else the dark one.
    pub fn suggested(lookup: impl Fn(&str) -> Option<String>) -> &'static str {
        let background = lookup("COLORFGBG").and_then(|colours| {
            let last = colours.rsplit(';').next().map(str::to_owned);
            last.and_then(|number| number.parse::<u8>().ok())
        });
        match background {
            Some(7 | 15) => "light",
            _ => "dark",
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How to paint a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// How text fields look.
    pub fn editor(&self) -> EditorStyles {
        EditorStyles {
            text: self.style(Role::Text),
            selection: self.style(Role::Selection),
            placeholder: self.style(Role::Placeholder),
        }
    }

    fn built_in(name: &str, depth: Depth) -> Result<Self, ThemeError> {
        Ok(Self::fit(name, &built_in_tints(name)?, depth))
    }

    fn fit(name: &str, tints: &[Tint; Role::ALL.len()], depth: Depth) -> Self {
        let ground = tints[Role::Text as usize].bg;
        let styles = tints.map(|tint| {
            let mut style = Style::new().add_modifier(tint.modifiers);
            style.fg = tint.fg.and_then(|colour| depth.fit(colour));
            style.bg = tint.bg.or(ground).and_then(|colour| depth.fit(colour));
            style
        });
        Self {
            name: name.to_owned(),
            styles,
        }
    }
}

fn built_in_tints(name: &str) -> Result<[Tint; Role::ALL.len()], ThemeError> {
    let Some((_, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) else {
        return Err(ThemeError::Unknown {
            name: name.to_owned(),
            known: BUILT_IN.map(|(known, _)| known).join(", "),
        });
    };
    let file = file::parse(&format!("built-in {name}.toml"), text)?;
    let mut tints = [Tint::default(); Role::ALL.len()];
    for (role, tint) in file.roles {
        tints[role as usize] = tint;
    }
    Ok(tints)
}

#[cfg(test)]
mod tests;
