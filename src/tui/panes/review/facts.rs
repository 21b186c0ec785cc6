//! The facts about a turn: what it claims, what the catalogue says, the products that it names.

use crate::domain::{Severity, Turn};
use crate::tui::effect::PageLine;
use crate::tui::msg::Reading;
use crate::tui::product_search::describe;
use crate::tui::theme::Role;

/// The page of facts about a turn.
pub fn page(reading: &Reading, turn: &Turn) -> Vec<PageLine> {
    let mut lines = Vec::new();
    let mut line = |role, text: String| lines.push(PageLine { role, text });
    line(
        Role::Muted,
        format!("{} turn, act: {}", turn.speaker.role(), turn.act),
    );
    let findings = reading
        .reviewed
        .findings
        .iter()
        .filter(|f| f.turn == turn.id);
    let mut faults = 0;
    for finding in findings {
        faults += 1;
        let role = if finding.severity == Severity::Fault {
            Role::Bad
        } else {
            Role::Warn
        };
        let kind = finding.kind.code().replace('_', " ");
        line(role, format!("! {kind}: the turn says {}", finding.claimed));
        line(
            Role::Text,
            format!("  the catalogue says {}", finding.actual),
        );
    }
    if faults == 0 && !turn.mentioned.is_empty() {
        line(
            Role::Good,
            "✓ nothing in this turn contradicts the catalogue".to_owned(),
        );
    }
    for id in &turn.mentioned {
        line(Role::Text, String::new());
        match reading.products.get(id) {
            Some(product) => {
                for (role, text) in describe(product) {
                    line(role, text);
                }
            }
            None => line(Role::Bad, format!("{id} is not in the catalogue")),
        }
    }
    if turn.mentioned.is_empty() {
        line(Role::Muted, "This turn names no product.".to_owned());
    }
    if let Some(from) = &turn.provenance {
        line(Role::Text, String::new());
        line(
            Role::Muted,
            format!("worded by {} ({})", from.provider, from.source),
        );
        if let Some(query) = &from.query {
            let rank = from
                .chosen_rank
                .map_or_else(String::new, |rank| format!(", rank {} chosen", rank + 1));
            line(
                Role::Muted,
                format!(
                    "searched: {query} ({} candidates{rank})",
                    from.candidates.len()
                ),
            );
        }
        if from.forced {
            line(
                Role::Warn,
                "the target was put in by the program".to_owned(),
            );
        }
    }
    lines
}
