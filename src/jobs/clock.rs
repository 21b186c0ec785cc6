//! The wall clock, passed in.

use std::fmt;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// A cloneable source of wall time. Only run records, log entries and file names hold what it says; never a
/// conversation.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Clock(Arc::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            since.map_or(0, |span| {
                i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
            })
        }))
    }

    /// A clock that always shows this time, for tests; milliseconds since 1970.
    pub fn fixed(millis: i64) -> Self {
        Clock(Arc::new(move || millis))
    }

    /// Milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now_ms())
    }
}
