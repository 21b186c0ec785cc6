//! What the checks must find in hand-written turns of three languages, and what they must leave alone.

use crate::quality_kit::findings;
use muse_studio::domain::{FindingKind, Severity, Span};

type Case = (
    &'static [&'static str],
    FindingKind,
    &'static str,
    &'static str,
);

use FindingKind::{Brand, Budget, Price, RoleSwap, Stock, UnknownProduct};

/// The last turn has exactly this fault: kind, what it claims, what the catalogue says.
const BAD: &[Case] = &[
    // English
    (
        &["a:recommend:kurta:How about this blue cotton kurta at ₹1,499?"],
        Price,
        "₹1,499",
        "₹1,299",
    ),
    (
        &["a:recommend:buds:These wireless earbuds cost Rs. 1,899."],
        Price,
        "Rs. 1,899",
        "₹1,999",
    ),
    (
        &["a:recommend:kurta:It was ₹2,499 earlier, now ₹1,299."],
        Price,
        "₹2,499",
        "₹1,999",
    ),
    (
        &["a:recommend:kurta:MRP ₹2,999, yours for ₹1,299."],
        Price,
        "₹2,999",
        "₹1,999",
    ),
    (
        &["a:compare:kurta buds:The kurta is ₹1,299 and the earbuds are ₹1,799."],
        Price,
        "₹1,799",
        "₹1,999",
    ),
    (
        &[
            "a:recommend:buds:Try these.",
            "u:ask::How much?",
            "a:answer::They cost 1799 rupees.",
        ],
        Price,
        "1799 rupees",
        "₹1,999",
    ),
    (
        &["a:recommend:kurta:This Goonj kurta is pure cotton."],
        Brand,
        "Goonj",
        "Tarang",
    ),
    (
        &["a:recommend:buds:Here are wireless earbuds by Tarang."],
        Brand,
        "Tarang",
        "Dhvani",
    ),
    (
        &["a:recommend:print:This printed kurta is a lovely choice."],
        Stock,
        "available",
        "0 in stock",
    ),
    (
        &[
            "a:recommend:print:This one is out of stock right now.",
            "u:accept:print:Fine, I'll take it.",
        ],
        Stock,
        "available",
        "0 in stock",
    ),
    (
        &[
            "a:recommend:print:Sadly out of stock at the moment.",
            "u:ask::Any left?",
            "a:answer::Yes, it is available.",
        ],
        Stock,
        "available",
        "0 in stock",
    ),
    (
        &[
            "u:inform::Something under 1500 please.",
            "a:recommend:buds:These earbuds at ₹1,999 are good.",
        ],
        Budget,
        "budget ₹1,500",
        "₹1,999",
    ),
    (
        &[
            "a:clarify::What is your budget?",
            "u:answer::2000 rupees",
            "a:recommend:phones:These over-ear headphones fit well.",
        ],
        Budget,
        "budget ₹2,000",
        "₹2,499",
    ),
    (
        &["a:recommend:ghost:Have a look at this jacket."],
        UnknownProduct,
        "ghost",
        "not in the catalogue",
    ),
    (
        &[
            "u:inform::My budget is 1,800.",
            "a:recommend:buds:Well within your budget, not above it.",
        ],
        Budget,
        "budget ₹1,800",
        "₹1,999",
    ),
    (
        &[
            "a:clarify::What is your budget?",
            "u:answer::1500",
            "a:recommend:buds:These are popular.",
        ],
        Budget,
        "budget ₹1,500",
        "₹1,999",
    ),
    (
        &[
            "u:inform::need earbuds, 1500 tops",
            "a:recommend:buds:How about these?",
        ],
        Budget,
        "budget ₹1,500",
        "₹1,999",
    ),
    (
        &[
            "a:recommend:print:Not blue, blue is not available. The nearest one is this printed kurta, ₹899.",
        ],
        Stock,
        "available",
        "0 in stock",
    ),
    (
        &[
            "u:inform::under ₹1,500",
            "a:answer:buds:We also have these earbuds.",
        ],
        Budget,
        "budget ₹1,500",
        "₹1,999",
    ),
    (
        &["u:inform::I want a kurta. Shall I show you this one?"],
        RoleSwap,
        "Shall I",
        "what an assistant says",
    ),
    (
        &["a:clarify::I am looking for a kurta for my mom."],
        RoleSwap,
        "for my",
        "what a shopper says",
    ),
    (
        &["u:inform::आपके लिए दो कुर्ते निकाले हैं"],
        RoleSwap,
        "आपके लिए",
        "what an assistant says",
    ),
    (
        &["a:clarify::mujhe ek neela kurta chahiye"],
        RoleSwap,
        "mujhe ek neela kurta chahiye",
        "what a shopper says",
    ),
    // Hindi
    (
        &["a:recommend:kurta:ये नीला कुर्ता देखिए, ₹1,199 का है।"],
        Price,
        "₹1,199",
        "₹1,299",
    ),
    (
        &["a:recommend:cooker:ये कुकर देखिए, दो हज़ार रुपये का है।"],
        Price,
        "दो हज़ार रुपये",
        "₹1,500",
    ),
    (
        &["a:recommend:novel:ये उपन्यास साढ़े तीन सौ रुपये में मिल जाएगा।"],
        Price,
        "साढ़े तीन सौ रुपये",
        "₹250",
    ),
    (
        &["a:recommend:kurta:इसकी कीमत १,२४९ रुपये है।"],
        Price,
        "१,२४९ रुपये",
        "₹1,299",
    ),
    (
        &["a:recommend:kurta:Rangrez का ये कुर्ता सूती है।"],
        Brand,
        "Rangrez",
        "Tarang",
    ),
    (
        &[
            "u:inform::डेढ़ हज़ार तक दिखाओ",
            "a:recommend:buds:ये ईयरबड्स देखिए।",
        ],
        Budget,
        "budget ₹1,500",
        "₹1,999",
    ),
    (
        &["u:inform::बजट ढाई सौ है", "a:recommend:kurta:ये कुर्ता देखिए।"],
        Budget,
        "budget ₹250",
        "₹1,299",
    ),
    (
        &["a:recommend:print:ये प्रिंटेड कुर्ता देखिए।"],
        Stock,
        "available",
        "0 in stock",
    ),
    // Hinglish
    (
        &["a:recommend:kurta:ye neela kurta 1099 ka hai"],
        Price,
        "1099",
        "₹1,299",
    ),
    (
        &["a:recommend:buds:in earbuds ka daam 2.5k hai"],
        Price,
        "2.5k",
        "₹1,999",
    ),
    (
        &["a:recommend:cooker:ye cooker saadhe teen hazaar ka hai"],
        Price,
        "saadhe teen hazaar",
        "₹1,500",
    ),
    (
        &["a:recommend:phones:Dhvani ke ye headphones try kijiye"],
        Brand,
        "Dhvani",
        "Goonj",
    ),
    (
        &["a:recommend:kurta:brand Bata, cotton ka hai"],
        Brand,
        "Bata",
        "Tarang",
    ),
    (
        &[
            "u:inform::bhai 2k ke andar headphone batao",
            "a:recommend:phones:ye wale dekhiye, bass accha hai",
        ],
        Budget,
        "budget ₹2,000",
        "₹2,499",
    ),
    (
        &[
            "u:inform::1000 se 1500 tak kuch dikhao",
            "a:recommend:buds:ye dekhiye",
        ],
        Budget,
        "budget ₹1,500",
        "₹1,999",
    ),
    (
        &[
            "u:inform::do hazaar tak",
            "u:inform::nahi, 1500 hi max",
            "a:recommend:buds:ye earbuds lijiye",
        ],
        Budget,
        "budget ₹1,500",
        "₹1,999",
    ),
    (
        &["a:recommend:print:ye printed kurta rayon ka hai"],
        Stock,
        "available",
        "0 in stock",
    ),
];

