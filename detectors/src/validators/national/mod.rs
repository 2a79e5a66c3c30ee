//! Check digits of national identifiers: one file each, named by country and identifier.
//!
//! Each is written from the issuer's description and compared with python-stdnum in `tests/validators`.

mod ae_eid;
mod ar_cbu;
mod ar_cuit;
mod at_svnr;
mod au_abn;
mod au_acn;
mod au_bank;
mod au_medicare;
mod au_tfn;
mod baltic_id;
mod be_enterprise;
mod be_nrn;
mod bg_egn;
mod bg_eik;
mod bg_lnch;
mod br_cnh;
mod br_cnpj;
mod br_cpf;
mod br_pis;
mod br_titulo;
mod ca_bc_phn;
mod ca_bn;
mod ca_ramq;
mod ca_sin;
mod ch_ahv;
mod ch_uid;
mod cl_rut;
mod cn_ric;
mod cn_uscc;
mod co_nit;
mod cu_ni;
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
mod do_cedula;
mod do_rnc;
mod ec_ci;
mod ec_ruc;
mod eg_nid;
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
mod gh_tin;
mod gr_afm;
mod gr_amka;
mod gt_nit;
mod hk_id;
mod hu_personal_id;
mod hu_taj;
mod hu_tax_id;
mod hu_tax_number;
mod id_nik;
mod id_npwp;
mod ie_pps;
mod ie_vat;
mod il_id;
mod in_epic;
mod in_gstin;
mod is_kennitala;
mod it_fiscal_code;
mod it_vat;
mod jmbg;
mod jp_corporate_number;
mod jp_my_number;
mod kr_brn;
mod kr_crn;
mod kr_frn;
mod kr_rrn;
mod kw_cid;
mod kz_iin;
mod lk_nic;
mod lu_matricule;
mod lv_personal_code;
mod ma_ice;
mod mt_vat;
mod mx_clabe;
mod mx_curp;
mod mx_rfc;
mod my_nric;
mod nl_bsn;
mod nl_vat;
mod no_fnr;
mod no_orgnr;
mod nz_ird;
mod nz_nhi;
mod parts;
mod pe_cui;
mod pe_ruc;
mod ph_tin;
mod pk_cnic;
mod pl_id_card;
mod pl_nip;
mod pl_pesel;
mod pl_regon;
mod pt_cc;
mod pt_nif;
mod pt_niss;
mod py_ruc;
mod ro_cnp;
mod ro_cui;
mod ru_inn;
mod ru_ogrn;
mod ru_snils;
mod sa_id;
mod se_orgnr;
mod se_personnummer;
mod sg_nric;
mod sg_uen;
mod si_tax;
mod sv_nit;
mod th_pin;
mod tr_national_id;
mod tr_plate;
mod tr_vkn;
mod tw_id;
mod tw_ubn;
mod ua_edrpou;
mod ua_rnokpp;
mod uk_chi;
mod uk_driving_licence;
mod uk_utr;
mod uk_vat;
mod us_dea;
mod us_ein;
mod us_npi;
mod uy_ci;
mod uy_rut;
mod ve_rif;
mod vn_mst;
mod za_id;
mod za_tin;

use super::{Table, digits, iso7064, luhn, weighted};

