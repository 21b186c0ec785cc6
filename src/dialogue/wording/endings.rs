//! Words of Hindi and Hinglish whose ending follows a noun's gender or number.
//!
//! Owns: these words, by stem. Does not: know which noun they follow.

/// The ending of a word that follows gender: `ा`, `े` or `ी`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dialogue) enum Ending {
    /// One masculine thing: अच्छा.
    Aa,
    /// Several masculine things, or the oblique: अच्छे.
    E,
    /// Feminine: अच्छी.
    Ii,
}

impl Ending {
    /// The ending of a word that has one.
    pub(in crate::dialogue) fn of(word: &str) -> Option<Self> {
        match word {
            "नई" | "नयी" => return Some(Ending::Ii),
            "नए" | "नये" => return Some(Ending::E),
            "दिए" | "लिए" => return Some(Ending::E),
            _ => {}
        }
        match word.chars().last()? {
            'ा' | 'a' => Some(Ending::Aa),
            'े' | 'e' => Some(Ending::E),
            'ी' | 'i' => Some(Ending::Ii),
            _ => None,
        }
    }
}

/// What a word after a thing does to the search for the verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dialogue) enum Word {
    /// The search goes on behind it: `nahi`, `ठीक`.
    Through,
    /// The stem of a verb that somebody does to the thing: `रख`, `daal`.
    Doing,
    /// A postposition.
    Postposition,
    /// It follows the number of the thing.
    Number,
    /// It follows gender and number.
    Gender,
    /// The search ends.
    Other,
}

/// Adjectives: `X` stands for the ending `ा े ी`, or `a e i`.
const ADJECTIVES: [&str; 44] = [
    "ऐसX",
    "वैसX",
    "कैसX",
    "अच्छX",
    "पुरानX",
    "बड़X",
    "छोटX",
    "सस्तX",
    "महँगX",
    "महंगX",
    "हल्कX",
    "कालX",
    "नीलX",
    "पीलX",
    "भूरX",
    "वालX",
    "मोटX",
    "लंबX",
    "कौन-सX",
    "सादX",
    "तगड़X",
    "हरX",
    "harX",
    "aisX",
    "waisX",
    "kaisX",
    "acchX",
    "puranX",
    "badX",
    "chhotX",
    "chotX",
    "sastX",
    "mehngX",
    "halkX",
    "kalX",
    "neelX",
    "peelX",
    "walX",
    "motX",
    "lambX",
    "kaunsX",
    "konsX",
    "saadX",
    "tagdX",
];
/// Forms that no stem gives.
const ODD_ADJECTIVES: [&str; 8] = ["नया", "नए", "नये", "नई", "नयी", "naya", "naye", "nayi"];
/// Whose or what's; before a thing they agree with it, after it they belong to what follows.
const OWNERS: [&str; 24] = [
    "कX",
    "मेरX",
    "हमारX",
    "आपकX",
    "अपनX",
    "उसकX",
    "इसकX",
    "उनकX",
    "इनकX",
    "तुम्हारX",
    "दूसरX",
    "पूरX",
    "kX",
    "merX",
    "hamarX",
    "aapkX",
    "apnX",
    "uskX",
    "iskX",
    "unkX",
    "inkX",
    "tumharX",
    "doosrX",
    "poorX",
];
/// Stems of verbs that a thing does itself.
const STATES: [&str; 22] = [
    "आ",
    "जा",
    "रह",
    "लग",
    "जम",
    "चल",
    "मिल",
    "हो",
    "निकल",
    "पहुँच",
    "दिख",
    "aa",
    "ja",
    "reh",
    "lag",
    "jam",
    "chal",
    "mil",
    "ho",
    "nikal",
    "pahunch",
    "dikh",
];
/// Stems of verbs that somebody does to a thing; the past agrees with the thing.
const DEEDS: [&str; 22] = [
    "रख",
    "डाल",
    "जोड़",
    "कर",
    "निकाल",
    "भेज",
    "ले",
    "दे",
    "चुन",
    "देख",
    "ढूँढ",
    "rakh",
    "daal",
    "jod",
    "kar",
    "nikaal",
    "bhej",
    "le",
    "de",
    "chun",
    "dekh",
    "dhoondh",
];
/// Stems of verbs that are done before others: `ghoom phir ke`.
const MORE_DEEDS: [&str; 8] = ["घूम", "फिर", "सोच", "पूछ", "ghoom", "phir", "soch", "pooch"];
/// The past of `STATES`, and what stands beside it.
const HAPPENED: [&str; 16] = [
    "आयX",
    "गयX",
    "लगX",
    "मिलX",
    "हुआ",
    "रहX",
    "जमX",
    "निकलX",
    "aayX",
    "gayX",
    "lagX",
    "milX",
    "hua",
    "rahX",
    "jamX",
    "niklX",
];
/// The past of `DEEDS`.
const DONE: [&str; 14] = [
    "दियX",
    "लियX",
    "रखX",
    "डालX",
    "निकालX",
    "भेजX",
    "चुनX",
    "diyX",
    "liyX",
    "rakhX",
    "daalX",
    "nikaalX",
    "bhejX",
    "chunX",
];
/// Forms of these that no stem gives.
const ODD_PAST: [&str; 26] = [
    "आए",
    "आई",
    "आईं",
    "गए",
    "गई",
    "गईं",
    "हुए",
    "हुई",
    "हुईं",
    "लगीं",
    "मिलीं",
    "था",
    "थे",
    "थी",
    "थीं",
    "aaye",
    "aayi",
    "gaye",
    "gayi",
    "hue",
    "hui",
    "tha",
    "thi",
    "thin",
    "रहीं",
    "जमीं",
];
const ODD_DONE: [&str; 14] = [
    "दिए",
    "दी",
    "दीं",
    "लिए",
    "ली",
    "लीं",
    "diye",
    "di",
    "liye",
    "li",
    "kiya",
    "ki",
    "किया",
    "की",
];
/// Verbs of wish that agree before `है`, `था`, `हो`.
const WISHES: [&str; 12] = [
    "लेनX",
    "देखनX",
    "ढूँढनX",
    "चुननX",
    "देनX",
    "मँगवानX",
    "lenX",
    "dekhnX",
    "dhoondhnX",
    "chunnX",
    "denX",
    "mangwanX",
];
const IS: [&str; 4] = ["है", "हैं", "hai", "hain"];
const THROUGH: [&str; 48] = [
    "जी",
    "तो",
    "भी",
    "ही",
    "अब",
    "मुझे",
    "हमें",
    "आपको",
    "बहुत",
    "थोड़ा",
    "काफ़ी",
    "ठीक",
    "सही",
    "पसंद",
    "नहीं",
    "अभी",
    "यहाँ",
    "फिर",
    "बढ़िया",
    "एकदम",
    "कार्ट",
    "चाहिए",
    "जब",
    "ज़्यादा",
    "ji",
    "to",
    "bhi",
    "hi",
    "ab",
    "mujhe",
    "humein",
    "aapko",
    "bahut",
    "thoda",
    "kaafi",
    "theek",
    "sahi",
    "pasand",
    "nahi",
    "nahin",
    "abhi",
    "yahan",
    "phir",
    "badhiya",
    "ekdum",
    "cart",
    "chahiye",
    "jab",
];
const POSTPOSITIONS: [&str; 19] = [
    "में",
    "से",
    "को",
    "का",
    "के",
    "की",
    "पर",
    "पे",
    "ने",
    "तक",
    "mein",
    "me",
    "se",
    "ko",
    "ka",
    "ke",
    "ki",
    "pe",
    "tak",
];
/// Words after which `का` still waits for its noun, the thing itself.
const OPEN: [&str; 22] = [
    "ही",
    "जो",
    "भी",
    "है",
    "हैं",
    "था",
    "थी",
    "थे",
    "चाहिए",
    "बोला",
    "माँगा",
    "hi",
    "jo",
    "bhi",
    "hai",
    "hain",
    "tha",
    "thi",
    "the",
    "chahiye",
    "bola",
    "maanga",
];

