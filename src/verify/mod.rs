//! Is an output complete, unchanged and clean? One file a check.
//!
//! Nothing here uses the transforms: the checker must not share the code it checks (a tidy test looks at the
//! imports). What apply says it did is compared with what is there.

mod against;
mod anonymity;
pub mod attacks;
mod canaries;
mod dictionary;
mod digests;
mod erasures;
mod files;
mod metadata;
mod reader;
mod residual;
mod rows;
mod signature;
mod weak;

use std::{
    fs,
    path::{Path, PathBuf},
};

use limpid_detectors::Engine;
use limpid_pipelines::{
    driver::Driver,
    error::Error,
    format::Format,
    plan::Plan,
    policy::Policy,
    source::{InputFile, discover},
    table::table_name,
};
use serde::Serialize;

use crate::{
    error::CliError,
    lineage::{FOLDER, MANIFEST_FILE, Manifest, TestResult},
};
use attacks::{AttackRequest, TableAttack};

/// Most problems told by one check: an attacker could make millions.
const MOST_PROBLEMS: usize = 20;

/// What to verify.
pub struct Request {
    /// The output folder.
    pub root: PathBuf,
    /// The inputs it was made from, if they are there.
    pub against: Vec<String>,
    /// File of the public key that must have signed.
    pub pinned: Option<PathBuf>,
    /// Format of the files, where their names do not tell.
    pub from: Option<Format>,
    /// The policy that counts where there is no plan.
    pub policy: Policy,
    /// Attacks to make on it, beside the checks.
    pub attacks: Option<AttackRequest>,
    /// Worker threads; 0 = one per core.
    pub threads: usize,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing wrong.
    Passed,
    /// Something wrong.
    Failed,
    /// There was nothing to check with.
    Skipped,
}

/// One check: what it looked at and what it found.
#[derive(Debug, Clone, Serialize)]
pub struct Check {
    /// Name of the check.
    pub name: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What it looked at, and how much.
    pub looked_at: String,
    /// One line per problem, without values.
    pub problems: Vec<String>,
    /// What is no failure, and somebody should look at all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// All checks.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Whether nothing failed.
    pub passed: bool,
    /// In the order they ran.
    pub checks: Vec<Check>,
    /// What attacks came to, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attacks: Vec<TableAttack>,
    /// The manifest that was verified, as it stood.
    #[serde(skip)]
    pub manifest: Option<Vec<u8>>,
}

impl Report {
    /// How the checks ended, for the signed statement.
    pub fn result(&self) -> TestResult {
        let names = |wanted: fn(&Check) -> bool| {
            let checks = self.checks.iter().filter(|check| wanted(check));
            checks.map(|check| check.name.to_owned()).collect()
        };
        TestResult {
            passed: names(|check| check.outcome == Outcome::Passed && check.warnings.is_empty()),
            warned: names(|check| {
                check.outcome == Outcome::Skipped
                    || check.outcome == Outcome::Passed && !check.warnings.is_empty()
            }),
            failed: names(|check| check.outcome == Outcome::Failed),
            figures: figures(&self.attacks),
        }
    }
}

/// What the attacks came to, as a part of the statement: one small document a table and attack.
fn figures(attacks: &[TableAttack]) -> Vec<(String, Vec<u8>)> {
    let name = |attack: &TableAttack| {
        let secret = attack.secret.as_ref().map(|secret| format!("/{secret}")).unwrap_or_default();
        format!("attacks/{}/{}{secret}", attack.table, attack.risk.attack)
    };
    attacks.iter().map(|attack| (name(attack), serde_json::to_vec(attack).unwrap_or_default())).collect()
}

/// What a check finds.
struct Findings {
    looked_at: String,
    problems: Vec<String>,
    warnings: Vec<String>,
    more: usize,
    skipped: bool,
}

impl Findings {
    fn looked_at(what: impl Into<String>) -> Self {
        Self { looked_at: what.into(), problems: Vec::new(), warnings: Vec::new(), more: 0, skipped: false }
    }

    fn skipped(why: impl Into<String>) -> Self {
        Self { skipped: true, ..Self::looked_at(why) }
    }

    fn problem(&mut self, what: impl Into<String>) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(what.into());
        } else {
            self.more += 1;
        }
    }

    fn warn(&mut self, what: impl Into<String>) {
        if self.warnings.len() < MOST_PROBLEMS {
            self.warnings.push(what.into());
        }
    }
}

