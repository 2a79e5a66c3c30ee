//! What a detector reports: a span, a score and why. Never the text itself.

/// One region of a text that holds personal data.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// First byte of the value in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Index of the detector in [`Engine::detectors`](crate::Engine::detectors).
    pub detector: u16,
    /// What the score rests on.
    pub evidence: Evidence,
}

/// Why a finding has its score.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// Score of the bare pattern.
    pub pattern: f32,
    /// Whether the rule's validator accepted the value (false: it has none, or it could not tell).
    pub validated: bool,
    /// Index of the rule's context word that stood near.
    pub context: Option<u16>,
    /// Whether the column's header named the entity.
    pub header: bool,
    /// How the text was read when the value was found.
    pub view: ViewKind,
    /// Whether the tagger read it as a name, a place and so on.
    pub tagged: bool,
    /// Whether the value was known before the text was read: from another place of the same row, or from a list.
    pub known: bool,
}

/// How a text was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ViewKind {
    /// As it stands.
    #[default]
    Raw,
    /// With disguises undone: other characters for digits and letters, escapes, marks inside the value.
    Folded,
    /// Across the end of a line.
    Joined,
    /// With words read as characters: `at`, `dot`, spelled digits.
    Spoken,
    /// A token decoded: base64, hex, the payload of a JWT.
    Decoded,
}

impl ViewKind {
    /// Its name, for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Raw => "as it stands",
            Self::Folded => "disguise undone",
            Self::Joined => "across lines",
            Self::Spoken => "words read as characters",
            Self::Decoded => "decoded",
        }
    }
}

impl Finding {
    /// Length of the span in bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether the span is empty (never true for a reported finding).
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Whether the two spans share a byte.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}
