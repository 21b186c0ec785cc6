//! Reads of profiles.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use super::filter::Conditions;
use super::paging::Source;
use crate::domain::{Profile, ProfileId};
use crate::store::sqlite::codec::Json;
use crate::store::{Cursor, Page, ProfileFilter};

/// The profile with this id.
pub(in crate::store::sqlite) fn with_id(
    connection: &Connection,
    id: &ProfileId,
) -> rusqlite::Result<Option<Profile>> {
    let mut find = connection.prepare_cached("SELECT body FROM profiles WHERE id = ?1")?;
    let found = find
        .query_row([id.as_str()], |row| row.get::<_, Json<Profile>>(0))
        .optional()?;
    Ok(found.map(|json| json.0))
}

/// A page of the profiles that the filter keeps.
pub(in crate::store::sqlite) fn page(
    connection: &Connection,
    filter: &ProfileFilter,
    cursor: Cursor,
    limit: u32,
) -> rusqlite::Result<Page<Profile>> {
    let mut conditions = Conditions::new();
    if let Some(language) = filter.language {
        conditions.with("language = ?", Value::Text(language.code().to_owned()));
    }
    if let Some(domain) = filter.domain {
        conditions.with("domain = ?", Value::Text(domain.code().to_owned()));
    }
    conditions.words("words", &filter.words);
    let source = Source {
        columns: "seq, body",
        tables: "profiles",
        key: "seq",
        conditions: &conditions.texts,
        values: &conditions.values,
    };
    source.page(connection, cursor, limit, |row| {
        Ok(row.get::<_, Json<Profile>>(1)?.0)
    })
}
