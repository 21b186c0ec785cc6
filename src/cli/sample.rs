//! The sample data that this program carries: catalogue, shoppers, pictures.

use std::io;
use std::path::Path;

use crate::simulate::{SAMPLE_PRODUCTS, SAMPLE_PROFILES};

/// The sample catalogue.
pub(super) const PRODUCTS: &[u8] = SAMPLE_PRODUCTS.as_bytes();
/// The sample shoppers, who want what the sample catalogue has.
pub(super) const PROFILES: &[u8] = SAMPLE_PROFILES.as_bytes();

/// The pictures by the ids of their products.
macro_rules! pictures {
    ($($id:literal)*) => {
        &[$((
            concat!($id, ".png"),
            include_bytes!(concat!("../../sample_data/media/", $id, ".png")),
        )),*]
    };
}

/// The pictures that the sample catalogue names, each with its file's name.
#[rustfmt::skip]
const PICTURES: &[(&str, &[u8])] = pictures! {
    "bk-00001" "bk-00003" "bk-00015" "bk-00016" "bk-00018" "bk-00019" "bk-00020" "bk-00021" "bk-00026" "bk-00033"
    "bk-00036" "bk-00056" "el-00002" "el-00004" "el-00005" "el-00007" "el-00009" "el-00010" "el-00012" "el-00014"
    "el-00017" "el-00018" "el-00020" "el-00023" "el-00026" "el-00028" "el-00033" "el-00035" "el-00040" "el-00042"
    "el-00062" "el-00072" "el-00082" "el-00096" "el-00108" "el-00121" "el-00159" "el-00168" "fa-00001" "fa-00002"
    "fa-00004" "fa-00005" "fa-00007" "fa-00008" "fa-00012" "fa-00016" "fa-00018" "fa-00020" "fa-00022" "fa-00026"
    "fa-00027" "fa-00029" "fa-00030" "fa-00031" "fa-00032" "fa-00033" "fa-00034" "fa-00035" "fa-00040" "fa-00042"
    "fa-00043" "fa-00045" "fa-00046" "fa-00047" "fa-00048" "fa-00049" "fa-00050" "fa-00055" "fa-00057" "fa-00058"
    "fa-00059" "fa-00064" "fa-00065" "fa-00068" "fa-00071" "fa-00072" "fa-00074" "fa-00077" "fa-00083" "fa-00088"
    "fa-00090" "fa-00095" "fa-00098" "fa-00119" "fa-00127" "fa-00145" "fa-00153" "fa-00159" "fa-00167" "fa-00198"
    "hg-00001" "hg-00005" "hg-00006" "hg-00008" "hg-00012" "hg-00014" "hg-00015" "hg-00016" "hg-00017" "hg-00020"
    "hg-00021" "hg-00022" "hg-00023" "hg-00031" "hg-00049" "hg-00066" "hg-00069" "hg-00071" "hg-00073" "hg-00080"
    "hg-00082" "hg-00092" "hg-00096" "hg-00098" "hg-00122" "hg-00142" "hg-00280"
};

/// Writes the pictures into a media folder.
pub(super) fn put_pictures(media: &Path) -> io::Result<()> {
    std::fs::create_dir_all(media)?;
    for (name, bytes) in PICTURES {
        std::fs::write(media.join(name), bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::Product;

    #[test]
    fn the_pictures_are_those_that_the_catalogue_names() {
        let named: BTreeSet<String> = PRODUCTS
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .filter_map(|line| serde_json::from_slice::<Product>(line).unwrap().image)
            .collect();
        let carried: BTreeSet<String> = PICTURES.iter().map(|(name, _)| (*name).into()).collect();
        assert_eq!(named, carried);
        let bytes: usize = PICTURES.iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(bytes < 600_000, "{bytes} bytes of pictures");
    }
}
