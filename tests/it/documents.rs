//! The generated documents are fresh; `LIMPID_BLESS=1` rewrites them.

use std::{fmt::Write as _, fs, path::Path};

use limpid_detectors::embedded_rules;

/// Compares a generated text with its file, or writes it.
fn fresh(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("LIMPID_BLESS").is_some() {
        fs::write(&path, text).expect("docs/ is writable");
    }
    let there = fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "docs/{name} is stale: make bless");
}

#[test]
fn the_list_of_detectors_is_fresh() {
    let mut rules = embedded_rules().expect("rules parse").to_vec();
    rules.sort_by(|left, right| (&left.entity, &left.id).cmp(&(&right.entity, &right.id)));
    let mut page = String::from("# Detectors\n\nGenerated from the rule files in `detectors/rules`.\n\n");
    let entities: std::collections::BTreeSet<_> = rules.iter().map(|rule| &rule.entity).collect();
    let _ = writeln!(page, "{} detectors of {} entities.\n", rules.len(), entities.len());
    page.push_str("| entity | detector | finds | regions | check | legal |\n|---|---|---|---|---|---|\n");
    for rule in &rules {
        let check = rule.validator.as_ref().map(|validator| format!("{validator:?}")).unwrap_or_default();
        let (regions, legal) = (rule.regions.join(", "), rule.legal.join(", "));
        let _ = writeln!(
            page,
            "| {} | `{}` | {} | {regions} | {check} | {legal} |",
            rule.entity, rule.id, rule.description
        );
    }
    fresh("detectors.md", &page);
}

#[test]
fn the_command_line_reference_is_fresh() {
    fn describe(command: &mut clap::Command, prefix: &str, page: &mut String) {
        let name = format!("{prefix}{}", command.get_name());
        let help = command.render_long_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        let _ = writeln!(page, "\n## {name}\n\n```text\n{}\n```", help.join("\n").trim_end());
        for child in command.get_subcommands_mut().filter(|child| child.get_name() != "help") {
            describe(child, &format!("{name} "), page);
        }
    }
    let mut page = String::from("# Command line\n\nGenerated from the program's own help.\n");
    let mut command = limpid::cli::command().term_width(100);
    command.build();
    describe(&mut command, "", &mut page);
    fresh("cli.md", &page);
}

#[test]
fn the_schemas_are_fresh() {
    let pretty = |schema: &serde_json::Value| serde_json::to_string_pretty(schema).expect("JSON") + "\n";
    fresh("policy.schema.json", &pretty(&limpid_pipelines::policy::schema()));
    fresh("manifest.schema.json", &pretty(&limpid::lineage::manifest_schema()));
}
