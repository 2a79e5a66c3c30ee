use arrow::array::{Array, LargeStringArray};

use super::{guess::is_right, *};
use crate::{error::Error, risk::tests::Table};

fn near(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-9, "{one} is not {other}");
}

/// What Anonymeter computes.
#[test]
fn rates_and_risks_have_their_known_values() {
    for (attacks, successes, rate, error) in [
        (500, 0, 0.003_812_170_231, 0.003_812_170_231),
        (500, 12, 0.027_629_186_060, 0.013_847_871_404),
        (500, 250, 0.5, 0.043_658_734_698),
        (1000, 37, 0.038_771_789_179, 0.011_810_608_303),
    ] {
        let own = Rate::new(attacks, successes);
        near(own.rate, rate);
        near(own.error, error);
    }
    let rate = |successes| Rate::new(500, successes);
    let risk = AttackRisk::new("x", rate(60), rate(5), Some(rate(20)));
    near(risk.risk, 0.083_001_202_39);
    near(risk.low, 0.048_801_528_99);
    near(risk.high, 0.117_200_875_80);
    assert!(risk.trustworthy);
    near(AttackRisk::new("x", rate(10), rate(5), Some(rate(60))).risk, 0.0);
    assert!(!AttackRisk::new("x", rate(5), rate(60), None).trustworthy);
}

#[test]
fn the_sign_of_a_guess_does_not_matter() {
    assert!(!is_right(Some("-10"), Some("5"), true));
    assert!(is_right(Some("-100"), Some("-97"), true) && is_right(Some("100"), Some("104"), true));
    assert!(!is_right(Some("100"), Some("106"), true) && !is_right(None, Some("1"), true));
    assert!(is_right(Some("a"), Some("a"), false) && is_right(None, None, false));
}

fn scan(
    table: &Table,
    rows: std::ops::Range<usize>,
) -> impl FnMut(&mut dyn FnMut(&Block)) -> Result<(), Error> {
    let column = |values: &Vec<Option<String>>| LargeStringArray::from(values[rows.clone()].to_vec());
    let whole: Block = table.columns.iter().map(column).collect();
    move |see| {
        // In two blocks: nothing may depend on where a table is cut.
        let cut = whole[0].len() / 3;
        let part =
            |from, length| -> Block { whole.iter().map(|column| column.slice(from, length)).collect() };
        see(&part(0, cut));
        see(&part(cut, whole[0].len() - cut));
        Ok(())
    }
}

/// Numbered people with columns that tell them apart.
fn people(count: u64, salt: u64) -> Table {
    let mut random = sample::Random(salt);
    let mut columns: Vec<Vec<Option<String>>> = vec![Vec::new(); 6];
    for _ in 0..count {
        for (place, column) in columns.iter_mut().enumerate() {
            column.push(Some(random.below([90, 1000, 7, 500, 12, 4][place]).to_string()));
        }
    }
    Table { names: (0..6).map(|place| place.to_string()).collect(), columns }
}

fn risks(released: &Table, original: &Table, control: Option<&Table>) -> Vec<AttackRisk> {
    let request =
        Request { columns: 6, attacks: 100, neighbours: 1, secret: Some(5), aligned: true, seed: 11 };
    let all = |table: &Table| 0..table.columns[0].len();
    let (mut one, mut two) = (scan(released, all(released)), scan(original, all(original)));
    let mut three = control.map(|control| scan(control, all(control)));
    let control = three.as_mut().map(|scan| scan as &mut guess::Scan<'_>);
    attack(Attacks { released: &mut one, original: &mut two, control }, &request).expect("attacks")
}

#[test]
fn a_copy_gives_everybody_away_and_strangers_nobody() {
    let (original, control) = (people(400, 1), people(300, 2));
    let copied = risks(&original, &original, Some(&control));
    assert_eq!(
        copied.iter().map(|risk| risk.attack).collect::<Vec<_>>(),
        ["singling out", "linkability", "inference", "record linkage"]
    );
    for risk in &copied {
        assert!(risk.trustworthy && risk.low > 0.5, "{risk:?}");
    }
    assert_eq!(copied[3].main.successes, 100);
    for risk in risks(&people(400, 3), &original, Some(&control)) {
        assert!(risk.low < 0.05, "{risk:?}");
    }
}

/// Febrl's original records and copies with slips: the truth is in their numbers.
#[test]
fn records_with_slips_are_linked() {
    let Some(mut original) = Table::shared("febrl/dataset4a.csv", b',') else { return };
    let mut copies = Table::shared("febrl/dataset4b.csv", b',').expect("the copies");
    for table in [&mut original, &mut copies] {
        let number = |id: &Option<String>| -> u32 {
            id.as_deref()
                .and_then(|id| id.split('-').nth(1))
                .and_then(|id| id.parse().ok())
                .expect("a number")
        };
        let mut order: Vec<usize> = (0..table.columns[0].len()).collect();
        order.sort_by_key(|row| number(&table.columns[0][*row]));
        let text = |value: &Option<String>| {
            value.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let columns = table.columns.iter().skip(1);
        table.columns =
            columns.map(|column| order.iter().take(800).map(|row| text(&column[*row])).collect()).collect();
    }
    let request = Request { columns: 10, attacks: 60, neighbours: 1, secret: None, aligned: true, seed: 5 };
    let (mut one, mut two) = (scan(&copies, 0..800), scan(&original, 0..800));
    let tables = Attacks { released: &mut one, original: &mut two, control: None };
    let risks = attack(tables, &request).expect("attacks");
    assert!(risks[2].attack == "record linkage" && risks[2].main.successes >= 55, "{:?}", risks[2]);
}
