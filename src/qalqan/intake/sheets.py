"""Grids → records: tables found, columns understood, rows typed, part by part and chunk by chunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from qalqan.intake import normalise, profiles
from qalqan.intake.alike import Alike, One, type_together
from qalqan.intake.blocks import Grid, Skipped
from qalqan.intake.columns import study, understand
from qalqan.intake.fields import UNUSED
from qalqan.intake.job import DERIVED, Job, extras
from qalqan.intake.letterhead import Letterhead
from qalqan.intake.mapping import Mapping
from qalqan.intake.parties import by_values
from qalqan.intake.table import Finder, Piece
from qalqan.intake.typed.base import DROPPED, Reading, hide_cards
from qalqan.values import moment

_SAMPLE = 3_000
_MOST_EXTRAS = 500
_MOST_OWN = 200
_SURE = 800
_TELLING = 8
_TIMES = ("at", "registered_at", "raw_date")


class Reconsider(Exception):  # noqa: N818 - a change of mind, no error
    """A later chunk shows that dates are written month first: read the file again so."""


@dataclass(slots=True)
class Known:
    """A table as it was understood at its first rows."""

    mapping: Mapping
    reading: Reading
    open_dates: bool
    usable: bool
    form: bool = False
    turned: bool | None = None
    rows: int = 0
    owns: set[str] = field(default_factory=set)


class Sheets:
    """Reads the grids of one file."""

    def __init__(
        self, job: Job, format_: str, told: Sequence[profiles.Profile], units: dict[str, int], dates: str = ""
    ) -> None:
        self.job, self.format, self.profiles, self.units, self.dates = job, format_, told, units, dates
        self.finders: dict[str, Finder] = {}
        self.known: dict[tuple[str, tuple[str, ...], int], Known] = {}
        self.heads: dict[str, list[tuple[Letterhead, Known]]] = {}
        self.layouts: dict[tuple[tuple[str, ...], frozenset[str]], Mapping] = {}
        self.waiting: Alike[Known] = Alike()

    @property
    def headed(self) -> bool:
        """Whether any part has a header (its table may be empty)."""
        return any(finder.table is not None for finder in self.finders.values())

    def grid(self, grid: Grid) -> None:
        """Take the next grid of a part."""
        finder = self.finders.setdefault(grid.part, Finder(grid.part))
        for found in finder.feed(grid):
            if isinstance(found, Skipped):
                self.job.skipped(found)
            else:
                self._piece(found)

    def _piece(self, piece: Piece) -> None:
        known = self._understood(piece)
        known.rows += piece.cells.height
        if not known.usable and piece.table.form:
            known.mapping = replace(known.mapping, kind="")
            self.job.skipped(Skipped(piece.table.part, tuple(piece.rows.to_list()), "skipped-letterhead"))
            return
        if not known.usable:
            reason = "reason-needs-person" if known.mapping.kind else "reason-kind-unknown"
            self.job.rows_refused(piece.table.part, piece.rows, reason)
            return
        mapping = known.mapping
        frame = _named(piece, mapping)
        self._dates_hold(frame, known)
        one = One(piece, frame, known)
        if not self.waiting.takes(one, mapping, known.reading):
            self._type_waiting()
            self._type([one])
        elif self.waiting.full:
            self._type_waiting()

    def _type_waiting(self) -> None:
        """Type what waits for tables alike."""
        for group in self.waiting.take():
            self._type(group)

    def _type(self, group: list[One[Known]]) -> None:
        """Type pieces that are read alike."""
        known = group[0].known
        for one, typed in type_together(group, known.mapping, known.reading):
            self._keep(one.piece, one.known, typed)

    def _keep(self, piece: Piece, known: Known, typed: normalise.Typed) -> None:
        """Records of a piece with what they tell of its table."""
        mapping = known.mapping
        if not typed.frame.height and mapping.by != "person" and mapping.confidence < _SURE:
            known.usable = False
            self.job.rows_refused(piece.table.part, piece.rows, "reason-kind-unknown")
            return
        if mapping.kind == "transaction":
            typed = replace(typed, frame=_own(typed.frame, known))
        if known.turned is None:
            known.turned = _newest_first(typed.frame)
        seq = None
        if known.turned:
            seq = pl.lit(self.units.get(piece.table.part, 0) + 1) - pl.col("row")
        self.job.typed(typed, piece.table.part, seq)
        self._extras(piece, mapping)

    def _understood(self, piece: Piece) -> Known:
        """The table's mapping: a person's where one fits, else guessed from its first rows."""
        table = piece.table
        head = table.letterhead
        key = (table.part, table.headers, hash((head.given, head.currency)))
        if key not in self.known:
            self.known[key] = self._learn(piece)
            self._tell_columns(piece, self.known[key].mapping)
        known = self.known[key]
        heads = self.heads.setdefault(table.part, [])
        if not any(one is head or one == head for one, _ in heads):
            heads.append((head, known))
        return known

    def _learn(self, piece: Piece) -> Known:
        table, request = piece.table, self.job.request
        width = piece.cells.width
        headers = [*table.headers, *([""] * (width - len(table.headers)))]
        mapping = profiles.find(self.profiles, request.name, table.part, headers, width, self.format)
        layout = (tuple(headers), table.letterhead.given)
        if mapping is None:
            mapping = self.layouts.get(layout)
        if mapping is None:
            title = f"{table.letterhead.title}\n{table.part}\n{request.name}"
            sample = piece.cells.head(_SAMPLE * 10)
            mapping = understand(study(headers, sample), title, table.letterhead.given)
            if piece.cells.height >= _TELLING:  # sheets alike: the first with enough rows speaks for the others
                self.layouts[layout] = mapping
        mapping = by_values(mapping, piece.cells, table.letterhead.account)
        mapping = profiles.stamped(mapping, headers, self.format)
        reading = Reading(
            mapping.dates or self.dates or "auto", mapping.decimal or "auto", mapping.zone, mapping.unit,
            request.region, request.key, mapping.by == "person",
        )  # fmt: skip
        usable = bool(mapping.kind) and (
            mapping.by == "person" or request.take_best or mapping.confidence >= request.limits.confidence
        )
        if mapping.by != "person" and not request.take_best:
            mapping = _sure_only(mapping, request.limits.confidence)
        frame = _named(piece, mapping)
        seen = normalise.hints(frame, reading)
        open_dates = seen.dates == "auto"
        reading = replace(seen, dates="dmy") if open_dates else seen
        known = Known(mapping, reading, open_dates, usable, table.form)
        if usable and mapping.kind == "transaction":
            known.owns = _common_account(frame, table.letterhead)
        return known

    def _dates_hold(self, frame: pl.DataFrame, known: Known) -> None:
        """Raise :class:`Reconsider` when open dates turn out to be month first."""
        if not known.open_dates:
            return
        for name in _TIMES:
            if name in frame.columns and moment.guess_order(frame[name]) == "mdy":
                raise Reconsider

    def _tell_columns(self, piece: Piece, mapping: Mapping) -> None:
        """Columns with values that no record keeps are told once a table."""
        if not mapping.kind:
            return
        for guess in mapping.guesses:
            column = piece.cells[:, guess.column] if guess.column < piece.cells.width else None
            if column is None or guess.name not in ("", UNUSED) or not guess.header:
                continue
            values = column.drop_nulls()
            if len(values):
                reason = "reason-column-unused" if guess.name == UNUSED else "reason-column-unknown"
                value = hide_cards(values.head(1))[0]
                self.job.note(piece.table.part, 0, guess.header, value, reason, "skipped")

    def _extras(self, piece: Piece, mapping: Mapping) -> None:
        """Cells beyond the header's columns."""
        if piece.table.headless:
            spare = [one.column for one in mapping.guesses if not one.name]
        else:
            headed = {one.column for one in mapping.guesses if one.header or one.name}
            spare = [at for at in range(piece.cells.width) if at not in headed]
        found = extras(piece.cells, piece.rows, spare)
        for row, column, value in found.head(_MOST_EXTRAS).iter_rows():
            self.job.note(piece.table.part, row, column, value, "reason-no-header", DROPPED)
        if found.height > _MOST_EXTRAS:
            told = f"{found.height}"
            self.job.note(piece.table.part, 0, "", told, "reason-no-header-more", DROPPED)

    def finish(self) -> None:
        """After the last grid: what still waits, and what the letter-heads and tails say of coverage."""
        self._type_waiting()
        told: dict[Reading, list[tuple[str, Letterhead]]] = {}
        for part, found in sorted(self.heads.items()):
            tail, tails = self.finders[part].tail, self.finders[part].tails
            heads = [(_with_tail(head, tails[head]) if head in tails else head, known) for head, known in found]
            statements = [
                (head, known) for head, known in heads if known.usable and known.mapping.kind == "transaction"
            ]
            accounts = {head.account for head, _ in statements}
            for head, known in _latest(statements):
                whole = _with_tail(head, tail) if len(accounts) == 1 else head
                names = [whole.account] if whole.account else sorted(known.owns)[:_MOST_OWN]
                told.setdefault(known.reading, []).extend((part, replace(whole, account=name)) for name in names)
        for reading, wholes in told.items():
            frame = normalise.covered([head for _, head in wholes], reading)
            parts = pl.Series("part", [part for part, _ in wholes]).gather(frame["head"])
            for part in parts.unique(maintain_order=True):
                chosen = frame.filter(parts == part).drop("head")
                self.job.typed(normalise.Typed("coverage", chosen, pl.DataFrame()), DERIVED + part)

    def mappings(self) -> list[dict[str, object]]:
        """Every table's mapping, as it stands in file.json."""
        return [
            {"part": part, "headers": list(headers), "rows": known.rows, "used": known.usable,
             **known.mapping.to_json()}
            for (part, headers, _), known in self.known.items()
            if known.usable or not known.form
        ]  # fmt: skip


