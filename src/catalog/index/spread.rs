//! Counting how the products of an answer are spread over their sides.
//!
//! Owns: the facets' numbers, from one column of ordinals a segment. Does not: say what a product's sides are (`sides`).

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::index::SegmentId;
use tantivy::{DocId, Score, Searcher, SegmentOrdinal, SegmentReader};

use super::bands::PriceBand;
use super::facets::{Counted, Facet, Side};
use super::schema::SIDES_COLUMN;
use super::sides;
use crate::domain::Currency;

/// As many products are counted one by one; of a longer answer every so many-th is.
const SAMPLE: usize = 8_192;

/// So many entries are kept as they are shown.
const MOST_SHOWN: usize = 4_096;

/// So many values are read at once where all are.
const BLOCK: usize = 4_096;

/// The products of an answer, segment by segment.
pub(super) struct Matching;

/// The products of one segment.
pub(super) struct SegmentMatching {
    segment: SegmentOrdinal,
    docs: Vec<DocId>,
}

impl Collector for Matching {
    type Fruit = Vec<SegmentMatching>;
    type Child = SegmentMatching;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        _: &SegmentReader,
    ) -> tantivy::Result<SegmentMatching> {
        let docs = Vec::new();
        Ok(SegmentMatching { segment, docs })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<SegmentMatching>) -> tantivy::Result<Self::Fruit> {
        Ok(fruits)
    }
}

impl SegmentCollector for SegmentMatching {
    type Fruit = SegmentMatching;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.docs.push(doc);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        self.docs.extend_from_slice(docs);
    }

    fn harvest(self) -> SegmentMatching {
        self
    }
}

/// How many products an answer has.
pub(super) fn total(matching: &[SegmentMatching]) -> usize {
    matching.iter().map(|segment| segment.docs.len()).sum()
}

/// The column of one segment with what is found out about it once: segments never change.
struct Column {
    entries: StrColumn,
    /// Whether an entry is compared as the one before it is, and only shown otherwise.
    continues: Vec<bool>,
    /// How often each entry stands in the whole segment.
    whole: OnceLock<Vec<u32>>,
    /// Where the entries of each side stand, by its letter.
    sides: BTreeMap<u8, Range<usize>>,
    /// Entries that were shown lately: the dictionary unpacks a block for every one that is read.
    shown: Mutex<HashMap<usize, Arc<str>>>,
}

impl Column {
    fn open(segment: &SegmentReader) -> tantivy::Result<Option<Self>> {
        let Some(entries) = segment.fast_fields().str(SIDES_COLUMN)? else {
            return Ok(None);
        };
        let mut continues = Vec::with_capacity(entries.num_terms());
        let mut last = Vec::new();
        let mut sides: BTreeMap<u8, Range<usize>> = BTreeMap::new();
        let mut stream = entries.dictionary().stream()?;
        while stream.advance() {
            let at = continues.len();
            if let Some(letter) = stream.key().first() {
                sides.entry(*letter).or_insert(at..at).end = at + 1;
            }
            let key = compared(stream.key());
            continues.push(key == last.as_slice());
            last.clear();
            last.extend_from_slice(key);
        }
        Ok(Some(Column {
            entries,
            continues,
            whole: OnceLock::new(),
            sides,
            shown: Mutex::default(),
        }))
    }

    fn add(&self, docs: impl Iterator<Item = DocId>, counts: &mut [u32]) {
        let ords = self.entries.ords();
        let mut values = Vec::new();
        for doc in docs {
            // One call for all values of a product, in place of one for each.
            let rows = ords.index.value_row_ids(doc);
            values.resize(rows.len(), 0);
            ords.values.get_range(u64::from(rows.start), &mut values);
            for ord in &values {
                if let Some(count) = counts.get_mut(*ord as usize) {
                    *count += 1;
                }
            }
        }
    }

    /// As [`Column::add`] for every product: whose value is whose does not matter then.
    fn add_everything(&self, counts: &mut [u32]) {
        let values = &self.entries.ords().values;
        let mut block = vec![0; BLOCK];
        for start in (0..values.num_vals()).step_by(BLOCK) {
            let left = (values.num_vals() - start) as usize;
            block.truncate(left);
            values.get_range(u64::from(start), &mut block);
            for ord in &block {
                if let Some(count) = counts.get_mut(*ord as usize) {
                    *count += 1;
                }
            }
        }
    }

    fn zeros(&self) -> Vec<u32> {
        vec![0; self.continues.len()]
    }