/// Words that an adjective before them belongs to.
const APART: [&str; 6] = ["से", "समय", "दिन", "se", "time", "din"];

/// What parts words; a hyphen and an apostrophe do not.
pub(in crate::dialogue) fn parts(c: char) -> bool {
    matches!(
        c,
        ',' | '.' | '?' | '!' | ':' | ';' | '।' | '"' | '\'' | '(' | ')'
    )
}

/// Whether a word before a noun follows the noun's gender.
pub(in crate::dialogue) fn is_attribute(word: &str) -> bool {
    is_adjective(word) || OWNERS.iter().any(|stem| has_ending(word, stem))
}

/// Whether a word is the stem of a verb that somebody does to a thing.
pub(in crate::dialogue) fn is_deed(word: &str) -> bool {
    DEEDS.contains(&word)
}

/// An adjective that tells of a thing and nothing else: no `वाला`, which also makes people of places (`घर वाले`), no `कैसे`,
/// which also asks how.
pub(in crate::dialogue) fn is_quality(word: &str) -> bool {
    let vague = ["वाल", "wal", "कैस", "kais", "ऐस", "ais", "वैस", "wais"];
    is_adjective(word) && !vague.iter().any(|stem| word.starts_with(stem))
}

/// `le ke`, `घूम के`: what was done first, no owner.
pub(in crate::dialogue) fn is_done_first(last: Option<&str>, word: &str) -> bool {
    let stem = |last| DEEDS.contains(&last) || STATES.contains(&last) || MORE_DEEDS.contains(&last);
    ["के", "ke"].contains(&word) && last.is_some_and(stem)
}

/// The plural of a wish: `आएँ`, `lagein`.
pub(in crate::dialogue) fn is_wished(word: &str) -> bool {
    let ends = ["एँ", "ें", "ein", "हों", "hon"];
    ends.iter().any(|end| word.ends_with(end))
}

pub(in crate::dialogue) fn is_genitive(word: &str) -> bool {
    ["का", "के", "की", "ka", "ke", "ki"].contains(&word)
}

