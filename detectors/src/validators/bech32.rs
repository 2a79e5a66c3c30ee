//! Bech32 (BIP 173) and bech32m (BIP 350): a readable part, `1`, and letters of five bits each, six of which check.

const CHARSET: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const BECH32: u32 = 1;
const BECH32M: u32 = 0x2bc8_30a3;

/// Which of the two codes the check fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Code {
    Bech32,
    Bech32m,
}

/// What a right text says: the readable part in lower case, the values without the check, the code.
pub(super) struct Decoded {
    pub(super) prefix: String,
    pub(super) data: Vec<u8>,
    pub(super) code: Code,
}

/// Decodes a text of any length; `None` where the check is wrong or the cases are mixed.
pub(super) fn decode(value: &str) -> Option<Decoded> {
    let mixed = value.bytes().any(|byte| byte.is_ascii_uppercase())
        && value.bytes().any(|byte| byte.is_ascii_lowercase());
    let lower = value.to_ascii_lowercase();
    let (prefix, tail) = lower.rsplit_once('1').filter(|(prefix, _)| !mixed && !prefix.is_empty())?;
    let values: Option<Vec<u8>> =
        tail.chars().map(|letter| CHARSET.find(letter).and_then(|place| u8::try_from(place).ok())).collect();
    let values = values.filter(|values| values.len() > 6)?;
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    let expanded = high.chain([0]).chain(low).chain(values.iter().copied());
    let code = match expanded.fold(1, polymod_step) {
        BECH32 => Code::Bech32,
        BECH32M => Code::Bech32m,
        _ => return None,
    };
    let data = values.get(..values.len() - 6)?.to_vec();
    Some(Decoded { prefix: prefix.to_owned(), data, code })
}

fn polymod_step(check: u32, value: u8) -> u32 {
    const GENERATORS: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let top = check >> 25;
    let shifted = (check & 0x01ff_ffff) << 5 ^ u32::from(value);
    GENERATORS.iter().enumerate().fold(
        shifted,
        |sum, (bit, generator)| {
            if top >> bit & 1 == 1 { sum ^ generator } else { sum }
        },
    )
}
