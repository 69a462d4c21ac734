"""Mapped columns of strings → observations, with every refused cell and row told.

The fields are named in :mod:`qalqan.intake.fields`; each kind of record has its file in ``typed/``. Readers that
name their fields themselves (:class:`~qalqan.intake.blocks.Records`) and tables with a mapping come the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    letterheads: Sequence[Letterhead] = (Letterhead(),),
) -> Typed:  # fmt: skip
    """Observations of rows: ``frame`` has an int ``row`` and String columns named by fields of the kind.

    Every row is either in the result's frame or rejected whole in ``refused``. Rows of several alike tables are
    numbered as :data:`~qalqan.intake.typed.base.TABLE` says, a letter-head each; else ``letterheads`` holds one.
    """
    chosen = [name for name in frame.columns if name in known(kind)]
    tidied = frame.select("row", *chosen)
    if "raw_date" in chosen:
        at = "registered_at" if kind == "case" else "at"
        both = pl.coalesce(at, "raw_date") if at in chosen else pl.col("raw_date")
        tidied = tidied.with_columns(both.alias(at)).drop("raw_date")
    sheet = Sheet(tidied, headers or {}, reading, letterheads)
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


def covered(heads: Sequence[Letterhead], reading: Reading) -> pl.DataFrame:
    """The coverage that letter-heads tell: ``row``, coverage fields, and which ``head`` tells them."""
    names = ("account", "since", "until", "received", "opening", "closing", "bank", "currency")
    at = [
        at for at, one in enumerate(heads)
        if one.account and (one.since or one.until or one.opening or one.closing)
    ]  # fmt: skip
    told = [heads[one] for one in at]
    texts = {name: pl.Series(name, [getattr(one, name) or None for one in told], dtype=pl.String) for name in names}
    account = any_.identify_column(texts["account"], "account")["value"]
    ends = {name: moments(texts[name], reading) for name in ("since", "until", "received")}
    frame = pl.DataFrame({
        "head": pl.Series(at, dtype=pl.Int64), "row": pl.Series([one.row for one in told], dtype=pl.Int64),
        "account": account, "from": ends["since"]["value"], "to": ends["until"]["value"],
        "received_at": ends["received"]["value"],
        "by": bank_of(account, texts["bank"]), "currency": texts["currency"],
        "opening_tiyn": money.parse_column(texts["opening"])["value"],
        "closing_tiyn": money.parse_column(texts["closing"])["value"],
        "day": (ends["until"]["precision"] == "day") | ~texts["until"].str.contains(":", literal=True),
    }).filter(pl.col("account").is_not_null())  # fmt: skip
    tenge = pl.col("currency").fill_null("KZT") == "KZT"
    return frame.with_columns(
        pl.when(pl.col("day")).then(pl.col("to") + pl.duration(seconds=86_399)).otherwise("to").alias("to"),
        *(pl.when(tenge).then(name).alias(name) for name in ("opening_tiyn", "closing_tiyn")),
    ).drop("currency", "day")
