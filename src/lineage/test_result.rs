//! What a verification came to, as an in-toto Statement v1 with the test-result v0.1 predicate.
//!
//! <https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md>. It says which checks passed over
//! exactly these outputs and this manifest; who says so is who signs.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{
    FOLDER, LineageError, MANIFEST_FILE, SigningKey,
    dsse::{Envelope, IN_TOTO},
    intoto::{STATEMENT_TYPE, Statement},
    manifest::Manifest,
};

/// Type of the predicate.
pub const TEST_RESULT_TYPE: &str = "https://in-toto.io/attestation/test-result/v0.1";

/// How the checks ended, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TestResult {
    /// Nothing wrong.
    pub passed: Vec<String>,
    /// There was nothing to check with, or something to look at.
    pub warned: Vec<String>,
    /// Something wrong.
    pub failed: Vec<String>,
    /// Documents that say what came out, in figures, by name; each smaller than a kilobyte.
    pub figures: Vec<(String, Vec<u8>)>,
}

/// Renders the signed statement, one line, over the manifest bytes as they were verified.
pub fn test_result(
    manifest_bytes: &[u8],
    result: &TestResult,
    signer: &SigningKey,
) -> Result<Vec<u8>, LineageError> {
    let manifest = Manifest::from_json(manifest_bytes)?;
    let subject = serde_json::to_value(Statement::of(&manifest, manifest_bytes).subject)
        .map_err(|_| LineageError::Encode { what: "the statement" })?;
    let plan = &manifest.plan;
    // The predicate has no place for figures of its own: they come as resources with their content.
    let mut configuration = vec![
        json!({"name": format!("{FOLDER}/{}", plan.file), "digest": {"sha256": plan.sha256}}),
        json!({"name": format!("{FOLDER}/{MANIFEST_FILE}"), "digest": {"sha256": super::digests(manifest_bytes).0}}),
    ];
    configuration.extend(result.figures.iter().map(|(name, content)| {
        json!({"name": format!("limpid/{name}"), "mediaType": "application/json", "content": STANDARD.encode(content)})
    }));
    let statement = json!({
        "_type": STATEMENT_TYPE,
        "subject": subject,
        "predicateType": TEST_RESULT_TYPE,
        "predicate": {
            // A check that had nothing to check with has not been passed, nor one that warns.
            "result": match (result.failed.is_empty(), result.warned.is_empty()) {
                (false, _) => "FAILED",
                (true, false) => "WARNED",
                (true, true) => "PASSED",
            },
            "configuration": configuration,
            "passedTests": names(&result.passed),
            "warnedTests": names(&result.warned),
            "failedTests": names(&result.failed),
        },
    });
    let payload =
        serde_json::to_vec(&statement).map_err(|_| LineageError::Encode { what: "the statement" })?;
    Envelope::seal(IN_TOTO, &payload, signer).to_json_line()
}

fn names(names: &[String]) -> Vec<Value> {
    names.iter().map(|name| json!(format!("limpid/{name}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::sample::manifest, *};

    #[test]
    fn the_statement_covers_what_was_verified_and_says_how_it_ended() {
        let bytes = manifest().to_json().unwrap();
        let signer = SigningKey::from_seed([7; 32]);
        let result = |warned: &[&str], failed: &[&str]| {
            let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let result = TestResult {
                passed: vec!["files".into()],
                warned: all(warned),
                failed: all(failed),
                figures: vec![],
            };
            let line = test_result(&bytes, &result, &signer).unwrap();
            let payload =
                Envelope::from_json_line(&line).unwrap().open(IN_TOTO, &signer.verifying_key()).unwrap();
            serde_json::from_slice::<Value>(&payload).unwrap()
        };
        let statement = result(&[], &[]);
        assert_eq!(statement["predicateType"], TEST_RESULT_TYPE);
        assert_eq!(statement["predicate"]["result"], "PASSED");
        assert_eq!(statement["predicate"]["passedTests"][0], "limpid/files");
        assert_eq!(statement["subject"][2]["name"], "_limpid/manifest.json");
        assert_eq!(result(&["against"], &[])["predicate"]["result"], "WARNED");
        assert_eq!(result(&["against"], &["rows"])["predicate"]["result"], "FAILED");
    }
}
