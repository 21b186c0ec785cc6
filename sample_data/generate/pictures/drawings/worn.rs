//! Shoes, bags, jewellery and other things that are worn.

use super::super::colour::{GOLD, INK, LEAF, PAPER, Rgb, STEEL};
use super::super::look::Look;
use super::super::shape::{circle, ellipse, line, path, plate};
use super::super::sheet::Sheet;

/// A laced shoe from the side.
pub fn shoe(sheet: &mut Sheet, look: &Look) {
    let upper = path(
        "M 18 52 Q 30 60 50 50 Q 62 46 68 54 L 104 82 Q 138 88 144 108 L 144 114 L 16 114 Q 12 80 18 52",
    );
    look.cloth(sheet, &upper);
    sheet.solid(
        &path("M 14 112 L 146 112 Q 148 126 138 128 L 20 128 Q 12 126 14 112"),
        PAPER,
    );
    sheet.fill(&line("M 15 120 L 146 120", 2.0), look.accent);
    for (x, y) in [(64.0, 66.0), (74.0, 74.0), (84.0, 82.0)] {
        sheet.fill(
            &line(&format!("M {x} {y} L {} {}", x + 14.0, y - 9.0), 3.4),
            PAPER,
        );
    }
    sheet.fill(&line("M 30 64 Q 40 96 70 108", 4.0), look.accent);
}

/// A pair of open chappals from above.
pub fn chappals(sheet: &mut Sheet, look: &Look) {
    for side in [-34.0, 34.0] {
        let sole = path(
            "M 80 16 Q 104 18 102 58 Q 98 84 102 116 Q 104 144 80 146 Q 56 144 58 116 Q 62 84 58 58 Q 56 18 80 16",
        );
        sheet.solid(
            &sole.moved(side, 0.0),
            look.base.pale().mix(Rgb([190.0, 140.0, 92.0]), 0.5),
        );
        let straps = line("M 80 40 Q 66 60 60 84", 9.0).and(line("M 80 40 Q 94 60 100 84", 9.0));
        sheet.solid(&straps.moved(side, 0.0), look.base);
        sheet.solid(&circle(80.0 + side, 38.0, 6.0), look.accent);
    }
}

/// A shoe with a high heel.
pub fn heels(sheet: &mut Sheet, look: &Look) {
    let upper = path(
        "M 18 44 Q 22 40 30 46 Q 62 102 96 104 Q 138 106 146 124 L 146 130 L 92 130 Q 60 126 38 86 L 30 130 L 22 130",
    );
    look.cloth(sheet, &upper);
    sheet.fill(&line("M 24 58 Q 48 44 58 70", 4.0), look.accent);
    sheet.fill(&line("M 92 130 L 146 130", 3.0), INK);
}

/// A pair of pointed juttis from above.
pub fn juttis(sheet: &mut Sheet, look: &Look) {
    for side in [-34.0, 34.0] {
        let sole = path("M 80 12 Q 104 40 102 76 Q 102 140 80 146 Q 58 140 58 76 Q 56 40 80 12");
        look.cloth(sheet, &sole.moved(side, 0.0));
        let mouth = path("M 80 70 Q 96 76 94 104 Q 92 134 80 136 Q 68 134 66 104 Q 64 76 80 70");
        sheet.solid(&mouth.moved(side, 0.0), Rgb([214.0, 178.0, 132.0]));
        for (x, y) in [(80.0, 34.0), (72.0, 50.0), (88.0, 50.0), (80.0, 56.0)] {
            sheet.fill(&circle(x + side, y, 3.4), GOLD);
        }
    }
}

