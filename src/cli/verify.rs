//! `limpid verify`

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Voice,
    args::{PolicyArgs, ThreadArgs, parse_format},
    attack::text,
    output,
};
use crate::error::{CliError, Exit};
use crate::{
    lineage::test_result,
    run::Identity,
    verify::{Outcome, Report, Request, attacks::AttackRequest, verify},
};

/// Check that an output is complete, unchanged and clean
///
/// Takes nothing on trust from the run: hashes every file again, reads every row again, searches again with stricter
/// detectors. With --against, also that no original value survives. Works on folders that limpid did not write.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  limpid verify clean\n  limpid verify clean --key team.pub --against data/\n  limpid verify clean --against data/ --attacks --secret income"
)]
pub(super) struct VerifyArgs {
    #[command(flatten)]
    what: CheckArgs,
    /// Write a signed in-toto test-result statement of this verification, such as OUT/_limpid/verification.intoto.jsonl
    #[arg(long, value_name = "FILE", requires = "sign_key")]
    attest: Option<PathBuf>,
    /// Sign the statement with this Ed25519 key (PEM)
    #[arg(long, value_name = "FILE", requires = "attest")]
    sign_key: Option<PathBuf>,
    /// Also attack the output as others would, with what --against says: singling out, linkability, inference, and record
    /// linkage where the policy names quasi-identifiers
    #[arg(long, requires = "against")]
    attacks: bool,
    /// Columns whose value the attacker guesses [default: the sensitive ones of the policy]
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',', requires = "attacks")]
    secret: Vec<String>,
    /// Attacks of each kind
    #[arg(long, value_name = "N", default_value_t = 500, requires = "attacks")]
    attack_count: usize,
    /// Fail when the lower end of a risk is above this
    #[arg(long, value_name = "RISK", requires = "attacks")]
    max_attack_risk: Option<f64>,
}

/// What is checked, and against what.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Output folder
    #[arg(value_name = "OUT")]
    output: PathBuf,
    /// The original input: no value found in it may survive in the output
    #[arg(long, value_name = "INPUT")]
    against: Vec<String>,
    /// The public key that must have signed (PEM); without it, the key beside the data only shows integrity
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Read the files as this format, whatever their names say
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    from: Option<limpid_pipelines::format::Format>,
    /// For a folder without a plan: the policy whose kept entities may be in it
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    work: ThreadArgs,
}

impl CheckArgs {
    /// The request for it.
    pub(super) fn request(&self, attacks: Option<AttackRequest>) -> Result<Request, CliError> {
        Ok(Request {
            root: self.output.clone(),
            against: self.against.clone(),
            pinned: self.key.clone(),
            from: self.from,
            policy: self.policy.load()?,
            attacks,
            threads: self.work.threads,
        })
    }
}

pub(super) fn run(args: &VerifyArgs, voice: Voice) -> Result<Exit, CliError> {
    let attacks = args.attacks.then(|| AttackRequest {
        secrets: args.secret.clone(),
        attacks: args.attack_count,
        most: args.max_attack_risk,
    });
    let request = args.what.request(attacks)?;
    // A key that cannot be read shows before the work is done.
    let identity =
        args.attest.as_ref().map(|_| Identity::load(args.sign_key.as_deref(), false)).transpose()?;
    let report = verify(&request)?;
    if let (Some(path), Some(identity)) = (&args.attest, &identity) {
        attest(path, &report, identity)?;
    }
    if voice.json {
        output::json(&report)?;
    } else {
        for check in &report.checks {
            let mark = match check.outcome {
                Outcome::Passed => "ok",
                Outcome::Failed => "FAILED",
                Outcome::Skipped => "skipped",
            };
            if !voice.quiet || check.outcome == Outcome::Failed || !check.warnings.is_empty() {
                output::line(format!("{mark:<8} {:<12} {}", check.name, check.looked_at))?;
                for problem in &check.problems {
                    output::line(format!("           {problem}"))?;
                }
                for warning in &check.warnings {
                    output::line(format!("           warning: {warning}"))?;
                }
            }
        }
        if !voice.quiet {
            for attack in &report.attacks {
                let secret = attack.secret.as_ref().map(|secret| format!(" of {secret}")).unwrap_or_default();
                let text = text([&attack.risk]);
                output::line(format!("           {}{secret}: {}", attack.table, text.trim_end()))?;
            }
        }
        if !voice.quiet {
            output::line(if report.passed { "verified" } else { "NOT verified" })?;
        }
    }
    Ok(if report.passed { Exit::Done } else { Exit::Findings })
}

/// Writes the signed statement of what the verification came to.
fn attest(path: &Path, report: &Report, identity: &Identity) -> Result<(), CliError> {
    let manifest = report.manifest.as_deref().ok_or_else(|| {
        CliError::usage(
            "there is no manifest to attest to",
            "a statement names every file by its digest, and only a run of limpid lists them",
        )
    })?;
    let line = test_result(manifest, &report.result(), identity.signer())?;
    std::fs::write(path, line)
        .map_err(|error| limpid_pipelines::error::Error::io("write", path.display().to_string(), &error))?;
    Ok(())
}
