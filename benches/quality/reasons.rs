&[
    ("\"https://", "the quotes are no part of the address"),
    ("'https://", "the quotes are no part of the address"),
]
