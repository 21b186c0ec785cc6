//! Devices and appliances.

use super::super::colour::{GLASS, GOLD, INK, LEAF, MANY, PAPER, Rgb, STEEL};
use super::super::look::Look;
use super::super::shape::{circle, ellipse, line, path, plate};
use super::super::sheet::Sheet;

/// A smartphone: front, with signs of apps.
pub fn smartphone(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&plate(44.0, 8.0, 72.0, 144.0, 12.0), look.base);
    sheet.fill(&plate(50.0, 16.0, 60.0, 128.0, 7.0), GLASS);
    sheet.fill(&plate(50.0, 96.0, 60.0, 48.0, 7.0), GLASS.dark());
    for (at, colour) in MANY.into_iter().enumerate() {
        let (x, y) = (57.0 + 17.0 * (at % 3) as f64, 52.0 + 18.0 * (at / 3) as f64);
        sheet.fill(&plate(x, y, 12.0, 12.0, 3.0), colour);
    }
    sheet.fill(&circle(80.0, 23.0, 3.0), INK);
}

/// A phone with keys.
pub fn keyphone(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&plate(48.0, 8.0, 64.0, 144.0, 14.0), look.base);
    sheet.solid(&plate(56.0, 22.0, 48.0, 44.0, 4.0), GLASS);
    sheet.solid(&plate(66.0, 74.0, 28.0, 12.0, 6.0), look.base.dark());
    for at in 0..12 {
        let (x, y) = (
            56.0 + 17.0 * f64::from(at % 3),
            92.0 + 13.0 * f64::from(at / 3),
        );
        sheet.fill(&plate(x, y, 13.0, 9.0, 3.0), look.base.edge());
    }
}

/// A laptop, open.
pub fn laptop(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&plate(28.0, 26.0, 104.0, 76.0, 6.0), look.base);
    sheet.fill(&plate(34.0, 32.0, 92.0, 62.0, 2.0), GLASS);
    sheet.fill(
        &path("M 34 94 Q 60 60 84 80 Q 104 62 126 82 L 126 94"),
        LEAF,
    );
    sheet.fill(&circle(108.0, 48.0, 8.0), MANY[1]);
    sheet.solid(
        &path("M 26 104 L 134 104 L 152 130 Q 152 136 146 136 L 14 136 Q 8 136 8 130"),
        look.base,
    );
    for y in [110.0, 116.0, 122.0] {
        sheet.fill(&line(&format!("M 34 {y} L 126 {y}"), 2.6), look.base.edge());
    }
    sheet.fill(&plate(66.0, 126.0, 28.0, 6.0, 2.0), look.base.edge());
}

/// A tablet, lying.
pub fn tablet(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&plate(14.0, 30.0, 132.0, 100.0, 10.0), look.base);
    sheet.fill(&plate(24.0, 39.0, 112.0, 82.0, 4.0), GLASS);
    sheet.fill(
        &path("M 24 121 L 56 76 L 80 104 L 102 82 L 136 121"),
        GLASS.dark(),
    );
    sheet.fill(&circle(112.0, 58.0, 9.0), MANY[1]);
}

/// Headphones with a band.
pub fn headphones(sheet: &mut Sheet, look: &Look) {
    sheet.fill(
        &line("M 30 98 Q 26 24 80 24 Q 134 24 130 98", 11.0),
        look.base,
    );
    sheet.fill(
        &line("M 34 60 Q 44 30 80 30 Q 116 30 126 60", 3.0),
        look.base.pale(),
    );
    sheet.solid(
        &plate(20.0, 82.0, 28.0, 52.0, 13.0).mirrored(),
        look.base.dark(),
    );
    sheet.solid(
        &plate(38.0, 88.0, 14.0, 40.0, 6.0).mirrored(),
        look.base.edge(),
    );
}

/// Earbuds in their case.
pub fn earbuds(sheet: &mut Sheet, look: &Look) {
    for x in [56.0, 104.0] {
        sheet.solid(&plate(x - 6.0, 34.0, 12.0, 52.0, 6.0), look.base);
        sheet.solid(&ellipse(x, 36.0, 15.0, 17.0), look.base);
        sheet.fill(&ellipse(x, 36.0, 7.0, 9.0), look.base.edge());
    }
    sheet.solid(&plate(24.0, 76.0, 112.0, 66.0, 28.0), look.base.dark());
    sheet.fill(&line("M 26 96 L 134 96", 2.6), look.base.edge());
    sheet.fill(&circle(80.0, 114.0, 4.0), LEAF.pale());
}

/// A television on its feet.
pub fn television(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&line("M 46 120 L 36 136", 6.0).mirrored(), INK);
    sheet.solid(&plate(8.0, 28.0, 144.0, 92.0, 5.0), look.base);
    sheet.fill(&plate(14.0, 34.0, 132.0, 78.0, 2.0), GLASS);
    sheet.fill(
        &path("M 14 112 L 14 92 Q 52 66 84 92 Q 112 74 146 88 L 146 112"),
        LEAF,
    );
    sheet.fill(&circle(118.0, 56.0, 11.0), MANY[1]);
}

