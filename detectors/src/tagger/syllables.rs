//! Romanized given names of two syllables, the second in small letters: `Mei-ling`, `Chun-chieh`, `Jong-un`.

/// Consonants that a syllable begins with in Hanyu Pinyin, Wade–Giles and both romanizations of Korean.
const INITIALS: [&str; 35] = [
    "zh", "ch", "sh", "ts", "tz", "hs", "ss", "sz", "kk", "tt", "pp", "jj", "b", "p", "m", "f", "d", "t",
    "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "v", "y", "w", "gh", "",
];
/// What one ends with.
const FINALS: [&str; 9] = ["ng", "n", "m", "l", "k", "p", "h", "r", ""];
/// Most letters of one.
const LONGEST: usize = 6;

/// Whether two halves beside a hyphen are such a name.
pub fn joins(head: &str, tail: &str) -> bool {
    head.chars().count() > 1 && is_syllable(head) && is_syllable(tail)
}

/// Consonants, at most one `y` or `w`, one to three vowels, consonants.
fn is_syllable(word: &str) -> bool {
    let lower = word.to_lowercase();
    if lower.chars().count() > LONGEST {
        return false;
    }
    let rest = INITIALS.iter().find_map(|initial| lower.strip_prefix(initial)).unwrap_or_default();
    let rest = rest.strip_prefix(['y', 'w']).unwrap_or(rest);
    let vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'ü' | 'ŏ' | 'ŭ');
    let end = rest.trim_start_matches(vowel);
    let vowels = rest.chars().count() - end.chars().count();
    (1..=3).contains(&vowels) && FINALS.contains(&end)
}

#[cfg(test)]
mod tests {
    use super::joins;

    #[test]
    fn given_names_are_told_from_compounds() {
        for (head, tail) in [
            ("Mei", "ling"),
            ("Chun", "chieh"),
            ("Hsiu", "ying"),
            ("Jong", "un"),
            ("Hyun", "woo"),
            ("Kwang", "hwan"),
            ("Ji", "an"),
        ] {
            assert!(joins(head, tail), "{head}-{tail}");
        }
        for (head, tail) in [
            ("London", "based"),
            ("Iran", "led"),
            ("Trump", "era"),
            ("Kim", "style"),
            ("Sun", "like"),
            ("E", "mail"),
            ("T", "shirt"),
            ("Anna", "lena"),
        ] {
            assert!(!joins(head, tail), "{head}-{tail}");
        }
    }
}
