//! Domain values as column values.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Value, ValueRef};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error as WordError, StrDeserializer};
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use crate::domain::{ConversationId, ProductId, Topic, Turn, TurnId};

/// How what zstd packed begins. No answer begins so: answers are kept as JSON.
pub(super) const PACKED: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A value that nobody queries, as JSON text.
pub(super) struct Json<T>(pub T);

impl<T: Serialize> ToSql for Json<&T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let text = serde_json::to_string(self.0)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        Ok(ToSqlOutput::Owned(Value::Text(text)))
    }
}

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let read = serde_json::from_str(value.as_str()?);
        read.map(Json).map_err(FromSqlError::other)
    }
}

/// A word of a closed list, as the text that files carry.
pub(super) struct Word<T>(pub T);

impl<T: Serialize> ToSql for Word<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match serde_json::to_value(&self.0) {
            Ok(serde_json::Value::String(word)) => Ok(ToSqlOutput::Owned(Value::Text(word))),
            Ok(serde_json::Value::Null) => Ok(ToSqlOutput::Owned(Value::Null)),
            Ok(other) => Err(rusqlite::Error::ToSqlConversionFailure(
                format!("{other} is no word").into(),
            )),
            Err(error) => Err(rusqlite::Error::ToSqlConversionFailure(error.into())),
        }
    }
}

impl<T: DeserializeOwned> FromSql for Word<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let word = StrDeserializer::<WordError>::new(value.as_str()?);
        T::deserialize(word).map(Word).map_err(FromSqlError::other)
    }
}

/// An ordered list of turn ids, 16 bytes each.
pub(super) struct TurnList(pub Vec<TurnId>);

impl ToSql for TurnList {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let bytes = self.0.iter().flat_map(|turn| *turn.0.as_bytes()).collect();
        Ok(ToSqlOutput::Owned(Value::Blob(bytes)))
    }
}

impl FromSql for TurnList {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let (ids, rest) = value.as_blob()?.as_chunks::<16>();
        if !rest.is_empty() {
            return Err(FromSqlError::InvalidType);
        }
        let ids = ids.iter().map(|id| TurnId(Uuid::from_bytes(*id)));
        Ok(TurnList(ids.collect()))
    }
}

/// What a log entry's state belongs to: a conversation as its 16 bytes, a product as text.
pub(super) struct Place<T>(pub T);

impl ToSql for Place<&Topic> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Topic::Conversation(id) => ValueRef::Blob(id.0.as_bytes()),
            Topic::Product(id) => ValueRef::Text(id.as_str().as_bytes()),
        }))
    }
}

impl FromSql for Place<Topic> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Place(match value {
            ValueRef::Text(_) => Topic::Product(ProductId::from(value.as_str()?)),
            _ => Topic::Conversation(ConversationId(Uuid::column_result(value)?)),
        }))
    }
}

/// A turn as it can be written: JSON knows no infinite or undefined score, so such a score counts as 0.
pub(super) fn writable(turn: &Turn) -> std::borrow::Cow<'_, Turn> {
    let odd = |turn: &Turn| {
        let candidates = turn.provenance.iter().flat_map(|p| &p.candidates);
        candidates.into_iter().any(|c| !c.score.is_finite())
    };
    if !odd(turn) {
        return std::borrow::Cow::Borrowed(turn);
    }
    let mut turn = turn.clone();
    for candidate in turn.provenance.iter_mut().flat_map(|p| &mut p.candidates) {
        if !candidate.score.is_finite() {
            candidate.score = 0.0;
        }
    }
    std::borrow::Cow::Owned(turn)
}

/// A text as a search key: composed (NFC) and in lower case.
pub(super) fn folded(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).collect()
}
