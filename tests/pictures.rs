//! Pictures through the studio's own backend, as an emulator sees them: whole, once, and nothing beside them harmed.
#![cfg(feature = "images")]

use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use muse_studio::catalog::pictures::{Blocks, Limits, Media, Picture, load};
use muse_studio::tui::pictures::{
    Absent, Passage, PictureRequest, Protocol, Screen, Shown, Standing, encode, prepare,
};
use muse_studio::tui::terminal::{Keyboard, Modes, Mouse, Session};
use muse_studio::tui::text::{clear_area, put};
use muse_studio::tui::theme::Depth;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Style};

const SIZE: Size = Size {
    width: 60,
    height: 16,
};
/// Where pictures are drawn in these tests.
const CORNER: (u16, u16) = (20, 2);
const MODES: Modes = Modes {
    mouse: Mouse::Released,
    keyboard: Keyboard::Legacy,
};
const HINDI: &str = "हिन्दी कुर्ता";

fn media() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data/media")
}

/// The red kettle of the sample catalogue.
fn kettle() -> Picture {
    let file = Media::new(media()).find("el-00026.png").unwrap();
    load(&file, Limits::default()).unwrap()
}

fn shown(protocol: Protocol) -> Shown {
    let screen = Screen {
        protocol,
        depth: Depth::True,
        cell: (10, 20),
    };
    encode(&kettle(), (20, 10), screen).unwrap()
}

/// Text on every row left and right of the picture's place, Hindi among it.
fn text_around(buf: &mut Buffer) {
    for y in 0..SIZE.height {
        let style = Style::new();
        put(buf, 0, y, 19, &format!("{y:02} {HINDI}"), style);
        put(buf, 42, y, 18, &format!("right {y:02}"), style);
    }
}

fn draw(session: &mut Session<&mut Vec<u8>>, picture: Option<&Shown>, over: Option<Rect>) {
    session
        .draw(|frame| {
            let buf = frame.buffer_mut();
            text_around(buf);
            if let Some(picture) = picture {
                let room = Rect::new(CORNER.0, CORNER.1, 20, 10);
                assert!(picture.draw(room, buf).height > 0, "it has room");
            }
            let standing = Standing::of(buf);
            if let Some(over) = over {
                clear_area(buf, over);
                put(buf, over.x, over.y, over.width, "over it", Style::new());
            }
            standing.settle(buf);
        })
        .unwrap();
}

/// The bytes of each frame apart.
fn frames(pictures: &[(Option<&Shown>, Option<Rect>)]) -> Vec<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut ends = Vec::new();
    for count in 0..=pictures.len() {
        bytes.clear();
        let mut session = Session::over(&mut bytes, SIZE, MODES).unwrap();
        for (picture, over) in &pictures[..count] {
            draw(&mut session, *picture, *over);
        }
        // Without leaving, which would write more.
        session.restorer().restore_to(&mut std::io::sink()).unwrap();
        drop(session);
        ends.push(bytes.len());
    }
    ends.windows(2)
        .map(|pair| bytes[pair[0]..pair[1]].to_vec())
        .collect()
}

fn emulator(bytes: &[&[u8]]) -> vt100::Parser {
    let side = |cells| NonZeroU16::new(cells).unwrap();
    let mut parser = vt100::Parser::new(side(SIZE.height), side(SIZE.width), 0);
    for part in bytes {
        parser.process(part);
    }
    parser
}

fn text_is_whole(parser: &vt100::Parser) {
    for y in 0..SIZE.height {
        let row = |from, width| {
            parser
                .screen()
                .rows(from, width)
                .nth(usize::from(y))
                .unwrap()
        };
        assert_eq!(row(0, 19).trim_end(), format!("{y:02} {HINDI}"));
        assert_eq!(row(42, 18).trim_end(), format!("right {y:02}"));
    }
}

fn count(bytes: &[u8], part: &str) -> usize {
    bytes
        .windows(part.len())
        .filter(|w| *w == part.as_bytes())
        .count()
}

