"""Curves as SVG, by hand: three panels, a line a series, readable on light and dark pages."""

from math import log10

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 300, 220, 46, 28, 38
COLOURS = {"copy": "#888888", "rules": "#2a78c8", "tagger": "#d07020"}
PANELS = {
    "size": ("CPU seconds by size", "× the usual size", False),
    "length": ("CPU ms/MB by length of a cell", "bytes, logarithmic", True),
    "density": ("CPU ms/MB by density", "% of sentences that tell something", False),
}


def panel(axis, series):
    """One panel: `series` is {name: [(x, seconds per MB, seconds)]}."""
    title, label, logarithmic = PANELS[axis]
    height = lambda point: point[2] if axis == "size" else 1e3 * point[1]
    across = (lambda value: log10(value)) if logarithmic else (lambda value: value)
    points = [point for line in series.values() for point in line]
    low, high = min(across(point[0]) for point in points), max(across(point[0]) for point in points)
    low = low if logarithmic else 0.0
    top = max(map(height, points)) * 1.1 or 1.0
    x = lambda value: LEFT + (across(value) - low) / ((high - low) or 1) * (WIDTH - LEFT - 12)
    y = lambda value: HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM)
    out = [f'<text x="{LEFT}" y="16" font-weight="bold">{title}</text>',
           f'<text x="{(LEFT + WIDTH) / 2}" y="{HEIGHT - 6}" text-anchor="middle">{label}</text>']
    for part in range(5):
        value = top * part / 4
        out.append(f'<line x1="{LEFT}" x2="{WIDTH - 12}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#999" stroke-opacity=".3"/>')
        out.append(f'<text x="{LEFT - 4}" y="{y(value) + 4:.1f}" text-anchor="end">{tick(value)}</text>')
    last = -WIDTH
    for value in sorted({point[0] for point in points}):
        # A label that would stand on the one before is left out.
        if x(value) - last < 22:
            continue
        last = x(value)
        shown = f"10{exponent(round(log10(value)))}" if logarithmic else f"{value:g}"
        out.append(f'<text x="{x(value):.1f}" y="{HEIGHT - BOTTOM + 14}" text-anchor="middle">{shown}</text>')
    for name, line in series.items():
        path = " ".join(f"{x(point[0]):.1f},{y(height(point)):.1f}" for point in sorted(line))
        out.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        out += [f'<circle cx="{x(point[0]):.1f}" cy="{y(height(point)):.1f}" r="2.5" fill="{COLOURS[name]}"/>' for point in line]
    return "\n".join(out)


def tick(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def exponent(number):
    return str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def curves(drawn):
    """The panels side by side, with a legend."""
    parts = [f'<g transform="translate({place * WIDTH},0)">\n{panel(axis, series)}\n</g>'
             for place, (axis, series) in enumerate(drawn.items()) if series]
    names = {"copy": "plain copy", "rules": "limpid, rules", "tagger": "limpid, rules and tagger"}
    legend = "".join(f'<tspan fill="{COLOURS[name]}" dx="14">■ {text}</tspan>' for name, text in names.items())
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(drawn)} {HEIGHT + 22}" font-family="sans-serif" '
            f'font-size="10" fill="#777">\n' + "\n".join(parts) + f'\n<text x="{LEFT - 14}" y="{HEIGHT + 14}">{legend}</text>\n</svg>\n')
