//! The page about a product, as lines: its fields, what people changed, who mentions it, what is the same as it.

use crate::catalog::highlight::Marker;
use crate::catalog::{FieldName, Missing, alt_text};
use crate::domain::{ConversationId, Product, ProductField, Speaker, TurnId};
use crate::jobs::ProductDetail;
use crate::store::{TurnUse, Use};
use crate::tui::product_search::{
    lacking, matched_parts, matched_parts_of, price_line, price_of, stock_line,
};
use crate::tui::theme::Role;
use crate::tui::widgets::wrap_parts;

/// Columns of a field's name.
const NAMES: usize = 13;

/// Something on the page that the cursor can stand on.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A field, which can be changed.
    Field(ProductField),
    /// A turn that mentions the product; without a turn when only another branch does.
    Use(ConversationId, Option<TurnId>),
    /// The same thing under another id.
    Same(Box<Product>),
}

/// A line of the page.
pub struct Line {
    /// The place of the item that it belongs to.
    pub item: Option<usize>,
    /// The text.
    pub parts: Vec<(Role, String)>,
}

/// How the fields are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// To be read: what belongs together on one line, what is not there left away.
    Reading,
    /// To be mended: every field by itself.
    Fields,
}

/// The page.
#[derive(Default)]
pub struct Page {
    /// What the cursor can stand on, in the order of the lines.
    pub items: Vec<Item>,
    /// The lines at a width.
    pub lines: Vec<Line>,
    width: u16,
}

impl Page {
    /// The page about a product; `detail` when it is here, what the marker finds set apart.
    pub fn of(
        product: &Product,
        marker: &Marker,
        detail: Option<&ProductDetail>,
        style: Style,
        width: u16,
    ) -> Self {
        let mut page = Page {
            width: width.max(8),
            ..Page::default()
        };
        match style {
            Style::Reading => page.reading(product, marker, detail),
            Style::Fields => page.fields(product, detail),
        }
        if let Some(detail) = detail {
            page.uses(detail);
            page.same(detail);
            page.history(detail, style);
        }
        page
    }

    fn put(&mut self, item: Option<usize>, parts: &[(Role, String)]) {
        for parts in wrap_parts(parts, self.width) {
            self.lines.push(Line { item, parts });
        }
    }

    fn text(&mut self, role: Role, text: impl Into<String>) {
        self.put(None, &[(role, text.into())]);
    }

    fn item(&mut self, item: Item) -> Option<usize> {
        self.items.push(item);
        Some(self.items.len() - 1)
    }

    fn reading(&mut self, product: &Product, marker: &Marker, detail: Option<&ProductDetail>) {
        let spans = marker.explain(product);
        let matched = |text: &str, field, role| matched_parts(text, field, &spans, role);
        self.put(
            None,
            &matched(&product.title, FieldName::Title, Role::Title),
        );
        if let Some(hindi) = &product.title_hi {
            self.put(
                None,
                &matched_parts_of(hindi, FieldName::Title, marker, Role::Text),
            );
        }
        self.text(Role::Accent, price_line(product));
        self.text(Role::Text, stock_line(product));
        if let Some(badges) = lacking(product) {
            self.text(Role::Warn, badges);
        }
        let mut parts = Vec::new();
        if let Some(brand) = &product.brand {
            parts.extend(matched(brand, FieldName::Brand, Role::Text));
            parts.push((Role::Muted, " · ".to_owned()));
        }
        let path = product.categories.join(" > ");
        parts.extend(matched(&path, FieldName::Category, Role::Muted));
        if !parts.is_empty() {
            self.put(None, &parts);
        }
        self.attributes(product, marker, detail);
        if let Some(text) = &product.description {
            self.put(None, &matched(text, FieldName::Description, Role::Text));
        }
        if let Some(text) = &product.new_description {
            let mut parts = vec![(Role::Muted, "by a model: ".to_owned())];
            parts.extend([(Role::Text, text.clone())]);
            self.put(None, &parts);
        }
        if product.image.is_some() {
            let looks = format!("looks: {}", alt_text::of(product).en);
            self.text(Role::Muted, looks);
        }
        if let Some(detail) = detail {
            self.text(Role::Muted, detail.languages.to_string());
        }
        let id = format!("id {}  {}  {}", product.id, product.domain, product.source);
        self.text(Role::Muted, id);
    }

    /// Every attribute on as few lines as they take: colour, material and size in common words, the others as they are.
    fn attributes(&mut self, product: &Product, marker: &Marker, detail: Option<&ProductDetail>) {
        let typed = detail.map(|detail| &detail.typed);
        let common = |name: &str| match (name, typed) {
            ("color", Some(typed)) => Some(&typed.colors),
            ("material", Some(typed)) => Some(&typed.materials),
            ("size", Some(typed)) => Some(&typed.sizes),
            _ => None,
        };
        let mut parts: Vec<(Role, String)> = Vec::new();
        for (name, values) in &product.attributes {
            if name.starts_with("noun_") {
                continue;
            }
            if !parts.is_empty() {
                parts.push((Role::Muted, " · ".to_owned()));
            }
            let values = common(name)
                .filter(|words| !words.is_empty())
                .unwrap_or(values);
            parts.push((Role::Muted, format!("{} ", name.replace('_', " "))));
            let values = values.join(", ");
            parts.extend(matched_parts_of(&values, side(name), marker, Role::Text));
        }
        if !parts.is_empty() {
            self.put(None, &parts);
        }
    }

    /// The attributes in common words.
    fn typed(&mut self, detail: &ProductDetail) {
        let named = detail.typed.named().into_iter();
        let words: Vec<String> = named.map(|(_, values)| values.join(", ")).collect();
        if !words.is_empty() {
            self.named(None, "read as", &[(Role::Text, words.join(" · "))]);
        }
    }