def _named(piece: Piece, mapping: Mapping) -> pl.DataFrame:
    """The piece's mapped columns by field, constants added, and ``row``."""
    frame = pl.DataFrame({"row": piece.rows.cast(pl.Int64)})
    columns = [piece.cells[:, at].alias(name) for name, at in mapping.columns().items() if at < piece.cells.width]
    constants = [pl.lit(value, pl.String).alias(name) for name, value in sorted(mapping.constants.items())]
    return frame.with_columns(*columns, *constants)


def _sure_only(mapping: Mapping, least: int) -> Mapping:
    """Guesses below the asked confidence are kept as proposals only."""
    guesses = tuple(
        one if one.confidence >= least or one.name in ("", UNUSED)
        else replace(one, name="", ground=f"unsure: {one.name}; {one.ground}")
        for one in mapping.guesses
    )  # fmt: skip
    return replace(mapping, guesses=guesses)


def _newest_first(frame: pl.DataFrame) -> bool:
    """Whether the typed rows of a table's first piece go back in time."""
    if "at" not in frame.columns:
        return False
    steps = np.diff(frame["at"].drop_nulls().to_physical().to_numpy())
    return int((steps < 0).sum()) > 2 * int((steps > 0).sum())


def _common_account(frame: pl.DataFrame, head: Letterhead) -> set[str]:
    """The one account that stands in every row as payer or payee: whose statement this is."""
    if head.account or "own_account" in frame.columns or frame.height < 3:
        return set()
    sides = [name for name in ("payer_account", "payee_account") if name in frame.columns]
    if len(sides) < 2:
        return set()
    both = None
    for side in sides:
        counts = frame[side].drop_nulls().value_counts(sort=True).head(1)
        if not counts.height:
            continue
        name = counts[side][0]
        mask = (frame[sides[0]] == name).fill_null(value=False) | (frame[sides[1]] == name).fill_null(value=False)
        if mask.all():
            both = {name} if both is None else both | {name}
    return both if both is not None and len(both) == 1 else set()


