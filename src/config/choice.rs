//! Which workspace opens.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::paths::Paths;

/// The file that makes a directory a workspace.
pub const WORKSPACE_FILE: &str = "muse.toml";

/// Why this workspace and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// `--workspace` names it.
    Option,
    /// `MUSE_WORKSPACE` names it.
    Environment,
    /// The current directory or one above it is a workspace.
    Parent,
    /// The user's settings name it.
    Settings,
    /// The user's own, in the data directory.
    Default,
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            How::Option => "--workspace",
            How::Environment => "MUSE_WORKSPACE",
            How::Parent => "the nearest muse.toml",
            How::Settings => "your settings",
            How::Default => "default",
        })
    }
}

/// The workspace that was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its directory; it may not exist yet.
    pub dir: PathBuf,
    /// Why it.
    pub how: How,
}

impl Choice {
    /// Whether a first start may create it: only the user's own default one.
    pub fn may_create(&self) -> bool {
        self.how == How::Default
    }
}

/// What may name a workspace, strongest first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Named<'a> {
    /// `--workspace`.
    pub option: Option<&'a Path>,
    /// `MUSE_WORKSPACE`.
    pub environment: Option<&'a str>,
    /// `workspace` in the user's settings.
    pub settings: Option<&'a str>,
}

/// The workspace: the option, the variable, the nearest parent with a `muse.toml`, the settings, the default.
pub fn choose(named: Named<'_>, current: &Path, paths: &Paths) -> Choice {
    let absolute = |dir: &Path| current.join(dir).components().collect::<PathBuf>();
    if let Some(dir) = named.option {
        return Choice {
            dir: absolute(dir),
            how: How::Option,
        };
    }
    if let Some(dir) = named.environment {
        return Choice {
            dir: absolute(Path::new(dir)),
            how: How::Environment,
        };
    }
    let parent = current
        .ancestors()
        .find(|dir| dir.join(WORKSPACE_FILE).is_file());
    if let Some(dir) = parent {
        return Choice {
            dir: dir.to_path_buf(),
            how: How::Parent,
        };
    }
    if let Some(dir) = named.settings {
        return Choice {
            dir: paths.config.join(dir),
            how: How::Settings,
        };
    }
    Choice {
        dir: paths.default_workspace(),
        how: How::Default,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_name_wins() {
        let home = tempfile::tempdir().unwrap();
        let paths = Paths::below(home.path());
        let inside = home.path().join("project/deep");
        std::fs::create_dir_all(&inside).unwrap();
        let mut named = Named::default();
        assert_eq!(choose(named, &inside, &paths).how, How::Default);
        assert!(choose(named, &inside, &paths).may_create());
        named.settings = Some("/s");
        assert_eq!(choose(named, &inside, &paths).dir, Path::new("/s"));
        std::fs::write(home.path().join("project/muse.toml"), "id = \"x\"").unwrap();
        let parent = choose(named, &inside, &paths);
        assert_eq!(
            (parent.how, parent.dir),
            (How::Parent, home.path().join("project"))
        );
        named.environment = Some("/e");
        assert_eq!(choose(named, &inside, &paths).how, How::Environment);
        named.option = Some(Path::new("mine"));
        let option = choose(named, &inside, &paths);
        assert_eq!(
            option.dir,
            inside.join("mine"),
            "relative to the current directory"
        );
        assert!(!option.may_create());
    }
}
