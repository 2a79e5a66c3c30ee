//! The detectors and the tagger that are asked for: those that are built in, or from files.

use std::{fs, io::ErrorKind, path::Path, sync::Arc};

use limpid_detectors::{
    Engine, Rule, RuleError, Selection, TaggerKind, embedded_rules,
    tagger::{FastTagger, Tagger},
};

/// The file of the fast tagger in a model folder.
const NAMES: &str = "names.bin";
/// A file that every transformer's folder has.
const CONFIG: &str = "config.json";

/// Compiles the selected ones of the detectors that ship and of `more`, with the tagger of the selection; `model`: its folder.
pub fn engine(selection: &Selection, more: &[Rule], model: Option<&Path>) -> Result<Engine, RuleError> {
    Engine::load(|| Ok([embedded_rules()?, more].concat()), selection, || tagger(selection.tagger, model))
}

/// Loads the tagger; `None` for a policy that wants rules only. Fails where a model is missing or damaged: a run without
/// names must be asked for.
fn tagger(kind: TaggerKind, folder: Option<&Path>) -> Result<Option<Arc<dyn Tagger>>, RuleError> {
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
    fs::read(&path).map_err(|error| {
        let why = match error.kind() {
            ErrorKind::NotFound => missing(folder, name).to_owned(),
            kind => kind.to_string(),
        };
        RuleError::Tagger(format!("cannot read {}: {why}", path.display()))
    })
}

/// What to say of a folder without a file that the tagger needs.
fn missing(folder: &Path, name: &str) -> &'static str {
    let holds = |name| folder.join(name).is_file();
    if name == NAMES && holds(CONFIG) {
        "there is no such file; the folder holds a transformer: ask for the tagger `accurate`"
    } else if name != NAMES && holds(NAMES) {
        "there is no such file; the folder holds a model of the tagger `fast`"
    } else if name != NAMES && folder.is_dir() {
        "there is no such file; a transformer is config.json, tokenizer.json and model.safetensors, as \
         `save_pretrained` of the model and of its fast tokenizer writes them"
    } else {
        "there is no such file"
    }
}

#[cfg(feature = "accurate")]
fn accurate(folder: &Path) -> Result<Arc<dyn Tagger>, RuleError> {
    use limpid_detectors::tagger::accurate::{AccurateTagger, Files};
    let (config, tokenizer) = (read(folder, CONFIG)?, read(folder, "tokenizer.json")?);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_told_by_what_is_there() {
        let place = tempfile::tempdir().expect("a folder");
        let holding = |file: &str| {
            let folder = place.path().join(format!("with-{file}"));
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(folder.join(file), "{}").expect("a file");
            folder
        };
        let (transformer, names) = (holding(CONFIG), holding(NAMES));
        for (folder, name, said) in [
            (&transformer, NAMES, "a transformer: ask for the tagger `accurate`"),
            (&transformer, "tokenizer.json", "as `save_pretrained`"),
            (&names, CONFIG, "a model of the tagger `fast`"),
            (&place.path().to_owned(), NAMES, "there is no such file"),
            (&place.path().join("nowhere"), CONFIG, "config.json: there is no such file"),
        ] {
            let error = read(folder, name).expect_err("no such file").to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
