//! Addresses of machines, and wallets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use limpid_detectors::validators::bitcoin_testnet_address;

use super::Draw;

/// IPv4: 240.0.0.0/4, reserved since RFC 1112, 2^28 addresses. IPv6: `2001:db8::/32` (RFC 3849), 2^96.
pub(super) fn ip_address(value: &str, draw: &Draw<'_>) -> Option<String> {
    let (address, tail) = value.split_at(value.find(['/', '%']).unwrap_or(value.len()));
    // A zone names an interface of a real machine; a prefix length says nothing.
    let tail = if tail.starts_with('/') { tail } else { "" };
    let made = match address.trim_matches(['[', ']']).parse::<IpAddr>().ok()? {
        IpAddr::V4(address) => {
            let drawn = draw.permute("v4", u128::from(u32::from(address)), 1 << 32);
            let low = u32::try_from(drawn & 0x0fff_ffff).ok()?;
            IpAddr::V4(Ipv4Addr::from(0xf000_0000 | low.min(0x0fff_fffe)))
        }
        IpAddr::V6(address) => {
            let drawn = draw.permute("v6", u128::from(address), u128::MAX);
            IpAddr::V6(Ipv6Addr::from(0x2001_0db8 << 96 | drawn & ((1 << 96) - 1)))
        }
    };
    Some(format!("{made}{tail}"))
}

/// Locally administered, unicast (IEEE 802: the two lowest bits of the first octet are 10); 2^46 addresses.
pub(super) fn mac_address(value: &str, draw: &Draw<'_>) -> Option<String> {
    let digits: String = value.chars().filter(char::is_ascii_hexdigit).collect();
    let number = u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 12)?;
    let drawn = draw.permute("mac", number, 1 << 48);
    let local = drawn & !(0b11 << 40) | 0b10 << 40;
    let upper = value.chars().any(|letter| letter.is_ascii_uppercase());
    let made = if upper { format!("{local:012X}") } else { format!("{local:012x}") };
    let mut made = made.chars();
    value.chars().map(|letter| if letter.is_ascii_hexdigit() { made.next() } else { Some(letter) }).collect()
}

/// RFC 9562 version 8 ("custom"): 122 bits.
pub(super) fn uuid(value: &str, draw: &Draw<'_>) -> Option<String> {
    let digits: String = value.chars().filter(char::is_ascii_hexdigit).collect();
    let number = u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32)?;
    let drawn = draw.permute("uuid", number, u128::MAX);
    let made = drawn & !(0xf << 76) & !(0b11 << 62) | 0x8 << 76 | 0b10 << 62;
    let upper = value.chars().any(|letter| letter.is_ascii_uppercase());
    let made = if upper { format!("{made:032X}") } else { format!("{made:032x}") };
    let mut made = made.chars();
    value.chars().map(|letter| if letter.is_ascii_hexdigit() { made.next() } else { Some(letter) }).collect()
}

/// `https://example.com/k7q2xw3dab`: 50 bits.
pub(super) fn url(value: &str, draw: &Draw<'_>) -> Option<String> {
    let scheme = value.split_once("://").map_or("https", |(scheme, _)| scheme);
    Some(format!("{scheme}://example.com/{}", draw.token(0, 10)))
}

/// Bitcoin: an address of the test network (version 111). Ethereum: an address that begins with 32 zero bits, which
/// nobody holds the key of.
pub(super) fn crypto(value: &str, draw: &Draw<'_>) -> Option<String> {
    let digest = draw.key.digest(&[draw.seed(), b"wallet"]);
    if value.starts_with("0x") || value.starts_with("0X") {
        let tail: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        return Some(format!("0x00000000{tail}"));
    }
    let mut hash = [0; 20];
    hash.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    Some(bitcoin_testnet_address(&hash))
}
