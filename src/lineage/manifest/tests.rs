use super::{super::sample::manifest, *};

fn refused(change: impl FnOnce(&mut Manifest)) -> &'static str {
    let mut changed = manifest();
    change(&mut changed);
    let Err(LineageError::Invalid { field, .. }) = changed.to_json() else { panic!("accepted") };
    // Reading must refuse what writing refuses.
    let bytes = serde_json::to_vec(&changed).unwrap();
    assert_eq!(Manifest::from_json(&bytes), Err(LineageError::Invalid { what: "the manifest", field }));
    field
}

#[test]
fn round_trip_is_exact() {
    let bytes = manifest().to_json().unwrap();
    let read = Manifest::from_json(&bytes).unwrap();
    assert_eq!(read, manifest());
    assert_eq!(read.to_json().unwrap(), bytes);
    assert!(bytes.ends_with(b"}\n"));
}

#[test]
fn what_cannot_be_is_refused_both_ways() {
    assert_eq!(refused(|m| m.run_id.make_ascii_uppercase()), "run id");
    assert_eq!(refused(|m| m.run_id = "{0193c8f2-7a10-7c3e-9d55-0123456789ab}".into()), "run id");
    assert_eq!(refused(|m| m.started = "yesterday".into()), "start time");
    assert_eq!(refused(|m| m.finished = "2026-11-20T09:59:59Z".into()), "end time");
    assert_eq!(refused(|m| m.policy.sha256.clear()), "digest");
    assert_eq!(refused(|m| m.inputs[0].blake3.make_ascii_uppercase()), "digest");
    assert_eq!(refused(|m| m.side_files[0].sha256.push('0')), "digest");
    assert_eq!(refused(|m| m.inputs[0].name = "/etc/passwd".into()), "input name");
    assert_eq!(refused(|m| m.outputs[0].name = "../out".into()), "output name");
    assert_eq!(refused(|m| m.outputs[0].name = "_limpid/manifest.json".into()), "output name");
    assert_eq!(refused(|m| m.outputs[1].name = m.outputs[0].name.clone()), "output name");
    assert_eq!(refused(|m| m.side_files[0].name = "../a".into()), "side file name");
    assert_eq!(refused(|m| m.plan.file = "../plan.toml".into()), "plan file name");
    assert_eq!(refused(|m| m.outputs[0].input = "other".into()), "input of an output");
}

#[test]
fn unknown_doubled_and_missing_fields_are_refused_without_quoting_them() {
    let text = String::from_utf8(manifest().to_json().unwrap()).unwrap();
    for broken in [
        text.replacen("\"complete\"", "\"aisha@acme.example\"", 1),
        text.replacen("\"run_id\"", "\"complete\": true, \"run_id\"", 1),
        text.replacen("\"version\": \"1\"", "\"version\": \"aisha@acme.example\"", 1),
        text.replacen("\"masking\": true", "\"masking\": \"aisha@acme.example\"", 1),
        text.replacen("\"bytes\": 5", "\"bytes\": -5", 1),
    ] {
        assert_ne!(broken, text);
        let error = Manifest::from_json(broken.as_bytes()).unwrap_err();
        assert!(matches!(error, LineageError::Malformed { .. }), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("aisha"), "{error:?}");
    }
}

#[test]
fn rows_balance() {
    let rows = manifest().rows;
    assert!(rows.is_balanced());
    assert!(!RowRecord { written: rows.written + 1, ..rows.clone() }.is_balanced());
    assert!(!RowRecord { quarantined: u64::MAX, ..rows }.is_balanced());
}

/// By hand: each object of the sample has exactly the properties of its schema, with the required ones.
#[test]
fn the_sample_fits_the_schema() {
    let schema = manifest_schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["$id"], "tag:limpid,2026:manifest/v1");
    let sample = serde_json::to_value(manifest()).unwrap();
    fits(&sample, &schema, &schema, "manifest");
}

fn fits(value: &serde_json::Value, schema: &serde_json::Value, root: &serde_json::Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).unwrap();
        return fits(value, target, root, at);
    }
    match value {
        serde_json::Value::Object(object) if schema["properties"].is_object() => {
            assert_eq!(schema["additionalProperties"], false, "{at}");
            for required in schema["required"].as_array().unwrap() {
                assert!(object.contains_key(required.as_str().unwrap()), "{at} lacks {required}");
            }
            for (name, value) in object {
                assert!(schema["properties"][name]["description"].is_string(), "{at}.{name}");
                fits(value, &schema["properties"][name], root, name);
            }
        }
        serde_json::Value::Array(items) => {
            for item in items {
                fits(item, &schema["items"], root, at);
            }
        }
        _ => {}
    }
}

/// A change here is a change of the format: old manifests must stay readable, or the version must go up.
#[test]
fn the_fields_of_version_1() {
    let schema = manifest_schema();
    let names =
        |value: &serde_json::Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
    let mut lines = vec![format!("manifest: {}", names(&schema["properties"]).join(" "))];
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        if definition["properties"].is_object() {
            lines.push(format!("{name}: {}", names(&definition["properties"]).join(" ")));
        }
    }
    lines[1..].sort();
    let expected = "\
manifest: version run_id tool started finished key policy plan detectors options inputs outputs unreadable rows counts complete side_files
ColumnRecord: path type class action masking
CountRecord: table column entity action found treated redacted_on_failure
DetectorRecord: digest count set
DroppedRecord: reason count
InputRecord: name format bytes rows sha256 blake3
KeyRecord: id ephemeral
OutputRecord: name format bytes rows planted sha256 blake3 input columns
PlanRecord: file sha256 blake3
PolicyRecord: name purpose sha256 blake3
RowRecord: read written planted dropped quarantined
SideFile: name sha256 blake3
ToolRecord: name version";
    assert_eq!(lines.join("\n"), expected);
}