/// No turn has a fault. (Notes are allowed where the catalogue does not know.)
const GOOD: &[&[&str]] = &[
    // A picture that the shopper showed is spoken of, not offered.
    &[
        "u:inform:buds:Something like these, my budget is ₹1,500.",
        "a:clarify:buds:Nice earbuds! Wireless only?",
    ],
    // An offer that mentions the budget asks for none, and its price is no new budget.
    &[
        "a:recommend:kurta:Easy on the budget: this kurta, ₹1,299.",
        "u:answer::The ₹1,299 one is nice. Show me earbuds also.",
        "a:recommend:buds:Wireless earbuds at ₹1,999.",
    ],
    // English
    &["a:recommend:kurta:How about this blue Tarang cotton kurta at ₹1,299?"],
    &["a:recommend:kurta:MRP ₹1,999, selling at ₹1,299."],
    &["a:recommend:kurta:It was ₹1,999 earlier, now ₹1,299."],
    &["a:recommend:kurta:₹700 off the printed price of ₹1,999."],
    &[
        "u:inform::Under ₹2,000 please.",
        "a:recommend:kurta:Within your ₹2,000 budget, this kurta is ₹1,299.",
    ],
    &[
        "u:inform::Around 2500.",
        "a:clarify::So up to ₹2,500, right?",
    ],
    &[
        "u:inform::My budget is 1500.",
        "a:recommend:buds:These are a bit above your budget of ₹1,500, at ₹1,999.",
    ],
    &["a:compare:kurta buds:The kurta is ₹1,299, the earbuds are ₹1,999; both together ₹3,298."],
    &["a:compare:buds phones:The headphones are ₹500 more than the earbuds."],
    &[
        "a:recommend:buds:Try these, ₹1,999.",
        "a:recommend:kurta:Or this kurta at ₹1,299, less than the earbuds at ₹1,999.",
    ],
    &["a:recommend:buds:About ₹2,000, with 30 hours of battery and a 500 mAh case."],
    &["a:recommend:print:This one is out of stock right now, shall I show another?"],
    &["a:recommend:lamp:This lamp is $15.99."],
    &["a:recommend:kurta:Free delivery above ₹499; the kurta is ₹1,299."],
    &["a:answer:kurta:We have nothing from Goonj here, this one is by Tarang."],
    &["a:recommend:kurta:If you like Rangrez, this Tarang kurta is similar."],
    &["a:recommend:cooker:5 litre, 2 year old design, ₹1,500."],
    &["u:ask::Is it 1299?", "a:answer:kurta:Yes, ₹1,299."],
    &[
        "u:inform::I liked the ₹1,450 one at the market.",
        "a:recommend:kurta:Not ₹1,450 but ₹1,299 for this one.",
    ],
    &["a:recommend:kurta:Rated 4.2 by 120 people."],
    &[
        "u:inform::Budget 1500.",
        "u:inform::OK I can stretch to 2000.",
        "a:recommend:buds:These are ₹1,999.",
    ],
    &["a:answer::Our prices start at ₹199."],
    &[
        "u:inform::not more than 2000 please",
        "a:recommend:buds:Check these earbuds, ₹1,999.",
    ],
    &[
        "u:inform::I would not like to go above ₹1,500",
        "a:recommend:cooker:This cooker is ₹1,500.",
    ],
    &[
        "u:inform::under 1200",
        "a:clarify::Nothing within ₹1,200. They start at ₹1,299, shall I show those?",
        "u:answer::okay, till 1300 is fine",
        "a:recommend:kurta:See this kurta at ₹1,299.",
    ],
    &[
        "a:compare:buds phones:Goonj ones cost ₹2,499 and Dhvani ones ₹1,999. The earbuds saves you ₹500.",
    ],
    &[
        "u:inform::kurta chahiye, ₹1,000 tak",
        "u:inform::chaliye ₹1,300 kar lete hain",
        "a:recommend:kurta:Ye kurta dekhiye, ₹1,299.",
    ],
    &[
        "a:compare:buds phones:Goonj ke earbuds ₹2,499 ke hain, Dhvani ke ₹1,999 ke. Wo Dhvani wale lene pe ₹500 bach jayenge.",
    ],
    &[
        "a:compare:buds phones:Goonj वाले ₹2,499 के हैं, Dhvani वाले ₹1,999 के। Dhvani लेने पर ₹500 बच जाएँगे।",
    ],
    &["a:compare:buds phones:Goonj वाले ₹2,499 में, Dhvani वाले ₹1,999 में। दोनों में ₹500 का अंतर है।"],
    &[
        "a:recommend:kurta:See this kurta at ₹1,299.",
        "a:answer::Card se ₹5,000 ya zyada ka payment ho to EMI ho jayegi.",
    ],
    &[
        "a:recommend:kurta:See this kurta at ₹1,299.",
        "a:answer::कार्ड से ₹5,000 या ज़्यादा का पेमेंट हो तो EMI हो जाती है।",
    ],
    &[
        "a:recommend:kurta:See this kurta at ₹1,299.",
        "a:answer::₹5,000 ya usse upar ke card payment par EMI hai.",
    ],
    &[
        "a:recommend:kurta:See this kurta at ₹1,299.",
        "a:answer::₹5,000 या उससे ऊपर के कार्ड पेमेंट पर EMI है।",
    ],
    &[
        "u:inform::need a kurta",
        "a:recommend:kurta:₹1,299",
        "u:inform::anything like this? price is a bit high, I have 800 in mind",
        "a:clarify::The lowest I can see is ₹899, is that okay?",
    ],
    // Hindi
    &["a:recommend:kurta:ये नीला कुर्ता देखिए, ₹1,299 का है।"],
    &["a:recommend:cooker:ये कुकर डेढ़ हज़ार का है।"],
    &["a:recommend:novel:ये उपन्यास ढाई सौ रुपये में मिल जाएगा।"],
    &["a:recommend:kurta:इसकी कीमत बारह सौ निन्यानवे रुपये है।"],
    &["a:recommend:kurta:कीमत १,२९९ रुपये, एमआरपी १,९९९ रुपये।"],
    &[
        "u:inform::दो हज़ार तक दिखाइए",
        "a:recommend:kurta:आपके दो हज़ार के बजट में ये कुर्ता है, ₹1,299।",
    ],
    &[
        "u:inform::डेढ़ हज़ार तक",
        "a:recommend:buds:ये बजट से थोड़ा ऊपर है, ₹1,999 का।",
    ],
    &["a:recommend:print:ये कुर्ता अभी स्टॉक में नहीं है, दूसरा दिखाऊँ?"],
    &["a:recommend:kurta:लगभग तेरह सौ का है।"],
    &["a:compare:kurta print:Rangrez वाला ₹400 सस्ता है, पर वो खत्म हो गया।"],
    &["a:clarify::बजट बता दीजिए, हज़ार तक या दो हज़ार तक?"],
    // Hinglish
    &["a:recommend:kurta:ye neela kurta 1299 ka hai"],
    &["a:recommend:buds:ye earbuds lagbhag 2k ke hain"],
    &["a:clarify::aap budget bata dijiye"],
    &["a:recommend:kurta:Bata dijiye, ye kurta theek rahega? ₹1,299 ka hai"],
    &[
        "u:inform::2k ke andar",
        "a:recommend:buds:2k ke andar ye mil jayenge, ₹1,999",
    ],
    &[
        "u:inform::1500 tak",
        "a:recommend:buds:1500 se thoda upar hai, ₹1,999, par sound accha hai",
    ],
    &["a:recommend:phones:Dhvani nahi, ye Goonj ke headphones hain, ₹2,499"],
    &["a:recommend:kurta:Goonj jaisa nahi, ye Tarang ka kurta hai"],
    &[
        "a:recommend:buds:₹1,999 ke hain",
        "a:recommend:kurta:ye ₹1,299 ka hai, pehle wale ₹1,999 ke the",
    ],
    &["a:recommend:cooker:2024 ka model, 5 litre, ₹1,500"],
    &["a:recommend:shoes:Bata ke ye shoes ₹1,799 ke hain"],
    &[
        "u:inform::kam se kam 1000 ka ho",
        "a:recommend:buds:ye ₹1,999 ke hain",
    ],
    &["a:recommend:kurta:do kurte lenge to ₹2,598 total, ek ₹1,299 ka"],
    &[
        "u:inform::budget 2000",
        "a:recommend:diya:ye diya set dekhiye",
    ],
    &[
        "u:reject:kurta:1299 zyada hai",
        "a:recommend:buds:ye ₹1,999 ke hain, boss",
    ],
    &["u:accept:kurta:theek hai, yahi order kar do"],
    &["a:answer::COD ke baare mein yahan kuch nahi likha hai"],
    &["a:recommend:kurta:EMI ₹199 per month se, poora ₹1,299"],
];

