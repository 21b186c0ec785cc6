//! Faults planted into finished conversations. Shares nothing with the checks: plain changes of text and of the shelf.

use muse_studio::domain::{
    Act, Conversation, FindingKind, Language, Money, Product, Speaker, Turn, TurnId,
};
use muse_studio::quality::Facts;

use super::shop::Shop;

/// A conversation with a fault, the shelf that it speaks of, and where the fault stands.
pub struct Planted {
    pub conversation: Conversation,
    pub shop: Shop,
    pub kind: FindingKind,
    /// The turns in any of which the fault may be located.
    pub turns: Vec<TurnId>,
}

impl Planted {
    /// What was planted, for people.
    pub fn print(&self) -> String {
        let texts = self
            .turns
            .iter()
            .map(|id| &self.conversation.turns[id].text);
        let texts: Vec<&str> = texts.map(String::as_str).collect();
        let target = self.conversation.scenario.target.as_ref();
        let title = target.and_then(|id| Some(self.shop.product(id)?.title.as_str()));
        format!("  {} ({})", texts.join(" / "), title.unwrap_or("no target"))
    }
}

/// Where the target is named too early.
#[derive(Clone, Copy)]
pub enum Way {
    /// In the shopper's last turn before the offer.
    LastAsked,
    /// In the first turn of all.
    First,
    /// In the assistant's last turn before the offer.
    ByAssistant,
}

/// A way to plant a fault; `None` where a conversation gives no room for it.
pub type Injector = fn(&Conversation, &Shop, Way) -> Option<Planted>;

fn planted(
    conversation: Conversation,
    shop: &Shop,
    kind: FindingKind,
    turns: Vec<TurnId>,
) -> Option<Planted> {
    Some(Planted {
        conversation,
        shop: shop.clone(),
        kind,
        turns,
    })
}

fn turns(conversation: &Conversation) -> Vec<&Turn> {
    conversation.current_turns().collect()
}

fn set_text(conversation: &mut Conversation, turn: TurnId, text: String) {
    conversation.turns.get_mut(&turn).unwrap().text = text;
}

/// The target and a turn before the assistant shows it.
fn secret<'s, 'c>(
    c: &'c Conversation,
    shop: &'s Shop,
    way: Way,
) -> Option<(&'s Product, &'c Turn)> {
    let target = c.scenario.target.as_ref()?;
    let all = turns(c);
    let shown = all
        .iter()
        .position(|t| t.speaker == Speaker::Assistant && t.mentioned.contains(target));
    let before = &all[..shown.unwrap_or(all.len())];
    let turn = match way {
        Way::LastAsked => before.iter().rfind(|t| t.speaker == Speaker::User)?,
        Way::First => before.first().filter(|t| t.speaker == Speaker::User)?,
        Way::ByAssistant => before.iter().rfind(|t| t.speaker == Speaker::Assistant)?,
    };
    Some((shop.product(target)?, turn))
}

/// A name in a sentence of this speaker.
fn sentence(name: &str, turn: &Turn, language: Language, at: u32) -> String {
    let ways: [&str; 3] = match (turn.speaker, language) {
        (Speaker::User, Language::En) => [
            "do you have the NAME?",
            "I was thinking of NAME, show that",
            "is NAME there in your shop",
        ],
        (Speaker::User, Language::Hi) => [
            "NAME है क्या आपके यहाँ?",
            "मैंने NAME के बारे में सुना है, वो बताइए",
            "NAME दिखाइए",
        ],
        (Speaker::User, Language::Hinglish) => [
            "NAME hai kya?",
            "mujhe NAME chahiye tha",
            "wo NAME wala dikhao na",
        ],
        (Speaker::Assistant, Language::En) => [
            "Have you heard of the NAME?",
            "Many ask for NAME. Which colour?",
            "NAME sells well. What is the budget?",
        ],
        (Speaker::Assistant, Language::Hi) => [
            "NAME सुना है आपने?",
            "लोग NAME लेते हैं। बजट कितना है?",
            "जैसे NAME, वैसा चलेगा?",
        ],
        (Speaker::Assistant, Language::Hinglish) => [
            "NAME suna hai aapne?",
            "Log NAME lete hain. Budget kitna hai?",
            "Jaise NAME, waisa chalega?",
        ],
    };
    ways[at as usize % ways.len()].replace("NAME", name)
}

