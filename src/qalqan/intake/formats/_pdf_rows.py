"""Rows of a PDF page: ruled tables as they are drawn, other text by the white columns between its words.

Method of the unruled part: words fall into lines by height; a white column is a stretch of the page's width that
almost no line crosses; the words of a line between two white columns are one cell. A page that fits the columns of the
page before keeps them, so that a table that goes on keeps its columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Word = dict[str, Any]
Box = tuple[float, float, float, float]
LINE_TOLERANCE = 3.0
GAP = 4.0
CROSSED = 0.06
FITS = 0.9
LEAST_LINES = 4


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges of columns, in points from the left of the page; one column: no table."""

    edges: tuple[float, ...] = (0.0,)

    def cells(self, line: Sequence[Word]) -> list[str | None]:
        """The words of a line by column; a line of one run of words stays one cell."""
        runs = _runs(line)
        if len(runs) == 1:
            first = self._at(float(runs[0][0]["x0"]))
            return [*[None] * first, " ".join(str(word["text"]) for word in line)]
        found: list[list[str]] = [[] for _edge in self.edges]
        for word in line:
            found[self._at((float(word["x0"]) + float(word["x1"])) / 2)].append(str(word["text"]))
        return [" ".join(words) or None for words in found]

    def _at(self, x: float) -> int:
        return max(sum(edge <= x for edge in self.edges) - 1, 0)


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words as lines from the top, each from the left."""
    lines: list[list[Word]] = []
    height = 0.0
    for word in sorted(words, key=lambda one: (float(one["bottom"]), float(one["x0"]))):
        if lines and float(word["bottom"]) - height <= LINE_TOLERANCE:
            lines[-1].append(word)
        else:
            lines.append([word])
            height = float(word["bottom"])
    return [sorted(line, key=lambda one: float(one["x0"])) for line in lines]


def columns_of(lines: Sequence[Sequence[Word]], before: Columns) -> Columns:
    """The columns of unruled text; those of the page before when the lines fit them."""
    split = [line for line in lines if len(_runs(line)) > 1]
    if len(before.edges) > 1 and split:
        fitting = sum(_fits(line, before.edges) for line in split)
        if fitting >= FITS * len(split):
            return before
    if len(split) < LEAST_LINES:
        return before if len(before.edges) > 1 else Columns()
    return Columns(_edges(split))


def _edges(lines: Sequence[Sequence[Word]]) -> tuple[float, ...]:
    """Left edges of what stands between white columns."""
    right = int(max(float(word["x1"]) for line in lines for word in line)) + 2
    crossed = [0] * (right + 1)
    for line in lines:
        for run in _runs(line):
            crossed[max(int(float(run[0]["x0"])), 0)] += 1
            crossed[min(int(float(run[-1]["x1"])) + 1, right)] -= 1
    most = int(CROSSED * len(lines))
    edges, depth, white = [], 0, GAP
    for x, step in enumerate(crossed):
        depth += step
        if depth > most:
            if white >= GAP:
                edges.append(float(x) - 1)
            white = 0.0
        else:
            white += 1.0
    return tuple(edges) or (0.0,)


def _runs(line: Sequence[Word]) -> list[list[Word]]:
    """Words of a line that stand close to each other."""
    runs: list[list[Word]] = []
    for word in line:
        if runs and float(word["x0"]) - float(runs[-1][-1]["x1"]) < GAP:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _fits(line: Sequence[Word], edges: tuple[float, ...]) -> bool:
    """Whether no run of the line stands across an edge."""
    return all(
        not any(float(run[0]["x0"]) + GAP < edge < float(run[-1]["x1"]) - GAP for edge in edges[1:])
        for run in _runs(line)
    )


def inside(word: Word, boxes: Sequence[Box]) -> bool:
    """Whether a word's middle lies in one of the boxes."""
    x = (float(word["x0"]) + float(word["x1"])) / 2
    y = (float(word["top"]) + float(word["bottom"])) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)
