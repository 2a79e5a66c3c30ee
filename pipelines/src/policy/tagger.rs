//! The tagger that a policy asks for: built in, or from files.

use std::{fs, path::Path, sync::Arc};

use limpid_detectors::{
    RuleError, TaggerKind,
    tagger::{FastTagger, Tagger},
};

/// The file of the fast tagger in a model folder.
const NAMES: &str = "names.bin";

/// Loads the tagger; `None` for a policy that wants rules only. Fails where a model is missing or damaged: a run without
/// names must be asked for.
pub fn load(kind: TaggerKind, folder: Option<&Path>) -> Result<Option<Arc<dyn Tagger>>, RuleError> {
    match (kind, folder) {
        (TaggerKind::None, _) => Ok(None),
        (TaggerKind::Fast, None) => Ok(Some(Arc::new(FastTagger::embedded()))),
        (TaggerKind::Fast, Some(folder)) => {
            let tagger = FastTagger::from_bytes(&read(folder, NAMES)?)
                .map_err(|error| RuleError::Tagger(error.to_string()))?;
            Ok(Some(Arc::new(tagger)))
        }
        (TaggerKind::Accurate, None) => {
            Err(RuleError::Tagger("the accurate tagger needs a model: name its folder".to_owned()))
        }
        (TaggerKind::Accurate, Some(folder)) => accurate(folder).map(Some),
    }
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, RuleError> {
    let path = folder.join(name);
    fs::read(&path)
        .map_err(|error| RuleError::Tagger(format!("cannot read {}: {}", path.display(), error.kind())))
}

#[cfg(feature = "accurate")]
fn accurate(folder: &Path) -> Result<Arc<dyn Tagger>, RuleError> {
    use limpid_detectors::tagger::accurate::{AccurateTagger, Files};
    let (config, tokenizer) = (read(folder, "config.json")?, read(folder, "tokenizer.json")?);
    let weights = read(folder, "model.safetensors")?;
    let files = Files { config: &config, tokenizer: &tokenizer, weights: &weights };
    let tagger = AccurateTagger::from_files(files)
        .map_err(|error| RuleError::Tagger(format!("{}: {error}", folder.display())))?;
    Ok(Arc::new(tagger))
}

#[cfg(not(feature = "accurate"))]
fn accurate(folder: &Path) -> Result<Arc<dyn Tagger>, RuleError> {
    Err(RuleError::Tagger(format!(
        "this build has no accurate tagger for {}: build it with `--features accurate`",
        folder.display()
    )))
}
