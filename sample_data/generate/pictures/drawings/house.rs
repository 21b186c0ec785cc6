//! Things for the house and the garden.

use super::super::colour::{GOLD, INK, LEAF, MANY, PAPER, Rgb, STEEL, WOOD};
use super::super::look::Look;
use super::super::shape::{circle, ellipse, line, path, plate};
use super::super::sheet::Sheet;

/// A table lamp, alight.
pub fn lamp(sheet: &mut Sheet, look: &Look) {
    let light = Rgb([255.0, 226.0, 150.0]);
    sheet.tint(&ellipse(80.0, 78.0, 66.0, 40.0), light, 0.5);
    sheet.fill(&line("M 80 70 L 80 136", 9.0), look.base.dark());
    sheet.solid(&ellipse(80.0, 140.0, 34.0, 9.0), look.base.dark());
    sheet.solid(&path("M 56 14 L 104 14 L 132 78 L 28 78"), look.base);
    sheet.fill(&line("M 30 76 L 130 76", 6.0), light);
}

/// Two mugs.
pub fn mugs(sheet: &mut Sheet, look: &Look) {
    for (dx, dy, colour) in [(22.0, -20.0, look.base.dark()), (-18.0, 16.0, look.base)] {
        sheet.fill(
            &line("M 104 66 Q 134 62 130 88 Q 126 110 102 108", 8.0).moved(dx, dy),
            colour.edge(),
        );
        sheet.solid(
            &path("M 46 50 L 106 50 L 102 118 Q 100 126 92 126 L 60 126 Q 52 126 50 118")
                .moved(dx, dy),
            colour,
        );
        sheet.solid(
            &ellipse(76.0, 50.0, 30.0, 8.0).moved(dx, dy),
            Rgb([110.0, 66.0, 40.0]),
        );
        sheet.fill(
            &line("M 49 84 L 104 84", 5.0).moved(dx, dy),
            colour.accent(),
        );
    }
}

/// A bottle with a cap.
pub fn bottle(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&line("M 80 12 Q 104 14 98 34", 5.0), INK);
    sheet.solid(&plate(62.0, 14.0, 36.0, 26.0, 6.0), INK);
    sheet.solid(&path("M 64 40 L 96 40 Q 112 50 112 66 L 112 140 Q 112 150 102 150 L 58 150 Q 48 150 48 140 L 48 66 Q 48 50 64 40"), look.base);
    sheet.fill(
        &line("M 50 74 L 110 74", 5.0).and(line("M 50 128 L 110 128", 5.0)),
        look.accent,
    );
    sheet.tint(&line("M 60 82 L 60 120", 7.0), PAPER, 0.5);
}

/// A chair with four legs.
pub fn chair(sheet: &mut Sheet, look: &Look) {
    sheet.fill(
        &line("M 48 94 L 38 150", 8.0)
            .mirrored()
            .and(line("M 58 94 L 58 138", 6.0).mirrored()),
        look.base.dark(),
    );
    sheet.solid(&path("M 44 14 Q 80 6 116 14 L 112 84 L 48 84"), look.base);
    for x in [64.0, 80.0, 96.0] {
        sheet.fill(&line(&format!("M {x} 26 L {x} 70"), 5.0), look.base.dark());
    }
    sheet.solid(&path("M 40 84 L 120 84 L 128 102 L 32 102"), look.base);
}

/// An office chair on wheels.
pub fn office_chair(sheet: &mut Sheet, look: &Look) {
    sheet.fill(
        &line("M 80 104 L 80 132", 8.0).and(line("M 44 142 L 80 130 L 116 142", 6.0)),
        STEEL.dark(),
    );
    for x in [44.0, 80.0, 116.0] {
        sheet.fill(&circle(x, 147.0, 6.0), INK);
    }
    sheet.fill(&line("M 34 68 L 34 94 L 48 96", 6.0).mirrored(), INK);
    sheet.solid(&plate(50.0, 10.0, 60.0, 76.0, 14.0), look.base);
    sheet.fill(
        &line("M 58 34 L 102 34", 2.4).and(line("M 58 58 L 102 58", 2.4)),
        look.base.edge(),
    );
    sheet.solid(&plate(40.0, 86.0, 80.0, 20.0, 10.0), look.base.dark());
}

