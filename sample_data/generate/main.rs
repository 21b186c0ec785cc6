//! The sample data's generator: writes `products.jsonl`, `profiles.json` and the drawings in `media/` anew, the same each
//! time.
//!
//! `cargo run --example sample_data [FOLDER]`; without a folder it writes into `sample_data/`.

mod catalogue;
mod pictures;
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
    let mut products = catalogue::products().map_err(|e| e.to_string())?;
    let drawn = pictures::name(&mut products);
    let shop = catalogue::jsonl(&products).map_err(|e| e.to_string())?;
    let people = profiles::profiles(&products).map_err(|e| e.to_string())?;
    let list = profiles::json(&people).map_err(|e| e.to_string())?;
    let media = folder.join("media");
    std::fs::create_dir_all(&media)
        .map_err(|e| format!("{} cannot be made: {e}", media.display()))?;
    for drawing in &drawn {
        let path = media.join(&drawing.file);
        pictures::file(&drawing.pixels())
            .and_then(|bytes| std::fs::write(&path, bytes))
            .map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
    }
    for (name, text) in [("products.jsonl", shop), ("profiles.json", list)] {
        let path = folder.join(name);
        std::fs::write(&path, text)
            .map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
    }
    Ok(format!(
        "{}: {} products, {} profiles, {} pictures",
        folder.display(),
        products.len(),
        people.len(),
        drawn.len()
    ))
}