fn named(
    c: &Conversation,
    shop: &Shop,
    way: Way,
    name: impl Fn(&Product) -> Option<String>,
) -> Option<Planted> {
    let (product, turn) = secret(c, shop, way)?;
    let name = name(product)?;
    let mut changed = c.clone();
    set_text(
        &mut changed,
        turn.id,
        sentence(&name, turn, c.language, c.ordinal),
    );
    planted(changed, shop, FindingKind::Leak, vec![turn.id])
}

/// The title as the catalogue writes it, up to a bracket.
pub fn title_early(c: &Conversation, shop: &Shop, way: Way) -> Option<Planted> {
    named(c, shop, way, |p| {
        let title = match c.language {
            Language::Hi => p.title_hi.clone()?,
            _ => p.title.clone(),
        };
        Some(title.split('(').next().unwrap().trim().to_lowercase())
    })
}

/// A title written as one hears it: the Hindi title in Latin letters, or the English name of the series in Devanagari.
pub fn title_in_the_other_script(c: &Conversation, shop: &Shop, way: Way) -> Option<Planted> {
    named(c, shop, way, |p| match c.language {
        Language::Hi => in_devanagari(p),
        Language::Hinglish => Some(in_latin(p.title_hi.as_ref()?.split('(').next()?.trim())),
        Language::En => None,
    })
}

/// The words that are read out in Devanagari here, as people write them who do not look at the packet.
const READ: [(&str, &str); 21] = [
    ("sitaar", "सितार"),
    ("dhruv", "ध्रुव"),
    ("lehar", "लहर"),
    ("tez", "तेज़"),
    ("megha", "मेघा"),
    ("disha", "दिशा"),
    ("taara", "तारा"),
    ("saathi", "साथी"),
    ("zest", "ज़ेस्ट"),
    ("vayu", "वायु"),
    ("ankur", "अंकुर"),
    ("kiran", "किरण"),
    ("jyoti", "ज्योति"),
    ("ujala", "उजाला"),
    ("quanta", "क्वांटा"),
    ("kesar", "केसर"),
    ("gulmohar", "गुलमोहर"),
    ("tarang", "तरंग"),
    ("palash", "पलाश"),
    ("rimjhim", "रिमझिम"),
    ("malhar", "मल्हार"),
];

/// The brand, and the series with its number in Devanagari: `Orbanto सितार 50`.
fn in_devanagari(product: &Product) -> Option<String> {
    const UNITS: [&str; 7] = ["litre", "inch", "feet", "w", "kg", "ton", "ml"];
    let words: Vec<&str> = product.title.split([' ', ',', '(', ')']).collect();
    words.windows(3).find_map(|run| {
        let number = run[1].chars().all(|c| c.is_ascii_digit()) && !run[1].is_empty();
        let counted = UNITS.contains(&run[2].to_lowercase().as_str());
        let read = READ
            .iter()
            .find(|(latin, _)| *latin == run[0].to_lowercase());
        let (_, hindi) = read.filter(|_| number && !counted)?;
        Some(format!("{} {hindi} {}", product.brand.as_ref()?, run[1]))
    })
}

