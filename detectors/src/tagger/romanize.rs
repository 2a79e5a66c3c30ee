//! Letters of other alphabets in Latin ones, so that a name is the same name in each: `Петров` is found as `petrov`.
//!
//! As passports and newspapers write them (ICAO Doc 9303 for Cyrillic, ELOT 743 for Greek, the national systems of
//! Armenia and Georgia), without marks.

/// The Latin letters of a small letter without marks; `None` if it is of another alphabet.
pub(super) fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' | 'α' | 'ა' | 'ա' => "a",
        'б' | 'ბ' | 'բ' => "b",
        'в' | 'β' | 'ვ' | 'վ' | 'ւ' => "v",
        'г' | 'ґ' | 'γ' | 'გ' | 'գ' => "g",
        'д' | 'δ' | 'ђ' | 'დ' | 'դ' => "d",
        'е' | 'э' | 'є' | 'ε' | 'ე' | 'ե' | 'է' | 'ը' => "e",
        'ж' | 'ჟ' | 'ժ' => "zh",
        'з' | 'ζ' | 'ზ' | 'զ' => "z",
        'и' | 'і' | 'ι' | 'η' | 'ი' | 'ի' => "i",
        'ы' | 'υ' | 'յ' => "y",
        'ј' => "j",
        'к' | 'κ' | 'კ' | 'ქ' | 'կ' | 'ք' => "k",
        'л' | 'λ' | 'ლ' | 'լ' => "l",
        'м' | 'μ' | 'მ' | 'մ' => "m",
        'н' | 'ν' | 'ნ' | 'ն' => "n",
        'о' | 'ο' | 'ω' | 'ო' | 'ո' | 'օ' => "o",
        'п' | 'π' | 'პ' | 'ფ' | 'պ' | 'փ' => "p",
        'р' | 'ρ' | 'რ' | 'ր' | 'ռ' => "r",
        'с' | 'σ' | 'ς' | 'ს' | 'ս' => "s",
        'т' | 'τ' | 'თ' | 'ტ' | 'տ' | 'թ' => "t",
        'у' | 'უ' => "u",
        'ф' | 'φ' | 'ֆ' => "f",
        'х' | 'ხ' | 'խ' => "kh",
        'χ' | 'ჰ' | 'հ' => "h",
        'ц' | 'ც' | 'წ' | 'ց' | 'ծ' => "ts",
        'ч' | 'ჩ' | 'ჭ' | 'չ' | 'ճ' => "ch",
        'ш' | 'შ' | 'շ' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'ћ' => "c",
        'љ' => "lj",
        'њ' => "nj",
        'џ' | 'ჯ' | 'ջ' => "j",
        'θ' => "th",
        'ξ' => "x",
        'ψ' => "ps",
        'ძ' | 'ձ' => "dz",
        'ღ' | 'ղ' => "gh",
        'ყ' => "q",
        'և' => "ev",
        'ъ' | 'ь' => "",
        _ => return None,
    })
}
