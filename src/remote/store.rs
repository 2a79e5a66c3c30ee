//! Object stores, read a range at a time.
//!
//! Credentials come by the stores' own chains: the variables `AWS_…`, `AZURE_…`, `GOOGLE_…`, and the identity that the
//! machine, container or pod has. An object that changes while it is read is an error: every range must be of one version.

use std::{
    io,
    path::PathBuf,
    sync::{Arc, LazyLock},
};

use futures_util::TryStreamExt;
use limpid_pipelines::{
    error::Error,
    format::Format,
    source::{InputFile, ReadAt, Remote},
};
use object_store::{
    Error as StoreError, GetOptions, ObjectMeta, ObjectStore, ObjectStoreExt, parse_url_opts, path::Path,
};
use tokio::runtime::{Builder, Runtime};
use url::Url;

use crate::error::CliError;

/// Waits for requests on its own threads; whoever asks blocks.
static RUNTIME: LazyLock<io::Result<Runtime>> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).enable_all().build());

/// Runs a request to its end.
pub(super) fn wait<T>(request: impl Future<Output = T>) -> Result<T, Error> {
    let runtime = RUNTIME.as_ref().map_err(|error| Error::io("start", "the network threads", error))?;
    Ok(runtime.block_on(request))
}

/// A place in a store.
pub(super) struct Spot {
    pub(super) store: Arc<dyn ObjectStore>,
    pub(super) prefix: Path,
}

impl Spot {
    /// Reads a URL; nothing is asked of the store yet.
    pub(super) fn new(url: &str) -> Result<Self, CliError> {
        let wrong = || {
            CliError::usage(
                "this is no address of an object store",
                "write s3://BUCKET/PATH, az://CONTAINER/PATH or gs://BUCKET/PATH; credentials go into the environment",
            )
        };
        let parsed = Url::parse(url).map_err(|_| wrong())?;
        if parsed.password().is_some() || parsed.query().is_some() {
            return Err(wrong());
        }
        let known = ["AWS_", "AZURE_", "GOOGLE_"];
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        let variables = variables.filter(|(name, _)| known.iter().any(|prefix| name.starts_with(prefix)));
        // What the store says may quote a credential.
        let (store, prefix) = parse_url_opts(
            &parsed,
            variables.map(|(name, value)| (name.to_ascii_lowercase(), value)),
        )
        .map_err(|_| {
            CliError::usage(
                "the object store cannot be set up",
                "check the address, and the variables AWS_…, AZURE_… or GOOGLE_… with its credentials",
            )
        })?;
        Ok(Self { store: store.into(), prefix })
    }

    /// Everything below, sorted by name.
    pub(super) fn list(&self, url: &str) -> Result<Vec<ObjectMeta>, Error> {
        let listed = wait(self.store.list(Some(&self.prefix)).try_collect::<Vec<_>>())?;
        let mut listed = listed.map_err(|error| Error::io("list", url, &kind(&error).into()))?;
        listed.sort_by(|one, other| one.location.cmp(&other.location));
        Ok(listed)
    }
}

/// Finds the files below a URL: an object, or all of a prefix.
pub(super) fn discover(
    url: &str,
    from: Option<Format>,
    skip_unknown: bool,
) -> Result<Vec<InputFile>, CliError> {
    let spot = Spot::new(url)?;
    let depth = spot.prefix.parts_count();
    let one = if depth == 0 { None } else { wait(spot.store.head(&spot.prefix))?.ok() };
    let (objects, root) = match one {
        Some(object) => (vec![object], spot.prefix.parts().take(depth - 1).collect()),
        None => (spot.list(url)?, spot.prefix.clone()),
    };
    let mut files = Vec::new();
    let mut unknown = 0;
    for object in objects {
        let Some(parts) = object.location.prefix_match(&root) else { continue };
        let relative = parts.map(|part| part.as_ref().to_owned()).collect::<Vec<_>>().join("/");
        let hidden = relative.split('/').any(|part| part.starts_with(['_', '.']) || part.is_empty());
        if hidden {
            continue;
        }
        match from.or_else(|| Format::by_file_name(&relative)) {
            Some(format) => {
                let path = PathBuf::from(url).join(&relative);
                let remote = Remote(Arc::new(Object { store: Arc::clone(&spot.store), object }));
                files.push(InputFile { path, relative, format, remote: Some(remote) });
            }
            None => unknown += 1,
        }
    }
    if unknown > 0 && !skip_unknown {
        return Err(CliError::usage(
            format!("{url}: {unknown} objects are of a kind that limpid does not read"),
            "name their format with --from, or leave them behind with --skip-unknown",
        ));
    }
    if files.is_empty() {
        return Err(Error::NoInput { path: url.to_owned(), what: "there is no object to read" }.into());
    }
    Ok(files)
}

/// One version of an object.
struct Object {
    store: Arc<dyn ObjectStore>,
    object: ObjectMeta,
}

impl ReadAt for Object {
    fn size(&self) -> u64 {
        self.object.size
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let length = u64::try_from(buffer.len()).unwrap_or(u64::MAX);
        let end = offset.saturating_add(length).min(self.object.size);
        if offset >= end {
            return Ok(0);
        }
        let options = GetOptions {
            range: Some((offset..end).into()),
            if_match: self.object.e_tag.clone(),
            ..GetOptions::default()
        };
        let request = async { self.store.get_opts(&self.object.location, options).await?.bytes().await };
        // Whatever goes wrong must not look like damaged data, or like its end.
        let bytes = wait(request).map_err(|_| io::ErrorKind::NotConnected)?.map_err(|error| kind(&error))?;
        let wanted = usize::try_from(end - offset).unwrap_or(usize::MAX);
        let into = buffer.get_mut(..wanted).filter(|into| into.len() == bytes.len());
        into.ok_or(io::ErrorKind::ConnectionAborted)?.copy_from_slice(&bytes);
        Ok(bytes.len())
    }
}

/// What a store's error comes to; its text may quote names and credentials.
pub(super) fn kind(error: &StoreError) -> io::ErrorKind {
    match error {
        StoreError::NotFound { .. } => io::ErrorKind::NotFound,
        StoreError::PermissionDenied { .. } | StoreError::Unauthenticated { .. } => {
            io::ErrorKind::PermissionDenied
        }
        StoreError::AlreadyExists { .. } => io::ErrorKind::AlreadyExists,
        StoreError::Precondition { .. } | StoreError::NotModified { .. } => {
            io::ErrorKind::StaleNetworkFileHandle
        }
        _ => io::ErrorKind::ConnectionAborted,
    }
}
