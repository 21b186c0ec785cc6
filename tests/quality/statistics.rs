//! The statistics against worked examples of the literature, against definitions by the book, and, when the rated
//! dialogues are at hand (`MUSE_SHARED` or `../shared`), against values of other programs.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;

use muse_studio::quality::statistics::{
    Isotonic, Line, Ratings, Resampling, Scale, Undefined, ac1, ac2, agreement, alpha,
    alpha_interval, bootstrap, cohen, cohen_quadratic, exact_agreement, fleiss, partial_spearman,
    pearson, ranks, spearman, wilson,
};
use proptest::prelude::*;
use serde_json::Value;

fn close(got: Result<f64, Undefined>, want: f64, within: f64) {
    let got = got.unwrap();
    assert!((got - want).abs() <= within, "{got} is not {want}");
}

/// Krippendorff's example of 2011: four observers, twelve units, `.` for what was not rated.
fn observers() -> Ratings {
    const ROWS: [&str; 4] = [
        "123321412...",
        "1233224125.3",
        ".3332342251.",
        "12332441251.",
    ];
    let unit = |unit: usize| {
        let digits = ROWS.iter().map(move |row| row.as_bytes()[unit]);
        digits
            .filter(|digit| *digit != b'.')
            .map(|digit| f64::from(digit - b'0'))
    };
    Ratings::of((0..12).map(unit)).unwrap()
}

#[test]
fn alpha_is_as_krippendorff_worked_it_out() {
    close(alpha(&observers(), Scale::Nominal), 0.743, 5e-4);
    close(alpha(&observers(), Scale::Ordinal), 0.815, 5e-4);
    close(alpha(&observers(), Scale::Interval), 0.849, 5e-4);
    assert_eq!(observers().items(), 11);
}

#[test]
fn alpha_lies_within_its_interval_which_narrows_with_more_items() {
    // The twelve units, and the same ten times over: an interval about √10 narrower.
    let few = observers();
    let again = |times: usize| {
        let unit = |at: usize| {
            let rated = [[1.0, 1.0], [1.0, 2.0], [2.0, 2.0], [3.0, 3.0], [3.0, 2.0]];
            rated[at % 5]
        };
        Ratings::of((0..5 * times).map(unit)).unwrap()
    };
    let width = |ratings: &Ratings| {
        let ends = alpha_interval(ratings, Scale::Ordinal, Resampling::default()).unwrap();
        let value = alpha(ratings, Scale::Ordinal).unwrap();
        assert!(ends.low < value && value < ends.high, "{ends:?} {value}");
        ends.high - ends.low
    };
    width(&few);
    let (narrow, wide) = (width(&again(200)), width(&again(20)));
    assert!(
        (wide / narrow / 10.0_f64.sqrt() - 1.0).abs() < 0.15,
        "{wide} {narrow}"
    );
}

#[test]
fn what_one_person_rated_changes_nothing() {
    let twice = [vec![1.0, 1.0], vec![0.0, 1.0], vec![0.0, 0.0]];
    let once = vec![vec![1.0]; 100];
    let few = agreement(&Ratings::of(twice.clone()).unwrap());
    let many = agreement(&Ratings::of(twice.into_iter().chain(once)).unwrap());
    assert_eq!(few, many);
    close(exact_agreement(&observers()), 0.818_181_8, 5e-8);
}

#[test]
fn fleiss_is_as_fleiss_defined_it() {
    // Ten subjects, fourteen raters, five categories: a worked example found in many places; kappa .210.
    let counts: [[u32; 5]; 10] = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ];
    let ratings = counts.iter().map(|row| {
        let times = |(k, count): (usize, &u32)| vec![k as f64; *count as usize];
        row.iter().enumerate().flat_map(times)
    });
    close(fleiss(&Ratings::of(ratings).unwrap()), 0.20993, 5e-6);
}

