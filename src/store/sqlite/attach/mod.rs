//! Several processes on one workspace: the one that holds the lock writes for all.
//!
//! Owns: the socket beside the database, what goes over it, and who writes when the holder leaves. Does not: know what a
//! change means, or let anybody in who could not write to the folder anyway.
//!
//! ```text
//!   caller -> inbox -> Writer            the process that holds the lock; it also listens
//!                        ^
//!                      Server  <-- socket -->  Deputy <- inbox <- caller      any other process of this machine
//! ```
//!
//! Reads never go over the socket: every process reads the file itself. What goes over it are the store's own changes, one a
//! line of JSON, and their outcomes; a line is at most `lines::LONGEST` bytes. The first line of either side is a greeting: another
//! workspace, another version of the program, or bytes that are no greeting end the connection, and nothing else comes of it.
//!
//! A caller hands its changes to an inbox and cannot tell who empties it. A deputy answers a change when the holder has it as
//! durable as was asked, and keeps what was not confirmed. When the connection ends, be it that the holder finished or that it
//! was killed, the deputy tries for the lock. Whoever gets it becomes the writer and serves the others; the rest go to the
//! new holder. What was not confirmed is handed over again, each change with the number that it had: the holder keeps a
//! receipt in the transaction of the change, so that none is done twice.
//!
//! The socket lies in a folder that only its owner can enter. A file system that takes no sockets is told in the log; others
//! then open the workspace read-only, as they do when the holder is on another machine.

mod deputy;
mod lines;
mod link;
mod message;
mod place;
mod server;

pub(super) use deputy::{Deputy, greeting};
pub(super) use link::{Link, NoLink};
pub(super) use message::Hello;
pub(super) use server::Server;
