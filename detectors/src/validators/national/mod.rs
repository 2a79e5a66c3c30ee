//! Check digits of national identifiers: one file each, named by country and identifier.
//!
//! Each is written from the issuer's description and compared with python-stdnum in `tests/validators`.

mod at_svnr;
mod baltic_id;
mod be_enterprise;
mod be_nrn;
mod bg_egn;
mod bg_eik;
mod bg_lnch;
mod ch_ahv;
mod ch_uid;
mod cy_tin;
mod cz_ico;
mod cz_rc;
mod de_document;
mod de_idnr;
mod de_kvnr;
mod de_lanr;
mod de_svnr;
mod de_vat;
mod dk_cpr;
mod dk_cvr;
mod es_cif;
mod es_nif;
mod es_nuss;
mod eu_vat;
mod fi_hetu;
mod fi_ytunnus;
mod fr_nir;
mod fr_siret;
mod fr_spi;
mod fr_tva;
mod gr_afm;
mod gr_amka;
mod hu_personal_id;
mod hu_taj;
mod hu_tax_id;
mod hu_tax_number;
mod ie_pps;
mod ie_vat;
mod is_kennitala;
mod it_fiscal_code;
mod it_vat;
mod jmbg;
mod lu_matricule;
mod lv_personal_code;
mod mt_vat;
mod nl_bsn;
mod nl_vat;
mod no_fnr;
mod no_orgnr;
mod parts;
mod pl_id_card;
mod pl_nip;
mod pl_pesel;
mod pl_regon;
mod pt_cc;
mod pt_nif;
mod pt_niss;
mod ro_cnp;
mod ro_cui;
mod ru_inn;
mod ru_ogrn;
mod ru_snils;
mod se_orgnr;
mod se_personnummer;
mod si_tax;
mod tr_national_id;
mod tr_plate;
mod tr_vkn;
mod ua_edrpou;
mod ua_rnokpp;
mod uk_chi;
mod uk_driving_licence;
mod uk_utr;
mod uk_vat;

use super::{Table, digits, iso7064, luhn, weighted};

