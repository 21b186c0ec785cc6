//! What an amount in a sentence is meant as: a price, a printed price, a limit, a difference, or a charge of another kind.

use super::money::Amount;
use super::words::{Kind, Token};

/// What an amount is meant as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// What the product costs.
    Price,
    /// What is printed on it, or what it cost before.
    Printed,
    /// The most that may be spent.
    Limit,
    /// The least.
    Floor,
    /// How much two prices differ.
    Difference,
    /// Delivery, instalments and the like.
    Charge,
}

const LIMIT_BEFORE: &[&str] = &[
    "till",
    "under",
    "below",
    "within",
    "upto",
    "max",
    "maximum",
    "budget",
    "बजट",
    "andar",
];
const FLOOR_BEFORE: &[&str] = &[
    "start",
    "starts",
    "starting",
    "lowest",
    "cheapest",
    "shuruaat",
    "शुरुआत",
    "above",
    "over",
    "least",
    "minimum",
    "beyond",
];
const DIFFERENCE_BEFORE: &[&str] = &[
    "save",
    "saving",
    "saves",
    "difference",
    "fark",
    "farak",
    "फर्क",
    "cheaper",
    "bachat",
    "discount",
    "off",
    "बचत",
    "छूट",
];
const CHARGE_BEFORE: &[&str] = &[
    "delivery",
    "shipping",
    "charge",
    "charges",
    "emi",
    "coupon",
    "cashback",
    "डिलीवरी",
    "चार्ज",
    "किस्त",
    "kist",
];
const PRINTED_BEFORE: &[&str] = &[
    "mrp",
    "एमआरपी",
    "printed",
    "original",
    "originally",
    "was",
    "pehle",
    "पहले",
    "instead",
];
const DIFFERENCE_AFTER: &[&str] = &[
    "off",
    "discount",
    "kam",
    "less",
    "more",
    "extra",
    "cheaper",
    "dearer",
    "sasta",
    "saste",
    "sasti",
    "mehenga",
    "mehengi",
    "mehnga",
    "mehngi",
    "mahanga",
    "mahangi",
    "zyada",
    "jyada",
    "upar",
    "uper",
    "over",
    "above",
    "सस्ता",
    "सस्ती",
    "सस्ते",
    "महंगा",
    "महंगी",
    "महंगे",
    "कम",
    "ज्यादा",
    "ऊपर",
    "छूट",
    "chhoot",
    "bachat",
    "बचत",
    "saving",
    "savings",
    "bachenge",
    "बचेंगे",
    "bach",
    "bachte",
    "bachta",
    "bachti",
    "bachega",
    "bachegi",
    "बच",
    "बचते",
    "बचता",
    "बचती",
    "बचेगा",
    "बचेगी",
    "cashback",
    "fark",
    "farak",
    "फर्क",
    "difference",
    "antar",
    "अंतर",
];
const LINKS: &[&str] = &[
    "you",
    "me",
    "us",
    "i",
    "can",
    "see",
    "spend",
    "go",
    "have",
    "let",
    "say",
    "make",
    "it",
    "price",
    "daam",
    "keemat",
    "कीमत",
    "दाम",
    "at",
    "ka",
    "ki",
    "ke",
    "का",
    "की",
    "के",
    "thoda",
    "thodi",
    "थोडा",
    "थोडी",
    "in",
    "of",
    "is",
    "hai",
    "है",
    "your",
    "aapke",
    "aapka",
    "aapki",
    "आपके",
    "आपका",
    "आपकी",
    "my",
    "mera",
    "mere",
    "the",
    "a",
    "bhi",
    "भी",
    "to",
    ":",
    "by",
    "from",
    "only",
    "sirf",
    "सिर्फ",
    "per",
    "up",
    "than",
    "not",
    "max",
    "around",
    "about",
    "lagbhag",
    "kareeb",
    "लगभग",
    "करीब",
];

/// What follows `se upar` when nothing may be above.
pub(super) const NO_MORE: &[&str] = &[
    "nahi",
    "nahin",
    "nhi",
    "na",
    "mat",
    "bilkul",
    "नहीं",
    "नही",
    "ना",
    "न",
    "मत",
    "बिल्कुल",
];

const NO: &[&str] = &["not", "no", "never", "nahi", "nahin", "नहीं", "नही", "t"];

