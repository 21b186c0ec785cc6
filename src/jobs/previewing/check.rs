//! Looking prompts over: whether each can be filled in, and whether data stays where it belongs.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::Serialize;
use serde_json::Value;

use super::super::{JobError, Workspace};
use super::filling;
use super::talk::{Offline, Talk};
use crate::dialogue::prompts::{Origin, Prompt, PromptName};
use crate::domain::Language;

/// What stands in place of every text of the data when it is looked for among the instructions.
const MARK: &str = "\u{27e6}data\u{27e7}";
/// No more files of the folder than this are looked at.
const FILES: usize = 1_000;

/// Something wrong with a prompt, or a file that is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PromptFault {
    /// The prompt or the file.
    pub file: String,
    /// What is wrong, and what to do.
    pub reason: String,
}

/// What a look over the prompts found.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize)]
pub struct PromptsChecked {
    /// Prompts looked at.
    pub prompts: u64,
    /// How many of them are files of the workspace.
    pub own: u64,
    /// How many were filled in with a shopper's data; 0 when no shopper is there.
    pub filled: u64,
    /// What is wrong.
    pub faults: Vec<PromptFault>,
}

impl Workspace {
    /// Looks every prompt over, the workspace's files in place of the built-in ones.
    ///
    /// # Errors
    /// When the store or the index cannot be read.
    pub async fn check_prompts(&self) -> Result<PromptsChecked, JobError> {
        let folder = self.folder().prompts();
        let mut checked = PromptsChecked::default();
        let offline = Offline::open(self).await?;
        // One talk a language: prompts of a language are filled in with the same one.
        let mut talks: BTreeMap<Option<Language>, Option<Talk>> = BTreeMap::new();
        for name in PromptName::ALL {
            checked.prompts += 1;
            let prompt = match Prompt::load(name, &folder) {
                Ok(prompt) => prompt,
                Err(error) => {
                    checked.fault(name.file(), error.to_string());
                    continue;
                }
            };
            checked.own += u64::from(prompt.origin() == Origin::Workspace);
            let language = name.language();
            if let Entry::Vacant(place) = talks.entry(language) {
                place.insert(self.sample_talk(&offline, language).await?);
            }
            if let Some(Some(talk)) = talks.get(&language) {
                checked.filled += 1;
                for reason in faults(name, &prompt, talk) {
                    checked.fault(name.file(), reason);
                }
            }
        }
        for file in strangers(&folder) {
            let reason = "nothing reads it; `muse-studio prompts list` names the prompts";
            checked.fault(&file, reason.to_owned());
        }
        Ok(checked)
    }

    /// A talk of any shopper in a language; `None` when there is none.
    async fn sample_talk(
        &self,
        offline: &Offline,
        language: Option<Language>,
    ) -> Result<Option<Talk>, JobError> {
        match self.talk_for(offline, language, None).await {
            Ok(talk) => Ok(Some(talk)),
            Err(JobError::NoProfiles { .. } | JobError::BadOption(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl PromptsChecked {
    fn fault(&mut self, file: &str, reason: String) {
        self.faults.push(PromptFault {
            file: file.to_owned(),
            reason,
        });
    }
}

fn faults(name: PromptName, prompt: &Prompt, talk: &Talk) -> Vec<String> {
    let values = match filling(name, talk) {
        Ok(values) => values,
        Err(error) => return vec![error.to_string()],
    };
    let filled = match prompt.fill(&values) {
        Ok(filled) => filled,
        Err(error) => return vec![error.to_string()],
    };
    let mut faults = Vec::new();
    let mut marked = values.clone();
    mark(&mut marked);
    if prompt
        .fill(&marked)
        .is_ok_and(|f| f.instructions.contains(MARK))
    {
        let reason = "data stands among the instructions, where a model could obey it; move it below the line of three dashes";
        faults.push(reason.to_owned());
    }
    let shopper = matches!(name, PromptName::Shopper(_) | PromptName::Profile);
    if let Some(target) = talk.target.as_ref().filter(|_| shopper) {
        let mentioned = talk
            .shopper()
            .into_iter()
            .flat_map(|step| step.history.iter());
        let offered = mentioned
            .flat_map(|said| &said.mentioned)
            .any(|id| *id == target.id);
        let all = format!("{}\n{}", filled.instructions, filled.data).to_lowercase();
        if !offered && all.contains(&target.title.to_lowercase()) {
            faults.push("it names the product that the shopper is after".to_owned());
        }
    }
    faults
}

/// Puts the mark in place of every text.
fn mark(value: &mut Value) {
    match value {
        Value::String(text) => *text = MARK.to_owned(),
        Value::Array(list) => list.iter_mut().for_each(mark),
        Value::Object(fields) => fields.values_mut().for_each(mark),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Files of the folder that are no prompt.
fn strangers(folder: &std::path::Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let names = entries.take(FILES).filter_map(|entry| {
        let name = entry.ok()?.file_name().to_string_lossy().into_owned();
        let known = PromptName::ALL.iter().any(|prompt| prompt.file() == name);
        (!known && !name.starts_with('.')).then_some(name)
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}
