//! Ranges that belong to nobody: what surrogates are drawn from and what examples may use.
//!
//! A value in such a range identifies no real person, so a re-scan may tell it from a leak without
//! remembering any value.

/// Whether `value`, found as `entity`, lies in a range that is reserved for documentation or never assigned.
pub fn is_reserved(entity: &str, value: &str) -> bool {
    let _ = (entity, value);
    false
}
