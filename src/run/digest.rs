//! SHA-256 for other people's tools, BLAKE3 for speed: both in one pass.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
    sync::{Arc, Mutex},
};

use limpid_pipelines::{error::Error, source::InputFile};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Size and digests of some bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Number of bytes.
    pub bytes: u64,
    /// SHA-256 (FIPS 180-4), lower-case hex.
    pub sha256: String,
    /// BLAKE3, lower-case hex.
    pub blake3: String,
}

/// Digests that grow.
#[derive(Default)]
struct Hasher {
    bytes: u64,
    sha256: Sha256,
    blake3: blake3::Hasher,
}

impl Hasher {
    fn update(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.sha256.update(bytes);
        self.blake3.update(bytes);
    }

    fn finish(&self) -> Digest {
        Digest {
            bytes: self.bytes,
            sha256: hex(&self.sha256.clone().finalize()),
            blake3: self.blake3.finalize().to_hex().to_string(),
        }
    }
}

/// Digests a text or a file that is in memory.
pub fn of_bytes(bytes: &[u8]) -> Digest {
    let mut hasher = Hasher::default();
    hasher.update(bytes);
    hasher.finish()
}

/// Digests a file.
pub fn of_file(path: &Path, name: &str) -> Result<Digest, Error> {
    of_reader(File::open(path).map_err(|error| Error::io("open", name, &error))?, name)
}

/// Digests an input, wherever it lies.
pub fn of_input(file: &InputFile) -> Result<Digest, Error> {
    of_reader(file.bytes()?, &file.relative)
}

fn of_reader(mut file: impl Read, name: &str) -> Result<Digest, Error> {
    let mut hasher = Hasher::default();
    let mut buffer = vec![0; 4 << 20];
    loop {
        let read = file.read(&mut buffer).map_err(|error| Error::io("read", name, &error))?;
        if read == 0 {
            return Ok(hasher.finish());
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
}

/// A writer that digests what passes through. Clones share the digest.
pub struct Digesting<W> {
    inner: Arc<Mutex<(W, Hasher)>>,
}

impl<W> Clone for Digesting<W> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<W: Write> Digesting<W> {
    /// Wraps a writer.
    pub fn new(writer: W) -> Self {
        Self { inner: Arc::new(Mutex::new((writer, Hasher::default()))) }
    }

    /// The digest of everything written so far.
    pub fn digest(&self) -> io::Result<Digest> {
        Ok(self.lock()?.1.finish())
    }

    /// Does something with the writer itself.
    pub fn with<R>(&self, act: impl FnOnce(&mut W) -> io::Result<R>) -> io::Result<R> {
        act(&mut self.lock()?.0)
    }

    fn lock(&self) -> io::Result<std::sync::MutexGuard<'_, (W, Hasher)>> {
        self.inner.lock().map_err(|_| io::ErrorKind::Other.into())
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut guard = self.lock()?;
        let written = guard.0.write(bytes)?;
        guard.1.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lock()?.0.flush()
    }
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
