//! The model file: magic, version, length, BLAKE3 digest of the rest, then operating point, transitions,
//! calibration, lexicon and weights. All numbers are little-endian.

use super::calibration::Calibration;
use super::lattice::{LABELS, STATES, Transitions};
use super::lexicon::Lexicon;
use super::weights::Weights;

/// Why a model file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The file ends too early.
    #[error("the tagger's model is truncated: {expected} bytes expected, {found} found")]
    Truncated {
        /// How long it says it is.
        expected: usize,
        /// How long it is.
        found: usize,
    },
    /// The file is something else.
    #[error("this is no model of limpid's tagger")]
    NotAModel,
    /// The file was made by another version of the training program.
    #[error("the tagger's model has version {found}; this program reads version {expected}")]
    WrongVersion {
        /// The version this program reads.
        expected: u32,
        /// The version of the file.
        found: u32,
    },
    /// The file was changed after it was made.
    #[error("the tagger's model does not match its digest: it is damaged")]
    WrongDigest,
    /// The digest fits, but the content makes no sense.
    #[error("the tagger's model is malformed: {0}")]
    Malformed(&'static str),
}

const MAGIC: &[u8; 8] = b"limpidNT";
/// The version of file format and features.
pub const VERSION: u32 = 4;
const HEAD: usize = 8 + 4 + 8 + 32;

/// Everything that was learned.
#[derive(Debug, Clone)]
pub struct Model {
    /// What is known of single words.
    pub lexicon: Lexicon,
    /// Weights of the features.
    pub weights: Weights,
    /// What one step of the small integers is worth.
    pub scale: f32,
    /// Scores of going from state to state.
    pub learned: [[f32; STATES]; STATES],
    /// Added where a span of the label begins: the operating point.
    pub bonus: [f32; LABELS.len()],
    /// From raw scores to probabilities.
    pub calibration: Calibration,
}

impl Model {
    /// The learned transitions, ready for decoding.
    pub fn transitions(&self) -> Transitions {
        Transitions::new(&self.learned)
    }

    /// The bytes of the file.
    pub fn write(&self) -> Vec<u8> {
        let mut body = Vec::new();
        let mut number = |value: f32| body.extend_from_slice(&value.to_le_bytes());
        number(self.scale);
        self.bonus.iter().for_each(|value| number(*value));
        self.learned.iter().flatten().for_each(|value| number(*value));
        self.calibration.values().for_each(number);
        body.extend_from_slice(&u32::try_from(self.lexicon.len()).unwrap_or(u32::MAX).to_le_bytes());
        body.extend_from_slice(&self.weights.bits().to_le_bytes());
        self.lexicon.write(&mut body);
        self.weights.write(&mut body);
        let mut out = Vec::with_capacity(HEAD + body.len());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&((HEAD + body.len()) as u64).to_le_bytes());
        out.extend_from_slice(blake3::hash(&body).as_bytes());
        out.extend_from_slice(&body);
        out
    }

    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let found = bytes.len();
        let mut reader = Reader { rest: bytes };
        let magic = reader.take::<8>().ok_or(ModelError::Truncated { expected: HEAD, found })?;
        if &magic != MAGIC {
            return Err(ModelError::NotAModel);
        }
        let version = reader.u32().ok_or(ModelError::Truncated { expected: HEAD, found })?;
        if version != VERSION {
            return Err(ModelError::WrongVersion { expected: VERSION, found: version });
        }
        let length = reader
            .take::<8>()
            .map(u64::from_le_bytes)
            .ok_or(ModelError::Truncated { expected: HEAD, found })?;
        let digest = reader.take::<32>().ok_or(ModelError::Truncated { expected: HEAD, found })?;
        let expected = usize::try_from(length).unwrap_or(usize::MAX);
        if found < expected {
            return Err(ModelError::Truncated { expected, found });
        }
        if found > expected || blake3::hash(reader.rest).as_bytes() != &digest {
            return Err(ModelError::WrongDigest);
        }
        Self::body(reader).ok_or(ModelError::Malformed("the numbers are cut"))?
    }

    fn body(mut reader: Reader<'_>) -> Option<Result<Self, ModelError>> {
        let scale = reader.f32()?;
        let mut bonus = [0.0; LABELS.len()];
        for value in &mut bonus {
            *value = reader.f32()?;
        }
        let mut learned = [[0.0; STATES]; STATES];
        for value in learned.iter_mut().flatten() {
            *value = reader.f32()?;
        }
        let calibration = Calibration::read(|| reader.f32())?;
        let words = reader.u32()? as usize;
        let bits = reader.u32()?;
        let Some((lexicon, rest)) = reader.rest.split_at_checked(words.saturating_mul(8)) else {
            return Some(Err(ModelError::Malformed("the lexicon is cut")));
        };
        Some(Lexicon::read(lexicon, words).and_then(|lexicon| {
            let (weights, rest) = Weights::read(bits, rest)?;
            if !rest.is_empty() {
                return Err(ModelError::Malformed("something follows the weights"));
            }
            Ok(Self { lexicon, weights, scale, learned, bonus, calibration })
        }))
    }
}

struct Reader<'b> {
    rest: &'b [u8],
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, tail) = self.rest.split_first_chunk::<N>()?;
        self.rest = tail;
        Some(*head)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take::<4>().map(u32::from_le_bytes)
    }

    fn f32(&mut self) -> Option<f32> {
        self.take::<4>().map(f32::from_le_bytes)
    }
}