/// The validators, by the name a rule calls them: `validator = "xx_name"`.
pub(super) const TABLE: Table = &[
    ("ae_eid", ae_eid::check),
    ("ar_cbu", |value| ar_cbu::is_valid(value).into()),
    ("ar_cuit", |value| ar_cuit::is_valid(value).into()),
    ("at_svnr", |value| at_svnr::is_valid(value).into()),
    ("au_abn", |value| au_abn::is_valid(value).into()),
    ("au_acn", |value| au_acn::is_valid(value).into()),
    ("au_bank", |value| au_bank::is_valid(value).into()),
    ("au_medicare", |value| au_medicare::is_valid(value).into()),
    ("au_tfn", |value| au_tfn::is_valid(value).into()),
    ("baltic_id", |value| baltic_id::is_valid(value).into()),
    ("be_enterprise", |value| be_enterprise::is_valid(value).into()),
    ("be_nrn", |value| be_nrn::is_valid(value).into()),
    ("bg_egn", |value| bg_egn::is_valid(value).into()),
    ("bg_eik", |value| bg_eik::is_valid(value).into()),
    ("bg_lnch", |value| bg_lnch::is_valid(value).into()),
    ("br_cnh", |value| br_cnh::is_valid(value).into()),
    ("br_cnpj", |value| br_cnpj::is_valid(value).into()),
    ("br_cpf", |value| br_cpf::is_valid(value).into()),
    ("br_pis", |value| br_pis::is_valid(value).into()),
    ("br_titulo", |value| br_titulo::is_valid(value).into()),
    ("ca_bc_phn", |value| ca_bc_phn::is_valid(value).into()),
    ("ca_bn", |value| ca_bn::is_valid(value).into()),
    ("ca_ramq", |value| ca_ramq::is_valid(value).into()),
    ("ca_sin", |value| ca_sin::is_valid(value).into()),
    ("ch_ahv", |value| ch_ahv::is_valid(value).into()),
    ("ch_uid", |value| ch_uid::is_valid(value).into()),
    ("cl_rut", |value| cl_rut::is_valid(value).into()),
    ("cn_ric", |value| cn_ric::is_valid(value).into()),
    ("cn_uscc", |value| cn_uscc::is_valid(value).into()),
    ("co_nit", |value| co_nit::is_valid(value).into()),
    ("cu_ni", |value| cu_ni::is_valid(value).into()),
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
    ("do_cedula", |value| do_cedula::is_valid(value).into()),
    ("do_rnc", |value| do_rnc::is_valid(value).into()),
    ("ec_ci", |value| ec_ci::is_valid(value).into()),
    ("ec_ruc", |value| ec_ruc::is_valid(value).into()),
    ("eg_nid", |value| eg_nid::is_valid(value).into()),
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
    ("gh_tin", |value| gh_tin::is_valid(value).into()),
    ("gr_afm", |value| gr_afm::is_valid(value).into()),
    ("gr_amka", |value| gr_amka::is_valid(value).into()),
    ("gt_nit", |value| gt_nit::is_valid(value).into()),
    ("hk_id", |value| hk_id::is_valid(value).into()),
    ("hr_oib", |value| (digits(value).len() == 11 && iso7064::mod_11_10(value)).into()),
    ("hu_personal_id", |value| hu_personal_id::is_valid(value).into()),
    ("hu_taj", |value| hu_taj::is_valid(value).into()),
    ("hu_tax_id", |value| hu_tax_id::is_valid(value).into()),
    ("hu_tax_number", |value| hu_tax_number::is_valid(value).into()),
    ("id_nik", |value| id_nik::is_valid(value).into()),
    ("id_npwp", |value| id_npwp::is_valid(value).into()),
    ("ie_pps", |value| ie_pps::is_valid(value).into()),
    ("ie_vat", |value| ie_vat::is_valid(value).into()),
    ("il_id", |value| il_id::is_valid(value).into()),
    ("in_epic", in_epic::check),
    ("in_gstin", in_gstin::check),
    ("is_kennitala", |value| is_kennitala::is_valid(value).into()),
    ("it_fiscal_code", it_fiscal_code::check),
    ("it_vat", |value| it_vat::is_valid(value).into()),
    ("jmbg", |value| jmbg::is_valid(value).into()),
    ("jp_corporate_number", |value| jp_corporate_number::is_valid(value).into()),
    ("jp_my_number", |value| jp_my_number::is_valid(value).into()),
    ("kr_brn", |value| kr_brn::is_valid(value).into()),
    ("kr_crn", kr_crn::check),
    ("kr_frn", kr_frn::check),
    ("kr_rrn", kr_rrn::check),
    ("kw_cid", |value| kw_cid::is_valid(value).into()),
    ("kz_iin", |value| kz_iin::is_valid(value).into()),
    ("lk_nic", |value| lk_nic::is_valid(value).into()),
    ("lu_matricule", |value| lu_matricule::is_valid(value).into()),
    ("lv_personal_code", |value| lv_personal_code::is_valid(value).into()),
    ("ma_ice", |value| ma_ice::is_valid(value).into()),
    ("mt_vat", |value| mt_vat::is_valid(value).into()),
    ("mx_clabe", |value| mx_clabe::is_valid(value).into()),
    ("mx_curp", |value| mx_curp::is_valid(value).into()),
    ("mx_rfc", mx_rfc::check),
    ("my_nric", |value| my_nric::is_valid(value).into()),
    ("nl_bsn", |value| nl_bsn::is_valid(value).into()),
    ("nl_vat", |value| nl_vat::is_valid(value).into()),
    ("no_fnr", |value| no_fnr::is_valid(value).into()),
    ("no_orgnr", |value| no_orgnr::is_valid(value).into()),
    ("nz_ird", |value| nz_ird::is_valid(value).into()),
    ("nz_nhi", nz_nhi::check),
    ("pe_cui", |value| pe_cui::is_valid(value).into()),
    ("pe_ruc", |value| pe_ruc::is_valid(value).into()),
    ("ph_tin", ph_tin::check),
    ("pk_cnic", |value| pk_cnic::is_valid(value).into()),
    ("pl_id_card", |value| pl_id_card::is_valid(value).into()),
    ("pl_nip", |value| pl_nip::is_valid(value).into()),
    ("pl_pesel", |value| pl_pesel::is_valid(value).into()),
    ("pl_regon", |value| pl_regon::is_valid(value).into()),
    ("pt_cc", |value| pt_cc::is_valid(value).into()),
    ("pt_nif", |value| pt_nif::is_valid(value).into()),
    ("pt_niss", |value| pt_niss::is_valid(value).into()),
    ("py_ruc", |value| py_ruc::is_valid(value).into()),
    ("ro_cnp", |value| ro_cnp::is_valid(value).into()),
    ("ro_cui", |value| ro_cui::is_valid(value).into()),
    ("ru_inn", |value| ru_inn::is_valid(value).into()),
    ("ru_ogrn", |value| ru_ogrn::is_valid(value).into()),
    ("ru_snils", |value| ru_snils::is_valid(value).into()),
    ("sa_id", |value| sa_id::is_valid(value).into()),
    ("se_orgnr", |value| se_orgnr::is_valid(value).into()),
    ("se_personnummer", |value| se_personnummer::is_valid(value).into()),
    ("sg_nric", sg_nric::check),
    ("sg_uen", |value| sg_uen::is_valid(value).into()),
    ("si_tax", |value| si_tax::is_valid(value).into()),
    ("sv_nit", |value| sv_nit::is_valid(value).into()),
    ("th_pin", |value| th_pin::is_valid(value).into()),
    ("tr_national_id", |value| tr_national_id::is_valid(value).into()),
    ("tr_plate", |value| tr_plate::is_valid(value).into()),
    ("tr_vkn", |value| tr_vkn::is_valid(value).into()),
    ("tw_id", |value| tw_id::is_valid(value).into()),
    ("tw_ubn", |value| tw_ubn::is_valid(value).into()),
    ("ua_edrpou", |value| ua_edrpou::is_valid(value).into()),
    ("ua_rnokpp", |value| ua_rnokpp::is_valid(value).into()),
    ("uk_chi", |value| uk_chi::is_valid(value).into()),
    ("uk_driving_licence", |value| uk_driving_licence::is_valid(value).into()),
    ("uk_utr", |value| uk_utr::is_valid(value).into()),
    ("uk_vat", |value| uk_vat::is_valid(value).into()),
    ("us_dea", |value| us_dea::is_valid(value).into()),
    ("us_ein", |value| us_ein::is_valid(value).into()),
    ("us_npi", |value| us_npi::is_valid(value).into()),
    ("uy_ci", |value| uy_ci::is_valid(value).into()),
    ("uy_rut", |value| uy_rut::is_valid(value).into()),
    ("ve_rif", |value| ve_rif::is_valid(value).into()),
    ("vn_mst", |value| vn_mst::is_valid(value).into()),
    ("za_id", |value| za_id::is_valid(value).into()),
    ("za_tin", za_tin::check),
];
