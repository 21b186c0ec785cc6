//! The sheet that is drawn on: 160 by 160 pixels, edges smoothed by how much of each pixel a shape covers.

use super::colour::Rgb;
use super::shape::Shape;

/// Pixels along each side.
pub const SIDE: usize = 160;

/// Lines that each row of pixels is cut into; along a line the cover is exact.
const CUTS: usize = 5;

/// A drawing in the making.
pub struct Sheet {
    pixels: Vec<[f64; 3]>,
}

impl Sheet {
    /// A sheet of one colour.
    pub fn new(ground: Rgb) -> Self {
        Sheet {
            pixels: vec![ground.0; SIDE * SIDE],
        }
    }

    /// Lays a colour over a shape.
    pub fn fill(&mut self, shape: &Shape, colour: Rgb) {
        self.paint(shape, 1.0, |_, _| colour);
    }

    /// Lays a colour over a shape, this far opaque.
    pub fn tint(&mut self, shape: &Shape, colour: Rgb, opacity: f64) {
        self.paint(shape, opacity, |_, _| colour);
    }

    /// Fills a shape and draws its edge in a darker tone.
    pub fn solid(&mut self, shape: &Shape, colour: Rgb) {
        self.fill(shape, colour);
        self.fill(&shape.edge(1.8), colour.edge());
    }

    /// Lays the colours of a pattern, asked for at points of the sheet, over a shape.
    pub fn paint(&mut self, shape: &Shape, opacity: f64, colour: impl Fn(f64, f64) -> Rgb) {
        let edges = edges(shape);
        let (top, bottom) = edges
            .iter()
            .fold((f64::MAX, f64::MIN), |(top, bottom), edge| {
                (top.min(edge.top), bottom.max(edge.bottom))
            });
        let rows = top.max(0.0) as usize..(bottom.max(0.0).ceil() as usize).min(SIDE);
        for y in rows {
            for (x, cover) in cover(&edges, y).into_iter().enumerate() {
                if cover > 0.0 {
                    let share = cover.min(1.0) * opacity;
                    self.blend(x, y, share, mean(&colour, x, y));
                }
            }
        }
    }

    /// The bytes of the pixels: red, green, blue.
    pub fn bytes(&self) -> Vec<u8> {
        let byte = |value: &f64| (value + 0.5).clamp(0.0, 255.0) as u8;
        self.pixels.iter().flatten().map(byte).collect()
    }

    fn blend(&mut self, x: usize, y: usize, share: f64, colour: Rgb) {
        let pixel = &mut self.pixels[y * SIDE + x];
        for (own, new) in pixel.iter_mut().zip(colour.0) {
            *own += (new - *own) * share;
        }
    }
}

/// The colour of a pixel: the mean over nine points in it.
fn mean(colour: &impl Fn(f64, f64) -> Rgb, x: usize, y: usize) -> Rgb {
    let mut sum = [0.0; 3];
    for (across, down) in (0..9).map(|at| (at % 3, at / 3)) {
        let part = |at: usize, step: usize| at as f64 + (step as f64 + 0.5) / 3.0;
        let Rgb(one) = colour(part(x, across), part(y, down));
        for (total, value) in sum.iter_mut().zip(one) {
            *total += value / 9.0;
        }
    }
    Rgb(sum)
}

/// A side of an outline that is not level.
struct Edge {
    top: f64,
    bottom: f64,
    x_at_top: f64,
    slope: f64,
    winding: i32,
}

fn edges(shape: &Shape) -> Vec<Edge> {
    let mut edges = Vec::new();
    for outline in &shape.outlines {
        let next = outline.iter().cycle().skip(1);
        for (&(x, y), &(to_x, to_y)) in outline.iter().zip(next) {
            if y == to_y {
                continue;
            }
            let (upper, lower, winding) = if y < to_y {
                ((x, y), (to_x, to_y), 1)
            } else {
                ((to_x, to_y), (x, y), -1)
            };
            edges.push(Edge {
                top: upper.1,
                bottom: lower.1,
                x_at_top: upper.0,
                slope: (lower.0 - upper.0) / (lower.1 - upper.1),
                winding,
            });
        }
    }
    edges
}

/// How much of each pixel of a row is inside.
fn cover(edges: &[Edge], row: usize) -> Vec<f64> {
    let mut cover = vec![0.0; SIDE];
    for cut in 0..CUTS {
        let y = row as f64 + (cut as f64 + 0.5) / CUTS as f64;
        let mut crossings: Vec<(f64, i32)> = edges
            .iter()
            .filter(|edge| edge.top <= y && y < edge.bottom)
            .map(|edge| (edge.x_at_top + (y - edge.top) * edge.slope, edge.winding))
            .collect();
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut winding = 0;
        for pair in crossings.windows(2) {
            winding += pair[0].1;
            if winding != 0 {
                add_span(&mut cover, pair[0].0, pair[1].0);
            }
        }
    }
    cover
}

fn add_span(cover: &mut [f64], from: f64, to: f64) {
    let (from, to) = (from.clamp(0.0, SIDE as f64), to.clamp(0.0, SIDE as f64));
    let pixels = cover.iter_mut().enumerate().take(to.ceil() as usize);
    for (x, share) in pixels.skip(from as usize) {
        let inside = to.min(x as f64 + 1.0) - from.max(x as f64);
        *share += inside.max(0.0) / CUTS as f64;
    }
}
