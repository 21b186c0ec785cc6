//! What is made ready ahead of the next key: texts that the catalogue's words suggest, and answers that are the same as those
//! found when they are asked for.

use muse_studio::catalog::{ProductIndex, ProductQuery};
use muse_studio::domain::Product;

fn stocked(titles: &[&str]) -> (tempfile::TempDir, ProductIndex) {
    let folder = tempfile::tempdir().unwrap();
    let index = ProductIndex::open(folder.path()).unwrap();
    let products = titles.iter().enumerate().map(|(at, title)| {
        let row = serde_json::json!({"id": format!("p{at}"), "domain": "fashion", "title": title});
        serde_json::from_value::<Product>(row).unwrap()
    });
    let mut writer = index.writer().unwrap();
    writer.add_all(&products.collect::<Vec<_>>()).unwrap();
    writer.commit().unwrap();
    index.refresh().unwrap();
    (folder, index)
}

#[test]
fn the_words_of_the_catalogue_tell_the_next_letter() {
    let titles = [
        "Cotton kurta",
        "Cotton kurta",
        "Cotton kurti",
        "Kurkure mixer",
        "Kur stand",
        "लाल कुर्ता",
        "लाल किताब",
    ];
    let (_folder, index) = stocked(&titles);
    let next = |text: &str| index.likely_next(text).unwrap();
    assert_eq!(
        next("kur"),
        ["kurt", "kur ", "kurk"],
        "the most frequent first"
    );
    assert_eq!(next("red KUR"), ["red KURt", "red KUR ", "red KURk"]);
    assert_eq!(next("c"), ["co"]);
    assert_eq!(next("लाल कु"), ["लाल कुर"]);
    assert!(next("cotton ").contains(&"cotton k".to_owned()));
    assert!(next("zzz").is_empty());
    assert_eq!(next("")[..2], ["k", "c"]);
}

#[test]
fn an_answer_made_ready_is_the_answer() {
    let titles = [
        "Cotton kurta",
        "Silk kurta",
        "Cotton kurti",
        "Kurta set",
        "Mug",
    ];
    let (folder, index) = stocked(&titles);
    let query = |text: &str| ProductQuery::listed(text);
    let found = index.search(&query("kurt")).unwrap();
    for text in index.likely_next("kur").unwrap() {
        index.foresee(&query(&text)).unwrap();
    }
    let again = index.search(&query("kurt")).unwrap();
    assert_eq!(again, found);
    // A change of the catalogue is not hidden by what was made ready before it.
    let mut writer = index.writer().unwrap();
    let row = serde_json::json!({"id": "new", "domain": "fashion", "title": "Linen kurta"});
    writer
        .add_all(&[serde_json::from_value::<Product>(row).unwrap()])
        .unwrap();
    writer.commit().unwrap();
    index.refresh().unwrap();
    assert_eq!(index.search(&query("kurt")).unwrap().total, found.total + 1);
    drop(folder);
}
