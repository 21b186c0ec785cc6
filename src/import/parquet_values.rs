//! Values of a Parquet file as the values that other formats have.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use parquet::record::{Field, Row};
use serde_json::{Map, Number, Value};

/// The columns of a row by their names.
pub(super) fn fields(row: &Row) -> Map<String, Value> {
    let columns = row.get_column_iter();
    columns
        .map(|(name, field)| (name.clone(), value(field)))
        .collect()
}

fn value(field: &Field) -> Value {
    match field {
        Field::Str(text) => Value::from(text.as_str()),
        // Writers that know no text column write texts as bytes. What is no text is a picture or the like, and means
        // nothing here.
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data())
            .ok()
            .filter(|text| !text.contains('\0'))
            .map_or(Value::Null, Value::from),
        // 4.2 and not 4.199999809265137.
        Field::Float(number) => float(number.to_string().parse().unwrap_or(f64::NAN)),
        Field::Double(number) => float(*number),
        // The crate ends a whole number with a point.
        Field::Decimal(_) => {
            let text = field.to_string();
            Value::from(text.strip_suffix('.').unwrap_or(&text))
        }
        Field::Date(days) => date(*days),
        Field::TimestampMillis(millis) => time(Timestamp::from_millisecond(*millis), *millis),
        Field::TimestampMicros(micros) => time(Timestamp::from_microsecond(*micros), *micros),
        Field::Group(row) => Value::Object(fields(row)),
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        Field::MapInternal(map) => {
            let entries = map.entries().iter();
            let entry = |(name, held): &(Field, Field)| (name_of(name), value(held));
            Value::Object(entries.map(entry).collect())
        }
        other => other.to_json_value(),
    }
}

fn float(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// A date; the number of days where no calendar has it.
fn date(days: i32) -> Value {
    let since = SignedDuration::from_hours(24 * i64::from(days));
    match Date::constant(1970, 1, 1).checked_add(since) {
        Ok(date) => Value::from(date.to_string()),
        Err(_) => Value::from(days),
    }
}

/// A point in time; the number where no calendar has it.
fn time(read: Result<Timestamp, jiff::Error>, number: i64) -> Value {
    match read {
        Ok(time) => Value::from(time.to_string()),
        Err(_) => Value::from(number),
    }
}

fn name_of(key: &Field) -> String {
    match value(key) {
        Value::String(name) => name,
        other => other.to_string(),
    }
}
