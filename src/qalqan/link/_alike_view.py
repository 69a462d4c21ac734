"""What is known of how each case was done, as columns: no name, number, account or other identifier is among them.

``VALUES`` are equal or not; ``STEPS`` differ by so much. Unknown is null. The story's stages and persona are those of
the case's message that looks worst; times and sums are those of its losses, else of its registration and damage.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.values import occupation as occupations

VALUES: Final = ("persona", "pretext", "action", "route", "stages", "region", "occupation", "sex", "bank")
STEPS: Final = ("gap", "hour", "weekday", "age", "sum", "transfers", "calls", "callers", "talk", "lead")
TURNS: Final = {"hour": 48, "weekday": 7}
HALF_DAY_US: Final = 43_200_000_000
LOCAL: Final = pl.duration(hours=5)  # one zone since March 2024; only days of the week and hours are told by it
NOTHING: Final = ("unclear", "none", "other", "")
_MOST = {"transfers": 15, "calls": 20, "callers": 10}


def view(tables: Tables, call_hours: int) -> pl.DataFrame:
    """One row a case in order of its id: case_id, mo (null: not recognised), plot, source, ``VALUES``, ``STEPS``.

    ``gap`` is in half days, ``hour`` in half hours of the day, ``sum`` in quarters of a doubling, ``talk`` (the longest
    call before the loss) and ``lead`` (from the first such call to the loss) in halves of a doubling. ``told_…``
    columns say the same as people read it: local date and time, day of the week from 1, tiyn, seconds, minutes.
    """
    cases = tables["cases"].sort("case_id")
    told = cases.select(
        "case_id",
        "plot",
        "source",
        "victim_phone",
        "registered_at",
        "damage_tiyn",
        mo=_meant(pl.col("mo")),
        region="region",
        occupation=_meant(_occupation(cases["occupation"])),
        born=_born(pl.col("victim_iin")),
        sex=_sex(pl.col("victim_iin")),
    )
    told = told.join(_losses(tables), on="case_id", how="left", maintain_order="left")
    told = told.join(_messages(tables), on="case_id", how="left", maintain_order="left")
    told = told.with_columns(at=pl.coalesce("lost_at", "registered_at"))
    told = told.join(_calls(tables, told, call_hours), on="case_id", how="left", maintain_order="left")
    local = pl.col("lost_at") + LOCAL
    return told.select(
        "case_id",
        "mo",
        "plot",
        "source",
        *VALUES,
        gap=pl.col("at").dt.epoch("us") // HALF_DAY_US,
        hour=pl.when("precise").then(local.dt.hour().cast(pl.Int64) * 2 + local.dt.minute().cast(pl.Int64) // 30),
        weekday=local.dt.weekday().cast(pl.Int64) - 1,
        age="born",
        sum=_doublings(pl.coalesce("lost_tiyn", "damage_tiyn"), 4),
        transfers=pl.col("transfers").clip(0, _MOST["transfers"]),
        calls=pl.col("calls").clip(0, _MOST["calls"]),
        callers=pl.col("callers").clip(0, _MOST["callers"]),
        talk=_doublings(pl.col("talk"), 2),
        lead=_doublings(pl.col("lead"), 2),
        told_gap=(pl.col("at") + LOCAL).dt.strftime("%Y-%m-%d"),
        told_hour=pl.when("precise").then(local.dt.strftime("%H:%M")),
        told_weekday=local.dt.weekday(),
        told_sum=pl.coalesce("lost_tiyn", "damage_tiyn"),
        told_talk="talk",
        told_lead="lead",
    )


def _occupation(written: pl.Series) -> pl.Expr:
    """The kind of the occupation, whatever language it is written in; one outside the table by its own words."""
    kind = occupations.parse_column(written)["value"]
    return pl.coalesce(pl.lit(kind), pl.col("occupation").str.to_lowercase().str.strip_chars())


def _meant(column: pl.Expr) -> pl.Expr:
    return pl.when(~column.is_in(NOTHING)).then(column)


def _doublings(column: pl.Expr, parts: int) -> pl.Expr:
    """The size of a number in parts of a doubling; null for none and for nothing."""
    size = (column.cast(pl.Float64).log(2.0) * parts).round(0).cast(pl.Int64)
    return pl.when(column > 0).then(size)


def _born(iin: pl.Expr) -> pl.Expr:
    """The year of birth a person's number tells (century and sex stand in its seventh digit)."""
    digit = iin.str.slice(6, 1).cast(pl.Int64, strict=False)
    year = iin.str.slice(0, 2).cast(pl.Int64, strict=False)
    return pl.when(digit.is_between(1, 6)).then(1800 + (digit - 1) // 2 * 100 + year)


def _sex(iin: pl.Expr) -> pl.Expr:
    digit = iin.str.slice(6, 1).cast(pl.Int64, strict=False)
    return pl.when(digit.is_between(1, 6)).then(pl.when(digit % 2 == 1).then(pl.lit("m")).otherwise(pl.lit("f")))


def _losses(tables: Tables) -> pl.DataFrame:
    """By case: first loss, whether its hour is known, sum, number of transfers, bank of the greatest."""
    paid = tables["losses"].select("case_id", "tx_id", "amount_tiyn")
    sent = tables["transactions"].select("tx_id", "at", "at_precision", "to_bank")
    rows = paid.join(sent, on="tx_id", how="inner").sort("case_id", "at", "tx_id")
    return rows.group_by("case_id", maintain_order=True).agg(
        lost_at=pl.col("at").first(),
        precise=pl.col("at_precision").first() != "day",
        lost_tiyn=pl.col("amount_tiyn").sum(),
        transfers=pl.len().cast(pl.Int64),
        bank=pl.col("to_bank").sort_by("amount_tiyn", descending=True, maintain_order=True).first(),
    )


def _messages(tables: Tables) -> pl.DataFrame:
    """By case: who the writer of its worst-looking message poses as, the story, what is asked, and how."""
    own = tables["messages"].filter(pl.col("case_id").is_not_null()).select("message_id", "case_id")
    read = tables["messages_read"].select(
        "message_id",
        "scam_score",
        "persona",
        "pretext",
        "action",
        "stages",
        route="money_route",
    )
    rows = own.join(read, on="message_id", how="inner").sort(
        "case_id", "scam_score", "message_id", descending=[False, True, False]
    )
    told = [
        _meant(pl.col(name)).drop_nulls().first().alias(name)
        for name in ("persona", "pretext", "action", "route", "stages")
    ]
    return rows.group_by("case_id", maintain_order=True).agg(told)


def _calls(tables: Tables, cases: pl.DataFrame, hours: int) -> pl.DataFrame:
    """By case with calls of its victim at hand: calls from strangers in the hours before the loss, and how long.

    Somebody who called before those hours is an acquaintance.
    """
    own = cases.filter(pl.col("victim_phone").is_not_null() & pl.col("lost_at").is_not_null()).select(
        "case_id", "victim_phone", "lost_at"
    )
    spoken = tables["calls"].filter(pl.col("service").fill_null("voice") == "voice")
    spoken = spoken.select(
        pl.col("b").alias("victim_phone"), "a", "call_id", pl.col("at").alias("called_at"), "duration_s"
    )
    met = own.join(spoken, on="victim_phone", how="inner").filter(pl.col("called_at") <= pl.col("lost_at"))
    before = pl.col("called_at") < pl.col("lost_at") - pl.duration(hours=hours)
    known = met.filter(before).select("case_id", "a").unique()
    new = met.filter(~before).join(known, on=["case_id", "a"], how="anti")
    told = new.group_by("case_id").agg(
        calls=pl.len().cast(pl.Int64),
        callers=pl.col("a").n_unique().cast(pl.Int64),
        talk=pl.col("duration_s").max(),
        lead=(pl.col("lost_at").first() - pl.col("called_at").min()).dt.total_minutes() + 1,
    )
    heard = met.select("case_id").unique()
    told = heard.join(told, on="case_id", how="left").with_columns(pl.col("calls", "callers").fill_null(0))
    return told.sort("case_id")
