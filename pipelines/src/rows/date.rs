//! Dates of rows against the end of their retention. What could mean two different times is refused, not guessed.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::{Offset, TimeZone},
};

use super::rules::{DayOrder, EpochUnit, Retain};

/// From when on rows stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cutoff {
    /// From a moment.
    Instant(Timestamp),
    /// From a day, wherever that day begins.
    Day(Date),
}

/// Why a date cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unclear {
    /// It is no date.
    Unreadable,
    /// It says no zone, and the answer depends on one.
    Zone,
    /// Two of its numbers could be the day.
    Order,
    /// It is a number of nobody knows what.
    Unit,
}

/// A date as written.
enum Moment {
    Instant(Timestamp),
    Civil(DateTime),
    Day(Date),
}

/// Reads the time that counts as now: RFC 3339 with `Z` or an offset. A time without zone is refused.
pub fn clock(text: &str) -> Option<String> {
    let now: Timestamp = text.trim().parse().ok()?;
    Some(Timestamp::from_second(now.as_second()).ok()?.to_string())
}

/// Reads `UTC`, `Z`, or an offset such as `+05:30`. Names of places are not read: their offsets depend on the machine.
pub(super) fn zone(text: &str) -> Option<TimeZone> {
    if matches!(text, "UTC" | "utc" | "Z") {
        return Some(TimeZone::UTC);
    }
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?),
        b'-' => (-1, text.get(1..)?),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let two = |digits: &str| -> Option<i32> {
        (digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse().ok())?
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    Some(Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?.to_time_zone())
}

impl Cutoff {
    /// Reads a day or a moment.
    pub fn parse(text: &str) -> Option<Self> {
        if text.contains(['T', ':']) {
            return text.parse().ok().map(Self::Instant);
        }
        text.parse().ok().map(Self::Day)
    }

    /// The end of a retention, at the time `now` (RFC 3339).
    pub(super) fn of(rule: &Retain, now: Option<&str>) -> Option<Self> {
        match (rule.days, &rule.since) {
            (Some(days), _) => {
                let now: Timestamp = now?.parse().ok()?;
                now.checked_sub(SignedDuration::from_hours(i64::from(days) * 24)).ok().map(Self::Instant)
            }
            (None, since) => Self::parse(since.as_deref()?),
        }
    }

    /// Whether a row of this date stays.
    pub(super) fn keeps(self, text: &str, rule: &Retain, zone: Option<&TimeZone>) -> Result<bool, Unclear> {
        let moment = read(text.trim(), rule)?;
        let instant = |civil: DateTime| -> Result<Timestamp, Unclear> {
            let zone = zone.ok_or(Unclear::Zone)?;
            zone.to_timestamp(civil).map_err(|_| Unclear::Unreadable)
        };
        Ok(match (moment, self) {
            (Moment::Day(day), Self::Day(from)) => day >= from,
            // A day counts until it is over.
            (Moment::Day(day), Self::Instant(from)) => {
                day >= zone.ok_or(Unclear::Zone)?.to_datetime(from).date()
            }
            (Moment::Civil(civil), Self::Day(from)) => civil.date() >= from,
            (Moment::Civil(civil), Self::Instant(from)) => instant(civil)? >= from,
            (Moment::Instant(at), Self::Instant(from)) => at >= from,
            (Moment::Instant(at), Self::Day(from)) => {
                at >= instant(from.to_datetime(jiff::civil::Time::midnight()))?
            }
        })
    }
}

fn read(text: &str, rule: &Retain) -> Result<Moment, Unclear> {
    if text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return epoch(text, rule.unit);
    }
    let (date, has_time) = (text.get(..10).unwrap_or(text), text.contains(':'));
    if date.as_bytes().get(4) == Some(&b'-') {
        if !has_time {
            return text.parse().map(Moment::Day).map_err(|_| Unclear::Unreadable);
        }
        if let Ok(instant) = text.parse() {
            return Ok(Moment::Instant(instant));
        }
        // A zone that is written but not understood is not "no zone".
        let tail = text.get(10..).unwrap_or_default();
        if tail.chars().skip(1).all(|letter| letter.is_ascii_digit() || matches!(letter, ':' | '.')) {
            return text.parse().map(Moment::Civil).map_err(|_| Unclear::Unreadable);
        }
        return Err(Unclear::Unreadable);
    }
    written(text, rule.order)
}

fn epoch(text: &str, unit: Option<EpochUnit>) -> Result<Moment, Unclear> {
    let number: i64 = text.parse().map_err(|_| Unclear::Unreadable)?;
    let instant = match unit.ok_or(Unclear::Unit)? {
        EpochUnit::Seconds => Timestamp::from_second(number),
        EpochUnit::Milliseconds => Timestamp::from_millisecond(number),
        EpochUnit::Microseconds => Timestamp::from_microsecond(number),
    };
    instant.map(Moment::Instant).map_err(|_| Unclear::Unreadable)
}

