//! Every input row is in the output or counted.

use limpid_pipelines::source::{ReadOptions, open};

use super::{Findings, Subject};
use crate::{error::CliError, lineage::manifest::RowRecord};

pub(super) fn check(subject: &Subject<'_>) -> Result<Findings, CliError> {
    let Some(manifest) = &subject.manifest else { return Ok(Findings::skipped("no manifest")) };
    let rows = &manifest.rows;
    let mut findings = Findings::looked_at(format!(
        "{} rows read, {}, {} left out, {} set aside",
        rows.read,
        written(rows),
        rows.dropped.iter().fold(0, |sum: u64, dropped| sum.saturating_add(dropped.count)),
        rows.quarantined
    ));
    if !rows.is_balanced() {
        findings.problem("rows read and canaries planted are not rows written + dropped + set aside");
    }
    if manifest.inputs.iter().map(|file| file.rows).sum::<u64>() != rows.read {
        findings.problem("the rows of the inputs do not add up to the rows read");
    }
    if manifest.outputs.iter().map(|file| file.rows).sum::<u64>() != rows.written {
        findings.problem("the rows of the outputs do not add up to the rows written");
    }
    if manifest.outputs.iter().map(|file| file.planted).sum::<u64>() != rows.planted {
        findings.problem("the canaries of the outputs do not add up to the canaries planted");
    }
    for file in &subject.files {
        let Some(record) = manifest.outputs.iter().find(|record| record.name == file.relative) else {
            continue;
        };
        let mut count = 0;
        let Ok(mut source) = open(file, &ReadOptions::default()) else {
            findings.problem(format!("{}: cannot be read", file.relative));
            continue;
        };
        let counted = subject.driver.ordered(
            || source.next_chunk(),
            |chunk| {
                let decoded = (chunk.decode)()?;
                Ok(decoded.batches.iter().map(|numbered| numbered.batch.num_rows() as u64).sum::<u64>())
            },
            |rows| {
                count += rows;
                Ok(())
            },
        );
        match counted {
            Err(error) => findings.problem(error.to_string()),
            Ok(()) if count != record.rows => findings
                .problem(format!("{}: {count} rows, the manifest says {}", file.relative, record.rows)),
            Ok(()) => {}
        }
    }
    Ok(findings)
}

fn written(rows: &RowRecord) -> String {
    let canaries = if rows.planted > 0 { format!(" ({} canaries)", rows.planted) } else { String::new() };
    format!("{} written{canaries}", rows.written)
}
