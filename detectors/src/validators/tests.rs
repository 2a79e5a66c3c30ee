use proptest::prelude::*;

use super::*;

/// `(validator, valid, invalid)`: published examples and a near miss of each.
const CASES: &[(&str, &str, &str)] = &[
    ("aba", "021000021", "021000022"),
    ("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb"),
    ("bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"),
    (
        "bitcoin",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj1",
    ),
    ("credit_card", "4111-1111-1111-1111", "4111-1111-1111-1112"),
    ("credit_card", "378282246310005", "1610000000007"),
    ("date", "29/02/2000", "29/02/1900"),
    ("date", "12/31/1999", "31/02/1999"),
    ("eip55", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"),
    ("iban", "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
    ("ip", "2001:db8::1/64", "2001:db8::1::2"),
    ("ip", "192.0.2.1", "192.0.2.256"),
    ("jwt", "eyJhbGciOiJIUzI1NiJ9.e30.x", "eyJmb28iOiJiYXIifQ.e30.x"),
    ("ip", "2001:db8::1%eth0/64", "2001:db8::256.1.1.1"),
    ("mac", "00:00:5e:00:53:01", "ff:ff:ff:ff:ff:ff"),
    ("nino", "AA123456B", "NT123456A"),
    ("date", "5-MAY-2021", "31. Juni 2021"),
    ("date", "29 de febrero de 2000", "30 février 2000"),
    ("date", "12/2020", "13/2020"),
    ("date", "May-21", "February 30, 1999"),
    ("luhn", "79927398713", "79927398714"),
    ("nhs", "999 000 0018", "999 000 0017"),
    ("pan", "AAAPL1234C", "AAAXL1234C"),
    ("phone", "+1 212 555 0123", "+1 012 555 0123"),
    ("phone", "555-0123", "2025-10-03 15"),
    ("phone", "+44 7700 900123", "+44 123"),
    ("phone_gb", "020 7946 0958", "099 7946 0958"),
    ("phone_nanp", "(212) 555-0100", "(012) 555-0100"),
    ("ssn", "536-90-4399", "666-90-4399"),
    ("verhoeff", "2363", "2364"),
];

#[test]
fn published_examples_are_valid_and_near_misses_are_not() {
    for (validator, valid, invalid) in CASES {
        assert_eq!(check(validator, valid), Some(Verdict::Valid), "{validator:?} {valid}");
        assert_eq!(check(validator, invalid), Some(Verdict::Invalid), "{validator:?} {invalid}");
    }
}

fn text(digits: &[u8]) -> String {
    digits.iter().map(|digit| char::from(b'0' + digit)).collect()
}

/// Completes a payload, checks it, and checks that no other last digit passes.
fn only_one_digit_fits(validator: &str, payload: &[u8], completing: u8) -> Result<(), TestCaseError> {
    for last in 0..10 {
        let number = text(&[payload, &[last]].concat());
        let expected = if last == completing { Verdict::Valid } else { Verdict::Invalid };
        prop_assert_eq!(check(validator, &number), Some(expected), "{:?} {}", validator, number);
    }
    Ok(())
}

proptest! {
    #[test]
    fn check_digits_catch_every_wrong_digit(payload in prop::collection::vec(0u8..10, 9..19), place in 0usize..9, other in 1u8..10) {
        prop_assume!(payload.iter().any(|digit| *digit != payload[0]));
        only_one_digit_fits("luhn", &payload, luhn::check_digit(&payload))?;
        only_one_digit_fits("verhoeff", &payload, verhoeff::check_digit(&payload))?;
        let mut wrong = [payload.clone(), vec![luhn::check_digit(&payload)]].concat();
        wrong[place] = (wrong[place] + other) % 10;
        prop_assert_eq!(super::check("luhn", &text(&wrong)), Some(Verdict::Invalid));
        let nhs = &payload[..9];
        if let Some(check) = mod11::nhs_check_digit(nhs) {
            only_one_digit_fits("nhs", nhs, check)?;
        }
    }

    #[test]
    fn a_routing_number_has_one_check_digit(payload in prop::collection::vec(0u8..10, 6), district in 1u8..13) {
        let payload = [vec![district / 10, district % 10], payload].concat();
        only_one_digit_fits("aba", &payload, aba::check_digit(&payload))?;
    }

    #[test]
    fn one_changed_digit_breaks_a_card(payload in "4[0-9]{14}", place in 1usize..16, other in 1u8..10) {
        let digits = digits(&payload);
        let mut card = [digits.clone(), vec![luhn::check_digit(&digits)]].concat();
        prop_assert_eq!(super::check("credit_card", &text(&card)), Some(Verdict::Valid));
        card[place] = (card[place] + other) % 10;
        prop_assert_eq!(super::check("credit_card", &text(&card)), Some(Verdict::Invalid));
    }

    #[test]
    fn an_iban_with_its_check_digits_is_valid(body in "[0-9]{18}", place in 4usize..22) {
        let check = iban::check_digits("DE", &body).expect("digits");
        let number = format!("DE{check}{body}");
        prop_assert_eq!(super::check("iban", &number), Some(Verdict::Valid));
        let mut wrong = number.into_bytes();
        wrong[place] = b'0' + (wrong[place] - b'0' + 1) % 10;
        prop_assert_eq!(super::check("iban", std::str::from_utf8(&wrong).expect("ascii")), Some(Verdict::Invalid));
    }

    #[test]
    fn validators_never_panic(value in ".{0,40}") {
        for name in names() {
            check(name, &value);
        }
    }
}