/// Whether a word points at the thing that is talked of.
pub(in crate::dialogue) fn points(word: &str) -> bool {
    ["ये", "यही", "ye", "yahi"].contains(&word)
}

/// Whether a word after `ये` tells that it points at a fact: `ये यहाँ नहीं दिख रहा`.
pub(in crate::dialogue) fn of_a_fact(word: &str) -> bool {
    ["यहाँ", "दिख", "yahan", "dikh"].contains(&word)
}

/// Whether an adjective belongs to the noun after it: `ये वाला रंग`.
pub(in crate::dialogue) fn of_next(word: &str, next: Option<&str>) -> bool {
    let noun = |next| after_thing(next, [Some(word), None], false) == Word::Other;
    is_adjective(word) && next.is_some_and(noun)
}

/// Forms of an adjective that has none.
pub(in crate::dialogue) fn is_made_up(word: &str) -> bool {
    ["बढ़िए", "बढ़िई", "badhiye", "badhiyi"].contains(&word)
}

/// Whether a genitive before this word belongs to no noun of its own.
pub(in crate::dialogue) fn leaves_open(word: &str) -> bool {
    OPEN.contains(&word)
}

/// Whether a verb says that there are several.
pub(in crate::dialogue) fn is_plural(word: &str) -> bool {
    let ends = ["ेंगे", "ेंगी", "एँगे", "एँगी", "enge", "engi"];
    ["हैं", "hain"].contains(&word) || ends.iter().any(|end| word.ends_with(end))
}

/// Whether a verb follows gender; the verb `है` follows number alone.
pub(in crate::dialogue) fn is_gendered_verb(word: &str) -> bool {
    is_future(word) || is_past(word) || is_done(word)
}

/// What a word does after a thing, between the words `beside` it. `doing` tells that a verb of deed stood before it.
pub(in crate::dialogue) fn after_thing(word: &str, beside: [Option<&str>; 2], doing: bool) -> Word {
    let [last, next] = beside;
    let is = |word: &str| IS.contains(&word);
    match word {
        // The postposition is the cart's.
        "में" | "mein" | "me" if matches!(last, Some("कार्ट" | "cart")) => {
            Word::Through
        }
        _ if doing => match word {
            _ if is_done(word) => Word::Gender,
            _ => Word::Other,
        },
        _ if POSTPOSITIONS.contains(&word) => Word::Postposition,
        _ if is(word) => Word::Number,
        // A wish or a condition follows number alone: `लगे तो`.
        _ if matches!(next, Some("तो" | "to")) && is_condition(word) => Word::Number,
        // `acche se`, `lambe time`: of how it is done, or of another noun.
        _ if is_adjective(word) && next.is_some_and(|next| APART.contains(&next)) => Word::Other,
        _ if is_adjective(word) || is_past(word) || is_future(word) || is_done(word) => {
            Word::Gender
        }
        _ if WISHES.iter().any(|stem| has_ending(word, stem)) => {
            let wish =
                |next: &str| is(next) || ["था", "थी", "हो", "tha", "thi", "ho"].contains(&next);
            match next {
                Some(next) if wish(next) => Word::Gender,
                _ => Word::Other,
            }
        }
        _ if THROUGH.contains(&word) || STATES.contains(&word) => Word::Through,
        _ if DEEDS.contains(&word) => Word::Doing,
        _ => Word::Other,
    }
}

fn is_condition(word: &str) -> bool {
    let known = ["हो", "हों", "ho", "hon"].contains(&word);
    known || (is_past(word) && (word.ends_with('े') || word.ends_with('e')))
}

pub(in crate::dialogue) fn is_adjective(word: &str) -> bool {
    ODD_ADJECTIVES.contains(&word) || ADJECTIVES.iter().any(|stem| has_ending(word, stem))
}

fn is_past(word: &str) -> bool {
    ODD_PAST.contains(&word) || HAPPENED.iter().any(|stem| has_ending(word, stem))
}

/// The past of what somebody does to a thing: `दिया`, `rakhi`.
pub(in crate::dialogue) fn is_done(word: &str) -> bool {
    ODD_DONE.contains(&word) || DONE.iter().any(|stem| has_ending(word, stem))
}

/// The future of what a thing does itself: `आएगा`, `rahenge`.
fn is_future(word: &str) -> bool {
    let ends = [
        "ेगा",
        "ेंगे",
        "ेगी",
        "ेंगी",
        "एगा",
        "एँगे",
        "एगी",
        "एँगी",
        "गा",
        "गी",
        "ega",
        "enge",
        "egi",
        "engi",
        "yega",
        "yenge",
        "yegi",
        "yengi",
        "ga",
        "gi",
    ];
    let stems = ["rah"];
    let known = |stem: &str| STATES.contains(&stem) || stems.contains(&stem);
    ends.iter()
        .any(|end| word.strip_suffix(end).is_some_and(known))
}

/// Whether a word is a stem with one of the three endings.
fn has_ending(word: &str, stem: &str) -> bool {
    let Some(stem) = stem.strip_suffix('X') else {
        return word == stem;
    };
    word.strip_prefix(stem)
        .is_some_and(|end| ["ा", "े", "ी", "a", "e", "i"].contains(&end))
}
