//! What a manifest must satisfy beyond its shape, when written and when read.
//!
//! A manifest from elsewhere is hostile until its signature says otherwise, and its names are joined to a
//! folder and opened: so no name may lead out of that folder.

use std::collections::BTreeSet;

use jiff::Timestamp;
use uuid::Uuid;

use super::{FOLDER, LineageError, manifest::Manifest};

impl Manifest {
    pub(super) fn check(&self) -> Result<(), LineageError> {
        let uuid =
            Uuid::try_parse(&self.run_id).is_ok_and(|uuid| uuid.hyphenated().to_string() == self.run_id);
        ensure(uuid, "run id")?;
        let started = time(&self.started).ok_or(invalid("start time"))?;
        let finished = time(&self.finished).ok_or(invalid("end time"))?;
        ensure(started <= finished, "end time")?;
        self.check_digests()?;
        self.check_names()
    }

    fn check_digests(&self) -> Result<(), LineageError> {
        let own = [(&self.policy.sha256, &self.policy.blake3), (&self.plan.sha256, &self.plan.blake3)];
        let files = (self.inputs.iter().map(|file| (&file.sha256, &file.blake3)))
            .chain(self.outputs.iter().map(|file| (&file.sha256, &file.blake3)))
            .chain(self.side_files.iter().map(|file| (&file.sha256, &file.blake3)));
        let valid =
            own.into_iter().chain(files).all(|(sha256, blake3)| is_digest(sha256) && is_digest(blake3));
        ensure(valid, "digest")
    }

    fn check_names(&self) -> Result<(), LineageError> {
        let inputs = names(self.inputs.iter().map(|file| file.name.as_str()), "input name")?;
        names(self.unreadable.iter().map(String::as_str), "input name")?;
        let outputs = names(self.outputs.iter().map(|file| file.name.as_str()), "output name")?;
        names(self.side_files.iter().map(|file| file.name.as_str()), "side file name")?;
        ensure(is_relative(&self.plan.file), "plan file name")?;
        // A data file in our folder would be skipped by readers, and could stand for the manifest itself.
        ensure(outputs.iter().all(|name| name.split('/').next() != Some(FOLDER)), "output name")?;
        ensure(self.outputs.iter().all(|file| inputs.contains(file.input.as_str())), "input of an output")
    }
}

fn invalid(field: &'static str) -> LineageError {
    LineageError::Invalid { what: "the manifest", field }
}

fn ensure(valid: bool, field: &'static str) -> Result<(), LineageError> {
    if valid { Ok(()) } else { Err(invalid(field)) }
}

/// Names that stay inside the folder, each once: of two records for one file, which one would count?
fn names<'a>(
    names: impl Iterator<Item = &'a str>,
    field: &'static str,
) -> Result<BTreeSet<&'a str>, LineageError> {
    let mut seen = BTreeSet::new();
    for name in names {
        ensure(is_relative(name) && seen.insert(name), field)?;
    }
    Ok(seen)
}

/// Whether a name stays inside the folder it is joined to.
///
/// `:` and `\` are letters like others on Unix; on Windows they name drives and folders, and we write only `/`.
fn is_relative(name: &str) -> bool {
    let odd = name.contains('\0') || cfg!(windows) && name.contains([':', '\\']);
    !odd && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The one form that RFC 3339 and protobuf's `Timestamp` both read: `T`, `Z`, at most nine decimals.
fn time(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let (whole, decimals) = clock.split_once('.').unwrap_or((clock, "0"));
    let shape = shaped(date, "0000-00-00") && shaped(whole, "00:00:00");
    let digits = (1..=9).contains(&decimals.len()) && decimals.bytes().all(|byte| byte.is_ascii_digit());
    if shape && digits { text.parse().ok() } else { None }
}

fn shaped(text: &str, shape: &str) -> bool {
    let same = |(byte, like): (u8, u8)| if like == b'0' { byte.is_ascii_digit() } else { byte == like };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        for good in ["a.csv", "year=2026/part-0.parquet", "..a", "a..b", "a b", "-"] {
            assert!(is_relative(good), "{good}");
        }
        for bad in ["", "/a", "a/", "a//b", "../a", "a/../b", "./a", "a\0", ".."] {
            assert!(!is_relative(bad), "{bad}");
        }
    }

    #[test]
    fn times_are_utc_to_the_nanosecond_at_most() {
        for good in ["2026-11-20T10:00:00Z", "2026-11-20T10:00:00.123456789Z"] {
            assert!(time(good).is_some(), "{good}");
        }
        for bad in [
            "2026-11-20T10:00:00",
            "2026-11-20 10:00:00Z",
            "2026-11-20T10:00:00+00:00",
            "2026-11-20t10:00:00z",
            "2026-11-20T10:00:00.Z",
            "2026-11-20T10:00:00.1234567890Z",
            "2026-13-20T10:00:00Z",
            "2026-11-20T10:00:00+01:00Z",
            "2026-11-20T10:00Z",
        ] {
            assert!(time(bad).is_none(), "{bad}");
        }
    }
}
