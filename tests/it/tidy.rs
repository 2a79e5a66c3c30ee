//! The structure holds: directions of dependency, module docs, sizes, listed files.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Longest a file may be, in lines.
const LONGEST: usize = 800;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    assert!(!found.is_empty(), "{folder} has no sources");
    found
}

fn all_sources() -> Vec<(PathBuf, String)> {
    ["src", "detectors/src", "detectors/patterns/src", "pipelines/src"]
        .into_iter()
        .flat_map(sources)
        .collect()
}

#[test]
fn dependencies_point_one_way() {
    for (folder, forbidden) in [
        (
            "detectors/src",
            &["arrow::", "parquet::", "limpid_pipelines", "std::fs", "std::time", "rand::"][..],
        ),
        ("detectors/patterns/src", &["limpid_detectors", "std::fs", "std::time", "std::env"]),
        ("pipelines/src", &["limpid::", "clap::", "indicatif::"]),
        // The checker must not share the code it checks.
        ("src/verify", &["transform", "::apply", "::sink", "::key", "crate::cli"]),
        (
            "src/lineage",
            &["arrow::", "parquet::", "limpid_pipelines", "limpid_detectors", "crate::run", "crate::cli"],
        ),
    ] {
        for (path, text) in sources(folder) {
            for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
                for word in forbidden {
                    assert!(!line.contains(word), "{}: {word} in {line}", path.display());
                }
            }
        }
    }
}

/// The network is for `serve`, which listens where the user says, and for the files named here.
#[test]
fn nothing_else_can_reach_the_network() {
    let crates = ["axum", "hyper", "tokio", "ureq", "object_store"];
    let words = ["TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs"];
    let words: Vec<_> =
        words.map(str::to_owned).into_iter().chain(crates.map(|name| format!("{name}::"))).collect();
    for krate in ["detectors", "detectors/patterns", "detectors/train", "pipelines"] {
        let manifest = fs::read_to_string(root().join(krate).join("Cargo.toml")).expect("a manifest");
        for name in crates {
            assert!(!manifest.contains(name), "{krate} depends on {name}");
        }
    }
    let may = ["src/serve", "src/remote", "src/lineage/post.rs"];
    for (path, text) in all_sources() {
        let path = path.strip_prefix(root()).expect("below");
        if may.iter().all(|may| !path.starts_with(may)) {
            for word in &words {
                assert!(!text.contains(word), "{} holds {word}", path.display());
            }
        }
    }
    // Object stores are left out unless they are asked for.
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("\nobject_store = { workspace = true, optional = true }\n"));
    assert!(!manifest.contains("\ndefault = "));
}

#[test]
fn every_module_says_why_it_exists_and_is_not_too_long() {
    for (path, text) in all_sources() {
        let is_tests = path.file_name().is_some_and(|name| name == "tests.rs");
        assert!(is_tests || text.starts_with("//! "), "{} has no module doc", path.display());
        assert!(text.lines().count() <= LONGEST, "{} is too long", path.display());
    }
}

#[test]
fn nothing_is_ignored_and_nothing_panics_on_purpose() {
    for (path, text) in all_sources() {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in
            [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "dbg!(", "from_utf8_lossy"]
        {
            let found = code.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(word));
            let is_tests = path.file_name().is_some_and(|name| name == "tests.rs" || name == "sample.rs");
            assert!(!found || is_tests, "{} holds {word}", path.display());
        }
        // Spelled in two parts, or this file would find itself.
        assert!(!text.contains(concat!("#[", "ignore")), "{} ignores a test", path.display());
    }
}

#[test]
fn every_rule_file_says_what_it_is_for() {
    let mut count = 0;
    for region in fs::read_dir(root().join("detectors/rules")).expect("rules") {
        for file in fs::read_dir(region.expect("a region").path()).expect("a region") {
            let path = file.expect("a file").path();
            let text = fs::read_to_string(&path).expect("text");
            assert!(text.starts_with("# "), "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 30);
}

#[test]
fn every_dictionary_says_where_it_comes_from_and_is_listed() {
    let names = fs::read_to_string(root().join("pipelines/src/transform/surrogate/names.rs")).expect("text");
    let mut count = 0;
    for folder in ["pipelines/dictionaries", "pipelines/dictionaries/names"] {
        for file in fs::read_dir(root().join(folder)).expect("a folder") {
            let path = file.expect("a file").path();
            if path.is_dir() {
                continue;
            }
            let text = fs::read_to_string(&path).expect("text");
            let head = || text.lines().take_while(|line| line.starts_with("# "));
            assert!(head().any(|line| line.starts_with("# Source: ")), "{}", path.display());
            let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
            let listed = folder.ends_with("dictionaries") || names.contains(&format!("\"{stem}\""));
            assert!(listed, "{} is not listed", path.display());
            count += 1;
        }
    }
    assert!(count > 30);
}
