//! The different values of a column, numbered, with how many rows have each.

use std::collections::HashMap;

use crate::error::{Error, Place};

/// Most different values of a column that is counted by value.
const MOST: usize = 1 << 23;

/// Values by code. Holds values: no `Debug`.
#[derive(Default, Clone)]
pub struct Dictionary {
    codes: HashMap<Option<String>, u32>,
    values: Vec<Option<String>>,
    counts: Vec<u64>,
}

impl Dictionary {
    /// The code of a value, new or known.
    pub fn code(&mut self, value: Option<&str>) -> Result<u32, Error> {
        if let Some(code) = self.codes.get(&value.map(str::to_owned)) {
            return Ok(*code);
        }
        if self.values.len() >= MOST {
            return Err(Error::Limit {
                place: Place::file("quasi-identifiers"),
                what: "a column has more than 8388608 different values",
            });
        }
        let code = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.codes.insert(value.map(str::to_owned), code);
        self.values.push(value.map(str::to_owned));
        self.counts.push(0);
        Ok(code)
    }

    /// Counts rows with a value.
    pub fn count(&mut self, code: u32, rows: u64) {
        if let Some(count) = usize::try_from(code).ok().and_then(|code| self.counts.get_mut(code)) {
            *count += rows;
        }
    }

    /// The values by code.
    pub fn values(&self) -> &[Option<String>] {
        &self.values
    }

    /// Rows by code.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }
}
