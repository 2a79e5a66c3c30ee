#![expect(clippy::cast_precision_loss, reason = "counts of small tables")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use std::{collections::BTreeMap, path::PathBuf, process::Command, sync::Arc};

use arrow::{
    array::{ArrayRef, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema},
};
use proptest::prelude::*;

use super::*;

const KEY: [u8; 32] = [7; 32];

/// A table of texts, by column name.
pub(crate) struct Table {
    pub(crate) names: Vec<String>,
    pub(crate) columns: Vec<Vec<Option<String>>>,
}

impl Table {
    pub(crate) fn of(columns: &[(&str, &[&str])]) -> Self {
        let text = |value: &&str| (*value != "NULL").then(|| (*value).to_owned());
        Self {
            names: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            columns: columns.iter().map(|(_, values)| values.iter().map(text).collect()).collect(),
        }
    }

    /// Reads a table of the data for development; `None` where it is absent.
    pub(crate) fn shared(name: &str, delimiter: u8) -> Option<Self> {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).from_path(tables()?.join(name)).ok()?;
        let names: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
        let mut columns = vec![Vec::new(); names.len()];
        for record in reader.records() {
            let record = record.ok()?;
            columns.iter_mut().zip(&record).for_each(|(column, value)| column.push(Some(value.to_owned())));
        }
        Some(Self { names, columns })
    }

    pub(crate) fn batch(&self) -> RecordBatch {
        let fields: Vec<Field> =
            self.names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect();
        let columns =
            self.columns.iter().map(|column| Arc::new(StringArray::from(column.clone())) as ArrayRef);
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns.collect()).expect("a batch")
    }
}

/// Where the tables for development are, unpacked once a process.
pub(crate) fn tables() -> Option<PathBuf> {
    static FOLDER: std::sync::LazyLock<Option<tempfile::TempDir>> = std::sync::LazyLock::new(|| {
        let archive = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/tables.tgz");
        if !archive.exists() {
            println!("skipped: ../shared/data/tables.tgz is absent");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let done = Command::new("tar").arg("xzf").arg(archive).arg("-C").arg(folder.path()).status();
        assert!(done.expect("tar runs").success());
        Some(folder)
    });
    FOLDER.as_ref().map(|folder| folder.path().join("tables"))
}

fn names(list: &[&str]) -> Vec<String> {
    list.iter().map(|name| (*name).to_owned()).collect()
}

pub(crate) fn columns(quasi: &[&str], sensitive: &[&str]) -> Columns {
    Columns { quasi: names(quasi), sensitive: names(sensitive), subject: None }
}

fn risk(table: &Table, columns: Columns) -> Risk {
    let mut counter = Counter::digests(columns, KEY, usize::MAX);
    let encoded = counter.encoder().encode(&table.batch()).expect("encodes");
    counter.add(&encoded, Origin::Sample).expect("adds");
    measure(&mut counter).expect("measures")
}

fn near(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-9, "{one} is not {other}");
}

#[test]
fn nulls_are_values_and_nothing_is_dropped() {
    let table = Table::of(&[("zip", &["1", "1", "1", "NULL", ""]), ("sex", &["f", "f", "f", "f", "f"])]);
    let risk = risk(&table, columns(&["zip", "sex"], &[]));
    assert_eq!((risk.rows, risk.classes, risk.k, risk.unique_rows), (5, 3, 1, 2));
    assert_eq!(risk.sizes, BTreeMap::from([(1, 2), (3, 1)]));
    near(risk.prosecutor_average, 0.6);
    near(risk.at_risk(0.5), 0.4);
    assert_eq!(super::tests::risk(&Table::of(&[("a", &[])]), columns(&["a"], &["a"])).k, 0);
}

#[test]
fn average_risk_is_weighted_by_rows() {
    let table = Table::of(&[("q", &["a", "b", "b", "b", "b", "b"])]);
    near(risk(&table, columns(&["q"], &[])).prosecutor_average, 2.0 / 6.0);
}

