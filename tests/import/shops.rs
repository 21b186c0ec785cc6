//! Files as shops and researchers publish them, through the plan and the reading that an import uses.

use std::io::Write;
use std::path::{Path, PathBuf};

use muse_studio::catalog::{self, ImportOptions, Mapping, Meaning, NotProducts, Plan, normalise};
use muse_studio::domain::Product;
use muse_studio::import::{ImportError, Source};
use serde_json::{Map, Value};

fn write(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn rows(path: &Path) -> Vec<Map<String, Value>> {
    let source = Source::open(path).unwrap();
    source.map(|row| row.unwrap().fields).collect()
}

fn plan(rows: &[Map<String, Value>], said: &[&str]) -> Result<Plan, NotProducts> {
    let said: Vec<Mapping> = said.iter().map(|text| text.parse().unwrap()).collect();
    let items: Vec<_> = rows
        .iter()
        .map(|row| catalog::item_of(row).into_owned())
        .collect();
    catalog::plan(&items, &said, &[])
}

fn products(path: &Path, said: &[&str]) -> Vec<Product> {
    let rows = rows(path);
    let options = ImportOptions {
        layout: plan(&rows, said).unwrap().layout,
        ..ImportOptions::default()
    };
    let read = |row| normalise::product(row, &options).unwrap().product;
    rows.iter().map(read).collect()
}

fn meaning(plan: &Plan, column: &str) -> String {
    let guess = plan.guesses.iter().find(|guess| guess.column == column);
    guess.unwrap().meaning.to_string()
}

#[test]
fn packed_and_foreign_encodings_read_as_the_plain_text() {
    let dir = tempfile::tempdir().unwrap();
    let text = "id,title,price\n1,नीला कुर्ता,₹1\n2,Mug ☕,2\n";
    let plain = rows(&write(dir.path(), "a.csv", text.as_bytes()));
    let zst = zstd::encode_all(text.as_bytes(), 3).unwrap();
    assert_eq!(rows(&write(dir.path(), "b.csv.zst", &zst)), plain);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(text.as_bytes()).unwrap();
    assert_eq!(
        rows(&write(dir.path(), "c.csv.gz", &gz.finish().unwrap())),
        plain
    );
    let units = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(bytes).collect()
    };
    assert_eq!(
        rows(&write(dir.path(), "d.csv", &units(u16::to_le_bytes))),
        plain
    );
    assert_eq!(
        rows(&write(dir.path(), "e.csv", &units(u16::to_be_bytes))),
        plain
    );
    let crlf = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(rows(&write(dir.path(), "f.csv", crlf.as_bytes())), plain);
}

#[test]
fn a_zstd_file_that_is_cut_off_or_grows_too_much_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let text = (0..40_000)
        .map(|n| format!("{{\"id\":{n},\"title\":\"Mug {n}\"}}\n"))
        .collect::<String>();
    let packed = zstd::encode_all(text.as_bytes(), 3).unwrap();
    let mut source = Source::open(&write(
        dir.path(),
        "a.jsonl.zst",
        &packed[..packed.len() / 2],
    ))
    .unwrap();
    let bad = source.by_ref().filter(Result::is_err).count();
    assert_eq!(bad, 1);
    assert!(
        matches!(source.failure(), Some(ImportError::Packed { .. })),
        "{:?}",
        source.failure()
    );
    let bomb = zstd::encode_all(std::io::repeat(b'\n').take_bytes(80 << 20), 3).unwrap();
    let source = Source::open(&write(dir.path(), "b.jsonl.zst", &bomb));
    let told = match source {
        Err(error) => error.to_string(),
        Ok(mut source) => {
            source.by_ref().for_each(drop);
            source.failure().unwrap().to_string()
        }
    };
    assert!(
        told.contains("no honest catalogue") || told.contains("is empty"),
        "{told}"
    );
}

trait TakeBytes: std::io::Read + Sized {
    fn take_bytes(self, n: u64) -> std::io::Take<Self> {
        self.take(n)
    }
}

impl<R: std::io::Read> TakeBytes for R {}

#[test]
fn columns_are_told_by_name_and_by_what_stands_in_them() {
    let dir = tempfile::tempdir().unwrap();
    let text = "ref_code,headline,name,cost to you,pic,more,price,note_url\n\
        A-1,Blue cotton kurta,K1,\"₹1,299\",http://a.b/1.jpg,Soft and light to wear,soon,http://a.b/1\n\
        A-2,Red silk saree,K2,\"₹2,499\",http://a.b/2.jpg,For weddings and feasts,soon,http://a.b/2\n\
        A-3,Brass oil lamp,K3,₹799,http://a.b/3.jpg,Burns for six hours long,later,http://a.b/3\n";
    let path = write(dir.path(), "shop.csv", text.as_bytes());
    let plan = plan(&rows(&path), &[]).unwrap();
    for (column, want) in [
        ("ref_code", "id"),
        ("headline", "title"),
        ("name", "attributes.name"),
        ("cost to you", "price"),
        ("pic", "image"),
        ("more", "attributes.more"),
        ("price", "attributes.price"),
        ("note_url", "not kept"),
    ] {
        assert_eq!(
            meaning(&plan, column),
            want,
            "{column}: {:#?}",
            plan.guesses
        );
    }
    let made = products(&path, &[]);
    assert_eq!(made[0].price.unwrap().major(), 1299);
    assert_eq!(made[0].title, "Blue cotton kurta");
    let said = products(&path, &["description=more", "color=name", "ignore=price"]);
    assert_eq!(
        said[1].description.as_deref(),
        Some("For weddings and feasts")
    );
    assert_eq!(said[1].attribute("color"), Some("K2"));
    assert_eq!(said[1].attribute("price"), None);
}

