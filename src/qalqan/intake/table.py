"""Finding the tables of a part: headers, body rows, and all that is neither.

A :class:`Finder` takes the grids of one part in order and gives back :class:`Piece` of tables (body rows with their
source row numbers) and :class:`~qalqan.intake.blocks.Skipped` rows with the reason. What stands around a table is mined
for the account, number, period and balances it speaks of (:mod:`letterhead`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from qalqan.intake.blocks import Grid, Skipped
from qalqan.intake.forms import Forms, labelled
from qalqan.intake.header import MOST_ROWS, Merged, combine, is_below, is_header
from qalqan.intake.letterhead import Letterhead, mine
from qalqan.intake.lexicon import analyse
from qalqan.intake.patterns import light
from qalqan.intake.rows import features, is_labelled, is_numbering, is_total, may_be_header, may_be_total

_NOTES = 400
"""So many lines outside tables are mined for facts; further ones are only listed."""
_ABOVE = 14
"""So many rows above a header are looked at for lines of its letter-head."""
_OWNER = light(
    r"(?i)^[^\d]{0,30}(сч[её]т|шот|жск|иик|iban|account|карт|card|клиент|client|customer|владел|иесі|абонент|subscriber|"
    r"номер|нөмір|number|телефон|phone|imei|lac|базов|станция|station|фио|[рл]/[сш])[^\d]{0,30}$"
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a part: its headers (all empty: it has none) and what the rows around it say."""

    part: str
    headers: tuple[str, ...]
    letterhead: Letterhead
    first: int
    form: bool = False

    @property
    def headless(self) -> bool:
        """Whether the table has no header row."""
        return not any(self.headers)


@dataclass(frozen=True, slots=True)
class Piece:
    """Body rows of a table: String columns c0, c1, … and the source's row numbers."""

    table: Table
    cells: pl.DataFrame
    rows: pl.Series


