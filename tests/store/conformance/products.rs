//! What catalogues and people do to products: versions, edits that stand, undo, merging, groups.

use muse_studio::domain::*;
use muse_studio::review::product_edits;
use muse_studio::store::*;

use super::sample::{Maker, judge, product, set, value};
use super::wait;

async fn import(store: &Store, products: Vec<Product>) -> ProductTally {
    let change = Change::batched(vec![Op::PutProducts(products)]);
    store.apply(change).await.unwrap().products
}

async fn review(store: &Store, entry: NewEntry) -> Applied {
    store
        .apply(Change::one(Op::Review(vec![entry])))
        .await
        .unwrap()
}

async fn record(store: &Store, id: &ProductId) -> ProductRecord {
    store.product_record(id.clone()).await.unwrap().unwrap()
}

async fn undo(store: &Store, who: &str) -> Applied {
    store
        .apply(Change::one(Op::Undo(who.into())))
        .await
        .unwrap()
}

pub fn an_import_tells_what_it_changed_and_keeps_what_was(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let first: Vec<Product> = (0..6).map(product).collect();
        let tally = import(&store, first.clone()).await;
        assert_eq!((tally.added, tally.updated, tally.unchanged), (6, 0, 0));
        let mut second = first.clone();
        second[2].price = Some(Money::rupees(399));
        second[2].source = "another shop".to_owned();
        second.push(product(6));
        let tally = import(&store, second.clone()).await;
        assert_eq!((tally.added, tally.updated, tally.unchanged), (1, 1, 5));

        let history = store.product_history(first[2].id.clone()).await.unwrap();
        let bodies: Vec<&Product> = history.iter().map(|version| &version.product).collect();
        assert_eq!(bodies, [&first[2], &second[2]]);
        let numbers: Vec<u32> = history.iter().map(|version| version.version).collect();
        assert_eq!(numbers, [1, 2]);
        assert_eq!(history[0].origin, Origin::Import("made up".to_owned()));
        assert_eq!(history[1].origin, Origin::Import("another shop".to_owned()));
        assert!(history[0].at_ms.is_some() && history[0].at_ms <= history[1].at_ms);
        let same = store.product_history(first[1].id.clone()).await.unwrap();
        assert_eq!(
            same.len(),
            1,
            "an import that says the same leaves no version"
        );
        assert!(
            store
                .product_history("nowhere".into())
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(store.product_record("nowhere".into()).await.unwrap(), None);
    });
}

/// A row without a picture says nothing against the one that was added here.
pub fn a_picture_and_a_models_description_outlive_an_import(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let bare = product(0);
        let mut rich = bare.clone();
        rich.image = Some("kurta.png".to_owned());
        rich.new_description = Some("A hand-loom kurta for warm days.".to_owned());
        import(&store, vec![rich.clone()]).await;
        let tally = import(&store, vec![bare.clone()]).await;
        assert_eq!((tally.updated, tally.unchanged), (0, 1));
        assert_eq!(record(&store, &bare.id).await.now.product, rich);
        let dearer = Product {
            price: Some(Money::rupees(9_999)),
            ..bare.clone()
        };
        assert_eq!(import(&store, vec![dearer]).await.updated, 1);
        let now = record(&store, &bare.id).await.now.product;
        assert_eq!(now.image, rich.image);
        assert_eq!(now.new_description, rich.new_description);
        assert_eq!(now.price, Some(Money::rupees(9_999)));
    });
}

/// What a job finds out becomes part of what the catalogue says; edits stay edits.
pub fn what_a_job_finds_out_leaves_edits_alone(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let old = product(1);
        import(&store, vec![old.clone()]).await;
        review(&store, set("asha", &old, "price", "399")).await;
        review(&store, set("asha", &old, "image", "mine.png")).await;
        let enrich = async |field: &str, text: &str| {
            let values = vec![(old.id.clone(), value(field, text))];
            let change = Change::one(Op::EnrichProducts(values));
            store.apply(change).await.unwrap().products
        };
        let tally = enrich("new_description", "For warm days.").await;
        assert_eq!((tally.updated, tally.edits_kept), (1, 1));
        assert_eq!(
            enrich("new_description", "For warm days.").await.unchanged,
            1
        );
        assert_eq!(enrich("image", "theirs.png").await.updated, 1);
        let both = record(&store, &old.id).await;
        assert_eq!(both.now.product.price, Some(Money::rupees(399)));
        assert_eq!(both.now.product.image.as_deref(), Some("mine.png"));
        assert_eq!(
            both.imported.price, old.price,
            "an edit is not the catalogue's word"
        );
        undo(&store, "asha").await;
        undo(&store, "asha").await;
        let bare = record(&store, &old.id).await.now.product;
        assert_eq!(bare.price, old.price);
        assert_eq!(bare.image.as_deref(), Some("theirs.png"));
        assert_eq!(bare.new_description.as_deref(), Some("For warm days."));
        let nobody = vec![("nowhere".into(), value("image", "x.png"))];
        let refused = store.apply(Change::one(Op::EnrichProducts(nobody))).await;
        assert!(refused.is_err());
    });
}

