//! Colours by the names that the catalogue gives them, and their lighter and darker tones.

/// Red, green and blue, 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rgb(pub [f64; 3]);

/// Paper white.
pub const PAPER: Rgb = Rgb([250.0, 248.0, 243.0]);
/// Nearly black.
pub const INK: Rgb = Rgb([38.0, 38.0, 44.0]);
/// Bare metal.
pub const STEEL: Rgb = Rgb([186.0, 192.0, 198.0]);
/// Brass and gold.
pub const GOLD: Rgb = Rgb([212.0, 168.0, 62.0]);
/// Wood.
pub const WOOD: Rgb = Rgb([142.0, 98.0, 62.0]);
/// Leaves.
pub const LEAF: Rgb = Rgb([78.0, 140.0, 74.0]);
/// A lit screen.
pub const GLASS: Rgb = Rgb([112.0, 168.0, 204.0]);
/// The card behind dark and coloured things.
const LIGHT_CARD: Rgb = Rgb([238.0, 232.0, 220.0]);
/// The card behind light things.
const DARK_CARD: Rgb = Rgb([108.0, 128.0, 140.0]);

/// The colours of "multicolour", in order.
pub const MANY: [Rgb; 5] = [
    Rgb([214.0, 72.0, 72.0]),
    Rgb([240.0, 178.0, 58.0]),
    Rgb([72.0, 152.0, 92.0]),
    Rgb([62.0, 118.0, 190.0]),
    Rgb([150.0, 84.0, 160.0]),
];

/// The names, each with its red, green and blue.
const NAMES: [(&str, [u8; 3]); 42] = [
    ("beige", [214, 192, 158]),
    ("black", [44, 44, 50]),
    ("blue", [48, 98, 184]),
    ("bottle green", [16, 84, 60]),
    ("brown", [116, 74, 46]),
    ("charcoal", [70, 74, 82]),
    ("copper", [184, 112, 66]),
    ("coral", [240, 124, 100]),
    ("cream", [244, 232, 200]),
    ("golden", [208, 164, 56]),
    ("green", [58, 142, 70]),
    ("grey", [140, 146, 152]),
    ("honey", [206, 144, 62]),
    ("ivory", [246, 240, 222]),
    ("lavender", [180, 160, 216]),
    ("maroon", [124, 28, 46]),
    ("mint", [152, 216, 186]),
    ("multicolour", [214, 72, 72]),
    ("mustard", [208, 154, 34]),
    ("natural", [204, 168, 118]),
    ("navy blue", [32, 46, 96]),
    ("off-white", [240, 234, 220]),
    ("olive", [112, 118, 52]),
    ("orange", [236, 128, 36]),
    ("peach", [248, 188, 158]),
    ("pink", [236, 130, 166]),
    ("purple", [116, 62, 148]),
    ("rani pink", [210, 34, 116]),
    ("red", [202, 40, 46]),
    ("rose gold", [214, 150, 136]),
    ("rust", [172, 74, 36]),
    ("silver", [188, 194, 202]),
    ("sky blue", [128, 190, 232]),
    ("tan", [190, 132, 82]),
    ("teal", [22, 126, 130]),
    ("turquoise", [52, 184, 182]),
    ("walnut", [104, 70, 46]),
    ("warm white", [255, 226, 160]),
    ("wenge", [72, 52, 44]),
    ("white", [246, 246, 246]),
    ("wine", [104, 22, 54]),
    ("yellow", [244, 208, 48]),
];

impl Rgb {
    /// The colour of a name in the catalogue.
    pub fn named(name: &str) -> Option<Rgb> {
        let found = NAMES.iter().find(|(known, _)| *known == name)?;
        Some(Rgb(found.1.map(f64::from)))
    }

    /// The card that a thing of this colour stands out from.
    pub fn card(self) -> Rgb {
        if self.light() > 176.0 {
            DARK_CARD
        } else {
            LIGHT_CARD
        }
    }

    /// The colour mixed with another; 0 leaves it, 1 is the other.
    pub fn mix(self, other: Rgb, share: f64) -> Rgb {
        let mut mixed = self.0;
        for (own, new) in mixed.iter_mut().zip(other.0) {
            *own += (new - *own) * share;
        }
        Rgb(mixed)
    }

    /// A darker tone.
    pub fn dark(self) -> Rgb {
        self.mix(Rgb([0.0; 3]), 0.28)
    }

    /// A lighter tone.
    pub fn pale(self) -> Rgb {
        self.mix(Rgb([255.0; 3]), 0.42)
    }

    /// The tone of an edge: darker, or lighter where it is dark already.
    pub fn edge(self) -> Rgb {
        if self.light() < 64.0 {
            self.mix(Rgb([255.0; 3]), 0.3)
        } else {
            self.mix(Rgb([0.0; 3]), 0.42)
        }
    }

    /// A colour that is seen upon this one.
    pub fn accent(self) -> Rgb {
        if self.light() > 150.0 {
            self.mix(Rgb([120.0, 30.0, 60.0]), 0.6)
        } else {
            self.mix(Rgb([255.0, 236.0, 190.0]), 0.72)
        }
    }

    fn light(self) -> f64 {
        let [red, green, blue] = self.0;
        0.3 * red + 0.59 * green + 0.11 * blue
    }
}
