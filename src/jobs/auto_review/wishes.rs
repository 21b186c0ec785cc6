//! Whether what a shopper takes is what the shopper wanted.

use super::offline::Seen;
use super::proposal::Evidence;
use crate::domain::{Act, Feature, Product, Speaker, Turn};

/// Evidence that it is not; `None` when nothing is taken or nothing is known of it.
pub(super) fn fit(seen: &Seen<'_>) -> Option<Vec<Evidence>> {
    let takes = |turn: &Turn| turn.speaker == Speaker::User && turn.act == Act::Accept;
    let at = seen.turns.iter().rposition(|(turn, _)| takes(turn))?;
    let review = &seen.reviewed.review;
    let named = review.mentioned(seen.turns[at].0);
    let product = match named {
        [id, ..] => seen.known.get(id)?,
        [] => {
            let offers = seen.turns[..at].iter().rev();
            let mut ids = offers.filter_map(|(turn, _)| review.mentioned(turn).first());
            seen.known.get(ids.next()?)?
        }
    };
    let why = against(seen, product);
    Some(why.map(|why| seen.quote(at, "", why)).into_iter().collect())
}

/// What speaks against the product, in words.
fn against(seen: &Seen<'_>, product: &Product) -> Option<String> {
    let scenario = &seen.reviewed.conversation.scenario;
    if product.domain != scenario.domain {
        let (wanted, got) = (scenario.domain.code(), product.domain.code());
        return Some(format!("{} is of {got}, wanted was {wanted}", product.id));
    }
    let has =
        |feature: &&Feature| known(product, feature) == Some(Has::Yes) && is_told(seen, feature);
    if let Some(feature) = scenario.unwanted.iter().find(has) {
        let Feature { name, value } = feature;
        return Some(format!(
            "{} has what was not wanted: {name} {value}",
            product.id
        ));
    }
    let told: Vec<(&Feature, Has)> = scenario
        .wanted
        .iter()
        .filter_map(|feature| Some((feature, known(product, feature)?)))
        .collect();
    // A shopper may let go of a wish; whoever lets go of all of them wanted something else.
    let none = told.len() > 1 && told.iter().all(|(_, has)| *has == Has::No);
    none.then(|| {
        let wishes: Vec<String> = told
            .iter()
            .map(|(feature, _)| format!("{} {}", feature.name, feature.value))
            .collect();
        format!("{} has none of: {}", product.id, wishes.join(", "))
    })
}

/// Whether the shopper spoke of it in the catalogue's words: what a reader cannot know is no fault of the talk.
fn is_told(seen: &Seen<'_>, feature: &Feature) -> bool {
    let value = feature.value.to_lowercase();
    let mut turns = seen.turns.iter();
    turns.any(|(turn, text)| turn.speaker == Speaker::User && text.to_lowercase().contains(&value))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Has {
    Yes,
    No,
}

/// Whether a product has a feature; `None` when the catalogue does not say.
fn known(product: &Product, feature: &Feature) -> Option<Has> {
    let wanted = feature.value.to_lowercase();
    let fits = |value: &String| {
        let value = value.to_lowercase();
        value.contains(&wanted) || wanted.contains(&value)
    };
    if feature.name == "brand" {
        return product.brand.as_ref().map(|brand| match fits(brand) {
            true => Has::Yes,
            false => Has::No,
        });
    }
    let values = product.attributes.get(&feature.name)?;
    Some(match values.iter().any(fits) {
        true => Has::Yes,
        false => Has::No,
    })
}
