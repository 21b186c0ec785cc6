//! Directories: where configuration, data, state and caches lie.
//!
//! Owns: the four directories of a user, and the snapshot of the environment that they are worked out from.
//! Does not: create anything, or read what lies there. Nothing below `main` asks the process for its environment.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The environment variables as they were when the program started; tests pass their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Env(BTreeMap<String, String>);

impl Env {
    /// The variables of this process. A variable that is not UTF-8 counts as unset.
    pub fn of_process() -> Self {
        let utf8 = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Env(std::env::vars_os().filter_map(utf8).collect())
    }

    /// These variables and no other.
    pub fn of<K: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let own = |(name, value): (K, V)| (name.into(), value.into());
        Env(pairs.into_iter().map(own).collect())
    }

    /// The value of a variable; an empty one counts as unset.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|v| !v.is_empty())
    }

    /// Every variable whose name starts so, by name.
    pub fn starting_with<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.0
            .iter()
            .filter(move |(name, value)| name.starts_with(prefix) && !value.is_empty())
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// Why the directories cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathsError {
    /// The system names no home directory.
    #[error(
        "the system names no home directory, so there is no place for settings and data; set MUSE_HOME to a directory of your own"
    )]
    NoHome,
}

/// The directories of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// Settings, such as `config.toml`.
    pub config: PathBuf,
    /// The default workspace and the demonstration.
    pub data: PathBuf,
    /// Logs.
    pub state: PathBuf,
    /// What can be made again.
    pub cache: PathBuf,
}

impl Paths {
    /// The variables that override the directories, with what they mean.
    pub const VARIABLES: [(&'static str, &'static str); 5] = [
        ("MUSE_HOME", "one directory that holds all four"),
        ("MUSE_CONFIG_DIR", "settings"),
        ("MUSE_DATA_DIR", "the default workspace"),
        ("MUSE_STATE_DIR", "logs"),
        ("MUSE_CACHE_DIR", "what can be made again"),
    ];

    /// The directories that the environment asks for, else those of the system's conventions.
    ///
    /// # Errors
    /// [`PathsError::NoHome`] when neither names a place.
    pub fn find(env: &Env) -> Result<Self, PathsError> {
        let base = match env.get("MUSE_HOME") {
            Some(home) => Some(Self::below(Path::new(home))),
            None => Self::of_system(),
        };
        let pick = |name: &str, of: fn(&Paths) -> &PathBuf| {
            let asked = env.get(name).map(PathBuf::from);
            asked.or_else(|| base.as_ref().map(|paths| of(paths).clone()))
        };
        let found = (
            pick("MUSE_CONFIG_DIR", |p| &p.config),
            pick("MUSE_DATA_DIR", |p| &p.data),
            pick("MUSE_STATE_DIR", |p| &p.state),
            pick("MUSE_CACHE_DIR", |p| &p.cache),
        );
        match found {
            (Some(config), Some(data), Some(state), Some(cache)) => Ok(Paths {
                config,
                data,
                state,
                cache,
            }),
            _ => Err(PathsError::NoHome),
        }
    }

    /// The four directories below one.
    pub fn below(home: &Path) -> Self {
        Paths {
            config: home.join("config"),
            data: home.join("data"),
            state: home.join("state"),
            cache: home.join("cache"),
        }
    }

    fn of_system() -> Option<Self> {
        let dirs = directories::ProjectDirs::from("", "", "muse-studio")?;
        let state = dirs.state_dir().map(Path::to_path_buf);
        Some(Paths {
            config: dirs.config_dir().to_path_buf(),
            data: dirs.data_dir().to_path_buf(),
            state: state.unwrap_or_else(|| dirs.data_local_dir().join("state")),
            cache: dirs.cache_dir().to_path_buf(),
        })
    }

    /// The user's own settings.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// What models cost, in the user's own words.
    pub fn prices(&self) -> PathBuf {
        self.config.join("prices.toml")
    }

    /// The user's own themes.
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// The workspace that opens when nothing else is named.
    pub fn default_workspace(&self) -> PathBuf {
        self.data.join("workspace")
    }

    /// The demonstration's own workspace.
    pub fn demo_workspace(&self) -> PathBuf {
        self.data.join("demo")
    }

    /// The folder of the logs.
    pub fn logs(&self) -> PathBuf {
        self.state.join("logs")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_moves_each_directory() {
        let env = Env::of([("MUSE_HOME", "/h"), ("MUSE_STATE_DIR", "/var/s")]);
        let paths = Paths::find(&env).unwrap();
        assert_eq!(paths.config_file(), Path::new("/h/config/config.toml"));
        assert_eq!(paths.logs(), Path::new("/var/s/logs"));
        assert_eq!(paths.default_workspace(), Path::new("/h/data/workspace"));
    }

    #[test]
    fn an_empty_variable_is_an_unset_one() {
        let env = Env::of([("MUSE_HOME", ""), ("MUSE_SEED", "4"), ("MUSE_THEME", "")]);
        assert_eq!(env.get("MUSE_HOME"), None);
        let found: Vec<_> = env.starting_with("MUSE_").collect();
        assert_eq!(found, [("MUSE_SEED", "4")]);
    }
}