/// Devanagari in the Latin letters of a phone, sign by sign.
fn in_latin(text: &str) -> String {
    const CONSONANTS: [(char, &str); 33] = [
        ('क', "k"),
        ('ख', "kh"),
        ('ग', "g"),
        ('घ', "gh"),
        ('ङ', "n"),
        ('च', "ch"),
        ('छ', "chh"),
        ('ज', "j"),
        ('झ', "jh"),
        ('ञ', "n"),
        ('ट', "t"),
        ('ठ', "th"),
        ('ड', "d"),
        ('ढ', "dh"),
        ('ण', "n"),
        ('त', "t"),
        ('थ', "th"),
        ('द', "d"),
        ('ध', "dh"),
        ('न', "n"),
        ('प', "p"),
        ('फ', "f"),
        ('ब', "b"),
        ('भ', "bh"),
        ('म', "m"),
        ('य', "y"),
        ('र', "r"),
        ('ल', "l"),
        ('व', "v"),
        ('श', "sh"),
        ('ष', "sh"),
        ('स', "s"),
        ('ह', "h"),
    ];
    const VOWELS: [(char, &str); 24] = [
        ('ा', "a"),
        ('ि', "i"),
        ('ी', "i"),
        ('ु', "u"),
        ('ू', "oo"),
        ('े', "e"),
        ('ै', "ai"),
        ('ो', "o"),
        ('ौ', "au"),
        ('ॉ', "o"),
        ('ृ', "ri"),
        ('ं', "n"),
        ('ँ', "n"),
        ('अ', "a"),
        ('आ', "aa"),
        ('इ', "i"),
        ('ई', "ee"),
        ('उ', "u"),
        ('ऊ', "oo"),
        ('ए', "e"),
        ('ऐ', "ai"),
        ('ओ', "o"),
        ('औ', "au"),
        ('ऑ', "o"),
    ];
    let chars: Vec<char> = text.chars().filter(|c| *c != '\u{93c}').collect();
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        if let Some((_, latin)) = CONSONANTS.iter().find(|(sign, _)| sign == c) {
            out.push_str(latin);
            let next = chars.get(at + 1).copied().unwrap_or(' ');
            let last = !next.is_alphabetic() && !('\u{900}'..='\u{963}').contains(&next);
            let silent = last || next == '्' || ('ा'..='ौ').contains(&next) || next == 'ॉ';
            if !silent {
                out.push('a');
            }
        } else if let Some((_, latin)) = VOWELS.iter().find(|(sign, _)| sign == c) {
            out.push_str(latin);
        } else if *c != '्' {
            out.push(*c);
        }
    }
    out
}

/// The brand and what the title calls the product besides: `Orbanto Sitaar 3`.
pub fn model_early(c: &Conversation, shop: &Shop, way: Way) -> Option<Planted> {
    named(c, shop, way, |p| {
        let brand = p.brand.as_ref()?;
        let at = p.title.find(brand.as_str())? + brand.len();
        let words: Vec<&str> = p.title[at..].split_whitespace().take(2).collect();
        let digits = |word: &str| word.chars().any(|c| c.is_ascii_digit());
        let [first, second] = words[..] else {
            return None;
        };
        let plain = |word: &str| word.trim_end_matches([',', ')']).to_lowercase();
        // A series with a number, or a model's code: nothing else is surely a name.
        let series = READ.iter().any(|(latin, _)| *latin == plain(first)) && digits(second);
        let code = first.contains('-') && digits(first) && first.starts_with(char::is_uppercase);
        match (series, code) {
            (true, _) => Some(format!(
                "{} {} {}",
                brand.to_lowercase(),
                plain(first),
                plain(second)
            )),
            (_, true) => Some(format!("{brand} {}", plain(first))),
            _ => None,
        }
    })
}

/// The assistant's first turn that offers one product with its price in words of shops.
fn offer<'c>(c: &'c Conversation, shop: &'c Shop) -> Option<(&'c Turn, &'c Product)> {
    let offers = c
        .current_turns()
        .filter(|t| t.act == Act::Recommend && t.mentioned.len() == 1);
    let mut known = offers.filter_map(|t| Some((t, shop.product(&t.mentioned[0])?)));
    known.find(|(turn, product)| {
        let said = product.price.map(|price| price.to_string());
        said.is_some_and(|price| turn.text.contains(&price))
    })
}

pub fn wrong_price(c: &Conversation, shop: &Shop, _: Way) -> Option<Planted> {
    let (turn, product) = offer(c, shop)?;
    let price = product.price?;
    let wrong = Money::rupees(price.major() + price.major() / 7 + 13);
    let mut changed = c.clone();
    set_text(
        &mut changed,
        turn.id,
        turn.text.replace(&price.to_string(), &wrong.to_string()),
    );
    planted(changed, shop, FindingKind::Price, vec![turn.id])
}

