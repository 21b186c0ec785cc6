//! Wrapped rows kept from one frame to the next.
//!
//! Owns: a bounded memory of (text, width) -> rows.
//! Does not: keep the texts, so a row is only good together with the text it was made from.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::wrap::{Line, wrap};

/// Texts of one generation; two generations are kept, so the cache holds at most twice this many.
const GENERATION: usize = 1_024;

/// A text by hash and length, and the width it was wrapped to.
type Key = (u64, usize, u16);

/// Remembers how texts were wrapped. Old entries fall out when two generations are full.
#[derive(Debug, Default)]
pub struct WrapCache {
    young: RefCell<HashMap<Key, Rc<[Line]>>>,
    old: RefCell<HashMap<Key, Rc<[Line]>>>,
}

impl WrapCache {
    /// The rows of `text` at `limit` columns, as [`wrap`] gives them.
    pub fn wrap(&self, text: &str, limit: u16) -> Rc<[Line]> {
        let key = (hash(text), text.len(), limit);
        if let Some(rows) = self.young.borrow().get(&key) {
            return Rc::clone(rows);
        }
        let known = self.old.borrow_mut().remove(&key);
        let rows = known.unwrap_or_else(|| wrap(text, limit).into());
        self.keep(key, Rc::clone(&rows));
        rows
    }

    fn keep(&self, key: Key, rows: Rc<[Line]>) {
        let mut young = self.young.borrow_mut();
        if young.len() >= GENERATION {
            *self.old.borrow_mut() = std::mem::take(&mut *young);
        }
        young.insert(key, rows);
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_look_gives_the_same_rows_without_wrapping_again() {
        let cache = WrapCache::default();
        let first = cache.wrap("लाल कुर्ता चाहिए", 6);
        assert!(Rc::ptr_eq(&first, &cache.wrap("लाल कुर्ता चाहिए", 6)));
        assert!(!Rc::ptr_eq(&first, &cache.wrap("लाल कुर्ता चाहिए", 7)));
    }

    #[test]
    fn stays_bounded_and_keeps_what_is_in_use() {
        let cache = WrapCache::default();
        let kept = cache.wrap("in use", 3);
        for number in 0..GENERATION * 5 {
            cache.wrap(&format!("text {number}"), 9);
            cache.wrap("in use", 3);
        }
        assert!(Rc::ptr_eq(&kept, &cache.wrap("in use", 3)));
        assert!(cache.young.borrow().len() + cache.old.borrow().len() <= 2 * GENERATION);
    }
}
