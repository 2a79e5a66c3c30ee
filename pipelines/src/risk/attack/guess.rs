//! The attacks themselves: two passes over each table.

use arrow::array::Array;

use super::{
    AttackRisk, Rate,
    nearest::{Neighbours, Scale},
    predicate::{Predicate, candidates, guesses},
    sample::{Block, Random, Sample, number},
};
use crate::error::Error;

/// Conditions tried for each that is wanted: most fit several rows or none.
const TRIES: usize = 10;
/// Share by which a guessed number may be off.
const OFF: f64 = 0.05;

/// Shows every row of a table, in order, as often as it is called.
pub type Scan<'a> = dyn FnMut(&mut dyn FnMut(&Block)) -> Result<(), Error> + 'a;

/// The tables, each with the same columns in the same order.
pub struct Attacks<'a> {
    /// What was released.
    pub released: &'a mut Scan<'a>,
    /// What it was made from.
    pub original: &'a mut Scan<'a>,
    /// People who are not in it.
    pub control: Option<&'a mut Scan<'a>>,
}

/// What to attack.
#[derive(Debug, Clone)]
pub struct Request {
    /// How many columns the tables have.
    pub columns: usize,
    /// Attacks of each kind.
    pub attacks: usize,
    /// Neighbours looked at by linkability.
    pub neighbours: usize,
    /// The column that inference guesses.
    pub secret: Option<usize>,
    /// Whether row n of the released table was made from row n of the original: what record linkage finds out.
    pub aligned: bool,
    /// Where the random choices start.
    pub seed: u64,
}

/// The neighbours of one table's targets.
struct Targets {
    /// By target: by the first half of the columns, and by the second.
    halves: Vec<(Neighbours, Neighbours)>,
    /// By all columns but the secret.
    secrets: Vec<Neighbours>,
    /// By all columns, texts compared letter by letter.
    whole: Vec<(u64, Neighbours)>,
}

/// Makes every attack.
pub fn attack(tables: Attacks<'_>, request: &Request) -> Result<Vec<AttackRisk>, Error> {
    let Attacks { released, original, control } = tables;
    let mut control = control;
    let sample = |scan: &mut Scan<'_>, size: usize, seed: u64| -> Result<Sample, Error> {
        let mut sample = Sample::new(request.columns, size, seed);
        scan(&mut |block| sample.see(block))?;
        Ok(sample)
    };
    let wanted = request.attacks;
    let of_released = sample(released, wanted * TRIES, request.seed)?;
    let of_original = sample(original, wanted, request.seed ^ 1)?;
    let of_control = match &mut control {
        Some(scan) => Some(sample(scan, wanted, request.seed ^ 2)?),
        None => None,
    };
    let mut random = Random(request.seed ^ 3);
    let mut tried = candidates(&of_released, wanted * TRIES, &mut random);
    let guessed = guesses(&of_released, wanted, &mut random);
    let scales = scales(&of_released, &of_original);
    let letters: Vec<Scale> =
        scales.iter().map(|scale| if *scale == Scale::Same { Scale::Letters } else { *scale }).collect();
    let mut targets: Vec<Targets> = std::iter::once(&of_original)
        .chain(&of_control)
        .map(|sample| Targets::new(sample, request))
        .collect();
    // Second pass over what was released: what fits one row of it, and who is near.
    let mut counts = vec![0; tried.len()];
    let mut first = 0;
    released(&mut |block| {
        Predicate::count(&tried, block, |_| true, &mut counts);
        for targets in &mut targets {
            targets.see(block, first, (&scales, &letters), request);
        }
        first += block.first().map_or(0, Array::len) as u64;
    })?;
    let mut fits = counts.iter().map(|count| *count == 1);
    tried.retain(|_| fits.next().unwrap_or(false));
    tried.truncate(wanted);
    // Second pass over the people: whom the conditions single out.
    let smaller = of_control.as_ref().map_or(of_original.rows, |control| control.rows.min(of_original.rows));
    let single = |scan: &mut Scan<'_>, rows: u64, predicates: &[Predicate]| -> Result<Rate, Error> {
        // Of the larger table as many rows as the smaller has: a condition fits one row more often in a small table.
        let mut draw = Random(request.seed ^ 4);
        let mut counts = vec![0; predicates.len()];
        scan(&mut |block| {
            let rows_here = block.first().map_or(0, Array::len);
            let used: Vec<bool> = (0..rows_here).map(|_| draw.below(rows.max(1)) < smaller).collect();
            Predicate::count(predicates, block, |row| used[row], &mut counts);
        })?;
        let hits = counts.iter().filter(|count| **count == 1).count();
        Ok(Rate::new(predicates.len() as u64, hits as u64))
    };
    let main = single(original, of_original.rows, &tried)?;
    let baseline = single(original, of_original.rows, &guessed)?;
    let against = match (&mut control, &of_control) {
        (Some(scan), Some(sample)) => Some(single(scan, sample.rows, &tried)?),
        _ => None,
    };
    let mut risks = vec![AttackRisk::new("singling out", main, baseline, against)];
    let rates = |of: &dyn Fn(&Targets) -> Rate| {
        let main = targets.first().map_or(Rate::new(0, 0), of);
        (main, targets.get(1).map(of))
    };
    let (main, against) = rates(&Targets::linked);
    let chance = linked_by_chance(of_released.rows, request, main.attacks, &mut random);
    risks.push(AttackRisk::new("linkability", main, chance, against));
    if let Some(secret) = request.secret {
        let numeric = scales.get(secret).is_some_and(|scale| matches!(scale, Scale::Number(_)));
        let (main, against) = rates(&|targets| targets.inferred(secret, numeric));
        let guesses = of_original.drawn.iter().filter(|_| !of_released.drawn.is_empty());
        let hits = guesses
            .filter(|(_, row)| {
                let guess = &of_released.drawn[random.index(of_released.drawn.len())].1[secret];
                is_right(guess.as_deref(), row[secret].as_deref(), numeric)
            })
            .count();
        let baseline = Rate::new(main.attacks, hits as u64);
        risks.push(AttackRisk::new("inference", main, baseline, against));
    }
    if request.aligned {
        let found = targets.first().map_or(Rate::new(0, 0), Targets::found_again);
        let by_chance = (0..found.attacks).filter(|_| random.below(of_released.rows) == 0).count();
        risks.push(AttackRisk::new(
            "record linkage",
            found,
            Rate::new(found.attacks, by_chance as u64),
            None,
        ));
    }
    Ok(risks)
}

