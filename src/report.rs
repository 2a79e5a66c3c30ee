//! Pages for people who would rather look: plain HTML, no script, nothing fetched.

use std::fmt::Write as _;

use crate::catalogue::Catalogue;

const STYLE: &str = "body{font:15px system-ui;margin:2rem;max-width:70rem;color:#222}table{border-collapse:collapse;\
width:100%;margin:0 0 2rem}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}\
code{font:13px ui-monospace,monospace}.restricted{background:#fbd5d5}.confidential{background:#fdeeca}\
.internal{background:#e3eefc}.public{background:#eef7ee}@media(prefers-color-scheme:dark){body{background:#181818;\
color:#ddd}td,th{border-color:#444}.restricted{background:#5a2323}.confidential{background:#5a4a1c}\
.internal{background:#22384f}.public{background:#233a26}}";

/// The catalogue of a data set as a page.
pub fn catalogue_page(catalogue: &Catalogue) -> String {
    let mut page =
        String::from("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>limpid scan</title>");
    let _ = write!(page, "<style>{STYLE}</style><h1>What is in the data</h1>");
    for table in &catalogue.tables {
        let _ = write!(
            page,
            "<h2>{}</h2><p>{} files, {} rows</p><table><tr><th>column<th>sensitivity<th>holds<th>looks like\
             <th>the policy would<th>why</tr>",
            escape(&table.name),
            table.files,
            table.rows
        );
        for column in &table.columns {
            let level = format!("{:?}", column.sensitivity).to_lowercase();
            let found: Vec<String> =
                column.entities.iter().map(|(entity, count)| format!("{entity} ({count})")).collect();
            let _ = write!(
                page,
                "<tr><td><code>{}</code><td class=\"{level}\">{level}<td>{}<td><code>{}</code><td>{}<td>{}</tr>",
                escape(&column.path),
                escape(&found.join(", ")),
                escape(&column.shapes.join("  ")),
                escape(&column.action),
                escape(&column.why)
            );
        }
        page.push_str("</table>");
    }
    page.push_str("</html>");
    page
}

/// Makes text inert inside HTML.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() => out.push('·'),
            letter => out.push(letter),
        }
    }
    out
}