    /// Counts of every product of the segment that was not deleted.
    fn all(&self, segment: &SegmentReader) -> Vec<u32> {
        let whole = self.whole.get_or_init(|| {
            let mut counts = self.zeros();
            self.add_everything(&mut counts);
            counts
        });
        let mut counts = whole.clone();
        if let Some(alive) = segment.alive_bitset() {
            let mut deleted = self.zeros();
            let gone = (0..segment.max_doc()).filter(|doc| alive.is_deleted(*doc));
            self.add(gone, &mut deleted);
            for (count, gone) in counts.iter_mut().zip(deleted) {
                *count -= gone;
            }
        }
        counts
    }

    fn name(&self, ord: usize) -> tantivy::Result<String> {
        let shown = || self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(name) = shown().get(&ord) {
            return Ok(name.to_string());
        }
        let mut name = String::new();
        self.entries.ord_to_str(ord as u64, &mut name)?;
        let mut shown = shown();
        if shown.len() >= MOST_SHOWN {
            shown.clear();
        }
        shown.insert(ord, name.as_str().into());
        Ok(name)
    }

    /// The entry that is compared as this one is, if there is one: the same or one that is shown otherwise.
    fn like(&self, entry: &str) -> tantivy::Result<Option<usize>> {
        let dictionary = self.entries.dictionary();
        if let Some(ord) = dictionary.term_ord(entry)? {
            return Ok(Some(ord as usize));
        }
        let key = compared(entry.as_bytes());
        let mut stream = dictionary.range().ge(key).into_stream()?;
        let same = stream.advance() && compared(stream.key()) == key;
        Ok(same.then(|| stream.term_ord() as usize))
    }

    /// The entries of one side.
    fn range(&self, side: Side) -> Range<usize> {
        let letter = u8::try_from(side.letter()).ok();
        let range = letter.and_then(|letter| self.sides.get(&letter));
        range.cloned().unwrap_or(0..0)
    }
}

fn compared(entry: &[u8]) -> &[u8] {
    let end = entry.iter().position(|b| *b == sides::SHOWN as u8);
    &entry[..end.unwrap_or(entry.len())]
}

/// Columns that stay open over generations.
#[derive(Default)]
pub(super) struct Columns {
    open: Mutex<HashMap<SegmentId, Option<Arc<Column>>>>,
}

impl Columns {
    fn of(&self, searcher: &Searcher) -> tantivy::Result<Vec<Option<Arc<Column>>>> {
        let segments = searcher.segment_readers();
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|id, _| segments.iter().any(|segment| segment.segment_id() == *id));
        let mut columns = Vec::with_capacity(segments.len());
        for segment in segments {
            let column = match open.entry(segment.segment_id()) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(Column::open(segment)?.map(Arc::new)),
            };
            columns.push(column.clone());
        }
        Ok(columns)
    }

    /// The facets of the whole catalogue, with at most so many values a side.
    pub(super) fn whole(&self, searcher: &Searcher, most: usize) -> tantivy::Result<Vec<Facet>> {
        let mut counts = Vec::new();
        for (column, segment) in self
            .of(searcher)?
            .into_iter()
            .zip(searcher.segment_readers())
        {
            if let Some(column) = column {
                let all = column.all(segment);
                counts.push((column, all));
            }
        }
        facets(counts, Share::all(), most)
    }

    /// The currency that most priced products of the catalogue have; the rupee before others that as many have.
    pub(super) fn currency(&self, searcher: &Searcher) -> tantivy::Result<Currency> {
        let mut products: BTreeMap<Currency, u64> = BTreeMap::from([(Currency::INR, 0)]);
        for (column, segment) in self
            .of(searcher)?
            .into_iter()
            .zip(searcher.segment_readers())
        {
            let Some(column) = column else { continue };
            let counts = column.all(segment);
            for ord in column.range(Side::Price) {
                let entry = column.name(ord)?;
                let band =
                    sides::parted(&entry).and_then(|(_, key, _)| PriceBand::from_sortable(key));
                if let (Some(band), Some(count)) = (band, counts.get(ord)) {
                    *products.entry(band.from.currency).or_default() += u64::from(*count);
                }
            }
        }
        let most = products
            .into_iter()
            .max_by_key(|(currency, count)| (*count, *currency == Currency::INR));
        Ok(most.map_or(Currency::INR, |(currency, _)| currency))
    }

    /// The facets of an answer.
    pub(super) fn some(
        &self,
        searcher: &Searcher,
        matching: &[SegmentMatching],
        most: usize,
    ) -> tantivy::Result<Vec<Facet>> {
        let share = Share::of(total(matching));
        let columns = self.of(searcher)?;
        let mut counts = Vec::new();
        let mut passed = 0;
        for SegmentMatching { segment, docs } in matching {
            let Some(Some(column)) = columns.get(*segment as usize) else {
                continue;
            };
            let mut here = column.zeros();
            column.add(share.chosen(docs, passed), &mut here);
            passed += docs.len();
            counts.push((Arc::clone(column), here));
        }
        facets(counts, share, most)
    }
}