fn scales(released: &Sample, original: &Sample) -> Vec<Scale> {
    let scale = |(one, other): (&super::sample::Column, &super::sample::Column)| {
        if one.is_numeric() && other.is_numeric() {
            Scale::Number(one.high.max(other.high) - one.low.min(other.low))
        } else {
            Scale::Same
        }
    };
    released.columns.iter().zip(&original.columns).map(scale).collect()
}

impl Targets {
    fn new(sample: &Sample, request: &Request) -> Self {
        let all: Vec<usize> = (0..request.columns).collect();
        let (first, second) = all.split_at(request.columns / 2);
        let aux: Vec<usize> = all.iter().copied().filter(|column| Some(*column) != request.secret).collect();
        let halves = sample.drawn.iter().map(|(_, row)| {
            let half = |columns: &[usize]| Neighbours::new(row.clone(), columns.to_vec(), request.neighbours);
            (half(first), half(second))
        });
        let secrets = sample.drawn.iter().filter(|_| request.secret.is_some());
        let whole = sample.drawn.iter().filter(|_| request.aligned);
        Self {
            halves: halves.collect(),
            secrets: secrets.map(|(_, row)| Neighbours::new(row.clone(), aux.clone(), 1)).collect(),
            // The second nearest tells whether the nearest is alone.
            whole: whole.map(|(place, row)| (*place, Neighbours::new(row.clone(), all.clone(), 2))).collect(),
        }
    }

    fn see(&mut self, block: &Block, first: u64, (scales, letters): (&[Scale], &[Scale]), request: &Request) {
        for (one, other) in &mut self.halves {
            one.see(block, first, scales, None);
            other.see(block, first, scales, None);
        }
        for target in &mut self.secrets {
            target.see(block, first, scales, request.secret);
        }
        for (_, target) in &mut self.whole {
            target.see(block, first, letters, None);
        }
    }

    /// Targets whose two halves have a near row in common.
    fn linked(&self) -> Rate {
        let meet = |(one, other): &&(Neighbours, Neighbours)| {
            one.nearest.iter().any(|(_, row, _)| other.nearest.iter().any(|(_, same, _)| row == same))
        };
        Rate::new(self.halves.len() as u64, self.halves.iter().filter(meet).count() as u64)
    }

    /// Targets whose secret is that of the row most like them.
    fn inferred(&self, secret: usize, numeric: bool) -> Rate {
        let right = |target: &&Neighbours| {
            let guess = target.nearest.first().and_then(|(_, _, guess)| guess.as_deref());
            is_right(guess, target.target[secret].as_deref(), numeric)
        };
        Rate::new(self.secrets.len() as u64, self.secrets.iter().filter(right).count() as u64)
    }

    /// Targets whose nearest row is the one made from them, and no other as near.
    fn found_again(&self) -> Rate {
        let found = |(place, target): &&(u64, Neighbours)| match target.nearest.as_slice() {
            [(_, row, _)] => row == place,
            [(near, row, _), (next, ..), ..] => row == place && near < next,
            [] => false,
        };
        Rate::new(self.whole.len() as u64, self.whole.iter().filter(found).count() as u64)
    }
}

/// Two random sets of rows that meet.
fn linked_by_chance(rows: u64, request: &Request, attacks: u64, random: &mut Random) -> Rate {
    let mut hits = 0;
    for _ in 0..attacks {
        let mut draw = || -> Vec<u64> { (0..request.neighbours).map(|_| random.below(rows)).collect() };
        let (one, other) = (draw(), draw());
        hits += u64::from(one.iter().any(|row| other.contains(row)));
    }
    Rate::new(attacks, hits)
}

/// Whether a guess is the secret, or a number within five per cent of the guess. The guess's sign must not matter:
/// against a negative bound, everything would be right.
pub(super) fn is_right(guess: Option<&str>, secret: Option<&str>, numeric: bool) -> bool {
    match (guess, secret) {
        (Some(guess), Some(secret)) if numeric => match number(guess).zip(number(secret)) {
            Some((guess, secret)) => (guess - secret).abs() <= OFF * guess.abs(),
            None => guess == secret,
        },
        _ => guess == secret,
    }
}
