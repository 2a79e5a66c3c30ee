//! Many strings, looked for at places that are likely to begin one.

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, BuildError, Input, StartKind, automaton::OverlappingState};

/// Strings, found in any case of ASCII letters.
#[derive(Debug)]
pub(crate) struct Dictionary {
    /// A trie: no search goes on where no string does.
    trie: AhoCorasick,
    /// A bit for each pair of bytes (in lower case) that some string begins with.
    pairs: Vec<u64>,
}

impl Dictionary {
    /// Numbers the strings as they come.
    pub(crate) fn new<'a>(strings: impl Iterator<Item = &'a [u8]>) -> Result<Self, BuildError> {
        let strings: Vec<&[u8]> = strings.collect();
        let trie = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .start_kind(StartKind::Anchored)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&strings)?;
        let mut pairs = vec![0; 1024];
        for string in &strings {
            let seconds = match string.get(1) {
                Some(second) => *second..=*second,
                None => 0..=255,
            };
            for second in seconds {
                let pair = pair(string.first().copied().unwrap_or(0), second);
                if let Some(word) = pairs.get_mut(pair / 64) {
                    *word |= 1 << (pair % 64);
                }
            }
        }
        Ok(Self { trie, pairs })
    }

    /// Whether a string may begin at `place`: two bytes are looked at.
    #[inline]
    pub(crate) fn may_begin(&self, text: &[u8], place: usize) -> bool {
        let at = |place: usize| text.get(place).copied().unwrap_or(0);
        let pair = pair(at(place), at(place + 1));
        self.pairs.get(pair / 64).is_some_and(|word| word >> (pair % 64) & 1 == 1)
    }

    /// Reports the number of every string that begins at `place`.
    pub(crate) fn at(&self, text: &[u8], place: usize, mut found: impl FnMut(usize)) {
        let mut state = OverlappingState::start();
        let input = || Input::new(text).range(place..).anchored(Anchored::Yes);
        while self.trie.try_find_overlapping(input(), &mut state).is_ok() {
            let Some(string) = state.get_match() else { return };
            found(string.pattern().as_usize());
        }
    }
}

fn pair(first: u8, second: u8) -> usize {
    usize::from(first.to_ascii_lowercase()) << 8 | usize::from(second.to_ascii_lowercase())
}