#[test]
fn entropy_l_of_uniform_values_is_their_number() {
    for l in [2, 3, 4, 6, 7, 10_u32] {
        let values: Vec<String> = (0..l).map(|value| value.to_string()).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let table = Table::of(&[("q", &vec!["a"; values.len()]), ("s", &values)]);
        let risk = risk(&table, columns(&["q"], &["s"]));
        near(risk.sensitive[0].entropy_l, f64::from(l));
        assert_eq!(risk.sensitive[0].distinct_l, u64::from(l));
    }
}

#[test]
fn recursive_diversity_starts_from_the_most_frequent() {
    let histogram = [(0, 1), (1, 6), (2, 3)];
    near(measure::recursive_c(&histogram, 3).expect("three values"), 6.0);
    near(measure::recursive_c(&histogram, 2).expect("three values"), 1.5);
    assert_eq!(measure::recursive_c(&histogram, 4), None);
}

/// Salaries of Li et al. 2007: 3k to 11k, classes {3,4,5} and {6,8,11}.
#[test]
fn ordered_closeness_of_the_paper() {
    let salaries = ["3", "4", "5", "6", "11", "8", "7", "9", "10"];
    let table = Table::of(&[("q", &["a", "a", "a", "b", "b", "b", "c", "c", "c"]), ("s", &salaries)]);
    let mut counter = Counter::coded(columns(&["q"], &["s"]), KEY, usize::MAX);
    let encoded = counter.encoder().encode(&table.batch()).expect("encodes");
    counter.add(&encoded, Origin::Sample).expect("adds");
    let whole = Distribution::new(&counter.sensitive()[0]);
    near(closeness::ordered(&whole, &[(0, 1), (1, 1), (2, 1)], 3).expect("numbers"), 0.375);
    near(closeness::ordered(&whole, &[(3, 1), (4, 1), (5, 1)], 3).expect("numbers"), 1.0 / 6.0);
    near(measure(&mut counter).expect("measures").sensitive[0].t_ordered.expect("numbers"), 0.375);
}

/// Where 32-bit products go wrong: two classes of 80/20 and 20/80 have distance 0.3 from the whole.
#[test]
fn closeness_is_right_beyond_two_to_the_31() {
    for rows in [1_000, 100_000, 200_000, 10 << 31, 10 << 40] {
        let mut dictionary = Dictionary::default();
        for (value, count) in [("0", rows), ("1", rows)] {
            let code = dictionary.code(Some(value)).expect("a code");
            dictionary.count(code, count);
        }
        let tree = Tree { levels: vec![vec![0, 0]] };
        let whole = Distribution::new(&dictionary).with_tree(Some(tree));
        let class = [(0, rows / 5 * 4), (1, rows / 5)];
        near(closeness::equal(&whole, &class, rows), 0.3);
        near(closeness::ordered(&whole, &class, rows).expect("numbers"), 0.3);
        near(closeness::hierarchical(&whole, &class, rows).expect("a tree"), 0.3);
    }
}

