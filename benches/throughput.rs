//! The detectors over a file, for others to measure: `benches/peers` by processor time, `benches/instructions.py` by
//! instructions.
//!
//! `throughput FILE rules|names|all cells|whole [PASSES] [ENTITY,…]`: the rules, the tagger alone, or both; each line for
//! itself, or the whole file as one text; so many times over; only some entities. Prints
//! `{"setup":SECONDS,"done":SECONDS,"bytes":N,"findings":N}`: the processor time used before the first byte is searched and after
//! the last, and what was done.

#![allow(clippy::print_stdout, reason = "the output is the point")]

use std::{error::Error, fs, time::Duration};

use limpid_detectors::{
    Engine, Entity, Header, Selection, TaggerKind,
    tagger::{FastTagger, Mode, Tagger},
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, what, unit, rest @ ..] = arguments.as_slice() else {
        return Err("usage: throughput FILE rules|names|all cells|whole [PASSES] [ENTITY,…]".into());
    };
    let text = fs::read_to_string(file)?;
    let cells: Vec<&str> = if unit == "whole" { vec![text.as_str()] } else { text.lines().collect() };
    let passes = rest.first().map_or(Ok(1), |passes| passes.parse())?;
    let (setup, done, findings) = if what == "names" {
        let tagger = FastTagger::embedded();
        let mut tags = Vec::new();
        all_passes(passes, &cells, |cell| {
            tags.clear();
            tagger.tag(cell, Mode::Prose, &mut tags);
            tags.len()
        })?
    } else {
        let entities = rest.get(1).map_or("", String::as_str).split(',').filter(|entity| !entity.is_empty());
        let selection = Selection {
            tagger: if what == "all" { TaggerKind::Fast } else { TaggerKind::None },
            entities: entities.map(Entity::new).collect::<Result<_, _>>()?,
            ..Selection::default()
        };
        let engine = Engine::embedded(&selection)?;
        let header = Header::none();
        let mut found = Vec::new();
        all_passes(passes, &cells, |cell| {
            found.clear();
            engine.detect(cell, &header, &mut found);
            found.len()
        })?
    };
    let bytes: usize = cells.iter().map(|cell| cell.len()).sum();
    let bytes = bytes * passes;
    println!("{{\"setup\":{setup:.6},\"done\":{done:.6},\"bytes\":{bytes},\"findings\":{findings}}}");
    Ok(())
}

/// The processor time used before and after, and how much `work` finds.
fn all_passes(
    passes: usize,
    cells: &[&str],
    mut work: impl FnMut(&str) -> usize,
) -> Result<(f64, f64, usize), Box<dyn Error>> {
    let setup = processor_seconds()?;
    let found = (0..passes).map(|_| one_pass(cells, &mut work)).sum();
    Ok((setup, processor_seconds()?, found))
}

/// A function of its own: the instructions are counted from one call to the next.
#[inline(never)]
fn one_pass(cells: &[&str], work: &mut impl FnMut(&str) -> usize) -> usize {
    cells.iter().map(|cell| work(cell)).sum()
}

/// What the first thread has used so far (Linux): rules are read by others, too, and searched by it alone.
fn processor_seconds() -> Result<f64, Box<dyn Error>> {
    let text = fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds = text.split(' ').next().ok_or("schedstat is empty")?.parse()?;
    Ok(Duration::from_nanos(nanoseconds).as_secs_f64())
}
