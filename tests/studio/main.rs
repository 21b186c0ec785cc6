//! The studio as a person uses it: whole screens through a terminal emulator, keys in, effects out.

mod by_meaning;
mod going_on;
mod import;
mod keys;
mod live;
mod narrowing;
mod panes;
mod product_page;
mod products;
mod prompts;
mod review;
mod sample;
mod screen;
mod snapshots;
