//! Many strings, looked for at places that are likely to begin one.

mod prefixes;

use prefixes::{Prefixes, eight};

/// Strings, found in any case of ASCII letters.
#[derive(Debug)]
pub(crate) struct Dictionary {
    /// The nodes of a trie; the first is the root.
    nodes: Vec<Node>,
    /// Of all nodes one after the other: a byte (in lower case) and the node behind it, by byte.
    edges: Vec<(u8, u32)>,
    /// The node behind each first byte, in any case; 0 for none.
    roots: Box<[u32; 256]>,
    prefixes: Prefixes,
}

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
        let prefixes = Prefixes::new(strings.iter().map(|(string, _)| string.as_slice()));
        let roots = Box::new([0; 256]);
        let mut dictionary = Self { nodes: vec![Node::default()], edges: Vec::new(), roots, prefixes };
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

    /// Whether a string may begin at `place`, told by three bytes.
    pub(crate) fn may_begin(&self, text: &[u8], place: usize) -> bool {
        self.prefixes.may_begin(eight(text, place))
    }

    /// Reports the number and the length of every string that begins at `place`.
    #[inline]
    pub(crate) fn at(&self, text: &[u8], place: usize, mut found: impl FnMut(usize, usize)) {
        let Some((first, rest)) = text.get(place..).and_then(<[u8]>::split_first) else { return };
        let root = self.roots[usize::from(*first)];
        if root == 0 || !self.prefixes.may_stand(eight(text, place)) {
            return;
        }
        let mut node = self.nodes.get(index(root)).copied().unwrap_or_default();
        node.string.into_iter().for_each(|string| found(index(string), 1));
        for (byte, length) in rest.iter().zip(2..) {
            let byte = byte.to_ascii_lowercase();
            let edges = self.edges.get(index(node.first)..).unwrap_or_default();
            let edges = edges.get(..usize::from(node.count)).unwrap_or_default();
            let Some((_, next)) = edges.iter().find(|(edge, _)| *edge == byte) else { return };
            node = self.nodes.get(index(*next)).copied().unwrap_or_default();
            node.string.into_iter().for_each(|string| found(index(string), length));
        }
    }
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
            words in prop::collection::btree_set("[abA-]{1,8}", 1..40),
            text in "[abAB-]{0,30}",
        ) {
            let words: std::collections::BTreeSet<String> = words.iter().map(|one| one.to_lowercase()).collect();
            let dictionary = Dictionary::new(words.iter().map(String::as_bytes));
            let mut found = Vec::new();
            for place in 0..text.len() {
                dictionary.at(text.as_bytes(), place, |word, length| {
                    assert_eq!(words.iter().nth(word).map(String::len), Some(length));
                    found.push((place, word));
                });
            }
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
