//! Where the socket lies, and the two ways to it.

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt, symlink};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The folder of the socket in a workspace: only its owner enters it, from before the socket is there.
const FOLDER: &str = "attach";

/// The socket in that folder.
const SOCKET: &str = "holder";

/// The longest path that every Unix takes for a socket, its closing zero not counted: 104 bytes on the shortest.
const LONGEST: usize = 103;

/// Listens on the socket of a workspace. Only for whoever holds the lock: what lies there is what a dead holder left.
pub(super) fn listen(dir: &Path) -> io::Result<UnixListener> {
    let folder = dir.join(FOLDER);
    match DirBuilder::new().mode(0o700).create(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => fs::set_permissions(&folder, Permissions::from_mode(0o700))?,
    }
    remove(dir)?;
    let listener = by_short_path(&folder, UnixListener::bind)?;
    fs::set_permissions(folder.join(SOCKET), Permissions::from_mode(0o600))?;
    Ok(listener)
}

/// Connects to the holder of a workspace.
pub(super) fn connect(dir: &Path) -> io::Result<UnixStream> {
    by_short_path(&dir.join(FOLDER), UnixStream::connect)
}

/// Takes the socket away.
pub(super) fn remove(dir: &Path) -> io::Result<()> {
    match fs::remove_file(dir.join(FOLDER).join(SOCKET)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Reaches the socket in a folder. The system takes short paths only, so that one deep down is reached through a link that
/// lives as long as the call.
fn by_short_path<T>(folder: &Path, reach: impl FnOnce(PathBuf) -> io::Result<T>) -> io::Result<T> {
    let socket = folder.join(SOCKET);
    if socket.as_os_str().len() <= LONGEST {
        return reach(socket);
    }
    let aside = TempDir::new()?;
    let link = aside.path().join("to");
    symlink(folder.canonicalize()?, &link)?;
    reach(link.join(SOCKET))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(dir: &Path) {
        let listener = listen(dir).unwrap();
        connect(dir).unwrap();
        listener.accept().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&dir.join(FOLDER)), 0o700);
        assert_eq!(mode(&dir.join(FOLDER).join(SOCKET)), 0o600);
    }

    #[test]
    fn a_workspace_at_a_long_path_is_reached_too() {
        let root = TempDir::new().unwrap();
        meets(root.path());
        let deep = root.path().join("पुस्तक".repeat(4)).join("x".repeat(200));
        fs::create_dir_all(&deep).unwrap();
        meets(&deep);
    }

    #[test]
    fn what_a_dead_holder_left_is_taken_away() {
        let root = TempDir::new().unwrap();
        drop(listen(root.path()).unwrap());
        let refused = connect(root.path()).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
        meets(root.path());
        remove(root.path()).unwrap();
        assert_eq!(
            connect(root.path()).unwrap_err().kind(),
            io::ErrorKind::NotFound
        );
    }
}
