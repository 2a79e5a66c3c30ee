//! Many strings, looked for at places that are likely to begin one.

/// Strings, found in any case of ASCII letters.
#[derive(Debug)]
pub(crate) struct Dictionary {
    /// The nodes of a trie; the first is the root.
    nodes: Vec<Node>,
    /// Of all nodes one after the other: a byte (in lower case) and the node behind it, by byte.
    edges: Vec<(u8, u32)>,
    /// The node behind each first byte, in any case; 0 for none.
    roots: Box<[u32; 256]>,
    /// By first byte, in any case: a bit for each second byte of some string.
    pairs: Box<[[u64; 4]; 256]>,
    /// The same for strings of one or two bytes.
    short: Box<[[u64; 4]; 256]>,
    /// A bit for the hash of the first three bytes of every string that has as many.
    triples: Hashes,
    /// The same for strings of three bytes,
    three: Hashes,
    /// and for the first four bytes of those that have more.
    four: Hashes,
}

/// A set of hashes.
type Hashes = Box<[u64; HASHES / 64]>;

/// Bits of a set of hashes.
const HASHES: usize = 1 << 15;

/// Where a string ends, and where its edges stand.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    string: Option<u32>,
    first: u32,
    count: u16,
}

impl Dictionary {
    /// Numbers the strings as they come.
    pub(crate) fn new<'a>(strings: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut strings: Vec<(Vec<u8>, u32)> = strings.map(<[u8]>::to_ascii_lowercase).zip(0..).collect();
        strings.sort_unstable();
        let (mut pairs, mut short) = (Box::new([[0; 4]; 256]), Box::new([[0; 4]; 256]));
        let [mut triples, mut three, mut four] = std::array::from_fn(|_| Box::new([0; HASHES / 64]));
        for (string, _) in &strings {
            let Some(first) = string.first() else { continue };
            let seconds = match string.get(1) {
                Some(second) => vec![*second, second.to_ascii_uppercase()],
                None => (0..=255).collect(),
            };
            for second in seconds {
                for first in [*first, first.to_ascii_uppercase()] {
                    insert(&mut pairs, first, second);
                    if string.len() < 3 {
                        insert(&mut short, first, second);
                    }
                }
            }
            if let Some(chunk) = string.first_chunk::<3>() {
                add(&mut triples, hash(*chunk));
                if string.len() == 3 {
                    add(&mut three, hash(*chunk));
                }
            }
            if let Some(chunk) = string.first_chunk::<4>() {
                add(&mut four, hash(*chunk));
            }
        }
        let roots = Box::new([0; 256]);
        let mut dictionary = Self {
            nodes: vec![Node::default()],
            edges: Vec::new(),
            roots,
            pairs,
            short,
            triples,
            three,
            four,
        };
        dictionary.grow(0, &strings, 0);
        let root = dictionary.nodes.first().copied().unwrap_or_default();
        for (byte, node) in
            dictionary.edges.get(index(root.first)..).unwrap_or_default().iter().take(usize::from(root.count))
        {
            dictionary.roots[usize::from(byte.to_ascii_lowercase())] = *node;
            dictionary.roots[usize::from(byte.to_ascii_uppercase())] = *node;
        }
        dictionary
    }

    /// Fills a node from the strings that lead to it, of which `depth` bytes are read.
    fn grow(&mut self, node: usize, strings: &[(Vec<u8>, u32)], depth: usize) {
        let ends = strings.iter().take_while(|(string, _)| string.len() == depth).count();
        let (here, longer) = strings.split_at(ends);
        let groups = || longer.chunk_by(|(one, _), (other, _)| one.get(depth) == other.get(depth));
        let first = self.edges.len();
        for group in groups() {
            let byte = group.first().and_then(|(string, _)| string.get(depth)).copied().unwrap_or(0);
            self.edges.push((byte, u32::try_from(self.nodes.len()).unwrap_or(0)));
            self.nodes.push(Node::default());
        }
        let behind: Vec<u32> =
            self.edges.get(first..).unwrap_or_default().iter().map(|edge| edge.1).collect();
        if let Some(node) = self.nodes.get_mut(node) {
            let count = u16::try_from(behind.len()).unwrap_or(0);
            let string = here.first().map(|(_, number)| *number);
            *node = Node { string, first: u32::try_from(first).unwrap_or(0), count };
        }
        for (group, node) in groups().zip(behind) {
            self.grow(index(node), group, depth + 1);
        }
    }

    /// Reports every place at which a string may begin: three bytes are looked at.
    #[inline]
    pub(crate) fn places(&self, text: &[u8], mut report: impl FnMut(usize)) {
        for (place, bytes) in text.windows(3).enumerate() {
            let &[first, second, third] = bytes else { continue };
            let begins =
                || has(&self.triples, hash([first, second, third])) || holds(&self.short, first, second);
            if holds(&self.pairs, first, second) && begins() {
                report(place);
            }
        }
        for place in text.len().saturating_sub(2)..text.len() {
            let at = |place: usize| text.get(place).copied().unwrap_or(0);
            if holds(&self.short, at(place), at(place + 1)) {
                report(place);
            }
        }
    }

    /// Whether a string may begin at `place`: four bytes are looked at.
    #[inline]
    fn may_begin(&self, text: &[u8], place: usize) -> bool {
        match text.get(place..).unwrap_or_default() {
            [first, second, third, fourth, ..] => {
                has(&self.four, hash([*first, *second, *third, *fourth]))
                    || has(&self.three, hash([*first, *second, *third]))
                    || holds(&self.short, *first, *second)
            }
            _ => true,
        }
    }

    /// Reports the number of every string that begins at `place`.
    #[inline]
    pub(crate) fn at(&self, text: &[u8], place: usize, mut found: impl FnMut(usize)) {
        let Some((first, rest)) = text.get(place..).and_then(<[u8]>::split_first) else { return };
        let root = self.roots[usize::from(*first)];
        if root == 0 || !self.may_begin(text, place) {
            return;
        }
        let mut node = self.nodes.get(index(root)).copied().unwrap_or_default();
        node.string.into_iter().for_each(|string| found(index(string)));
        for byte in rest {
            let byte = byte.to_ascii_lowercase();
            let edges = self.edges.get(index(node.first)..).unwrap_or_default();
            let edges = edges.get(..usize::from(node.count)).unwrap_or_default();
            let Some((_, next)) = edges.iter().find(|(edge, _)| *edge == byte) else { return };
            node = self.nodes.get(index(*next)).copied().unwrap_or_default();
            node.string.into_iter().for_each(|string| found(index(string)));
        }
    }
}

