//! Names already seen in the document: once a name was found with certainty, its parts are known wherever they
//! stand later.

use super::features::{Brief, Case};
use super::lexicon::{Degree, Flag};

/// Most parts that are remembered of one document.
const MOST: usize = 4096;
const SLOTS: usize = MOST * 2;

/// The parts of the names of one document.
#[derive(Debug, Clone)]
pub struct Memory {
    parts: Vec<u64>,
    count: usize,
}

impl Default for Memory {
    fn default() -> Self {
        Self { parts: vec![0; SLOTS], count: 0 }
    }
}

impl Memory {
    /// Forgets everything: a new document begins.
    pub fn clear(&mut self) {
        if self.count > 0 {
            self.parts.fill(0);
            self.count = 0;
        }
    }

    /// Whether nothing is known yet.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Learns one word of a certain name, if it can stand for the person.
    pub fn learn(&mut self, brief: &Brief, length: usize) {
        let telling = matches!(brief.case, Case::Initial | Case::Mixed | Case::Upper)
            && length >= 3
            && brief.entry.degree(Degree::Common) < 2
            && !brief.entry.has(Flag::Title)
            && !brief.entry.has(Flag::Date)
            && !brief.entry.has(Flag::Nationality);
        if !telling || self.count >= MOST {
            return;
        }
        let slot = self.slot(brief.lower);
        if self.parts[slot] == 0 {
            self.parts[slot] = brief.lower | 1;
            self.count += 1;
        }
    }

    /// Whether the word is part of a name seen before.
    pub fn knows(&self, brief: &Brief) -> bool {
        let written = matches!(brief.case, Case::Initial | Case::Mixed | Case::Upper);
        let rare = brief.case == Case::Lower && brief.entry.degree(Degree::Common) == 0;
        (written || rare) && self.parts[self.slot(brief.lower)] != 0
    }

    /// Whether the word, beside a known one, belongs to the same name.
    pub fn joins(brief: &Brief) -> bool {
        matches!(brief.case, Case::Initial | Case::Mixed | Case::Letter)
            && brief.entry.degree(Degree::Common) < 2
    }

    fn slot(&self, key: u64) -> usize {
        let mut slot = (key >> 7) as usize % SLOTS;
        while self.parts[slot] != 0 && self.parts[slot] != key | 1 {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }
}
