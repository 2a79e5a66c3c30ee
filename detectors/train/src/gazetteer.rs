//! The name lists that may be used for shipped weights, and names drawn from them.

use crate::corpus::{DataError, read};
use crate::rng::Rng;
use crate::words;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A list to draw from, by weight.
#[derive(Debug, Clone, Default)]
pub struct Urn {
    /// The items.
    pub items: Vec<(String, f64)>,
    sums: Vec<f64>,
}

impl Urn {
    /// From items and their weights.
    pub fn new(items: Vec<(String, f64)>) -> Self {
        let mut total = 0.0;
        let sums = items
            .iter()
            .map(|item| {
                total += item.1;
                total
            })
            .collect();
        Self { items, sums }
    }

    /// Draws one.
    pub fn draw(&self, rng: &mut Rng) -> &str {
        let total = self.sums.last().copied().unwrap_or_default();
        let at = (rng.next() >> 11) as f64 / (1_u64 << 53) as f64 * total;
        let found = self.sums.partition_point(|sum| *sum <= at);
        self.items.get(found).map_or("", |item| item.0.as_str())
    }
}

/// First and last names of one country or origin.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// First names.
    pub first: Urn,
    /// Last names.
    pub last: Urn,
}

/// Countries by region; the lists of single countries are too short.
const REGIONS: [(&str, &str); 14] = [
    ("East Asia", "KR JP CN TW VN KH HK MN"),
    ("South Asia", "IN PK LK NP BD"),
    ("Arab world", "EG AE DZ MA LY LB SA JO KW TN SY IQ"),
    ("Iran, Israel", "IR IL"),
    ("Turkey, Caucasus, Central Asia", "TR AZ AM GE KZ UZ"),
    ("East Slavic", "RU UA BY BG MD"),
    ("West Slavic, Hungary", "PL CZ SK HU"),
    ("South Slavic, Albania", "HR SI RS BA ME MK XK AL"),
    ("Baltic, Finland", "LT LV EE FI"),
    ("Scandinavia", "DK SE NO IS FO GL"),
    ("Germany, Netherlands", "DE AT CH LU NL BE LI"),
    ("Romance Europe", "FR IT ES PT RO GR"),
    ("Sub-Saharan Africa, Caribbean", "ML ZA NG KE GH SN CM ET TZ UG HT JM MU CI"),
    ("Latin America", "MX AR CL CO PE BR BO PY SV CR CU DO GT EC VE PA UY"),
];

/// Usual names of languages of which the lists have few, written by ourselves: language, kind, names.
const OWN: &str = include_str!("../names_own.txt");

/// Everything read from the lists.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// Names by origin; the first is the United States, the second the United Kingdom, the third Spanish origin.
    pub groups: Vec<Group>,
    /// More names by language.
    pub own: BTreeMap<String, Group>,
    /// Cities, counties, states and countries with how well known they are, 1 to 3.
    pub places: Vec<(String, u32)>,
    /// Cities to draw from.
    pub cities: Vec<String>,
    /// Countries in English.
    pub countries: Vec<String>,
    /// Companies and hospitals.
    pub companies: Vec<String>,
    /// Nationalities, capitalised.
    pub nationalities: Vec<String>,
    /// Street addresses in one line.
    pub addresses: Vec<String>,
    /// Words of addresses: kind and word.
    pub address_words: Vec<(String, String)>,
    /// American and British names that are also a place, a nation or a trade.
    pub twofold: Vec<String>,
    /// Sentences with places to fill.
    pub templates: Vec<String>,
}