pub fn wrong_brand(c: &Conversation, shop: &Shop, _: Way) -> Option<Planted> {
    let (turn, product) = offer(c, shop)?;
    let own = product
        .brand
        .as_ref()
        .filter(|brand| turn.text.contains(brand.as_str()))?;
    // A brand that some other product of this conversation carries, so that anybody can know that it is one.
    let found = c.turns.values().filter_map(|t| t.provenance.as_ref());
    let found = found.flat_map(|from| &from.candidates);
    let mut others = found.filter_map(|hit| shop.product(&hit.product)?.brand.as_ref());
    let other = others
        .find(|brand| !product.title.contains(brand.as_str()) && !own.contains(brand.as_str()))?;
    let mut changed = c.clone();
    set_text(
        &mut changed,
        turn.id,
        turn.text.replace(own.as_str(), other),
    );
    planted(changed, shop, FindingKind::Brand, vec![turn.id])
}

pub fn sold_out(c: &Conversation, shop: &Shop, _: Way) -> Option<Planted> {
    let (turn, product) = offer(c, shop)?;
    let gone = Product {
        stock: Some(0),
        ..product.clone()
    };
    let shop = shop.with(&product.id, Some(gone));
    planted(c.clone(), &shop, FindingKind::Stock, vec![turn.id])
}

pub fn unknown(c: &Conversation, shop: &Shop, _: Way) -> Option<Planted> {
    let (turn, product) = offer(c, shop)?;
    let shop = shop.with(&product.id, None);
    planted(c.clone(), &shop, FindingKind::UnknownProduct, vec![turn.id])
}

/// The shopper names a limit right before an offer that costs more, and nobody says so.
pub fn over_budget(c: &Conversation, shop: &Shop, _: Way) -> Option<Planted> {
    let (turn, product) = offer(c, shop)?;
    let price = product.price?.major();
    let all = turns(c);
    let at = all.iter().position(|t| t.id == turn.id)?;
    let user = all[..at].iter().rfind(|t| t.speaker == Speaker::User)?;
    let limit = (price * 4 / 5 / 50).max(1) * 50;
    if limit >= price || turn.text.contains("budget") || turn.text.contains("बजट") {
        return None;
    }
    let spoken = match (c.language, c.ordinal % 3) {
        (Language::En, 0) => format!("not more than ₹{limit} please"),
        (Language::En, 1) => format!("my budget is {limit} rupees"),
        (Language::En, _) => format!("something under Rs {limit}"),
        (Language::Hi, 0) => format!("₹{limit} के अंदर दिखाइए"),
        (Language::Hi, 1) => format!("बजट {limit} रुपये है"),
        (Language::Hi, _) => format!("{limit} से ऊपर नहीं जाना है"),
        (Language::Hinglish, 0) => format!("{limit} tak hi dekhna hai"),
        (Language::Hinglish, 1) => format!("budget {limit} hai bas"),
        (Language::Hinglish, _) => format!("{limit} rupaye se zyada nahi"),
    };
    let mut changed = c.clone();
    set_text(&mut changed, user.id, spoken);
    planted(changed, shop, FindingKind::Budget, vec![turn.id])
}

/// A shopper and the assistant say each other's words: the offer, and what led to it.
pub fn swapped(c: &Conversation, shop: &Shop, _: Way) -> Option<Planted> {
    let (turn, _) = offer(c, shop)?;
    let all = turns(c);
    let at = all.iter().position(|t| t.id == turn.id)?;
    let before = all[..at].last().filter(|t| t.speaker == Speaker::User)?;
    let mut changed = c.clone();
    set_text(&mut changed, turn.id, before.text.clone());
    set_text(&mut changed, before.id, turn.text.clone());
    planted(
        changed,
        shop,
        FindingKind::RoleSwap,
        vec![before.id, turn.id],
    )
}
