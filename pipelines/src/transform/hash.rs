//! `hash`: a keyed BLAKE3 digest in hex. Without the key nobody can try all values; no unkeyed hash exists.

use super::{Cell, Scope, Transform, Untreatable, normalize, seed};
use crate::key::{KeyRing, SubKey};

/// Writes the digest of the normalized value.
pub(super) struct Hash {
    key: SubKey,
    entity: String,
    length: usize,
    scope: Scope,
}

impl Hash {
    pub(super) fn new(keys: &KeyRing, entity: &str, length: usize, scope: Scope) -> Self {
        Self { key: keys.subkey("hash", entity), entity: entity.to_owned(), length, scope }
    }
}

impl Transform for Hash {
    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable> {
        let digest = seed(&self.key, self.scope, &normalize(&self.entity, cell.value), cell);
        for byte in digest.iter().take(self.length) {
            for digit in [byte >> 4, byte & 15] {
                out.extend(char::from_digit(u32::from(digit), 16));
            }
        }
        Ok(())
    }
}