#[test]
fn the_checks_are_precise_and_miss_little() {
    let (mut hits, mut misses, mut false_alarms) = (0, Vec::new(), Vec::new());
    for (lines, kind, claimed, actual) in BAD {
        let found = findings(lines);
        let mut hit = false;
        for finding in found.iter().filter(|f| f.severity == Severity::Fault) {
            let wanted =
                finding.kind == *kind && finding.claimed == *claimed && finding.actual == *actual;
            match wanted {
                true => hit = true,
                false => false_alarms.push(format!("{lines:?}: {finding:?}")),
            }
        }
        match hit {
            true => hits += 1,
            false => misses.push(format!("{lines:?}: {found:?}")),
        }
    }
    for lines in GOOD {
        let faults = findings(lines).into_iter();
        let faults = faults.filter(|f| f.severity == Severity::Fault);
        false_alarms.extend(faults.map(|f| format!("{lines:?}: {f:?}")));
    }
    let precision = f64::from(hits) / (f64::from(hits) + false_alarms.len() as f64);
    let recall = f64::from(hits) / BAD.len() as f64;
    println!(
        "{} bad and {} good: precision {precision:.3}, recall {recall:.3}",
        BAD.len(),
        GOOD.len()
    );
    let report = format!(
        "false alarms:\n{}\nmisses:\n{}",
        false_alarms.join("\n"),
        misses.join("\n")
    );
    assert!(precision >= 0.98 && recall >= 0.95, "{report}");
    if !misses.is_empty() {
        println!("{report}");
    }
}

