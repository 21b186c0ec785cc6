//! Vectors of product texts, kept so that no text is embedded twice.
//!
//! Owns: a file of records of one size, each a key and a vector, which is only ever added to; a record that was cut off or
//! damaged counts as not there. Does not: embed, or know what a key is of. The file can be deleted at any time.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a vector is of: the hash of model, purpose and text.
pub type VectorKey = [u8; 16];

const KEY: usize = 16;
const CHECK: usize = 4;
/// No model's vectors are longer.
const MOST: usize = 16_384;

/// The vectors of one model.
pub struct VectorCache {
    inner: Mutex<Inner>,
}

struct Inner {
    file: File,
    /// Whether this process holds the file for writing.
    writable: bool,
    /// How long each vector is; `None` until the first one comes.
    length: Option<usize>,
    places: HashMap<VectorKey, u64>,
    end: u64,
}

/// The key of a text.
pub fn vector_key(model: &str, purpose: &str, text: &str) -> VectorKey {
    let mut hasher = blake3::Hasher::new();
    for part in [model, purpose, text] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut key = [0; KEY];
    hasher.finalize_xof().fill(&mut key);
    key
}

impl VectorCache {
    /// Opens the file, or makes an empty one. While another process writes it, new vectors are not kept.
    ///
    /// # Errors
    /// A file that cannot be made or read.
    pub fn open(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)?;
        let writable = file.try_lock().is_ok();
        let mut inner = Inner {
            file,
            writable,
            length: None,
            places: HashMap::new(),
            end: 0,
        };
        inner.read_places()?;
        Ok(VectorCache {
            inner: Mutex::new(inner),
        })
    }

    /// The vectors of these keys, `None` where there is none.
    pub fn get(&self, keys: &[VectorKey]) -> Vec<Option<Vec<f32>>> {
        let inner = self.lock();
        keys.iter().map(|key| inner.read(key)).collect()
    }

    /// Keeps vectors. They are on disk soon; what is lost in a crash is embedded again.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn put(&self, vectors: &[(VectorKey, &[f32])]) -> io::Result<()> {
        self.lock().append(vectors)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn record_size(&self) -> Option<u64> {
        Some((KEY + self.length? * size_of::<f32>() + CHECK) as u64)
    }

    /// Reads the length of the vectors, then every key. A rest that is no whole record is cut off.
    fn read_places(&mut self) -> io::Result<()> {
        let total = self.file.metadata()?.len();
        let mut reader = BufReader::new(self.file.try_clone()?);
        let mut head = [0; 4];
        if total < 4 || reader.read_exact(&mut head).is_err() {
            return self.start_over();
        }
        let length = u32::from_le_bytes(head) as usize;
        if length == 0 || length > MOST {
            return self.start_over();
        }
        self.length = Some(length);
        let size = self.record_size().unwrap_or(1);
        let mut record = vec![0; size as usize];
        self.end = 4;
        while self.end + size <= total {
            reader.read_exact(&mut record)?;
            if let Some((key, _)) = parse(&record) {
                self.places.insert(key, self.end);
            }
            self.end += size;
        }
        if self.writable && self.end < total {
            self.file.set_len(self.end)?;
        }
        Ok(())
    }

    fn start_over(&mut self) -> io::Result<()> {
        self.places.clear();
        self.length = None;
        self.end = 0;
        if self.writable {
            self.file.set_len(0)?;
        }
        Ok(())
    }

    fn read(&self, key: &VectorKey) -> Option<Vec<f32>> {
        let at = *self.places.get(key)?;
        let mut record = vec![0; self.record_size()? as usize];
        // Writes go to the end whatever is read: the file is open for appending.
        let mut file = &self.file;
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut record).ok()?;
        let (found, vector) = parse(&record)?;
        (found == *key).then_some(vector)
    }

    fn append(&mut self, vectors: &[(VectorKey, &[f32])]) -> io::Result<()> {
        let Some((_, first)) = vectors.first() else {
            return Ok(());
        };
        if !self.writable || first.is_empty() || first.len() > MOST {
            return Ok(());
        }
        if self.length.is_some_and(|length| length != first.len()) {
            // The model of this name now gives other vectors: the old ones are worth nothing.
            self.start_over()?;
        }
        let whole = self.end;
        let mut bytes = Vec::new();
        if self.length.is_none() {
            bytes.extend((first.len() as u32).to_le_bytes());
            self.end = 4;
        }
        self.length = Some(first.len());
        let size = self.record_size().unwrap_or(1);
        let mut places = Vec::new();
        for (key, vector) in vectors.iter().filter(|(_, v)| v.len() == first.len()) {
            let start = bytes.len();
            bytes.extend(key);
            vector.iter().for_each(|n| bytes.extend(n.to_le_bytes()));
            let check = check(&bytes[start..]);
            bytes.extend(check);
            places.push(*key);
        }
        if let Err(error) = self.file.write_all(&bytes) {
            // Half a record would shift all that come after it.
            self.file.set_len(whole)?;
            self.end = whole;
            self.length = self.length.filter(|_| whole > 0);
            return Err(error);
        }
        for key in places {
            self.places.insert(key, self.end);
            self.end += size;
        }
        Ok(())
    }
}

