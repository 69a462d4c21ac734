"""What a campaign of calls consists of, and whom each number, device, SIM card and cell of it reached."""

from __future__ import annotations

from typing import Final

import polars as pl

from qalqan.engine.frames import Tables
from qalqan.engine.places import locator
from qalqan.link._grounds import ground, listed

CASE_DAYS: Final = 14
TALK_SECONDS: Final = 45  # a shorter call talks nobody into anything: it makes a person called, not a case
SHOWN: Final = 5
KINDS: Final = {"phone": "number", "imei": "imei", "imsi": "imsi", "cell": "cell"}


def cases_of(out: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The cases of each number: ``number``, ``b``, ``case_id``, ``how`` (reported, named), ``call_id``, ``locators``.

    Reported: the person was spoken to (or written to) and is the victim of a case registered within the following days.
    Named: the case's own records name the number, other than as the victim's.
    """
    victims = tables["cases"].select("case_id", "registered_at", pl.col("victim_phone").alias("b")).drop_nulls()
    soon = pl.col("registered_at").is_between(pl.col("at"), pl.col("at") + pl.duration(days=CASE_DAYS))
    talked = (pl.col("duration_s") >= TALK_SECONDS) | (pl.col("service") == "sms")
    reported = out.filter(talked).join(victims, on="b", how="inner").filter(soon)
    said = tables["mentions"].filter(
        (pl.col("kind") == "phone") & pl.col("case_id").is_not_null() & (pl.col("role").fill_null("") != "victim")
    )
    named = said.select(pl.col("value").alias("number"), "case_id", locator().alias("locators")).join(
        out.select("number").unique(), on="number", how="semi"
    )
    columns = ("number", "b", "case_id", "how", "call_id", "locators")
    none = pl.lit(None, pl.String)
    return pl.concat([
        reported.with_columns(how=pl.lit("reported")).select(columns),
        named.with_columns(b=none, how=pl.lit("named"), call_id=none).select(columns),
    ]).sort("number", "case_id", "how", "call_id", "locators")  # fmt: skip


def members(rows: pl.DataFrame, reached: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``call_campaign_members`` (with ``root`` for the campaign): ``rows`` are the calls of kept numbers,
    ``pairs`` what two numbers of one campaign share. Other members are told by what went through them."""
    reports = reached.filter(pl.col("how") == "reported")
    made = []
    for kind, column in KINDS.items():
        mine = rows.filter(pl.col(column).is_not_null()).with_columns(pl.col(column).alias("member"))
        told = _counted(mine, ["root", "member"])
        # a device's cases are those of the calls it made; a number's also those that name it
        by_call = mine.select("root", "member", "call_id").join(
            reports.select("call_id", "b", "case_id"), on="call_id", how="inner"
        )
        told = _with_cases(told, by_call, ["root", "member"])
        if kind == "phone":
            named = reached.filter(pl.col("how") == "named").select(pl.col("number").alias("member"), "case_id")
            told = _with_named(told, named)
        made.append(told.with_columns(pl.lit(kind).alias("kind")))
    whole = pl.concat(made)
    return whole.join(_strength(pairs), on=["kind", "member"], how="left").with_columns(
        pl.col("score").fill_null(0).clip(0, 1000), pl.col("grounds").fill_null("[]")
    )


def _counted(rows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    return rows.sort("at", "call_id").group_by(by, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("calls"), pl.col("b").drop_nulls().n_unique().cast(pl.Int64).alias("called"),
        pl.col("duration_s").sum().alias("talk_s"), pl.col("at").min().alias("first"), pl.col("at").max().alias("last"),
        pl.col("locators").head(SHOWN).str.join(";"),
    )  # fmt: skip


def _with_cases(told: pl.DataFrame, by_call: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    sums = by_call.group_by(by).agg(
        pl.col("b").n_unique().cast(pl.Int64).alias("reported"), pl.col("case_id").unique().sort().alias("case_ids")
    )
    none = pl.lit([], pl.List(pl.String))
    return told.join(sums, on=by, how="left").with_columns(
        pl.col("reported").fill_null(0), pl.col("case_ids").fill_null(none)
    )


def _with_named(told: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """A number's cases with those that name it."""
    more = named.group_by("member").agg(pl.col("case_id").unique().alias("more"))
    joined = told.join(more, on="member", how="left")
    both = pl.concat_list("case_ids", pl.col("more").fill_null(pl.lit([], pl.List(pl.String))))
    return joined.with_columns(both.list.unique().list.sort().alias("case_ids")).drop("more")


def _strength(pairs: pl.DataFrame) -> pl.DataFrame:
    """For each number its strongest tie, and what ties it: rule, how many numbers and things, places."""
    ends = pl.concat([
        pairs.with_columns(pl.col(end).alias("member"), pl.col(other).alias("other"))
        for end, other in (("a", "b"), ("b", "a"))
    ])  # fmt: skip
    sums = ends.group_by("member", "other").agg(pl.col("weight").sum().alias("sum"))
    best = sums.group_by("member").agg(pl.col("sum").max().alias("score"))
    rules = (
        ends.sort("member", "rule", "other", "value")
        .group_by("member", "rule", maintain_order=True)
        .agg(
            pl.col("other").n_unique().cast(pl.Int64).alias("numbers"),
            pl.col("value").n_unique().cast(pl.Int64).alias("things"), pl.col("weight").max(),
            pl.col("locators").head(SHOWN).str.join(";"),
        )
        .sort("member", "weight", "rule", descending=[False, True, False])
    )  # fmt: skip
    told = rules.group_by("member", maintain_order=True).agg(listed(_ground(pl.col("weight"))).alias("grounds"))
    return best.join(told, on="member").with_columns(pl.lit("phone").alias("kind"))


def _ground(weight: pl.Expr) -> pl.Expr:
    rule = pl.concat_str(pl.lit("campaign-"), "rule")
    return ground(rule, weight, {"numbers": pl.col("numbers"), "things": pl.col("things")}, pl.col("locators"))


def of_campaign(pairs: pl.DataFrame) -> pl.DataFrame:
    """What holds each campaign (``root``) together: the rules by weight with pairs, shared things and places."""
    rules = (
        pairs.sort("root", "rule", "a", "b", "value")
        .group_by("root", "rule", maintain_order=True)
        .agg(
            pl.struct("a", "b").n_unique().cast(pl.Int64).alias("numbers"),
            pl.col("value").n_unique().cast(pl.Int64).alias("things"), pl.col("weight").max(),
            pl.col("locators").head(SHOWN).str.join(";"),
        )
        .sort("root", "weight", "rule", descending=[False, True, False])
    )  # fmt: skip
    return rules.group_by("root", maintain_order=True).agg(listed(_ground(pl.col("weight"))).alias("grounds"))
