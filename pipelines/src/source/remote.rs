//! Files that are not on this machine. How their bytes come here is the caller's business: nothing in this crate knows a
//! network.

use std::{fmt, io, sync::Arc};

/// Reads at any place, from any thread.
pub trait ReadAt: Send + Sync {
    /// Bytes in all.
    fn size(&self) -> u64;
    /// Fills the buffer with the bytes from `offset` on; tells how many, fewer only at the end.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
}

/// Such a file. Clones are the same file.
#[derive(Clone)]
pub struct Remote(pub Arc<dyn ReadAt>);

impl fmt::Debug for Remote {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Remote")
    }
}

impl PartialEq for Remote {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Remote {}
