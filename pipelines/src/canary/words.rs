//! What canaries are made of. Plain words in lower case, each list as long as a power of two: every secret is equally
//! likely, and no detector takes one for personal data.

/// Sixty-four, none of which begins with a vowel.
#[rustfmt::skip]
pub(super) const ADJECTIVES: &[&str] = &[
    "battered", "blue", "bent", "brass", "bright", "broad", "brown", "cheap", "clean", "coarse",
    "cracked", "crooked", "damp", "dark", "deep", "dented", "dull", "dusty", "faded", "fine", "flat",
    "folded", "fresh", "frayed", "gray", "green", "heavy", "hollow", "knitted", "large", "light",
    "long", "loose", "low", "narrow", "neat", "new", "painted", "pale", "plain", "polished", "quiet",
    "red", "rough", "round", "rusty", "scratched", "short", "silver", "small", "smooth", "soft",
    "spare", "square", "striped", "sturdy", "tall", "thick", "thin", "torn", "wide", "worn", "yellow",
    "wooden",
];

/// Sixty-four things.
#[rustfmt::skip]
pub(super) const NOUNS: &[&str] = &[
    "basket", "bell", "belt", "blanket", "boat", "bottle", "bowl", "box", "bridge", "broom", "brush",
    "bucket", "button", "cabinet", "candle", "carpet", "chair", "cloth", "coat", "cup", "curtain",
    "desk", "door", "drawer", "drum", "fan", "fence", "flag", "fork", "funnel", "gate", "hammer", "hat",
    "helmet", "hook", "jacket", "kettle", "key", "knob", "ladder", "lamp", "lantern", "mirror", "mug",
    "napkin", "nail", "needle", "pan", "pencil", "picture", "pillow", "pipe", "plate", "pot", "rope",
    "rug", "saddle", "scarf", "shelf", "shovel", "spoon", "stool", "table", "tray",
];

/// How a sentence begins; one for all canaries of a run.
#[rustfmt::skip]
pub(super) const OPENINGS: &[&str] = &[
    "We still need", "The box in the hall held", "On the list for next week were",
    "They came back from the market with", "At the end of the day there was only", "She drew", "Under the stairs we found",
    "For the play they had to borrow",
];