/// What is said before the Dhvani Buds 2 are offered, and whether that names them.
const BEFORE: &[(&str, bool)] = &[
    ("u:inform::do you have Dhvani Buds 2?", true),
    ("u:inform::dhvani buds 2 wireless hai kya", true),
    ("u:inform::ध्वनि बड्स 2 दिखाइए", true),
    (
        "a:clarify::The Dhvani Buds 2 are popular. What is the budget?",
        true,
    ),
    ("u:inform::need wireless earbuds", false),
    ("u:inform::Dhvani ke earbuds chahiye, 2 dikhao", false),
    ("u:inform::any Dhvani wireless earbuds?", false),
    ("u:inform::2 wireless earbuds, one for me", false),
    (
        "a:recommend:phones:Goonj headphones, ₹2,499. Or Bluetooth earbuds?",
        false,
    ),
];

#[test]
fn a_target_named_before_its_offer_is_a_leak() {
    for (line, leaks) in BEFORE {
        let mut made = crate::quality_kit::conversation(&[
            line,
            "a:recommend:buds:See the Dhvani Buds 2, ₹1,999.",
            "u:accept:buds:ok, Dhvani Buds 2 then",
        ]);
        made.scenario.target = Some("buds".into());
        made.scenario.product_type = "earbuds".into();
        let found =
            muse_studio::quality::check(&made, &|t| &t.text, &crate::quality_kit::catalogue());
        let leaked: Vec<_> = found
            .iter()
            .filter(|f| f.kind == FindingKind::Leak)
            .collect();
        assert_eq!(leaked.len(), usize::from(*leaks), "{line}: {found:?}");
        let first = made.current_turns().next().unwrap().id;
        assert!(leaked.iter().all(|f| f.turn == first && f.span.is_some()));
        made.scenario.target = None;
        let found =
            muse_studio::quality::check(&made, &|t| &t.text, &crate::quality_kit::catalogue());
        assert!(
            found.iter().all(|f| f.kind != FindingKind::Leak),
            "{found:?}"
        );
    }
}

