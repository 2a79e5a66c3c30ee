//! Whether a whole cell is an American street address (USPS Publication 28): what stands in it, not where.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("us_address", "12 N Maple, Springfield, IL 62704"), Some(Verdict::Unknown));
//! assert_eq!(check("us_address", "10 easy ways to drive home"), Some(Verdict::Invalid));
//! ```

use super::Verdict;

/// Kinds of street and their abbreviations that are seldom anything else.
const STREETS: &str = " st str street ave av aven avenue rd road blvd boul boulevard ln lane dr drv drive ct \
    court pl place ter terr terrace cir circ circle pkwy pkway pky parkway hwy highway sq square trl trail cres \
    crescent tpke tpk turnpike rte rt route expy expressway fwy freeway aly alley cswy causeway byp bypass frontage \
    interstate cr sr fm ";

/// Kinds that are also everyday words: they count behind a house number of three digits, or beside other signs.
const DOUBTFUL: &str = " way row loop run path mews close grove grv plaza plz pike walk gardens park hill hills hl \
    spring springs view lake lakes club field fields ford mill mills cove cv bay valley vista key corner corners bridge \
    branch garden glen harbor haven heights hts hollow landing lndg mall manor meadow meadows mdws mount mountain mtn orchard \
    oval pass point pt ranch ridge rdg river shore shores spur station sta summit trace track union crossing xing estate estates \
    extension ext falls ferry flat flats forest fork fort gateway beach bch bend bluff bottom brook camp canyon cape center ctr \
    centre cliff common commons creek crest crossroads curve dale farm farms airport campus tower towers building bldg complex \
    rise rail broadway hospital square village vlg island isle industrial office business wharf pier ";

/// Words before the number of a unit or a box.
const UNITS: &str =
    " apt apartment suite ste unit bldg building floor fl flr room rm lot spc space trlr box drawer dept # ";

const DIRECTIONS: &str = " n s e w ne nw se sw ";
const DIRECTION_WORDS: &str = " north south east west northeast northwest southeast southwest ";

const STATES: &str = " al ak az ar ca co ct de dc fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh \
    nj nm ny nc nd oh ok or pa pr ri sc sd tn tx ut vt va wa wv wi wy vi gu as mp aa ae ap alabama alaska arizona \
    arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana iowa kansas \
    kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska \
    nevada hampshire jersey mexico york carolina dakota ohio oklahoma oregon pennsylvania island tennessee texas \
    utah vermont virginia washington wisconsin wyoming ";

/// Words of sentences, which no address holds.
const PROSE: &str = " to for is was are were my your his her its their i you we he she it they that this these with from \
    by who what how why when where not be been have has had will would can could if so just more than about was do did get \
    got on then please ok du der die das und ";

/// Abbreviations of states that are words or parts of names, too.
const WORDS: &str = " in or me hi ok oh la ma pa de id al co ";

const COUNTRIES: &str = " us usa states ";
const NUMBERS: &str = " one ";

/// How many words an address has at most.
const LONGEST: usize = 20;

/// Words that stand in lower case even where names begin with capitals.
const SMALL: &str = " of the and at de la del a nan ";

fn is_one_of(list: &str, word: &str) -> bool {
    // In such a list a space stands before each word and behind it.
    let (list, length) = (list.as_bytes(), word.len());
    let stands = |at: usize| {
        list.get(at..at + length) == Some(word.as_bytes())
            && at.checked_sub(1).and_then(|before| list.get(before)) == Some(&b' ')
            && list.get(at + length) == Some(&b' ')
    };
    let Some(first) = word.bytes().next().filter(|_| !word.contains(' ')) else { return false };
    memchr::memchr_iter(first, list).any(stands)
}

/// No check digit speaks for an address, so one stays `Unknown`: the cell ends in state and ZIP code, or is a box, or begins with a house number and names a kind of street, a
/// direction or a unit, or is a corner of two streets; and it is no sentence.
pub(super) fn check(value: &str) -> Verdict {
    if is_address(value) { Verdict::Unknown } else { Verdict::Invalid }
}

fn is_address(value: &str) -> bool {
    if !has_digit(value) {
        return false;
    }
    let lower = value.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric() && letter != '#')
        .filter(|word| !word.is_empty())
        .collect();
    let [first, rest @ ..] = words.as_slice() else { return false };
    if words.len() > LONGEST
        || words.iter().any(|word| is_one_of(PROSE, word))
        || is_one_of(" at in near ", first)
        || is_mixed(value)
    {
        return false;
    }
    let holds = |list: &str| rest.iter().any(|word| is_one_of(list, word));
    let unit =
        words.windows(2).any(|pair| matches!(pair, [unit, id] if is_one_of(UNITS, unit) && has_digit(id)));
    let boxed = words.windows(2).any(|pair| matches!(pair, ["box" | "drawer", id] if has_digit(id)))
        && words
            .iter()
            .any(|word| is_one_of(" po p postal office rr rfd hc route rte psc unit rural ", word));
    let placed = ends_in_state_and_zip(&words);
    let corner = words.iter().filter(|word| is_one_of(STREETS, word)).count() > 1
        && words.iter().any(|word| matches!(*word, "and" | "at"));
    let house = first.trim_start_matches('#');
    let numbered = house.starts_with(|letter: char| letter.is_ascii_digit())
        || *first == "#"
        || is_one_of(NUMBERS, first);
    let long_number = house.len() > 2 && house.bytes().filter(u8::is_ascii_digit).count() > 2;
    let named = rest.iter().any(|word| {
        let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
        (letters > 1 || has_digit(word)) && !is_one_of(STREETS, word) && !is_one_of(UNITS, word)
    });
    let last = words.last().copied().unwrap_or_default();
    let code = last.len() == 5 && last.bytes().all(|byte| byte.is_ascii_digit());
    let stated = house.len() > 1
        && rest.len() > 1
        && named
        && (code || is_one_of(STATES, last) && !is_one_of(WORDS, last));
    let street = holds(STREETS) || holds(DIRECTIONS) && rest.len() > 1;
    let doubtful = (long_number || unit) && (holds(DOUBTFUL) || holds(DIRECTION_WORDS) || unit);
    placed
        || boxed
        || corner
        || numbered && (stated || street && (named || rest.len() > 1) || doubtful && rest.len() > 1)
}

/// Whether words in lower case that no address needs stand among names with capitals, as in a sentence.
fn is_mixed(value: &str) -> bool {
    let words = value.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 1);
    let (mut names, mut small) = (0, 0);
    for word in words.filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        let known = [SMALL, STREETS, DOUBTFUL, UNITS, DIRECTIONS, DIRECTION_WORDS];
        names += usize::from(word.starts_with(|letter: char| letter.is_ascii_uppercase()));
        small += usize::from(
            word.bytes().all(|byte| byte.is_ascii_lowercase())
                && !known.iter().any(|list| is_one_of(list, word)),
        );
    }
    names > 1 && small > 0
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// `… IL 62704`, `… IL 62704 1234 USA`.
fn ends_in_state_and_zip(words: &[&str]) -> bool {
    let digits =
        |word: &str, length: usize| word.len() == length && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words: Vec<&str> = words.to_vec();
    while words.last().is_some_and(|word| is_one_of(COUNTRIES, word) || *word == "united") {
        words.pop();
    }
    if words.last().is_some_and(|word| digits(word, 4)) {
        words.pop();
    }
    matches!(words.as_slice(), [.., _, state, zip] if is_one_of(STATES, state) && digits(zip, 5))
}
