//! Groups that grow by union while all their members agree.

use super::evidence::contradict;
use super::item::Shelf;

/// The most members on each side that are compared before two groups become one.
const ASKED: usize = 12;

/// Products in groups; at first each is alone.
pub(super) struct Groups {
    parents: Vec<u32>,
    /// The members of each group of two or more, kept at its root.
    members: Vec<Vec<u32>>,
}

impl Groups {
    /// So many products, each alone.
    pub(super) fn new(len: usize) -> Self {
        Groups {
            parents: (0..u32::try_from(len).unwrap_or(u32::MAX)).collect(),
            members: vec![Vec::new(); len],
        }
    }

    fn root(&mut self, mut number: u32) -> u32 {
        while self.parents[number as usize] != number {
            let above = self.parents[number as usize];
            self.parents[number as usize] = self.parents[above as usize];
            number = above;
        }
        number
    }

    /// Whether two products are in one group.
    pub(super) fn are_one(&mut self, a: u32, b: u32) -> bool {
        self.root(a) == self.root(b)
    }

    /// Makes the groups of two products one, unless members of them speak against one another.
    pub(super) fn unite(&mut self, shelf: &Shelf, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        let (kept, gone) = if a < b { (a, b) } else { (b, a) };
        if a == b || self.disagree(shelf, kept, gone) {
            return;
        }
        let mut moved = std::mem::take(&mut self.members[gone as usize]);
        if moved.is_empty() {
            moved.push(gone);
        }
        let members = &mut self.members[kept as usize];
        if members.is_empty() {
            members.push(kept);
        }
        members.append(&mut moved);
        self.parents[gone as usize] = kept;
    }

    fn disagree(&self, shelf: &Shelf, a: u32, b: u32) -> bool {
        let of = |root: u32| {
            let members = &self.members[root as usize];
            let alone = members.is_empty().then_some(root);
            alone.into_iter().chain(members.iter().copied()).take(ASKED)
        };
        of(a).any(|x| of(b).any(|y| contradict(shelf, shelf.item(x), shelf.item(y))))
    }

    /// The groups of two or more, each in order, in the order of their first members.
    pub(super) fn into_lists(self) -> Vec<Vec<u32>> {
        let mut lists: Vec<Vec<u32>> = self
            .members
            .into_iter()
            .filter(|list| list.len() > 1)
            .collect();
        for list in &mut lists {
            list.sort_unstable();
        }
        lists
    }
}
