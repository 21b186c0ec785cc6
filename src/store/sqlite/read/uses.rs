//! Reads of who speaks of a product.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::conversations::{SUMMARY, summary_of, whole};
use super::paging::Source;
use crate::domain::ProductId;
use crate::store::{Cursor, Page, Reviewed, TurnUse, Use};

/// Uses in conversations that are not hidden. The join looks at narrow index rows only; its order is ours, as nobody has
/// counted the rows for the planner.
const SHOWN: &str = "uses u CROSS JOIN conversations c INDEXED BY conversations_queue
                     ON c.hidden = 0 AND c.seq = u.conversation";

/// A page of the conversations that name a product.
pub(in crate::store::sqlite) fn page(
    connection: &Connection,
    product: &ProductId,
    cursor: Cursor,
    limit: u32,
) -> rusqlite::Result<Page<Use>> {
    let source = Source {
        columns: "u.conversation",
        tables: SHOWN,
        key: "u.conversation",
        conditions: &["u.product = ?".to_owned()],
        values: &[Value::Text(product.as_str().to_owned())],
    };
    let keys = source.page(connection, cursor, limit, |_| Ok(()))?;
    let mut find = connection.prepare_cached(&format!(
        "SELECT {SUMMARY} FROM conversations c WHERE c.seq = ?1"
    ))?;
    let mut items = Vec::with_capacity(keys.items.len());
    for (key, ()) in keys.items {
        let conversation = find.query_row([key], summary_of)?;
        let turns = turns(&whole(connection, key)?, product);
        items.push((
            key,
            Use {
                conversation,
                turns,
            },
        ));
    }
    Ok(Page {
        items,
        more: keys.more,
    })
}

fn turns(reviewed: &Reviewed, product: &ProductId) -> Vec<TurnUse> {
    let turns = reviewed.conversation.current_turns().zip(1..);
    let naming = turns.filter(|(turn, _)| reviewed.review.mentioned(turn).contains(product));
    naming
        .map(|(turn, place)| TurnUse {
            turn: turn.id,
            place,
            speaker: turn.speaker,
            act: turn.act,
            text: reviewed.review.text(turn).to_owned(),
        })
        .collect()
}

/// How many conversations name each of these products.
pub(in crate::store::sqlite) fn counts(
    connection: &Connection,
    products: &[ProductId],
) -> rusqlite::Result<Vec<u64>> {
    let mut count = connection.prepare_cached(&format!(
        "SELECT count(*) FROM {SHOWN} WHERE u.product = ?1"
    ))?;
    let counts = products
        .iter()
        .map(|product| count.query_row([product.as_str()], |row| row.get(0)));
    counts.collect()
}
