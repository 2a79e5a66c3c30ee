"""The figures as a page: tables of ratios, what was aimed for, curves."""

from measure import Figures, middle
from plot import curves

CURVES = ["size", "length", "density"]
HEAD = """# How fast limpid is

Measured and written by `python benches/peers/compare.py`; the data is synthetic and made by the same program. Seconds are those
of the processor (user and system, all threads), medians of runs in turn (A B A B …) after a warm-up; ratios are of one
group, whose cases ran beside each other. Of detectors and libraries, the time before the
first byte (imports, compiling) and after the last is taken off.
"""
QUICK = "\n**A quick round on small data: it proves that everything runs, and its figures mean little.**\n"


def speed(one):
    """Bytes per processor second."""
    return one.bytes / middle(one.work) if one.work else 0.0


def seconds(value):
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def table(heads, rows):
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def scans(figures):
    """Speeds, and how many times as fast the first is."""
    base = speed(figures[0])
    rows = [[one.name, f"{one.bytes / 1e6:.2f}", number(speed(one) / 1e6), f"{base / speed(one):,.2f}", f"{max(one.memory) / 1e6:.0f}"]
            if one.work else [one.name, "", f"did not run: {one.failed}", "", ""] for one in figures]
    return table(["", "MB searched", "MB/s", "time a byte, × the first row", "peak MB"], rows)


def copies(figures):
    """Costs against the plain copy."""
    base = middle(figures[0].work)
    rows = [[one.name, seconds(middle(one.work)), f"{middle(one.work) / base:.2f}", number(speed(one) / 1e6), seconds(middle(one.wall)),
             f"{max(one.memory) / 1e6:.0f}"] if one.work and base else [one.name, f"did not run: {one.failed}", "", "", "", ""]
            for one in figures]
    return table(["", "CPU s", "× plain copy", "MB/s", "s by the clock", "peak MB"], rows)


def starts(figures):
    rows = [[one.name, f"{middle(one.first) * 1e3:.0f}", f"{middle(one.total) * 1e3:.0f}", f"{max(one.memory) / 1e6:.0f}"]
            if one.work else [one.name, one.failed, "", ""] for one in figures]
    return table(["", "ms by the clock to the first byte", "CPU ms, whole process", "peak MB"], rows)


def memories(figures):
    rows = [[one.name, f"{one.bytes / 1e6:.0f}", seconds(middle(one.work)), f"{max(one.memory) / 1e6:.0f}"]
            if one.work else [one.name, "", one.failed, ""] for one in figures]
    return table(["file", "MB", "CPU s", "peak MB"], rows)


def points(figures):
    """Curve cases `SERIES VALUE` as {series: [(value, seconds per MB, seconds)]}."""
    series = {}
    for one in figures:
        if one.work:
            name, value = one.name.split(" ")
            series.setdefault(name, []).append((float(value), middle(one.work) / one.bytes * 1e6, middle(one.work)))
    return series


def curve_table(axis, series):
    heads = {"size": "× the usual size", "length": "bytes a cell", "density": "% of sentences"}[axis]
    values = sorted({value for line in series.values() for value, *_ in line})
    cell = lambda line, value: next((number(1e3 * cost) for at, cost, _ in line if at == value), "")
    rows = [[f"{value:,g}", *(cell(line, value) for line in series.values())] for value in values]
    return table([heads, *(f"{name}, CPU ms/MB" for name in series)], rows)


def find(groups, group, name):
    return next((one for one in groups.get(group, []) if one.name == name and one.work), None)


