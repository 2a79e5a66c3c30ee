//! Writes personal names in the ways people write them.

use crate::gazetteer::{Gazetteer, Group};
use crate::rng::Rng;

/// A group of names: half of the draws are American, British, Spanish or East Asian, the rest goes evenly over all regions.
pub fn group<'g>(gazetteer: &'g Gazetteer, rng: &mut Rng) -> &'g Group {
    match rng.below(20) {
        0..=4 => &gazetteer.groups[0],
        5..=7 => &gazetteer.groups[1],
        8 => &gazetteer.groups[2],
        9 => &gazetteer.groups[3],
        _ => &gazetteer.groups[3 + rng.below(gazetteer.groups.len() - 3)],
    }
}

const PINYIN: &str = "an bai bin bo chao chen cheng da dan dong fan fang fei feng gang guang guo hai han hao hong hua hui jia jian jie jin jing jun kai \
    kang ke lan lei li lian liang lin ling long lu mei meng min ming na nan ning peng ping qi qian qiang qing ran rong rui shan shu si tao tian ting tong \
    wei wen wu xi xia xiang xiao xin xing xiu xue xuan ya yan yang yao yi yin ying yong yu yuan yue yun ze zhen zheng zhi zhong zhou zi";
const FAMILIES: &str = "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Song Tang Han Feng Deng Cao Peng Zeng \
    Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Lau Chan Wong Cheung Kim Lee Park Choi Jung Kang Cho Yoon Nguyen Tran Le Pham";

/// A Chinese name in Latin letters: no list holds all that two syllables can make.
fn romanized(rng: &mut Rng) -> String {
    let syllables: Vec<&str> = PINYIN.split_whitespace().collect();
    let families: Vec<&str> = FAMILIES.split_whitespace().collect();
    let mut given = rng.word(&syllables).to_owned();
    if rng.chance(0.75) {
        given.push_str(rng.word(&syllables));
    }
    let (given, family) = (crate::gazetteer::title_case(&given), rng.word(&families));
    match rng.below(6) {
        0 => format!("{given} {family}"),
        1 => given,
        2 => family.to_owned(),
        _ => format!("{family} {given}"),
    }
}

/// First and last names that are plain words, too: texts are full of the words, and lists draw the names rarely.
const WORDED_FIRST: &str = "April August Autumn Basil Belle Bill Brook Chance Chase Chip Clay Colt Crystal Daisy Dawn Dean Destiny Drew Earl Eve \
    Faith Fern Flora Forest Frank Gay Gene Ginger Grace Grant Guy Harmony Hazel Heath Heather Herb Holly Honey Hope Hunter Iris Ivory Ivy \
    Jack Jade Jasmine Jay Jewel Joy June Justice Lance Lily Mark Mason Max May Melody Mercy Merry Miles Misty Myrtle Norm Olive Opal \
    Page Pansy Pat Patience Patty Pearl Penny Pepper Pierce Poppy Precious Prudence Ray Red Rich Rob Robin Rock Rose Ruby Rusty Sage \
    Sandy Scarlett Sky Stone Storm Sue Summer Sunny Tad Trinity Val Verity Victor Violet Wade Will Willow Woody";
const WORDED_LAST: &str = "Archer Baker Ball Banks Barber Bean Beard Bell Berry Best Bird Bishop Black Blood Bond Booth Bower Bowman Branch \
    Brook Brooks Brown Bush Butcher Butler Byrd Carpenter Carter Chambers Church Clay Coffin Cook Cooper Crane Cross Day Diamond Drake \
    Field Fields Fisher Flowers Ford Forest Fox Frost Gamble Gardener Glass Gold Good Grant Graves Gray Green Hall Hand Hart Head Heart \
    Hill Holiday Hood House Hunt Hunter Judge King Knight Lake Lamb Lane Law Light Little Long Lord Love Major Marsh Mason Mills Moody \
    Moon Noble North Page Palmer Park Parks Parsons Penny Piper Pool Pope Porter Power Powers Price Reed Rice Rich River Rivers Robin \
    Rose Sharp Shepherd Short Silver Skinner Small Snow Sparks Spring Steel Stone Street Summers Swan Sweet Temple Turner Walker Wall Ward \
    Waters Weaver Webb West White Wise Wolf Wood Woods Young";

