//! Which scripts without capital letters occur in a text.

/// A script without capitals whose names are known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Script {
    Han = 1,
    Kana = 2,
    Hangul = 4,
    Thai = 8,
    Arabic = 16,
    Hebrew = 32,
    Devanagari = 64,
    Bengali = 128,
    Tamil = 256,
}

/// Several of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Scripts(u16);

impl Scripts {
    /// Those of a text, by the first two bytes of its letters.
    pub(super) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut scripts = Self::default();
        // Only these bytes begin such letters.
        if !bytes.iter().any(|byte| matches!(byte, 0xd6..=0xdb | 0xe0 | 0xe3..=0xed)) {
            return scripts;
        }
        for pair in bytes.windows(2) {
            scripts.0 |= match *pair {
                [0xd6..=0xd7, _] => Script::Hebrew as u16,
                [0xd8..=0xdb, _] => Script::Arabic as u16,
                [0xe0, 0xa4 | 0xa5] => Script::Devanagari as u16,
                [0xe0, 0xa6 | 0xa7] => Script::Bengali as u16,
                [0xe0, 0xae | 0xaf] => Script::Tamil as u16,
                [0xe0, 0xb8 | 0xb9] => Script::Thai as u16,
                // Names in kana stand beside surnames in Han characters.
                [0xe3, 0x81..=0x83] => Script::Kana as u16 | Script::Han as u16,
                [0xe4..=0xe9, _] => Script::Han as u16,
                [0xea, 0xb0..=0xff] | [0xeb..=0xed, _] => Script::Hangul as u16,
                _ => 0,
            };
        }
        scripts
    }

    pub(super) fn has(self, script: Script) -> bool {
        self.0 & script as u16 != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}
