//! The values of a few columns, row by row, wherever they are nested.

use arrow::array::{Array, AsArray, LargeStringArray, RecordBatch};
use arrow::datatypes::DataType;

use crate::{
    error::Error,
    walk::{Decision, Kind, Leaf, Visitor, walk},
};

/// What each row holds of one column: several values in a list.
pub(crate) type Values = Vec<Vec<String>>;

/// Reads a column of a batch. Booleans are told as `true` and `false`.
pub(crate) fn read(batch: &RecordBatch, path: &str) -> Result<Values, Error> {
    let mut values = vec![Vec::new(); batch.num_rows()];
    if let Some(column) = batch.column_by_name(path)
        && *column.data_type() == DataType::Boolean
    {
        for (row, value) in values.iter_mut().zip(column.as_boolean()) {
            row.extend(value.map(|value| value.to_string()));
        }
        return Ok(values);
    }
    walk(batch, &mut Finder { path, values: &mut values })?;
    Ok(values)
}

struct Finder<'a> {
    path: &'a str,
    values: &'a mut Values,
}

impl Visitor for Finder<'_> {
    fn decide(&mut self, path: &str, kind: Kind) -> Result<Decision, Error> {
        let inside = || {
            self.path.strip_prefix(path).is_some_and(|rest| path.is_empty() || rest.starts_with(['.', '[']))
        };
        Ok(match kind {
            _ if path == self.path && kind != Kind::Opaque => Decision::Visit,
            Kind::Nested if inside() => Decision::Visit,
            Kind::Text if inside() => Decision::Json,
            _ => Decision::Keep,
        })
    }

    fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error> {
        if leaf.path == self.path {
            for (value, row) in leaf.values.iter().zip(leaf.rows) {
                if let (Some(value), Some(values)) = (value, self.values.get_mut(*row as usize)) {
                    values.push(value.to_owned());
                }
            }
        }
        Ok(None)
    }

    fn json_key(&mut self, _: &str) -> Option<String> {
        None
    }
}

/// Digests everything a row holds, under a key.
pub(super) fn digest_rows(batch: &RecordBatch, key: &[u8; 32]) -> Result<Vec<blake3::Hasher>, Error> {
    let mut digester = Digester { rows: vec![blake3::Hasher::new_keyed(key); batch.num_rows()] };
    walk(batch, &mut digester)?;
    Ok(digester.rows)
}

struct Digester {
    rows: Vec<blake3::Hasher>,
}

impl Visitor for Digester {
    fn decide(&mut self, _: &str, kind: Kind) -> Result<Decision, Error> {
        Ok(if kind == Kind::Opaque { Decision::Keep } else { Decision::Visit })
    }

    fn visit(&mut self, leaf: &Leaf<'_>) -> Result<Option<LargeStringArray>, Error> {
        for (value, row) in leaf.values.iter().zip(leaf.rows) {
            if let (Some(value), Some(hasher)) = (value, self.rows.get_mut(*row as usize)) {
                for part in [leaf.path, value] {
                    hasher.update(&(part.len() as u64).to_le_bytes());
                    hasher.update(part.as_bytes());
                }
            }
        }
        Ok(None)
    }

    fn json_key(&mut self, _: &str) -> Option<String> {
        None
    }
}
