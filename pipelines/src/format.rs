//! File formats: told by the extension or by name.

use serde::{Deserialize, Serialize};

/// How a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// One JSON value per line.
    Jsonl,
    /// The same, gzip.
    JsonlGz,
    /// The same, Zstandard.
    JsonlZst,
    /// Delimited text with a header line; the delimiter is `,`, `;`, `|` or a tab.
    Csv,
    /// Tab-separated text with a header line.
    Tsv,
    /// Arrow IPC file.
    ArrowFile,
    /// Arrow IPC stream.
    ArrowStream,
    /// One row per file.
    Text,
}

/// Every format with its name on the command line and its extensions; the first extension is the one we write.
pub const FORMATS: &[(Format, &str, &[&str])] = &[
    (Format::Parquet, "parquet", &["parquet", "pq"]),
    (Format::Jsonl, "jsonl", &["jsonl", "ndjson"]),
    (Format::JsonlGz, "jsonl.gz", &["jsonl.gz", "ndjson.gz"]),
    (Format::JsonlZst, "jsonl.zst", &["jsonl.zst", "ndjson.zst"]),
    (Format::Csv, "csv", &["csv"]),
    (Format::Tsv, "tsv", &["tsv"]),
    (Format::ArrowFile, "arrow", &["arrow", "feather", "ipc"]),
    (Format::ArrowStream, "arrows", &["arrows"]),
    (Format::Text, "text", &["txt", "md"]),
];

impl Format {
    /// Finds the format by its name on the command line.
    pub fn by_name(name: &str) -> Option<Self> {
        FORMATS.iter().find(|(_, known, _)| *known == name).map(|(format, ..)| *format)
    }

    /// Finds the format by a file name's extension, in any case.
    pub fn by_file_name(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let ends = |extension: &&str| {
            name.strip_suffix(extension)
                .and_then(|stem| stem.strip_suffix('.'))
                .is_some_and(|stem| !stem.is_empty())
        };
        FORMATS.iter().find(|(.., extensions)| extensions.iter().any(ends)).map(|(format, ..)| *format)
    }

    /// The extension that files of this format are given, without the dot.
    pub fn extension(self) -> &'static str {
        let known = FORMATS.iter().find(|(format, ..)| *format == self);
        known.and_then(|(.., extensions)| extensions.first()).copied().unwrap_or_default()
    }

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        FORMATS.iter().find(|(format, ..)| *format == self).map_or("", |(_, name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_lead_back_to_the_format() {
        for (format, name, extensions) in FORMATS {
            assert_eq!(Format::by_name(name), Some(*format));
            assert_eq!(format.name(), *name);
            for extension in *extensions {
                assert_eq!(
                    Format::by_file_name(&format!("part-0.{}", extension.to_uppercase())),
                    Some(*format)
                );
            }
            assert_eq!(Format::by_file_name(&format!("x.{}", format.extension())), Some(*format));
        }
        assert_eq!(Format::by_file_name(".csv"), None);
        assert_eq!(Format::by_file_name("data.json"), None);
    }
}
