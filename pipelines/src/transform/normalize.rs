//! The form in which two spellings of one value are equal, by entity.

/// Entities whose letters have no case that matters and whose separators mean nothing.
const COMPACT: &[&str] = &[
    "CREDIT_CARD",
    "IBAN_CODE",
    "US_SSN",
    "US_ITIN",
    "UK_NHS",
    "UK_NINO",
    "IN_AADHAAR",
    "IN_PAN",
    "PHONE_NUMBER",
    "MAC_ADDRESS",
    "UUID",
    "ABA_ROUTING_NUMBER",
    "US_BANK_NUMBER",
    "US_PASSPORT",
    "US_DRIVER_LICENSE",
    "UK_POSTCODE",
    "CA_POSTAL_CODE",
];

/// Returns the canonical form of a value.
pub fn normalize(entity: &str, value: &str) -> String {
    if COMPACT.contains(&entity) {
        if value.is_ascii() {
            let mut normalized = value.to_owned();
            normalized.retain(|letter| letter.is_ascii_alphanumeric());
            normalized.make_ascii_uppercase();
            return normalized;
        }
        let letters = value.chars().filter(|letter| letter.is_alphanumeric());
        return letters.flat_map(char::to_uppercase).collect();
    }
    if is_tidy(value) {
        return value.to_ascii_lowercase();
    }
    let mut words = String::with_capacity(value.len());
    for word in value.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words.to_lowercase()
}

/// Whether `normalized` is the canonical form of a value, told without writing it where most values are concerned.
pub(crate) fn is_normal_form(entity: &str, value: &str, normalized: &str) -> bool {
    if COMPACT.contains(&entity) && value.is_ascii() {
        let letters = value.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|letter| letter.to_ascii_uppercase()).eq(normalized.bytes());
    }
    if is_tidy(value) && !COMPACT.contains(&entity) {
        return value.eq_ignore_ascii_case(normalized);
    }
    normalize(entity, value) == normalized
}

/// Whether the value is ASCII and its words are parted by single spaces: most are.
fn is_tidy(value: &str) -> bool {
    let mut before = b' ';
    for byte in value.bytes() {
        let white = matches!(byte, b'\t'..=b'\r' | b' ');
        if !byte.is_ascii() || white && (byte != b' ' || before == b' ') {
            return false;
        }
        before = byte;
    }
    before != b' '
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn usual_values_are_told_by_the_same_rule(value in "[aB1 \\t\u{b}\u{1c}\u{85}éİΣ-]{0,12}") {
            let letters = value.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase);
            prop_assert_eq!(normalize("UUID", &value), letters.collect::<String>());
            let words = value.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
            prop_assert_eq!(normalize("PERSON", &value), words.join(" "));
        }

        #[test]
        fn a_form_is_told_without_writing_it(one in "[aAB1 é-]{0,4}", other in "[aAB1 é-]{0,4}") {
            for entity in ["UUID", "PERSON"] {
                let normalized = normalize(entity, &one);
                prop_assert!(is_normal_form(entity, &one, &normalized));
                prop_assert_eq!(is_normal_form(entity, &other, &normalized), normalize(entity, &other) == normalized);
            }
        }
    }

    #[test]
    fn spellings_of_one_value_are_equal() {
        assert_eq!(normalize("CREDIT_CARD", "4111 1111-1111"), normalize("CREDIT_CARD", "411111111111"));
        assert_eq!(normalize("EMAIL_ADDRESS", "A@Example.com"), "a@example.com");
        assert_eq!(normalize("PERSON", " Aisha  KHAN "), "aisha khan");
    }
}