/// A handbag.
pub fn handbag(sheet: &mut Sheet, look: &Look) {
    sheet.fill(
        &line("M 52 66 Q 52 18 80 18 Q 108 18 108 66", 7.0),
        look.base.dark(),
    );
    look.cloth(
        sheet,
        &path("M 30 62 L 130 62 L 142 138 Q 142 144 134 144 L 26 144 Q 18 144 18 138"),
    );
    sheet.solid(
        &path("M 30 62 L 130 62 L 134 88 Q 80 108 26 88"),
        look.base.dark(),
    );
    sheet.solid(&plate(72.0, 86.0, 16.0, 18.0, 4.0), GOLD);
    sheet.fill(&circle(54.0, 66.0, 4.0).mirrored(), GOLD);
}

/// A backpack or school bag.
pub fn backpack(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&line("M 64 24 Q 80 4 96 24", 6.0), look.base.dark());
    look.cloth(sheet, &path("M 40 60 Q 40 18 80 18 Q 120 18 120 60 L 126 140 Q 126 148 118 148 L 42 148 Q 34 148 34 140"));
    sheet.solid(&plate(46.0, 88.0, 68.0, 48.0, 10.0), look.base.dark());
    sheet.fill(&line("M 50 102 L 110 102", 2.6), look.accent);
    sheet.fill(&line("M 44 56 Q 80 70 116 56", 2.6), look.accent);
    sheet.solid(&plate(76.0, 100.0, 8.0, 14.0, 3.0), look.accent);
}

/// A suitcase on wheels.
pub fn trolley(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&line("M 64 40 L 64 12 L 96 12 L 96 40", 5.0), STEEL.dark());
    look.cloth(sheet, &plate(38.0, 36.0, 84.0, 104.0, 12.0));
    for x in [56.0, 72.0, 88.0, 104.0] {
        sheet.fill(&line(&format!("M {x} 46 L {x} 130"), 3.0), look.base.edge());
    }
    for x in [52.0, 108.0] {
        sheet.fill(&circle(x, 146.0, 7.0), INK);
    }
}

/// A wallet, half open.
pub fn wallet(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&plate(34.0, 36.0, 84.0, 50.0, 4.0), LEAF.pale());
    look.cloth(sheet, &plate(22.0, 50.0, 116.0, 78.0, 10.0));
    sheet.fill(
        &plate(27.0, 55.0, 106.0, 68.0, 7.0).edge(1.6),
        look.base.pale(),
    );
    sheet.solid(&plate(104.0, 76.0, 40.0, 26.0, 12.0), look.base.dark());
    sheet.fill(&circle(116.0, 89.0, 5.0), GOLD);
}

/// A wrist watch with hands.
pub fn watch(sheet: &mut Sheet, look: &Look) {
    let strap =
        path("M 62 6 L 98 6 L 102 52 L 58 52").and(path("M 58 108 L 102 108 L 98 154 L 62 154"));
    sheet.solid(&strap, look.base.dark());
    sheet.solid(&plate(112.0, 74.0, 14.0, 12.0, 3.0), look.base);
    sheet.solid(&circle(80.0, 80.0, 40.0), look.base);
    sheet.solid(&circle(80.0, 80.0, 31.0), PAPER);
    for text in [
        "M 80 52 L 80 58",
        "M 80 102 L 80 108",
        "M 52 80 L 58 80",
        "M 102 80 L 108 80",
    ] {
        sheet.fill(&line(text, 3.0), INK);
    }
    sheet.fill(
        &line("M 80 80 L 66 68", 4.0).and(line("M 80 80 L 96 62", 3.0)),
        INK,
    );
    sheet.fill(&circle(80.0, 80.0, 3.6), look.base.edge());
}

/// Sunglasses.
pub fn sunglasses(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&line("M 18 66 L 8 52", 5.0).mirrored(), INK);
    sheet.fill(&line("M 66 70 Q 80 58 94 70", 6.0), INK);
    let lens = path("M 16 62 Q 42 54 68 64 Q 72 100 46 106 Q 18 104 16 62").mirrored();
    sheet.fill(&lens, look.base);
    sheet.fill(&lens.edge(5.0), INK);
    sheet.tint(&line("M 28 72 L 40 66", 5.0), PAPER, 0.7);
    sheet.tint(&line("M 104 72 L 116 66", 5.0), PAPER, 0.7);
}

