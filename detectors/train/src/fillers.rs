//! What slots are filled with that stands in no list: companies, bodies, works, places and dates put together.

use crate::gazetteer::Gazetteer;
use crate::names;
use crate::rng::Rng;

/// A company, often without its legal form, as people write it.
pub fn company(gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    if rng.chance(0.25) {
        let last = names::last(gazetteer, rng);
        let tail = rng.word(&[
            "Inc",
            "Ltd",
            "LLC",
            "& Sons",
            "Group",
            "Bank",
            "Partners",
            "GmbH",
            "Consulting",
            "Industries",
            "Systems",
            "Corp",
            "AB",
            "Oy",
            "A/S",
            "S.A.",
            "Foundation",
        ]);
        return if rng.chance(0.2) {
            format!("{last} & {} {tail}", names::last(gazetteer, rng))
        } else {
            format!("{last} {tail}")
        };
    }
    let mut name = rng.text(&gazetteer.companies).trim_end_matches('.').to_owned();
    if rng.chance(0.5) {
        for form in [
            " Inc",
            " Ltd",
            " PLC",
            " Plc",
            " plc",
            " AG",
            " SA",
            " NV",
            " Corp",
            " Corporation",
            " Limited",
            " Company",
            " Co",
            " SpA",
            " AB",
            " ASA",
            " SE",
        ] {
            if let Some(short) = name.strip_suffix(form) {
                let kept = short.trim_end_matches([',', '.', ' ']).len();
                name.truncate(kept);
                break;
            }
        }
    }
    if name.len() < 2 { "Acme".to_owned() } else { name }
}

/// A public body, school, party or club.
pub fn organization(gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    let place = rng.text(&gazetteer.cities);
    let country = rng.text(&gazetteer.countries);
    let nation = rng.text(&gazetteer.nationalities);
    let last = names::last(gazetteer, rng);
    match rng.below(22) {
        0 => format!("University of {place}"),
        1 => format!("{place} University"),
        2 => format!("{place} United"),
        3 => format!("Ministry of Finance of {country}"),
        4 => format!("{place} City Council"),
        5 => format!("{nation} Communist Party"),
        6 => format!("National Bank of {country}"),
        7 => format!("{last} Institute"),
        8 => format!("St. {last} Hospital"),
        9 => format!("{place} Police Department"),
        10 => format!("Bank of {place}"),
        11 => format!("{nation} Football Association"),
        12 => format!("{place} Times"),
        13 => format!("FC {place}"),
        14 => format!("{nation} Academy of Sciences"),
        15 => format!("{place} Regional Court"),
        16 => {
            let letters = 2 + rng.below(3);
            (0..letters).map(|_| char::from(b'A' + rng.below(26) as u8)).collect()
        }
        17 => format!("Democratic Party of {country}"),
        18 => format!("{last} College"),
        19 => format!("{place} High School"),
        20 => format!("Department of {}", rng.word(&["Justice", "Health", "Education", "Energy", "Defense"])),
        _ => format!("{place} Symphony Orchestra"),
    }
}

/// An award, an event, a work, a thing named after somebody: no person, and no label of ours.
pub fn work(gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    let last = names::last(gazetteer, rng);
    let mut word = || rng.word(&TITLE_WORDS);
    let (a, b, c) = (word(), word(), word());
    let tail = rng.word(&[
        "Prize",
        "Award",
        "Cup",
        "Trophy",
        "Medal",
        "Act",
        "Bill",
        "Syndrome",
        "Disease",
        "Theorem",
        "Conjecture",
        "Test",
        "Open",
        "Festival",
        "Scale",
        "Lecture",
        "Fellowship",
        "Theater",
        "Show",
        "Model",
        "Method",
        "Algorithm",
        "Treaty",
        "War",
        "Movement",
        "Project",
        "Collection",
        "Series",
    ]);
    match rng.below(12) {
        0..=2 => format!("{last} {tail}"),
        3 => format!("{a} {tail}"),
        4 => format!("{a} {b} {tail}"),
        5 => format!("The {a} {b}"),
        6 => format!("{a} of the {b}"),
        7 => format!("{a} {b}"),
        8 => format!("The {a}"),
        9 => format!("{a} and {b}"),
        10 => format!("The {a} of {c}"),
        _ => format!("{a} in the {b}"),
    }
}