/// What the checks share.
struct Subject<'a> {
    request: &'a Request,
    /// The files that are there, `_limpid` apart.
    files: Vec<InputFile>,
    /// The manifest as it stands, if it can be read.
    manifest: Option<Manifest>,
    manifest_bytes: Option<Vec<u8>>,
    /// The plan as it stands, if it can be read.
    plan: Option<Plan>,
    driver: Driver,
}

impl Subject<'_> {
    fn side(&self, name: &str) -> PathBuf {
        self.request.root.join(FOLDER).join(name)
    }

    fn policy(&self) -> &Policy {
        self.plan.as_ref().map_or(&self.request.policy, |plan| &plan.policy)
    }

    /// The table of an output: that of the input it was made from.
    fn table(&self, output: &str) -> String {
        let record = self
            .manifest
            .as_ref()
            .and_then(|manifest| manifest.outputs.iter().find(|record| record.name == output));
        table_name(record.map_or(output, |record| &record.input))
    }

    /// The row from which a file holds canaries: as many as the manifest says, at its end.
    fn first_canary(&self, output: &str) -> u64 {
        let mut records = self.manifest.iter().flat_map(|manifest| &manifest.outputs);
        let record = records.find(|record| record.name == output && record.planted > 0);
        record.map_or(u64::MAX, |record| record.rows.saturating_sub(record.planted))
    }

    /// The detectors of the run.
    fn engine(&self) -> Result<Engine, CliError> {
        Ok(self.policy().engine()?)
    }
}

type Run = fn(&Subject<'_>) -> Result<Findings, CliError>;

/// Every check, cheapest first.
const CHECKS: &[(&str, Run)] = &[
    ("signature", signature::check),
    ("files", files::check),
    ("digests", digests::check),
    ("metadata", metadata::check),
    ("rows", rows::check),
    ("canaries", canaries::check),
    ("anonymity", anonymity::check),
    ("erasures", erasures::check),
    ("residual", residual::check),
    ("weak", weak::check),
    ("against", against::check),
];

/// Runs every check.
pub fn verify(request: &Request) -> Result<Report, CliError> {
    let root = request.root.display().to_string();
    let kind = fs::metadata(&request.root).map_err(|error| Error::io("open", &root, &error))?;
    if request.root.join(FOLDER).join("revision").exists() {
        return Err(Error::Malformed {
            place: limpid_pipelines::error::Place::file(root),
            what: "an erasure was interrupted (finish it: run `limpid forget` or `limpid locate` again)",
        }
        .into());
    }
    let manifest_bytes = read_if_there(&request.root.join(FOLDER).join(MANIFEST_FILE))?;
    let manifest = manifest_bytes.as_deref().and_then(|bytes| Manifest::from_json(bytes).ok());
    if kind.is_dir() && manifest_bytes.is_none() && request.root.join(FOLDER).exists() {
        return Err(Error::Malformed {
            place: limpid_pipelines::error::Place::file(root),
            what: "the run is not complete: there is no manifest (finish it with --resume)",
        }
        .into());
    }
    let plan = read_if_there(&request.root.join(FOLDER).join("plan.toml"))?
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| toml::from_str(&text).ok());
    let files = discover(&[root], request.from, true)?;
    let driver = Driver::new(request.threads)?;
    let subject = Subject { request, files, manifest, manifest_bytes, plan, driver };
    let mut checks = Vec::new();
    for (name, run) in CHECKS {
        let findings = run(&subject)?;
        checks.push(finished(name, findings));
    }
    let mut attacks = Vec::new();
    if let Some(wanted) = &request.attacks {
        let (findings, results) = attacks::check(&subject, wanted)?;
        checks.push(finished("attacks", findings));
        attacks = results;
    }
    let passed = checks.iter().all(|check| check.outcome != Outcome::Failed);
    Ok(Report { passed, checks, attacks, manifest: subject.manifest_bytes })
}

fn finished(name: &'static str, findings: Findings) -> Check {
    let Findings { looked_at, mut problems, warnings, more, skipped } = findings;
    if more > 0 {
        problems.push(format!("and {more} more"));
    }
    let outcome = match (skipped, problems.is_empty()) {
        (_, false) => Outcome::Failed,
        (true, true) => Outcome::Skipped,
        (false, true) => Outcome::Passed,
    };
    Check { name, outcome, looked_at, problems, warnings }
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error)
            if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) =>
        {
            Ok(None)
        }
        Err(error) => Err(Error::io("read", path.display().to_string(), &error)),
    }
}
