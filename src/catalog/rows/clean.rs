//! Texts out of shops' pages: tags and entities taken out, white space put right.

use serde_json::Value;

/// Whether a value says nothing: null, a blank text, or a word such as `None` or `N/A`.
pub(super) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => is_blank_text(text),
        Value::Array(list) => list.iter().all(is_blank),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// Whether a text says nothing.
pub(super) fn is_blank_text(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || text.len() <= 19
            && [
                "none",
                "null",
                "nan",
                "nil",
                "n/a",
                "na",
                "-",
                "--",
                "[]",
                "{}",
                "not available",
                "no rating available",
                "undefined",
            ]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

/// A text of one line: tags out, entities read, white space single.
pub(super) fn line(text: &str) -> String {
    let plain = without_markup(text);
    let mut out = String::with_capacity(plain.len());
    for word in plain.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A text of several lines: as [`line`], but line ends stay, blank lines fall.
pub(super) fn paragraph(text: &str) -> String {
    let plain = without_markup(text);
    let lines: Vec<String> = plain
        .lines()
        .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|l| !l.is_empty())
        .collect();
    lines.join("\n")
}

/// The text of a scalar; of a list its texts, joined.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        _ if is_blank(value) => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(plain_number(number)),
        Value::Bool(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().filter_map(scalar).collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        }
        _ => None,
    }
}

/// A number as people write it: a whole one without `.0`.
pub(super) fn plain_number(number: &serde_json::Number) -> String {
    let text = number.to_string();
    match text.strip_suffix(".0") {
        Some(whole) => whole.to_owned(),
        None => text,
    }
}

/// How often a text is looked at for markup: shops escape what is escaped already.
const ROUNDS: usize = 3;

fn without_markup(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return text.into();
    }
    let mut plain = text.to_owned();
    for _ in 0..ROUNDS {
        let next = entities(&without_tags(&plain));
        let settled = next == plain;
        plain = next;
        if settled || !plain.contains(['<', '&']) {
            break;
        }
    }
    plain.into()
}

/// Longest run between `<` and `>` that is taken for a tag, in bytes.
const MAX_TAG: usize = 2_000;

/// What is taken for a tag; `<5` and `<Zari>` are words.
const TAGS: [&str; 62] = [
    "a",
    "abbr",
    "article",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "center",
    "code",
    "col",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "label",
    "li",
    "link",
    "meta",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "s",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "u",
];
/// Further ones that are rarer.
const RARE_TAGS: [&str; 10] = [
    "ul", "thead", "tfoot", "video", "source", "title", "wbr", "picture", "svg", "noscript",
];

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        match markup(after) {
            Some((end, left)) => {
                out.push(left);
                rest = &after[end..];
            }
            None => {
                out.push('<');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The length of the markup behind a `<`, and what it leaves behind.
fn markup(after: &str) -> Option<(usize, char)> {
    if let Some(comment) = after.strip_prefix("!--") {
        return Some((3 + comment.find("-->")? + 3, ' '));
    }
    let close = after
        .bytes()
        .take(MAX_TAG)
        .position(|b| b == b'>' || b == b'<')
        .filter(|at| after.as_bytes()[*at] == b'>')?;
    let tag = &after[..close];
    if tag.starts_with(['!', '?']) {
        return Some((close + 1, ' '));
    }
    let name = name_of(tag);
    if !TAGS.contains(&name.as_str()) && !RARE_TAGS.contains(&name.as_str()) {
        return None;
    }
    let inside_goes = matches!(name.as_str(), "script" | "style") && !tag.starts_with('/');
    let closing = format!("</{name}");
    let end = match inside_goes {
        true => find_ascii(&after[close..], &closing)
            .and_then(|at| Some(close + at + after[close + at..].find('>')? + 1)),
        false => None,
    };
    Some((end.unwrap_or(close + 1), break_of(&name)))
}

fn name_of(tag: &str) -> String {
    tag.trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Finds ASCII text whatever its case.
fn find_ascii(text: &str, wanted: &str) -> Option<usize> {
    text.as_bytes()
        .windows(wanted.len())
        .position(|window| window.eq_ignore_ascii_case(wanted.as_bytes()))
}

/// What a tag leaves behind: a line end after a block, a space else.
fn break_of(name: &str) -> char {
    match name {
        "br" | "p" | "li" | "ul" | "ol" | "div" | "tr" | "table" | "h1" | "h2" | "h3" | "h4"
        | "h5" | "h6" | "hr" | "dt" | "dd" | "section" | "article" => '\n',
        _ => ' ',
    }
}

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after.bytes().take(12).position(|b| b == b';');
        match end.and_then(|end| Some((end, entity(&after[..end])?))) {
            Some((end, c)) => {
                out.push(c);
                rest = &after[end + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || c.is_whitespace());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        "trade" => '™',
        "reg" => '®',
        "copy" => '©',
        "deg" => '°',
        "times" => '×',
        "frac12" => '½',
        "pound" => '£',
        "euro" => '€',
        "rupee" => '₹',
        "zwj" => '\u{200d}',
        "zwnj" => '\u{200c}',
        "laquo" => '«',
        "raquo" => '»',
        "frac14" => '¼',
        "frac34" => '¾',
        "sup2" => '²',
        "micro" => 'µ',
        "plusmn" => '±',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "auml" => 'ä',
        "ccedil" => 'ç',
        "ntilde" => 'ñ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_signs_stay() {
        assert_eq!(
            line(" Tom &amp; Jerry&#39;s <b>mug</b>\n"),
            "Tom & Jerry's mug"
        );
        assert_eq!(line("size <5 and >3 & more"), "size <5 and >3 & more");
        assert_eq!(
            paragraph("<ul><li>One<li>Two</ul>5 &lt; 6"),
            "One\nTwo\n5 < 6"
        );
        assert_eq!(line("कुर्ता&nbsp;&#2325;"), "कुर्ता क");
        assert_eq!(line("a &#x1b; b &bogus; &"), "a &#x1b; b &bogus; &");
    }

    #[test]
    fn what_was_escaped_twice_is_read_twice_and_scripts_go_whole() {
        assert_eq!(
            line("Tom &amp;amp; Jerry &amp;lt;b&amp;gt;mug&amp;lt;/b&amp;gt;"),
            "Tom & Jerry mug"
        );
        assert_eq!(
            line("a<script>if (1 < 2) { alert('x > y') }</SCRIPT >b"),
            "a b"
        );
        assert_eq!(line("a<style>p{}</style>b<!-- <b>c</b> -->d"), "a b d");
        assert_eq!(line("a<script>never closed"), "a never closed");
        assert_eq!(
            line("<Zari> border, for heights <5 and >3"),
            "<Zari> border, for heights <5 and >3"
        );
        assert_eq!(line("<p style='a:b'>x</p><?xml?>y"), "x y");
        assert_eq!(
            paragraph("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;"),
            "One\nTwo"
        );
    }

    #[test]
    fn blanks_are_known() {
        for text in ["", " ", "None", "N/A", "nan", "No rating available", "[]"] {
            assert!(is_blank_text(text), "{text}");
        }
        assert!(!is_blank_text("Nana"));
    }
}
