//! What was said about a source's columns, remembered for its next import.

use super::super::JobError;
use super::plan::Planned;
use super::{ImportOptions, Memory};
use crate::catalog::Mapping;
use crate::store::{Op, Store};

fn key(source: &str) -> String {
    format!("import.mapping.{source}")
}

/// The mappings of earlier imports. One that cannot be read any more is passed over.
pub(super) async fn remembered(
    store: &Store,
    source: &str,
    memory: Memory,
) -> Result<Vec<Mapping>, JobError> {
    if memory == Memory::Forget {
        return Ok(Vec::new());
    }
    let kept = store.setting(key(source)).await?.unwrap_or_default();
    let texts: Vec<String> = serde_json::from_str(&kept).unwrap_or_default();
    Ok(texts.iter().filter_map(|text| text.parse().ok()).collect())
}

/// The steps that keep, or forget, what was said.
pub(super) fn keep(planned: &[Planned], options: &ImportOptions) -> Result<Vec<Op>, JobError> {
    let mut ops = Vec::new();
    for file in planned {
        let key = key(&file.plan.source);
        if !options.mappings.is_empty() {
            let texts: Vec<String> = file.mappings.iter().map(Mapping::to_string).collect();
            let kept = serde_json::Value::from(texts).to_string();
            ops.push(Op::PutSetting(key, Some(kept)));
        } else if options.memory == Memory::Forget {
            ops.push(Op::PutSetting(key, None));
        }
    }
    Ok(ops)
}