#[test]
fn cohen_is_as_worked_by_hand() {
    // Both yes 20, yes-no 5, no-yes 10, both no 15: p_o = .7, p_e = .5.
    let cells = [
        ((1.0, 1.0), 20),
        ((1.0, 0.0), 5),
        ((0.0, 1.0), 10),
        ((0.0, 0.0), 15),
    ];
    let pairs: Vec<(f64, f64)> = cells
        .iter()
        .flat_map(|(pair, times)| std::iter::repeat_n(*pair, *times))
        .collect();
    close(cohen(&pairs), 0.4, 1e-12);
    close(cohen_quadratic(&pairs), 0.4, 1e-12);
    // 1-1, 2-3, 3-3, 1-2: squared disagreements (0 + 1 + 0 + 1) / 4; by chance 28 / 16.
    let pairs = [(1.0, 1.0), (2.0, 3.0), (3.0, 3.0), (1.0, 2.0)];
    let mut chance = 0.0;
    for (a, _) in pairs {
        for (_, b) in pairs {
            chance += (a - b) * (a - b) / 16.0;
        }
    }
    close(cohen_quadratic(&pairs), 1.0 - 0.5 / chance, 1e-12);
}

#[test]
fn correlation_and_line_are_as_known() {
    // The first of Anscombe's sets (1973).
    let x = [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
    let y = [
        8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68,
    ];
    close(pearson(&x, &y), 0.816_420_5, 5e-8);
    let line = Line::fit(&x, &y).unwrap();
    assert!((line.slope - 0.500_090_9).abs() < 5e-8, "{line:?}");
    assert!((line.intercept - 3.000_090_9).abs() < 5e-8, "{line:?}");
    assert_eq!(
        ranks(&[3.0, 1.0, 3.0, -0.0, 0.0]),
        [4.5, 3.0, 4.5, 1.5, 1.5]
    );
    // Without ties: 1 - 6 Σd² / n(n² - 1), here with Σd² = 4 + 1 + 1 + 4 + 0.
    let ordered = [1.0, 2.0, 3.0, 4.0, 5.0];
    close(
        spearman(&ordered, &[3.0, 1.0, 2.0, 20.0, 50.0]),
        1.0 - 6.0 * 6.0 / 120.0,
        1e-12,
    );
}

#[test]
fn the_share_of_a_few_has_a_wide_interval() {
    let of_ten = wilson(8, 10, 1.959_964).unwrap();
    assert!((of_ten.low - 0.490_162).abs() < 1e-5 && (of_ten.high - 0.943_318).abs() < 1e-5);
    let of_none = wilson(0, 20, 1.959_964).unwrap();
    assert_eq!(of_none.low, 0.0);
    // z² / (n + z²).
    assert!((of_none.high - 3.841_459 / 23.841_459).abs() < 1e-6);
    assert_eq!(
        wilson(0, 0, 1.96),
        Err(Undefined::TooFew { needed: 1, got: 0 })
    );
    assert!(wilson(3, 2, 1.96).is_err() && wilson(1, 2, f64::NAN).is_err());
}

#[test]
fn what_has_no_value_says_why() {
    let flat = [2.0, 2.0, 2.0];
    let up = [1.0, 2.0, 3.0];
    assert_eq!(pearson(&flat, &up), Err(Undefined::NoSpread));
    assert_eq!(spearman(&up, &flat), Err(Undefined::NoSpread));
    assert_eq!(
        spearman(&[1.0], &[1.0]),
        Err(Undefined::TooFew { needed: 2, got: 1 })
    );
    assert_eq!(
        spearman(&up, &up[..2]),
        Err(Undefined::Unpaired { left: 3, right: 2 })
    );
    assert_eq!(
        pearson(&up, &[1.0, f64::NAN, 2.0]),
        Err(Undefined::NotFinite)
    );
    assert_eq!(
        partial_spearman(&up, &[3.0, 1.0, 2.0], &up),
        Err(Undefined::Explained)
    );
    assert_eq!(Line::fit(&flat, &up), Err(Undefined::NoSpread));
    assert!(Isotonic::fit(&[], &[]).is_err());
    let nobody = Ratings::of([[1.0], [2.0]]).unwrap();
    let figures = agreement(&nobody);
    let every = [
        figures.exact,
        figures.alpha_nominal,
        figures.alpha_ordinal,
        figures.ac1,
        figures.ac2,
        figures.fleiss,
    ];
    assert_eq!(every, [Err(Undefined::NoPairs); 6]);
    let alike = agreement(&Ratings::of([[1.0, 1.0], [1.0, 1.0]]).unwrap());
    assert_eq!(alike.exact, Ok(1.0));
    assert_eq!(alike.alpha_ordinal, Err(Undefined::OneCategory));
    assert_eq!(
        (alike.ac1, alike.fleiss),
        (Err(Undefined::OneCategory), Err(Undefined::OneCategory))
    );
    // On a scale that could have said otherwise, it is agreement.
    let scale = Ratings::on(&[1.0, 2.0], [[1.0, 1.0], [1.0, 1.0]]).unwrap();
    assert_eq!(ac1(&scale), Ok(1.0));
    assert_eq!(cohen(&[(1.0, 1.0); 4]), Err(Undefined::OneCategory));
    assert_eq!(cohen(&[]), Err(Undefined::NoPairs));
    assert_eq!(Ratings::of([[f64::INFINITY]]), Err(Undefined::NotFinite));
    assert_eq!(
        Ratings::on(&[1.0], [[2.0]]),
        Err(Undefined::UnknownCategory)
    );
    let no_value = bootstrap(5, Resampling::default(), |_| Err(Undefined::NoSpread));
    assert_eq!(no_value, Err(Undefined::Unstable { got: 0, of: 1_000 }));
}

#[test]
fn an_interval_by_resampling_is_the_one_that_theory_gives() {
    // The mean of 400 values of 0 and 1, half each: ± 1.96 · .5 / 20.
    let how = Resampling {
        times: 4_000,
        ..Resampling::default()
    };
    let figure = |places: &[usize]| {
        let ones = places.iter().filter(|place| **place % 2 == 1).count();
        Ok(ones as f64 / places.len() as f64)
    };
    let interval = bootstrap(400, how, figure).unwrap();
    assert!((interval.low - 0.451).abs() < 0.005, "{interval:?}");
    assert!((interval.high - 0.549).abs() < 0.005, "{interval:?}");
    assert_eq!(bootstrap(400, how, figure), Ok(interval));
    let other = Resampling { seed: 2, ..how };
    assert_ne!(
        bootstrap(400, other, |p| Ok(p[0] as f64)),
        bootstrap(400, how, |p| Ok(p[0] as f64))
    );
}

/// Pearson's correlation as it stands in books, of mid-ranks counted one against all.
fn spearman_by_the_book(x: &[f64], y: &[f64]) -> f64 {
    let rank = |values: &[f64], one: f64| {
        let less = values.iter().filter(|v| **v < one).count() as f64;
        let same = values.iter().filter(|v| **v == one).count() as f64;
        less + (same + 1.0) / 2.0
    };
    let n = x.len() as f64;
    let of = |values: &[f64]| {
        values
            .iter()
            .map(|v| rank(values, *v))
            .collect::<Vec<f64>>()
    };
    let (x, y) = (of(x), of(y));
    let sum = |values: &[f64]| values.iter().sum::<f64>();
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    (n * product(&x, &y) - sum(&x) * sum(&y))
        / ((n * product(&x, &x) - sum(&x).powi(2)) * (n * product(&y, &y) - sum(&y).powi(2))).sqrt()
}

/// Alpha from every ordered pair of ratings within items, and every pair at all.
fn alpha_by_the_book(items: &[Vec<f64>], scale: Scale) -> f64 {
    let items: Vec<&Vec<f64>> = items.iter().filter(|item| item.len() > 1).collect();
    let all: Vec<f64> = items.iter().flat_map(|item| item.iter().copied()).collect();
    let apart = |a: f64, b: f64| match scale {
        _ if a == b => 0.0,
        Scale::Nominal => 1.0,
        Scale::Interval => (a - b).powi(2),
        Scale::Ordinal => {
            let (low, high) = (a.min(b), a.max(b));
            let between = all.iter().filter(|v| **v > low && **v < high).count() as f64;
            let ends = all.iter().filter(|v| **v == low || **v == high).count() as f64;
            (between + ends / 2.0).powi(2)
        }
    };
    let pairs = |values: &[f64]| {
        let mut sum = 0.0;
        for (i, a) in values.iter().enumerate() {
            for (j, b) in values.iter().enumerate() {
                sum += if i == j { 0.0 } else { apart(*a, *b) };
            }
        }
        sum
    };
    let n = all.len() as f64;
    let seen: f64 = items
        .iter()
        .map(|item| pairs(item) / (item.len() - 1) as f64)
        .sum();
    1.0 - (seen / n) / (pairs(&all) / (n * (n - 1.0)))
}

/// The best height at each place: the largest over starts of the least over ends of the means between (Barlow et al.).
fn isotonic_by_the_book(y: &[f64]) -> Vec<f64> {
    let average =
        |from: usize, to: usize| y[from..=to].iter().sum::<f64>() / (to - from + 1) as f64;
    let height = |at: usize| {
        let best = |from: usize| {
            let means = (at..y.len()).map(|to| average(from, to));
            means.fold(f64::INFINITY, f64::min)
        };
        (0..=at).map(best).fold(f64::NEG_INFINITY, f64::max)
    };
    (0..y.len()).map(height).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn spearman_is_that_of_the_book(pairs in prop::collection::vec((0_u8..6, 0_u8..6), 2..40)) {
        let x: Vec<f64> = pairs.iter().map(|p| f64::from(p.0)).collect();
        let y: Vec<f64> = pairs.iter().map(|p| f64::from(p.1)).collect();
        match spearman(&x, &y) {
            Ok(rho) => prop_assert!((rho - spearman_by_the_book(&x, &y)).abs() < 1e-9),
            Err(why) => {
                prop_assert_eq!(why, Undefined::NoSpread);
                prop_assert!(!spearman_by_the_book(&x, &y).is_finite());
            }
        }
    }

    #[test]
    fn a_partial_correlation_is_that_of_what_the_covariate_leaves(
        rows in prop::collection::vec((0_u8..9, 0_u8..9, 0_u8..9), 4..30),
    ) {
        let of = |pick: fn(&(u8, u8, u8)) -> u8| {
            ranks(&rows.iter().map(|row| f64::from(pick(row))).collect::<Vec<f64>>())
        };
        let (x, y, z) = (of(|r| r.0), of(|r| r.1), of(|r| r.2));
        if let Ok(partial) = partial_spearman(&x, &y, &z) {
            let rest = |side: &[f64]| {
                let line = Line::fit(&z, side).unwrap();
                side.iter().zip(&z).map(|(v, z)| v - line.at(*z)).collect::<Vec<f64>>()
            };
            prop_assert!((partial - pearson(&rest(&x), &rest(&y)).unwrap()).abs() < 1e-6);
        }
    }

    #[test]
    fn alpha_is_that_of_the_book(
        items in prop::collection::vec(prop::collection::vec(0_u8..5, 0..5), 1..20),
    ) {
        let items: Vec<Vec<f64>> = items
            .iter()
            .map(|item| item.iter().copied().map(f64::from).collect())
            .collect();
        let ratings = Ratings::of(items.clone()).unwrap();
        for scale in [Scale::Nominal, Scale::Ordinal, Scale::Interval] {
            if let Ok(value) = alpha(&ratings, scale) {
                prop_assert!((value - alpha_by_the_book(&items, scale)).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn chance_corrected_agreement_is_that_of_the_book(
        items in prop::collection::vec(prop::collection::vec(0_u8..4, 2..6), 1..20),
    ) {
        let n = items.len() as f64;
        let (mut seen, mut near) = (0.0, 0.0);
        for item in &items {
            let pairs = (item.len() * (item.len() - 1)) as f64;
            for (i, a) in item.iter().enumerate() {
                for (j, b) in item.iter().enumerate().filter(|(j, _)| *j != i) {
                    assert_ne!(i, j);
                    seen += f64::from(u8::from(a == b)) / pairs / n;
                    near += (1.0 - f64::from(a.abs_diff(*b)) / 3.0) / pairs / n;
                }
            }
        }
        let share = |k: u8| {
            let of = |item: &Vec<u8>| item.iter().filter(|r| **r == k).count() as f64 / item.len() as f64;
            items.iter().map(of).sum::<f64>() / n
        };
        let spread: f64 = (0..4).map(|k| share(k) * (1.0 - share(k))).sum();
        let ratings = Ratings::on(
            &[0.0, 1.0, 2.0, 3.0],
            items.iter().map(|item| item.iter().copied().map(f64::from)),
        ).unwrap();
        let of_chance = |seen: f64, chance: f64| (seen - chance) / (1.0 - chance);
        prop_assert!((ac1(&ratings).unwrap() - of_chance(seen, spread / 3.0)).abs() < 1e-9);
        // Weights: four of 1, six of 2/3, four of 1/3, two of 0.
        let weights = 4.0 + 4.0 + 4.0 / 3.0;
        prop_assert!((ac2(&ratings).unwrap() - of_chance(near, weights * spread / 12.0)).abs() < 1e-9);
        match fleiss(&ratings) {
            Ok(kappa) => {
                let chance: f64 = (0..4).map(|k| share(k) * share(k)).sum();
                prop_assert!((kappa - of_chance(seen, chance)).abs() < 1e-9);
            }
            Err(why) => prop_assert_eq!(why, Undefined::OneCategory),
        }
    }

    #[test]
    fn two_raters_without_gaps_have_one_kappa_by_every_way(
        pairs in prop::collection::vec((0_u8..4, 0_u8..4), 1..30),
    ) {
        let pairs: Vec<(f64, f64)> =
            pairs.iter().map(|(a, b)| (f64::from(*a), f64::from(*b))).collect();
        let n = pairs.len() as f64;
        let share = |test: &dyn Fn(&(f64, f64)) -> bool| {
            pairs.iter().filter(|pair| test(pair)).count() as f64 / n
        };
        let chance: f64 = (0..4)
            .map(|k| share(&|p| p.0 == f64::from(k)) * share(&|p| p.1 == f64::from(k)))
            .sum();
        let seen = share(&|p| p.0 == p.1);
        match cohen(&pairs) {
            Ok(kappa) => prop_assert!((kappa - (seen - chance) / (1.0 - chance)).abs() < 1e-9),
            Err(why) => prop_assert_eq!(why, Undefined::OneCategory),
        }
        let ratings = Ratings::of(pairs.iter().map(|(a, b)| [*a, *b])).unwrap();
        prop_assert!((exact_agreement(&ratings).unwrap() - seen).abs() < 1e-12);
        // On two categories every disagreement is as bad as any.
        if ratings.categories().len() == 2 {
            prop_assert!((ac1(&ratings).unwrap() - ac2(&ratings).unwrap()).abs() < 1e-12);
        }
    }

    #[test]
    fn an_isotonic_fit_is_that_of_the_book(y in prop::collection::vec(-50_i32..50, 1..25)) {
        let y: Vec<f64> = y.into_iter().map(f64::from).collect();
        let x: Vec<f64> = (0..y.len()).map(|at| at as f64).collect();
        let curve = Isotonic::fit(&x, &y).unwrap();
        for (at, height) in isotonic_by_the_book(&y).into_iter().enumerate() {
            prop_assert!((curve.at(at as f64) - height).abs() < 1e-9);
        }
        for pair in curve.points().windows(2) {
            prop_assert!(pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1);
        }
        prop_assert_eq!(curve.at(-1.0), curve.at(0.0));
    }

    #[test]
    fn an_isotonic_fit_heeds_no_order(mut pairs in prop::collection::vec((0_u8..9, 0_u8..9), 1..25)) {
        let fit = |pairs: &[(u8, u8)]| {
            let x: Vec<f64> = pairs.iter().map(|p| f64::from(p.0)).collect();
            let y: Vec<f64> = pairs.iter().map(|p| f64::from(p.1)).collect();
            Isotonic::fit(&x, &y).unwrap()
        };
        let before = fit(&pairs);
        pairs.reverse();
        prop_assert_eq!(before, fit(&pairs));
    }

    #[test]
    fn no_input_gives_what_is_no_number(
        x in prop::collection::vec(any::<f64>(), 0..6),
        y in prop::collection::vec(any::<f64>(), 0..6),
    ) {
        let pairs: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
        for figure in [pearson(&x, &y), spearman(&x, &y), partial_spearman(&x, &y, &y), cohen(&pairs)] {
            prop_assert!(figure.is_ok_and(f64::is_finite) || figure.is_err());
        }
        if let Ok(curve) = Isotonic::fit(&x, &y) {
            prop_assert!(curve.at(0.0).is_finite() || y.iter().any(|y| y.abs() > 1e300));
        }
    }
}

/// What raters said in a set of rated dialogues, by items; `None` when the sets are not at hand.
fn rated(set: &str, level: &str, dimension: &str) -> Option<Vec<Vec<f64>>> {
    let root = std::env::var_os("MUSE_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let file = root.join("data/human_judged/human_judged_dev.jsonl.gz");
    let file = std::fs::File::open(file).ok()?;
    let lines = BufReader::new(flate2::read::GzDecoder::new(file)).lines();
    let rows = lines.map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
    let ours = rows.filter(|row| row["set"] == set && row["level"] == level);
    let ratings = ours.filter_map(|row| {
        let ratings = row["dims"][dimension].as_array()?.iter();
        Some(ratings.filter_map(Value::as_f64).collect())
    });
    Some(ratings.collect())
}

/// Set, level and dimension; then items, alpha ordinal and nominal, AC1, AC2, exact agreement, as two other programs give
/// them.
const GOLDENS: [(&str, &str, &str, usize, [f64; 5]); 6] = [
    (
        "usr_personachat",
        "turn",
        "overall",
        170,
        [0.711494, 0.348275, 0.399525, 0.671897, 0.511765],
    ),
    (
        "usr_personachat",
        "turn",
        "uses knowledge",
        170,
        [0.770225, 0.770225, 0.775259, 0.775259, 0.886275],
    ),
    (
        "fed",
        "dialogue",
        "overall",
        71,
        [0.350436, 0.103944, 0.197039, 0.481399, 0.343662],
    ),
    (
        "dstc9",
        "dialogue",
        "overall",
        1278,
        [0.031623, 0.010475, 0.254855, 0.541069, 0.372979],
    ),
    (
        "uss_redial",
        "dialogue",
        "satisfaction",
        578,
        [0.257995, 0.166470, 0.455545, 0.778740, 0.531529],
    ),
    (
        "grade_convai2",
        "turn",
        "coherence",
        369,
        [0.115634, 0.026601, 0.053085, 0.189552, 0.238276],
    ),
];

#[test]
fn agreement_of_public_sets_is_what_other_programs_say() {
    for (set, level, dimension, items, want) in GOLDENS {
        let Some(rated) = rated(set, level, dimension) else {
            eprintln!("skipped: the rated dialogues are not at hand");
            return;
        };
        let got = agreement(&Ratings::of(rated).unwrap());
        assert_eq!(got.items, items, "{set} {dimension}");
        let values = [
            got.alpha_ordinal,
            got.alpha_nominal,
            got.ac1,
            got.ac2,
            got.exact,
        ];
        for (value, want) in values.into_iter().zip(want) {
            close(value, want, 1e-6);
        }
    }
}
