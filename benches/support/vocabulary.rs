//! The words of made-up products.

use muse_studio::domain::Domain;
use rand::RngExt;
use rand::rngs::ChaCha12Rng;
use std::collections::HashSet;

/// Words by rank: the n-th is drawn about 1/n as often as the first.
pub struct Words {
    words: Vec<String>,
    up_to: Vec<f64>,
}

impl Words {
    /// Known words first, then some of Latin syllables.
    pub fn latin(rng: &mut ChaCha12Rng, known: &str, count: usize) -> Self {
        Self::with(known, count, || syllables(rng, &CONSONANTS, &VOWELS))
    }

    /// Known words first, then some of Devanagari syllables.
    pub fn devanagari(rng: &mut ChaCha12Rng, known: &str, count: usize) -> Self {
        Self::with(known, count, || syllables(rng, &LETTERS, &SIGNS))
    }

    /// Names of one or two words.
    pub fn names(rng: &mut ChaCha12Rng, count: usize) -> Self {
        Self::with("", count, || {
            let words = rng.random_range(1..=2);
            let name = (0..words).map(|_| capitalised(&syllables(rng, &CONSONANTS, &VOWELS)));
            name.collect::<Vec<_>>().join(" ")
        })
    }

    fn with(known: &str, count: usize, mut more: impl FnMut() -> String) -> Self {
        let mut words: Vec<String> = known.split_whitespace().map(str::to_owned).collect();
        let mut had: HashSet<String> = words.iter().cloned().collect();
        while words.len() < count {
            let word = more();
            if had.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0.0;
        let up_to = (0..words.len()).map(|rank| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        });
        let up_to = up_to.collect();
        Words { words, up_to }
    }

    /// One of them.
    pub fn any(&self, rng: &mut ChaCha12Rng) -> &str {
        let all = self.up_to.last().copied().unwrap_or(1.0);
        let drawn = rng.random_range(0.0..all);
        let at = self.up_to.partition_point(|sum| *sum <= drawn);
        self.words.get(at).map_or("", String::as_str)
    }
}

