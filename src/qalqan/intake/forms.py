"""Replies written as a form: a label and its value in each row, one record after another.

A part without any table whose rows are pairs («ФИО | Иванов», «Счёт: KZ…») is read as records whose columns are the
labels; a label that comes again begins the next record. Whether it means anything is decided by the mapping,
as for a table.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from qalqan.intake.rows import known_header

_LEAST = 3
_LABEL = 80


@dataclass(slots=True)
class Forms:
    """Gathers the pairs of one part."""

    pairs: list[tuple[int, str, str]] = field(default_factory=list)
    most: int = 20_000

    def take(self, row: int, cells: list[str]) -> bool:
        """Whether a row (its filled cells) is a pair; if so it is kept."""
        if len(self.pairs) >= self.most:
            return False
        pair = _pair(cells)
        if pair is None:
            return False
        self.pairs.append((row, *pair))
        return True

    def records(self) -> tuple[list[str], pl.DataFrame, pl.Series, tuple[int, ...]] | None:
        """Headers, cells, the first row of each record, and the rows that belong to these; None for no form."""
        labels = list(dict.fromkeys(label for _, label, _ in self.pairs))
        known = sum(map(known_header, labels))
        if len(labels) < _LEAST or known < _LEAST or known * 10 < len(labels) * 6:
            return None
        blocks: list[dict[str, str]] = []
        firsts: list[int] = []
        others: list[int] = []
        for row, label, value in self.pairs:
            if not blocks or label in blocks[-1]:
                blocks.append({})
                firsts.append(row)
            else:
                others.append(row)
            blocks[-1][label] = value
        cells = pl.DataFrame(
            {f"c{at}": [block.get(label) for block in blocks] for at, label in enumerate(labels)},
            schema={f"c{at}": pl.String for at in range(len(labels))},
        )
        return labels, cells, pl.Series("row", firsts, dtype=pl.Int64), tuple(others)


def labelled(firsts: list[str]) -> bool:
    """Whether the first cells of rows are labels rather than values."""
    heads = [text.partition(":")[0] for text in firsts if len(text) <= 4 * _LABEL]
    return len(heads) >= _LEAST and sum(map(known_header, heads)) * 2 >= len(firsts)


def _pair(cells: list[str]) -> tuple[str, str] | None:
    """Label and value of a row."""
    if len(cells) == 2:
        label, value = cells[0].strip().rstrip(":").strip(), cells[1].strip()
    elif len(cells) == 1 and ":" in cells[0][:_LABEL]:
        label, _, value = (part.strip() for part in cells[0].partition(":"))
    else:
        return None
    return (label, value) if label and value and len(label) <= _LABEL and not label[0].isdigit() else None