/// A monitor on a stand.
pub fn monitor(sheet: &mut Sheet, look: &Look) {
    sheet.solid(
        &path("M 72 108 L 88 108 L 92 134 L 68 134"),
        look.base.dark(),
    );
    sheet.solid(&plate(46.0, 132.0, 68.0, 10.0, 4.0), look.base.dark());
    sheet.solid(&plate(14.0, 22.0, 132.0, 88.0, 6.0), look.base);
    sheet.fill(&plate(20.0, 28.0, 120.0, 72.0, 2.0), INK);
    for (y, to) in [(40.0, 84.0), (52.0, 112.0), (64.0, 70.0), (76.0, 98.0)] {
        sheet.fill(&line(&format!("M 32 {y} L {to} {y}"), 4.0), GLASS);
    }
}

/// A camera.
pub fn camera(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&path("M 54 44 L 62 26 L 98 26 L 106 44"), look.base.dark());
    sheet.solid(&plate(14.0, 42.0, 132.0, 88.0, 10.0), look.base);
    sheet.fill(&line("M 16 62 L 144 62", 3.0), look.base.edge());
    sheet.solid(&circle(82.0, 90.0, 34.0), STEEL);
    sheet.fill(&circle(82.0, 90.0, 26.0), INK);
    sheet.fill(&circle(82.0, 90.0, 16.0), GLASS.dark());
    sheet.fill(&circle(75.0, 82.0, 5.0), PAPER);
    sheet.fill(&plate(116.0, 48.0, 20.0, 9.0, 2.0), MANY[0]);
}

/// A round portable speaker.
pub fn speaker(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&plate(40.0, 14.0, 80.0, 134.0, 22.0), look.base);
    for (y, radius) in [(54.0, 22.0), (106.0, 30.0)] {
        sheet.solid(&circle(80.0, y, radius), look.base.dark());
        sheet.fill(&circle(80.0, y, radius * 0.66), INK);
        sheet.fill(&circle(80.0, y, radius * 0.28), STEEL);
    }
}

/// A square watch with a lit face.
pub fn smartwatch(sheet: &mut Sheet, look: &Look) {
    let strap =
        path("M 58 6 L 102 6 L 106 46 L 54 46").and(path("M 54 114 L 106 114 L 102 154 L 58 154"));
    sheet.solid(&strap, look.base);
    sheet.solid(&plate(42.0, 40.0, 76.0, 80.0, 18.0), INK);
    sheet.fill(&circle(80.0, 80.0, 24.0).edge(6.0), LEAF.pale());
    sheet.fill(&circle(80.0, 80.0, 15.0).edge(5.0), MANY[0]);
    sheet.fill(&plate(116.0, 70.0, 7.0, 18.0, 3.0), STEEL);
}

/// An electric kettle on its base.
pub fn kettle(sheet: &mut Sheet, look: &Look) {
    sheet.fill(
        &line("M 108 50 Q 142 48 138 84 Q 136 106 116 108", 10.0),
        INK,
    );
    sheet.solid(&path("M 44 44 L 108 44 L 120 128 L 34 128"), look.base);
    sheet.solid(&path("M 46 48 L 22 56 L 40 74"), look.base.dark());
    sheet.solid(&plate(42.0, 34.0, 68.0, 12.0, 6.0), INK);
    sheet.fill(&circle(76.0, 30.0, 6.0), INK);
    sheet.solid(&plate(28.0, 128.0, 98.0, 14.0, 5.0), INK);
    sheet.tint(&line("M 56 58 L 50 114", 6.0), PAPER, 0.5);
}

/// A mixer grinder: jar on a motor.
pub fn mixer(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&line("M 108 34 Q 132 36 128 62 Q 126 74 108 76", 7.0), INK);
    sheet.solid(&path("M 46 22 L 114 22 L 104 88 L 56 88"), STEEL);
    sheet.solid(&plate(44.0, 12.0, 72.0, 12.0, 5.0), INK);
    sheet.tint(&line("M 58 32 L 64 80", 6.0), PAPER, 0.7);
    sheet.solid(
        &path("M 50 88 L 110 88 L 128 140 Q 128 148 120 148 L 40 148 Q 32 148 32 140"),
        look.base,
    );
    sheet.solid(&circle(80.0, 122.0, 13.0), PAPER);
    sheet.fill(&line("M 80 122 L 88 114", 4.0), INK);
}

/// A fan with four blades.
pub fn fan(sheet: &mut Sheet, look: &Look) {
    let up = path("M 76 70 Q 50 36 68 12 Q 84 4 92 18 Q 98 44 84 70");
    let down = path("M 84 90 Q 110 124 92 148 Q 76 156 68 142 Q 62 116 76 90");
    let left = path("M 70 84 Q 36 110 12 92 Q 4 76 18 68 Q 44 62 70 76");
    let right = path("M 90 76 Q 124 50 148 68 Q 156 84 142 92 Q 116 98 90 84");
    sheet.solid(&up.and(down).and(left).and(right), look.base);
    sheet.solid(&circle(80.0, 80.0, 18.0), look.base.dark());
    sheet.fill(&circle(80.0, 80.0, 7.0), GOLD);
}