/// What `amount` is meant as, by the words beside it in its sentence.
pub(super) fn role(tokens: &[Token<'_>], amount: &Amount) -> Role {
    if let Some(role) = by_what_follows(tokens, amount.last + 1) {
        return role;
    }
    by_what_precedes(tokens, amount.first).unwrap_or(Role::Price)
}

fn by_what_follows(tokens: &[Token<'_>], at: usize) -> Option<Role> {
    let word = |offset: usize| match tokens.get(at + offset) {
        Some(token) if token.kind == Kind::Word => token.folded.as_str(),
        _ => "",
    };
    if tokens.get(at).is_some_and(|t| t.raw == "/") && word(1) == "month" {
        return Some(Role::Charge);
    }
    match (word(0), word(1)) {
        ("tak" | "तक" | "budget" | "बजट" | "max" | "maximum" | "range", _) => {
            return Some(Role::Limit);
        }
        ("hi" | "ही" | "only", "max" | "maximum" | "tak" | "तक") => {
            return Some(Role::Limit);
        }
        ("tops" | "limit" | "final", _) | ("at", "most") => return Some(Role::Limit),
        ("is", "my" | "the") if word(2) == "limit" => return Some(Role::Limit),
        ("se" | "से", "shuru" | "शुरू") => return Some(Role::Floor),
        ("or", "less" | "under" | "below") => return Some(Role::Limit),
        ("or" | "and", "more" | "above" | "up") | ("plus", _) => return Some(Role::Floor),
        // `chaliye ₹800 kar lete hain`: the shopper settles on a figure.
        ("kar" | "कर", "lete" | "lenge" | "lo" | "लेते" | "लेंगे" | "लो") =>
        {
            return Some(Role::Limit);
        }
        // `₹5,000 ya usse upar ke card payment par`: a rule's threshold.
        (
            "ya" | "या",
            "usse" | "isse" | "उससे" | "इससे" | "us" | "उस" | "zyada" | "jyada" | "ज्यादा" | "adhik"
            | "अधिक" | "upar" | "ऊपर" | "kam" | "कम",
        ) => {
            let less = ["kam", "कम", "neeche", "niche", "नीचे"];
            let limit = [word(1), word(2), word(3)].iter().any(|w| less.contains(w));
            return Some(if limit { Role::Limit } else { Role::Floor });
        }
        ("per" | "a", "month") | ("monthly" | "emi", _) | ("har" | "हर" | "प्रति", _) =>
        {
            return Some(Role::Charge);
        }
        ("mrp" | "एमआरपी", _) | ("tha" | "thi" | "था" | "थी", _) => {
            return Some(Role::Printed);
        }
        ("ki" | "ke" | "की" | "के", "jagah" | "जगह" | "bajaye" | "bajay" | "बजाय") =>
        {
            return Some(Role::Printed);
        }
        (
            "ke" | "ki" | "के" | "की" | "ka" | "का",
            "andar" | "under" | "neeche" | "niche" | "bheetar" | "अंदर" | "अन्दर" | "नीचे" | "भीतर"
            | "budget" | "बजट" | "range" | "रेंज",
        ) => return Some(Role::Limit),
        ("se" | "से", "kam" | "neeche" | "niche" | "कम" | "नीचे") => {
            return Some(Role::Limit);
        }
        ("se" | "से", _) => {
            let more = [
                "zyada",
                "jyada",
                "upar",
                "uper",
                "ऊपर",
                "ज्यादा",
                "अधिक",
                "aage",
            ];
            let near = [word(1), word(2), word(3)];
            if let Some(place) = near.iter().position(|w| more.contains(w)) {
                // `800 se upar nahi`, `2000 se zyada mat dikhao`: a limit.
                let denied = (place + 2..place + 5).any(|at| NO_MORE.contains(&word(at)));
                return Some(if denied { Role::Limit } else { Role::Floor });
            }
            if near
                .iter()
                .any(|w| ["kam", "कम", "neeche", "नीचे"].contains(w))
            {
                return Some(Role::Limit);
            }
        }
        _ => {}
    }
    let mut offset = 0;
    while offset < 3 && LINKS.contains(&word(offset)) {
        offset += 1;
    }
    DIFFERENCE_AFTER
        .contains(&word(offset))
        .then_some(Role::Difference)
}

fn by_what_precedes(tokens: &[Token<'_>], first: usize) -> Option<Role> {
    let mut left = 6;
    for at in (0..first).rev() {
        let token = &tokens[at];
        left -= 1;
        if left < 0 || matches!(token.kind, Kind::Stop | Kind::Number) {
            return None;
        }
        let found = if token.is_in(PRINTED_BEFORE) {
            Role::Printed
        } else if token.is_in(CHARGE_BEFORE) {
            Role::Charge
        } else if token.is_in(DIFFERENCE_BEFORE) {
            Role::Difference
        } else if token.is_in(FLOOR_BEFORE) {
            // `I would not like to go above 2,000`.
            match tokens[at.saturating_sub(5)..at].iter().any(|t| t.is_in(NO)) {
                true => Role::Limit,
                false => Role::Floor,
            }
        } else if token.is_in(LIMIT_BEFORE) {
            Role::Limit
        } else if is_than(tokens, at) {
            let denied = at > 1 && tokens[at - 2].is_in(NO);
            return Some(match tokens[at - 1].folded.as_str() {
                "less" | "lower" => Role::Limit,
                _ if denied => Role::Limit,
                _ => Role::Floor,
            });
        } else if token.is("to") && at > 0 && tokens[at - 1].is("up") {
            Role::Limit
        } else if token.is_in(LINKS) {
            continue;
        } else {
            return None;
        };
        return Some(found);
    }
    None
}

fn is_than(tokens: &[Token<'_>], at: usize) -> bool {
    tokens[at].is("than") && at > 0 && tokens[at - 1].is_in(&["less", "lower", "more"])
}

/// Words that make an amount a rough one.
const ROUGHLY: &[&str] = &[
    "around",
    "about",
    "approx",
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "lagbhag",
    "kareeb",
    "karib",
    "takreeban",
    "~",
    "लगभग",
    "करीब",
    "तकरीबन",
    "qareeb",
];

/// Whether an amount is said to be a rough one.
pub(super) fn is_rough(tokens: &[Token<'_>], amount: &Amount) -> bool {
    let before = &tokens[amount.first.saturating_sub(3)..amount.first];
    let after = tokens.get(amount.last + 1..).unwrap_or(&[]);
    let near = ["aas", "आस", "aaspaas", "आसपास", "something", "ish"];
    before.iter().any(|t| t.is_in(ROUGHLY)) || after.iter().take(2).any(|t| t.is_in(&near))
}
