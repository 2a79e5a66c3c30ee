//! Word lists. `fake` is only where names come from; which one is drawn depends on our key alone.

use fake::locales::{DE_DE, Data, EN, FR_FR, IT_IT, NL_NL, PT_BR};

/// Given names of several origins.
pub(super) const FIRST_NAMES: &[&[&str]] = &[
    EN::NAME_FIRST_NAME,
    DE_DE::NAME_FIRST_NAME,
    FR_FR::NAME_FIRST_NAME,
    IT_IT::NAME_FIRST_NAME,
    NL_NL::NAME_FIRST_NAME,
    PT_BR::NAME_FIRST_NAME,
];

/// Family names of the same origins.
pub(super) const LAST_NAMES: &[&[&str]] = &[
    EN::NAME_LAST_NAME,
    DE_DE::NAME_LAST_NAME,
    FR_FR::NAME_LAST_NAME,
    IT_IT::NAME_LAST_NAME,
    NL_NL::NAME_LAST_NAME,
    PT_BR::NAME_LAST_NAME,
];

/// Streets that say nothing about a place.
pub(super) const STREETS: &[&str] = &[
    "Alder", "Beacon", "Birch", "Canyon", "Clover", "Coral", "Dogwood", "Falcon", "Fern", "Garnet", "Harbor",
    "Hazel", "Heron", "Juniper", "Larch", "Linden", "Magnolia", "Meadow", "Orchard", "Poplar", "Quarry",
    "Raven", "Sage", "Sparrow", "Spruce", "Sycamore", "Tamarack", "Thistle", "Walnut", "Willow",
];

/// What a street is called.
pub(super) const STREET_KINDS: &[&str] =
    &["Street", "Avenue", "Road", "Lane", "Drive", "Court", "Way", "Place"];

/// Places that do not exist.
pub(super) const TOWNS: &[&str] = &[
    "Alderbrook",
    "Ashgrove Falls",
    "Birchmere",
    "Cloverton",
    "Dunmarrow",
    "Eastmere",
    "Fernhollow",
    "Glenharrow",
    "Hazelford",
    "Larkspur Bay",
    "Millbrae Hollow",
    "Northwick Vale",
    "Oakhollow",
    "Pinecrest Mills",
    "Quarryton",
    "Ravensmoor",
    "Silverfen",
    "Thornbury Vale",
    "Westmarch",
    "Willowmere",
];

/// First words of companies that do not exist.
pub(super) const COMPANIES: &[&str] = &[
    "Alderfield",
    "Bluequarry",
    "Cindermoor",
    "Dovetail",
    "Emberline",
    "Fernhollow",
    "Greywater",
    "Harborlight",
    "Ironleaf",
    "Junipergate",
    "Kestrelmark",
    "Lanternworks",
    "Mossbridge",
    "Northfen",
    "Oakenshore",
    "Pinewright",
];

/// Last words of companies.
pub(super) const COMPANY_KINDS: &[&str] =
    &["Ltd", "Inc", "Group", "Partners", "Systems", "Logistics", "Labs"];
