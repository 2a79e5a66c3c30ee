//! A finished output on its way to an object store: in parts, and the manifest last, where there is none yet.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use limpid_pipelines::error::Error;
use object_store::{ObjectStoreExt, PutMode, PutOptions, PutPayload, WriteMultipart, path::Path as Key};

use super::store::{Spot, kind, wait};
use crate::{
    error::CliError,
    run::folder::{MANIFEST, SIDE},
};

/// Bytes of a part: 10,000 of them, the most a store takes, are 80 GB.
const PART: usize = 8 << 20;
/// Parts on their way at once.
const AHEAD: usize = 4;

/// Fails unless nothing lies below the URL.
pub(super) fn check_empty(url: &str) -> Result<(), CliError> {
    if Spot::new(url)?.list(url)?.is_empty() {
        return Ok(());
    }
    Err(CliError::usage(format!("{url}: the output place is not empty"), "name a new one"))
}

/// Puts every file of the folder below the URL. What is there before the manifest is no finished output.
pub(super) fn put(folder: &Path, url: &str) -> Result<(), CliError> {
    let spot = Spot::new(url)?;
    let mut names = Vec::new();
    collect(folder, &PathBuf::new(), &mut names)
        .map_err(|error| Error::io("read", "the finished output", &error))?;
    let manifest = Path::new(SIDE).join(MANIFEST);
    // The data, then what is said of it.
    names.sort_by_key(|name| (name.starts_with(SIDE), name.clone()));
    for name in names.iter().filter(|name| **name != manifest) {
        put_file(&spot, folder, name, url)?;
    }
    let bytes = fs::read(folder.join(&manifest)).map_err(|error| Error::io("read", MANIFEST, &error))?;
    let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
    let place = key(&spot, &manifest);
    let request = spot.store.put_opts(&place, PutPayload::from(bytes), options);
    wait(request)?.map_err(|error| Error::io("write", url, &kind(&error).into()))?;
    Ok(())
}

fn collect(root: &Path, below: &Path, names: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(root.join(below))? {
        let entry = entry?;
        let name = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(root, &name, names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

fn key(spot: &Spot, name: &Path) -> Key {
    let parts = name.iter().map(|part| part.to_string_lossy().into_owned());
    parts.fold(spot.prefix.clone(), |key, part| key.join(part.as_str()))
}

fn put_file(spot: &Spot, folder: &Path, name: &Path, url: &str) -> Result<(), Error> {
    let failed = |error: &object_store::Error| Error::io("write", url, &kind(error).into());
    let mut file =
        File::open(folder.join(name)).map_err(|error| Error::io("read", "the finished output", &error))?;
    let place = key(spot, name);
    let upload = wait(spot.store.put_multipart(&place))?.map_err(|error| failed(&error))?;
    let sent = wait(async {
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
        let mut buffer = vec![0; PART];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return upload.finish().await.map(drop).map_err(|error| failed(&error)),
                Ok(read) => {
                    if let Err(error) = upload.wait_for_capacity(AHEAD).await {
                        let _ = upload.abort().await;
                        return Err(failed(&error));
                    }
                    upload.write(buffer.get(..read).unwrap_or_default());
                }
                Err(error) => {
                    let _ = upload.abort().await;
                    return Err(Error::io("read", "the finished output", &error));
                }
            }
        }
    });
    sent?
}
