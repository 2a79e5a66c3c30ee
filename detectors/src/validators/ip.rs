//! IP addresses (RFC 791, RFC 4291, RFC 5952) with an optional zone (RFC 4007) and prefix length (RFC 4632).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("ip", "2001:db8::1%eth0/64"), Some(Verdict::Valid));
//! assert_eq!(check("ip", "192.0.2.0/33"), Some(Verdict::Invalid));
//! assert_eq!(check("ip", "fe::add"), Some(Verdict::Unknown));
//! ```

use std::net::IpAddr;

use super::Verdict;

/// Unknown: what is no one's (loopback, unspecified, masks), numbers of sections (`3.5.3.1`), and short forms without a
/// decimal digit (`fe::add`), which may as well be a path in code.
pub(super) fn check(value: &str) -> Verdict {
    let (address, length) =
        value.split_once('/').map_or((value, None), |(address, length)| (address, Some(length)));
    let (address, zone) =
        address.split_once('%').map_or((address, None), |(address, zone)| (address, Some(zone)));
    let Ok(parsed) = address.parse::<IpAddr>() else { return Verdict::Invalid };
    let widest = if parsed.is_ipv4() { 32 } else { 128 };
    let length_fits = length.is_none_or(|length| length.parse::<u8>().is_ok_and(|length| length <= widest));
    let zone_fits = zone.is_none_or(|zone| parsed.is_ipv6() && !zone.is_empty());
    if !length_fits || !zone_fits {
        return Verdict::Invalid;
    }
    let doubtful = match parsed {
        IpAddr::V4(address) => {
            let octets = address.octets();
            octets.iter().all(|octet| (1..32).contains(octet)) || octets.first() == Some(&255)
        }
        IpAddr::V6(_) => !address.bytes().any(|byte| byte.is_ascii_digit()),
    };
    // `0.0.0.0/0` is a route, not the address of none.
    let none = parsed.is_unspecified() && length.is_none();
    if doubtful || parsed.is_loopback() || none { Verdict::Unknown } else { Verdict::Valid }
}
