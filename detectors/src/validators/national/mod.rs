//! Check digits of national identifiers: one file each, named by country and identifier.
//!
//! Each is written from the issuer's description and compared with python-stdnum in `tests/validators`.

mod ae_eid;
mod ar_cbu;
mod ar_cuit;
mod au_abn;
mod au_acn;
mod au_bank;
mod au_medicare;
mod au_tfn;
mod br_cnh;
mod br_cnpj;
mod br_cpf;
mod br_pis;
mod br_titulo;
mod ca_bc_phn;
mod ca_bn;
mod ca_ramq;
mod ca_sin;
mod cl_rut;
mod cn_ric;
mod cn_uscc;
mod co_nit;
mod cu_ni;
mod do_cedula;
mod do_rnc;
mod ec_ci;
mod ec_ruc;
mod eg_nid;
mod gh_tin;
mod gt_nit;
mod hk_id;
mod id_nik;
mod id_npwp;
mod il_id;
mod in_epic;
mod in_gstin;
mod jp_corporate_number;
mod jp_my_number;
mod kr_brn;
mod kr_crn;
mod kr_frn;
mod kr_rrn;
mod kw_cid;
mod kz_iin;
mod lk_nic;
mod ma_ice;
mod mx_clabe;
mod mx_curp;
mod mx_rfc;
mod my_nric;
mod nz_ird;
mod nz_nhi;
mod pe_cui;
mod pe_ruc;
mod ph_tin;
mod pk_cnic;
mod py_ruc;
mod sa_id;
mod sg_nric;
mod sg_uen;
mod sv_nit;
mod th_pin;
mod tw_id;
mod tw_ubn;
mod us_dea;
mod us_ein;
mod us_npi;
mod uy_ci;
mod uy_rut;
mod ve_rif;
mod vn_mst;
mod za_id;
mod za_tin;

use super::Table;

/// The validators, by the name a rule calls them: `validator = "xx_name"`.
pub(super) const TABLE: Table = &[
    ("ae_eid", ae_eid::check),
    ("ar_cbu", |value| ar_cbu::is_valid(value).into()),
    ("ar_cuit", |value| ar_cuit::is_valid(value).into()),
    ("au_abn", |value| au_abn::is_valid(value).into()),
    ("au_acn", |value| au_acn::is_valid(value).into()),
    ("au_bank", |value| au_bank::is_valid(value).into()),
    ("au_medicare", |value| au_medicare::is_valid(value).into()),
    ("au_tfn", |value| au_tfn::is_valid(value).into()),
    ("br_cnh", |value| br_cnh::is_valid(value).into()),
    ("br_cnpj", |value| br_cnpj::is_valid(value).into()),
    ("br_cpf", |value| br_cpf::is_valid(value).into()),
    ("br_pis", |value| br_pis::is_valid(value).into()),
    ("br_titulo", |value| br_titulo::is_valid(value).into()),
    ("ca_bc_phn", |value| ca_bc_phn::is_valid(value).into()),
    ("ca_bn", |value| ca_bn::is_valid(value).into()),
    ("ca_ramq", |value| ca_ramq::is_valid(value).into()),
    ("ca_sin", |value| ca_sin::is_valid(value).into()),
    ("cl_rut", |value| cl_rut::is_valid(value).into()),
    ("cn_ric", |value| cn_ric::is_valid(value).into()),
    ("cn_uscc", |value| cn_uscc::is_valid(value).into()),
    ("co_nit", |value| co_nit::is_valid(value).into()),
    ("cu_ni", |value| cu_ni::is_valid(value).into()),
    ("do_cedula", |value| do_cedula::is_valid(value).into()),
    ("do_rnc", |value| do_rnc::is_valid(value).into()),
    ("ec_ci", |value| ec_ci::is_valid(value).into()),
    ("ec_ruc", |value| ec_ruc::is_valid(value).into()),
    ("eg_nid", |value| eg_nid::is_valid(value).into()),
    ("gh_tin", |value| gh_tin::is_valid(value).into()),
    ("gt_nit", |value| gt_nit::is_valid(value).into()),
    ("hk_id", |value| hk_id::is_valid(value).into()),
    ("id_nik", |value| id_nik::is_valid(value).into()),
    ("id_npwp", |value| id_npwp::is_valid(value).into()),
    ("il_id", |value| il_id::is_valid(value).into()),
    ("in_epic", in_epic::check),
    ("in_gstin", in_gstin::check),
    ("jp_corporate_number", |value| jp_corporate_number::is_valid(value).into()),
    ("jp_my_number", |value| jp_my_number::is_valid(value).into()),
    ("kr_brn", |value| kr_brn::is_valid(value).into()),
    ("kr_crn", kr_crn::check),
    ("kr_frn", kr_frn::check),
    ("kr_rrn", kr_rrn::check),
    ("kw_cid", |value| kw_cid::is_valid(value).into()),
    ("kz_iin", |value| kz_iin::is_valid(value).into()),
    ("lk_nic", |value| lk_nic::is_valid(value).into()),
    ("ma_ice", |value| ma_ice::is_valid(value).into()),
    ("mx_clabe", |value| mx_clabe::is_valid(value).into()),
    ("mx_curp", |value| mx_curp::is_valid(value).into()),
    ("mx_rfc", mx_rfc::check),
    ("my_nric", |value| my_nric::is_valid(value).into()),
    ("nz_ird", |value| nz_ird::is_valid(value).into()),
    ("nz_nhi", nz_nhi::check),
    ("pe_cui", |value| pe_cui::is_valid(value).into()),
    ("pe_ruc", |value| pe_ruc::is_valid(value).into()),
    ("ph_tin", ph_tin::check),
    ("pk_cnic", |value| pk_cnic::is_valid(value).into()),
    ("py_ruc", |value| py_ruc::is_valid(value).into()),
    ("sa_id", |value| sa_id::is_valid(value).into()),
    ("sg_nric", sg_nric::check),
    ("sg_uen", |value| sg_uen::is_valid(value).into()),
    ("sv_nit", |value| sv_nit::is_valid(value).into()),
    ("th_pin", |value| th_pin::is_valid(value).into()),
    ("tw_id", |value| tw_id::is_valid(value).into()),
    ("tw_ubn", |value| tw_ubn::is_valid(value).into()),
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
