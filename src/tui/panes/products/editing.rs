//! One field of a product being changed: what is wrong with the value stands beside it while one types.

use ratatui::layout::{Position, Rect};

use super::page::label;
use crate::domain::{Product, ProductField, ProductValue};
use crate::tui::editor::{Editor, EditorOutcome};
use crate::tui::keymap::{KeyCode, KeyEvent};
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// Rows of the box beside those of the text: frame, and two for what is wrong or what to do.
const AROUND: u16 = 4;

/// The most rows in which the text is seen at once.
const MOST: u16 = 8;

/// Columns of the box beside those of the text.
const SIDES: u16 = 4;

/// A field being changed.
pub struct FieldEdit {
    /// The product as it was when the edit began.
    pub product: Product,
    /// Its version then; the store refuses the edit when it is another by now.
    pub version: u32,
    field: ProductField,
    input: Editor,
    state: State,
}

/// How far the edit is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// Being typed.
    Typing,
    /// On its way to the disk.
    Saving,
    /// Refused, with the reason.
    Refused(String),
}

/// What a key did.
pub enum Step {
    /// Still typing.
    Going,
    /// To be saved.
    Save(ProductValue),
    /// Ended without a change.
    Back,
}

impl FieldEdit {
    /// Begins to change a field.
    pub fn new(product: &Product, version: u32, field: ProductField) -> Self {
        let text = field.of(product).to_string();
        FieldEdit {
            product: product.clone(),
            version,
            field,
            input: Editor::new(&text),
            state: State::Typing,
        }
    }

    /// What is typed; only descriptions have several lines.
    fn text(&self) -> String {
        let text = self.input.text();
        match self.field {
            ProductField::Description | ProductField::NewDescription => text,
            _ => text.replace('\n', " "),
        }
    }

    /// Rows of the box, where there are `width` columns for it.
    pub fn rows(&self, width: u16) -> u16 {
        let rows = self.input.height(width.saturating_sub(SIDES).max(1));
        u16::try_from(rows).unwrap_or(MOST).clamp(1, MOST) + AROUND
    }

    /// Puts the cursor where the screen was clicked.
    pub fn click(&mut self, at: Position) {
        self.input.click(at);
    }

