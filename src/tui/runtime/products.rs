//! Reading products for the screen, and opening their pictures outside of it.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::catalog::pictures::{Media, PictureError};
use crate::domain::{Product, ProductId};
use crate::jobs::{Found, Workspace};
use crate::tui::effect::Relation;
use crate::tui::msg::{Level, Reply};

/// Reads all that is known of a product.
pub async fn detail(workspace: &Workspace, request: u64, id: &ProductId) -> Reply {
    let detail = workspace.product_detail(id).await;
    Reply::Product {
        request,
        detail: detail.map(Box::new).map_err(|error| error.to_string()),
    }
}

/// Reads what a product was before.
pub async fn history(workspace: &Workspace, id: &ProductId) -> Result<Reply, String> {
    let versions = workspace.product_history(id).await;
    versions
        .map(Reply::History)
        .map_err(|error| error.to_string())
}

/// Finds what is like a product, or goes with it.
pub async fn relatives(
    workspace: &Workspace,
    request: u64,
    id: &ProductId,
    relation: Relation,
    limit: usize,
) -> Result<Reply, String> {
    let rows = match relation {
        Relation::Alike => workspace.similar_products(id, limit).await,
        Relation::GoesWith => workspace.companions(id, limit).await.map(|found| {
            let products = found.into_iter().map(|companion| companion.product);
            products.collect()
        }),
    };
    let rows = rows.map_err(|error| error.to_string())?;
    Ok(Reply::Products {
        request,
        found: Box::new(Found {
            total: rows.len() as u64,
            rows,
            ..Found::default()
        }),
    })
}

/// Opens a product's picture in a window; where there are no windows, has its address copied.
pub fn open_picture(product: &Product, media: &Media) -> Reply {
    match media.of(product) {
        Ok(file) => open_file(&file),
        Err(PictureError::OnTheWeb(address)) => Reply::Address {
            told: format!("copied the picture's address: {address}"),
            address,
        },
        Err(why) => Reply::Notice(Level::Info, format!("no picture to open: {why}")),
    }
}

fn open_file(file: &Path) -> Reply {
    let shown = file.display().to_string();
    let copied = |why: &str| Reply::Address {
        told: format!("{why}: copied {shown}"),
        address: shown.clone(),
    };
    let Some(opener) = opener() else {
        return copied("no windows here");
    };
    let started = Command::new(opener)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match started {
        Ok(mut child) => {
            // Waited for, so that no dead process stays behind.
            std::thread::spawn(move || drop(child.wait()));
            Reply::Notice(Level::Good, format!("opened {shown}"))
        }
        Err(error) => copied(&format!("{opener} does not start ({error})")),
    }
}

/// The program that opens files in a window; `None` when there is no screen for one.
fn opener() -> Option<&'static str> {
    if cfg!(target_os = "macos") {
        return Some("open");
    }
    let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    (has("DISPLAY") || has("WAYLAND_DISPLAY")).then_some("xdg-open")
}
