//! The policies that ship inside the binary.

/// `(name, TOML text)` of every preset.
pub const PRESETS: &[(&str, &str)] = &[
    ("training", include_str!("../../presets/training.toml")),
    ("rag", include_str!("../../presets/rag.toml")),
    ("share", include_str!("../../presets/share.toml")),
    ("hipaa-safe-harbor", include_str!("../../presets/hipaa-safe-harbor.toml")),
    ("gdpr-pseudonymize", include_str!("../../presets/gdpr-pseudonymize.toml")),
    ("pci-dss", include_str!("../../presets/pci-dss.toml")),
];

/// The text of a preset.
pub fn preset(name: &str) -> Option<&'static str> {
    PRESETS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
