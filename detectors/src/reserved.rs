//! Ranges that belong to nobody: what surrogates are drawn from and what examples may use.
//!
//! A value in such a range identifies no real person, so a re-scan may tell it from a leak without
//! remembering any value.

use std::net::IpAddr;

/// Whether `value`, found as `entity`, lies in a range that is reserved for documentation or never assigned, or is a
/// tag or token of ours.
pub fn is_reserved(entity: &str, value: &str) -> bool {
    if is_tag(value) {
        return true;
    }
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    match entity {
        "EMAIL_ADDRESS" => value.rsplit_once('@').is_some_and(|(_, domain)| is_reserved_domain(domain)),
        "URL" => is_reserved_domain(host(value)),
        "PHONE_NUMBER" => is_reserved_phone(value, &digits),
        "CREDIT_CARD" => digits.starts_with(['0', '1', '7', '8', '9']),
        // User-assigned country codes of ISO 3166-1.
        "IBAN_CODE" => {
            value.starts_with(['X', 'x', 'Q', 'q'])
                && !value.get(..2).is_some_and(|code| code.eq_ignore_ascii_case("XK"))
        }
        "US_SSN" | "US_ITIN" => digits.starts_with('9') && digits.get(3..4).is_some_and(|group| group < "5"),
        "UK_NHS" => digits.starts_with("999"),
        "IN_AADHAAR" => digits.starts_with(['0', '1']),
        "IP_ADDRESS" => is_reserved_address(value),
        "MAC_ADDRESS" => first_octet(value).is_some_and(|octet| octet & 0b11 == 0b10),
        "UUID" => value.chars().filter(char::is_ascii_hexdigit).nth(12) == Some('8'),
        "CRYPTO" => {
            value.starts_with("0x00000000") || value.starts_with(['m', 'n', '2']) || value.starts_with("tb1")
        }
        "US_ZIP_CODE" => value.starts_with("000"),
        "DE_PLZ" => value.starts_with("00"),
        "UK_POSTCODE" => value.to_ascii_uppercase().starts_with("QV"),
        "CA_POSTAL_CODE" => value.starts_with(['W', 'Z', 'w', 'z']),
        "STREET_ADDRESS" => digits.len() == 5 && digits.as_str() >= "20000" && value.split(' ').count() == 3,
        "USERNAME" => value.trim_start_matches('@').starts_with("user_"),
        _ => false,
    }
}

/// Whether surrogates of `entity` are drawn from a range that [`is_reserved`] knows. Those of other entities keep the
/// format only, so one may happen to equal somebody's value.
pub fn has_reserved_range(entity: &str) -> bool {
    RANGED.contains(&entity)
}

const RANGED: &[&str] = &[
    "EMAIL_ADDRESS",
    "URL",
    "PHONE_NUMBER",
    "CREDIT_CARD",
    "IBAN_CODE",
    "US_SSN",
    "US_ITIN",
    "UK_NHS",
    "IN_AADHAAR",
    "IP_ADDRESS",
    "MAC_ADDRESS",
    "UUID",
    "CRYPTO",
    "US_ZIP_CODE",
    "DE_PLZ",
    "UK_POSTCODE",
    "CA_POSTAL_CODE",
    "STREET_ADDRESS",
    "USERNAME",
];

/// `<ENTITY>`, `<ENTITY:token>` and `<ENTITY~token>`.
fn is_tag(value: &str) -> bool {
    let inner = value.trim().strip_prefix('<').and_then(|value| value.strip_suffix('>'));
    inner.is_some_and(|inner| {
        let label = inner.split([':', '~']).next().unwrap_or_default();
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    })
}

/// RFC 2606 and RFC 6761.
fn is_reserved_domain(domain: &str) -> bool {
    let domain = domain.to_ascii_lowercase();
    let second =
        |name: &str| domain == name || domain.strip_suffix(name).is_some_and(|rest| rest.ends_with('.'));
    ["example.com", "example.org", "example.net"].into_iter().any(second)
        || [".example", ".test", ".invalid", ".localhost"].into_iter().any(|top| domain.ends_with(top))
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    host.split(':').next().unwrap_or_default()
}

/// Fictional 555-01xx and never assigned N9X area codes (NANPA), country code 999 (ITU), Ofcom's drama ranges.
fn is_reserved_phone(value: &str, digits: &str) -> bool {
    let international = value.trim_start().trim_start_matches('(').starts_with('+');
    if digits.starts_with("999") && (international || digits.len() > 10) {
        return true;
    }
    if ["44207946", "447700900", "0207946", "07700900"].into_iter().any(|range| digits.starts_with(range)) {
        return true;
    }
    let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(digits);
    let north_american = national.len() == 10 && (!international || national.len() < digits.len());
    let unassigned = national.get(1..2) == Some("9") || national.get(3..8) == Some("55501");
    north_american && unassigned
        || !international && (digits.starts_with("0999") || digits.starts_with("999"))
}

/// RFC 5737, RFC 1112 §4 (240.0.0.0/4), RFC 3849; loopback and unspecified name nobody either.
fn is_reserved_address(value: &str) -> bool {
    let address = value.split(['/', '%']).next().unwrap_or_default();
    match address.parse() {
        Ok(IpAddr::V4(address)) => {
            let documentation =
                matches!(address.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _]);
            documentation
                || address.octets().first().is_some_and(|octet| *octet >= 240)
                || address.is_loopback()
        }
        Ok(IpAddr::V6(address)) => address.segments().starts_with(&[0x2001, 0x0db8]) || address.is_loopback(),
        Err(_) => false,
    }
}

fn first_octet(value: &str) -> Option<u8> {
    let digits: String = value.chars().filter(char::is_ascii_hexdigit).take(2).collect();
    u8::from_str_radix(&digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_values_are_told_from_real_ones() {
        for (entity, reserved, real) in [
            ("EMAIL_ADDRESS", "a@mail.example.org", "a@example.community"),
            ("PHONE_NUMBER", "(212) 555-0123", "(212) 556-0123"),
            ("PHONE_NUMBER", "+1 291 234 5678", "+1 212 234 5678"),
            ("PHONE_NUMBER", "+999 12 345 678", "+49 12 345 678"),
            ("IP_ADDRESS", "192.0.2.9", "192.0.3.9"),
            ("IP_ADDRESS", "2001:db8::1", "2001:db9::1"),
            ("US_SSN", "912-34-5678", "512-34-5678"),
            ("CREDIT_CARD", "9111 1111 1111 1111", "4111 1111 1111 1111"),
            ("MAC_ADDRESS", "02:00:00:00:00:01", "00:00:00:00:00:01"),
            ("URL", "https://example.com/x", "https://example.community/x"),
            ("PERSON", "<PERSON>", "<Anna>"),
        ] {
            assert!(is_reserved(entity, reserved), "{entity} {reserved}");
            assert!(!is_reserved(entity, real), "{entity} {real}");
        }
    }
}
