"""The money trail as a picture (SVG): boxes are accounts, ribbons transfers, thickness the sum.

Kinds are told by pattern and border as well as by shade, so that a black-and-white copy says the same. Every
coordinate is an integer and every order total: equal rows give equal bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from qalqan.report import flow
from qalqan.report.flow import BOX_WIDTH, LANES, LINE, Box, Plan, Ribbon
from qalqan.report.signs import drawable
from qalqan.report.wording import HARD, Words

FONT = "Libertinus Serif, DejaVu Sans Mono"
SIGNS = 26
SIGN = 6
"""Width of a sign of the legend, in pixels, on the wide side."""
LEGEND = 46
"""Room above the boxes: two lines of the legend."""
LEAST_WIDTH = 742
KINDS = ("source", "account", "sink", "frontier", "others")
_DEFS = (
    '<pattern id="cash" width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7" fill="#e9e4da"/>'
    '<path d="M0 7L7 0" stroke="#8d7f66" stroke-width="1"/></pattern>'
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#f1f3f5"/>'
    '<circle cx="3" cy="3" r="1" fill="#8b97a3"/></pattern>'
    '<pattern id="stay" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#cfe0cf"/>'
    '<path d="M0 2.5H5" stroke="#4c7a4c" stroke-width="1"/></pattern>'
)
_RIBBON = {"sink": "url(#cash)", "frontier": "url(#dots)"}
_BOX = {
    "source": 'fill="#22344a" stroke="#22344a"',
    "account": 'fill="#ffffff" stroke="#22344a"',
    "sink": 'fill="#ffffff" stroke="#22344a" stroke-width="2.5"',
    "frontier": 'fill="#ffffff" stroke="#22344a" stroke-dasharray="5 3"',
    "others": 'fill="#f1f3f5" stroke="#8b97a3"',
}


def svg(
    trail_rows: Iterable[Mapping[str, Any]], hop_rows: Iterable[Mapping[str, Any]], lang: str, title: str = "",
    desc: str = "",
) -> str:  # fmt: skip
    """The picture of one trail, or of several laid over each other, with its legend in that language.

    Rows are shaped like the tables trails and hops; ``label`` and ``number`` (a running number of the document)
    may stand beside an account. With no rows the picture says that nothing was traced.
    """
    nodes, edges = flow.gather(trail_rows, hop_rows)
    return draw(flow.plan(nodes, edges, LEGEND + 10), lang, title, desc)


def draw(plan: Plan, lang: str, title: str = "", desc: str = "") -> str:
    """A plan as SVG; title and description are for those who hear the picture read out."""
    words = Words(lang)
    returned = (_out(one) + 10 - one.x2 for one in plan.ribbons if one.back and one.x1 != one.x2)
    left = max([0, *returned])  # lines back to the first column pass before it
    width = max(plan.width + left, LEAST_WIDTH)
    if not plan.boxes:
        said = f'<text x="10" y="30" font-size="14" fill="#22344a">{text(words("picture-empty"))}</text>'
        return wrap(width, 50, said, title, desc)
    shift = left + (width - plan.width - left) // 2
    inside = [_ribbon(one, plan) for one in plan.ribbons] + [_box(one, words) for one in plan.boxes]
    body = f'<g transform="translate({shift} 0)">{"".join(inside)}</g>'
    return wrap(width, plan.height, _legend(plan, words) + body, title, desc)


def wrap(width: int, height: int, inside: str, title: str = "", desc: str = "", *, defs: str = _DEFS) -> str:
    """A whole picture of that size in pixels around drawn shapes."""
    told = f"<title>{text(title)}</title><desc>{text(desc)}</desc>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="{FONT}">{told}<defs>{defs}</defs>'
        f"{inside}</svg>"
    )


def text(told: str) -> str:
    """A foreign text as it may stand in a picture."""
    return escape(drawable(told), {'"': "&quot;"})


def _ribbon(one: Ribbon, plan: Plan) -> str:
    if one.back:
        return _back(one)
    kind = next(box.node.kind for box in plan.boxes if box.node.id == one.edge.target)
    half = (one.x1 + one.x2) // 2
    y1, y2, t = one.y1, one.y2, one.thick
    path = (
        f"M{one.x1} {y1}C{half} {y1} {half} {y2} {one.x2} {y2}L{one.x2} {y2 + t}"
        f"C{half} {y2 + t} {half} {y1 + t} {one.x1} {y1 + t}Z"
    )
    fill = _RIBBON.get(kind, "#c5d2e0")
    return f'<path d="{path}" fill="{fill}" fill-opacity="0.85" stroke="#6d8095" stroke-width="0.5"/>'


def _out(one: Ribbon) -> int:
    """How far from its boxes a line against the stream runs."""
    return 12 + 7 * (one.lane % LANES)


def _back(one: Ribbon) -> str:
    """A dashed line with a tip in the gaps between the columns: beside its column, or below all boxes."""
    out = _out(one)
    x1, y1, x2, y2 = one.x1, one.y1, one.x2, one.y2
    if x1 == x2:
        path, tip = f"M{x1} {y1}C{x1 + out + 14} {y1} {x1 + out + 14} {y2} {x2 + 6} {y2}", -1
    else:
        path, tip = f"M{x1} {y1}H{x1 + out}V{one.low}H{x2 - out}V{y2}H{x2 - 6}", 1
    line = f'<path d="{path}" fill="none" stroke="#22344a" stroke-dasharray="4 2" stroke-width="1.4"/>'
    return f'{line}<path d="M{x2 - 8 * tip} {y2 - 4}L{x2} {y2}L{x2 - 8 * tip} {y2 + 4}Z" fill="#22344a"/>'


def _box(one: Box, words: Words) -> str:
    node, x, y, h = one.node, one.x, one.y, one.height
    ink = "#ffffff" if node.kind == "source" else "#16222f"
    parts = [f'<rect x="{x}" y="{y}" width="{BOX_WIDTH}" height="{h}" rx="2" {_BOX[node.kind]}/>']
    if node.kind == "account" and node.incoming and node.left:
        tall = min(max(node.left * (h - 4) // node.incoming, 3), h - 4)
        parts.append(
            f'<rect x="{x + BOX_WIDTH - 11}" y="{y + h - 2 - tall}" width="9" height="{tall}" fill="url(#stay)"/>'
        )
    if node.kind == "sink":
        parts.append(f'<rect x="{x + BOX_WIDTH - 11}" y="{y + 2}" width="9" height="{h - 4}" fill="url(#cash)"/>')
    lines = _lines(one, words)
    top = y + (h - LINE * len(lines)) // 2 + 10
    for at, line in enumerate(lines):
        weight = ' font-weight="700"' if at == 0 else ""
        parts.append(
            f'<text x="{x + 6}" y="{top + at * LINE}" font-size="10.5" fill="{ink}"{weight}>{text(line)}</text>'
        )
    return "".join(parts)


def _lines(one: Box, words: Words) -> list[str]:
    node = one.node
    if node.kind == "others":
        first, second = words("picture-others", count=words.count(node.stands_for)), ""
    elif node.kind == "source":
        number = f"№{node.number}{HARD}" if node.number else ""
        first, second = words("picture-source"), _cut(f"{number}{node.label}")
    else:
        told, _, below = node.label.partition("\n")
        number = f"№{node.number}{HARD}" if node.number else ""
        first, second = _cut(f"{number}{told}"), _cut(below)
    flow_key = "picture-lost" if node.kind == "source" else "picture-in"
    sums = [words(flow_key, sum=_short(node.incoming, words))] if node.incoming else []
    if node.left and node.kind == "account":
        sums.append(words("picture-left", sum=_short(node.left, words)))
    return [line for line in (first, second, *sums) if line]


def _cut(text: str) -> str:
    return text if len(text) <= SIGNS else text[: SIGNS - 1] + "…"


def _short(tiyn: int, words: Words) -> str:
    """A sum in whole tenge, for the picture: the tables say it to the tiyn."""
    return words.count(tiyn // 100)


def _legend(plan: Plan, words: Words) -> str:
    there = {box.node.kind for box in plan.boxes}
    entries: list[tuple[str, str]] = []
    for kind in (kind for kind in KINDS if kind in there):
        strip = '<rect x="14" y="1" width="5" height="12" fill="url(#cash)"/>' if kind == "sink" else ""
        drawn = f'<rect width="20" height="14" {_BOX[kind]}/>{strip}'
        entries.append((drawn, words("picture-others-legend" if kind == "others" else f"picture-{kind}")))
    if any(box.node.left and box.node.kind == "account" for box in plan.boxes):
        entries.append(('<rect width="20" height="14" fill="url(#stay)" stroke="#4c7a4c"/>', words("picture-stay")))
    if any(ribbon.back for ribbon in plan.ribbons):
        drawn = '<path d="M0 7H22" stroke="#22344a" stroke-dasharray="4 2" stroke-width="1.4"/>'
        entries.append((drawn, words("picture-back")))
    parts, x, y, width = [], 6, 7, max(plan.width, LEAST_WIDTH)
    for drawn, said in entries:
        long = 28 + len(said) * SIGN + 16
        if x + long > width and x > 6:
            x, y = 6, y + 20
        parts.append(f'<g transform="translate({x} {y})">{drawn}</g>')
        parts.append(f'<text x="{x + 28}" y="{y + 11}" font-size="11" fill="#16222f">{text(said)}</text>')
        x += long
    return "".join(parts)