/// A city, county, state or country.
pub fn place(gazetteer: &Gazetteer, rng: &mut Rng) -> String {
    match rng.below(12) {
        0 => rng.text(&gazetteer.countries).to_owned(),
        1 => rng.pick(&gazetteer.places).0.clone(),
        4 if rng.chance(0.6) => rng.word(&SHARED).to_owned(),
        2 => format!(
            "{} {}",
            rng.word(&["North", "South", "East", "West", "Lake", "Mount", "Port", "New"]),
            rng.text(&gazetteer.cities)
        ),
        3 => format!(
            "{} {}",
            names::last(gazetteer, rng),
            rng.word(&[
                "Street", "Avenue", "River", "Park", "Square", "Bridge", "County", "Island", "Airport",
                "Road"
            ])
        ),
        _ => rng.text(&gazetteer.cities).to_owned(),
    }
}

/// Countries and cities that people are called after.
const SHARED: [&str; 40] = [
    "Jordan",
    "Georgia",
    "Chad",
    "Israel",
    "Kenya",
    "Chile",
    "Cuba",
    "India",
    "China",
    "Asia",
    "Mali",
    "Paris",
    "Florence",
    "Sydney",
    "Austin",
    "Charlotte",
    "Lincoln",
    "Houston",
    "Dallas",
    "Washington",
    "Virginia",
    "Carolina",
    "Victoria",
    "Jackson",
    "Madison",
    "Orlando",
    "Savannah",
    "Adelaide",
    "Troy",
    "Phoenix",
    "Milan",
    "Vienna",
    "Sofia",
    "Alexandria",
    "Santiago",
    "Valencia",
    "Bristol",
    "Chelsea",
    "Devon",
    "Kent",
];

const TITLE_WORDS: [&str; 96] = [
    "Night",
    "Dark",
    "Silent",
    "Golden",
    "Blood",
    "River",
    "House",
    "Dream",
    "Shadow",
    "Star",
    "Ocean",
    "Winter",
    "Summer",
    "Fire",
    "Stone",
    "Velvet",
    "Electric",
    "Broken",
    "Wild",
    "Secret",
    "Lost",
    "Last",
    "First",
    "Great",
    "Little",
    "Black",
    "White",
    "Red",
    "Blue",
    "Iron",
    "Silver",
    "Moon",
    "Sun",
    "Heart",
    "Soul",
    "Love",
    "Death",
    "Life",
    "Time",
    "World",
    "City",
    "Road",
    "Bridge",
    "Mirror",
    "Garden",
    "Tower",
    "King",
    "Queen",
    "Knight",
    "Angel",
    "Ghost",
    "Machine",
    "Paradise",
    "Freedom",
    "Justice",
    "Peace",
    "Glory",
    "Revolution",
    "Empire",
    "Kingdom",
    "Children",
    "Brothers",
    "Sisters",
    "Daughter",
    "Stranger",
    "Soldier",
    "Doctor",
    "Wolf",
    "Tiger",
    "Eagle",
    "Lion",
    "Dragon",
    "Horse",
    "Bird",
    "Rose",
    "Tree",
    "Forest",
    "Mountain",
    "Island",
    "Sea",
    "Storm",
    "Rain",
    "Snow",
    "Wind",
    "Light",
    "Sound",
    "Music",
    "Dance",
    "Song",
    "Story",
    "Letter",
    "Book",
    "Game",
    "Return",
    "Journey",
    "Rebel",
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date in words or digits.
pub fn date(rng: &mut Rng) -> String {
    let (day, year) = (1 + rng.below(28), 1930 + rng.below(96));
    let month = rng.word(&MONTHS);
    let number = 1 + rng.below(12);
    match rng.below(12) {
        0 | 1 => format!("{day} {month} {year}"),
        2 | 3 => format!("{month} {day}, {year}"),
        4 => format!("{month} {year}"),
        5 | 6 => format!("{year}"),
        7 => format!("{number:02}/{day:02}/{year}"),
        8 => format!("{year}-{number:02}-{day:02}"),
        9 => rng
            .word(&["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])
            .to_owned(),
        10 => format!("{day}.{number}.{year}"),
        _ => format!("{} {month}", ordinal(day)),
    }
}

fn ordinal(day: usize) -> String {
    match (day % 10, day / 10) {
        (1, 0 | 2) => format!("{day}st"),
        (2, 0 | 2) => format!("{day}nd"),
        (3, 0 | 2) => format!("{day}rd"),
        _ => format!("{day}th"),
    }
}
