//! Onion addresses of version 3: base 32 of a public key, two bytes of its SHA3-256 check, and the version
//! (Tor's rend-spec-v3). The address may stand in a link.

use sha3::{Digest, Sha3_256};

use super::coins::base32;

pub(super) fn is_valid(value: &str) -> bool {
    let Some((head, _)) = value.split_once(".onion") else { return false };
    let label = head.rsplit(['.', '/', '@']).next().unwrap_or_default();
    let Some(bytes) = base32(label).filter(|bytes| bytes.len() == 35) else { return false };
    let Some((key, [first, second, version])) = bytes.split_last_chunk::<3>() else { return false };
    let digest = Sha3_256::new()
        .chain_update(b".onion checksum")
        .chain_update(key)
        .chain_update([*version])
        .finalize();
    *version == 3 && digest.starts_with(&[*first, *second])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The address of the Tor Project.
    const TOR: &str = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion";

    #[test]
    fn the_check_is_computed_on_the_name_alone() {
        assert!(is_valid(TOR));
        assert!(is_valid(&format!("http://www.{TOR}/index.html")));
        assert!(!is_valid(&TOR.replace("2gzy", "3gzy")));
    }
}
