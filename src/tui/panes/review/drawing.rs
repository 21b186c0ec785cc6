//! Drawing the reader: the lines about the conversation, its page of text, profile and scenario beside it.

use ratatui::layout::Rect;

use super::super::{gender_word, scenario_lines, trait_line};
use super::lines::GUTTER;
use super::queue;
use super::reader::Reader;
use crate::domain::Dimension;
use crate::review::ConversationReview;
use crate::tui::theme::Role;
use crate::tui::widgets::Canvas;

/// Two or three lines about the conversation.
pub(super) fn head(reader: &Reader, area: Rect, canvas: &mut Canvas<'_>) {
    let reading = &reader.reading;
    let conversation = reading.conversation();
    let status = reading.reviewed.review.status(conversation);
    let outcome = conversation
        .outcome
        .map_or("being made", |outcome| outcome.code());
    let first = format!(
        "#{} {} {} · {} · {} · {outcome} · {}",
        reading.key,
        queue::mark(status),
        status,
        conversation.language,
        conversation.domain(),
        conversation.engine,
    );
    let first = match &reading.reviewed.review.auto {
        Some(auto) => format!("{first} · {auto}"),
        None => first,
    };
    let first = first + &remarked(&reading.reviewed.review);
    let done = format!("{}/{} decided ", reader.decided(), reader.len());
    let room = area.width.saturating_sub(canvas.width(&done) + 1);
    canvas.put(area.x, area.y, room, &first, Role::Title);
    canvas.right(Rect { height: 1, ..area }, area.y, &done, Role::Muted);
    let who = &conversation.profile.demographics;
    let second = format!(
        "{} · {} years · {} · {} · usually ₹{}",
        conversation.profile.user_id,
        who.age,
        who.location,
        conversation.profile.preferences.style,
        conversation.profile.preferences.budget_range,
    );
    if area.height > 2 {
        canvas.put(area.x, area.y + 1, area.width, &second, Role::Muted);
    }
    let wants: Vec<String> = scenario_lines(&conversation.scenario)
        .into_iter()
        .take(2)
        .map(|(_, text)| text)
        .collect();
    canvas.put(
        area.x,
        area.bottom() - 1,
        area.width,
        &wants.join(" · "),
        Role::Accent,
    );
}

/// How many dimensions are rated, whether there is a comment, the tags.
fn remarked(review: &ConversationReview) -> String {
    let mut text = String::new();
    if !review.ratings.is_empty() {
        let of = Dimension::ALL.len();
        text.push_str(&format!(" · {}/{of} rated", review.ratings.len()));
    }
    if !review.comment.is_empty() {
        text.push_str(" · comment");
    }
    for tag in &review.tags {
        text.push_str(&format!(" · #{tag}"));
    }
    text
}

/// What people said beside their verdicts.
fn remark_lines(review: &ConversationReview) -> Vec<(Role, String)> {
    let mut lines = Vec::new();
    for (dimension, given) in &review.ratings {
        let given: Vec<String> = given
            .iter()
            .map(|(who, rating)| format!("{rating} {who}"))
            .collect();
        let name = dimension.code().replace('_', " ");
        lines.push((Role::Text, format!("{name}: {}", given.join(", "))));
    }
    if !review.comment.is_empty() {
        lines.push((Role::Text, review.comment.clone()));
    }
    if !lines.is_empty() {
        lines.insert(0, (Role::Title, "Said of it".to_owned()));
        lines.push((Role::Text, String::new()));
    }
    lines
}

pub(super) fn side_lines(reader: &Reader) -> Vec<(Role, String)> {
    let reading = &reader.reading;
    let conversation = reading.conversation();
    let profile = &conversation.profile;
    let (who, likes, talks) = (
        &profile.demographics,
        &profile.preferences,
        &profile.conversation_style,
    );
    let mut lines = remark_lines(&reading.reviewed.review);
    lines.extend([
        (Role::Title, profile.user_id.to_string()),
        (
            Role::Text,
            format!(
                "{}, {} years, {}",
                gender_word(who.gender),
                who.age,
                who.location
            ),
        ),
        (
            Role::Text,
            format!(
                "income {}, {}, ₹{}",
                who.income_level, likes.style, likes.budget_range
            ),
        ),
        (
            Role::Text,
            format!(
                "talks {}, {:?}, {:?}",
                talks.language, talks.formality, talks.detail_preference
            )
            .to_lowercase(),
        ),
    ]);
    lines.extend(trait_line(profile));
    lines.push((Role::Text, String::new()));
    lines.extend(scenario_lines(&conversation.scenario));
    if let Some(target) = conversation
        .scenario
        .target
        .as_ref()
        .and_then(|id| reading.products.get(id))
    {
        lines.push((Role::Muted, format!("= {}", target.title)));
    }
    if !reading.products.is_empty() {
        lines.push((Role::Text, String::new()));
        lines.push((Role::Title, "Products named".to_owned()));
        for product in reading.products.values() {
            let price = crate::tui::product_search::price_of(product);
            let gone = if product.out_of_stock() {
                ", out of stock"
            } else {
                ""
            };
            lines.push((Role::Text, format!("{} · {price}{gone}", product.title)));
        }
    }
    lines
}

pub(super) fn side(reader: &Reader, area: Rect, canvas: &mut Canvas<'_>) {
    let mut y = area.y;
    for (role, line) in side_lines(reader) {
        if y >= area.bottom() {
            break;
        }
        let room = Rect::new(area.x, y, area.width, area.bottom() - y);
        y += canvas.wrapped(room, &line, role).max(1);
    }
}

/// The page of text.
pub(super) fn page(reader: &Reader, area: Rect, canvas: &mut Canvas<'_>, focused: bool) {
    let lines = reader.lines(area.width);
    for (row, line) in lines
        .iter()
        .skip(reader.top)
        .take(usize::from(area.height))
        .enumerate()
    {
        let y = area.y + row as u16;
        let on_turn = line.turn == reader.at && !line.parts.is_empty();
        if on_turn {
            let role = if focused { Role::Accent } else { Role::Muted };
            canvas.put(area.x, y, 1, "▌", role);
        }
        if let Some((role, mark)) = line.mark {
            canvas.put(area.x + 1, y, 1, mark, role);
        }
        let x = area.x + line.indent;
        if let Some((role, letter)) = line.letter {
            canvas.put(x + 3, y, 1, letter, role);
        }
        let parts: Vec<(Role, &str)> = line
            .parts
            .iter()
            .map(|(role, part)| (*role, part.as_str()))
            .collect();
        let used = GUTTER - 1 + line.indent;
        canvas.parts(area.x + used, y, area.width.saturating_sub(used), &parts);
    }
    let below = lines
        .len()
        .saturating_sub(reader.top + usize::from(area.height));
    // On the rule above the page, where it covers no word.
    if below > 0 && area.y > 0 {
        let plural = if below == 1 { "" } else { "s" };
        let text = format!(" {below} line{plural} below, Space ");
        canvas.right(area, area.y - 1, &text, Role::Muted);
    }
}