    /// A name, and what stands under it in a column of its own beside the name.
    fn named(&mut self, item: Option<usize>, name: &str, parts: &[(Role, String)]) {
        let room = self.width.saturating_sub(NAMES as u16).max(8);
        for (at, line) in wrap_parts(parts, room).into_iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            let mut parts = vec![(Role::Muted, format!("{name:<NAMES$}"))];
            parts.extend(line);
            self.lines.push(Line { item, parts });
        }
    }

    fn fields(&mut self, product: &Product, detail: Option<&ProductDetail>) {
        let missing = Missing::of(product);
        for field in ProductField::all_of(product) {
            let value = field.of(product);
            let edited = detail.is_some_and(|d| d.record.edits.of(&field).is_some());
            let name = label(&field);
            let mut parts = Vec::new();
            match (value.is_empty(), lacked_by(&field)) {
                (false, _) => parts.push((Role::Text, value.to_string())),
                (true, Some(kind)) if missing.contains(&kind) => {
                    parts.push((Role::Warn, kind.badge().to_owned()));
                }
                (true, _) => parts.push((Role::Muted, "–".to_owned())),
            }
            if edited {
                parts.push((Role::Accent, "  (changed here)".to_owned()));
            }
            let item = self.item(Item::Field(field));
            self.named(item, &name, &parts);
        }
        if let Some(detail) = detail {
            self.typed(detail);
        }
        self.text(
            Role::Muted,
            format!("id {}  {}", product.id, product.source),
        );
    }

    fn uses(&mut self, detail: &ProductDetail) {
        let text = match detail.used {
            0 => "no conversation mentions it".to_owned(),
            1 => "mentioned in 1 conversation".to_owned(),
            many => format!("mentioned in {many} conversations"),
        };
        self.text(Role::Text, "");
        self.text(Role::Title, text);
        for (_, one) in &detail.uses.items {
            self.one_use(one);
        }
        let here = detail.uses.items.len() as u64;
        if detail.used > here {
            let more = detail.used - here;
            let id = &detail.product().id;
            let text = format!("and {more} more: muse-studio products uses {id}");
            self.text(Role::Muted, text);
        }
    }

    fn one_use(&mut self, one: &Use) {
        let line = &one.conversation;
        let head = format!("{} {}", line.language.code(), line.status);
        if one.turns.is_empty() {
            let item = self.item(Item::Use(line.id, None));
            let parts = [
                (Role::Muted, format!("{head} · in another branch: ")),
                (Role::Text, line.opening.clone()),
            ];
            self.one_line(item, &parts);
        }
        for turn in &one.turns {
            let item = self.item(Item::Use(line.id, Some(turn.turn)));
            let parts = use_parts(&head, turn);
            self.one_line(item, &parts);
        }
    }

    /// Only the first line of what may be long.
    fn one_line(&mut self, item: Option<usize>, parts: &[(Role, String)]) {
        let mut lines = wrap_parts(parts, self.width.saturating_sub(2));
        let cut = lines.len() > 1;
        let mut parts = lines.swap_remove(0);
        if cut {
            parts.push((Role::Muted, " …".to_owned()));
        }
        self.lines.push(Line { item, parts });
    }

    fn same(&mut self, detail: &ProductDetail) {
        if detail.same.is_empty() {
            return;
        }
        self.text(Role::Text, "");
        self.text(Role::Title, "the same thing under another id");
        for product in &detail.same {
            let item = self.item(Item::Same(Box::new(product.clone())));
            let parts = [
                (Role::Muted, format!("{}  ", product.id)),
                (Role::Accent, format!("{}  ", price_of(product))),
                (Role::Text, product.title.clone()),
            ];
            self.one_line(item, &parts);
        }
    }

    fn history(&mut self, detail: &ProductDetail, style: Style) {
        let versions = detail.record.now.version;
        if versions > 1 || style == Style::Fields {
            let plural = if versions == 1 { "" } else { "s" };
            self.text(
                Role::Muted,
                format!("{versions} version{plural}; h shows them"),
            );
        }
    }
}

fn use_parts(head: &str, turn: &TurnUse) -> Vec<(Role, String)> {
    let (letter, role) = match turn.speaker {
        Speaker::User => ("U", Role::User),
        Speaker::Assistant => ("A", Role::Assistant),
    };
    vec![
        (
            Role::Muted,
            format!("{head} · turn {} {letter} ", turn.place),
        ),
        (role, turn.text.clone()),
    ]
}

/// A field as people read it.
pub fn label(field: &ProductField) -> String {
    match field {
        ProductField::TitleHi => "Hindi title".to_owned(),
        ProductField::Mrp => "MRP".to_owned(),
        ProductField::Domain => "department".to_owned(),
        ProductField::NewDescription => "by a model".to_owned(),
        ProductField::Image => "picture".to_owned(),
        ProductField::Attribute(name) => name.replace('_', " "),
        other => other.to_string(),
    }
}

/// The field in which an attribute's values are sought.
fn side(attribute: &str) -> FieldName {
    match attribute {
        "color" => FieldName::Color,
        "material" => FieldName::Material,
        "size" => FieldName::Size,
        _ => FieldName::Attributes,
    }
}

/// What a product lacks when this field is empty.
fn lacked_by(field: &ProductField) -> Option<Missing> {
    match field {
        ProductField::Price => Some(Missing::Price),
        ProductField::Image => Some(Missing::Picture),
        ProductField::Brand => Some(Missing::Brand),
        ProductField::Description => Some(Missing::Description),
        ProductField::TitleHi => Some(Missing::HindiTitle),
        _ => None,
    }
}
