//! The job that finds products which are the same thing under several ids, and the reading of what it found.

use super::indexing::mark;
use super::runner::{Context, Report};
use super::{JobError, JobHandle, JobKind, Runner, Workspace, plural};
use crate::catalog::{NearFinder, NearFound};
use crate::domain::{Product, ProductId};
use crate::store::{Change, Cursor, Op, Page, ProductGroup};

/// How many products are read at once.
const PAGE: u32 = 2_000;
/// The setting that holds the state of the products that the groups were made of.
const FOUND_IN: &str = "products.groups";

/// What the search for duplicates found.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct DuplicatesFound {
    /// Products compared.
    pub products: u64,
    /// Groups of products that are one thing; they replace the groups of an earlier search.
    pub groups: u64,
    /// Products in them.
    pub members: u64,
    /// Products whose title reads like another's while nothing else tells whether they are one thing: not grouped.
    pub unproven: u64,
    /// Whether a person stopped it; then the groups are as they were.
    pub stopped: bool,
}

impl Report for DuplicatesFound {
    fn stopped(&self) -> bool {
        self.stopped
    }

    fn left_out(&self) -> u64 {
        0
    }

    fn summary(&self) -> String {
        if self.stopped {
            return "stopped; the groups are as they were".to_owned();
        }
        format!(
            "{} compared: {} of {} under several ids; {} more only read alike and are not grouped",
            plural(self.products, "product"),
            plural(self.groups, "thing"),
            plural(self.members, "product"),
            self.unproven
        )
    }
}

/// How the groups stand to the products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupsFit {
    /// They were made of the products that are there.
    Fit,
    /// Products came in since.
    Old,
    /// Nobody has looked yet.
    Never,
}

/// Products that are one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Duplicates {
    /// All that are still in the catalogue, the one that stands for all first.
    pub members: Vec<Product>,
}

impl Duplicates {
    /// The names of the fields in which the members are not the same.
    pub fn differing(&self) -> Vec<&'static str> {
        type Field = (&'static str, fn(&Product) -> String);
        const FIELDS: [Field; 9] = [
            ("source", |p| p.source.clone()),
            ("title", |p| p.title.clone()),
            ("brand", |p| format!("{:?}", p.brand)),
            ("categories", |p| format!("{:?}", p.categories)),
            ("price", |p| format!("{:?}", p.price)),
            ("stock", |p| format!("{:?}", p.stock)),
            ("description", |p| format!("{:?}", p.description)),
            ("attributes", |p| format!("{:?}", p.attributes)),
            ("image", |p| format!("{:?}", p.image)),
        ];
        let differs = |field: &&Field| {
            let mut values = self.members.iter().map(field.1);
            let first = values.next();
            values.any(|value| Some(value) != first)
        };
        FIELDS.iter().filter(differs).map(|field| field.0).collect()
    }
}

impl Runner {
    /// Compares all products and keeps the groups of those that are one thing. None is taken out.
    pub fn find_duplicates(&self) -> JobHandle<DuplicatesFound> {
        self.start(JobKind::Duplicates, find)
    }
}

async fn find(mut context: Context) -> Result<DuplicatesFound, JobError> {
    let workspace = context.workspace.clone();
    workspace.writable()?;
    let store = workspace.store();
    let state = mark(store).await?;
    let total = store.counts().await?.products;
    context
        .reporter
        .started("look for duplicates".to_owned(), Some(total), None);
    let mut finder = NearFinder::new();
    let mut cursor = Cursor::First;
    loop {
        context.gate.pass().await;
        let page = store.product_page(cursor, PAGE).await?;
        let last = page.items.last().map(|(key, _)| *key);
        let (Some(last), false) = (last, context.gate.stopped()) else {
            break;
        };
        cursor = Cursor::After(last);
        let take_in = move || {
            page.items
                .iter()
                .for_each(|(_, product)| finder.add(product));
            (finder, page.more)
        };
        let more;
        (finder, more) = tokio::task::spawn_blocking(take_in).await?;
        context
            .reporter
            .progress(finder.len() as u64, 0, Some(total));
        if !more {
            break;
        }
    }
    let products = finder.len() as u64;
    let gate = context.gate.clone();
    let compare = move || finder.find(|| !gate.stopped());
    let Some(found) = tokio::task::spawn_blocking(compare).await? else {
        return Ok(DuplicatesFound {
            products,
            stopped: true,
            ..DuplicatesFound::default()
        });
    };
    put(&workspace, found, products, state).await
}

async fn put(
    workspace: &Workspace,
    found: NearFound,
    products: u64,
    state: String,
) -> Result<DuplicatesFound, JobError> {
    let group = |members: Vec<ProductId>| ProductGroup { members };
    let groups: Vec<ProductGroup> = found.groups.into_iter().map(|g| group(g.members)).collect();
    let done = DuplicatesFound {
        products,
        groups: groups.len() as u64,
        members: groups.iter().map(|group| group.members.len() as u64).sum(),
        unproven: found.unproven,
        stopped: false,
    };
    let ops = vec![
        Op::PutProductGroups(groups),
        Op::PutSetting(FOUND_IN.to_owned(), Some(state)),
    ];
    workspace.store().apply(Change::batched(ops)).await?;
    Ok(done)
}

impl Workspace {
    /// A page of the groups that [`Runner::find_duplicates`] found last, with their products.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn duplicates(
        &self,
        cursor: Cursor,
        limit: u32,
    ) -> Result<Page<Duplicates>, JobError> {
        let page = self.store().groups(cursor, limit).await?;
        let mut items = Vec::with_capacity(page.items.len());
        for (key, group) in page.items {
            items.push((key, self.members(group).await?));
        }
        Ok(Page {
            items,
            more: page.more,
        })
    }

    /// The group that a product is in; `None` when it stands alone.
    ///
    /// # Errors
    /// [`JobError::UnknownId`] when there is no such product; when the store cannot be read.
    pub async fn duplicates_of(&self, id: &ProductId) -> Result<Option<Duplicates>, JobError> {
        self.product_record(id).await?;
        match self.store().group_of(id.clone()).await? {
            Some(group) => Ok(Some(self.members(group).await?)),
            None => Ok(None),
        }
    }

    async fn members(&self, group: ProductGroup) -> Result<Duplicates, JobError> {
        let members = self.store().products(group.members).await?;
        Ok(Duplicates { members })
    }

    /// How the groups stand to the products.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn duplicates_fit(&self) -> Result<GroupsFit, JobError> {
        let found_in = self.store().setting(FOUND_IN.to_owned()).await?;
        let now = mark(self.store()).await?;
        Ok(match found_in {
            None => GroupsFit::Never,
            Some(then) if then == now => GroupsFit::Fit,
            Some(_) => GroupsFit::Old,
        })
    }
}