/// A refrigerator with two doors.
pub fn refrigerator(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&plate(48.0, 142.0, 10.0, 10.0, 2.0).mirrored(), INK);
    sheet.solid(&plate(40.0, 8.0, 80.0, 138.0, 8.0), look.base);
    sheet.fill(&line("M 40 56 L 120 56", 2.6), look.base.edge());
    sheet.fill(
        &line("M 52 26 L 52 46", 5.0).and(line("M 52 68 L 52 108", 5.0)),
        look.base.edge(),
    );
    sheet.tint(
        &line("M 106 18 L 106 48", 5.0).and(line("M 106 66 L 106 132", 5.0)),
        PAPER,
        0.45,
    );
}

/// A washing machine from the front.
pub fn washer(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&plate(24.0, 12.0, 112.0, 136.0, 8.0), look.base);
    sheet.fill(&line("M 24 44 L 136 44", 2.4), look.base.edge());
    sheet.fill(&circle(114.0, 28.0, 8.0), look.base.edge());
    sheet.fill(&plate(34.0, 22.0, 40.0, 12.0, 3.0), GLASS);
    sheet.solid(&circle(80.0, 96.0, 42.0), STEEL);
    sheet.fill(&circle(80.0, 96.0, 32.0), GLASS.dark());
    sheet.fill(
        &path("M 48 100 Q 64 88 80 100 Q 96 112 112 98 Q 108 128 80 128 Q 52 128 48 100"),
        GLASS,
    );
    sheet.tint(&circle(68.0, 82.0, 6.0), PAPER, 0.8);
}

/// A smoothing iron.
pub fn iron(sheet: &mut Sheet, look: &Look) {
    sheet.fill(&line("M 52 66 Q 56 40 92 42 Q 122 44 126 74", 11.0), INK);
    sheet.solid(
        &path("M 10 116 Q 34 66 86 66 L 134 66 L 146 116"),
        look.base,
    );
    sheet.solid(&path("M 8 116 L 148 116 L 150 130 L 6 130"), STEEL);
    sheet.solid(&circle(96.0, 90.0, 12.0), PAPER);
    sheet.fill(&circle(96.0, 90.0, 4.0), MANY[0]);
}

/// A computer mouse from above.
pub fn mouse(sheet: &mut Sheet, look: &Look) {
    sheet.solid(
        &path("M 80 20 Q 118 20 120 72 Q 122 144 80 146 Q 38 144 40 72 Q 42 20 80 20"),
        look.base,
    );
    sheet.fill(
        &line("M 80 20 L 80 76", 2.4).and(line("M 41 76 Q 80 86 119 76", 2.4)),
        look.base.edge(),
    );
    sheet.solid(&plate(74.0, 38.0, 12.0, 26.0, 6.0), look.accent);
}

/// A keyboard.
pub fn keyboard(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&plate(6.0, 44.0, 148.0, 72.0, 8.0), look.base);
    for row in 0..3 {
        for column in 0..9 {
            let (x, y) = (
                14.0 + 15.0 * f64::from(column),
                52.0 + 15.0 * f64::from(row),
            );
            sheet.fill(&plate(x, y, 11.0, 11.0, 2.0), look.base.edge());
        }
    }
    sheet.fill(&plate(44.0, 98.0, 72.0, 11.0, 2.0), look.base.edge());
}

/// A lamp bulb, alight.
pub fn bulb(sheet: &mut Sheet, _look: &Look) {
    let light = Rgb([255.0, 224.0, 130.0]);
    sheet.tint(&circle(80.0, 64.0, 60.0), light, 0.5);
    sheet.solid(&path("M 62 108 Q 60 96 50 86 Q 34 64 46 42 Q 58 22 80 22 Q 102 22 114 42 Q 126 64 110 86 Q 100 96 98 108"), light);
    for y in [114.0, 124.0, 134.0] {
        sheet.solid(&plate(62.0, y - 5.0, 36.0, 10.0, 4.0), STEEL);
    }
    sheet.fill(
        &line("M 66 104 L 72 70 L 80 82 L 88 70 L 94 104", 2.6),
        light.edge(),
    );
}

/// A battery to carry, with its lights.
pub fn power_bank(sheet: &mut Sheet, look: &Look) {
    sheet.solid(&plate(44.0, 14.0, 72.0, 132.0, 14.0), look.base);
    sheet.fill(
        &path("M 88 48 L 62 86 L 78 86 L 72 112 L 98 74 L 82 74"),
        look.accent,
    );
    for x in [62.0, 74.0, 86.0, 98.0] {
        sheet.fill(&circle(x, 130.0, 3.6), LEAF.pale());
    }
    sheet.fill(&plate(66.0, 20.0, 28.0, 8.0, 3.0), INK);
}
