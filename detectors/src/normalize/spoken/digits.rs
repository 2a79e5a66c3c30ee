//! Digits in words, in several languages, one word after the other.

use crate::normalize::view::Edit;

/// Fewest digits that are read together.
const FEWEST: usize = 7;
/// Fewest words among them.
const FEWEST_WORDS: usize = 3;

/// Words for 0 to 9, one language a line.
const UNITS: &[&str] = &[
    "zero one two three four five six seven eight nine",
    "oh one two three four five six seven eight niner",
    "null eins zwei drei vier fünf sechs sieben acht neun",
    "null ein zwo drei vier fuenf sechs sieben acht neun",
    "zéro un deux trois quatre cinq six sept huit neuf",
    "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "zero um dois três quatro cinco seis sete oito nove",
    "zero uma duas tres quatro cinco meia sete oito nove",
    "zero uno due tre quattro cinque sei sette otto nove",
    "nul een twee drie vier vijf zes zeven acht negen",
    "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć",
    "noll ett två tre fyra fem sex sju åtta nio",
    "ноль один два три четыре пять шесть семь восемь девять",
];
/// English words for 10 to 19.
const TEENS: &str = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
/// English words for 20, 30, … 90.
const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";

/// A word of a run and the digits it stands for.
struct Word {
    start: usize,
    end: usize,
    digits: String,
    spelled: bool,
}

/// Runs of words that are digits, each word replaced by its digits and the gaps closed.
pub(super) fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut run: Vec<Word> = Vec::new();
    // How often the next word counts, and where that was said.
    let mut repeat: Option<(usize, usize, usize)> = None;
    for (start, word) in words(text) {
        let end = start + word.len();
        let lower = word.to_lowercase();
        let near = run.last().map(|last| last.end).max(repeat.map(|(.., end)| end));
        let gap = near
            .and_then(|near| text.get(near..start))
            .is_none_or(|gap| gap.len() <= 3 && gap.bytes().all(|byte| b" -,.\t\n".contains(&byte)));
        if !gap {
            close(&mut run, &mut edits);
            repeat = None;
        }
        match (times(&lower), digits(&lower)) {
            (Some(times), _) => repeat = Some((times, start, end)),
            (None, Some(digits)) => {
                let (times, start, _) = repeat.take().unwrap_or((1, start, end));
                let spelled = !word.bytes().all(|byte| byte.is_ascii_digit());
                tens(&mut run, &digits, text.get(..start).unwrap_or_default());
                run.push(Word { start, end, digits: digits.repeat(times), spelled });
            }
            (None, None) => {
                close(&mut run, &mut edits);
                repeat = None;
            }
        }
    }
    close(&mut run, &mut edits);
    edits
}

/// `twenty-four` is 24, not 204: a unit joined to a ten by a hyphen takes its zero.
fn tens(run: &mut [Word], digits: &str, before: &str) {
    if let Some(last) = run.last_mut()
        && last.spelled
        && last.digits.len() == 2
        && last.digits.ends_with('0')
        && digits.len() == 1
        && before.ends_with('-')
    {
        last.digits.pop();
    }
}

fn close(run: &mut Vec<Word>, edits: &mut Vec<Edit>) {
    let digits: usize = run.iter().map(|word| word.digits.len()).sum();
    let spelled = run.iter().filter(|word| word.spelled).count();
    if digits >= FEWEST && spelled >= FEWEST_WORDS {
        let mut from = run.first().map_or(0, |word| word.start);
        for word in run.iter() {
            // From the end of the word before, so that the gap and a `double` go.
            edits.extend(Edit::new(from, word.end, &word.digits));
            from = word.end;
        }
    }
    run.clear();
}

/// Letters and digits between anything else, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let start_of = |word: &str| word.as_ptr().addr() - text.as_ptr().addr();
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| (start_of(word), word))
}

fn times(word: &str) -> Option<usize> {
    match word {
        "double" | "doble" | "doppel" => Some(2),
        "triple" | "treble" => Some(3),
        _ => None,
    }
}

fn digits(word: &str) -> Option<String> {
    if word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(word.to_owned());
    }
    let place = |words: &str| words.split(' ').position(|own| own == word);
    let unit = UNITS.iter().find_map(|words| place(words)).map(|value| value.to_string());
    unit.or_else(|| place(TEENS).map(|value| (value + 10).to_string()))
        .or_else(|| place(TENS).map(|value| ((value + 2) * 10).to_string()))
}
