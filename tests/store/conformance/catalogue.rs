//! Products, profiles, runs and settings.

use muse_studio::domain::*;
use muse_studio::store::*;

use super::sample::{Maker, product, profile, scenario};
use super::wait;

pub fn products_come_back_as_they_were(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let all: Vec<Product> = (0..25).map(product).collect();
        store
            .apply(Change::batched(vec![Op::PutProducts(all.clone())]))
            .await
            .unwrap();
        let asked = ["P000007", "nowhere", "P000003"]
            .map(ProductId::from)
            .to_vec();
        let found = store.products(asked).await.unwrap();
        assert_eq!(found, [all[7].clone(), all[3].clone()]);

        let mut changed = all[7].clone();
        changed.stock = None;
        store
            .apply(Change::batched(vec![Op::PutProducts(vec![
                changed.clone(),
            ])]))
            .await
            .unwrap();
        assert_eq!(store.counts().await.unwrap().products, 25);
        let page = store.product_page(Cursor::First, 10).await.unwrap();
        assert_eq!(
            page.items[7].1, changed,
            "a replaced product keeps its place"
        );
    });
}

/// Walks a whole list forwards and backwards with every cursor form, and compares with what it must be.
pub fn pages_cover_everything_once(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let all: Vec<Product> = (0..25).map(product).collect();
        store
            .apply(Change::batched(vec![Op::PutProducts(all.clone())]))
            .await
            .unwrap();
        let (mut seen, mut cursor) = (Vec::new(), Cursor::First);
        loop {
            let page = store.product_page(cursor, 10).await.unwrap();
            cursor = Cursor::After(page.items.last().unwrap().0);
            seen.extend(page.items.into_iter().map(|(_, product)| product));
            if !page.more {
                break;
            }
        }
        assert_eq!(seen, all);
        let (mut back, mut cursor) = (Vec::new(), Cursor::Last);
        loop {
            let page = store.product_page(cursor, 10).await.unwrap();
            assert!(page.items.is_sorted_by_key(|(key, _)| *key));
            cursor = Cursor::Before(page.items[0].0);
            back.splice(0..0, page.items.into_iter().map(|(_, product)| product));
            if !page.more {
                break;
            }
        }
        assert_eq!(back, all);
        let beyond = store
            .product_page(Cursor::After(i64::MAX), 10)
            .await
            .unwrap();
        assert_eq!(
            beyond,
            Page {
                items: Vec::new(),
                more: false
            }
        );
        let none = store.product_page(Cursor::First, 0).await.unwrap();
        assert!(none.items.is_empty() && none.more);
    });
}

pub fn profiles_filter_by_language_domain_and_words(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let mut all: Vec<Profile> = (0..9)
            .map(|n| profile(n, Language::ALL[n as usize % 3]))
            .collect();
        all[4].scenario = Some(scenario(Domain::Books));
        all[5].demographics.location = "दिल्ली".to_owned();
        store
            .apply(Change::batched(vec![Op::PutProfiles(all.clone())]))
            .await
            .unwrap();
        assert_eq!(
            store.profile(all[4].user_id.clone()).await.unwrap(),
            Some(all[4].clone())
        );
        assert_eq!(store.profile("nobody".into()).await.unwrap(), None);
        let ids = async |filter: ProfileFilter| -> Vec<ProfileId> {
            let page = store
                .profile_page(filter, Cursor::First, 100)
                .await
                .unwrap();
            page.items
                .into_iter()
                .map(|(_, profile)| profile.user_id)
                .collect()
        };
        let hindi = ProfileFilter {
            language: Some(Language::Hi),
            ..ProfileFilter::default()
        };
        assert_eq!(
            ids(hindi).await,
            [1, 4, 7].map(|n: usize| all[n].user_id.clone())
        );
        let books = ProfileFilter {
            domain: Some(Domain::Books),
            ..ProfileFilter::default()
        };
        assert_eq!(ids(books).await, [all[4].user_id.clone()]);
        let words = |words: &[&str]| ProfileFilter {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            ..ProfileFilter::default()
        };
        assert_eq!(
            ids(words(&["दिल्ली", "ZARA"])).await,
            [all[5].user_id.clone()]
        );
        assert!(ids(words(&["दिल्ली", "mumbai"])).await.is_empty());
        assert_eq!(store.counts().await.unwrap().profiles, 9);
    });
}

pub fn runs_and_settings_are_kept(make: &dyn Fn() -> Store) {
    let store = make();
    wait(async {
        let (one, two) = (
            Maker::new(1).run(RunState::Running),
            Maker::new(2).run(RunState::Done),
        );
        let put = vec![Op::PutRun(one.clone()), Op::PutRun(two.clone())];
        store
            .apply(Change {
                ops: put,
                ..Change::default()
            })
            .await
            .unwrap();
        let stop = Op::SetRunState(one.id, RunState::Stopped, Some(9_000));
        store.apply(Change::one(stop)).await.unwrap();
        let stopped = Run {
            state: RunState::Stopped,
            ended_ms: Some(9_000),
            ..one
        };
        assert_eq!(store.runs().await.unwrap(), [stopped.clone(), two]);
        assert_eq!(store.run(stopped.id).await.unwrap(), Some(stopped.clone()));
        let again = Op::BeginRun(stopped.clone());
        let refused = store.apply(Change::one(again)).await.unwrap_err();
        assert!(refused.to_string().contains("already"), "{refused}");
        let third = Maker::new(4).run(RunState::Running);
        let begun = Op::BeginRun(third.clone());
        store.apply(Change::one(begun)).await.unwrap();
        assert_eq!(store.run(third.id).await.unwrap(), Some(third));
        let unknown = Op::SetRunState(Maker::new(3).ids.run(), RunState::Done, None);
        let refused = store.apply(Change::one(unknown)).await.unwrap_err();
        assert!(
            matches!(refused, StoreError::Missing { kind: "run", .. }),
            "{refused}"
        );

        let set = |value: Option<&str>| Op::PutSetting("pane".to_owned(), value.map(str::to_owned));
        for value in [Some("review"), Some("live"), None] {
            store.apply(Change::one(set(value))).await.unwrap();
            assert_eq!(
                store.setting("pane".to_owned()).await.unwrap().as_deref(),
                value
            );
        }
    });
}
