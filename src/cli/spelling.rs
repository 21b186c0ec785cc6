//! Underscores in the names of options: `--num_profiles` is read as `--num-profiles`.

use std::ffi::OsString;

/// The arguments with the underscores in option names turned into dashes; values and everything after `--` stay.
pub(super) fn dashed(arguments: &[OsString]) -> Vec<OsString> {
    let mut options_over = false;
    let one = |argument: &OsString| {
        options_over |= argument == "--";
        match argument.to_str() {
            Some(text) if !options_over && text.starts_with("--") => dash(text).into(),
            _ => argument.clone(),
        }
    };
    arguments.iter().map(one).collect()
}

fn dash(option: &str) -> String {
    match option.split_once('=') {
        Some((name, value)) => format!("{}={value}", name.replace('_', "-")),
        None => option.replace('_', "-"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_change() {
        let given = [
            "x",
            "--num_profiles",
            "a_b",
            "--out_file=my_file.json",
            "--",
            "--as_is",
        ];
        let given: Vec<OsString> = given.into_iter().map(OsString::from).collect();
        let want = [
            "x",
            "--num-profiles",
            "a_b",
            "--out-file=my_file.json",
            "--",
            "--as_is",
        ];
        assert_eq!(dashed(&given), want.map(OsString::from));
    }
}