proptest! {
    /// The fast sums against the definitions, in plain floats.
    #[test]
    fn closeness_is_its_definition(class in prop::collection::vec(0..6_u64, 8), rest in prop::collection::vec(0..6_u64, 8)) {
        let rows: u64 = class.iter().sum();
        prop_assume!(rows > 0);
        let mut dictionary = Dictionary::default();
        for value in 0..8_u32 {
            let code = dictionary.code(Some(&value.to_string())).expect("a code");
            dictionary.count(code, class[index(value)] + rest[index(value)]);
        }
        let levels = vec![vec![0, 0, 0, 1, 1, 2, 2, 2], vec![0, 0, 0, 1, 1, 1, 1, 1], vec![0; 8]];
        let whole = Distribution::new(&dictionary).with_tree(Some(Tree { levels: levels.clone() }));
        let histogram: Vec<(u32, u64)> =
            (0..8).filter(|code| class[index(*code)] > 0).map(|code| (code, class[index(code)])).collect();
        let p: Vec<f64> = dictionary.counts().iter().map(|count| measure::share(*count, whole.total)).collect();
        let q: Vec<f64> = class.iter().map(|count| measure::share(*count, rows)).collect();
        let extra: Vec<f64> = q.iter().zip(&p).map(|(q, p)| q - p).collect();
        let equal = extra.iter().map(|extra| extra.abs()).sum::<f64>() / 2.0;
        prop_assert!((closeness::equal(&whole, &histogram, rows) - equal).abs() < 1e-9);
        let present: Vec<f64> = extra.iter().zip(&p).filter(|(_, p)| **p > 0.0).map(|(extra, _)| *extra).collect();
        let mut sum = 0.0;
        let mut ordered = 0.0;
        for extra in &present {
            sum += extra;
            ordered += f64::abs(sum);
        }
        let ordered = if present.len() < 2 { 0.0 } else { ordered / (present.len() - 1) as f64 };
        prop_assert!((closeness::ordered(&whole, &histogram, rows).expect("numbers") - ordered).abs() < 1e-9);
        let mut cost = 0.0;
        let mut below = extra;
        for (height, level) in levels.iter().enumerate() {
            let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
            for (leaf, group) in level.iter().enumerate() {
                groups.entry(*group).or_default().push(leaf);
            }
            let mut next = vec![0.0; 8];
            for leaves in groups.values() {
                let more: f64 = leaves.iter().map(|leaf| below[*leaf].max(0.0)).sum();
                let less: f64 = leaves.iter().map(|leaf| (-below[*leaf]).max(0.0)).sum();
                cost += (height + 1) as f64 / 3.0 * more.min(less);
                next[leaves[0]] = more - less;
            }
            below = next;
        }
        prop_assert!((closeness::hierarchical(&whole, &histogram, rows).expect("a tree") - cost).abs() < 1e-9);
    }

    /// What parts counted, in any order, with or without disk, is what one counter counts.
    #[test]
    fn counters_add_up(rows in prop::collection::vec((0..4_u8, 0..4_u8, 0..3_u8, 0..5_u8), 1..120), cut in 0..120_usize) {
        let texts: Vec<[String; 4]> = rows.iter().map(|(a, b, s, p)| [a, b, s, p].map(u8::to_string)).collect();
        let table = |part: &[[String; 4]]| Table {
            names: names(&["a", "b", "s", "p"]),
            columns: (0..4).map(|column| part.iter().map(|row| Some(row[column].clone())).collect()).collect(),
        };
        let columns = Columns { subject: Some("p".into()), ..columns(&["a", "b"], &["s"]) };
        let count = |parts: &[&[[String; 4]]], coded: bool, budget| {
            let counters = parts.iter().map(|part| {
                let make = if coded { Counter::coded } else { Counter::digests };
                let mut counter = make(columns.clone(), KEY, budget);
                let encoded = counter.encoder().encode(&table(part).batch()).expect("encodes");
                counter.add(&encoded, Origin::Sample).expect("adds");
                counter
            });
            let mut counters: Vec<Counter> = counters.collect();
            let mut first = counters.remove(0);
            for other in &mut counters {
                first.merge(other).expect("merges");
            }
            measure(&mut first).expect("measures")
        };
        let (head, tail) = texts.split_at(cut.min(texts.len()));
        let expected = count(&[&texts], false, usize::MAX);
        prop_assert_eq!(&count(&[tail, head], false, 2000), &expected);
        prop_assert_eq!(&count(&[&texts], true, usize::MAX), &expected);
        prop_assert_eq!(&count(&[tail, head], true, 2000), &expected);
        prop_assert!(expected.entity_k.expect("subjects") <= expected.k);
    }
}

#[test]
fn a_population_gives_k_map_presence_and_the_journalist() {
    let sample = Table::of(&[("q", &["a", "a", "b"])]);
    let population = Table::of(&[("q", &["a", "a", "a", "a", "b", "c", "c"])]);
    let count = |sample: &Table, population: &Table| {
        let mut counter = Counter::digests(columns(&["q"], &[]), KEY, usize::MAX).with_population();
        let encoder = counter.encoder();
        counter.add(&encoder.encode(&sample.batch()).expect("encodes"), Origin::Sample).expect("adds");
        counter
            .add(&encoder.encode(&population.batch()).expect("encodes"), Origin::Population)
            .expect("adds");
        measure(&mut counter)
    };
    let risk = count(&sample, &population).expect("measures").population.expect("a population");
    assert_eq!((risk.rows, risk.k_map, risk.unique_rows), (7, 1, 1));
    near(risk.presence_min, 0.0);
    near(risk.presence_max, 1.0);
    near(risk.marketer, (0.5 + 1.0) / 3.0);
    near(risk.journalist_average, 0.5);
    near(risk.journalist_highest, 1.0);
    let error = count(&population, &sample).expect_err("the sample is larger").to_string();
    assert!(error.contains("does not contain"), "{error}");
}

