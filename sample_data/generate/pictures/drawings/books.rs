//! Books: a cover in a colour of its own, with a sign of what it is about.

use super::super::colour::{GOLD, INK, LEAF, MANY, PAPER, Rgb};
use super::super::look::Look;
use super::super::shape::{Shape, circle, ellipse, line, path, plate};
use super::super::sheet::Sheet;

/// A novel: a moon over hills.
pub fn novel(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    sheet.fill(&circle(92.0, 72.0, 16.0), GOLD.pale());
    sheet.fill(
        &path("M 40 132 L 40 112 Q 62 88 84 108 Q 104 92 128 106 L 128 132"),
        look.base.dark(),
    );
}

/// A love story: a heart.
pub fn romance(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    sheet.fill(
        &path("M 84 122 Q 50 96 54 76 Q 60 60 84 76 Q 108 60 114 76 Q 118 96 84 122"),
        PAPER,
    );
}

/// A thriller: a magnifying glass.
pub fn thriller(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    sheet.fill(&circle(78.0, 84.0, 20.0).edge(7.0), PAPER);
    sheet.fill(&line("M 92 98 L 112 120", 9.0), PAPER);
}

/// A children's book: a smiling sun.
pub fn children(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    for text in [
        "M 84 56 L 84 124",
        "M 50 90 L 118 90",
        "M 60 66 L 108 114",
        "M 108 66 L 60 114",
    ] {
        sheet.fill(&line(text, 5.0), MANY[1]);
    }
    sheet.solid(&circle(84.0, 90.0, 22.0), Rgb([255.0, 214.0, 90.0]));
    sheet.fill(&circle(76.0, 86.0, 3.0).and(circle(92.0, 86.0, 3.0)), INK);
    sheet.fill(&line("M 74 97 Q 84 106 94 97", 3.0), INK);
}

/// A cookbook: a pot with steam.
pub fn cookbook(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    sheet.fill(
        &line("M 74 82 Q 68 72 74 62", 4.0).and(line("M 92 82 Q 86 72 92 62", 4.0)),
        PAPER,
    );
    sheet.fill(&line("M 46 98 L 122 98", 6.0), INK);
    sheet.solid(
        &path("M 54 92 L 114 92 L 110 122 Q 108 128 102 128 L 66 128 Q 60 128 58 122"),
        PAPER,
    );
}

/// A textbook or exam guide: a pencil and ruled lines.
pub fn textbook(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    for y in [76.0, 90.0, 104.0] {
        sheet.fill(&line(&format!("M 48 {y} L 120 {y}"), 3.0), PAPER);
    }
    sheet.fill(&line("M 64 124 L 108 70", 10.0), MANY[1]);
    sheet.fill(&path("M 60 120 L 68 127 L 56 134"), INK);
}

/// A programming book: brackets.
pub fn programming(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    sheet.fill(&line("M 66 76 L 50 94 L 66 112", 7.0), LEAF.pale());
    sheet.fill(&line("M 102 76 L 118 94 L 102 112", 7.0), LEAF.pale());
    sheet.fill(&line("M 90 70 L 78 118", 6.0), PAPER);
}

/// A travel book: mountains and a road.
pub fn travel(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    sheet.fill(&path("M 40 120 L 68 72 L 84 100 L 102 66 L 128 120"), PAPER);
    sheet.fill(&path("M 40 132 L 40 118 L 128 118 L 128 132"), LEAF);
}

/// A spiritual book: a lotus.
pub fn spiritual(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    let pink = Rgb([244.0, 170.0, 190.0]);
    sheet.solid(&path("M 84 120 Q 44 116 44 88 Q 66 90 84 120"), pink);
    sheet.solid(&path("M 84 120 Q 124 116 124 88 Q 102 90 84 120"), pink);
    sheet.solid(&path("M 84 122 Q 58 92 84 62 Q 110 92 84 122"), pink.pale());
}

/// Poems, short stories and what else has no sign of its own: a feather.
pub fn verses(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    sheet.solid(&path("M 58 128 Q 62 84 112 64 Q 112 108 68 118"), PAPER);
    sheet.fill(&line("M 54 134 Q 78 98 106 72", 2.6), look.base.edge());
}

/// Health and self-help: a leaf in an open hand of leaves.
pub fn wellbeing(sheet: &mut Sheet, look: &Look) {
    cover(sheet, look.base);
    sheet.fill(&ellipse(84.0, 94.0, 34.0, 34.0), PAPER);
    sheet.solid(&path("M 84 116 Q 60 96 84 70 Q 108 96 84 116"), LEAF);
    sheet.fill(&line("M 84 80 L 84 122", 2.6), LEAF.dark());
}

/// The cover: pages behind it, a spine, and the place of the title.
fn cover(sheet: &mut Sheet, colour: Rgb) {
    sheet.solid(&plate(36.0, 18.0, 100.0, 132.0, 4.0), PAPER);
    let mut pages = Shape::default();
    for y in [144.0, 147.0] {
        pages = pages.and(line(&format!("M 40 {y} L 134 {y}"), 0.8));
    }
    sheet.fill(&pages, PAPER.edge());
    sheet.solid(&plate(26.0, 10.0, 106.0, 130.0, 4.0), colour);
    sheet.fill(&plate(26.0, 10.0, 12.0, 130.0, 4.0), colour.dark());
    sheet.fill(&plate(48.0, 24.0, 74.0, 8.0, 2.0), PAPER);
    sheet.fill(&plate(58.0, 38.0, 54.0, 6.0, 2.0), colour.accent());
}
