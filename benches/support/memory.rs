//! What this process holds in memory, as the system tells it. Linux only; elsewhere every figure is unknown.

/// The most since the last call of [`forget_peak`], in MB.
pub fn peak() -> String {
    field("VmHWM:").map_or_else(|| "unknown".to_owned(), |mb| format!("{mb:.0}"))
}

/// What is held now, in MB: in all, of which its own and of which pages of files that others may share.
pub fn now() -> String {
    match (field("VmRSS:"), field("RssAnon:"), field("RssFile:")) {
        (Some(all), Some(own), Some(files)) => format!("{all:.0} = {own:.0} + {files:.0}"),
        _ => "unknown".to_owned(),
    }
}

/// Starts the peak anew.
pub fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn field(name: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024.0 / 1e6)
}
