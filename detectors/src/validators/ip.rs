//! IP addresses as RFC 4291 and RFC 6943 write them, with an optional prefix length or zone.

use std::net::IpAddr;

pub(super) fn is_valid(value: &str) -> bool {
    let (address, tail) = value.split_at(value.find(['/', '%']).unwrap_or(value.len()));
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let widest = if address.is_ipv4() { 32 } else { 128 };
    tail.strip_prefix('/').is_none_or(|length| length.parse::<u8>().is_ok_and(|length| length <= widest))
        && !address.is_unspecified()
}