class Finder:
    """Finds the tables of one part, grid by grid."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.table: Table | None = None
        self.tail = Letterhead()
        self.tails: dict[Letterhead, Letterhead] = {}
        """What stands under each table of several, by the table's letter-head."""
        self._notes: list[tuple[int, list[str]]] = []
        self._forms = Forms()

    def feed(self, grid: Grid) -> Iterator[Piece | Skipped]:
        """The pieces and skipped rows of the next grid of the part."""
        cells = tidy(grid.cells)
        marks = features(cells).with_columns(
            may_be_header().alias("header"), may_be_total().alias("total")
        ) if cells.width else None  # fmt: skip
        if marks is None or not cells.height:
            return
        numbers = grid.rows.cast(pl.Int64)
        heads = self._headers(cells, marks, numbers, grid.merged)
        start = 0
        for at, size, texts in heads:
            yield from self._stretch(cells, marks, numbers, start, at)
            why = "skipped-header"
            if not self._repeats(texts):
                self._open(texts, int(numbers[at]))
            yield Skipped(self.part, tuple(numbers[at : at + size].to_list()), why)
            start = at + size
            if start < cells.height and is_numbering(_texts(cells, start)):
                yield Skipped(self.part, (numbers[start],), "skipped-numbering")
                start += 1
        yield from self._stretch(cells, marks, numbers, start, cells.height)
        if grid.last:
            yield from self._form()
            self._close()

    def _headers(
        self, cells: pl.DataFrame, marks: pl.DataFrame, numbers: pl.Series, merged: Merged
    ) -> list[tuple[int, int, list[str]]]:
        """Headers in a grid: first row, number of rows, one text a column."""
        found: list[tuple[int, int, list[str]]] = []
        widest = int(marks["filled"].max() or 0)  # type: ignore[arg-type]
        if widest <= 1 and self.table is not None:
            return found
        candidates = marks["header"].arg_true().to_list()
        wanted = set(candidates)
        after = -1
        for at in candidates:
            if at < after:
                continue
            texts = _texts(cells, at)
            if not is_header(texts, widest):
                continue
            rows = [texts]
            while len(rows) < MOST_ROWS and at + len(rows) in wanted:
                below = _texts(cells, at + len(rows))
                if below == texts or not is_below(below, rows[-1], widest):
                    break
                rows.append(below)
            after = at + len(rows)
            found.append((at, len(rows), combine(rows, numbers[at:after].to_list(), merged)))
            if widest <= 1:
                break
        return found

    def _repeats(self, texts: list[str]) -> bool:
        """A header that page breaks repeat, with nothing between that speaks of another account."""
        same = self.table is not None and tuple(texts) == self._padded(self.table.headers, len(texts))
        if not same:
            return False
        return not mine(self._notes, self.part).whose

    @staticmethod
    def _padded(headers: tuple[str, ...], width: int) -> tuple[str, ...]:
        return (*headers, *([""] * (width - len(headers))))

    def _open(self, headers: list[str], row: int) -> None:
        """Begin a new table with the notes gathered since the last one as its letter-head."""
        said = mine(self._notes, self.part)
        if self.table is not None:
            said = self._under(self.table.letterhead, said)
        self._notes = []
        self.table = Table(self.part, tuple(headers), said, row)

    def _under(self, before: Letterhead, said: Letterhead) -> Letterhead:
        """The next table's letter-head: what stands between two tables is the tail of the first up to its totals."""
        if not said.whose:
            self.tail = self.tail.merged(said)
            return before.merged(said)
        if said.account and before.account and said.account != before.account:
            tail, head = self._split()
            self.tails[before] = self.tails.get(before, Letterhead()).merged(tail)
            shared = replace(Letterhead(), bank=before.bank, received=before.received, since=before.since,
                             until=before.until, number=before.number, imei=before.imei)  # fmt: skip
            return shared.merged(head)
        self.tail = self.tail.merged(said)
        return said if said.account or said.number else before.followed(said)

    def _split(self) -> tuple[Letterhead, Letterhead]:
        """The notes as tail and letter-head, cut before the lines that lead to the next account."""
        said = [mine([note], self.part) for note in self._notes]
        first = next((at for at, one in enumerate(said) if one.account), 0)
        ends = [at for at in range(first) if is_total(self._notes[at][1]) and not said[at].opening]
        cut = ends[-1] + 1 if ends else 0
        return mine(self._notes[:cut], self.part), mine(self._notes[cut:], self.part)

    def _form(self) -> Iterator[Piece | Skipped]:
        """Pairs of label and value: records of a part that has no table, else lines of its letter-head."""
        found = self._forms.records() if self.table is None else None
        rows = tuple(row for row, _, _ in self._forms.pairs)
        self._forms = Forms()
        if found is None:
            if rows:
                yield Skipped(self.part, rows, "skipped-letterhead")
            return
        labels, cells, firsts, others = found
        if others:
            yield Skipped(self.part, others, "skipped-continued")
        head = mine(self._notes, self.part)
        yield Piece(Table(self.part, tuple(labels), head, int(firsts[0]), form=True), tidy(cells), firsts)

    def _close(self) -> None:
        said = mine(self._notes, self.part)
        if self.table is not None and said.account in ("", self.table.letterhead.account):
            head = self.table.letterhead
            self.tails[head] = self.tails.get(head, Letterhead()).merged(said)
        self.tail = self.tail.merged(said)
        self._notes = []

    def _stretch(
        self, cells: pl.DataFrame, marks: pl.DataFrame, numbers: pl.Series, start: int, end: int
    ) -> Iterator[Piece | Skipped]:
        """Rows between two headers: records, blanks, totals, notes."""
        if start >= end:
            return
        part = marks.slice(start, end - start).with_row_index("at", start)
        opened_before = self.table is not None
        if self.table is None and not self._headless(part, cells):
            yield from self._outside(part, cells, numbers)
            return
        assert self.table is not None  # noqa: S101 - _headless opened one
        columns = sum(1 for one in self.table.headers if one) or cells.width
        few = pl.col("filled") * 2 <= columns + 1
        note = (pl.col("filled") == 1) & (columns >= 3) & (pl.col("dated") == 0)
        label = (pl.col("filled") == 2) & (columns >= 3) & pl.col("first").str.contains(r":\s*$").fill_null(False)
        label = label | (
            (pl.col("labels") >= 1) & (pl.col("labels") * 2 >= pl.col("filled")) & pl.col("first").str.ends_with(":")
        )
        lines = [*self._heading(part, cells, columns, end), *self._owners(part, cells)]
        label = label | pl.col("at").is_in(lines)
        known = pl.col("at") == -1 if opened_before or self.table.headless else pl.col("at") == start
        part = part.with_columns(
            pl.when(known).then(pl.lit("header"))
            .when(pl.col("filled") == 0).then(pl.lit("blank"))
            .when(pl.col("total") & (few | (pl.col("coded") == 0))).then(pl.lit("total"))
            .when(note | label).then(pl.lit("note"))
            .otherwise(pl.lit("body")).alias("what")
        )  # fmt: skip
        yield from self._listed(part, numbers)
        yield from self._bodies(part, cells, numbers)

    @staticmethod
    def _heading(part: pl.DataFrame, cells: pl.DataFrame, columns: int, end: int) -> list[int]:
        """Rows right above the next header that are lines of its letter-head: labels with values, set off from the
        records by a blank, a total or a line of one cell."""
        if end >= cells.height:
            return []
        found: list[int] = []
        for at, filled, total in reversed(part.tail(_ABOVE).select("at", "filled", "total").rows()):
            if not filled or total or (filled == 1 and columns >= 3):
                if found:
                    return found
            elif filled < max(columns, 3) and is_labelled(_texts(cells, at)):
                found.append(at)
            else:
                return []
        return []

    @staticmethod
    def _owners(part: pl.DataFrame, cells: pl.DataFrame) -> list[int]:
        """Rows inside a table of dated records that name another account or number by its label."""
        if int((part["dated"] > 0).sum()) * 2 < int((part["filled"] > 2).sum()):
            return []
        named = (pl.col("coded") > 0) & (pl.col("filled") >= 2) & pl.col("first").str.contains(_OWNER)
        chosen = part.filter(named.fill_null(value=False))["at"].head(_NOTES)
        return [
            at for at in chosen
            if is_labelled(texts := [text for text in _texts(cells, at) if text])
            and not analyse(texts[0].rstrip(": ")).unknown and mine([(at, texts)]).whose
        ]  # fmt: skip

    def _listed(self, part: pl.DataFrame, numbers: pl.Series) -> Iterator[Skipped]:
        for what in ("header", "blank", "total", "note"):
            chosen = part.filter(pl.col("what") == what)["at"].to_list()
            if chosen:
                yield Skipped(self.part, tuple(numbers[chosen].to_list()), f"skipped-{what}")

    def _bodies(self, part: pl.DataFrame, cells: pl.DataFrame, numbers: pl.Series) -> Iterator[Piece]:
        """Body rows, cut where a line between them names another account or number."""
        said = part.filter(pl.col("what").is_in(["note", "total"]))["at"].to_list()
        cut = int(part["at"][0])
        last = cut + part.height
        body = part.filter(pl.col("what") == "body")["at"]
        for at in [*said[:_NOTES], last]:
            rows = body.filter((body >= cut) & (body < at))
            if len(rows) and self.table is not None:
                self._section()
                yield Piece(self.table, *_taken(cells, numbers, rows))
            if at < last:
                self._notes.append((int(numbers[at]), [text for text in _texts(cells, at) if text]))
                self._notes = self._notes[-_NOTES:]
            cut = at

    def _section(self) -> None:
        """Lines inside the table that name another account or number open a new table with the same header."""
        if not self._notes or self.table is None:
            return
        said = mine(self._notes, self.part)
        row, before = self._notes[-1][0], self.table.letterhead
        if said.account and said.account != before.account:
            self.table = replace(self.table, letterhead=self._under(before, said), first=row)
        elif said.whose:
            self.table = replace(self.table, letterhead=before.followed(said), first=row)
        self.tail = self.tail.merged(said)
        self._notes = []

    def _outside(self, part: pl.DataFrame, cells: pl.DataFrame, numbers: pl.Series) -> Iterator[Skipped]:
        """Rows before the first header."""
        blank = part.filter(pl.col("filled") == 0)["at"].to_list()
        said = part.filter(pl.col("filled") > 0)["at"].to_list()
        if blank:
            yield Skipped(self.part, tuple(numbers[blank].to_list()), "skipped-blank")
        lines = []
        for at in said:
            texts = [text for text in _texts(cells, at) if text]
            if len(self._notes) < _NOTES:
                self._notes.append((int(numbers[at]), texts))
            if not self._forms.take(int(numbers[at]), texts):
                lines.append(int(numbers[at]))
        if lines:
            yield Skipped(self.part, tuple(lines), "skipped-letterhead")

    def _headless(self, part: pl.DataFrame, cells: pl.DataFrame) -> bool:
        """Open a table without a header when this stretch ends the grid and its rows look like records."""
        if int(part["at"][-1]) != cells.height - 1:
            return False
        if int(part["filled"].max() or 0) <= 2 and labelled(part["first"].drop_nulls().head(60).to_list()):  # type: ignore[arg-type]
            return False
        wide = part.filter(pl.col("filled") >= 2)
        coded = part.filter((pl.col("dated") + pl.col("coded")) > 0)
        if not coded.height or coded.height * 2 < part.filter(pl.col("filled") > 0).height:
            one = part.filter(pl.col("filled") == 1)
            if wide.height or not one.height or cells.width > 1:
                return False
        top = part.row(0, named=True)
        headers = [""] * cells.width
        if top["filled"] >= 2 and not top["digity"] and part.height > 1 and part["digity"][1]:
            headers = [" ".join(text.split()) for text in _texts(cells, int(top["at"]))]
        self._open(headers, int(part["at"][0]))
        return True


def _taken(cells: pl.DataFrame, numbers: pl.Series, rows: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """Chosen rows of a grid with their numbers; a run without gaps is a mere view."""
    first = int(rows[0])
    if int(rows[-1]) - first + 1 == len(rows):
        return cells.slice(first, len(rows)), numbers.slice(first, len(rows))
    return cells[rows], numbers.gather(rows)


def tidy(cells: pl.DataFrame) -> pl.DataFrame:
    """Cells without outer blanks; empty ones are null."""
    stripped = pl.all().str.strip_chars(" \t\r\n\u00a0\u202f\ufeff\u200b\u2007")
    return cells.select(stripped).select(pl.when(pl.all().str.len_bytes() > 0).then(pl.all()))


def _texts(cells: pl.DataFrame, row: int) -> list[str]:
    return [value or "" for value in cells.row(row)]
