//! Lists of known values as files: one value a line, or a table with a header line.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};

use limpid_detectors::{Engine, Entity};

use super::{KnownList, ListBuilder, Scratch, detector_of, identifies, known_value};
use crate::error::{Error, Place};

/// Reads a list. `.csv` and `.tsv` files have a header line, and their columns are what their names say; in any other
/// file a line is a value, or an entity, a tab and a value. No message quotes a value.
pub fn read_list(path: &Path, engine: &Engine) -> Result<KnownList, Error> {
    let name = path.display().to_string();
    let file = BufReader::with_capacity(
        1 << 16,
        File::open(path).map_err(|error| Error::io("open", &name, &error))?,
    );
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let list = match extension.to_ascii_lowercase().as_str() {
        "csv" => table(file, b',', &name, engine)?,
        "tsv" => table(file, b'\t', &name, engine)?,
        _ => lines(file, &name, engine)?,
    };
    let list = list.build();
    if list.is_empty() {
        return Err(Error::Malformed {
            place: Place::file(&name),
            what: "the list of known values holds none",
        });
    }
    Ok(list)
}

/// What a value of no told kind is reported as.
fn untold(engine: &Engine) -> Result<(Entity, u16), Error> {
    let entity = known_value()?;
    let detector = detector_of(engine, entity.as_str()).ok_or_else(|| Error::Plan {
        what: "values are listed without an entity, and KNOWN_VALUE is not among the detectors".into(),
        hint: "add KNOWN_VALUE to the entities, or write `ENTITY<tab>value`".into(),
    })?;
    Ok((entity, detector))
}

fn lines(mut file: impl BufRead, name: &str, engine: &Engine) -> Result<ListBuilder, Error> {
    let mut list = ListBuilder::default();
    let mut scratch = Scratch::default();
    let mut line = String::new();
    for row in 0u64.. {
        line.clear();
        // What the reader says of bytes that are no text holds none of them.
        let read = file.read_line(&mut line).map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidData => {
                Error::Malformed { place: Place::row(name, row), what: "the line is not UTF-8" }
            }
            _ => Error::io("read", name, &error),
        })?;
        if read == 0 {
            break;
        }
        let told = line.split_once('\t').and_then(|(label, value)| {
            let detector = detector_of(engine, label)?;
            Some((Entity::new(label).ok()?, detector, value))
        });
        match told {
            Some((entity, detector, value)) => list.add(&entity, detector, value, &mut scratch),
            None => {
                let (entity, detector) = untold(engine)?;
                list.add(&entity, detector, &line, &mut scratch)
            }
        };
    }
    Ok(list)
}

fn table(file: impl Read, delimiter: u8, name: &str, engine: &Engine) -> Result<ListBuilder, Error> {
    let malformed = |row: u64| Error::Malformed {
        place: Place::row(name, row),
        what: "the line is not a row of the table",
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(file);
    let mut columns: Vec<Option<(Entity, u16)>> = Vec::new();
    for header in reader.headers().map_err(|_| malformed(0))? {
        let named = engine.header(header.trim_start_matches('\u{feff}'));
        let detector = named.detectors().first().copied();
        let rule = detector.and_then(|detector| Some((detector, engine.rule(detector)?)));
        columns.push(match rule {
            // A city or a day alone identifies nobody: such a column is no list.
            Some((_, rule)) if !identifies(rule.entity.as_str()) => None,
            Some((detector, rule)) => Some((rule.entity.clone(), detector)),
            None => Some(untold(engine)?),
        });
    }
    let mut list = ListBuilder::default();
    let mut scratch = Scratch::default();
    let mut record = csv::StringRecord::new();
    for row in 1u64.. {
        if !reader.read_record(&mut record).map_err(|_| malformed(row))? {
            break;
        }
        for (value, column) in record.iter().zip(&columns) {
            if let Some((entity, detector)) = column {
                list.add(entity, *detector, value, &mut scratch);
            }
        }
    }
    Ok(list)
}