#[test]
fn typed_columns_of_a_database_become_readable_attributes() {
    let dir = tempfile::tempdir().unwrap();
    let row = r#"{"id":"9","name":"006R","title":"Xerox toner","supplier":"Xerox","short_description":"6 per box","img_500x500":"http://a.b/c.jpg","price":4995,"attr_t_product_colour":"Black","attr_n_quantity_per_pack":6.0,"attr_b_touchscreen":true,"attr_b_wi_fi":false,"attr_t_operating_temperature__t_t_":"0 - 35"}"#;
    let made = products(
        &write(dir.path(), "a.jsonl", format!("{row}\n").as_bytes()),
        &[],
    );
    let made = &made[0];
    assert_eq!(
        (made.title.as_str(), made.brand.as_deref()),
        ("Xerox toner", Some("Xerox"))
    );
    assert_eq!(made.description.as_deref(), Some("6 per box"));
    for (name, value) in [
        ("color", "Black"),
        ("quantity_per_pack", "6"),
        ("features", "touchscreen"),
        ("wi_fi", "no"),
        ("operating_temperature", "0 - 35"),
        ("name", "006R"),
    ] {
        assert_eq!(
            made.attribute(name),
            Some(value),
            "{name}: {:?}",
            made.attributes
        );
    }
}

#[test]
fn raw_metadata_records_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let text = r#"[{"main_category":"AMAZON FASHION","title":"Women&#39;s Tunic","average_rating":4.1,"rating_number":12,"features":["100% Cotton"],"description":[],"price":"None","images":{"hi_res":[null],"large":["http://a.b/l.jpg"],"thumb":["http://a.b/t.jpg"],"variant":["MAIN"]},"videos":{"title":[],"url":[],"user_id":[]},"store":"YZXDDP","categories":[],"details":"{\"Department\": \"womens\", \"Color\": \"Navy Blue\"}","parent_asin":"B07","bought_together":null,"subtitle":null,"author":null}]"#;
    let made = products(&write(dir.path(), "raw.json", text.as_bytes()), &[]);
    let made = &made[0];
    assert_eq!(
        (made.id.as_str(), made.title.as_str()),
        ("B07", "Women's Tunic")
    );
    assert_eq!((made.brand.as_deref(), made.price), (Some("YZXDDP"), None));
    assert_eq!(made.image.as_deref(), Some("http://a.b/l.jpg"));
    assert_eq!(made.attribute("color"), Some("Navy Blue"));
    assert_eq!(made.attribute("features"), Some("100% Cotton"));
}

#[test]
fn items_inside_of_scenarios_are_read_as_object_and_as_python_text() {
    let dir = tempfile::tempdir().unwrap();
    let text = r#"[{"profile":"'Name: A, Age: 5,Profession: x","scenario":"s","requirements":"r","target_item":{"title":"Linen shirt","item_id":7,"price":null,"new_description":"Airy"}},
        {"profile":"p","scenario":"s","requirements":"r","target_item":"{'title': \"Men's pant\", 'item_id': '8', 'price': 48.5, 'details': {'Department': 'Mens'}, 'description': []}"}]"#;
    let made = products(
        &write(dir.path(), "user_scenarios.json", text.as_bytes()),
        &[],
    );
    assert_eq!(
        (made[0].id.as_str(), made[0].new_description.as_deref()),
        ("7", Some("Airy"))
    );
    assert_eq!(
        (made[1].id.as_str(), made[1].title.as_str()),
        ("8", "Men's pant")
    );
    assert_eq!(made[1].attribute("department"), Some("Mens"));
}

#[test]
fn what_is_no_catalogue_is_refused_for_what_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let map = write(
        dir.path(),
        "category2items.json",
        br#"{"Sandals": ["26157", "6087"], "Dresses": ["1"]}"#,
    );
    assert!(matches!(
        Source::open(&map),
        Err(ImportError::CategoryMap { .. })
    ));
    for (name, text, want) in [
        (
            "tags.csv",
            "tag_id,tag_name\n0,-\n1,--1-\n2,fiction\n",
            "tag_id, tag_name",
        ),
        (
            "profiles.json",
            r#"[{"user_id":"u","demographics":{},"preferences":{}}]"#,
            "profiles import",
        ),
        (
            "conv.json",
            r#"[{"Assistant":"Hi"},{"User":"Hello"}]"#,
            "conversations",
        ),
        (
            "scenarios.json",
            r#"[{"profile":"p","target_item":"7"}]"#,
            "by id only",
        ),
    ] {
        let told = plan(&rows(&write(dir.path(), name, text.as_bytes())), &[]).unwrap_err();
        assert!(told.to_string().contains(want), "{name}: {told}");
    }
}

#[test]
fn paise_and_a_price_above_the_printed_one() {
    let dir = tempfile::tempdir().unwrap();
    let path = write(
        dir.path(),
        "a.csv",
        b"id,title,price_in_paise,mrp\n1,Mug,129900,999\n",
    );
    let rows = rows(&path);
    let options = ImportOptions {
        layout: plan(&rows, &[]).unwrap().layout,
        ..ImportOptions::default()
    };
    let read = normalise::product(&rows[0], &options).unwrap();
    assert_eq!(read.product.price.unwrap().to_string(), "₹1,299");
    assert_eq!(read.product.mrp.unwrap().to_string(), "₹999");
    assert!(
        read.notes[0].reason.contains("below the selling price"),
        "{:?}",
        read.notes
    );
    assert!(matches!(
        plan(&rows, &[]).unwrap().guesses[2].meaning,
        Meaning::Field(_)
    ));
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let path = write(dir.path(), "a.parquet", b"PAR1 rest PAR1");
    let error = Source::open(&path).err().unwrap();
    assert!(error.to_string().contains("--features parquet"), "{error}");
}