def aims(groups):
    """What was aimed for, and what was reached; a row without figures is left out."""
    rows = []

    def row(what, aim, value, unit, reached):
        rows.append([what, f"{aim:,g} {unit}".strip(), f"{number(value)} {unit}".strip(), "yes" if reached else "**no**"])

    for kind, aim in (("prose", 600), ("records", 250)):
        rules, starts = find(groups, f"scan-{kind}", "limpid, rules"), find(groups, f"scan-{kind}", "Hyperscan, with starts, cell by cell")
        if rules:
            row(f"rules on {kind}, at least", aim, speed(rules) / 1e6, "MB/s", speed(rules) >= aim * 1e6)
        if rules and starts:
            row(f"rules on {kind} against Hyperscan with starts, at least", 4, speed(rules) / speed(starts), "×", speed(rules) >= 4 * speed(starts))
    for kind, aim, least in (("parquet", 1.3, None), ("jsonl", 1.6, 150), ("csv", 1.6, 150)):
        plain, rules = find(groups, kind, "plain copy, arrow-rs"), find(groups, kind, "limpid, rules")
        if plain and rules:
            ratio = middle(rules.work) / middle(plain.work)
            row(f"run {kind}, rules, of the plain copy, at most", aim, ratio, "×", ratio <= aim)
        if rules and least:
            row(f"run {kind}, rules, at least", least, speed(rules) / 1e6, "MB/s", speed(rules) >= least * 1e6)
    plain, tagger = find(groups, "parquet", "plain copy, arrow-rs"), find(groups, "parquet", "limpid, rules and tagger")
    if plain and tagger:
        ratio = middle(tagger.work) / middle(plain.work)
        row("run parquet, with the tagger, of the plain copy, at most", 3, ratio, "×", ratio <= 3)
    for kind in ("records", "prose"):
        ours, theirs = find(groups, f"presidio-{kind}", "limpid, Presidio's entities"), find(groups, f"presidio-{kind}", "Presidio, blank spaCy")
        if ours and theirs:
            row(f"same entities as Presidio, {kind}, at least", 1000, speed(ours) / speed(theirs), "×", speed(ours) >= 1000 * speed(theirs))
    one, two = find(groups, "parquet", "limpid, rules"), find(groups, "parquet", "limpid, rules, 2 threads")
    if one and two:
        gain = middle(one.wall) / middle(two.wall)
        row("2 threads against 1, by the clock, at least", 1.8, gain, "×", gain >= 1.8)
    peaks = [max(one.memory) for one in groups.get("memory", []) if one.memory]
    if peaks:
        row("peak memory at 2 threads, at most", 400, max(peaks) / 1e6, "MB", max(peaks) <= 400e6)
        row("largest against smallest peak, at most", 1.1, max(peaks) / min(peaks), "×", max(peaks) <= 1.1 * min(peaks))
    if start := find(groups, "start", "`limpid detect --text`, rules and tagger"):
        row("start to first byte, at most", 60, middle(start.first) * 1e3, "ms", middle(start.first) <= 0.06)
    return table(["aim", "", "measured", "reached"], rows)


TITLES = {
    "scan-records": ("Searching records", scans), "scan-prose": ("Searching prose", scans),
    "scan-scripts": ("Searching other languages, of thirteen in turn", scans),
    "scan-documents": ("Searching documents of many lines: code, notes, letters, logs", scans),
    "presidio-records": ("Presidio's own entities, records", scans), "presidio-prose": ("Presidio's own entities, prose", scans),
    "parquet": ("Parquet to Parquet (MB: the same rows as CSV)", copies), "jsonl": ("JSONL to JSONL", copies),
    "csv": ("CSV to CSV", copies), "commands": ("Other commands", scans), "start": ("Start", starts),
    "memory": ("Memory, by size of the Parquet file, two threads, with the tagger", memories),
}


def write(folder, meta, groups: dict[str, list[Figures]]):
    """Writes performance.md and performance.svg; returns the page."""
    parts = [HEAD, QUICK if meta.get("quick") else ""]
    parts.append("- machine: " + ", ".join(f"{name} {value}" for name, value in meta["machine"].items()))
    parts.append("- versions: " + ", ".join(f"{name} {value}" for name, value in meta["versions"].items()))
    parts.append("- rounds: " + ", ".join(f"{name} {meta[name]['rounds']}" for name in groups) + "; load of the machine after each: "
                 + ", ".join(f"{meta[name]['load']:.1f}" for name in groups))
    commits = {meta[name]["limpid"] for name in groups} | {meta["versions"]["limpid"]}
    if len(commits) > 1:
        parts.append("- **groups were measured at different commits**: " + ", ".join(f"{name} {meta[name]['limpid']}" for name in groups))
    for line, reason in meta["not installed"].items():
        parts.append(f"- not installed: {line} ({reason})")
    parts.append("\n## What was aimed for\n\n" + aims(groups))
    for name, (title, show) in TITLES.items():
        if name in groups:
            parts.append(f"\n## {title}\n\n" + show(groups[name]))
    drawn = {axis: points(groups[f"curve-{axis}"]) for axis in CURVES if f"curve-{axis}" in groups}
    if drawn:
        (folder / "performance.svg").write_text(curves(drawn), encoding="utf-8")
        parts.append("\n## Cost against size, length of a cell and density of findings\n\n![curves](performance.svg)")
        parts += ["\n" + curve_table(axis, series) for axis, series in drawn.items()]
    page = "\n".join(part for part in parts if part) + "\n"
    (folder / "performance.md").write_text(page, encoding="utf-8")
    return page
