//! Prices, ratings and stock as Indian shops show them.

use muse_studio::domain::{Domain, Money, Product};

use super::draw::{self, Draw};

/// The nearest price that a shop would print: ₹149, ₹1,299, ₹12,490, ₹24,990.
pub fn natural(rupees: f64) -> i64 {
    let (step, less) = match rupees {
        r if r < 300.0 => (10.0, 1),
        r if r < 1_000.0 => (50.0, 1),
        r if r < 5_000.0 => (100.0, 1),
        r if r < 10_000.0 => (500.0, 1),
        r if r < 20_000.0 => (500.0, 10),
        _ => (1_000.0, 10),
    };
    ((rupees / step).round() * step) as i64 - less
}

/// The price at `place` (0 cheapest, 1 dearest) between two ends; equal steps are equal ratios.
pub fn between(ends: [f64; 2], place: f64) -> i64 {
    let place = place.clamp(0.0, 1.0);
    let rupees = (ends[0].ln() + (ends[1].ln() - ends[0].ln()) * place).exp();
    natural(rupees).clamp(ends[0] as i64, ends[1] as i64)
}

/// Fills price, printed price, rating and stock: 2 % carry no price, 6 % are sold out, 6 % do not say.
pub fn fill(product: &mut Product, rupees: i64, draw: &mut Draw) {
    let highest = match product.domain {
        Domain::Fashion => 1.1,
        Domain::Electronics => 0.5,
        Domain::HomeGarden => 0.8,
        _ => 0.35,
    };
    let markup = if draw::happens(0.12, draw) {
        0.0
    } else {
        0.05 + highest * draw::unit(draw)
    };
    let marked = rupees as f64 * (1.0 + markup);
    let printed = match product.domain {
        // Publishers print round prices.
        Domain::Books => ((marked / 25.0).ceil() * 25.0) as i64,
        _ => natural(marked).max(rupees),
    };
    if !draw::happens(0.02, draw) {
        product.price = Some(Money::rupees(rupees));
        product.mrp = Some(Money::rupees(printed));
    }
    if !draw::happens(0.05, draw) {
        let spread = draw::unit(draw) + draw::unit(draw) + draw::unit(draw);
        let stars = (3.2 + spread / 3.0 * 1.6).clamp(3.2, 4.8);
        product.rating = Some(((stars * 10.0).round() / 10.0) as f32);
        product.rating_count = Some((1.0 + (draw::unit(draw) * 9.0).exp()) as u32);
    }
    product.stock = match draw::unit(draw) {
        u if u < 0.06 => Some(0),
        u if u < 0.12 => None,
        u if u < 0.25 => Some(1 + draw::below(4, draw) as u32),
        _ => Some(5 + draw::below(180, draw) as u32),
    };
}