/// A sofa.
pub fn sofa(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&line("M 28 128 L 26 142", 8.0).mirrored(), WOOD);
    sheet.solid(&plate(24.0, 38.0, 112.0, 70.0, 14.0), look.base);
    sheet.fill(&line("M 80 42 L 80 86", 2.4), look.base.edge());
    sheet.solid(&plate(30.0, 82.0, 100.0, 34.0, 8.0), look.base.pale());
    sheet.fill(&line("M 80 84 L 80 114", 2.4), look.base.edge());
    sheet.solid(
        &plate(8.0, 66.0, 28.0, 64.0, 12.0).mirrored(),
        look.base.dark(),
    );
    sheet.solid(&plate(30.0, 112.0, 100.0, 18.0, 4.0), look.base.dark());
    sheet.solid(&plate(44.0, 62.0, 26.0, 26.0, 6.0), look.accent);
}

/// A cushion.
pub fn cushion(sheet: &mut Sheet, look: &Look) {
    look.cloth(
        sheet,
        &path("M 22 24 Q 80 36 138 24 Q 126 80 138 136 Q 80 124 22 136 Q 34 80 22 24"),
    );
    for (x, y) in [(22.0, 24.0), (138.0, 24.0), (22.0, 136.0), (138.0, 136.0)] {
        sheet.solid(&circle(x, y, 6.0), look.accent);
    }
    sheet.fill(
        &path("M 32 34 Q 80 44 128 34 Q 118 80 128 126 Q 80 116 32 126 Q 42 80 32 34").edge(2.4),
        look.accent,
    );
}

/// A pair of curtains on a rod.
pub fn curtain(sheet: &mut Sheet, look: &Look) {
    sheet.fill(
        &plate(44.0, 26.0, 72.0, 118.0, 2.0),
        Rgb([198.0, 226.0, 240.0]),
    );
    sheet.fill(
        &line("M 80 28 L 80 144", 3.0).and(line("M 46 84 L 114 84", 3.0)),
        PAPER,
    );
    look.cloth(
        sheet,
        &path("M 14 22 L 74 22 Q 70 74 44 92 Q 48 120 52 150 L 14 150").mirrored(),
    );
    for text in [
        "M 26 26 L 24 148",
        "M 40 26 Q 42 74 32 92 L 36 148",
        "M 56 26 Q 54 66 38 90",
    ] {
        sheet.tint(&line(text, 2.4).mirrored(), INK, 0.26);
    }
    sheet.fill(&line("M 14 92 L 46 92", 6.0).mirrored(), look.accent);
    sheet.fill(&line("M 6 18 L 154 18", 6.0), WOOD);
    sheet.fill(&circle(7.0, 18.0, 6.0).mirrored(), GOLD);
}

/// A pot with a green plant.
pub fn planter(sheet: &mut Sheet, look: &Look) {
    leaves(sheet);
    let pot = path("M 40 92 L 120 92 L 110 146 Q 109 150 104 150 L 56 150 Q 51 150 50 146");
    look.cloth(sheet, &pot);
    sheet.solid(&plate(34.0, 84.0, 92.0, 16.0, 4.0), look.base.dark());
}

/// A plant that is sold by itself, in a plain pot.
pub fn plant(sheet: &mut Sheet, _look: &Look) {
    leaves(sheet);
    let clay = Rgb([190.0, 104.0, 64.0]);
    sheet.solid(&path("M 46 96 L 114 96 L 106 148 L 54 148"), clay);
    sheet.solid(&plate(40.0, 88.0, 80.0, 14.0, 3.0), clay.dark());
}

fn leaves(sheet: &mut Sheet) {
    let stems = line("M 80 90 L 80 40", 3.0).and(line("M 80 90 Q 70 66 50 54", 3.0).mirrored());
    sheet.fill(&stems, LEAF.dark());
    sheet.solid(&path("M 80 56 Q 60 36 80 8 Q 100 36 80 56"), LEAF);
    sheet.solid(
        &path("M 66 66 Q 34 70 22 38 Q 56 34 66 66").mirrored(),
        LEAF.pale().mix(LEAF, 0.5),
    );
    sheet.solid(
        &path("M 70 86 Q 44 98 26 80 Q 50 64 70 86").mirrored(),
        LEAF,
    );
}

