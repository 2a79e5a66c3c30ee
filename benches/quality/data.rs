//! The data, and what every part does with it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use limpid_detectors::{Engine, Entity, Finding, Header, Selection, Set, TaggerKind};
use serde_json::Value;

/// Where the data lies.
pub struct Data {
    folder: PathBuf,
    unpacked: tempfile::TempDir,
}

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

impl Data {
    /// Unpacks the archives; `None` where there is no data.
    pub fn open() -> Option<Self> {
        let folder = root().join("../shared/data");
        folder.join("cases").is_dir().then_some(())?;
        let unpacked = tempfile::tempdir().expect("a temporary folder");
        for archive in ["train.tgz", "dev.tgz"] {
            let status = Command::new("tar")
                .arg("xzf")
                .arg(folder.join(archive))
                .arg("-C")
                .arg(unpacked.path())
                .status()
                .expect("tar runs");
            assert!(status.success(), "{archive} cannot be unpacked");
        }
        Some(Self { folder, unpacked })
    }

    /// The rows of a file beside the archives.
    pub fn rows(&self, file: &str) -> Vec<Value> {
        read(&self.folder.join(file))
    }

    /// The rows of a source in both archives.
    pub fn source(&self, name: &str) -> Vec<Value> {
        [self.part("train", name), self.dev(name)].concat()
    }

    /// The rows of a source that nothing is trained on.
    pub fn dev(&self, name: &str) -> Vec<Value> {
        self.part("dev", name)
    }

    fn part(&self, part: &str, name: &str) -> Vec<Value> {
        read(&self.unpacked.path().join(part).join(format!("{name}.jsonl")))
    }
}

fn read(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect()
}

/// A text of a row; empty where there is none.
pub fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}

/// Pairs of code points.
pub fn spans(value: &Value) -> Vec<(usize, usize)> {
    let number = |value: &Value| usize::try_from(value.as_u64().expect("an offset")).expect("fits");
    value.as_array().into_iter().flatten().map(|pair| (number(&pair[0]), number(&pair[1]))).collect()
}

/// The embedded detectors of a set, or of one entity.
pub fn engine(set: Set, entity: Option<&str>) -> Engine {
    let entities = entity.map(|label| Entity::new(label).expect("a label")).into_iter().collect();
    Engine::embedded(&Selection { set, entities, ..Selection::default() }).expect("the rules compile")
}

/// The same without the tagger.
pub fn rules_only(set: Set) -> Engine {
    Engine::embedded(&Selection { set, tagger: TaggerKind::None, ..Selection::default() })
        .expect("the rules compile")
}

/// A finding and its place in code points.
pub type Hit = (usize, usize, Finding);

/// What is found, in code points.
pub fn found(engine: &Engine, text: &str) -> Vec<Hit> {
    let mut findings = Vec::new();
    engine.detect(text, &Header::none(), &mut findings);
    let point = |byte: usize| text[..byte].chars().count();
    findings.into_iter().map(|finding| (point(finding.start), point(finding.end), finding)).collect()
}

/// `a/b`, and how much that is.
pub fn rate(part: usize, whole: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "few")]
    let share = if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
    format!("{part}/{whole} ({share:.1} %)")
}

/// A text without `«…»`, and the marked spans in code points.
pub fn unmarked(marked: &str) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut spans, mut length) = (String::new(), Vec::new(), 0);
    for (index, part) in marked.split(['«', '»']).enumerate() {
        let letters = part.chars().count();
        if index % 2 == 1 {
            spans.push((length, length + letters));
        }
        length += letters;
        text.push_str(part);
    }
    (text, spans)
}
