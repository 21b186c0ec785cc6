//! Theme files.
//!
//! Owns: reading TOML into tints, and saying exactly what is wrong where.
//! Does not: fit colours to the terminal.

use std::collections::HashMap;
use std::ops::Range;

use ratatui::style::{Color, Modifier};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::ThemeError;
use super::role::Role;

const COLOUR: &str = "\"#rrggbb\", a name from [palette], or \"default\"";
const MODIFIERS: &str = "a list of bold, dim, italic, underlined, reversed, crossed_out";

/// How a role looks with all colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tint {
    /// Text colour.
    pub fg: Option<Color>,
    /// Background; that of plain text if none.
    pub bg: Option<Color>,
    /// Emphasis.
    pub modifiers: Modifier,
}

/// A theme file as read.
#[derive(Debug, Default)]
pub struct ThemeFile {
    /// The built-in theme that it changes.
    pub base: Option<String>,
    /// The roles that it gives.
    pub roles: Vec<(Role, Tint)>,
}

/// Reads a theme file; `origin` is its name in errors.
pub fn parse(origin: &str, text: &str) -> Result<ThemeFile, ThemeError> {
    let reader = Reader { origin, text };
    let table = DeTable::parse(text).map_err(|error| ThemeError::Syntax {
        origin: origin.to_owned(),
        line: reader.line(error.span().unwrap_or_default()),
        message: error.message().to_owned(),
    })?;
    reader.file(table.get_ref())
}

type Entry<'t> = (
    &'t Spanned<std::borrow::Cow<'t, str>>,
    &'t Spanned<DeValue<'t>>,
);
type Palette = HashMap<String, Color>;

struct Reader<'a> {
    origin: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    fn file(&self, table: &DeTable<'_>) -> Result<ThemeFile, ThemeError> {
        let mut file = ThemeFile::default();
        let mut palette = Palette::new();
        // The palette first, wherever it stands in the file.
        for (key, value) in table.iter().filter(|(key, _)| key.get_ref() == "palette") {
            for (name, colour) in self.table(key.get_ref(), value)?.iter() {
                let found = self.colour(name.get_ref(), colour, &palette)?;
                palette.extend(found.map(|found| (name.get_ref().to_string(), found)));
            }
        }
        for (key, value) in table.iter() {
            match key.get_ref().as_ref() {
                "palette" => {}
                "base" => {
                    file.base = Some(
                        self.string("base", value, "the name of a theme")?
                            .to_owned(),
                    )
                }
                "roles" => {
                    for entry in self.table("roles", value)?.iter() {
                        file.roles.push(self.role(entry, &palette)?);
                    }
                }
                _ => return Err(self.unknown_key(key, "base, palette, roles".to_owned())),
            }
        }
        Ok(file)
    }

    fn role(&self, (key, value): Entry<'_>, palette: &Palette) -> Result<(Role, Tint), ThemeError> {
        let Some(role) = Role::from_key(key.get_ref()) else {
            return Err(self.unknown_key(key, Role::ALL.map(Role::key).join(", ")));
        };
        let mut tint = Tint::default();
        for (part, value) in self.table(role.key(), value)?.iter() {
            let name = format!("{}.{}", role.key(), part.get_ref());
            match part.get_ref().as_ref() {
                "fg" => tint.fg = self.colour(&name, value, palette)?,
                "bg" => tint.bg = self.colour(&name, value, palette)?,
                "modifiers" => tint.modifiers = self.modifiers(&name, value)?,
                _ => return Err(self.unknown_key(part, "fg, bg, modifiers".to_owned())),
            }
        }
        Ok((role, tint))
    }

    fn colour(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        palette: &Palette,
    ) -> Result<Option<Color>, ThemeError> {
        let name = self.string(key, value, COLOUR)?;
        if name == "default" {
            return Ok(Some(Color::Reset));
        }
        match hex(name).or_else(|| palette.get(name).copied()) {
            Some(colour) => Ok(Some(colour)),
            None => Err(self.bad_value(key, value, COLOUR)),
        }
    }

    fn modifiers(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Result<Modifier, ThemeError> {
        let Some(names) = value.get_ref().as_array() else {
            return Err(self.bad_value(key, value, MODIFIERS));
        };
        let mut modifiers = Modifier::empty();
        for name in names.iter() {
            modifiers |= match self.string(key, name, MODIFIERS)? {
                "bold" => Modifier::BOLD,
                "dim" => Modifier::DIM,
                "italic" => Modifier::ITALIC,
                "underlined" => Modifier::UNDERLINED,
                "reversed" => Modifier::REVERSED,
                "crossed_out" => Modifier::CROSSED_OUT,
                _ => return Err(self.bad_value(key, name, MODIFIERS)),
            };
        }
        Ok(modifiers)
    }

    fn table<'t, 'd>(
        &self,
        key: &str,
        value: &'t Spanned<DeValue<'d>>,
    ) -> Result<&'t DeTable<'d>, ThemeError> {
        let table = value.get_ref().as_table();
        table.ok_or_else(|| self.bad_value(key, value, "a table in braces or brackets"))
    }

    fn string<'t>(
        &self,
        key: &str,
        value: &'t Spanned<DeValue<'_>>,
        expected: &'static str,
    ) -> Result<&'t str, ThemeError> {
        let text = value.get_ref().as_str();
        text.ok_or_else(|| self.bad_value(key, value, expected))
    }

    fn unknown_key(&self, key: &Spanned<std::borrow::Cow<'_, str>>, known: String) -> ThemeError {
        ThemeError::UnknownKey {
            origin: self.origin.to_owned(),
            line: self.line(key.span()),
            key: key.get_ref().to_string(),
            known,
        }
    }

    fn bad_value(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &'static str,
    ) -> ThemeError {
        ThemeError::Value {
            origin: self.origin.to_owned(),
            line: self.line(value.span()),
            key: key.to_owned(),
            value: self.text.get(value.span()).unwrap_or_default().to_owned(),
            expected,
        }
    }

    /// The line of a span, from 1.
    fn line(&self, span: Range<usize>) -> usize {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        before.matches('\n').count() + 1
    }
}

/// `#rrggbb` as a colour.
fn hex(text: &str) -> Option<Color> {
    let digits = text.strip_prefix('#')?;
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok().map(Color::from_u32)
}