/// A vase with flowers.
pub fn vase(sheet: &mut Sheet, look: &Look) {
    sheet.fill(
        &line("M 80 70 L 80 36", 3.0).and(line("M 78 70 Q 70 50 56 44", 3.0).mirrored()),
        LEAF,
    );
    for (x, y, colour) in [
        (80.0, 26.0, MANY[0]),
        (52.0, 40.0, MANY[1]),
        (108.0, 40.0, MANY[4]),
    ] {
        sheet.solid(&circle(x, y, 13.0), colour);
        sheet.fill(&circle(x, y, 5.0), PAPER);
    }
    sheet.solid(&path("M 66 64 L 94 64 Q 92 82 110 98 Q 122 128 100 150 L 60 150 Q 38 128 50 98 Q 68 82 66 64"), look.base);
    sheet.fill(
        &line("M 50 104 Q 80 114 110 104", 4.0).and(line("M 48 118 Q 80 128 112 118", 4.0)),
        look.accent,
    );
}

/// A wall clock.
pub fn clock(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&circle(80.0, 80.0, 68.0), look.base);
    sheet.solid(&circle(80.0, 80.0, 56.0), PAPER);
    for text in [
        "M 80 30 L 80 40",
        "M 80 120 L 80 130",
        "M 30 80 L 40 80",
        "M 120 80 L 130 80",
    ] {
        sheet.fill(&line(text, 5.0), INK);
    }
    sheet.fill(
        &line("M 80 80 L 54 62", 6.0).and(line("M 80 80 L 108 46", 4.0)),
        INK,
    );
    sheet.fill(&circle(80.0, 80.0, 5.0), MANY[0]);
}

/// A made bed: sheet and two pillows.
pub fn bedsheet(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&plate(14.0, 18.0, 132.0, 40.0, 8.0), WOOD);
    look.cloth(sheet, &path("M 20 52 L 140 52 L 150 146 L 10 146"));
    sheet.solid(&plate(28.0, 36.0, 46.0, 28.0, 9.0).mirrored(), PAPER);
    sheet.fill(&line("M 18 70 L 142 70", 4.0), look.accent);
}

/// A carpet with a border and fringes.
pub fn carpet(sheet: &mut Sheet, look: &Look) {
    for step in 0..16 {
        let x = 20.0 + 8.0 * f64::from(step);
        sheet.fill(&line(&format!("M {x} 14 L {x} 146"), 2.0), PAPER.dark());
    }
    look.cloth(sheet, &plate(14.0, 22.0, 132.0, 116.0, 2.0));
    sheet.fill(&plate(24.0, 32.0, 112.0, 96.0, 2.0).edge(5.0), look.accent);
    sheet.solid(&path("M 80 46 L 116 80 L 80 114 L 44 80"), look.base.dark());
    sheet.fill(&path("M 80 62 L 98 80 L 80 98 L 62 80"), look.accent);
}

/// A pressure cooker with its whistle.
pub fn cooker(sheet: &mut Sheet, _look: &Look) {
    sheet.fill(&line("M 34 74 L 8 74", 12.0), INK);
    sheet.fill(&line("M 118 68 L 154 68", 13.0), INK);
    sheet.solid(
        &path("M 26 72 L 126 72 L 122 134 Q 120 144 110 144 L 42 144 Q 32 144 30 134"),
        STEEL,
    );
    sheet.solid(&path("M 24 72 Q 30 48 76 46 Q 122 48 128 72"), STEEL.pale());
    sheet.solid(&plate(69.0, 24.0, 14.0, 24.0, 4.0), INK);
    sheet.fill(&circle(76.0, 20.0, 6.0), MANY[0]);
    sheet.tint(&line("M 44 84 L 46 130", 7.0), PAPER, 0.7);
}

/// A deep pan with two handles.
pub fn kadhai(sheet: &mut Sheet, _look: &Look) {
    let iron = Rgb([72.0, 74.0, 80.0]);
    sheet.fill(&circle(18.0, 66.0, 13.0).edge(7.0).mirrored(), iron.dark());
    sheet.solid(
        &path("M 14 62 L 146 62 Q 142 132 80 134 Q 18 132 14 62"),
        iron,
    );
    sheet.solid(&ellipse(80.0, 62.0, 66.0, 15.0), iron.pale());
    sheet.fill(&ellipse(80.0, 64.0, 54.0, 10.0), MANY[1].mix(WOOD, 0.3));
}

