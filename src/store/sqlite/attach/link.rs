//! A connection to the holder, made and greeted.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use super::lines::{GREETING, LONGEST, Lines, line};
use super::message::{Hello, Welcome};
use super::place;

/// How long the holder may take to answer a greeting.
const PATIENCE: Duration = Duration::from_secs(3);

/// A holder that lets this process in.
pub(in crate::store::sqlite) struct Link {
    /// Its process.
    pub(in crate::store::sqlite) pid: u32,
    /// The number of its latest change.
    pub(in crate::store::sqlite) sequence: u64,
    pub(super) stream: UnixStream,
    /// What came after the greeting.
    pub(super) rest: Lines,
}

/// Why there is none.
pub(in crate::store::sqlite) enum NoLink {
    /// Nobody listens, or nobody answers.
    Nobody,
    /// The holder does not let this process in.
    Refused {
        /// Its process.
        pid: u32,
        /// Why.
        why: String,
    },
}

impl Link {
    /// Connects to the holder of the workspace in this folder. Waits for it a few seconds at most.
    pub(in crate::store::sqlite) fn to(dir: &Path, hello: &Hello) -> Result<Self, NoLink> {
        let mut stream = place::connect(dir).map_err(|_| NoLink::Nobody)?;
        let (welcome, rest) = greet(&mut stream, hello).map_err(|_| NoLink::Nobody)?;
        match welcome {
            Welcome::In { pid, sequence } => Ok(Link {
                pid,
                sequence,
                stream,
                rest: rest.up_to(LONGEST),
            }),
            Welcome::Out { pid, why } => Err(NoLink::Refused { pid, why }),
        }
    }
}

fn greet(stream: &mut UnixStream, hello: &Hello) -> std::io::Result<(Welcome, Lines)> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.write_all(&line(hello)?)?;
    let mut lines = Lines::new(GREETING);
    let mut piece = [0; GREETING];
    loop {
        let count = stream.read(&mut piece)?;
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        lines.push(&piece[..count]);
        let whole = lines.next().map_err(|_| std::io::ErrorKind::InvalidData)?;
        if let Some(welcome) = whole {
            return Ok((serde_json::from_slice(&welcome)?, lines));
        }
    }
}
