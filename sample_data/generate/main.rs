//! The sample data's generator: writes `products.jsonl` anew, byte for byte the same each time.
//!
//! `cargo run --example sample_data [FOLDER]`; without a folder it writes into `sample_data/`.

mod catalogue;

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
    let text = catalogue::jsonl(&products).map_err(|e| e.to_string())?;
    let path = folder.join("products.jsonl");
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
    Ok(format!("{}: {} products", path.display(), products.len()))
}
