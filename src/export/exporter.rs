//! An export, conversation by conversation: it holds one row at a time, whatever the number of conversations.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::select::{Rules, refuse_by_filter, refuse_partial};
use super::staged::{Sealed, Staged, manifest_path, meta_path, name_all};
use super::{
    Counts, ExportError, Format, Judged, LeftOut, Manifest, Options, Partial, Reviewers, dpo, muse,
    read_back, sft,
};

/// What one conversation gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Added {
    /// Rows that were written.
    pub rows: u32,
    /// Entries that it adds to the list of what was left out.
    pub left_out: u32,
}

/// An export under way. Dropping it before [`Exporter::finish`] leaves nothing behind.
pub struct Exporter {
    options: Options,
    main: Staged,
    meta: Option<Staged>,
    manifest: Staged,
    counts: Counts,
    left_out: Vec<LeftOut>,
}

/// A finished export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The main file.
    pub path: PathBuf,
    /// The sidecar with ids, for formats that need one.
    pub meta: Option<PathBuf>,
    /// The manifest's file.
    pub manifest_path: PathBuf,
    /// The manifest.
    pub manifest: Manifest,
}

impl Exporter {
    /// Opens the files of an export at `path` under temporary names; refuses what the format cannot say, and files
    /// that are there unless they may be overwritten.
    pub fn begin(path: &Path, options: Options) -> Result<Self, ExportError> {
        options.check()?;
        let open = |path: &Path| Staged::create(path, options.overwrite);
        let main = open(path)?;
        let meta = match options.format.has_meta() {
            true => Some(open(&meta_path(path))?),
            false => None,
        };
        let manifest = open(&manifest_path(path))?;
        Ok(Exporter {
            options,
            main,
            meta,
            manifest,
            counts: Counts::default(),
            left_out: Vec::new(),
        })
    }

    /// Writes what the conversation gives, and notes what it does not.
    pub fn add(&mut self, judged: &Judged<'_>) -> Result<Added, ExportError> {
        self.counts.conversations_in += 1;
        let (rows, left_out) = (self.main.rows(), self.left_out.len());
        let counted = match self.options.reviewers {
            Reviewers::People => Cow::Borrowed(judged),
            Reviewers::Auto => Cow::Owned(judged.clone().counting_auto()),
        };
        match self.options.format {
            Format::Muse => self.add_muse(&counted, judged)?,
            Format::Sft => self.add_sft(&counted)?,
            Format::Dpo => self.add_dpo(&counted)?,
        }
        let added = Added {
            rows: (self.main.rows() - rows) as u32,
            left_out: (self.left_out.len() - left_out) as u32,
        };
        self.counts.conversations_out += u64::from(added.rows > 0);
        Ok(added)
    }

    fn rules(&self) -> Rules {
        Rules {
            take: self.options.taken(),
            partial: self.options.partly(),
        }
    }

    fn leave_out(&mut self, entry: LeftOut) {
        self.counts.left_out(&entry);
        self.left_out.push(entry);
    }

    /// `counted` decides whether the conversation is taken; what is written is `judged`, as it is.
    fn add_muse(&mut self, counted: &Judged<'_>, judged: &Judged<'_>) -> Result<(), ExportError> {
        let Rules { take, partial } = self.rules();
        let by_filter = refuse_by_filter(counted, take).map(|why| (why, None));
        let dropped = match partial {
            Partial::Drop => refuse_partial(counted, take),
            Partial::Cut | Partial::Mask => None,
        };
        if let Some((why, turn)) = by_filter.or(dropped) {
            self.leave_out(LeftOut::conversation(judged.conversation.id, turn, why));
            return Ok(());
        }
        self.main.row_with(|out| muse::write_line(out, judged))
    }

    fn add_sft(&mut self, judged: &Judged<'_>) -> Result<(), ExportError> {
        match sft::row(judged, self.rules(), &self.options.system) {
            Err(entry) => self.leave_out(entry),
            Ok((row, mut meta, left_out)) => {
                meta.row = self.main.rows();
                self.main.row(&row)?;
                if let Some(sidecar) = &mut self.meta {
                    sidecar.row(&meta)?;
                }
                self.counts.turns_merged += u64::from(meta.merged);
                self.counts.cut += u64::from(!left_out.is_empty());
                for entry in left_out {
                    self.counts.left_out(&entry);
                    self.left_out.push(entry);
                }
            }
        }
        Ok(())
    }

    fn add_dpo(&mut self, judged: &Judged<'_>) -> Result<(), ExportError> {
        match dpo::pairs(judged, self.rules(), &self.options.system) {
            Err(entry) => self.leave_out(entry),
            Ok(pairs) => {
                for pair in pairs {
                    match pair {
                        Err(entry) => {
                            self.counts.left_out(&entry);
                            self.left_out.push(entry);
                        }
                        Ok((row, mut meta)) => {
                            meta.row = self.main.rows();
                            self.main.row(&row)?;
                            if let Some(sidecar) = &mut self.meta {
                                sidecar.row(&meta)?;
                            }
                            self.counts.turns_merged += u64::from(meta.merged);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The figures so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// Syncs the files, reads them back, and gives them their names, the main file's last.
    pub fn finish(mut self) -> Result<Report, ExportError> {
        let format = self.options.format;
        self.counts.rows = self.main.rows();
        let path = self.main.path().to_owned();
        let main = self.main.seal()?;
        read_back::check(&main, format)?;
        let meta = self.meta.map(Staged::seal).transpose()?;
        if let Some(meta) = &meta {
            read_back::check_json(meta)?;
        }
        let entries = std::iter::once(&main).chain(&meta).map(Sealed::entry);
        let manifest = Manifest::new(
            &self.options,
            self.counts,
            entries.cloned().collect(),
            self.left_out,
        );
        let manifest_path = self.manifest.path().to_owned();
        let text = manifest.to_text().map_err(|source| ExportError::Json {
            path: manifest_path.clone(),
            source,
        })?;
        self.manifest.text(&text)?;
        let sealed = self.manifest.seal()?;
        let meta_name = meta.as_ref().map(|meta| meta.path().to_owned());
        let files = [Some(main), meta, Some(sealed)];
        name_all(
            files.into_iter().flatten().collect(),
            self.options.overwrite,
        )?;
        Ok(Report {
            path,
            meta: meta_name,
            manifest_path,
            manifest,
        })
    }
}

impl Report {
    /// Whether every conversation and pair that was asked for is in the file. What `--status` leaves out was not asked
    /// for. A headless export that is not complete ends with code 3.
    pub fn is_complete(&self) -> bool {
        self.manifest.counts.rows_left_out == 0
    }

    /// The figures in a sentence.
    pub fn summary(&self) -> String {
        let counts = &self.manifest.counts;
        let rows = match self.manifest.format {
            Format::Muse => "conversation",
            Format::Sft => "row",
            Format::Dpo => "pair",
        };
        let mut text = format!(
            "{} from {} in {}",
            counted(counts.rows, rows),
            counted(counts.conversations_in, "conversation"),
            self.path.display()
        );
        for (count, what) in [
            (counts.filtered, "not asked for by their verdict or edits"),
            (counts.rows_left_out, "left out"),
            (counts.cut, "without all their turns"),
        ] {
            if count > 0 {
                text.push_str(&format!("; {count} {what}"));
            }
        }
        if !self.manifest.left_out.is_empty() {
            let name = self.manifest_path.file_name().unwrap_or_default();
            text.push_str(&format!("; {} lists each", name.to_string_lossy()));
        }
        text
    }
}

fn counted(count: u64, one: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {one}{plural}")
}
