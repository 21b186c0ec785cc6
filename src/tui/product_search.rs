//! A product search: field, list, detail. The Products pane and the look-up share it.
//!
//! Owns: what is typed, the request that is out, the products found, the cursor. Stale answers are dropped by number.

use crate::tui::keymap::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};

use super::effect::{Effect, Effects};
use super::msg::Reply;
use super::overlays::Field;
use super::theme::Role;
use super::widgets::{Canvas, ListState};
use crate::catalog::ProductQuery;
use crate::domain::{Currency, Domain, Money, Product};

/// How many products one search asks for.
const LIMIT: usize = 100;

/// Rows that a page key moves.
const PAGE: isize = 10;

/// The state of a search.
pub struct ProductSearch {
    field: Field,
    request: u64,
    found: Vec<Product>,
    total: u64,
    answered: bool,
    list: ListState,
}

impl ProductSearch {
    /// A search for these words whose requests count from `first_request`.
    pub fn new(first_request: u64, words: &str) -> Self {
        ProductSearch {
            field: Field::new(words),
            request: first_request,
            found: Vec::new(),
            total: 0,
            answered: false,
            list: ListState::default(),
        }
    }

    /// The product under the cursor.
    pub fn chosen(&self) -> Option<&Product> {
        self.found.get(self.list.at)
    }

    /// Searches for what stands in the field.
    pub fn ask(&mut self) -> Effects {
        self.request += 1;
        vec![Effect::Search {
            request: self.request,
            query: Box::new(read_query(&self.field.text()).into()),
        }]
    }

    /// Moves the cursor.
    pub fn move_by(&mut self, step: isize) {
        self.list.move_by(step, self.found.len(), 1);
    }

    /// Moves the cursor to an item.
    pub fn jump(&mut self, to: usize) {
        self.list.jump(to, self.found.len(), 1);
    }

    /// A key while the field has the focus: arrows move in the list, all else edits the words.
    pub fn key(&mut self, key: KeyEvent) -> Effects {
        match key.code {
            KeyCode::Down => self.move_by(1),
            KeyCode::Up => self.move_by(-1),
            KeyCode::PageDown => self.move_by(PAGE),
            KeyCode::PageUp => self.move_by(-PAGE),
            KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                return self.clear();
            }
            _ => {
                if self.field.key(key) {
                    return self.ask();
                }
            }
        }
        Effects::new()
    }

    /// Empties the field.
    pub fn clear(&mut self) -> Effects {
        self.field = Field::new("");
        self.ask()
    }

    /// Replaces the words.
    pub fn set(&mut self, words: &str) -> Effects {
        self.field = Field::new(words);
        self.ask()
    }

    /// Pasted text.
    pub fn paste(&mut self, text: &str) -> Effects {
        self.field.paste(text);
        self.ask()
    }

    /// Takes the answer to the last request.
    pub fn reply(&mut self, reply: &Reply) {
        if let Reply::Products { request, found } = reply
            && *request == self.request
        {
            self.found.clone_from(&found.rows);
            self.total = found.total;
            self.answered = true;
            self.list = ListState::default();
        }
    }

    /// Draws field, list and detail; the field's cursor when it has the focus.
    pub fn view(&self, area: Rect, canvas: &mut Canvas<'_>, typing: bool) -> Option<Position> {
        if area.height < 4 {
            return None;
        }
        canvas.put(area.x, area.y, 2, "/", Role::HintKey);
        let field = Rect::new(area.x + 2, area.y, area.width.saturating_sub(2), 1);
        let cursor = self.field.view(canvas, field);
        self.count_line(Rect::new(area.x, area.y + 1, area.width, 1), canvas);
        let rest = Rect::new(area.x, area.y + 2, area.width, area.height - 2);
        if self.found.is_empty() {
            self.nothing(rest, canvas);
        } else {
            let (list, detail) = canvas.list_and_detail(rest);
            self.rows(list, canvas);
            self.detail(detail, canvas);
        }
        cursor.filter(|_| typing)
    }

    fn count_line(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let shown = self.found.len() as u64;
        let text = match self.total {
            0 => "narrow it with domain:fashion  brand:NAME  price<2000".to_owned(),
            total if total > shown => format!("{total} found, the best {shown} are listed"),
            total => format!("{total} found"),
        };
        canvas.put(area.x, area.y, area.width, &text, Role::Muted);
    }

    fn nothing(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let text = match (self.answered, self.field.text().trim().is_empty()) {
            (true, true) => {
                "The catalogue is empty. Leave with q, then: muse-studio products import FILE"
            }
            (true, false) => {
                "No product has all of this. Take a word away, or write it another way."
            }
            (false, _) => "Type to search the catalogue, in English, Hindi or Hinglish.",
        };
        canvas.wrapped(area, text, Role::Muted);
    }

    fn rows(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let rows = usize::from(area.height);
        let mut list = self.list;
        list.follow(self.found.len(), rows);
        for (at, found) in self.found.iter().enumerate().skip(list.top).take(rows) {
            let y = area.y + (at - list.top) as u16;
            let chosen = at == list.at;
            let role = if chosen { Role::Selection } else { Role::Text };
            if chosen {
                canvas.fill(Rect::new(area.x, y, area.width, 1), role);
            }
            let price = price_of(found);
            let price_width = 10;
            let title_width = area.width.saturating_sub(price_width + 3);
            canvas.put(area.x, y, 2, if chosen { "> " } else { "  " }, role);
            canvas.put(area.x + 2, y, title_width, &found.title, role);
            canvas.right(Rect::new(area.x, y, area.width, 1), y, &price, role);
        }
    }

    fn detail(&self, area: Rect, canvas: &mut Canvas<'_>) {
        let Some(product) = self.chosen() else {
            return;
        };
        let mut y = area.y;
        for (role, line) in describe(product) {
            if y >= area.bottom() {
                break;
            }
            let room = Rect::new(area.x, y, area.width, area.bottom() - y);
            y += canvas.wrapped(room, &line, role).max(1);
        }
    }
}

