//! The figures of variety against values of other programs and against their definitions.

use std::collections::HashSet;

use muse_studio::quality::diversity::{
    Distinct, Entropy, VOCABULARY, compression_ratio, distinct, mtld,
};
use proptest::prelude::*;

/// Words of two made-up texts, one that repeats itself much and one that hardly does.
fn texts() -> [Vec<u64>; 2] {
    let much = (0..200).map(|i| (i * i * 7 + i * 3) % 41).collect();
    let little = (0..157).map(|i| (i * i * i + 5 * i) % 173).collect();
    [much, little]
}

fn close(got: Option<f64>, want: f64) {
    let got = got.unwrap();
    assert!(
        (got - want).abs() < 1e-9 * want.max(1.0),
        "{got} is not {want}"
    );
}

#[test]
fn mtld_is_what_another_program_says() {
    let [much, little] = texts();
    close(mtld(&much), 20.421_836_228_287_84);
    close(mtld(&little), 132.005_489_679_402_73);
    close(mtld(&(0..30).collect::<Vec<u32>>()), 30.0);
    close(mtld(&[1; 20]), 2.0);
    assert_eq!(mtld::<u32>(&[]), None);
}

#[test]
fn adjusted_distinct_is_the_formula_in_exact_fractions() {
    let [much, little] = texts();
    let count = |text: &[u64], order| distinct([text], order, usize::MAX);
    close(count(&much, 1).adjusted(30_000), 0.105_348_638_885_360_04);
    close(count(&much, 2).adjusted(200), 0.324_779_142_319_108_5);
    close(count(&little, 1).adjusted(200), 0.991_230_283_744_188_9);
    close(count(&little, 2).adjusted(30_000), 0.996_158_755_927_212);
    assert_eq!(
        count(&much, 2),
        Distinct {
            different: 41,
            all: 199
        }
    );
    assert_eq!(count(&much, 500).adjusted(VOCABULARY), None);
    // A run never goes from one text into the next, and no more than asked for are counted.
    let [a, b] = [[1, 2, 3], [4, 5, 6]];
    assert_eq!(
        distinct([&a[..], &b[..]], 2, 10),
        Distinct {
            different: 4,
            all: 4
        }
    );
    assert_eq!(
        distinct([&a[..], &b[..]], 1, 4),
        Distinct {
            different: 4,
            all: 4
        }
    );
}

#[test]
fn entropy_counts_kinds_that_are_used_alike() {
    let even = Entropy::of([3, 3, 3, 3, 0]);
    assert_eq!((even.kinds, even.things, even.bits), (4, 12, 2.0));
    assert!((even.effective() - 4.0).abs() < 1e-12);
    let one = Entropy::of([7]);
    assert_eq!((one.bits.to_bits(), one.effective()), (0, 1.0));
    // 1/2, 1/4, 1/4.
    assert_eq!(Entropy::of([2, 1, 1]).bits, 1.5);
    assert_eq!(Entropy::of([]).effective(), 0.0);
}

#[test]
fn what_repeats_itself_compresses_further() {
    let again = "the same words again and again ".repeat(50);
    let ratio = compression_ratio(again.as_bytes()).unwrap();
    assert!(ratio > 15.0, "{ratio}");
    let mut state = 1_u32;
    let noise: Vec<u8> = (0..1_550)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    assert!(compression_ratio(&noise).unwrap() < 1.0);
    assert_eq!(compression_ratio(b""), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn mtld_lies_between_its_ends(words in prop::collection::vec(0_u8..30, 1..300)) {
        let got = mtld(&words).unwrap();
        let back: Vec<u8> = words.iter().rev().copied().collect();
        prop_assert!(got >= 1.0 && got.is_finite());
        prop_assert!((got - mtld(&back).unwrap()).abs() < 1e-9);
    }

    #[test]
    fn words_drawn_by_chance_are_as_distinct_as_expected(seed in 1_u64..1_000_000) {
        // What the adjustment is for: the figure stays at 1 however much is drawn.
        let mut state = seed;
        let words: Vec<u64> = (0..6_000).map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % 2_000
        }).collect();
        for length in [200, 1_000, 6_000] {
            let got = distinct([&words[..length]], 1, usize::MAX).adjusted(2_000).unwrap();
            prop_assert!((got - 1.0).abs() < 0.12, "{length}: {got}");
        }
    }

    #[test]
    fn distinct_runs_are_counted_as_in_the_book(
        texts in prop::collection::vec(prop::collection::vec(0_u8..5, 0..12), 0..8),
        order in 1_usize..4,
    ) {
        let mut all = Vec::new();
        for text in &texts {
            for start in 0..text.len() {
                if start + order <= text.len() {
                    all.push(text[start..start + order].to_vec());
                }
            }
        }
        let different: HashSet<Vec<u8>> = all.iter().cloned().collect();
        let got = distinct(texts.iter().map(Vec::as_slice), order, usize::MAX);
        prop_assert_eq!((got.different, got.all), (different.len() as u64, all.len() as u64));
    }
}
