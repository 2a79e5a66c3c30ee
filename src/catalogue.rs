//! What a data set holds, column by column: what `limpid scan` shows. Shapes and counts, no value.

use limpid_detectors::{Engine, Sensitivity};
use limpid_pipelines::{
    plan::{Plan, form},
    profile::{Profile, TableProfile},
};
use serde::Serialize;

/// The catalogue of a data set.
#[derive(Debug, Serialize)]
pub struct Catalogue {
    /// By name.
    pub tables: Vec<CatalogueTable>,
}

/// One table of the catalogue.
#[derive(Debug, Serialize)]
pub struct CatalogueTable {
    /// Its name.
    pub name: String,
    /// Files it is made of.
    pub files: u64,
    /// Rows looked at.
    pub rows: u64,
    /// In the order of the file.
    pub columns: Vec<CatalogueColumn>,
}

/// One column of the catalogue.
#[derive(Debug, Serialize)]
pub struct CatalogueColumn {
    /// Column path.
    pub path: String,
    /// Values that are neither empty nor null.
    pub values: u64,
    /// What the whole column is.
    pub class: Option<String>,
    /// Findings by entity, most first.
    pub entities: Vec<(String, u64)>,
    /// The highest of what it holds.
    pub sensitivity: Sensitivity,
    /// What its values are in general: `numbers`, `categories`, `codes`, `words`, `text`, …
    pub form: &'static str,
    /// About how many different values there are.
    pub different: u64,
    /// The most frequent shapes.
    pub shapes: Vec<String>,
    /// What the policy would do.
    pub action: String,
    /// Why it would.
    pub why: String,
}

/// Reads a profile and the plan made from it.
pub fn catalogue(profile: &Profile, plan: &Plan, engine: &Engine) -> Catalogue {
    let table = |(name, table): (&String, &TableProfile)| {
        let planned = plan.tables.get(name).map(|table| table.columns.as_slice()).unwrap_or_default();
        let columns = planned.iter().filter_map(|planned| {
            let column = table.columns.get(&planned.path)?;
            let mut entities: Vec<(String, u64)> =
                column.entities.iter().map(|(entity, count)| (entity.to_string(), count.findings)).collect();
            entities.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
            let class = planned.class.as_ref().map(ToString::to_string);
            let levels = entities.iter().map(|(entity, _)| entity).chain(&class);
            let sensitivity =
                levels.filter_map(|entity| sensitivity(engine, entity)).max().unwrap_or(Sensitivity::Public);
            Some(CatalogueColumn {
                path: planned.path.clone(),
                values: column.filled(),
                class,
                entities,
                sensitivity,
                form: form(column),
                different: column.different(),
                shapes: column.top_shapes(3).into_iter().map(|(shape, _)| shape.to_owned()).collect(),
                action: planned.action.name().to_owned(),
                why: planned.why.clone(),
            })
        });
        CatalogueTable {
            name: name.clone(),
            files: table.files,
            rows: table.rows,
            columns: columns.collect(),
        }
    };
    Catalogue { tables: profile.tables.iter().map(table).collect() }
}

/// How sensitive an entity is; `None` when nothing finds it.
pub fn sensitivity(engine: &Engine, entity: &str) -> Option<Sensitivity> {
    let rules = engine.detectors().iter().map(|detector| &detector.rule);
    rules.filter(|rule| rule.entity.as_str() == entity).map(|rule| rule.sensitivity).max()
}