    /// The value that is typed, or what is wrong with it.
    fn value(&self) -> Result<ProductValue, String> {
        let value = self.field.read(&self.text());
        let value = value.map_err(|bad| bad.why)?;
        value.fits(&self.product).map_err(|bad| bad.why)?;
        Ok(value)
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Step {
        match key.code {
            KeyCode::Esc => return Step::Back,
            _ if self.state == State::Saving => return Step::Going,
            KeyCode::Enter => {
                return match self.value() {
                    Ok(value) if value == self.field.of(&self.product) => Step::Back,
                    Ok(value) => {
                        self.state = State::Saving;
                        Step::Save(value)
                    }
                    Err(why) => {
                        self.state = State::Refused(why);
                        Step::Going
                    }
                };
            }
            _ => {}
        }
        let before = self.input.text();
        if self.input.handle(key) == EditorOutcome::Consumed && self.input.text() != before {
            self.state = State::Typing;
        }
        Step::Going
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        if self.state != State::Saving {
            self.input.paste(text);
            self.state = State::Typing;
        }
    }

    /// The store refused: what is typed stays.
    pub fn refuse(&mut self, why: String) {
        self.state = State::Refused(why);
    }

    /// The product was read again: a second Enter goes by what it is now.
    pub fn catch_up(&mut self, product: &Product, version: u32) {
        if version != self.version && self.state != State::Saving {
            let now = self.field.of(product).to_string();
            let now = if now.is_empty() {
                "nothing".to_owned()
            } else {
                now
            };
            self.state = State::Refused(format!(
                "it was changed meanwhile and is now: {now}. Enter puts yours in its place, Esc leaves it"
            ));
            self.version = version;
            self.product = product.clone();
        }
    }

    /// Draws the box; the place of the cursor.
    pub fn view(&self, area: Rect, canvas: &mut Canvas<'_>) -> Option<Position> {
        let title = format!("Change: {}", label(&self.field));
        let inner = canvas.boxed(area, &title);
        let text = inner.height.saturating_sub(2).max(1).min(inner.height);
        let field = Rect {
            height: text,
            ..inner
        };
        canvas.input(field);
        let styles = canvas.theme.editor();
        let cursor = self.input.render(field, canvas.buf, styles);
        let below = Rect {
            y: field.bottom(),
            height: inner.height - text,
            ..inner
        };
        let (role, text) = match (&self.state, self.value()) {
            (State::Saving, _) => (Role::Muted, "… on its way to the disk".to_owned()),
            (State::Refused(why), _) => (Role::Bad, why.clone()),
            (State::Typing, Err(why)) => (Role::Warn, why),
            (State::Typing, Ok(value)) => (Role::Muted, self.hint(&value)),
        };
        canvas.wrapped(below, &text, role);
        cursor
    }

    fn hint(&self, value: &ProductValue) -> String {
        let before = self.field.of(&self.product);
        match *value == before {
            true => format!("Enter saves, Esc goes back. {}", self.how()),
            false => format!("Enter saves: {}", value.change_from(&before)),
        }
    }

    /// How a value of this field is written.
    fn how(&self) -> &'static str {
        match self.field {
            ProductField::Price | ProductField::Mrp => "An amount such as 1299; empty for none.",
            ProductField::Categories => "Names parted by >, the widest first.",
            ProductField::Attribute(_) => "Values parted by ;",
            ProductField::Rating => "0 to 5, such as 4.2; empty for none.",
            ProductField::Stock => "Pieces, such as 12; empty when nobody knows.",
            ProductField::Image => "A file in the media folder, or an https address.",
            ProductField::Domain => "fashion, electronics, home_garden, books or other.",
            _ => "Empty for none.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Money;
    use crate::tui::keymap::KeyModifiers;

    fn kurta() -> Product {
        serde_json::from_value(serde_json::json!({
            "id": "a", "domain": "fashion", "title": "Kurta",
            "price": {"minor": 149_900, "currency": "INR"},
            "mrp": {"minor": 199_900, "currency": "INR"},
        }))
        .unwrap()
    }

    fn press(edit: &mut FieldEdit, code: KeyCode) -> Step {
        edit.key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn typed(text: &str) -> (FieldEdit, Step) {
        let mut edit = FieldEdit::new(&kurta(), 1, ProductField::Price);
        edit.input = Editor::new(text);
        let step = press(&mut edit, KeyCode::Enter);
        (edit, step)
    }

    #[test]
    fn only_a_value_that_is_right_is_saved() {
        assert!(matches!(
            typed("999").1,
            Step::Save(ProductValue::Price(Some(price))) if price == Money::rupees(999)
        ));
        let (edit, step) = typed("cheap");
        assert!(matches!(step, Step::Going));
        assert!(matches!(edit.state, State::Refused(_)));
        let (edit, _) = typed("2500");
        assert!(
            matches!(&edit.state, State::Refused(why) if why.contains("above")),
            "{:?}",
            edit.state
        );
        assert!(matches!(typed("1499").1, Step::Back));
    }

    #[test]
    fn somebody_elses_change_is_told_and_nothing_typed_is_lost() {
        let (mut edit, _) = typed("999");
        edit.refuse("it changed".to_owned());
        let mut now = kurta();
        now.price = Some(Money::rupees(1_200));
        edit.catch_up(&now, 2);
        assert!(matches!(&edit.state, State::Refused(why) if why.contains("₹1,200")));
        assert!(matches!(press(&mut edit, KeyCode::Enter), Step::Save(_)));
        assert_eq!(edit.version, 2);
    }
}