/// The validators, by the name a rule calls them: `validator = "xx_name"`.
pub(super) const TABLE: Table = &[
    ("at_svnr", |value| at_svnr::is_valid(value).into()),
    ("baltic_id", |value| baltic_id::is_valid(value).into()),
    ("be_enterprise", |value| be_enterprise::is_valid(value).into()),
    ("be_nrn", |value| be_nrn::is_valid(value).into()),
    ("bg_egn", |value| bg_egn::is_valid(value).into()),
    ("bg_eik", |value| bg_eik::is_valid(value).into()),
    ("bg_lnch", |value| bg_lnch::is_valid(value).into()),
    ("ch_ahv", |value| ch_ahv::is_valid(value).into()),
    ("ch_uid", |value| ch_uid::is_valid(value).into()),
    ("cy_tin", |value| cy_tin::is_valid(value).into()),
    ("cz_ico", |value| cz_ico::is_valid(value).into()),
    ("cz_rc", |value| cz_rc::is_valid(value).into()),
    ("de_document", de_document::check),
    ("de_idnr", |value| de_idnr::is_valid(value).into()),
    ("de_kvnr", |value| de_kvnr::is_valid(value).into()),
    ("de_lanr", |value| de_lanr::is_valid(value).into()),
    ("de_svnr", |value| de_svnr::is_valid(value).into()),
    ("de_vat", de_vat::check),
    ("dk_cpr", dk_cpr::check),
    ("dk_cvr", |value| dk_cvr::is_valid(value).into()),
    ("es_cif", |value| es_cif::is_valid(value).into()),
    ("es_nif", |value| es_nif::is_valid(value).into()),
    ("es_nuss", |value| es_nuss::is_valid(value).into()),
    ("eu_vat", |value| eu_vat::is_valid(value).into()),
    ("fi_hetu", |value| fi_hetu::is_valid(value).into()),
    ("fi_ytunnus", |value| fi_ytunnus::is_valid(value).into()),
    ("fr_nir", |value| fr_nir::is_valid(value).into()),
    ("fr_siren", |value| {
        (!weighted::uniform(&digits(value)) && digits(value).len() == 9 && luhn::is_valid(value)).into()
    }),
    ("fr_siret", |value| fr_siret::is_valid(value).into()),
    ("fr_spi", |value| fr_spi::is_valid(value).into()),
    ("fr_tva", |value| fr_tva::is_valid(value).into()),
    ("gr_afm", |value| gr_afm::is_valid(value).into()),
    ("gr_amka", |value| gr_amka::is_valid(value).into()),
    ("hr_oib", |value| (digits(value).len() == 11 && iso7064::mod_11_10(value)).into()),
    ("hu_personal_id", |value| hu_personal_id::is_valid(value).into()),
    ("hu_taj", |value| hu_taj::is_valid(value).into()),
    ("hu_tax_id", |value| hu_tax_id::is_valid(value).into()),
    ("hu_tax_number", |value| hu_tax_number::is_valid(value).into()),
    ("ie_pps", |value| ie_pps::is_valid(value).into()),
    ("ie_vat", |value| ie_vat::is_valid(value).into()),
    ("is_kennitala", |value| is_kennitala::is_valid(value).into()),
    ("it_fiscal_code", it_fiscal_code::check),
    ("it_vat", |value| it_vat::is_valid(value).into()),
    ("jmbg", |value| jmbg::is_valid(value).into()),
    ("lu_matricule", |value| lu_matricule::is_valid(value).into()),
    ("lv_personal_code", |value| lv_personal_code::is_valid(value).into()),
    ("mt_vat", |value| mt_vat::is_valid(value).into()),
    ("nl_bsn", |value| nl_bsn::is_valid(value).into()),
    ("nl_vat", |value| nl_vat::is_valid(value).into()),
    ("no_fnr", |value| no_fnr::is_valid(value).into()),
    ("no_orgnr", |value| no_orgnr::is_valid(value).into()),
    ("pl_id_card", |value| pl_id_card::is_valid(value).into()),
    ("pl_nip", |value| pl_nip::is_valid(value).into()),
    ("pl_pesel", |value| pl_pesel::is_valid(value).into()),
    ("pl_regon", |value| pl_regon::is_valid(value).into()),
    ("pt_cc", |value| pt_cc::is_valid(value).into()),
    ("pt_nif", |value| pt_nif::is_valid(value).into()),
    ("pt_niss", |value| pt_niss::is_valid(value).into()),
    ("ro_cnp", |value| ro_cnp::is_valid(value).into()),
    ("ro_cui", |value| ro_cui::is_valid(value).into()),
    ("ru_inn", |value| ru_inn::is_valid(value).into()),
    ("ru_ogrn", |value| ru_ogrn::is_valid(value).into()),
    ("ru_snils", |value| ru_snils::is_valid(value).into()),
    ("se_orgnr", |value| se_orgnr::is_valid(value).into()),
    ("se_personnummer", |value| se_personnummer::is_valid(value).into()),
    ("si_tax", |value| si_tax::is_valid(value).into()),
    ("tr_national_id", |value| tr_national_id::is_valid(value).into()),
    ("tr_plate", |value| tr_plate::is_valid(value).into()),
    ("tr_vkn", |value| tr_vkn::is_valid(value).into()),
    ("ua_edrpou", |value| ua_edrpou::is_valid(value).into()),
    ("ua_rnokpp", |value| ua_rnokpp::is_valid(value).into()),
    ("uk_chi", |value| uk_chi::is_valid(value).into()),
    ("uk_driving_licence", |value| uk_driving_licence::is_valid(value).into()),
    ("uk_utr", |value| uk_utr::is_valid(value).into()),
    ("uk_vat", |value| uk_vat::is_valid(value).into()),
];
