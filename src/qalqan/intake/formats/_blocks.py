"""Making blocks from rows: records by name, grids by cell, and a shield against third-party parsers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from pathlib import Path

import polars as pl

from qalqan.errors import IntakeError
from qalqan.intake.blocks import Block, Context, Grid, Records, Trouble

CHUNK = 20_000
COVERAGE = "#coverage"
VALUE_CHARS = 200
TRANSACTION = (
    "at", "currency", "raw_amount", "raw_amount_kzt",
    "payer_name", "payer_iin", "payer_bank", "payer_account",
    "payee_name", "payee_iin", "payee_bank", "payee_account",
    "operation", "knp", "purpose", "reference", "own_account", "raw_reversal",
)  # fmt: skip
MESSAGE = ("at", "from", "to", "text", "channel", "attachment", "headers")
COVER = ("account", "from", "to", "by", "raw_opening", "raw_closing")
TENGE = frozenset({"", "KZT"})
REVERSED = "true"

Read = Callable[[Path, Context], Iterator[Block]]
Count = Callable[[Path, Context], dict[str, int]]


class Rows:
    """Gathers rows of one kind and part; gives :class:`Records` of at most ``CHUNK`` rows."""

    def __init__(self, kind: str, fields: Sequence[str], hints: Mapping[str, str], part: str = "") -> None:
        self.kind, self.fields, self.hints, self.part = kind, tuple(fields), dict(hints), part
        self._rows: list[int] = []
        self._columns: dict[str, list[str | None]] = {name: [] for name in self.fields}

    def add(self, row: int, values: Mapping[str, str | None]) -> None:
        """One more row; fields not named or empty stay empty."""
        self._rows.append(row)
        for name in self.fields:
            self._columns[name].append(values.get(name) or None)

    @property
    def full(self) -> bool:
        """Whether enough rows are gathered for a block."""
        return len(self._rows) >= CHUNK

    def flush(self) -> Iterator[Records]:
        """The gathered rows as one block, if there are any."""
        if not self._rows:
            return
        frame = pl.DataFrame(
            {"row": self._rows, **self._columns},
            schema={"row": pl.Int64(), **dict.fromkeys(self.fields, pl.String())},
        )
        self._rows, self._columns = [], {name: [] for name in self.fields}
        yield Records(self.kind, self.part, frame, self.hints)


class Cells:
    """Gathers the rows of a sheet; gives :class:`Grid` pieces, each at least as wide as the one before."""

    def __init__(self, part: str) -> None:
        self.part, self.width, self.next_row, self.given = part, 1, 1, 0
        self._cells: list[Sequence[str | None]] = []
        self._rows: list[int] = []
        self._merged: list[tuple[int, int, int, int]] = []

    def add(self, cells: Sequence[str | None], row: int | None = None) -> int:
        """One more row; it gets the next number when none is given. Returns its number."""
        number = self.next_row if row is None else row
        self.next_row = number + 1
        self.given += 1
        self._cells.append(cells)
        self._rows.append(number)
        self.width = max(self.width, len(cells))
        return number

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        """Name a merged cell."""
        self._merged.append((row, column, last_row, last_column))

    @property
    def full(self) -> bool:
        """Whether enough rows are gathered for a block (twice as many: the last piece is never empty)."""
        return len(self._rows) >= 2 * CHUNK

    def flush(self, last: bool = True) -> Iterator[Grid]:
        """The gathered rows as one block; the first ``CHUNK`` of them when more are to come."""
        size = len(self._rows) if last else CHUNK
        if not self._rows:
            return
        cells, self._cells = self._cells[:size], self._cells[size:]
        rows, self._rows = self._rows[:size], self._rows[size:]
        inside = [one for one in self._merged if one[0] <= rows[-1]]
        self._merged = [one for one in self._merged if one[0] > rows[-1]]
        columns = {
            f"c{index}": [(line[index] or None) if index < len(line) else None for line in cells]
            for index in range(self.width)
        }
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String()))
        yield Grid(self.part, frame, pl.Series("row", rows, dtype=pl.Int64), last, tuple(inside))


def short(value: str) -> str:
    """A value as a trouble shows it."""
    return value[:VALUE_CHARS]


def lost(part: str, rows: Iterable[int], reason: str) -> Iterator[Trouble]:
    """A trouble for every unit that the counter saw and the reader could not give."""
    for row in rows:
        yield Trouble(part, row, "", "", reason, "row_rejected")


def shielded(read: Read) -> Read:
    """A reader that third-party parsers cannot crash.

    What a foreign file makes a parser raise is no defect of ours to trace: before the first block it
    becomes an IntakeError, after it a trouble of the whole file, so that what was read is kept.
    """

    @wraps(read)
    def run(source: Path, context: Context) -> Iterator[Block]:
        given = False
        try:
            for block in read(source, context):
                given = given or not isinstance(block, Trouble)
                yield block
        except IntakeError as error:
            if not given:
                raise
            yield Trouble("", 0, "", short(str(error)), error.key, "file_rejected")
        except Exception as error:
            if not given:
                raise IntakeError("reason-broken", context.name, detail=type(error).__name__) from error
            yield Trouble("", 0, "", type(error).__name__, "reason-broken-rest", "file_rejected")

    return run


def shielded_count(count: Count) -> Count:
    """A counter that raises nothing but IntakeError."""

    @wraps(count)
    def run(source: Path, context: Context) -> dict[str, int]:
        try:
            return count(source, context)
        except IntakeError:
            raise
        except Exception as error:
            raise IntakeError("reason-broken", context.name, detail=type(error).__name__) from error

    return run
