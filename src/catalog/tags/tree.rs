//! The tree of the category paths, with counts.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::{Domain, Product};

/// Categories below categories. Names are as the catalogue writes them; paths of another spelling are other paths.
#[derive(Clone, Debug)]
pub struct CategoryTree {
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    name: String,
    items: u64,
    here: u64,
    domains: [u64; Domain::ALL.len()],
    children: Vec<usize>,
    by_name: HashMap<String, usize>,
}

/// A category with those below it, the fullest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Branch {
    /// Its name; empty for the root.
    pub name: String,
    /// Products in it and below it.
    pub items: u64,
    /// Products whose path ends here.
    pub here: u64,
    /// The department of most of its products.
    pub domain: Domain,
    /// How many categories lie right below.
    pub categories: usize,
    /// Those that were asked for.
    pub below: Vec<Branch>,
}

impl Default for CategoryTree {
    /// The root alone.
    fn default() -> Self {
        CategoryTree {
            nodes: vec![Node::default()],
        }
    }
}

impl CategoryTree {
    /// Counts a product in every category of its path. One without categories counts at the root.
    pub fn add(&mut self, product: &Product) {
        let domain = Domain::ALL
            .iter()
            .position(|d| *d == product.domain)
            .unwrap_or(0);
        let mut at = 0;
        self.count(at, domain);
        for name in &product.categories {
            at = self.child(at, name);
            self.count(at, domain);
        }
        self.nodes[at].here += 1;
    }

    fn count(&mut self, at: usize, domain: usize) {
        self.nodes[at].items += 1;
        self.nodes[at].domains[domain] += 1;
    }

    fn child(&mut self, at: usize, name: &str) -> usize {
        if let Some(child) = self.nodes[at].by_name.get(name) {
            return *child;
        }
        let child = self.nodes.len();
        self.nodes.push(Node {
            name: name.to_owned(),
            ..Node::default()
        });
        self.nodes[at].children.push(child);
        self.nodes[at].by_name.insert(name.to_owned(), child);
        child
    }

    /// How many categories there are.
    pub fn len(&self) -> usize {
        self.nodes.len() - 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The category of a path, with `depth` levels below it; names are compared without case. `None` when there is none.
    pub fn branch(&self, path: &[String], depth: usize) -> Option<Branch> {
        let mut at = 0;
        for name in path {
            let node = &self.nodes[at];
            let same =
                |child: &&usize| self.nodes[**child].name.to_lowercase() == name.to_lowercase();
            at = match node.by_name.get(name) {
                Some(child) => *child,
                None => *node.children.iter().find(same)?,
            };
        }
        Some(self.view(at, depth))
    }

    /// The paths on which a category of this name lies, at most `most`: for the one who left out what is above.
    pub fn paths_of(&self, name: &str, most: usize) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        let mut open = vec![(0, Vec::new())];
        while let Some((at, path)) = open.pop() {
            for child in self.nodes[at].children.iter().rev() {
                let mut path: Vec<String> = path.clone();
                path.push(self.nodes[*child].name.clone());
                open.push((*child, path));
            }
            if at != 0 && self.nodes[at].name.to_lowercase() == name.to_lowercase() {
                found.push(path);
            }
        }
        found.truncate(most);
        found
    }

    fn view(&self, at: usize, depth: usize) -> Branch {
        let node = &self.nodes[at];
        let mut below: Vec<Branch> = match depth {
            0 => Vec::new(),
            _ => node
                .children
                .iter()
                .map(|child| self.view(*child, depth - 1))
                .collect(),
        };
        below.sort_by(|a, b| b.items.cmp(&a.items).then_with(|| a.name.cmp(&b.name)));
        Branch {
            name: node.name.clone(),
            items: node.items,
            here: node.here,
            domain: most(&node.domains).0,
            categories: node.children.len(),
            below,
        }
    }
}

/// The department that most products are in, the first of equal ones, and how many.
pub(in crate::catalog) fn most(domains: &[u64; Domain::ALL.len()]) -> (Domain, u64) {
    let mut best = (Domain::Other, 0);
    for (domain, count) in Domain::ALL.iter().zip(domains) {
        if *count > best.1 {
            best = (*domain, *count);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(domain: &str, path: &[&str]) -> Product {
        let json =
            serde_json::json!({"id": "1", "domain": domain, "title": "x", "categories": path});
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn counts_go_up_the_path() {
        let mut tree = CategoryTree::default();
        for path in [
            &["Men", "Shirts"][..],
            &["Men", "Shirts"],
            &["Men", "Shoes"],
            &["Women", "Shoes"],
            &["Women"],
            &[],
        ] {
            tree.add(&product("fashion", path));
        }
        assert_eq!(tree.len(), 5);
        let root = tree.branch(&[], 1).unwrap();
        assert_eq!((root.items, root.here, root.categories), (6, 1, 2));
        let names: Vec<_> = root
            .below
            .iter()
            .map(|b| (b.name.as_str(), b.items, b.here))
            .collect();
        assert_eq!(names, [("Men", 3, 0), ("Women", 2, 1)]);
        assert!(root.below[0].below.is_empty() && root.below[0].categories == 2);
        let men = tree.branch(&["men".to_owned()], 9).unwrap();
        assert_eq!(men.below[0].name, "Shirts");
        assert_eq!(men.domain, Domain::Fashion);
        assert_eq!(tree.branch(&["Shoes".to_owned()], 1), None);
        assert_eq!(
            tree.paths_of("shoes", 9),
            [["Men", "Shoes"], ["Women", "Shoes"]]
        );
        assert_eq!(tree.paths_of("shoes", 1).len(), 1);
    }
}
