//! A keyed permutation of the numbers below a limit: two values never get the same stand-in.
//!
//! A balanced Feistel network with BLAKE3 as round function (Luby and Rackoff 1988: four rounds of a pseudo-random
//! function are a pseudo-random permutation; eight are used), and cycle walking (Black and Rogaway 2002) to stay
//! below the limit.

use crate::key::SubKey;

const ROUNDS: u8 = 8;

/// Permutes `number` among the numbers below `limit`; `tweak` chooses among independent permutations.
pub(super) fn permute(key: &SubKey, tweak: &[u8], number: u128, limit: u128) -> u128 {
    walk(number, limit, |number, half| feistel(key, tweak, number, half))
}

/// Another number below `limit`, for each number a different one: `step` places further on a circle on which the key
/// put them. Steps `1..limit` never lead back to the number itself.
pub(super) fn advance(key: &SubKey, tweak: &[u8], number: u128, step: u128, limit: u128) -> u128 {
    let place = permute(key, tweak, number, limit);
    let place = (place + step % limit.max(1)) % limit.max(1);
    walk(place, limit, |number, half| unfeistel(key, tweak, number, half))
}

fn walk(number: u128, limit: u128, cipher: impl Fn(u128, u32) -> u128) -> u128 {
    if limit < 2 {
        return 0;
    }
    let bits = (u128::BITS - (limit - 1).leading_zeros()).max(2);
    let half = bits.div_ceil(2);
    let mut walked = number % limit;
    loop {
        walked = cipher(walked, half);
        if walked < limit {
            return walked;
        }
    }
}

fn feistel(key: &SubKey, tweak: &[u8], number: u128, half: u32) -> u128 {
    let mask = (1u128 << half) - 1;
    let (mut left, mut right) = (number >> half & mask, number & mask);
    for round in 0..ROUNDS {
        (left, right) = (right, left ^ (mixed(key, tweak, round, right, half) & mask));
    }
    left << half | right
}

fn unfeistel(key: &SubKey, tweak: &[u8], number: u128, half: u32) -> u128 {
    let mask = (1u128 << half) - 1;
    let (mut left, mut right) = (number >> half & mask, number & mask);
    for round in (0..ROUNDS).rev() {
        (left, right) = (right ^ (mixed(key, tweak, round, left, half) & mask), left);
    }
    left << half | right
}

fn mixed(key: &SubKey, tweak: &[u8], round: u8, right: u128, half: u32) -> u128 {
    let digest = key.digest(&[tweak, &[round], &right.to_le_bytes(), &half.to_le_bytes()]);
    digest.iter().take(16).fold(0u128, |word, byte| word << 8 | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::key::{KeyRing, MasterKey};

    #[test]
    fn every_number_is_hit_exactly_once() {
        let key = KeyRing::new(MasterKey::ephemeral([7; 32])).subkey("test", "");
        for limit in [1u128, 2, 3, 10, 100, 1000, 4096, 5003] {
            let images: BTreeSet<u128> = (0..limit).map(|number| permute(&key, b"", number, limit)).collect();
            assert_eq!(images.len() as u128, limit);
            assert!(images.iter().all(|image| *image < limit));
        }
        for (limit, step) in [(2u128, 1u128), (3, 2), (100, 1), (1000, 999)] {
            let images: Vec<u128> = (0..limit).map(|at| advance(&key, b"", at, step, limit)).collect();
            assert!(images.iter().zip(0..).all(|(image, number)| *image != number));
            assert_eq!(images.into_iter().collect::<BTreeSet<_>>().len() as u128, limit);
        }
        assert_ne!(
            (0..50).map(|number| permute(&key, b"a", number, 1000)).collect::<Vec<_>>(),
            (0..50).map(|number| permute(&key, b"b", number, 1000)).collect::<Vec<_>>()
        );
    }
}
