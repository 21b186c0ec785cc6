//! Where a product matches a search, for drawing.

use std::ops::Range;

use crate::catalog::FieldName;
use crate::catalog::highlight::Marker;
use crate::tui::theme::Role;

/// A text of this field in parts: what the marker finds in the role of a match, the rest in `role`.
pub fn parts_of(text: &str, field: FieldName, marker: &Marker, role: Role) -> Vec<(Role, String)> {
    let found = marker.spans(field, text).into_iter();
    let spans: Vec<_> = found.map(|range| (field, range)).collect();
    parts(text, field, &spans, role)
}

/// A text in parts: what matches in the role of a match, the rest in `role`.
pub fn parts(
    text: &str,
    field: FieldName,
    spans: &[(FieldName, Range<usize>)],
    role: Role,
) -> Vec<(Role, String)> {
    let mut cuts: Vec<&Range<usize>> = spans
        .iter()
        .filter(|(at, _)| *at == field)
        .map(|(_, range)| range)
        .collect();
    cuts.sort_by_key(|range| range.start);
    let mut parts = Vec::new();
    let mut from = 0;
    for range in cuts {
        let (Some(before), Some(inside)) = (text.get(from..range.start), text.get(range.clone()))
        else {
            continue;
        };
        parts.push((role, before.to_owned()));
        parts.push((Role::Match, inside.to_owned()));
        from = range.end;
    }
    parts.push((role, text.get(from..).unwrap_or_default().to_owned()));
    parts.retain(|(_, part)| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matches_is_set_apart_and_nothing_is_lost() {
        let spans = [
            (FieldName::Title, 10..16),
            (FieldName::Title, 0..4),
            (FieldName::Brand, 0..2),
            // Overlapping and out of the text: left as plain text.
            (FieldName::Title, 2..6),
            (FieldName::Title, 90..99),
        ];
        let parts = parts(
            "Blue silk cotton kurta",
            FieldName::Title,
            &spans,
            Role::Text,
        );
        let whole: String = parts.iter().map(|(_, part)| part.as_str()).collect();
        assert_eq!(whole, "Blue silk cotton kurta");
        let found: Vec<&str> = parts
            .iter()
            .filter(|(role, _)| *role == Role::Match)
            .map(|(_, part)| part.as_str())
            .collect();
        assert_eq!(found, ["Blue", "cotton"]);
    }
}