def _own(frame: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Own account of rows in which the table's one common account stands; remembers own accounts."""
    if known.owns and frame["own_account"].null_count() == frame.height:
        shared = set(frame["payer_account"].head(1)) | set(frame["payee_account"].head(1))
        same = [
            name for name in shared if name and bool(
                ((frame["payer_account"] == name).fill_null(value=False)
                 | (frame["payee_account"] == name).fill_null(value=False)).all())
        ]  # fmt: skip
        if len(same) == 1:
            known.owns = {same[0]}
            return frame.with_columns(pl.lit(same[0]).alias("own_account"))
        return frame
    if len(known.owns) < _MOST_OWN:
        known.owns |= set(frame["own_account"].drop_nulls().unique().head(_MOST_OWN).to_list())
    return frame


def _latest(statements: list[tuple[Letterhead, Known]]) -> list[tuple[Letterhead, Known]]:
    """One letter-head an account and period: a table repeated over pages tells its period once."""
    found: dict[tuple[str, str, str], tuple[Letterhead, Known]] = {}
    for head, known in statements:
        key = (head.account, head.since, head.until)
        before = found.get(key)
        found[key] = (before[0].merged(head) if before else head, known)
    return list(found.values())


def _with_tail(head: Letterhead, tail: Letterhead) -> Letterhead:
    """What stands under the tables fills what the letter-head leaves open."""
    names = ("currency", "since", "until", "received", "opening", "closing", "bank")
    return replace(head, **{name: getattr(head, name) or getattr(tail, name) for name in names})
