//! Clothes, each in the cloth of its look.

use super::super::colour::{GOLD, INK, PAPER, Rgb};
use super::super::look::Look;
use super::super::shape::{Shape, circle, ellipse, line, path};
use super::super::sheet::Sheet;

/// A long tunic with a slit neck and side slits.
pub fn kurta(sheet: &mut Sheet, look: &Look) {
    let body =
        path("M 80 30 Q 68 30 62 20 L 42 28 L 24 82 L 42 88 L 50 66 L 44 148 L 80 148").mirrored();
    look.cloth(sheet, &body);
    trim(sheet, look, &["M 46 128 L 44 148 L 116 148 L 114 128"]);
    sheet.fill(
        &line("M 62 20 Q 68 32 80 32 Q 92 32 98 20", 4.0),
        look.accent,
    );
    sheet.fill(&line("M 80 32 L 80 66", 5.0), look.accent);
    for y in [40.0, 50.0, 60.0] {
        sheet.fill(&circle(80.0, y, 1.7), look.base.dark());
    }
}

/// A short tunic with a flare.
pub fn kurti(sheet: &mut Sheet, look: &Look) {
    let body = path(
        "M 80 34 Q 66 34 62 22 L 44 28 L 30 62 L 46 70 L 54 58 L 56 78 L 36 140 Q 58 148 80 148",
    )
    .mirrored();
    look.cloth(sheet, &body);
    sheet.fill(
        &line("M 62 22 Q 66 40 80 42 Q 94 40 98 22", 5.0),
        look.accent,
    );
    sheet.fill(&line("M 56 78 Q 80 84 104 78", 3.0), look.base.edge());
    sheet.fill(&line("M 38 134 Q 80 148 122 134", 4.5), look.accent);
}

/// A draped saree on a figure without a face: skirt pleats, blouse and a falling end.
pub fn saree(sheet: &mut Sheet, look: &Look) {
    let skin = Rgb([176.0, 120.0, 84.0]);
    sheet.fill(&circle(80.0, 20.0, 11.0), skin);
    sheet.fill(
        &path("M 68 18 Q 70 6 80 6 Q 94 6 93 22 Q 88 12 80 13 Q 72 12 68 18"),
        INK,
    );
    sheet.fill(&line("M 62 48 L 50 74 L 60 92", 8.0), skin);
    sheet.fill(&line("M 98 48 L 110 74 L 102 92", 8.0), skin);
    sheet.solid(
        &path("M 64 38 Q 80 46 96 38 L 104 58 L 96 64 L 64 64 L 56 58"),
        look.accent,
    );
    let skirt = path("M 62 74 L 98 74 Q 116 116 122 150 L 38 150 Q 44 116 62 74");
    look.cloth(sheet, &skirt);
    let drape = path(
        "M 60 82 Q 78 54 96 38 L 106 44 Q 118 84 120 122 L 104 128 Q 104 90 100 66 Q 84 78 66 98",
    );
    look.cloth(sheet, &drape);
    sheet.fill(&line("M 98 39 Q 86 56 61 84", 3.6), GOLD);
    sheet.fill(&line("M 39 146 L 121 146", 6.0), GOLD);
    sheet.fill(&line("M 104 125 L 119 120", 6.0), GOLD);
    for text in ["M 74 80 L 68 142", "M 80 80 L 79 142", "M 86 80 L 90 142"] {
        sheet.tint(&line(text, 1.6), INK, 0.3);
    }
}

/// A shirt with collar, buttons and cuffs.
pub fn shirt(sheet: &mut Sheet, look: &Look) {
    let body =
        path("M 80 36 L 62 20 L 42 28 L 20 96 L 38 102 L 50 70 L 50 142 L 80 142").mirrored();
    look.cloth(sheet, &body);
    let paler = look.base.pale();
    sheet.solid(&path("M 80 38 L 62 20 L 56 32 L 72 48").mirrored(), paler);
    sheet.fill(&line("M 80 40 L 80 142", 1.6), look.base.edge());
    for y in [56.0, 74.0, 92.0, 110.0, 128.0] {
        sheet.fill(&circle(80.0, y, 2.2), PAPER);
        sheet.fill(&circle(80.0, y, 1.0), look.base.edge());
    }
    sheet.fill(
        &line("M 92 62 L 108 62 L 108 78 L 92 78 L 92 62", 1.6),
        look.base.edge(),
    );
    sheet.fill(&line("M 21 92 L 39 98", 2.0).mirrored(), look.base.edge());
}

/// A T-shirt.
pub fn tee(sheet: &mut Sheet, look: &Look) {
    let body =
        path("M 80 40 Q 64 40 60 26 L 42 32 L 16 66 L 34 80 L 48 68 L 48 140 L 80 140").mirrored();
    look.cloth(sheet, &body);
    sheet.fill(
        &line("M 60 26 Q 64 40 80 40 Q 96 40 100 26", 5.0),
        look.base.dark(),
    );
    sheet.fill(&line("M 18 64 L 35 78", 2.0).mirrored(), look.base.edge());
}

/// A sweatshirt or sweater: long sleeves, ribbed ends.
pub fn sweater(sheet: &mut Sheet, look: &Look) {
    let body = path("M 80 38 Q 64 38 60 26 L 42 32 L 18 116 L 36 122 L 50 78 L 50 136 L 80 136")
        .mirrored();
    look.cloth(sheet, &body);
    sheet.fill(
        &line("M 60 26 Q 64 38 80 38 Q 96 38 100 26", 6.0),
        look.base.dark(),
    );
    sheet.fill(&line("M 52 138 L 108 138", 8.0), look.base.dark());
    sheet.fill(&line("M 20 116 L 36 121", 7.0).mirrored(), look.base.dark());
}

