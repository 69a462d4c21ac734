"""A table's header: one to three rows, merged or not, made into one text a column."""

from __future__ import annotations

from collections.abc import Sequence

from qalqan.intake.rows import header_score, known_header

MOST_ROWS = 3
Merged = Sequence[tuple[int, int, int, int]]


def is_header(texts: list[str], widest: int) -> bool:
    """Whether a row of words is a header (``widest``: most cells filled in any row of the sheet's piece)."""
    known, filled = header_score(texts)
    if widest <= 1:
        return known == 1
    if filled < 2 or known * 2 < filled:
        return False
    return known >= 2 and not _labels(texts)


def _labels(texts: list[str]) -> bool:
    """A line of a letter-head such as «ФИО: … Счёт: …» rather than a header."""
    filled = [text for text in texts if text]
    return sum(text.rstrip().endswith(":") for text in filled) * 2 >= len(filled)


def is_below(texts: list[str], above: list[str], widest: int) -> bool:
    """Whether a row right under a header row belongs to the header."""
    if is_header(texts, widest):
        return True
    filled = [text for text in texts if text]
    return bool(filled) and len(filled) < len([one for one in above if one]) and all(map(known_header, filled))


def combine(rows: list[list[str]], numbers: list[int], merged: Merged) -> list[str]:
    """One header a column from its rows, upper words first; a group's word goes to all columns under it."""
    if len(rows) == 1:
        return [_line(text) for text in rows[0]]
    filled = [_spread(rows, at, numbers, merged) for at in range(len(rows) - 1)] + [rows[-1]]
    headers = []
    for column in range(len(rows[0])):
        parts: list[str] = []
        for row in filled:
            text = _line(row[column])
            if text and text not in parts:
                parts.append(text)
        headers.append(" / ".join(parts))
    return headers


def _spread(rows: list[list[str]], at: int, numbers: list[int], merged: Merged) -> list[str]:
    """A header row whose groups stand over each of their columns."""
    texts = list(rows[at])
    spans = [one for one in merged if one[0] == numbers[at] and one[3] > one[1]]
    for _, first, _, last in spans:
        if first < len(texts):
            for column in range(first, min(last + 1, len(texts))):
                texts[column] = texts[column] or texts[first]
    if spans or any(one[0] in numbers for one in merged):
        return texts
    group = ""
    below = [any(row[column] for row in rows[at + 1 :]) for column in range(len(texts))]
    for column, text in enumerate(texts):
        if text:
            group = text if below[column] else ""
        elif below[column]:
            texts[column] = group
        else:
            group = ""
    return texts


def _line(text: str) -> str:
    return " ".join(text.split())