fn insert(pairs: &mut [[u64; 4]; 256], first: u8, second: u8) {
    pairs[usize::from(first)][usize::from(second / 64)] |= 1 << (second % 64);
}

#[inline]
fn holds(pairs: &[[u64; 4]; 256], first: u8, second: u8) -> bool {
    pairs[usize::from(first)][usize::from(second / 64)] >> (second % 64) & 1 == 1
}

fn add(hashes: &mut Hashes, hash: usize) {
    hashes[hash / 64] |= 1 << (hash % 64);
}

#[inline]
fn has(hashes: &Hashes, hash: usize) -> bool {
    hashes[hash / 64] >> (hash % 64) & 1 == 1
}

/// Of three or four bytes, whatever their case.
#[inline]
fn hash<const N: usize>(bytes: [u8; N]) -> usize {
    let mut all = [0; 4];
    all.iter_mut().zip(bytes).for_each(|(lower, byte)| *lower = byte | 0x20);
    index(u32::from_le_bytes(all).wrapping_mul(0x9e37_79b1) >> 17)
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_string_is_found_where_it_begins(
            words in prop::collection::btree_set("[abA-]{1,4}", 1..12),
            text in "[abAB-]{0,30}",
        ) {
            let words: std::collections::BTreeSet<String> = words.iter().map(|one| one.to_lowercase()).collect();
            let dictionary = Dictionary::new(words.iter().map(String::as_bytes));
            let mut found = Vec::new();
            dictionary.places(text.as_bytes(), |place| {
                dictionary.at(text.as_bytes(), place, |word| found.push((place, word)));
            });
            found.sort_unstable();
            let lower = text.to_lowercase();
            let begins = |place: usize, word: &str| lower.get(place..).is_some_and(|rest| rest.starts_with(word));
            let mut expected = Vec::new();
            for place in 0..lower.len() {
                let here = words.iter().enumerate().filter(|(_, word)| begins(place, word));
                expected.extend(here.map(|(number, _)| (place, number)));
            }
            prop_assert_eq!(found, expected);
        }
    }
}