/// Two products of one series, what the shopper says when the first was offered, and whether that names the second.
const ALIKE: &[(&str, &str, &str, bool)] = &[
    (
        "Dhvani Pulse 2 Wireless Earbuds White",
        "Dhvani Pulse 2 Wireless Earbuds Black",
        "Dhvani Pulse 2 Wireless Earbuds White theek hai",
        false,
    ),
    (
        "Dhvani Pulse 2 Wireless Earbuds White",
        "Dhvani Pulse 2 Wireless Earbuds Black",
        "ध्वनि पल्स 2 वायरलेस ईयरबड्स व्हाइट ठीक है",
        false,
    ),
    (
        "Dhvani Pulse 2 Earbuds",
        "Dhvani Pulse 2 Pro Earbuds",
        "is Dhvani Pulse 2 loud enough?",
        false,
    ),
    (
        "Angan Series Tri-Ply Steel Deep Kadhai 2 Litre",
        "Angan Series Tri-Ply Steel Deep Kadhai 3 Litre",
        "Angan Series Tri-Ply Steel Deep Kadhai 2 Litre ka dhakkan hai?",
        false,
    ),
    (
        "Angan Series Tri-Ply Steel Deep Kadhai",
        "Angan Series Tri-Ply Steel Deep Kadhai Set",
        "I like the Angan Series Tri-Ply Steel Deep Kadhai",
        false,
    ),
    (
        "Dhvani Pulse 2 Earbuds",
        "Dhvani Zest 2 Earbuds",
        "not this, Dhvani Zest 2 Earbuds please",
        true,
    ),
    (
        "Dhvani Pulse 2 Wireless Earbuds White",
        "Dhvani Pulse 2 Wireless Earbuds Obsidian",
        "Dhvani Pulse 2 Wireless Earbuds Obsidian hai kya?",
        true,
    ),
];

