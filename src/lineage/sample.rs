//! A made-up run for the tests of this folder.

use std::collections::BTreeMap;

use super::{
    digests,
    manifest::{
        ColumnRecord, CountRecord, DetectorRecord, DroppedRecord, InputRecord, KeyRecord, Manifest,
        ManifestVersion, OutputRecord, PlanRecord, PolicyRecord, RowRecord, SideFile, ToolRecord,
    },
};

/// Content of the files of the run.
pub(super) const FILES: [(&str, &str); 4] = [
    ("tickets/part-0.parquet", "PAR1 (no real Parquet)"),
    ("notes.jsonl", "{\"note\":\"[PERSON] called\"}\n"),
    ("_limpid/plan.toml", "# plan\n"),
    ("_limpid/findings.parquet", "PAR1 (no findings)"),
];

fn column(path: &str, data_type: &str, class: Option<&str>, action: &str, masking: bool) -> ColumnRecord {
    let (path, data_type, action) = (path.to_owned(), data_type.to_owned(), action.to_owned());
    ColumnRecord { path, data_type, class: class.map(str::to_owned), action, masking }
}

fn content(name: &str) -> &'static [u8] {
    FILES.iter().find(|(file, _)| *file == name).map(|(_, text)| text.as_bytes()).unwrap()
}

fn input(name: &str, format: &str, rows: u64) -> InputRecord {
    let (sha256, blake3) = digests(b"input");
    InputRecord { name: name.into(), format: format.into(), bytes: 5, rows, sha256, blake3 }
}

fn output(name: &str, format: &str, rows: u64, columns: Vec<ColumnRecord>) -> OutputRecord {
    let (sha256, blake3) = digests(content(name));
    OutputRecord {
        name: name.into(),
        format: format.into(),
        bytes: u64::try_from(content(name).len()).unwrap(),
        rows,
        planted: 0,
        sha256,
        blake3,
        input: name.into(),
        columns,
    }
}

/// The manifest of the run.
pub(super) fn manifest() -> Manifest {
    let (sha256, blake3) = digests(content("_limpid/plan.toml"));
    let tickets = vec![
        column("id", "int64", None, "keep", false),
        column("customer_name", "string", Some("PERSON"), "surrogate", true),
        column("messages[*].content", "string", None, "detect", true),
        column("internal_notes", "string", None, "drop", true),
    ];
    let side = |name: &str| {
        let (sha256, blake3) = digests(content(&format!("_limpid/{name}")));
        SideFile { name: name.into(), sha256, blake3 }
    };
    let count = |column: &str, entity: &str, action: &str| CountRecord {
        table: None,
        column: column.into(),
        entity: entity.into(),
        action: action.into(),
        found: 12,
        treated: 11,
        redacted_on_failure: 1,
    };
    Manifest {
        version: ManifestVersion::V1,
        run_id: "0193c8f2-7a10-7c3e-9d55-0123456789ab".into(),
        tool: ToolRecord { name: "limpid".into(), version: "0.1.0".into() },
        started: "2026-11-20T10:00:00Z".into(),
        finished: "2026-11-20T10:01:30.250Z".into(),
        key: KeyRecord { id: "k-0123".into(), ephemeral: false },
        policy: PolicyRecord {
            name: "training".into(),
            purpose: "fine-tuning".into(),
            sha256: digests(b"policy").0,
            blake3: digests(b"policy").1,
        },
        plan: PlanRecord { file: "plan.toml".into(), sha256, blake3 },
        detectors: DetectorRecord { digest: digests(b"rules").1, count: 120, set: "default".into() },
        options: BTreeMap::from([("on_error".into(), "stop".into())]),
        inputs: vec![input("tickets/part-0.parquet", "parquet", 1200), input("notes.jsonl", "jsonl", 1)],
        outputs: vec![
            output("tickets/part-0.parquet", "parquet", 1190, tickets),
            output("notes.jsonl", "jsonl", 1, vec![column("note", "string", None, "detect", true)]),
        ],
        unreadable: vec![],
        rows: RowRecord {
            read: 1201,
            written: 1191,
            planted: 0,
            dropped: vec![DroppedRecord { reason: "retain".into(), count: 10 }],
            quarantined: 0,
        },
        counts: vec![count("customer_name", "PERSON", "surrogate"), count("note", "PERSON", "redact")],
        complete: true,
        side_files: vec![side("plan.toml"), side("findings.parquet")],
    }
}
