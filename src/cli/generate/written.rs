//! The conversations of a run as files.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use crate::cli::{CliError, files, record};
use crate::domain::ConversationId;
use crate::jobs::Generated;
use crate::review::Filter;
use crate::store::{Cursor, Store};

/// How many whole conversations are read at once.
const PAGE: u32 = 200;

/// Writes a run's conversations: one file each, named by place and id, and all of them in one array.
///
/// Those that do not count are left out.
pub(super) async fn write_out(store: &Store, done: &Generated, dir: &Path) -> Result<(), CliError> {
    std::fs::create_dir_all(dir).map_err(|error| {
        CliError::failed(format!("{} could not be made", dir.display())).because(error)
    })?;
    let spool = tempfile::tempfile_in(dir);
    let mut spool = spool.map_err(|error| cannot_write(dir, error))?;
    let filter = Filter {
        run: Some(done.run),
        ..Filter::default()
    };
    let not_kept = done.not_kept.iter().map(|one| one.conversation);
    let not_kept: BTreeSet<ConversationId> = not_kept.collect();
    let (mut cursor, mut first) = (Cursor::First, true);
    loop {
        let page = store
            .conversation_page(filter.clone(), cursor, PAGE)
            .await?;
        for (key, reviewed) in &page.items {
            cursor = Cursor::After(*key);
            if not_kept.contains(&reviewed.conversation.id) {
                continue;
            }
            let line = record::muse_line(reviewed)?;
            let conversation = &reviewed.conversation;
            let name = format!("{:06}-{}.json", conversation.ordinal, conversation.id);
            files::write_whole(&dir.join(name), |out| out.write_all(line.as_bytes()))?;
            let comma = if first { "[\n" } else { ",\n" };
            first = false;
            let written = spool.write_all(comma.as_bytes());
            let written = written.and_then(|()| spool.write_all(line.trim_end().as_bytes()));
            written.map_err(|error| cannot_write(dir, error))?;
        }
        if !page.more || page.items.is_empty() {
            break;
        }
    }
    let end = if first { "[]\n" } else { "\n]\n" };
    spool
        .write_all(end.as_bytes())
        .map_err(|error| cannot_write(dir, error))?;
    files::write_whole(&dir.join("generated_conversations.json"), |mut out| {
        use std::io::Seek;
        spool.rewind()?;
        std::io::copy(&mut spool, &mut out).map(|_| ())
    })
}

fn cannot_write(dir: &Path, error: std::io::Error) -> CliError {
    CliError::failed(format!(
        "{} could not be written; the conversations are safe in the workspace",
        dir.display()
    ))
    .because(error)
}