/// A hooded sweatshirt with its pocket.
pub fn hoodie(sheet: &mut Sheet, look: &Look) {
    sheet.solid(
        &path("M 80 12 Q 52 14 54 46 L 80 54").mirrored(),
        look.base.dark(),
    );
    sweater(sheet, look);
    sheet.solid(
        &path("M 80 22 Q 64 24 66 42 L 80 50").mirrored(),
        look.base.dark().dark(),
    );
    sheet.solid(
        &path("M 80 98 L 64 98 L 56 120 L 80 120").mirrored(),
        look.base.dark(),
    );
    sheet.fill(&line("M 74 48 L 74 70", 2.0).mirrored(), PAPER);
}

/// A jacket or blazer with lapels.
pub fn blazer(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&path("M 62 22 L 98 22 L 98 90 L 62 90"), PAPER);
    let half = path("M 62 20 L 42 28 L 22 120 L 40 126 L 50 82 L 46 146 L 84 142 L 80 84");
    look.cloth(sheet, &half.mirrored());
    sheet.solid(
        &path("M 62 20 L 80 84 L 64 62 L 68 54 L 54 44").mirrored(),
        look.base.dark(),
    );
    sheet.fill(&line("M 80 84 L 82 142", 2.0), look.base.edge());
    for y in [94.0, 110.0] {
        sheet.fill(&circle(75.0, y, 2.4), look.accent);
    }
    sheet.fill(&line("M 52 112 L 68 114", 2.6).mirrored(), look.base.edge());
}

/// Trousers of any kind.
pub fn trousers(sheet: &mut Sheet, look: &Look) {
    let legs = path("M 80 18 L 52 18 L 38 148 L 68 148 L 78 64 L 80 62").mirrored();
    look.cloth(sheet, &legs);
    sheet.fill(&line("M 52 22 L 108 22", 7.0), look.base.dark());
    sheet.fill(&line("M 80 26 L 80 60", 1.8), look.base.edge());
    sheet.fill(
        &line("M 52 40 Q 62 40 66 28", 1.8).mirrored(),
        look.base.edge(),
    );
    sheet.fill(&line("M 41 142 L 67 142", 1.6).mirrored(), look.accent);
    sheet.fill(&circle(80.0, 22.0, 2.4), GOLD);
}

/// A dress with a waist and a wide skirt.
pub fn dress(sheet: &mut Sheet, look: &Look) {
    let body =
        path("M 80 36 Q 66 36 64 20 L 54 20 L 50 46 L 62 76 Q 40 106 28 138 Q 54 150 80 150")
            .mirrored();
    look.cloth(sheet, &body);
    sheet.fill(&line("M 62 76 Q 80 82 98 76", 6.0), look.accent);
    for text in [
        "M 70 84 Q 58 116 54 142",
        "M 80 84 L 80 148",
        "M 90 84 Q 102 116 106 142",
    ] {
        sheet.tint(&line(text, 1.6), INK, 0.28);
    }
}

/// A long flared skirt with a short blouse, and a stole beside it.
pub fn lehenga(sheet: &mut Sheet, look: &Look) {
    let blouse = path("M 80 34 Q 66 34 64 20 L 46 26 L 40 48 L 52 52 L 58 60 L 80 60").mirrored();
    sheet.solid(&blouse, look.base.dark());
    sheet.fill(&line("M 58 58 L 102 58", 3.0), GOLD);
    let skirt = path("M 80 70 L 58 70 Q 34 108 18 144 Q 50 154 80 154").mirrored();
    look.cloth(sheet, &skirt);
    sheet.fill(
        &line("M 20 140 Q 50 149 80 149 Q 110 149 140 140", 6.0),
        GOLD,
    );
    sheet.fill(&line("M 58 71 L 102 71", 5.0), GOLD);
    for text in [
        "M 70 76 Q 54 112 46 142",
        "M 80 76 L 80 146",
        "M 90 76 Q 106 112 114 142",
    ] {
        sheet.tint(&line(text, 2.0), GOLD, 0.55);
    }
}

/// A stole, dupatta or shawl, folded over.
pub fn stole(sheet: &mut Sheet, look: &Look) {
    let back = path("M 78 16 L 118 16 L 130 122 L 96 130");
    sheet.solid(&back, look.base.dark());
    let front = path("M 42 16 L 90 16 Q 96 80 80 136 L 32 132 Q 48 76 42 16");
    look.cloth(sheet, &front);
    sheet.fill(&line("M 35 122 L 82 127", 4.0), look.accent);
    let mut fringe = Shape::default();
    for step in 0..9 {
        let x = 33.0 + 5.8 * f64::from(step);
        fringe = fringe.and(line(&format!("M {x} 134 L {} 148", x - 1.0), 1.8));
    }
    sheet.fill(&fringe, look.accent);
}

/// A pair of socks.
pub fn socks(sheet: &mut Sheet, look: &Look) {
    let sock = || {
        path(
            "M 38 18 L 68 18 L 68 96 Q 70 108 86 118 Q 96 128 84 136 Q 60 140 46 126 Q 36 116 38 96",
        )
    };
    for shape in [sock().moved(24.0, -4.0), sock().moved(-8.0, 8.0)] {
        look.cloth(sheet, &shape);
    }
    sheet.fill(&line("M 31 30 L 60 30", 7.0), look.accent);
    sheet.fill(&ellipse(70.0, 136.0, 12.0, 7.0), look.base.dark());
}

/// A border in the look's accent along lower edges.
fn trim(sheet: &mut Sheet, look: &Look, paths: &[&str]) {
    for text in paths {
        sheet.fill(&line(text, 4.0), look.accent);
    }
}
