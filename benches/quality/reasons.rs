&[
    ("context/7", "the word is ssid: Presidio counts any word that holds `id`"),
    ("ip_recognizer/when_ip_at_boundary_then_correct_span/12", "five numbers are no address, and four of them none either"),
    ("url_recognizer/when_all_urls_then_succeed/1", "the quotes are no part of the address"),
    ("v/pl_pesel_recognizer/validate_result_checksum/9", "the number is right; the rule never offers it with that separator"),
]