pub fn an_edit_of_a_product_is_undone_and_redone(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let (catalogue, whole) = (product(1), Maker::new(1).conversation(0, 3));
        import(&store, vec![catalogue.clone()]).await;
        let put = Op::PutConversation(Box::new(whole.clone()));
        store.apply(Change::one(put)).await.unwrap();
        let id = &catalogue.id;
        let verdict = judge("asha", Subject::Conversation(whole.id), Verdict::Accepted);
        review(&store, verdict).await;
        let before = store.conversation(whole.id).await.unwrap();
        let counts = store.counts().await.unwrap();

        review(&store, set("asha", &catalogue, "price", "₹399")).await;
        let edited = record(&store, id).await;
        assert_eq!(edited.now.product.price, Some(Money::rupees(399)));
        assert_eq!(edited.now.version, 2);
        assert_eq!(edited.imported, catalogue);
        let by = edited.edits.of(&ProductField::Price).unwrap();
        assert_eq!(by.reviewer, "asha".into());
        assert_eq!(edited.now.origin, Origin::Person(Box::new(by.clone())));
        let read = store.products(vec![id.clone()]).await.unwrap();
        assert_eq!(read.first(), Some(&edited.now.product));
        let page = store.product_page(Cursor::First, 9).await.unwrap();
        assert_eq!(page.items[0].1, edited.now.product);
        assert_eq!(
            store.conversation(whole.id).await.unwrap(),
            before,
            "no conversation is touched"
        );
        assert_eq!(store.counts().await.unwrap(), counts);

        let undone = undo(&store, "asha").await;
        assert_eq!(undone.reversed[0].subject, Subject::Product(id.clone()));
        let back = record(&store, id).await;
        assert_eq!(back.now.product, catalogue);
        assert!(back.edits.is_empty());
        let redone = store
            .apply(Change::one(Op::Redo("asha".into())))
            .await
            .unwrap();
        assert_eq!(redone.reversed, undone.reversed);
        assert_eq!(record(&store, id).await.now.product, edited.now.product);
        let history = store.product_history(id.clone()).await.unwrap();
        let prices: Vec<Option<Money>> = history.iter().map(|v| v.product.price).collect();
        let (catalogue_says, asha_says) = (catalogue.price, edited.now.product.price);
        assert_eq!(
            prices,
            [catalogue_says, asha_says, catalogue_says, asha_says]
        );
        undo(&store, "asha").await;
        let verdict = undo(&store, "asha").await;
        assert_eq!(
            verdict.reversed[0].subject,
            Subject::Conversation(whole.id),
            "one undo goes through products and conversations alike"
        );
        assert_eq!(store.log_of_product(id.clone()).await.unwrap().len(), 4);
        assert_eq!(store.log_of(whole.id).await.unwrap().len(), 2);
    });
}

pub fn an_edit_stands_over_a_later_import(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let old = product(1);
        import(&store, vec![old.clone()]).await;
        review(&store, set("asha", &old, "price", "399")).await;
        review(
            &store,
            set("ravi", &old, "attributes.color", "sky blue; white"),
        )
        .await;
        let mut new = old.clone();
        new.price = Some(Money::rupees(777));
        new.stock = Some(44);
        new.attributes
            .insert("size".to_owned(), vec!["XL".to_owned()]);
        let tally = import(&store, vec![new.clone(), product(2)]).await;
        assert_eq!((tally.added, tally.updated, tally.edits_kept), (1, 1, 1));
        let both = record(&store, &old.id).await;
        assert_eq!(both.imported, new);
        assert_eq!(both.now.product.price, Some(Money::rupees(399)));
        assert_eq!(both.now.product.stock, Some(44));
        assert_eq!(both.now.product.attributes["color"], ["sky blue", "white"]);
        assert_eq!(both.now.product.attributes["size"], ["XL"]);
        assert_eq!(both.now.origin, Origin::Import("made up".to_owned()));

        let again = import(&store, vec![new.clone()]).await;
        assert_eq!(
            (again.updated, again.unchanged, again.edits_kept),
            (0, 1, 1)
        );
        assert_eq!(record(&store, &old.id).await.now.version, both.now.version);
        undo(&store, "asha").await;
        undo(&store, "ravi").await;
        let bare = record(&store, &old.id).await;
        assert_eq!(
            bare.now.product, new,
            "taking edits back shows what the catalogue says by now"
        );
        assert_eq!(import(&store, vec![new]).await.edits_kept, 0);
    });
}

