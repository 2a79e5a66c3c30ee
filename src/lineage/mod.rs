//! The account of a run: what other people's tools read to know what was done to which bytes.
//!
//! Plain data in, bytes out: nothing here reads a file, a clock, a key store or a random number; [`post`] alone talks to the
//! network, and only where the user names a URL.
//!
//! | file in `_limpid/` | what | read by |
//! |---|---|---|
//! | `manifest.json` | [`Manifest`], JSON Schema by [`manifest_schema`] | `limpid verify` |
//! | `provenance.intoto.jsonl` | SLSA provenance v1 in an in-toto Statement v1 in a DSSE envelope | any in-toto verifier |
//! | `openlineage.ndjson` | START and COMPLETE or FAIL | any OpenLineage consumer |
//! | `croissant.json` | Croissant 1.1 with RAI 1.0 | mlcroissant, data set search |
//! | `verification.intoto.jsonl` | test-result v0.1 of `limpid verify --attest`, signed by who verified | any in-toto verifier |
//! | `limpid.pub` | the public key, PEM | `openssl`, any verifier |
//!
//! Order of writing: side files and `openlineage.ndjson` first, the manifest with their digests, the signed
//! statement over the manifest last. So the signature reaches every other file through the manifest.
//! `limpid.pub` beside the data proves only that nothing changed since *somebody* signed: who it was is known
//! only when the caller brings the key from elsewhere (`limpid verify --key`).
//!
//! Invariant: no data value, no key and no path outside the data set is in any of these files.

mod check;
pub mod croissant;
pub mod dsse;
mod error;
pub mod intoto;
pub mod manifest;
pub mod openlineage;
pub mod post;
#[cfg(test)]
mod sample;
pub mod sign;
pub mod test_result;

use std::fmt::Write as _;

pub use croissant::croissant;
pub use error::LineageError;
pub use intoto::Statement;
pub use manifest::{Manifest, manifest_schema};
pub use openlineage::{Announced, Places, openlineage};
pub use post::Receiver;
pub use sign::{SigningKey, VerifyingKey};
pub use test_result::{TestResult, test_result};

use dsse::{Envelope, IN_TOTO};

/// The folder beside the data; Spark, Hive and Hugging Face skip names that begin with `_`.
pub const FOLDER: &str = "_limpid";
/// Our own record of the run.
pub const MANIFEST_FILE: &str = "manifest.json";
/// The signed statement, one DSSE envelope a line.
pub const PROVENANCE_FILE: &str = "provenance.intoto.jsonl";
/// The OpenLineage events, one a line.
pub const OPENLINEAGE_FILE: &str = "openlineage.ndjson";
/// The output as a Croissant data set.
pub const CROISSANT_FILE: &str = "croissant.json";
/// Where a verification may be attested beside the data.
pub const VERIFICATION_FILE: &str = "verification.intoto.jsonl";
/// The public key of the signature.
pub const PUBLIC_KEY_FILE: &str = "limpid.pub";

/// Renders `provenance.intoto.jsonl`: the signed statement over the outputs and over these manifest bytes.
pub fn provenance(manifest_bytes: &[u8], signer: &SigningKey) -> Result<Vec<u8>, LineageError> {
    let manifest = Manifest::from_json(manifest_bytes)?;
    let statement = Statement::of(&manifest, manifest_bytes).to_json()?;
    Envelope::seal(IN_TOTO, &statement, signer).to_json_line()
}

/// Reads `provenance.intoto.jsonl` after its signature has been verified by `key`.
///
/// The caller says where `key` comes from: pinned by the user, or merely found beside the data.
pub fn verify_provenance(bytes: &[u8], key: &VerifyingKey) -> Result<Statement, LineageError> {
    Statement::from_json(&Envelope::from_json_line(bytes)?.open(IN_TOTO, key)?)
}

/// Verifies the signature, then that it covers exactly this manifest and every output in it.
///
/// What is left for the caller is to hash the files that the manifest names.
pub fn verify_manifest(
    provenance: &[u8],
    manifest_bytes: &[u8],
    key: &VerifyingKey,
) -> Result<(Statement, Manifest), LineageError> {
    let statement = verify_provenance(provenance, key)?;
    statement.covers_bytes(&format!("{FOLDER}/{MANIFEST_FILE}"), manifest_bytes)?;
    // The manifest is parsed only after its digest has been found in the signed statement.
    let manifest = Manifest::from_json(manifest_bytes)?;
    statement.covers_outputs(&manifest)?;
    Ok((statement, manifest))
}

/// SHA-256 (FIPS 180-4) and BLAKE3 of bytes in memory, lower-case hex.
fn digests(bytes: &[u8]) -> (String, String) {
    use sha2::Digest as _;
    (hex(&sha2::Sha256::digest(bytes)), blake3::hash(bytes).to_hex().to_string())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
