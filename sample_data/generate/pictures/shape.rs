//! Shapes: closed outlines in a square of 160 by 160, written as short paths.
//!
//! Only sums, products, quotients and roots are used, which every machine rounds alike, so that a drawing has the same
//! pixels everywhere.

/// A point: across from the left, down from the top.
pub type Point = (f64, f64);

/// Straight pieces that a curve is made of.
const PIECES: usize = 14;

/// Where the mirror stands.
const MIRROR: f64 = 80.0;

/// How far the control points of a quarter of a circle lie from its ends.
const QUARTER: f64 = 0.552_284_75;

/// One or more closed outlines; what they wind around is inside.
#[derive(Clone, Default)]
pub struct Shape {
    /// The outlines, each a polygon.
    pub outlines: Vec<Vec<Point>>,
}

/// A shape from a path: `M x y` begins an outline, `L x y` goes straight, `Q cx cy x y` and `C cx cy dx dy x y` go in
/// curves. Outlines are closed by themselves. What is no path is left out.
pub fn path(text: &str) -> Shape {
    let mut shape = Shape::default();
    let mut words = text.split_ascii_whitespace();
    while let Some(command) = words.next() {
        let mut point = || Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?));
        let Some(first) = point() else { break };
        let here = shape.outlines.last().and_then(|outline| outline.last());
        let from = here.copied().unwrap_or(first);
        match command {
            "M" => shape.outlines.push(vec![first]),
            "L" => shape.extend([first]),
            "Q" => {
                let to = point().unwrap_or(first);
                let third = |a: Point| {
                    (
                        a.0 + 2.0 * (first.0 - a.0) / 3.0,
                        a.1 + 2.0 * (first.1 - a.1) / 3.0,
                    )
                };
                shape.extend(curve(from, third(from), third(to), to));
            }
            "C" => {
                let second = point().unwrap_or(first);
                let to = point().unwrap_or(second);
                shape.extend(curve(from, first, second, to));
            }
            _ => break,
        }
    }
    shape
}

/// An ellipse.
pub fn ellipse(x: f64, y: f64, across: f64, down: f64) -> Shape {
    let (a, d) = (across * QUARTER, down * QUARTER);
    let ends = [
        (x + across, y),
        (x, y + down),
        (x - across, y),
        (x, y - down),
    ];
    let mut outline = Vec::new();
    let controls = [
        ((x + across, y + d), (x + a, y + down)),
        ((x - a, y + down), (x - across, y + d)),
        ((x - across, y - d), (x - a, y - down)),
        ((x + a, y - down), (x + across, y - d)),
    ];
    for (at, (one, two)) in controls.into_iter().enumerate() {
        outline.extend(curve(ends[at], one, two, ends[(at + 1) % 4]));
    }
    Shape {
        outlines: vec![outline],
    }
}

/// A circle.
pub fn circle(x: f64, y: f64, radius: f64) -> Shape {
    ellipse(x, y, radius, radius)
}

/// A rectangle with round corners.
pub fn plate(x: f64, y: f64, width: f64, height: f64, round: f64) -> Shape {
    let (right, bottom, r) = (x + width, y + height, round);
    path(&format!(
        "M {} {y} L {} {y} Q {right} {y} {right} {} L {right} {} Q {right} {bottom} {} {bottom} L {} {bottom} \
         Q {x} {bottom} {x} {} L {x} {} Q {x} {y} {} {y}",
        x + r,
        right - r,
        y + r,
        bottom - r,
        right - r,
        x + r,
        bottom - r,
        y + r,
        x + r,
    ))
}

/// The line along a path, this wide, with round ends.
pub fn line(text: &str, width: f64) -> Shape {
    let mut drawn = Shape::default();
    for outline in path(text).outlines {
        drawn.trace(&outline, width);
    }
    drawn
}

impl Shape {
    /// The line along the outlines, this wide.
    pub fn edge(&self, width: f64) -> Shape {
        let mut drawn = Shape::default();
        for outline in &self.outlines {
            let closed: Vec<Point> = outline.iter().chain(outline.first()).copied().collect();
            drawn.trace(&closed, width);
        }
        drawn
    }

    /// The shape together with another.
    pub fn and(mut self, other: Shape) -> Shape {
        self.outlines.extend(other.outlines);
        self
    }

    /// The shape together with its image in a mirror that stands upright in the middle. Half an outline that begins and
    /// ends on the mirror becomes a whole one.
    pub fn mirrored(self) -> Shape {
        let mut outlines = Vec::new();
        for half in self.outlines {
            let on_mirror = |end: Option<&Point>| end.is_some_and(|(x, _)| *x == MIRROR);
            // Turned round as well, so that it winds the same way.
            let image = half.iter().rev().map(|(x, y)| (2.0 * MIRROR - x, *y));
            if on_mirror(half.first()) && on_mirror(half.last()) {
                outlines.push(half.iter().copied().chain(image).collect());
            } else {
                let image = image.collect();
                outlines.extend([half, image]);
            }
        }
        Shape { outlines }
    }

    /// The shape elsewhere.
    pub fn moved(mut self, across: f64, down: f64) -> Shape {
        for (x, y) in self.outlines.iter_mut().flatten() {
            (*x, *y) = (*x + across, *y + down);
        }
        self
    }

    fn extend(&mut self, points: impl IntoIterator<Item = Point>) {
        if let Some(outline) = self.outlines.last_mut() {
            outline.extend(points);
        }
    }

    fn trace(&mut self, points: &[Point], width: f64) {
        let half = width / 2.0;
        for pair in points.windows(2) {
            let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
            let (dx, dy) = (to_x - x, to_y - y);
            let length = (dx * dx + dy * dy).sqrt();
            if length > 0.0 {
                let (nx, ny) = (-dy / length * half, dx / length * half);
                self.outlines.push(vec![
                    (x - nx, y - ny),
                    (to_x - nx, to_y - ny),
                    (to_x + nx, to_y + ny),
                    (x + nx, y + ny),
                ]);
            }
        }
        for (x, y) in points {
            self.outlines.extend(circle(*x, *y, half).outlines);
        }
    }
}

fn curve(from: Point, one: Point, two: Point, to: Point) -> impl Iterator<Item = Point> {
    (1..=PIECES).map(move |piece| {
        let t = piece as f64 / PIECES as f64;
        let s = 1.0 - t;
        let mix = |a: f64, b: f64, c: f64, d: f64| {
            s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
        };
        (
            mix(from.0, one.0, two.0, to.0),
            mix(from.1, one.1, two.1, to.1),
        )
    })
}
