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
    ("pl_pesel", "pl.pesel", ["{yy}{mm}{dd}99999", "{yy}[23]1{dd}99999", "{yy}[89]2{dd}99999"]),
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
