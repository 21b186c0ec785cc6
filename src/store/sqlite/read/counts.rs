//! Counts, and the small counters that the database keeps.

use rusqlite::{Connection, params};

use crate::domain::{Language, Status};
use crate::store::Counts;
use crate::store::sqlite::codec::Word;

/// How many there are of everything that is not hidden.
pub(in crate::store::sqlite) fn counts(connection: &Connection) -> rusqlite::Result<Counts> {
    let mut counts = Counts {
        products: counter(connection, "products")?,
        profiles: counter(connection, "profiles")?,
        ..Counts::default()
    };
    let mut tally = connection.prepare_cached(
        "SELECT status, language, count, edited FROM tally WHERE hidden = 0 AND count > 0",
    )?;
    let rows = tally.query_map([], |row| {
        let (status, language) = (
            row.get::<_, Word<Status>>(0)?.0,
            row.get::<_, Word<Language>>(1)?.0,
        );
        Ok((
            status,
            language,
            row.get::<_, u64>(2)?,
            row.get::<_, u64>(3)?,
        ))
    })?;
    for row in rows {
        let (status, language, count, edited) = row?;
        *counts.conversations.entry(status).or_default() += count;
        *counts.languages.entry(language).or_default() += count;
        counts.edited_turns += edited;
    }
    Ok(counts)
}

/// A counter's value.
pub(in crate::store::sqlite) fn counter(
    connection: &Connection,
    name: &str,
) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("SELECT value FROM counters WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
}

/// Sets a counter.
pub(in crate::store::sqlite) fn set_counter(
    connection: &Connection,
    name: &str,
    value: u64,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE counters SET value = ?2 WHERE name = ?1")?
        .execute(params![name, value])?;
    Ok(())
}
