//! Writes of who speaks of a product: kept in the transaction that changed a turn.

use rusqlite::{Connection, params};

use crate::domain::{ProductId, Turn};
use crate::review::ConversationReview;
use crate::store::sqlite::codec::Json;

/// Notes the products that a turn names.
pub(super) fn add<'a>(
    connection: &Connection,
    seq: i64,
    products: impl IntoIterator<Item = &'a ProductId>,
) -> rusqlite::Result<()> {
    let mut add = connection
        .prepare_cached("INSERT OR IGNORE INTO uses (conversation, product) VALUES (?1, ?2)")?;
    for product in products {
        add.execute(params![seq, product.as_str()])?;
    }
    Ok(())
}

/// Forgets the products of a conversation.
pub(super) fn clear(connection: &Connection, seq: i64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM uses WHERE conversation = ?1")?
        .execute([seq])?;
    Ok(())
}

/// Notes anew what the turns of a conversation name, as far as people changed it.
pub(super) fn renew(
    connection: &Connection,
    seq: i64,
    review: &ConversationReview,
) -> rusqlite::Result<()> {
    clear(connection, seq)?;
    let mut find = connection.prepare_cached("SELECT body FROM turns WHERE conversation = ?1")?;
    let turns = find.query_map([seq], |row| Ok(row.get::<_, Json<Turn>>(0)?.0))?;
    for turn in turns {
        add(connection, seq, review.mentioned(&turn?))?;
    }
    Ok(())
}
