"""Our validators against python-stdnum, on values generated for both.

usage: check_validators.py VERDICTS   (the built example `verdicts` of limpid-detectors)

Every line of TABLE names one of our validators, the module of stdnum that knows the same number, and templates of
values: 9 a digit, A a capital letter, X either, [abc] one of these, {yymmdd} and its like a day that exists; the
rest as it is. Both must agree on every value, and enough values must be valid for that to mean something.
"""

import datetime
import importlib
import random
import re
import string
import subprocess
import sys

# our validator, stdnum module, templates
TABLE = [
    ("aba", "us.rtn", ["0[123456789]9999999", "1[012]9999999", "2[123456789]9999999"]),
    ("luhn", "luhn", ["999999999", "9999999999999999"]),
    ("nhs", "gb.nhs", ["9999999999"]),
    ("iban", "iban", ["DE[12345678]9999999999999999999", "GB[12345678]9AAAA99999999999999"]),
    ("verhoeff", "verhoeff", ["999999999999"]),
    ("at_svnr", "at.vnr", ["[123456789]999{dd}{mm}{yy}"]),
    ("baltic_id", "ee.ik", ["[34]{yy}{mm}{dd}9999", "[56][01]9{mm}{dd}9999"]),
    ("be_enterprise", "be.vat", ["[01]9999999[12345678]9"]),
    ("be_nrn", "be.nn", ["[56789]9{mm}{dd}99999", "[01]9{mm}{dd}99999"]),
    ("bg_egn", "bg.egn", ["{yy}{mm}{dd}9999", "[01]94[123456789]{dd}9999"]),
    ("bg_eik", "bg.vat", ["999999999"]),
    ("bg_lnch", "bg.pnf", ["9999999999"]),
    ("ch_ahv", "ch.ssn", ["7569999999999"]),
    ("ch_uid", "ch.uid", ["CHE999999999"]),
    ("cy_tin", "cy.vat", ["[013456789]9999999A"]),
    ("cz_ico", "cz.dic", ["[012345678]9999999"]),
    ("cz_rc", "cz.rc", ["{yy}{mm}{dd}9999", "{yy}[5]1{dd}9999", "[0123]9{mm}{dd}[123456789]99"]),
    # A digit twice: ours also takes the sample numbers in which none repeats.
    ("de_idnr", "de.idnr", ["[23456789]1199999999", "[23456789]1145678909"]),
    ("de_vat", "de.vat", ["[123456789]99999999"]),
    ("dk_cvr", "dk.cvr", ["[123456789]9999999"]),
    ("es_cif", "es.cif", ["[ABCDEFGHJNPQRSUVW]99999999", "[ABCDEFGHJNPQRSUVW]9999999[ABCDEFGHIJ]"]),
    ("es_nif", "es.nif", ["99999999A", "[XYZ]9999999A", "[KLM]9999999A"]),
    ("eu_vat", "eu.vat", [
        "[A]TU99999999", "BE[01]9999999[12345678]9", "BG999999999", "CY[13456789]9999999A",
        "CZ[01234567]9999999", "DK[123456789]9999999", "EE999999999", "EL999999999", "ES[ABC]99999999",
        "FI99999999", "HR99999999999", "HU99999999", "LT9999999[1]9", "LU999999[012345678]9",
        "LV[456789]9999999999", "MT[123456789]9999999", "PL[123456789]999999999", "PT[5][01234]9999999",
        "RO[123456789]9999999", "SE[5]9[6]9999999[0][1]", "SI[123456789]9999999", "SK[123456789]9[2]9999999",
    ]),
    # Numbers below 900: stdnum takes temporary ones for invalid.
    ("fi_hetu", "fi.hetu", [
        "{dd}{mm}{yy}[-UVWXY][012345678]99X", "{dd}{mm}[01]9[ABCDEF][012345678]99X", "{dd}{mm}{yy}+099X",
    ]),
    ("fi_ytunnus", "fi.ytunnus", ["99999999"]),
    ("fr_nir", "fr.nir", ["[12]99{mm}[12345678]999999999", "[12]99{mm}2[AB]99999999"]),
    ("fr_siren", "fr.siren", ["999999999"]),
    ("fr_siret", "fr.siret", ["99999999999999", "73282932099999", "35600000099999"]),
    ("fr_spi", "fr.nif", ["[0123]999999999[01234]99"]),
    ("fr_tva", "fr.tva", ["FR99[123456789]99999999", "FRX9732829320", "FR9X732829320", "FR9X000099999"]),
    ("gr_afm", "gr.vat", ["999999999"]),
    ("gr_amka", "gr.amka", ["{dd}{mm}{yy}99999"]),
    ("hr_oib", "hr.oib", ["99999999999"]),
    ("hu_tax_number", "hu.anum", ["99999999"]),
    ("ie_pps", "ie.pps", ["9999999A", "9999999A[ABHWTX]"]),
    ("ie_vat", "ie.vat", ["IE9999999A", "IE9999999A[ABCDEFGHIW]", "IE[789]A99999A"]),
    ("is_kennitala", "is_.kennitala", ["{dd}{mm}[23456789]9999[09]", "4[123456789]{mm}[3456789]9999[09]"]),
    ("it_fiscal_code", "it.codicefiscale", [
        "AAAAAA99[ABCDEHLMPRST][012456]9A999A",
        "BBBBBB[9LMNPQRSTUV][9LMNPQRSTUV][ABCDEHLMPRST][01245][123456789LMNPQRSTUV]A[LMNPQRSTUV][LMNPQRSTUV][LMNPQRSTUV]A",
    ]),
    ("it_vat", "it.iva", ["9999999[01]9[0123456789]9", "99999991209", "99999998889"]),
    ("jmbg", "si.emso", ["{dd}{mm}9[56789]9999999", "{dd}{mm}00[123]9999999", "{dd}{mm}9[56789]9999999"]),
    ("lv_personal_code", "lv.pvn", ["{dd}{mm}{yy}[01]9999", "32999999999"]),
    ("mt_vat", "mt.vat", ["[123456789]9999999"]),
    ("nl_bsn", "nl.bsn", ["[123456789]99999999"]),
    ("nl_vat", "nl.btw", ["NL[123456789]99999999B0[123456789]", "NL[123456789]99999999B[123456789]9"]),
    ("no_fnr", "no.fodselsnummer", ["{dd}{mm}[45678]9[01234]9999", "4[123456789]{mm}{yy}[0123]9999"]),
    ("no_orgnr", "no.orgnr", ["[89]99999999"]),
    ("pl_nip", "pl.nip", ["9[123456789]99999999"]),
    # Ours leaves out the centuries in which nobody alive was born.
    ("pl_pesel", "pl.pesel", ["{yy}{mm}{dd}99999", "[0123]9[23]1{dd}99999"]),
    ("pl_regon", "pl.regon", ["999999999", "12345678599999"]),
    ("pt_cc", "pt.cc", ["999999999XX9"]),
    ("pt_nif", "pt.nif", ["[123568]99999999"]),
    ("ro_cnp", "ro.cnp", ["[12]{yy}{mm}{dd}[0123]99999", "6[01]9{mm}{dd}[0123]99999"]),
    ("ro_cui", "ro.cui", ["[123456789]9999999", "[123456789]999", "[123456789]999999999"]),
    ("ru_inn", "ru.inn", ["[123456789]999999999", "[123456789]99999999999"]),
    # Not sole traders: stdnum takes a rest of 10 to 12 for invalid.
    ("ru_ogrn", "ru.ogrn", ["[15]0[012]990[123456789]999999"]),
    ("se_orgnr", "se.orgnr", ["[1256789]9[23456789]9999999"]),
    ("se_personnummer", "se.personnummer", ["{yyyy}{mm}{dd}-[123456789]999", "{yy}[1]2{dd}-[123456789]999"]),
    ("si_tax", "si.ddv", ["[123456789]9999999"]),
    ("tr_national_id", "tr.tckimlik", ["99999999999"]),
    ("tr_vkn", "tr.vkn", ["9999999999"]),
    ("ua_edrpou", "ua.edrpou", ["99999999"]),
    ("ua_rnokpp", "ua.rntrc", ["9999999999"]),
    ("uk_utr", "gb.utr", ["9999999999"]),
    ("uk_vat", "gb.vat", ["GB[012345678]99999999", "[123456789]99999999", "GB999999973999"]),
    ("imei", "imei", ["999999999999999"]),
    # Outside Europe. Fillers that nobody is given (all digits the same) are invalid for us alone, but chance does not
    # make them here; where a template is narrower than the number, stdnum knows a list of places that we do not keep.
    # Not here: kr_brn, whose check digit stdnum does not compute, and tw_ubn, which since 2023 is judged modulo 5.
    ("ar_cbu", "ar.cbu", ["9999999[0123]99999999999999", "99999999[56]9999999999999"]),
    ("ar_cuit", "ar.cuit", ["2[01234567]999999999", "3[034]-99999999-9", "5[015]-99999999-9"]),
    ("au_abn", "au.abn", ["[123456789]9999999999", "[123] [56]9 999 999 999"]),
    ("au_acn", "au.acn", ["999 999 999"]),
    ("au_tfn", "au.tfn", ["999 999 999"]),
    ("br_cnpj", "br.cnpj", ["99.999.999/0001-99", "12345678000[123456789]99"]),
    ("br_cpf", "br.cpf", ["999.999.999-99", "123456789[01]9"]),
    ("ca_bc_phn", "ca.bc_phn", ["9999999999"]),
    ("ca_bn", "ca.bn", ["999999999", "999999999RT0001"]),
    ("ca_sin", "ca.sin", ["999-999-999"]),
    ("cl_rut", "cl.rut", ["99.999.999-9", "9.999.999-K", "99999999-[K0123]"]),
    ("cn_ric", "cn.ric", ["110101{yyyymmdd}9999", "310101{yyyymmdd}999[0123456789X]"]),
    ("cn_uscc", "cn.uscc", ["91110000999999999X", "[159][12][12]10105[AM]9999999[XYUWE]"]),
    ("co_nit", "co.nit", ["999.999.999-9", "9999999999999"]),
    ("cu_ni", "cu.ni", ["{yymmdd}99999", "99[01]9[0123]999999"]),
    ("do_cedula", "do.cedula", ["4[0123]9-9999999-9"]),
    ("do_rnc", "do.rnc", ["1-99-99999-9"]),
    ("ec_ci", "ec.ci", ["[012]999999999"]),
    ("ec_ruc", "ec.ruc", ["[012]999999999001", "17[69]9999999001", "1769999990001"]),
    ("gh_tin", "gh.tin", ["[PCGQV]009999999[0123456789X]"]),
    ("gt_nit", "gt.nit", ["[123456789]999999-[0123456789K]", "[123456789]9999999[0123456789K]"]),
    ("id_npwp", "id.npwp", ["99.999.999.9-999.999"]),
    ("il_id", "il.idnr", ["999999999", "[123456789]9999999"]),
    ("in_epic", "in_.epic", ["AAA9999999"]),
    ("in_gstin", "in_.gstin", ["[012][123456789]AAA[ABCFGHLJPTK]A9999A[123456789]ZX", "27AAPFU999[123456789]A1ZX"]),
    ("jp_corporate_number", "jp.cn", ["9-9999-9999-9999"]),
    ("jp_my_number", "jp.in_", ["9999 9999 9999"]),
    ("kr_rrn", "kr.rrn", ["{yymmdd}-[12][012345678]99999", "99[01]9[0123]9-[12][012345678]99999"]),
    ("ma_ice", "ma.ice", ["999999999999999"]),
    ("mx_curp", "mx.curp", ["[BCD]O[XAE]W{yymmdd}[HM][ADN][SGF]AAA9[0123456789]", "BO[X]W310820HNEAAA99"]),
    ("my_nric", "my.nric", ["{yymmdd}-99-9999", "99[01]9[0123]9-0[123]-9999"]),
    ("nz_ird", "nz.ird", ["[1456789]9999999", "1[01234]9-999-999"]),
    ("pe_ruc", "pe.ruc", ["[12][057]999999999"]),
    ("pk_cnic", "pk.cnic", ["99999-9999999-9"]),
    ("py_ruc", "py.ruc", ["80999999-9", "[123456]999999-9"]),
    ("sg_uen", "sg.uen", ["[12345]9999999[XMKECAWLJDB]", "20[01]999999[ZKCMDNERGWH]", "T0[01]L[LP]9999[ABCDEFGHJKL]"]),
    ("sv_nit", "sv.nit", ["[019]999-{ddmmyy}-[01]99-9"]),
    ("th_pin", "th.pin", ["[12345678]1[01234567]99-99999-99-9", "[123456780]3[01234567]9999999999"]),
    ("us_ein", "us.ein", ["99-9999999"]),
    ("uy_rut", "uy.rut", ["[012]9999999-001-9", "21999999001[0123456789]"]),
    ("ve_rif", "ve.rif", ["[VEJPG]-99999999-9"]),
    ("vn_mst", "vn.mst", ["0[0123]99999999", "0[0123]99999999-00[123]"]),
    ("za_id", "za.idnr", ["{yymmdd}9999[01]89"]),
    ("za_tin", "za.tin", ["[01239]999999999"]),
]

