//! The impact card of an output: what a person reads before they let it out of the house.
//!
//! Made of the manifest and of a verification that has just run. What no program knows is left open.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use crate::{
    error::CliError,
    lineage::{Manifest, manifest::DroppedRecord},
    verify::{Outcome, Report},
};

/// What a person must write.
const OPEN: &str = "*to be filled in*";

/// The card.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    policy: String,
    purpose: String,
    run_id: String,
    finished: String,
    verified: bool,
    inputs: usize,
    outputs: usize,
    rows_read: u64,
    rows_written: u64,
    rows_set_aside: u64,
    rows_left_out: BTreeMap<String, u64>,
    /// By entity and operator: found, and redacted because the operator could not.
    entities: Vec<Treated>,
    checks: Vec<Verdict>,
}

#[derive(Debug, Clone, Serialize)]
struct Treated {
    entity: String,
    action: String,
    found: u64,
    redacted_on_failure: u64,
}

#[derive(Debug, Clone, Serialize)]
struct Verdict {
    name: &'static str,
    outcome: Outcome,
    looked_at: String,
    problems: usize,
}

/// Fills the card of a verified output.
pub fn card(report: &Report) -> Result<Card, CliError> {
    let bytes = report.manifest.as_deref().ok_or_else(|| {
        CliError::usage(
            "there is no manifest to assess",
            "the card tells of a run of limpid; `limpid verify` checks folders of anybody",
        )
    })?;
    let manifest = Manifest::from_json(bytes)?;
    let mut entities: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for count in &manifest.counts {
        let sum = entities.entry((&count.entity, &count.action)).or_default();
        sum.0 = sum.0.saturating_add(count.found);
        sum.1 = sum.1.saturating_add(count.redacted_on_failure);
    }
    let treated = |((entity, action), (found, redacted)): ((&str, &str), (u64, u64))| Treated {
        entity: entity.to_owned(),
        action: action.to_owned(),
        found,
        redacted_on_failure: redacted,
    };
    let left_out = |dropped: &DroppedRecord| (dropped.reason.clone(), dropped.count);
    Ok(Card {
        policy: manifest.policy.name.clone(),
        purpose: manifest.policy.purpose.clone(),
        run_id: manifest.run_id.clone(),
        finished: manifest.finished.clone(),
        verified: report.passed,
        inputs: manifest.inputs.len(),
        outputs: manifest.outputs.len(),
        rows_read: manifest.rows.read,
        rows_written: manifest.rows.written,
        rows_set_aside: manifest.rows.quarantined,
        rows_left_out: manifest.rows.dropped.iter().map(left_out).collect(),
        entities: entities.into_iter().map(treated).collect(),
        checks: report
            .checks
            .iter()
            .map(|check| Verdict {
                name: check.name,
                outcome: check.outcome,
                looked_at: check.looked_at.clone(),
                problems: check.problems.len() + check.warnings.len(),
            })
            .collect(),
    })
}

impl fmt::Display for Card {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |text: &str| if text.is_empty() { OPEN.to_owned() } else { text.to_owned() };
        writeln!(out, "# Impact card\n")?;
        writeln!(
            out,
            "{}\n",
            if self.verified { "**Verified.**" } else { "**NOT verified: do not use this output.**" }
        )?;
        writeln!(out, "## Sources\n")?;
        writeln!(out, "- {} files, {} rows read", self.inputs, self.rows_read)?;
        writeln!(out, "- Where they come from, and on what ground they were collected: {OPEN}\n")?;
        writeln!(out, "## Purpose\n\n- {}", said(&self.purpose))?;
        writeln!(out, "- Policy: {}; run {} of {}\n", said(&self.policy), self.run_id, self.finished)?;
        writeln!(out, "## What was left out\n")?;
        writeln!(out, "- {} rows written in {} files", self.rows_written, self.outputs)?;
        for (reason, count) in &self.rows_left_out {
            writeln!(out, "- {count} rows left out: {reason}")?;
        }
        if self.rows_set_aside > 0 {
            writeln!(out, "- {} rows set aside: they could not be read", self.rows_set_aside)?;
        }
        writeln!(out, "\n## What was found, and what was done to it\n")?;
        writeln!(
            out,
            "| entity | action | found | redacted because it could not be treated |\n|---|---|---:|---:|"
        )?;
        for one in &self.entities {
            writeln!(
                out,
                "| {} | {} | {} | {} |",
                one.entity, one.action, one.found, one.redacted_on_failure
            )?;
        }
        writeln!(out, "\n## What is left: the verification\n")?;
        writeln!(out, "| check | ended | problems | looked at |\n|---|---|---:|---|")?;
        for check in &self.checks {
            let ended = match check.outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "FAILED",
                Outcome::Skipped => "not checked",
            };
            writeln!(out, "| {} | {ended} | {} | {} |", check.name, check.problems, check.looked_at)?;
        }
        writeln!(out, "\n## Limits\n")?;
        writeln!(out, "- Detection is not perfect: what no detector sees is left as it was.")?;
        writeln!(
            out,
            "- What is left of a row may identify somebody together with what is known elsewhere."
        )?;
        writeln!(out, "- Who holds the key can tell whose pseudonym is whose: {OPEN}\n")?;
        writeln!(out, "## Approvals\n\n- Owner of the data: {OPEN}\n- Privacy: {OPEN}")
    }
}
