//! The sample data's generator: writes `products.jsonl` and `profiles.json` anew, byte for byte the same each time.
//!
//! `cargo run --example sample_data [FOLDER]`; without a folder it writes into `sample_data/`.

mod catalogue;
mod profiles;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = std::env::args_os()
        .nth(1)
        .map_or_else(|| PathBuf::from("sample_data"), PathBuf::from);
    match write(folder) {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn write(folder: PathBuf) -> Result<String, String> {
    let products = catalogue::products().map_err(|e| e.to_string())?;
    let shop = catalogue::jsonl(&products).map_err(|e| e.to_string())?;
    let people = profiles::profiles(&products).map_err(|e| e.to_string())?;
    let list = profiles::json(&people).map_err(|e| e.to_string())?;
    std::fs::create_dir_all(&folder)
        .map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
    for (name, text) in [("products.jsonl", shop), ("profiles.json", list)] {
        let path = folder.join(name);
        std::fs::write(&path, text)
            .map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
    }
    Ok(format!(
        "{}: {} products, {} profiles",
        folder.display(),
        products.len(),
        people.len()
    ))
}
