"""Writes the example data of this folder: synthetic, from reserved ranges, the same on every run.

    python examples/make_data.py examples/data

Nobody in it exists. E-mail addresses end in example.com/org/net (RFC 2606), North American phone numbers are
555-01xx, British ones from Ofcom's drama ranges, IP addresses from RFC 5737, cards from the networks' test numbers.
"""

import csv
import json
import random
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FIRST = ["Aisha", "Bruno", "Chloe", "Dmitri", "Elif", "Farah", "Goran", "Hana", "Ines", "Jamal", "Keiko", "Lars",
         "Mei", "Nadia", "Omar", "Priya", "Quinn", "Rosa", "Sanjay", "Tomas"]
LAST = ["Abara", "Bergstrom", "Castellano", "Dubois", "Eze", "Fujimoto", "Garcia", "Haddad", "Ivanova", "Jansen",
        "Khan", "Lindqvist", "Moreau", "Nakamura", "Okafor", "Petrov", "Quispe", "Rahman", "Silva", "Tanaka"]
STREETS = ["Maple Avenue", "Oak Street", "Cedar Lane", "Elm Drive", "Lake Road", "Hill Boulevard"]
CITIES = [("Springfield", "IL", "62704"), ("Riverton", "WY", "82501"), ("Fairview", "TX", "75069")]
CARDS = ["4111 1111 1111 1111", "5555555555554444", "378282246310005", "4012-8888-8888-1881"]


class Person:
    def __init__(self, rng, number):
        self.number = number
        self.first, self.last = rng.choice(FIRST), rng.choice(LAST)
        self.name = f"{self.first} {self.last}"
        self.email = f"{self.first}.{self.last}{number}@example.{rng.choice(['com', 'org', 'net'])}".lower()
        self.phone = f"({rng.choice([212, 312, 415, 617])}) 555-01{rng.randrange(100):02d}"
        self.born = f"{rng.randrange(1945, 2005)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        self.city, self.state, self.zip = rng.choice(CITIES)
        self.street = f"{rng.randrange(10, 990)} {rng.choice(STREETS)}"
        self.ip = f"192.0.2.{rng.randrange(1, 255)}"
        self.card = rng.choice(CARDS)


def ticket(rng, person):
    return rng.choice([
        f"Hi, this is {person.name}. Please call me back on {person.phone} or write to {person.email}.",
        f"I was charged twice on card {person.card}, my address is {person.street}, {person.city}, {person.state} "
        f"{person.zip}.",
        f"Login from {person.ip} failed since Monday. My account e-mail is {person.email}.",
        "The export button does nothing in version 2.0.10.1 of the app. No personal details needed, I think.",
        f"Patient portal: date of birth {person.born}, cannot see my results.",
    ])


def main(folder):
    rng = random.Random(20260301)
    people = [Person(rng, number) for number in range(60)]
    with open(folder / "customers.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["customer_id", "full_name", "email", "phone", "date_of_birth", "street_address", "city", "state",
                       "zip", "plan", "notes"])
        for person in people:
            rows.writerow([1000 + person.number, person.name, person.email, person.phone, person.born, person.street,
                           person.city, person.state, person.zip, rng.choice(["free", "team", "business"]),
                           rng.choice(["", "prefers e-mail", f"alternative: {person.phone}", "VIP, handle with care"])])
    for day in ["2026-03-01", "2026-03-02"]:
        chosen = [rng.choice(people) for _ in range(80)]
        table = pa.table({
            "ticket": pa.array(range(len(chosen)), pa.int64()),
            "customer_id": pa.array([1000 + person.number for person in chosen], pa.int64()),
            "phone": pa.array([int("1" + "".join(c for c in person.phone if c.isdigit())) for person in chosen],
                              pa.int64()),
            "body": [ticket(rng, person) for person in chosen],
            "attributes": pa.array([[("channel", rng.choice(["web", "mail"])), ("contact", person.email)]
                                    for person in chosen], pa.map_(pa.string(), pa.string())),
            "priority": pa.array([rng.choice(["low", "high"]) for _ in chosen]).dictionary_encode(),
        })
        target = folder / "tickets" / f"day={day}"
        target.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, target / "part-0000.parquet", compression="zstd", write_statistics=False)
    with open(folder / "chats.jsonl", "w", encoding="utf-8") as file:
        for number in range(50):
            person = rng.choice(people)
            file.write(json.dumps({
                "id": number,
                "messages": [
                    {"role": "system", "content": "You are a helpful assistant of a phone company."},
                    {"role": "user", "content": ticket(rng, person)},
                    {"role": "assistant", "content": f"Thank you. I will write to {person.email}."},
                ],
                "meta": {"ip": person.ip, "rating": rng.randrange(1, 6)},
            }, ensure_ascii=False) + "\n")
    (folder / "handbook.md").write_text(
        "# Support handbook\n\nEscalate to the duty lead, lead@example.com, phone (212) 555-0142.\n"
        "Never ask for a card number; the test card is 4111 1111 1111 1111.\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
