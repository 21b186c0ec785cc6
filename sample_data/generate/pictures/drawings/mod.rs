//! The drawings: what each kind of product looks like.

mod books;
mod clothes;
mod devices;
mod house;
mod worn;

use super::colour::{MANY, Rgb, STEEL};
use super::look::Look;
use super::sheet::Sheet;

/// Draws one thing on a sheet.
pub type Draw = fn(&mut Sheet, &Look);

/// A kind of product that has a drawing.
pub struct Kind {
    /// The catalogue's type.
    pub name: &'static str,
    /// How many products of it get a picture.
    pub count: usize,
    /// Its colour where the catalogue names none.
    pub usual: Rgb,
    /// The drawing.
    pub draw: Draw,
}

const fn kind(name: &'static str, count: usize, draw: Draw) -> Kind {
    book(name, count, STEEL, draw)
}

const fn book(name: &'static str, count: usize, usual: Rgb, draw: Draw) -> Kind {
    Kind {
        name,
        count,
        usual,
        draw,
    }
}

const NAVY: Rgb = Rgb([44.0, 62.0, 110.0]);
const PLUM: Rgb = Rgb([96.0, 52.0, 92.0]);
const SLATE: Rgb = Rgb([52.0, 60.0, 70.0]);
const PINE: Rgb = Rgb([38.0, 92.0, 78.0]);
const SAND: Rgb = Rgb([222.0, 184.0, 120.0]);

/// Every kind that is drawn.
pub const KINDS: &[Kind] = &[
    kind("kurta", 3, clothes::kurta),
    kind("kurti", 2, clothes::kurti),
    kind("saree", 3, clothes::saree),
    kind("shirt", 3, clothes::shirt),
    kind("t-shirt", 2, clothes::tee),
    kind("top", 1, clothes::tee),
    kind("sweater", 1, clothes::sweater),
    kind("sweatshirt", 1, clothes::sweater),
    kind("hoodie", 1, clothes::hoodie),
    kind("blazer", 1, clothes::blazer),
    kind("jacket", 1, clothes::blazer),
    kind("jeans", 2, clothes::trousers),
    kind("trousers", 1, clothes::trousers),
    kind("dress", 2, clothes::dress),
    kind("frock", 1, clothes::dress),
    kind("lehenga", 1, clothes::lehenga),
    kind("stole", 1, clothes::stole),
    kind("shawl", 1, clothes::stole),
    kind("socks", 1, clothes::socks),
    kind("shoes", 1, worn::shoe),
    kind("sneakers", 2, worn::shoe),
    kind("sports shoes", 1, worn::shoe),
    kind("kolhapuri chappals", 1, worn::chappals),
    kind("slippers", 1, worn::chappals),
    kind("heels", 1, worn::heels),
    kind("juttis", 1, worn::juttis),
    kind("handbag", 2, worn::handbag),
    kind("backpack", 1, worn::backpack),
    kind("school bag", 1, worn::backpack),
    kind("trolley bag", 1, worn::trolley),
    kind("wallet", 1, worn::wallet),
    kind("watch", 2, worn::watch),
    kind("sunglasses", 1, worn::sunglasses),
    kind("cap", 1, worn::cap),
    kind("belt", 1, worn::belt),
    kind("earrings", 1, worn::earrings),
    kind("necklace", 1, worn::necklace),
    kind("ring", 1, worn::ring),
    kind("bangles", 1, worn::bangles),
    kind("smartphone", 3, devices::smartphone),
    kind("feature phone", 1, devices::keyphone),
    kind("laptop", 2, devices::laptop),
    kind("tablet", 1, devices::tablet),
    kind("headphones", 2, devices::headphones),
    kind("earbuds", 1, devices::earbuds),
    kind("television", 1, devices::television),
    kind("monitor", 1, devices::monitor),
    kind("camera", 1, devices::camera),
    kind("bluetooth speaker", 1, devices::speaker),
    kind("smartwatch", 1, devices::smartwatch),
    kind("electric kettle", 2, devices::kettle),
    kind("mixer grinder", 1, devices::mixer),
    kind("ceiling fan", 1, devices::fan),
    kind("refrigerator", 1, devices::refrigerator),
    kind("washing machine", 1, devices::washer),
    kind("iron", 1, devices::iron),
    kind("mouse", 1, devices::mouse),
    kind("keyboard", 1, devices::keyboard),
    kind("smart bulb", 1, devices::bulb),
    kind("power bank", 1, devices::power_bank),
    kind("table lamp", 1, house::lamp),
    kind("cup set", 2, house::mugs),
    kind("water bottle", 1, house::bottle),
    kind("plastic chair", 1, house::chair),
    kind("office chair", 1, house::office_chair),
    kind("sofa", 1, house::sofa),
    kind("cushion cover", 2, house::cushion),
    kind("curtain", 2, house::curtain),
    kind("planter", 1, house::planter),
    kind("indoor plant", 1, house::plant),
    kind("vase", 1, house::vase),
    kind("wall clock", 1, house::clock),
    kind("bedsheet", 2, house::bedsheet),
    kind("carpet", 1, house::carpet),
    kind("pressure cooker", 1, house::cooker),
    kind("kadhai", 1, house::kadhai),
    kind("umbrella", 1, house::umbrella),
    kind("bucket", 1, house::bucket),
    kind("diya set", 1, house::diyas),
    kind("photo frame", 1, house::frame),
    kind("towel", 1, house::towels),
    kind("study table", 1, house::table),
    kind("lunch box", 1, house::lunch_box),
    book("novel", 1, NAVY, books::novel),
    book("children's book", 1, MANY[3], books::children),
    book("cookbook", 1, MANY[0], books::cookbook),
    book("textbook", 1, PINE, books::textbook),
    book("thriller novel", 1, SLATE, books::thriller),
    book("romance novel", 1, MANY[0], books::romance),
    book("hindi novel", 1, PLUM, books::novel),
    book("programming book", 1, SLATE, books::programming),
    book("travel book", 1, MANY[3], books::travel),
    book("spiritual book", 1, SAND, books::spiritual),
    book("poetry book", 1, PLUM, books::verses),
    book("health book", 1, PINE, books::wellbeing),
];
