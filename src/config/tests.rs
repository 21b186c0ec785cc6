//! Layers over layers.

use std::collections::HashMap;

use super::*;

struct Home(tempfile::TempDir, Kept);

/// A keyring of one test.
#[derive(Default)]
struct Kept(HashMap<String, String>);

impl Keyring for Kept {
    fn find(&self, host: &str) -> Result<Option<Secret>, KeyringError> {
        match self.0.get(host).map(String::as_str) {
            Some("locked") => Err(KeyringError::System("it is locked".to_owned())),
            found => Ok(found.and_then(Secret::of)),
        }
    }

    fn store(&self, _host: &str, _key: &Secret) -> Result<(), KeyringError> {
        Err(KeyringError::NotBuilt)
    }

    fn forget(&self, _host: &str) -> Result<bool, KeyringError> {
        Ok(false)
    }
}

impl Home {
    fn new() -> Self {
        Home(tempfile::tempdir().unwrap(), Kept::default())
    }

    fn put(&self, path: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    fn load(&self, options: &Options, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let paths = Paths::below(self.0.path());
        let current = self.0.path().join("cwd");
        std::fs::create_dir_all(&current).unwrap();
        let env = Env::of(env.iter().copied());
        Config::load(options, &env, &paths, &current, &self.1)
    }
}

#[test]
fn each_layer_wins_over_the_one_before() {
    let home = Home::new();
    let mut options = Options::default();
    let seed = |options: &Options, env: &[(&str, &str)]| {
        let config = home.load(options, env).unwrap();
        (
            config.seed.value.unwrap_or(0),
            config.seed.source.to_string(),
        )
    };
    assert_eq!(seed(&options, &[]), (0, "default".to_owned()));
    let file = home.put("config/config.toml", "theme = \"light\"\nseed = 1\n");
    assert_eq!(seed(&options, &[]), (1, format!("{}:2", file.display())));
    let file = home.put("data/workspace/muse.toml", "seed = 2\n");
    assert_eq!(seed(&options, &[]), (2, format!("{}:1", file.display())));
    let env = [("MUSE_SEED", "3")];
    assert_eq!(
        seed(&options, &env),
        (3, "environment MUSE_SEED".to_owned())
    );
    options.settings.push((Key::Seed, "4".to_owned()));
    assert_eq!(seed(&options, &env), (4, "option --seed".to_owned()));
    assert_eq!(home.load(&options, &env).unwrap().theme.value, "light");
}

#[test]
fn a_wrong_value_names_its_place() {
    let home = Home::new();
    home.put("config/config.toml", "\nmax_turns = 0\n");
    let error = home.load(&Options::default(), &[]).unwrap_err().to_string();
    assert!(error.contains("config.toml:2: max_turns"), "{error}");
    let error = home
        .load(&Options::default(), &[("MUSE_MAX_TURNS", "many")])
        .unwrap_err();
    assert!(
        error.to_string().contains("environment MUSE_MAX_TURNS"),
        "{error}"
    );
}

#[test]
fn the_published_file_counts_in_the_current_directory() {
    let home = Home::new();
    home.put(
        "cwd/config.json",
        "{\"anthropic_api_key\": \"sk-ant-planted\", // mine\n \"conversation_settings\": {\"max_turns\": 6}}",
    );
    let config = home
        .load(
            &Options::default(),
            &[("OPENAI_API_KEY", "your_openai_key_here")],
        )
        .unwrap();
    assert_eq!(config.max_turns.value, 6);
    assert_eq!(config.keys.len(), 1);
    assert!(!format!("{config:?}").contains("planted"));
    #[cfg(unix)]
    assert!(
        config
            .notices
            .iter()
            .any(|n| n.to_string().contains("chmod 600"))
    );
}

#[test]
fn somebody_elses_config_json_is_left_alone() {
    let home = Home::new();
    home.put("cwd/config.json", "{\"compilerOptions\": {}, broken");
    let config = home.load(&Options::default(), &[]).unwrap();
    assert!(config.notices.is_empty());
}

#[test]
fn the_default_reviewer_is_stable_and_hides_the_name() {
    let home = Home::new();
    let of = |user: &str| {
        home.load(&Options::default(), &[("USER", user)])
            .unwrap()
            .reviewer
    };
    assert_eq!(of("asha"), of("asha"));
    assert_ne!(of("asha").value, of("ravi").value);
    assert!(!of("asha").value.as_str().contains("asha"));
}

#[test]
fn files_that_are_no_text_are_a_sentence() {
    let home = Home::new();
    let path = home.put("config/config.toml", "");
    std::fs::write(&path, b"\xff\xfe\x00").unwrap();
    assert!(matches!(
        home.load(&Options::default(), &[]),
        Err(ConfigError::Unreadable { .. })
    ));
    let options = Options {
        config: Some("none.toml".into()),
        ..Options::default()
    };
    assert!(
        home.load(&options, &[])
            .unwrap_err()
            .to_string()
            .contains("none.toml")
    );
}

#[test]
fn every_example_is_a_value_that_counts() {
    let home = Home::new();
    let lines = Key::ALL.map(|key| format!("{key} = {}\n", key.example()));
    home.put("config/config.toml", &lines.concat());
    let config = home.load(&Options::default(), &[]).unwrap();
    for (key, _, source) in config.list() {
        assert!(matches!(source, Source::File { .. }), "{key}");
    }
}

#[test]
fn a_workspace_cannot_name_another_one() {
    let home = Home::new();
    home.put("data/workspace/muse.toml", "workspace = \"elsewhere\"\n");
    let config = home.load(&Options::default(), &[]).unwrap();
    assert_eq!(config.workspace.how, How::Default);
    assert!(config.notices[0].to_string().contains("muse.toml:1"));
}

#[test]
fn a_pace_in_numbers_counts_in_every_place() {
    let home = Home::new();
    let pace = |home: &Home, options: &Options, env: &[(&str, &str)]| {
        home.load(options, env).map(|config| config.pace.value)
    };
    home.put("config/config.toml", "pace = 200\n");
    let mut options = Options::default();
    assert_eq!(pace(&home, &options, &[]).unwrap(), Pace::Words(200));
    let env = [("MUSE_PACE", "31")];
    assert_eq!(pace(&home, &options, &env).unwrap(), Pace::Words(31));
    options.settings.push((Key::Pace, "instant".to_owned()));
    assert_eq!(pace(&home, &options, &env).unwrap(), Pace::Instant);
    home.put("config/config.toml", "pace = 0\n");
    let error = pace(&home, &Options::default(), &[])
        .unwrap_err()
        .to_string();
    assert!(error.contains("config.toml:1: pace"), "{error}");
}

#[test]
fn a_workspace_cannot_say_where_texts_and_keys_go() {
    let home = Home::new();
    let lines = "model_url = \"https://elsewhere.example/v1\"\nmodel_key_variable = \"HOME\"\n";
    home.put("data/workspace/muse.toml", lines);
    let config = home
        .load(&Options::default(), &[("HOME", "/home/a")])
        .unwrap();
    assert_eq!(config.model.url.value, None);
    assert!(config.model.key.is_none());
    assert!(config.notices[0].to_string().contains("muse.toml:1"));
    assert_eq!(config.notices.len(), 2);
}

#[test]
fn a_key_goes_to_the_host_that_it_is_for() {
    let home = Home::new();
    let env = [("OPENAI_API_KEY", "sk-one"), ("OTHER_KEY", "two")];
    let key = |url: &str, variable: &str| {
        home.put(
            "config/config.toml",
            &format!("model_url = \"{url}\"\nmodel_key_variable = \"{variable}\"\n"),
        );
        let config = home.load(&Options::default(), &env).unwrap();
        config.model.key.map(|key| key.expose().to_owned())
    };
    assert_eq!(
        key("https://api.openai.com/v1", "").as_deref(),
        Some("sk-one")
    );
    assert_eq!(key("https://api.openai.com.example/v1", ""), None);
    assert_eq!(key("http://127.0.0.1:1/v1", ""), None);
    assert_eq!(
        key("http://127.0.0.1:1/v1", "OTHER_KEY").as_deref(),
        Some("two")
    );
}

#[test]
fn the_provider_follows_from_the_address_and_the_address_from_the_provider() {
    let home = Home::new();
    let env = [
        ("OPENAI_API_KEY", "sk-one"),
        ("ANTHROPIC_API_KEY", "sk-two"),
    ];
    let model = |lines: &str| {
        home.put("config/config.toml", lines);
        let model = home.load(&Options::default(), &env).unwrap().model;
        let key = model.key.as_ref().map(|key| key.expose().to_owned());
        (model.provider.code(), model.address(), key)
    };
    let owned = |text: &str| Some(text.to_owned());
    assert_eq!(model(""), ("offline", None, None));
    let anthropic = (
        "anthropic",
        owned("https://api.anthropic.com/v1"),
        owned("sk-two"),
    );
    assert_eq!(model("provider = \"anthropic\""), anthropic);
    assert_eq!(
        model("model_url = \"https://api.anthropic.com/v1\""),
        anthropic
    );
    let openai = (
        "openai",
        owned("https://api.openai.com/v1"),
        owned("sk-one"),
    );
    assert_eq!(model("provider = \"openai\""), openai);
    let here = owned("http://127.0.0.1:1/v1");
    assert_eq!(
        model("model_url = \"http://127.0.0.1:1/v1\""),
        ("openai-compatible", here.clone(), None)
    );
    // A provider's key goes to its own host alone, whatever format another host speaks.
    assert_eq!(
        model("provider = \"anthropic\"\nmodel_url = \"http://127.0.0.1:1/v1\""),
        ("anthropic", here, None)
    );
}

#[test]
fn a_wrong_provider_lists_the_known_ones() {
    let home = Home::new();
    home.put("config/config.toml", "provider = \"imported\"\n");
    let error = home.load(&Options::default(), &[]).unwrap_err().to_string();
    assert!(error.contains("openai-compatible"), "{error}");
}

#[test]
fn the_published_timeout_is_for_the_first_byte_and_for_each_piece() {
    let home = Home::new();
    home.put(
        "cwd/config.json",
        "{\"conversation_settings\": {\"response_timeout\": 30}}",
    );
    let config = home.load(&Options::default(), &[]).unwrap();
    assert!(config.notices.is_empty(), "{:?}", config.notices);
    assert_eq!(config.model.first_byte.value, Duration::from_secs(30));
    assert_eq!(config.model.idle.value, Duration::from_secs(30));
}

#[cfg(unix)]
#[test]
fn a_key_file_is_read_only_when_nobody_else_can() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let file = home.put("key", "sk-planted\n");
    home.put(
        "config/config.toml",
        &format!(
            "model_url = \"http://127.0.0.1:1/v1\"\nmodel_key_file = \"{}\"\n",
            file.display()
        ),
    );
    let load = |mode: u32| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        home.load(&Options::default(), &[]).unwrap()
    };
    let config = load(0o644);
    assert!(config.model.key.is_none());
    let notice = config.notices[0].to_string();
    assert!(
        notice.contains(&format!("chmod 600 {}", file.display())),
        "{notice}"
    );
    let config = load(0o600);
    assert_eq!(config.model.key.as_ref().unwrap().expose(), "sk-planted");
    assert_eq!(
        config.keys[0].secret.value.expose(),
        "sk-planted",
        "logs blot it out"
    );
    assert!(config.notices.is_empty());
    assert!(!format!("{config:?}").contains("planted"));
}

