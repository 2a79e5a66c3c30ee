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
        return value
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .collect();
    }
    let words = value.split_whitespace().map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_are_equal() {
        assert_eq!(normalize("CREDIT_CARD", "4111 1111-1111"), normalize("CREDIT_CARD", "411111111111"));
        assert_eq!(normalize("EMAIL_ADDRESS", "A@Example.com"), "a@example.com");
        assert_eq!(normalize("PERSON", " Aisha  KHAN "), "aisha khan");
    }
}
