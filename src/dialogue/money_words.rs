//! Money as people say it: `डेढ़ हज़ार`, `saadhe teen hazaar`, `2k`, `₹1,25,000`, and back to the same rupees.
//!
//! Owns: spoken amounts in three languages and reading them. Does not: format prices of other currencies; amounts here are
//! whole rupees.

use crate::domain::Language;

/// How one person says amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyHabit {
    /// Number words where the amount is round: `डेढ़ हज़ार`.
    Words,
    /// `2k`, `1.5k`.
    Short,
    /// `2000`.
    Digits,
    /// `₹2,000`.
    Sign,
    /// `Rs 2000`.
    Rs,
}

const HI_NUMBERS: [&str; 21] = [
    "",
    "एक",
    "दो",
    "तीन",
    "चार",
    "पाँच",
    "छह",
    "सात",
    "आठ",
    "नौ",
    "दस",
    "ग्यारह",
    "बारह",
    "तेरह",
    "चौदह",
    "पंद्रह",
    "सोलह",
    "सत्रह",
    "अठारह",
    "उन्नीस",
    "बीस",
];
const LATIN_NUMBERS: [&str; 21] = [
    "", "ek", "do", "teen", "chaar", "paanch", "chhe", "saat", "aath", "nau", "das", "gyarah",
    "barah", "terah", "chaudah", "pandrah", "solah", "satrah", "atharah", "unnis", "bees",
];
const HI_TENS: [(i64, &str); 7] = [
    (25, "पच्चीस"),
    (30, "तीस"),
    (35, "पैंतीस"),
    (40, "चालीस"),
    (50, "पचास"),
    (60, "साठ"),
    (80, "अस्सी"),
];
const LATIN_TENS: [(i64, &str); 7] = [
    (25, "pachees"),
    (30, "tees"),
    (35, "paintees"),
    (40, "chalees"),
    (50, "pachaas"),
    (60, "saath"),
    (80, "assi"),
];
/// Each scale with its name in Devanagari and in Latin letters.
const SCALES: [(i64, &str, &str); 3] = [
    (100_000, "लाख", "lakh"),
    (1_000, "हज़ार", "hazaar"),
    (100, "सौ", "sau"),
];

fn hindi_script(language: Language) -> bool {
    language == Language::Hi
}

fn number(value: i64, language: Language) -> Option<&'static str> {
    let (small, tens) = if hindi_script(language) {
        (&HI_NUMBERS, &HI_TENS)
    } else {
        (&LATIN_NUMBERS, &LATIN_TENS)
    };
    if let Ok(place) = usize::try_from(value)
        && (1..=20).contains(&place)
    {
        return Some(small[place]);
    }
    tens.iter()
        .find(|(n, _)| *n == value)
        .map(|(_, word)| *word)
}

/// An amount in number words, when people say it in words: whole, half and quarter multiples of सौ, हज़ार and लाख.
pub fn words(rupees: i64, language: Language) -> Option<String> {
    if language == Language::En {
        return english_words(rupees);
    }
    let hindi = hindi_script(language);
    for (scale, hi, latin) in SCALES {
        let name = if hindi { hi } else { latin };
        let (whole, rest) = (rupees / scale, rupees % scale);
        if whole == 0 {
            continue;
        }
        if rest == 0 {
            return number(whole, language).map(|n| format!("{n} {name}"));
        }
        if rest * 2 == scale {
            let half = match (whole, hindi) {
                (1, true) => "डेढ़".to_owned(),
                (1, false) => "dedh".to_owned(),
                (2, true) => "ढाई".to_owned(),
                (2, false) => "dhai".to_owned(),
                (n, true) => format!("साढ़े {}", number(n, language)?),
                (n, false) => format!("saadhe {}", number(n, language)?),
            };
            return Some(format!("{half} {name}"));
        }
        if rest * 4 == scale && whole == 1 && scale > 100 {
            return Some(format!("{} {name}", if hindi { "सवा" } else { "sava" }));
        }
        let hundreds = rest % 100 == 0 && scale == 1_000 && whole >= 2;
        if hundreds && let Some(n) = number(whole, language) {
            let sau = number(rest / 100, language)?;
            let last = if hindi { "सौ" } else { "sau" };
            return Some(format!("{n} {name} {sau} {last}"));
        }
        if scale == 1_000 && whole == 1 && rest % 100 == 0 {
            let sau = number(rupees / 100, language)?;
            return Some(format!("{sau} {}", if hindi { "सौ" } else { "sau" }));
        }
        return None;
    }
    None
}

fn english_words(rupees: i64) -> Option<String> {
    match rupees {
        500 => Some("five hundred".to_owned()),
        1_000 => Some("one thousand".to_owned()),
        2_000 => Some("two thousand".to_owned()),
        5_000 => Some("five thousand".to_owned()),
        10_000 => Some("ten thousand".to_owned()),
        _ => None,
    }
}

/// `1,25,000`: the last three digits, then pairs.
pub fn grouped(rupees: i64) -> String {
    let digits = rupees.to_string();
    let Some(split) = digits.len().checked_sub(3).filter(|n| *n > 0) else {
        return digits;
    };
    let (head, tail) = digits.split_at(split);
    let mut groups = Vec::new();
    let mut end = head.len();
    while end > 0 {
        let start = end.saturating_sub(2);
        groups.push(&head[start..end]);
        end = start;
    }
    groups.reverse();
    format!("{},{tail}", groups.join(","))
}

