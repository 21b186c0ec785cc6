//! A file that holds one key and nothing else.
//!
//! Owns: who may be able to read it. Does not: write it, or change its mode; it says how.

use std::path::{Path, PathBuf};

use super::{Notice, Secret, Source};
use crate::paths::Env;

/// The path that a setting names: a whole one, or one below the home folder.
pub(super) fn path_of(text: &str, env: &Env) -> Result<PathBuf, String> {
    let home = || env.get("HOME").or_else(|| env.get("USERPROFILE"));
    let path = match text.strip_prefix("~/") {
        Some(rest) => Path::new(home().ok_or("your home folder is not known")?).join(rest),
        None => PathBuf::from(text),
    };
    match path.is_absolute() {
        true => Ok(path),
        false => Err(format!(
            "`{text}` is not a whole path; begin it with / or ~/"
        )),
    }
}

/// The key in this file, or what a person should know. A file that others can read gives no key.
pub(super) fn read(path: &Path, place: &Source) -> Result<Secret, Notice> {
    let notice = |sentence: String, next: String| Notice {
        place: Source::File {
            path: path.to_path_buf(),
            line: 1,
        },
        sentence,
        next,
    };
    let missing = |why: String| notice(why, format!("it is named by {place}"));
    if let Some(mode) = loose(path) {
        return Err(notice(
            format!("others can read this key (mode {mode:03o}), so it was not read"),
            format!("run: chmod 600 {}", path.display()),
        ));
    }
    match super::read_text(path) {
        Ok(Some(text)) => Secret::of(&text)
            .filter(|key| key.expose().lines().count() == 1)
            .ok_or_else(|| missing("this file holds no key on a line of its own".to_owned())),
        Ok(None) => Err(missing("there is no such file with a key".to_owned())),
        Err(_) => Err(missing("this file with a key cannot be read".to_owned())),
    }
}

/// The mode of a file that others than its owner can read or write.
#[cfg(unix)]
fn loose(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

/// Elsewhere the system's own rights guard the folder of a user.
#[cfg(not(unix))]
fn loose(_path: &Path) -> Option<u32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_whole_or_below_home() {
        let env = Env::of([("HOME", "/home/a")]);
        assert_eq!(path_of("~/k", &env), Ok(PathBuf::from("/home/a/k")));
        assert_eq!(path_of("/k", &env), Ok(PathBuf::from("/k")));
        assert!(path_of("k", &env).unwrap_err().contains("`k`"));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_gives_no_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let put = |text: &str, mode: u32| {
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            read(&path, &Source::Default)
        };
        assert_eq!(put("sk-planted\n", 0o600).unwrap().expose(), "sk-planted");
        let notice = put("sk-planted\n", 0o640).unwrap_err().to_string();
        assert!(
            notice.contains("chmod 600") && notice.contains("640"),
            "{notice}"
        );
        assert!(!notice.contains("planted"), "{notice}");
        assert!(put("sk-one\nsk-two\n", 0o600).is_err());
        assert!(put("your_key_here\n", 0o600).is_err());
        assert!(read(&folder.path().join("none"), &Source::Default).is_err());
    }
}
