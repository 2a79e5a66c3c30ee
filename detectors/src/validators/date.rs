//! Days of the Gregorian calendar (ISO 8601): in `31/02/1991` no reading is one. Months in words are known in 28
//! languages (Unicode CLDR).
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("date", "2000-02-29"), Some(Verdict::Valid));
//! assert_eq!(check("date", "31/02/1991"), Some(Verdict::Invalid));
//! assert_eq!(check("date", "30. Februar 1991"), Some(Verdict::Invalid));
//! assert_eq!(check("date", "12 people 2021"), Some(Verdict::Invalid));
//! assert_eq!(check("date", "令和6年3月5日"), Some(Verdict::Unknown));
//! assert_eq!(check("date", "05/03/2533"), Some(Verdict::Unknown));
//! assert_eq!(check("date_partial", "may 5"), Some(Verdict::Invalid));
//! ```

use std::{collections::HashMap, sync::LazyLock};

use super::Verdict;

const MONTH_DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The months' names and abbreviations, in English first. Where languages disagree (`listopad`), the longer month.
const MONTHS: [&str; 12] = [
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia styczeń leden ledna január \
     januára ianuarie ian ocak siječnja siječanj tammikuuta tammikuu jaanuar janvāris janvārī sausio gener janúar \
     января январь янв січня січень ιανουαρίου ιανουάριος ιαν يناير јануар јануара януари",
    "february feb februar février fevrier févr fév febrero febbraio fevereiro fev februari lutego luty únor února \
     február februára februarie şubat veljače veljača helmikuuta helmikuu veebruar februāris februārī vasario febrer \
     februarja febrúar февраля февраль фев февр лютого лютий φεβρουαρίου φεβρουάριος φεβ فبراير фебруар фебруара \
     февруари",
    "march mar märz maerz mär mars marzo março marco maart mrt marca marzec března březen marec március márc martie \
     mart ožujka ožujak maaliskuuta maaliskuu märts marts martā kovo març марта март мар березня березень μαρτίου \
     μάρτιος μαρ مارس",
    "april apr avril avr abril abr aprile kwietnia kwiecień dubna duben apríl apríla április ápr aprilie nisan \
     travnja travanj huhtikuuta huhtikuu aprill aprīlis aprīlī balandžio aprila апреля апрель апр квітня квітень \
     απριλίου απρίλιος απρ أبريل април априла",
    "may mai mayo maggio mag maio mei maj maja maje května květen máj mája május máj mayıs svibnja svibanj toukokuuta \
     toukokuu maijs maijā gegužės maig maí мая май травня травень μαΐου μάιος μαΐ مايو мај маја",
    "june jun juni juin junio giugno giu junho czerwca czerwiec června červen jún júna június iunie iun haziran lipnja \
     kesäkuuta kesäkuu juuni jūnijs jūnijā birželio juny junija júní июня июнь июн червня червень ιουνίου ιούνιος \
     ιουν يونيو јун јуна юни",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec lipanj července červenec júl júla július iulie iul \
     temmuz srpnja srpanj heinäkuuta heinäkuu juuli jūlijs jūlijā liepos juliol julija júlí июля июль июл липня \
     липень ιουλίου ιούλιος ιουλ يوليو јул јула юли",
    "august aug août aout agosto ago augustus sierpnia sierpień srpna srpen augusta augusztus ağustos kolovoza kolovoz \
     elokuuta elokuu augusts augustā rugpjūčio agost avgusta avgust ágúst augusti августа август авг серпня серпень \
     αυγούστου αύγουστος αυγ أغسطس август",
    "september sep sept septembre septiembre setiembre settembre set setembro września wrzesień září septembra \
     szeptember septembrie eylül rujna rujan syyskuuta syyskuu septembris septembrī rugsėjo setembre сентября сентябрь \
     сен сент вересня вересень σεπτεμβρίου σεπτέμβριος σεπ سبتمبر септембар септембра септември",
    "october oct oktober okt octobre octubre ottobre ott outubro out października październik října říjen október októbra \
     octombrie ekim listopada listopad lokakuuta lokakuu oktoober oktobris oktobrī spalio oktobra октября октябрь окт \
     жовтня жовтень οκτωβρίου οκτώβριος οκτ أكتوبر октобар октобра октомври",
    "november nov novembre noviembre novembro listopadu novembra noiembrie kasım studenoga studenog studeni \
     marraskuuta marraskuu novembris novembrī lapkričio nóvember ноября ноябрь ноя нояб листопада νοεμβρίου νοέμβριος \
     νοε نوفمبر новембар новембра ноември",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia grudzień prosince prosinec \
     decembra decembrie aralık prosinca prosinac joulukuuta joulukuu detsember decembris decembrī gruodžio desembre \
     desember des декабря декабрь дек грудня грудень δεκεμβρίου δεκέμβριος δεκ ديسمبر децембар децембра декември",
];

/// English names, which in lower case are words, too (`may`, `march`): a day alone beside them needs a capital.
const ENGLISH: &str =
    " january february march april may june july august september october november december ";

/// Abbreviations of months that stand beside a day or a year alone.
const SHORT: &str = " jan feb mar apr may jun jul aug sep sept oct okt nov dec dez mai juin juni juli mars mart maj mei \
    máj май мая maja märz ";

/// What else a date may hold: ordinals, prepositions, hours.
const FILLERS: &str = " η ης t z utc gmt uhr at um à a am p pm m h st nd rd th er e º ª o de del di d of the den r г ч \
    年 月 日 년 월 일 ";