pub fn a_stale_product_is_a_conflict(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let old = product(1);
        import(&store, vec![old.clone()]).await;
        let subject = Subject::Product(old.id.clone());
        let write = |text: &str, expected| Change {
            ops: vec![Op::Review(vec![set("asha", &old, "brand", text)])],
            expected: vec![(subject.clone(), expected)],
            ..Change::default()
        };
        store.apply(write("Tarang", 1)).await.unwrap();
        match store.apply(write("Anvika", 1)).await.unwrap_err() {
            StoreError::Conflict {
                subject: of,
                expected: 1,
                found: 2,
            } => assert_eq!(of, subject),
            other => panic!("{other}"),
        }
        let record = record(&store, &old.id).await;
        assert_eq!(record.now.product.brand.as_deref(), Some("Tarang"));
        let nobody = product(99);
        let refused = store
            .apply(Change::one(Op::Review(vec![set(
                "asha", &nobody, "brand", "x",
            )])))
            .await
            .unwrap_err();
        assert!(
            matches!(
                refused,
                StoreError::Missing {
                    kind: "product",
                    ..
                }
            ),
            "{refused}"
        );
        let mut unknown = write("Anvika", 1);
        unknown.expected = vec![(Subject::Product(nobody.id), 1)];
        assert!(store.apply(unknown).await.is_err());
        assert_eq!(store.log_of_product(old.id.clone()).await.unwrap().len(), 1);
    });
}

/// Two people edit copies of the same catalogue; whoever merges first, and though one of them gets the entries before the
/// product, the products are the same.
pub fn edits_of_products_merge_from_either_side(make: &dyn Fn() -> Store) {
    let (mine, theirs, late) = (make(), make(), make());
    wait(async {
        let all: Vec<Product> = (0..3).map(product).collect();
        import(&mine, all.clone()).await;
        import(&theirs, all.clone()).await;
        for (store, who, brand) in [(&mine, "asha", "Tarang"), (&theirs, "ravi", "Anvika")] {
            for product in &all {
                review(store, set(who, product, "brand", brand)).await;
                review(store, set(who, product, "title", &format!("{who}'s kurta"))).await;
            }
            undo(store, who).await;
        }
        let log = async |store: &Store| -> Vec<LogEntry> {
            let page = store.log_page(Cursor::First, 1_000).await.unwrap();
            page.items.into_iter().map(|(_, entry)| entry).collect()
        };
        let (of_mine, of_theirs) = (log(&mine).await, log(&theirs).await);
        let merge = async |store: &Store, entries: &[LogEntry]| {
            let change = Change::one(Op::MergeLog(entries.to_vec()));
            store.apply(change).await.unwrap();
        };
        let backwards: Vec<LogEntry> = of_theirs.iter().rev().cloned().collect();
        merge(&mine, &backwards).await;
        merge(&theirs, &of_mine).await;
        merge(&late, &of_theirs).await;
        import(&late, all.clone()).await;
        merge(&late, &of_mine).await;
        for product in &all {
            let here = record(&mine, &product.id).await;
            for other in [&theirs, &late] {
                let there = record(other, &product.id).await;
                assert_eq!(here.now.product, there.now.product);
                assert_eq!(here.imported, there.imported);
                assert_eq!(here.edits, there.edits);
            }
            let entries = mine.log_of_product(product.id.clone()).await.unwrap();
            assert_eq!(here.edits, product_edits(&entries));
            assert_eq!(here.now.product, here.edits.over(product));
        }
        let history = late.product_history(all[0].id.clone()).await.unwrap();
        assert_eq!(
            history[0].product, all[0],
            "the catalogue's own word is kept"
        );
        assert!(matches!(history[1].origin, Origin::Person(_)));
    });
}

