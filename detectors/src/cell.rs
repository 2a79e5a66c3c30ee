//! What a cell of a table looks like: a name, a number, or one of a few choices.

/// Most words of a cell that is written like a name.
const NAME_WORDS: usize = 5;
/// Longest cell that is written like a name, in bytes.
const NAME_LENGTH: usize = 60;

/// Whether a cell is a few words of letters: `O'Brien`, `Anne-Marie de la Cruz`, `Dr. A. Khan`. Behind a name of
/// several words there may be a number, as made-up data has it: `Aisha Khan7`.
pub fn is_name_like(value: &str) -> bool {
    if value.len() > NAME_LENGTH {
        return false;
    }
    let words = value.split_whitespace().count();
    let name = value.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let numbered = name.len() < value.len() && (words < 2 || !name.ends_with(char::is_alphabetic));
    words <= NAME_WORDS
        && !numbered
        && value.chars().any(char::is_alphabetic)
        && name.chars().all(|letter| {
            letter.is_alphabetic()
                || is_mark(letter)
                || matches!(letter, ' ' | '.' | ',' | '\'' | '’' | '-' | '‐' | '`')
        })
}

fn is_mark(letter: char) -> bool {
    matches!(u32::from(letter), 0x0300..=0x036f | 0x064b..=0x065f | 0x0900..=0x0dff | 0x0e31..=0x0e4e | 0x200b..=0x200d)
}

/// Whether a cell is a number.
pub fn is_number(value: &str) -> bool {
    value.len() <= 32
        && value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b',' | b'-' | b'+' | b'e' | b'E'))
        && value.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether a cell is a status, a choice, or a sign for nothing: no name, place or number is among them.
pub fn is_choice(value: &str) -> bool {
    const CHOICES: &[&str] = &[
        "*",
        "-",
        "--",
        "?",
        ".",
        "\\n",
        "n/a",
        "na",
        "nan",
        "nil",
        "none",
        "null",
        "unknown",
        "missing",
        "other",
        "yes",
        "no",
        "y",
        "n",
        "t",
        "f",
        "m",
        "true",
        "false",
        "on",
        "off",
        "open",
        "opened",
        "closed",
        "active",
        "inactive",
        "enabled",
        "disabled",
        "pending",
        "new",
        "done",
        "completed",
        "complete",
        "failed",
        "failure",
        "success",
        "ok",
        "error",
        "running",
        "stopped",
        "started",
        "paused",
        "queued",
        "ready",
        "draft",
        "published",
        "archived",
        "deleted",
        "approved",
        "rejected",
        "cancelled",
        "canceled",
        "shipped",
        "delivered",
        "returned",
        "refunded",
        "paid",
        "unpaid",
        "overdue",
        "resolved",
        "in progress",
        "in_progress",
        "on hold",
        "todo",
        "to do",
        "blocked",
        "low",
        "medium",
        "high",
        "critical",
        "normal",
        "urgent",
        "male",
        "female",
        "man",
        "woman",
        "diverse",
        "solid",
        "liquid",
        "gas",
        "up",
        "down",
        "valid",
        "invalid",
        "expired",
        "verified",
        "unverified",
        "online",
        "offline",
        "registered",
        "unregistered",
        "married",
        "single",
        "divorced",
        "widowed",
        "ja",
        "nein",
        "oui",
        "non",
        "si",
        "sí",
        "offen",
        "geschlossen",
        "aktiv",
        "inaktiv",
        "erledigt",
        "neu",
        "ouvert",
        "fermé",
        "actif",
        "abierto",
        "cerrado",
        "activo",
        "inactivo",
        "[redacted]",
        "redacted",
        "anonymous",
    ];
    value.len() <= 16 && CHOICES.contains(&value.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_choices_are_told_apart() {
        for name in ["Aisha Khan", "O’Brien", "Dr. A. de la Cruz", "李明", "محمد", "अमित", "Aisha Khan7"]
        {
            assert!(is_name_like(name) && !is_number(name) && !is_choice(name), "{name}");
        }
        for other in
            ["*", "a@b", "file.v2", "host_1", "one two three four five six", "[17, 30[", "build7", "Room 7"]
        {
            assert!(!is_name_like(other), "{other}");
        }
        assert!(is_number("5.54563E+15") && is_number("-3") && !is_number("e") && !is_number("12a"));
        assert!(is_choice("Open") && is_choice("N/A") && !is_choice("Ohio"));
    }
}