/// `Unknown` where words are of scripts whose months are not known here, or years of another calendar (Buddhist, Solar Hijri,
/// Hijri): the rule has read the day.
pub(super) fn check(value: &str) -> Verdict {
    let foreign = |letter: char| {
        letter.is_alphabetic() && letter > '\u{52f}' && !is_one_of(FILLERS, letter.encode_utf8(&mut [0; 4]))
    };
    let numbers = value.split(|letter: char| !letter.is_ascii_digit()).filter(|part| part.len() == 4);
    let other = |year: u32| matches!(year, 1200..=1500 | 2400..=2600);
    if is_valid(value) {
        Verdict::Valid
    } else if month_in(value).is_none() && value.contains(foreign)
        || numbers.filter_map(|year| year.parse().ok()).any(other)
    {
        Verdict::Unknown
    } else {
        Verdict::Invalid
    }
}

/// Whether the numbers of a date can be read as a day that exists: year first, day and month in either order, or the
/// month in words. What follows the date, such as a time, does not matter.
pub(super) fn is_valid(value: &str) -> bool {
    let numbers: Vec<&str> =
        value.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |index: usize| numbers.get(index).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let Some(month) = month_in(value) else { return false };
    if let Some((month, _)) = month {
        return named(month, &numbers, value.contains('-'));
    }
    match numbers.first().map(|part| part.len()) {
        Some(8) => {
            let all = number(0);
            is_day(all / 10_000, all / 100 % 100, all % 100)
        }
        // Month and year.
        Some(1 | 2) if numbers.len() == 2 => is_day(number(1), number(0), 1),
        Some(4) => is_day(number(0), number(1), number(2)),
        _ => is_day(number(2), number(1), number(0)) || is_day(number(2), number(0), number(1)),
    }
}

/// A day with a year of two digits may as well be a house number such as `12/3/14`, so a right one stays `Unknown`.
pub(super) fn check_short(value: &str) -> Verdict {
    if is_valid(value) { Verdict::Unknown } else { Verdict::Invalid }
}

/// Too little for a proof, so a right one stays `Unknown`: an address such as `ul. 3 Maja 5` may hold it.
pub(super) fn check_partial(value: &str) -> Verdict {
    if is_partial(value) { Verdict::Unknown } else { Verdict::Invalid }
}

/// The same for a month with a day or a year alone, where the month must not be an everyday word.
fn is_partial(value: &str) -> bool {
    let Some(Some((_, word))) = month_in(value) else {
        // Month and year in figures.
        return value.contains('/') && is_valid(value);
    };
    let lower = word.to_lowercase();
    let capital = word.starts_with(char::is_uppercase);
    let year = value.split(|letter: char| !letter.is_ascii_digit()).any(|part| part.len() == 4);
    let month_first = value.starts_with(word);
    let long = lower.chars().count() > 4;
    let known = is_one_of(SHORT, &lower) || long || is_one_of(ENGLISH, &lower);
    let told = year || capital || !month_first && !is_one_of(ENGLISH, &lower) || value.contains('-');
    known && told && is_valid(value)
}

/// The month of every word that is one; none for the others that a date may hold.
static MONTH_OF: LazyLock<HashMap<&str, Option<u32>>> = LazyLock::new(|| {
    let mut words: HashMap<_, _> = FILLERS.split_ascii_whitespace().map(|word| (word, None)).collect();
    // Where languages disagree, the first month that has the word.
    for (month, names) in (1..).zip(MONTHS).collect::<Vec<_>>().into_iter().rev() {
        words.extend(names.split_ascii_whitespace().map(|name| (name, Some(month))));
    }
    words
});

/// The month and its word; `None` inside when there is none, and `None` when some word belongs to no date.
#[expect(clippy::option_option, reason = "no month and no date are two things")]
fn month_in(value: &str) -> Option<Option<(u32, &str)>> {
    let mut found = None;
    for word in value.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()) {
        let lower = word.to_lowercase();
        match MONTH_OF.get(lower.as_str()) {
            Some(Some(month)) if found.is_none() => found = Some((*month, word)),
            Some(None) => {}
            Some(_) if is_one_of(FILLERS, &lower) => {}
            _ => return None,
        }
    }
    Some(found)
}

fn is_one_of(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}
/// The first two numbers beside a month are day and year in either order, or one of them alone; only a dash joins a
/// month to a short year (`May-86`).
fn named(month: u32, numbers: &[&str], dash: bool) -> bool {
    let parsed = |index: usize| numbers.get(index).and_then(|part| part.parse::<u32>().ok());
    let long = |index: usize| numbers.get(index).is_some_and(|part| part.len() == 4);
    match (parsed(0), parsed(1)) {
        (Some(year), _) if long(0) && numbers.len() == 1 => is_day(year, month, 1),
        (Some(year), Some(day)) if long(0) => is_day(year, month, day),
        (Some(day), Some(year)) if long(1) => is_day(year, month, day),
        (Some(day_or_year), _) => {
            is_day(4, month, day_or_year) || (dash && numbers.len() == 1 && day_or_year < 100)
        }
        _ => false,
    }
}

/// Whether the day exists in the Gregorian calendar.
pub(super) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let days = usize::try_from(month).ok().and_then(|month| MONTH_DAYS.get(month.checked_sub(1)?));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    // Two-digit years are ambiguous: any of them may be a leap year.
    let leap = leap || year < 100;
    let plausible = year < 100 || (1800..=2200).contains(&year);
    plausible && days.is_some_and(|days| (1..=*days).contains(&day)) && (leap || month != 2 || day < 29)
}

/// Whether the day exists in a year of the 20th or the 21st century that ends in two digits.
pub(super) fn is_short_day(year: u32, month: u32, day: u32) -> bool {
    year < 100 && (is_day(1900 + year, month, day) || is_day(2000 + year, month, day))
}