/// Everything `reference_metrics.json` states, computed there by other code.
#[test]
fn reference_tables_have_their_known_risks() {
    let Some(folder) = tables() else { return };
    let text = std::fs::read_to_string(folder.join("reference_metrics.json")).expect("the reference");
    let reference: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut compared = 0;
    for entry in reference["computed_by_us"].as_array().expect("a list") {
        let name = entry["table"].as_str().expect("a name");
        let delimiter = if name.starts_with("arx") || name.starts_with("adult_arx") { b';' } else { b',' };
        let table = Table::shared(name, delimiter).expect("a table");
        let list = |key: &str| -> Vec<String> {
            entry[key]
                .as_array()
                .expect("a list")
                .iter()
                .map(|one| one.as_str().expect("a name").into())
                .collect()
        };
        let columns =
            Columns { quasi: list("quasi_identifiers"), sensitive: list("sensitive"), subject: None };
        let risk = risk(&table, columns);
        let mut same = |key: &str, ours: f64| {
            let theirs = entry[key].as_f64().expect("a number");
            assert!((ours - theirs).abs() < 1e-6, "{name} {key}: {ours} is not {theirs}");
            compared += 1;
        };
        same("rows", risk.rows as f64);
        same("classes", risk.classes as f64);
        same("k", risk.k as f64);
        same("unique_rows", risk.unique_rows as f64);
        same("prosecutor_max", risk.prosecutor_highest);
        same("prosecutor_avg", risk.prosecutor_average);
        for sensitive in &risk.sensitive {
            let column = &sensitive.column;
            same(&format!("l_distinct[{column}]"), sensitive.distinct_l as f64);
            same(&format!("entropy_l[{column}]"), sensitive.entropy_l);
            same(&format!("t_equal_distance[{column}]"), sensitive.t_equal);
        }
    }
    assert!(compared > 100, "{compared}");
}

/// What pyCANON's own tests assert for one table; where it differs from the definitions, the difference is computed.
#[test]
fn published_metrics_are_reproduced() {
    let Some(folder) = tables() else { return };
    let text = std::fs::read_to_string(folder.join("reference_metrics.json")).expect("the reference");
    let published = &serde_json::from_str::<serde_json::Value>(&text).expect("JSON")["published"];
    let students = |name: &str| {
        let table = Table::shared(&format!("pycanon/{name}"), b',').expect("a table");
        risk(&table, columns(&["Teacher", "Gender", "Ethnic", "Freeredu", "wesson"], &["Score"]))
    };
    let risk = students("students_math.csv");
    let score = &risk.sensitive[0];
    let stated = &published["students_math.csv"];
    let number = |value: &serde_json::Value| value.as_f64().expect("a number");
    near(score.alpha, number(&stated["alpha_k"][0]));
    assert_eq!(Some(risk.k), stated["k"].as_u64());
    assert_eq!(Some(score.distinct_l), stated["l"].as_u64());
    near(score.beta, number(&stated["basic_beta"]));
    near(score.delta, number(&stated["delta_disclosure"]));
    near(score.t_ordered.expect("numbers"), number(&stated["t_closeness_numeric_EMD"]));
    // The definition bounds each value by its own -ln p: no beta does it here. pyCANON bounds all by that of the rarest.
    assert_eq!(score.enhanced_beta, None);
    near(score.beta.min(-score.rarest.ln()), number(&stated["enhanced_beta"]));
    let risk = students("students_math_k5.csv");
    near(risk.sensitive[0].alpha, number(&published["students_math_k5.csv"]["alpha_k"][0]));
    assert_eq!(Some(risk.k), published["students_math_k5.csv"]["alpha_k"][1].as_u64());
    // pyCANON's recursive (c,l) divides by the rarest value; ours is at most as strict as its c of 1 for l = 4.
    assert_eq!(
        risk.sensitive[0].distinct_l,
        published["students_math_k5.csv"]["recursive_c_l"][1].as_u64().expect("l")
    );
}
