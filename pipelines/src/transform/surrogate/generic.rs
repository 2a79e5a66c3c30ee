//! Any identifier: digits become digits, letters letters, everything else stays.

use super::Draw;

/// Keeps the format of a value of unknown structure. Injective for values of one shape and up to 38 digits' worth of
/// content. No reserved range exists, so the run's log of findings, not the value, tells a stand-in from a leak.
pub(super) fn same_format(value: &str, draw: &Draw<'_>) -> Option<String> {
    permuted_kinds(draw, "generic", value)
}

/// Permutes the letters and digits of `value` among all values of the same shape.
pub(super) fn permuted_kinds(draw: &Draw<'_>, kind: &str, value: &str) -> Option<String> {
    let mut bases: Vec<Option<(u32, char)>> = value.chars().map(base).collect();
    // A number keeps its length: `48` must not become `07`, which is `7` in a column of numbers.
    let number =
        value.len() > 1 && !value.starts_with('0') && value.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(first) = bases.first_mut().filter(|_| number) {
        *first = Some((9, '1'));
    }
    let mut shape = format!("{kind} ");
    shape.extend(bases.iter().map(|base| base.map_or('.', |(_, zero)| zero)));
    let mut pieces: Vec<(u128, u128)> = Vec::new();
    // As many characters at a time as fit a number; long values are permuted piece by piece.
    let (mut number, mut limit) = (0u128, 1u128);
    for (letter, base) in value.chars().zip(&bases) {
        let Some((base, zero)) = base else { continue };
        let digit = u128::from(u32::from(letter).wrapping_sub(u32::from(*zero)) % base);
        if limit > u128::MAX / 64 / u128::from(*base) {
            pieces.push((number, limit));
            (number, limit) = (0, 1);
        }
        number = number * u128::from(*base) + digit;
        limit *= u128::from(*base);
    }
    pieces.push((number, limit));
    if pieces.iter().all(|(_, limit)| *limit < 2) {
        return None;
    }
    let drawn: Vec<u128> = pieces
        .iter()
        .enumerate()
        .map(|(index, (number, limit))| draw.permute(&format!("{shape} {index}"), *number, *limit))
        .collect();
    // Digits come out last first, so the pieces are unrolled from the back.
    let mut piece = pieces.len() - 1;
    let mut left = *drawn.get(piece)?;
    let mut room = pieces.get(piece)?.1;
    let mut made: Vec<char> = Vec::with_capacity(bases.len());
    for (letter, base) in value.chars().rev().zip(bases.iter().rev()) {
        let Some((base, zero)) = base else {
            made.push(letter);
            continue;
        };
        if room == 1 && piece > 0 {
            piece -= 1;
            left = *drawn.get(piece)?;
            room = pieces.get(piece)?.1;
        }
        let digit = u32::try_from(left % u128::from(*base)).ok()?;
        left /= u128::from(*base);
        room /= u128::from(*base);
        made.push(char::from_u32(u32::from(*zero) + digit)?);
    }
    Some(made.into_iter().rev().collect())
}

/// How many characters there are of a letter's kind, and the first of them. Letters of other scripts become Latin.
fn base(letter: char) -> Option<(u32, char)> {
    match letter {
        '0'..='9' => Some((10, '0')),
        letter if letter.is_uppercase() => Some((26, 'A')),
        letter if letter.is_alphabetic() => Some((26, 'a')),
        letter if letter.is_numeric() => Some((10, '0')),
        _ => None,
    }
}
