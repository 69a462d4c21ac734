"""Mapped columns of strings → observations, with every refused cell and row told.

The fields are named in :mod:`qalqan.intake.fields`; each kind of record has its file in ``typed/``. Readers that
name their fields themselves (:class:`~qalqan.intake.blocks.Records`) and tables with a mapping come the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Dict
from dataclasses import dataclass, replace

import polars as pl

from qalqan.engine.frames import DTYPES
from qalqan.intake.fields import known
from qalqan.intake.letterhead import Letterhead
from qalqan.intake.typed import call, case, others, transaction
from qalqan.intake.typed.base import Reading, Sheet, moments
from qalqan.intake.typed.people import bank_of
from qalqan.model.schema import OBSERVATIONS
from qalqan.values import any as any_
from qalqan.values import moment, money

_KINDS: dict[str, Callable[[Sheet], pl.DataFrame]] = {
    "transaction": transaction.read, "call": call.read, "case": case.read, "holder": others.holder,
    "subscriber": others.subscriber, "message": others.message, "coverage": others.coverage,
}  # fmt: skip
_TIMES = ("at", "registered_at", "opened_at", "from", "to")
_SUMS = ("raw_amount", "raw_amount_kzt", "raw_debit", "raw_credit", "raw_debit_kzt", "raw_credit_kzt", "raw_damage")


@dataclass(frozen=True, slots=True)
class Typed:
    """Observations (``row`` and the kind's fields, in the order of the rows) and what was refused."""

    kind: str
    frame: pl.DataFrame
    refused: pl.DataFrame


def type_rows(
    kind: str, frame: pl.DataFrame, reading: Reading, headers: Dict[str, str] | None = None,
    letterhead: Letterhead | None = None,
) -> Typed:  # fmt: skip
    """Observations of rows: ``frame`` has an int ``row`` and String columns named by fields of the kind.

    Every row is either in the result's frame or rejected whole in ``refused``.
    """
    chosen = [name for name in frame.columns if name in known(kind)]
    tidied = frame.select("row", *chosen)
    if "raw_date" in chosen:
        at = "registered_at" if kind == "case" else "at"
        both = pl.coalesce(at, "raw_date") if at in chosen else pl.col("raw_date")
        tidied = tidied.with_columns(both.alias(at)).drop("raw_date")
    sheet = Sheet(tidied, headers or {}, reading, letterhead or Letterhead())
    out = _KINDS[kind](sheet)
    described = OBSERVATIONS[kind]
    columns = [
        (pl.col(one.name) if one.name in out.columns else pl.lit(None)).cast(DTYPES[one.type]).alias(one.name)
        for one in described.columns
        if one.name not in ("evidence", "part", "row", "seq")
    ]
    return Typed(kind, out.select(pl.col("row").cast(pl.Int64), *columns), sheet.rejections())


def hints(frame: pl.DataFrame, reading: Reading) -> Reading:
    """The reading with the date order and decimal sign that a table's own figures tell, where they are open.

    The order is taken from all time columns together, the sign from all sums: one table writes one way.
    """
    dates, decimal = reading.dates, reading.decimal
    if dates in ("", "auto"):
        votes = [moment.guess_order(frame[name]) for name in _TIMES if name in frame.columns]
        dates = next((one for one in ("dmy", "mdy") if one in votes), "auto")
    if decimal in ("", "auto"):
        sums = [frame[name] for name in _SUMS if name in frame.columns]
        decimal = (money.guess_decimal(pl.concat([one.alias("s") for one in sums])) if sums else "") or "auto"
    return replace(reading, dates=dates, decimal=decimal)


def covered(head: Letterhead, reading: Reading) -> pl.DataFrame | None:
    """The coverage that a statement's letter-head tells: one row with ``row`` and coverage fields, or None."""
    if not head.account or not (head.since or head.until or head.opening or head.closing):
        return None
    account = any_.identify_column(pl.Series([head.account]), "account")["value"]
    if account[0] is None:
        return None
    ends = moments(pl.Series([head.since or None, head.until or None, head.received or None], dtype=pl.String), reading)
    until = pl.Series([ends["value"][1]], dtype=pl.Datetime("us", "UTC"))
    if ends["precision"][1] == "day" or _bare_day(head.until):
        until = until.dt.offset_by("86399s")
    sums = money.parse_column(pl.Series([head.opening or None, head.closing or None], dtype=pl.String))["value"]
    bank = bank_of(account, pl.Series([head.bank or None], dtype=pl.String))
    tenge = head.currency in ("", "KZT")
    return pl.DataFrame({
        "row": pl.Series([head.row], dtype=pl.Int64), "account": account,
        "from": ends["value"].slice(0, 1), "to": until, "received_at": ends["value"].slice(2, 1), "by": bank,
        "opening_tiyn": sums.slice(0, 1) if tenge else pl.Series([None], dtype=pl.Int64),
        "closing_tiyn": sums.slice(1, 1) if tenge else pl.Series([None], dtype=pl.Int64),
    })  # fmt: skip


def _bare_day(text: str) -> bool:
    return bool(text) and ":" not in text
