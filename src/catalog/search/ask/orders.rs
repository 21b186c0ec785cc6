//! In which order the answer comes: `sasta`, `सबसे महंगा`, `top rated`.

use super::Reader;
use super::wording::wording;
use crate::catalog::search::asked::Order;

/// Takes every wish for an order; of several the last counts.
pub(super) fn take(reader: &mut Reader) {
    let mut at = 0;
    while at < reader.tokens.len() {
        let Some((order, next)) = wording().orders.at(&reader.tokens, at) else {
            at += 1;
            continue;
        };
        reader.asked.order = order;
        let meaning = match order {
            Order::PriceUp => "cheapest first",
            Order::PriceDown => "dearest first",
            Order::Rating => "best rated first",
            Order::Relevance => "best first",
        };
        reader.understand(at..next, meaning);
        at = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Style, ask};

    #[test]
    fn wishes_for_an_order() {
        for (text, order) in [
            ("sasta mobile", Order::PriceUp),
            ("सबसे सस्ता फ़ोन", Order::PriceUp),
            ("cheap shoes", Order::PriceUp),
            ("mehnga laptop", Order::PriceDown),
            ("top rated phone", Order::Rating),
            ("phone", Order::Relevance),
        ] {
            let asked = ask::read(text, Style::Words);
            assert_eq!((asked.order, asked.wanted.len()), (order, 1), "{text}");
        }
    }
}
