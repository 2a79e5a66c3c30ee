//! Word lists.

/// Streets that say nothing about a place.
pub(super) const STREETS: &[&str] = &[
    "Alder", "Beacon", "Birch", "Canyon", "Clover", "Coral", "Dogwood", "Falcon", "Fern", "Garnet", "Harbor",
    "Hazel", "Heron", "Juniper", "Larch", "Linden", "Magnolia", "Meadow", "Orchard", "Poplar", "Quarry",
    "Raven", "Sage", "Sparrow", "Spruce", "Sycamore", "Tamarack", "Thistle", "Walnut", "Willow",
];

/// What a street is called.
pub(super) const STREET_KINDS: &[&str] =
    &["Street", "Avenue", "Road", "Lane", "Drive", "Court", "Way", "Place"];

/// Given names in plain letters, for mailboxes that say nothing of a name.
pub(super) const PLAIN_NAMES: &[&str] =
    &["alex", "charlie", "jona", "kim", "luca", "mika", "noa", "robin", "sam", "toni"];

/// First parts of coined names.
pub(super) const COINED: &[&str] = &[
    "Alder", "Ash", "Birch", "Blue", "Bramble", "Cedar", "Cinder", "Clover", "Copper", "Dove", "Dun",
    "Ember", "Fern", "Flint", "Glen", "Grey", "Harbor", "Hazel", "Iron", "Juniper", "Kestrel", "Lantern",
    "Lark", "Linden", "Maple", "Marsh", "Mill", "Moss", "North", "Oak", "Otter", "Pine", "Plover", "Quarry",
    "Raven", "Reed", "Sable", "Sedge", "Silver", "Spruce", "Swallow", "Thistle", "Thorn", "Umber", "Vale",
    "Westmar", "Willow", "Winter", "Wren", "Yarrow",
];

/// Second parts of coined names of companies.
pub(super) const ENDINGS: &[&str] = &[
    "bridge", "crest", "dale", "field", "gate", "hold", "leaf", "light", "line", "mark", "moor", "point",
    "quay", "ridge", "row", "shore", "stone", "ward", "water", "wright",
];

/// Second parts of coined names of places.
pub(super) const PLACES: &[&str] = &[
    "brook", "bury", "by", "combe", "croft", "den", "fen", "ford", "grove", "ham", "hollow", "hurst",
    "leigh", "marrow", "mere", "mouth", "stead", "thorpe", "ton", "wick",
];

/// What a place is called besides its name: it stays.
pub(super) const PLACE_WORDS: &str = "bay beach borough canton cape city county departamento department district \
    forest hill hills island islands kreis lake landkreis mount mountain mountains municipality north east south west \
    northern eastern southern western park peninsula port prefecture province provincia region river sea shire square \
    state states station town township valley village central upper lower greater the of de la del am an der u.s u.k";

/// What an organization is called besides its name: it stays. Forms of companies and kinds of institutions.
pub(super) const COMPANY_WORDS: &str = "ab ag as asa bank banca banco banque bv b.v cic cie co corp corporation company \
    ev e.v eg foundation gbr gmbh group gruppe holding holdings inc incorporated international kg kgaa kk limited llc llp lp ltd \
    ltda nv n.v oy oyj plc pty pte s.a sa sarl s.r.l srl sas se sl s.l s.p.a spa stiftung trust ug und sons associates partners \
    university universität universidad université università universidade universiteit college school schule gymnasium \
    academy akademie institute institut instituto faculty department dept ministry ministerium ministère ministerio office \
    agency authority council commission committee court gericht amtsgericht landgericht tribunal hospital hôpital ospedale \
    klinik klinikum krankenhaus clinic clinica clinique medical center centre centro health healthcare care pharmacy apotheke \
    surgery practice laboratory laboratories lab labs church kirche parish association verein society federation union club team \
    police fire department army library museum insurance versicherung logistics systems solutions services service software \
    technologies technology consulting consultants engineering energy media studio studios press records motors foods retail \
    u.s us u.k uk eu un general national federal state city county regional royal saint children community memorial teaching public district high \
    supreme primary secondary elementary law firm airlines railways the of for and & at in de la le les del della der die das du \
    et y e für von zu do da dos das van";
