"""What every kind of record shares while its cells are typed.

A :class:`Sheet` holds the mapped String columns of some rows and gathers what had to be rejected. Its methods read a
field through ``values/`` and note every cell that is none, with the reason and what was done.
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import re2

from qalqan.intake.letterhead import Letterhead
from qalqan.intake.patterns import light
from qalqan.values import any as any_
from qalqan.values import iban, iin, moment, money, phone
from qalqan.values._write import luhn
from qalqan.values.base import blank

DROPPED, REJECTED, FLAGGED = "cell_dropped", "row_rejected", "kept_flagged"
VALUE_CHARS = 200
_SMALL = 2_000
_PLAIN = {"account": ("iban", iban), "iban": ("iban", iban), "phone": ("phone", phone)}
_NOTHING = 40
TABLE = 1 << 40
"""Rows of alike tables typed together are numbered ``table * TABLE + row``: what is decided by table stays so."""
REFUSED = {
    "row": pl.Int64(), "column": pl.String(), "value": pl.String(), "reason": pl.String(), "action": pl.String(),
}  # fmt: skip
_ACCOUNT_SHAPE = light(r"(?i)^KZ ?\d{2}( ?[0-9A-Z]){14,18}$")
_PAN = re2.compile(r"(?:^|[^\d*])([2-6]\d{3}[ \x{00a0}-]?\d{4}[ \x{00a0}-]?\d{4}[ \x{00a0}-]?\d{4})(?:[^\d*]|$)")
_BEFORE = re2.compile(r"(?i)(?:^|[^0-9A-Z])[A-Z]{2}\d{2}[ \x{00a0}-]$")
"""What stands before sixteen digits that are the rest of an IBAN written in groups."""
_PAN_SHAPE = light(r"(?:^|[^0-9A-Za-z*])[2-6]\d{3}[ \x{00a0}-]?\d{4}[ \x{00a0}-]?\d{4}[ \x{00a0}-]?\d{4}(?:[^\d*]|$)")


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: date order, decimal sign, zone, unit of sums, region, the key of card hashes, and whether a person
    named the columns (then bare numbers in account columns are account numbers)."""

    dates: str = "auto"
    decimal: str = "auto"
    zone: str = "local"
    unit: str = "tenge"
    region: str = ""
    key: bytes = b""
    trusted: bool = False


