"""How a text table is written: its separator and the usual number of its fields."""

from __future__ import annotations

import csv
from collections import Counter

SEPARATORS = (";", "\t", "|", ",", "^", "~")
QUOTED_LINES = 60


def dialect(rows: list[str]) -> tuple[str, int, int]:
    """The separator, the share of lines (of 1000) that have its usual count, and the usual number of fields.

    The separator is the one whose most frequent count over lines covers most of the cells.
    """
    filled = [row for row in rows if row.strip()]
    best = ("", 0, 1)
    top = 0
    for separator in SEPARATORS:
        counts = Counter(_fields(row, separator) for row in filled)
        wide = Counter({width: count for width, count in counts.items() if width > 1})
        if not wide:
            continue
        width, count = max(wide.items(), key=lambda item: (item[1] * min(item[0], 30), item[0]))
        share = count * 1000 // len(filled)
        weight = share * min(width, 30) * (6 if separator in "^~" else 10)
        if separator == "," and width < 4:
            weight //= 3
        if weight > top:
            top, best = weight, (separator, share, width)
    return best


def _fields(row: str, separator: str) -> int:
    if '"' not in row:
        return row.count(separator) + 1
    outside = row.split('"')[0::2]
    return sum(piece.count(separator) for piece in outside) + 1


def usual_width(head: list[str], separator: str, width: int) -> int:
    """The usual number of fields, counting a field quoted over several lines as one."""
    try:
        rows = [len(row) for row in csv.reader(head, delimiter=separator)]
    except csv.Error:
        return width
    counts = Counter(size for size in rows if size > 1)
    return counts.most_common(1)[0][0] if counts and len(rows) * QUOTED_LINES > len(head) else width
