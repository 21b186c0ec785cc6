//! A picture as half-blocks: two colours in each cell, one above the other.
//!
//! Each half is the mean of the pixels that it covers, as light adds up, not as bytes do. What is see-through lets the
//! given ground through.

use super::Picture;

/// The colour of the upper and of the lower half of a cell: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The upper half.
    pub upper: [u8; 3],
    /// The lower half.
    pub lower: [u8; 3],
}

/// Cells of a picture, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocks {
    columns: u16,
    cells: Vec<Block>,
}

impl Blocks {
    /// The picture in at most this many columns and rows, in its own proportions: a half-block is taken as square.
    /// `ground` stands where the picture is see-through.
    pub fn of(picture: &Picture, columns: u16, rows: u16, ground: [u8; 3]) -> Self {
        let (columns, rows) = fit(
            (picture.width(), picture.height()),
            (columns, rows.saturating_mul(2)),
        );
        // An odd last half gets the ground below it.
        let halves: Vec<[u8; 3]> = (0..rows)
            .flat_map(|y| (0..columns).map(move |x| (x, y)))
            .map(|(x, y)| {
                let across = span(x, columns, picture.width());
                let down = span(y, rows, picture.height());
                mean(picture, across, down, ground)
            })
            .collect();
        let width = usize::from(columns).max(1);
        let lines: Vec<&[[u8; 3]]> = halves.chunks(width).collect();
        let cells = lines
            .chunks(2)
            .flat_map(|pair| {
                pair[0].iter().enumerate().map(move |(x, upper)| Block {
                    upper: *upper,
                    lower: pair.get(1).map_or(ground, |below| below[x]),
                })
            })
            .collect();
        Blocks { columns, cells }
    }

    /// Columns of each row.
    pub fn columns(&self) -> u16 {
        self.columns
    }

    /// The rows, top down.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[Block]> {
        self.cells.chunks(usize::from(self.columns).max(1))
    }
}

/// The largest size of the given proportions within `room`, at least one each way unless there is no room.
fn fit((width, height): (u32, u32), room: (u16, u16)) -> (u16, u16) {
    if room.0 == 0 || room.1 == 0 {
        return (0, 0);
    }
    let (across, down) = (u64::from(room.0), u64::from(room.1));
    let (width, height) = (u64::from(width), u64::from(height));
    let (x, y) = if width * down > height * across {
        (across, (height * across + width / 2) / width)
    } else {
        ((width * down + height / 2) / height, down)
    };
    let side = |n: u64, most: u64| u16::try_from(n.clamp(1, most)).unwrap_or(u16::MAX);
    (side(x, across), side(y, down))
}

/// The pixels that step `at` of `steps` covers, at least one.
fn span(at: u16, steps: u16, pixels: u32) -> (u32, u32) {
    let place = |n: u16| (u64::from(pixels) * u64::from(n) / u64::from(steps)) as u32;
    let from = place(at).min(pixels - 1);
    (from, place(at + 1).clamp(from + 1, pixels))
}

fn mean(picture: &Picture, across: (u32, u32), down: (u32, u32), ground: [u8; 3]) -> [u8; 3] {
    let mut sums = [0_u64; 3];
    let mut count = 0;
    for y in down.0..down.1 {
        let row = y as usize * picture.width() as usize;
        for x in across.0..across.1 {
            let at = (row + x as usize) * 4;
            let Some([red, green, blue, opacity]) = picture.rgba().get(at..at + 4) else {
                continue;
            };
            count += 1;
            for (sum, (own, below)) in sums
                .iter_mut()
                .zip([red, green, blue].into_iter().zip(ground))
            {
                let opacity = u64::from(*opacity);
                *sum += light(*own) * opacity + light(below) * (255 - opacity);
            }
        }
    }
    sums.map(|sum| byte(sum / (255 * count).max(1)))
}

/// How much light a byte stands for: its square, near enough to what screens do and exact on every machine.
fn light(byte: u8) -> u64 {
    u64::from(byte).pow(2)
}

fn byte(light: u64) -> u8 {
    u8::try_from(light.isqrt()).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUND: [u8; 3] = [9, 9, 9];

    fn picture(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 4]) -> Picture {
        let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let rgba = pixels.flat_map(|(x, y)| pixel(x, y)).collect();
        Picture::new(width, height, rgba).unwrap()
    }

    #[test]
    fn upper_and_lower_half_are_told_apart() {
        let flag = picture(4, 4, |_, y| {
            if y < 2 {
                [255, 0, 0, 255]
            } else {
                [0, 0, 255, 255]
            }
        });
        let blocks = Blocks::of(&flag, 2, 1, GROUND);
        let half = Block {
            upper: [255, 0, 0],
            lower: [0, 0, 255],
        };
        assert_eq!(blocks.rows().collect::<Vec<_>>(), [[half, half]]);
    }

    #[test]
    fn proportions_stay_and_an_odd_half_gets_the_ground() {
        let wide = picture(30, 10, |_, _| [1, 2, 3, 255]);
        let blocks = Blocks::of(&wide, 9, 9, GROUND);
        assert_eq!((blocks.columns(), blocks.rows().len()), (9, 2));
        let last = blocks.rows().last().unwrap()[0];
        assert_eq!((last.upper, last.lower), ([1, 2, 3], GROUND));
        let tall = picture(1, 50, |_, _| [1, 2, 3, 255]);
        assert_eq!(Blocks::of(&tall, 9, 3, GROUND).columns(), 1);
        assert_eq!(Blocks::of(&tall, 0, 3, GROUND).rows().len(), 0);
    }

    #[test]
    fn what_is_see_through_shows_the_ground() {
        let clear = picture(2, 2, |x, _| [255, 255, 255, if x == 0 { 0 } else { 255 }]);
        let blocks = Blocks::of(&clear, 2, 1, GROUND);
        let row = blocks.rows().next().unwrap();
        assert_eq!((row[0].upper, row[1].upper), (GROUND, [255; 3]));
    }

    #[test]
    fn a_small_picture_grows_by_whole_pixels() {
        let dot = picture(1, 1, |_, _| [7, 8, 9, 255]);
        let blocks = Blocks::of(&dot, 4, 2, GROUND);
        assert_eq!((blocks.columns(), blocks.rows().len()), (4, 2));
        assert!(
            blocks
                .rows()
                .flatten()
                .all(|block| block.upper == [7, 8, 9])
        );
    }
}