VALUES = 12_000
FEWEST_VALID = 20


def fill(template: str, dice: random.Random) -> str:
    """One value of a template."""
    day = datetime.date(1900, 1, 1) + datetime.timedelta(days=dice.randrange(44_000))

    def one(match: re.Match) -> str:
        token = match[0]
        if token == "9":
            return dice.choice(string.digits)
        if token == "A":
            return dice.choice(string.ascii_uppercase)
        if token == "X":
            return dice.choice(string.digits + string.ascii_uppercase)
        if token.startswith("["):
            return dice.choice(token[1:-1])
        parts = {"yyyy": f"{day.year:04}", "yy": f"{day.year % 100:02}", "mm": f"{day.month:02}", "dd": f"{day.day:02}"}
        return re.sub("yyyy|yy|mm|dd", lambda part: parts[part[0]], token[1:-1])

    return re.sub(r"\{[ymd]+\}|\[[^]]+\]|[9AX]", one, template)


def main() -> int:
    dice = random.Random(20260101)
    cases = []
    for ours, module, templates in TABLE:
        theirs = importlib.import_module(f"stdnum.{module}")
        for _ in range(VALUES):
            value = fill(dice.choice(templates), dice)
            cases.append((ours, module, value, theirs.is_valid(value)))
    lines = "".join(f"{ours}\t{value}\n" for ours, _, value, _ in cases)
    answers = subprocess.run([sys.argv[1]], input=lines, capture_output=True, text=True, check=True).stdout.split("\n")
    failed = 0
    for ours, module, _ in TABLE:
        rows = [(c, a) for c, a in zip(cases, answers) if c[0] == ours and c[1] == module]
        apart = [(c[2], c[3], a) for c, a in rows if c[3] != (a == "valid")]
        valid = sum(c[3] for c, _ in rows)
        bad = bool(apart) or valid < FEWEST_VALID
        failed += bad
        print(f"{'FAILED' if bad else 'ok':6} {ours:24} {module:16} {len(rows)} values, {valid} valid, {len(apart)} apart")
        for value, theirs, answer in apart[:5]:
            print(f"         {value}: stdnum {'valid' if theirs else 'invalid'}, ours {answer}")
    print(f"{len(TABLE) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
