//! E-mail addresses, phone numbers, user names.

use super::{
    Draw, digits_of, padded, person, with_digits,
    words::{COINED, ENDINGS, PLAIN_NAMES},
};

/// Domains that RFC 2606 reserves.
const DOMAINS: &[&str] = &["example.com", "example.org", "example.net"];

/// `salma.rizvi@mossbridge-k7q2.example.org` where the mailbox is built from a person's name: from the same parts in
/// the same way. Any other mailbox becomes `robin.k7q2xw3d`, 40 random bits. A domain stays one domain: of ten
/// thousand, two share a stand-in with odds of one in sixty.
pub(super) fn email(value: &str, draw: &Draw<'_>) -> Option<String> {
    let value = value.trim();
    let value = value.strip_prefix("mailto:").unwrap_or(value);
    let (local, domain) = value.rsplit_once('@').unwrap_or((value, ""));
    let local = person::handle(local, draw)
        .unwrap_or_else(|| format!("{}.{}", draw.pick(1, PLAIN_NAMES), draw.token(3, 8)));
    // All of a domain's stand-in is drawn from one digest.
    let mut drawn = draw.drawn("domain", &domain.to_lowercase());
    let (coined, ending, reserved) = (drawn.pick(COINED), drawn.pick(ENDINGS), drawn.pick(DOMAINS));
    let made = [&local, "@", &[coined, ending].concat().to_lowercase(), "-", &drawn.token(4), ".", reserved];
    Some(made.concat())
}

/// Keeps the way a number is written. North American numbers get an area code of the form N9X, which is reserved for
/// expansion and never assigned (NANPA); other international ones country code 999, which the ITU keeps in reserve.
///
/// 576 million numbers in North America, 10^(n-3) of n digits elsewhere.
pub(super) fn phone(value: &str, draw: &Draw<'_>) -> Option<String> {
    let digits = digits_of(value);
    let number: u128 = digits.parse().ok()?;
    let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits);
    let international = value.trim_start().trim_start_matches('(').starts_with('+');
    if national.len() == 10 && (!international || digits.starts_with('1')) {
        let drawn = draw.permute("nanp", national.parse().ok()?, 10_000_000_000);
        // N9X with N in 2-9 and X in 0-8, then an exchange 200-999, then any line.
        let area = 200 + (drawn % 8) * 100 + 90 + (drawn / 8) % 9;
        let exchange = 200 + (drawn / 72) % 800;
        let line = (drawn / 57_600) % 10_000;
        let country = digits.strip_suffix(national).unwrap_or_default();
        return with_digits(value, &format!("{country}{area}{exchange}{line:04}"));
    }
    if digits.len() < 6 {
        // Too short for a range that is nobody's.
        return Some("<PHONE_NUMBER>".to_owned());
    }
    // National numbers keep their trunk zero; 999 is no area or mobile code behind it.
    let prefix = if !international && digits.starts_with('0') { "0999" } else { "999" };
    let free = u32::try_from(digits.len() - prefix.len()).ok()?;
    let all = 10u128.checked_pow(u32::try_from(digits.len()).ok()?)?;
    let drawn = draw.permute(&format!("phone {}", digits.len()), number, all) % 10u128.checked_pow(free)?;
    with_digits(value, &format!("{prefix}{}", padded(drawn, digits.len() - prefix.len())))
}

/// `user_srizvi84` where it is built from a person's name, in the same way; otherwise `user_k7q2xw3dab`, 50 random
/// bits.
pub(super) fn username(value: &str, draw: &Draw<'_>) -> Option<String> {
    let (at, name) = value.strip_prefix('@').map_or(("", value), |name| ("@", name));
    let made = person::handle(name, draw).unwrap_or_else(|| draw.token(0, 10));
    Some(format!("{at}user_{made}"))
}
