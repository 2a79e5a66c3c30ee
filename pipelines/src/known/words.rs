//! Words that say little although they may be somebody's name. All of them folded.

/// Names that are ordinary words, too: one alone counts only where it is written like a name.
const COMMON: &str = "
    able about ace after again aime also alt and angel apple april arch archer are art ash aspen august autumn
    bach baker ball banks bar barber bark bauer bay beach bean bear beck been bell bella belle berg berry best
    bianco bill bird bishop black blake blanc blanco blue bois bolt bon bond bone book booth both bow bowl box boy
    brand braun bravo bread bridge bright brook brooks brown brun buck bud bunny burn burns bush but butcher
    butler buy call camp campo campos can candy cannon captain card care carpenter carter case cash castle chance
    chandler chase chip christian chuck church clay clear client cliff close cloud coach coal coffee cold cole
    colt cook coop cooper coral cost costa couch could counts court cox craft crane cream crew cross crow crown
    cruces cruise cruz curry customer dale dane dart das dash date dawn day days dean dear deer den der destiny
    diamond dick did die director dock does dollar don done door dove down drake draw drew drum duke dusk each
    earl early earth east easter eden ein eine else ember end english eve ever every faith fall falls farmer fast
    father fay ferro few field fields finch fine fire first fish fisher fleet fleur flint flora flores flower
    flowers for force ford foreman forest forrest fort foster fox frank frau free freed freeman french frey friend
    from frost fuchs fuller gage gale gallo game garden gates gay gene gentle german get ginger gioia given glass
    glory gold golden good got grace grand grant graves gray great green greene grey grim gross ground grove guest
    gun guy had hail hale hall ham hand hands happy hardy harmony harp hart has haste have haven hawk hay hazel
    head heart heath heather heaven hell hello henna her herb herbst herd here hero herr high hill hills him his
    hobby hog holiday holly hood hook hope horn horse house how hunt hunter hush ice inn into iron its ivory ivy
    jam jan jay jet jewel job join jolie jolly joy judge juli july june jung juni just justice kaiser keen key
    kind king kit kitchen klein knight koch konig kurz lace lad lake lamb lance land lane lang large lark last lay
    lead leaf lee leon leroy let liberty life light like lily lime lincoln line link lion little live lock london
    long looks lord lot love lovely low luce luck lucky luna luz made mai major make male man manager many mar
    march mark market marks marsh marshal marshall mason master max may mead melody member mer mercury mercy merit
    merry mild miles milk mill miller mills mine mint miracle mist mit monday money monk month moon more morrow
    moss most mother mount much must nail neat need neighbor neu never new nice nick night noble noir noon nor
    north not now nurse oak ocean off officer old olive one only opal orange orchard other our out over owl own
    pace page palm paris park parks parrish parson past patch patience patient paz pearl penny people pepper per
    perry petit piece pike pine piper place plant please plum point pond poole poor pope porter post pot potter
    power prayer precious president press prey price priest prince prior proud purple queen rain raven ray read
    ready red reed reef reeves rey reyes rice rich richter rico ridge ring rite river rivers road rob robin roche
    rock rojas rojo roman rome root rosa rose rosemary rossi rot rouge round row royal ruby rue rush rust rye
    sadly sage sail salt same sandy santa satin savage save saw say scarlet school schwarz sea seal seasons see
    self sell send sergeant serra set shade shadow sharp she shell shepherd sherry ship shook short should show
    sierra silver simple singer singh sir sky slaughter slim small smart snow sol some sommer song south spear
    speed spice spring star stark starr state steel stein sterling stern still stock stone storm stout strange
    street strong such sue summer sun sunday sunny sweet swift tab tailor take tall tan tanner tate tea teal
    temple ten test than thanks that the their them then there these they this thorn those tiger time tiny today
    token too town trace trade tree trinity true trust try tuck turner two und under underwood until use user
    valley van venus very via viola violet virgin virtue vogel von wait walker wall walls waltz war ward warden
    warm was washington waters watt way weaver webb weeks weiss well wells were west what wheat wheeler when where
    which while white who why wild wilder will willow win wind wine wing wings winter winters wise wish with wolf
    wood woods wool word worth would wren yard yes yet york you young your";

/// Particles of names: they join what stands around them and count for nothing themselves.
const PARTICLES: &[&str] = &[
    "al", "ap", "bar", "ben", "bin", "bint", "da", "dal", "das", "de", "del", "della", "den", "der", "des",
    "di", "do", "dos", "du", "e", "el", "ibn", "jr", "la", "las", "le", "los", "mac", "o", "of", "op", "san",
    "santa", "sr", "st", "ten", "ter", "und", "van", "von", "y", "zu", "zum", "zur",
];

