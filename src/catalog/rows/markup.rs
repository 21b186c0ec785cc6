//! Texts out of shops' pages: tags and entities taken out.

use std::borrow::Cow;

/// How often a text is looked at for markup: shops escape what is escaped already.
const ROUNDS: usize = 3;

/// The text without tags, comments and scripts, with its entities read.
pub(super) fn without_markup(text: &str) -> Cow<'_, str> {
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
    let mut ends = Ends::default();
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        match markup(after, &mut ends) {
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
fn markup(after: &str, ends: &mut Ends) -> Option<(usize, char)> {
    if let Some(comment) = after.strip_prefix("!--") {
        return Some((3 + ends.find(comment, "-->")?, ' '));
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
    let closing = match name.as_str() {
        "script" => Some("</script"),
        "style" => Some("</style"),
        _ => None,
    };
    let inside = closing
        .filter(|_| !tag.starts_with('/'))
        .and_then(|closing| ends.find(&after[close..], closing));
    Some((close + inside.unwrap_or(1), break_of(&name)))
}

/// Looks for the ends of comments and scripts. One that does not come any more is not looked for again: texts may open
/// many and close none.
#[derive(Default)]
struct Ends {
    gone: Vec<&'static str>,
}

impl Ends {
    /// Where the markup that begins so is over: behind its `>`.
    fn find(&mut self, text: &str, begin: &'static str) -> Option<usize> {
        if self.gone.contains(&begin) {
            return None;
        }
        let end = find_ascii(text, begin).and_then(|at| Some(at + text[at..].find('>')? + 1));
        if end.is_none() {
            self.gone.push(begin);
        }
        end
    }
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
    use std::time::{Duration, Instant};

    use super::super::clean::{line, paragraph};
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
    fn what_opens_again_and_again_and_never_closes_takes_no_time() {
        let begun = Instant::now();
        let comments = "<!--".repeat(100_000);
        let scripts = "<script>".repeat(100_000);
        let styles = "<style>".repeat(100_000) + "</style";
        for (text, left) in [
            (&comments, comments.as_str()),
            (&scripts, ""),
            (&styles, "</style"),
        ] {
            assert!(without_markup(text).trim() == left, "{}", &text[..8]);
        }
        assert!(begun.elapsed() < Duration::from_secs(20));
    }
}
