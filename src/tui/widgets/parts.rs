//! Text in several roles, wrapped as one.

use crate::tui::safe::SafeText;
use crate::tui::text;
use crate::tui::theme::Role;

/// Wraps text in several roles as one text; an empty text is one empty line.
pub fn wrap_parts(parts: &[(Role, String)], width: u16) -> Vec<Vec<(Role, String)>> {
    let safe: Vec<(Role, SafeText)> = parts
        .iter()
        .map(|(role, part)| (*role, SafeText::block(part)))
        .collect();
    let whole: String = safe.iter().map(|(_, part)| part.as_str()).collect();
    let mut bounds = Vec::new();
    let mut end = 0;
    for (role, part) in &safe {
        end += part.as_str().len();
        bounds.push((end, *role));
    }
    let mut lines = Vec::new();
    for line in text::wrap(&whole, width) {
        let range = line.range.clone();
        let mut cut = Vec::new();
        let mut from = range.start;
        for (end, role) in &bounds {
            let to = (*end).min(range.end);
            if to > from {
                cut.push((*role, whole[from..to].to_owned()));
                from = to;
            }
        }
        lines.push(cut);
    }
    if lines.is_empty() {
        lines.push(Vec::new());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_roles_when_wrapped() {
        let parts = vec![
            (Role::Text, "aaa bbb ".to_owned()),
            (Role::Bad, "ccc ddd".to_owned()),
        ];
        let lines = wrap_parts(&parts, 11);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0][1], (Role::Bad, "ccc".to_owned()));
        assert_eq!(lines[1][0].0, Role::Bad);
    }
}