/// `31/01/2024`, `31.01.2024`, `01-31-2024`, with or without a time behind it.
fn written(text: &str, order: Option<DayOrder>) -> Result<Moment, Unclear> {
    let (date, time) = text.split_once([' ', 'T']).map_or((text, None), |(date, time)| (date, Some(time)));
    let parts: Vec<i16> = date.split(['/', '.', '-']).map_while(|part| part.parse().ok()).collect();
    let &[first, second, year] = parts.as_slice() else { return Err(Unclear::Unreadable) };
    if year < 1000 {
        return Err(Unclear::Unreadable);
    }
    let (day, month) = match order {
        Some(DayOrder::DayFirst) => (first, second),
        Some(DayOrder::MonthFirst) => (second, first),
        None if first > 12 || first == second => (first, second),
        None if second > 12 => (second, first),
        // Only dots are always written with the day first.
        None if date.contains('.') => (first, second),
        None => return Err(Unclear::Order),
    };
    let small = |number: i16| i8::try_from(number).map_err(|_| Unclear::Unreadable);
    let date = Date::new(year, small(month)?, small(day)?).map_err(|_| Unclear::Unreadable)?;
    match time {
        None => Ok(Moment::Day(date)),
        Some(time) => read(&format!("{date} {time}"), &Retain::default()),
    }
}

impl Unclear {
    /// What is unclear, and how the policy can say it.
    pub(super) fn explain(self) -> (&'static str, &'static str) {
        match self {
            Self::Unreadable => ("a value that is no date", "correct `column`"),
            Self::Zone => ("dates without a zone", "say which with `zone`, such as zone = \"UTC\""),
            Self::Order => (
                "dates whose day and month cannot be told apart",
                "say which with order = \"day_first\" or \"month_first\"",
            ),
            Self::Unit => {
                ("numbers, not dates", "say what they count with unit = \"seconds\" or \"milliseconds\"")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule() -> Retain {
        Retain { column: "at".into(), days: Some(30), ..Retain::default() }
    }

    fn keeps(text: &str, rule: &Retain) -> Result<bool, Unclear> {
        let cutoff = Cutoff::of(rule, Some("2026-01-31T00:30:00Z")).expect("a cutoff");
        cutoff.keeps(text, rule, rule.zone.as_deref().and_then(zone).as_ref())
    }

    #[test]
    fn moments_are_compared_and_what_says_no_zone_is_refused() {
        let rule = rule();
        assert_eq!(keeps("2026-01-01T00:30:00Z", &rule), Ok(true));
        assert_eq!(keeps("2026-01-01T00:29:59Z", &rule), Ok(false));
        assert_eq!(keeps("2026-01-01T02:29:59+02:00", &rule), Ok(false));
        assert_eq!(keeps("2026-01-01 00:30:00", &rule), Err(Unclear::Zone));
        assert_eq!(keeps("2026-01-01", &rule), Err(Unclear::Zone));
        assert_eq!(keeps("2026-01-01 00:30:00 CEST", &rule), Err(Unclear::Unreadable));
        assert_eq!(keeps("soon", &rule), Err(Unclear::Unreadable));
        assert_eq!(keeps("1767227400", &rule), Err(Unclear::Unit));
    }

    #[test]
    fn the_zone_of_the_policy_decides() {
        let utc = Retain { zone: Some("UTC".into()), ..rule() };
        let west = Retain { zone: Some("-05:00".into()), ..rule() };
        assert_eq!(keeps("2026-01-01 00:29:00", &utc), Ok(false));
        assert_eq!(keeps("2026-01-01 00:29:00", &west), Ok(true));
        // The cutoff is still in the old year there.
        assert_eq!(keeps("2025-12-31", &west), Ok(true));
        assert_eq!(keeps("2025-12-31", &utc), Ok(false));
    }

    #[test]
    fn a_day_against_a_day_needs_no_zone() {
        let rule = Retain { days: None, since: Some("2026-01-02".into()), ..rule() };
        assert_eq!(keeps("2026-01-02", &rule), Ok(true));
        assert_eq!(keeps("2026-01-01 23:59:59", &rule), Ok(false));
        assert_eq!(keeps("2026-01-02T00:00:00Z", &rule), Err(Unclear::Zone));
    }

    #[test]
    fn day_and_month_are_not_guessed() {
        let rule = Retain { zone: Some("UTC".into()), ..rule() };
        assert_eq!(keeps("03/04/2026", &rule), Err(Unclear::Order));
        assert_eq!(keeps("31/12/2025", &rule), Ok(false));
        assert_eq!(keeps("01/31/2026", &rule), Ok(true));
        let first = Retain { order: Some(DayOrder::DayFirst), ..rule.clone() };
        let second = Retain { order: Some(DayOrder::MonthFirst), ..rule };
        assert_eq!(keeps("12/01/2026", &first), Ok(true));
        assert_eq!(keeps("12/01/2025", &second), Ok(false));
    }

    #[test]
    fn zones_are_offsets_and_the_clock_has_one() {
        for good in ["UTC", "+05:30", "-08:00"] {
            assert!(zone(good).is_some(), "{good}");
        }
        for bad in ["CET", "Europe/Berlin", "+5:30", "+15:00", "05:30", "+05:3x", "-+5:00"] {
            assert!(zone(bad).is_none(), "{bad}");
        }
        assert_eq!(clock("2026-01-31T01:30:00+01:00").as_deref(), Some("2026-01-31T00:30:00Z"));
        assert_eq!(clock("2026-01-31T01:30:00"), None);
        assert_eq!(clock("2026-01-31"), None);
    }
}