pub fn fields_of_every_kind_are_set_and_taken_back(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let old = product(1);
        import(&store, vec![old.clone()]).await;
        let edits = [
            ("title", "Neela kurta"),
            ("title_hi", "नीला कुर्ता, नया"),
            ("domain", "books"),
            ("brand", ""),
            ("categories", "Clothing > Men > Kurtas"),
            ("price", "1,299"),
            ("mrp", "1,999"),
            ("rating", "3.9"),
            ("stock", "7"),
            ("description", "Soft."),
            ("new_description", "Softer."),
            ("image", "blue.png"),
            ("attributes.color", ""),
            ("attributes.size", "L; XL"),
        ];
        for (field, text) in edits {
            review(&store, set("asha", &old, field, text)).await;
        }
        let edited = record(&store, &old.id).await;
        for (field, text) in edits {
            let want = value(field, text);
            assert_eq!(want.field().of(&edited.now.product), want);
        }
        assert_eq!(edited.now.version, 15);
        for _ in edits {
            undo(&store, "asha").await;
        }
        assert_eq!(record(&store, &old.id).await.now.product, old);
    });
}

pub fn groups_are_replaced_as_a_whole(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let group = |ids: &[&str]| ProductGroup {
            members: ids.iter().map(|id| ProductId::from(*id)).collect(),
        };
        let put = async |groups: Vec<ProductGroup>| {
            let change = Change::batched(vec![Op::PutProductGroups(groups)]);
            store.apply(change).await
        };
        let (one, two, three) = (
            group(&["P2", "P1"]),
            group(&["P5", "P4", "P3"]),
            group(&["P9", "P8"]),
        );
        put(vec![one.clone(), two.clone(), three.clone()])
            .await
            .unwrap();
        assert_eq!(
            store.group_of("P1".into()).await.unwrap(),
            Some(one.clone())
        );
        assert_eq!(
            store.group_of("P3".into()).await.unwrap(),
            Some(two.clone())
        );
        assert_eq!(store.group_of("P7".into()).await.unwrap(), None);
        let page = store.groups(Cursor::First, 2).await.unwrap();
        assert!(page.more);
        let rest = Cursor::After(page.items[1].0);
        let rest = store.groups(rest, 2).await.unwrap();
        assert!(!rest.more);
        let seen: Vec<ProductGroup> = [page.items, rest.items]
            .concat()
            .into_iter()
            .map(|(_, group)| group)
            .collect();
        assert_eq!(seen, [one.clone(), two.clone(), three]);
        let refused = put(vec![two.clone(), group(&["P6", "P4"])]).await;
        let refused = refused.unwrap_err();
        assert!(matches!(refused, StoreError::Contradiction(_)), "{refused}");
        assert_eq!(store.group_of("P1".into()).await.unwrap(), Some(one));
        put(vec![two]).await.unwrap();
        assert_eq!(store.group_of("P1".into()).await.unwrap(), None);
    });
}

/// Whoever keeps something by the products learns of an alteration in the same transaction.
pub fn a_setting_follows_only_when_products_changed(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let follow = |value: &str| Op::PutSettingAfterProducts("mark".to_owned(), value.to_owned());
        let mark = async || store.setting("mark".to_owned()).await.unwrap();
        let write = async |ops: Vec<Op>| {
            let change = Change {
                ops,
                ..Change::default()
            };
            store.apply(change).await.unwrap()
        };
        write(vec![Op::PutProducts(vec![product(1)]), follow("1")]).await;
        assert_eq!(mark().await.as_deref(), Some("1"));
        write(vec![Op::PutProducts(vec![product(1)]), follow("2")]).await;
        assert_eq!(mark().await.as_deref(), Some("1"), "nothing was altered");
        let edit = Op::Review(vec![set("asha", &product(1), "stock", "0")]);
        write(vec![edit, follow("3")]).await;
        assert_eq!(mark().await.as_deref(), Some("3"));
        write(vec![Op::Undo("asha".into()), follow("4")]).await;
        assert_eq!(mark().await.as_deref(), Some("4"));
        write(vec![Op::Undo("asha".into()), follow("5")]).await;
        assert_eq!(mark().await.as_deref(), Some("4"));
    });
}
