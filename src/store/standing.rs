//! How a process stands to the others that have the workspace open.

use std::fmt;

/// Who writes for this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It holds the workspace and writes itself.
    Holding {
        /// For how many attached processes besides.
        guests: u32,
    },
    /// Another process holds the workspace and writes for this one.
    Attached {
        /// The holder.
        pid: u32,
    },
    /// The holder has left. Changes are kept until another is found, or until this process is the holder itself.
    Seeking {
        /// Who it was.
        pid: u32,
    },
    /// It only reads.
    Reading,
}

impl Standing {
    /// Of a process that holds the workspace for itself alone.
    pub const ALONE: Standing = Standing::Holding { guests: 0 };

    /// Whether this process holds the workspace.
    pub fn holds(self) -> bool {
        matches!(self, Standing::Holding { .. })
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Standing::Holding { guests: 0 } => f.write_str("this process writes"),
            Standing::Holding { guests } => write!(f, "this process writes, for {guests} more too"),
            Standing::Attached { pid } => write!(f, "together with process {pid}, which writes"),
            Standing::Seeking { pid } => write!(
                f,
                "process {pid} has left; what is decided is kept here until it can be written"
            ),
            Standing::Reading => f.write_str("read-only"),
        }
    }
}