/// An umbrella, open.
pub fn umbrella(sheet: &mut Sheet, look: &Look) {
    sheet.fill(
        &line("M 80 20 L 80 134 Q 80 148 94 146 Q 102 144 100 132", 6.0),
        WOOD,
    );
    look.cloth(sheet, &path("M 8 86 Q 16 24 80 20 Q 144 24 152 86 Q 140 72 128 86 Q 116 72 104 86 Q 92 72 80 86 Q 68 72 56 86 Q 44 72 32 86 Q 20 72 8 86"));
    for text in [
        "M 80 22 Q 56 46 56 84",
        "M 80 22 Q 104 46 104 84",
        "M 80 22 Q 34 40 32 84",
        "M 80 22 Q 126 40 128 84",
    ] {
        sheet.fill(&line(text, 1.8), look.base.edge());
    }
    sheet.fill(&line("M 80 12 L 80 22", 5.0), WOOD);
}

/// A bucket with its handle.
pub fn bucket(sheet: &mut Sheet, look: &Look) {
    sheet.fill(
        &line("M 30 52 Q 34 6 80 8 Q 126 6 130 52", 4.5),
        STEEL.dark(),
    );
    sheet.solid(&path("M 26 50 L 134 50 L 118 146 L 42 146"), look.base);
    sheet.solid(&ellipse(80.0, 50.0, 54.0, 13.0), look.base.dark());
    sheet.fill(&line("M 32 84 Q 80 94 128 84", 3.0), look.base.edge());
    sheet.tint(&line("M 44 66 L 54 134", 8.0), PAPER, 0.45);
}

/// Lit oil lamps.
pub fn diyas(sheet: &mut Sheet, look: &Look) {
    for (x, y) in [(44.0, 64.0), (116.0, 64.0), (80.0, 116.0)] {
        sheet.tint(&circle(x, y - 28.0, 26.0), MANY[1], 0.35);
        sheet.solid(
            &path("M 80 56 Q 92 74 80 84 Q 68 74 80 56").moved(x - 80.0, y - 84.0),
            Rgb([255.0, 206.0, 70.0]),
        );
        sheet.solid(
            &path("M 44 84 Q 80 96 116 84 Q 112 116 80 118 Q 48 116 44 84")
                .moved(x - 80.0, y - 84.0),
            look.base,
        );
        sheet.fill(&ellipse(x, y + 5.0, 28.0, 4.0), look.base.dark());
    }
}

/// A picture in its frame.
pub fn frame(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&plate(22.0, 12.0, 116.0, 136.0, 3.0), look.base);
    sheet.solid(&plate(36.0, 26.0, 88.0, 108.0, 1.0), PAPER);
    sheet.fill(
        &plate(44.0, 36.0, 72.0, 86.0, 1.0),
        Rgb([168.0, 208.0, 230.0]),
    );
    sheet.fill(
        &path("M 44 122 L 44 104 L 66 76 L 84 98 L 98 82 L 116 104 L 116 122"),
        LEAF,
    );
    sheet.fill(&circle(98.0, 54.0, 8.0), MANY[1]);
}

/// Folded towels.
pub fn towels(sheet: &mut Sheet, look: &Look) {
    for (y, colour) in [
        (104.0, look.base.dark()),
        (72.0, look.base),
        (40.0, look.base.pale()),
    ] {
        sheet.solid(&plate(18.0, y, 124.0, 34.0, 12.0), colour);
        sheet.fill(
            &line(&format!("M 30 {0} L 126 {0}", y + 23.0), 4.0),
            colour.accent(),
        );
    }
}

/// A table with four legs.
pub fn table(sheet: &mut Sheet, look: &Look) {
    let wood = if look.base.card() == look.base {
        WOOD
    } else {
        look.base
    };
    sheet.fill(
        &line("M 28 70 L 24 142", 9.0)
            .mirrored()
            .and(line("M 48 70 L 48 126", 7.0).mirrored()),
        wood.dark(),
    );
    sheet.solid(&path("M 24 42 L 136 42 L 154 62 L 6 62"), wood.pale());
    sheet.solid(&plate(6.0, 61.0, 148.0, 13.0, 2.0), wood);
}

/// A lunch box in two tiers.
pub fn lunch_box(sheet: &mut Sheet, look: &Look) {
    sheet.fill(
        &line("M 36 50 Q 40 14 80 14 Q 120 14 124 50", 6.0),
        STEEL.dark(),
    );
    sheet.solid(&plate(28.0, 42.0, 104.0, 20.0, 8.0), look.base.dark());
    sheet.solid(&plate(32.0, 60.0, 96.0, 40.0, 5.0), look.base);
    sheet.solid(&plate(32.0, 100.0, 96.0, 42.0, 8.0), look.base);
    sheet.solid(&plate(24.0, 76.0, 12.0, 44.0, 4.0).mirrored(), STEEL);
}