fn check(bytes: &[u8]) -> [u8; CHECK] {
    let hash = blake3::hash(bytes);
    let mut out = [0; CHECK];
    out.copy_from_slice(&hash.as_bytes()[..CHECK]);
    out
}

/// Key and vector of a record whose check is right.
fn parse(record: &[u8]) -> Option<(VectorKey, Vec<f32>)> {
    let (body, told) = record.split_at_checked(record.len().checked_sub(CHECK)?)?;
    if check(body) != *told {
        return None;
    }
    let (key, numbers) = body.split_at_checked(KEY)?;
    let numbers = numbers.chunks_exact(size_of::<f32>());
    let vector = numbers.map(|n| f32::from_le_bytes([n[0], n[1], n[2], n[3]]));
    Some((key.try_into().ok()?, vector.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> VectorKey {
        vector_key("m", "passage", text)
    }

    #[test]
    fn what_was_kept_is_there_after_opening_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("m.vectors");
        let cache = VectorCache::open(&path).unwrap();
        cache
            .put(&[(key("a"), &[1.0, 2.0]), (key("b"), &[3.0, 4.0])])
            .unwrap();
        cache.put(&[(key("c"), &[5.0, 6.0])]).unwrap();
        let keys = [key("c"), key("none"), key("a")];
        let want = vec![Some(vec![5.0, 6.0]), None, Some(vec![1.0, 2.0])];
        assert_eq!(cache.get(&keys), want);
        drop(cache);
        assert_eq!(VectorCache::open(&path).unwrap().get(&keys), want);
    }

    #[test]
    fn a_cut_or_damaged_record_is_not_there_and_the_others_are() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.vectors");
        let cache = VectorCache::open(&path).unwrap();
        cache
            .put(&[(key("a"), &[1.0]), (key("b"), &[2.0])])
            .unwrap();
        drop(cache);
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).unwrap();
            let cache = VectorCache::open(&path).unwrap();
            cache.put(&[(key("c"), &[3.0])]).unwrap();
            let found = cache.get(&[key("c"), key("a")]);
            assert_eq!(found[0], Some(vec![3.0]), "cut at {length}");
            assert_eq!(found[1].is_some(), length >= 28, "cut at {length}");
        }
        let mut bad = whole.clone();
        bad[24] ^= 1;
        fs::write(&path, &bad).unwrap();
        let cache = VectorCache::open(&path).unwrap();
        assert_eq!(cache.get(&[key("a"), key("b")]), [None, Some(vec![2.0])]);
    }

    #[test]
    fn vectors_of_another_length_replace_the_old_ones() {
        let folder = tempfile::tempdir().unwrap();
        let cache = VectorCache::open(&folder.path().join("m.vectors")).unwrap();
        cache.put(&[(key("a"), &[1.0])]).unwrap();
        cache.put(&[(key("b"), &[1.0, 2.0])]).unwrap();
        assert_eq!(
            cache.get(&[key("a"), key("b")]),
            [None, Some(vec![1.0, 2.0])]
        );
    }
}