impl Gazetteer {
    /// Reads the lists of a folder.
    pub fn read(folder: &Path) -> Result<Self, DataError> {
        let rows = |name: &str| -> Result<Vec<Vec<String>>, DataError> {
            let text = read(&folder.join(name))?;
            Ok(text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
        };
        let cell = |row: &[String], at: usize| row.get(at).cloned().unwrap_or_default();
        let number =
            |row: &[String], at: usize| row.get(at).and_then(|n| n.parse::<f64>().ok()).unwrap_or_default();
        let mut out = Self::default();

        let mut first: BTreeMap<String, f64> = BTreeMap::new();
        for row in rows("first_names_us_ssa.tsv")?.iter().chain(&rows("first_names_us_living.tsv")?) {
            *first.entry(cell(row, 0)).or_default() += number(row, 2);
        }
        let last = rows("last_names_us_census1990.tsv")?;
        let last: Vec<_> = last.iter().map(|r| (cell(r, 0), number(r, 1) * 1.0e4 + 0.3)).collect();
        out.groups.push(group("United States", first, last.clone()));
        let british = rows("first_names_uk.tsv")?
            .iter()
            .map(|r| (cell(r, 0), number(r, 1) + number(r, 2)))
            .filter(|n| n.0.len() > 1)
            .collect();
        out.groups.push(group("United Kingdom", british, last));
        let spanish: Vec<_> =
            rows("surnames_us_spanish_origin.tsv")?.iter().map(|r| (cell(r, 0), 1.0)).collect();
        let mut countries: BTreeMap<String, [BTreeMap<String, f64>; 2]> = BTreeMap::new();
        let mut hispanic: BTreeMap<String, f64> = BTreeMap::new();
        for row in rows("names_by_country.tsv")? {
            let (kind, country) = (cell(&row, 0), cell(&row, 1));
            let lists = countries.entry(country.clone()).or_default();
            for (at, weight) in [(3, 2.0), (4, 1.0)] {
                let name = cell(&row, at);
                if name.chars().next().is_some_and(char::is_alphabetic) {
                    *lists[usize::from(kind == "surname")].entry(name.clone()).or_default() += weight;
                    if kind == "forename"
                        && matches!(country.as_str(), "ES" | "MX" | "AR" | "CL" | "CO" | "PE" | "US")
                    {
                        hispanic.insert(name, 1.0);
                    }
                }
            }
        }
        out.groups.push(group("Spanish origin", hispanic, spanish));
        for (name, codes) in REGIONS {
            let mut merged: [BTreeMap<String, f64>; 2] = Default::default();
            for lists in codes.split(' ').filter_map(|code| countries.remove(code)) {
                for (merged, list) in merged.iter_mut().zip(lists) {
                    merged.extend(list);
                }
            }
            out.groups.push(region(name, merged));
        }
        let mut elsewhere: [BTreeMap<String, f64>; 2] = Default::default();
        for lists in countries.into_values() {
            for (elsewhere, list) in elsewhere.iter_mut().zip(lists) {
                elsewhere.extend(list);
            }
        }
        out.groups.push(region("elsewhere", elsewhere));

        for line in OWN.lines() {
            let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
            let names = cell(&cells, 2).split(' ').map(|name| (name.to_owned(), 1.0)).collect();
            let group = out.own.entry(cell(&cells, 0)).or_default();
            *(if cells[1] == "first" { &mut group.first } else { &mut group.last }) = Urn::new(names);
        }

        for row in rows("countries.tsv")? {
            out.places.push((cell(&row, 2), 3));
            if cell(&row, 0) == "en" {
                out.countries.push(cell(&row, 2));
            }
        }
        for row in rows("cities_world.tsv")? {
            out.places.push((cell(&row, 0), 2));
            out.places.push((cell(&row, 2), 2));
            out.cities.push(cell(&row, 0));
        }
        for (file, at, degree) in
            [("admin1.tsv", 1, 2), ("admin2.tsv", 1, 1), ("us_cities.tsv", 0, 1), ("us_counties.tsv", 0, 1)]
        {
            out.places.extend(rows(file)?.iter().map(|row| (cell(row, at), degree)));
        }
        for file in ["companies.tsv", "companies_sp500.tsv", "us_hospitals.tsv"] {
            out.companies.extend(rows(file)?.iter().map(|row| cell(row, 0)));
        }
        for row in rows("nationalities.tsv")? {
            for at in 1..5 {
                out.nationalities.extend(
                    cell(&row, at).split(['/', ',']).map(|n| title_case(n.trim())).filter(|n| n.len() > 2),
                );
            }
        }
        out.nationalities.sort();
        out.nationalities.dedup();
        for row in rows("addresses_us.tsv")? {
            out.addresses.push(format!(
                "{}, {}, {} {}",
                cell(&row, 0),
                cell(&row, 2),
                cell(&row, 3),
                cell(&row, 4)
            ));
            out.addresses.push(cell(&row, 0));
        }
        for row in rows("address_words.tsv")? {
            out.address_words.extend(cell(&row, 2).split('|').map(|word| (cell(&row, 1), word.to_owned())));
        }
        out.twofold = out.ambiguous();
        out.templates = rows("sentence_templates.tsv")?.iter().map(|row| cell(row, 1)).collect();
        Ok(out)
    }
}

impl Gazetteer {
    /// American and British names that are also something else.
    fn ambiguous(&self) -> Vec<String> {
        let places = self.places.iter().filter(|(_, degree)| *degree > 1).map(|(place, _)| place.as_str());
        let others =
            places.chain(self.nationalities.iter().map(String::as_str)).chain(words::attributes("role"));
        let others: BTreeSet<String> = others.filter(|word| !word.contains(' ')).map(title_case).collect();
        let names =
            self.groups.iter().take(2).flat_map(|group| group.first.items.iter().chain(&group.last.items));
        let names: BTreeSet<&String> =
            names.map(|(name, _)| name).filter(|name| others.contains(*name)).collect();
        names.into_iter().cloned().collect()
    }

