//! The whole account of a made-up run, written and verified.

use super::{
    sample::{FILES, manifest},
    *,
};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed([seed; 32])
}

#[test]
fn written_and_verified() {
    let bytes = manifest().to_json().unwrap();
    let signed = provenance(&bytes, &key(1)).unwrap();
    assert_eq!(signed.split_inclusive(|&byte| byte == b'\n').count(), 1);
    let (statement, read) = verify_manifest(&signed, &bytes, &key(1).verifying_key()).unwrap();
    assert_eq!(read, manifest());
    assert_eq!(statement, Statement::of(&read, &bytes));
    assert_eq!(verify_provenance(&signed, &key(2).verifying_key()), Err(LineageError::Signature));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let bytes = manifest().to_json().unwrap();
    assert_eq!(provenance(&bytes, &key(1)), provenance(&bytes, &key(1)));
}

/// Each bit of the manifest, and one bit of each byte of the envelope; all bits of a small one are in `dsse`.
#[test]
fn one_flipped_bit_in_either_file_is_refused() {
    let bytes = manifest().to_json().unwrap();
    let verifier = key(1).verifying_key();
    let signed = provenance(&bytes, &key(1)).unwrap();
    let statement = verify_provenance(&signed, &verifier).unwrap();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(statement.covers_bytes("_limpid/manifest.json", &flipped).is_err(), "byte {at}");
    }
    for at in 0..signed.len() {
        let mut flipped = signed.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(verify_provenance(&flipped, &verifier).is_err(), "byte {at}");
    }
}

#[test]
fn a_signed_statement_over_another_manifest_is_refused() {
    let bytes = manifest().to_json().unwrap();
    let other = Manifest { complete: false, ..manifest() }.to_json().unwrap();
    let signed = provenance(&bytes, &key(1)).unwrap();
    let error = LineageError::Subject { name: "_limpid/manifest.json".into() };
    assert_eq!(verify_manifest(&signed, &other, &key(1).verifying_key()), Err(error));
}

#[test]
fn an_unreadable_manifest_is_not_signed() {
    assert!(provenance(b"{}", &key(1)).is_err());
}

/// Writes what `tests/lineage/check_lineage.py` can be tried on without a run: `target/lineage-sample` and, of a
/// run that did not come to its end, `target/lineage-sample-failed`.
#[test]
fn folders_for_other_tools() {
    let target = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    let schema = serde_json::to_vec_pretty(&manifest_schema()).unwrap();
    write_folder(&target.join("lineage-sample"), manifest());
    write_folder(&target.join("lineage-sample-failed"), Manifest { complete: false, ..manifest() });
    std::fs::write(target.join("lineage-sample.schema.json"), schema).unwrap();
}

fn write_folder(folder: &std::path::Path, mut manifest: Manifest) {
    let events = openlineage(&manifest, &Places::default()).unwrap();
    let (sha256, blake3) = digests(&events);
    manifest.side_files.push(manifest::SideFile { name: OPENLINEAGE_FILE.into(), sha256, blake3 });
    let bytes = manifest.to_json().unwrap();
    let signed = provenance(&bytes, &key(1)).unwrap();
    let public = key(1).verifying_key().to_pem();
    let own = [
        (OPENLINEAGE_FILE, events.as_slice()),
        (PUBLIC_KEY_FILE, public.as_bytes()),
        (MANIFEST_FILE, &bytes),
        (PROVENANCE_FILE, &signed),
    ];
    let own = own.map(|(name, bytes)| (format!("{FOLDER}/{name}"), bytes));
    for (name, bytes) in FILES.map(|(name, text)| (name.to_owned(), text.as_bytes())).into_iter().chain(own) {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    assert!(verify_manifest(&signed, &bytes, &VerifyingKey::from_pem(&public).unwrap()).is_ok());
}