/// Courtesy titles: no part of the name, but what follows one is a name.
const TITLES: &[&str] = &[
    "dr",
    "dra",
    "frau",
    "fraulein",
    "herr",
    "hr",
    "fr",
    "lady",
    "madame",
    "mademoiselle",
    "miss",
    "mme",
    "mlle",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "mx",
    "prof",
    "professor",
    "sig",
    "signor",
    "signora",
    "sir",
    "sra",
    "sr",
    "senor",
    "senora",
    "dear",
    "nurse",
    "doctor",
    "doktor",
    "rev",
];

/// Mailboxes of a function, not of a person.
const ROLES: &[&str] = &[
    "abuse",
    "accounts",
    "accounting",
    "address",
    "admin",
    "administrator",
    "author",
    "billing",
    "bookings",
    "careers",
    "contact",
    "customer",
    "customercare",
    "customerservice",
    "donotreply",
    "enquiries",
    "feedback",
    "finance",
    "hello",
    "help",
    "helpdesk",
    "hostmaster",
    "hotel",
    "info",
    "information",
    "inquiries",
    "invoices",
    "jobs",
    "kontakt",
    "legal",
    "mail",
    "mailer",
    "marketing",
    "media",
    "news",
    "newsletter",
    "noreply",
    "notifications",
    "office",
    "orders",
    "partners",
    "payments",
    "postmaster",
    "press",
    "privacy",
    "recruiting",
    "reply",
    "reservations",
    "root",
    "sales",
    "security",
    "service",
    "services",
    "shop",
    "staff",
    "store",
    "subscribe",
    "support",
    "team",
    "test",
    "unsubscribe",
    "user",
    "webmaster",
    "welcome",
];

/// Words of the names of companies and institutions.
const ORGANIZATIONS: &[&str] = &[
    "ag",
    "associates",
    "association",
    "bank",
    "bv",
    "care",
    "center",
    "centre",
    "centro",
    "church",
    "clinic",
    "clinica",
    "clinique",
    "co",
    "college",
    "company",
    "consulting",
    "corp",
    "corporation",
    "council",
    "department",
    "emergency",
    "ems",
    "icu",
    "room",
    "dept",
    "foundation",
    "gmbh",
    "group",
    "health",
    "healthcare",
    "holding",
    "hopital",
    "hospital",
    "hospice",
    "imaging",
    "inc",
    "institute",
    "institut",
    "international",
    "klinik",
    "klinikum",
    "krankenhaus",
    "lab",
    "laboratories",
    "laboratory",
    "labs",
    "limited",
    "llc",
    "llp",
    "ltd",
    "medical",
    "medicine",
    "ministry",
    "office",
    "ospedale",
    "partners",
    "pharmacy",
    "plc",
    "practice",
    "praxis",
    "school",
    "service",
    "services",
    "solutions",
    "spa",
    "stiftung",
    "surgery",
    "systems",
    "technologies",
    "trust",
    "unit",
    "universitat",
    "universidad",
    "universite",
    "university",
    "verein",
    "ward",
];

/// What stands in a cell that holds no value.
const PLACEHOLDERS: &[&str] = &[
    "absent",
    "anonymous",
    "anonym",
    "blank",
    "confidential",
    "default",
    "empty",
    "false",
    "inconnu",
    "missing",
    "null",
    "none",
    "notapplicable",
    "notavailable",
    "notgiven",
    "notprovided",
    "notspecified",
    "other",
    "private",
    "redacted",
    "removed",
    "tbd",
    "test",
    "true",
    "unbekannt",
    "undefined",
    "unknown",
    "unnamed",
    "unspecified",
    "various",
    "withheld",
    "desconocido",
    "sconosciuto",
];

/// Whether a word is too ordinary to be looked for by itself.
pub(super) fn is_common(word: &str) -> bool {
    static WORDS: std::sync::LazyLock<std::collections::HashSet<&str>> =
        std::sync::LazyLock::new(|| COMMON.split_whitespace().collect());
    WORDS.contains(word)
}

/// Whether a word only joins the parts of a name.
pub(crate) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether a word announces a name.
pub(crate) fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

/// Whether a mailbox is that of a function.
pub(super) fn is_role(word: &str) -> bool {
    ROLES.contains(&word)
}

/// Whether a word says that a name is that of a company or an institution.
pub(super) fn is_organization(word: &str) -> bool {
    ORGANIZATIONS.contains(&word)
}

/// Whether a cell says that there is no value.
pub(super) fn is_placeholder(folded: &str) -> bool {
    PLACEHOLDERS.contains(&folded)
}