#[test]
fn half_blocks_reach_the_screen_with_their_two_colours() {
    let shown = shown(Protocol::Blocks);
    assert_eq!((shown.width, shown.height), (20, 10));
    let parser = emulator(&[&frames(&[(Some(&shown), None)])[0]]);
    let blocks = Blocks::of(&kettle(), 20, 10, [128; 3]);
    for (y, row) in blocks.rows().enumerate() {
        for (x, block) in row.iter().enumerate() {
            let at = (CORNER.1 + y as u16, CORNER.0 + x as u16);
            let cell = parser.screen().cell(at.0, at.1).unwrap();
            let rgb = |[r, g, b]: [u8; 3]| vt100::Color::Rgb(r, g, b);
            assert_eq!(cell.bgcolor(), rgb(block.lower), "{at:?}");
            if cell.contents().trim().is_empty() {
                assert_eq!(block.upper, block.lower, "{at:?}");
            } else {
                assert_eq!((cell.contents(), cell.fgcolor()), ("▀", rgb(block.upper)));
            }
        }
    }
    text_is_whole(&parser);
}

#[test]
fn a_red_kettle_is_told_at_twenty_by_ten() {
    let blocks = Blocks::of(&kettle(), 20, 10, [128; 3]);
    let sign = |[r, g, b]: [u8; 3]| match (r, g, b) {
        _ if r > 150 && g < 110 => 'r',
        _ if r < 120 && g < 120 && b < 120 => '#',
        _ if r > 190 && g > 150 => '.',
        _ => '+',
    };
    let lines = blocks.rows().flat_map(|row| {
        let upper: String = row.iter().map(|block| sign(block.upper)).collect();
        let lower: String = row.iter().map(|block| sign(block.lower)).collect();
        [upper, lower]
    });
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_sixel_picture_passes_whole_and_once() {
    let shown = shown(Protocol::Sixel);
    let sent = frames(&[(Some(&shown), None), (Some(&shown), None), (None, None)]);
    assert_eq!(count(&sent[0], "\x1bP"), 1, "one picture begins");
    let begins = sent[0].windows(2).position(|w| w == b"\x1bP").unwrap();
    let ends = sent[0].windows(2).rposition(|w| w == b"\x1b\\").unwrap();
    let inside = &sent[0][begins + 2..ends];
    assert!(inside.len() > 2_000 && inside.iter().all(|byte| (0x20..0x7f).contains(byte)));
    text_is_whole(&emulator(&[&sent[0]]));
    assert_eq!(sent[1], b"", "what stands is not sent again");
    // What the picture covered is blanked when it goes.
    let full = format!("\x1b[3;21H{}", "X".repeat(20));
    let parser = emulator(&[&sent[0], full.as_bytes(), &sent[2]]);
    let row = parser.screen().rows(CORNER.0, 20).nth(2).unwrap();
    assert_eq!(row.trim(), "");
    text_is_whole(&parser);
}

#[test]
fn an_iterm2_picture_passes_whole_and_once() {
    let shown = shown(Protocol::Iterm2(Passage::Direct));
    let sent = frames(&[(Some(&shown), None), (Some(&shown), None)]);
    assert_eq!(count(&sent[0], "\x1b]1337;File=inline=1"), 1);
    text_is_whole(&emulator(&[&sent[0]]));
    assert_eq!(sent[1], b"");
}

#[test]
fn kitty_is_sent_the_picture_apart_and_its_places_in_the_frame() {
    let shown = shown(Protocol::Kitty(Passage::Direct));
    let transmission = shown.transmission.as_deref().unwrap();
    assert!(transmission.starts_with("\x1b_Gq=2,i=") && transmission.ends_with("\x1b\\"));
    let sent = frames(&[(Some(&shown), None), (Some(&shown), None), (None, None)]);
    assert_eq!(count(&sent[0], "\x1b_G"), 0, "no frame carries it");
    let places = usize::from(shown.width) * usize::from(shown.height);
    assert_eq!(count(&sent[0], "\u{10EEEE}"), places);
    text_is_whole(&emulator(&[&sent[0]]));
    assert_eq!(sent[1], b"");
    let parser = emulator(&[&sent[0], &sent[2]]);
    let gone = parser.screen().rows(CORNER.0, 20).nth(4).unwrap();
    assert_eq!(gone.trim(), "");
}

#[test]
fn a_window_over_a_picture_takes_it_off_and_it_comes_back_after() {
    let shown = shown(Protocol::Sixel);
    let window = Rect::new(30, 6, 14, 3);
    let sent = frames(&[
        (Some(&shown), None),
        (Some(&shown), Some(window)),
        (Some(&shown), None),
    ]);
    let pictures: Vec<usize> = sent.iter().map(|frame| count(frame, "\x1bP")).collect();
    assert_eq!(pictures, [1, 0, 1]);
    let full = format!("\x1b[3;21H{}", "X".repeat(20));
    let under = emulator(&[&sent[0], full.as_bytes(), &sent[1]]);
    let row = |parser: &vt100::Parser, at| parser.screen().rows(CORNER.0, 20).nth(at).unwrap();
    assert_eq!(
        row(&under, 2).trim(),
        "",
        "the picture's own row is blanked"
    );
    assert!(row(&under, 6).contains("over it"));
    let after = emulator(&[&sent[0], &sent[1], &sent[2]]);
    text_is_whole(&after);
    assert_eq!(row(&after, 6).trim(), "", "and nothing of the window stays");
}

#[test]
fn a_picture_without_room_is_not_cut() {
    let shown = shown(Protocol::Sixel);
    let mut buf = Buffer::empty(Rect::new(0, 0, 30, 5));
    let drawn = shown.draw(Rect::new(0, 0, 30, 5), &mut buf);
    assert_eq!(drawn.height, 0);
    assert_eq!(buf, Buffer::empty(Rect::new(0, 0, 30, 5)));
}

#[test]
fn fewer_colours_give_fewer_colours() {
    for (depth, fits) in [
        (
            Depth::Ansi256,
            (|c| matches!(c, Color::Indexed(_))) as fn(Color) -> bool,
        ),
        (Depth::Ansi16, |c| {
            !matches!(c, Color::Indexed(_) | Color::Rgb(..))
        }),
    ] {
        let screen = Screen {
            protocol: Protocol::Blocks,
            depth,
            cell: (10, 20),
        };
        let shown = encode(&kettle(), (20, 10), screen).unwrap();
        let mut buf = Buffer::empty(Rect::new(0, 0, 20, 10));
        shown.draw(buf.area, &mut buf);
        assert!(
            buf.content
                .iter()
                .all(|cell| fits(cell.fg) && fits(cell.bg)),
            "{depth:?}"
        );
    }
}

#[test]
fn what_cannot_be_shown_says_why() {
    let screen = |protocol| Screen {
        protocol,
        depth: Depth::True,
        cell: (10, 20),
    };
    let of = |product: &str, reference: Option<&str>, protocol| {
        let request = PictureRequest {
            product: product.into(),
            reference: reference.map(str::to_owned),
            room: (20, 10),
        };
        prepare(&request, &Media::new(media()), screen(protocol))
    };
    assert!(
        of("el-00026", None, Protocol::Blocks).is_ok(),
        "found by its id"
    );
    assert_eq!(of("el-00026", None, Protocol::Off), Err(Absent::Off));
    let web = "https://example.org/a.png";
    assert_eq!(
        of("x", Some(web), Protocol::Blocks),
        Err(Absent::OnTheWeb(web.to_owned()))
    );
    for (reference, told) in [
        (None, "the catalogue has no picture of it"),
        (Some("../products.jsonl"), "leads out of the media folder"),
        (Some("none.png"), "is not in the media folder"),
    ] {
        let Err(Absent::Because(why)) = of("x", reference, Protocol::Blocks) else {
            panic!("{reference:?} was shown");
        };
        assert!(why.contains(told), "{why}");
    }
}