#[test]
fn of_two_titles_that_differ_in_a_word_the_one_that_was_offered_may_be_named() {
    for (offered, secret, line, leaks) in ALIKE {
        let brand = offered.split_whitespace().next().unwrap();
        let mut shop = crate::quality_kit::catalogue();
        for (id, title) in [("open", offered), ("secret", secret)] {
            let product = crate::quality_kit::product(id, title, brand, 999, 0, 5);
            shop.0.insert(product.id.clone(), product);
        }
        let mut made = crate::quality_kit::conversation(&[
            "u:inform::kuch accha dikhaiye",
            "a:recommend:open:Ye dekhiye.",
            &format!("u:ask:open:{line}"),
        ]);
        made.scenario.target = Some("secret".into());
        let found = muse_studio::quality::check(&made, &|t| &t.text, &shop);
        let leaked = found.iter().any(|f| f.kind == FindingKind::Leak);
        assert_eq!(leaked, *leaks, "{line}: {found:?}");
    }
}

#[test]
fn an_offer_above_the_budget_that_is_owned_up_to_later_is_a_note() {
    let lines = [
        "u:inform::under 1500",
        "a:recommend:buds:See these earbuds.",
        "u:reject:buds:too much",
        "a:recommend:cooker:Right, that was above your budget of ₹1,500. This cooker is ₹1,500.",
    ];
    let found = findings(&lines);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].kind, found[0].severity), (Budget, Severity::Note));
    assert_eq!(findings(&lines[..3])[0].severity, Severity::Fault);
}

#[test]
fn a_finding_says_where_in_scalar_values() {
    let found = findings(&["a:recommend:kurta:नीला कुर्ता, ₹1,199 का"]);
    assert_eq!(found[0].span, Some(Span { start: 13, end: 19 }));
    assert_eq!(found[0].product, Some("kurta".into()));
}

#[test]
fn what_cannot_be_compared_is_a_note() {
    let lines = [
        "u:inform::budget 2000",
        "a:recommend:lamp diya:ye dono dekhiye",
    ];
    let found = findings(&lines);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found
            .iter()
            .all(|f| f.kind == Budget && f.severity == Severity::Note)
    );
    let found = findings(&["a:recommend:diya:ye ₹199 ka hai"]);
    assert_eq!(found[0].severity, Severity::Note);
    // Said in words, a rupee less than two thousand is two thousand.
    let found = findings(&["a:recommend:buds:ye do hazaar ke hain"]);
    assert!(
        found.iter().all(|f| f.severity == Severity::Note),
        "{found:?}"
    );
}