fn syllables(rng: &mut ChaCha12Rng, first: &[&str], second: &[&str]) -> String {
    let count = rng.random_range(2..=4);
    let mut word = String::new();
    for _ in 0..count {
        word.push_str(first[rng.random_range(0..first.len())]);
        word.push_str(second[rng.random_range(0..second.len())]);
    }
    word
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

const CONSONANTS: [&str; 29] = [
    "b", "bh", "ch", "d", "dh", "f", "g", "h", "j", "k", "kh", "l", "m", "n", "p", "pr", "r", "s",
    "sh", "st", "t", "th", "tr", "v", "w", "y", "z", "c", "gr",
];
const VOWELS: [&str; 14] = [
    "a", "e", "i", "o", "u", "ai", "ar", "en", "in", "on", "er", "al", "a", "i",
];
const LETTERS: [&str; 29] = [
    "क",
    "ख",
    "ग",
    "घ",
    "च",
    "छ",
    "ज",
    "झ",
    "ट",
    "ड",
    "त",
    "थ",
    "द",
    "ध",
    "न",
    "प",
    "फ",
    "ब",
    "भ",
    "म",
    "य",
    "र",
    "ल",
    "व",
    "श",
    "स",
    "ह",
    "त्र",
    "प्र",
];
const SIGNS: [&str; 12] = ["", "ा", "ि", "ी", "ु", "ू", "े", "ो", "ं", "", "ा", "र"];

/// A kind of product.
pub struct Kind {
    /// What it is.
    pub noun: &'static str,
    /// The same in Hindi.
    pub hindi: &'static str,
    /// Its department.
    pub domain: Domain,
    /// The two widest names of its category path.
    pub above: [&'static str; 2],
    /// The sizes that it comes in.
    pub sizes: &'static [&'static str],
}

impl Kind {
    /// A category path of four names, the last two narrower kinds of it.
    pub fn path(&self, rng: &mut ChaCha12Rng) -> Vec<String> {
        let narrow = NARROWER[rng.random_range(0..NARROWER.len())];
        let [widest, wide] = self.above;
        vec![
            widest.to_owned(),
            wide.to_owned(),
            format!("{}s", capitalised(self.noun)),
            format!("{narrow} {}s", capitalised(self.noun)),
        ]
    }
}

const NARROWER: [&str; 12] = [
    "Everyday", "Premium", "Party", "Travel", "Kids", "Office", "Sports", "Festive", "Compact",
    "Classic", "Outdoor", "Smart",
];
const CLOTHES: &[&str] = &["XS", "S", "M", "L", "XL", "XXL", "3XL"];
const SHOES: &[&str] = &["UK 5", "UK 6", "UK 7", "UK 8", "UK 9", "UK 10"];
const MEMORY: &[&str] = &["32 GB", "64 GB", "128 GB", "256 GB", "512 GB"];
const INCHES: &[&str] = &[
    "5.5 inch",
    "6.1 inch",
    "13 inch",
    "14 inch",
    "15.6 inch",
    "32 inch",
    "43 inch",
];
const HOME: &[&str] = &[
    "Single", "Double", "Queen", "King", "Small", "Medium", "Large",
];
const LITRES: &[&str] = &["250 ml", "500 ml", "1 L", "2 L", "5 L"];
const PAGES: &[&str] = &["Paperback", "Hardcover", "Pocket"];

const fn kind(
    noun: &'static str,
    hindi: &'static str,
    domain: Domain,
    above: [&'static str; 2],
    sizes: &'static [&'static str],
) -> Kind {
    Kind {
        noun,
        hindi,
        domain,
        above,
        sizes,
    }
}

const WOMEN: [&str; 2] = ["Clothing & Accessories", "Women"];
const MEN: [&str; 2] = ["Clothing & Accessories", "Men"];
const FEET: [&str; 2] = ["Clothing & Accessories", "Footwear"];
const PHONES: [&str; 2] = ["Electronics", "Mobiles & Tablets"];
const COMPUTERS: [&str; 2] = ["Electronics", "Computers"];
const AUDIO: [&str; 2] = ["Electronics", "Audio & Video"];
const KITCHEN: [&str; 2] = ["Home & Garden", "Kitchen"];
const FURNITURE: [&str; 2] = ["Home & Garden", "Furniture"];
const DECOR: [&str; 2] = ["Home & Garden", "Decor"];
const FICTION: [&str; 2] = ["Books", "Fiction"];
const LEARNING: [&str; 2] = ["Books", "Learning"];

/// Every kind, the frequent ones first.
pub const KINDS: &[&Kind] = &[
    &kind("kurta", "कुर्ता", Domain::Fashion, WOMEN, CLOTHES),
    &kind("shirt", "शर्ट", Domain::Fashion, MEN, CLOTHES),
    &kind("saree", "साड़ी", Domain::Fashion, WOMEN, &["Free"]),
    &kind("phone", "फ़ोन", Domain::Electronics, PHONES, MEMORY),
    &kind("shoe", "जूता", Domain::Fashion, FEET, SHOES),
    &kind("novel", "उपन्यास", Domain::Books, FICTION, PAGES),
    &kind("headphone", "हेडफ़ोन", Domain::Electronics, AUDIO, &["Free"]),
    &kind("dress", "ड्रेस", Domain::Fashion, WOMEN, CLOTHES),
    &kind(
        "jeans",
        "जींस",
        Domain::Fashion,
        MEN,
        &["28", "30", "32", "34", "36", "38"],
    ),
    &kind("laptop", "लैपटॉप", Domain::Electronics, COMPUTERS, INCHES),
    &kind("bottle", "बोतल", Domain::HomeGarden, KITCHEN, LITRES),
    &kind("lamp", "दीपक", Domain::HomeGarden, DECOR, HOME),
    &kind("bedsheet", "चादर", Domain::HomeGarden, DECOR, HOME),
    &kind(
        "watch",
        "घड़ी",
        Domain::Fashion,
        MEN,
        &["38 mm", "40 mm", "42 mm", "44 mm"],
    ),
    &kind(
        "charger",
        "चार्जर",
        Domain::Electronics,
        PHONES,
        &["18 W", "30 W", "65 W"],
    ),
    &kind("table", "मेज़", Domain::HomeGarden, FURNITURE, HOME),
    &kind("sandal", "चप्पल", Domain::Fashion, FEET, SHOES),
    &kind("guide", "मार्गदर्शिका", Domain::Books, LEARNING, PAGES),
    &kind(
        "speaker",
        "स्पीकर",
        Domain::Electronics,
        AUDIO,
        &["5 W", "10 W", "20 W", "60 W"],
    ),
    &kind("lehenga", "लहंगा", Domain::Fashion, WOMEN, CLOTHES),
    &kind("cooker", "कुकर", Domain::HomeGarden, KITCHEN, LITRES),
    &kind("chair", "कुर्सी", Domain::HomeGarden, FURNITURE, HOME),
    &kind("television", "टीवी", Domain::Electronics, AUDIO, INCHES),
    &kind("jacket", "जैकेट", Domain::Fashion, MEN, CLOTHES),
    &kind("textbook", "पाठ्यपुस्तक", Domain::Books, LEARNING, PAGES),
    &kind("planter", "गमला", Domain::HomeGarden, DECOR, HOME),
];

/// Colours, the frequent ones first.
pub const COLORS: &[&str] = &[
    "black",
    "blue",
    "white",
    "red",
    "green",
    "grey",
    "pink",
    "yellow",
    "brown",
    "maroon",
    "beige",
    "orange",
    "purple",
    "gold",
    "silver",
    "teal",
    "cream",
    "multicolor",
];

/// Materials, the frequent ones first.
pub const MATERIALS: &[&str] = &[
    "cotton",
    "polyester",
    "plastic",
    "leather",
    "silk",
    "wood",
    "steel",
    "glass",
    "linen",
    "paper",
    "wool",
    "denim",
    "ceramic",
    "rayon",
    "aluminium",
    "bamboo",
];

/// English words of shops, the frequent ones first.
pub const ENGLISH: &str = "for with and set pack women men cotton printed regular fit pure new combo solid design style free
    size steel home premium kids water high girls boys quality plain long stainless soft sleeve round neck slim light digital
    case cover gold pair smart wireless large compatible wooden black white handmade fashion decorative classic leather portable
    bluetooth wall hand party casual ethnic wear designer traditional formal sports running travel office kitchen storage
    waterproof adjustable comfortable stylish stretch embroidered floral striped checked collar pocket zipper elastic waist
    ankle heel sole grip cushion charging battery display camera processor memory screen sound bass noise cancelling mic
    cable adapter fast power bank stand holder mount glass ceramic bamboo jar lid handle nonstick induction bottom gas stove
    serving bowl plate spoon knife mug cup tray box rack shelf basket organiser curtain cushion carpet mat towel blanket pillow
    mattress sofa desk frame clock vase artificial plant garden pot seed tool brush cleaner bucket mop edition paperback story
    guide history science mathematics english grammar practice exam preparation volume complete illustrated bestseller author
    life love secret world night day book children learning activity colouring puzzle gift birthday wedding festive diwali";

/// Hindi words of shops.
pub const HINDI: &str = "के का की लिए और में सूती नया सेट महिलाओं पुरुषों आरामदायक सुंदर मुलायम हल्का भारी शुद्ध रेशमी कढ़ाई वाला वाली
    छपाई लंबी छोटी बड़ा गोल गला आस्तीन पारंपरिक त्योहार शादी दिवाली उपहार घर रसोई दफ़्तर बच्चों लड़कियों लड़कों मज़बूत टिकाऊ स्टील लकड़ी
    काँच चमड़ा पानी रोशनी आवाज़ बैटरी कैमरा चार्जिंग तेज़ साफ़ रंग आकार गुणवत्ता भारतीय हस्तनिर्मित डिज़ाइन फैशन कपड़ा कहानी किताब इतिहास
    विज्ञान गणित हिंदी व्याकरण अभ्यास परीक्षा संपूर्ण सचित्र लेखक जीवन प्रेम रहस्य दुनिया रात दिन सीखने खेल पहेली जन्मदिन यात्रा खेलकूद";

/// Hinglish words of shops.
pub const HINGLISH: &str = "ke liye aur ka ki mein wala wali naya set ladies gents suti accha sundar mulayam halka bhari shuddh resham
    kadhai chhapai lambi chhoti bada gol gala paramparik tyohar shaadi diwali tohfa ghar rasoi daftar bachon ladkiyon ladkon
    mazboot tikau steel lakdi kaanch chamda paani roshni awaaz tez saaf rang naap bharatiya kapda kahani kitab itihas vigyan
    ganit vyakaran abhyas pariksha sampurn jeevan prem rahasya duniya raat din seekhne khel paheli janamdin yatra desi asli
    sasta badhiya rozana khaas dulhan dulha pooja mandir dhoop garmi sardi baarish thanda garam meetha namkeen";