/// The price as a list shows it.
pub fn price_of(product: &Product) -> String {
    match product.price {
        Some(price) => price.to_string(),
        None => "no price".to_owned(),
    }
}

/// A product as lines to read.
pub fn describe(product: &Product) -> Vec<(Role, String)> {
    let mut lines = vec![(Role::Title, product.title.clone())];
    if let Some(hindi) = &product.title_hi {
        lines.push((Role::Text, hindi.clone()));
    }
    let mrp = product
        .mrp
        .map_or_else(String::new, |mrp| format!("   MRP {mrp}"));
    lines.push((Role::Accent, format!("{}{mrp}", price_of(product))));
    let stock = match product.stock {
        Some(0) => "out of stock".to_owned(),
        Some(count) => format!("{count} in stock"),
        None => "stock unknown".to_owned(),
    };
    let rating = match (product.rating, product.rating_count) {
        (Some(stars), Some(count)) => format!("   rated {stars:.1} by {count}"),
        (Some(stars), None) => format!("   rated {stars:.1}"),
        _ => String::new(),
    };
    lines.push((Role::Text, stock + &rating));
    if let Some(brand) = &product.brand {
        lines.push((Role::Text, format!("brand: {brand}")));
    }
    if !product.categories.is_empty() {
        lines.push((Role::Muted, product.categories.join(" > ")));
    }
    for (name, values) in &product.attributes {
        if !name.starts_with("noun_") {
            lines.push((Role::Text, format!("{name}: {}", values.join(", "))));
        }
    }
    if let Some(description) = &product.description {
        lines.push((Role::Text, description.clone()));
    }
    lines.push((
        Role::Muted,
        format!("id {}  {}  {}", product.id, product.domain, product.source),
    ));
    lines
}

/// Reads `lal kurta domain:fashion brand:zara price<2000`; a filter word that cannot be read yet is searched
/// for as a word, since it may still be being typed.
pub fn read_query(text: &str) -> ProductQuery {
    let mut query = ProductQuery {
        limit: LIMIT,
        ..ProductQuery::typed("")
    };
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        if !read_filter(word, &mut query) {
            words.push(word);
        }
    }
    query.text = words.join(" ");
    query
}

fn read_filter(word: &str, query: &mut ProductQuery) -> bool {
    let rupees = |text: &str| Money::parse(text, Currency::INR).ok();
    if let Some(name) = word.strip_prefix("domain:") {
        query.domain = name.parse::<Domain>().ok();
        return query.domain.is_some();
    }
    if let Some(name) = word.strip_prefix("brand:") {
        query.brand = (!name.is_empty()).then(|| name.replace('_', " "));
        return true;
    }
    if let Some(limit) = word.strip_prefix("price<") {
        query.max_price = rupees(limit);
        return true;
    }
    if let Some(limit) = word.strip_prefix("price>") {
        query.min_price = rupees(limit);
        return true;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_out_of_the_words() {
        let query = read_query("lal kurta domain:fashion brand:Neel_Sutra price<2000");
        assert_eq!(query.text, "lal kurta");
        assert_eq!(query.domain, Some(Domain::Fashion));
        assert_eq!(query.brand.as_deref(), Some("Neel Sutra"));
        assert_eq!(query.max_price, Some(Money::rupees(2000)));
        assert_eq!(read_query("domain:fas").text, "domain:fas");
    }
}