/// A cap with a visor.
pub fn cap(sheet: &mut Sheet, look: &Look) {
    look.cloth(
        sheet,
        &path("M 24 96 Q 26 36 80 36 Q 128 38 130 92 Q 78 82 24 96"),
    );
    sheet.solid(
        &path("M 62 92 Q 110 80 132 90 Q 156 104 152 114 Q 112 98 64 110"),
        look.base.dark(),
    );
    sheet.fill(&line("M 80 38 Q 86 62 84 88", 1.8), look.base.edge());
    sheet.fill(&circle(80.0, 36.0, 4.5), look.accent);
}

/// A rolled belt with its buckle.
pub fn belt(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&ellipse(70.0, 76.0, 56.0, 44.0), look.base);
    sheet.solid(&ellipse(70.0, 76.0, 42.0, 31.0), look.base.dark());
    sheet.fill(&ellipse(70.0, 76.0, 32.0, 22.0), look.base.card());
    sheet.solid(&plate(60.0, 104.0, 88.0, 22.0, 6.0), look.base);
    sheet.fill(&plate(108.0, 98.0, 38.0, 34.0, 5.0).edge(6.0), GOLD);
    sheet.fill(&line("M 112 115 L 142 115", 4.0), GOLD);
}

/// A pair of hanging earrings.
pub fn earrings(sheet: &mut Sheet, look: &Look) {
    for x in [48.0, 112.0] {
        sheet.fill(&circle(x, 24.0, 10.0).edge(4.0), GOLD);
        sheet.solid(&circle(x, 48.0, 10.0), look.base);
        let bell = path("M 80 62 Q 102 70 104 104 L 56 104 Q 58 70 80 62").moved(x - 80.0, 0.0);
        sheet.solid(&bell, look.base);
        sheet.fill(
            &line(&format!("M {} 102 L {} 102", x - 22.0, x + 22.0), 6.0),
            GOLD,
        );
        for step in [-18.0, -6.0, 6.0, 18.0] {
            sheet.solid(&circle(x + step, 114.0, 4.6), look.accent);
        }
    }
}

/// A necklace of beads with a pendant.
pub fn necklace(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&line("M 26 20 Q 30 108 80 112 Q 130 108 134 20", 4.0), GOLD);
    let beads = [(28.0, 44.0), (34.0, 66.0), (44.0, 86.0), (60.0, 102.0)];
    for (x, y) in beads {
        sheet.solid(&circle(x, y, 7.5).mirrored(), look.base);
    }
    sheet.solid(
        &path("M 80 104 Q 100 122 80 148 Q 60 122 80 104"),
        look.base,
    );
    sheet.fill(&circle(80.0, 124.0, 6.0), look.accent);
}

/// A ring with a stone.
pub fn ring(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&circle(80.0, 98.0, 42.0).edge(11.0), look.base);
    sheet.fill(&circle(80.0, 98.0, 48.0).edge(1.6), look.base.edge());
    sheet.fill(&circle(80.0, 98.0, 36.0).edge(1.6), look.base.edge());
    sheet.solid(
        &path("M 80 66 L 54 36 L 66 22 L 94 22 L 106 36"),
        Rgb([150.0, 214.0, 236.0]),
    );
    sheet.fill(
        &line("M 54 36 L 106 36", 2.0).and(line("M 68 36 L 80 64 L 92 36", 2.0)),
        PAPER,
    );
}

/// Bangles, one behind the other.
pub fn bangles(sheet: &mut Sheet, look: &Look) {
    let colours = [look.base, GOLD, look.base.dark(), GOLD, look.accent];
    for (step, colour) in colours.into_iter().enumerate() {
        let x = 48.0 + 16.0 * step as f64;
        sheet.fill(&ellipse(x, 80.0, 30.0, 56.0).edge(9.0), colour);
        sheet.fill(&ellipse(x, 80.0, 34.0, 60.0).edge(1.2), colour.edge());
    }
}
