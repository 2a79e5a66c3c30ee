//! Embeds every rule file under `rules/` so that adding an entity is adding one TOML file, and what their patterns say. The files
//! are embedded as JSON, which is read five times as fast; their examples apart, which nobody reads at a start.
//!
//! Each folder is watched, so a new file is noticed without touching any Rust source.

#![allow(clippy::disallowed_methods, reason = "cargo talks to build scripts through variables")]

use std::{
    collections::BTreeMap,
    env, fs, io,
    path::{Path, PathBuf},
};

use limpid_patterns::{Boundary, Facts, Source, assembled};
use serde::Deserialize;

/// Of a rule file what a pattern is made of.
#[derive(Deserialize)]
struct RuleFile {
    #[serde(default)]
    parts: BTreeMap<String, String>,
    detector: Vec<Rule>,
}

#[derive(Deserialize)]
struct Rule {
    pattern: Option<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    ignore_case: bool,
    #[serde(default)]
    boundary: Boundary,
}

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let mut files = Vec::new();
    collect(&root.join("rules"), &mut files)?;
    files.sort();
    let mut facts = BTreeMap::new();
    let mut rules: Vec<(String, Vec<usize>, toml::Table)> = Vec::new();
    let mut examples = Vec::new();
    for file in &files {
        let name = file.strip_prefix(&root).map_err(io::Error::other)?;
        let text = fs::read_to_string(file)?;
        let mut table: toml::Table = toml::from_str(&text)
            .map_err(|error| io::Error::other(format!("rules/{}: {error}", name.display())))?;
        let detectors = table.get_mut("detector").and_then(toml::Value::as_array_mut);
        for detector in detectors.into_iter().flatten().filter_map(toml::Value::as_table_mut) {
            let mut taken = |name| detector.remove(name).unwrap_or_else(|| toml::Value::Array(Vec::new()));
            examples.push((taken("example"), taken("counter_example")));
        }
        rules.push((name.display().to_string(), begins(&text).collect(), table));
        facts.extend(read(&text));
    }
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let facts: Vec<(Source, Facts)> = facts.into_iter().collect();
    fs::write(out.join("facts.bin"), postcard::to_stdvec(&facts).map_err(io::Error::other)?)?;
    fs::write(out.join("examples.json"), serde_json::to_vec(&examples).map_err(io::Error::other)?)?;
    fs::write(out.join("rules.json"), serde_json::to_vec(&rules).map_err(io::Error::other)?)
}

/// The lines at which the detectors of a rule file begin, from 1.
fn begins(file: &str) -> impl Iterator<Item = usize> {
    (1..).zip(file.lines()).filter(|(_, line)| line.trim() == "[[detector]]").map(|(line, _)| line)
}

/// What the patterns of a rule file say. What cannot be read is left for the tests to tell, which know where it stands.
fn read(file: &str) -> Vec<(Source, Facts)> {
    let Ok(RuleFile { parts, detector: rules }) = toml::from_str(file) else { return Vec::new() };
    let sources = rules.into_iter().filter_map(|rule| {
        let pattern = rule.pattern.map(|pattern| assembled(&pattern, &parts)).transpose().ok()?;
        Source::new(pattern.as_deref(), &rule.words, rule.ignore_case, rule.boundary)
    });
    sources.filter_map(|source| source.read().ok().map(|facts| (source, facts))).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            println!("cargo:rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
