"""One peer that is a Python library, over the lines of a text or over a table; started by compare.py.

    library.py PEER FILE [BYTES] [OUTPUT]

Prints `{"setup": SECONDS, "done": SECONDS, "bytes": N, "findings": N}`: the processor time used before the first byte is searched
(imports, compiling, reading the file) and after the last, and what was done. A peer warms up on one text before that.
"""

import json
import sys
import time
from pathlib import Path

# What Presidio's default pattern recognizers find in English; limpid is asked for the same in the comparison.
PRESIDIO_ENTITIES = ["CREDIT_CARD", "CRYPTO", "DATE_TIME", "EMAIL_ADDRESS", "IBAN_CODE", "IP_ADDRESS", "MAC_ADDRESS",
                     "MEDICAL_LICENSE", "PHONE_NUMBER", "UK_NHS", "URL", "US_BANK_NUMBER", "US_DRIVER_LICENSE", "US_ITIN",
                     "US_PASSPORT", "US_SSN"]
WARM = "write to aisha@example.com or (212) 555-0142"


def hyperscan(starts):
    import hyperscan as hs
    from patterns import PATTERNS
    database = hs.Database()
    flag = hs.HS_FLAG_SOM_LEFTMOST if starts else 0
    database.compile(expressions=[pattern.encode() for pattern in PATTERNS], flags=[flag] * len(PATTERNS))
    # Without a handler the scan is the library's alone: calling Python for each match would cost more than the scan.
    return lambda cell: database.scan(cell, match_event_handler=None)


def regular_expressions():
    import re
    from patterns import PATTERNS
    compiled = [re.compile(pattern, re.ASCII) for pattern in PATTERNS]
    return lambda cell: sum(len(one.findall(cell)) for one in compiled)


def presidio():
    import logging
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def load(self):
            self.nlp = {"en": spacy.blank("en")}

    logging.disable(logging.WARNING)
    # The list of public suffixes that ships with tldextract, instead of one from the network.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    analyzer = AnalyzerEngine(nlp_engine=Blank(), supported_languages=["en"])
    return lambda cell: len(analyzer.analyze(text=cell, language="en", entities=PRESIDIO_ENTITIES))


def datafog(backend):
    from datafog import scan
    return lambda cell: len(scan(cell, engine="regex", backend=backend).entities)


def scrubadub():
    from scrubadub import Scrubber
    scrubber = Scrubber()
    return lambda cell: sum(1 for _ in scrubber.iter_filth(cell))


def datatrove():
    from datatrove.pipeline.formatters.pii import PIIFormatter
    formatter = PIIFormatter()
    return lambda cell: int(formatter.format(cell) != cell)


def maskops(function):
    import maskops as library
    import polars
    work = getattr(library, function)
    return lambda cells: len(polars.DataFrame({"text": cells}).select(work("text")))


# By name: (makes the worker, whether it takes bytes, whether it takes all cells at once).
SCANNERS = {
    "hyperscan-starts": (lambda: hyperscan(True), True, False),
    "hyperscan-ends": (lambda: hyperscan(False), True, False),
    "hyperscan-starts-whole": (lambda: hyperscan(True), True, "joined"),
    "hyperscan-ends-whole": (lambda: hyperscan(False), True, "joined"),
    "python-re": (regular_expressions, False, False),
    "presidio": (presidio, False, False),
    "datafog": (lambda: datafog("python"), False, False),
    "datafog-rust": (lambda: datafog("rust"), False, False),
    "scrubadub": (scrubadub, False, False),
    "datatrove": (datatrove, False, False),
    "maskops-contains": (lambda: maskops("contains_pii"), False, "list"),
    "maskops-mask": (lambda: maskops("mask_pii"), False, "list"),
}


def scan(name, file, limit):
    make, raw, at_once = SCANNERS[name]
    data = Path(file).read_bytes()
    data = data[:limit] if limit else data
    cells = data.split(b"\n") if raw else data.decode("utf-8", "ignore").split("\n")
    size = sum(map(len, cells)) if raw else len(data)
    work = make()
    if at_once == "joined":
        work(WARM.encode())
        setup = time.process_time()
        return setup, len(data), work(data)
    if at_once:
        work([WARM])
        setup = time.process_time()
        return setup, size, work(cells)
    work(WARM.encode() if raw else WARM)
    setup = time.process_time()
    found = 0
    for cell in cells:
        found += work(cell) or 0
    return setup, size, found


def main():
    name, file, limit = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0
    setup, size, found = scan(name, file, limit)
    done = time.process_time()
    print(json.dumps({"setup": setup, "done": done, "bytes": size, "findings": found if isinstance(found, int) else None}))


if __name__ == "__main__":
    main()
