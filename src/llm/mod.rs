//! Language models and embeddings over the wire.
//!
//! Owns: the wire formats, keys, timeouts and retries. Does not: choose what is asked, keep answers, or know the offline
//! engine.
