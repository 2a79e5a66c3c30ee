//! Secrets from outside: key files that only their owner can read, and random bytes of the operating system.

use std::{fs, path::Path};

use limpid_pipelines::error::Error as PipelineError;

use crate::error::CliError;

/// A key that others can read is no key.
#[cfg(unix)]
pub(crate) fn refuse_shared_file(path: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt;
    let metadata =
        fs::metadata(path).map_err(|error| PipelineError::io("open", path.display().to_string(), &error))?;
    if metadata.permissions().mode() & 0o077 != 0 {
        let path = path.display();
        return Err(CliError::usage(
            format!("{path}: others can read this key file"),
            format!("chmod 600 {path}"),
        ));
    }
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn refuse_shared_file(_: &Path) -> Result<(), CliError> {
    Ok(())
}

/// 32 bytes from the operating system.
pub(crate) fn random_bytes() -> Result<[u8; 32], CliError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| CliError::Internal("the operating system gives no random bytes"))?;
    Ok(bytes)
}