fn short(rupees: i64) -> Option<String> {
    if rupees >= 100_000 && rupees % 50_000 == 0 {
        let lakhs = rupees as f64 / 100_000.0;
        return Some(format!("{lakhs} lakh"));
    }
    let fits = (1_000..100_000).contains(&rupees) && rupees % 500 == 0;
    fits.then(|| format!("{}k", rupees as f64 / 1_000.0))
}

/// A budget as a person of this habit says it. Amounts that the habit cannot say come in digits.
pub fn spoken(rupees: i64, language: Language, habit: MoneyHabit) -> String {
    let said = match habit {
        MoneyHabit::Words => words(rupees, language),
        MoneyHabit::Short => short(rupees),
        MoneyHabit::Digits => Some(rupees.to_string()).filter(|_| rupees < 100_000),
        MoneyHabit::Sign => None,
        MoneyHabit::Rs => (language != Language::Hi).then(|| format!("Rs {}", grouped(rupees))),
    };
    said.unwrap_or_else(|| format!("₹{}", grouped(rupees)))
}

/// The rupees that a spoken or written amount stands for; `None` when the text is no amount. Takes every form that
/// [`spoken`] gives.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim().to_lowercase();
    digits(&text).or_else(|| from_words(&text))
}

fn digits(text: &str) -> Option<i64> {
    let text = text
        .trim_start_matches("rs.")
        .trim_start_matches("rs")
        .trim_start_matches('₹')
        .trim();
    let (figure, scale) = if let Some(figure) = text.strip_suffix("lakh") {
        (figure, 100_000.0)
    } else if let Some(figure) = text.strip_suffix('k') {
        (figure, 1_000.0)
    } else {
        (text, 1.0)
    };
    let plain = figure.trim().replace(',', "");
    if plain.is_empty() || !plain.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let value = plain.parse::<f64>().ok()? * scale;
    (value.is_finite() && value < 1e12).then_some(value.round() as i64)
}

fn from_words(text: &str) -> Option<i64> {
    let (mut total, mut half_units): (i64, Option<i64>) = (0, None);
    let mut saadhe = false;
    for word in text.split_whitespace() {
        if let Some((scale, ..)) = SCALES
            .iter()
            .find(|(_, hi, latin)| word == *hi || word == *latin)
        {
            total += half_units.take()? * scale / 4;
            continue;
        }
        let english = match word {
            "hundred" => Some(100),
            "thousand" => Some(1_000),
            _ => None,
        };
        if let Some(scale) = english {
            total += half_units.take()? * scale / 4;
            continue;
        }
        // Quarters, so that सवा, डेढ़ and ढाई stay whole numbers.
        half_units = Some(match word {
            "डेढ़" | "dedh" => 6,
            "ढाई" | "dhai" => 10,
            "सवा" | "sava" => 5,
            "साढ़े" | "saadhe" => {
                saadhe = true;
                continue;
            }
            _ => {
                let value = value_of(word)?;
                if saadhe && value < 3 {
                    return None;
                }
                value * 4 + if std::mem::take(&mut saadhe) { 2 } else { 0 }
            }
        });
    }
    (half_units.is_none() && total > 0 && !saadhe).then_some(total)
}

fn value_of(word: &str) -> Option<i64> {
    let english = [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let small = |list: &[&str]| list.iter().position(|w| *w == word).filter(|n| *n > 0);
    if let Some(place) = small(&HI_NUMBERS)
        .or_else(|| small(&LATIN_NUMBERS))
        .or_else(|| small(&english))
    {
        return i64::try_from(place).ok();
    }
    let tens = HI_TENS.iter().chain(&LATIN_TENS);
    tens.clone().find(|(_, w)| *w == word).map(|(n, _)| *n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HABITS: [MoneyHabit; 5] = [
        MoneyHabit::Words,
        MoneyHabit::Short,
        MoneyHabit::Digits,
        MoneyHabit::Sign,
        MoneyHabit::Rs,
    ];

    #[test]
    fn shop_amounts_sound_as_people_say_them() {
        for (rupees, hi, latin) in [
            (1_500, "डेढ़ हज़ार", "dedh hazaar"),
            (2_500, "ढाई हज़ार", "dhai hazaar"),
            (3_500, "साढ़े तीन हज़ार", "saadhe teen hazaar"),
            (1_250, "सवा हज़ार", "sava hazaar"),
            (1_200, "बारह सौ", "barah sau"),
            (150, "डेढ़ सौ", "dedh sau"),
            (125_000, "सवा लाख", "sava lakh"),
        ] {
            assert_eq!(words(rupees, Language::Hi).as_deref(), Some(hi), "{rupees}");
            assert_eq!(words(rupees, Language::Hinglish).as_deref(), Some(latin));
        }
        assert_eq!(grouped(125_000), "1,25,000");
        assert_eq!(spoken(1_500, Language::En, MoneyHabit::Short), "1.5k");
    }

    #[test]
    fn what_nobody_says_is_no_amount() {
        for text in ["साढ़े दो हज़ार", "saadhe ek hazaar", "हज़ार दो", "saadhe", ""]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_spoken_amount_parses_back(steps in 1i64..4000, unit in prop::sample::select(vec![1i64, 50, 100, 250, 500, 1000])) {
            let rupees = steps * unit;
            for language in Language::ALL {
                for habit in HABITS {
                    let text = spoken(rupees, language, habit);
                    prop_assert_eq!(parse(&text), Some(rupees), "{}", text);
                }
            }
        }
    }
}
