//! Seeded random texts: Hindi words built as the script builds them, English, emoji, and hostile bytes.

/// A small generator (SplitMix64), so that every failure comes back with its seed.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

const CONSONANTS: &[&str] = &[
    "क", "ख", "ग", "घ", "च", "ज", "ट", "ड", "त", "थ", "द", "न", "प", "ब", "भ", "म", "य", "र", "ल",
    "व", "श", "स", "ह", "क़", "ज़", "ड़", "फ़",
];
const SIGNS: &[&str] = &[
    "", "", "ा", "ि", "ी", "ु", "ू", "े", "ै", "ो", "ौ", "ं", "ाँ", "ृ", "ः",
];
const VOWELS: &[&str] = &["अ", "आ", "इ", "ई", "उ", "ए", "ऐ", "ओ", "ऑ"];
const REAL: &[&str] = &[
    "हिन्दी",
    "स्त्री",
    "क्षत्रिय",
    "मैं",
    "साड़ी",
    "ढूंढ",
    "हूँ",
    "कुर्ता",
    "अंग्रेज़ी",
    "ज्ञान",
    "र्‍य",
    "क्‌ष",
    "₹१,२९९",
    "अच्छा।",
    "विद्यार्थी",
    "राष्ट्रीय",
];
const ENGLISH: &[&str] = &[
    "red",
    "cotton",
    "kurta",
    "under",
    "1,299",
    "Rs.",
    "size-L",
    "the",
    "a",
    "headphones",
];
const EMOJI: &[&str] = &["❤️", "👍🏽", "👨‍👩‍👧", "⌨️", "🙂", "🇮🇳", "1️⃣", "日本", "👩🏾‍💻"];
const HOSTILE: &[&str] = &[
    "\x1b[31m",
    "\x1b]0;t\x07",
    "\x1bc",
    "\u{9b}2J",
    "\u{202e}",
    "\u{200b}",
    "\r",
    "\n",
    "\t",
    "\0",
    "\u{7f}",
    "\x1b[6n",
    "\u{feff}",
    "\x1b[?1049l",
    "\u{fe0f}",
    "\u{94d}",
    "ि",
    "\u{301}",
    "\u{200d}",
];

/// Letters, halves of letters and signs in a legal order.
pub fn hindi_word(random: &mut Random) -> String {
    if random.below(3) == 0 {
        return random.pick(REAL).to_owned();
    }
    let mut word = String::new();
    if random.below(4) == 0 {
        word.push_str(random.pick(VOWELS));
    }
    for _ in 0..=random.below(3) {
        if random.below(3) == 0 {
            word.push_str(random.pick(CONSONANTS));
            word.push('\u{94d}');
        }
        word.push_str(random.pick(CONSONANTS));
        word.push_str(random.pick(SIGNS));
    }
    word
}

pub fn word(random: &mut Random) -> String {
    match random.below(8) {
        0..4 => hindi_word(random),
        4..7 => random.pick(ENGLISH).to_owned(),
        _ => random.pick(EMOJI).to_owned(),
    }
}

pub fn hindi_paragraph(random: &mut Random, words: usize) -> String {
    let words: Vec<String> = (0..words).map(|_| hindi_word(random)).collect();
    words.join(" ")
}

/// What a data file may hold at its worst.
pub fn hostile_text(random: &mut Random) -> String {
    (0..=random.below(12))
        .map(|_| match random.below(3) {
            0 => word(random),
            1 => random.pick(HOSTILE).to_owned(),
            _ => char::from_u32(random.below(0x11_0000) as u32)
                .map_or_else(String::new, String::from),
        })
        .collect()
}
