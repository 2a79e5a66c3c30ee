//! Check digits of national identifiers: one file each, named by country and identifier.
//!
//! Each is written from the issuer's description and compared with python-stdnum in `tests/validators`.

use super::Table;

/// The validators, by the name a rule calls them: `validator = "xx_name"`.
pub(super) const TABLE: Table = &[];
