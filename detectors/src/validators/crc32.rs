//! CRC-32 as in ISO 3309 and zlib, and numbers in other bases: what issuers put at the end of a token so that a
//! scanner can tell it from a random string.

/// Digits of bases up to 62.
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The check sum, bit by bit: a token is short.
pub(super) fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

/// A number in base `base` (at most 62), filled with zeros to `width` digits.
pub(super) fn digits_of(number: u32, base: u32, width: usize) -> String {
    let mut rest = number;
    let mut digits = Vec::with_capacity(width);
    while rest > 0 || digits.len() < width {
        let digit = usize::try_from(rest % base).ok().and_then(|place| DIGITS.get(place));
        digits.push(digit.copied().map_or('0', char::from));
        rest /= base;
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc32_has_the_published_check_value() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn numbers_are_filled_with_zeros() {
        assert_eq!(digits_of(61, 62, 2), "0z");
        assert_eq!(digits_of(35, 36, 1), "Z");
        assert_eq!(digits_of(0xcbf4_3926, 16, 8), "CBF43926");
    }
}