/// Which share of an answer is counted.
#[derive(Clone, Copy)]
struct Share {
    step: usize,
    factor: f64,
}

impl Share {
    fn all() -> Self {
        Share {
            step: 1,
            factor: 1.0,
        }
    }

    fn of(total: usize) -> Self {
        let step = total.div_ceil(SAMPLE).max(1);
        let counted = total.div_ceil(step).max(1);
        Share {
            step,
            factor: if step == 1 {
                1.0
            } else {
                total as f64 / counted as f64
            },
        }
    }

    /// The products that are counted of one segment, before which so many stand in others: one of each `step`, at a place
    /// that looks like chance, since catalogues repeat themselves at regular distances (three colours, five sizes).
    fn chosen(self, docs: &[DocId], passed: usize) -> impl Iterator<Item = DocId> {
        let blocks = passed / self.step..(passed + docs.len()).div_ceil(self.step);
        blocks.filter_map(move |block| {
            let mixed = (block as u64)
                .wrapping_add(1)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let place = block * self.step + ((mixed >> 32) as usize) % self.step;
            docs.get(place.checked_sub(passed)?).copied()
        })
    }

    fn reckoned(self, count: u64) -> u64 {
        (count as f64 * self.factor).round() as u64
    }
}

/// Brings the counts of all segments into the largest vocabulary, then picks the most frequent of each side.
fn facets(
    mut counts: Vec<(Arc<Column>, Vec<u32>)>,
    share: Share,
    most: usize,
) -> tantivy::Result<Vec<Facet>> {
    counts.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.len()));
    let mut segments = counts.into_iter();
    let Some((base, mut counts)) = segments.next() else {
        return Ok(Vec::new());
    };
    let mut strange: HashMap<String, u64> = HashMap::new();
    for (column, here) in segments {
        for (ord, count) in here.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            let entry = column.name(ord)?;
            match base.like(&entry)?.and_then(|ord| counts.get_mut(ord)) {
                Some(known) => *known += count,
                None => {
                    let key = String::from_utf8_lossy(compared(entry.as_bytes())).into_owned();
                    if let Some(known) = strange.get_mut(&key) {
                        *known += u64::from(count);
                    } else {
                        strange.insert(entry, u64::from(count));
                    }
                }
            }
        }
    }
    let mut out = Vec::with_capacity(Side::ALL.len());
    for side in Side::ALL {
        let values = values(&base, &counts, side, most, &strange)?;
        if !values.is_empty() {
            out.push(facet(side, values, share));
        }
    }
    Ok(out)
}

/// Entries of one side with their counts, the most frequent first.
fn values(
    column: &Column,
    counts: &[u32],
    side: Side,
    most: usize,
    strange: &HashMap<String, u64>,
) -> tantivy::Result<Vec<(String, u64)>> {
    let range = column.range(side);
    // Sum and most frequent spelling of what is compared alike, by the place of the first of them.
    let mut groups: Vec<(u64, usize)> = Vec::new();
    let (mut sum, mut shown, mut top) = (0, range.start, 0);
    for ord in range.clone() {
        let (Some(count), Some(continues)) = (counts.get(ord), column.continues.get(ord)) else {
            break;
        };
        if !continues && sum > 0 {
            groups.push((sum, shown));
            sum = 0;
        }
        if sum == 0 || *count > top {
            (shown, top) = (ord, *count);
        }
        sum += u64::from(*count);
    }
    if sum > 0 {
        groups.push((sum, shown));
    }
    let order = |a: &(u64, usize), b: &(u64, usize)| b.0.cmp(&a.0).then(a.1.cmp(&b.1));
    if groups.len() > most && most > 0 {
        groups.select_nth_unstable_by(most - 1, order);
    }
    groups.truncate(most);
    let mut out = Vec::with_capacity(groups.len());
    for (sum, ord) in groups {
        out.push((column.name(ord)?, sum));
    }
    let others = strange
        .iter()
        .filter(|(entry, _)| entry.starts_with(side.letter()));
    out.extend(others.map(|(entry, count)| (entry.clone(), *count)));
    out.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.truncate(most);
    Ok(out)
}

fn facet(side: Side, mut entries: Vec<(String, u64)>, share: Share) -> Facet {
    if side == Side::Price {
        entries.sort();
    }
    let named = entries.iter().filter_map(|(entry, count)| {
        let (_, key, shown) = sides::parted(entry)?;
        let name = match side {
            Side::Price => PriceBand::from_sortable(key)?.to_string(),
            _ => shown.to_owned(),
        };
        Some((name, share.reckoned(*count)))
    });
    Facet {
        side,
        values: named.collect(),
        counted: if share.step == 1 {
            Counted::All
        } else {
            Counted::Sample
        },
    }
}