    /// The same where a language is spoken: half of the people have names of that language.
    #[must_use]
    pub fn at_home(&self, lang: &str) -> Self {
        let own = self.own.get(lang);
        let groups =
            own.map_or_else(Vec::new, |own| vec![own.clone(); 4]).into_iter().chain(self.groups.clone());
        Self { groups: groups.collect(), ..self.clone() }
    }
}

/// The first letter of every word large.
pub fn title_case(text: &str) -> String {
    let mut fresh = true;
    text.chars()
        .map(|c| {
            let out = if fresh { c.to_uppercase().next().unwrap_or(c) } else { c };
            fresh = !c.is_alphanumeric() && c != '\'';
            out
        })
        .collect()
}

/// A group in which rare names are drawn more often than their share: the square root of their count.
fn group(name: &str, first: BTreeMap<String, f64>, last: Vec<(String, f64)>) -> Group {
    let flat = |items: Vec<(String, f64)>| {
        Urn::new(items.into_iter().map(|(name, weight)| (name, weight.sqrt())).collect())
    };
    Group { name: name.to_owned(), first: flat(first.into_iter().collect()), last: flat(last) }
}

fn region(name: &str, [first, last]: [BTreeMap<String, f64>; 2]) -> Group {
    // Where no last names are known, the father's first name stands for it.
    let last = if last.is_empty() { first.clone() } else { last };
    Group {
        name: name.to_owned(),
        first: Urn::new(first.into_iter().collect()),
        last: Urn::new(last.into_iter().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_also_places_nations_or_trades_are_known() {
        let urn = |names: [&str; 3]| Urn::new(names.map(|name| (name.to_owned(), 1.0)).to_vec());
        let british = Group {
            first: urn(["Anna", "Vienna", "Paul"]),
            last: urn(["Plumber", "English", "Khan"]),
            ..Group::default()
        };
        let gazetteer = Gazetteer {
            groups: vec![british],
            places: vec![("Vienna".to_owned(), 2), ("Paul".to_owned(), 1)],
            nationalities: vec!["English".to_owned()],
            ..Gazetteer::default()
        };
        assert_eq!(gazetteer.ambiguous(), ["English", "Plumber", "Vienna"]);
    }
}