/// A bare name that is a plain word, too.
fn worded(rng: &mut Rng) -> String {
    let names = if rng.chance(0.5) { WORDED_FIRST } else { WORDED_LAST };
    rng.word(&names.split_whitespace().collect::<Vec<_>>()).to_owned()
}

fn initial(name: &str) -> String {
    name.chars().next().map(|c| format!("{c}.")).unwrap_or_default()
}

/// A whole name, in running text.
pub fn full(gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    if rng.chance(0.08) {
        return romanized(rng);
    }
    if rng.chance(0.035) {
        return worded(rng);
    }
    let group = group(gazetteer, rng);
    let first = group.first.draw(rng).to_owned();
    let last = group.last.draw(rng).to_owned();
    match rng.below(40) {
        0..=21 => format!("{first} {last}"),
        22..=24 => format!("{first} {} {last}", initial(group.first.draw(rng))),
        25..=26 => format!("{first} {} {last}", group.first.draw(rng)),
        27..=28 => format!("{} {last}", initial(&first)),
        29 => format!("{} {} {last}", initial(&first), initial(group.first.draw(rng))),
        30 => format!("{first} {last}-{}", group.last.draw(rng)),
        31 => format!("{first} {last} {}", group.last.draw(rng)),
        32 => format!(
            "{first} {} {last}",
            rng.word(&["van", "de", "von", "van der", "de la", "di", "bin", "al", "da", "del", "dos", "el"])
        ),
        33..=36 => first,
        _ => last,
    }
}

/// A last name and the initials of two first names, as Slavic documents write them.
pub fn with_initials(gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    let last = last(gazetteer, rng);
    let (one, other) = (initial(&first(gazetteer, rng)), initial(&first(gazetteer, rng)));
    match rng.below(4) {
        0 => format!("{one} {other} {last}"),
        1 => format!("{last} {one}{other}"),
        _ => format!("{last} {one} {other}"),
    }
}

/// A first name.
pub fn first(gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    group(gazetteer, rng).first.draw(rng).to_owned()
}

/// A last name.
pub fn last(gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    if rng.chance(0.03) {
        return noble(gazetteer, rng);
    }
    group(gazetteer, rng).last.draw(rng).to_owned()
}

/// A last name behind its particle.
pub fn noble(gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    let particle =
        rng.word(&["van", "van der", "van den", "de", "von", "von der", "di", "da", "al", "bin", "el"]);
    format!("{particle} {}", group(gazetteer, rng).last.draw(rng))
}

/// A name as it stands in a list: last name first.
pub fn listed(gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    let group = group(gazetteer, rng);
    let (first, last) = (group.first.draw(rng), group.last.draw(rng));
    match rng.below(4) {
        0 => format!("{last}, {}", initial(first)),
        1 => format!("{last}, {first} {}", initial(group.first.draw(rng))),
        _ => format!("{last}, {first}"),
    }
}

/// A name with as many words as the one it stands for.
pub fn like(old: &str, gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    let group = group(gazetteer, rng);
    let words: Vec<&str> = old.split(' ').collect();
    let count = words.len();
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let lower = word.chars().all(|c| !c.is_uppercase());
        if lower && count > 1 && letters < 5 || !word.contains(char::is_alphabetic) {
            out.push((*word).to_owned());
            continue;
        }
        let name = if count > 1 && at + 1 == count || count == 1 && rng.chance(0.4) {
            group.last.draw(rng)
        } else {
            group.first.draw(rng)
        };
        out.push(if letters == 1 {
            initial(name)
        } else if letters > 1 && word.chars().all(|c| !c.is_lowercase()) {
            name.to_uppercase()
        } else if lower {
            name.to_lowercase()
        } else {
            name.to_owned()
        });
    }
    out.join(" ")
}
