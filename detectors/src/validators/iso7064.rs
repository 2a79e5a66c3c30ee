//! Check characters of ISO/IEC 7064: the pure systems mod 11-2 and mod 97-10, the hybrid ones mod 11,10 and mod 37,36.
//!
//! All functions read the ASCII digits and letters of a value, in either case, and skip everything else. Letters
//! count 10 to 35; a system of digits takes no letter but the check character X of mod 11-2.
//!
//! ```
//! # use limpid_detectors::validators::iso7064;
//! assert!(iso7064::mod_11_2("0000 0001 2281 955X"));
//! assert!(iso7064::mod_11_10("794623"));
//! assert!(iso7064::mod_37_36("A12425GABC1234002M"));
//! assert!(iso7064::mod_97_10("794 44"));
//! ```

/// Whether digits and the check character behind them, a digit or X for ten, satisfy mod 11-2.
pub fn mod_11_2(value: &str) -> bool {
    let numbers: Vec<u32> = numbers(value).collect();
    let Some((last, payload)) = numbers.split_last() else { return false };
    let check = if *last == u32::from(b'X' - b'A') + 10 { 10 } else { *last };
    let rest = payload.iter().fold(0, |rest, digit| (rest + digit) * 2 % 11);
    !payload.is_empty() && check <= 10 && payload.iter().all(|digit| *digit < 10) && (rest + check) % 11 == 1
}

/// Whether digits and the check digit behind them satisfy mod 11,10.
pub fn mod_11_10(value: &str) -> bool {
    hybrid(value, 10)
}

/// Whether letters, digits and the check character behind them satisfy mod 37,36.
pub fn mod_37_36(value: &str) -> bool {
    hybrid(value, 36)
}

/// Whether letters or digits and the two check digits behind them satisfy mod 97-10.
pub fn mod_97_10(value: &str) -> bool {
    let characters = numbers(value).count();
    let digits_last =
        value.bytes().rev().filter(u8::is_ascii_alphanumeric).take(2).all(|last| last.is_ascii_digit());
    characters > 2 && digits_last && remainder(value, 97) == 1
}

/// The remainder of the whole value, letters written as their two-digit numbers, divided by `modulus` (at most 997).
pub fn remainder(value: &str, modulus: u32) -> u32 {
    numbers(value).fold(0, |rest, number| (rest * if number < 10 { 10 } else { 100 } + number) % modulus)
}

fn hybrid(value: &str, modulus: u32) -> bool {
    let product = |rest: u32| if rest == 0 { modulus } else { rest } * 2 % (modulus + 1);
    let numbers: Vec<u32> = numbers(value).collect();
    let Some((last, payload)) = numbers.split_last() else { return false };
    let rest = payload.iter().fold(modulus, |sum, number| product((sum + number) % modulus));
    !payload.is_empty() && numbers.iter().all(|number| *number < modulus) && (rest + last) % modulus == 1
}

fn numbers(value: &str) -> impl Iterator<Item = u32> + '_ {
    value.chars().filter_map(|letter| letter.to_digit(36))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_values_pass_and_a_changed_character_fails() {
        let cases: &[(fn(&str) -> bool, &str)] = &[
            (mod_11_2, "0794 0"),
            (mod_11_2, "0000-0002-1694-233X"),
            (mod_11_10, "794 623"),
            (mod_37_36, "a12425gabc1234002m"),
            (mod_97_10, "794 44"),
        ];
        for (check, value) in cases {
            assert!(check(value), "{value}");
            let (head, last) = value.split_at(value.len() - 1);
            for other in "0123456789".chars().filter(|other| !last.contains(*other)) {
                assert!(!check(&format!("{head}{other}")), "{head}{other}");
            }
        }
    }

    #[test]
    fn other_characters_fail() {
        assert!(
            !mod_11_10("79A623")
                && !mod_11_2("07X40")
                && !mod_97_10("7AA")
                && !mod_11_2("")
                && !mod_37_36("M")
        );
    }
}