@dataclass(slots=True)
class Sheet:
    """Mapped columns of some rows of one part, and what was refused in them."""

    frame: pl.DataFrame
    headers: Dict[str, str]
    reading: Reading
    letterheads: Sequence[Letterhead] = (Letterhead(),)
    refused: list[pl.DataFrame] = field(default_factory=list)

    @property
    def height(self) -> int:
        """How many rows."""
        return self.frame.height

    @property
    def letterhead(self) -> Letterhead:
        """What stands around the first table; currency and given fields are the same around all."""
        return self.letterheads[0]

    @property
    def table(self) -> pl.Series:
        """Which of the letter-heads each row stands under."""
        return (self.frame["row"] // TABLE).alias("table")

    def head(self, name: str) -> pl.Series:
        """A fact of each row's letter-head, as written; null where it says nothing."""
        told = pl.Series(name, [getattr(one, name) or None for one in self.letterheads], dtype=pl.String)
        return told.new_from_index(0, self.height) if len(told) == 1 else told.gather(self.table)

    def has(self, name: str) -> bool:
        """Whether a field is mapped."""
        return name in self.frame.columns

    def raw(self, name: str) -> pl.Series:
        """A field as written; all null when it is not mapped."""
        if name not in self.frame.columns:
            return pl.Series(name, [None], dtype=pl.String).new_from_index(0, self.height)
        return self.frame[name]

    def refuse(self, mask: pl.Series, name: str, reason: pl.Series | str, action: str) -> None:
        """Note the cells of a field where ``mask`` holds."""
        if not mask.any():
            return
        mask = mask.fill_null(value=False)
        told = pl.Series("reason", [reason], dtype=pl.String).new_from_index(0, self.height) if isinstance(
            reason, str) else reason.alias("reason")  # fmt: skip
        found = pl.DataFrame(
            {"row": self.frame["row"], "value": self.raw(name).str.slice(0, VALUE_CHARS), "reason": told}
        ).filter(mask)
        found = found.with_columns(hide_cards(found["value"]).alias("value"))
        header = pl.lit(self.headers.get(name, name if name in self.frame.columns else ""))
        self.refused.append(
            found.select("row", header.alias("column"), "value", "reason", pl.lit(action).alias("action"))
        )

    def text(self, name: str) -> pl.Series:
        """A free text: blanks trimmed, nothing-words null, whole card numbers masked."""
        column = self.raw(name)
        if column.null_count() == self.height:
            return column.alias(name)
        if self.height <= _SMALL:
            told = pl.col(name).str.strip_chars()
            nothing_ = (told.str.len_bytes() <= _NOTHING) & blank(told)
            pan = told.str.contains(_PAN_SHAPE).alias("pan")
            both = self.frame.select(pl.when(~nothing_).then(told).alias(name), pan)
            return hide_cards(both[name]) if both["pan"].any() else both[name]
        column = column.str.strip_chars()
        short = column.filter(column.str.len_bytes() <= _NOTHING).unique().alias("text")
        nothing = short.to_frame().filter(blank(pl.col("text")))["text"]
        if len(nothing):
            column = self.frame.select(pl.when(~column.is_in(nothing)).then(column).alias(name))[name]
        return hide_cards(column)

    def money(self, name: str, digits: int = 2) -> pl.Series:
        """Sums in 10**-digits of the unit, sign kept."""
        column = self.raw(name)
        if column.null_count() == self.height:
            return pl.Series(name, [None], dtype=pl.Int64).new_from_index(0, self.height)
        minor = self.reading.unit == "tiyn"
        read = money.parse_column(column, self.reading.decimal, 0 if minor else digits)  # type: ignore[arg-type]
        self.refuse(read["reason"].is_not_null(), name, read["reason"], DROPPED)
        return read["value"].alias(name)

    def moment(self, name: str, clock: str = "") -> tuple[pl.Series, pl.Series]:
        """Instants and their precision; ``clock`` is a field with the time of day apart."""
        column = self.raw(name)
        if clock and self.has(clock) and column.null_count() < self.height:
            column = _joined(column, self.raw(clock))
        read = moments(column, self.reading)
        self.refuse(read["reason"].is_not_null(), name, read["reason"], DROPPED)
        return read["value"].alias(name), read["precision"].alias("precision")

    def instant(self, name: str) -> pl.Series:
        """Instants alone."""
        return self.moment(name)[0]

    def iin(self, name: str) -> pl.Series:
        """IINs and BINs that pass their check."""
        column = self.raw(name)
        if column.null_count() == self.height:
            return column
        read = iin.parse_column(column)
        self.refuse(read["reason"].is_not_null(), name, read["reason"], DROPPED)
        return read["value"].alias(name)

    def identifier(self, name: str, prefer: str) -> pl.DataFrame:
        """Columns kind and value of a field that should hold ``prefer``; what else it holds is told."""
        column = self.raw(name)
        if column.null_count() == self.height:
            none = column.alias("kind")
            return pl.DataFrame({"kind": none, "value": none})
        if (plain := _plainly(column, prefer)) is not None:
            return plain
        read = any_.identify_column(column, prefer)
        spoilt = _spoilt(read)
        lost = (read["value"].is_null() & read["reason"].is_not_null()) | spoilt
        self.refuse(lost, name, read["reason"], DROPPED)
        if spoilt.any():
            return read.select(pl.when(~spoilt).then(pl.col(one)).alias(one) for one in ("kind", "value"))
        return read.select("kind", "value")

    def checked(self, name: str, kind: str) -> pl.Series:
        """Values of one kind only; another kind is dropped with its reason."""
        column = self.raw(name)
        if column.null_count() == self.height:
            return column
        read = any_.identify_column(column, kind)
        wrong = (read["kind"] != kind) & (read["kind"] != {"iin": "bin"}.get(kind, kind))
        wrong = wrong.fill_null(value=False) | (read["value"].is_null() & read["reason"].is_not_null())
        self.refuse(wrong, name, read["reason"].fill_null("reason-other-kind"), DROPPED)
        return read.select(pl.when(pl.col("kind").is_in([kind, *(["bin"] if kind == "iin" else [])])).then("value"))[
            "value"
        ].alias(name)

    def finish(self, columns: Dict[str, pl.Series | pl.Expr], needs: Dict[str, pl.Series]) -> pl.DataFrame:
        """The observation columns of the rows that mean something; the others are rejected whole.

        ``needs`` maps a reason to the mask of rows it rejects; the first reason holds.
        """
        gone = pl.Series("gone", [False]).new_from_index(0, self.height)
        for reason, mask in needs.items():
            refused = mask.fill_null(value=False) & ~gone
            self.refuse(refused, "", reason, REJECTED)
            gone = gone | refused
        frame = pl.DataFrame({"row": self.frame["row"]}).with_columns(
            **{name: value for name, value in columns.items() if isinstance(value, pl.Series)}
        )
        return frame.filter(~gone)

    def rejections(self) -> pl.DataFrame:
        """All that was refused: columns row, column, value, reason, action."""
        if not self.refused:
            return pl.DataFrame(schema=REFUSED)
        return pl.concat([one.cast(REFUSED) for one in self.refused])  # type: ignore[arg-type]


def _plainly(column: pl.Series, prefer: str) -> pl.DataFrame | None:
    """Columns kind and value of a column in which all is of the preferred kind; None where anything else is."""
    if prefer not in _PLAIN:
        return None
    kind, module = _PLAIN[prefer]
    if len(column) > _SMALL and module.parse_column(column.head(_SMALL))["reason"].null_count() < _SMALL:
        return None
    read: pl.DataFrame = module.parse_column(column)
    if read["reason"].null_count() < len(column):
        return None
    return read.select(pl.when(pl.col("value").is_not_null()).then(pl.lit(kind)).alias("kind"), "value")


def _spoilt(read: pl.DataFrame) -> pl.Series:
    """Values that are an account of Kazakhstan by their shape and no valid one by their check digits or length."""
    loose = pl.col("kind").is_in(["contract", "text"])
    return read.select((loose & pl.col("value").str.contains(_ACCOUNT_SHAPE)).fill_null(value=False).alias("spoilt"))[
        "spoilt"
    ]


def moments(column: pl.Series, reading: Reading) -> pl.DataFrame:
    """``moment.parse_column``, with dates as day numbers when the mapping says ``day:YYYY-MM-DD``."""
    if reading.dates.startswith("day:"):
        since = pl.Series([reading.dates[4:]]).str.to_date("%Y-%m-%d")[0]
        days = column.str.strip_chars().str.extract(r"^(\d{1,6})(?:\.0+)?$").cast(pl.Int64)
        local = pl.Series([since]).cast(pl.Datetime("us")).new_from_index(0, len(column)) + pl.Series(
            days
        ).cast(pl.Duration("us")) * 0  # fmt: skip
        frame = pl.DataFrame({"local": local, "days": days, "text": column})
        frame = frame.with_columns(
            (pl.col("local") + pl.duration(days=pl.col("days"))).dt.to_string("%Y-%m-%d").alias("text")
        )
        read = moment.parse_column(frame["text"], "ymd", reading.region, reading.zone)  # type: ignore[arg-type]
        bad = column.is_not_null() & days.is_null()
        return read.with_columns(
            pl.when(bad).then(pl.lit("reason-day-number")).otherwise(pl.col("reason")).alias("reason")
        )
    order: Any = reading.dates or "auto"
    zone: Any = reading.zone or "local"
    return moment.parse_column(column, order, reading.region, zone)


def _joined(dates: pl.Series, clocks: pl.Series) -> pl.Series:
    """Date and time cells as one text; a date cell that already has a time keeps it."""
    whole = dates.str.contains(r"\d[T ,]+\d{1,2}:\d{2}") & ~dates.str.contains(r"[T ]0?0:00(:00)?(\.0+)?$")
    both = moment.join(dates, clocks)
    return (
        pl.DataFrame({"d": dates, "b": both, "w": whole})
        .select(pl.when("w").then("d").otherwise("b"))[:, 0]
        .alias(dates.name)
    )


def hide_cards(column: pl.Series) -> pl.Series:
    """The texts with every whole card number (16 digits that pass Luhn's check) as first 6, stars, last 4."""
    hits = column.str.contains(_PAN_SHAPE).fill_null(value=False)
    if not hits.any():
        return column
    texts = column.filter(hits).unique()
    hidden = pl.Series([_hidden(text) for text in texts], dtype=pl.String)
    return column.replace(texts, hidden)


def _hidden(text: str) -> str:
    out, at = [], 0
    while found := _PAN.search(text, at):
        start, end = found.span(1)
        digits = "".join(sign for sign in found.group(1) if sign.isdigit())
        whole = luhn(digits) and not _BEFORE.search(text[max(0, start - 6) : start])
        out += [text[at:start], f"{digits[:6]}******{digits[-4:]}" if whole else text[start:end]]
        at = end
    return "".join([*out, text[at:]])


def constant(value: str | None, height: int) -> pl.Series:
    """A String column of one value."""
    return pl.Series("", [value or None], dtype=pl.String).new_from_index(0, height)


def first(*columns: pl.Series) -> pl.Series:
    """The first value that is there, row by row."""
    frame = pl.DataFrame([column.alias(str(at)) for at, column in enumerate(columns)])
    return frame.select(pl.coalesce(pl.all()).alias(columns[0].name))[:, 0]
