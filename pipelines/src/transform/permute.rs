//! A keyed permutation of the numbers below a limit: two values never get the same stand-in.
//!
//! A balanced Feistel network with AES-256 as round function (Luby and Rackoff 1988: four rounds of a pseudo-random
//! function are a pseudo-random permutation; eight are used; NIST SP 800-38G takes AES for the same purpose), and cycle
//! walking (Black and Rogaway 2002) to stay below the limit. Each tweak has a key of its own.

use aes::{
    Aes256, Block,
    cipher::{BlockCipherEncrypt, KeyInit},
};

use crate::key::SubKey;

const ROUNDS: u8 = 8;

/// Permutes `number` among the numbers below `limit`; `tweak` chooses among independent permutations.
pub(super) fn permute(key: &SubKey, tweak: &[u8], number: u128, limit: u128) -> u128 {
    let network = Network::new(key, tweak, limit);
    network.walk(number, Network::forward)
}

/// Another number below `limit`, for each number a different one: `step` places further on a circle on which the key
/// put them. Steps `1..limit` never lead back to the number itself.
pub(super) fn advance(key: &SubKey, tweak: &[u8], number: u128, step: u128, limit: u128) -> u128 {
    let network = Network::new(key, tweak, limit);
    let place = network.walk(number, Network::forward);
    let place = (place + step % limit.max(1)) % limit.max(1);
    network.walk(place, Network::back)
}

/// A permutation of the numbers of two halves, of which those below the limit count.
struct Network {
    cipher: Aes256,
    limit: u128,
    /// Bits of a half; at most 64.
    half: u32,
}

impl Network {
    fn new(key: &SubKey, tweak: &[u8], limit: u128) -> Self {
        let bits = (u128::BITS - limit.saturating_sub(1).leading_zeros()).max(2);
        let cipher = Aes256::new(&key.digest(&[b"permute", tweak]).into());
        Self { cipher, limit, half: bits.div_ceil(2) }
    }

    fn walk(&self, number: u128, step: impl Fn(&Self, u128) -> u128) -> u128 {
        if self.limit < 2 {
            return 0;
        }
        let mut walked = number % self.limit;
        loop {
            walked = step(self, walked);
            if walked < self.limit {
                return walked;
            }
        }
    }

    fn forward(&self, number: u128) -> u128 {
        let (mut left, mut right) = self.halves(number);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.mixed(round, right));
        }
        left << self.half | right
    }

    fn back(&self, number: u128) -> u128 {
        let (mut left, mut right) = self.halves(number);
        for round in (0..ROUNDS).rev() {
            (left, right) = (right ^ self.mixed(round, left), left);
        }
        left << self.half | right
    }

    fn halves(&self, number: u128) -> (u128, u128) {
        (number >> self.half & self.mask(), number & self.mask())
    }

    fn mask(&self) -> u128 {
        (1u128 << self.half) - 1
    }

    /// The round function: bits of an encrypted block that says which round, of how many bits, and which half.
    fn mixed(&self, round: u8, half: u128) -> u128 {
        // A half has 64 bits at most: the upper eight bytes are free.
        let name = u128::from(round) << 120 | u128::from(self.half) << 112;
        let mut block = Block::from((half | name).to_le_bytes());
        self.cipher.encrypt_block(&mut block);
        u128::from_le_bytes(block.into()) & self.mask()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::key::{KeyRing, MasterKey};

    proptest! {
        #[test]
        fn the_way_back_leads_back(number: u128, limit in 2u128.., tweak: [u8; 3]) {
            let network = Network::new(&SubKey::new([7; 32]), &tweak, limit);
            let number = number % limit;
            let there = network.walk(number, Network::forward);
            prop_assert!(there < limit);
            prop_assert_eq!(network.walk(there, Network::back), number);
        }
    }

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