#[test]
fn a_workspace_cannot_name_a_provider_or_a_key_file() {
    let home = Home::new();
    home.put(
        "data/workspace/muse.toml",
        "provider = \"openai\"\nmodel_key_file = \"/etc/hostname\"\n",
    );
    let env = [("OPENAI_API_KEY", "sk-one")];
    let config = home.load(&Options::default(), &env).unwrap();
    assert_eq!(config.model.address(), None);
    assert_eq!(config.notices.len(), 2);
}

#[test]
fn a_key_comes_from_the_environment_then_the_keyring_then_the_file() {
    let mut home = Home::new();
    let file = home.put("key", "sk-file\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    home.put(
        "config/config.toml",
        &format!(
            "provider = \"openai\"\nmodel = \"m\"\nmodel_key_file = \"{}\"\n",
            file.display()
        ),
    );
    let found = |home: &Home, env: &[(&str, &str)]| {
        let config = home.load(&Options::default(), env).unwrap();
        let key = config.model.key.map(|key| key.expose().to_owned());
        assert!(
            config
                .keys
                .iter()
                .any(|known| Some(known.secret.expose()) == key.as_deref())
        );
        (key.unwrap(), config.notices.len())
    };
    let kept = |key: &str| HashMap::from([("api.openai.com".to_owned(), key.to_owned())]);
    assert_eq!(found(&home, &[]), ("sk-file".to_owned(), 0));
    home.1.0 = kept("sk-kept");
    assert_eq!(found(&home, &[]), ("sk-kept".to_owned(), 0));
    let env = [("OPENAI_API_KEY", "sk-env")];
    assert_eq!(found(&home, &env), ("sk-env".to_owned(), 0));
    // What does not answer is told, and the next place is asked.
    home.1.0 = kept("locked");
    assert_eq!(found(&home, &[]), ("sk-file".to_owned(), 1));
    let other = [("MUSE_MODEL_URL", "http://127.0.0.1:8080/v1")];
    home.1.0 = HashMap::from([("127.0.0.1:8080".to_owned(), "sk-other".to_owned())]);
    assert_eq!(found(&home, &other), ("sk-other".to_owned(), 0));
}
