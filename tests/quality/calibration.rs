//! Curves from raw scores to ratings: when there is one, how good it is said to be, and that it survives a file.

use muse_studio::domain::Language;
use muse_studio::quality::calibration::{
    Calibration, Calibrations, Curve, FOR_CURVE, FOR_LINE, Fitted, Rated, Uncalibrated,
};
use proptest::prelude::*;

/// Raw scores 0 to 1 with ratings on an S-shaped curve, and noise of up to `noise` points that a fixed sequence gives.
fn rated(n: usize, noise: f64) -> Vec<Rated> {
    let one = |i: usize| {
        let raw = (i * 7_919 % n) as f64 / n as f64;
        let luck = (i * 104_729 % 1_009) as f64 / 1_009.0 - 0.5;
        let rating = 1.0 + 4.0 / (1.0 + (-10.0 * (raw - 0.5)).exp()) + 2.0 * noise * luck;
        Rated {
            raw,
            rating: rating.clamp(1.0, 5.0),
        }
    };
    (0..n).map(one).collect()
}

fn fitted(rated: &[Rated]) -> Fitted {
    match Calibration::fit(rated, 1) {
        Calibration::Fitted(fitted) => fitted,
        Calibration::Not(why) => panic!("{why}"),
    }
}

#[test]
fn few_ratings_give_no_curve_some_a_line_many_a_curve() {
    let few = Calibration::fit(&rated(FOR_LINE - 1, 0.1), 1);
    assert_eq!(
        few,
        Calibration::Not(Uncalibrated::TooFew { n: 59, needed: 60 })
    );
    assert_eq!(few.to_string(), "not calibrated (n = 59, needs 60)");
    assert_eq!(few.apply(0.5), None);
    assert!(matches!(
        fitted(&rated(FOR_LINE, 0.1)).curve,
        Curve::Line(_)
    ));
    assert!(matches!(
        fitted(&rated(FOR_CURVE - 1, 0.1)).curve,
        Curve::Line(_)
    ));
    assert!(matches!(
        fitted(&rated(FOR_CURVE, 0.1)).curve,
        Curve::Isotonic(_)
    ));
}

#[test]
fn what_is_said_of_a_curve_is_true_of_ratings_that_it_never_saw() {
    let noise = 0.8;
    let of_400 = fitted(&rated(400, noise));
    // Fresh ratings of the same kind, of other scores.
    let fresh = rated(3_001, noise);
    let distance = |one: &Rated| (of_400.curve.at(one.raw) - one.rating).abs();
    let mae = fresh.iter().map(distance).sum::<f64>() / fresh.len() as f64;
    let held_out = of_400.held_out;
    assert!(
        (held_out.mae - mae).abs() < 0.05,
        "{held_out:?} against {mae}"
    );
    assert!(held_out.mae < 0.5 * held_out.mae_of_mean, "{held_out:?}");
    assert!(
        held_out.rho.unwrap() > 0.9 && held_out.bias.abs() < 0.05,
        "{held_out:?}"
    );
    assert!((held_out.slope.unwrap() - 1.0).abs() < 0.1, "{held_out:?}");
}

#[test]
fn a_score_that_says_nothing_is_not_said_to_be_good() {
    let mut shuffled = rated(300, 0.5);
    for (i, one) in shuffled.iter_mut().enumerate() {
        one.raw = (i * 48_271 % 300) as f64;
    }
    match Calibration::fit(&shuffled, 1) {
        Calibration::Fitted(fitted) => {
            assert!(fitted.held_out.rho.is_none_or(|rho| rho.abs() < 0.2));
            assert!(fitted.held_out.mae > 0.9 * fitted.held_out.mae_of_mean);
        }
        Calibration::Not(why) => assert_eq!(why, Uncalibrated::NotRising { n: 300 }),
    }
}

#[test]
fn ratings_that_fall_or_are_no_ratings_give_no_curve() {
    for n in [100, 300] {
        let mut falling = rated(n, 0.0);
        falling.iter_mut().for_each(|one| one.raw = -one.raw);
        assert_eq!(
            Calibration::fit(&falling, 1),
            Calibration::Not(Uncalibrated::NotRising { n })
        );
    }
    let mut bad = rated(100, 0.0);
    bad[3].rating = 7.0;
    bad[9].raw = f64::NAN;
    assert_eq!(
        Calibration::fit(&bad, 1),
        Calibration::Not(Uncalibrated::BadValue { n: 100, bad: 2 })
    );
}

#[test]
fn the_order_of_ratings_decides_nothing_and_the_seed_only_the_folds() {
    let ratings = rated(250, 0.6);
    let mut turned = ratings.clone();
    turned.reverse();
    assert_eq!(Calibration::fit(&ratings, 4), Calibration::fit(&turned, 4));
    let (Calibration::Fitted(one), Calibration::Fitted(other)) =
        (Calibration::fit(&ratings, 4), Calibration::fit(&ratings, 5))
    else {
        panic!("no curve");
    };
    assert_eq!(one.curve, other.curve);
    assert_ne!(one.held_out.mae, other.held_out.mae);
}

#[test]
fn a_table_keeps_languages_apart_and_survives_a_file() {
    let mut table = Calibrations::default();
    table.fit("coherence".to_owned(), Language::Hi, &rated(300, 0.4), 1);
    table.fit("coherence".to_owned(), Language::En, &rated(80, 0.4), 1);
    table.fit("relevance".to_owned(), Language::Hi, &rated(10, 0.4), 1);
    table.fit("coherence".to_owned(), Language::En, &rated(90, 0.4), 1);
    assert_eq!(table.entries().len(), 3);
    let of = |dimension: &str, language| table.of(&dimension.to_owned(), language);
    assert!(matches!(of("coherence", Language::En), Calibration::Fitted(f) if f.n == 90));
    assert!(of("coherence", Language::Hinglish).apply(0.4).is_none());
    assert_eq!(
        of("relevance", Language::Hi).to_string(),
        "not calibrated (n = 10, needs 60)"
    );
    let file = serde_json::to_string(&table).unwrap();
    let read: Calibrations<String> = serde_json::from_str(&file).unwrap();
    // Numbers in files may differ in the last digit.
    let (again, raw) = (read.of(&"coherence".to_owned(), Language::Hi), 0.613);
    let [a, b] = [
        again.apply(raw).unwrap(),
        of("coherence", Language::Hi).apply(raw).unwrap(),
    ];
    assert!((a - b).abs() < 1e-12);
    let falling = r#"{"isotonic": {"points": [[0.0, 3.0], [1.0, 2.0]]}}"#;
    assert!(serde_json::from_str::<Curve>(falling).is_err());
    assert!(serde_json::from_str::<Curve>(r#"{"isotonic": {"points": []}}"#).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn a_calibrated_score_is_on_the_scale_and_never_falls(
        pairs in prop::collection::vec((-1e6_f64..1e6, 1.0_f64..=5.0), 60..260),
        mut asked in prop::collection::vec(-1e9_f64..1e9, 2..20),
    ) {
        let rated: Vec<Rated> = pairs.iter().map(|(raw, rating)| Rated { raw: *raw, rating: *rating }).collect();
        let calibration = Calibration::fit(&rated, 3);
        asked.sort_by(f64::total_cmp);
        let said: Vec<f64> = asked.iter().filter_map(|raw| calibration.apply(*raw)).collect();
        prop_assert!(said.iter().all(|rating| (1.0..=5.0).contains(rating)));
        prop_assert!(said.windows(2).all(|pair| pair[0] <= pair[1]));
    }
}
