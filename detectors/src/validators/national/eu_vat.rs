//! VAT identification numbers of the member states (Directive 2006/112/EC, article 215): a prefix, and behind it what
//! the state issues, with its own check. Those of Germany and Italy are in `de_vat` and `it_vat`.
//!
//! ```
//! # use limpid_detectors::{Verdict, validators::check};
//! assert_eq!(check("eu_vat", "ATU13585627"), Some(Verdict::Valid));
//! assert_eq!(check("eu_vat", "ATU13585628"), Some(Verdict::Invalid));
//! ```

use super::{
    be_enterprise, bg_egn, bg_eik, bg_lnch, cy_tin, cz_ico, cz_rc, dk_cvr, es_cif, es_nif, fi_ytunnus,
    fr_tva, gr_afm, hu_tax_number, ie_vat, lv_personal_code, mt_vat, nl_vat,
    parts::{characters, ends_with, part},
    pl_nip, pt_nif, ro_cui, se_orgnr, si_tax,
};
use crate::validators::{digits, iso7064, weighted};

pub(super) fn is_valid(value: &str) -> bool {
    let text = String::from_utf8(characters(value)).unwrap_or_default();
    let Some((state, body)) = text.split_at_checked(2) else { return false };
    let digits = digits(body);
    match state {
        "AT" => body.starts_with('U') && austria(&digits),
        "BE" => be_enterprise::is_valid(body),
        "BG" if digits.len() == 9 => bg_eik::is_valid(body),
        "BG" => bg_egn::is_valid(body) || bg_lnch::is_valid(body) || bulgaria(&digits),
        "CY" => cy_tin::is_valid(body),
        "CZ" if digits.len() == 8 => digits.first() != Some(&9) && cz_ico::is_valid(body),
        "CZ" => cz_rc::is_valid(body) || czechia_special(&digits),
        "DK" => dk_cvr::is_valid(body),
        "EE" => digits.len() == 9 && weighted::remainder(&digits, &[3, 7, 1, 3, 7, 1, 3, 7, 1], 10) == 0,
        "EL" | "GR" => gr_afm::is_valid(body),
        "ES" => es_nif::is_valid(body) || es_cif::is_valid(body),
        "FI" => fi_ytunnus::is_valid(body),
        "FR" => fr_tva::is_valid(&text),
        "HR" => digits.len() == 11 && iso7064::mod_11_10(body),
        "HU" => digits.len() == 8 && hu_tax_number::is_valid(body),
        "IE" => ie_vat::is_valid(value),
        "LT" => lithuania(&digits),
        "LU" => digits.len() == 8 && part(&digits, 0..6) % 89 == part(&digits, 6..8),
        "LV" => latvia(&digits) || lv_personal_code::is_valid(body),
        "MT" => mt_vat::is_valid(body),
        "NL" => nl_vat::is_valid(&text),
        "PL" => pl_nip::is_valid(body),
        "PT" => pt_nif::is_valid(body),
        "RO" => ro_cui::is_valid(body),
        "SE" => {
            digits.len() == 12 && part(&digits, 10..12) > 0 && body.get(..10).is_some_and(se_orgnr::is_valid)
        }
        "SI" => si_tax::is_valid(body),
        "SK" => slovakia(&digits) || (digits.len() == 10 && cz_rc::is_valid(body)),
        _ => false,
    }
}

/// Luhn with 4 added to the sum.
fn austria(digits: &[u8]) -> bool {
    let Some((_, payload)) = digits.split_last() else { return false };
    let doubled = |(place, digit): (usize, &u8)| match (place % 2, u32::from(*digit)) {
        (0, digit) => digit,
        (_, digit) => digit * 2 / 10 + digit * 2 % 10,
    };
    let sum: u32 = payload.iter().enumerate().map(doubled).sum();
    digits.len() == 8 && ends_with(digits, (10 - (sum + 4) % 10) % 10)
}

fn bulgaria(digits: &[u8]) -> bool {
    let Some((_, payload)) = digits.split_last() else { return false };
    digits.len() == 10 && ends_with(digits, weighted::complement(payload, &[4, 3, 2, 7, 6, 5, 4, 3, 2], 11))
}

/// Nine digits from 6: the first does not count, and what is missing to the next multiple of 11 is looked up.
fn czechia_special(digits: &[u8]) -> bool {
    let [6, payload @ .., _] = digits else { return false };
    let missing = 10 - i64::from(weighted::remainder(payload, &[8, 7, 6, 5, 4, 3, 2], 11));
    let check = (8 - missing.rem_euclid(11)).rem_euclid(10);
    digits.len() == 9 && u32::try_from(check).is_ok_and(|check| ends_with(digits, check))
}

fn lithuania(digits: &[u8]) -> bool {
    let Some(([.., one, _], payload)) = digits.get(..).zip(digits.split_last().map(|(_, payload)| payload))
    else {
        return false;
    };
    let weights = |first: u32| (0..11).map(|place| (place + first - 1) % 9 + 1).collect::<Vec<u32>>();
    let check = match weighted::remainder(payload, &weights(1), 11) {
        10 => weighted::remainder(payload, &weights(3), 11) % 10,
        rest => rest,
    };
    matches!(digits.len(), 9 | 12) && *one == 1 && ends_with(digits, check)
}

/// Organizations: from 4, the sum leaves 3 modulo 11.
fn latvia(digits: &[u8]) -> bool {
    let sum = weighted::remainder(digits, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1], 11);
    digits.len() == 11 && digits.first() > Some(&3) && sum == 3
}

fn slovakia(digits: &[u8]) -> bool {
    let third = matches!(digits, [1..=9, _, 2..=4 | 7..=9, ..]);
    digits.len() == 10 && third && part(digits, 0..10).is_multiple_of(11)
}
