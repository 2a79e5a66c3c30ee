//! `mask`: characters are overwritten, as in Google Sensitive Data Protection's `CharacterMask`.

use super::{Cell, Mask, Transform, Untreatable};

/// Overwrites all characters but some at the edges; ignored ones stay and do not count.
pub(super) struct Masker(pub(super) Mask);

impl Transform for Masker {
    fn rewrite(&self, cell: &Cell<'_>, out: &mut String) -> Result<(), Untreatable> {
        let Mask { keep_first, keep_last, with, ignore } = &self.0;
        let counted = cell.value.chars().filter(|letter| !ignore.contains(*letter)).count();
        // A value too short to hide anything is hidden whole.
        let (first, last) =
            if keep_first + keep_last >= counted { (0, 0) } else { (*keep_first, *keep_last) };
        let mut place = 0;
        for letter in cell.value.chars() {
            if ignore.contains(letter) {
                out.push(letter);
                continue;
            }
            let kept = place < first || place + last >= counted;
            out.push(if kept { letter } else { *with });
            place += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(options: Mask, value: &str) -> String {
        let mut out = String::new();
        let cell = Cell { value, document: &[], occurrence: 0, subject: None, people: &[] };
        Masker(options).rewrite(&cell, &mut out).expect("masks");
        out
    }

    #[test]
    fn the_vectors_of_the_cloud_service_come_out() {
        let card = "1234-5678-9012-3456";
        let dashes = || Mask { ignore: "-".into(), ..Mask::default() };
        assert_eq!(mask(Mask { keep_last: 4, ..dashes() }, card), "****-****-****-3456");
        assert_eq!(mask(Mask { keep_first: 4, ..dashes() }, card), "1234-****-****-****");
        assert_eq!(mask(Mask { keep_first: 2, ..Mask::default() }, "12345"), "12***");
        assert_eq!(mask(Mask { keep_last: 5, ..dashes() }, "555-555-5555"), "***-**5-5555");
        assert_eq!(mask(Mask { keep_last: 5, with: '0', ..Mask::default() }, card), "00000000000000-3456");
    }

    #[test]
    fn a_short_value_is_hidden_whole() {
        assert_eq!(mask(Mask { keep_last: 4, ..Mask::default() }, "1234"), "****");
        assert_eq!(mask(Mask { keep_last: 1, ..Mask::default() }, "äöü"), "**ü");
    }
}
