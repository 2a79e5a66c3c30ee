//! Text of people who gave nothing away: what is found there all the same.

use std::{collections::BTreeMap, fmt::Write as _};

use limpid_detectors::Set;

use crate::data::{Data, found, rules_only, text};

const SOURCES: &[(&str, &[&str])] = &[
    ("court decisions", &["tab"]),
    ("literature", &["litbank"]),
    ("tweets", &["btc", "tweebank_ner", "wnut17"]),
    (
        "news in other languages",
        &["europeana_fr", "germeval14", "uner_pt", "uner_sv", "turku_fi", "nerkor_hu", "ronec_ro"],
    ),
];
/// What these texts really hold: dates, links, handles, addresses that were checked by eye.
const TRUE_HITS: &[&str] = &[
    "DATE_TIME",
    "DATE_OF_BIRTH",
    "URL",
    "USERNAME",
    "EMAIL_ADDRESS",
    "AGE",
    "CASE_NUMBER",
    "MONEY",
    "ORGANIZATION",
    "PERSONAL_ATTRIBUTE",
    "YEAR_OF_BIRTH",
];

pub fn measure(data: &Data) -> String {
    let engine = rules_only(Set::Default);
    let mut out = String::from(
        "## Hits in prose\n\nDefault set without the tagger, per 100,000 characters. Dates, ages, occupations, sums of money, links, handles and mail addresses are really there and stand apart; the rest may be\nfalse: look before you believe, for people do write addresses and telephone numbers.\n\n",
    );
    for (name, sources) in SOURCES {
        let mut chars = 0;
        let mut hits = BTreeMap::<String, usize>::new();
        for row in sources.iter().flat_map(|source| data.source(source)) {
            let body = text(&row, "text");
            chars += body.chars().count();
            for (.., finding) in found(&engine, body) {
                *hits
                    .entry(engine.entity(&finding).map(ToString::to_string).unwrap_or_default())
                    .or_default() += 1;
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a rate")]
        let per = |hits: usize| hits as f64 * 1e5 / chars.max(1) as f64;
        let doubtful: usize = hits
            .iter()
            .filter(|(entity, _)| !TRUE_HITS.contains(&entity.as_str()))
            .map(|(_, hits)| hits)
            .sum();
        let list: Vec<String> = hits.iter().map(|(entity, hits)| format!("{entity} {hits}")).collect();
        writeln!(
            out,
            "- **{name}** ({chars} characters): {:.2} per 100,000 that may be false; all hits: {}",
            per(doubtful),
            list.join(", ")
        )
        .expect("writes");
    }
    out
}
