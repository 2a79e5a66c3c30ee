//! Characters that stand for others.

use std::{collections::HashMap, sync::LazyLock};

/// The zero of each script that has decimal digits (Unicode 16, general category Nd); the other nine follow it.
const ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0,
    0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30,
    0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0,
    0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60,
    0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0,
    0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The value of a decimal digit of any script.
pub(super) fn digit(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    let zero = ZEROS.get(ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?)?;
    u8::try_from(code - zero).ok().filter(|value| *value < 10)
}

/// Letters of other scripts that look like one of ASCII (after Unicode Technical Standard 39, confusables).
const LOOKALIKES: &[(&str, &str)] = &[
    // Cyrillic
    ("АВСЕНІЈКМОРԚЅТԜХУҮЗҺ", "ABCEHIJKMOPQSTWXYY3H"),
    ("авсԁеһіјкӏмпорԛгѕтцѵԝхугҽ", "abcdehijklmnopqrstuvwxyre"),
    ("ѐёїәӧӓӕөҫҡҟ", "eeieoaaocKk"),
    // Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ", "ABEZHIKMNOPTYXCj"),
    ("αβγεηικνορστυχωϲϱ", "abyenikvopotuxwcp"),
    // Armenian, Georgian, Hebrew, Cherokee, Lisu: the commonest
    ("օսոհցգեԁյզՕՍԼ", "ounhggeDjqOUL"),
    ("ꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓤꓥꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPdDTGKJCZFMNLSRRVVHWXYAEIOU"),
    // Latin: small capitals, and letters with a bar, a hook or without a dot
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz"),
    ("ɑɡıȷƖƽɩɾʋʐłøđħ", "agijlsiruzlodh"),
    // Symbols
    ("ℓ℮", "le"),
];

/// The ASCII letter a letter of another script looks like.
pub(super) fn lookalike(letter: char) -> Option<char> {
    static LATIN: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
        let pairs = LOOKALIKES.iter().rev().flat_map(|(from, to)| from.chars().rev().zip(to.chars().rev()));
        pairs.collect()
    });
    LATIN.get(&letter).copied()
}

/// Symbols that stand for punctuation and have no compatibility mapping to it.
pub(super) fn punctuation(letter: char) -> Option<char> {
    Some(match letter {
        '\u{2010}'..='\u{2015}'
        | '\u{2212}'
        | '\u{2043}'
        | '\u{2796}'
        | '\u{058a}'
        | '\u{05be}'
        | '\u{1400}'
        | '\u{1806}'
        | '\u{2e3a}'
        | '\u{2e3b}'
        | '\u{30a0}'
        | '\u{30fc}'
        | '\u{301c}'
        | '\u{02d7}'
        | '\u{06d4}'
        | '\u{2cba}'
        | '\u{fe31}'
        | '\u{fe32}' => '-',
        '\u{3002}' | '\u{ff61}' | '\u{00b7}' | '\u{2022}' | '\u{2027}' | '\u{30fb}' | '\u{a4f8}'
        | '\u{0701}' | '\u{0702}' | '\u{2219}' | '\u{22c5}' | '\u{1362}' => '.',
        '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\u{2571}' => '/',
        '\u{2236}' | '\u{a789}' | '\u{02d0}' | '\u{05c3}' => ':',
        '\u{2800}' | '\u{2028}' | '\u{2029}' | '\u{1680}' => ' ',
        _ => return None,
    })
}

/// Characters nobody sees: format controls, joiners, fillers, variation selectors, tags.
pub(super) fn invisible(letter: char) -> bool {
    matches!(letter,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Letters in circles and squares: blocks of 26, of which only some have a compatibility mapping.
pub(super) fn enclosed(letter: char) -> Option<char> {
    const BLOCKS: &[(u32, u8)] = &[
        (0x249c, b'a'),
        (0x24b6, b'A'),
        (0x24d0, b'a'),
        (0x1f110, b'A'),
        (0x1f130, b'A'),
        (0x1f150, b'A'),
        (0x1f170, b'A'),
        (0x1f1e6, b'A'),
    ];
    let code = u32::from(letter);
    let block = BLOCKS.iter().find(|(first, _)| (*first..first + 26).contains(&code));
    block.and_then(|(first, base)| Some(char::from(base + u8::try_from(code - first).ok()?)))
}
