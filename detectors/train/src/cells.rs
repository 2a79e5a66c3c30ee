//! Table cells: one name, company, place or address alone, and cells that hold none of them.

use crate::corpus::{Document, Gold};
use crate::fillers::{company, date, organization, place};
use crate::gazetteer::Gazetteer;
use crate::names;
use crate::rng::Rng;
use crate::templates::Builder;
use limpid_detectors::tagger::{Label, Mode};

const PLAIN: [&str; 60] = [
    "active",
    "inactive",
    "pending",
    "Approved",
    "Rejected",
    "Yes",
    "No",
    "true",
    "false",
    "N/A",
    "null",
    "male",
    "Female",
    "unknown",
    "Single",
    "Married",
    "High",
    "Low",
    "Medium",
    "Sales",
    "Marketing",
    "Engineering",
    "Manager",
    "Senior Developer",
    "Nurse",
    "Credit Card",
    "Cash",
    "Shipped",
    "Delivered",
    "In Progress",
    "Closed",
    "Open",
    "Red",
    "Blue",
    "Dark Green",
    "Large",
    "XL",
    "Wireless Mouse",
    "Office Chair",
    "Laptop Stand",
    "Gold Member",
    "Basic Plan",
    "Premium",
    "Never-married",
    "HS-grad",
    "Bachelors",
    "Exec-managerial",
    "Not-in-family",
    "Own-child",
    "White",
    "Diabetes mellitus type 2",
    "Hypertension",
    "Chest Pain",
    "Blood Test",
    "Order shipped late",
    "Customer called twice",
    "Good",
    "Excellent",
    "Private",
    "Self-emp",
];

/// Draws cells.
pub fn documents(gazetteer: &Gazetteer, count: usize, rng: &mut Rng) -> Vec<Document> {
    (0..count).map(|_| cell(gazetteer, rng)).collect()
}

fn cell(gazetteer: &Gazetteer, rng: &mut Rng) -> Document {
    let mut builder = Builder::default();
    let person = Gold::Label(Label::Person);
    let case = rng.below(5);
    let written = |text: String| match case {
        0 => text.to_uppercase(),
        1 => text.to_lowercase(),
        _ => text,
    };
    match rng.below(26) {
        0..=5 => builder.span(&written(names::full(gazetteer, rng)), person),
        6 => builder.span(&written(names::first(gazetteer, rng)), person),
        7 => builder.span(&written(names::last(gazetteer, rng)), person),
        8..=9 => builder.span(&written(names::listed(gazetteer, rng)), person),
        10 => {
            builder.plain(&written(format!("{} ", rng.word(&["Mr", "Mrs.", "Dr.", "Ms", "Prof."]))));
            builder.span(&written(names::full(gazetteer, rng)), person);
        }
        11 => {
            builder.span(&written(names::full(gazetteer, rng)), person);
            builder.plain(&written(" & ".to_owned()));
            builder.span(&written(names::full(gazetteer, rng)), person);
        }
        12..=14 => builder.span(&written(company(gazetteer, rng)), Gold::Label(Label::Organization)),
        15 => builder.span(&written(organization(gazetteer, rng)), Gold::Label(Label::Organization)),
        16..=17 => builder.span(&written(place(gazetteer, rng)), Gold::Label(Label::Location)),
        18 => builder.span(&written(rng.text(&gazetteer.addresses).to_owned()), Gold::Label(Label::Location)),
        19 => builder.span(&written(rng.text(&gazetteer.countries).to_owned()), Gold::Label(Label::Location)),
        20 => builder.span(&date(rng), Gold::Label(Label::DateTime)),
        21 => builder.plain(&(rng.next() % 1_000_000).to_string()),
        22 => builder.plain(&format!("{}-{}", char::from(b'A' + rng.below(26) as u8), rng.below(10_000))),
        _ => builder.plain(&written(rng.word(&PLAIN).to_owned())),
    }
    builder.done(Mode::Cell)
}
