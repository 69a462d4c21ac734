"""The transfers of a trail one by one: as a table of a document, as rows for a file, and as a drawn table (SVG)."""

from __future__ import annotations

from collections.abc import Sequence

from qalqan.report.blocks import Block, Grid, Heading, Para
from qalqan.report.facts import Hop, Source
from qalqan.report.layout import account_text, places_text
from qalqan.report.sankey import text, wrap
from qalqan.report.wording import Words

MOST_HOPS = 120
COLUMNS = ("c-no", "c-time", "c-from", "c-to", "c-sum", "c-place")
PLACES = (6, 48, 152, 316, 562, 574)
"""Where each column of the drawn table begins (sums: ends), in pixels."""
SIGNS = (8, 22, 30, 30, 22, 62)
WIDTH, ROW, HEAD = 900, 17, 26


def shown(hops: Sequence[Hop]) -> list[Hop]:
    """The largest hops, at most :data:`MOST_HOPS`, in their order."""
    largest = sorted(hops, key=lambda h: (-h.amount_tiyn, h.case_id, h.seq))[:MOST_HOPS]
    return sorted(largest, key=lambda h: (h.case_id, h.seq))


def cells(hop: Hop, sources: tuple[Source, ...], words: Words, *, several: bool) -> tuple[str, ...]:
    """A hop as the texts of its six columns."""
    return (
        f"{hop.case_id[-6:]}/{hop.seq}" if several else str(hop.seq), words.time(hop.at),
        account_text(hop.source_number, hop.source, words), account_text(hop.target_number, hop.target, words),
        words.money(hop.amount_tiyn), places_text(hop.places, sources, words),
    )  # fmt: skip


def blocks(hops: Sequence[Hop], sources: tuple[Source, ...], words: Words, *, several: bool) -> list[Block]:
    """Heading and table, with what was cut off."""
    made: list[Block] = [Heading(words("h-hops"), 2)]
    if not hops:
        return [*made, Para(words("no-hops"))]
    made.append(Para(words("hops-lead"), "small"))
    rows = tuple(cells(hop, sources, words, several=several) for hop in shown(hops))
    made.append(Grid(tuple(words(key) for key in COLUMNS), rows, "llllrl", (7, 13, 19, 19, 15, 27)))
    if len(hops) > MOST_HOPS:
        made.append(Para(words("cut-hops", shown=words.count(MOST_HOPS), total=words.count(len(hops))), "small"))
    return made


def svg(hops: Sequence[Hop], sources: tuple[Source, ...], words: Words, title: str = "", desc: str = "") -> str:
    """The table as a drawing; what was cut off is said below it."""
    parts = [_line(tuple(words(key) for key in COLUMNS), HEAD - 8, ' font-weight="700"')]
    parts.append(f'<path d="M4 {HEAD - 2}H{WIDTH - 4}" stroke="#22344a" stroke-width="1.2"/>')
    y = HEAD
    for hop in shown(hops):
        y += ROW
        parts.append(_line(cells(hop, sources, words, several=False), y - 5, ""))
        parts.append(f'<path d="M4 {y}H{WIDTH - 4}" stroke="#b8c0c9" stroke-width="0.5"/>')
    said = ""
    if not hops:
        said = words("no-hops")
    elif len(hops) > MOST_HOPS:
        said = words("cut-hops", shown=words.count(MOST_HOPS), total=words.count(len(hops)))
    if said:
        y += ROW
        parts.append(f'<text x="{PLACES[0]}" y="{y - 4}" font-size="9.5" fill="#5d6874">{text(said)}</text>')
    return wrap(WIDTH, y + 8, "".join(parts), title, desc)


def _line(row: tuple[str, ...], y: int, style: str) -> str:
    parts = []
    for at, cell in enumerate(row):
        told = cell if len(cell) <= SIGNS[at] else cell[: SIGNS[at] - 1] + "…"
        anchor = ' text-anchor="end"' if COLUMNS[at] == "c-sum" else ""
        parts.append(
            f'<text x="{PLACES[at]}" y="{y}" font-size="9.5" fill="#16222f"{anchor}{style}>{text(told)}</text>'
        )
    return "".join(parts)
