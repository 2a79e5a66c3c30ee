//! Where a given name ends, and whether a surname and what follows are a name.

use super::super::{CUED, LIKELY, LISTED};
use super::{Chinese, Side, Surname};

/// The characters behind a surname that may be a given name.
struct Given {
    count: usize,
    /// One past the last byte, from the surname on.
    end: usize,
    /// Whether names are made of each.
    listed: bool,
    /// Whether one of them rather follows names.
    odd: bool,
    /// Whether the last is no given name by itself.
    part: bool,
}

impl Given {
    /// Whether surname and given name are a name where no title or field says so.
    fn is_bare(&self, degree: Surname, left: Side, right: Side) -> bool {
        let free = (left == Side::Free, right == Side::Free);
        self.listed
            && match (degree, self.count) {
                (Surname::Cued, _) => false,
                (Surname::Telling, 1) => !self.part && free == (true, true),
                (Surname::Telling, _) => free.0 || free.1,
                (Surname::Plain, count) => count > 1 && free == (true, true),
            }
    }
}

impl Chinese {
    /// The length in bytes of the name that `rest` begins with, and how sure it is.
    pub(super) fn name(
        &self,
        rest: &str,
        surname: usize,
        degree: Surname,
        left: Side,
    ) -> Option<(usize, f32)> {
        let mut best: Option<(usize, Side, f32)> = None;
        let mut given = Given { count: 0, end: surname, listed: true, odd: false, part: false };
        loop {
            let right = self.right(rest.get(given.end..)?);
            let cued = left == Side::Cue || right == Side::Cue;
            let bare = || given.is_bare(degree, left, right) && !self.is_rest(rest, surname, &given, left);
            let counts = match given.count {
                0 => right == Side::Cue && (degree == Surname::Telling || left != Side::Bound),
                _ if given.odd => false,
                _ if cued => given.listed || right != Side::Bound && degree == Surname::Telling,
                _ => bare(),
            };
            // Where both one and two characters could be the given name, what stands behind decides.
            if counts && best.is_none_or(|(_, side, _)| right >= side) {
                let score = if degree == Surname::Telling { LISTED } else { LIKELY };
                best = Some((given.end, right, if cued { CUED } else { score }));
            }
            match self.longer(rest, &given) {
                Some(longer) => given = longer,
                None => return best.map(|(end, _, score)| (end, score)),
            }
        }
    }

    /// A given name with one character more; `None` where it ends or plain words begin.
    fn longer(&self, rest: &str, given: &Given) -> Option<Given> {
        let letter = rest.get(given.end..)?.chars().next().filter(|_| given.count < 2)?;
        let end = given.end + letter.len_utf8();
        let listed = self.given.has(letter);
        let odd = given.odd || !listed && self.follow.has(letter);
        let longer = Given {
            count: given.count + 1,
            end,
            listed: given.listed && listed,
            odd,
            part: self.given_part.has(letter),
        };
        (!self.plain.has(rest.get(..end)?)).then_some(longer)
    }

    /// Whether it is rather the end of a name of another language: `俄罗斯文` names nobody called `罗斯文`.
    fn is_rest(&self, rest: &str, surname: usize, given: &Given, left: Side) -> bool {
        let name = rest.get(surname..given.end).unwrap_or_default();
        let foreign =
            name.ends_with(['文', '语', '語', '人']) || name.chars().all(|letter| self.foreign.has(letter));
        given.count > 1 && left == Side::Bound && foreign
    }
}
