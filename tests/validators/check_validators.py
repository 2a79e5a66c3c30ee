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
