//! Keyset pages: one statement per cursor form, never an offset.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use crate::store::{Cursor, Page};

/// The rows that a page is cut from: a table or join with an ascending key.
pub(super) struct Source<'a> {
    /// The column list; the key comes first.
    pub(super) columns: &'a str,
    /// What stands after FROM.
    pub(super) tables: &'a str,
    /// The key's column.
    pub(super) key: &'a str,
    /// Conditions, each true by itself, with `?` for the values.
    pub(super) conditions: &'a [String],
    /// The values of the conditions, in order.
    pub(super) values: &'a [Value],
}

impl Source<'_> {
    /// The rows of a page with their keys, read one by one.
    pub(super) fn page<T>(
        &self,
        connection: &Connection,
        cursor: Cursor,
        limit: u32,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Page<T>> {
        let (bound, order) = match cursor {
            Cursor::First => (None, "ASC"),
            Cursor::After(key) => (Some((">", key)), "ASC"),
            Cursor::Last => (None, "DESC"),
            Cursor::Before(key) => (Some(("<", key)), "DESC"),
        };
        let mut conditions = self.conditions.to_vec();
        let mut values = self.values.to_vec();
        if let Some((side, key)) = bound {
            conditions.push(format!("{} {side} ?", self.key));
            values.push(Value::Integer(key));
        }
        // One row more than asked for tells whether there are more.
        values.push(Value::Integer(i64::from(limit) + 1));
        let sql = format!(
            "SELECT {} FROM {} {} ORDER BY {} {order} LIMIT ?",
            self.columns,
            self.tables,
            all_of(&conditions),
            self.key,
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            Ok((row.get(0)?, read(row)?))
        })?;
        let mut items: Vec<(i64, T)> = rows.collect::<Result<_, _>>()?;
        let more = items.len() > limit as usize;
        items.truncate(limit as usize);
        if order == "DESC" {
            items.reverse();
        }
        Ok(Page { items, more })
    }
}

/// A WHERE clause of these conditions; nothing when there are none.
pub(super) fn all_of(conditions: &[String]) -> String {
    match conditions.is_empty() {
        true => String::new(),
        false => format!("WHERE {}", conditions.join(" AND ")),
    }
}
